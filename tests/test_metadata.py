"""What a report says about itself, against the cases of tests/cases/metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fupin_nlp.interpret.metadata import ReportMeta, read_metadata
from tests.support.cases import case_parameters
from tests.support.documents import clean_text, decoded


def check(meta: ReportMeta, expected: dict[str, Any]) -> None:
    found: dict[str, Any] = {
        "region": meta.region,
        "region_code": meta.region_code,
        "date": str(meta.date) if meta.date else None,
        "issuer": meta.issuer,
        "title": meta.title,
        "ambiguous": meta.region is None and bool(meta.region_candidates),
    }
    assert {key: found[key] for key in expected} == expected, dict(meta.evidence)


@pytest.mark.parametrize("case", case_parameters("metadata", ("synthetic", "negative", "known_failures")))
def test_case(case: dict[str, Any]) -> None:
    check(read_metadata(clean_text(case["text"], case["name"])), case["expect"])


@pytest.mark.parametrize("case", case_parameters("metadata", ("wild",)))
def test_real_report(case: dict[str, Any], eval_dir: Path) -> None:
    text = decoded(eval_dir / "reports" / case["document"])
    check(read_metadata(clean_text(text, case["document"].rsplit("/", 1)[-1])), case["expect"])


def test_an_empty_text_says_nothing() -> None:
    assert read_metadata(clean_text("", "a.txt")) == ReportMeta()


def test_the_same_text_gives_the_same_answer_with_an_unrelated_sentence_behind_it() -> None:
    text = "中共绥化市委员会\n2006-10-19\n全市共结成对子7800对。\n"
    first, second = read_metadata(clean_text(text)), read_metadata(clean_text(text + "天气晴朗。\n"))
    assert (first.region, first.date, first.issuer) == (second.region, second.date, second.issuer)
