"""What somebody who knows it told about a report: it wins over what the report itself says."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.metadata_clues import Choice
from fupin_nlp.interpret.metadata_region import among
from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.lexicon.gazetteer import NATION, Division, gazetteer, place_words
from fupin_nlp.model.given import Given

__all__ = ["region_of", "told"]

_LEVELS = (
    "省",
    "市",
    "自治区",
)  # what a table leaves away


def told(meta: ReportMeta, given: Given, body: str) -> ReportMeta:
    """Put what was given in the place of what was read; `evidence` says so.

    A date that was read and lies in the one that was given (a day in the year of a table) is kept: it is the same,
    and more exact. A region that no table of places knows stays as it was written, without a code.

    Parameters
    ----------
    meta : ReportMeta
        What was read.
    given : Given
        What was given; None where nothing was.
    body : str
        The text, whose places settle a name that several bear (鼓楼区).
    """
    if not given:
        return meta
    evidence = dict(meta.evidence)
    if given.title:
        meta = replace(meta, title=given.title)
        evidence["title"] = "given"
    if given.date:
        meta, evidence["date"] = _dated(meta, given.date)
    if given.region:
        choice = region_of(given.region, meta.date.year if meta.date else None, body)
        place = choice.place
        meta = replace(
            meta,
            region=place.name if place else given.region,
            region_code=place.code if place else None,
            region_candidates=choice.candidates,
        )
        evidence["region"] = choice.evidence
    return replace(meta, evidence=MappingProxyType(evidence))


def _dated(meta: ReportMeta, given: str) -> tuple[ReportMeta, str]:
    date = PartialDate(*map(int, given.split("-")))
    read = meta.date
    if read is not None and str(read) != given and str(read).startswith(given):
        return meta, f"given: {given}; {meta.evidence.get('date', 'read')}"
    return replace(meta, date=date), f"given: {given}"


def region_of(words: str, year: int | None, body: str = "") -> Choice:
    """Return the place that a name, several names that lie in one another, or a code mean.

    Examples
    --------
    >>> region_of("江苏 南京市 鼓楼区", 2020).place.code, region_of("530000", 2020).place.name
    ('320106', '云南省')
    >>> region_of("鼓楼区", 2020).place is None, len(region_of("鼓楼区", 2020).candidates)
    (True, 4)
    """
    g = gazetteer()
    if words.isdecimal():
        place = g.division(words.ljust(6, "0"), year)
        return (
            Choice(place, (place,), f"given: {words}") if place else Choice(None, (), f"given: {words}, no such code")
        )
    names = [places for part in words.split() for places in _named(part, year)]
    if not names or not all(names):
        return Choice(None, (), f"given: {words}, a place that is not known")
    return among(names, body, year, f"given: {words}")


def _named(name: str, year: int | None) -> list[tuple[Division, ...]]:
    """Return the bearers of a name, or of the names that make it up (江苏省南京市); empty where there is none."""
    g = gazetteer()
    if name in place_words().own.nation or name == NATION.name:
        return [(NATION,)]
    found = g.find(name, year) or next((found for end in _LEVELS if (found := g.find(name + end, year))), ())
    if found:
        top = min(place.level for place in found)  # a short name means the largest: 长沙 is 长沙市, not 长沙县
        return [found if g.is_full(name) else tuple(place for place in found if place.level == top)]
    mentions = g.scan(name)
    whole = "".join(mention.name for mention in mentions) == name
    return [g.find(mention.name, year) for mention in mentions] if whole else [()]
