"""A document to be read, and its name."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import regex

from fupin_nlp.model import RawText

__all__ = ["Source", "legible"]

_CONTROL = regex.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", regex.VERSION1)


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
    member : tuple of int
        Place in the archive `path`, and in archives inside it; empty for a file of its own.
    raw : RawText or None
        The text, where it is at hand already: a row of a table, a text of the program that calls.
    """

    doc: str
    path: Path | None
    skipped: str | None = None
    member: tuple[int, ...] = ()
    raw: RawText | None = field(default=None, repr=False)

    def named(self, doc: str) -> Source:
        """Return the document under another name."""
        raw = self.raw if self.raw is None or self.raw.name == doc else replace(self.raw, name=doc)
        return replace(self, doc=doc, raw=raw)


def legible(name: str) -> str:
    """Return a file name as text: the system's locale need not be the one in which the file was named.

    Archives that were packed on Chinese systems leave names in GBK.
    """
    return _CONTROL.sub(lambda m: chr(0x2400 + ord(m[0])) if ord(m[0]) < 0x20 else "\ufffd", _decoded(name))


def _decoded(name: str) -> str:
    if name.isascii():
        return name
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
