"""The places of a document: named ones with their villages, lists of places, and words such as 全市."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.lexicon.gazetteer import NATION, TOWNSHIP, Division, Gazetteer, gazetteer, place_words
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
    view = _View(gazetteer(), meta)
    words = place_words()
    found: list[_Found] = []
    for mention in view.gazetteer.scan(text):
        opens = not mention.short or words.opens(text, mention.start)
        place = view.resolve(mention.name, short=mention.short, opens=opens)
        if place is not None:
            found.append(_Found(mention.start, mention.end, place, mention.short))
    places = list(_extend(view, text, _chain(found)))
    places += [p for m in _own().finditer(text) if (p := _own_place(view, m))]
    places += _villages(text, places)
    places.sort(key=lambda p: (p.start, -p.end))
    return _lists(text, _disjoint(places))


class _View:
    """The gazetteer as one report sees it: from its own region, in its year. A report names few places many times."""

    def __init__(self, places: Gazetteer, meta: ReportMeta) -> None:
        self.gazetteer = places
        self.year = meta.date.year if meta.date else None
        home = places.division(meta.region_code, self.year) if meta.region_code is not None else None
        self.home = home._replace(name=meta.region) if home and meta.region else home
        self.above = places.lineage(self.home, self.year) if self.home else ()
        self._inside: dict[Division, bool] = {}
        self._resolved: dict[tuple[str, bool, bool], Division | None] = {}

    def is_inside(self, place: Division) -> bool:
        """Return whether a place is the report's own region or lies in it."""
        known = self._inside.get(place)
        if known is None:
            known = self._inside[place] = self._lies_inside(place)
        return known

    def _lies_inside(self, place: Division) -> bool:
        home = self.home
        if home is None or home.code == NATION.code:
            return False
        # A township carries the code of its county.
        return place.code == home.code or any(d.code == home.code for d in self.gazetteer.lineage(place, self.year))

    def resolve(self, name: str, *, short: bool, opens: bool) -> Division | None:
        """Choose the place that a name means here: one inside the report's region first, else the only one.

        `opens` tells whether the name stands at the beginning of a word, which a short name of a county must.
        """
        key = name, short, opens
        if key not in self._resolved:
            self._resolved[key] = self._choose(name, short=short, opens=opens)
        return self._resolved[key]

    def _choose(self, name: str, *, short: bool, opens: bool) -> Division | None:
        candidates = self.gazetteer.find(name, self.year)
        inside = [d for d in candidates if self.is_inside(d)]
        if short:
            small = [d for d in inside if d.level == _COUNTY]
            if not opens:
                inside = [d for d in inside if d not in small]
            candidates = tuple(d for d in candidates if d.level < _COUNTY)
        if not inside and self.year is None and self.home is not None and not short:
            # Without a date a place may have moved to another city since: 公主岭市 lay in 四平市 until 2020.
            past = [d for d in self.gazetteer.full.get(name, ()) if self.is_inside(d)]
            inside = sorted(past, key=lambda d: d.until)[-1:]
        if len(inside) == 1:
            return inside[0]
        # A city and the county that bore its name before are told apart by the year; what is left is ambiguous.
        best = [d for d in candidates if d.level == min(c.level for c in candidates)] if short else list(candidates)
        return best[0] if len(best) == 1 else None


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


def _extend(view: _View, text: str, chains: list[list[_Found]]) -> Iterator[Place]:
    """Turn chains into places; a village directly behind belongs to them, its code is the county's."""
    home = view.home
    for chain in chains:
        last = chain[-1]
        village = _village().match(text, last.end) if last.place.level >= _COUNTY else None
        inside = view.is_inside(last.place)
        code = last.place.code
        if village or last.place.level == TOWNSHIP:
            end = village.end() if village else last.end
            start = next(f.start for f in chain if f.place.level >= _COUNTY)  # the province is no part of the name
            yield Place(start, end, text[start:end], (code,), "village", inside)
        elif home is not None and code == home.code:
            yield Place(chain[0].start, last.end, home.name, (code,), "own", True)
        elif any(d.code == code for d in view.above):
            continue  # the province of the report's city names no smaller place and is not the figure's own
        else:
            yield Place(chain[0].start, last.end, last.place.name, (code,), "named", inside, not last.short)


def _own_place(view: _View, match: Match) -> Place | None:
    """Return what 全市, 我县, 全国 mean in this report."""
    start, end = match.span()
    mine, kind, whole, nation = match.group("mine", "m", "all", "nation")
    if nation:
        return Place(start, end, NATION.name, (NATION.code,), "nation", False)
    home = view.home
    if home is None:
        return None
    kind = kind or whole
    if mine or home.name.endswith(kind):
        return Place(start, end, home.name, (home.code,), "own", True)
    upper = next((d for d in view.above if d.name.endswith(kind)), None)
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
