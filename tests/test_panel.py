"""The panel: one row per region, indicator and period; targets and results never mixed, gaps listed."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from fupin_nlp.analysis import panel as panel_of_reports
from fupin_nlp.comparison import CONFLICT_LABELS_ZH, GAP_LABELS_ZH, GAP_REASONS_ZH, PANEL_LABELS_ZH, panel
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model import ReportText
from fupin_nlp.report import ReportOptions, parse
from record_frames import UNITS, frame, record
from tests.support.cases import case_parameters

GRAMMAR = ReportOptions(models="off")  # what a panel makes of records, not how their role is decided


def holds(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all((pd.isna(row[name]) if value is None else row[name] == value) for name, value in wanted.items())


@pytest.mark.parametrize("case", case_parameters("panel"))
def test_panels_of_reports(case: dict[str, Any]) -> None:
    table = panel_of_reports([parse(case["text"], name=case["name"], options=GRAMMAR)]).frame.to_dict("records")
    for wanted in case["rows"]:
        assert any(holds(row, wanted) for row in table), (wanted, table)
    for unwanted in case["absent"]:
        assert not any(holds(row, unwanted) for row in table), table


def growth(number: int, value: float | None, year: int = 2016, **cells: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"indicator": "地区生产总值增速", "kind": "change", "unit": "%", "dimension": "ratio"}
    base |= {
        "action": "增长",
        "period_start": f"{year}-01-01",
        "period_end": f"{year + 1}-01-01",
        "sentence": f"句{number}",
    }
    return record(number, value, **(base | cells))


def build(*rows: dict[str, Any], **choices: Any) -> tuple[pd.DataFrame, list[list[Any]]]:
    found = panel(frame(*rows), units=UNITS, **choices)
    assert list(found.frame.columns) == list(PANEL_LABELS_ZH)
    return found.frame, found.gaps[["year", "reason"]].to_numpy().tolist()


def test_the_target_stands_beside_the_result_of_its_own_year() -> None:
    table, gaps = build(
        growth(0, 7.0, 2015),
        growth(1, 8.0, 2016, role="target", modality=["力争"], bound="over"),
        growth(0, 7.5, 2016, doc="乙"),
    )
    assert table["year"].tolist() == [2015, 2016]
    assert table["result"].tolist() == [7.0, 7.5]
    row = table.iloc[1]
    assert (row["target"], row["target_bound"], row["target_modality"], row["difference"]) == (
        8.0,
        "over",
        "力争",
        -0.5,
    )
    assert (row["target_id"], row["target_sentence"], row["result_id"]) == ("甲#1", "句1", "乙#0")
    assert gaps == [["2015", "no_target"]]


def test_the_target_of_a_plan_never_shares_a_row_with_that_of_a_year() -> None:
    plan = growth(1, 6.5, role="target", period_start="2016-01-01", period_end="2021-01-01")
    table, _ = build(growth(0, 8.0, role="target"), plan)
    assert table["target"].tolist() == [8.0, 6.5]
    assert table["target_to"].tolist() == ["2017-01-01", "2021-01-01"]
    assert table["year"].isna().tolist() == [False, True]


def test_nominal_value_and_growth_are_two_rows() -> None:
    value = growth(1, 5e9, indicator="地区生产总值", kind="level", unit="元", dimension="money")
    table, _ = build(growth(0, 7.0), value)
    assert sorted(zip(table["indicator"], table["unit"], strict=True)) == [
        ("地区生产总值", "元"),
        ("地区生产总值增速", "%"),
    ]


def test_a_fall_is_negative_and_a_level_is_not() -> None:
    table, _ = build(
        growth(0, 5.6, action="下降"),
        growth(1, 3.0, action="下降", indicator="城镇登记失业率", kind="level"),
    )
    assert dict(zip(table["indicator"], table["result"], strict=True)) == {
        "地区生产总值增速": -5.6,
        "城镇登记失业率": 3.0,
    }


def test_of_several_values_none_is_chosen() -> None:
    table, gaps = build(growth(0, 7.0), growth(1, 7.2))
    assert table["result"].isna().all()
    assert ["2016", "several_values"] in gaps


def test_the_same_value_twice_is_one_value() -> None:
    table, gaps = build(growth(0, 7.0), growth(1, 7.0))
    assert table["result"].tolist() == [7.0]
    assert gaps == [["2016", "no_target"]]


def test_years_between_are_listed_and_not_filled() -> None:
    table, gaps = build(growth(0, 7.0, 2014), growth(1, 6.0, 2017))
    assert table["year"].tolist() == [2014, 2017]
    assert [gap for gap in gaps if gap[1] == "no_figure"] == [["2015", "no_figure"], ["2016", "no_figure"]]


def test_what_cannot_enter_is_listed() -> None:
    table, gaps = build(growth(0, 7.0, period_start=None), growth(1, 6.0, certain=False))
    assert table.empty
    assert sorted(reason for _, reason in gaps) == ["uncertain", "undated"]


def test_repeats_other_roles_and_other_indicators_stay_out() -> None:
    table, gaps = build(
        growth(0, 7.0),
        growth(1, 9.0, repeat_of="甲#0"),
        growth(2, 9.0, role="background"),
        growth(3, 9.0, indicator="财政收入增速"),
        growth(4, 9.0, indicator=None),
        indicators=["地区生产总值增速"],
    )
    assert table["result"].tolist() == [7.0]
    assert len(gaps) == 1


def test_units_join_and_ranges_keep_both_ends() -> None:
    area = {"indicator": "造林面积", "kind": "flow", "dimension": "area"}
    table, _ = build(
        growth(0, 10.0, unit="公顷", role="target", value_max=12.0, **area),
        growth(1, 165.0, unit="亩", **area),
        growth(2, 1.0, 2015, unit="亩", **area),
    )
    row = table[table["year"] == 2016].iloc[0]
    assert (row["unit"], row["target"], row["target_max"], row["result"]) == ("亩", 150.0, 180.0, 165.0)


def test_a_frame_without_sentences_is_refused() -> None:
    with pytest.raises(FupinError, match="sentence"):
        panel(frame(growth(0, 1.0)).drop(columns="sentence"), units=UNITS)


def test_nothing_gives_an_empty_panel_with_its_columns() -> None:
    table, gaps = build()
    assert table.empty
    assert not gaps


def test_an_exact_value_says_what_a_bound_says() -> None:
    table, gaps = build(growth(0, 5.0, bound="over"), growth(1, 5.6))
    assert table[["result", "result_bound", "result_id"]].to_numpy().tolist() == [[5.6, "exact", "甲#1"]]
    assert ["2016", "several_values"] not in gaps
    table, gaps = build(growth(0, 6.0, bound="over"), growth(1, 5.6))
    assert table["result"].isna().all()
    assert ["2016", "several_values"] in gaps


def test_a_panel_is_saved_under_chinese_labels(tmp_path: Any) -> None:
    found = panel(frame(growth(0, 7.0), growth(1, 8.0, 2017, role="target", modality=["力争"])), units=UNITS)
    assert found.to_frame("zh").columns.tolist() == list(PANEL_LABELS_ZH.values())
    with pytest.raises(OptionError, match="en, zh"):
        found.to_frame("fr")
    book = pd.read_excel(found.save(tmp_path / "a.xlsx"), engine="openpyxl")
    assert book.columns.tolist() == list(PANEL_LABELS_ZH.values())
    assert pd.read_excel(found.save(tmp_path / "a.xlsx", labels="en"), engine="openpyxl").columns[0] == "region"
    raw = found.save(tmp_path / "a.csv", labels="zh").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf" + "地区,".encode())
    assert found.save(tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfregion,")
    with pd.io.stata.StataReader(found.save(tmp_path / "a.dta", labels="zh")) as reader:
        assert reader.variable_labels()["target_from"] == "期初"
        assert reader.read()["target"].tolist()[-1] == 8.0
    assert set(found.gaps["reason"]) <= set(GAP_REASONS_ZH)
    assert list(found.gaps.columns) == list(GAP_LABELS_ZH)


def test_figures_that_contradict_each_other_are_shown_with_their_sentences() -> None:
    found = panel(frame(growth(0, 7.0), growth(1, 7.2)), units=UNITS)
    assert list(found.conflicts.columns) == list(CONFLICT_LABELS_ZH)
    assert found.conflicts[["year", "side", "value", "id", "sentence"]].to_numpy().tolist() == [
        ["2016", "result", 7.0, "甲#0", "句0"],
        ["2016", "result", 7.2, "甲#1", "句1"],
    ]


def test_a_jump_between_neighbouring_years_is_marked_and_kept() -> None:
    money: dict[str, Any] = {"indicator": "地区生产总值", "kind": "level", "unit": "元", "dimension": "money"}
    rows = [
        growth(i, value, year, **money) for i, (year, value) in enumerate([(2014, 2e9), (2015, 2.2e9), (2016, 2.4e10)])
    ]
    found = panel(frame(*rows), units=UNITS).frame
    assert found["result"].tolist() == [2e9, 2.2e9, 2.4e10]
    assert found["check"].notna().tolist() == [False, False, True]
    rates = panel(frame(growth(0, 7.0, 2014), growth(1, 70.0, 2015), growth(2, 7.0, 2019)), units=UNITS).frame
    assert rates["check"].notna().tolist() == [False, True, False]


def test_a_mean_over_years_and_a_figure_of_the_whole_have_rows_of_their_own() -> None:
    five = {"period_start": "2016-01-01", "period_end": "2021-01-01"}
    table, _ = build(growth(0, 7.0, per="年均", **five), growth(1, 40.0, **five))
    assert sorted(zip(table["per"].fillna(""), table["result"], strict=True)) == [("", 40.0), ("年均", 7.0)]
    table, gaps = build(growth(0, 7.0, per="平均每年"))
    assert table.empty
    assert gaps == [["2016", "mean_of_years"]]


def test_no_result_of_a_year_that_is_not_over() -> None:
    report = ReportText(doc="甲", text="", date="2016-02-20")
    table, gaps = build(growth(0, 7.0, 2015), growth(1, 8.0, 2016), reports=[report])
    assert table["result"].tolist() == [7.0]
    assert ["2016", "not_over"] in gaps


PLANS = "2016年工作安排 / 促进就业"


def test_what_stands_under_plans_for_a_year_that_is_not_over_is_a_target_and_marked() -> None:
    report = ReportText(doc="甲", text="", date="2016-02-20")
    table, gaps = build(growth(0, 7.0, 2015), growth(1, 8.0, 2016, section=PLANS), reports=[report])
    assert table[["year", "target", "result"]].fillna(0).to_numpy().tolist() == [[2015, 0, 7.0], [2016, 8.0, 0]]
    assert "工作安排" in table["check"].iloc[1]
    assert pd.isna(table["check"].iloc[0])
    assert ["2016", "not_over"] not in gaps


@pytest.mark.parametrize("section", ["", "2015年工作回顾", "2015年工作回顾和2016年工作安排"])
def test_without_a_heading_of_plans_alone_it_stays_out(section: str) -> None:
    report = ReportText(doc="甲", text="", date="2016-02-20")
    table, gaps = build(growth(0, 8.0, 2016, section=section), reports=[report])
    assert table.empty
    assert gaps == [["2016", "not_over"]]


def test_a_target_that_was_read_as_one_stands_before_one_by_its_heading() -> None:
    report = ReportText(doc="甲", text="", date="2016-02-20")
    rows = growth(0, 8.0, 2016, role="target"), growth(1, 9.0, 2016, section=PLANS)
    table, gaps = build(*rows, reports=[report])
    assert table["target"].tolist() == [8.0]
    assert table["check"].tolist() == [None]
    assert ["2016", "not_over"] in gaps


def test_contradicting_figures_are_given_with_both_sentences() -> None:
    found = panel(frame(growth(0, 7.0), growth(1, 9.0)), units=UNITS)
    assert found.frame["result"].isna().all()
    assert found.conflicts[["side", "value", "id", "sentence"]].to_numpy().tolist() == [
        ["result", 7.0, "甲#0", "句0"],
        ["result", 9.0, "甲#1", "句1"],
    ]
    assert found.gaps.loc[found.gaps["reason"] == "several_values", "ids"].tolist() == [["甲#0", "甲#1"]]
