"""The one door to the data files in ``fupin_nlp/data``.

Every data file says where its content comes from (`source`) and when it was checked (`date`). The loader refuses
what is not declared: unknown keys, duplicates, empty groups, wrong types. A data file that breaks its schema is a
bug of the release, so the error names the file, the place and the rule.
"""

from __future__ import annotations

import hashlib
import lzma
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from fupin_nlp.errors import DataFileError, MissingDataFileError

__all__ = ["Table", "data_files", "load_toml", "load_tsv", "word_list"]

_META_KEYS: Final = {"source", "date", "description"}
_OPTIONAL_META_KEYS: Final = {"sha256", "licence"}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a TSV data file with its provenance; every row has all columns."""

    name: str
    source: str
    date: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.rows)


def data_files() -> list[str]:
    """Return the names of the data files that are shipped, sorted."""
    return sorted(p.name for p in files("fupin_nlp.data").iterdir() if p.name.endswith((".toml", ".tsv", ".tsv.xz")))


def load_toml(name: str | Path, schema: Mapping[str, Callable[[Any], bool]]) -> dict[str, Any]:
    """Read a TOML data file and check it.

    Parameters
    ----------
    name : str or Path
        Name of a shipped file, or the path of the user's own.
    schema : mapping
        Top-level key → test of its value. All keys are required and no others may be present, but for the
        table ``[meta]`` with ``source``, ``date`` and ``description``, which every file must have.

    Returns
    -------
    dict
        The content without ``meta``.

    Raises
    ------
    DataFileError
        If the file is missing, is no TOML, or breaks the schema.
    """
    data = _parse_toml(name)
    meta = data.pop("meta", None)
    if not isinstance(meta, dict) or not set(meta) >= _META_KEYS or set(meta) - _META_KEYS - _OPTIONAL_META_KEYS:
        raise DataFileError(f"{name}: table [meta] needs exactly {sorted(_META_KEYS)}")
    missing, unknown = set(schema) - set(data), set(data) - set(schema)
    if missing or unknown:
        raise DataFileError(f"{name}: missing keys {sorted(missing)}, unknown keys {sorted(unknown)}")
    for key, test in schema.items():
        if not test(data[key]):
            raise DataFileError(f"{name}: the value of {key!r} is not what it should be: {str(data[key])[:120]}")
    return data


def _parse_toml(name: str | Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_bytes(name).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{name}: not valid TOML: {error}") from error


def _bytes(name: str | Path) -> bytes:
    try:
        if isinstance(name, Path):
            return name.read_bytes()
        return files("fupin_nlp.data").joinpath(name).read_bytes()
    except FileNotFoundError as error:
        raise MissingDataFileError(f"{name}: cannot be read: there is no such file") from error
    except OSError as error:
        raise DataFileError(f"{name}: cannot be read: {error.strerror or error}") from error


def load_tsv(name: str | Path, columns: Sequence[str], *, unique: Sequence[str] = ()) -> Table:
    """Read a tab-separated data file (``.tsv`` or ``.tsv.xz``) and check it.

    Lines that start with ``#`` carry the provenance (``# source: …``, ``# date: …``, and for compressed files
    ``# sha256: …`` over the data lines); the first other line names the columns.

    Parameters
    ----------
    name : str or Path
        Name of a shipped file, or the path of the user's own.
    columns : sequence of str
        The columns that the file must have, in order.
    unique : sequence of str
        Columns whose combined value may occur once only.

    Raises
    ------
    DataFileError
        If provenance is missing, the checksum is wrong, columns differ, a row is short, or a key occurs twice.
    """
    raw = _bytes(name)
    if str(name).endswith(".xz"):
        raw = lzma.decompress(raw)
    lines = raw.decode("utf-8").split("\n")
    head = next((i for i, line in enumerate(lines) if line and not line.startswith("#")), len(lines))
    told = (line[1:].partition(":") for line in lines[:head] if line)
    meta = {key.strip(): value.strip() for key, _, value in told}
    body = [line for line in lines[head:] if line]
    for key in ("source", "date"):
        if not meta.get(key):
            raise DataFileError(f"{name}: no '# {key}: …' line")
    if "sha256" in meta and hashlib.sha256("\n".join(body).encode()).hexdigest() != meta["sha256"]:
        raise DataFileError(f"{name}: the checksum of the data lines is not the one in its head")
    if not body or tuple(body[0].split("\t")) != tuple(columns):
        raise DataFileError(f"{name}: the columns must be {list(columns)}, found {body[:1]}")
    rows = tuple([tuple(line.split("\t")) for line in body[1:]])
    _check_rows(str(name), columns, rows, unique)
    return Table(str(name), meta["source"], meta["date"], tuple(columns), rows)


def _check_rows(name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]], unique: Sequence[str]) -> None:
    if not rows:
        raise DataFileError(f"{name}: no rows")
    if set(map(len, rows)) != {len(columns)}:
        i, row = next((i, row) for i, row in enumerate(rows, 1) if len(row) != len(columns))
        raise DataFileError(f"{name}: row {i} has {len(row)} cells instead of {len(columns)}: {row}")
    if not unique:
        return
    key = itemgetter(*map(columns.index, unique))
    if len(set(map(key, rows))) == len(rows):
        return
    seen = set()
    for i, row in enumerate(rows, 1):
        if key(row) in seen:
            raise DataFileError(f"{name}: row {i}: {key(row)!r} occurs twice")
        seen.add(key(row))


def word_list(value: object) -> bool:
    """Test of a schema: a list of distinct, non-empty strings with at least one entry."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(v, str) and v for v in value)
        and len(set(value)) == len(value)
    )
