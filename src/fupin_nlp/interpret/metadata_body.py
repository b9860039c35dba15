"""Whose report a text without a telling title is: the places that it names, and words such as 我省 and 全市."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.form_names import FormName, names_by_form
from fupin_nlp.interpret.head import Opening, head_words
from fupin_nlp.interpret.head_title import national_bodies
from fupin_nlp.interpret.region_scan import PlaceScanner
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.interpret.villages import own_village_name, village_at
from fupin_nlp.lexicon.gazetteer import NATION, Division, Gazetteer, gazetteer
from fupin_nlp.lexicon.institutions import without_institutions
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = [
    "LEAD",
    "MARGIN",
    "NOTHING",
    "VILLAGE",
    "Body",
    "BodyClues",
    "Choice",
    "chosen",
    "is_inside",
    "own_kind",
    "region_of_names",
    "region_of_own_words",
]

VILLAGE: Final = 5  # level of a place below a township
_CITY: Final = 2
LEAD: Final = 300  # characters that tell what a text is about
_OPENING: Final = 30  # characters with which a text opens
_SENTENCE: Final = 120  # of the opening sentence behind a dateline
_OFTEN: Final = 3  # times that a place must be named to be the one of 我市
MARGIN: Final = 2.0  # times as often as the next one
_VILLAGE_CHARS: Final = 8
_ALONE: Final = 5.0  # without 全市 and the like, this many times as often
_COMMON: Final = 2  # places named that tell the larger one in which they all lie
_NATION_WORDS: Final = 2
_TWICE: Final = 2
_MEETINGS: Final = ("举行", "召开", "举办", "开幕", "闭幕", "揭晓")  # behind the place where people met
_SHORT: Final = 500  # characters of a text that one scene can fill
_AT: Final = tuple("在于")  # 在青冈县召开; 青冈县召开 is who held it
_TOWNSHIP_KINDS: Final = ("镇", "乡", "村")


class Choice(NamedTuple):
    """The place, or None with the candidates between which nothing decides."""

    place: Division | None
    candidates: tuple[Division, ...]
    evidence: str


class BodyClues(NamedTuple):
    """What is looked at: the body, how it opens as a news report, the title, the year."""

    body: str
    opening: Opening | None
    title: str
    year: int | None


NOTHING: Final = Choice(None, (), "")


@lru_cache(maxsize=1)
def _own() -> Pattern:
    """Return the pattern of words with which a report speaks of its own place."""
    # 居全市首位, 全市前列 and the like measure a place against the larger one that it lies in: not its own.
    return compile_pattern(
        "own place",
        r"(?<![安居在列占])[我全本](?P<kind>省|市|县|区|州|旗|盟|镇|乡|村)(?![民人代首前第率领]|平均|最|唯一)",
    )


def own_kind(text: str) -> tuple[str, int]:
    """Return of what level a text speaks as its own most (县 of 全县 and 我县; else empty), and how often."""
    kinds = Counter(m["kind"] for m in _own().finditer(text))
    return kinds.most_common(1)[0] if kinds else ("", 0)


@lru_cache(maxsize=1)
def _nation() -> Pattern:
    return compile_pattern(
        "the nation",
        r"全国(?!人大|两会|代表|政协|先进|文明|重点|首|第|前|最|劳动|优秀|道德|百强|示范)|我国|党中央|国务院",
    )


def is_inside(g: Gazetteer, small: Division, large: Division, year: int | None) -> bool:
    """Return whether a place lies in another one."""
    if small.level <= large.level or not small.code:
        return False
    above = g.lineage(small, year)
    return small.code == large.code or any(d.code == large.code for d in above)


class Body:
    """What a body says of its own place; the names in it are looked for when they are asked for.

    Parameters
    ----------
    clues : BodyClues
        The body and what stands above it.
    """

    def __init__(self, clues: BodyClues) -> None:
        self.g = gazetteer()
        self.clues = clues
        self.year = clues.year
        self.kind, self.own_words = own_kind(clues.body)
        self.speaks = bool(self.kind) and f"我{self.kind}" in clues.body  # no report of the nation says 我省
        self.scores: dict[Division, float] = {}
        self.first: dict[Division, int] = {}
        self.ends: dict[Division, int] = {}  # of the first mentions
        self.times: Counter[Division] = Counter()
        # Who speaks of 我县 again and again is a county, whatever he says of the nation.
        self.nation = len(_nation().findall(clues.body)) if self.own_words < _OFTEN else 0
        lead = [clues.title, *clues.body[:LEAD].splitlines()]
        self.speaker = national_bodies(lead)
        early = self.speaker or next((m[0] for text in lead for m in _nation().finditer(text)), None)
        self.nation_early = early if self.nation or (self.speaker and not self.kind) else None
        self.lead = f"{clues.title}\n{clues.body[:LEAD]}"
        self._searched = False
        self._names: list[FormName] | None = None
        self._lead_names: list[FormName] | None = None

    def names(self) -> list[FormName]:
        """Return the names in the body that have the form of a place and stand in no table."""
        if self._names is None:
            self._names = names_by_form(self.clues.body)
        return self._names

    def lead_names(self) -> list[FormName]:
        """Return those in title and first lines."""
        if self._lead_names is None:
            self._lead_names = names_by_form(self.lead)
        return self._lead_names

    def search(self) -> None:
        """Find the places that the body names, how often and where first; those of a dateline do not count."""
        if self._searched:
            return
        self._searched = True
        clues = self.clues
        opened = clues.body.find(clues.opening.text) if clues.opening else -1
        behind = opened + len(clues.opening.text) if clues.opening else 0
        for start, end, place, short in _named(self.g, without_institutions(clues.body), clues.year):
            if opened <= start < behind:
                continue
            early = start < LEAD and not short
            self.scores[place] = self.scores.get(place, 0.0) + (2.0 if early else 1.0)
            self.first.setdefault(place, start)
            self.ends.setdefault(place, end)
            self.times[place] += 1
            if self.kind and f"全{self.kind}" in _sentence_around(clues.body, start):
                self.scores[place] += 1.0

    def fitting(self) -> list[Division]:
        """Return the places of which a report would say 全市 (全县, …), the most named first."""
        places = [p for p in self.scores if _is_kind(p, self.kind)]
        return sorted(places, key=lambda p: (-self.scores[p], p.level, p))

    def holds_a_village(self, place: Division) -> bool:
        """Return whether a township or village stands behind the first mention of a place: an example in passing."""
        end = self.ends[place]
        behind = self.g.scan(self.clues.body[end : end + _VILLAGE_CHARS])
        return village_at(self.clues.body, end) is not None or any(m.start == 0 and not m.short for m in behind)

    def leads(self, ordered: list[Division]) -> bool:
        """Return whether the first of some places is named so much more than strangers to it."""
        best = ordered[0]
        # Its own counties may be named as often as a city; only strangers compete with it.
        others = [p for p in ordered[1:] if best.code not in _uppers(self.g, p, self.year)]
        return self.scores[best] >= 2 and (not others or self.scores[best] >= MARGIN * self.scores[others[0]])


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
    if ordered and body.times[ordered[0]] >= _OFTEN and body.leads(ordered):
        return chosen(ordered[0], f"text: {ordered[0].name}, 全{kind}")
    return NOTHING


def chosen(place: Division, evidence: str) -> Choice:
    """Return the choice of a place that leaves nothing open."""
    return Choice(place, (place,), evidence)


def _of_dateline(body: Body, ordered: list[Division]) -> Choice:
    """Return the place of that kind in the opening sentence, else that of the dateline or above it (太原, 我省)."""
    opening, g = body.clues.opening, body.g
    if opening is None:
        return NOTHING
    start = max(0, body.clues.body.find(opening.text)) + len(opening.text)
    first = [p for p, at in body.first.items() if start <= at < start + _SENTENCE and _is_kind(p, body.kind)]
    places = g.find(opening.place, body.year) if opening.place else ()
    evidence = f"dateline: {opening.text}, 我{body.kind}"
    if len(places) == 1:
        chain = [places[0], *g.lineage(places[0], body.year)]
        fit = next((d for d in chain if _is_kind(d, body.kind)), None)
        if fit is not None and (not first or fit in first):
            return chosen(fit, evidence)
    if len(first) == 1 and first[0] == ordered[0] and body.leads(ordered):
        return chosen(first[0], evidence)
    return NOTHING


def region_of_names(body: Body) -> Choice:
    """Return the place that the names alone tell, the bodies of the State, or the townships."""
    body.search()
    kind, scores, g = body.kind, body.scores, body.g
    ordered = body.fitting()
    far = not ordered or body.first[ordered[0]] >= LEAD or (body.speaker and body.times[ordered[0]] < _TWICE)
    if body.nation_early and far and not body.speaks:
        return chosen(NATION, f"text: {body.nation_early}")
    if kind and ordered and body.leads(ordered):
        return chosen(ordered[0], f"text: {ordered[0].name}, 全{kind}")
    by_dateline = _near_dateline(body, ordered)
    if by_dateline.place:
        return by_dateline
    only = _only_place(body)
    if only.place:
        return only
    if kind and not ordered and len(scores) >= _COMMON:
        common = _common_upper(g, list(scores), kind, body.year)
        if common:
            return chosen(common, f"text: 全{kind}, and all places named lie in it")
    if not kind and ordered and scores[ordered[0]] >= _ALONE * max([1.0, *(scores[p] for p in ordered[1:2])]):
        return chosen(ordered[0], f"text: {ordered[0].name} before all others")
    if body.speaks and len(ordered) == 1:
        return chosen(ordered[0], f"text: {ordered[0].name}, 我{kind}")
    if body.nation_early or body.nation >= _NATION_WORDS:
        return chosen(NATION, f"text: {body.nation_early or '全国'}")
    by_townships = _from_townships(g, body)
    if by_townships.place or by_townships.candidates:
        return by_townships
    return Choice(None, tuple(ordered[:5]), "text") if ordered else NOTHING


def _only_place(body: Body) -> Choice:
    """Return the only place that a text without 我县 and the like names, its village, or the nation before both."""
    scores, g = body.scores, body.g
    smallest = [p for p in scores if not any(is_inside(g, other, p, body.year) for other in scores)]
    if body.kind or len(smallest) != 1:
        return NOTHING
    only = smallest[0]
    if only.level < _CITY and body.first[only] >= _SENTENCE:
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


def _nation_before(body: Body, place: Division) -> bool:
    """Return whether the text speaks of the nation before it comes to a place, and seldom of that place."""
    early = _nation().search(body.clues.body, 0, body.first[place])
    return early is not None and body.times[place] < _OFTEN


def _near_dateline(body: Body, ordered: list[Division]) -> Choice:
    """Return the place named most where it is that of the dateline or holds it (安康11月15日电, …陕西…)."""
    opening, g = body.clues.opening, body.g
    places = g.find(opening.place, body.year) if opening and opening.place else ()
    if opening is None or len(places) != 1 or not ordered or body.times[ordered[0]] < _TWICE:
        return NOTHING
    chain = (places[0], *g.lineage(places[0], body.year))
    return chosen(ordered[0], f"dateline: {opening.text}") if ordered[0] in chain else NOTHING


def _named(g: Gazetteer, text: str, year: int | None) -> Iterator[tuple[int, int, Division, bool]]:
    """Yield start, end, place and whether it is a short name of the names in a text that mean one place.

    A name directly behind a place that holds it means the one there (安徽庐江); short names of counties count only so.
    """
    shadows = head_words().shadows
    before: tuple[int, Division] | None = None
    for mention in g.scan(text):
        met = text.startswith(_MEETINGS, mention.end)
        if (met and (mention.short or text[mention.start - 1 : mention.start] in _AT)) or (
            not mention.short and not g.is_full(mention.name)
        ):
            continue
        found = g.find(mention.name, year)
        if mention.short and shadows.search(text, max(0, mention.start - 2), mention.end + 2):
            continue  # 大凉山
        if before and before[0] == mention.start:
            found = g.inside(mention.name, before[1], year) or found
        elif mention.short:
            top = min((d.level for d in found), default=0)
            found = tuple(d for d in found if d.level == top) if top <= _CITY else ()
        if len(found) == 1:
            yield mention.start, mention.end, found[0], mention.short
            before = mention.end, found[0]


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
    start = max(text.rfind("。", max(0, position - 200), position), text.rfind("\\n", max(0, position - 200), position))
    end = text.find("。", position, position + 200)
    return text[max(start, position - 200, 0) : end if end >= 0 else position + 200]


def _is_kind(place: Division, kind: str) -> bool:
    """Return whether a report of that place would speak of 全市 (全县, …)."""
    if place.code in ("710000", "810000", "820000"):
        return True
    return place.name.endswith(kind) if kind else True


def _village(body: Body) -> Choice:
    """Return the village or township that a text speaks of as 全村 or 我镇: the one named most, at least twice."""
    text, kind = f"{body.clues.title}\n{body.clues.body}", body.kind
    times = Counter(_villages(text) if kind == "村" else _townships(body.g, text))
    ranked = times.most_common(2)
    if not ranked or ranked[0][1] < _TWICE or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return NOTHING
    (name, code), count = ranked[0]
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
    evidence = "townships: " + "、".join(list(names)[:6])
    elsewhere = [p for p in body.scores if not any(is_inside(g, d, p, year) or d == p for d in places)]
    if len(places) != 1 or (top == 1 and elsewhere):
        return Choice(None, tuple(places[:20]), evidence)
    place = places[0]
    if kind in _TOWNSHIP_KINDS and len(names) == 1:
        # 全村, and the only township named: the text is of that one or of a village of it, not of the county.
        (township,) = names
        return chosen(Division(place.code, township, VILLAGE, place.code), evidence)
    if kind and kind not in _TOWNSHIP_KINDS and not _is_kind(place, kind):
        # 我市 and townships of a county: the report is of the city above it.
        upper = [d for d in g.lineage(place, year) if _is_kind(d, kind)]
        return chosen(upper[0], evidence) if upper else Choice(None, (place,), evidence)
    return chosen(place, evidence)
