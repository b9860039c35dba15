"""Quotes and delimiters of CSV: cells are divided by tabs, the text of reports stands on lines of its own."""

from __future__ import annotations

from typing import Final

import regex

from fupin_nlp.clean.delimited import Cell, read_cells, text_column
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

_INSIDE: Final = regex.compile(r'""|[\t\r\n]++', regex.VERSION1)


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that turn a CSV file into a table whose cells are divided by tabs."""
    text = facts.text
    rows = read_cells(text)
    if rows is None:
        return []
    column = text_column(text, rows, context.text_column)
    patches: list[Patch] = []
    for row in rows:
        for i, cell in enumerate(row):
            if i:
                mark = "\n" if column in (i, i - 1) else "\t"
                if text[row[i - 1].end : cell.start] != mark:
                    patches.append(Patch(row[i - 1].end, cell.start, mark, "delimiter of a table"))
            if cell.quoted:
                patches += _of_quoted(text, cell, keeps_lines=i == column)
    return _joined(patches)


def _of_quoted(text: str, cell: Cell, *, keeps_lines: bool) -> list[Patch]:
    patches = [Patch(cell.start, cell.start + 1, "", "quote of a table")]
    for found in _INSIDE.finditer(text, cell.start + 1, cell.end - 1):
        if found[0] == '""':
            patches.append(Patch(*found.span(), '"', "quote of a table"))
        elif not keeps_lines:
            patches.append(Patch(*found.span(), " ", "line break in a cell"))
    return [*patches, Patch(cell.end - 1, cell.end, "", "quote of a table")]


def _joined(patches: list[Patch]) -> list[Patch]:
    """Join patches that touch, so that a character belongs to one edit."""
    joined: list[Patch] = []
    for patch in patches:
        if joined and joined[-1].end == patch.start:
            last = joined.pop()
            patch = Patch(last.start, patch.end, last.after + patch.after, "delimiter of a table")  # noqa: PLW2901
        joined.append(patch)
    return joined
