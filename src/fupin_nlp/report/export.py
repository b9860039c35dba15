"""Records to files: JSON Lines, CSV, Excel, Stata."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.model import Record
from fupin_nlp.model.record import LABELS_ZH
from fupin_nlp.report.frame import records_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "defuse", "format_of", "json_line", "write_frame", "write_records"]

FORMATS = ("jsonl", "csv", "xlsx", "dta")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXCEL_CELL = 32767  # characters; Excel cuts longer ones without a word
_STATA_TEXT = 2000  # characters; the longest fixed text that every Stata reads is 2045 bytes of ASCII


def json_line(record: Record) -> str:
    r"""Return a record as one line of JSON, Chinese as it is.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> json_line(parse("投入资金5万元。").records[0])[:44]
    '{"id": "text#0", "doc": "text", "start": 4, '
    """
    return json.dumps(record.to_dict(), ensure_ascii=False)


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
    """
    name = given or (path.suffix.lstrip(".").lower() if path is not None and path.suffix else "jsonl")
    if name not in FORMATS:
        raise OptionError(f"format {name!r}: choose one of {', '.join(FORMATS)} with --format")
    return name


def defuse(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Examples
    --------
    >>> defuse("=HYPERLINK(1)"), defuse("小额贷款"), defuse(-3)
    ("'=HYPERLINK(1)", '小额贷款', -3)
    """
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_records(records: Iterable[Record], path: Path, form: str) -> None:
    """Write records to a file; it appears only when it is complete.

    Parameters
    ----------
    records : iterable of Record
    path : Path
        A file that exists is replaced.
    form : {"jsonl", "csv", "xlsx", "dta"}
        CSV is UTF-8 with a mark that Excel understands; Excel has Chinese column labels, Stata has them as
        variable labels.

    Raises
    ------
    OptionError
        If the folder cannot be written to, or the format is not known.
    DependencyError
        If Excel is asked for and openpyxl is not installed.
    """
    if form == "jsonl":
        with _whole(path) as file:
            for record in records:
                file.write((json_line(record) + "\n").encode())
        return
    write_frame(records_frame(records), path, form, labels=LABELS_ZH)


def write_frame(frame: pd.DataFrame, path: Path, form: str, *, labels: Mapping[str, str] | None = None) -> None:
    """Write a table to a file; lists become text, formulas are defused.

    Raises
    ------
    OptionError
        If the format is not one of csv, xlsx, dta, jsonl, or the file cannot be written.
    DependencyError
        If Excel is asked for and openpyxl is not installed.
    """
    writers: dict[str, Callable[[pd.DataFrame, IO[bytes], Mapping[str, str]], None]] = {
        "csv": _csv,
        "xlsx": _xlsx,
        "dta": _dta,
        "jsonl": _jsonl,
    }
    if form not in writers:
        raise OptionError(f"format {form!r}: choose one of {', '.join(FORMATS)}")
    with _whole(path) as file:
        writers[form](frame, file, labels or {})


class _whole:
    """A file that is written under another name and takes its own when all went well."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> IO[bytes]:
        try:
            handle, self.temporary = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        except OSError as error:
            raise OptionError(
                f"{self.path}: cannot be written: {error.strerror}; choose another place with -o"
            ) from error
        self.file = os.fdopen(handle, "wb")
        return self.file

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.file.close()
        if kind is None:
            # mkstemp makes files that only the owner reads; a result is a file like any other.
            umask = os.umask(0)
            os.umask(umask)
            Path(self.temporary).chmod(0o666 & ~umask)
            Path(self.temporary).replace(self.path)
        else:
            Path(self.temporary).unlink(missing_ok=True)


def _flat(value: object) -> object:
    if isinstance(value, list | tuple):
        return " ".join(str(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return value


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    out = frame.copy()
    for name in out.columns:
        if out[name].dtype == object or str(out[name].dtype).startswith("str"):
            out[name] = [defuse(_flat(v)) for v in out[name]]
    return out


def _csv(frame: pd.DataFrame, file: IO[bytes], labels: Mapping[str, str]) -> None:
    file.write(_cells(frame).to_csv(index=False, lineterminator="\n").encode("utf-8-sig"))


def _jsonl(frame: pd.DataFrame, file: IO[bytes], labels: Mapping[str, str]) -> None:
    text: Any = frame.to_json(orient="records", lines=True, force_ascii=False)
    file.write(str(text).encode())


def _xlsx(frame: pd.DataFrame, file: IO[bytes], labels: Mapping[str, str]) -> None:
    import importlib.util

    import pandas as pd

    if importlib.util.find_spec("openpyxl") is None:
        raise DependencyError("Excel files need openpyxl: pip install 'fupin-nlp[excel]'")
    cells = _cells(frame).rename(columns=dict(labels))
    for name in cells.columns:
        cells[name] = [_without_controls(v) for v in cells[name]]
    with pd.ExcelWriter(file, engine="openpyxl") as writer:
        cells.to_excel(writer, index=False, sheet_name="records", freeze_panes=(1, 0))


def _without_controls(value: object) -> object:
    """Take out what the format forbids; Excel refuses a file with control characters in a cell."""
    if not isinstance(value, str):
        return value
    return "".join(c for c in value if c in "\t\n\r" or c >= " ")[:_EXCEL_CELL]


def _dta(frame: pd.DataFrame, file: IO[bytes], labels: Mapping[str, str]) -> None:
    cells = _cells(frame)
    for name in cells.columns:
        if cells[name].dtype == object or str(cells[name].dtype).startswith("str"):
            empty = cells[name].isna()
            cells[name] = ["" if gone else str(v)[:_STATA_TEXT] for v, gone in zip(cells[name], empty, strict=True)]
        elif cells[name].dtype == bool:
            cells[name] = cells[name].astype("int8")
    cells = cells.rename(columns={n: n if n.isascii() else f"v{i}" for i, n in enumerate(cells.columns)})
    names = dict(zip(cells.columns, frame.columns, strict=True))
    shown = {new: labels.get(old, old) for new, old in names.items()}
    cells.to_stata(file, write_index=False, version=118, variable_labels=shown, convert_strl=_long(cells))


def _long(cells: pd.DataFrame) -> list[str]:
    return [n for n in cells.columns if cells[n].dtype != "int8" and not _is_number(cells[n])]


def _is_number(column: Any) -> bool:
    return str(column.dtype).startswith(("int", "float"))
