"""Whose report it is: clues from the strongest to the weakest, and no guess where they disagree.

| order | clue | what it takes |
|---|---|---|
| 1 | given by the user | a name, several that lie in one another, or a code (`fupin_nlp.interpret.given`) |
| 2 | line of the speech, issuer, title | full names, short ones (of counties behind theirs); villages; 全国, 我国 |
| | profile of a village | 云坪村位于…县 or 云坪村（…县） at the beginning of a line |
| 3 | body with 我省, 全市, 全县 | dateline, opening sentence, or a place named three times that fits the word |
| 4 | file name, then its folders | the same as a title; a short name of a county at the beginning of a word |
| | body with 我镇, 全村 | the township or village named most, at least twice |
| | paper or site (来源：高邮日报) | its place, where the body says 我市 and names none that fits |
| | 云坪区教育局 at first, and then 我局 or 区教育局 | its place |
| | label (发布机构：略阳) | the place that is all it says |
| | a name that no table has (望岭县) | at the head of the title or of a session (before 3), in the title, beside 全县 |
| | a university, national firm or bank (`institutions.toml`) | in issuer or title, with the code of its seat |
| 5 | body without such words | the only place named, a township that stands out, townships of one county, 全国 |

A clue that names several places which do not lie in one another decides nothing, unless it names the place that holds
them all (贵州省…榕江、从江两县) or the body says of which level it is; the next one may. A place of the title
that lies in that of the file name (湖北2019.txt, 阳新等9个县退出贫困县) is an example where 等 stands behind it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.head_issuer import STATE_COUNCIL, national_bodies
from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.metadata_body import region_of_names, region_of_own_words
from fupin_nlp.interpret.metadata_clues import (
    MEETINGS,
    VILLAGE,
    Body,
    BodyClues,
    Choice,
    chosen,
    common_upper,
    is_inside,
)
from fupin_nlp.interpret.metadata_form import (
    region_by_form,
    region_of_bureau,
    region_of_first_name,
    region_of_line_by_form,
    region_of_masthead,
    region_of_profile,
    region_of_publisher,
    region_of_seat,
)
from fupin_nlp.interpret.metadata_short import region_of_short_name
from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.interpret.region_scan import PlaceScanner
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.interpret.villages import village_at
from fupin_nlp.lexicon.gazetteer import COUNTY, NATION, Division, Gazetteer, gazetteer, place_words
from fupin_nlp.lexicon.institutions import without_institutions
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["Clues", "among", "choose_region"]

_EXAMPLE: Final = "等"  # 阳新等9个县
_NATIONAL_NAMES: Final = ("全国", "国务院", "中国", "中央")
_TWICE: Final = 2
_STEMS: Final = (2, 3)  # lengths of the names of townships less their kind
_NATIONAL_SPEECH: Final = ("全国人民代表大会", "全国人大", "全国政协")


class Clues(NamedTuple):
    """Where the region of a report can be read from; texts, empty where there is none.

    `masthead` is the paper or the site of which the page tells to be, `publisher` who is labelled to have published it.
    """

    names: tuple[str, ...]
    speeches: tuple[str, ...]
    issuer: str
    title: str
    body: BodyClues
    masthead: str = ""
    publisher: str = ""


def among(names: Sequence[tuple[Division, ...]], body: str, year: int | None, evidence: str) -> Choice:
    """Return the one place that is meant by the bearers of some names; those of a text settle what is open."""
    g = gazetteer()
    open_names = any(len(places) > 1 for places in names)
    support = Counter(p[0].code for p in _plain_names(g, body, year) if len(p) == 1) if open_names else Counter()
    return _settle(g, names, support, year, evidence)


def choose_region(clues: Clues) -> Choice:
    """Return the place of the first clue that names exactly one, in the order of the table above.

    Places that lie in one another (呼伦贝尔市海拉尔区) are one: the smallest. A name that several places bear is
    settled by the places above it that the report names; else it stays open, with its candidates.
    """
    g, year = gazetteer(), clues.body.year
    if _speaks_for_the_nation(clues):
        return Choice(NATION, (NATION,), f"issuer: {clues.issuer or clues.speeches[0].strip()}")
    support = _Support(g, clues)
    undecided: Choice | None = None
    for source, text in (("dateline", " ".join(clues.speeches)), ("issuer", clues.issuer), ("title", clues.title)):
        choice = _of_head(g, source, text, clues, support)
        if choice.place:
            return choice
        undecided = undecided or (choice if choice.candidates else None)
    several = undecided is not None and undecided.evidence.startswith("title")
    profile = region_of_profile(clues.body)
    if profile.place:
        return profile
    body = Body(clues.body)
    own = region_of_own_words(body)
    smaller = own.place is not None and own.place.level == VILLAGE
    if own.place and not several and not smaller:
        return own
    for part in clues.names:
        choice = _of_name(g, part, year, support, clues.body.body)
        if choice.place:
            return choice
        undecided = undecided or (choice if choice.candidates else None)
    if smaller and not several:
        return own
    masthead = region_of_masthead(body, clues.masthead)
    if masthead.place:
        return masthead
    publisher = region_of_publisher(body, clues.publisher)
    if publisher.place and not several:
        return publisher
    if several and undecided is not None:
        return _common_upper(body, undecided) or undecided
    return _of_weak_clues(body, clues) if undecided is None else _of_names(body, undecided)


def _speaks_for_the_nation(clues: Clues) -> bool:
    """Return whether the State Council speaks, not about one place, or somebody before the national congress."""
    if any(body in speech for speech in clues.speeches for body in _NATIONAL_SPEECH):
        return True
    if clues.issuer != STATE_COUNCIL:
        return False
    return not (clues.title.startswith(STATE_COUNCIL) and _places(clues.title, clues.body.year))


def _of_head(g: Gazetteer, source: str, text: str, clues: Clues, support: _Support) -> Choice:
    """Return the place that the line of the speech, the issuer or the title names, whether a table has it or not."""
    year, body = clues.body.year, clues.body.body
    choice = _of_line(g, text, year, support, source)
    if source == "issuer" and choice.place and clues.issuer not in clues.title:
        inner = _of_line(g, clues.title, year, support, "title")
        if inner.place and is_inside(g, inner.place, choice.place, year):
            choice = inner  # a township of the county whose site it is
    return region_of_line_by_form(source, text, choice, body) or choice


def _common_upper(body: Body, undecided: Choice) -> Choice | None:
    """Return the place of the level of which text or title speak as their own that holds all the candidates."""
    common = common_upper(body, undecided.candidates) if body.kind else None
    return chosen(common, f"{undecided.evidence}, 全{body.kind}") if common else None


def _of_names(body: Body, undecided: Choice) -> Choice:
    """Return what the names of the text tell where a clue left several places open; else those."""
    weak = region_of_names(body)
    return weak if weak.place else undecided


def _of_weak_clues(body: Body, clues: Clues) -> Choice:
    """Return the place of a text that no clue names: a name that no table has, an institution's seat, names alone."""
    named = region_by_form(clues.body) or region_of_first_name(body, own=True)
    if named.place:
        return named
    seat = region_of_seat((clues.issuer, clues.title))
    if seat is not None:
        return seat
    bureau = region_of_bureau(body)
    if bureau.place:
        return bureau
    weak = region_of_names(body)
    if weak.place:
        return weak
    first = region_of_first_name(body, own=False)
    if first.place:
        return first
    short = region_of_short_name(body)
    return short if short.place else weak


class _Support:
    """How often the places of a report are named, counted when it is first asked for."""

    def __init__(self, g: Gazetteer, clues: Clues) -> None:
        self._g, self._clues = g, clues
        self._counts: Counter[str] | None = None

    def counts(self) -> Counter[str]:
        """Return code → how often an unambiguous name of that place occurs."""
        if self._counts is None:
            clues = self._clues
            texts = (*clues.names, *clues.speeches, clues.issuer, clues.title, clues.masthead, clues.body.body)
            year = clues.body.year
            self._counts = Counter(
                places[0].code for text in texts for places in _plain_names(self._g, text, year) if len(places) == 1
            )
        return self._counts


def _plain_names(g: Gazetteer, text: str, year: int | None) -> Iterable[tuple[Division, ...]]:
    for mention in g.scan(text):
        if mention.short or g.is_full(mention.name):
            found = g.find(mention.name, year)
            top = min((d.level for d in found), default=0)
            yield tuple(d for d in found if d.level == top) if mention.short else found


def _of_line(g: Gazetteer, text: str, year: int | None, support: _Support, source: str) -> Choice:
    """Return the place that a line of the head names."""
    if not text:
        return Choice(None, (), "")
    evidence, written = f"{source}: {text[:80].strip()}", text
    text = without_institutions(_blanked(head_words().shadows, text))
    if source == "title":
        text = _blanked(_met_in(), text)
    subject, colon, _ = text.partition("：")
    places = _places(text, year)
    if places and not _holds_village(places) and _holds_village(today := _places(text, None)):
        places = today  # its county had another code then
    places = places or [p for p in [g.find_alone(subject.strip(), year)] if p and colon]
    if places:
        return _settle(g, places, support.counts() if any(len(p) > 1 for p in places) else Counter(), year, evidence)
    if source == "title":
        larger = head_words().macro.search(written)
        if larger:
            return Choice(Division("", larger[0], VILLAGE, ""), (), evidence)
        if head_words().nation.search(text) or national_bodies([text]):
            return Choice(NATION, (NATION,), evidence)
    return Choice(None, (), "")


def _holds_village(places: list[tuple[Division, ...]]) -> bool:
    return any(found[0].level >= VILLAGE for found in places)


@lru_cache(maxsize=1)
def _met_in() -> Pattern:
    """Return the pattern of where people met, in a title (…会议在南宁开幕)."""
    return compile_pattern("place of a meeting", rf"在[\u4e00-\u9fff]{{2,6}}?{alternatives(MEETINGS)}")


def _blanked(pattern: Pattern, text: str) -> str:
    return pattern.sub(lambda found: "\u3000" * len(found[0]), text)


def _places(text: str, year: int | None) -> list[tuple[Division, ...]]:
    """Return the candidates of each place in a line; one that only exemplifies (阳新等9个县) is left out."""
    g = gazetteer()
    out: list[tuple[Division, ...]] = []
    scanner = PlaceScanner(text, ReportMeta(date=PartialDate(year) if year else None))
    for place in scanner.scan([(0, len(text))]):
        if text.startswith(_EXAMPLE, place.end) or place.kind in ("nation", "own"):
            continue
        if place.kind == "open":
            out.append(place.candidates)
        elif place.kind == "village":
            code = place.codes[0] if len(place.codes) == 1 else ""
            out.append((Division(code, place.name, VILLAGE, code),))
        else:
            for code in place.codes:
                named = g.division(code, year)
                if named is not None:
                    out.append((named,))
            out += _village_behind(text, place.end, out[-1][0]) if out and len(place.codes) == 1 else []
    return out


def _village_behind(text: str, end: int, county: Division) -> list[tuple[Division, ...]]:
    """Return the village that a title names behind a county and a colon (西吉：新庄村…)."""
    stop = village_at(text, end + 1) if text[end : end + 1] in "：:" and county.level >= COUNTY else None
    if stop is None:
        return []
    return [(Division(county.code, county.name + text[end + 1 : stop], VILLAGE, county.code),)]


def _of_name(g: Gazetteer, part: str, year: int | None, support: _Support, body: str) -> Choice:
    """Return the place that a file name or folder names; a short name counts where the text has the place too."""
    evidence = f"file name: {part}"
    tokens = [token for token in part.split() if token]
    if any(token in _NATIONAL_NAMES for token in tokens):
        return Choice(NATION, (NATION,), evidence)
    places = _places(part, year) or [p for token in tokens for p in _lone(g, token, year)]
    places = places or [p for token in tokens for p in _confirmed(g, token, year, body)]
    if not places:
        return Choice(None, (), "")
    return _settle(g, places, support.counts() if any(len(p) > 1 for p in places) else Counter(), year, evidence)


def _lone(g: Gazetteer, token: str, year: int | None) -> list[tuple[Division, ...]]:
    """Return what only a file name may say: a short name of a county, a township or village without its county."""
    for mention in g.scan(token):
        opens = place_words().opens(token, mention.start) or not token[mention.start - 1].isalpha()
        ends = mention.end == len(token) or head_words().name_after.match(token, mention.end)
        if mention.short and opens and ends:
            return [g.find(mention.name, year)]
    start = next((i for i, c in enumerate(token) if not c.isascii()), len(token))
    stop = next((i for i, c in enumerate(token[start:], start) if c.isascii()), len(token))
    name = token[start:stop]
    alone = g.find_alone(name, year)
    if alone:
        return [alone]
    end = village_at(name, 0)
    if end is not None and end < len(name) and name[end - 2] not in place_words().form.not_last:
        name = name[:end]  # 大河村养猪
    counties = g.counties(name)
    if counties or (name and village_at(name, 0) == len(name)) or _is_township(name):
        code = counties[0] if len(counties) == 1 else ""
        return [(Division(code, name, VILLAGE, code),)]
    return []


def _confirmed(g: Gazetteer, token: str, year: int | None, body: str) -> list[tuple[Division, ...]]:
    """Return the county whose short name a file name begins with, where the text names it too (彰武治沙, 彰武县)."""
    mention = next(iter(g.scan(token)), None)
    if mention is None or not mention.short or (mention.start and token[mention.start - 1].isalpha()):
        return []
    found = g.find(mention.name, year)
    named = [d for d in found if d.name in body]
    if not named and len(found) == 1 and body.count(mention.name) >= _TWICE:
        named = list(found)
    return [tuple(named)] if len(named) == 1 else []


def _is_township(name: str) -> bool:
    """Return whether a name that no table has is like that of a township (上岭镇; not 重点镇, 特色小镇)."""
    words = place_words()
    stem = next((name.removesuffix(kind) for kind in ("镇", "乡", "街道") if name.endswith(kind)), "")
    return len(stem) in _STEMS and not stem.endswith((*words.kinds, "小")) and not name.endswith(words.endings)


def _settle(
    g: Gazetteer, names: Sequence[tuple[Division, ...]], support: Counter[str], year: int | None, evidence: str
) -> Choice:
    """Choose among the places of one clue."""
    single = [places[0] for places in names if len(places) == 1]
    above = {d.code for place in single for d in g.lineage(place, year)}
    ever = {d.name for place in single for one in g.bearers(place.name) for d in g.lineage(one)}
    left = [
        p for p in names if not (len(p) == 1 and p[0].level < VILLAGE and (p[0].code in above or p[0].name in ever))
    ]
    left = [_narrow(g, places, names, support, year) for places in left]
    distinct = dict.fromkeys(d for places in left for d in places)
    distinct = {d: None for d in distinct if not any(is_inside(g, other, d, year) for other in distinct)}
    named = [d.name for d in distinct]
    distinct = {d: None for d in distinct if d.level < VILLAGE or not any(_is_end(d.name, name) for name in named)}
    if len(distinct) == 1:
        (place,) = distinct
        return Choice(place, (place,), evidence)
    whole = [p[0] for p in names if len(p) == 1 and all(is_inside(g, d, p[0], year) for d in distinct)]
    if whole and distinct:
        return Choice(max(whole, key=lambda d: d.level), (whole[0],), evidence)  # 贵州省…榕江、从江两县
    return Choice(None, tuple(sorted(distinct)), evidence)


def _is_end(name: str, longer: str) -> bool:
    return name != longer and longer.endswith(name)


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
