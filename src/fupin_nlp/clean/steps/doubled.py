"""Characters that stand two or three times, all of a line: 贫贫困困人人口口11223344人人 for 贫困人口1234人.

Programs that make letters bold or give them a shadow by drawing them again leave such text behind. In Chinese a word
repeats its characters in twos at most (家家户户, 祖祖辈辈踏踏实实), so a long run of pairs is no text.
"""

from __future__ import annotations

import re
from typing import Final

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_HINT: Final = re.compile(r"([\u3400-\u9fff])\1(?:(\S)\2(\S)\3|\1(\S)\4\4)")
_THRICE: Final = re.compile(r"(?:(\S)\1\1){4,}+")
_TWICE: Final = re.compile(r"(?:(\S)\1){5,}+")
_LEAST_HAN: Final = 3
"""Different Chinese characters of a run: lines of one sign are ornament, 00000000 is a code."""


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that leave one of each."""
    text = facts.text
    if not _HINT.search(text):
        return []
    patches: list[Patch] = []
    last = 0
    while (found := _next(text, last)) is not None:
        start, end, times = found
        if len({c for c in text[start:end:times] if "\u3400" <= c <= "\u9fff"}) >= _LEAST_HAN:
            patches.append(Patch(start, end, text[start:end:times], f"each character stands there {times} times"))
        last = end
    return patches


def _next(text: str, pos: int) -> tuple[int, int, int] | None:
    """Return the next run of characters that are repeated, and how often each is."""
    thrice, twice = _THRICE.search(text, pos), _TWICE.search(text, pos)
    if thrice is not None and (twice is None or thrice.start() <= twice.start()):
        return (*thrice.span(), 3)
    return (*twice.span(), 2) if twice is not None else None
