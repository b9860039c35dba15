"""The map between positions, against a map that is kept character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.model import Alignment
from fupin_nlp.model.alignment import Change

# A step over a text of n characters: for each of some gaps, how many are kept, how many replaced, by how many.
STEP = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3)), max_size=6)


def changes_of(step: list[tuple[int, int, int]], length: int) -> list[Change]:
    changes, position = [], 0
    for keep, cut, put in step:
        position += keep + (1 if changes else 0)  # two changes never touch: a step merges what touches
        if position + cut > length:
            break
        changes.append(Change(position, position + cut, put))
        position += cut
    return changes


def apply(text: list[object], changes: list[Change], name: str) -> list[object]:
    out, last = [], 0
    for number, (start, end, length) in enumerate(changes):
        out += text[last:start]
        out += [(name, number, k) for k in range(length)]
        last = end
    return out + text[last:]


@st.composite
def chains(draw: st.DrawFn) -> tuple[int, list[list[Change]]]:
    length = draw(st.integers(0, 25))
    steps, size = [], length
    for raw_step in draw(st.lists(STEP, min_size=1, max_size=4)):
        changes = changes_of(raw_step, size)
        steps.append(changes)
        size += sum(c.length - (c.end - c.start) for c in changes)
    return length, steps


def walk(length: int, steps: list[list[Change]]) -> tuple[Alignment, list[object]]:
    text: list[object] = list(range(length))
    total = Alignment.identity()
    for number, changes in enumerate(steps):
        total = total.then(Alignment.from_changes(changes))
        text = apply(text, changes, f"step{number}")
    return total, text


@given(chains())
def test_a_kept_character_maps_to_itself(chain):
    length, steps = chain
    total, text = walk(length, steps)
    for at, char in enumerate(text):
        if isinstance(char, int):
            start, end = total.to_source(at, at + 1)
            assert start <= char < end
            back_start, back_end = total.to_target(char, char + 1)
            assert back_start <= at < back_end


@given(chains())
def test_a_kept_character_outside_the_pieces_maps_exactly(chain):
    length, steps = chain
    total, text = walk(length, steps)
    for at, char in enumerate(text):
        inside = any(p.target_start <= at < p.target_end for p in total.pieces)
        if not inside:
            assert isinstance(char, int)
            assert total.to_source(at, at + 1) == (char, char + 1)
            assert total.to_target(char, char + 1) == (at, at + 1)


@given(chains())
def test_pieces_are_sorted_disjoint_and_cover_the_change_in_length(chain):
    length, steps = chain
    total, text = walk(length, steps)
    source = target = 0
    for p in total.pieces:
        assert source <= p.source_start <= p.source_end
        assert target <= p.target_start <= p.target_end
        assert p.source_start - source == p.target_start - target
        source, target = p.source_end, p.target_end
    assert length - source == len(text) - target


@given(chains(), st.integers(0, 40), st.integers(0, 40))
def test_spans_map_monotonically_and_stay_in_bounds(chain, a, b):
    length, steps = chain
    total, text = walk(length, steps)
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    s, e = total.to_source(start, end)
    assert 0 <= s <= e <= length
    if start < end:
        inner = [total.to_source(i, i + 1) for i in range(start, end)]
        assert s == min(x for x, _ in inner)
        assert e == max(y for _, y in inner)
    start, end = sorted((min(a, length), min(b, length)))
    s, e = total.to_target(start, end)
    assert 0 <= s <= e <= len(text)


@given(chains())
def test_composition_in_either_order_covers_what_is_kept(chain):
    length, steps = chain
    _, text = walk(length, steps)
    right = Alignment.identity()
    for changes in reversed(steps):
        right = Alignment.from_changes(changes).then(right)
    for at, char in enumerate(text):
        if isinstance(char, int):
            start, end = right.to_source(at, at + 1)
            assert start <= char < end


def test_a_deletion_and_an_insertion_at_one_place_stay_apart():
    inserted = Alignment.from_changes([Change(5, 5, 1)])
    deleted = Alignment.from_changes([Change(4, 5, 0)])
    both = inserted.then(deleted)
    assert both.to_source(4, 5) == (5, 5)
    assert both.to_source(3, 4) == (3, 4)


def test_unsorted_changes_are_refused():
    with pytest.raises(ValueError, match="sorted"):
        Alignment.from_changes([Change(5, 6, 0), Change(1, 2, 0)])
