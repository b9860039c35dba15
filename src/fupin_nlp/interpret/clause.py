"""Clauses of a sentence, and the slots around each quantity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.words import Words
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.model import Quantity

__all__ = ["Clause", "Slot", "clauses_of", "stretches"]


class Slot:
    """A quantity in its clause, with the words between it and its neighbours.

    `before` runs from the clause start or the quantity before to this one, `after` to the quantity behind or the
    clause end; what lies between two quantities belongs to both and is divided when it is read. The classes of the
    words stand beside them, a letter a word. `start` is where the first word before the quantity begins. `joined`
    says that `before` was prolonged by the words before a quantity that is part of the same noun phrase.
    """

    __slots__ = (
        "after",
        "after_classes",
        "before",
        "before_classes",
        "joined",
        "ordinal",
        "quantity",
        "start",
        "surface",
    )

    def __init__(self, quantity: Quantity, ordinal: int, surface: str) -> None:
        self.quantity = quantity
        self.ordinal = ordinal
        self.surface = surface
        self.before: Sequence[str] = ()
        self.before_classes = ""
        self.start = -1
        self.after: Sequence[str] = ()
        self.after_classes = ""
        self.joined = False

    def prolonged(self, words: Sequence[str], classes: str, start: int) -> Slot:
        """Return this slot with more words before it."""
        slot = Slot(self.quantity, self.ordinal, self.surface)
        slot.before, slot.before_classes, slot.start = words, classes, start
        slot.after, slot.after_classes = self.after, self.after_classes
        slot.joined = True
        return slot


class Clause:
    """A stretch with quantities between two clause marks (，；： brackets), in clean positions."""

    __slots__ = ("end", "slots", "start")

    def __init__(self, start: int, end: int, slots: Sequence[Slot]) -> None:
        self.start = start
        self.end = end
        self.slots = slots


# Each mark begins with a character of the first class: `re` skips all others fast, and fastest where the blanks are
# listed. A bracket divides a clause if it holds more than six characters, a slash between two quantities.
_BLANKS: Final = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # those of \s
_MARK: Final = compile_quick(
    "clause mark",
    rf"[，,；;：:。！？!?{_BLANKS}—（(）)/] (?: (?<=[，,；;：:。！？!?\n\t]) | (?<=\s)(?<!\d\s)\s+ | (?<=—)— "
    r"| (?<=[（(])(?=[^（）()]{7,}[）)]) | (?<=[\u4e00-\u9fff]/)(?=[0-9]) | (?<=[）)])(?<=[^（(]{7}.) )",
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
    between = _Between(text)
    divided = [between.clauses(span, quantities) for span, quantities in sentences]
    pieces = words.pieces(between.starts, between.stretches)
    for left, right, (piece, classes, start) in zip(between.lefts, between.rights, pieces, strict=True):
        if left is not None:
            left.after, left.after_classes = piece, classes
        if right is not None:
            right.before, right.before_classes, right.start = piece, classes, start
    return divided


class _Between:
    """The stretches of text between quantities: where each starts, and the slots before and behind it."""

    __slots__ = ("lefts", "rights", "starts", "stretches", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        self.stretches: list[str] = []
        self.lefts: list[Slot | None] = []
        self.rights: list[Slot | None] = []

    def clauses(self, span: tuple[int, int], quantities: Sequence[_Numbered]) -> list[Clause]:
        """Return the clauses of a sentence that have a quantity; a mark inside a quantity divides nothing."""
        clauses: list[Clause] = []
        start, last = span
        count = len(quantities)
        first = inside = 0  # the first quantity of the clause, and the first that ends behind the mark
        begin, end = quantities[0][1].outer_start, quantities[0][1].outer_end
        for mark in _MARK.finditer(self.text, start, last):
            at, behind = mark.span()
            while end <= at:
                inside += 1
                if inside == count:
                    clauses.append(Clause(start, at, self._slots(start, at, quantities[first:])))
                    return clauses
                begin, end = quantities[inside][1].outer_start, quantities[inside][1].outer_end
            if begin > at:
                if inside > first:
                    clauses.append(Clause(start, at, self._slots(start, at, quantities[first:inside])))
                    first = inside
                start = behind
        clauses.append(Clause(start, last, self._slots(start, last, quantities[first:])))
        return clauses

    def _slots(self, at: int, last: int, quantities: Sequence[_Numbered]) -> list[Slot]:
        slots: list[Slot] = []
        text, starts, stretches, lefts, rights = self.text, self.starts, self.stretches, self.lefts, self.rights
        left: Slot | None = None
        for number, quantity in quantities:
            start, end = quantity.outer_start, quantity.outer_end
            slot = Slot(quantity, number, text[start:end])
            slots.append(slot)
            if at < start:
                starts.append(at)
                stretches.append(text[at:start])
                lefts.append(left)
                rights.append(slot)
            if end > at:
                at = end
            left = slot
        if at < last:
            starts.append(at)
            stretches.append(text[at:last])
            lefts.append(left)
            rights.append(None)
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
