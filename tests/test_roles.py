"""The cues of the roles: a pattern is tried only where its words stand, so each of its matches must hold one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fupin_nlp.interpret.passage import Passage
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.roles import CUES, role_words
from tests.support.hostile import CUES_AND_FIGURES
from tests.support.timing import grows_in_proportion

WORDS = role_words()
GROUPS = [name for name in CUES if name not in ("person", "poverty")]


def roles() -> dict[str, Any]:
    keys = [*WORDS.__dataclass_fields__, "held"]
    return load_toml("roles.toml", {key: bool for key in keys if not key.startswith("_")})


def of_group(name: str) -> list[str]:
    return [p if name in roles()["held"] else re.escape(p) for p in roles()[name]]


def near(text: str, name: str, start: int, end: int) -> bool:
    return any(bits & CUES[name] for _, bits in WORDS.cues(text).between(start, end))


@pytest.mark.parametrize(("name", "pattern"), [(name, p) for name in GROUPS for p in of_group(name)])
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_every_match_holds_a_cue(name: str, pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern, re.VERBOSE)))
    found = getattr(WORDS, name).search(text)
    if found:  # what one pattern matches another one of the group may match earlier, or case_words not before 家庭
        assert near(text, name, found.start(), found.end())


@given(
    st.text(alphabet="贫困户王李老人今年67岁说在，。的家庭张某", max_size=24),
    st.sampled_from(["", "脱贫户", "。老", "区"]),
)
def test_persons_are_found_as_by_the_pattern_alone(text: str, opening: str) -> None:
    text = opening + text
    assert WORDS.cues(text).persons == [m.start() for m in WORDS.case_person.finditer(text)]


@given(st.text(alphabet="扶贫困脱难搬迁帮特职工", max_size=24))
def test_no_word_of_poverty_is_missed(text: str) -> None:
    assert WORDS.cues(text).poverty >= sum(1 for _ in WORDS.poverty.finditer(text))


@given(st.data())
def test_a_passage_tells_the_cues_before_each_figure_in_whatever_order_they_are_asked_for(data: st.DataObject) -> None:
    bits = st.sampled_from([1 << n for n in range(len(CUES))])
    cues = sorted(data.draw(st.lists(st.tuples(st.integers(11, 40), bits), max_size=8)))
    passage = Passage("", 10, 40, 10, cues)
    for clause, at in data.draw(st.lists(st.tuples(st.integers(10, 40), st.integers(10, 40)).map(sorted), max_size=6)):
        passage.look_at(clause, 40, at, at)
        front, own = 0, 0
        for end, bit in cues:
            front |= bit if end <= at else 0
            own |= bit if clause < end <= at else 0
        assert (passage.front, passage.own) == (front, own)


def test_time_grows_with_the_figures_of_one_sentence() -> None:
    figure = CUES_AND_FIGURES.index("5")

    def work(length: int) -> None:
        count = length // len(CUES_AND_FIGURES)
        text = CUES_AND_FIGURES * count
        passage = Passage(text, 0, len(text), 0, WORDS.cues(text).between(0, len(text)))
        for k in range(count):
            at = k * len(CUES_AND_FIGURES) + figure
            passage.look_at(0, len(text), at, at + 1)

    work(100)
    assert grows_in_proportion(work, 20_000)
