"""Workbooks (.xlsx, .xls): every sheet a table, numbers as they are shown.

openpyxl and xlrd and not python-calamine, which is 40 times as fast but drops the formats of the cells: a share that
is shown as 12.5% comes as 0.125.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import regex

from fupin_nlp.ingest.readers.package import check_package, read_entry, refuse_entities
from fupin_nlp.ingest.readers.parsed import Parsed, TextBuilder, Unreadable, spread_merged

if TYPE_CHECKING:
    import zipfile

__all__ = ["column_name", "read_xls", "read_xlsx", "refuse_large", "shown", "xls_cells"]

_LITERAL = regex.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.', regex.VERSION1)
_FORMULA_ALONE = regex.compile(rb"<f(?:\s[^<>]*+)?(?:/>|>[^<>]*+</f>)\s*+(?:<v\s*/>|<v></v>|(?=</c>))", regex.VERSION1)
_MOST_CELLS = 2_000_000
_MOST_COLUMNS = 1000
_Range = tuple[int, int, int, int]
"""First and last row, first and last column, from 0, all included."""


def read_xlsx(file: BinaryIO, package: zipfile.ZipFile, max_bytes: int) -> Parsed:
    """Return the text of a workbook; of formulas the value that was last computed.

    Raises
    ------
    Unreadable
        If it is broken or too large.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    check_package(package, max_bytes)
    refuse_entities(package, max_bytes)
    try:
        book = load_workbook(file, data_only=True, keep_links=False, rich_text=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, InvalidFileException) as error:
        raise Unreadable(f"the file is broken: {type(error).__name__} {error}") from error
    lines = TextBuilder()
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    empty = _formulas_without_value(package, max_bytes)
    for sheet in sheets:
        merged = [(r.min_row - 1, r.max_row - 1, r.min_col - 1, r.max_col - 1) for r in sheet.merged_cells.ranges]
        refuse_large(sheet.max_row, sheet.max_column, sheet.title)
        rows = ([shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows())
        _write(sheet.title, rows, merged, lines)
    meta = dict(_meta(len(sheets), len(book.worksheets)))
    return lines.parsed("xlsx", meta | ({"formulas_without_value": str(empty)} if empty else {}))


def _formulas_without_value(package: zipfile.ZipFile, max_bytes: int) -> int:
    """Count the formulas of which no program has computed the value: their cells are empty."""
    count = 0
    for entry in package.infolist():
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            data = read_entry(package, entry, max_bytes)
            count += len(_FORMULA_ALONE.findall(data)) if b"<f" in data else 0
    return count


def read_xls(data: bytes) -> Parsed:
    """Return the text of a workbook of Excel 97 to 2003.

    Raises
    ------
    Unreadable
        If it is protected, broken or too large.
    """
    book = _open_xls(data)
    lines = TextBuilder()
    sheets = [sheet for sheet in book.sheets() if not sheet.visibility]
    for sheet in sheets:
        merged = [(r0, r1 - 1, c0, c1 - 1) for r0, r1, c0, c1 in sheet.merged_cells]
        refuse_large(sheet.nrows, sheet.ncols, sheet.name)
        rows = ([_xls_cell(book, sheet, r, c) for c in range(sheet.ncols)] for r in range(sheet.nrows))
        _write(sheet.name, rows, merged, lines)
    return lines.parsed("xls", _meta(len(sheets), book.nsheets))


def xls_cells(data: bytes) -> list[list[list[str]]]:
    """Return the rows of each visible sheet of such a workbook.

    Raises
    ------
    Unreadable
        If it is protected, broken or too large.
    """
    book = _open_xls(data)
    found = []
    for sheet in book.sheets():
        if not sheet.visibility:
            refuse_large(sheet.nrows, sheet.ncols, sheet.name)
            found.append([[_xls_cell(book, sheet, r, c) for c in range(sheet.ncols)] for r in range(sheet.nrows)])
    return found


def _open_xls(data: bytes) -> Any:
    import xlrd

    try:
        return xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=False, logfile=_Silent())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Unreadable("protected by a password; save it without one") from error
        raise Unreadable(f"the file is broken: {error}") from error
    except (IndexError, AssertionError, ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise Unreadable(f"the file is broken: {type(error).__name__} {error}") from error


class _Silent:
    def write(self, text: str) -> None:
        """Take what xlrd would print."""


def _meta(visible: int, total: int) -> Mapping[str, str]:
    return {"sheets": str(visible)} | ({"hidden_sheets": str(total - visible)} if total > visible else {})


def refuse_large(rows: int, columns: int, title: str) -> None:
    """Refuse a sheet of more cells than one fills by hand.

    Raises
    ------
    Unreadable
        If it is so large.
    """
    if rows * columns > _MOST_CELLS or columns > _MOST_COLUMNS:
        raise Unreadable(
            f"sheet {title!r} has {rows:,} rows and {columns:,} columns, the limit is {_MOST_CELLS:,} cells in "
            f"{_MOST_COLUMNS:,} columns; delete what is empty, or split it"
        )


def _xls_cell(book: Any, sheet: Any, row: int, column: int) -> str:
    import xlrd

    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#?"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(value), "General")
    form = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    if kind == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(value, book.datemode), form)
        except (ValueError, OverflowError):
            return shown(value, "General")
    return shown(value, form)


def shown(value: object, form: str) -> str:
    """Return a cell as a reader sees it, but with all its digits.

    Examples
    --------
    >>> shown(0.125, "0.0%"), shown(12.0, "General"), shown(3.5, '0.00"万元"'), shown(0.1 + 0.2, "0.0")
    ('12.5%', '12', '3.5万元', '0.3')
    >>> shown(datetime.datetime(2020, 12, 31), "yyyy-mm-dd"), shown(None, "General")
    ('2020-12-31', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if not isinstance(value, (int, float)):
        return str(value)
    section = form.split(";", 1)[0]
    if "%" in _LITERAL.sub("", section):
        return _number(value * 100) + "%"
    return _number(value) + _suffix(section)


def _number(value: float) -> str:
    """Return a number without an exponent and without what binary fractions add (15 digits, as Excel keeps)."""
    text = f"{value:.15g}"
    if "e" in text:
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.15f}".rstrip("0")
    return text


def _suffix(form: str) -> str:
    """Return the words that a format writes behind the number (万元 of ``0.00"万元"``)."""
    last = max((form.rfind(c) for c in "0#?"), default=-1)
    behind = form[last + 1 :]
    if behind.startswith(","):
        return ""  # shown in thousands: the words belong to another number than the one in the cell
    return "".join(m[1] or m[2] or "" for m in _LITERAL.finditer(behind)) if last >= 0 else ""


def column_name(column: int) -> str:
    """Return the letters of a column, counted from 0.

    Examples
    --------
    >>> [column_name(i) for i in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _write(title: str, rows: Iterable[list[str]], merged: list[_Range], out: TextBuilder) -> None:
    """Write the rows that hold something; columns that are empty in the whole sheet are left away at the right."""
    grid = list(rows)
    for first, last, left, right in merged:
        _spread(grid, first, last, left, right)
    width = max((i + 1 for row in grid for i, text in enumerate(row) if text), default=0)
    for number, row in enumerate(grid, 1):
        if any(row):
            out.add_row(list(_cells(row[:width], title, number)))


def _cells(row: list[str], title: str, number: int) -> Iterator[tuple[str, str]]:
    """Yield the cells of a row with their names; a title over all columns stands alone."""
    filled = [text for text in row if text]
    single = len(filled) == 1 and bool(row[0])
    for column, text in enumerate(row[:1] if single else row):
        yield text, f"{title}!{column_name(column)}{number}"


def _spread(grid: list[list[str]], first: int, last: int, left: int, right: int) -> None:
    """Let the cells of a merged range hold what the first one does; a title as wide as the sheet stays single."""
    if first >= len(grid) or left >= len(grid[first]):
        return
    text = spread_merged(grid[first][left])
    whole = left == 0 and right >= len(grid[first]) - 1
    for row in grid[first : last + 1]:
        for column in range(left, min(right + 1, len(row))):
            if not row[column] and not whole:
                row[column] = text
