"""Canonical indicators of official statistics, and the conservative match of a record with one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.additions import additions, by_lexicon
from fupin_nlp.lexicon.finder import WordFinder
from fupin_nlp.lexicon.indicator_wording import IndicatorWording
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["Indicator", "IndicatorTable", "indicators", "match_indicator"]

Word: TypeAlias = str | None  # a field of the record that may be empty

_SHIPPED: Final = "indicators.toml"
_KINDS: Final = frozenset({"level", "change", "flow", "share", "rate"})
_NATION: Final = "全国"  # in figures of the whole country 财政收入 is 全国财政收入
_NAME: Final = 2  # the shortest name of a place: 陕西
_REQUIRED: Final = {"name", "surfaces", "units", "dimension", "measure", "kinds"}
_OPTIONAL: Final = {"growth", "growth_surfaces", "actions", "free_surfaces", "polarity"}
# Dimensions in which another unit is another thing: 连续6年 is no number of days.
_OWN_UNIT: Final = frozenset({"ratio", "time", "age"})
_MODIFIERS: Final = {"prefixes", "suffixes", "growth_words", "growth_actions", "flow_actions", "partial_actions"}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; the fields are those of ``data/indicators.toml``.

    Attributes
    ----------
    name : str
        Canonical name (``地区生产总值``).
    units : tuple of str
        Units of the value, canonical.
    dimension, measure : str
        Dimension of the unit table and code of the measure.
    kinds : tuple of str
        Kinds of figures that can be its value.
    growth_of : str or None
        For a rate of change (``地区生产总值增速``): the indicator that changes.
    surfaces : tuple of str
        Names of the same thing; for a rate of change empty.
    actions : tuple of str
        Verbs under which alone the value counts; empty: any.
    free_surfaces : tuple of str
        Surfaces that need none of these verbs.
    lower_is_better : bool
        Whether a fall is an improvement (失业率); a rate of change has it from its value.
    """

    name: str
    units: tuple[str, ...]
    dimension: str
    measure: str
    kinds: tuple[str, ...]
    growth_of: str | None = None
    surfaces: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    free_surfaces: tuple[str, ...] = ()
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class IndicatorTable:
    """All indicators by name, in the order of the file; each rate of change follows its value."""

    by_name: Mapping[str, Indicator]
    wording: IndicatorWording
    _finder: WordFinder
    _surfaces: Mapping[str, tuple[Indicator, ...]]
    _growth: Mapping[str, Indicator]
    _prefixes: tuple[str, ...]
    _suffixes: tuple[str, ...]
    _growth_words: tuple[str, ...]
    _endings: tuple[str, ...]
    _growth_actions: frozenset[str]
    _flow_actions: frozenset[str]
    _partial_actions: frozenset[str]

    @classmethod
    def load(cls, path: Path | None = None) -> IndicatorTable:
        """Load the shipped table, or the user's own file of the same form, which replaces it.

        Raises
        ------
        DataFileError
            If the file is missing or breaks the form.
        """
        return indicators() if path is None else _build(Path(path))

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.by_name.values())

    def __len__(self) -> int:
        return len(self.by_name)

    def named(self, names: Sequence[tuple[Word, Word]]) -> list[bool]:
        """Tell of each pair of entity and action whether `match` can find anything: whether a known name is in it.

        Examples
        --------
        >>> indicators().named([("全市生产总值", "达到"), ("道路", "新建"), ("城镇就业", "新增")])
        [True, False, True]
        """
        found = self._finder.find_each([f"{action}{entity}" if action else entity or "" for entity, action in names])
        return [bool(hits) for hits in found]

    def spellings(self, found: Indicator) -> tuple[str, ...]:
        """Return the names that an indicator goes by; those of a rate of change with a word of change behind them.

        Examples
        --------
        >>> table = indicators()
        >>> "GDP" in table.spellings(table.by_name["地区生产总值"])
        True
        >>> "GDP增速" in table.spellings(table.by_name["地区生产总值增速"])
        True
        """
        if found.growth_of is None:
            return (found.name, *found.surfaces)
        own = [surface for surface, rate in self._growth.items() if rate is found]
        return (found.name, *(surface + word for surface in own for word in self._growth_words))

    def match(self, entity: Word, action: Word, unit: Word, dimension: Word, kind: Word, region: Word = None) -> Word:
        """Return the name of the indicator; see `match_indicator`."""
        if not entity or not unit or action in self._partial_actions:
            return None
        name = self._match(self.wording.without_basis(entity), action, unit, dimension, kind)
        if name is None and region and (at := _common(entity, region)) >= _NAME:
            name = self._match(entity[at:], action, unit, dimension, kind)
        if name is None and action:
            name = self._match(action + entity, None, unit, dimension, kind)
        if name is None and region == _NATION:
            name = self._match(_NATION + entity, action, unit, dimension, kind)
        return name

    def match_bare(self, entity: Word, before: str, unit: Word, dimension: Word, kind: Word) -> Word:
        """Return the indicator of a head that says of what it is only by the clause before; None for any other entity.

        Parameters
        ----------
        entity, unit, dimension, kind : str or None
            As `match` takes them.
        before : str
            The sentence in front of the number.

        Examples
        --------
        >>> indicators().match_bare("总量", "国内生产总值增长6.6%，总量突破", "元", "money", "level")
        '地区生产总值'
        >>> indicators().match_bare("产量", "粮食连续四年增产，2007年产量达到", "吨", "mass", "level")
        '粮食产量'
        >>> print(indicators().match_bare("总量", "粮食连续四年增产，外贸总量突破", "元", "money", "level"))
        None
        """
        if entity not in self.wording.bare or not unit or (rate := self.wording.told_before(before)) is None:
            return None
        found = self.by_name[self.by_name[rate].growth_of or rate]
        fits = found.kinds[0] == "level" and _fits(found, found.name, None, unit, dimension, kind)
        return found.name if fits else None  # 新登记经营主体…，总量达…: what is added is not what there is

    def match_in_words(self, found: Word, unit: Word, before: str, after: str, region: Word) -> Word:
        """Return the indicator that `match` found, or another one by the words around the number.

        Parameters
        ----------
        found : str or None
            What `match` returned for the entity.
        unit, region : str or None
            As the record has them.
        before, after : str
            The sentence in front of the number and behind it.

        Examples
        --------
        >>> table = indicators()
        >>> table.match_in_words(None, "%", "今年经济增长预期目标为", "左右。", None)
        '地区生产总值增速'
        >>> print(table.match_in_words("地区生产总值", "元", "经济总量超", "的县域增至12个。", None))
        None
        >>> print(table.match_in_words("工业总产值", "元", "省属企业资产达到3万亿元，工业总产值突破", "。", None))
        None
        """
        words = self.wording
        if found is not None and (words.is_of_another(after) or words.is_unnamed(before, after)):
            return None
        if found is None and unit == "%":
            found = words.growth(before, after, region)
        if found is None or words.is_base(before) or words.is_of_a_part(before, region):
            return None
        if words.is_drawn_along(before) or words.is_of_a_thing(before) or (unit == "%" and words.is_share(before)):
            return None
        return found

    def _match(self, entity: str, action: str | None, unit: str, dimension: str | None, kind: str | None) -> str | None:
        # The noun of 增速达到11% may be given as the action.
        noun = action in self._growth_words and action not in self._growth_actions
        # The entity and what is left of it without harmless words, and whether a growth word was among them.
        forms = [(entity, False)]
        seen = {entity}
        for form, has_growth_word in forms:
            is_growth = noun or has_growth_word
            if unit == "%" and form in self._growth and (is_growth or self._tells_growth(action, kind)):
                return self._growth[form].name
            for found in () if is_growth else self._surfaces.get(form, ()):
                if kind is None and action in self._flow_actions and "flow" not in found.kinds:
                    continue  # 新增高新技术企业 says nothing of the number there are
                if _fits(found, form, action, unit, dimension, kind):
                    return found.name
            if form.startswith(self._prefixes) or form.endswith(self._endings):
                for pair in self._shorter(form, has_growth_word):
                    if len(pair[0]) >= 2 and pair[0] not in seen:
                        seen.add(pair[0])
                        forms.append(pair)
        return None

    def _tells_growth(self, action: str | None, kind: str | None) -> bool:
        return action in self._growth_actions and kind in (None, "change")

    def _shorter(self, form: str, is_growth: bool) -> list[tuple[str, bool]]:
        """Return the form less one harmless word, in each way it can be."""
        found = []
        if form.startswith(self._prefixes):
            found += [(form[len(p) :], is_growth) for p in self._prefixes if form.startswith(p)]
        if form.endswith(self._suffixes):
            found += [(form[: -len(s)], is_growth) for s in self._suffixes if form.endswith(s)]
        if form.endswith(self._growth_words):
            found += [(form[: -len(g)], True) for g in self._growth_words if form.endswith(g)]
        return found


@by_lexicon()
def indicators() -> IndicatorTable:
    """Return the shipped table of indicators.

    Examples
    --------
    >>> indicators().by_name["地区生产总值增速"].growth_of
    '地区生产总值'
    """
    return _build(_SHIPPED)


def match_indicator(entity: Word, action: Word, unit: Word, dimension: Word, kind: Word, region: Word = None) -> Word:
    """Return the canonical name of the indicator that a record is a value of, or None.

    Conservative: the entity must be a known name up to harmless words (全市, 累计, 总量), the unit must fit, and the
    kind must be one that the indicator can have. A part (第一产业增加值), a figure per head, a change in percentage
    points, or an addition to a stock is never taken for the whole. Where the entity alone is none, it is tried without
    the name of the region in front (陕西进出口), then with the action in front (新增 + 城镇就业).

    Parameters
    ----------
    entity, action : str or None
        Simplified.
    unit, dimension : str or None
        From the unit table.
    kind : {"level", "change", "flow", "share", "rate"} or None
        None: not known, which does not speak against a match.
    region : str or None
        Whose figure it is; its name, or the first two or more characters of it, are taken off the entity.

    Examples
    --------
    >>> match_indicator("陕西进出口", "增长", "%", "ratio", "change", region="陕西省")
    '进出口总额增速'
    >>> match_indicator("全市生产总值", "增长", "%", "ratio", "change")
    '地区生产总值增速'
    >>> match_indicator("GDP", "达到", "元", "money", "level")
    '地区生产总值'
    >>> match_indicator("第一产业产值", "达到", "元", "money", "level") is None
    True
    """
    return indicators().match(entity, action, unit, dimension, kind, region)


def _common(entity: str, region: str) -> int:
    """Return how many characters the entity and the name of the region begin with together."""
    at = 0
    for a, b in zip(entity, region, strict=False):
        if a != b:
            break
        at += 1
    return at


def _fits(found: Indicator, form: str, action: str | None, unit: str, dimension: str | None, kind: str | None) -> bool:
    same = found.dimension not in _OWN_UNIT and dimension == found.dimension
    if unit not in found.units and not same:
        return False
    if kind is not None and kind not in found.kinds:
        return False
    return not found.actions or action in found.actions or form in found.free_surfaces


def _build(name: str | Path) -> IndicatorTable:
    data = load_toml(name, {"modifiers": lambda v: isinstance(v, dict), "indicator": lambda v: isinstance(v, list)})
    modifiers = data["modifiers"]
    _add_own(data["indicator"], additions().indicators)
    if set(modifiers) != _MODIFIERS or not all(word_list(words) for words in modifiers.values()):
        raise DataFileError(f"{name}: [modifiers] must hold the word lists {sorted(_MODIFIERS)}")
    by_name: dict[str, Indicator] = {}
    surfaces: dict[str, list[Indicator]] = {}
    growth: dict[str, Indicator] = {}
    for row in data["indicator"]:
        found = _value(str(name), row)
        _add(str(name), by_name, found)
        for surface in found.surfaces:
            surfaces.setdefault(surface, []).append(found)
        if "growth" in row:
            rate = Indicator(
                row["growth"],
                ("%",),
                "ratio",
                found.measure,
                ("change",),
                growth_of=found.name,
                lower_is_better=found.lower_is_better,
            )
            _add(str(name), by_name, rate)
            for surface in (*found.surfaces, *row.get("growth_surfaces", ())):
                if surface in growth:
                    raise DataFileError(f"{name}: {surface!r} stands for {growth[surface].name} and for {rate.name}")
                growth[surface] = rate
    return IndicatorTable(
        MappingProxyType(by_name),
        IndicatorWording.of(_changes(by_name, growth), modifiers["growth_words"], modifiers["partial_actions"]),
        WordFinder(sorted({*surfaces, *growth, *(s.removeprefix(_NATION) for s in surfaces)})),
        MappingProxyType({surface: _ranked(str(name), surface, found) for surface, found in surfaces.items()}),
        MappingProxyType(growth),
        tuple(modifiers["prefixes"]),
        tuple(modifiers["suffixes"]),
        tuple(modifiers["growth_words"]),
        (*modifiers["suffixes"], *modifiers["growth_words"]),
        frozenset(modifiers["growth_actions"]),
        frozenset(modifiers["flow_actions"]),
        frozenset(modifiers["partial_actions"]),
    )


def _changes(by_name: Mapping[str, Indicator], growth: Mapping[str, Indicator]) -> dict[str, str]:
    """Return surface → name of the change in %: rates of change, and indicators that are changes themselves."""
    own = {s: i.name for i in by_name.values() if i.growth_of is None and i.kinds[0] == "change" for s in i.surfaces}
    return {**own, **{surface: rate.name for surface, rate in growth.items()}}


def _add_own(rows: list[dict[str, Any]], own: Iterable[Mapping[str, Any]]) -> None:
    """Add the indicators of a user; one of a known name gives it further names."""
    known = {row.get("name"): row for row in rows if isinstance(row, dict)}
    for row in own:
        if row["name"] in known:
            before = known[row["name"]]
            before["surfaces"] = list(dict.fromkeys([*before["surfaces"], *row["surfaces"]]))
        else:
            rows.append(dict(row))


def _value(name: str, row: Any) -> Indicator:
    _check(name, row)
    return Indicator(
        row["name"],
        tuple(row["units"]),
        row["dimension"],
        row["measure"],
        tuple(row["kinds"]),
        surfaces=tuple(row["surfaces"]),
        actions=tuple(row.get("actions", ())),
        free_surfaces=tuple(row.get("free_surfaces", ())),
        lower_is_better=row.get("polarity") == "lower",
    )


def _add(name: str, by_name: dict[str, Indicator], found: Indicator) -> None:
    if found.name in by_name:
        raise DataFileError(f"{name}: the indicator {found.name!r} occurs twice")
    by_name[found.name] = found


def _ranked(name: str, surface: str, found: list[Indicator]) -> tuple[Indicator, ...]:
    """Return the indicators of a surface, those with verbs first; two without verbs would be a coin toss."""
    if sum(not f.actions for f in found) > 1:
        raise DataFileError(f"{name}: {surface!r} stands for {[f.name for f in found]}")
    return tuple(sorted(found, key=lambda f: not f.actions))


def _check(name: str, row: Any) -> None:
    if not isinstance(row, dict) or not _REQUIRED <= set(row) <= _REQUIRED | _OPTIONAL:
        raise DataFileError(
            f"{name}: an indicator has {sorted(_REQUIRED)}, perhaps {sorted(_OPTIONAL)}: {str(row)[:80]}"
        )
    where = f"{name}: indicator {row['name']!r}"
    for key in {"name", "dimension", "measure", "growth"} & set(row):
        if not isinstance(row[key], str) or not row[key]:
            raise DataFileError(f"{where}: {key!r} must be a text that is not empty")
    for key in {"surfaces", "units", "kinds", "growth_surfaces", "actions", "free_surfaces"} & set(row):
        if not word_list(row[key]):
            raise DataFileError(f"{where}: {key!r} must be distinct texts, at least one")
    if row["name"] not in row["surfaces"]:
        raise DataFileError(f"{where}: the name must be among the surfaces")
    if not set(row["kinds"]) <= _KINDS:
        raise DataFileError(f"{where}: kinds must be among {sorted(_KINDS)}, found {row['kinds']}")
    if row.get("polarity", "lower") != "lower":
        raise DataFileError(f"{where}: 'polarity' must be \"lower\" or not there, found {row['polarity']!r}")
    if "growth_surfaces" in row and "growth" not in row:
        raise DataFileError(f"{where}: 'growth_surfaces' needs 'growth'")
