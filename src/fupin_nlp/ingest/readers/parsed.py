"""What a reader of containers hands back, and how it builds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

import regex

__all__ = ["Limits", "Member", "Parsed", "TextBuilder", "Unreadable", "head_of", "spread_merged"]

_WHITE = regex.compile(r"[\t\r\n\v\f\x85\u2028\u2029]++", regex.VERSION1)


class Unreadable(Exception):  # noqa: N818  # not an error of the program: the reason why a document is refused
    """A document that cannot be read; the message is the reason for the user."""


class Limits(NamedTuple):
    """What a document may cost; see `ReadOptions`."""

    max_bytes: int
    max_members: int
    encoding: str | None = None


class Member(NamedTuple):
    """A file of an archive: its name, and its place, in the archive and in those inside it."""

    name: str
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The text of a container, where its parts stand, and what was noticed.

    Attributes
    ----------
    text, places, meta
        As in `RawText`.
    format : str
        What it turned out to be (``docx``, ``pdf``, ``html`` …).
    encoding : str
        Codec of a text file in an archive, else ``str``.
    """

    text: str
    format: str
    places: tuple[tuple[int, str], ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    encoding: str = "str"


class TextBuilder:
    r"""Lines with their places.

    Examples
    --------
    >>> lines = TextBuilder()
    >>> lines.add("全市脱贫7800户。", "第1段")
    >>> lines.add_row([("类别", "表1 A1"), ("资金\n（万元）", "表1 B1")])
    >>> lines.text, lines.places
    ('全市脱贫7800户。\n类别\t资金 （万元）\n', ((0, '第1段'), (11, '表1 A1'), (14, '表1 B1')))
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._places: list[tuple[int, str]] = []
        self._length = 0

    def add(self, text: str, place: str) -> None:
        """Add a paragraph; line breaks in it stay."""
        self.add_parts([(text, place)])

    def add_parts(self, parts: Sequence[tuple[str, str]]) -> None:
        """Add a paragraph that stands in several places, as on two pages."""
        for text, place in parts:
            self._mark(place)
            self._put(text)
        self._put("\n")

    def add_row(self, cells: Sequence[tuple[str, str]]) -> None:
        """Add a row of a table: cells are divided by tabs, breaks inside a cell become blanks."""
        for i, (text, place) in enumerate(cells):
            if text:
                self._mark(place)
            self._put(_WHITE.sub(" ", text.strip()) + ("\n" if i == len(cells) - 1 else "\t"))

    def _mark(self, place: str) -> None:
        if not self._places or self._places[-1][1] != place:
            self._places.append((self._length, place))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    @property
    def text(self) -> str:
        """The lines so far."""
        return "".join(self._parts)

    @property
    def places(self) -> tuple[tuple[int, str], ...]:
        """Position and place, by position."""
        return tuple(self._places)

    def parsed(self, form: str, meta: Mapping[str, str] | None = None) -> Parsed:
        """Return the whole."""
        return Parsed(self.text, form, self.places, meta or {})


def spread_merged(text: str) -> str:
    """Return what the other cells of a merged one hold: words hold for all of them, a number must not be there twice.

    Examples
    --------
    >>> spread_merged("资金（万元）"), spread_merged("120")
    ('资金（万元）', '')
    """
    return "" if any(c.isdigit() for c in text) else text


def head_of(file: BinaryIO, size: int) -> bytes:
    """Return the first bytes of a file and go back to its beginning."""
    file.seek(0)
    head = file.read(size)
    file.seek(0)
    return head
