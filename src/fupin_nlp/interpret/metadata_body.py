"""Whose report a text without a telling title is: the places that it names, and words such as 我省 and 全市."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.metadata_clues import (
    LEAD,
    NOTHING,
    OFTEN,
    REGIONS,
    VILLAGE,
    Body,
    Choice,
    chosen,
    common_upper,
    is_inside,
    is_kind,
    named_most,
    nation_words,
)
from fupin_nlp.interpret.metadata_township import region_of_township
from fupin_nlp.interpret.region_scan import PlaceScanner
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.interpret.villages import own_village_name
from fupin_nlp.lexicon.gazetteer import NATION, Division, Gazetteer
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["region_of_names", "region_of_own_words"]

_CITY: Final = 2
_OPENING: Final = 30  # characters with which a text opens
_SENTENCE: Final = 120  # of the opening sentence behind a dateline
_ALONE: Final = 5.0  # without 全市 and the like, this many times as often
_COMMON: Final = 2  # places named that tell the larger one in which they all lie
_NATION_WORDS: Final = 2
_COUNTY: Final = 3
_TAIWAN: Final = "710000"
_TWICE: Final = 2
_SHORT: Final = 500  # characters of a text that one scene can fill
_TOWNSHIPS: Final = ("镇", "乡")
_TOWNSHIP_KINDS: Final = (*_TOWNSHIPS, "村")
_LARGER: Final = ("省", "市", "州")
_SMALL: Final = (*_TOWNSHIP_KINDS, "县", "旗")


def region_of_own_words(body: Body) -> Choice:
    """Return what 我省, 全市, 全村 tell, together with a dateline, the opening sentence or a place named often."""
    kind = body.kind
    if not kind:
        return NOTHING
    if kind in _TOWNSHIP_KINDS:
        return _village(body)
    body.search()
    ordered = body.fitting()
    by_dateline = _of_dateline(body, ordered)
    if by_dateline.place:
        return by_dateline
    if ordered and body.times[ordered[0]] >= OFTEN and body.leads(ordered):
        return chosen(ordered[0], f"text: {ordered[0].name}, 全{kind}")
    return NOTHING


def _of_dateline(body: Body, ordered: list[Division]) -> Choice:
    """Return the place of that kind in the opening sentence, else that of the dateline or above it (太原, 我省)."""
    opening, g = body.clues.opening, body.g
    if opening is None:
        return NOTHING
    start = max(0, body.clues.body.find(opening.text)) + len(opening.text)
    first = [p for p, at in body.first.items() if start <= at < start + _SENTENCE and is_kind(p, body.kind)]
    places = g.find(opening.place, body.year) if opening.place else ()
    evidence = f"dateline: {opening.text}, 我{body.kind}"
    if len(places) == 1:
        chain = [places[0], *g.lineage(places[0], body.year)]
        fit = next((d for d in chain if is_kind(d, body.kind)), None)
        if fit is not None and (not first or fit in first):
            return chosen(fit, evidence)
    if len(first) == 1 and first[0] == ordered[0] and body.leads(ordered):
        return chosen(first[0], evidence)
    return NOTHING


def region_of_names(body: Body) -> Choice:
    """Return the place that the names alone tell, the bodies of the State, or the townships."""
    body.search()
    for step in _steps():
        found = step(body)
        if found.place:
            return found
    by_townships = _from_townships(body.g, body)
    if by_townships.place or by_townships.candidates:
        return by_townships
    ordered = body.fitting()
    return Choice(None, tuple(ordered[:5]), "text") if ordered else NOTHING


def _steps() -> tuple[Callable[[Body], Choice], ...]:
    """Return what names alone can tell, from the strongest to the weakest."""
    return (
        _national,
        _of_own_name,
        _of_siblings,
        _of_level,
        _near_dateline,
        _only_place,
        _of_all_named,
        _of_most_named,
        _of_nation,
        _of_whole,
        _of_township,
    )


def _of_level(body: Body) -> Choice:
    """Return the place of the level of which a text speaks (全县) that it names most, or the only place it names."""
    ordered = body.fitting()
    if not body.kind or not ordered:
        return NOTHING
    if body.leads(ordered) or body.lies_within(ordered[0]) or len(body.scores) == 1:
        return chosen(ordered[0], f"text: {ordered[0].name}, 全{body.kind}")
    return NOTHING


def _of_township(body: Body) -> Choice:
    return region_of_township(body) if not body.kind or body.kind in _TOWNSHIPS else NOTHING


def _of_all_named(body: Body) -> Choice:
    """Return the place of the level of which a text speaks in which all the places lie that it names."""
    ordered = body.fitting()
    scores = body.scores
    if body.kind and not ordered and (len(scores) >= _COMMON or (scores and body.titled)):
        common = common_upper(body, list(scores))
        if common:
            return chosen(common, f"text: 全{body.kind}, and all places named lie in it")
    return NOTHING


def _of_most_named(body: Body) -> Choice:
    """Return the place named before all others in a text without 全县 and the like, or the only one of 我县."""
    ordered = body.fitting()
    if not body.kind and ordered and _stands_out(body, ordered):
        return chosen(ordered[0], f"text: {ordered[0].name} before all others")
    if body.speaks and len(ordered) == 1:
        return chosen(ordered[0], f"text: {ordered[0].name}, 我{body.kind}")
    return NOTHING


def _of_whole(body: Body) -> Choice:
    """Return the smallest place named at the beginning in which all the others lie."""
    whole = [p for p in body.fitting() if body.first[p] < LEAD and body.lies_within(p)]
    return chosen(whole[-1], f"text: {whole[-1].name}, in which all places named lie") if whole else NOTHING


def _of_nation(body: Body) -> Choice:
    ordered = body.fitting()
    if (body.nation_early or body.nation >= _NATION_WORDS) and not _is_of_small_place(body, ordered):
        return chosen(NATION, f"text: {body.nation_early or '全国'}")
    return NOTHING


def _of_own_name(body: Body) -> Choice:
    """Return Hong Kong or Macao for a text that speaks of 本港 or 全澳 and names no place outside."""
    for code, words in head_words().own_names.items():
        word = next((word for word in words if word in body.clues.body), None)
        place = body.g.division(code, body.year) if word else None
        if place and all(p == place or is_inside(body.g, p, place, body.year) for p in body.scores):
            return chosen(place, f"text: {word}")
    return NOTHING


def _stands_out(body: Body, ordered: list[Division]) -> bool:
    """Return whether one place is named far more than all others, or again and again and each of the others once."""
    first, others = ordered[0], ordered[1:]
    if body.scores[first] >= _ALONE * max([1.0, *(body.scores[p] for p in others[:1])]):
        return True
    opening = body.clues.opening
    if opening is not None and opening.text.startswith(head_words().national_papers):
        return False
    rest = [p for p in others if not is_inside(body.g, p, first, body.year)]
    strangers = [p for p in rest if body.times[p] >= body.times[first] or not is_inside(body.g, first, p, body.year)]
    return body.times[first] >= OFTEN and body.first[first] < LEAD and all(body.times[p] == 1 for p in strangers)


def _of_siblings(body: Body) -> Choice:
    """Return the city of 我市 where the only city named is one of the counties in it that a text lists."""
    ordered = body.fitting()
    if not body.speaks or not ordered or body.times[ordered[0]] >= OFTEN or len(body.scores) <= _COMMON:
        return NOTHING
    upper = common_upper(body, list(body.scores))
    if upper is None or upper in body.scores:
        return NOTHING
    return chosen(upper, f"text: 全{body.kind}, and {ordered[0].name} is one of its places")


@lru_cache(maxsize=1)
def _led() -> Pattern:
    """Return the pattern of whose leadership a text is under, a place's that it does not name (在市委的领导下)."""
    return compile_pattern("under whose lead", r"在[^。，；\n]{0,16}[省市县区州旗乡镇]委[^。；\n]{0,24}领导下")


def _is_of_small_place(body: Body, ordered: list[Division]) -> bool:
    """Return whether a text speaks of a place of its own that it does not name (我县, 全乡) more than of the nation."""
    led = _led().search(body.clues.body) is not None
    return not ordered and (
        body.speaks or led or (body.kind in _SMALL and body.own_words >= body.nation and not body.scores)
    )


def _national(body: Body) -> Choice:
    """Return the nation for news of several provinces, and for a text that speaks of it before it comes to a place."""
    ordered = body.fitting()
    if _is_national_news(body):
        return chosen(NATION, "text: several provinces or the nation, in news without a place")
    far = not ordered or body.first[ordered[0]] >= LEAD or (body.speaker and body.times[ordered[0]] < _TWICE)
    if body.kind and ordered and body.lies_within(ordered[0]):
        return NOTHING
    if body.nation_early and far and not body.speaks and not _is_of_small_place(body, ordered):
        return chosen(NATION, f"text: {body.nation_early}")
    return NOTHING


def _is_national_news(body: Body) -> bool:
    """Return whether news of a national paper names no place in its first paragraph, and none is its subject.

    They tell of several provinces, or speak of the nation more often than of any place.
    """
    opening = body.clues.opening
    if opening is None or opening.place or body.speaks or not opening.text.startswith(head_words().national_papers):
        return False
    start = body.clues.body.find(opening.text) + len(opening.text)
    end = body.clues.body.find("\n", start)
    provinces = {body.g.lineage(p, body.year)[-1:] or (p,) for p in body.scores}
    if not provinces or not min(body.first.values()) >= end > start:
        return False
    return len(provinces) >= _COMMON or (body.nation >= _NATION_WORDS and body.nation > max(body.times.values()))


def _only_place(body: Body) -> Choice:
    """Return the only place that a text without 我县 and the like names, its village, or the nation before both."""
    scores, g = body.scores, body.g
    smallest = [p for p in scores if not any(is_inside(g, other, p, body.year) for other in scores)]
    if len(smallest) != 1:
        return NOTHING
    only = smallest[0]
    if body.kind and not _is_told_in_passing(body, only):
        return NOTHING
    if only.level < _CITY and body.first[only] >= _SENTENCE and only.code not in REGIONS:
        return NOTHING
    example = body.first[only] >= _OPENING and body.holds_a_village(only)
    late = example or body.first[only] >= _SENTENCE
    if late and body.nation_early and _nation_before(body, only):
        return chosen(NATION, f"text: {body.nation_early} before {only.name}")
    village = _only_village(body, only)
    if village.place:
        return village
    if body.times[only] > 1 or (not example and (body.first[only] < _SENTENCE or not body.nation)):
        return chosen(only, f"text: {only.name} is the only place named")
    return NOTHING


def _is_told_in_passing(body: Body, place: Division) -> bool:
    """Return whether 全省 or 全市 is only what a text measures a county by, which it names again and again."""
    often = body.times[place] >= _TWICE and body.times[place] >= body.own_words and body.first[place] < LEAD
    return often and not body.speaks and body.kind in _LARGER and place.level >= _COUNTY


def _nation_before(body: Body, place: Division) -> bool:
    """Return whether the text speaks of the nation before it comes to a place, and seldom of that place."""
    early = nation_words().search(body.clues.body, 0, body.first[place])
    return early is not None and body.times[place] < OFTEN


def _near_dateline(body: Body) -> Choice:
    """Return the place named most where it is that of the dateline or holds it (安康11月15日电, …陕西…)."""
    ordered = body.fitting()
    opening, g = body.clues.opening, body.g
    places = g.find(opening.place, body.year) if opening and opening.place else ()
    if opening is None or len(places) != 1:
        return NOTHING
    chain = (places[0], *g.lineage(places[0], body.year))
    if not body.kind and chain[-1].code == _TAIWAN and ordered[:1] in ([], [places[0]]):
        return chosen(places[0], f"dateline: {opening.text}")
    if not ordered or body.times[ordered[0]] < _TWICE:
        return NOTHING
    return chosen(ordered[0], f"dateline: {opening.text}") if ordered[0] in chain else NOTHING


def _village(body: Body) -> Choice:
    """Return the village or township that a text speaks of as 全村 or 我镇: the one named most, at least twice.

    One with which the title begins counts there twice.
    """
    text, kind = f"{body.clues.title}\n{body.clues.body}", body.kind
    times = Counter(_villages(text) if kind == "村" else _townships(body.g, text))
    times.update({found: 1 for found in times if body.clues.title.startswith(found[0])})
    most = named_most(times, _TWICE)
    if most is None:
        return NOTHING
    (name, code), count = most
    if text.find(name) >= LEAD:
        return NOTHING  # an example further down
    return chosen(Division(code, name, VILLAGE, code), f"text: {name} {count} times, 全{kind}")


def _only_village(body: Body, county: Division) -> Choice:
    """Return the village that a text opens with, where it names no other: a story told there."""
    if body.first[county] >= LEAD or not body.holds_a_village(county):
        return NOTHING
    named = set(_villages(body.clues.body))
    if len(named) != 1:
        return NOTHING
    name, code = named.pop()
    tail = own_village_name().search(name)
    if len(body.clues.body) > _SHORT and body.clues.body.count(tail["name"] if tail else name) < _TWICE:
        return NOTHING  # an opening scene, and then the report of a larger place
    return chosen(Division(code, name, VILLAGE, code), f"text: {name} is the only place named")


def _villages(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and code of the villages of a text; empty where the code is not known."""
    for place in PlaceScanner(text, ReportMeta()).scan([(0, len(text))]):
        if place.kind == "village" and place.name.endswith(("村", "社区", "嘎查")):
            yield place.name, place.codes[0] if len(place.codes) == 1 else ""


def _townships(g: Gazetteer, text: str) -> Iterator[tuple[str, str]]:
    """Yield name and county's code of the townships of a text; empty where several counties have one of that name."""
    for mention in g.scan(text):
        if not mention.short and not g.is_full(mention.name):
            counties = g.counties(mention.name)
            yield mention.name, counties[0] if len(counties) == 1 else ""


def _from_townships(g: Gazetteer, body: Body) -> Choice:
    """Let the townships vote for the county that they lie in."""
    kind, year = body.kind, body.year
    names = dict.fromkeys(m.name for m in g.scan(body.clues.body) if not m.short and not g.is_full(m.name))
    votes: Counter[str] = Counter()
    for name in names:
        votes.update(set(g.counties(name)))
    if not votes:
        return NOTHING
    top = max(votes.values())
    best = sorted(code for code, n in votes.items() if n == top)
    places = [d for code in best if (d := g.division(code, year)) is not None]
    named = [place for place in places if place in body.scores]
    places = named if len(named) == 1 else places
    evidence = "townships: " + "、".join(list(names)[:6])
    elsewhere = [p for p in body.scores if not any(is_inside(g, d, p, year) or d == p for d in places)]
    if len(places) != 1 or (top == 1 and elsewhere):
        return Choice(None, tuple(places[:20]), evidence)
    place = places[0]
    if not kind and len(names) == 1:
        told = Counter(_villages(body.clues.body)).most_common(2)
        if len(told) == 1 and told[0][1] >= OFTEN:
            return chosen(Division(place.code, told[0][0][0], VILLAGE, place.code), evidence)
    if kind in _TOWNSHIP_KINDS and len(names) == 1:
        # 全村, and the only township named: the text is of that one or of a village of it, not of the county.
        (township,) = names
        return chosen(Division(place.code, township, VILLAGE, place.code), evidence)
    if kind and kind not in _TOWNSHIP_KINDS and not is_kind(place, kind):
        # 我市 and townships of a county: the report is of the city above it.
        upper = [d for d in g.lineage(place, year) if is_kind(d, kind)]
        return chosen(upper[0], evidence) if upper else Choice(None, (place,), evidence)
    return chosen(place, evidence)
