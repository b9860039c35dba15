"""The unit table: what may stand after a number, what it measures, and which units can be joined."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.additions import additions, by_lexicon
from fupin_nlp.lexicon.loader import load_toml, load_tsv

__all__ = [
    "DIMENSIONS",
    "Surface",
    "Unit",
    "UnitStart",
    "UnitTable",
    "currencies_before",
    "currency_before",
    "own_currency",
    "units",
]

DIMENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "money": "金额",
        "people": "人数",
        "households": "户数",
        "person_times": "人次",
        "count": "个数",
        "events": "次数",
        "ratio": "比率",
        "multiple": "倍数",
        "length": "长度",
        "area": "面积",
        "mass": "重量",
        "volume": "体积",
        "energy": "能量",
        "power": "功率",
        "voltage": "电压",
        "time": "时间",
        "age": "年龄",
        "speed": "速度",
        "flow": "流量",
        "concentration": "浓度",
        "traffic": "运量",
        "data": "数据量",
        "computing": "算力",
        "temperature": "温度",
        "physical": "其他物理量",
    }
)

_MONEY, _YUAN = "money", "元"
_COINS: Final = frozenset({_YUAN, "角"})
_ALPHANUMERIC: Final = string.ascii_letters + string.digits
_COLUMNS: Final = ("unit", "dimension", "peer", "factor", "surfaces", "numerals", "not_before")


@dataclass(frozen=True, slots=True)
class Unit:
    """A canonical unit.

    Attributes
    ----------
    name : str
        Canonical simplified name without magnitude (``元``, ``平方公里``).
    dimension : str
        A key of `DIMENSIONS`.
    peer : str
        Units with the same peer can be joined: ``value * factor`` is the value in the peer.
    factor : Decimal
        See `peer`; 1 for a unit that is its own peer.
    arabic_only : bool
        Whether a Chinese numeral before it makes no quantity (二期 is an ordinal, 三角 a shape).
    """

    name: str
    dimension: str
    peer: str
    factor: Decimal
    arabic_only: bool = False


class Surface:
    """A spelling of a unit and the words it must not be the beginning of (方 in 方面).

    `doubtful` holds the characters with which such a word can go on; few units stand before one of them.
    """

    __slots__ = ("doubtful", "letters", "not_before", "not_before_chinese", "text", "unit")

    def __init__(self, text: str, unit: Unit, guards: Iterable[str]) -> None:
        words = tuple(guards)
        self.text = text
        self.unit = unit
        self.letters = text[-1].isascii() and text[-1].isalpha()
        self.not_before = tuple(word[1:] for word in words if word.startswith("*"))
        self.not_before_chinese = tuple(word.lstrip("*") for word in words)
        first = {word[0] for word in self.not_before_chinese}
        self.doubtful = frozenset(first.union(_ALPHANUMERIC if self.letters else ()))

    def goes_on(self, text: str, end: int, chinese: bool) -> bool:
        """Whether ``text[end:]`` makes the spelling the beginning of a word."""
        guards = self.not_before_chinese if chinese else self.not_before
        if guards and text.startswith(guards, end):
            return True
        behind = text[end : end + 1] if self.letters else ""
        return behind.isalnum() and behind.isascii()  # m in mm, G in GB


class UnitStart:
    """The spellings that begin with a character: that of one character, and the longer ones by their first two."""

    __slots__ = ("longer", "single")

    def __init__(self, single: Surface | None, longer: Mapping[str, tuple[Surface, ...]]) -> None:
        self.single = single
        self.longer = longer


@dataclass(frozen=True, slots=True)
class UnitTable:
    """All units with their spellings.

    Examples
    --------
    >>> table = units()
    >>> table.lookup("千米").name
    '公里'
    >>> unit, end = table.match("修路12公里，", 4)
    >>> unit.name, end
    ('公里', 6)
    >>> table.match("三个方面：两方面", 6, chinese=True) is None
    True
    >>> table.joinable("公顷", "亩"), table.joinable("人次", "人")
    (True, False)
    """

    by_name: Mapping[str, Unit]
    _by_surface: Mapping[str, Unit] = field(repr=False)
    starts: Mapping[str, UnitStart] = field(repr=False)

    def lookup(self, surface: str) -> Unit | None:
        """Return the unit that is written so, or None."""
        return self._by_surface.get(surface)

    def match(self, text: str, pos: int, *, chinese: bool = False) -> tuple[Unit, int] | None:
        """Return the unit that starts at ``text[pos]`` and its end, the longest spelling first; else None.

        `chinese` tells that the numeral before it is a Chinese one: more words are then no units, because
        25个案例 is 25 cases, but 一个案例 and 两条例 are not always.
        """
        start = self.starts.get(text[pos : pos + 1])
        if start is None:
            return None
        for surface in start.longer.get(text[pos : pos + 2], ()) if start.longer else ():
            if text.startswith(surface.text, pos) and not surface.goes_on(text, pos + len(surface.text), chinese):
                return surface.unit, pos + len(surface.text)
        single = start.single
        if single is None:
            return None
        pos += 1
        if text[pos : pos + 1] in single.doubtful and single.goes_on(text, pos, chinese):
            return None
        return single.unit, pos

    def joinable(self, a: str, b: str) -> bool:
        """Whether values in the two units may be summed after conversion (名 and 人; never 人次 and 人)."""
        one, two = self.by_name.get(a), self.by_name.get(b)
        return a == b or (one is not None and two is not None and one.peer == two.peer)

    def convert(self, value: Decimal, source: str, target: str) -> Decimal:
        """Return a value of one unit in another of the same peer.

        Raises
        ------
        ValueError
            If the units cannot be joined.

        Examples
        --------
        >>> units().convert(Decimal(2), "吨", "公斤")
        Decimal('2000')
        """
        if source == target:
            return value
        if not self.joinable(source, target):
            raise ValueError(f"{source} and {target} cannot be joined: the unit table gives them different peers")
        return value * self.by_name[source].factor / self.by_name[target].factor

    @property
    def first_characters(self) -> str:
        """All characters that a unit can start with, sorted."""
        return "".join(sorted(self.starts))

    def surfaces(self) -> Iterator[tuple[str, Unit]]:
        """Yield every spelling with its unit, in the order of the file."""
        yield from self._by_surface.items()


@by_lexicon()
def units() -> UnitTable:
    """Return the shipped unit table.

    Raises
    ------
    DataFileError
        If the data file breaks its schema: a unit without factor, an unknown dimension, a spelling given twice.
    """
    table = load_tsv("units.tsv", _COLUMNS, unique=("unit",))
    return _build(table.name, with_own(table.rows, additions().units))


def with_own(rows: Iterable[tuple[str, ...]], own: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows of the unit table with those of a user; one of a known unit gives it further spellings.

    Examples
    --------
    >>> with_own([("吨", "mass", "公斤", "1000", "吨", "any", "-")], [("吨", "mass", "公斤", "1000", "t", "any", "-")])
    [('吨', 'mass', '公斤', '1000', '吨 t', 'any', '-')]
    """
    found = {row[0]: row for row in rows}
    for row in own:
        known = found.get(row[0])
        if known is None:
            found[row[0]] = row
        elif known[1:4] == row[1:4]:
            spellings = dict.fromkeys([*known[4].split(), *row[4].split()])
            found[row[0]] = (*known[:4], " ".join(spellings), *known[5:])
        else:
            raise DataFileError(f"{row[0]}: it is known already, with dimension, peer and factor {known[1:4]}")
    return list(found.values())


def _build(file: str, rows: Iterable[tuple[str, ...]]) -> UnitTable:
    by_name: dict[str, Unit] = {}
    by_surface: dict[str, Unit] = {}
    singles: dict[str, Surface] = {}
    longer: dict[str, dict[str, list[Surface]]] = {}
    for name, dimension, peer, factor, spellings, numerals, not_before in rows:
        unit = _unit(file, (name, dimension, peer, factor, numerals))
        guards = () if not_before == "-" else tuple(not_before.split())
        by_name[name] = unit
        for text in spellings.split():
            if text in by_surface:
                raise DataFileError(f"{file}: {text!r} is written for {by_surface[text].name} and for {name}")
            by_surface[text] = unit
            if len(text) == 1:
                singles[text] = Surface(text, unit, guards)
            else:
                longer.setdefault(text[0], {}).setdefault(text[:2], []).append(Surface(text, unit, guards))
    _check_peers(file, by_name)
    starts = {
        char: UnitStart(singles.get(char), {two: _longest_first(found) for two, found in longer.get(char, {}).items()})
        for char in {**singles, **longer}
    }
    return UnitTable(MappingProxyType(by_name), MappingProxyType(by_surface), MappingProxyType(starts))


def _longest_first(surfaces: Iterable[Surface]) -> tuple[Surface, ...]:
    return tuple(sorted(surfaces, key=lambda s: (-len(s.text), s.text)))


def _unit(file: str, row: tuple[str, str, str, str, str]) -> Unit:
    name, dimension, peer, written, numerals = row
    if dimension not in DIMENSIONS:
        raise DataFileError(f"{file}: {name}: dimension {dimension!r} is none of {sorted(DIMENSIONS)}")
    try:
        factor = Decimal(written)
    except InvalidOperation as error:
        raise DataFileError(f"{file}: {name}: factor {written!r} is no number") from error
    if factor <= 0:
        raise DataFileError(f"{file}: {name}: factor {written!r} must be positive")
    if numerals not in ("any", "arabic"):
        raise DataFileError(f"{file}: {name}: numerals {numerals!r} must be 'any' or 'arabic'")
    return Unit(name, dimension, peer, factor, numerals == "arabic")


def _check_peers(file: str, by_name: Mapping[str, Unit]) -> None:
    for unit in by_name.values():
        peer = by_name.get(unit.peer)
        if peer is None or peer.factor != 1 or peer.dimension != unit.dimension or peer.peer != peer.name:
            raise DataFileError(
                f"{file}: {unit.name}: peer {unit.peer!r} must be a unit of the same dimension, factor 1"
            )


@lru_cache(maxsize=1)
def _currencies() -> Mapping[str, Mapping[str, str]]:
    table = load_toml("currencies.toml", dict.fromkeys(("currencies", "before"), _is_table))
    return MappingProxyType({name: MappingProxyType(dict(table[name])) for name in ("currencies", "before")})


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and bool(value)


@by_lexicon()
def currencies_before() -> Mapping[str, tuple[tuple[str, Unit], ...]]:
    """Return what names the currency of an amount that follows: last character → (word, unit), longest word first.

    Examples
    --------
    >>> [(word, unit.name) for word, unit in currencies_before()["$"] if word in ("HK$", "$")]
    [('HK$', '港元'), ('$', '美元')]
    """
    table = units()
    words = {s: u for s, u in table.surfaces() if u.dimension == _MONEY and u.name not in _COINS}
    words |= {word: table.by_name[name] for word, name in _currencies()["before"].items()}
    words["人民币"] = table.by_name[_YUAN]
    found: dict[str, list[tuple[str, Unit]]] = {}
    for word, unit in sorted(words.items(), key=lambda item: (-len(item[0]), item[0])):
        found.setdefault(word[-1], []).append((word, unit))
    return MappingProxyType({char: tuple(listed) for char, listed in found.items()})


def currency_before(text: str, end: int, low: int = 0) -> tuple[Unit, int] | None:
    """Return the currency whose sign or name ends at ``text[end]``, and where that begins, not before `low`.

    Examples
    --------
    >>> unit, start = currency_before("捐赠HK$2300万", 5)
    >>> unit.name, start
    ('港元', 2)
    """
    if text[end - 1 : end] == " " and text[end - 2 : end - 1].isascii():
        end -= 1  # USD 50万
    for word, unit in currencies_before().get(text[end - 1 : end], ()):
        start = end - len(word)
        if start >= low and text.startswith(word, start):
            before = text[start - 1 : start]
            if not (word[0].isascii() and word[0].isalpha() and before.isascii() and before.isalnum()):
                return unit, start
    return None


def own_currency(region_code: str | None) -> str | None:
    """Return the currency that 元 stands for in the reports of a region or a part of it; None where it is 人民币.

    Examples
    --------
    >>> own_currency("810000"), own_currency("71T020"), own_currency("231200")
    ('港元', '新台币', None)
    """
    return _currencies()["currencies"].get(f"{region_code[:2]}0000") if region_code else None
