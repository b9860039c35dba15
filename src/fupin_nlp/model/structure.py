"""Sections and sentences of a cleaned document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from fupin_nlp.model.table import TableCell
from fupin_nlp.model.text import CleanText

__all__ = ["Document", "Section", "Sentence"]


class Section(NamedTuple):
    """A part of the body under one heading; positions are clean ones.

    Attributes
    ----------
    start, end : int
        Half-open; a section ends where the next heading of whatever level starts.
    path : tuple of str
        Headings from the outermost to this one, without their numbering (``("过去一年工作回顾", "经济增长…")``);
        empty before the first heading.
    level : int
        Depth of its own heading (一、 = 1, （一） = 2, 1. = 3, 一是 = 4, a lead such as 强化政策扶贫。 = 5);
        0 for none.
    """

    start: int
    end: int
    path: tuple[str, ...]
    level: int


class Sentence(NamedTuple):
    """A sentence of the body: ``clean.text[start:end]``; headings are sentences too.

    Sentences cover the body spans without loss or overlap. `section` and `paragraph` are ordinals;
    sentences of one line share a `paragraph`. (A tuple, because a report has a thousand of them: it is made in a third
    of the time of a frozen dataclass.)
    """

    start: int
    end: int
    section: int
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A segmented document; `cells` are those of its tables that are no heads, in text order."""

    clean: CleanText
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    cells: tuple[TableCell, ...] = ()

    def text_of(self, sentence: Sentence) -> str:
        """Return the clean text of a sentence."""
        return self.clean.text[sentence.start : sentence.end]
