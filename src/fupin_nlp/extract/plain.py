"""Arabic numbers with a unit about which nothing is doubtful: nine of ten, read the short way."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.extract.parts import part_starts, takes_parts
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.units import Surface, Unit, UnitStart, units
from fupin_nlp.model import Bound

__all__ = ["GLUE", "JOINTS", "LONGEST", "TENTH", "YEARS", "PlainNumbers", "plain_numbers", "tails"]

TENTH: Final = "成"
YEARS: Final = "年"
_DATING: Final = frozenset({YEARS, "个月", "周", "天"})
LONGEST: Final = 18
"""Up to this many characters digits are read without looking at each of them."""
JOINTS: Final = frozenset(" -－−–—―─~～至到(（")
"""Characters behind a number with which the second end of a range can be joined."""
_GOES_ON: Final[Mapping[str, frozenset[str]]] = {"个": frozenset("点"), "元": frozenset("欧美港日英韩澳加新台卢泰瑞越")}
"""Characters behind a unit with which another one may begin: 增长8个点, 3万元欧元."""
GLUE: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#@=*/+.")
"""A number right behind one of these is part of a code, a formula or an address (G60, 1+6, T1000)."""


@lru_cache(maxsize=1)
def tails() -> Mapping[str, tuple[Decimal, Bound]]:
    """Return what may stand behind Arabic digits in nine of ten numbers (万, 多万, 万余), with its worth."""
    words = numeral_words()
    powers = ["", "十", "百", "千", "万", "亿", "万亿", "千万", "百万", "十万", "千亿", "百亿", "十亿"]
    found: dict[str, tuple[Decimal, Bound]] = {}
    for power in powers:
        value = Decimal(1)
        for char in power:
            value *= words.magnitudes[char]
        found[power] = value, "exact"
        for word, bound in words.inner.items():
            found[power + word] = found[word + power] = value, bound
    return found


class _Ending:
    """The units that begin with a character, as `UnitStart` has them.

    `unit` is that of one character, None where there is none or where more is to be asked about it; behind one of the
    characters in `doubtful` more is to be asked. Of the longer ones None stands for those about which more is to be
    asked.
    """

    __slots__ = ("doubtful", "longer", "unit")

    def __init__(self, start: UnitStart) -> None:
        single = start.single
        self.unit: Unit | None = None
        self.doubtful: frozenset[str] = JOINTS
        if single is not None and _is_plain(single):
            self.unit = single.unit
            parts = part_starts() if takes_parts(single.unit) else frozenset()
            self.doubtful = single.doubtful.union(JOINTS, parts, _GOES_ON.get(single.unit.name, ()))
        self.longer: dict[str, tuple[Surface, ...] | None] = {
            two: surfaces if all(map(_is_plain, surfaces)) else None for two, surfaces in start.longer.items()
        }


def _is_plain(surface: Surface) -> bool:
    """Whether a number with the unit is what it says: years and days may date something, tenths are ten per cent."""
    return surface.unit.name not in _DATING and surface.unit.name != TENTH


class PlainNumbers:
    """Reads a number that consists of ASCII digits, perhaps a magnitude, and a unit.

    What it gives is what `read_number` of `number_rule` gives; it gives nothing where a part of the number, a second
    end of a range, a longer word or a code may begin beside it, or no unit follows: then the long way is to be gone.

    Examples
    --------
    >>> found = plain_numbers().read("投入3.5亿元。", 2, 6, "亿", 8)
    >>> found.end, int(found.low), found.unit.name
    (7, 350000000, '元')
    >>> plain_numbers().read("投入3元5角。", 2, 3, "", 6) is None
    True
    """

    __slots__ = ("_always", "_endings", "_tails")

    def __init__(self) -> None:
        self._tails = dict(tails())
        self._always = part_starts().union(JOINTS)
        self._endings = {char: _Ending(start) for char, start in units().starts.items()}

    def read(self, text: str, start: int, end: int, tail: str, limit: int) -> Found | None:
        """Return the number whose numeral is ``text[start:end]`` and ends in `tail`, or None; `limit` ends the body."""
        ending = self._endings.get(text[end]) if end < limit else None
        if ending is None or end - start > LONGEST or text[start - 1] in GLUE:
            return None
        unit = ending.unit
        stop = end + 1
        doubtful = ending.doubtful
        if ending.longer:
            longer = ending.longer.get(text[end : end + 2], ())
            if longer is None:
                return None
            for surface in longer:
                behind = end + len(surface.text)
                if text.startswith(surface.text, end) and not surface.goes_on(text, behind, False):
                    unit, stop, doubtful = surface.unit, behind, self._always
                    break
        if unit is None or stop >= limit or text[stop] in doubtful:
            return None
        if not tail:
            return Found(start, stop, end, Decimal(text[start:end]), None, "exact", unit, "number")
        known = self._tails.get(tail)
        if known is None:
            return None
        value = Decimal(text[start : end - len(tail)]) * known[0]
        return Found(start, stop, end, value, None, known[1], unit, "number")


@by_lexicon()
def plain_numbers() -> PlainNumbers:
    """Return the reader, with the shipped units and numeral words."""
    return PlainNumbers()
