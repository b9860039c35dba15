"""The places of a document: named ones with their villages, lists of places, and words such as 全市."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, Literal, NamedTuple, TypeAlias

from fupin_nlp.interpret.form_names import names_by_form
from fupin_nlp.interpret.place_view import PlaceView
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.interpret.short_counties import county_behind, listed_counties
from fupin_nlp.interpret.villages import own_village_name, township_name, township_with_village, village
from fupin_nlp.lexicon.gazetteer import NATION, TOWNSHIP, Division, gazetteer, place_words

__all__ = ["Place", "PlaceScanner"]

_NEAR: Final = 200  # a village belongs to the county named at most so many characters before it
_LINKS: Final = ("、", "和", "及", "与")
_LISTED: Final = ("named", "village")
_LONGEST_LIST: Final = 40
_COUNTY: Final = 3
_LAST_NAMED: Final = 500  # characters before 全县 in which the county that it means is named
_BEFORE_VILLAGE: Final = 20  # characters that its county and township take


_Kind: TypeAlias = Literal["named", "own", "nation", "village", "above", "open", "level", "area"]
_Meant: TypeAlias = tuple[str, tuple[str, ...], _Kind, bool]
_JOINT: Final = "\n"  # between stretches that are read together; no place goes over it
_ENDS_NAME: Final = ("", "\n", "：", ":")
_NUMBERS_LINE: Final = " \u3000\t一二三四五六七八九十0123456789、.．（）()【■●○▲□◆—"
_MARKS: Final = 8  # characters of the number or mark in front of a name that is a line of its own
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
        ``level`` (全县 or 该县 while it is not known which); ``named``; ``own`` (全市, and the report's own name);
        ``area`` (西部地区, 永定河流域: no table has it); ``above`` (it holds the report's own place: the province
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
        self.kind: _Kind = kind
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
        self._view = PlaceView(gazetteer(), meta)
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
        return self._said(places)

    def _said(self, places: list[Place]) -> list[Place]:
        """Return the places with the meaning of 全县, 该市 and the like: the last one of that level that was named."""
        view, out = self._view, list[Place]()
        for place in places:
            if place.kind != "level":
                out.append(place)
                continue
            for named in reversed(out):
                if named.end < place.start - _LAST_NAMED:
                    break
                if self._text.endswith(place_words().blocked_before, 0, named.start):
                    continue
                meant = view.at_level(named.codes, place.name)
                if meant is not None:
                    own = view.home is not None and meant.code == view.home.code
                    kind: _Kind = "own" if own else "named"
                    span = place.start, place.end
                    out.append(Place(span, meant.name, (meant.code,), kind, own or view.is_inside(meant)))
                    break
        return out

    def _places(self, text: str) -> list[Place]:
        """Return the places of a text, which may overlap."""
        view, words = self._view, place_words()
        names, own = view.gazetteer.survey(text)
        found: list[_Found] = []
        for start, end, name, short in names:
            before = found[-1].place if found and found[-1].end == start and not found[-1].candidates else None
            opens = not short or words.opens(text, start) or _goes_on_a_list(text, found, start)
            meant = view.meaning(name, short, opens, before) or _alone(view, text, start, end)
            if meant:
                found.append(_Found(start, end, meant[0], short, meant if len(meant) > 1 else ()))
                upper = meant[0] if len(meant) == 1 and meant[0].level < _COUNTY else None
                behind = county_behind(view.gazetteer, text, upper, end, view.year) if upper else None
                if behind is not None:
                    found.append(_Found(end, *behind, True))
        listed = listed_counties(view.gazetteer, text, view.year, view.is_inside)
        if listed:
            found = _with_listed(found, listed)
        places = list(_extend(view, text, _chain(found)))
        places += self._own_places(text, own)
        places += _villages(text, places)
        places += self._areas(text)
        return places

    def _own_places(self, text: str, starts: list[int]) -> list[Place]:
        """Return the words such as 全市, 我县, 全国 with what they mean in this report."""
        places: list[Place] = []
        for start in starts:
            word = text[start : start + 2]
            meant = self._own[word]
            if meant is not None:
                places.append(Place((start, start + 2), *meant))
            elif word[0] not in place_words().own.mine:
                places.append(Place((start, start + 2), word[1], (), "level", False))
        return places

    def _areas(self, text: str) -> list[Place]:
        """Return the areas that no border tells (西部地区, 永定河流域); they have no code."""
        own = self._view.name
        return [
            Place(m.span(), m[0], (), "own" if m[0] == own else "area", m[0] == own)
            for m in place_words().areas.finditer(text)
        ]

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


def _with_listed(found: list[_Found], listed: list[tuple[int, int, Division]]) -> list[_Found]:
    """Return names in text order, those of lists of counties in the place of what they overlap."""
    spans = [(start, end) for start, end, _ in listed]
    kept = [f for f in found if not any(f.start < end and start < f.end for start, end in spans)]
    return sorted([*kept, *[_Found(start, end, place, True) for start, end, place in listed]])


def _alone(view: PlaceView, text: str, start: int, end: int) -> tuple[Division, ...]:
    """Return the only place of a short name that is a line of its own, or opens one before a colon (荥经：)."""
    if text[end : end + 1] not in _ENDS_NAME:
        return ()
    begin = text.rfind(_JOINT, max(0, start - _MARKS), start) + 1
    before = text[begin:start].strip(_NUMBERS_LINE) if begin or start <= _MARKS else "…"
    if before:
        return ()
    found = view.gazetteer.find(text[start:end], view.year)
    return found if len(found) == 1 and found[0].level == _COUNTY else ()


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


def _extend(view: PlaceView, text: str, chains: list[list[_Found]]) -> Iterator[Place]:
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


def _meant_by(view: PlaceView, word: str) -> _Meant | None:
    """Return name, codes, kind and whether it lies inside, of what 全市, 我县, 全国 mean in this report."""
    own = place_words().own
    if word in own.nation:
        return NATION.name, (NATION.code,), "nation", False
    home, level = view.home, word[1]
    if word[0] in own.said:
        return None
    if home is None:
        return (view.name, (), "own", True) if view.name.endswith(level) else None
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
    """Join places, or villages, with nothing but 、 or 和 between them into one: names joined by 、, codes in order."""
    joined: list[Place] = []
    end = -2  # of the last place that a list can go on with
    kind = ""
    for place in places:
        listed = place.kind in _LISTED
        goes_on = listed and place.kind == kind and place.start == end + 1 and text[end] in _LINKS
        if goes_on and joined[-1].name.count("、") < _LONGEST_LIST:
            joined[-1] = _join(joined[-1], place)
        else:
            joined.append(place)
        end, kind = place.end if listed else -2, place.kind
    return joined


def _join(first: Place, second: Place) -> Place:
    # Of a village the county may not be known; one behind a village that has its county lies there too.
    codes = second.codes or first.codes[-1:]
    return Place(
        (first.start, second.end),
        f"{first.name}、{second.name}",
        first.codes + codes if first.codes else (),
        first.kind,
        first.inside and second.inside,
        first.full and second.full,
    )
