"""One report or table in every format that the library reads."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence

from tests.support import office

Row = Sequence[str]


def _shown(rows: Sequence[Row], cell: Callable[[str], str], ends: tuple[str, str, str]) -> str:
    start, between, end = ends
    return "".join(start + between.join(cell(text) for text in row) + end for row in rows)


def tabbed(title: str, rows: Sequence[Row]) -> bytes:
    return f"{title}\n{_shown(rows, str, ('', chr(9), chr(10)))}".encode()


def page(title: str, rows: Sequence[Row]) -> bytes:
    body = _shown(rows, lambda text: f"<td>{html.escape(text)}</td>", ("<tr>", "", "</tr>\n"))
    return f"<html><body><p>{title}</p><table>{body}</table></body></html>".encode()


def markdown(title: str, rows: Sequence[Row]) -> bytes:
    first, *others = (_shown([row], str, ("| ", " | ", " |\n")) for row in rows)
    return f"{title}\n\n{first}|{'---|' * len(rows[0])}\n{''.join(others)}".encode()


def comma_separated(title: str, rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def word(title: str, rows: Sequence[Row]) -> bytes:
    return office.docx([title, list(rows)])


def workbook(title: str, rows: Sequence[Row]) -> bytes:
    first = [title] + [None] * (len(rows[0]) - 1)
    return office.xlsx({"Sheet1": [first, *([_value(text) for text in row] for row in rows)]})


def print_(title: str, rows: Sequence[Row]) -> bytes:
    return office.pdf([[title, list(rows)]])


def _value(text: str) -> str | float | int | None:
    if not text:
        return None
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text


TABLES: Mapping[str, Callable[[str, Sequence[Row]], bytes]] = {
    ".txt": tabbed,
    ".html": page,
    ".md": markdown,
    ".csv": comma_separated,
    ".docx": word,
    ".xlsx": workbook,
    ".pdf": print_,
}
"""Suffix → what writes a title and a table; CSV has no place for the title."""
