"""What the names of places mean in one report: seen from its own region, in its year."""

from __future__ import annotations

from typing import Final

from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.lexicon.gazetteer import NATION, Division, Gazetteer

__all__ = ["PlaceView"]

_COUNTY: Final = 3


class PlaceView:
    """The gazetteer as one report sees it: from its own region, in its year. A report names few places many times."""

    def __init__(self, places: Gazetteer, meta: ReportMeta) -> None:
        self.gazetteer = places
        self.name = meta.region or ""
        self.year = meta.date.year if meta.date else None
        home = places.division(meta.region_code, self.year) if meta.region_code is not None else None
        self.home = home._replace(name=meta.region) if home and meta.region else home
        self.above = places.lineage(self.home, self.year) if self.home else ()
        self._under: dict[str, bool] = {}
        self._meanings: dict[tuple[str, bool, bool, str], tuple[Division, ...]] = {}

    def is_inside(self, place: Division) -> bool:
        """Return whether a place is the report's own region or lies in it."""
        home = self.home
        if home is None or home.code == NATION.code:
            return False
        # A township carries the code of its county.
        if place.code == home.code:
            return True
        known = self._under.get(place.parent)
        if known is None:
            above = self.gazetteer.lineage(place, self.year)
            known = self._under[place.parent] = any(d.code == home.code for d in above)
        return known

    def at_level(self, codes: tuple[str, ...], level: str) -> Division | None:
        """Return the place of a code if it is of a level (县); of a village that is the one it lies in."""
        division = self.gazetteer.division(codes[0], self.year) if len(codes) == 1 else None
        return division if division is not None and division.name.endswith(level) else None

    def meaning(self, name: str, short: bool, opens: bool, before: Division | None) -> tuple[Division, ...]:
        """Return the place that a name means here; several where nothing tells which, none where it is no place.

        `opens` tells whether the name stands at the beginning of a word, which a short name of a county must unless
        the place directly before it (`before`) holds it.
        """
        key = name, short, opens, before.code if before is not None else ""
        if key not in self._meanings:
            self._meanings[key] = self._mean(name, short, opens, before)
        return self._meanings[key]

    def _mean(self, name: str, short: bool, opens: bool, before: Division | None) -> tuple[Division, ...]:
        if before is not None and before.level <= _COUNTY:
            under = self.gazetteer.inside(name, before, self.year)
            if under:
                return under
        place = self._choose(name, short, opens)
        if place is not None:
            return (place,)
        candidates = () if short else self.gazetteer.find(name, self.year)
        return candidates if candidates and candidates[0].level <= _COUNTY else ()

    def _choose(self, name: str, short: bool, opens: bool) -> Division | None:
        candidates = self.gazetteer.find(name, self.year)
        if short and not opens:
            candidates = tuple([d for d in candidates if d.level < _COUNTY])
        if short and len(candidates) == 1 and candidates[0].level < _COUNTY:
            return candidates[0]
        inside = [d for d in candidates if self.is_inside(d)]
        if not inside and self.year is None and self.home is not None and not short:
            # Without a date a place may have moved to another city since: 公主岭市 lay in 四平市 until 2020.
            past = [d for d in self.gazetteer.bearers(name) if self.is_inside(d)]
            inside = sorted(past, key=lambda d: d.until)[-1:]
        if len(inside) == 1:
            return inside[0]
        if short:
            # A city and the county that bore its name before are told apart by the year; what is left is ambiguous.
            top = min((d.level for d in candidates), default=_COUNTY)
            candidates = tuple([d for d in candidates if d.level == top]) if top < _COUNTY else ()
        return candidates[0] if len(candidates) == 1 else None
