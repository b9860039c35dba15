"""Heads of tables decide entity, unit, period and role of their cells, in every format alike."""

from __future__ import annotations

import pytest

from fupin_nlp.report import parse
from fupin_nlp.report.report import read_report
from tests.support.dresses import TABLES

PLACES = [
    ["县名", "投入资金（万元）", "脱贫户数（户）", "贫困发生率（%）"],
    ["乐业县", "12500", "3000", "0.58"],
    ["凌云县", "9800.5", "2100", "1.2"],
]
OF_PLACES = {
    "12500": (125000000, "元", "投入资金", "乐业县"),
    "3000": (3000, "户", "脱贫户数", "乐业县"),
    "0.58": (0.58, "%", "贫困发生率", "乐业县"),
    "9800.5": (98005000, "元", "投入资金", "凌云县"),
    "2100": (2100, "户", "脱贫户数", "凌云县"),
}
NUMBERED = [["序号", *PLACES[0]], ["1", *PLACES[1]], ["2", *PLACES[2]]]
UNIT_ROW = [["县名", "投入资金", "脱贫户数", "贫困发生率"], ["", "万元", "户", "%"], *PLACES[1:]]
GLUED = [["县名", "投入资金万元", "脱贫户数（户）", "贫困发生率%"], *PLACES[1:]]
MERGED = [
    ["县名", "投入资金（万元）", "", "脱贫户数（户）"],
    ["县名", "合计", "中央", "脱贫户数（户）"],
    ["乐业县", "12500", "8000", "3000"],
]


@pytest.mark.parametrize("suffix", list(TABLES))
@pytest.mark.parametrize("rows", [PLACES, NUMBERED, UNIT_ROW, GLUED], ids=["plain", "numbered", "unit row", "glued"])
def test_places_in_the_rows(suffix, rows):
    report = read_report(TABLES[suffix]("表1 2020年各县脱贫情况", rows), name=f"2020年百色市{suffix}")
    found = {r.text: (r.value, r.unit, r.entity, r.region) for r in report.records}
    for text, (value, *rest) in OF_PLACES.items():
        assert (float(found[text][0]), *found[text][1:]) == (value, *rest)
    assert {r.period for r in report.records} <= {"2020年", None}
    assert not [text for text in found if text in ("1", "2")]


@pytest.mark.parametrize("suffix", list(TABLES))
@pytest.mark.parametrize("years", [("2018年", "2019年"), ("2018", "2019"), ("2018年度", "2019年度")])
def test_years_in_the_columns(suffix, years):
    rows = [["指标（单位）", *years], ["新建公路（公里）", "45", "62"], ["造林面积（亩）", "1200", "1500"]]
    report = read_report(TABLES[suffix]("青山县扶贫成效", rows), name=f"青山县{suffix}")
    found = {r.text: (r.unit, r.entity, r.period_start, r.period_end) for r in report.records}
    assert found["45"] == ("公里", "新建公路", "2018-01-01", "2019-01-01")
    assert found["62"] == ("公里", "新建公路", "2019-01-01", "2020-01-01")
    assert found["1500"] == ("亩", "造林面积", "2019-01-01", "2020-01-01")


@pytest.mark.parametrize("suffix", list(TABLES))
@pytest.mark.parametrize(
    "heads",
    [
        ("计划", "完成"),
        ("计划数", "完成数"),
        ("目标任务", "实际完成"),
        ("2019年计划", "2019年完成"),
        ("年度目标", "完成情况"),
        ("任务数", "任务完成数"),
    ],
)
def test_plan_and_result(suffix, heads):
    rows = [["指标", "单位", *heads], ["脱贫户数", "户", "3000", "3100"], ["投入资金", "万元", "12000", "12500"]]
    report = read_report(TABLES[suffix]("表1 2019年乐业县主要指标", rows), name=f"2019年乐业县{suffix}")
    found = {r.text: (r.value, r.unit, r.entity, r.role) for r in report.records}
    assert found["3000"] == (3000, "户", "脱贫户数", "target")
    assert found["3100"] == (3100, "户", "脱贫户数", "achieved")
    assert found["12000"] == (120000000, "元", "投入资金", "target")
    assert found["12500"] == (125000000, "元", "投入资金", "achieved")
    assert len(found) == 4


@pytest.mark.parametrize("suffix", [s for s in TABLES if s != ".csv"])
@pytest.mark.parametrize("title", ["表2 2019年各乡镇扶贫资金（单位：万元）", "2019年各乡镇扶贫资金表 单位：万元"])
def test_a_unit_for_the_whole_table(suffix, title):
    rows = [["乡镇", "产业扶贫资金", "占比"], ["三义寨乡", "380", "60"], ["葡萄架乡", "275.5", "40"]]
    report = read_report(TABLES[suffix](title, rows), name=f"2019年兰考县{suffix}")
    found = {r.text: (r.value, r.unit, r.entity) for r in report.records}
    assert found == {"380": (3800000, "元", "产业扶贫资金"), "275.5": (2755000, "元", "产业扶贫资金")}


def test_several_units_above_a_table():
    rows = [["县名", "投入资金", "脱贫户数", "名次"], ["乐业县", "12500", "3000", "3"]]
    report = read_report(TABLES[".txt"]("单位：万元、户", rows), name="a.txt")
    assert {r.text: (r.value, r.unit) for r in report.records} == {"12500": (125000000, "元"), "3000": (3000, "户")}


@pytest.mark.parametrize("suffix", list(TABLES))
def test_heads_of_two_rows(suffix):
    report = read_report(TABLES[suffix]("表1 2020年各县情况", MERGED), name=f"2020年百色市{suffix}")
    found = {r.text: (r.value, r.unit, r.entity) for r in report.records}
    assert found == {
        "12500": (125000000, "元", "投入资金"),
        "8000": (80000000, "元", "中央投入资金"),
        "3000": (3000, "户", "脱贫户数"),
    }


@pytest.mark.parametrize("suffix", list(TABLES))
def test_cells_with_units_and_cells_with_sentences(suffix):
    rows = [["项目", "数量", "成效"], ["危房改造", "520户", "改造危房480户"], ["道路", "62公里", "新建公路55公里"]]
    report = read_report(TABLES[suffix]("2019年兰考县扶贫工作", rows), name=f"2019年兰考县{suffix}")
    found = {r.clean: r.entity for r in report.records}
    assert found == {"520户": "危房改造", "480户": "危房", "62公里": "道路", "55公里": "公路"}


def test_groups_and_cells_that_are_merged_downwards():
    text = "类别\t项目\t投资（万元）\n产业\t养殖场\t120\n\t大棚\t80\n基础设施\n道路\t村道\t60\n"
    cells = {c.row: text[c.start : c.end] for c in parse(text).document.cells}
    assert cells == {
        ("产业", "养殖场"): "120",
        ("产业", "大棚"): "80",
        ("基础设施", "道路", "村道"): "60",
    }


def test_years_in_the_rows():
    report = parse("年份\t脱贫户数（户）\t投入资金（万元）\n2018\t3000\t120\n2019\t2500\t130\n")
    found = {r.text: (r.entity, r.period_start) for r in report.records}
    assert found == {
        "3000": ("脱贫户数", "2018-01-01"),
        "120": ("投入资金", "2018-01-01"),
        "2500": ("脱贫户数", "2019-01-01"),
        "130": ("投入资金", "2019-01-01"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "姓名\t电话\n张某\t5551234\n",  # nothing gives a unit
        "序号\t乡镇\n1\t青山乡\n2\t白水镇\n",
        "名次\t县名\t得分\n1\t青山县\t95\n",
        "年份\t主要工作\n2018\t道路\n2019\t饮水\n",
    ],
)
def test_numbers_without_a_unit_are_no_quantities(text):
    assert not parse(text).records


def test_prose_beside_a_table_keeps_its_reading():
    text = "2019年，全县新建公路45公里。\n县名\t里程（公里）\n乐业县\t20\n2018年，改造危房300户，计划改造危房500户。\n"
    records = parse(text, name="2019年百色市.txt").records
    assert [(r.text, r.entity, r.period_start) for r in records] == [
        ("45公里", "公路", "2019-01-01"),
        ("20", "里程", None),
        ("300户", "危房", "2018-01-01"),
        ("500户", "危房", "2018-01-01"),
    ]


GROWTH = [
    ["指标", "产量（万吨）", "比上年增长（%）"],
    ["水泥", "186.3", "5.2"],
    ["精制茶", "0.9", "-11.7"],
    ["粮食产量", "27.8", "－0.5"],
    ["原煤", "30.1", "—"],
]


@pytest.mark.parametrize("suffix", list(TABLES))
@pytest.mark.parametrize(
    "head", ["比上年增长（%）", "同比增长%", "比上年±%", "增速（%）", "比2019年增减（%）", "增幅(％)"]
)
def test_cells_below_nought_and_columns_of_change(suffix, head):
    rows = [[*GROWTH[0][:2], head], *GROWTH[1:]]
    report = read_report(TABLES[suffix]("2020年青山县主要工业产品", rows), name=f"2020年青山县{suffix}")
    found = {r.text: r for r in report.records}
    assert {text: (float(r.value), r.unit) for text, r in found.items() if r.unit == "%"} == {
        "5.2": (5.2, "%"), "-11.7": (-11.7, "%"), "－0.5": (-0.5, "%"),
    }  # fmt: skip
    assert {r.kind for r in report.records if r.unit == "%"} == {"change"}
    assert all(r.certain for r in report.records)
    assert found["27.8"].entity == "粮食产量"  # and not 粮食产量产量
    assert found["5.2"].entity.startswith("水泥产量")
    assert found["－0.5"].entity.startswith("粮食产量")
    assert "比" not in found["5.2"].entity + found["-11.7"].entity


@pytest.mark.parametrize("suffix", list(TABLES))
def test_a_column_of_changes_is_dated_by_the_amount_beside_it(suffix):
    rows = [
        ["指标", "2019年（万吨）", "2020年（万吨）", "增长（%）"],
        ["水泥", "180", "186.3", "5.2"],
        ["原煤", "30", "33", "10"],
    ]
    report = read_report(TABLES[suffix]("工业产品", rows), name=f"青山县{suffix}")
    found = {r.text: (r.entity, r.action, r.period) for r in report.records if r.unit == "%"}
    assert found == {"5.2": ("水泥", "增长", "2020年"), "10": ("原煤", "增长", "2020年")}


@pytest.mark.parametrize("suffix", list(TABLES))
def test_signs_of_cells(suffix):
    rows = [
        ["企业", "净利润（万元）", "增速", "日期"],
        ["甲厂", "-120", "-3.1%", "2020-3"],
        ["乙厂", "+85", "－2.4%", "-"],
    ]
    report = read_report(TABLES[suffix]("2020年企业利润", rows), name=f"2020年青山县{suffix}")
    found = [(r.text, float(r.value), r.unit, r.certain) for r in report.records]
    assert found == [
        ("-120", -1200000, "元", True), ("-3.1%", -3.1, "%", True),
        ("85", 850000, "元", True), ("－2.4%", -2.4, "%", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["项目\t比例\n- 12%\t5%\n", "面积\t3-5亩\n", "序号\t投资（万元）\n1-2\t30\n", "年份\t2019-2020\n"]
)
def test_dashes_of_cells_that_are_no_signs(text):
    assert all(float(r.value) > 0 for r in parse(text).records)


def test_a_long_dash_before_the_number_of_a_cell_may_be_a_sign():
    report = parse("指标\t2020年\t增速（%）\n投资（亿元）\t80.2\t—3.1\n出口（亿元）\t8.2\t–2%\n")
    found = {r.text: (r.value, r.certain) for r in report.records if r.unit == "%"}
    assert found == {"—3.1": (None, False), "–2%": (None, False)}
