"""Cases as data: ``tests/cases/<topic>/{wild,synthetic,negative,known_failures}.jsonl``.

A row has at least ``id`` (unique in its topic) and ``source``. A wild case comes from a real document and holds its
name, a span and the expectation, no sentence; the others hold their ``text``. A known failure is expected to fail
strictly: when it passes, the test fails, so that an accidental cure is noticed and the row is moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.support.places import ROOT

CASES = ROOT / "tests" / "cases"
ORIGINS = ("wild", "synthetic", "negative", "known_failures")


def read_cases(topic: str, origins: Iterable[str] = ORIGINS) -> list[dict[str, Any]]:
    """Return the rows of a topic, each with its ``origin``.

    Raises
    ------
    ValueError
        If there are none, a row lacks ``id`` or ``source``, or an id occurs twice.
    """
    rows: list[dict[str, Any]] = []
    for origin in origins:
        path = CASES / topic / f"{origin}.jsonl"
        if path.is_file():
            lines = path.read_text(encoding="utf-8").split("\n")
            rows += [{**json.loads(line), "origin": origin} for line in lines if line.strip()]
    if not rows:
        raise ValueError(f"no cases in {CASES / topic}")
    seen: set[str] = set()
    for row in rows:
        if not row.get("id") or not row.get("source"):
            raise ValueError(f"{topic}: a case without id or source: {row}")
        if row["id"] in seen:
            raise ValueError(f"{topic}: the id {row['id']} occurs twice")
        seen.add(row["id"])
    return rows


def case_parameters(topic: str, origins: Iterable[str] = ORIGINS) -> list[Any]:
    """Return the cases of a topic for ``pytest.mark.parametrize("case", …)``, known failures marked as such."""
    return [
        pytest.param(
            row,
            id=row["id"],
            marks=[pytest.mark.xfail(reason=row.get("note", "known failure"), strict=True)]
            if row["origin"] == "known_failures"
            else [],
        )
        for row in read_cases(topic, origins)
    ]
