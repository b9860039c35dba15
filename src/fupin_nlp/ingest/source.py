"""A document to be read, and its name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from fupin_nlp.model import RawText

__all__ = ["Source"]


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
    refused : str or None
        Why it could not be looked at (a folder that may not be opened), None if nothing is known against it. Reading it
        raises a `ReadError` that says so.
    raw : RawText or None
        The text, where it is at hand already: a row of a table, a text of the program that calls.
    """

    doc: str
    path: Path | None
    skipped: str | None = None
    member: tuple[int, ...] = ()
    refused: str | None = None
    raw: RawText | None = field(default=None, repr=False)

    def named(self, doc: str) -> Source:
        """Return the document under another name."""
        raw = self.raw if self.raw is None or self.raw.name == doc else replace(self.raw, name=doc)
        return replace(self, doc=doc, raw=raw)
