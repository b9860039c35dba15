"""Names of places in China: provinces, cities, counties with their history, and townships.

The tables are built by ``tools/build_regions.py``. A name keeps all the places that bear it or bore it; choosing among
them is left to who knows the year and the neighbourhood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.lexicon.additions import additions, by_lexicon
from fupin_nlp.lexicon.divisions import division_rows, endings, further_names, other_kinds, townships
from fupin_nlp.lexicon.finder import WordFinder
from fupin_nlp.lexicon.place_words import PlaceWords, place_words

__all__ = ["NATION", "Division", "Gazetteer", "Mention", "PlaceWords", "gazetteer", "place_words"]

PROVINCE, CITY, COUNTY, TOWNSHIP = 1, 2, 3, 4
_FORMER: Final = "乡镇"  # kinds of townships that have become another kind


class Division(NamedTuple):
    """A division: province (level 1), city (2), county (3) or township (4).

    `code` is the six-digit code, of a township that of its county; what the Ministry's table does not know has one
    with a letter (``areas.toml``: 13Z001 雄安新区). `since` and `until` are the first and the last year in which name
    and code were valid, 0 and 9999 where open.
    """

    code: str
    name: str
    level: int
    parent: str
    since: int = 0
    until: int = 9999

    def valid_in(self, year: int | None) -> bool:
        """Return whether name and code were valid in that year (None: today)."""
        return self.until == 9999 if year is None else self.since <= year <= self.until


NATION: Final = Division("000000", "全国", 0, "")


class Mention(NamedTuple):
    """A place name in a text: ``text[start:end] == name``; `short` tells 绥化 from 绥化市."""

    start: int
    end: int
    name: str
    short: bool


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Look-up of place names.

    Examples
    --------
    >>> g = gazetteer()
    >>> [d.code for d in g.find("略阳县")], [d.name for d in g.find("略阳")]
    (['610727'], ['略阳县'])
    >>> [d.until for d in g.find("襄樊市", year=2006)]
    [2009]
    >>> len(g.find("鼓楼区")) > 1            # ambiguous: the caller has to know more
    True
    >>> g.find("和平")
    ()
    >>> [m.name for m in g.scan("水利局为略阳县投入资金")]
    ['略阳县']
    """

    _full: Mapping[str, str] = field(repr=False)
    _short: Mapping[str, str] = field(repr=False)
    _masked: Mapping[str, str] = field(repr=False)
    _townships: Mapping[str, str] = field(repr=False)
    _codes: Mapping[str, str] = field(repr=False)
    _finder: WordFinder = field(repr=False)
    _tried: tuple[tuple[bool, tuple[int, ...], bool], ...] = field(repr=False)

    @property
    def codes(self) -> Iterable[str]:
        """All six-digit codes, those of the past too."""
        return self._codes.keys()

    def names(self) -> Iterator[str]:
        """Yield the full names of counties and above, today's and those of the past, and the names of townships."""
        yield from self._full
        yield from self._townships

    def is_full(self, name: str) -> bool:
        """Return whether a name is the full one of a province, a city or a county (绥化市), today or in the past."""
        return name in self._full

    def is_named(self, name: str) -> bool:
        """Return whether a name is the full one of a place, townships among them.

        Examples
        --------
        >>> gazetteer().is_named("柳林乡"), gazetteer().is_named("绥化市"), gazetteer().is_named("乡")
        (True, True, False)
        """
        return name in self._full or bool(self.counties(name))

    def bearers(self, name: str) -> tuple[Division, ...]:
        """Return all places that bear or bore a full name, whenever that was; of townships none."""
        return _places(self._full.get(name, ""))

    def counties(self, township: str) -> list[str]:
        """Return the codes of the counties that have or had a township of that name.

        Where none has, what it may have become counts: many a 乡 has been made a 镇, many a 镇 a 街道.

        Examples
        --------
        >>> gazetteer().counties("寿保乡")           # 寿保镇 today
        ['511123']
        """
        known = self._townships.get(township)
        if known is None:
            others = [self._townships[name] for name in other_kinds(township) if name in self._townships]
            known = " ".join(others)
        return sorted(set(known.split()))

    def was_township(self, name: str) -> bool:
        """Return whether a township of today may have had that name before it was made a town or subdistrict."""
        words = place_words()
        if name in words.ordinary or name.endswith(words.endings):
            return False
        return any(other in self._townships for other in other_kinds(name))

    def find(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Return the places of a full or short name, in the order of their codes.

        Parameters
        ----------
        name : str
            略阳县, 略阳, 广东, 清风店镇.
        year : int, optional
            The year in which the name was used. Places that bore the name then come alone; where none did,
            and without a year, those of today, and where there is none today either, those of the last year.

        Returns
        -------
        tuple of Division
            More than one: the name is ambiguous. Empty: no place, or an ordinary word (和平, 向阳).
        """
        rows = self._full.get(name) or self._short.get(name)
        if rows is not None:
            return _valid(rows, year)
        return tuple([Division(county, name, TOWNSHIP, county) for county in self.counties(name)])

    def find_alone(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Return the province or city of a short name that is an everyday word too, for where the word stands alone.

        Examples
        --------
        >>> g = gazetteer()
        >>> g.find("海南"), [d.name for d in g.find_alone("海南")], g.find_alone("和平")
        ((), ['海南省'], ())
        """
        found = self.everyday(name, year)
        top = min((d.level for d in found), default=COUNTY)
        return tuple([d for d in found if d.level == top]) if top < COUNTY else ()

    def everyday(self, name: str, year: int | None = None) -> tuple[Division, ...]:
        """Return the places of a short name that is an everyday word too; whoever asks has to know that it is a place.

        Examples
        --------
        >>> [d.name for d in gazetteer().everyday("三台")], gazetteer().everyday("盐亭")
        (['三台县'], ())
        """
        return _valid(self._masked[name], year) if name in self._masked else ()

    def inside(self, name: str, upper: Division, year: int | None = None) -> tuple[Division, ...]:
        """Return the places of a name that lie in another place, those of another time where none did in that year.

        Examples
        --------
        >>> g = gazetteer()
        >>> (fujian,), (jiangsu,) = g.find("福建省"), g.find("江苏省")
        >>> [d.code for d in g.inside("鼓楼区", fujian)], [d.code for d in g.inside("鼓楼区", jiangsu)]
        (['350102'], ['320106', '320302'])
        """
        for places in (self.find(name, year), self.bearers(name)):
            found = [d for d in places if any(u.code == upper.code for u in self.lineage(d, year))]
            if found:
                last = max(d.until for d in found)
                return tuple([d for d in found if d.valid_in(year)] or [d for d in found if d.until == last])
        return ()

    def division(self, code: str, year: int | None = None) -> Division | None:
        """Return the place of a six-digit code, as it was called in that year (None: last)."""
        found = _places(self._codes.get(code, ""))
        if code == NATION.code:
            return NATION
        if not found:
            return None
        return next((d for d in found if d.valid_in(year)), found[-1])

    def code_now(self, code: str, year: int | None = None) -> str | None:
        """Return today's code of the place that had a code in that year; None where it has none.

        A place keeps its name or its code as a rule. One that lost both (divided, merged into another) has no code
        today: what became of it is not guessed.

        Examples
        --------
        >>> g = gazetteer()
        >>> g.code_now("420600", 2006), g.code_now("220381", 2014)  # 襄樊市 is 襄阳市; 公主岭市 went to 长春市
        ('420600', '220184')
        >>> g.code_now("110103", 2006)                              # 崇文区 was merged into 东城区
        """
        if code == NATION.code or any(d.valid_in(None) for d in _places(self._codes.get(code, ""))):
            return code
        before = self.division(code, year)
        if before is None:
            return None
        same = [d for d in self.bearers(before.name) if d.valid_in(None) and d.level == before.level]
        same = [d for d in same if d.code[:2] == code[:2]]
        return same[0].code if len(same) == 1 else None

    def lineage(self, place: Division, year: int | None = None) -> tuple[Division, ...]:
        """Return the places above, nearest first: of 海拉尔区 its city and its province."""
        above: list[Division] = []
        code = place.parent
        while code and len(above) < TOWNSHIP:
            parent = self.division(code, year)
            if parent is None:
                break
            above.append(parent)
            code = parent.parent
        return tuple(above)

    def scan(self, text: str) -> list[Mention]:
        """Return the place names of a text in text order, without overlap, the longest first at each place."""
        return [Mention(*named) for named in self.survey(text)[0]]

    def survey(self, text: str) -> tuple[list[tuple[int, int, str, bool]], list[int]]:
        """Return what `scan` does, as plain tuples, and where words such as 全市 stand, which are two characters long.

        One automaton reads the text. Full names, of which there are ten times as many as short ones, are found from
        their last two characters backwards.
        """
        words, tried, is_own = self._finder.words, self._tried, place_words().own.stands
        found: list[tuple[int, int, str, bool]] = []
        own: list[int] = []
        for i, start, end in self._finder.find(text):
            short, lengths, whose = tried[i]
            if short:
                found.append((start, -end, words[i], True))
            if lengths:
                full = self._full_name(text, end, lengths)
                if full:
                    found.append((end - len(full), -end, full, False))
            if whose and is_own(text, start):
                own.append(start)
        found.sort()
        names: list[tuple[int, int, str, bool]] = []
        stop = 0
        for start, behind, name, short in found:
            if start >= stop:
                stop = -behind
                names.append((start, stop, name, short))
        return names, own

    def _full_name(self, text: str, end: int, lengths: tuple[int, ...]) -> str | None:
        """Return the longest full name that ends at a position and stands for a place there."""
        words = place_words()
        for length in lengths:
            name = text[end - length : end] if length <= end else ""
            if name in self._full:
                if length > 2 or (words.opens(text, end - 2) and text[end : end + 1] not in words.after_county):
                    return name
            elif name in self._townships and words.stands(name, text, end - length, end):
                return name
        if text[end - 1] in _FORMER and text[end : end + 1] not in words.right:
            for length in lengths:
                if length <= end and words.opens(text, end - length) and self.was_township(text[end - length : end]):
                    return text[end - length : end]
        return None


@lru_cache(maxsize=512)  # a report names few places, many times
def _places(rows: str) -> tuple[Division, ...]:
    """Return the places of rows as the tables of `Gazetteer` have them."""
    cells = [row.split("\t") for row in rows.splitlines()]
    return tuple([Division(code, name, int(n), parent, int(a), int(z)) for code, name, n, parent, a, z in cells])


@lru_cache(maxsize=512)
def _valid(rows: str, year: int | None) -> tuple[Division, ...]:
    """Return the places of rows that had their names in a year, else those of today, else those of the last year."""
    found = _places(rows)
    if len(found) == 1:
        return found
    for when in (year, None) if year is not None else (None,):
        valid = tuple([d for d in found if d.valid_in(when)])
        if valid:
            return valid
    last = max([d.until for d in found])
    return tuple([d for d in found if d.until == last])


@by_lexicon()
def gazetteer() -> Gazetteer:
    """Return the gazetteer; built on first use (about a tenth of a second), then kept."""
    ordinary = place_words().ordinary
    # Rows are kept as text: of ten thousand tuples the garbage collector would look at each one, again and again.
    full: dict[str, str] = {}
    short: dict[str, str] = {}
    masked: dict[str, str] = {}
    codes: dict[str, str] = {}
    for code, name, brief, also, level, parent, since, until in (*division_rows(), *additions().regions):
        row = f"{code}\t{name}\t{level}\t{parent}\t{since or 0}\t{until or 9999}"
        if row not in codes.get(code, ""):  # a user's further name of a known place
            _add(codes, code, row)
        for written in (name, *also.split()):
            if written not in ordinary and row not in full.get(written, ""):
                _add(full, written, row)
        if brief:
            _add(masked if brief in ordinary else short, brief, row)
    for code, names in further_names().items():
        for name in names:
            _add(full, name, codes[code])
    names_of_townships = townships(ordinary.union(full))
    lengths = endings(full, names_of_townships, place_words().endings)
    own = place_words().own.words
    words = list(dict.fromkeys([*short, *lengths, *sorted(own)]))
    return Gazetteer(
        full,
        {name: places for name, places in short.items() if name not in full},
        masked,
        names_of_townships,
        {code: _by_end(rows) for code, rows in codes.items()},
        WordFinder(words, every=True),
        tuple((word in short, lengths.get(word, ()), word in own) for word in words),
    )


def _add(table: dict[str, str], key: str, row: str) -> None:
    known = table.get(key)
    table[key] = row if known is None else f"{known}\n{row}"


def _by_end(rows: str) -> str:
    """Return rows in the order of the last years of their places."""
    return "\n".join(sorted(rows.splitlines(), key=lambda row: int(row.rpartition("\t")[2]))) if "\n" in rows else rows
