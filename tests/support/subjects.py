"""Reports about three subjects, each with words of its own: what any clustering must tell apart."""

from __future__ import annotations

from fupin_nlp.model.reporttext import ReportText

SUBJECTS = {
    "医疗": "医院住院报销，医疗保险覆盖，村医签约服务，慢性病门诊用药，大病救助资金到位。",
    "道路": "硬化村组道路，修建桥梁隧道，公路通车里程增加，客运班线开通，养护资金到位。",
    "教育": "资助贫困学生，改造校舍，招聘教师，义务教育入学，发放助学贷款，营养餐覆盖。",
}


def corpus(each: int = 4, years: int = 4) -> list[ReportText]:
    """Return so many reports a subject, of so many years from 2015 on."""
    texts = []
    for name, text in SUBJECTS.items():
        parts = text.rstrip("。").split("，")
        for i in range(each):
            turned = parts[i % len(parts) :] + parts[: i % len(parts)]
            texts.append(ReportText(doc=f"{name}{i}", text="，".join(turned[:4]) + "。", year=2015 + i % years))
    return texts
