"""Numbers that Word writes before a paragraph and that stand nowhere in its text: 一、 （二） 3. 第四章."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from fupin_nlp.ingest.readers.elements import attribute, child, local, value_of

__all__ = ["Numbering"]

_DIGITS = "零一二三四五六七八九"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting"})
_LEVEL = re.compile(r"%([1-9])")
_LEVELS = 9
_DEEPEST_STYLE = 12  # styles that are based on each other in a ring end


class _Level:
    """How one level of a list counts: its first number, its numerals, its pattern (第%1章)."""

    def __init__(self, element: ET.Element) -> None:
        self.start = int(start) if (start := value_of(element, "start") or "1").isdecimal() else 1
        self.form = value_of(element, "numFmt") or "decimal"
        self.pattern = value_of(element, "lvlText") or ""
        self.is_legal = any(local(e) == "isLgl" for e in element)  # all numerals of the pattern are decimal


class Numbering:
    """The lists of a document, and how far each has been counted.

    Parameters
    ----------
    numbering, styles : callable
        Return the parts of the document, or None: without them nothing is numbered. Each is asked for with the first
        paragraph that may have a number, or has a style: the styles are most of a small document.

    Examples
    --------
    >>> Numbering(lambda: None, lambda: None).prefix(ET.Element("p"))
    ''
    """

    def __init__(self, numbering: Callable[[], ET.Element | None], styles: Callable[[], ET.Element | None]) -> None:
        self._numbering, self._read_styles = numbering, styles
        self._abstract: dict[str, str] = {}  # id of a list → id of what it counts with
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)

    @cached_property
    def _levels(self) -> dict[str, dict[int, _Level]]:
        """The levels of each list by its id."""
        numbering = self._numbering()
        abstract: dict[str, dict[int, _Level]] = {}
        found: dict[str, dict[int, _Level]] = {}
        for element in numbering if numbering is not None else ():
            if local(element) == "abstractNum":
                levels = {}
                for level in element:
                    at = attribute(level, "ilvl") if local(level) == "lvl" else None
                    if at is not None and at.isdecimal() and int(at) < _LEVELS:
                        levels[int(at)] = _Level(level)
                abstract[attribute(element, "abstractNumId") or ""] = levels
        for element in numbering if numbering is not None else ():
            if local(element) == "num":
                number, base = attribute(element, "numId") or "", value_of(element, "abstractNumId") or ""
                found[number], self._abstract[number] = abstract.get(base, {}), base
        return found

    @cached_property
    def _styles(self) -> dict[str, ET.Element]:
        styles = self._read_styles()
        found = styles if styles is not None else ()
        return {attribute(style, "styleId") or "": style for style in found if local(style) == "style"}

    def prefix(self, paragraph: ET.Element) -> str:
        """Return what Word writes before a paragraph, and count on; bullets are no numbers."""
        number, level = self._of(paragraph)
        if number is None:
            return ""
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts[self._abstract[number]]
        now = counts[level]
        counts[level] = levels[level].start if now is None else now + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if levels[level].form in ("bullet", "none"):
            return ""
        forms = {at: "decimal" if levels[level].is_legal else each.form for at, each in levels.items()}
        return _LEVEL.sub(
            lambda m: _written(_count(levels, counts, int(m[1]) - 1), forms.get(int(m[1]) - 1, "decimal")),
            levels[level].pattern,
        )

    def _of(self, paragraph: ET.Element) -> tuple[str | None, int]:
        """Return list and level of a paragraph: its own, or those of its style."""
        properties = child(paragraph, "pPr")
        if properties is None:
            return None, 0
        number, level = value_of(properties, "numPr", "numId"), value_of(properties, "numPr", "ilvl")
        style = value_of(properties, "pStyle")
        for _ in range(_DEEPEST_STYLE):
            if number is not None or style is None or (found := self._styles.get(style)) is None:
                break
            number = value_of(found, "pPr", "numPr", "numId")
            level = level or value_of(found, "pPr", "numPr", "ilvl")
            style = value_of(found, "basedOn")
        at = int(level) if level and level.isdecimal() else 0
        return (None if number == "0" else number), at


def _count(levels: dict[int, _Level], counts: list[int | None], at: int) -> int:
    """Return how far a level has been counted; one that is named before it began stands at its first number."""
    now = counts[at]
    return now if now is not None else levels[at].start if at in levels else 1


def _written(count: int, form: str) -> str:
    if form in _CHINESE and 0 < count < 100:
        tens, ones = divmod(count, 10)
        head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
        return head + (_DIGITS[ones] if ones else "")
    if form in ("upperLetter", "lowerLetter") and 0 < count <= 26:
        return chr((65 if form == "upperLetter" else 97) + count - 1)
    if form == "decimalEnclosedCircle" and 0 < count <= 20:
        return chr(0x2460 + count - 1)
    return str(count)
