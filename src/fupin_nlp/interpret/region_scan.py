"""The places of a document: named ones with their villages, lists of places, and words such as 全市."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, Literal, NamedTuple, TypeAlias

from fupin_nlp.interpret.form_names import names_by_form
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.interpret.villages import own_village_name, township_name, township_with_village, village
from fupin_nlp.lexicon.gazetteer import NATION, TOWNSHIP, Division, Gazetteer, gazetteer, place_words

__all__ = ["Place", "PlaceScanner"]

_NEAR: Final = 200  # a village belongs to the county named at most so many characters before it
_LINKS: Final = ("、", "和", "及", "与")
_LONGEST_LIST: Final = 40
_COUNTY: Final = 3
_BEFORE_VILLAGE: Final = 20  # characters that its county and township take


_Kind: TypeAlias = Literal["named", "own", "nation", "village", "above", "open"]
_Meant: TypeAlias = tuple[str, tuple[str, ...], _Kind, bool]
_JOINT: Final = "\n"  # between stretches that are read together; no place goes over it
_start = attrgetter("start")


class Place:
    """A place in a document: where it is named, what it is, and what it is to the report.

    Attributes
    ----------
    start, end : int
        Its span; of 江苏省南京市鼓楼区 the whole chain of names.
    name : str
        Official name (绥化市 for 绥化), of a village or township the words of the text, several joined by 、.
    codes : tuple of str
        Codes in the order of the names; of a village or township that of its county. Empty where the county is not
        known or the name is open.
    kind : str
        ``named``; ``own`` (全市, and the report's own name); ``above`` (it holds the report's own place: the province
        of a county's report); ``nation``; ``village`` (or a township); ``open`` (several places bear the name, and
        nothing here tells which).
    inside : bool
        Whether it lies in the report's own region or is it.
    full : bool
        Whether the text has its full name.
    candidates : tuple of Division
        The places that an open name can mean; empty for all other kinds.
    """

    __slots__ = ("candidates", "codes", "end", "full", "inside", "kind", "name", "start")

    def __init__(
        self,
        span: tuple[int, int],
        name: str,
        codes: tuple[str, ...],
        kind: _Kind,
        inside: bool,
        full: bool = True,
    ) -> None:
        self.start, self.end = span
        self.name = name
        self.codes = codes
        self.kind = kind
        self.inside = inside
        self.full = full
        self.candidates: tuple[Division, ...] = ()


class _Found(NamedTuple):
    start: int
    end: int
    place: Division
    short: bool
    candidates: tuple[Division, ...] = ()  # more than one: `place` is the first of them and stands for all


class PlaceScanner:
    """Finds the places of a text as one report means them.

    Short names of counties are taken inside the report's own region at the beginning of a word, and directly behind
    the province or city that they lie in (安徽庐江). A name that several places bear means the one in the place
    directly before it (福建省鼓楼区), else the one in the report's region; else it stays open, with its candidates.
    A village that was named with its township or county is known by its own name alone as well; villages, townships
    and counties that no table has are known by their form.

    Parameters
    ----------
    text : str
        The clean text.
    meta : ReportMeta
        Whose report it is, and its year.

    Attributes
    ----------
    has_villages : bool
        Whether the text names villages or townships that are known by their form.

    Examples
    --------
    >>> scanner = PlaceScanner("福建省鼓楼区脱贫30户，江苏省鼓楼区脱贫50户。", ReportMeta())
    >>> [(place.name, place.codes, place.kind) for place in scanner.scan([(0, 24)])]
    [('鼓楼区', ('350102',), 'named'), ('鼓楼区', (), 'open')]
    """

    def __init__(self, text: str, meta: ReportMeta) -> None:
        self._text = text
        self._view = _View(gazetteer(), meta)
        self._own = {word: _meant_by(self._view, word) for word in place_words().own.words}
        self._villages: dict[str, Place] = {}
        heads = [(max(0, m.start() - _BEFORE_VILLAGE), m.end()) for m in township_with_village().finditer(text)]
        for start, end in heads:
            self._learn(self._places(text[start:end]))
        home = self._view.home
        codes = (home.code,) if home is not None and home.level == _COUNTY else ()
        self._by_form = {f.name: Place((0, 0), f.name, codes, "village", True) for f in names_by_form(text) if f.sure}
        self.has_villages = bool(heads or self._by_form)

    def scan(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of these stretches of the text, in text order, without overlap.

        They begin and end where no place goes over; all are read as one text.
        """
        text = _JOINT.join([self._text[start:end] for start, end in spans])
        places = self._places(text)
        self._learn(places)
        places += self._known_villages(text, places)
        places.sort(key=_start)
        places = _lists(text, _disjoint(places))
        _put_back(places, spans)
        return places

    def _places(self, text: str) -> list[Place]:
        """Return the places of a text, which may overlap."""
        view, words = self._view, place_words()
        names, own = view.gazetteer.survey(text)
        found: list[_Found] = []
        for start, end, name, short in names:
            before = found[-1].place if found and found[-1].end == start and not found[-1].candidates else None
            opens = not short or words.opens(text, start) or _goes_on_a_list(text, found, start)
            meant = view.meaning(name, short, opens, before)
            if meant:
                found.append(_Found(start, end, meant[0], short, meant if len(meant) > 1 else ()))
        places = list(_extend(view, text, _chain(found)))
        places += self._own_places(text, own)
        places += _villages(text, places)
        return places

    def _own_places(self, text: str, starts: list[int]) -> list[Place]:
        """Return the words such as 全市, 我县, 全国 with what they mean in this report."""
        places: list[Place] = []
        for start in starts:
            meant = self._own[text[start : start + 2]]
            if meant is not None:
                places.append(Place((start, start + 2), *meant))
        return places

    def _learn(self, places: list[Place]) -> None:
        """Keep the villages by their own names (渔塘村 of 休宁县鹤城乡渔塘村)."""
        for place in places:
            if place.kind != "village":
                continue
            tail = own_village_name().search(place.name)
            if tail and tail.start():
                self._villages.setdefault(tail["name"], place)

    def _known_villages(self, text: str, places: list[Place]) -> list[Place]:
        """Return the villages that stand here by their own names alone, called as where they were first named."""
        taken = sorted([(p.start, p.end) for p in places if p.kind == "village"])
        out: list[Place] = []
        home = self._view.home
        for tail, known in (self._by_form | self._villages).items():
            start = text.find(tail)
            while start >= 0:
                end = start + len(tail)
                i = bisect_right(taken, (start, end))
                if not any(s < end and start < e for s, e in taken[max(0, i - 1) : i + 1]):
                    if home is not None and home.name.endswith(tail):
                        out.append(Place((start, end), home.name, (home.code,), "own", True))
                    else:
                        out.append(Place((start, end), known.name, known.codes, "village", known.inside))
                start = text.find(tail, end)
        return out


def _goes_on_a_list(text: str, found: list[_Found], start: int) -> bool:
    """Return whether a name stands behind another one and a mark of a list (香洲、金湾和|斗门)."""
    return bool(found) and found[-1].end == start - 1 and text[start - 1] in _LINKS


def _put_back(places: list[Place], spans: Sequence[tuple[int, int]]) -> None:
    """Turn positions in the joined stretches into those in the text that they are from."""
    shift = limit = -1  # from here to there, and where the stretch ends here
    pieces = iter(spans)
    for place in places:
        while place.start > limit:
            start, end = next(pieces)
            shift = start - limit - 1
            limit = end - shift
        place.start += shift
        place.end += shift


class _View:
    """The gazetteer as one report sees it: from its own region, in its year. A report names few places many times."""

    def __init__(self, places: Gazetteer, meta: ReportMeta) -> None:
        self.gazetteer = places
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


def _chain(found: list[_Found]) -> list[list[_Found]]:
    """Join names that follow one another downwards (镇巴县|仁村镇); a name alone is a chain of one."""
    chains: list[list[_Found]] = []
    for item in found:
        last = chains[-1][-1] if chains else None
        if last and item.start == last.end and item.place.level > last.place.level and not last.candidates:
            chains[-1].append(item)
        else:
            chains.append([item])
    return chains


def _extend(view: _View, text: str, chains: list[list[_Found]]) -> Iterator[Place]:
    """Turn chains into places; a village directly behind belongs to them, its code is the county's."""
    home, above = view.home, {d.code for d in view.above}
    for chain in chains:
        last = chain[-1]
        if last.candidates:
            place = Place((chain[0].start, last.end), last.place.name, (), "open", False, not last.short)
            place.candidates = last.candidates
            yield place
            continue
        named = village().match(text, last.end)
        inside = view.is_inside(last.place)
        code = last.place.code
        if named or last.place.level == TOWNSHIP:
            end = named.end() if named else last.end
            # The province is no part of the name unless nothing else tells where the village lies (四川鹿坪村).
            start = next((f.start for f in chain if f.place.level >= _COUNTY), chain[0].start)
            yield Place((start, end), text[start:end], (code,), "village", inside)
        elif home is not None and code == home.code:
            yield Place((chain[0].start, last.end), home.name, (code,), "own", True)
        elif code in above:
            yield Place((chain[0].start, last.end), last.place.name, (code,), "above", False, not last.short)
        else:
            yield Place((chain[0].start, last.end), last.place.name, (code,), "named", inside, not last.short)


def _meant_by(view: _View, word: str) -> _Meant | None:
    """Return name, codes, kind and whether it lies inside, of what 全市, 我县, 全国 mean in this report."""
    own = place_words().own
    if word in own.nation:
        return NATION.name, (NATION.code,), "nation", False
    home, level = view.home, word[1]
    if home is None:
        return None
    if word[0] in own.mine or home.name.endswith(level):
        return home.name, (home.code,), "own", True
    upper = next((d for d in view.above if d.name.endswith(level)), None)
    return (upper.name, (upper.code,), "above", False) if upper else None


def _villages(text: str, places: list[Place]) -> list[Place]:
    """Return villages that stand without their county (在庙坝镇华严寺村), with the code of the county named before."""
    heads = [
        (head, match.end())
        for match in township_with_village().finditer(text)
        if (head := township_name().search(text, max(0, match.start() - 5), match.start()))
    ]
    named = sorted([p for p in places if p.kind == "named"], key=_start) if heads else []
    starts = [p.start for p in named]
    out: list[Place] = []
    for head, end in heads:
        start = head.start("name")
        before = bisect_right(starts, start) - 1
        county = named[before] if before >= 0 else None
        between = text[max(county.end, start - _NEAR) : start] if county is not None else ""
        near = county is not None and start - county.end < _NEAR and not any(mark in between for mark in "。\n")
        codes = county.codes if county is not None and near and len(county.codes) == 1 else ()
        out.append(Place((start, end), text[start:end], codes, "village", bool(codes)))
    return out


def _disjoint(places: list[Place]) -> list[Place]:
    """Return the places that overlap no earlier one; of those that begin together the longest, and the first found."""
    kept: list[Place] = []
    start, end = -1, 0
    for place in places:
        if place.start >= end:
            kept.append(place)
        elif place.start == start and place.end > end:
            kept[-1] = place
        else:
            continue
        start, end = place.start, place.end
    return kept


def _lists(text: str, places: list[Place]) -> list[Place]:
    """Join places with nothing but 、 or 和 between them into one: their names joined by 、, their codes in order."""
    joined: list[Place] = []
    end = -2  # of the last place if it is a named one
    for place in places:
        named = place.kind == "named"
        if named and place.start == end + 1 and text[end] in _LINKS and len(joined[-1].codes) < _LONGEST_LIST:
            joined[-1] = _join(joined[-1], place)
        else:
            joined.append(place)
        end = place.end if named else -2
    return joined


def _join(first: Place, second: Place) -> Place:
    return Place(
        (first.start, second.end),
        f"{first.name}、{second.name}",
        first.codes + second.codes,
        "named",
        first.inside and second.inside,
        first.full and second.full,
    )
