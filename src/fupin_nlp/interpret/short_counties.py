"""Short names of counties that the words around tell to be places: 三台、盐亭等县, 湖北五峰：."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.gazetteer import COUNTY, Division, Gazetteer
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick

__all__ = ["county_behind", "listed_counties"]

_LENGTHS: Final = (4, 3, 2)
_LINKS: Final = "、和及与"
_ENDS: Final = frozenset("：:，。、；！？ \u3000\n）)》“”")
_REACH: Final = 120  # characters of a list of counties
_MOST: Final = 20  # names in one


@lru_cache(maxsize=1)
def _kind() -> QuickPattern:
    """Return the pattern behind a list of counties that says what they are (等县, 两县, 等5个贫困县)."""
    number = r"(?:[\d一二三四五六七八九十两]{1,3}个?)"
    which = r"(?:深度贫困|国家级?贫困|贫困|脱贫|重点|试点|示范|受灾|重灾|国定|省定)?"
    return compile_quick(
        "kind of the counties listed",
        rf"(?:等{number}?|{number}){which}(?:县[市区]?|[市区]县)(?![级域城委乡直长])",
    )


def listed_counties(
    g: Gazetteer, text: str, year: int | None, is_inside: Callable[[Division], bool]
) -> list[tuple[int, int, Division]]:
    """Return start, end and place of the counties named in short in lists that tell what they are.

    A name that several places bear means the one in the report's region, else the one beside the others of the list;
    where something stays open the whole list is left out.

    Parameters
    ----------
    g : Gazetteer
        That in use.
    text : str
        Simplified.
    year : int or None
        In which the names were used.
    is_inside : callable
        Whether a place lies in the report's own region.

    Examples
    --------
    >>> from fupin_nlp.lexicon.gazetteer import gazetteer
    >>> found = listed_counties(gazetteer(), "在三台、盐亭等县脱贫，新购收割机三台、钻机等", None, lambda place: False)
    >>> [(start, end, place.name) for start, end, place in found]
    [(1, 3, '三台县'), (4, 6, '盐亭县')]
    """
    out: list[tuple[int, int, Division]] = []
    for kind in _kind().finditer(text):
        names = _names_before(g, text, kind.start(), year)
        if len(names) > 1:
            out += _settled(g, names, year, is_inside)
    return out


_Name = tuple[int, int, tuple[Division, ...]]


def _names_before(g: Gazetteer, text: str, end: int, year: int | None) -> list[_Name]:
    """Return the names of a list that ends at a position, in text order, each with the counties that bear it."""
    names: list[_Name] = []
    limit = max(0, end - _REACH)
    while len(names) < _MOST:
        for length in _LENGTHS:
            start = end - length
            bearers = _bearers(g, text[start:end], year) if start >= limit else ()
            if bearers:
                break
        else:
            break
        names.append((start, end, bearers))
        if start <= limit or text[start - 1] not in _LINKS:
            break
        end = start - 1
    names.reverse()
    return names


def _bearers(g: Gazetteer, name: str, year: int | None) -> tuple[Division, ...]:
    return tuple([d for d in (*g.find(name, year), *g.everyday(name, year)) if d.level == COUNTY])


def _settled(
    g: Gazetteer, names: list[_Name], year: int | None, is_inside: Callable[[Division], bool]
) -> list[tuple[int, int, Division]]:
    """Return one place for each name; nothing where one stays open."""
    single = [bearers[0] for _, _, bearers in names if len(bearers) == 1]
    beside = {upper.code for place in single for upper in g.lineage(place, year)}
    out: list[tuple[int, int, Division]] = []
    for start, end, bearers in names:
        fitting = bearers
        if len(bearers) > 1:
            fitting = tuple([d for d in bearers if is_inside(d)])
            if len(fitting) != 1:
                fitting = tuple([d for d in bearers if any(u.code in beside for u in g.lineage(d, year))])
        if len(fitting) != 1:
            return []
        out.append((start, end, fitting[0]))
    return out


def county_behind(
    g: Gazetteer, text: str, upper: Division, start: int, year: int | None
) -> tuple[int, Division] | None:
    """Return the end and place of a short name that is an everyday word, directly behind the place that holds it.

    Only before a mark or the end of the line: 湖北公安厅 is none of 公安县.

    Examples
    --------
    >>> from fupin_nlp.lexicon.gazetteer import gazetteer
    >>> g = gazetteer()
    >>> (hubei,) = g.find("湖北")
    >>> end, place = county_behind(g, "湖北五峰：找准穷根", hubei, 2, None)
    >>> end, place.name, county_behind(g, "湖北公安厅", hubei, 2, None)
    (4, '五峰土家族自治县', None)
    """
    for length in _LENGTHS:
        end = start + length
        name = text[start:end]
        if len(name) < length or not (end == len(text) or text[end] in _ENDS):
            continue
        found = [d for d in g.everyday(name, year) if any(u.code == upper.code for u in g.lineage(d, year))]
        if len(found) == 1:
            return end, found[0]
    return None
