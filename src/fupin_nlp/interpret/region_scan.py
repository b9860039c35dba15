"""The places of a document: named ones with their villages, lists of places, and words such as 全市."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.lexicon.gazetteer import NATION, TOWNSHIP, Division, Gazetteer, Mention, gazetteer, place_words
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

if TYPE_CHECKING:
    import regex

    Match: TypeAlias = "regex.Match[str]"

__all__ = ["Place", "scan_places"]

# What a village or a township cannot have in its name: verbs and particles of the clause around it.
_NAME = (
    r"(?:[\u4e00-\u9fff--[的为在了和与及各个全有是对等投新建落实被贫扶帮从到向给用把将其每该本我这那名市县区省]]"
    r"|新(?![建修增改扩])|和(?=[平睦谐顺兴]))"  # 新兴村, 和平村
)


_NEAR = 200  # a village belongs to the county named at most so many characters before it
_LINKS = ("、", "和", "及", "与")
_LONGEST_LIST = 40
_COUNTY = 3


class Place(NamedTuple):
    """A place in a document.

    `kind` is ``named``, ``own`` (全市, and the report's own name), ``nation`` or ``village``; `codes` are the
    six-digit codes in the order of the names, empty where the county of a village is not known. `inside` tells
    whether it lies in the report's own region, `full` whether the text has its full name.
    """

    start: int
    end: int
    name: str
    codes: tuple[str, ...]
    kind: Literal["named", "own", "nation", "village"]
    inside: bool
    full: bool = True


class _Found(NamedTuple):
    start: int
    end: int
    place: Division
    short: bool


def _not_kind() -> str:
    """Return what keeps 示范村 and 行政村 from being names."""
    return f"(?<!{alternatives(place_words().kinds)})"


@lru_cache(maxsize=1)
def _village() -> Pattern:
    tail = rf"(?:{_not_kind()}村|社区|嘎查)(?![民委干务级庄容里集])"
    return compile_pattern("village", rf"(?:{_NAME}{{1,4}}?(?:镇|乡|街道|苏木))?{_NAME}{{1,5}}?{tail}")


@lru_cache(maxsize=1)
def _village_tail() -> Pattern:
    tail = rf"{_NAME}{{1,5}}?(?:{_not_kind()}村|社区|嘎查)(?![民委干务级庄容里集])"
    return compile_pattern("township and village without their county", rf"(?:镇|乡|街道|苏木){tail}")


@lru_cache(maxsize=1)
def _village_head() -> Pattern:
    return compile_pattern("name of that township", rf"(?:^|[在为对给到，。、；,;\n“ 　扶])(?P<name>{_NAME}{{2,4}}?)\Z")


@lru_cache(maxsize=1)
def _own() -> Pattern:
    return compile_pattern(
        "own place",
        r"(?<!安)(?:(?P<mine>[我本])(?P<m>[省市县区州旗盟])|全(?P<all>[省市县区州旗盟])"
        r"|(?P<nation>全国|我国))(?![人代]大)",
    )


def scan_places(text: str, meta: ReportMeta) -> list[Place]:
    """Return the places of a text in text order, without overlap.

    Short names of counties are taken only inside the report's own region and at the beginning of a word.
    """
    g = gazetteer()
    year = meta.date.year if meta.date else None
    home = _home(g, meta, year)
    found = [f for m in g.scan(text) if (f := _resolve(g, m, text, home, year))]
    places = list(_extend(g, text, _chain(found), home, year))
    places += [p for m in _own().finditer(text) if (p := _own_place(g, m, home, year))]
    places += _villages(text, places)
    places.sort(key=lambda p: (p.start, -p.end))
    return _lists(text, _disjoint(places))


def _home(g: Gazetteer, meta: ReportMeta, year: int | None) -> Division | None:
    if meta.region_code is None:
        return None
    found = g.division(meta.region_code, year)
    return found._replace(name=meta.region) if found and meta.region else found


def _is_inside(g: Gazetteer, place: Division, home: Division | None, year: int | None) -> bool:
    if home is None or home.code == NATION.code:
        return False
    # A township carries the code of its county.
    return place.code == home.code or any(d.code == home.code for d in g.lineage(place, year))


def _resolve(g: Gazetteer, mention: Mention, text: str, home: Division | None, year: int | None) -> _Found | None:
    """Choose the place that a name means here: one inside the report's region first, else the only one."""
    candidates = g.find(mention.name, year)
    inside = [d for d in candidates if _is_inside(g, d, home, year)]
    if mention.short:
        small = [d for d in inside if d.level == _COUNTY]
        if not place_words().opens(text, mention.start):
            inside = [d for d in inside if d not in small]
        candidates = tuple(d for d in candidates if d.level < _COUNTY)
    if not inside and year is None and home is not None and not mention.short:
        # Without a date a place may have moved to another city since: 公主岭市 lay in 四平市 until 2020.
        past = [d for d in g.full.get(mention.name, ()) if _is_inside(g, d, home, year)]
        inside = sorted(past, key=lambda d: d.until)[-1:]
    if len(inside) == 1:
        return _Found(mention.start, mention.end, inside[0], mention.short)
    # A city and the county that bore its name before are told apart by the year; what is left is ambiguous.
    best = [d for d in candidates if d.level == min(c.level for c in candidates)] if mention.short else list(candidates)
    return _Found(mention.start, mention.end, best[0], mention.short) if len(best) == 1 else None


def _chain(found: list[_Found]) -> list[list[_Found]]:
    """Join names that follow one another downwards (镇巴县|仁村镇); a name alone is a chain of one."""
    chains: list[list[_Found]] = []
    for item in found:
        last = chains[-1][-1] if chains else None
        if last and item.start == last.end and item.place.level > last.place.level:
            chains[-1].append(item)
        else:
            chains.append([item])
    return chains


def _extend(
    g: Gazetteer, text: str, chains: list[list[_Found]], home: Division | None, year: int | None
) -> Iterator[Place]:
    """Turn chains into places; a village directly behind belongs to them, its code is the county's."""
    for chain in chains:
        last = chain[-1]
        village = _village().match(text, last.end) if last.place.level >= _COUNTY else None
        inside = _is_inside(g, last.place, home, year)
        code = last.place.code
        if village or last.place.level == TOWNSHIP:
            end = village.end() if village else last.end
            start = next(f.start for f in chain if f.place.level >= _COUNTY)  # the province is no part of the name
            yield Place(start, end, text[start:end], (code,), "village", inside)
        elif home is not None and code == home.code:
            yield Place(chain[0].start, last.end, home.name, (code,), "own", True)
        elif home is not None and any(d.code == code for d in g.lineage(home, year)):
            continue  # the province of the report's city names no smaller place and is not the figure's own
        else:
            yield Place(chain[0].start, last.end, last.place.name, (code,), "named", inside, not last.short)


def _own_place(g: Gazetteer, match: Match, home: Division | None, year: int | None) -> Place | None:
    """Return what 全市, 我县, 全国 mean in this report."""
    start, end = match.span()
    groups = match.groupdict()
    if groups["nation"]:
        return Place(start, end, NATION.name, (NATION.code,), "nation", False)
    if home is None:
        return None
    kind = groups["m"] or groups["all"]
    if groups["mine"] or home.name.endswith(kind):
        return Place(start, end, home.name, (home.code,), "own", True)
    upper = next((d for d in g.lineage(home, year) if d.name.endswith(kind)), None)
    if upper is None:
        return None
    return Place(start, end, upper.name, (upper.code,), "named", False)


def _villages(text: str, places: list[Place]) -> list[Place]:
    """Return villages that stand without their county (在庙坝镇华严寺村), with the code of the county named before."""
    named = sorted(p for p in places if p.kind == "named")
    starts = [p.start for p in named]
    out: list[Place] = []
    for match in _village_tail().finditer(text):
        head = _village_head().search(text, max(0, match.start() - 5), match.start())
        if head is None:
            continue
        start = head.start("name")
        before = bisect_right(starts, start) - 1
        county = named[before] if before >= 0 else None
        between = text[max(county.end, start - _NEAR) : start] if county is not None else ""
        near = county is not None and start - county.end < _NEAR and not any(mark in between for mark in "。\n")
        codes = county.codes if county is not None and near and len(county.codes) == 1 else ()
        out.append(Place(start, match.end(), text[start : match.end()], codes, "village", bool(codes)))
    return out


def _disjoint(places: list[Place]) -> list[Place]:
    kept: list[Place] = []
    for place in places:
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _lists(text: str, places: list[Place]) -> list[Place]:
    """Join places with nothing but 、 or 和 between them into one: their names joined by 、, their codes in order."""
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        links = text[last.end : place.start] if last and place.start - last.end == 1 else ""
        named = last is not None and last.kind == place.kind == "named"
        if last and named and links in _LINKS and len(last.codes) < _LONGEST_LIST:
            joined[-1] = Place(
                last.start,
                place.end,
                f"{last.name}、{place.name}",
                last.codes + place.codes,
                "named",
                last.inside and place.inside,
                last.full and place.full,
            )
        else:
            joined.append(place)
    return joined
