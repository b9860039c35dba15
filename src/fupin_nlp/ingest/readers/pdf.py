"""PDF: lines of text with their places on the page, put together to paragraphs; ruled tables as rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from fupin_nlp.ingest.likeness import chinese_share
from fupin_nlp.ingest.readers.parsed import Parsed, TextBuilder, Unreadable
from fupin_nlp.ingest.readers.pdf_layout import (
    Line,
    columns,
    is_turned,
    raised_digits,
    rows_without_rules,
    struck_twice,
    text_of,
    vertical_lines,
)
from fupin_nlp.ingest.superscript import raised

if TYPE_CHECKING:
    from pdfplumber.page import Page

__all__ = ["joins", "read_pdf"]

_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_PAGE_NUMBER = re.compile(
    r"[-—–－─ ·.]*\d{1,4}[-—–－─ ·.]*|第 ?\d{1,4} ?页(?:[ /，,]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}"
)
_DIGITS = re.compile(r"\d+")
_MOST_UNMAPPED = 0.1  # share of characters without a meaning from which the text is worth nothing
_LEAST_CHINESE = 0.35
"""Text below this share of common characters is no Chinese, see `chinese_share`: intact reports have 0.8 and more, text
through a wrong map of characters is below 0.1."""
_MOST_UNIFORM = 0.3
"""Share of one character among all Chinese ones; 的, the most frequent, has 0.04."""
_JUDGED_FROM = 40  # characters; less is not judged
_RUNNING = 3  # pages on which a line must be the same to be a running head
_WIDE_TITLE = 0.8  # of the width of the text
_STOPS = "。！？!?：:；;"


class _Table(NamedTuple):
    rows: list[list[str]]
    top: float
    page: int


class _Break(NamedTuple):
    """Where one column ends and another begins: no line goes on over it."""


_BREAK = _Break()


def read_pdf(data: bytes) -> Parsed:
    """Return the text of a PDF, page numbers and running heads less.

    Raises
    ------
    Unreadable
        If it is protected, broken, has no text layer, or its font map is broken so that characters mean nothing.
    """
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFSyntaxError
    from pdfplumber import open as open_pdf
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with open_pdf(io.BytesIO(data)) as pdf:
            pages = [list(_items(page, number)) for number, page in enumerate(pdf.pages, 1)]
    except (PdfminerException, PDFPasswordIncorrect, PDFSyntaxError) as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise Unreadable("protected by a password; save it without one") from error
        raise Unreadable(f"the file is broken: {type(cause).__name__} {cause}".strip()) from error
    if not pages:
        raise Unreadable("the file is broken: it has no pages")
    _refuse_without_text(pages)
    left_out = _furniture(pages)
    lines = TextBuilder()
    _write(pages, left_out, lines)
    meta = {"pages": str(len(pages))}
    empty = [str(i) for i, page in enumerate(pages, 1) if not page]
    if empty:
        meta["pages_without_text"] = ",".join(empty)
    if left_out:
        meta["page_furniture"] = str(len(left_out))
    return lines.parsed("pdf", meta)


def _items(page: Page, number: int) -> Iterator[Line | _Table | _Break]:
    """Yield lines and tables of a page in the order in which they are read, and forget the page."""
    ruled = len(page.lines) + len(page.rects) + len(page.curves) >= 4
    plain = _plain(page)
    tables = plain.find_tables() if ruled else []
    tables = [table for table in tables if len(table.rows) > 1 or len(table.rows[0].cells) > 1]
    boxes = [table.bbox for table in tables]
    rest = plain.filter(lambda item: not _is_within(item, boxes)) if boxes else plain
    upright = [] if tables else vertical_lines(rest.chars, float(page.width), number)
    if upright:
        yield from upright
        page.close()
        return
    found: list[Line | _Table] = [
        _Table([[cell or "" for cell in row] for row in table.extract()], table.bbox[1], number) for table in tables
    ]
    areas = [] if tables else columns(rest.chars)
    if areas:
        for area in areas:
            yield _BREAK
            yield from _lines(rest.within_bbox(area, relative=False, strict=False), number)
    else:
        found += _lines(rest, number)
    page.close()
    yield from sorted(found, key=lambda item: item.top)


def _plain(page: Page) -> Page:
    """Return a page without what is drawn a second time and the few characters that stand askew, its notes marked."""
    chars = page.chars
    for i in raised_digits(chars):
        chars[i]["text"] = raised(chars[i]["text"])
    twice = {id(chars[i]) for i in struck_twice(chars)}
    askew = [char for char in chars if is_turned(char)]
    if 2 * len(askew) < len(chars):
        twice |= {id(char) for char in askew}
    return page.filter(lambda item: id(item) not in twice) if twice else page


def _lines(page: Page, number: int) -> list[Line | _Table]:
    """Return the lines of a page or a part of one; rows that gaps divide into cells are a table."""
    rows = page.extract_text_lines(return_chars=True, x_tolerance_ratio=0.3)
    rows = [row for row in rows if row["text"].strip()]
    found: list[Line | _Table] = []
    tables = {rows_.first: rows_.cells for rows_ in rows_without_rules([row["chars"] for row in rows])}
    at = 0
    while at < len(rows):
        row = rows[at]
        if at in tables:
            found.append(_Table(tables[at], row["top"], number))
            at += len(tables[at])
            continue
        size = max((char["size"] for char in row["chars"]), default=10.0)
        text = text_of(row["chars"], row["text"].strip())
        found.append(Line(text, row["x0"], row["x1"], row["top"], size, number))
        at += 1
    return found


def _is_within(item: dict[str, Any], boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    if item.get("object_type") != "char":
        return False
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def _refuse_without_text(pages: Sequence[Sequence[Line | _Table | _Break]]) -> None:
    text = "".join(
        item.text if isinstance(item, Line) else "".join(map("".join, item.rows))
        for page in pages
        for item in page
        if not isinstance(item, _Break)
    )
    if not text.strip():
        raise Unreadable("no text layer: the pages are pictures; let a program for text recognition (OCR) add one")
    unmapped = sum(1 for _ in _UNMAPPED.finditer(text))
    length = len(_UNMAPPED.sub("?", text))
    garbled = (
        length >= _JUDGED_FROM and not text.isascii() and (chinese_share(text) < _LEAST_CHINESE or _is_uniform(text))
    )
    if unmapped > _MOST_UNMAPPED * length or garbled:
        raise Unreadable(
            "the font map is broken: the characters on the page have lost their meaning; print it to a new PDF from "
            "the original document, or let a program for text recognition (OCR) read it"
        )


def _is_uniform(text: str) -> bool:
    """Whether one character stands for most others, as where the font had none of them."""
    letters = Counter(c for c in text if c > "\u2e7f")
    return bool(letters) and letters.most_common(1)[0][1] > _MOST_UNIFORM * letters.total()


def _furniture(pages: Sequence[Sequence[Line | _Table | _Break]]) -> set[Line]:
    """Return the page numbers and running heads: at the edge of a page, alike but for the number on many pages."""
    edges: list[Line] = []
    for page in pages:
        lines = [item for item in page if isinstance(item, Line)]
        edges += [*lines[:2], *lines[2:][-2:]]
    like = Counter((_DIGITS.sub("#", line.text), round(line.top / 10)) for line in edges)
    needed = max(_RUNNING, len(pages) // 3)
    found = {line for line in edges if like[_DIGITS.sub("#", line.text), round(line.top / 10)] >= needed}
    return found | {line for line in edges if _PAGE_NUMBER.fullmatch(line.text)}


def _write(pages: Sequence[Sequence[Line | _Table | _Break]], left_out: set[Line], out: TextBuilder) -> None:
    """Write paragraphs and tables; a paragraph may go on over a page."""
    kept = [line for page in pages for line in page if isinstance(line, Line) and line not in left_out]
    left, right, indented = _margins(kept)
    paragraph: list[Line] = []
    tables = 0
    for page in pages:
        for item in page:
            if isinstance(item, _Break):
                _close(paragraph, out)
            elif isinstance(item, _Table):
                _close(paragraph, out)
                tables += 1
                for number, row in enumerate(item.rows, 1):
                    place = f"第{item.page}页 表{tables} 第{number}行第"
                    out.add_row([(cell.replace("\n", ""), f"{place}{i}列") for i, cell in enumerate(row, 1)])
            elif item not in left_out:
                if paragraph and not joins(paragraph[-1], item, (left, right), indented=indented):
                    _close(paragraph, out)
                paragraph.append(item)
    _close(paragraph, out)


def _close(paragraph: list[Line], out: TextBuilder) -> None:
    if paragraph:
        last = ""
        parts = []
        for line in paragraph:
            between = " " if _is_latin(last[-1:]) and _is_latin(line.text[0]) else ""
            parts.append((between + line.text, f"第{line.page}页"))
            last = line.text
        out.add_parts(parts)
        paragraph.clear()


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _margins(lines: Sequence[Line]) -> tuple[float, float, bool]:
    """Return the left and right margin of the running text, and whether paragraphs begin with an indent."""
    if not lines:
        return 0.0, 0.0, False
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    left, right = lefts[len(lefts) // 10], rights[len(rights) - 1 - len(rights) // 10]
    indented = sum(1.2 <= (line.left - left) / line.size <= 3.2 for line in lines)
    return left, right, indented * 20 >= len(lines)


def _is_title(line: Line, following: Line, width: float) -> bool:
    """Whether two lines are one title: centred one above the other, and the first as wide as a title can be."""
    same = line.page == following.page and abs(line.size - following.size) <= 0.02 * line.size
    near = 0 < following.top - line.top <= 2.2 * line.size
    shifted = abs((line.left + line.right) - (following.left + following.right)) <= line.size
    inside = following.left - line.left > 1.5 * line.size
    return same and near and shifted and inside and line.right - line.left >= _WIDE_TITLE * width


def joins(line: Line, following: Line, margins: tuple[float, float], *, indented: bool) -> bool:
    """Whether a line goes on in the next: it is full, and the next begins at the margin, in the same size.

    Examples
    --------
    >>> full, next_line = Line("今年以来，全", 90, 500, 100, 16, 1), Line("县脱贫。", 90, 160, 130, 16, 1)
    >>> joins(full, next_line, (90, 500), indented=True), joins(next_line, full, (90, 500), indented=True)
    (True, False)
    """
    left, right = margins
    is_full = line.right >= right - 1.7 * line.size
    if _is_title(line, following, right - left):
        return True
    at_margin = following.left <= left + 0.7 * following.size
    same_size = abs(line.size - following.size) <= 0.15 * line.size
    near = following.page != line.page or following.top - line.top <= 4 * line.size
    if not (is_full and at_margin and same_size and near):
        return False
    return indented or line.text[-1] not in _STOPS
