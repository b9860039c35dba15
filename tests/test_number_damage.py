"""Numbers damaged in every kind: a value may be mended or told to be uncertain, never silently another one."""

from __future__ import annotations

from decimal import Decimal

import pytest

import fupin_nlp
from tests.support.number_damage import DAMAGES, LINE_DAMAGES, Passage, damaged, passages

PASSAGES = passages(18, seed=20191130)


def read(text: str) -> list[tuple[Decimal, str, str]]:
    """Return value, unit and text of the certain records."""
    records = fupin_nlp.parse(text, name="2020_兰考县_工作总结.txt").records
    return [(r.value, r.unit, r.text) for r in records if r.certain and r.value is not None]


def test_the_passages_hold_five_hundred_quantities_and_all_are_read() -> None:
    assert sum(len(p.values) for p in PASSAGES) >= 500
    for passage in PASSAGES:
        assert {(value, unit) for value, unit, _ in read(passage.text)} == passage.values


def wrong(passage: Passage, kind: str, seed: int) -> list[tuple[str, Decimal, str]]:
    found = read(damaged(passage, DAMAGES[kind], seed))
    return [(text, value, unit) for value, unit, text in found if (value, unit) not in passage.values]


@pytest.mark.parametrize("kind", sorted(LINE_DAMAGES))
def test_no_damage_of_lines_makes_a_value_silently_wrong(kind: str) -> None:
    for passage in PASSAGES:
        assert {(value, unit) for value, unit, _ in read(LINE_DAMAGES[kind](passage.text))} <= passage.values


@pytest.mark.parametrize("kind", sorted(DAMAGES))
def test_no_damage_makes_a_value_silently_wrong(kind: str) -> None:
    assert [found for i, passage in enumerate(PASSAGES) for found in wrong(passage, kind, seed=i)] == []
