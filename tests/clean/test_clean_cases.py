"""Damage is undone, and what is not damaged is not touched: cases in tests/cases/clean."""

from __future__ import annotations

import pytest
from tests.support.cases import case_parameters

from fupin_nlp.clean import clean, explain, replay
from fupin_nlp.ingest import read_file
from fupin_nlp.model import RawText


@pytest.mark.parametrize("case", case_parameters("clean", ["synthetic", "known_failures"]))
def test_damage_is_undone(case):
    raw = RawText(case["text"], format=case.get("format", "txt"))
    cleaned = clean(raw)
    assert cleaned.text == case["expect"], "\n".join(explain(cleaned))
    assert replay(raw.text, cleaned.edits) == cleaned.text


@pytest.mark.parametrize("case", case_parameters("clean", ["negative"]))
def test_what_is_whole_stays(case):
    cleaned = clean(RawText(case["text"]))
    assert cleaned.text == case["text"], "\n".join(explain(cleaned))
    assert cleaned.edits == ()


@pytest.mark.parametrize("case", case_parameters("clean", ["wild"]))
def test_damage_of_real_reports(case, eval_dir):
    cleaned = clean(read_file(eval_dir / case["document"]))
    start, end = cleaned.alignment.to_target(case["start"], case["end"])
    assert cleaned.text[start:end] == case["expect"]
