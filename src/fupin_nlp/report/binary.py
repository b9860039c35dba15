"""Excel and Stata files of a flat table; the same table gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import is_missing
from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.ingest.outputs import GENERATOR

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORBIDDEN", "dta_bytes", "misfits", "same_bytes", "xlsx_bytes"]

# Both formats hold the time of writing; a fixed one keeps the bytes equal.
_WRITTEN = datetime(2000, 1, 1)
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what is no character of XML
_EXCEL_CELL = 32_767  # characters that a cell may hold
_EXCEL_ROWS = 1_048_576
_EXCEL_WIDTHS = (6, 40)  # columns narrower and wider than this are hard to read
_EXCEL_SAMPLE = 200  # rows that decide the width of a column
_STATA_FIXED = 244  # bytes; longer texts go where Stata keeps long ones, each in its own length
_STATA_LABEL = 80  # characters
_STATA_NAME = 32  # characters
# Characters that XML cannot hold, and those that end a text in a Stata file, are shown as a sign that says so.
_NOT_IN: Mapping[str, re.Pattern[str]] = MappingProxyType({"xlsx": FORBIDDEN, "dta": re.compile("[\x00\ud800-\udfff]")})
_REPLACED = "\ufffd"
# Words that are no names: those of the Stata manual, and those of its matrix language, which pandas renames too.
_STATA_RESERVED = frozenset(
    {
        "_all", "_b", "_coef", "_cons", "_n", "_N", "_pi", "_pred", "_rc", "_se", "_skip", "aggregate", "array",
        "boolean", "break", "byte", "case", "catch", "class", "colvector", "complex", "const", "continue", "default",
        "delegate", "delete", "do", "double", "else", "eltypedef", "end", "enum", "explicit", "export", "external",
        "float", "for", "friend", "function", "global", "goto", "if", "in", "inline", "int", "local", "long", "NULL",
        "pragma", "protected", "quad", "rowvector", "short", "strL", "typedef", "typename", "using", "virtual", "with"
    }
)  # fmt: skip


def misfits(frame: pd.DataFrame, form: str) -> tuple[str, ...]:
    r"""Return in words what of a table its format cannot hold, and how that is shown.

    Parameters
    ----------
    frame : DataFrame
        The table.
    form : str
        The format; only xlsx and dta cannot hold every character.

    Examples
    --------
    >>> import pandas as pd
    >>> misfits(pd.DataFrame({"doc": ["a\ufffe", "b"]}), "xlsx"), misfits(pd.DataFrame({"doc": ["a"]}), "xlsx")
    (('1 characters that .xlsx cannot hold are shown as �',), ())
    """
    pattern = _NOT_IN.get(form)
    if pattern is None:
        return ()
    replaced = cut = 0
    for name in frame.columns:
        for value in (name, *frame[name]):
            if isinstance(value, (str, list, tuple, dict)):
                text = value if isinstance(value, str) else "; ".join(map(str, value))
                replaced += len(pattern.findall(text))
                cut += form == "xlsx" and len(text) > _EXCEL_CELL
    notes = [f"{replaced} characters that .{form} cannot hold are shown as {_REPLACED}"] if replaced else []
    notes += [f"{cut} cells are cut at {_EXCEL_CELL:,} characters, the most that a cell of Excel holds"] if cut else []
    return tuple(notes)


def xlsx_bytes(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """Return an Excel file with one sheet: heading, filter, first row frozen; no cell is a formula.

    Parameters
    ----------
    frame : DataFrame
        Cells are numbers, text or missing.
    labels : mapping of str to str
        Column → heading; a column without one keeps its name.

    Raises
    ------
    DependencyError
        If openpyxl is not installed.
    OptionError
        If there are more rows than a sheet holds.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter
    except ImportError as error:
        raise DependencyError("Excel files need openpyxl: pip install 'fupin-nlp[excel]'") from error
    if len(frame) >= _EXCEL_ROWS:
        raise OptionError(f"{len(frame):,} rows: an Excel sheet holds {_EXCEL_ROWS - 1:,}; write .csv or .dta instead")
    book = Workbook(write_only=True)
    book.properties.creator = GENERATOR
    sheet = book.create_sheet("records")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(1, len(frame.columns)))}{len(frame) + 1}"
    names = [_NOT_IN["xlsx"].sub(_REPLACED, labels.get(str(name), str(name))) for name in frame.columns]
    for number, (name, column) in enumerate(zip(names, frame.columns, strict=True), 1):
        sheet.column_dimensions[get_column_letter(number)].width = _excel_width(name, frame[column])
    sheet.append(names)
    for row in frame.itertuples(index=False, name=None):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_excel_value(value))
            if isinstance(value, str):
                cell.data_type = "s"  # else a text that begins with = would be a formula
            cells.append(cell)
        sheet.append(cells)
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw)


def _excel_value(value: Any) -> Any:
    """Return what a cell holds; characters that XML cannot hold make Excel refuse the whole file."""
    if is_missing(value):
        return None
    if not isinstance(value, str):
        return value.item() if hasattr(value, "item") else value
    return _NOT_IN["xlsx"].sub(_REPLACED, value)[:_EXCEL_CELL]


def _excel_width(name: str, column: pd.Series[Any]) -> int:
    cells = [name, *(str(value) for value in column.head(_EXCEL_SAMPLE) if not is_missing(value))]
    # A Chinese character is as wide as two digits.
    longest = max(sum(1 if c.isascii() else 2 for c in cell[: _EXCEL_WIDTHS[1]]) for cell in cells)
    return min(max(longest + 2, _EXCEL_WIDTHS[0]), _EXCEL_WIDTHS[1])


def same_bytes(raw: io.BytesIO) -> bytes:
    """Write the parts of an Excel file again, without the time at which they were written."""
    out = io.BytesIO()
    stamp = f"{_WRITTEN.isoformat()}Z".encode()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            info = zipfile.ZipInfo(name, _WRITTEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return out.getvalue()


def dta_bytes(frame: pd.DataFrame, labels: Mapping[str, str]) -> bytes:
    """Return a Stata file (version 14 or later, Unicode); labels become variable labels.

    Columns with names that Stata does not allow are called v1, v2 …, and keep their name as label; a word that
    Stata reserves (end) gets an underscore.

    Parameters
    ----------
    frame : DataFrame
        Cells are numbers, text or missing.
    labels : mapping of str to str
        Column → variable label.
    """
    import pandas as pd

    cells: dict[str, pd.Series[Any]] = {}
    shown: dict[str, str] = {}
    long: list[str] = []
    days: dict[str, str] = {}
    for number, column in enumerate(frame.columns, 1):
        name = str(column)
        variable = name if name.isascii() and name.isidentifier() and len(name) < _STATA_NAME else f"v{number}"
        if variable in _STATA_RESERVED:
            variable += "_"
        shown[variable] = _NOT_IN["dta"].sub(_REPLACED, labels.get(name, name))[:_STATA_LABEL]
        values = frame[column]
        if pd.api.types.is_bool_dtype(values):
            cells[variable] = values.astype("int8")
        elif pd.api.types.is_datetime64_any_dtype(values):
            cells[variable], days[variable] = values.astype("datetime64[ns]"), "td"
        elif pd.api.types.is_numeric_dtype(values):
            # Missing years make a column of nullable integers, which Stata's writer does not know.
            nullable = pd.api.types.is_extension_array_dtype(values)
            cells[variable] = values.astype("float64") if nullable else values
        else:
            texts = ["" if is_missing(value) else _NOT_IN["dta"].sub(_REPLACED, str(value)) for value in values]
            cells[variable] = pd.Series(texts, index=frame.index, dtype="object")
            if max((len(text.encode()) for text in texts), default=0) > _STATA_FIXED:
                long.append(variable)
    out = io.BytesIO()
    table = pd.DataFrame(cells)
    table.to_stata(
        out,
        write_index=False,
        version=118,
        variable_labels=shown,
        convert_strl=long,
        convert_dates=days,  # type: ignore[arg-type]  # the stubs know names of columns that are never
        time_stamp=_WRITTEN,
    )
    return out.getvalue()
