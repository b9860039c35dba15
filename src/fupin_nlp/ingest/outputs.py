"""What the library wrote itself: a run over a folder does not read the results of an earlier one."""

from __future__ import annotations

import csv
import zipfile
from functools import lru_cache
from pathlib import Path

from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["GENERATOR", "OWN", "RUN", "is_own_output"]

GENERATOR = "fupin-nlp"
"""Who wrote a page or a workbook, as these formats tell it."""
RUN = ".run.json"
"""Ending of the file beside a result that tells how it was made."""
OWN = "a result that fupin wrote"
"""Why a result is not read."""

_HEAD = 8192
_PAGES = frozenset({".html", ".htm"})
_BOOKS = frozenset({".xlsx"})
_TABLES = frozenset({".csv", ".tsv", ".txt"})
_INTERFACE = ".config.xml"  # of Label Studio


def is_own_output(path: Path) -> bool:
    """Whether a file is a result of the library: records, comparison, panel, page, sheet for correction.

    Known by the file beside it that tells of the run, by its columns, or by what it says of its maker.

    Examples
    --------
    >>> import tempfile
    >>> from fupin_nlp.report import parse
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "a.csv")
    ...     parse("脱贫3户。").to_frame().to_csv(file)
    ...     is_own_output(file)
    True
    """
    suffix = path.suffix.lower()
    try:
        if not path.is_file():
            return False
        if path.name.endswith(RUN) or path.with_name(path.name + RUN).is_file():
            return True
        if suffix in _BOOKS:
            return _is_own_book(path)
        if suffix in _PAGES or suffix in _TABLES or path.name.endswith(_INTERFACE):
            with path.open("rb") as file:
                return _is_own_text(path, file.read(_HEAD))
    except (OSError, ValueError):  # reading it tells why
        return False
    return False


def _is_own_text(path: Path, head: bytes) -> bool:
    if path.suffix.lower() in _PAGES:
        return f'name="generator" content="{GENERATOR}'.encode() in head
    if path.name.endswith(_INTERFACE):
        return head.lstrip().startswith(b"<View>")
    line = head.partition(b"\n")[0].decode("utf-8-sig", "replace").strip("\r")
    if not any(mark in line for mark in _marks()):
        return False
    cells = set(next(csv.reader([line], delimiter="\t" if "\t" in line else ","), []))
    return any(columns <= cells for columns in _columns())


def _is_own_book(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as book, book.open("docProps/core.xml") as file:
            return f">{GENERATOR}</dc:creator>".encode() in file.read(_HEAD)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError):  # no workbook, or an encrypted one
        return False


@lru_cache(maxsize=1)
def _columns() -> tuple[frozenset[str], ...]:
    lists = load_toml("outputs.toml", {"columns": lambda value: isinstance(value, list) and all(map(word_list, value))})
    return tuple(frozenset(columns) for columns in lists["columns"])


@lru_cache(maxsize=1)
def _marks() -> tuple[str, ...]:
    """Return one column of each table: most first lines have none of them."""
    return tuple(max(columns, key=len) for columns in map(sorted, _columns()))
