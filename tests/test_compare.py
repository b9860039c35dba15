"""Rules of a comparison: what is added, what never is, and what becomes of the rest."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupin_nlp.comparison import Comparison, compare, normalise_entity
from fupin_nlp.comparison.rows import COLUMNS
from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.model.record import FIELDS
from fupin_nlp.model.reporttext import ReportText
from record_frames import UNITS, frame, record


def loans(*records: dict[str, Any], by: Any = "region", **choices: Any) -> Comparison:
    return compare(frame(*records), by, **({"entity": "小额贷款", "units": UNITS} | choices))


def in_year(year: int) -> dict[str, Any]:
    return {"period_start": f"{year}-01-01", "period_end": f"{year + 1}-01-01"}


def only(result: Comparison) -> pd.Series:
    assert len(result.frame) == 1, result.frame
    return result.frame.iloc[0]


def test_columns_are_fields_of_the_record() -> None:
    assert set(COLUMNS) <= set(FIELDS)


def test_flows_of_one_entity_are_added() -> None:
    cell = only(loans(record(0, 100.0), record(1, 200.0, entity="全县“小额贷款”", **in_year(2016))))
    assert (cell["sum"], cell["n"], cell["unit"], cell["records"]) == (300.0, 2, "元", ["甲#0", "甲#1"])
    assert (cell["basis"], cell["places"]) == ("sum", 1)
    assert cell["left_out"] == {}


def test_two_entities_are_never_added() -> None:
    result = loans(record(0), record(1, entity="扶贫贷款"), entity=["小额贷款", "扶贫贷款"])
    assert sorted(result.frame["sum"]) == [100.0, 100.0]


def test_indicator_joins_entities_of_other_names() -> None:
    rows = [
        record(0, entity="小额信贷", indicator="小额贷款"),
        record(1, entity="扶贫小额贷款", indicator="小额贷款", **in_year(2016)),
    ]
    cell = only(compare(frame(*rows), "region", indicator="小额贷款", units=UNITS))
    assert cell["sum"] == 200.0


@pytest.mark.parametrize("kind", ["level", "change", "share", "rate"])
def test_only_flows_are_added_of_the_rest_the_latest_is_shown(kind: str) -> None:
    old = record(0, 900.0, kind=kind, period_start="2014-01-01", period_end="2015-01-01")
    cell = only(loans(old, record(1, 100.0, kind=kind)))
    assert pd.isna(cell["sum"])
    assert (cell["latest"], cell["value"], cell["latest_period"], cell["latest_ids"]) == (
        100.0,
        100.0,
        "2016-01-01",
        ["甲#1"],
    )


def test_the_latest_is_empty_where_its_date_has_two_values() -> None:
    cell = only(loans(record(0, 100.0, kind="level"), record(1, 200.0, kind="level")))
    assert pd.isna(cell["latest"])
    assert cell["latest_ids"] == ["甲#0", "甲#1"]


def test_an_undated_level_is_not_later_than_a_dated_one() -> None:
    undated = record(0, 5.0, kind="level", period_start=None, period_end=None)
    assert only(loans(undated, record(1, 100.0, kind="level")))["latest"] == 100.0


def test_a_flow_and_a_level_of_one_entity_stay_apart() -> None:
    result = loans(record(0, 100.0), record(1, 5000.0, kind="level"))
    assert dict(zip(result.frame["kind"], result.frame["value"], strict=True)) == {"flow": 100.0, "level": 5000.0}


@pytest.mark.parametrize(("unit", "dimension"), [("人次", "visits"), ("户", "households")])
def test_visits_and_households_never_join_people(unit: str, dimension: str) -> None:
    people = record(0, 100.0, entity="培训", unit="人", dimension="people")
    result = loans(people, record(1, 50.0, entity="培训", unit=unit, dimension=dimension), entity="培训")
    assert sorted(result.frame["sum"]) == [50.0, 100.0]


def test_names_of_one_dimension_join_by_their_factor() -> None:
    people = loans(
        record(0, 100.0, unit="人"),
        record(1, 50.0, unit="名", **in_year(2016)),
        record(2, 1.0, unit="人", **in_year(2017)),
    )
    assert (only(people)["sum"], only(people)["unit"]) == (151.0, "人")
    area = [record(0, 10.0, unit="公顷"), record(1, 50.0, unit="亩", **in_year(2016))]
    assert (only(loans(*area, unit="亩"))["sum"], only(loans(*area, unit="亩"))["unit"]) == (200.0, "亩")
    assert only(loans(*area, unit="公顷"))["sum"] == pytest.approx(10 + 50 / 15)


def test_rounded_factors_of_the_table_do_not_show() -> None:
    units = {"亩": ("平方米", 666.6666666667), "公顷": ("平方米", 10000.0)}
    assert only(loans(record(0, 10.0, unit="公顷"), unit="亩", units=units))["sum"] == 150.0


def test_currencies_are_never_converted() -> None:
    result = loans(record(0, 100.0), record(1, 50.0, unit="港元"))
    assert dict(zip(result.frame["unit"], result.frame["sum"], strict=True)) == {"元": 100.0, "港元": 50.0}


def test_an_unknown_unit_joins_only_itself() -> None:
    result = loans(record(0, 3.0, unit="筐"), record(1, 4.0, unit="筐", **in_year(2016)), record(2, 5.0, unit="篓"))
    assert sorted(result.frame["sum"]) == [5.0, 7.0]


def test_a_repeat_is_left_out_and_counted() -> None:
    result = loans(record(0), record(1, repeat_of="甲#0"))
    assert (only(result)["sum"], only(result)["left_out"]) == (100.0, {"repeat": 1})
    assert result.left_out[["id", "reason"]].to_numpy().tolist() == [["甲#1", "repeat"]]


def test_a_part_is_left_out_only_where_its_total_is_in_the_same_sum() -> None:
    assert only(loans(record(0), record(1, 40.0, part_of="甲#0")))["left_out"] == {"part": 1}
    elsewhere = loans(record(0, entity="资金"), record(1, 40.0, part_of="甲#0"))
    assert (only(elsewhere)["sum"], only(elsewhere)["left_out"]) == (40.0, {})
    uncertain_total = loans(record(0, None, certain=False), record(1, 40.0, part_of="甲#0"))
    assert only(uncertain_total)["sum"] == 40.0


def test_a_part_of_a_part_is_left_out_where_the_outer_total_is_there() -> None:
    rows = [record(0), record(1, 40.0, part_of="甲#0", entity="贴息贷款"), record(2, 10.0, part_of="甲#1")]
    assert only(loans(*rows))["sum"] == 100.0


def test_links_in_a_circle_end() -> None:
    cell = only(loans(record(0, part_of="甲#1"), record(1, part_of="甲#0")))
    assert cell["n"] + cell["n_left_out"] == 2


def test_uncertain_values_are_left_out_and_counted() -> None:
    cell = only(loans(record(0), record(1, 640.0, certain=False), record(2, None)))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"no_value": 1, "uncertain": 1})


def test_separate_periods_are_added() -> None:
    cell = only(loans(record(0), record(1, 30.0, **in_year(2016))))
    assert (cell["sum"], cell["period_start"], cell["period_end"]) == (130.0, "2015-01-01", "2017-01-01")


def test_two_figures_of_one_place_and_period_are_not_added() -> None:
    cell = only(loans(record(0), record(1, 20.0), record(2, 30.0, **in_year(2016))))
    assert pd.isna(cell["sum"])
    assert pd.isna(cell["value"])
    assert (cell["n"], cell["basis"], cell["largest"]) == (3, "several", 100.0)


def test_figures_of_several_places_are_added_where_their_periods_are_equal() -> None:
    other = {"region": "乙县", "region_code": "231222"}
    cell = only(loans(record(0), record(1, 20.0, **other), by="measure"))
    assert (cell["sum"], cell["places"]) == (120.0, 2)
    apart = only(loans(record(0), record(1, 20.0, **other, **in_year(2016)), by="measure"))
    assert (apart["n"], apart["left_out"]) == (1, {"other_period": 1})


def test_places_of_two_levels_are_not_added() -> None:
    rows = [record(0), record(1, 20.0, region="乙县", region_code="231222")]
    cell = only(loans(*rows, record(2, 7.0, region="陕西省", region_code="610000"), by="measure"))
    assert (cell["sum"], cell["left_out"]) == (120.0, {"other_level": 1})


def test_a_village_is_not_its_county() -> None:
    own = record(0, region="望奎县")
    village = record(1, 20.0, region="望奎县高台村")
    result = loans(own, village)
    assert dict(zip(result.frame["region"], result.frame["sum"], strict=True)) == {
        "望奎县": 100.0,
        "望奎县高台村": 20.0,
    }
    assert set(result.frame["region_level"]) == {"county", "village"}
    cell = only(loans(own, village, by="measure"))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"within_region": 1})


def test_regions_are_rolled_up_to_a_level() -> None:
    rows = [
        record(0, region="略阳县", region_code="610727"),
        record(1, 20.0, region="洋县", region_code="610723"),
        record(2, 500.0, region="汉中市", region_code="610700", **in_year(2016)),
        record(3, 9.0, region="陕西省", region_code="610000"),
    ]
    cities = loans(*rows[:2], by="region", level="city")
    assert only(cities)[["region", "region_code", "sum", "places"]].tolist() == ["汉中市", "610700", 120.0, 2]
    with_own = only(loans(*rows[:3], level="city"))
    assert (with_own["sum"], with_own["left_out"]) == (500.0, {"within_region": 2})
    counties = loans(*rows, level="county")
    assert sorted(counties.left_out["reason"]) == ["above_level", "above_level"]
    with pytest.raises(OptionError, match="province, city"):
        loans(*rows, level="town hall")


def test_a_general_entity_is_not_added() -> None:
    rows = [record(0, entity="项目", unit="个"), record(1, entity="项目", unit="个", **in_year(2016))]
    cell = only(loans(*rows, entity="项目"))
    assert (pd.isna(cell["sum"]), cell["basis"]) == (True, "general")


def test_without_an_indicator_nothing_is_joined_by_unit() -> None:
    rows = [record(0, entity="学校", unit="个"), record(1, 5.0, entity="广场", unit="个", **in_year(2016))]
    cell = only(compare(frame(*rows), ["region", "indicator"], units=UNITS))
    assert (cell["n"], pd.isna(cell["sum"]), cell["basis"]) == (2, True, "no_subject")


def test_a_repeat_of_another_period_or_role_is_a_figure_of_its_own() -> None:
    assert only(loans(record(0), record(1, repeat_of="甲#0", **in_year(2016))))["sum"] == 200.0
    assert only(loans(record(0), record(1, role="target", repeat_of="甲#0"), role="target"))["n"] == 1


def test_overlapping_periods_are_not_added() -> None:
    half = record(1, 40.0, period_start="2015-01-01", period_end="2015-07-01")
    cell = only(loans(record(0), half))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"overlap": 1})


def test_an_open_period_overlaps_with_what_follows() -> None:
    since = record(1, 400.0, period_start="2004-01-01", period_end=None)
    cell = only(loans(record(0), since))
    assert (cell["sum"], cell["left_out"]) == (400.0, {"overlap": 1})


def test_an_undated_figure_is_not_added_to_a_dated_one() -> None:
    cell = only(loans(record(0), record(1, 7.0, period_start=None, period_end=None)))
    assert cell["n"] == 1
    assert cell["left_out"] == {"undated": 1}


def test_undated_figures_of_one_place_are_not_added() -> None:
    undated = {"period_start": None, "period_end": None}
    assert only(loans(record(0, 1.0, **undated), record(1, 2.0, **undated)))["basis"] == "several"
    two = only(loans(record(0, 1.0, **undated), record(0, 2.0, doc="乙", **undated)))
    assert two["left_out"] == {"overlap": 1}


def test_undated_figures_of_reports_of_one_year_are_added() -> None:
    undated = {"period_start": None, "period_end": None}
    rows = [record(0, 1.0, **undated), record(0, 2.0, doc="乙", region="乙县", region_code="231222", **undated)]
    reports = [ReportText(doc="甲", text="", year=2015), ReportText(doc="乙", text="", year=2015)]
    assert only(loans(*rows, by="measure", reports=reports))["sum"] == 3.0


def test_the_period_that_most_regions_report_is_compared() -> None:
    plan = {"period_start": "2011-01-01", "period_end": "2016-01-01"}
    rows = [record(0, 1.0), record(1, 50.0, **plan), record(2, 2.0, region="乙县", region_code="231222")]
    cell = only(loans(*rows, by="measure"))
    assert (cell["sum"], cell["left_out"]) == (3.0, {"overlap": 1})


def test_a_county_is_not_added_to_its_city() -> None:
    city = record(0, 100.0, region="绥化市", region_code="231200")
    cell = only(loans(city, record(1, 40.0), by="measure"))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"within_region": 1})


def test_the_same_figure_in_two_reports_counts_once() -> None:
    cell = only(loans(record(0), record(0, doc="乙")))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"restated": 1})


def test_duplicate_reports_count_once() -> None:
    cell = only(loans(record(0), record(0, 7.0, doc="乙"), duplicates={"乙": "甲"}))
    assert (cell["sum"], cell["left_out"]) == (100.0, {"duplicate_report": 1})


def test_money_raised_is_not_added_to_money_spent() -> None:
    result = loans(record(0, action="筹集"), record(1, action="发放"), record(2, action="兑付", **in_year(2016)))
    assert dict(zip(result.frame["direction"], result.frame["sum"], strict=True)) == {"raise": 100.0, "give": 200.0}


def test_a_verb_that_is_not_listed_is_a_direction_of_its_own() -> None:
    result = loans(record(0, action="封停"), record(1, action="绿化", **in_year(2016)), record(2, action="完成"))
    assert sorted(result.frame["direction"]) == ["", "封停", "绿化"]
    leading = loans(
        record(0, action="完成", entity="新建卫生室"), record(1, action="建成", entity="卫生室"), entity="卫生室"
    )
    assert set(leading.frame["direction"]) == {"build"}


def test_a_yearly_amount_is_no_flow_of_the_period() -> None:
    assert only(loans(record(0), record(1, 5.0, per="每年")))["left_out"] == {"rate": 1}


def test_other_roles_are_not_compared_unless_asked_for() -> None:
    rows = [record(0), record(1, 5.0, role="target")]
    assert only(loans(*rows))["records"] == ["甲#0"]
    assert only(loans(*rows, role="target"))["records"] == ["甲#1"]
    both = loans(*rows, role=None).frame
    assert both[["role", "sum"]].to_numpy().tolist() == [["achieved", 100.0], ["target", 5.0]]


def test_a_range_keeps_both_ends() -> None:
    cell = only(loans(record(0, 3.0, value_max=5.0, bound="about"), record(1, 10.0, **in_year(2016))))
    assert (cell["sum"], cell["sum_max"], cell["bound"]) == (13.0, 15.0, "about")


def test_without_a_subject_cells_count_and_list() -> None:
    people = record(1, 5e9, unit="人", dimension="people", entity="培训")
    rows = [record(0, 100.0), people, record(2, 300.0), record(3, 1.0, repeat_of="甲#0")]
    cell = only(compare(frame(*rows), ["region", "measure"], units=UNITS))
    assert pd.isna(cell["sum"])
    assert pd.isna(cell["value"])
    assert (cell["n"], cell["records"], cell["left_out"]) == (3, ["甲#0", "甲#1", "甲#2"], {"repeat": 1})
    assert (cell["largest"], cell["largest_unit"], cell["largest_id"]) == (300.0, "元", "甲#2")


def test_regions_of_one_name_stay_apart() -> None:
    rows = [record(0, region="鼓楼区", region_code="320106"), record(1, region="鼓楼区", region_code="410204")]
    result = loans(*rows)
    assert result.frame["sum"].tolist() == [100.0, 100.0]
    assert result.pivot().index.tolist() == ["鼓楼区（320106）", "鼓楼区（410204）"]


def test_the_region_of_the_report_stands_in_where_a_record_has_none() -> None:
    report = ReportText(doc="甲", text="", region="丙县", region_code="231223")
    assert only(loans(record(0, region=None, region_code=None), reports=[report]))["region"] == "丙县"


def test_a_total_of_five_years_is_not_shown_as_one_year() -> None:
    result = loans(record(0), record(1, 900.0, period_start="2011-01-01"), by="year")
    assert dict(zip(result.frame["year"], result.frame["sum"], strict=True)) == {"2011–2015": 900.0, "2015": 100.0}


def test_pivot_shows_counts_by_measure_with_their_labels() -> None:
    rows = [
        record(0),
        record(1, measure="health", measure_label="健康扶贫"),
        record(2, region="乙县", region_code="231222"),
    ]
    table = compare(frame(*rows), ["region", "measure"], units=UNITS).pivot()
    assert table.to_dict() == {"健康扶贫": {"甲县": 1, "乙县": 0}, "金融扶贫": {"甲县": 1, "乙县": 1}}


def test_pivot_adds_nothing_over_units_or_kinds() -> None:
    table = loans(record(0), record(1, 50.0, unit="港元")).pivot()
    assert sorted(table.loc["甲县"]) == [50.0, 100.0]


def test_shares_and_ranks() -> None:
    rows = [
        record(0, 300.0, region="绥化市", region_code="231200"),
        record(1, 60.0),
        record(2, 100.0, region="黑河市", region_code="231100"),
    ]
    result = loans(*rows)
    assert dict(zip(result.shares()["region"], result.shares()["share"], strict=True)) == {
        "绥化市": 0.75,
        "黑河市": 0.25,
        "甲县": 0.15,
    }
    assert dict(zip(result.ranks()["region"], result.ranks()["rank"], strict=True)) == {
        "绥化市": 1,
        "黑河市": 2,
        "甲县": 3,
    }


def test_levels_have_no_share() -> None:
    assert loans(record(0, kind="level")).shares()["share"].isna().all()


def test_change_between_years_says_where_a_year_is_missing() -> None:
    rows = [
        record(i, value, period_start=f"{year}-01-01", period_end=f"{year + 1}-01-01")
        for i, (year, value) in enumerate([(2014, 100.0), (2015, 150.0), (2018, 120.0)])
    ]
    table = loans(*rows, by=["region", "year"]).change()
    assert table["change"].tolist()[1:] == [50.0, -30.0]
    assert table["change_percent"].tolist()[1:] == [50.0, -20.0]
    assert table["previous_year"].tolist()[1:] == [2014, 2015]
    assert table["gap"].tolist()[1:] == [0, 2]
    assert pd.isna(table["change"].iloc[0])


def test_change_needs_years() -> None:
    with pytest.raises(OptionError, match="year"):
        loans(record(0)).change()


@pytest.mark.parametrize(
    ("by", "choices", "message"),
    [
        ("town", {}, "region, year, measure"),
        ([], {}, "at least one"),
        (["region", "region"], {}, "each key once"),
        ("region", {"role": "done"}, "achieved, target"),
        ("region", {"kind": "sum"}, "level, change"),
        ("region", {"entity": "a", "indicator": "b"}, "at once"),
        ("region", {"colour": "red"}, "unknown options"),
    ],
)
def test_wrong_choices_are_refused_with_the_list(by: Any, choices: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        compare(frame(record(0)), by, **({"units": UNITS} | choices))


def test_a_frame_without_columns_or_with_an_id_twice_is_refused() -> None:
    with pytest.raises(FupinError, match="part_of"):
        compare(frame(record(0)).drop(columns="part_of"), units=UNITS)
    with pytest.raises(FupinError, match="twice"):
        compare(frame(record(0), record(0)), units=UNITS)


def test_no_record_gives_an_empty_table_with_its_columns() -> None:
    result = compare(frame(), ["region", "measure"], units=UNITS)
    assert result.frame.empty
    assert {"region", "measure", "n", "sum", "records"} <= set(result.frame.columns)
    assert result.pivot().empty


def test_the_frame_is_not_changed() -> None:
    table = frame(record(0), record(1, entity="全县“小额贷款”"))
    before = table.copy(deep=True)
    compare(table, ["region", "year"], entity="小额贷款", units=UNITS)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("“一村一品”的产业", "一村一品产业"),
        ("旅游目的地", "旅游目的地"),
        ("全市", "全市"),
        ("全国贫困人口", "全国贫困人口"),
        ("贫困户", "贫困户"),
        ("建档立卡户", "建档立卡户"),
        ("ＧＤＰ", "地区生产总值"),
        ("规上企业数量", "规上企业"),
        ("的", "的"),
    ],
)
def test_entities_are_normalised_with_care(entity: str, expected: str) -> None:
    assert normalise_entity(entity) == expected


rows_strategy = st.lists(
    st.fixed_dictionaries(
        {
            "value": st.one_of(st.none(), st.integers(0, 1000).map(float)),
            "kind": st.sampled_from(["flow", "level", "change"]),
            "unit": st.sampled_from(["元", "人", "名", "人次", "筐"]),
            "region_code": st.sampled_from(["231200", "231221", None]),
            "period_start": st.sampled_from(["2014-01-01", "2015-01-01", None]),
            "period_end": st.sampled_from(["2015-07-01", "2016-01-01", None]),
            "certain": st.booleans(),
            "part_of": st.sampled_from([None, "甲#0", "甲#1"]),
            "repeat_of": st.sampled_from([None, None, "甲#0"]),
        }
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(rows_strategy)
def test_no_record_is_lost_and_every_sum_is_the_one_of_its_records(cells: list[dict[str, Any]]) -> None:
    table = frame(*(record(i, **c) for i, c in enumerate(cells)))
    result = compare(table, ["region", "year"], entity="小额贷款", units=UNITS)
    listed = [i for ids in result.frame["records"] for i in ids] + result.left_out["id"].tolist()
    assert sorted(listed) == sorted(table["id"])
    values = dict(zip(table["id"], table["value"], strict=True))
    for _, cell in result.frame.iterrows():
        if cell["kind"] == "flow" and cell["basis"] in ("sum", "single"):
            assert cell["sum"] == sum(values[i] for i in cell["records"])
        else:
            assert pd.isna(cell["sum"])
    again = compare(table, ["region", "year"], entity="小额贷款", units=UNITS)
    pd.testing.assert_frame_equal(result.frame, again.frame)


def test_one_indicator_is_of_one_kind() -> None:
    value = {"indicator": "地区生产总值", "unit": "元", "entity": "地区生产总值"}
    rows = [
        record(0, 3e12, kind="level", action="突破", bound="over", **value),
        record(1, 3.2765e12, kind="flow", action="完成", **value),
    ]
    cells = compare(frame(*rows), by="region", indicator="地区生产总值", units=UNITS).frame
    assert cells[["kind", "n", "latest", "bound"]].to_numpy().tolist() == [["level", 2, 3.2765e12, "exact"]]


@pytest.mark.parametrize(
    ("given", "left"),
    [("2026-01-26", {"not_over": 1}), ("2026-11-30", {}), ("2025-12-20", {}), ("2026", {}), (None, {})],
)
def test_nothing_was_achieved_in_a_year_that_is_not_over(given: str | None, left: dict[str, int]) -> None:
    report = ReportText(doc="甲", text="", date=given)
    result = loans(record(0, **in_year(2025)), record(1, 110.0, **in_year(2026)), reports=[report])
    assert only(result)["left_out"] == left
