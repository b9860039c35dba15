"""The situation of a figure in numbers: where it stands, when it is, how large it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import log, log10
from typing import Final

from fupin_nlp.decide.proposal import Proposal, Surroundings, is_later
from fupin_nlp.lexicon.patterns import compile_quick
from fupin_nlp.model.quantity import Quantity

__all__ = ["SITUATION", "situations_of"]

_BOUNDS: Final = ("exact", "about", "over", "under")
_TENSES: Final = ("review", "plan", "problem")
_SPEAKS: Final = ("plan", "review", "rule")
_YEARS: Final = ("two years ago or more", "last year", "year of the report", "next year", "in two years or more")
_YEAR: Final = compile_quick("year", r"(?<!\d)(?:19|20)\d\d(?=年)")
_OPEN, _CLOSE, _OF = "“", "”", "的"
_SMALL: Final = 5
_FAR: Final = 2
_LONG: Final = 8
_OF_BOUND: Final = {bound: tuple([float(bound == other) for other in _BOUNDS]) for bound in _BOUNDS}
_OF_YEAR: Final = tuple([tuple([float(year == other) for other in _YEARS]) for year in _YEARS])
_NO_YEAR: Final = (0.0,) * len(_YEARS)
_QUOTE_REACH: Final = 200  # characters: a sentence of nothing but numbers may be as long as the document

SITUATION: Final = (
    "size of the value",
    "small value",
    "no value",
    *(f"bound {bound}" for bound in _BOUNDS),
    "position in the document",
    "length of the document",
    "no heading",
    *(f"headings speak of {tense}" for tense in _TENSES),
    "tone of the paragraph",
    "no tone",
    *(f"the list speaks of {kind}" for kind in _SPEAKS),
    "in a list",
    "sentences since the heading",
    *_YEARS,
    "date of the report unknown",
    "period ends after the report",
    "period ends with the report or before",
    "no period",
    "in quotation marks",
    "modifies a noun",
    "per something",
    "qualified",
)
"""Names of the numbers that `situations_of` gives, in order; each lies between -1 and 1."""


def situations_of(text: str, proposals: Sequence[Proposal], year: int | None, after: str | None) -> list[list[float]]:
    """Return the situation of each figure.

    Parameters
    ----------
    text : str
        The clean text.
    proposals : sequence of Proposal
        In text order.
    year : int or None
        Year of the report.
    after : str or None
        ISO date of the first day after that of the report (after the year where only the year is known).

    Returns
    -------
    list of list of float
        One a figure, one number a name in `SITUATION`.
    """
    found = [(match.start(), int(match.group())) for match in _YEAR.finditer(text)] if year else []
    places = [at for at, _ in found]
    length = max(1, len(text))
    of_document = min(1.0, log(1 + length / 300) / 4)
    out: list[list[float]] = []
    where: Surroundings | None = None
    of_place: list[float] = []
    for proposal in proposals:
        if proposal.where is not where:
            where, of_place = proposal.where, _of_place(proposal.where)
        out.append(
            [
                *_of_quantity(proposal.quantity),
                proposal.quantity.start / length,
                of_document,
                *of_place,
                *_of_time(proposal, _near(proposal, places, found), year, after),
                *_of_text(text, proposal),
            ]
        )
    return out


def _of_quantity(quantity: Quantity) -> tuple[float, ...]:
    value = float(quantity.value) if quantity.value is not None else 0.0
    size = min(1.0, log10(1 + abs(value)) / 8)
    return (size, value <= _SMALL, quantity.value is None, *_OF_BOUND[quantity.bound])


def _of_place(where: Surroundings) -> list[float]:
    tone = max(-1.0, min(1.0, where.tone / 3))
    return [
        float(not where.section),
        *(float(where.tense == tense) for tense in _TENSES),
        tone,
        float(where.tone == 0),
        *(float(where.speaks == kind) for kind in _SPEAKS),
        float(where.item),
        min(where.since_heading, _LONG) / _LONG,
    ]


def _near(proposal: Proposal, places: Sequence[int], years: Sequence[tuple[int, int]]) -> int | None:
    """Return the year that the sentence named last before the figure."""
    i = bisect_left(places, proposal.quantity.start) - 1
    return years[i][1] if i >= 0 and places[i] >= proposal.where.start else None


def _of_time(proposal: Proposal, near: int | None, year: int | None, after: str | None) -> tuple[float, ...]:
    years = _NO_YEAR if year is None or near is None else _OF_YEAR[max(-_FAR, min(_FAR, near - year)) + _FAR]
    later = is_later(proposal, after)
    return (*years, year is None, later is True, later is False, not proposal.dated)


def _of_text(text: str, proposal: Proposal) -> tuple[float, ...]:
    quantity = proposal.quantity
    start = max(proposal.where.start, quantity.start - _QUOTE_REACH)
    quoted = text.count(_OPEN, start, quantity.start) > text.count(_CLOSE, start, quantity.start)
    return (quoted, text.startswith(_OF, quantity.outer_end), proposal.per, bool(quantity.qualifiers))
