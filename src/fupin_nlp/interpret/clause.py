"""Clauses of a sentence, and the slots around each quantity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fupin_nlp.interpret.words import Piece, Words
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.model import Quantity

__all__ = ["Clause", "Slot", "clauses_of"]


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
    before: list[str]
    before_classes: str
    start: int
    after: list[str]
    after_classes: str
    joined: bool = False


@dataclass(slots=True)
class Clause:
    """A stretch between two clause marks (，；： brackets), in clean positions."""

    start: int
    end: int
    slots: tuple[Slot, ...]


# Each mark begins with a character of the first class: `re` skips all others fast. A bracket divides a clause if it
# holds more than six characters.
_MARK = compile_quick(
    "clause mark",
    r"[，,；;：:。！？!?\n\s—（(）)] (?: (?<=[，,；;：:。！？!?\n]) | (?<=\s)(?<!\d\s)\s+ | (?<=—)— "
    r"| (?<=[（(])(?=[^（）()]{7,}[）)]) | (?<=[）)])(?<=[^（(]{7}.) )",
)
_Numbered = tuple[int, Quantity]
_Stretch = tuple[int, int, Sequence[_Numbered]]


def clauses_of(
    text: str, sentences: Sequence[tuple[tuple[int, int], Sequence[_Numbered]]], words: Words
) -> list[list[Clause]]:
    """Divide sentences into clauses.

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
        Those of each sentence. They cover it but for the marks; clauses without a quantity have no slots.
    """
    divided = [_stretches(text, span, quantities) for span, quantities in sentences]
    spans: list[tuple[int, int]] = []
    for stretches in divided:
        for start, end, quantities in stretches:
            if quantities:
                at = start
                for _, quantity in quantities:
                    spans.append((at, quantity.outer_start))
                    at = max(at, quantity.outer_end)
                spans.append((at, end))
    pieces = iter(words.pieces(spans))
    return [
        [Clause(start, end, _slots(text, mine, pieces) if mine else ()) for start, end, mine in stretches]
        for stretches in divided
    ]


def _stretches(text: str, span: tuple[int, int], quantities: Sequence[_Numbered]) -> list[_Stretch]:
    """Return start, end and quantities of each clause of a sentence; a mark inside a quantity divides nothing."""
    out: list[_Stretch] = []
    start, last = span
    count = len(quantities)
    first = inside = 0  # the first quantity of the clause, and the first that ends behind the mark
    for mark in _MARK.finditer(text, start, last):
        at, behind = mark.span()
        while inside < count and quantities[inside][1].outer_end <= at:
            inside += 1
        if inside < count and quantities[inside][1].outer_start <= at:
            continue
        if at > start:
            out.append((start, at, quantities[first:inside] if inside > first else ()))
        first, start = inside, behind
    if last > start:
        out.append((start, last, quantities[first:]))
    return out


def _slots(text: str, quantities: Sequence[_Numbered], pieces: Iterator[Piece]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    before, classes, start = next(pieces)
    for number, quantity in quantities:
        after, after_classes, behind = next(pieces)
        surface = text[quantity.outer_start : quantity.outer_end]
        slots.append(Slot(quantity, number, surface, before, classes, start, after, after_classes))
        before, classes, start = after, after_classes, behind
    return tuple(slots)
