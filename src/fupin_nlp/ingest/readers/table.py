"""The cells of a workbook's first sheet, as they are: texts keep their lines."""

from __future__ import annotations

from typing import BinaryIO

from fupin_nlp.ingest.readers.package import check_package, open_package, refuse_entities
from fupin_nlp.ingest.readers.parsed import Limits, Unreadable
from fupin_nlp.ingest.readers.sheets import refuse_large, shown, xls_cells

__all__ = ["table_rows"]

_ZIP = b"PK"


def table_rows(file: BinaryIO, limits: Limits) -> list[list[str]]:
    """Return the rows of the first visible sheet that holds anything.

    Raises
    ------
    Unreadable
        If it is no workbook, broken, or too large.
    """
    head = file.read(len(_ZIP))
    file.seek(0)
    sheets = _xlsx(file, limits) if head == _ZIP else xls_cells(file.read(limits.max_bytes + 1))
    for rows in sheets:
        filled = [row for row in rows if any(row)]
        if filled:
            return filled
    raise Unreadable("the workbook holds no table")


def _xlsx(file: BinaryIO, limits: Limits) -> list[list[list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    package = open_package(file, limits.max_members)
    check_package(package, limits.max_bytes)
    refuse_entities(package, limits.max_bytes)
    try:
        book = load_workbook(file, data_only=True, keep_links=False, rich_text=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, InvalidFileException) as error:
        raise Unreadable(f"the file is broken: {type(error).__name__} {error}") from error
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            refuse_large(sheet.max_row, sheet.max_column, sheet.title)
            found.append([[shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()])
    return found
