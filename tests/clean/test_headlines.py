"""Headlines of other articles around a report that nothing announces: lists of them go, lists of the report stay."""

from __future__ import annotations

import pytest

from fupin_nlp import ReportOptions, parse

REPORT = (
    "略阳县2019年脱贫攻坚工作总结\n"
    "今年以来，全县紧盯脱贫目标，投入财政扶贫资金3200万元，新建通村公路48公里，改造危房560户。\n"
    "一、产业扶贫。发展食用菌120万袋，带动贫困户1800户，户均增收4200元；建成扶贫车间12个，吸纳就业360人。\n"
    "二、健康扶贫。贫困人口全部参加基本医疗保险，报销住院费用860万元，组建签约服务团队45个，服务群众9300人次。\n"
    "三、易地搬迁。集中安置点全部建成入住，配套幼儿园、卫生室和便民超市，后续帮扶做到一户一策，群众搬得出、稳得住。\n"
)
OTHERS = [
    "外贸进口额首破5万亿元",
    "某航天器飞行300个昼夜",
    "暑期档票房突破120亿元",
    "沿海台风致3万人转移",
    "国产客机交付40架订单",
]
DRESSES = {
    "bare": lambda i, words: words,
    "date behind": lambda i, words: f"{words} 2019-03-{10 + i}",
    "date in front": lambda i, words: f"[03-{10 + i}] {words}",
    "date between": lambda i, words: f"{words}\n2019-03-{10 + i}",
    "details": lambda i, words: f"{words}[详细]",
    "bullet": lambda i, words: f"· {words}",
    "number": lambda i, words: f"{i + 1}. {words}",
}


def written(dress: str, lines: list[str] = OTHERS) -> str:
    return "\n".join(DRESSES[dress](i, words) for i, words in enumerate(lines))


def figures(text: str) -> list[str]:
    return [record.text for record in parse(text, options=ReportOptions(models="off")).records]


@pytest.mark.parametrize("dress", DRESSES)
def test_headlines_below_a_report_are_left_out(dress: str) -> None:
    assert figures(f"{REPORT}\n{written(dress)}\n") == figures(REPORT)


@pytest.mark.parametrize("dress", DRESSES)
def test_headlines_above_a_report_are_left_out(dress: str) -> None:
    page = f"{written(dress)}\n\n{REPORT}"
    got = figures(page)
    # Bare lines directly above may be the report's own title and subtitle: the last two stay.
    assert got[-len(figures(REPORT)) :] == figures(REPORT)
    assert len(got) - len(figures(REPORT)) <= 2 * (dress in ("bare", "date between"))


def test_headlines_side_by_side_are_left_out() -> None:
    assert figures(REPORT + "\n" + "  ".join(OTHERS)) == figures(REPORT)


def test_what_was_left_out_is_told_with_its_figures() -> None:
    report = parse(f"{REPORT}\n{written('date behind')}\n", options=ReportOptions(models="off"))
    assert dict(report.damage.figures_left_out) == {"headlines below the report": 5}
    assert "headlines below the report" in {part.reason for part in report.clean.left_out}


@pytest.mark.parametrize(
    "own",
    [
        "1. 略阳县产业扶贫项目120个\n2. 略阳县危房改造项目560户\n3. 通村公路项目48公里",
        "· 贫困户增收1800户\n· 扶贫车间吸纳就业360人\n· 住院费用报销860万元",
        "食用菌产业扶贫1800户\n通村公路建设48公里\n危房改造560户\n扶贫车间12个",
        "附：1. 项目汇总表120个\n2. 资金汇总表3200万元",
        "他在山上守了7年！\n妇女抬了300块石头\n孩子们走了12里路\n村里通了48公里路",
    ],
)
def test_a_list_of_the_report_stays(own: str) -> None:
    assert figures(f"{REPORT}{own}\n") == figures(REPORT) + figures(own)


def test_the_title_above_a_report_stays_its_title() -> None:
    page = f"{written('date in front')}\n\n{REPORT}"
    assert parse(page, options=ReportOptions(models="off")).title == "略阳县2019年脱贫攻坚工作总结"
