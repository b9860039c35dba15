"""The folder in which a run gathers what is done, so that an end at any moment loses nothing.

Each chunk of documents is a folder with one JSON Lines file a table and an index of the places where the rows of each
document lie. It is written under another name and takes its own when it is complete.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from fupin_nlp.ingest.names import escape_name
from fupin_nlp.store.files import unwritable

__all__ = ["FILE_TABLES", "ROW_TABLES", "ChunkWriter", "Entry", "Work", "json_bytes", "rows_of", "text_bytes"]

ROW_TABLES = ("reports", "records", "failures", "findings")
FILE_TABLES = ("records", "failures", "about")  # what goes into a file; about: what a row says of its document
_INDEX = "index.jsonl"
_CHUNK, _PART, _NOW = "chunk-", "part-", "now-"
_OLD = ".old-"
_LONGEST_NAME = 200  # bytes; systems allow 255
_BLOCK = 1 << 20
# What JSON can hold and UTF-8 cannot: bytes of names, halves of characters.
_HALF = re.compile("[\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that is done.

    Attributes
    ----------
    doc, origin : str
        Its name, and the file it came from.
    sha256 : str or None
        Of the file; None where it could not be read.
    key : str
        Of the version and options it was done with, see `Fingerprint.key`.
    failed : bool
        Whether it is a failure.
    records : int
        How many rows `records` has of it.
    chunk : Path
        The folder with its rows.
    spans : mapping
        Table → first and last byte of its rows in the file of the table.
    """

    doc: str
    origin: str
    sha256: str | None
    key: str
    failed: bool
    records: int
    chunk: Path
    spans: Mapping[str, tuple[int, int]]

    def is_done(self, key: str, tables: Collection[str]) -> bool:
        """Whether it was done with this version and options, and for an output that needs these tables."""
        return self.key == key and (self.failed or "reports" in self.spans or "reports" not in tables)


class ChunkWriter:
    """Writes the rows of some documents; they are in the work folder only when the ``with`` block ends well."""

    def __init__(self, work: Path, name: str) -> None:
        self._target = work / f"{_CHUNK}{name}"
        self._part = work / f"{_PART}{name}-{os.getpid()}-{secrets.token_hex(4)}"
        self._now = work / f"{_NOW}{name}"
        self._note: IO[bytes] | None = None
        self._files: dict[str, IO[bytes]] = {}

    def __enter__(self) -> ChunkWriter:
        self._part.mkdir()
        self._file("index")
        self._note = self._now.open("wb", buffering=0)
        return self

    def begin(self, doc: str) -> None:
        """Leave a note of the document that is worked on, for the case that it ends the process."""
        assert self._note is not None  # opened on entry
        note = doc.encode()
        self._note.seek(0)
        self._note.write(note)
        self._note.truncate(len(note))

    def add(self, about: Mapping[str, Any], rows: Mapping[str, bytes]) -> None:
        """Write the rows of one document: table → lines."""
        spans = {}
        for table, data in rows.items():
            if data:
                file = self._file(table)
                start = file.tell()
                file.write(data)
                spans[table] = (start, start + len(data))
        self._file("index").write(json_bytes({**about, "spans": spans}))

    def _file(self, name: str) -> IO[bytes]:
        """Return the file of a table; few chunks have rows of all."""
        if name not in self._files:
            self._files[name] = (self._part / f"{name}.jsonl").open("xb")
        return self._files[name]

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            for file in (*self._files.values(), *filter(None, [self._note])):
                file.close()
            if kind is None:
                # Where a cluster does a chunk twice because a worker was lost, the first one stays.
                if not self._target.exists():
                    self._part.rename(self._target)
                self._now.unlink(missing_ok=True)
        finally:
            shutil.rmtree(self._part, ignore_errors=True)


def json_bytes(row: Mapping[str, Any]) -> bytes:
    r"""Return a row as one line of JSON; bytes of names that are no text are escaped as by `escape_name`.

    Examples
    --------
    >>> json_bytes({"doc": "\udcb1.txt"})
    b'{"doc": "\\\\xb1.txt"}\n'
    """
    return text_bytes(json.dumps(row, ensure_ascii=False)) + b"\n"


def text_bytes(lines: str) -> bytes:
    """Return lines of JSON as UTF-8, in which halves of characters are escaped as by `escape_name`."""
    try:
        return lines.encode()
    except UnicodeEncodeError:
        return _HALF.sub(lambda found: escape_name(found[0]).replace("\\", "\\\\"), lines).encode()


class Work:
    """The folder of a run; it lies beside the output and is removed when the output is complete."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, output: Path) -> Work:
        """Return the folder that belongs to an output.

        Examples
        --------
        >>> Work.beside(Path("results.csv")).folder.name
        '.results.csv.parts'
        """
        name = output.name
        if len(os.fsencode(name)) > _LONGEST_NAME:
            name = "fupin-" + hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
        return cls(output.with_name(f".{name}.parts"))

    def begin(self, *, resume: bool) -> bool:
        """Make the folder, and empty it unless the run goes on with what lies there.

        Returns
        -------
        bool
            Whether the parts of an earlier run were thrown away.

        Raises
        ------
        OptionError
            If it cannot be made.
        """
        with _told(self.folder):
            thrown = not resume and any(self.folder.glob(f"{_CHUNK}*"))
            if not resume and self.folder.exists():
                self._aside()
            for left in self.folder.parent.iterdir():
                if left.name.startswith(self.folder.name + _OLD):
                    shutil.rmtree(left, ignore_errors=True)
            self.folder.mkdir(exist_ok=True)
            for left in (*self.folder.glob(f"{_PART}*"), *self.folder.glob(f"{_NOW}*")):
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink(missing_ok=True)
        return thrown

    def fresh(self, name: str) -> Path:
        """Return an empty folder of this name inside; what an earlier delivery left there is removed.

        Raises
        ------
        OSError
            If it cannot be made.
        """
        found = self.folder / name
        if found.exists():
            shutil.rmtree(found)
        found.mkdir()
        return found

    def _aside(self) -> None:
        """Take the folder away in one step: half of one would look like the work of a run that was killed."""
        gone = self.folder.with_name(f"{self.folder.name}{_OLD}{secrets.token_hex(4)}")
        self.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def under_way(self) -> frozenset[str]:
        """Return the documents that processes were at when they ended."""
        return frozenset(note.read_text(encoding="utf-8") for note in sorted(self.folder.glob(f"{_NOW}*")))

    def forget_under_way(self) -> None:
        """Remove the notes of `under_way`."""
        for note in self.folder.glob(f"{_NOW}*"):
            note.unlink(missing_ok=True)

    def next_number(self) -> int:
        """Return a number that no chunk has yet."""
        return 1 + max((int(c.name.split("-")[1]) for c in self.folder.glob(f"{_CHUNK}*")), default=-1)

    def entries(self) -> dict[str, Entry]:
        """Return the documents that are done; the later chunk counts where two hold the same.

        A chunk that the loss of power or a full disk has cut short is thrown away: its documents are done again.
        """
        found: dict[str, Entry] = {}
        for chunk in sorted(self.folder.glob(f"{_CHUNK}*")):
            entries = _entries_of(chunk)
            if entries is None:
                shutil.rmtree(chunk, ignore_errors=True)
                continue
            for entry in entries:
                found[entry.doc] = entry
        return found

    def remove(self) -> None:
        """Delete the folder."""
        with suppress(OSError):
            self._aside()


def _entries_of(chunk: Path) -> list[Entry] | None:
    """Return the documents of a chunk, None if a part of it is missing."""
    found = []
    ends: dict[str, int] = {}
    try:
        with (chunk / _INDEX).open("rb") as lines:
            for line in lines:
                row = json.loads(line)
                row["spans"] = {name: (int(a), int(b)) for name, (a, b) in row["spans"].items()}
                for name, (_, end) in row["spans"].items():
                    ends[name] = max(ends.get(name, 0), end)
                found.append(Entry(chunk=chunk, **row))
        whole = all(_ends_at(chunk / f"{name}.jsonl", end) for name, end in ends.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return found if whole else None


def _ends_at(file: Path, end: int) -> bool:
    """Whether a file of lines has this many bytes, the last of which ends a line."""
    with file.open("rb") as opened:
        opened.seek(end - 1)
        return opened.read(2) == b"\n"


def rows_of(entries: Iterable[Entry], table: str) -> Iterator[bytes]:
    """Yield the rows of a table, document by document, in blocks of whole documents or less."""
    chunk: Path | None = None
    file: IO[bytes] | None = None
    try:
        for entry in entries:
            if table not in entry.spans:
                continue
            if entry.chunk != chunk:
                if file is not None:
                    file.close()
                chunk, file = entry.chunk, (entry.chunk / f"{table}.jsonl").open("rb")
            assert file is not None  # opened with its chunk above
            start, end = entry.spans[table]
            file.seek(start)
            while start < end:
                block = file.read(min(_BLOCK, end - start))
                start += len(block)
                yield block
    finally:
        if file is not None:
            file.close()


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(folder, error) from error
