"""Letters that a program for text recognition put for digits: l20户, 2O5亩, 3S万元."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.lexicon.units import units

__all__ = ["MISREAD", "find_misread"]

MISREAD: Final = "lIOoSZ"
"""Letters that look like 1 0 5 2; the first four also begin a number."""
_LEADING: Final = "lIOo"
_LONGEST: Final = 12
_COUNTED: Final = frozenset({"area", "households", "length", "mass", "money", "people", "person_times", "ratio"})


@lru_cache(maxsize=1)
def _pattern() -> Pattern:
    digits = "0-9" + "".join(numeral_words().digits)
    return compile_pattern("misread", rf"[{digits}{_LEADING}][{digits}{MISREAD}]*+(?:[.,][{digits}{MISREAD}]++)*+")


def find_misread(text: str, start: int, limit: int) -> Found | None:
    """Return the number with letters among its digits, or several points, that begins at or before `start`, or None.

    Only where nothing but a unit follows, and no other letter or digit stands before: O2O企业 and 5S管理 have none.
    What the letters stand for is not guessed; the number is uncertain.

    Examples
    --------
    >>> found = find_misread("脱贫2O5户。", 2, 7)
    >>> found.start, found.end, found.certain
    (2, 6, False)
    >>> find_misread("引进O2O企业5家", 3, 9) is None
    True
    """
    at = start
    while at and start - at < _LONGEST and (text[at - 1] in MISREAD or text[at - 1].isdecimal() or text[at - 1] == "."):
        at -= 1
    before = text[at - 1 : at]
    if before.isascii() and (before.isalnum() or before in "-_/"):
        return None
    match = _pattern().match(text, at, limit)
    if match is None or not start < match.end() <= at + _LONGEST:
        return None
    signs, end = frozenset(match[0]), match.end()
    several = match[0].count(".") > 1
    if (signs.isdisjoint(MISREAD) and not several) or all(sign in MISREAD or sign in ".," for sign in signs):
        return None
    while text[end : end + 1] in numeral_words().magnitudes:
        end += 1
    unit = units().match(text, end)
    if unit is None or unit[1] > limit:
        return None
    if several and unit[0].dimension not in _COUNTED:
        return None  # 3.2.1条
    return Found(at, unit[1], end, Decimal(1), None, "exact", unit[0], "misread", certain=False)
