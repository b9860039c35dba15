"""Word documents of 1997 to 2003 (.doc), and WPS ones (.wps), which are the same.

Read from the piece table of the file itself ([MS-DOC], Word Binary File Format, sections 2.4.1 and 2.5). antiword,
which others take, is a program under the GPL, breaks lines at a width, and shows what was deleted with changes tracked.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from fupin_nlp.ingest.readers.parsed import Parsed, TextBuilder, Unreadable
from fupin_nlp.ingest.readers.word_runs import Runs, read_runs

if TYPE_CHECKING:
    from olefile import OleFileIO

__all__ = ["read_doc"]

_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CHARACTERS_AT = 0x4C  # counts of characters: text, footnotes, headers, (macros), comments, endnotes, text boxes
_CLX_AT = 0x1A2
_PAPX_AT, _CHPX_AT = 0x102, 0xFA
_CELL, _PARAGRAPH, _PAGE, _LINE = "\x07", "\r", "\x0c", "\x0b"
_FIELD_BEGINS, _FIELD_RESULT, _FIELD_ENDS = "\x13", "\x14", "\x15"
_PLAIN = {"\x1e": "-", "\t": "\t", _LINE: "\n"}


class _Piece(NamedTuple):
    """A stretch of text: first character, bytes in the stream, width of a character."""

    start: int
    text: str
    offset: int
    width: int


class _Part(NamedTuple):
    """A part of the document: its characters, and how its paragraphs are called."""

    start: int
    end: int
    label: str


def read_doc(ole: OleFileIO) -> Parsed:
    """Return the text of an old Word document: paragraphs, tables, notes and text boxes.

    Raises
    ------
    Unreadable
        If it is protected, older than Word 97, or broken.
    """
    stream = _stream(ole, "WordDocument")
    try:
        magic, version = struct.unpack_from("<HH", stream)
        (flags,) = struct.unpack_from("<H", stream, 0x0A)
        if magic != _MAGIC or version < _WORD_97:
            raise Unreadable("written by Word 6 or 95, or broken; save it as .docx")
        if flags & _ENCRYPTED:
            raise Unreadable("protected by a password; save it without one")
        table = _stream(ole, "1Table" if flags & _SECOND_TABLE else "0Table")
        pieces = _pieces(stream, table)
        counts = struct.unpack_from("<8I", stream, _CHARACTERS_AT)
        paragraphs = struct.unpack_from("<II", stream, _PAPX_AT)
        characters = struct.unpack_from("<II", stream, _CHPX_AT)
        runs = read_runs(stream, table, (paragraphs[0], paragraphs[1]), (characters[0], characters[1]))
    except (struct.error, IndexError) as error:
        raise Unreadable(f"the file is broken: {error}") from error
    return _Reader(pieces, runs).read(_parts(counts))


def _stream(ole: OleFileIO, name: str) -> bytes:
    if not ole.exists(name):
        raise Unreadable(f"the file is broken: it has no stream {name}")
    data: bytes = ole.openstream(name).read()
    return data


def _parts(counts: tuple[int, ...]) -> list[_Part]:
    """Return the parts that are text: not headers and comments."""
    labels = ("第{}段", "脚注{}", "", "", "", "尾注{}", "文本框{}", "")
    parts, at = [], 0
    for count, label in zip(counts, labels, strict=True):
        if label and count:
            parts.append(_Part(at, at + count, label))
        at += count
    return parts


def _pieces(stream: bytes, table: bytes) -> list[_Piece]:
    """Return the pieces that the text is made of, in the order of the text."""
    at, size = struct.unpack_from("<II", stream, _CLX_AT)
    end = at + size
    while at < end and table[at] == 1:  # properties of pieces
        at += 3 + int(struct.unpack_from("<H", table, at + 1)[0])
    if at >= end or table[at] != 2:
        raise Unreadable("the file is broken: it has no table of pieces")
    (length,) = struct.unpack_from("<I", table, at + 1)
    count = (length - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    pieces = []
    for i in range(count):
        (position,) = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * i + 2)
        narrow = bool(position & 0x40000000)
        position &= 0x3FFFFFFF
        offset, width = (position // 2, 1) if narrow else (position, 2)
        data = stream[offset : offset + width * (starts[i + 1] - starts[i])]
        pieces.append(_Piece(starts[i], data.decode("cp1252" if narrow else "utf-16-le", "replace"), offset, width))
    return pieces


class _Reader:
    def __init__(self, pieces: list[_Piece], runs: Runs) -> None:
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._runs = runs
        self._lines = TextBuilder()
        self._text: list[str] = []  # of the paragraph or cell so far
        self._row: list[str] = []
        self._fields: list[bool] = []  # for each open field whether its result has begun
        self._tables = self._rows = 0
        self._numbers: dict[str, int] = {}

    def read(self, parts: list[_Part]) -> Parsed:
        for part in parts:
            for kind, text in self._marks(part):
                if kind == "text":
                    self._text.append(text)
                else:
                    self._close(kind, part.label)
            self._close("paragraph", part.label)
        meta = {"paragraphs": str(self._numbers.get("第{}段", 0)), "tables": str(self._tables)}
        return self._lines.parsed("doc", meta)

    def _marks(self, part: _Part) -> Iterator[tuple[str, str]]:
        """Yield ("text", character), or what ends: "paragraph", "break" (in a cell), "cell", "row", with nothing."""
        position = part.start
        while position < part.end:
            i = bisect_right(self._starts, position) - 1
            piece = self._pieces[i] if i >= 0 else None
            if piece is None or position - piece.start >= len(piece.text):
                break
            stop = min(part.end - piece.start, len(piece.text))
            yield from self._of_piece(piece, position - piece.start, stop)
            position = piece.start + stop

    def _of_piece(self, piece: _Piece, start: int, stop: int) -> Iterator[tuple[str, str]]:
        for i in range(start, stop):
            char = piece.text[i]
            offset = piece.offset + piece.width * i
            if char == _FIELD_BEGINS:
                self._fields.append(False)
            elif char == _FIELD_RESULT and self._fields:
                self._fields[-1] = True
            elif char == _FIELD_ENDS and self._fields:
                self._fields.pop()
            elif not all(self._fields) or self._runs.gone.holds(offset):
                continue
            elif char in (_PARAGRAPH, _PAGE):
                yield "break" if self._runs.in_table.holds(offset) else "paragraph", ""
            elif char == _CELL:
                yield "row" if offset + piece.width in self._runs.row_ends else "cell", ""
            elif char >= " " or char in _PLAIN:
                yield "text", _PLAIN.get(char, char)

    def _close(self, kind: str, label: str) -> None:
        """Take the end of a paragraph, of a cell, or of a row."""
        if kind == "break":
            self._text.append("\n")
            return
        text = "".join(self._text)
        self._text.clear()
        if kind == "cell":
            self._row.append(text)
        elif kind == "row":
            self._close_row()
        elif text.strip():
            self._paragraph(text, label)

    def _close_row(self) -> None:
        if self._rows == 0:
            self._tables += 1
        self._rows += 1
        if any(cell.strip() for cell in self._row):
            places = [f"表{self._tables} 第{self._rows}行第{i}列" for i in range(1, len(self._row) + 1)]
            self._lines.add_row(list(zip(self._row, places, strict=True)))
        self._row = []

    def _paragraph(self, text: str, label: str) -> None:
        self._rows = 0
        self._numbers[label] = self._numbers.get(label, 0) + 1
        self._lines.add(text, label.format(self._numbers[label]))
