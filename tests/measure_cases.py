"""Cases of measures and indicators, and the text around a number in a report."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from fupin_nlp.measures import MeasureContext

HERE = Path(__file__).parent
EVAL = Path(os.environ.get("FUPIN_EVAL_DIR", HERE.parent.parent / "shared"))
_FIELDS = ("entity", "action", "unit", "dimension", "clause", "front", "sentence", "before")


def cases(topic: str, origin: str) -> list[Any]:
    rows = [json.loads(line) for line in (HERE / "cases" / topic / f"{origin}.jsonl").read_text("utf-8").splitlines()]
    assert rows, f"no cases in {topic}/{origin}"
    return [pytest.param(row, id=row["id"]) for row in rows]


def context_of(row: dict[str, Any]) -> MeasureContext:
    return MeasureContext(**{k: row[k] for k in _FIELDS if k in row}, heading=tuple(row.get("heading", ())))


def report_text(doc: str) -> str:
    path = EVAL / doc
    if not path.exists():
        pytest.skip(f"{path} is absent; set FUPIN_EVAL_DIR to the folder of evaluation data")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def around(text: str, start: int, end: int, *, marks: str) -> str:
    """Return the text around a span up to the nearest mark or line end on both sides."""
    low = max(text.rfind(mark, 0, start) for mark in marks + "\n") + 1
    highs = [at for mark in marks + "\n" if (at := text.find(mark, end)) >= 0]
    return text[low : min(highs, default=len(text))].strip()
