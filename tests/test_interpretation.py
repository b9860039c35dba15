"""Interpretation of quantities: entity, action, role, kind and links, as cases."""

from __future__ import annotations

from typing import Any

import pytest

import fupin_nlp as fp
from fupin_nlp.report import ReportOptions
from tests.support.cases import case_parameters

GRAMMAR = ReportOptions(models="off")  # the cases are those of what the grammar proposes


@pytest.mark.parametrize("case", case_parameters("interpretation"))
def test_case(case: dict[str, Any]) -> None:
    report = fp.parse(case["text"], name=case["name"], options=GRAMMAR)
    by_id = {r.id: r for r in report.records}
    for wanted in case["expect"]:
        found = [r for r in report.records if r.clean == wanted["text"]]
        assert found, f"{wanted['text']} was not read; records: {[r.clean for r in report.records]}"
        row = found[0].to_dict()
        for field in ("part_of", "repeat_of"):
            if row[field] is not None:
                row[field] = by_id[row[field]].clean
        got = {field: row[field] for field in wanted}
        got["text"] = found[0].clean
        assert got == wanted
