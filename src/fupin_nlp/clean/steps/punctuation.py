"""Commas that a scraper's source inserted before other punctuation."""

from __future__ import annotations

import re
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_PAIR: Final = regex.compile(
    r"(?<=[^,，\s])[,，]++(?<extra>(?=[、。；：;:！？!?]))|(?<=[^,，\s])(?P<run>[,，]{2,}+)", regex.VERSION1
)
# Patterns that begin with one sign are found five times as fast as those that begin with one of two.
_MIXED: Final = (re.compile("，[、。；：]"), re.compile(",[、。；：]"))
# Fewer pairs are slips of the pen; a comma before a full stop never is (none in 25 clean reports).
_LEAST_PAIRS: Final = 3
_LEAST_MIXED: Final = 1
_PER_CHARACTERS: Final = 2000


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that remove inserted commas, where the damage is systematic."""
    text = facts.text
    if context.format == "csv" or not any(mixed.search(text) for mixed in _MIXED):
        return []
    found = list(_PAIR.finditer(text))
    mixed = sum(1 for m in found if m["run"] is None)
    if len(found) < _LEAST_PAIRS or mixed < _LEAST_MIXED or len(found) * _PER_CHARACTERS < len(text):
        return []
    patches = []
    for match in found:
        start, end = match.span()
        if match["run"] is not None:
            # ",," and ",," before 。: one comma stays, none before other punctuation
            end -= 1
        patches.append(Patch(start, end, "", f"comma inserted before {text[end]!r}"))
    return patches
