"""Tables of texts: .csv, .tsv, .xlsx, .xls, .jsonl and .dta, with all their lines."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from fupin_nlp.errors import FupinError, MissingInputError, ReadError, unreadable
from fupin_nlp.ingest.columns import Rows
from fupin_nlp.ingest.encoding import decode
from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.paths import is_missing, one_line
from fupin_nlp.ingest.process import ReaderProcess

__all__ = ["TABLES", "read_rows"]

_DELIMITERS = ",\t;|"
_BOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".et"})
_JSON = frozenset({".jsonl", ".ndjson"})
_PLAIN = frozenset({".csv", ".tsv", ".txt"})
TABLES = frozenset({*_BOOKS, *_JSON, *_PLAIN, ".dta"})
"""Suffixes of the files that can be read as tables."""


def read_rows(path: Path, options: ReadOptions, process: ReaderProcess | None = None) -> Rows:
    r"""Return the columns of a table in a file; cells are texts, of .dta and .jsonl also numbers.

    Raises
    ------
    MissingInputError
        If there is no such file.
    ReadError
        If it is no table, broken or too large.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "reports.csv")
    ...     _ = path.write_text("省份,正文\n云南省,脱贫3户。\n", "utf-8")
    ...     read_rows(path, ReadOptions()).cells
    {'省份': ['云南省'], '正文': ['脱贫3户。']}
    """
    name = one_line(path.name)
    if is_missing(path):
        raise MissingInputError(name, f"there is no file or folder {one_line(path)}")
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        raise ReadError(name, f"no table that can be read; save it as {', '.join(sorted(TABLES - {'.txt', '.et'}))}")
    try:
        size = path.stat().st_size
        if size > options.max_bytes:
            limit = f"{options.max_bytes:,} bytes, the limit; split it or raise ReadOptions.max_bytes"
            raise ReadError(name, f"the file has more than {limit}")
        cells = _book(path, name, options, process) if suffix in _BOOKS else _plain(suffix)(path, name, options)
    except FupinError:
        raise
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error
    return Rows(cells, name, path)


def _plain(suffix: str) -> Callable[[Path, str, ReadOptions], dict[str, Sequence[Any]]]:
    if suffix in _JSON:
        return _json_lines
    return _stata if suffix == ".dta" else _delimited


def _delimited(path: Path, name: str, options: ReadOptions) -> dict[str, Sequence[Any]]:
    import pandas as pd

    text = decode(path.read_bytes(), encoding=options.encoding, declares=False).text
    head = text[: text.find("\n") if "\n" in text else len(text)]
    delimiter = max(_DELIMITERS, key=head.count)
    if not head.strip():
        raise ReadError(name, "the first line is empty; it must name the columns")
    try:
        frame = pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, keep_default_na=False, index_col=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ReadError(name, f"no table with one row a document: {' '.join(str(error).split())}") from error
    return {str(column).strip(): frame[column].tolist() for column in frame.columns}


def _book(path: Path, name: str, options: ReadOptions, process: ReaderProcess | None) -> dict[str, Sequence[Any]]:
    with ReaderProcess(options) if process is None else nullcontext(process) as reader:
        rows = reader.table(path, name)
    heads = [head.strip() for head in rows[0]]
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise ReadError(name, f"the first row must name the columns, but {twice[0]!r} stands there twice")
    return {head: [row[i] for row in rows[1:]] for i, head in enumerate(heads) if head}


def _json_lines(path: Path, name: str, options: ReadOptions) -> dict[str, Sequence[Any]]:
    text = decode(path.read_bytes(), encoding=options.encoding, declares=False).text
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ReadError(name, f"line {number} is no JSON: {error}") from error
            if not isinstance(row, dict):
                raise ReadError(name, f"line {number} is no JSON object with the columns as keys")
            rows.append(row)
    heads = dict.fromkeys(key for row in rows for key in row)
    return {head: [row.get(head) for row in rows] for head in heads}


def _stata(path: Path, name: str, options: ReadOptions) -> dict[str, Sequence[Any]]:  # noqa: ARG001  # one signature for all
    import pandas as pd

    frame = pd.read_stata(path)
    return {str(column): frame[column].astype(object).tolist() for column in frame.columns}
