"""What a text says of its own place: the places that it names, how often, and words such as 我省 and 全市."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from fupin_nlp.interpret.form_names import FormName, names_by_form
from fupin_nlp.interpret.head import Opening
from fupin_nlp.interpret.head_issuer import national_bodies
from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.villages import village_at
from fupin_nlp.lexicon.gazetteer import Division, Gazetteer, gazetteer
from fupin_nlp.lexicon.institutions import without_institutions
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = [
    "LEAD",
    "MARGIN",
    "MEETINGS",
    "NOTHING",
    "OFTEN",
    "REGIONS",
    "VILLAGE",
    "Body",
    "BodyClues",
    "Choice",
    "chosen",
    "common_upper",
    "is_in_word",
    "is_inside",
    "is_kind",
    "named_most",
    "nation_words",
    "own_kinds",
    "uppers",
]

_Named = TypeVar("_Named")
_WE: Final = 2  # 我县 tells who speaks, 全省 may be told of a larger place: with how much more weight
VILLAGE: Final = 5  # level of a place below a township
_CITY: Final = 2
LEAD: Final = 300  # characters that tell what a text is about
OFTEN: Final = 3  # times that a place must be named to be the one of 我市
MARGIN: Final = 2.0  # times as often as the next one
_VILLAGE_CHARS: Final = 8
_SLOGAN: Final = 8  # characters in quotation marks before a name
MEETINGS: Final = ("举行", "召开", "举办", "开幕", "闭幕", "揭晓")  # behind the place where people met
_AT: Final = tuple("在于")  # 在青冈县召开; 青冈县召开 is who held it
REGIONS: Final = ("710000", "810000", "820000")  # Taiwan, Hong Kong and Macao speak of 本港, not of 全省
_OF_PROVINCE: Final = ("省、", "自治区、")  # before the city above the place of a text that does not name its province
_AND_OWN: Final = ("和我", "及我", "与我", "、我")
_COUNTIES: Final = frozenset("县区旗")
_VILLAGES: Final = ("镇", "乡", "村")
_SPEAKERS: Final = ("我", "我代表", "我受")
_PART_OF_NAME: Final = ("乡", "镇", "村", "街")  # behind a short name that is one of the characters of another


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


def chosen(place: Division, evidence: str) -> Choice:
    """Return the choice of a place that leaves nothing open."""
    return Choice(place, (place,), evidence)


@lru_cache(maxsize=1)
def _own() -> Pattern:
    """Return the pattern of words with which a report speaks of its own place."""
    # 居全市首位, 全市前列 and the like measure a place against the larger one that it lies in: not its own.
    return compile_pattern(
        "own place",
        r"(?:(?<![安居在列占])全|(?P<we>[我本咱]))(?P<kind>[省市县区州旗盟镇乡村])(?![民人代首前第率领]|平均|最|唯一)"
        r"|(?P<we>我[，,]?(?:代表|受))(?P<kind>[省市县区州旗盟镇乡])(?=(?:人民)?政府)",
    )


def own_kinds(text: str) -> tuple[str, Counter[str]]:
    """Return of what level a text speaks as its own most (县 of 全县 and 我县; else empty), and how often of which."""
    kinds: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    for found in _own().finditer(text):
        kinds[found["kind"]] += 1
        weights[found["kind"]] += _WE if found["we"] else 1
    return max(weights, key=weights.__getitem__, default=""), kinds


@lru_cache(maxsize=1)
def _level_of_title() -> Pattern:
    """Return the pattern of a title that names a body by its level alone (省财政厅关于…)."""
    return compile_pattern(
        "level of a title",
        r"(?P<kind>[省市县区州旗])(?:人民)?(?:政府|委|[\u4e00-\u9fff]{2,10}[局厅委办会])[^\n]{0,30}?(?:关于|印发|同意|批准|公布|下达)",
    )


@lru_cache(maxsize=1)
def nation_words() -> Pattern:
    """Return the pattern of words that speak of the nation as a whole (not 全国人大, 全国文明村)."""
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
        self.kind, self._kinds = own_kinds(clues.body)
        titled = _level_of_title().match(clues.title)
        self.titled = bool(titled) and not self.kind
        if titled and not self.kind:
            self.kind = titled["kind"]
        self.own_words = self._kinds[self.kind]
        # No report of the nation says 我省, nor 我代表省人民政府.
        self.speaks = bool(self.kind) and any(f"{we}{self.kind}" in clues.body for we in _SPEAKERS)
        self.scores: dict[Division, float] = {}
        self.first: dict[Division, int] = {}
        self.ends: dict[Division, int] = {}  # of the first mentions
        self.times: Counter[Division] = Counter()
        # Who speaks of 我县 again and again is a county, whatever he says of the nation.
        self.nation = len(nation_words().findall(clues.body)) if self.own_words < OFTEN else 0
        start = clues.body[:LEAD].replace(clues.opening.text, "") if clues.opening else clues.body[:LEAD]
        lead = [clues.title, *start.splitlines()]
        self.speaker = national_bodies(lead)
        early = self.speaker or next((m[0] for text in lead for m in nation_words().finditer(text)), None)
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
        behind = opened + len(clues.opening.text) if clues.opening and opened >= 0 else -1
        counties = not _COUNTIES.isdisjoint(self._kinds)
        for start, end, place, short in _named(self.g, without_institutions(clues.body), clues.year, counties):
            if opened <= start < behind:
                continue
            early = start < LEAD and not short
            self.scores[place] = self.scores.get(place, 0.0) + (2.0 if early else 1.0)
            self.first.setdefault(place, start)
            self.ends.setdefault(place, end)
            self.times[place] += 1
        self._weigh_kinds()

    def _weigh_kinds(self) -> None:
        """Let a place that is named again and again decide of which level the text speaks (全省 twice, 全县 once)."""
        best = self.fitting()[:1]
        if not self.kind or self.kind in _VILLAGES or (best and self.times[best[0]] > 1) or self.speaks:
            return
        often = [p for p in self.scores if self.times[p] >= OFTEN and p.code not in REGIONS]
        for place in sorted(often, key=lambda p: (-self.times[p], p)):
            kind = next((kind for kind in self._kinds if kind not in _VILLAGES and place.name.endswith(kind)), "")
            if kind:
                self.kind, self.own_words = kind, self._kinds[kind]
                return

    def fitting(self) -> list[Division]:
        """Return the places of which a report would say 全市 (全县, …), the most named first."""
        places = [p for p in self.scores if is_kind(p, self.kind)]
        return sorted(places, key=lambda p: (-self.scores[p], p.level, p))

    def holds_a_village(self, place: Division) -> bool:
        """Return whether a township or village stands behind the first mention of a place: an example in passing."""
        end = self.ends[place]
        behind = self.g.scan(self.clues.body[end : end + _VILLAGE_CHARS])
        return village_at(self.clues.body, end) is not None or any(m.start == 0 and not m.short for m in behind)

    def lies_within(self, place: Division) -> bool:
        """Return whether a text names places in another one, more than one of them and no others."""
        rest = [p for p in self.scores if p != place]
        return len(rest) > 1 and all(is_inside(self.g, p, place, self.year) for p in rest)

    def leads(self, ordered: list[Division]) -> bool:
        """Return whether the first of some places is named so much more than strangers to it."""
        best = ordered[0]
        # Its own counties may be named as often as a city; only strangers compete with it.
        others = [p for p in ordered[1:] if best.code not in uppers(self.g, p, self.year)]
        return self.scores[best] >= 2 and (not others or self.scores[best] >= MARGIN * self.scores[others[0]])


def _named(g: Gazetteer, text: str, year: int | None, counties: bool) -> Iterator[tuple[int, int, Division, bool]]:
    """Yield start, end, place and whether it is a short name of the names in a text that mean one place.

    A name directly behind a place that holds it means the one there (安徽庐江). Short names of counties count only so,
    beside the full name, or three times in a text that speaks of a county as its own (`counties`).
    """
    words = head_words()
    before: tuple[int, Division] | None = None
    mentions = g.scan(text)
    named = {mention.name for mention in mentions if not mention.short}
    often = Counter(mention.name for mention in mentions if mention.short) if counties else Counter()
    for mention in mentions:
        met = text.startswith(MEETINGS, mention.end)
        if (met and (mention.short or text[mention.start - 1 : mention.start] in _AT)) or (
            not mention.short and not g.is_full(mention.name)
        ):
            continue
        found = g.find(mention.name, year)
        unnamed = text.endswith(_OF_PROVINCE, 0, mention.start) and not (before and before[0] == mention.start - 1)
        if found and (unnamed or text.startswith(_AND_OWN, mention.end)):
            before = mention.end, found[0]
            continue  # 省、绵阳市和我市: that of the city above
        if text.endswith(words.neighbours, 0, mention.start):
            continue
        if mention.short and is_in_word(text, mention.start, mention.end):
            continue
        if not (before and before[0] == mention.start) and _is_in_slogan(text, mention.start, mention.end):
            continue
        if before and before[0] == mention.start:
            found = g.inside(mention.name, before[1], year) or found
        elif mention.short:
            top = min((d.level for d in found), default=0)
            full = tuple(d for d in found if d.name in named)
            told = top <= _CITY or often[mention.name] >= OFTEN
            found = full if len(full) == 1 else tuple(d for d in found if d.level == top) if told else ()
        if len(found) == 1:
            yield mention.start, mention.end, found[0], mention.short
            before = mention.end, found[0]


def _is_in_slogan(text: str, start: int, end: int) -> bool:
    """Return whether a name is the end of words in quotation marks (“创业先锋区”, not “略阳县”)."""
    if text[end : end + 1] != "”":
        return False
    opened = text.rfind("“", max(0, start - _SLOGAN), start)
    return opened >= 0 and opened + 1 < start and text[opened + 1 : start].isalpha()


def common_upper(body: Body, places: Sequence[Division]) -> Division | None:
    """Return the place of the level of which a text speaks that holds all the places (我省, 凉山州, 甘孜州: 四川省)."""
    smaller = [p for p in places if p.level > _CITY] or places
    uppers = {next((d for d in body.g.lineage(p, body.year) if is_kind(d, body.kind)), None) for p in smaller}
    return uppers.pop() if len(uppers) == 1 else None


def named_most(times: Counter[_Named], least: int) -> tuple[_Named, int] | None:
    """Return what is named more often than all else, at least so many times, and how often.

    Examples
    --------
    >>> named_most(Counter("甲甲乙"), 2), named_most(Counter("甲乙"), 1)
    (('甲', 2), None)
    """
    ranked = times.most_common(2)
    tied = len(ranked) > 1 and ranked[1][1] == ranked[0][1]
    return None if tied or not ranked or ranked[0][1] < least else ranked[0]


def is_in_word(text: str, start: int, end: int) -> bool:
    """Return whether a short name is one of the characters of a longer word or name (大黑河乡, 大凉山)."""
    return text[end : end + 1] in _PART_OF_NAME or (
        head_words().shadows.search(text, max(0, start - 2), end + 2) is not None
    )


def uppers(g: Gazetteer, place: Division, year: int | None) -> set[str]:
    """Return the codes above a place; without a year also those of the past (公主岭市 lay in 四平市 until 2020)."""
    bearers = (year is None and g.bearers(place.name)) or (place,)
    return {upper.code for bearer in bearers for upper in g.lineage(bearer, year)}


def is_kind(place: Division, kind: str) -> bool:
    """Return whether a report of that place would speak of 全市 (全县, …)."""
    if place.code in REGIONS:
        return True
    return place.name.endswith(kind) if kind else True
