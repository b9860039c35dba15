"""One store of results: a DuckDB file, or a folder of Parquet files, with the same tables."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from fupin_nlp.errors import DependencyError, StoreError
from fupin_nlp.store.schema import ORDER, SCHEMA_VERSION, TABLES, columns_sql

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

__all__ = ["Store", "is_store"]

_DUCKDB_SUFFIXES = (".duckdb", ".ddb")
_MARK = "store.json"  # tells a folder of Parquet files that is a store from any other
# Kept below the limit of a whole process: sorting and merging then go over the disk.
_MEMORY = "192MB"
_SLACK = 1024  # the reader of JSON wants some room behind the longest line
_REPLACED = ("reports", "records", "failures", "findings")  # by document; runs are only added


class _Result(Protocol):
    description: list[tuple[Any, ...]] | None

    def fetchmany(self, size: int = ...) -> list[tuple[Any, ...]]: ...


def is_store(path: Path | str) -> bool:
    """Whether a path is, by its looks, a store and no document.

    Examples
    --------
    >>> is_store("results.duckdb"), is_store("report.txt")
    (True, False)
    """
    path = Path(path)
    return path.suffix.lower() in _DUCKDB_SUFFIXES or (path / _MARK).is_file()


@dataclass(frozen=True, slots=True)
class Store:
    """The tables ``reports``, ``records``, ``failures``, ``findings`` and ``runs`` of many documents.

    Parameters
    ----------
    path : Path
        A file that ends in ``.duckdb``, or a folder for Parquet files. It need not exist to be written.

    Examples
    --------
    >>> Store(Path("results.duckdb")).form, Store(Path("results")).form
    ('duckdb', 'parquet')
    """

    path: Path

    @property
    def form(self) -> str:
        """``duckdb`` or ``parquet``."""
        return "duckdb" if self.path.suffix.lower() in _DUCKDB_SUFFIXES else "parquet"

    @property
    def exists(self) -> bool:
        """Whether there is anything at the path."""
        if self.form == "parquet":
            _recover(self.path)
        return self.path.exists()

    def check(self) -> None:
        """Refuse what is no store of this version.

        Raises
        ------
        StoreError
            If there is nothing, it is something else, or it was written with another layout of tables.
        """
        if not self.exists:
            raise StoreError(f"{self.path}: there is no store; 'fupin extract FOLDER -o {self.path}' makes one")
        with self._connected(read_only=True):
            pass

    def rows(
        self, table: str, *, columns: tuple[str, ...] = (), doc: str | None = None, batch: int = 2000
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table in their order, as dicts; few are in memory at a time.

        Parameters
        ----------
        table : str
            One of `TABLES`.
        columns : tuple of str, optional
            Only these.
        doc : str, optional
            Only the rows of this document.
        batch : int
            Rows that are fetched at once.

        Raises
        ------
        StoreError
            If the store cannot be opened.
        """
        names = columns or tuple(TABLES[table])
        shown = ", ".join(f'"{name}"' for name in names)
        with self._connected(read_only=True) as connection:
            where, values = ("WHERE doc = ?", [doc]) if doc is not None else ("", [])
            result = connection.execute(f"SELECT {shown} FROM {table} {where} ORDER BY {ORDER[table]}", values)
            while found := result.fetchmany(batch):
                for row in found:
                    yield dict(zip(names, row, strict=True))

    def sql(self, query: str) -> pd.DataFrame:
        """Return the answer to a question in SQL; the store itself cannot be changed by it.

        Raises
        ------
        StoreError
            If the store cannot be opened or DuckDB does not understand the question.
        """
        import duckdb

        with self._connected(read_only=True) as connection:
            try:
                return connection.execute(query).df()
            except duckdb.Error as error:
                raise StoreError(f"{self.path}: {error}") from error

    def merge(self, staged: Path) -> None:
        """Take the rows of a folder with ``reports.jsonl``, ``records.jsonl`` …; all of them, or none.

        What the store had of the documents in ``reports.jsonl`` and ``failures.jsonl`` is replaced, the rest stays.

        Parameters
        ----------
        staged : Path
            One JSON Lines file for each of `TABLES`; a file may be empty.

        Raises
        ------
        StoreError
            If the store cannot be written; it is then what it was before.
        """
        try:
            if self.form == "duckdb":
                self._merge_duckdb(staged)
            else:
                self._merge_parquet(staged)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _merge_duckdb(self, staged: Path) -> None:
        if self.path.exists():
            with self._connected(read_only=False) as connection, _transaction(connection, self.path):
                _stage(connection, staged)
                for table in TABLES:
                    if table in _REPLACED:
                        connection.execute(f"DELETE FROM {table} WHERE doc IN (SELECT doc FROM staged_docs)")
                    connection.execute(f"INSERT INTO {table} SELECT * FROM staged_{table}")
            return
        part = _beside(self.path)
        try:
            with _connection(part, self.path, read_only=False) as connection, _transaction(connection, self.path):
                connection.execute("CREATE TABLE store (schema_version BIGINT)")
                connection.execute("INSERT INTO store VALUES (?)", [SCHEMA_VERSION])
                _stage(connection, staged)
                for table in TABLES:
                    connection.execute(f"CREATE TABLE {table} ({columns_sql(table)})")
                    connection.execute(f"INSERT INTO {table} SELECT * FROM staged_{table}")
            part.replace(self.path)
        finally:
            for leftover in (part, part.with_name(part.name + ".wal")):
                leftover.unlink(missing_ok=True)

    def _merge_parquet(self, staged: Path) -> None:
        exists = self.exists
        if exists and not (self.path / _MARK).is_file() and any(self.path.iterdir()):
            raise StoreError(f"{self.path}: is a folder with other files in it; name a new folder with -o")
        part = _beside(self.path)
        part.mkdir()
        try:
            old = exists and (self.path / _MARK).is_file()
            opened = self._connected(read_only=True) if old else _connection(None, self.path)
            with _told(self.path), opened as connection:
                _stage(connection, staged)
                for table in TABLES:
                    connection.execute(_copy_sql(table, part / f"{table}.parquet", old=old))
            (part / _MARK).write_text(json.dumps({"schema_version": SCHEMA_VERSION}) + "\n", encoding="utf-8")
            _exchange(part, self.path)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    @contextmanager
    def _connected(self, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the store, with its tables in view, and close it."""
        if self.form == "duckdb":
            with _connection(self.path, self.path, read_only=read_only) as connection:
                self._check_version(_version_of(connection))
                yield connection
            return
        self._check_version(_version_in(self.path))
        with _connection(None, self.path) as connection:
            for table in TABLES:
                file = _quoted(self.path / f"{table}.parquet")
                with _told(self.path):
                    connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({file})")
            yield connection

    def _check_version(self, version: int | None) -> None:
        if version is None:
            raise StoreError(f"{self.path}: is no store of fupin-nlp; name another place")
        if version != SCHEMA_VERSION:
            age = "an older" if version < SCHEMA_VERSION else "a newer"
            raise StoreError(
                f"{self.path}: was written by {age} version of fupin-nlp (layout {version}, this one reads "
                f"{SCHEMA_VERSION}); extract the reports again into a new store"
            )


def _copy_sql(table: str, target: Path, *, old: bool) -> str:
    kept = ""
    if old:
        where = " WHERE doc NOT IN (SELECT doc FROM staged_docs)" if table in _REPLACED else ""
        kept = f"SELECT * FROM {table}{where} UNION ALL "
    rows = f"SELECT * FROM ({kept}SELECT * FROM staged_{table}) ORDER BY {ORDER[table]}"
    return f"COPY ({rows}) TO {_quoted(target)} (FORMAT parquet, COMPRESSION zstd)"


def _stage(connection: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """Put the staged files in view as tables of the names ``staged_…``."""
    for table, columns in TABLES.items():
        file = staged / f"{table}.jsonl"
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        longest = _longest_line(file) + _SLACK
        connection.execute(
            f"CREATE TEMPORARY VIEW staged_{table} AS SELECT * FROM read_json({_quoted(file)}, "
            f"format='newline_delimited', columns={{{types}}}, maximum_object_size={longest})"
        )
    connection.execute(
        "CREATE TEMPORARY TABLE staged_docs AS SELECT doc FROM staged_reports UNION SELECT doc FROM staged_failures"
    )


def _longest_line(file: Path) -> int:
    with file.open("rb") as lines:
        return max(map(len, lines), default=0)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _connection(file: Path | None, shown: Path, *, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        import duckdb
    except ImportError as error:
        raise DependencyError("stores need DuckDB: pip install 'fupin-nlp[store]'") from error
    try:
        connection = duckdb.connect(str(file) if file else ":memory:", read_only=read_only and file is not None)
    except duckdb.Error as error:
        raise StoreError(f"{shown}: cannot be opened: {_first_line(error)}") from error
    try:
        # One thread: the same rows give the same bytes, and memory stays within the limit.
        connection.execute(f"SET memory_limit='{_MEMORY}'; SET threads=1")
        if file is None:
            connection.execute(f"SET temp_directory={_quoted(_beside(shown.absolute()).with_suffix('.tmp'))}")
        yield connection
    finally:
        connection.close()


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection, shown: Path) -> Iterator[None]:
    import duckdb

    with _told(shown):
        connection.execute("BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _told(shown: Path) -> Iterator[None]:
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise StoreError(f"{shown}: cannot be read or written: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    import duckdb

    try:
        found = connection.execute("SELECT schema_version FROM store").fetchone()
    except duckdb.Error:
        return None
    return int(found[0]) if found else None


def _version_in(folder: Path) -> int | None:
    try:
        found: Mapping[str, Any] = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        return int(found["schema_version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _beside(path: Path) -> Path:
    # A short name: the one of the file may be as long as the system allows.
    return path.with_name(f".fupin-{os.getpid()}-{secrets.token_hex(4)}.part")


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before")


def _exchange(new: Path, folder: Path) -> None:
    """Put a complete folder in the place of another one; `_recover` mends an end between the two steps."""
    aside = _aside(folder)
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
    new.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def _recover(folder: Path) -> None:
    aside = _aside(folder)
    if not folder.exists() and aside.is_dir():
        aside.rename(folder)
