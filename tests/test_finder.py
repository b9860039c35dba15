"""The automaton and the search in plain Python find the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.lexicon.finder import WordFinder

WORDS = ["ab", "abc", "bc", "bcd", "cd", "d", "贫困", "贫困户", "困户", "困"]


def expected(words: list[str], text: str, *, overlapping: bool) -> list[tuple[int, int, int]]:
    """Try every word at every place."""
    hits = []
    end = 0
    for start in range(len(text)):
        fitting = [w for w in words if text.startswith(w, start)]
        if fitting and (overlapping or start >= end):
            longest = max(fitting, key=len)
            end = start + len(longest)
            hits.append((words.index(longest), start, end))
    return hits


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("overlapping", [False, True])
@given(st.lists(st.sampled_from(WORDS), unique=True), st.text("abcd贫困户", max_size=14))
def test_the_longest_word_at_each_place(portable: bool, overlapping: bool, words: list[str], text: str) -> None:
    finder = WordFinder(words, overlapping=overlapping, portable=portable)
    assert finder.find(text) == expected(words, text, overlapping=overlapping)
    assert finder.words == tuple(words)


@pytest.mark.parametrize("portable", [False, True])
@given(st.lists(st.sampled_from(WORDS), unique=True), st.text("abcd贫困户", max_size=14))
def test_every_word_at_each_place(portable: bool, words: list[str], text: str) -> None:
    found = [(i, at, at + len(w)) for i, w in enumerate(words) for at in range(len(text)) if text.startswith(w, at)]
    finder = WordFinder(words, every=True, portable=portable)
    assert finder.find(text) == sorted(found, key=lambda hit: (hit[2], hit[1]))


@pytest.mark.parametrize("portable", [False, True])
def test_characters_outside_the_basic_plane_count_as_one(portable: bool) -> None:
    assert WordFinder(["脱贫"], portable=portable).find("𠮷𠮷脱贫") == [(0, 2, 4)]


@pytest.mark.parametrize("portable", [False, True])
@pytest.mark.parametrize("more", [[], ["b\nc"]])
@given(texts=st.lists(st.text("abcd贫困户\n", max_size=8), max_size=6))
def test_texts_that_are_read_together_are_read_like_each_alone(
    portable: bool, more: list[str], texts: list[str]
) -> None:
    finder = WordFinder([*WORDS, *more], portable=portable)
    assert [list(found) for found in finder.find_each(texts)] == [
        [i for i, _, _ in finder.find(text)] for text in texts
    ]


@pytest.mark.parametrize("portable", [False, True])
def test_a_word_at_the_end_of_the_text_ends_with_it(portable: bool) -> None:
    assert WordFinder(["困户", "困户数"], portable=portable).find("贫困户") == [(0, 1, 3)]
