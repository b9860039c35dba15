"""Which lines of a page are the report.

Features of lines only (punctuation, length, words that mark furniture, repetition, position, vocabulary shared with
the rest); no rule about one site. A lost paragraph is worse than a kept menu: what is not plainly furniture is body.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import regex

from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.furniture import is_certain_notice
from fupin_nlp.clean.headlines import leave_headlines
from fupin_nlp.clean.lines import Line, bigrams, split_lines
from fupin_nlp.clean.masthead import Masthead, read_masthead
from fupin_nlp.clean.repetition import doubled_lines, repeated_lines
from fupin_nlp.clean.sections import leave_articles, leave_comments, leave_contents, leave_lists
from fupin_nlp.clean.sheets import head_key, sheets_of
from fupin_nlp.model import LeftOut, Span

__all__ = ["Page", "find_body"]

_FURNITURE: Final = frozenset(
    {"control", "breadcrumb", "menu", "url", "notice", "credit", "page_number", "list_head", "comment_head", "post"}
)
_HEAD_MARKS: Final = _FURNITURE | {"foreign", "file", "date", "meeting", "byline", "editor_note"}
_SINGLE: Final = frozenset({"control", "credit", "notice", "url", "page_number", "breadcrumb", "editor_note"})
# Bullets below the report are its own list where they share so many pairs of characters with it; headlines do not.
_RELATED: Final = 0.2
_CELL: Final = 2
_FIGURE: Final = regex.compile(
    r"\d[\d.]*+[万亿多余]{0,2}(?:[元户人名个家项次亩吨件起份所条处座台辆只头株场期种篇%％]|公里|平方)", regex.VERSION1
)
_CLAUSES: Final = regex.compile("[，；。]", regex.VERSION1)
_OF_REPORT: Final = regex.compile(r"\d[\d.]*+[万亿千百多余]{0,3}(?:元|户|亩|吨|公里|平方|[%％])", regex.VERSION1)
_REASONS: Final = {
    "control": "control of the page",
    "breadcrumb": "navigation",
    "menu": "navigation",
    "url": "address of the page",
    "notice": "notice of the site",
    "credit": "credit line",
    "byline": "issuer or author",
    "date": "date line",
    "meeting": "date line",
    "page_number": "page number",
    "list_head": "list of other documents",
    "comment_head": "comments of readers",
    "post": "head of a post",
    "editor_note": "note of the editor",
    "foreign": "furniture in another language",
    "file": "file to download",
}


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a page, the rest with its reasons, and what the page says about itself."""

    body: tuple[Span, ...]
    left_out: tuple[LeftOut, ...]
    meta: Mapping[str, str]


def find_body(
    facts: Facts, *, table: bool = False, heads: Collection[str] = (), furniture: Sequence[LeftOut] = ()
) -> Page:
    r"""Divide a text into the report and the rest.

    Parameters
    ----------
    facts : Facts
        Of the clean text, simplified or traditional.
    table : bool
        The text is a table (CSV): all of it is body but for the known furniture.
    heads : collection of str
        Running heads that were taken out of sentences: elsewhere they are left out.
    furniture : sequence of LeftOut
        What is known not to be the report, in order, disjoint: the markup of a page tells it.

    Returns
    -------
    Page
        Body and left-out spans are in order and cover the text together. A text without a single paragraph of
        prose (a list, a poem, a table) is body as a whole.

    Examples
    --------
    >>> lines = ["打印", "今年以来，全市脱贫7800户，投入资金300万元，各项工作取得明显成效。", "相关阅读", "贷款超600亿"]
    >>> page = find_body(Facts("\n".join(lines)))
    >>> [span for span in page.body], [part.reason for part in page.left_out]
    ([Span(start=3, end=40)], ['control of the page', 'list of other documents'])
    """
    lines = split_lines(facts)
    reasons: list[str | None] = [None] * len(lines)
    masthead = Masthead({}, frozenset())
    _leave_known(lines, reasons, furniture)
    if not table and any(line.kind == "prose" or line.is_substantial for line in lines):
        _read_figures_as_prose(lines)
        leave_lists(lines, reasons)
        leave_comments(lines, reasons)
        leave_articles(lines, reasons)
        leave_contents(lines, reasons)
        leave_headlines(lines, reasons)
        _leave_tail(lines, reasons)
        masthead = _leave_head(lines, reasons)
        _leave_single_lines(lines, reasons)
        _leave_running_heads(facts, lines, reasons, heads)
        for i in doubled_lines(lines, reasons):
            reasons[i] = "line printed twice"
        for i in repeated_lines(lines, reasons):
            reasons[i] = "second printing of the same text"
    return Page(*_spans(lines, reasons), masthead.meta)


def _leave_known(lines: list[Line], reasons: list[str | None], furniture: Sequence[LeftOut]) -> None:
    """Mark the lines that lie in known furniture, at least for the larger part."""
    i = 0
    for part in furniture:
        while i < len(lines) and lines[i].end <= part.start:
            i += 1
        while i < len(lines) and lines[i].start < part.end:
            inside = min(lines[i].end, part.end) - max(lines[i].start, part.start)
            if lines[i].kind != "blank" and 2 * inside >= len(lines[i].text):
                reasons[i] = part.reason
                lines[i].kind = "menu"  # whatever it looks like: it is no title and no paragraph of the report
            if lines[i].end > part.end:
                break
            i += 1


def _read_figures_as_prose(lines: list[Line]) -> None:
    """Take a line with figures for the report's, though it has words of notices or credits: 建成微信公众号120个.

    What speaks of the site or its reader is a notice with figures, too, unless it has the words of the report.
    """
    doubtful = [line for line in lines if line.kind == "notice" and _FIGURE.search(line.text)]
    vocabulary = bigrams("\n".join(line.text for line in lines if line.is_substantial)) if doubtful else set()
    for line in doubtful:
        own = bigrams(line.text)
        related = line.text[-1] == "。" and len(own & vocabulary) >= _RELATED * len(own)
        if related or not is_certain_notice(line.text):
            line.kind = "prose"
    for line in lines:
        # 来源：中央财政3亿元，省级2亿元 tells of money, not of the page.
        if line.kind == "credit" and _CLAUSES.search(line.text) and _OF_REPORT.search(line.text):
            line.kind = "prose"


def _leave_tail(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark what follows the last paragraph: everything from the first credit, control or notice on, and link lists."""
    backwards = range(len(lines) - 1, -1, -1)
    last = next((i for i in backwards if reasons[i] is None and _is_anchor(lines[i])), -1)
    if last < 0:
        return
    marked = False
    own_list = _has_own_bullets(lines, last)
    for i in range(last + 1, len(lines)):
        kind = lines[i].kind
        # A page number stands between the pages of a report as well.
        marked = marked or (kind in _FURNITURE and kind != "page_number" and not _may_be_cell(lines, i))
        own = kind in ("foreign", "file") or (kind == "bullet" and not own_list)
        if reasons[i] is None and kind != "blank" and (marked or own):
            reasons[i] = _REASONS.get(kind, "below the report")


def _may_be_cell(lines: list[Line], i: int) -> bool:
    """Whether a short control (共, 全部) stands alone between other lines, as a cell of a table does."""
    if lines[i].kind != "control" or len(lines[i].text) > _CELL:
        return False
    around = (
        next((lines[k].kind for k in ks if lines[k].kind != "blank"), "")
        for ks in (range(i - 1, -1, -1), range(i + 1, len(lines)))
    )
    return not any(kind in _FURNITURE for kind in around)


def _has_own_bullets(lines: list[Line], last: int) -> bool:
    """Whether the bullets below the last paragraph are a list of the report: announced by a colon, or of its words."""
    first = next((i for i in range(last + 1, len(lines)) if lines[i].kind == "bullet"), None)
    if first is None:
        return False
    if next(lines[i] for i in range(first - 1, -1, -1) if lines[i].kind != "blank").text[-1] in "：:":
        return True
    own = bigrams("\n".join(line.text for line in lines[first:] if line.kind == "bullet"))
    vocabulary = bigrams("\n".join(line.text for line in lines[: last + 1] if line.is_substantial))
    return len(own & vocabulary) >= _RELATED * len(own)


def _is_anchor(line: Line) -> bool:
    return line.kind == "prose" or line.is_substantial


def _leave_head(lines: list[Line], reasons: list[str | None]) -> Masthead:
    """Mark what stands above the first paragraph: navigation, title, date, issuer."""
    anchors = (i for i, line in enumerate(lines) if _is_anchor(line) and reasons[i] is None)
    first = next(anchors, next((i for i, line in enumerate(lines) if _is_anchor(line)), 0))
    while first > 0 and lines[first - 1].kind in ("numbered", "blank"):
        first -= 1  # the headings directly above belong to it
    masthead = read_masthead(lines, first)
    # A speech begins with its salutation; what stands above it is a caption or a lead.
    opening = next((i for i in range(first) if lines[i].is_salutation), 0)
    marks = [i for i in range(first) if lines[i].kind in _HEAD_MARKS or i in masthead.titles]
    for i in range(max(opening, marks[-1] + 1 if marks else 0)):
        line = lines[i]
        if line.kind in ("blank", "numbered") or reasons[i] is not None:
            continue
        reasons[i] = "title" if i in masthead.titles else _REASONS.get(line.kind, "above the report")
    return masthead


def _leave_single_lines(lines: list[Line], reasons: list[str | None]) -> None:
    for i, line in enumerate(lines):
        if reasons[i] is None and line.kind in _SINGLE and not _may_be_cell(lines, i):
            reasons[i] = _REASONS[line.kind]


def _leave_running_heads(facts: Facts, lines: list[Line], reasons: list[str | None], heads: Collection[str]) -> None:
    """Mark running heads and the page numbers beside them, and what was taken out of sentences as such."""
    rest, sheets = facts.written, sheets_of(facts)
    for n, what in sheets.certain.items():
        if n not in sheets.likely:
            reasons[rest[n]] = reasons[rest[n]] or what
    for i in rest if heads else ():
        if reasons[i] is None and head_key(lines[i].text) in heads:
            reasons[i] = "running head"


def _spans(lines: list[Line], reasons: list[str | None]) -> tuple[tuple[Span, ...], tuple[LeftOut, ...]]:
    """Join neighbouring lines of one fate; blank lines go with what precedes them."""
    body: list[Span] = []
    left: list[LeftOut] = []
    fates: list[str | None] = []
    for line, reason in zip(lines, reasons, strict=True):
        fates.append(fates[-1] if line.kind == "blank" and fates and reason is None else reason)
    start = 0
    for fate, group in groupby(fates):
        end = start + sum(1 for _ in group)
        span = Span(lines[start].start, lines[end - 1].end)
        if fate is None:
            body.append(span)
        else:
            left.append(LeftOut(*span, fate))
        start = end
    return tuple(body), tuple(left)
