"""Line breaks and page numbers inside sentences.

A document is hard-wrapped where the lengths of its running text cluster at one width, most lines of that width stop in
mid-sentence, and the breaks cut through words, which paragraphs, headings, lists and verses never do. Then a full line
goes on in the next. A page number between two halves of a sentence goes with the break; that is so in documents
without wraps, too.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.facts import Facts, Sheets
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.seams import (
    begins_anew,
    cut_certainly,
    cuts,
    has_cells,
    is_finished,
    is_heading,
    may_be_cut,
    number_goes_between,
)
from fupin_nlp.clean.sheets import sheet_lines, sheets_of

__all__ = ["find"]

_BLANK_LINE: Final = regex.compile(r"\n[^\S\n]*+\n|\r[^\S\r\n]*+\r", regex.VERSION1)
# Addresses and Latin text are not joined: where they are broken, nobody knows whether a space was there.
_LATIN_END: Final = regex.compile(r"(?=.{0,5}[A-Za-z])[!-~]{6}$", regex.VERSION1)
# What is not divided at a line end, with the punctuation that must not begin a line.
_TOKEN: Final = regex.compile(r"(?:[0-9A-Za-z.,%/:-]++|.)[，。、；：？！”）》%％]*+", regex.VERSION1)
_ASCII_WORD: Final = regex.compile(r"[A-Za-z]", regex.VERSION1)
_LOOSE_NUMBER: Final = regex.compile(r"\d[\d,.]*+[%％]?", regex.VERSION1)

_SHORTEST: Final = 15  # characters of a full line; verses and captions are shorter
_LONGEST: Final = 130
_LEAST_LINES: Final = 4
_LEAST_WITH_CERTAINTY = 2  # lines of one width are enough where one of the breaks cuts a word or number beyond doubt
# Share of the characters that must stand in lines no longer than the width: a page has other lines beside the text.
_LEAST_SHARE: Final = 0.7
# Of the lines that stop in mid-sentence, the share that must have the width (give or take); headings are the others.
_LEAST_AT_WIDTH: Final = 0.6
_LEAST_UNFINISHED: Final = 0.5
# Share of the breaks that cut a word or number. Chance gives 0.02 to 0.1 between lines of a list, wraps 0.35 to 0.6.
_LEAST_CUT: Final = 0.2
_INDENTED: Final = 0.6


class _Line(NamedTuple):
    """A line less its white space, and whether white space stood before it."""

    start: int
    end: int
    text: str
    indent: int


class _Wrap(NamedTuple):
    """The width at which a document is wrapped, and how to measure it."""

    measure: Callable[[str], int]
    width: int
    below: int
    above: int
    indent: int | None  # white space before the first line of a paragraph, None where nothing marks it

    def is_full(self, text: str) -> bool:
        """Whether a line has the width."""
        return self.width - self.below <= self.measure(text) <= self.width + self.above

    def is_full_before(self, text: str, following: str) -> bool:
        """Whether a line has the width, or would have exceeded it with the first token of the next line."""
        width = self.measure(text)
        if width > self.width + self.above or 2 * width < self.width:
            return False
        token = _TOKEN.match(following)
        return width + (self.measure(token[0]) if token else 0) >= self.width - self.below // 2 or self.is_full(text)


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that join what a line break or a page number divides."""
    if context.format == "csv":
        return []
    rows = facts.written
    texts = [facts.lines.texts[i] for i in rows]
    loose = _loose_numbers(texts)
    if loose:
        sheets = sheet_lines(["" if i in loose else content for i, content in enumerate(texts)])
    else:
        sheets = sheets_of(facts)
    rest = [i for i in range(len(rows)) if i not in sheets.certain]
    wrap = _wrap_of([_line(facts, rows[i]) for i in rest]) if _may_wrap(facts.text) else None
    patches = []
    for i, k in pairwise(rest):
        if wrap is None and k == i + 1 and not may_be_cut(texts[i]) and i not in loose and k not in loose:
            continue
        left, right = _line(facts, rows[i]), _line(facts, rows[k])
        if i in loose or k in loose:
            reason = "number on a line of its own"
        else:
            reason = _why_joined(facts.text, left, right, wrap, _between(i, k, sheets))
        if reason:
            if k > i + 1:
                reason += ", and " + ", ".join(f"{sheets.certain[n]} {texts[n]}" for n in range(i + 1, k))
            patches.append(Patch(left.end, right.start, _glue(left.text, right.text), reason))
    return patches


def _line(facts: Facts, i: int) -> _Line:
    starts, texts = facts.lines
    content = texts[i]
    indent = facts.text[starts[i] : starts[i + 1]].find(content)
    start = starts[i] + indent
    return _Line(start, start + len(content), content, indent)


def _may_wrap(text: str) -> bool:
    """Whether a look at the lengths of lines makes a closer look worth while."""
    lengths = list(map(len, text.split("\n")))
    short = sum([length for length in lengths if length <= _LONGEST])
    return len(lengths) > _LEAST_WITH_CERTAINTY and short >= _LEAST_SHARE * len(text)


def _loose_numbers(texts: Sequence[str]) -> frozenset[int]:
    """Return the lines that are a number only, torn out of a sentence: the next line begins with its unit."""
    return frozenset(
        i
        for i, content in enumerate(texts)
        if content[0].isdecimal()
        and 0 < i < len(texts) - 1
        and _LOOSE_NUMBER.fullmatch(content)
        and number_goes_between(texts[i - 1], content, texts[i + 1])
    )


def _is_whole(content: str, wrap: _Wrap | None) -> bool:
    """Whether a line is the end of a sentence, and no width tells that it goes on all the same."""
    return (wrap is None or wrap.indent is None) and is_finished(content)


def _between(i: int, k: int, sheets: Sheets) -> str:
    """Return what paper left between two lines: nothing, something that is certain, or something likely."""
    if k == i + 1:
        return ""
    return "likely" if any(n in sheets.likely for n in range(i + 1, k)) else "certain"


def _columns(text: str) -> int:
    """Return the width on a screen: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" or c in "“”‘’…—·" else 1 for c in text)


def _wrap_of(lines: Sequence[_Line]) -> _Wrap | None:
    """Return how a document is wrapped, None if it is not."""
    unfinished = [
        (a, b)
        for a, b in pairwise(lines)
        if len(a.text) >= _SHORTEST and not is_finished(a.text) and not has_cells(a.text)
    ]
    if len(unfinished) < _LEAST_WITH_CERTAINTY:
        return None
    wraps = [_fit([a.text for a, _ in unfinished], len, 2, 6), _fit([a.text for a, _ in unfinished], _columns, 4, 4)]
    share, wrap = max(wraps, key=lambda w: w[0])
    if share < _LEAST_AT_WIDTH or not _runs_at(wrap, lines):
        return None
    borders = [(a, b) for a, b in unfinished if wrap.is_full(a.text)]
    cut = sum(cuts(a.text, b.text) or bool(cut_certainly(a.text, b.text)) for a, b in borders)
    # A comma at the end shows that the sentence goes on, but verses have it, too.
    evidence = cut + sum(a.text[-1] in "，、" for a, _ in borders) / 2
    if len(borders) < _LEAST_WITH_CERTAINTY or not cut or evidence < _LEAST_CUT * len(borders):
        return None
    if len(borders) < _LEAST_LINES and not any(cut_certainly(a.text, b.text) for a, b in borders):
        return None
    return wrap._replace(indent=_paragraph_indent(lines, wrap))


def _fit(texts: Sequence[str], measure: Callable[[str], int], below: int, above: int) -> tuple[float, _Wrap]:
    """Return the width that most lines have, and the share of the lines that have it."""
    widths = Counter(map(measure, texts))
    score, width = max((sum(widths[w] for w in range(x - below, x + above + 1)), widths[x], x) for x in widths)[::2]
    return score / len(texts), _Wrap(measure, width, below, above, None)


def _runs_at(wrap: _Wrap, lines: Sequence[_Line]) -> bool:
    """Whether the text runs at this width: little is longer, and most lines of the width are unfinished."""
    full = [line for line in lines if wrap.is_full(line.text)]
    unfinished = sum(not is_finished(line.text) for line in full)
    total = sum(len(line.text) for line in lines)
    longer = sum(len(line.text) for line in lines if wrap.measure(line.text) > wrap.width + wrap.above)
    return unfinished >= _LEAST_UNFINISHED * len(full) and longer <= (1 - _LEAST_SHARE) * total


def _paragraph_indent(lines: Sequence[_Line], wrap: _Wrap) -> int | None:
    """Return the least white space before a new paragraph, if paragraphs are marked so and other lines have less."""
    first, within = [], []
    for a, b in pairwise(lines):
        if not wrap.is_full(a.text):
            first.append(b.indent)
        elif not is_finished(a.text):
            within.append(b.indent)
    usual = statistics.median_low(within)
    marked = [indent for indent in first if indent > usual]
    return min(marked) if marked and len(marked) >= _INDENTED * len(first) else None


def _why_joined(text: str, left: _Line, right: _Line, wrap: _Wrap | None, between: str) -> str:
    """Return why a line goes on in the next, or nothing; `between` says what paper left between them."""
    if not between and _is_whole(left.text, wrap):
        return ""
    if has_cells(left.text) or has_cells(right.text) or _ends_in_latin(left.text):
        return ""
    cut = cut_certainly(left.text, right.text)
    if between == "likely" and not cut and not (left.text[-1].isdigit() and right.text[0].isdigit()):
        return ""
    at_width = _why_at_width(text, left, right, wrap, paged=bool(between))
    if at_width or not cut:
        return at_width
    return f"line broken inside a {cut}"


def _ends_in_latin(content: str) -> bool:
    return content[-1].isascii() and _LATIN_END.search(content, max(0, len(content) - 6)) is not None


def _why_at_width(text: str, left: _Line, right: _Line, wrap: _Wrap | None, *, paged: bool) -> str:
    """Return why a line goes on in the next, by the width of the lines and the page number between them."""
    if wrap is None and not paged:
        return ""
    finished = is_finished(left.text)
    goes_on = left.text[-1] in "，、（(“《" or cuts(left.text, right.text)
    if begins_anew(right.text) and (finished or not goes_on):
        return ""
    if wrap is None:
        joins = not finished and len(left.text) >= _SHORTEST and (goes_on or is_finished(right.text))
        return "page break" if joins else ""
    if wrap.indent is not None and right.indent >= wrap.indent:
        return ""
    if not wrap.is_full_before(left.text, right.text):
        return ""
    blank = not paged and _BLANK_LINE.search(text, pos=left.end, endpos=right.start) is not None
    certain = not blank and (wrap.indent is not None if finished else not is_heading(left.text))
    joins = certain or (goes_on and not finished)
    return f"line broken at width {wrap.width}" if joins else ""


def _glue(left: str, right: str) -> str:
    """Return what stands between two halves: a space between Latin words, else nothing."""
    return " " if _ASCII_WORD.match(left[-1]) and _ASCII_WORD.match(right[0]) else ""
