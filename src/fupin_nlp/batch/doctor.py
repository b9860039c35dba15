"""Looks at a store or a table of a run: is it whole, and what is to be done if not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fupin_nlp.batch.deliver import about_of
from fupin_nlp.batch.lock import lock_of, owner_of
from fupin_nlp.batch.origin import file_hash
from fupin_nlp.batch.work import Work
from fupin_nlp.errors import StoreError
from fupin_nlp.ingest.names import escape_name
from fupin_nlp.store import TABLES, Store, is_store
from fupin_nlp.store.exchange import before
from fupin_nlp.store.files import target_of
from fupin_nlp.store.mark import MARK
from fupin_nlp.store.store import table_file

__all__ = ["Examined", "examine"]

_AGAIN = "extract the reports again into a new place"
_WANTED = "name a store or a table that 'fupin extract' wrote"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Examined:
    """Something that was seen.

    Attributes
    ----------
    bad : bool
        Whether it is damaged or unfinished.
    words : str
        What it is, and what to do.

    Examples
    --------
    >>> print(Examined(True, "records.parquet is missing"))
    records.parquet is missing
    """

    bad: bool
    words: str

    def __str__(self) -> str:
        return self.words


def examine(path: Path) -> list[Examined]:
    """Look at the output of a run; nothing is changed.

    Parameters
    ----------
    path : Path
        A store, or a table that `run` wrote.

    Returns
    -------
    list of Examined
        The damaged or unfinished first found, and what is whole; never empty.

    Examples
    --------
    >>> [str(found) for found in examine(Path("no such table.csv"))]
    ['there is nothing; check the name']
    """
    target = target_of(path)
    found = list(_unfinished(target)) if target.name else []
    if is_store(path):
        found += _store(Store(path))
    elif target.is_file():
        found += _table(target)
    elif target.is_dir():
        found.append(_folder(target))
    elif target.exists():
        found.append(Examined(True, "is a pipe or a device: what went through it is not there any more"))
    elif about_of(target).is_file() if target.name else False:
        found.append(Examined(True, f"is missing, {escape_name(about_of(target).name)} is there; {_AGAIN}"))
    elif path.is_symlink():
        found.append(Examined(True, f"leads to {escape_name(str(target))}, where there is nothing"))
    elif not found:
        found.append(Examined(True, "there is nothing; check the name"))
    return found


def _folder(target: Path) -> Examined:
    if any((target / table_file(table)).is_file() for table in TABLES):
        return Examined(True, f"{MARK} is missing; {_AGAIN}")
    return Examined(True, f"is a folder and no store; {_WANTED}")


def _unfinished(target: Path) -> Iterator[Examined]:
    lock = lock_of(target)
    owner = owner_of(lock) if lock.exists() else None
    if owner is not None and owner.lives:
        yield Examined(True, f"{owner} is writing it; wait until it ends")
        return
    if owner is not None and not owner.is_here:
        name = escape_name(str(lock))
        yield Examined(True, f"{owner} is writing it, or was stopped while it did; if it runs no more, delete {name}")
    work = Work.beside(target)
    if work.folder.is_dir():
        done = sum(1 for chunk in work.folder.glob("chunk-*") if chunk.is_dir())
        yield Examined(True, f"a run was stopped ({done} chunks are done); the same command with --resume goes on")
    elif owner is not None and owner.is_here:
        yield Examined(True, "a run was stopped; the same command with --resume goes on")
    if before(target).is_dir():
        yield Examined(True, "a run was stopped while it took its place; the same command with --resume goes on")


def _store(store: Store) -> Iterator[Examined]:
    damaged = store.damaged()
    for name, what in damaged.items():
        yield Examined(True, f"{name}: {what}; {_AGAIN}")
    if damaged:
        return
    try:
        store.check()
    except StoreError as error:
        yield Examined(True, _reason(store, error))
        return
    counts: dict[str, int] = {}
    for table in TABLES:
        try:
            counts[table] = sum(1 for _ in store.rows(table))
        except StoreError as error:
            yield Examined(True, f"table {table}: {_reason(store, error)}")
    if len(counts) == len(TABLES):
        disagree = list(_disagreements(store))
        yield from disagree
        if not disagree:
            shown = ", ".join(f"{count} {table}" for table, count in counts.items())
            yield Examined(False, f"whole: {shown}")


def _disagreements(store: Store) -> Iterator[Examined]:
    """Yield where the tables of a store do not fit together."""
    said = {row["doc"]: row["records"] for row in store.rows("reports", columns=("doc", "records"))}
    failed = {row["doc"] for row in store.rows("failures", columns=("doc",))}
    there: dict[str, int] = {}
    for row in store.rows("records", columns=("doc",)):
        there[row["doc"]] = there.get(row["doc"], 0) + 1
    wrong = sorted(doc for doc in said.keys() | there.keys() if said.get(doc, 0) != there.get(doc, 0))
    if wrong:
        yield Examined(True, f"records are missing or too many of {_some(wrong)}; {_AGAIN}")
    twice = sorted(said.keys() & failed)
    if twice:
        yield Examined(True, f"both report and failure: {_some(twice)}; {_AGAIN}")


def _some(docs: list[str]) -> str:
    more = f" and {len(docs) - _NAMED} more" if len(docs) > _NAMED else ""
    return ", ".join(docs[:_NAMED]) + more


def _reason(store: Store, error: StoreError) -> str:
    words = str(error).removeprefix(f"{escape_name(str(store.path))}: ")
    told, hint, _ = words.partition("; 'fupin doctor")
    return f"damaged: {told}; {_AGAIN}" if hint else told


def _table(table: Path) -> Iterator[Examined]:
    about = about_of(table)
    try:
        row = json.loads(about.read_text(encoding="utf-8"))
        known, records = row["table"], int(row["records"])
        size, digest = int(known["bytes"]), str(known["sha256"])
    except FileNotFoundError:
        name = escape_name(about.name)
        yield Examined(True, f"{name} is missing, so what it should hold is not known; {_WANTED}")
        return
    except (OSError, ValueError, KeyError, TypeError):
        yield Examined(True, f"{escape_name(about.name)} is damaged or of an older version; {_AGAIN}")
        return
    found = table.stat().st_size
    if found != size:
        yield Examined(True, f"has {found:,} bytes, the run wrote {size:,}: cut short or changed since; {_AGAIN}")
    elif file_hash(table) != digest:
        yield Examined(True, f"is not what the run wrote: damaged, or changed since; {_AGAIN}")
    else:
        failed = len(row.get("failures", ()))
        yield Examined(False, f"whole: {records} records of {row['documents'] - failed} documents, {failed} failed")
