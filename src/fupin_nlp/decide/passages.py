"""The words around the figures of a document, as sequences in which each figure is one token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from fupin_nlp.decide.proposal import Proposal
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.segment import Tokenizer

__all__ = ["Passages", "passages_of"]

LEFT: Final = 120  # characters before a figure; 99 of 100 entities of the training gold begin within 28 words
RIGHT: Final = 50
_SLACK: Final = 30  # characters to look for a mark at which a passage may begin or end
_MARKS: Final = "，；。：\n"
_MARK: Final = compile_quick("mark of passages", f"[{_MARKS}]")
_BREAK: Final = "\n"
_IN_LINE: Final = "；"  # what a line break inside a passage is cut as: words never go over either


class Passages(NamedTuple):
    """Tokens of all passages of a document, one after the other.

    Attributes
    ----------
    words : list of str
        Empty for a figure.
    places : list of int
        Which tokens are figures.
    figures : list of int
        The ordinals of these.
    borders : list of int
        Where each passage begins in the words, and the end.
    """

    words: list[str]
    places: list[int]
    figures: list[int]
    borders: list[int]


def passages_of(text: str, proposals: Sequence[Proposal], tokenizer: Tokenizer) -> Passages:
    """Cut what stands around the figures into words.

    Parameters
    ----------
    text : str
        The clean text.
    proposals : sequence of Proposal
        In text order.
    tokenizer : Tokenizer
        Cuts it into words.

    Returns
    -------
    Passages
        A passage reaches `LEFT` characters before its first figure and `RIGHT` behind its last, to the next mark
        within the paragraph; passages that touch are one. A figure inside another has no token of its own.
    """
    lines: list[str] = []
    plan: list[list[int]] = []  # per passage: number of a line, or -1 - figure
    for start, end, ordinals in _spans(text, proposals):
        at = start
        pieces: list[int] = []
        for ordinal in ordinals:
            quantity = proposals[ordinal].quantity
            if quantity.start < at:
                continue
            if quantity.start > at:
                pieces.append(len(lines))
                lines.append(text[at : quantity.start].replace(_BREAK, _IN_LINE))
            pieces.append(-1 - ordinal)
            at = quantity.end
        if end > at:
            pieces.append(len(lines))
            lines.append(text[at:end].replace(_BREAK, _IN_LINE))
        plan.append(pieces)
    return _tokens(plan, _cut(lines, tokenizer))


def _spans(text: str, proposals: Sequence[Proposal]) -> list[tuple[int, int, list[int]]]:
    spans: list[tuple[int, int, list[int]]] = []
    for ordinal, proposal in enumerate(proposals):
        quantity, where = proposal.quantity, proposal.where
        end = max(min(where.closing, quantity.outer_end + RIGHT), quantity.outer_end)
        if end < where.closing:
            mark = _MARK.search(text, end, min(where.closing, end + _SLACK))
            end = mark.start() if mark else end
        reached = spans[-1][1] if spans else -1
        start = max(where.opening, quantity.outer_start - LEFT)
        if reached < start and where.opening < start:
            lowest = max(where.opening, start - _SLACK)
            start = max([text.rfind(sign, lowest, start) for sign in _MARKS]) + 1 or start
        if start <= reached:
            begin, last, ordinals = spans[-1]
            ordinals.append(ordinal)
            spans[-1] = (begin, max(end, last), ordinals)
        else:
            spans.append((start, end, [ordinal]))
    return spans


def _cut(lines: Sequence[str], tokenizer: Tokenizer) -> list[list[str]]:
    """Return the words of each line, without white space."""
    if not lines:
        return []
    words = [word for word in tokenizer.cut_lines(lines) if word == _BREAK or not word.isspace()]
    out: list[list[str]] = []
    start = 0
    for _ in range(len(lines) - 1):
        end = words.index(_BREAK, start)
        out.append(words[start:end])
        start = end + 1
    out.append(words[start:])
    return out


def _tokens(plan: Sequence[Sequence[int]], lines: Sequence[Sequence[str]]) -> Passages:
    words: list[str] = []
    places: list[int] = []
    figures: list[int] = []
    borders = [0]
    for pieces in plan:
        for number in pieces:
            if number >= 0:
                words += lines[number]
            else:
                places.append(len(words))
                figures.append(-1 - number)
                words.append("")
        borders.append(len(words))
    return Passages(words, places, figures, borders)
