"""Digits and units that spaces break (2 000万元, 2 7年, 3. 5%, 300万 元), and dots in the place of a point (3·5%)."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.clean.facts import DOTS, SPACES, Facts
from fupin_nlp.clean.numerals import SIGNS, is_numeral
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.lexicon.units import units

__all__ = ["find"]

# The thin spaces U+2009 and U+202F between groups of three are right typography, and extraction reads them.
_SPACE: Final = "[ \u00a0\u1680\u2000-\u2008\u200a\u205f\u3000]"
_HAN: Final = r"[\u3400-\u9fff]"
# What follows must be a unit, what precedes must be running text: two numbers side by side in a table have a space or
# another number on one side at least. A number that names a table, a figure or an article is followed by another
# number by right (表1 2014年).
_NAMED: Final = "第表图圖章节節條条件例栏欄題题號号组卷册版注"
# Extraction reads one ASCII space between number and unit; a wide one may divide columns.
_WIDE: Final = "[\u00a0\u1680\u2000-\u2008\u200a\u205f\u3000]"
_UNIT: Final = r"(?=[万亿%％‰亩]|元(?!旦)|户(?![均主数籍])|人(?![均口员民数才])|公里)"
_YEAR: Final = rf"(?:1{_SPACE}?9|2{_SPACE}?0){_SPACE}?\d{_SPACE}?\d{_SPACE}?年"
_PATTERN: Final = regex.compile(
    rf"""
    (?<! [\d.．A-Za-z{_NAMED}] | [A-Za-z]- | \d[,，] | \d{_SPACE} | ^ | [\d表图圖件栏]{_SPACE} )
    (?: \d{{1,3}} (?: {_SPACE} \d{{3}} )++
      | (?! \d{_SPACE}\d [%％‰] ) \d (?: {_SPACE} \d )++
      | (?<= {_HAN} | [，、；（] | [\u3400-\u9fff，、]{_SPACE} ) \d{{1,4}} (?: \.{_SPACE} | {_SPACE}\. ) \d{{1,4}}
    )
    (?= (?: \. \d++ )? (?: {_HAN} | [%％‰] ) | {_SPACE} [万亿元%％] )
    | (?<= {_HAN} \d{{1,9}} | {_HAN} \d{{1,6}} \. \d{{1,3}} ) {_WIDE} {_UNIT}
    | (?<= \d ) [万亿] {_SPACE} 元 (?!旦)
    | (?<= \d [万亿]? ) (?:公 {_SPACE} [里斤顷] | 百 {_SPACE} 分点 | 人 {_SPACE} 次 (?!年|日|要))
    | (?<! [\d.,．] | \d{_SPACE} ) (?={_YEAR}) \d++ (?: {_SPACE} \d++ )++
    """,
    regex.VERSION1 | regex.VERBOSE | regex.MULTILINE,
)
# No search begins inside a run of single signs or digits: a long one would be gone through once for each of them.
# A line that was set apart sign by sign: 贷 款 1 . 2 5 亿 元; and a number alone whose point stands between spaces.
_APART: Final = regex.compile(
    rf"""
    (?<! \S | (?<! \S ) \S {_SPACE} ) (?: [^\s] {_SPACE} (?! {_SPACE} ) ){{4,}}+
        (?: [^\s\d] [，。；、：,;.）)]? (?! \w ) | \d (?! \S ) )
    | (?<! [\d.．A-Za-z{_NAMED}] | \d {_SPACE} ) \d (?: {_SPACE}? \d )*+ {_SPACE} [.．] {_SPACE} \d (?: {_SPACE}? \d )*+
    """,
    regex.VERSION1 | regex.VERBOSE,
)
# A Chinese numeral that was set apart: 三 百 二 十 户; one without a magnitude may be a row of a table.
_NUMERAL: Final = f"[{SIGNS}]"
_NUMERAL_APART: Final = regex.compile(
    rf"(?<!{_NUMERAL}{_SPACE}?|第{_SPACE}?)(?:百{_SPACE}?分{_SPACE}?之{_SPACE}?)?+"
    rf"{_NUMERAL}(?:{_SPACE}(?:{_NUMERAL}|点(?={_SPACE}{_NUMERAL})))++(?:(?P<unit>{_SPACE}?(?:个{_SPACE}?百{_SPACE}?分{_SPACE}?点|{_HAN}))|(?={_SPACE}?[，。；、]))",
    regex.VERSION1,
)
# Of a share a dot can only be the point; of a sum it may divide two numbers, or be the mark of a list.
_POINT: Final = regex.compile(
    rf"(?<={_HAN}[-－+＋]?\d{{1,3}})[{''.join(sorted(DOTS))}](?=\d{{1,2}}(?:[%％‰]|个?百分点))", regex.VERSION1
)
_AROUND: Final = 8  # characters of a number and of what stands before it
_OF_NUMERAL: Final = frozenset("十百千")
_PER_CENT: Final = "百分之"
_APART_HAN: Final = 2
_BROKEN: Final = regex.compile(
    rf"\d\.?{_SPACE}\.?\d|[十百千]{_SPACE}|\d(?:{_WIDE}|[万亿公百人]{_SPACE})", regex.VERSION1
)
# What stands before each space that breaks a number or unit, beside digits.
_BEFORE: Final = frozenset(".．万亿公百人十千")
_SHOWN: Final = 40
_HAN_SIGN: Final = regex.compile(_HAN, regex.VERSION1)
_SPACES: Final = regex.compile(f"{_SPACE}+", regex.VERSION1)


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that close up broken numbers."""
    if context.format == "csv":
        return []
    points = _points(facts) if facts.has(DOTS) else []
    lines = _lines_to_look_at(facts)
    if not any(_BROKEN.search(line) for _, line in lines):
        return points
    gaps: dict[tuple[int, int], str] = {}
    for start, line in lines:
        for pattern in (_APART, _PATTERN):
            for found in pattern.finditer(facts.text, start, start + len(line)):
                if pattern is _APART and not _is_apart(found[0]):
                    continue
                for gap in _SPACES.finditer(facts.text, *found.span()):
                    gaps.setdefault(gap.span(), f"space inside the number {found[0][:_SHOWN]!r}")
        for found in _NUMERAL_APART.finditer(facts.text, start, start + len(line)):
            if _is_numeral_apart(found):
                for gap in _SPACES.finditer(facts.text, found.start(), found.end()):
                    gaps.setdefault(gap.span(), f"space inside the numeral {found[0][:_SHOWN]!r}")
    return sorted([*points, *(Patch(*span, "", reason) for span, reason in gaps.items())])


def _points(facts: Facts) -> list[Patch]:
    """Return the patches that put a point for a dot inside a share."""
    found = [_POINT.match(facts.text, at, at + _AROUND) for at in facts.where(DOTS)]
    return [Patch(*dot.span(), ".", "a dot for the decimal point") for dot in found if dot is not None]


def _is_numeral_apart(found: regex.Match[str]) -> bool:
    """Whether numerals with blanks between them are one: it has one reading, and a unit or 百分之 stands beside it."""
    signs = "".join(found[0].split())
    if _OF_NUMERAL.isdisjoint(signs):
        return False
    if signs.startswith(_PER_CENT):
        return True
    unit = "".join((found["unit"] or "").split())
    return unit[:1] in units().starts and is_numeral(signs.removesuffix(unit))


def _is_apart(found: str) -> bool:
    """Whether single signs are parts of numbers: a row of a table has names of one character or digits alone."""
    digits = sum(map(str.isdecimal, found))
    return digits > 1 and ("." in found or "．" in found or len(_HAN_SIGN.findall(found)) >= _APART_HAN)


def _lines_to_look_at(facts: Facts) -> list[tuple[int, str]]:
    """Return the lines with a space behind a digit, stop or unit, and where they begin."""
    text = facts.text
    places = [at for at in facts.where(SPACES) if at and ((before := text[at - 1]).isdecimal() or before in _BEFORE)]
    return [(start, line) for start, line, _ in facts.lines_at(places)]
