"""Tables to files: JSON Lines, CSV, Excel, Stata; a file appears only when it is complete."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import is_missing
from fupin_nlp.errors import OptionError
from fupin_nlp.model import Record
from fupin_nlp.model.columns import COLUMN_LABELS_ZH
from fupin_nlp.report.binary import dta_bytes, xlsx_bytes
from fupin_nlp.report.frame import listed, records_frame
from fupin_nlp.store.files import replacing

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMATS",
    "defuse",
    "format_of",
    "json_line",
    "stored_frame",
    "write_frame",
    "write_records",
    "write_rows",
]

FORMATS = ("jsonl", "csv", "xlsx", "dta")
# What makes a spreadsheet take a text for a formula; the full-width signs do it in East Asian editions.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXCEL_YEARS = 1900  # from which on Excel knows dates
_BLOCK = 2000  # rows of a CSV file that are in memory at a time
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_NO_LABELS: Mapping[str, str] = MappingProxyType({})


def json_line(record: Record) -> str:
    r"""Return a record as one line of JSON, Chinese as it is.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> json_line(parse("投入资金5万元。", name="a.txt").records[0])[:46]
    '{"id": "a.txt#0", "doc": "a.txt", "start": 4, '
    """
    return _ENCODE(record.to_dict())


def format_of(path: Path | None, given: str | None) -> str:
    """Return the output format: the one that was given, or by the file's suffix, or JSON Lines.

    Raises
    ------
    OptionError
        If neither is a format that can be written.

    Examples
    --------
    >>> format_of(Path("out.csv"), None), format_of(None, None)
    ('csv', 'jsonl')
    >>> format_of(Path("out.pdf"), None)
    Traceback (most recent call last):
        ...
    fupin_nlp.errors.OptionError: format 'pdf' cannot be written; choose one of jsonl, csv, xlsx, dta
    """
    name = given or (path.suffix.lstrip(".").lower() if path is not None and path.suffix else "jsonl")
    if name not in FORMATS:
        raise OptionError(f"format {name!r} cannot be written; choose one of {', '.join(FORMATS)}")
    return name


def defuse(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> defuse("=HYPERLINK(1)"), defuse("小额贷款"), defuse(-3)
    ("'=HYPERLINK(1)", '小额贷款', -3)
    """
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_records(records: Iterable[Record], path: Path, form: str) -> int:
    r"""Write records to a file.

    Parameters
    ----------
    records : iterable of Record
        Taken one at a time; for JSON Lines none is kept.
    path : Path
        A file that exists is replaced, once all is written.
    form : {"jsonl", "csv", "xlsx", "dta"}
        CSV is UTF-8 with the mark that Excel needs; Excel has Chinese column labels, Stata has them as variable
        labels.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    OptionError
        If the file cannot be written, or the format is not known.
    DependencyError
        If Excel is asked for and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from fupin_nlp.report import parse
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "records.csv")
    ...     write_records(parse("发放小额贷款5万元。").records, path, "csv"), path.read_bytes()[:9]
    (1, b'\xef\xbb\xbfid,doc')
    """
    if form == "jsonl":
        count = 0
        with replacing(path) as file:
            for record in records:
                file.write(f"{json_line(record)}\n".encode())
                count += 1
        return count
    return write_rows(records, path, form)


def write_rows(rows: Iterable[Record | Mapping[str, Any]], path: Path, form: str) -> int:
    """Write records, or their dicts, as a table; CSV holds few of them in memory at a time, the others all.

    Parameters
    ----------
    rows : iterable of Record or mapping
        Of a mapping only the keys of `COLUMNS` count.
    path : Path
        A file that exists is replaced, once all is written.
    form : {"csv", "xlsx", "dta"}
        See `write_records`.

    Returns
    -------
    int
        How many were written.

    Raises
    ------
    OptionError
        If the file cannot be written, or the format is not known.
    DependencyError
        If Excel is asked for and openpyxl is not installed.
    """
    if form != "csv":
        frame = records_frame(rows)
        write_frame(frame, path, form, labels=COLUMN_LABELS_ZH)
        return len(frame)
    count = 0
    source = iter(rows)
    with replacing(path) as file:
        file.write(_csv(records_frame([])))
        while block := list(islice(source, _BLOCK)):
            file.write(_csv(records_frame(block), header=False))
            count += len(block)
    return count


def write_frame(frame: pd.DataFrame, path: Path, form: str, *, labels: Mapping[str, str] = _NO_LABELS) -> None:
    """Write a table to a file; lists become text, in CSV formulas are defused.

    Parameters
    ----------
    frame : DataFrame
        It is not changed.
    path : Path
        A file that exists is replaced, once all is written.
    form : {"jsonl", "csv", "xlsx", "dta"}
        See `write_records`.
    labels : mapping of str to str
        Column → Chinese label, the heading in Excel and the variable label in Stata.

    Raises
    ------
    OptionError
        If the format is not known, or the file cannot be written.
    DependencyError
        If Excel is asked for and openpyxl is not installed.
    """
    writers: dict[str, Callable[[], bytes]] = {
        "jsonl": lambda: _jsonl(frame),
        "csv": lambda: _csv(frame),
        "xlsx": lambda: xlsx_bytes(_flat(frame, _cell_of), labels),
        "dta": lambda: dta_bytes(stored_frame(frame), labels),
    }
    if form not in writers:
        raise OptionError(f"format {form!r} cannot be written; choose one of {', '.join(FORMATS)}")
    content = writers[form]()
    with replacing(path) as file:
        file.write(content)


def _text_of(value: Any) -> object:
    """Return a cell as text; a date as ISO writes it, without a time that is none."""
    if isinstance(value, (list, tuple)):
        return "; ".join(str(v) for v in value)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False) if value else ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value


def _cell_of(value: Any) -> object:
    """Return a cell as Excel has it: days are days, from the year on from which it counts them."""
    is_day = isinstance(value, datetime) and value.time() == time() and value.year >= _EXCEL_YEARS
    return value.date() if is_day else _text_of(value)


def _texts(frame: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    """Return the columns of a frame that are neither numbers nor dates with plain cells."""
    import pandas as pd

    names = [n for n in frame.columns if not pd.api.types.is_datetime64_any_dtype(frame[n])]
    return {str(name): column for name, column in _flat(frame[names]).items()}


def _flat(frame: pd.DataFrame, change: Callable[[object], object] = _text_of) -> pd.DataFrame:
    """Return the frame with plain cells; missing texts are None."""
    import pandas as pd

    out = frame.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]):
            cells = [None if is_missing(value) else change(value) for value in out[name]]
            out[name] = pd.Series(cells, index=out.index, dtype="object")
    return out


def stored_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with cells that a database takes: numbers, dates, text or missing."""
    return frame.assign(**_texts(frame))


def _csv(frame: pd.DataFrame, *, header: bool = True) -> bytes:
    cells = _flat(frame, lambda value: defuse(_text_of(value)))
    # With this line end a carriage return inside a cell is quoted; with a plain one it would break the row.
    text = cells.to_csv(index=False, header=header, lineterminator="\r\n")
    return text.encode("utf-8-sig" if header else "utf-8")


def _jsonl(frame: pd.DataFrame) -> bytes:
    is_records = {"id", "start", "end"} <= set(map(str, frame.columns))
    rows = (
        {str(k): _json_value(listed(str(k), None if is_missing(v) else v) if is_records else v) for k, v in row.items()}
        for row in frame.to_dict("records")
    )
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _json_value(value: Any) -> Any:
    if isinstance(value, (list, tuple, Mapping)):
        return value
    if is_missing(value):
        return None
    if isinstance(value, date):
        return _text_of(value) if isinstance(value, datetime) else value.isoformat()
    value = value.item() if hasattr(value, "item") else value
    return int(value) if isinstance(value, float) and value.is_integer() else value
