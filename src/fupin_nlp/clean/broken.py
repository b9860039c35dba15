"""Numbers that something divides and nobody can put together with certainty: reported, so that none is read by half."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

import regex

from fupin_nlp.clean.facts import BLANK, DASHES, DOTS, RAISED, SPACES, Facts
from fupin_nlp.clean.numerals import SIGNS
from fupin_nlp.clean.sheets import PAGE_NUMBER
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Damage

__all__ = ["find_broken_numbers"]


class _Match(Protocol):
    """What `re` and `regex` find alike."""

    def start(self) -> int: ...
    def end(self) -> int: ...


_KIND: Final = "broken_number"
_HAN: Final = r"[\u3400-\u9fff]"
# The thin spaces U+2009 and U+202F between groups of three are thousands by right.
_SPACE: Final = r"(?:[ \u00a0\u1680\u2000-\u2008\u200a\u205f\u3000]|[\u2009\u202f](?!\d{3}(?!\d)))"
_DASH: Final = "[—–―─－-]"
_GROUP: Final = r"\d[\d,.]*+"
# Behind these a number is a name, and another number may follow by right: 表1 2014年, 专栏3 12项.
_NAMED: Final = r"(?<![第表图圖章栏欄號号卷册版]|附件|文件|案例|专题|標題|标题|[一二三四五六七八九十]节)"
# What makes of digits a quantity: a unit or magnitude; no date, no number of a document.
_COUNTED: Final = rf"(?={_SPACE}?(?:[%％‰]|(?![年月日号页条款项章节、，。]){_HAN}))"
_YEAR: Final = r"(?:19|20)\d\d(?!\d)"
_RAISED: Final = "".join(sorted(RAISED))
_DOTS: Final = "".join(sorted(DOTS))
_HINT: Final = regex.compile(
    rf"\d(?:{_SPACE}+[,.．]?{_SPACE}*|[,.．]{_SPACE}+|{_SPACE}?{_DASH}{_SPACE}?|[。，{_DOTS}])\d|(?<!\d)0\d|\d方[人元亩户吨斤]|\d[{_RAISED}]",
    regex.VERSION1,
)
# The signs of a hint that plain text has, and a nought: each pattern begins with one, which `re` finds fast.
_SIGNS: Final = (re.compile(r"。(?<=\d.)\d"), re.compile(r"，(?<=\d.)\d"), re.compile(r"方(?<=\d.)[人元亩户吨斤]"))
_JOINTS: Final = SPACES | DASHES | DOTS | RAISED
_POINTS: Final = (".", "．", ",")
_NOUGHT: Final = re.compile(r"0(?<!\d0)\d")
_AROUND: Final = 40
_NOTES: Final = {
    "page": "a page number may stand inside this number",
    "space": "a space divides this number",
    "digits": "spaces divide this number",
    "stop": "a full stop or dot divides this number; a decimal point may be meant",
    "pair": "a comma divides this number; a decimal point may be meant",
    "comma": "a Chinese comma divides this number; thousands or a list may be meant",
    "group": "a space stands beside the comma of this number: thousands or a list may be meant",
    "point": "a space stands beside the decimal point of this number",
    "ten": "方 may stand for 万 here",
    "raised": "a raised digit stands behind this number: a power, or the mark of a note",
    "zero": "this number begins with a nought: digits before it may be lost",
}
_ENDS_LINE: Final = r"[\n\r\v\f\u0085\u2028\u2029]"
_LINE_END: Final = rf"(?:\r\n|{_ENDS_LINE})"
_PAGE: Final = rf"(?:{_DASH}{{1,2}}{_SPACE}?|第)?+\d{{1,4}}(?:{_SPACE}?{_DASH}{{1,2}}|页)?+{_SPACE}*+"
_HEAD: Final = r"[^\d\r\n\f。，；]{2,30}+"
_OVER_LINES: Final = regex.compile(
    rf"(?<={_HAN}){_NAMED}\d[\d,.]*+{_SPACE}*+"
    # what paper leaves between two pages: a number, and a running head beside it
    rf"(?:{_LINE_END}[\s\u3000]*+(?:{_PAGE}|(?:{PAGE_NUMBER}){_SPACE}*+)(?:{_LINE_END}{_HEAD})?"
    rf"|{_LINE_END}{_HEAD}{_LINE_END}[\s\u3000]*+(?:{PAGE_NUMBER}){_SPACE}*+)?"
    rf"{_LINE_END}[\s\u3000]*+(?!{_YEAR}年|\d{{1,2}}[.、．）)]\D)(?P<number>[,.，．]?{_GROUP}){_COUNTED}",
    regex.VERSION1,
)
_TORN: Final = regex.compile(
    rf"(?<={_HAN}){_NAMED}(?P<number>\d[\d,.]*+[万亿公百人]?{_SPACE}*+{_LINE_END}[\s\u3000]*+{_PAGE})"
    rf"{_LINE_END}[\s\u3000]*+(?=[万亿元户人里斤%％])",
    regex.VERSION1,
)
_RANGE_OVER_LINES: Final = regex.compile(
    rf"(?<={_HAN})\d[\d,.]*+{_HAN}{{0,2}}+[~～—–－-]{{1,2}}{_SPACE}*+{_LINE_END}[\s\u3000]*+(?P<number>{_GROUP}){_COUNTED}",
    regex.VERSION1,
)
_NUMERAL_OVER_LINES: Final = regex.compile(
    rf"(?<![第{SIGNS}])[一二两三四五六七八九][{SIGNS}]*+(?<=[零〇十百千万亿]){_SPACE}*+"
    rf"{_LINE_END}[\s\u3000]*+(?P<number>[一二两三四五六七八九][{SIGNS}]*+)(?![{SIGNS}、.．是])"
    rf"(?={_HAN}|%)",
    regex.VERSION1,
)
_FRACTION_LINE: Final = regex.compile(
    rf"(?:^|(?<=[\n\r\f]))[ \t\u3000]*+(?P<number>\d{{1,4}}[/／]\d{{1,4}})(?=[ \t\u3000]*+(?:{_LINE_END}|\Z))",
    regex.VERSION1,
)
_OVER: Final = "a line break stands inside this number, or a mark before it"
_AT_LINE_ENDS: Final = (
    (_OVER_LINES, _OVER),
    (_NUMERAL_OVER_LINES, _OVER),
    (_RANGE_OVER_LINES, "the other end of this range stands before the line break"),
    (_TORN, _OVER),
    (_FRACTION_LINE, "this may be a page number"),
)
_MAGNITUDES: Final = "万亿公百人"
_BEHIND: Final = BLANK + ",."
_NUMBER_AT_LINE_END: Final = re.compile(rf"\d[万亿公百人]?[ \u3000,.]*(?:{_ENDS_LINE}|\Z)")
_NUMERAL_AT_LINE_END: Final = re.compile(rf"[零十百千万亿][ \u3000]*(?:{_ENDS_LINE}|\Z)")
_RANGE_AT_LINE_END: Final = re.compile(rf"[~～—–－-][ \u3000]*(?:{_ENDS_LINE}|\Z)")
_ENDS_RANGE: Final = frozenset("~～—–－-")
_ENDS_NUMERAL: Final = frozenset("零十百千万亿")
# What one of the patterns needs at the beginning of the line behind, or in this one.
_GOES_ON: Final = re.compile(rf"{_ENDS_LINE}\s*+[,.，．\d第—–―─－一二两三四五六七八九-]|[/／]")


@by_lexicon()
def _pattern() -> regex.Pattern[str]:
    """Return the pattern of the numbers that something inside a line divides."""
    first = re.escape(
        "".join(c for c in units().first_characters if c not in "年月日号页条款项章节" and not c.isascii())
    )
    unit = f"(?:[%％‰万亿千百]|[{first}])"
    return regex.compile(
        rf"""(?P<page> (?<![—–―─－\d.A-Za-z-]) (?<=\S) {_SPACE}*+ (?:{_GROUP}{_SPACE}?)?+
             (?P<dash>{_DASH}) {_SPACE}? \d{{1,3}}+ {_SPACE}? (?P=dash)
             {_SPACE}? (?:{_GROUP}|(?=[万亿千百元户人个公%％])) {_COUNTED} )
          | (?P<space> (?<=[\u3400-\u9fff，、；（“]) {_NAMED} (?!{_YEAR}{_SPACE})
             {_GROUP} {_SPACE}++ (?!{_YEAR}年) [,.]?\d[\d,.]*+ {_COUNTED} )
          | (?P<digits> (?<![\d.]|\d{_SPACE}) \d (?:{_SPACE}\d){{2,}}+ {_COUNTED} )
          | (?P<stop> (?<![\d.．A-Za-z]) (?!{_YEAR}) \d{{1,9}}+
             (?: [{_DOTS}] | (?<=(?:{_HAN}|[、，～~—–-])\d{{1,9}})。 ) \d{{1,2}}+ (?={unit}) )
          | (?P<pair> (?<={_HAN}{_SPACE}?) {_NAMED} (?!{_YEAR}) \d++ ，\d{{1,2}}+ (?={unit}) )
          | (?P<comma> (?<={_HAN}{_SPACE}{{0,2}}|[A-Za-z]) \d{{1,3}}+ (?:，\d{{3}}(?!\d))++ (?:\.\d++)? {_COUNTED} )
          | (?P<group> (?<={_HAN}{_SPACE}?) \d{{1,3}}+ (?:{_SPACE},{_SPACE}?|,{_SPACE}) \d{{3}}(?!\d) {_COUNTED} )
          | (?P<point> (?<=[\u3400-\u9fff、，（～~—–]|[\u3400-\u9fff、，]{_SPACE}) \d++
             (?:{_SPACE}{{1,4}}[.．]{_SPACE}{{0,4}}|[.．]{_SPACE}{{1,4}}) \d++ {_COUNTED} )
          | (?P<raised> (?<![\d.]) (?!10[{_RAISED}]) \d[\d,.]*+ [{_RAISED}]++ (?={unit}) )
          | (?P<ten> \d 方 (?=[人元亩户吨斤]) )
          | (?P<zero> (?<![\d.,．:：/\u2006\u2008\u2009\u202f-]) 0\d[\d,.]*+ {_COUNTED} )
        """,
        regex.VERSION1 | regex.VERBOSE,
    )


def find_broken_numbers(facts: Facts) -> Iterator[Damage]:
    """Yield the numbers of a clean text that may be parts of another number.

    Examples
    --------
    >>> [(d.kind, d.start, d.end) for d in find_broken_numbers(Facts("增长3。5%，共12 34户"))]
    [('broken_number', 2, 5), ('broken_number', 8, 13)]
    """
    text = facts.text
    for start, end in _windows(_hints(facts)):
        for match in _pattern().finditer(text, start, end):
            kind = next(name for name in _NOTES if match[name])
            yield Damage(_KIND, *match.span(), _NOTES[kind])
    for start, end in _windows(_numbers_at_line_ends(facts)):
        if not _GOES_ON.search(text, start, end):
            continue
        found = [(*m.span("number"), note) for p, note in _AT_LINE_ENDS for m in p.finditer(text, start, end)]
        last = start
        for begins, ends, note in sorted(found):
            if begins >= last:
                yield Damage(_KIND, begins, ends, note)
                last = ends


def _hints(facts: Facts) -> Iterator[_Match]:
    """Yield the matches of the pattern for hints; they are looked for where one of its signs stands."""
    text = facts.text
    places = [found.start() for found in _NOUGHT.finditer(text)]
    places += [found.start() - 1 for sign in _SIGNS for found in sign.finditer(text)]
    for at in facts.where(_JOINTS):
        back = 2 if text[at - 1 : at] in _POINTS else 1
        if at >= back and text[at - back].isdecimal():
            places.append(at - back)
    last = 0
    for place in sorted(places):
        found = _HINT.match(text, place) if place >= last else None
        if found:
            last = found.end()
            yield found


def _numbers_at_line_ends(facts: Facts) -> Iterator[_Match]:
    """Yield the ends of lines that may cut a number: its last digit, magnitude or dash, and what stands behind it."""
    text = facts.text
    starts, texts = facts.lines
    for i, line in enumerate(texts):
        content = line.rstrip(_BEHIND)
        if not content:
            continue
        last, before = content[-1], content[-2:-1]
        pattern = _NUMBER_AT_LINE_END
        if last.isdecimal() or (last in _MAGNITUDES and before.isdecimal()):
            sign = last if last.isdecimal() else before
        elif last in _ENDS_RANGE and (before.isdecimal() or before in _MAGNITUDES):
            sign, pattern = last, _RANGE_AT_LINE_END
        elif last in _ENDS_NUMERAL and before in SIGNS:
            sign, pattern = last, _NUMERAL_AT_LINE_END
        else:
            continue
        found = pattern.match(text, text.rfind(sign, starts[i], starts[i + 1]))
        if found:
            yield found


def _windows(hints: Iterable[_Match]) -> Iterator[tuple[int, int]]:
    """Yield where to look: around the hints, which takes a quarter of the time of looking everywhere."""
    start, end = 0, -1
    for hint in hints:
        if hint.start() - _AROUND > end:
            if end >= 0:
                yield start, end
            start = max(0, hint.start() - _AROUND)
        end = hint.end() + _AROUND
    if end >= 0:
        yield start, end
