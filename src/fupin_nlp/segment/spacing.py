"""White space that says nothing: around numbers and units, at the beginning and end of lines, in line ends.

Typesetting puts blanks of many kinds beside a number (投入 300 万元), indents paragraphs by full-width, no-break or em
spaces and ends lines in six ways. None of it changes what is said, and none of it is damage: the cleaned text keeps it.
Before it is divided into sentences it is read in one spelling, without these blanks; what follows never sees them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Alignment, CleanText, Span
from fupin_nlp.model.alignment import Change

__all__ = ["BLANKS", "LONGEST_NAME", "even", "names_number"]

BLANKS: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Blanks inside a line; a tab divides cells and is none."""
# It begins with one class of characters, so that `re` runs over the text to the next of them.
_RUN: Final = re.compile(
    f"[{BLANKS}\t\r\v\f\x85\u2028\u2029①-⑳⁽〔【\\[](?:(?<=[{BLANKS}])[{BLANKS}]*+|(?<=\r)\n?|(?<=\t)\t*+|)"
)
# The mark of a note between a number and its unit: 45②公里, 3200⁽¹⁾户.
_NOTE: Final = re.compile("[①-⑳]{1,2}|⁽[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}⁾|[〔【\\[](?:注?[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}|注)[]〕】]")
_NOTE_SIGNS: Final = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⁽[〔【")
_TO_TAB: Final = re.compile("[^\t\n\r\v\f\x85\u2028\u2029]*+\t")
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
_LINE_ENDS: Final = frozenset("\n\r\v\f\x85\u2028\u2029")
_DASHES: Final = frozenset("—–~～")
_SIGNS: Final = frozenset("%％‰℃")
# A number stands directly behind the first and before the second; behind a comma of half width a space is right.
_BEFORE_NUMBER: Final = frozenset("，。、；：！？“‘（《〈【〔「『［([≥≤><＞＜=＝￥¥＄$")
_BEHIND_NUMBER: Final = frozenset("，。、；：！？”’）》〉】〕」』］)],;:") | _SIGNS
_MAGNITUDES: Final = frozenset("十百千万亿萬億")
_NUMERALS: Final = frozenset("〇零一二两三四五六七八九十百千万亿几数兩萬億")
# Behind these a number is a name; what follows it is text of its own (表1 各乡镇投入, 专栏3 重点工程).
_NAMED: Final = ("专栏", "專欄", "附件", "附表", "附图", "附圖", "续表", "續表", "案例", "例题", "例題", "专题", "專題")
_NAMED_ALONE: Final = re.compile("(?:^|[，。；：（(、])(?:[如见見下上本])?[表图圖例注]\\Z")  # 代表 and 地图 are words
LONGEST_NAME: Final = 4
"""Characters before a number that tell whether it is one of these."""
_POINT: Final = "百分点"
_LONGEST: Final = 4
"""Blanks in a row that can stand beside a number of running text; more divide columns."""
_NUMBERING: Final = re.compile(r"[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})*+\Z")
_QUALIFIERS: Final = (
    *("before", "behind", "distant", "verbs", "carried", "not_after", "not_before", "only_before", "leaning", "shared"),
)
_PROSE: Final = re.compile("[，。；]")
_UNIT_HINT: Final = re.compile(f"[\u3400-\u9fff%％‰][{BLANKS}][\u3400-\u9fff(（]")


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char == "〇"


def even(clean: CleanText) -> CleanText:
    r"""Return a cleaned text with the white space that says nothing taken out; the same object where there is none.

    Spans of the body, what is left out and damage go along; the edits stay those of the cleaning.

    Examples
    --------
    >>> from fupin_nlp.model import RawText
    >>> text = "\u3000全县投入\u00a0300 万 元，约 20 户。\r\n"
    >>> clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> found = even(clean)
    >>> found.text, found.raw_span(4, 9)
    ('全县投入300万元，约20户。\n', Span(start=6, end=13))
    """
    text, alignment = _applied(clean.text, _beside_numbers(clean.text))
    if _UNIT_HINT.search(text):
        text, later = _applied(text, _inside_units(text))
        alignment = alignment.then(later)
    if not alignment.pieces:
        return clean
    moved = alignment.to_target
    body = tuple(span for s in clean.body if (span := Span(*moved(*s))).start < span.end)
    left_out = [(part, moved(part.start, part.end)) for part in clean.left_out]
    damage = [(part, moved(part.start, part.end)) for part in clean.damage]
    return replace(
        clean,
        text=text,
        alignment=clean.alignment.then(alignment),
        body=body,
        left_out=tuple(replace(part, start=start, end=end) for part, (start, end) in left_out),
        damage=tuple(replace(part, start=start, end=end) for part, (start, end) in damage),
    )


_Edit = tuple[int, int, str]
"""Start, end and what is put there."""


def _applied(text: str, changes: list[_Edit]) -> tuple[str, Alignment]:
    parts: list[str] = []
    last = 0
    for start, end, new in changes:
        parts.append(text[last:start])
        parts.append(new)
        last = end
    parts.append(text[last:])
    return "".join(parts), Alignment.from_changes(Change(a, b, len(new)) for a, b, new in changes)


def _beside_numbers(text: str) -> list[_Edit]:
    """Return what is taken out at line ends and beside digits."""
    found: list[_Edit] = []
    for run in _RUN.finditer(text):
        start, end = run.span()
        if text[start] in _NOTE_SIGNS:
            end = _end_of_note(text, start)
            new = "" if end > start else None
        else:
            new = _new(text, start, end)
        if new is not None and new != text[start:end]:
            found.append((start, end, new))
    return found


def _new(text: str, start: int, end: int) -> str | None:
    """Return what stands for a run of blanks or a line end, None where it stays as it is."""
    first = text[start]
    if first in _LINE_ENDS:
        return "\n"
    left = text[start - 1] if start else "\n"
    right = text[end] if end < len(text) else "\n"
    if first == "\t":  # of indentation: a row of a table has more of them
        return "" if left in _LINE_ENDS and not _has_tab(text, end) else None
    if left in _LINE_ENDS or right in _LINE_ENDS:
        return ""
    if left == "\t" or right == "\t":
        return None
    behind, before = left in _DIGITS, right in _DIGITS
    if behind and before:
        return None
    if end - start > 1 and (end - start > _LONGEST or not _in_prose(text, start, end)):
        return None
    if before:
        return "" if _opens(text, start, left) else _plain(text, start, end)
    if behind:
        return "" if _closes(text, start, end, right) else _plain(text, start, end)
    if left in _DASHES and right not in _DIGITS:
        return None
    if right in _DASHES and _stands_between(text, end):
        return "" if left in _SIGNS or _is_han(left) else None
    return None


def _end_of_note(text: str, start: int) -> int:
    """Return where the mark of a note ends that divides a number from its unit; its start where it does not."""
    if not start or not (text[start - 1] in _DIGITS or text[start - 1] in _MAGNITUDES):
        return start
    note = _NOTE.match(text, start)
    end = note.end() if note else start
    goes_on = text[end : end + 1] in _MAGNITUDES or units().match(text, end) is not None
    return end if goes_on else start


def _has_tab(text: str, at: int) -> bool:
    """Whether a tab stands in the rest of a line."""
    return _TO_TAB.match(text, at) is not None


def _plain(text: str, start: int, end: int) -> str | None:
    """Return the space of ASCII for one of another kind."""
    return " " if end - start == 1 and text[start] not in " \u3000" else None


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether the line holds running text, in which several blanks divide no columns."""
    stop = text.find("\n", end)
    return _PROSE.search(text, text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop) is not None


def _opens(text: str, start: int, left: str) -> bool:
    """Whether the number behind a blank belongs to what stands before it."""
    if left in _MAGNITUDES:
        # 1 亿 2000 万 is one number where blanks stand around its digits too; 1亿 2000万 may be two.
        return text[start - 2] in BLANKS and text[start - 3] in _DIGITS if start > 2 else False
    if _is_han(left):
        return left not in _NUMERALS
    if left in _DASHES:
        return True
    if left == "-":
        return start > 2 and text[start - 2] in BLANKS and text[start - 3] in _DIGITS
    return left in _BEFORE_NUMBER


def _closes(text: str, start: int, end: int, right: str) -> bool:
    """Whether what stands behind a blank belongs to the number before it."""
    if right == "-":
        return text[end + 1 : end + 2] != "" and text[end + 1] in BLANKS and text[end + 2 : end + 3].isdecimal()
    if not _is_han(right):
        return right in _BEHIND_NUMBER or (right in _DASHES and _stands_between(text, end))
    line = max(text.rfind("\n", 0, start), start - 12) + 1
    number = _NUMBERING.search(text, line, start)
    if number is not None:
        at = number.start()
        if names_number(text[max(line, at - LONGEST_NAME) : at].strip(BLANKS)):
            return False
        opens_line = not text[text.rfind("\n", 0, start) + 1 : at].strip(BLANKS)
        if opens_line:
            return right in "年月日" or units().match(text, end) is not None or right in _MAGNITUDES
    return True


def names_number(before: str) -> bool:
    """Whether a number behind these words belongs to a name: 专栏3, （见表1.

    Examples
    --------
    >>> names_number("见表"), names_number("名代表"), names_number("专栏")
    (True, False, True)
    """
    return before.endswith(_NAMED) or _NAMED_ALONE.search(before) is not None


def _stands_between(text: str, at: int) -> bool:
    """Whether the dashes that begin here lead to a number: 2016 — 2020 年."""
    while at < len(text) and text[at] in _DASHES:
        at += 1
    while at < len(text) and text[at] in BLANKS:
        at += 1
    return at < len(text) and text[at] in _DIGITS


@by_lexicon()
def _unit_with_blanks() -> QuickPattern:
    """Return the pattern of what follows digits: magnitudes and a unit with blanks inside, and a qualifier behind."""
    blank = f"[{BLANKS}]?"
    surfaces = [s for s, _ in units().surfaces() if len(s) > 1 and all(map(_is_han, s))]
    apart = sorted({blank.join(s) for s in surfaces}, key=lambda s: (-len(s), s))
    lists = load_toml("qualifiers.toml", dict.fromkeys(_QUALIFIERS, bool))["behind"].values()
    behind = [word for words in lists for word in words if len(word) > 1]
    magnitude = "[十百千万亿]"
    return compile_quick(
        "unit with blanks",
        rf"(?<=[0-9０-９])(?:[多余几]?(?:{blank}{magnitude})+[多余]?{blank})?(?P<unit>{'|'.join(apart)}"
        rf"|{alternatives(s for s, _ in units().surfaces() if len(s) == 1)})(?:{blank}{alternatives(behind)})?",
        verbose=False,
    )


def _inside_units(text: str) -> list[_Edit]:
    """Return the blanks inside units and between a unit and its qualifier: 0.3 个 百分 点, 300万 元 以上.

    One blank alone may divide a unit from a word: 3个 月饼, 5人 次日.
    """
    found: list[_Edit] = []
    blanks = frozenset(BLANKS)
    for match in _unit_with_blanks().finditer(text):
        if blanks.isdisjoint(match[0]):
            continue
        start, unit = match.start(), match["unit"].split()
        first, end = match.span("unit")
        whole = len(unit) != 2 or units().lookup(unit[0]) is None or unit[1] == _POINT
        found += [
            (start + i, start + i + 1, "")
            for i, char in enumerate(match[0])
            if char in BLANKS and (whole or not first <= start + i < end)
        ]
    return found
