"""Whose figure stands in a cell of a table: the place that heads its column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.region import RegionDecision
from fupin_nlp.interpret.region_scan import Place, PlaceScanner
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model.table import TableCell

__all__ = ["regions_of_columns"]

_KINDS: Final = ("named", "village", "own", "above", "nation", "area")
_LONGEST: Final = 30  # characters of a head that is looked at
_SIGNS: Final = " \t\u3000：:、，,。；;-—*"


@lru_cache(maxsize=1)
def _unit() -> Pattern:
    return compile_pattern("unit behind the name of a column", r"[（(\[【][^（()）\[\]【】\n]{0,12}[)）\]】]\s*\Z")


def regions_of_columns(filled: Iterable[tuple[int, TableCell]], meta: ReportMeta) -> Mapping[int, RegionDecision]:
    """Return ordinal of a quantity → the place that heads its column, where none names its row.

    Parameters
    ----------
    filled : iterable of (int, TableCell)
        The ordinals of the quantities that fill a cell, with the cell.
    meta : ReportMeta
        Whose report it is, and its year.
    """
    known = _Known(meta)
    found: dict[int, RegionDecision] = {}
    for ordinal, cell in filled:
        heads = ((head, place) for head in reversed(cell.column) if (place := known.place(head)) is not None)
        head, place = next(heads, (None, None))
        if place is not None and all(known.place(name) is None for name in cell.row):
            codes = "、".join(place.codes) or None
            found[ordinal] = RegionDecision(place.name, codes, f"the head of the column: {head}")
    return found


class _Known:
    """The places that heads name and nothing else; each head is read once."""

    def __init__(self, meta: ReportMeta) -> None:
        self._meta = meta
        self._places: dict[str, Place | None] = {}

    def place(self, head: str) -> Place | None:
        if head not in self._places:
            name = _unit().sub("", head).strip(_SIGNS)
            self._places[head] = _whole(name, self._meta) if 0 < len(name) <= _LONGEST else None
        return self._places[head]


def _whole(name: str, meta: ReportMeta) -> Place | None:
    """Return the place that a head names and nothing else."""
    places = PlaceScanner(name, meta).scan([(0, len(name))])
    whole = len(places) == 1 and places[0].start == 0 and places[0].end == len(name) and places[0].kind in _KINDS
    return places[0] if whole else None
