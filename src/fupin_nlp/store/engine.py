"""DuckDB as stores use it: connections with limits, its errors as ours, paths that it takes for nothing but paths."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fupin_nlp.errors import DependencyError, FupinError, StoreError
from fupin_nlp.ingest.names import escape_name

if TYPE_CHECKING:
    import duckdb

__all__ = ["connected", "grown", "keeps_journal", "literal", "plain", "spelled", "told", "transaction"]

# Kept below the limit of a whole process: sorting and merging then go over the disk.
_MEMORY = "192MB"
_LINKED = "store.duckdb"


@contextmanager
def spelled(path: Path) -> Iterator[Path]:
    """Give a path that DuckDB can take: names in UTF-8 without a question mark; others are reached over a link.

    It takes what follows a question mark for options. A database that is written needs more, see `grown`.

    Examples
    --------
    >>> with spelled(Path("results.duckdb")) as path:
    ...     path.name, path.is_absolute()
    ('results.duckdb', True)
    """
    path = path.absolute()
    if _is_plain(str(path)):
        yield path
        return
    with TemporaryDirectory(prefix="fupin-") as folder:
        link = Path(folder, "at")
        if _is_plain(path.name):
            link.symlink_to(path.parent, target_is_directory=True)
            yield link / path.name
        elif path.is_dir():
            link.symlink_to(path, target_is_directory=True)
            yield link
        else:
            link = Path(folder, _LINKED)
            link.symlink_to(path)
            yield link


def keeps_journal(path: Path) -> bool:
    """Whether DuckDB finds a place for the journal of a database that it writes there.

    It puts the ending of the journal's name before the first question mark of the path, also of one that it was led
    to by a link: of ``what?/a.duckdb`` into a folder that there is not.

    Examples
    --------
    >>> keeps_journal(Path("a.duckdb")), keeps_journal(Path("a?.duckdb"))
    (True, False)
    """
    return "?" not in os.path.realpath(path)


@contextmanager
def grown(part: Path) -> Iterator[Path]:
    """Give a path where DuckDB can write a new database, which is at `part` when the block has ended well."""
    if keeps_journal(part):
        with spelled(part) as path:
            yield path
        return
    with TemporaryDirectory(prefix="fupin-") as folder:
        path = Path(folder, _LINKED)
        yield path
        shutil.move(path, part)


def literal(path: Path) -> str:
    """Return a path as it stands in a question, with nothing in it that DuckDB takes for a pattern.

    Examples
    --------
    >>> literal(Path("报告[1]")), literal(Path("it's*"))
    ("'报告[[]1]'", "'it''s[*]'")
    """
    return _quoted("".join(f"[{character}]" if character in "[*?" else character for character in str(path)))


def plain(path: Path) -> str:
    """Return a path to be written to, of which DuckDB takes no character for a pattern.

    Examples
    --------
    >>> plain(Path("报告[1]"))
    "'报告[1]'"
    """
    return _quoted(str(path))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_plain(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return "?" not in name


@contextmanager
def connected(
    file: Path | None, shown: Path, *, read_only: bool = False, scratch: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a file, or a database in memory that puts what is too large for it into `scratch`; and close it.

    Raises
    ------
    StoreError
        If it cannot be opened; `shown` is the name in the message.
    DependencyError
        If DuckDB is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        raise DependencyError("stores need DuckDB: pip install 'fupin-nlp[store]'") from error
    with told(shown, "opened"):
        connection = duckdb.connect(str(file) if file else ":memory:", read_only=read_only and file is not None)
    try:
        with told(shown, "opened"):
            # One thread: the same rows give the same bytes, and memory stays within the limit.
            connection.execute(f"SET memory_limit='{_MEMORY}'; SET threads=1")
            if scratch is not None:
                connection.execute(f"SET temp_directory={plain(scratch)}")
        yield connection
    finally:
        with told(shown):
            connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection, shown: Path) -> Iterator[None]:
    """Do all that is in the block, or nothing of it."""
    import duckdb

    with told(shown):
        connection.execute("BEGIN")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise


@contextmanager
def told(shown: Path, what: str = "read or written") -> Iterator[None]:
    """Raise what DuckDB makes of a broken file, a full disk or a wrong question as `StoreError`."""
    import duckdb

    try:
        yield
    except FupinError:
        raise
    # Of damaged files its binding gives errors of Python too: text that is no UTF-8, a size that is no size.
    except (duckdb.Error, RuntimeError, ValueError, ArithmeticError, MemoryError) as error:
        line = next(iter(str(error).splitlines()), type(error).__name__)
        name = escape_name(os.fspath(shown))
        raise StoreError(f"{name}: cannot be {what}: {line}; 'fupin doctor {name}' tells what is whole") from error
