"""Properties of paragraphs and characters in old Word files: ends of table rows, deleted and hidden text."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Ranges", "Runs", "read_runs"]

_PAGE = 512
_ROW_END = 0x2417  # sprmPFTtp: the mark ends a row
_IN_TABLE = 0x2416  # sprmPFInTable
_DELETED, _HIDDEN = 0x0800, 0x083C  # sprmCFRMarkDel, sprmCFVanish
_TABLE_DEFINITION = 0xD608  # the one property whose length takes two bytes
_OPERAND = (1, 1, 2, 4, 2, 2, -1, 3)  # bytes of the operand by the kind of the property; -1: the first byte tells


@dataclass(slots=True)
class Ranges:
    """Stretches of the stream, in order."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, start: int, end: int) -> None:
        """Add a stretch."""
        self.starts.append(start)
        self.ends.append(end)

    def sort(self) -> None:
        """Bring the stretches into order."""
        order = sorted(zip(self.starts, self.ends, strict=True))
        self.starts[:] = [start for start, _ in order]
        self.ends[:] = [end for _, end in order]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in one of them."""
        if not self.starts:
            return False
        at = bisect_right(self.starts, offset) - 1
        return at >= 0 and offset < self.ends[at]


@dataclass(frozen=True, slots=True)
class Runs:
    """What the properties say: where rows end, what is in tables, and what was deleted or hidden."""

    row_ends: frozenset[int]
    in_table: Ranges
    gone: Ranges


def read_runs(stream: bytes, table: bytes, paragraphs: tuple[int, int], characters: tuple[int, int]) -> Runs:
    """Read the pages of properties that two tables of pages name.

    Parameters
    ----------
    stream, table : bytes
        The streams ``WordDocument`` and ``0Table`` or ``1Table``.
    paragraphs, characters : (int, int)
        Place and size of the tables of pages.

    Raises
    ------
    struct.error, IndexError
        If the tables lead out of the file.
    """
    row_ends: set[int] = set()
    in_table, gone = Ranges(), Ranges()
    for page in _pages(table, *paragraphs):
        for start, end, properties in _runs_of(stream, page * _PAGE, entry=13):
            # One byte (or two, the first of them nil) that tell the length in words, then the style, two bytes.
            length = properties[0]
            rules = properties[3 : 2 * length] if length else properties[4 : 2 * properties[1] + 2]
            found = _properties(rules)
            if found.get(_ROW_END):
                row_ends.add(end)
            if found.get(_IN_TABLE):
                in_table.add(start, end)
    for page in _pages(table, *characters):
        for start, end, properties in _runs_of(stream, page * _PAGE, entry=1):
            found = _properties(properties[1 : 1 + properties[0]])
            if found.get(_DELETED) == 1 or found.get(_HIDDEN) == 1:
                gone.add(start, end)
    in_table.sort()
    gone.sort()
    return Runs(frozenset(row_ends), in_table, gone)


def _pages(table: bytes, at: int, size: int) -> list[int]:
    count = (size - 4) // 8 if size >= 4 else 0
    numbers = struct.unpack_from(f"<{count}I", table, at + 4 * (count + 1)) if count else ()
    return [number & 0x3FFFFF for number in numbers]


def _runs_of(stream: bytes, page: int, *, entry: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield the runs of a page: first byte, byte after the last, and what the page says of it from there on."""
    count = stream[page + _PAGE - 1]
    borders = struct.unpack_from(f"<{count + 1}I", stream, page)
    for i in range(count):
        at = 2 * stream[page + 4 * (count + 1) + entry * i]
        if at:
            yield borders[i], borders[i + 1], stream[page + at : page + _PAGE]


def _properties(rules: bytes) -> dict[int, int]:
    """Return property → first byte of its operand."""
    found: dict[int, int] = {}
    at = 0
    while at + 3 <= len(rules):
        (name,) = struct.unpack_from("<H", rules, at)
        length = _OPERAND[name >> 13]
        if length < 0:
            length = struct.unpack_from("<H", rules, at + 2)[0] + 1 if name == _TABLE_DEFINITION else rules[at + 2] + 1
        found[name] = rules[at + 2]
        at += 2 + length
    return found
