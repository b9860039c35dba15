"""What the confidence of records is worth, on rows that are made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.calibration import Judged, expected_error, judge, precision_by_coverage

from fupin_nlp.report.goldset import GoldDocument

GOLD = {"doc": "a.txt", "value_max": None, "unit": "户", "bound": ["exact"], "role": ["achieved"], "measure": ["other"]}
GOLD |= {"entity": ["户"], "optional": False}
GIVEN = {"doc": "a.txt", "value_max": None, "unit": "户", "bound": "exact", "role": "achieved", "measure": "other"}
GIVEN |= {"entity": "户"}


def row(base, place, **change):
    return base | {"start": place, "end": place + 3, "text": "30户", "value": 30} | change


def document(*rows):
    return GoldDocument("a.txt", Path("a.txt"), rows)


def test_a_record_is_complete_or_its_decisions_are_right_or_neither() -> None:
    gold = document(*(row(GOLD, place) for place in (0, 10, 20, 30)), row(GOLD, 40, optional=True))
    given = [
        row(GIVEN, 0, confidence=0.9),
        row(GIVEN, 10, confidence=0.8, bound="over"),
        row(GIVEN, 20, confidence=0.7, role="target"),
        row(GIVEN, 30, confidence=0.6, value=31),
        row(GIVEN, 40, confidence=0.5),
        row(GIVEN, 50, confidence=0.4),
        row(GIVEN, 60),
    ]
    assert sorted(judge(given, gold), key=lambda one: -one.confidence) == [
        Judged(0.9, complete=True, decided=True),
        Judged(0.8, complete=False, decided=True),
        Judged(0.7, complete=False, decided=False),
        Judged(0.6, complete=False, decided=None),
        Judged(0.4, complete=False, decided=None),
    ]


def test_precision_falls_with_coverage_and_ties_do_not_hang_on_the_order() -> None:
    judged = [Judged(0.9 - 0.01 * i, complete=i < 7, decided=True) for i in range(10)]
    found = precision_by_coverage(judged)
    assert found == pytest.approx({0.5: 1.0, 0.7: 1.0, 0.8: 7 / 8, 0.9: 7 / 9, 1.0: 0.7})
    tied = [Judged(0.5, complete=i < 7, decided=True) for i in range(10)]
    assert precision_by_coverage(tied) == precision_by_coverage(tied[::-1]) == pytest.approx(dict.fromkeys(found, 0.7))
    assert precision_by_coverage([]) == {}


def test_the_calibration_error_is_the_distance_of_confidence_and_precision() -> None:
    sure = [Judged(0.95, complete=True, decided=i < 3) for i in range(4)]
    unsure = [Judged(0.55, complete=True, decided=i < 3) for i in range(4)]
    assert expected_error(sure) == pytest.approx(0.2)
    assert expected_error([*sure, *unsure]) == pytest.approx(0.2)
    assert expected_error([*unsure, Judged(1.0, complete=False, decided=None)]) == pytest.approx(0.2)
    assert expected_error([Judged(1.0, complete=False, decided=None)]) is None
