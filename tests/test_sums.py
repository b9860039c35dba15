"""Sums of whole reports, as cases: what must be added and what never; and the normalised entity."""

from __future__ import annotations

from typing import Any

import pytest

from fupin_nlp.analysis import compare
from fupin_nlp.comparison import BASIS_ZH, REASONS_ZH
from fupin_nlp.lexicon.entities import entity_norm
from fupin_nlp.report import ReportOptions, parse
from tests.support.cases import case_parameters

GRAMMAR = ReportOptions(models="off")  # what is summed, not how it is decided


def is_in(row: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(row.get(name) == value for name, value in wanted.items())


@pytest.mark.parametrize("case", case_parameters("sums"))
def test_cells_of_reports(case: dict[str, Any]) -> None:
    reports = [parse(doc["text"], name=doc["name"], options=GRAMMAR) for doc in case["docs"]]
    result = compare(reports, case["by"], **case["choices"])
    table = result.frame.to_dict("records")
    assert table
    for cell in case["cells"]:
        assert any(is_in(row, cell) for row in table), (cell, table)
    for cell in case["absent"]:
        assert not any(is_in(row, cell) for row in table), table
    assert {row["basis"] for row in table} <= set(BASIS_ZH)
    assert set(result.left_out["reason"]) <= set(REASONS_ZH)


@pytest.mark.parametrize("case", case_parameters("entity"))
def test_the_normalised_entity(case: dict[str, Any]) -> None:
    given = (case["entity"], case["action"], case["region"], case["indicator"])
    assert entity_norm(*given) == case["norm"]


def test_records_carry_the_normalised_entity() -> None:
    record = parse("2019年，全县实现城镇新增就业500人。", name="略阳县_2019.txt").records[0]
    assert record.entity_norm == "城镇新增就业"
    assert record.to_dict()["entity_norm"] == "城镇新增就业"
