"""Clauses of a sentence, and the slots around each quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fupin_nlp.interpret.words import Words
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.model import Quantity

__all__ = ["Clause", "Slot", "clauses_of", "stretches"]


@dataclass(slots=True)
class Slot:
    """A quantity in its clause, with the words between it and its neighbours.

    `before` runs from the clause start or the quantity before to this one, `after` to the quantity behind or the
    clause end; what lies between two quantities belongs to both and is divided when it is read. The classes of the
    words stand beside them, a letter a word. `start` is where the first word before the quantity begins. `joined`
    says that `before` was prolonged by the words before a quantity that is part of the same noun phrase.
    """

    quantity: Quantity
    ordinal: int
    surface: str
    before: Sequence[str] = ()
    before_classes: str = ""
    start: int = -1
    after: Sequence[str] = ()
    after_classes: str = ""
    joined: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch with quantities between two clause marks (，；： brackets), in clean positions."""

    start: int
    end: int
    slots: Sequence[Slot]


# Each mark begins with a character of the first class: `re` skips all others fast. A bracket divides a clause if it
# holds more than six characters.
_MARK = compile_quick(
    "clause mark",
    r"[，,；;：:。！？!?\n\s—（(）)] (?: (?<=[，,；;：:。！？!?\n]) | (?<=\s)(?<!\d\s)\s+ | (?<=—)— "
    r"| (?<=[（(])(?=[^（）()]{7,}[）)]) | (?<=[）)])(?<=[^（(]{7}.) )",
)
_Numbered = tuple[int, Quantity]


def clauses_of(
    text: str, sentences: Sequence[tuple[tuple[int, int], Sequence[_Numbered]]], words: Words
) -> list[list[Clause]]:
    """Find the clauses of sentences that have a quantity.

    Parameters
    ----------
    text : str
        The clean text of the document.
    sentences : sequence of (span, quantities)
        Each with its quantities and their ordinals, in text order.
    words : Words
        Cuts that text.

    Returns
    -------
    list of list of Clause
        Those of each sentence, in text order.
    """
    between = _Between([], [])
    divided = [_divide(text, span, quantities, between) for span, quantities in sentences]
    for (left, right), (piece, classes, start) in zip(between.slots, words.pieces(between.spans), strict=True):
        if left is not None:
            left.after, left.after_classes = piece, classes
        if right is not None:
            right.before, right.before_classes, right.start = piece, classes, start
    return divided


class _Between(NamedTuple):
    """The stretches of text between quantities, and the slots before and behind each."""

    spans: list[tuple[int, int]]
    slots: list[tuple[Slot | None, Slot | None]]


def _divide(text: str, span: tuple[int, int], quantities: Sequence[_Numbered], between: _Between) -> list[Clause]:
    """Return the clauses of a sentence that have a quantity; a mark inside a quantity divides nothing."""
    clauses: list[Clause] = []
    start, last = span
    count = len(quantities)
    first = inside = 0  # the first quantity of the clause, and the first that ends behind the mark
    for mark in _MARK.finditer(text, start, last):
        at, behind = mark.span()
        while inside < count and quantities[inside][1].outer_end <= at:
            inside += 1
        if inside < count and quantities[inside][1].outer_start <= at:
            continue
        if inside > first:
            clauses.append(Clause(start, at, _slots(text, (start, at), quantities[first:inside], between)))
            first = inside
        start = behind
    if count > first:
        clauses.append(Clause(start, last, _slots(text, (start, last), quantities[first:], between)))
    return clauses


def _slots(text: str, span: tuple[int, int], quantities: Sequence[_Numbered], between: _Between) -> list[Slot]:
    slots: list[Slot] = []
    spans, neighbours = between
    at, last = span
    left: Slot | None = None
    for number, quantity in quantities:
        start, end = quantity.outer_start, quantity.outer_end
        slot = Slot(quantity, number, text[start:end])
        slots.append(slot)
        if at < start:
            spans.append((at, start))
            neighbours.append((left, slot))
        at = end if end > at else at
        left = slot
    if at < last:
        spans.append((at, last))
        neighbours.append((left, None))
    return slots


def stretches(text: str, start: int, end: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches between marks in a part of a sentence without a quantity, where a mark begins or ends it.

    Parameters
    ----------
    text : str
        The clean text of the document.
    start, end : int
        The part.
    last : int
        Where the sentence ends: what stands behind the part decides whether an open bracket is a mark.
    """
    out: list[tuple[int, int]] = []
    for mark in _MARK.finditer(text, start, last):
        at, behind = mark.span()
        if at >= end:
            break
        if at > start:
            out.append((start, at))
        start = behind
    return out
