"""Numbers that paper, line breaks and spaces divide: put together or flagged, never wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.cases import case_parameters

from fupin_nlp.clean import clean, explain, replay
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.model import RawText
from fupin_nlp.report.report import parse


def numbers(text: str) -> list[list[object]]:
    return [[r.clean, None if r.value is None else float(r.value), r.certain] for r in parse(text).records]


@pytest.mark.parametrize("case", case_parameters("broken_numbers", ["synthetic", "known_failures"]))
def test_put_together_or_flagged(case):
    cleaned = clean(RawText(case["text"]))
    assert cleaned.text == case["expect"], "\n".join(explain(cleaned))
    assert replay(case["text"], cleaned.edits) == cleaned.text
    assert numbers(case["text"]) == case["numbers"]


@pytest.mark.parametrize("case", case_parameters("broken_numbers", ["negative"]))
def test_what_is_no_damage_is_read_as_it_stands(case):
    cleaned = clean(RawText(case["text"]))
    assert (cleaned.edits, cleaned.damage) == ((), ()), "\n".join(explain(cleaned))
    assert numbers(case["text"]) == case["numbers"]


BREAKS = ("\n", "\r\n", " ", "\u3000", "\u200b", "&nbsp;", "\n\n", "— 5 —", " — 5 — ", "\n— 5 —\n", "- 12 -")
BREAKS += ("-12-", "第 3 页 共 9 页", "\n3/9\n", "\n7\n", "\f", "\n— 3 —\f\n", "\\n", "<U+00A0>")


@settings(max_examples=400, deadline=None)
@given(
    st.integers(min_value=1, max_value=9_999_999),
    st.sampled_from(["万元", "户", "人", "公里", "%", "亿元"]),
    st.integers(min_value=0, max_value=8),
    st.sampled_from(BREAKS),
)
def test_no_number_is_read_by_half(value, unit, at, broken_by):
    """A break at any place in or around a quantity: the value is right, or nobody may cite it."""
    quantity = f"{value}{unit}"
    at = min(at, len(quantity))
    text = f"今年以来，全县坚持产业扶贫，共完成{quantity[:at]}{broken_by}{quantity[at:]}，新修公路，群众十分满意。"
    whole = parse(text.replace(broken_by, "", 1)).records
    right = {r.value for r in whole}
    assert [r.value for r in parse(text).records if r.certain and r.value not in right] == []


@pytest.mark.parametrize("folder", ["reports/provincial_2026", "reports/district_gb18030", "reports/hongkong"])
def test_whole_reports_have_no_broken_numbers(folder, eval_dir):
    for source in find_sources([eval_dir / folder]):
        cleaned = clean(read_file(source.path))
        found = [d for d in cleaned.damage if d.kind == "broken_number"]
        assert [cleaned.text[max(0, d.start - 9) : d.end] for d in found] == [], source.doc
        assert not [e for e in cleaned.edits if e.step in ("pages", "twins", "wraps")], source.doc
