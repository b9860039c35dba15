"""Contradictions between figures are reported, and only contradictions."""

from __future__ import annotations

from typing import Any

import pytest

from fupin_nlp.comparison import check_figures
from record_frames import UNITS, frame, record


def checks(*rows: dict[str, Any]) -> list[list[Any]]:
    return check_figures(frame(*rows), units=UNITS)[["check", "value", "other", "ids"]].to_numpy().tolist()


def part(number: int, value: float | None, **cells: Any) -> dict[str, Any]:
    return record(number, value, **({"part_of": "甲#0", "entity": "贴息贷款"} | cells))


def test_parts_that_exceed_their_total() -> None:
    found = checks(record(0, 100.0), part(1, 70.0), part(2, 40.0))
    assert found == [["parts_exceed_total", 100.0, 110.0, ["甲#0", "甲#1", "甲#2"]]]


@pytest.mark.parametrize(
    "rows",
    [
        [record(0, 100.0), part(1, 60.0), part(2, 40.2)],
        [record(0, 100.0), part(1, 60.0)],
        [record(0, 100.0, bound="over"), part(1, 70.0), part(2, 40.0)],
        [record(0, 100.0), part(1, 70.0), part(2, 40.0, certain=False)],
        [record(0, 100.0), part(1, 70.0), part(2, 40.0, repeat_of="甲#1")],
        [record(0, 100.0), part(1, 70.0), part(2, 40.0, unit="人")],
        [record(0, 100.0), part(1, 70.0), part(2, 40.0, entity="贫困户贷款")],
        [part(1, 70.0), part(2, 40.0)],
    ],
    ids=["rounding", "incomplete", "at_least", "uncertain", "repeat", "unit", "two_breakdowns", "no_total"],
)
def test_what_is_no_contradiction(rows: list[dict[str, Any]]) -> None:
    assert checks(*rows) == []


def test_one_indicator_with_two_values() -> None:
    level = {"indicator": "地区生产总值", "kind": "level"}
    assert checks(record(0, 5.0, **level), record(0, 6.0, doc="乙", **level)) == [
        ["two_values", 5.0, 6.0, ["甲#0", "乙#0"]]
    ]
    assert checks(record(0, 5.0, **level), record(1, 5.0, **level)) == []
    assert checks(record(0, 5.0, **level), record(1, 6.0, **(level | {"role": "target"}))) == []
    assert checks(record(0, 5.0, **level), record(1, 6.0, **(level | {"period_start": "2014-01-01"}))) == []
