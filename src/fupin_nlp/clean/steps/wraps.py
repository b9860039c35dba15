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
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import regex

from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.words import is_word

__all__ = ["find"]

_LINE = regex.compile(r"[^\n\r\v\f\u2028\u2029\x85]++", regex.VERSION1)
_SPACES = " \t\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff"
_DASH = "[—–―－─-]{1,2}"
_GAP = "[ \\u3000]*+"
_PAGE = (
    rf"{_DASH}{_GAP}\d{{1,4}}{_GAP}{_DASH}"
    rf"|第{_GAP}\d{{1,4}}{_GAP}页(?:{_GAP}[/，,]?{_GAP}共{_GAP}\d{{1,4}}{_GAP}页)?+"
)
_PAGE_LINE = regex.compile(_PAGE, regex.VERSION1)
_HAS_PAGE_LINE = regex.compile(rf"[\n\r\f][{_SPACES}]*+(?:{_PAGE})[{_SPACES}]*+[\n\r\f]", regex.VERSION1)
_BARE_NUMBER = regex.compile(r"\d{1,4}", regex.VERSION1)
_CELLS = regex.compile(r"\t|\S[ \u3000]{2,}+\S", regex.VERSION1)
_BEGINS_ANEW = regex.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.．]|[章节節条條款](?!\p{Han}{0,2}[、，。])|部分)|[（(][一二三四五六七八九十\d]{1,4}[)）]"
    r"|\d{1,2}(?:[.．、](?!\d)|[）)])|[①-⑳●○■□▪▸►▶★☆※◆◇•·→]|——|附件|附录|附[:：]|[［\[【]",
    regex.VERSION1,
)
_BLANK_LINE = regex.compile(r"\n[^\S\n]*+\n|\r[^\S\r\n]*+\r", regex.VERSION1)
_STOPS = "。！？!?…：:"
_CLOSING = "”’」』）)》\"'"
# Addresses and Latin text are not joined: where they are broken, nobody knows whether a space was there.
_LATIN_END = regex.compile(r"(?=.{0,5}[A-Za-z])[!-~]{6}$", regex.VERSION1)
# What is not divided at a line end, with the punctuation that must not begin a line.
_TOKEN = regex.compile(r"(?:[0-9A-Za-z.,%/:-]++|.)[，。、；：？！”）》%％]*+", regex.VERSION1)
_ASCII_WORD = regex.compile(r"[A-Za-z]", regex.VERSION1)
_MAGNITUDES = "万亿千百元人户个%％"

_SHORTEST = 15  # characters of a full line; verses and captions are shorter
_LONGEST = 130
_LEAST_LINES = 4
# Share of the characters that must stand in lines no longer than the width: a page has other lines beside the text.
_LEAST_SHARE = 0.7
# Of the lines that stop in mid-sentence, the share that must have the width (give or take); headings are the others.
_LEAST_AT_WIDTH = 0.6
_LEAST_UNFINISHED = 0.5
# Share of the breaks that cut a word or number. Chance gives 0.02 to 0.1 between lines of a list, wraps 0.35 to 0.6.
_LEAST_CUT = 0.2
_INDENTED = 0.6


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


def find(text: str, context: Context) -> list[Patch]:
    """Return the patches that join what a line break or a page number divides."""
    if context.format == "csv" or not _may_be_broken(text):
        return []
    lines = [line for found in _LINE.finditer(text) if (line := _stripped(found.start(), found[0])) is not None]
    pages = _page_numbers(lines)
    rest = [line for i, line in enumerate(lines) if i not in pages]
    wrap = _wrap_of(rest)
    if wrap is None and not pages:
        return []
    patches = []
    for left, right, between in _neighbours(lines, pages):
        reason = _why_joined(text, left, right, wrap, paged=bool(between))
        if reason:
            if between:
                reason += f" and page number {between}"
            patches.append(Patch(left.end, right.start, _glue(left.text, right.text), reason))
    return patches


def _may_be_broken(text: str) -> bool:
    """Whether a look at the lengths of lines, or a page number, makes a closer look worth while."""
    lengths = [len(line) for line in text.split("\n")]
    short = sum(length for length in lengths if length <= _LONGEST)
    wrapped = len(lengths) > _LEAST_LINES and short >= _LEAST_SHARE * len(text)
    return wrapped or _HAS_PAGE_LINE.search(text) is not None


def _stripped(start: int, line: str) -> _Line | None:
    left = line.lstrip(_SPACES)
    content = left.rstrip(_SPACES)
    indent = len(line) - len(left)
    return _Line(start + indent, start + indent + len(content), content, indent) if content else None


def _page_numbers(lines: Sequence[_Line]) -> dict[int, str]:
    """Return the lines that are page numbers: with dashes or 第…页, or bare numbers that count up."""
    found = {i: line.text for i, line in enumerate(lines) if _PAGE_LINE.fullmatch(line.text)}
    bare = {i: int(line.text) for i, line in enumerate(lines) if _BARE_NUMBER.fullmatch(line.text)}
    numbers = list(bare.values())
    if len(numbers) > 1 and all(b == a + 1 for a, b in pairwise(numbers)):
        found |= {i: lines[i].text for i in bare}
    return found


def _neighbours(lines: Sequence[_Line], pages: dict[int, str]) -> Iterator[tuple[_Line, _Line, str]]:
    """Yield each line with the next that is no page number, and the page number between them."""
    last: _Line | None = None
    between = ""
    for i, line in enumerate(lines):
        if i in pages:
            between = pages[i]
            continue
        if last is not None:
            yield last, line, between
        last, between = line, ""


def _columns(text: str) -> int:
    """Return the width on a screen: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" or c in "“”‘’…—·" else 1 for c in text)


def _wrap_of(lines: Sequence[_Line]) -> _Wrap | None:
    """Return how a document is wrapped, None if it is not."""
    unfinished = [
        (a, b)
        for a, b in pairwise(lines)
        if len(a.text) >= _SHORTEST and not _is_finished(a.text) and not _CELLS.search(a.text)
    ]
    if len(unfinished) < _LEAST_LINES:
        return None
    wraps = [_fit([a.text for a, _ in unfinished], len, 2, 6), _fit([a.text for a, _ in unfinished], _columns, 4, 4)]
    share, wrap = max(wraps, key=lambda w: w[0])
    if share < _LEAST_AT_WIDTH or not _runs_at(wrap, lines):
        return None
    borders = [(a, b) for a, b in unfinished if wrap.is_full(a.text)]
    cut = sum(_cuts(a.text, b.text) for a, b in borders)
    # A comma at the end shows that the sentence goes on, but verses have it, too.
    evidence = cut + sum(a.text[-1] in "，、" for a, _ in borders) / 2
    if len(borders) < _LEAST_LINES or not cut or evidence < _LEAST_CUT * len(borders):
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
    unfinished = sum(not _is_finished(line.text) for line in full)
    total = sum(len(line.text) for line in lines)
    longer = sum(len(line.text) for line in lines if wrap.measure(line.text) > wrap.width + wrap.above)
    return unfinished >= _LEAST_UNFINISHED * len(full) and longer <= (1 - _LEAST_SHARE) * total


def _paragraph_indent(lines: Sequence[_Line], wrap: _Wrap) -> int | None:
    """Return the least white space before a new paragraph, if paragraphs are marked so and other lines have less."""
    first, within = [], []
    for a, b in pairwise(lines):
        if not wrap.is_full(a.text):
            first.append(b.indent)
        elif not _is_finished(a.text):
            within.append(b.indent)
    usual = statistics.median_low(within)
    marked = [indent for indent in first if indent > usual]
    return min(marked) if marked and len(marked) >= _INDENTED * len(first) else None


def _is_finished(text: str) -> bool:
    last = text[-1]
    return last in _STOPS or (last in _CLOSING and text[-2:-1] != "" and text[-2] in _STOPS)


def _cuts(left: str, right: str) -> bool:
    """Whether a break between two lines cuts a word or a number."""
    a, b = left[-1], right[0]
    if a.isdigit():
        return b.isdigit() or b in _MAGNITUDES or b == "."
    if b in "，。、；：！？）”》%％":
        return True
    return (a in _MAGNITUDES and left[-2:-1].isdigit()) or ("\u3400" <= a <= "\u9fff" and is_word(a + b))


def _why_joined(text: str, left: _Line, right: _Line, wrap: _Wrap | None, *, paged: bool) -> str:
    """Return why a line goes on in the next, or nothing."""
    if _CELLS.search(left.text) or _CELLS.search(right.text) or _LATIN_END.search(left.text):
        return ""
    finished = _is_finished(left.text)
    goes_on = left.text[-1] in "，、（(“《" or _cuts(left.text, right.text)
    if _BEGINS_ANEW.match(right.text) and (finished or not goes_on):
        return ""
    if wrap is None:
        joins = not finished and len(left.text) >= _SHORTEST and (goes_on or _is_finished(right.text))
        return "page break" if paged and joins else ""
    if wrap.indent is not None and right.indent >= wrap.indent:
        return ""
    if not wrap.is_full_before(left.text, right.text):
        return ""
    blank = not paged and _BLANK_LINE.search(text, pos=left.end, endpos=right.start) is not None
    certain = not blank and (wrap.indent is not None if finished else not _is_heading(left.text))
    joins = certain or (goes_on and not finished)
    return f"line broken at width {wrap.width}" if joins else ""


def _is_heading(text: str) -> bool:
    """Whether an unfinished line may be a heading by itself: numbered, and not in its second sentence."""
    return _BEGINS_ANEW.match(text) is not None and "。" not in text and "；" not in text


def _glue(left: str, right: str) -> str:
    """Return what stands between two halves: a space between Latin words, else nothing."""
    return " " if _ASCII_WORD.match(left[-1]) and _ASCII_WORD.match(right[0]) else ""
