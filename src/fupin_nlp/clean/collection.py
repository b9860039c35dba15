"""Tables of reports: a row for each, its text in one column, place, year or title in others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.delimited import SENTENCES, document_names, read_cells, text_names
from fupin_nlp.clean.members import text_members

__all__ = ["reports_in"]

_OF_MEMBERS: Final = regex.compile(r"\s*+[\[{]", regex.VERSION1)
_DELIMITERS: Final = "\t,;|"
_LONGEST_HEAD: Final = 2000
_LEAST_REPORTS: Final = 2
_LONG: Final = 100
"""Characters of a cell from which it is a text and no entry of a table; half of its column must have as many."""
_SHOWN: Final = 4
_OF_ROWS: Final = frozenset({"csv", "txt", "xls", "xlsx"})
_MOST: Final = 0.8  # of a document that a table must be to be all that the document is


class _Table(NamedTuple):
    heads: list[str]
    rows: list[list[str]]


def reports_in(text: str, form: str, name: str | None = None) -> str | None:
    r"""Return why a text is a table of reports and what to do with it; None if it is none.

    Parameters
    ----------
    text : str
        The raw text of a table (CSV, a workbook, JSON) or the clean one of a document.
    form : str
        Its format.
    name : str or None
        Head of the column that holds the text, where the user has named it.

    Examples
    --------
    >>> reports_in("省份,年份,正文\n甲省,2019,脱贫3000户。\n乙省,2019,脱贫2000户。\n", "csv")[:45]
    "a table of 2 reports (a row each: '正文' beside"
    >>> reports_in("年份,投资\n2019,3\n2020,4\n", "csv") is None
    True
    """
    if form == "json" or _OF_MEMBERS.match(text):
        return _of_members(text, name)
    for table in _tables(text, form):
        heads = [head.lower() for head in table.heads]
        telling = [head for head, plain in zip(table.heads, heads, strict=True) if plain in document_names()]
        column = _text_column(heads, table.rows, name) if telling else None
        if column is None or (form not in _OF_ROWS and _length(table) < _MOST * len(text)):
            continue
        count = sum(1 for row in table.rows if len(row) > column and row[column].strip())
        beside = [head for head in telling if head != table.heads[column]]
        if count >= _LEAST_REPORTS and beside:
            return _advice(count, table.heads[column], beside)
    return None


def _tables(text: str, form: str) -> Iterator[_Table]:
    """Yield what may be tables: of CSV and workbooks from the first row on, else from a line of names on."""
    if form == "csv":
        rows = read_cells(text, strict=False) or []
        shown = [[text[c.start : c.end].strip().strip('"').strip() for c in row] for row in rows]
        if shown:
            yield _Table(shown[0], shown[1:])
        return
    head_end = text.find("\n")
    first = text[: head_end if head_end >= 0 else len(text)]
    if form == "txt" and len(first) <= _LONGEST_HEAD and _may_be_heads(first):
        yield from _tables(text, "csv")
    elif "\t" in text:
        yield from _tabbed(text)


def _may_be_heads(line: str) -> bool:
    delimiter = max(_DELIMITERS, key=line.count)
    heads = [head.strip().strip('"').strip().lower() for head in line.split(delimiter)]
    return len(heads) > 1 and any(h in text_names() for h in heads) and any(h in document_names() for h in heads)


def _tabbed(text: str) -> Iterator[_Table]:
    """Yield the tables of a text whose cells are divided by tabs: rows of as many cells as the first."""
    table: _Table | None = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 1 and table is not None and len(cells) == len(table.heads):
            table.rows.append(cells)
        elif len(cells) > 1:
            if table is not None:
                yield table
            table = _Table(cells, [])
    if table is not None:
        yield table


def _text_column(heads: Sequence[str], rows: Sequence[Sequence[str]], name: str | None) -> int | None:
    """Return which column holds texts: the one that is named or called so, else the one whose cells are long."""
    if name is not None and name.strip().lower() in heads:
        return heads.index(name.strip().lower())
    # What is called 内容 may be a list of works: texts have sentences.
    for called, least in ((True, 0), (False, _LONG)):
        for column, head in enumerate(heads):
            cells = [row[column] for row in rows if len(row) > column and row[column]]
            texts = [cell for cell in cells if len(cell) >= least and SENTENCES.search(cell)]
            if (head in text_names() or not called) and len(texts) >= _LEAST_REPORTS and 2 * len(texts) >= len(cells):
                return column
    return None


def _length(table: _Table) -> int:
    return sum(len(cell) + 1 for row in (table.heads, *table.rows) for cell in row)


def _of_members(text: str, name: str | None) -> str | None:
    members = text_members(text, name) if '"' in text else []
    if len(members) < _LEAST_REPORTS:
        return None
    return _advice(len(members), members[0].key, [])


def _advice(count: int, column: str, beside: Sequence[str]) -> str:
    others = f" beside {', '.join(beside[:_SHOWN])}" if beside else ""
    return (
        f"a table of {count:,} reports (a row each: {column!r}{others}) and not one report: take each row as a "
        f"report by fupin_nlp.read_table(path, text={column!r}) or --text-column {column}, with the columns of region "
        "and date (region=, date=)"
    )
