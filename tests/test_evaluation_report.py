"""The page of measured accuracy."""

from __future__ import annotations

from pathlib import Path

from tools.evaluation_report import PAGE, case_counts, case_section, confusion

from fupin_nlp.report.evaluate import compare_rows
from tests.support.cases import CASES, read_cases

GOLD = {"doc": "a.txt", "text": "50%", "value": 50, "unit": "%", "optional": False}


def test_a_confusion_has_a_row_for_each_right_answer() -> None:
    roles = ((0, "target"), (9, "target"), (19, "case"))
    gold = [GOLD | {"start": start, "end": start + 3, "role": [role]} for start, role in roles]
    given = [row | {"role": role} for row, role in zip(gold, ("target", "achieved", "case"), strict=True)]
    lines = confusion(compare_rows(given, gold), "role")
    assert lines[0] == "| role: right ↓ given → | achieved | case | target | gold | recall |"
    assert "| **target** | 1 | 0 | 1 | 2 | 0.500 |" in lines
    assert "| **achieved** | 0 | 0 | 0 | 0 | - |" in lines
    assert confusion(compare_rows(given, gold), "kind") == ["The gold of this set does not hold `kind`.", ""]


def test_every_case_is_counted_once(tmp_path: Path) -> None:
    counts = case_counts(CASES)
    assert counts["links"].total() == len(read_cases("links"))
    (tmp_path / "topic").mkdir()
    (tmp_path / "topic" / "wild.jsonl").write_text("{}\n\n{}\n", encoding="utf-8")
    assert case_section(tmp_path)[-2] == "| **all** | 2 | 0 | 0 | 0 | 2 |"


def test_the_page_is_there_and_names_the_command_that_renews_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "python -m tools.evaluation_report" in text
    assert [part for part in ("## corpus", "## shared", "## Cases", "role: right", "part_of") if part not in text] == []
