"""Pinyin notes after characters: 經(jīng)濟."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Final

import regex

from fupin_nlp.clean.characters import LETTERS, frequency, is_reading, only_traditional, readings, without_tone
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

# Patterns that begin with one sign are found ten times as fast as those that begin with one of two.
_HINTS: Final = (re.compile(rf"\([{LETTERS}]"), re.compile(f"（[{LETTERS}]"))
_NOTE: Final = regex.compile(rf"(?<=([\u3400-\u9fff\uf900-\ufaff]))[(（]([{LETTERS}]{{1,6}})[)）]", regex.VERSION1)

# A text is riddled with notes, not glossed by its author, when the notes weigh this much together and on average.
# One on a traditional character weighs 1, on an everyday character of one reading 0.7, all others 0.1: an author
# glosses rare characters (亳 蹒) and those with several readings (长 重).
_LEAST_WEIGHT: Final = 2.0
_LEAST_MEAN: Final = 0.5
_EVERYDAY: Final = 150  # occurrences in a million: the 1,200 most frequent characters
# More than this share of all characters with a note is a primer with readings throughout.
_PRIMER: Final = 0.75
_OFTEN: Final = 3
_ALL_TRADITIONAL: Final = 0.95


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that strip notes, where the text is riddled with them."""
    text = facts.text
    if not any(hint.search(text) for hint in _HINTS):
        return []
    notes = [m for m in _NOTE.finditer(text) if is_reading(m[1], m[2])]
    if not notes or not _is_riddled(text, [(m[1], m[2]) for m in notes]):
        return []
    return [Patch(*m.span(), "", f"{m[2]} is a reading of {m[1]}") for m in notes]


def _is_riddled(text: str, notes: list[tuple[str, str]]) -> bool:
    seen: dict[str, set[str]] = defaultdict(set)
    for char, note in notes:
        seen[char].add(note)
    counts = Counter(char for char, _ in notes)
    weights = [_weight(char, seen[char], counts[char]) for char, _ in notes]
    total = sum(weights)
    if total < _LEAST_WEIGHT or total < _LEAST_MEAN * len(weights):
        return False
    if total > _ALL_TRADITIONAL * len(weights):
        return True  # only traditional characters have notes: no primer does that
    return len(notes) < _PRIMER * sum("\u4e00" <= c <= "\u9fff" for c in text)


def _weight(char: str, notes: set[str], count: int) -> float:
    if len(notes) > 1:
        return 0.0  # two readings of one character: somebody explains it
    if char in only_traditional():
        return 1.0
    if count >= _OFTEN and frequency().get(char, 0) >= _EVERYDAY:
        return 0.7  # an author glosses a character once
    single = len({without_tone(r) for r in readings()[char].split(",")}) == 1
    return 0.7 if single and frequency().get(char, 0) >= _EVERYDAY else 0.1
