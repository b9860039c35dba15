"""Reports made by hand for the tests of pages and charts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from fupin_nlp.html import RawSpan, ReportView
from fupin_nlp.model import Alignment
from fupin_nlp.model.alignment import Change
from fupin_nlp.model.record import FIELDS

CASES = Path(__file__).parents[1] / "cases" / "hostile" / "synthetic.jsonl"


def hostile() -> list[dict[str, str]]:
    return [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


def record(raw: str, text: str, doc: str = "a.txt", **fields: Any) -> dict[str, Any]:
    """A record whose quantity is the first place where `raw` has `text`."""
    start = raw.index(text)
    row: dict[str, Any] = dict.fromkeys(FIELDS)
    row |= {"id": f"{doc}#{start}", "doc": doc, "start": start, "end": start + len(text), "text": text, "clean": text}
    row |= {"unit": "户", "dimension": "households", "kind": "flow", "bound": "exact", "role": "achieved"}
    row |= {"modality": [], "measure": "other", "measure_label": "其他", "measure_scores": {}, "damage": []}
    row |= {"certain": True, "section": "", "sentence": raw, "rule": "test"}
    return row | fields


def north() -> ReportView:
    raw = "𠮷县首页 > 新闻\n全縣(xiàn)发放小额贷款３０万元，惠及120户。\n今年力争培训500人次，每户补贴不超过800元。"
    at, wide = raw.index("縣"), raw.index("３０")
    changes = [Change(at, at + 7, 1), Change(wide, wide + 2, 2)]
    clean = raw.replace("縣(xiàn)", "县").replace("３０", "30")
    rows = [
        record(raw, "３０万元", "北.txt", value=300000, unit="元", clean="30万元", entity="小额贷款", action="发放",
               measure="finance", measure_label="金融扶贫", region="𠮷县", period="2019年",
               period_start="2019-01-01", period_end="2020-01-01"),
        record(raw, "120户", "北.txt", value=120, entity="农户", action="惠及", measure="finance",
               measure_label="金融扶贫", region="𠮷县"),
        record(raw, "500人次", "北.txt", value=500, unit="人次", entity="培训", action="培训", role="target",
               measure="training", measure_label="技能培训", region="𠮷县", modality=["力争"]),
        record(raw, "800元", "北.txt", value=800, unit="元", bound="under", entity="户均补贴", role="standard",
               measure="safety_net", measure_label="兜底保障", region="𠮷县"),
    ]  # fmt: skip
    return ReportView(
        doc="北.txt", raw=raw, clean=clean, title="𠮷县脱贫攻坚总结", region="𠮷县", date="2020-01-15",
        alignment=Alignment.from_changes(changes), records=rows,
        left_out=[RawSpan(0, raw.index("\n"), "navigation")], edits=2,
    )  # fmt: skip


def south() -> ReportView:
    raw = "南乡修建道路12公里。总人口?640人，新修桥3座。"
    rows = [
        record(raw, "12公里", "南.txt", value=12, unit="公里", entity="道路", action="修建",
               measure="infrastructure", measure_label="基础设施", region="南乡"),
        record(raw, "?640人", "南.txt", value=None, unit="人", entity="总人口", role="background",
               region="南乡", certain=False, damage=["swallowed_digit"]),
        record(raw, "3座", "南.txt", value=3, unit="座", entity="桥", action="新修",
               measure="infrastructure", measure_label="基础设施", region="南乡"),
    ]  # fmt: skip
    return ReportView(doc="南.txt", raw=raw, clean=raw, title="南乡年度小结", region="南乡", date="2021", records=rows)


def evil() -> ReportView:
    """A report whose name, title, text and records are all hostile."""
    cases = hostile()
    everything = "\n".join(case["text"] for case in cases)
    raw = everything + "\n投入5万元"
    rows = [
        record(raw, "投入5万元", everything, id=f"evil#{i}", value=50000, unit=case["text"], entity=case["text"],
               action=case["text"], role=case["text"], measure=case["text"], measure_label=case["text"],
               region=case["text"], period=case["text"], sentence=case["text"] + "投入5万元", section=case["text"])
        for i, case in enumerate(cases)
    ]  # fmt: skip
    return ReportView(
        doc=everything, raw=raw, clean=raw, title=everything, region=everything, date=everything, records=rows,
        left_out=[RawSpan(0, 3, everything)],
    )  # fmt: skip


def frame(*views: ReportView) -> pd.DataFrame:
    return pd.DataFrame([row for view in views for row in view.records], columns=list(FIELDS))
