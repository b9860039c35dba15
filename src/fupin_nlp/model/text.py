"""Raw and cleaned text, and the log of what was done between them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from fupin_nlp.model.alignment import Alignment
from fupin_nlp.model.given import NOTHING_GIVEN, Given
from fupin_nlp.model.portable import Portable

__all__ = ["CleanText", "Damage", "Edit", "LeftOut", "RawText", "Span"]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawText(Portable):
    r"""A document as decoded, before anything was changed.

    Of text formats (txt, md, csv, html, xml) this is the file; of containers (docx, doc, pdf, xlsx, xls) and of members
    of a zip archive it is the text that the reader took out.

    Attributes
    ----------
    text : str
        The decoded file less its byte order mark; no newline translation; markup included.
    name : str
        The document's name in the output (`doc`).
    encoding : str
        Python codec that decoded it (``utf-8``, ``gb18030``, ``big5``, ``utf-16-le`` …), ``str`` if it was text.
    format : str
        ``txt``, ``html``, ``xml`` …: tells the cleaner whether tags are to be taken out.
    meta : mapping
        What the reader learnt beside the text (``declared_encoding``, ``replaced_bytes``, ``pages`` …).
    places : tuple of (int, str)
        Where in the file the text from a position on stands (``第3页``, ``第12段``, ``Sheet1!B3``), by position;
        empty for formats in which the position itself says it.
    given : Given
        What its reader was told about the document: region, date, title.

    Examples
    --------
    >>> RawText("甲\n乙", places=((0, "第1段"), (2, "第2段"))).locator(2)
    '第2段'
    """

    text: str
    name: str = "text"
    encoding: str = "str"
    format: str = "txt"
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    places: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    given: Given = NOTHING_GIVEN

    def locator(self, position: int) -> str | None:
        """Return the page, cell or paragraph that a position of the text lies in, None where there is none."""
        at = bisect_right(self.places, position, key=lambda place: place[0]) - 1
        return self.places[at][1] if at >= 0 else None


@dataclass(frozen=True, slots=True)
class Edit:
    """One change that a cleaning step made.

    Attributes
    ----------
    step : str
        Name of the step (= name of its option).
    start, end : int
        The raw characters that were changed (half-open); equal for an insertion.
    before, after : str
        The text that the step replaced, and what it put there. `before` is the text the step saw, which
        earlier steps may have changed already.
    reason : str
        Why, for a reader (``"jīng is a reading of 經"``).
    at : int
        Position of `before` in the text that the step received; `replay` uses it.
    uncertain : tuple of int
        Positions in `after` of characters that were chosen although another choice reads nearly as well.
    """

    step: str
    start: int
    end: int
    before: str
    after: str
    reason: str
    at: int
    uncertain: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Damage:
    """A place that is damaged and could not be repaired with certainty; positions are clean ones.

    `kind` is one of ``swallowed_digit``, ``lost_character``, ``replacement_character``, ``mojibake``,
    ``broken_number`` (a line break, page number, space or sign stands inside), ``undecoded`` (no reading makes the text
    Chinese); `candidates` are the readings that are possible, most likely first.
    """

    kind: str
    start: int
    end: int
    note: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of the clean text that is not the report (navigation, other articles, second printing)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class CleanText(Portable):
    """A cleaned document: text, where each character came from, what was changed, what is body.

    Attributes
    ----------
    raw : RawText
        The source.
    text : str
        The whole cleaned text; nothing is deleted because it is not the report, see `body`.
    alignment : Alignment
        Source = raw text, target = clean text.
    edits : tuple of Edit
        In the order in which they were made; ``replay(raw.text, edits) == text``.
    body : tuple of Span
        The parts that are the report, in order, disjoint, in clean positions. Records come from here only.
    left_out : tuple of LeftOut
        The rest with its reasons; body and left_out together cover the text.
    damage : tuple of Damage
        What could not be repaired.
    """

    raw: RawText
    text: str
    alignment: Alignment
    edits: tuple[Edit, ...] = ()
    body: tuple[Span, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    damage: tuple[Damage, ...] = ()
    meta: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def raw_span(self, start: int, end: int) -> Span:
        """Return the raw span of ``text[start:end]``."""
        return Span(*self.alignment.to_source(start, end))
