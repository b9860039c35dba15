"""One store of results: a DuckDB file, or a folder of Parquet files, with the same tables."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import StoreError
from fupin_nlp.ingest.names import escape_name
from fupin_nlp.store.engine import connected, grown, keeps_journal, literal, plain, spelled, told, transaction
from fupin_nlp.store.exchange import before, exchange, recover
from fupin_nlp.store.files import keep_permissions, publish, sync, target_of
from fupin_nlp.store.mark import MARK, damaged_in, version_in, write_mark
from fupin_nlp.store.schema import ORDER, SCHEMA_VERSION, TABLES, columns_sql

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

__all__ = ["Store", "is_store", "table_file"]

_DUCKDB_SUFFIXES = (".duckdb", ".ddb")
_SLACK = 1024  # the reader of JSON wants some room behind the longest line
_REPLACED = ("reports", "records", "failures", "findings")  # by document; runs are only added


def is_store(path: Path | str) -> bool:
    """Whether a path is, by its looks, a store and no document.

    Examples
    --------
    >>> is_store("results.duckdb"), is_store("report.txt")
    (True, False)
    """
    path = Path(path)
    return path.suffix.lower() in _DUCKDB_SUFFIXES or (_folder(path) / MARK).is_file()


def table_file(table: str) -> str:
    """Return the name of the file of a table in a store of Parquet files.

    Examples
    --------
    >>> table_file("records")
    'records.parquet'
    """
    return f"{table}.parquet"


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
    def _shown(self) -> str:
        return escape_name(str(self.path))

    @property
    def exists(self) -> bool:
        """Whether there is anything at the path."""
        return self.path.exists() if self.form == "duckdb" else _folder(self.path).exists()

    def check(self) -> None:
        """Refuse what is no store of this version.

        Raises
        ------
        StoreError
            If there is nothing, it is something else, or it was written with another layout of tables.
        """
        if not self.exists:
            raise StoreError(f"{self._shown}: there is no store; 'fupin extract FOLDER -o {self._shown}' makes one")
        with self._connected():
            pass

    def damaged(self) -> dict[str, str]:
        """Return the files of a store of Parquet files that are not what was written, each with what is wrong."""
        return damaged_in(_folder(self.path)) if self.form == "parquet" else {}

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
        where, values = ("WHERE doc = ?", [doc]) if doc is not None else ("", [])
        with self._connected() as connection:
            with told(self.path, "read"):
                result = connection.execute(f"SELECT {shown} FROM {table} {where} ORDER BY {ORDER[table]}", values)
            while True:
                with told(self.path, "read"):
                    found = result.fetchmany(batch)
                if not found:
                    return
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

        with self._connected() as connection, told(self.path, "read"):
            try:
                return connection.execute(query).df()
            except duckdb.Error as error:
                raise StoreError(f"{self._shown}: {error}") from error

    def merge(self, staged: Path, part: Path) -> None:
        """Take the rows of a folder with ``reports.jsonl``, ``records.jsonl`` …; all of them, or none.

        What the store had of the documents in ``reports.jsonl`` and ``failures.jsonl`` is replaced, the rest stays. An
        end at any moment leaves what was there before, or all of it; the same rows may be given again.

        Parameters
        ----------
        staged : Path
            One JSON Lines file for each of `TABLES`; a file may be empty.
        part : Path
            A free name on the same disk, where a store grows that takes its place when it is complete.

        Raises
        ------
        StoreError
            If the store cannot be written; it is then what it was before.
        """
        target = target_of(self.path)
        try:
            if self.form == "parquet":
                self._merge_parquet(staged, part, target)
            else:
                self._merge_duckdb(staged, part, target)
        except OSError as error:
            raise StoreError(f"{self._shown}: cannot be written: {error.strerror or error}") from error

    def _merge_duckdb(self, staged: Path, part: Path, target: Path) -> None:
        """Add to the file in one transaction; make a new one under another name."""
        if target.exists() and keeps_journal(target):
            with spelled(target) as file:
                self._write_duckdb(staged, file, old=True, moves=False)
            return
        with grown(part) as file:
            if target.exists():
                shutil.copyfile(target, file)
            self._write_duckdb(staged, file, old=target.exists(), moves=True)
        publish(part, target)

    def _write_duckdb(self, staged: Path, file: Path, *, old: bool, moves: bool) -> None:
        with connected(file, self.path) as connection, spelled(staged) as rows:
            with transaction(connection, self.path):
                if old:
                    self._check_version(_version_of(connection))
                else:
                    connection.execute("CREATE TABLE store (schema_version BIGINT)")
                    connection.execute("INSERT INTO store VALUES (?)", [SCHEMA_VERSION])
                _stage(connection, rows)
                for table in TABLES:
                    if not old:
                        connection.execute(f"CREATE TABLE {table} ({columns_sql(table)})")
                    elif table in _REPLACED:
                        connection.execute(f"DELETE FROM {table} WHERE doc IN (SELECT doc FROM staged_docs)")
                    connection.execute(f"INSERT INTO {table} SELECT * FROM staged_{table}")
            if moves:
                # The journal does not come along. To close it would do this too, and say nothing if it fails.
                with told(self.path, "written"):
                    connection.execute("CHECKPOINT")

    def _merge_parquet(self, staged: Path, part: Path, target: Path) -> None:
        recover(target)
        old = (target / MARK).is_file()
        if not old and target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise StoreError(f"{self._shown}: is a folder with other files in it, or a file; name a new folder with -o")
        if old and (damaged := self.damaged()):
            raise StoreError(
                f"{self._shown}: {next(iter(damaged))} is damaged; 'fupin doctor {self._shown}' tells more"
            )
        part.mkdir()
        with spelled(staged) as rows, spelled(part) as new, told(self.path):
            scratch = rows.with_name("scratch")
            opened = self._connected(scratch=scratch) if old else connected(None, self.path, scratch=scratch)
            with opened as connection:
                _stage(connection, rows)
                for table in TABLES:
                    connection.execute(_copy_sql(table, new / table_file(table), old=old))
        write_mark(part)
        for file in part.iterdir():
            keep_permissions(target / file.name, file)
            sync(file)
        exchange(part, target)

    @contextmanager
    def _connected(self, *, scratch: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the store, with its tables in view, and close it."""
        if self.form == "duckdb":
            with spelled(self.path) as file, connected(file, self.path, read_only=True) as connection:
                with told(self.path, "opened"):
                    version = _version_of(connection)
                self._check_version(version)
                yield connection
            return
        folder = _folder(self.path)
        self._check_version(version_in(folder))
        for table in TABLES:
            if not (folder / table_file(table)).is_file():
                name = self._shown
                raise StoreError(f"{name}: {table_file(table)} is missing; 'fupin doctor {name}' tells what is whole")
        with spelled(folder) as place, connected(None, self.path, scratch=scratch or _scratch(place)) as connection:
            with told(self.path, "read"):
                for table in TABLES:
                    pattern = literal(place / table_file(table))
                    connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({pattern})")
            yield connection

    def _check_version(self, version: int | None) -> None:
        if version is None:
            raise StoreError(f"{self._shown}: is no store of fupin-nlp; name another place")
        if version != SCHEMA_VERSION:
            age = "an older" if version < SCHEMA_VERSION else "a newer"
            raise StoreError(
                f"{self._shown}: was written by {age} version of fupin-nlp (layout {version}, this one reads "
                f"{SCHEMA_VERSION}); extract the reports again into a new store"
            )


def _copy_sql(table: str, target: Path, *, old: bool) -> str:
    kept = ""
    if old:
        where = " WHERE doc NOT IN (SELECT doc FROM staged_docs)" if table in _REPLACED else ""
        kept = f"SELECT * FROM {table}{where} UNION ALL "
    rows = f"SELECT * FROM ({kept}SELECT * FROM staged_{table}) ORDER BY {ORDER[table]}"
    return f"COPY ({rows}) TO {plain(target)} (FORMAT parquet, COMPRESSION zstd)"


def _stage(connection: duckdb.DuckDBPyConnection, staged: Path) -> None:
    """Put the staged files in view as tables of the names ``staged_…``."""
    for table, columns in TABLES.items():
        file = staged / f"{table}.jsonl"
        types = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        longest = _longest_line(file) + _SLACK
        connection.execute(
            f"CREATE TEMPORARY VIEW staged_{table} AS SELECT * FROM read_json({literal(file)}, "
            f"format='newline_delimited', columns={{{types}}}, maximum_object_size={longest})"
        )
    connection.execute(
        "CREATE TEMPORARY TABLE staged_docs AS SELECT doc FROM staged_reports UNION SELECT doc FROM staged_failures"
    )


def _longest_line(file: Path) -> int:
    with file.open("rb") as lines:
        return max(map(len, lines), default=0)


def _scratch(folder: Path) -> Path:
    """Return a free name where DuckDB may put what is too large for memory; it removes it itself."""
    return folder.absolute().with_name(f".fupin-{os.getpid()}-{secrets.token_hex(4)}.tmp")


def _folder(path: Path) -> Path:
    """Return where the Parquet files of a store are: an end between the two steps of an exchange left them aside."""
    target = target_of(path)
    aside = before(target)
    return aside if not target.exists() and aside.is_dir() else target


def _version_of(connection: duckdb.DuckDBPyConnection) -> int | None:
    import duckdb

    try:
        found = connection.execute("SELECT schema_version FROM store").fetchone()
    except duckdb.CatalogException:  # it has other tables
        return None
    return int(found[0]) if found else None
