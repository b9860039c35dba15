"""Quantities: cases as data, one runner."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fupin_nlp.extract import extract, read_numeral
from fupin_nlp.model import Alignment, CleanText, Damage, Quantity, RawText, Span
from fupin_nlp.segment import segment

CASES = Path(__file__).parent / "cases"


def quantities(text: str, damage: tuple[Damage, ...] = ()) -> tuple[Quantity, ...]:
    clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),), damage=damage)
    return extract(segment(clean))


def rows(path: str) -> list[Any]:
    lines = (CASES / path).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["id"]) for row in map(json.loads, lines)]


def seen(quantity: Quantity, text: str) -> list[Any]:
    """Return a quantity as the cases write it."""
    high = None if quantity.value_max is None else str(quantity.value_max.normalize().to_eng_string())
    assert quantity.value is not None
    return [text[quantity.start : quantity.end], Decimal(quantity.value), high, quantity.unit, quantity.bound]


def wanted(row: list[Any]) -> list[Any]:
    text, low, high, unit, bound = row
    return [text, Decimal(low), None if high is None else str(Decimal(high).normalize().to_eng_string()), unit, bound]


@pytest.mark.parametrize("row", rows("quantity/synthetic.jsonl"))
def test_quantities_are_read(row: dict[str, Any]) -> None:
    text = row["text"]
    assert [seen(q, text) for q in quantities(text)] == [wanted(w) for w in row["expect"]]


@pytest.mark.parametrize("row", rows("quantity/negative.jsonl"))
def test_what_is_no_quantity_is_left_alone(row: dict[str, Any]) -> None:
    assert [row["text"][q.start : q.end] for q in quantities(row["text"])] == row.get("only", [])


@pytest.mark.parametrize("row", rows("numeral/equivalent.jsonl"))
def test_all_surfaces_of_a_value_are_read_alike(row: dict[str, Any]) -> None:
    for surface in row["surfaces"]:
        numeral = read_numeral(surface)
        assert (surface, numeral.low, numeral.high) == (
            surface,
            Decimal(row["value"]),
            None if row.get("max") is None else Decimal(row["max"]),
        )


def test_a_swallowed_digit_makes_the_value_unknown() -> None:
    text = "总人口640人，比例较大。"
    (found,) = quantities(text, (Damage("swallowed_digit", 3, 3, "a byte pair was lost"),))
    assert (found.value, found.value_max, found.certain, found.unit) == (None, None, False, "人")
