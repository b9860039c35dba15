"""Which documents a list of paths means, and how they are named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from stat import S_ISREG

from fupin_nlp.errors import OptionError, ReadError
from fupin_nlp.ingest.columns import row_sources
from fupin_nlp.ingest.formats import is_named_as_document
from fupin_nlp.ingest.names import legible
from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.outputs import OWN, is_own_output
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.ingest.source import Source
from fupin_nlp.ingest.tables import TABLES, read_rows

__all__ = ["Source", "find_sources"]

_DEFAULT = ReadOptions()
_ARCHIVES = frozenset({".zip"})
_NOT_REPORTS = frozenset({"README", "LICENSE", "LICENCE", "CHANGELOG"})


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    given: Path  # the PATH it came from, for names that occur twice


def find_sources(
    paths: Iterable[Path | str], *, options: ReadOptions = _DEFAULT, process: ReaderProcess | None = None
) -> list[Source]:
    """Return the documents that the paths mean, in order of `doc`.

    Parameters
    ----------
    paths : iterable of Path or str
        Files, folders (with all their subfolders), zip archives (with those inside them), ``-`` for standard input.
    options : ReadOptions
        Limits of archives.
    process : ReaderProcess or None
        The process that looks into archives; without one, one is started if there is an archive.

    Returns
    -------
    list of Source
        A file is named by its name, a file in a folder by its POSIX path relative to the folder, ``-`` is
        ``stdin``, a member of an archive ``a.zip!b.txt``. Where two documents of one run would have the same name,
        the given path's own name goes in front. Hidden files and unknown suffixes in folders and archives, and what
        the library wrote itself, come with their `skipped` reason. The same file found twice is one document. A path
        that does not exist, a broken archive, or a folder that cannot be opened is returned too: reading it raises a
        `ReadError`, so that a run delivers the rest. Names in GBK are decoded, bytes that are no text are escaped, and
        control characters (line breaks) become visible ones (␊).

    Examples
    --------
    >>> [s.doc for s in find_sources(["-"])]
    ['stdin']
    """
    paths = list(paths)
    found: list[_Found] = []
    seen: set[str] = set()
    own = ReaderProcess(options) if process is None else None
    try:
        for given in paths:
            for item in _expand(given):
                key = "-" if item.source.path is None else os.path.realpath(item.source.path)
                if key not in seen:
                    seen.add(key)
                    rows = _rows(item, options, process or own)
                    found += _unpacked(item, process or own) if rows is None else rows
    finally:
        if own is not None:
            own.close()
    if options.table is not None and not any(item.source.raw for item in found):
        named = " ".join(map(str, paths))
        raise OptionError(f"{named}: there is no table (.csv .xlsx .jsonl .dta) with a column {options.table.text!r}")
    return sorted(_distinct(found), key=lambda s: s.doc)


def _expand(given: Path | str) -> Iterator[_Found]:
    if str(given) == "-":
        yield _Found(Source("stdin", None), Path("-"))
        return
    path = Path(given)
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):  # a name that the system does not accept; reading it says so
        is_folder = False
    if not is_folder:
        yield _Found(Source(legible(path.name or str(path)), path, _own(path)), path)
        return
    for file, refused in _walk(path):
        relative = file.relative_to(path)
        doc = legible(relative.as_posix()) if relative.parts else legible(path.name or str(path))
        skipped = _hidden(relative) or (None if refused else _own(file) or _why_skipped(relative))
        yield _Found(Source(doc, file, skipped, refused=refused), path)


def _own(path: Path) -> str | None:
    return OWN if is_own_output(path) else None


def _rows(item: _Found, options: ReadOptions, process: ReaderProcess | None) -> list[_Found] | None:
    """Return the rows of a table where they are documents; None for what is no table."""
    path = item.source.path
    known = item.source.skipped is not None or item.source.refused is not None
    if options.table is None or path is None or known:
        return None
    if path.suffix.lower() not in TABLES or path.suffix.lower() == ".txt" or not path.is_file():
        return None
    return [_Found(source, item.given) for source in row_sources(read_rows(path, options, process), options.table)]


def _unpacked(item: _Found, process: ReaderProcess | None) -> Iterator[_Found]:
    """Yield the members of an archive; everything else, and what is no archive that can be opened, as it is."""
    source = item.source
    path = source.path
    known = source.skipped is not None or source.refused is not None
    if path is None or process is None or known or path.suffix.lower() not in _ARCHIVES:
        yield item
        return
    try:
        members = process.members(path, source.doc)
    except ReadError:
        members = []
    for name, place in members:
        doc = f"{source.doc}!{name}"
        skipped = _why_skipped(PurePosixPath(name.rpartition("!")[2]))
        yield _Found(Source(doc, path, skipped, place), item.given)
    if not members:
        yield item  # reading it tells why


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield the files below a folder, sorted, and what cannot be looked at, with the reason.

    A folder that links lead back to is entered once.
    """
    visited: set[tuple[int, int]] = set()
    refused: list[OSError] = []
    for here, folders, files in os.walk(folder, followlinks=True, onerror=refused.append):
        try:
            status = Path(here).stat()
        except OSError as error:  # it was there a moment ago
            yield Path(here), _why_refused(error)
            folders.clear()
            continue
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders.sort()
        for name in sorted(files):
            file = Path(here) / name
            yield file, _why_unknown(file)
    for refusal in refused:
        yield Path(refusal.filename), _why_refused(refusal)


def _why_refused(error: OSError) -> str:
    return f"the folder cannot be opened: {error.strerror or error}; change its permissions or name what is in it"


def _why_unknown(file: Path) -> str | None:
    """Return why it is not known what this is, where no suffix tells: a link that leads nowhere, a pipe, a device."""
    if file.suffix:
        return None
    try:
        return None if S_ISREG(file.stat().st_mode) else "this is no regular file but a pipe, a device or a socket"
    except OSError as error:
        if os.path.islink(file):  # noqa: PTH114  # answers where Path raises
            return "a link that leads nowhere, perhaps to a folder that is not there now"
        return f"cannot be looked at: {error.strerror or error}"


def _hidden(relative: PurePath) -> str | None:
    return "hidden file" if any(part.startswith(".") for part in relative.parts) else None


def _why_skipped(relative: PurePath) -> str | None:
    if hidden := _hidden(relative):
        return hidden
    if relative.stem.upper() in _NOT_REPORTS:
        return "not a report: a file about the folder"
    if relative.name.startswith("~$"):
        return "lock file of an editor"
    if is_named_as_document(relative):
        return None
    suffix = relative.suffix.lower()
    return f"unknown suffix {suffix!r}" if suffix else "no suffix"


def _distinct(found: list[_Found]) -> list[Source]:
    counts = Counter(item.source.doc for item in found)
    named: list[Source] = []
    taken: set[str] = set()
    for item in found:
        doc = item.source.doc
        if counts[doc] > 1 or doc in taken:
            doc = _longer_name(item, taken)
        taken.add(doc)
        named.append(item.source.named(doc))
    return named


def _longer_name(item: _Found, taken: set[str]) -> str:
    """Put the name of the given path in front, then of the folders above it, until the name is free."""
    given = item.given.absolute()
    front = [*given.parts[1:]]
    if item.source.path is not None and item.given == item.source.path:
        front.pop()  # the file's own name is the document's name already
    doc = item.source.doc
    while front:
        doc = f"{legible(front.pop())}/{doc}"
        if doc not in taken:
            return doc
    number = 2
    while f"{doc}#{number}" in taken:
        number += 1
    return f"{doc}#{number}"
