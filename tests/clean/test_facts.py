"""What is found out about a text once is what a look at each character and each line finds."""

from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from fupin_nlp.clean import facts as module
from fupin_nlp.clean.characters import only_traditional, twins
from fupin_nlp.clean.facts import BLANK, Facts, unusual
from fupin_nlp.clean.markers import markers

SETS = {
    **{name: getattr(module, name) for name in ("DASHES", "DOTS", "LOST", "SPACES", "UNSEEN", "WIDE")},
    "markers": markers(),
    "twins": frozenset(twins()),
    "traditional": only_traditional(),
}
LINE = regex.compile(r"[^\n\r\v\f\u2028\u2029\x85]*+(?:\r\n|[\n\r\v\f\u2028\u2029\x85]|\Z)", regex.VERSION1)
ENDS = ["\n", "\r\n", "\r", "\n\n", "\f", "\v", "\x85", "\u2028", "\u2029", "\x1c", " ", "\u3000"]
PIECES = st.sampled_from([*ENDS, "全市脱贫", "７８００", "锛", "經", "?", "— 3 —", "·", "⼈", "<p>", "\u200b"])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join))


@pytest.mark.parametrize("name", SETS)
def test_unusual_characters_are_looked_for(name):
    assert SETS[name] <= unusual()


@given(TEXTS)
def test_unusual_characters_are_found(text):
    facts = Facts(text)
    for chars in SETS.values():
        places = [i for i, c in enumerate(text) if c in chars]
        assert facts.where(chars) == places
        assert facts.has(chars) == bool(places)


@given(TEXTS)
@example("")
@example("\n")
@example("全市\n")
@example("\r全市\n\r\n")
def test_lines_cover_the_text(text):
    lines = Facts(text).lines
    parts = [part for part in LINE.findall(text) if part]
    assert [text[a:b] for a, b in zip(lines.starts, lines.starts[1:], strict=False)] == parts
    assert lines.texts == [part.strip(BLANK) for part in parts]
    assert lines.starts[-1] == len(text)


@given(TEXTS, st.data())
def test_lines_of_places(text, data):
    places = data.draw(st.lists(st.sampled_from(range(len(text))), unique=True).map(sorted)) if text else []
    places = [at for at in places if text[at] not in "\n\r"]
    expected = []
    for found in regex.finditer(r"[^\n\r]++", text):
        count = sum(found.start() <= at < found.end() for at in places)
        if count:
            expected.append((found.start(), found[0], count))
    assert list(Facts(text).lines_at(places)) == expected
