"""Whose report it is: clues from the strongest to the weakest, and no guess where they disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.lexicon.gazetteer import NATION, Division, Gazetteer, Mention, gazetteer, place_words
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["Choice", "Clues", "among", "choose_region"]

# A place of the text must be named this many times as often as the next one to be taken without further signs.
_MARGIN: Final = 2.0
# Without 全市 and the like, this many times as often.
_ALONE: Final = 5.0
_FIRST_CHARS: Final = 300
_CITY: Final = 2
# So many places named in the text are needed to tell the larger one in which they all lie.
_COMMON: Final = 2


class Clues(NamedTuple):
    """Where the region of a report can be read from; texts, empty where there is none."""

    names: tuple[str, ...]
    dateline: tuple[str, ...]
    issuer: str
    title: str
    body: str
    year: int | None


class Choice(NamedTuple):
    """The place, or None with the candidates between which nothing decides."""

    place: Division | None
    candidates: tuple[Division, ...]
    evidence: str


@lru_cache(maxsize=1)
def _own() -> Pattern:
    """Return the pattern of words with which a report speaks of its own place."""
    # 居全市首位, 全市前列 and the like measure a place against the larger one that it lies in: not its own.
    return compile_pattern(
        "own place",
        r"(?<![安居在列占])(?:[我全本](?P<kind>省|市|县|区|州|旗|盟|镇|乡)|(?P<nation>我国))(?![民人代首前第率领]|平均|最|唯一)",
    )


def choose_region(clues: Clues) -> Choice:
    """Return the place of the first source that names exactly one.

    Places that lie in one another (呼伦贝尔市海拉尔区) are one: the smallest. A name that several places bear is
    settled by the places above it that the report names; else it stays open, with its candidates.
    """
    g = gazetteer()
    if clues.issuer == "国务院":
        return Choice(NATION, (NATION,), "issuer: 国务院")
    sources = [("file name", [part]) for part in clues.names]
    sources += [("dateline", list(clues.dateline)), ("issuer", [clues.issuer]), ("title", [clues.title])]
    support: Counter[str] | None = None
    undecided: Choice | None = None
    for source, texts in sources:
        places = [p for text in texts for p in _places(g, text, clues.year, strict=source in ("title", "issuer"))]
        if not places:
            continue
        if support is None and any(len(p) > 1 for p in places):
            support = _support(g, clues)
        choice = _settle(
            g, places, support or Counter(), clues.year, f"{source}: {' '.join(t for t in texts if t)[:80]}"
        )
        if choice.place:
            return choice
        undecided = undecided or choice
    return undecided or _from_text(g, clues)


def among(names: Sequence[tuple[Division, ...]], body: str, year: int | None, evidence: str) -> Choice:
    """Return the one place that is meant by the bearers of some names; those of a text settle what is open."""
    g = gazetteer()
    support = _named(g, [body], year) if any(len(places) > 1 for places in names) else Counter()
    return _settle(g, names, support, year, evidence)


def _support(g: Gazetteer, clues: Clues) -> Counter[str]:
    return _named(g, [*clues.names, *clues.dateline, clues.issuer, clues.title, clues.body], clues.year)


def _places(g: Gazetteer, text: str, year: int | None, *, strict: bool = False) -> list[tuple[Division, ...]]:
    """Return the candidates of each name in a text; townships give no region by their name alone.

    In running text (`strict`) a short name of a county must begin a word (资金安排 is no 金安区).
    """
    if not text:
        return []
    named = [m for m in g.scan(text) if m.short or g.is_full(m.name)]
    found = [(m, _meant(g, m, year)) for m in named]
    return [
        places
        for m, places in found
        if places and not (strict and m.short and places[0].level > _CITY and not place_words().opens(text, m.start))
    ]


def _meant(g: Gazetteer, mention: Mention, year: int | None) -> tuple[Division, ...]:
    """Return the places of a name; a short name means the largest (长沙 is 长沙市, not 长沙县)."""
    found = g.find(mention.name, year)
    top = min((d.level for d in found), default=0)
    return tuple(d for d in found if d.level == top) if mention.short else found


def _named(g: Gazetteer, texts: Iterable[str], year: int | None) -> Counter[str]:
    """Count how often the codes of unambiguous names occur."""
    counts: Counter[str] = Counter()
    for text in texts:
        for candidates in _places(g, text, year):
            if len(candidates) == 1:
                counts[candidates[0].code] += 1
    return counts


def _settle(
    g: Gazetteer, names: Sequence[tuple[Division, ...]], support: Counter[str], year: int | None, evidence: str
) -> Choice:
    """Choose among the places of one source."""
    above = {d.code for places in names if len(places) == 1 for d in g.lineage(places[0], year)}
    left = [places for places in names if not (len(places) == 1 and places[0].code in above)]
    left = [_narrow(g, places, names, support, year) for places in left]
    distinct = dict.fromkeys(d for places in left for d in places)
    distinct = {d: None for d in distinct if not any(_inside(g, other, d, year) for other in distinct)}
    if len(distinct) == 1:
        (place,) = distinct
        return Choice(place, (place,), evidence)
    return Choice(None, tuple(sorted(distinct)), evidence)


def _inside(g: Gazetteer, small: Division, large: Division, year: int | None) -> bool:
    return small.level > large.level and any(d.code == large.code for d in g.lineage(small, year))


def _narrow(
    g: Gazetteer,
    places: tuple[Division, ...],
    names: Sequence[tuple[Division, ...]],
    support: Counter[str],
    year: int | None,
) -> tuple[Division, ...]:
    """Narrow the bearers of a name to those whose upper places stand beside it, else in the whole report."""
    if len(places) == 1:
        return places
    beside = {d.code for others in names if len(others) == 1 for d in others}
    for known in (beside, set(support)):
        # The city decides before the province: both 鼓楼区 of 江苏省 have the province in common.
        for level in (2, 1):
            fit = [p for p in places if any(d.code in known and d.level == level for d in g.lineage(p, year))]
            if len(fit) == 1:
                return (fit[0],)
    return places


def _from_text(g: Gazetteer, clues: Clues) -> Choice:
    """Choose the place by the names in the text, by the words 全市 / 我县, and by its townships."""
    kinds = Counter(m["kind"] or "国" for m in _own().finditer(clues.body))
    kind = kinds.most_common(1)[0][0] if kinds else ""
    scores: dict[Division, float] = {}
    for mention in g.scan(clues.body):
        places = _meant(g, mention, clues.year) if mention.short or g.is_full(mention.name) else ()
        if len(places) != 1 or (mention.short and places[0].level > _CITY):
            continue
        place = places[0]
        early = mention.start < _FIRST_CHARS
        scores[place] = scores.get(place, 0.0) + (2.0 if early and not mention.short else 1.0)
        if kind and f"全{kind}" in _sentence_around(clues.body, mention.start):
            scores[place] += 1.0
    fitting = {p: s for p, s in scores.items() if _is_kind(p, kind)}
    ordered = sorted(fitting, key=lambda p: (-fitting[p], p.level, p))
    if kind and ordered:
        best = ordered[0]
        # Its own counties may be named as often as a city; only strangers compete with it.
        others = [p for p in ordered[1:] if best.code not in _uppers(g, p, clues.year)]
        if fitting[best] >= 2 and (not others or fitting[best] >= _MARGIN * fitting[others[0]]):
            return Choice(best, (best,), f"text: {best.name}, {'我国' if kind == '国' else f'全{kind}'}")
    smallest = [p for p in scores if not any(_inside(g, other, p, clues.year) for other in scores)]
    if not kind and len(smallest) == 1 and smallest[0].level >= _CITY:
        return Choice(smallest[0], (smallest[0],), f"text: {smallest[0].name} is the only place named")
    if kind and not fitting and len(scores) >= _COMMON:
        common = _common_upper(g, list(scores), kind, clues.year)
        if common:
            return Choice(common, (common,), f"text: 全{kind}, and all places named lie in it")
    if not kind and ordered and fitting[ordered[0]] >= _ALONE * max([1.0, *(fitting[p] for p in ordered[1:2])]):
        return Choice(ordered[0], (ordered[0],), f"text: {ordered[0].name} before all others")
    by_townships = _from_townships(g, clues, kind)
    if by_townships.place or by_townships.candidates:
        return by_townships
    if kind == "国" and kinds["国"] >= 3:
        return Choice(NATION, (NATION,), "text: 我国")
    return Choice(None, tuple(ordered[:5]), "text")


def _uppers(g: Gazetteer, place: Division, year: int | None) -> set[str]:
    """Return the codes above a place; without a year also those of the past (公主岭市 lay in 四平市 until 2020)."""
    bearers = (year is None and g.bearers(place.name)) or (place,)
    return {upper.code for bearer in bearers for upper in g.lineage(bearer, year)}


def _common_upper(g: Gazetteer, places: list[Division], kind: str, year: int | None) -> Division | None:
    """Return the place of that kind in which all the places lie (我省, 凉山州, 甘孜州: 四川省)."""
    uppers = {next((d for d in g.lineage(p, year) if _is_kind(d, kind)), None) for p in places}
    return uppers.pop() if len(uppers) == 1 else None


def _sentence_around(text: str, position: int) -> str:
    """Return the text between the full stops around a position, at most 200 characters to each side."""
    start = max(text.rfind("。", max(0, position - 200), position), text.rfind("\n", max(0, position - 200), position))
    end = text.find("。", position, position + 200)
    return text[max(start, position - 200, 0) : end if end >= 0 else position + 200]


def _is_kind(place: Division, kind: str) -> bool:
    """Return whether a report of that place would speak of 全市 (全县, …)."""
    if place.code in ("710000", "810000", "820000"):
        return True
    return place.name.endswith(kind) if kind else True


def _from_townships(g: Gazetteer, clues: Clues, kind: str) -> Choice:
    """Let the townships vote for the county that they lie in."""
    names = dict.fromkeys(m.name for m in g.scan(clues.body) if not m.short and not g.is_full(m.name))
    votes: Counter[str] = Counter()
    for name in names:
        votes.update(set(g.counties(name)))
    if not votes:
        return Choice(None, (), "")
    top = max(votes.values())
    best = sorted(code for code, n in votes.items() if n == top)
    places = [d for code in best if (d := g.division(code, clues.year)) is not None]
    evidence = "townships: " + "、".join(list(names)[:6])
    if len(places) != 1:
        return Choice(None, tuple(places[:20]), evidence)
    place = places[0]
    if not _is_kind(place, kind):
        # 我市 and townships of a county: the report is of the city above it.
        upper = [d for d in g.lineage(place, clues.year) if _is_kind(d, kind)]
        return Choice(upper[0], (upper[0],), evidence) if upper else Choice(None, (place,), evidence)
    return Choice(place, (place,), evidence)
