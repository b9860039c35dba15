"""What is found out about a text once, for all who ask: its unusual characters and its lines.

Most documents are plain: a step that mends what single characters show (a full-width digit, a traditional character, a
space) asks here whether the text has one of them, and is done. One pass over the text answers for all steps.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from fupin_nlp.clean.characters import any_of, only_traditional, twins
from fupin_nlp.clean.markers import markers

__all__ = [
    "BLANK",
    "DASHES",
    "DOTS",
    "LOST",
    "RAISED",
    "SPACES",
    "UNSEEN",
    "WIDE",
    "Facts",
    "Lines",
    "Sheets",
    "unusual",
]

BLANK: Final = " \t\r\n\v\f\x85\u00a0\u3000\u2002\u2003\u2009\u200b\u2028\u2029\ufeff"
# Spaces that stand inside a line, and may stand inside a number.
SPACES: Final = frozenset(
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
DASHES: Final = frozenset("—–―─－-")
DOTS: Final = frozenset("·‧・•∙⋅")
RAISED: Final = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
# What decoders put for bytes that they cannot read, and what such bytes become when they are decoded once more.
LOST: Final = frozenset("?？\ufffd锟拷鎷烫屯葺")
WIDE = frozenset(chr(c) for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))) | frozenset(
    "％．＋－／＄"
)
# The first characters of names that a scraper wrote out, and what nobody sees: zero-width characters, fillers,
# direction marks, variation selectors, tags, combining marks, soft hyphen, byte order mark inside, C0 and C1 controls
# but tab and line ends, codes that are no characters. Those beyond U+FFFF are not among them: one of them would cost
# `re` its table of characters, and the look at a text fifty times the time.
UNSEEN: Final = frozenset("<&\\\x0b\x0c\xad\ufeff") | frozenset(
    chr(code)
    for first, last in (
        *((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F)),
        *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB), (0xFFFE, 0xFFFF)),
        *((0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x180B, 0x180F), (0x3164, 0x3164), (0xFFA0, 0xFFA0)),
        *((0xFE00, 0xFE0F), (0x0300, 0x034E)),
    )
    for code in range(first, last + 1)
)
_LINE_ENDS: Final = frozenset("\r\v\f\x85\u2028\u2029")  # beside \n
_REST: Final = re.compile(r"[^\n\r]*")  # of a line
_LINE: Final = re.compile(r"[^\n\r\v\f\u2028\u2029\x85]*(?:\r\n|[\n\r\v\f\u2028\u2029\x85]|\Z)")


@lru_cache(maxsize=1)
def unusual() -> frozenset[str]:
    """Return the characters of which a text is asked whether it has them: together 1 in 600 of a plain report's."""
    return frozenset().union(
        *(SPACES, DASHES, DOTS, RAISED, LOST, WIDE, UNSEEN, _LINE_ENDS), markers(), twins().keys(), only_traditional()
    )


@lru_cache(maxsize=1)
def _any_unusual() -> re.Pattern[str]:
    return any_of(unusual())


class Lines(NamedTuple):
    """The lines of a text; together they cover it.

    Attributes
    ----------
    starts : list of int
        Where each begins, and at last where the text ends.
    texts : list of str
        Each without its line end and the white space at both ends.
    """

    starts: list[int]
    texts: list[str]


class Sheets(NamedTuple):
    """Lines of paper furniture by ordinal, with what they are; `likely` ones only where they part a word or number."""

    certain: dict[int, str]
    likely: frozenset[int]


class Facts:
    r"""A text, and what was found out about it.

    Examples
    --------
    >>> facts = Facts("投入２０万元\n　户")
    >>> facts.has(WIDE), facts.has(DASHES), facts.where(WIDE)
    (True, False, [2, 3])
    >>> facts.lines
    Lines(starts=[0, 7, 9], texts=['投入２０万元', '户'])
    """

    __slots__ = ("_lines", "_places", "_written", "sheets", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.sheets: Sheets | None = None  # the module `sheets` finds them out
        self._places: Mapping[str, list[int]] | None = None
        self._lines: Lines | None = None
        self._written: list[int] | None = None

    def has(self, chars: Collection[str]) -> bool:
        """Whether the text has one of these characters, which must be among those of `unusual`."""
        return not self._found().keys().isdisjoint(chars)

    def where(self, chars: Collection[str]) -> list[int]:
        """Return where these characters stand, in text order; they must be among those of `unusual`."""
        places = self._found()
        found = [char for char in places if char in chars]
        return sorted([at for char in found for at in places[char]]) if found else []

    def lines_at(self, places: Sequence[int]) -> Iterator[tuple[int, str, int]]:
        """Yield the lines that hold some of these places: where a line begins, the line, how many it holds.

        The places are in text order. Lines end with a line feed or carriage return here, whatever else ends others.
        """
        text = self.text
        end = 0  # of the line before
        for i, at in enumerate(places):
            if at < end:
                continue
            # The line end that the line before has is the first that may be found.
            start = max(text.rfind("\n", end, at), text.rfind("\r", end, at)) + 1
            rest = _REST.match(text, at)
            end = rest.end() if rest else at
            yield start, text[start:end], bisect_left(places, end) - i

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        if self._lines is None:
            self._lines = _lines_of(self.text, plain=not self.has(_LINE_ENDS))
        return self._lines

    @property
    def written(self) -> list[int]:
        """The ordinals of the lines that are not blank."""
        if self._written is None:
            self._written = [i for i, content in enumerate(self.lines.texts) if content]
        return self._written

    def _found(self) -> Mapping[str, list[int]]:
        if self._places is None:
            places: dict[str, list[int]] = {}
            for found in _any_unusual().finditer(self.text):
                places.setdefault(found[0], []).append(found.start())
            self._places = places
        return self._places


def _lines_of(text: str, *, plain: bool) -> Lines:
    """Return the lines of a text; in a plain one they end with a line feed."""
    if plain:
        parts = text.split("\n")
        starts = list(accumulate(map(len, parts), lambda at, length: at + length + 1, initial=0))
        if not parts[-1]:
            parts.pop()
            starts.pop()
        else:
            starts[-1] = len(text)
    else:
        parts = [part for part in _LINE.findall(text) if part]
        starts = list(accumulate(map(len, parts), initial=0))
    return Lines(starts, [part.strip(BLANK) for part in parts])
