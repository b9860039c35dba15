"""Tables of text (CSV): their cells, and the column that holds the text of reports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import regex

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.model import LeftOut

__all__ = ["SENTENCES", "Cell", "document_names", "other_columns", "read_cells", "text_column", "text_names"]

_DELIMITERS: Final = ",\t;|"
SENTENCES: Final = regex.compile("[。！？；]", regex.VERSION1)
_KEYS: Final = ("text", "document")


class Cell(NamedTuple):
    """A cell: ``text[start:end]`` with its quotes, and whether it has some."""

    start: int
    end: int
    quoted: bool


@lru_cache(maxsize=len(_DELIMITERS))
def _field(delimiter: str) -> regex.Pattern[str]:
    mark = regex.escape(delimiter)
    return regex.compile(
        rf'(?:(?P<quoted>"(?:[^"]++|"")*+")|[^"\r\n{mark}]*+)(?P<end>{mark}|\r\n|[\r\n]|\Z)', regex.VERSION1
    )


def read_cells(text: str, *, strict: bool = True) -> list[list[Cell]] | None:
    r"""Return the rows of a table, None if the text is none: rows must have as many cells as the first, two or more.

    With `strict` false the rows may differ, and those of one cell are passed over.

    Examples
    --------
    >>> text = '标题,正文\n甲,"一,二"\n'
    >>> [[text[c.start : c.end] for c in row] for row in read_cells(text)]
    [['标题', '正文'], ['甲', '"一,二"']]
    >>> read_cells("今年以来，全县脱贫7800户。\n") is None
    True
    """
    first = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    position = 0
    while position < len(text):
        found = _field(delimiter).match(text, position)
        if found is None:
            return None
        row.append(Cell(position, found.start("end"), found["quoted"] is not None))
        position = found.end()
        if found["end"] != delimiter:
            if len(row) > 1 or row[0].end > row[0].start:  # not a blank line
                rows.append(row)
            if len(row) == 1 and rows and len(rows[-1]) == 1:
                if strict:
                    return None
                rows.pop()
            row = []
    if row:  # the delimiter was the last character
        rows.append([*row, Cell(position, position, False)])
    if not strict:
        return [r for r in rows if len(r) > 1]
    return rows if rows and all(len(r) == len(rows[0]) > 1 for r in rows) else None


def text_column(text: str, rows: list[list[Cell]], name: str | None = None) -> int | None:
    r"""Return which column holds the text of reports: the one that is named, else one called 正文 that has sentences.

    Examples
    --------
    >>> text = "id,content\n1,全县脱贫7800户。"
    >>> text_column(text, read_cells(text))
    1
    """
    heads = [text[c.start : c.end].strip().strip('"').strip().lower() for c in rows[0]]
    if name is not None and name.strip().lower() in heads:
        return heads.index(name.strip().lower())
    called = (i for i, head in enumerate(heads) if head in text_names())
    # What is called 内容 may be a list of works: texts have sentences.
    return next((i for i in called if any(SENTENCES.search(text, row[i].start, row[i].end) for row in rows[1:])), None)


def other_columns(text: str, name: str | None = None) -> list[LeftOut]:
    """Return what stands beside the text of reports: the heads and all other columns; nothing without such text."""
    rows = read_cells(text)
    column = text_column(text, rows, name) if rows else None
    if rows is None or column is None:
        return []
    parts = [LeftOut(rows[0][0].start, rows[0][-1].end, "heads of the columns")]
    for row in rows[1:]:
        spans = ((row[0].start, row[column].start), (row[column].end, row[-1].end))
        parts += [LeftOut(start, end, "another column") for start, end in spans if start < end]
    return parts


def text_names() -> frozenset[str]:
    """Return what a column or member is called that holds the text of reports."""
    return _words()["text"]


def document_names() -> frozenset[str]:
    """Return what columns are called that tell one document from another."""
    return _words()["document"]


@lru_cache(maxsize=1)
def _words() -> Mapping[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in load_toml("columns.toml", dict.fromkeys(_KEYS, word_list)).items()}
