"""The kind of a figure: level, change, flow, share or rate; and the gold that measures it."""

from __future__ import annotations

from typing import Any

import pytest
from tools.gold import KINDS, OTHERS, kind_documents, train_groups

import fupin_nlp as fp
from fupin_nlp.report import ReportOptions
from fupin_nlp.report.evaluate import read_rows
from tests.support.cases import case_parameters


@pytest.mark.parametrize("case", case_parameters("kind"))
def test_case(case: dict[str, Any]) -> None:
    found = [
        record.kind
        for record in fp.parse(case["text"], options=ReportOptions(models="off")).records
        if record.clean == case["quantity"]
    ]
    assert found, f"{case['quantity']} was not read"
    assert found[0] in case["kind"]


def test_the_gold_of_kinds_is_drawn_from_all_groups_alike(eval_dir) -> None:
    rows = read_rows(KINDS)
    assert len({(row["doc"], row["start"]) for row in rows}) == len(rows) == 464
    assert all(row["kind"] and set(row["kind"]) <= {"level", "change", "flow", "share", "rate"} for row in rows)
    assert not any("text" in row for row in rows), "texts of others stay outside"
    drawn = {group.name: 0 for group in train_groups()}
    group_of = {document.name: group.name for group in train_groups() for document in group.documents}
    for row in rows:
        drawn[group_of[row["doc"]]] += 1
    assert set(drawn) > OTHERS
    assert sorted(drawn.values())[-8:] == [58] * 8, "eight groups alike; those that came later have none"
    assert sum(drawn.values()) == len(rows)


def test_only_the_rows_of_kinds_are_asked_for(eval_dir) -> None:
    asked = [row for document in kind_documents() for row in document.rows if not row["optional"]]
    assert len(asked) == len(read_rows(KINDS))
    assert all("role" not in row and row["kind"] for row in asked)


def test_kinds_that_are_no_rows_of_train_stop_the_gate(eval_dir, monkeypatch, tmp_path) -> None:
    stray = tmp_path / "kind.jsonl"
    stray.write_text('{"doc": "nowhere.txt", "start": 1, "end": 3, "kind": ["flow"]}', encoding="utf-8")
    monkeypatch.setattr("tools.gold.KINDS", stray)
    with pytest.raises(SystemExit, match=r"nowhere\.txt"):
        kind_documents()
