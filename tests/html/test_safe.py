from __future__ import annotations

import html
import json

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.display.safe import script_json
from fupin_nlp.model.safe import HIDDEN, escape, visible

TEXTS = st.text(st.characters(codec=None), max_size=60)


@given(TEXTS)
def test_visible_keeps_length_and_leaves_nothing_hidden(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not set(map(ord, shown)) & set(HIDDEN)
    assert visible(shown) == shown
    shown.encode("utf-8")


@given(TEXTS)
def test_escape_reads_back_as_the_visible_text(text: str) -> None:
    safe = escape(text)
    assert not set("<>\"'") & set(safe)
    assert html.unescape(safe) == visible(text)


@given(st.recursive(TEXTS | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_script_json_reads_back_and_cannot_end_its_element(data: object) -> None:
    text = script_json(data)
    assert json.loads(text) == data
    assert not set("<>&\u2028\u2029\u202e\ufeff") & set(text)
    text.encode("utf-8")


def test_script_json_refuses_what_json_does_not_know() -> None:
    with pytest.raises(ValueError, match="JSON"):
        script_json([float("nan")])


@pytest.mark.parametrize("case", made.hostile(), ids=lambda case: case["id"])
def test_hostile_texts_cannot_leave_element_or_attribute(case: dict[str, str]) -> None:
    assert not set("<>\"'") & set(escape(case["text"]))
