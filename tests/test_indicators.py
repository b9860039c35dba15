from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.indicators import IndicatorTable, indicators, match_indicator
from fupin_nlp.measures import Taxonomy
from measure_cases import cases

TABLE = indicators()
FIELDS = ("entity", "action", "unit", "dimension", "kind")

MINIMAL = """
[meta]
source = "test"
date = "2026-11-22"
description = "one indicator"
[modifiers]
prefixes = ["全市"]
suffixes = ["总量"]
growth_words = ["增速"]
growth_actions = ["增长"]
flow_actions = ["新增"]
partial_actions = ["带动"]
[[indicator]]
name = "茶叶产量"
surfaces = ["茶叶产量", "茶产量"]
units = ["吨"]
dimension = "mass"
measure = "industry"
kinds = ["level"]
growth = "茶叶产量增速"
"""


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("row", cases("indicator", "synthetic"))
def test_a_name_up_to_harmless_words_is_the_indicator(row: dict[str, Any]) -> None:
    assert match_indicator(*(row[field] for field in FIELDS), region=row.get("region")) == row["expect"]


@pytest.mark.parametrize("row", cases("indicator", "negative"))
def test_a_part_a_share_or_an_increment_is_no_indicator(row: dict[str, Any]) -> None:
    assert match_indicator(*(row[field] for field in FIELDS)) is None, row["why"]


def test_every_indicator_has_a_case() -> None:
    assert {param.values[0]["expect"] for param in cases("indicator", "synthetic")} == set(TABLE.by_name)


def test_every_surface_is_its_indicator_and_no_other() -> None:
    for found in TABLE:
        for surface in found.surfaces:
            action = found.actions[0] if found.actions else None
            assert match_indicator(surface, action, found.units[0], found.dimension, found.kinds[0]) == found.name


def test_the_table_is_large_enough_and_speaks_of_known_measures() -> None:
    assert len(TABLE) >= 60
    assert {found.measure for found in TABLE} <= set(Taxonomy.load().codes)


def test_nominal_value_and_growth_are_two_indicators() -> None:
    rates = [found for found in TABLE if found.growth_of]
    assert len(rates) >= 30
    for rate in rates:
        assert TABLE.by_name[str(rate.growth_of)].name != rate.name
        assert (rate.units, rate.kinds) == (("%",), ("change",))


def test_a_users_file_replaces_the_table(tmp_path: Path) -> None:
    table = IndicatorTable.load(own(tmp_path, MINIMAL))
    assert list(table.by_name) == ["茶叶产量", "茶叶产量增速"]
    assert table.match("全市茶产量", "达到", "公斤", "mass", "level") == "茶叶产量"
    assert table.match("茶叶产量增速", None, "%", "ratio", None) == "茶叶产量增速"
    assert table.match("地区生产总值", "达到", "元", "money", "level") is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('prefixes = ["全市"]', "", "modifiers"),
        ('prefixes = ["全市"]', "prefixes = []", "modifiers"),
        ('units = ["吨"]', "", "an indicator has"),
        ('units = ["吨"]', "units = []", "'units'"),
        ('kinds = ["level"]', 'kinds = ["much"]', "kinds must be"),
        ('"茶叶产量", "茶产量"]', '"茶产量"]', "the name must be"),
        ('dimension = "mass"', 'dimension = ""', "'dimension'"),
        ('growth = "茶叶产量增速"', 'growth_surfaces = ["茶"]', "needs 'growth'"),
        ('growth = "茶叶产量增速"', 'growth = "茶叶产量"', "occurs twice"),
        ('growth = "茶叶产量增速"', 'colour = "green"', "an indicator has"),
        ("[[indicator]]", "[[indicators]]", "missing keys"),
    ],
)
def test_the_loader_refuses_what_breaks_the_form(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in MINIMAL
    with pytest.raises(DataFileError, match=says):
        IndicatorTable.load(own(tmp_path, MINIMAL.replace(old, new, 1)))


def test_one_surface_for_two_indicators_is_refused(tmp_path: Path) -> None:
    second = MINIMAL[MINIMAL.index("[[indicator]]") :].replace('name = "茶叶产量"', 'name = "茶产量"')
    with pytest.raises(DataFileError, match="stands for"):
        IndicatorTable.load(own(tmp_path, MINIMAL + second.replace('growth = "茶叶产量增速"', "")))


@pytest.mark.parametrize(
    ("found", "before", "after", "region"),
    [
        ("单位地区生产总值二氧化碳排放降幅", "", "左右的预期增长目标，与规划衔接", "甲省"),
        ("单位地区生产总值能耗降幅", "单位地区生产总值能耗、排放强度分别约为全国平均的70%、", "。", "甲省"),
        ("常住人口城镇化率", "城镇化率为全省平均水平的", "。", "甲县"),
        ("进出口总额增速", "班列开行60列，带动甲省进出口4亿元、增长", "。", "甲省"),
        ("技术合同成交额增速", "研发人员增长5%，吸纳技术合同成交额年均增长", "。", "甲省"),
        ("地区生产总值增速", "乙水经济圈加快成形，经济总量年均增长", "。", "甲省"),
        ("地区生产总值", "新增经济总量超", "县2个、达到9个", "甲省"),
        ("规模以上工业总产值", "工业总产值超", "企业达到12家", "甲县"),
    ],
)
def test_the_words_around_a_number_speak_against_the_indicator(
    found: str, before: str, after: str, region: str
) -> None:
    unit = "元" if "增速" not in found and "降幅" not in found and "率" not in found else "%"
    assert indicators().match_in_words(found, unit, before, after, region) is None


@pytest.mark.parametrize(
    ("found", "before", "after", "region"),
    [
        ("地区生产总值增速", "力争实现", "左右的增长", "甲省"),
        ("常住人口城镇化率", "城镇化率由2018年的", "提高到58%", "甲县"),
        ("进出口总额增速", "带动力增强，进出口增长", "。", "甲省"),
        ("地区生产总值增速", "融入乙水经济圈，地区生产总值增长", "。", "甲省"),
        ("地区生产总值增速", "滨海新区建设提速，地区生产总值增长", "。", "滨海新区"),
        ("地区生产总值", "地区生产总值超", "，县域经济加快发展", "甲省"),
    ],
)
def test_other_words_do_not(found: str, before: str, after: str, region: str) -> None:
    unit = "元" if found == "地区生产总值" else "%"
    assert indicators().match_in_words(found, unit, before, after, region) == found
