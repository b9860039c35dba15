"""Which documents a list of paths means, and how they are named."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from fupin_nlp.ingest.formats import FORMATS, UNSUPPORTED

__all__ = ["Source", "find_sources"]

_NOT_REPORTS = frozenset({"README", "LICENSE", "LICENCE", "CHANGELOG"})


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be read.

    Attributes
    ----------
    doc : str
        Its name in the output.
    path : Path or None
        The file; None for standard input.
    skipped : str or None
        Why it is not read (hidden, unknown suffix), None if it is.
    """

    doc: str
    path: Path | None
    skipped: str | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    given: Path  # the PATH it came from, for names that occur twice


def find_sources(paths: Iterable[Path | str]) -> list[Source]:
    """Return the documents that the paths mean, in order of `doc`.

    Parameters
    ----------
    paths : iterable of Path or str
        Files, folders (with all their subfolders), ``-`` for standard input.

    Returns
    -------
    list of Source
        A file is named by its name, a file in a folder by its POSIX path relative to the folder, ``-`` is
        ``stdin``. Where two documents of one run would have the same name, the given path's own name goes in
        front. Hidden files and unknown suffixes in folders come with their `skipped` reason. The same file found
        twice is one document. A path that does not exist is returned too: reading it raises a `ReadError`, so
        that a run delivers the rest.

    Examples
    --------
    >>> [s.doc for s in find_sources(["-"])]
    ['stdin']
    """
    found: list[_Found] = []
    seen: set[str] = set()
    for given in paths:
        for item in _expand(given):
            key = "-" if item.source.path is None else os.path.realpath(item.source.path)
            if key not in seen:
                seen.add(key)
                found.append(item)
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
        yield _Found(Source(_legible(path.name or str(path)), path), path)
        return
    for file in _walk(path):
        relative = file.relative_to(path)
        yield _Found(Source(_legible(relative.as_posix()), file, _why_skipped(relative)), path)


def _legible(name: str) -> str:
    """Return a file name as text: the system's locale need not be the one in which the file was named.

    Archives that were packed on Chinese systems leave names in GBK.
    """
    if name.isascii():
        return name
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, sorted; a folder that links lead back to is entered once."""
    visited: set[tuple[int, int]] = set()
    for here, folders, files in os.walk(folder, followlinks=True):
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders.sort()
        for name in sorted(files):
            yield Path(here) / name


def _why_skipped(relative: Path) -> str | None:
    if any(part.startswith(".") for part in relative.parts):
        return "hidden file"
    if relative.stem.upper() in _NOT_REPORTS:
        return "not a report: a file about the folder"
    if relative.name.startswith("~$"):
        return "lock file of an editor"
    suffix = relative.suffix.lower()
    if suffix in FORMATS or suffix in UNSUPPORTED:
        return None
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
        named.append(replace(item.source, doc=doc))
    return named


def _longer_name(item: _Found, taken: set[str]) -> str:
    """Put the name of the given path in front, then of the folders above it, until the name is free."""
    given = item.given.absolute()
    front = [*given.parts[1:]]
    if item.source.path is not None and item.given == item.source.path:
        front.pop()  # the file's own name is the document's name already
    doc = item.source.doc
    while front:
        doc = f"{front.pop()}/{doc}"
        if doc not in taken:
            return doc
    number = 2
    while f"{doc}#{number}" in taken:
        number += 1
    return f"{doc}#{number}"
