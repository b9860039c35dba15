"""Where a document came from, and what tells that it has changed."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from fupin_nlp.ingest import Source
from fupin_nlp.ingest.names import escape_name

__all__ = ["file_hash", "origin_of", "source_hash"]

_BLOCK = 1 << 20


def origin_of(source: Source) -> str:
    """Return the file of a document, with its place in it where that is an archive or a table; empty for a text.

    Bytes of its path that are no text are escaped as by `escape_name`.

    Examples
    --------
    >>> origin_of(Source("stdin", None))
    '-'
    """
    if source.path is None:
        return "-" if source.raw is None else ""
    return "!".join([escape_name(os.path.realpath(source.path)), *map(str, source.member)])


def source_hash(source: Source) -> str | None:
    """Return the SHA-256 of the file of a document, with its place in an archive; None where it cannot be read.

    Of a text that is at hand it is that of the text and of what is known of it.
    """
    if source.raw is not None:
        told = source.raw.given
        parts = (source.raw.text, told.region or "", told.date or "", told.title or "")
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    found = file_hash(source.path)
    return found if found is None else "!".join([found, *map(str, source.member)])


def file_hash(path: Path | None) -> str | None:
    """Return the SHA-256 of a file; None where it cannot be read."""
    try:
        if path is None or not path.is_file():
            return None
        status = path.stat()
        return _hash(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError):
        return None


# The members of an archive come one after the other: each asks for the same file.
@lru_cache(maxsize=4)
def _hash(path: Path, changed: int, size: int) -> str:  # noqa: ARG001  # a changed file is another key
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
