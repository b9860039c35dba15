"""Which lines of a page are the report.

Features of lines only (punctuation, length, words that mark furniture, repetition, position, vocabulary shared with
the rest); no rule about one site. A lost paragraph is worse than a kept menu: what is not plainly furniture is body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fupin_nlp.clean.lines import Line, bigrams, split_lines
from fupin_nlp.clean.masthead import Masthead, read_masthead
from fupin_nlp.clean.repetition import doubled_lines, repeated_lines
from fupin_nlp.model import LeftOut, Span

__all__ = ["Page", "find_body"]

_FURNITURE = frozenset({"control", "breadcrumb", "menu", "url", "notice", "credit", "page_number", "list_head"})
_HEAD_MARKS = _FURNITURE | {"date", "meeting", "byline"}
# Share of a paragraph's character pairs that the rest of the report has too. On the five reports and 19 provincial
# ones paragraphs of the body have 0.2 and more, abstracts of other papers below 0.1.
_RELATED = 0.2
_LONG = 40
_REASONS = {
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
}


@dataclass(frozen=True, slots=True)
class Page:
    """The body of a page, the rest with its reasons, and what the page says about itself."""

    body: tuple[Span, ...]
    left_out: tuple[LeftOut, ...]
    meta: Mapping[str, str]


def find_body(text: str, *, table: bool = False, furniture: Sequence[LeftOut] = ()) -> Page:
    r"""Divide a text into the report and the rest.

    Parameters
    ----------
    text : str
        Clean text, simplified or traditional.
    table : bool
        The text is a table (CSV): all of it is body.
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
    >>> page = find_body("\n".join(lines))
    >>> [span for span in page.body], [part.reason for part in page.left_out]
    ([Span(start=3, end=40)], ['control of the page', 'list of other documents'])
    """
    lines = split_lines(text)
    reasons: list[str | None] = [None] * len(lines)
    masthead = Masthead({}, frozenset())
    if not table and any(line.kind == "prose" or line.is_substantial for line in lines):
        _leave_known(lines, reasons, furniture)
        _leave_lists(lines, reasons)
        _leave_tail(lines, reasons)
        masthead = _leave_head(lines, reasons)
        _leave_single_lines(lines, reasons)
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


def _leave_lists(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark link lists: from their heading to where the report goes on, or to the end."""
    # Long lines, and whole ones among them, from each line to the end: [ordinal] → (long, whole).
    behind = [(0, 0)]
    for line in reversed(lines):
        is_long = len(line.text) >= _LONG and line.kind != "notice"
        behind.append((behind[-1][0] + is_long, behind[-1][1] + (is_long and line.is_substantial)))
    behind.reverse()
    vocabulary: set[str] | None = None
    i = 0
    while i < len(lines):
        if lines[i].kind != "list_head":
            i += 1
            continue
        # Teasers of other documents are cut off in mid-sentence. Where most long lines are whole, they are the report
        # going on around a box; where most are cut, a whole one must share the report's words.
        long, whole = behind[i + 1]
        cut = 0 < whole < long - whole
        if cut and vocabulary is None:
            vocabulary = bigrams("\n".join(line.text for line in lines[:i] if line.is_substantial))
        end = i + 1
        while end < len(lines) and not (whole and _goes_on(lines, end, vocabulary if cut else None)):
            end += 1
        for k in range(i, end):
            reasons[k] = _REASONS["list_head"]
        i = end


def _goes_on(lines: list[Line], i: int, vocabulary: set[str] | None) -> bool:
    """Whether the report goes on at a line after a link list."""
    line = lines[i]
    if line.kind == "numbered" and not line.is_substantial:
        following = next((other for other in lines[i + 1 :] if other.kind != "blank"), None)
        return following is not None and following.kind == "prose" and _goes_on_with(following, vocabulary)
    return _goes_on_with(line, vocabulary)


def _goes_on_with(line: Line, vocabulary: set[str] | None) -> bool:
    if not line.is_substantial:
        return False
    own = bigrams(line.text)
    return not vocabulary or not own or len(own & vocabulary) >= _RELATED * len(own)


def _leave_tail(lines: list[Line], reasons: list[str | None]) -> None:
    """Mark what follows the last paragraph: everything from the first credit, control or notice on, and link lists."""
    last = max((i for i, line in enumerate(lines) if _is_anchor(line) and reasons[i] is None), default=-1)
    if last < 0:
        return
    marked = False
    for i in range(last + 1, len(lines)):
        kind = lines[i].kind
        marked = marked or kind in _FURNITURE
        if reasons[i] is None and kind != "blank" and (marked or kind == "bullet"):
            reasons[i] = _REASONS.get(kind, "below the report")


def _is_anchor(line: Line) -> bool:
    return line.kind == "prose" or line.is_substantial


def _leave_head(lines: list[Line], reasons: list[str | None]) -> Masthead:
    """Mark what stands above the first paragraph: navigation, title, date, issuer."""
    first = next((i for i, line in enumerate(lines) if _is_anchor(line)), 0)
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
        if reasons[i] is None and line.kind in ("control", "credit", "notice", "url", "page_number", "breadcrumb"):
            reasons[i] = _REASONS[line.kind]


def _spans(lines: list[Line], reasons: list[str | None]) -> tuple[tuple[Span, ...], tuple[LeftOut, ...]]:
    """Join neighbouring lines of one fate; blank lines go with what precedes them."""
    body: list[Span] = []
    left: list[LeftOut] = []
    fates: list[str | None] = []
    for line, reason in zip(lines, reasons, strict=True):
        fates.append(fates[-1] if line.kind == "blank" and fates and reason is None else reason)
    for i, (line, fate) in enumerate(zip(lines, fates, strict=True)):
        joins = i > 0 and fates[i - 1] == fate
        if fate is None:
            if joins:
                body[-1] = Span(body[-1].start, line.end)
            else:
                body.append(Span(line.start, line.end))
        elif joins:
            left[-1] = LeftOut(left[-1].start, line.end, fate)
        else:
            left.append(LeftOut(line.start, line.end, fate))
    return tuple(body), tuple(left)
