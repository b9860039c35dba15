"""The cues of the roles: a pattern is tried only where its words stand, so each of its matches must hold one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.roles import CUES, role_words

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
