"""Entries that a user adds to the lexicon, checked and in the form of the data files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.lexicon.gazetteer import Division, gazetteer
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.units import DIMENSIONS, units
from fupin_nlp.measures import Taxonomy

__all__ = ["TOPICS", "Entries", "entries", "indicator_table", "measure_table", "region_row", "unit_row", "word_tag"]

Entries: TypeAlias = str | Iterable[str] | Mapping[str, Any]
"""Names, or names with what is known of each: a table of keys, or the one key that matters most."""

_KINDS = ("level", "change", "flow", "share", "rate")
_LEVELS: Mapping[str, str] = {"province": "1", "city": "2", "county": "3"}
_CODE = 6
_OPEN = 9999  # the last year of a place that there is today
_STRONG = 4.0  # weight of a cue that names one thing and nothing else, see data/measures.toml
# Topic → its keys, the key that a plain value stands for first.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "units": ("dimension", "peer", "factor", "surfaces", "numerals", "not_before"),
    "regions": ("code", "short", "also", "level", "parent", "since", "until"),
    "words": ("tag",),
    "indicators": ("units", "surfaces", "dimension", "measure", "kinds", "growth", "growth_surfaces", "actions"),
    "measures": ("words", "label", "definition", "weight"),
}


def entries(topic: str, given: Entries) -> dict[str, dict[str, Any]]:
    """Return name → keys, however the entries were given.

    Raises
    ------
    ArgumentError
        If they are no names, or a name is no text.
    OptionError
        If a name is empty or a key is not known.

    Examples
    --------
    >>> entries("words", ["排污权"]), entries("units", {"微克": "mass"})
    ({'排污权': {}}, {'微克': {'dimension': 'mass'}})
    """
    if isinstance(given, str):
        given = [given]
    if not isinstance(given, Iterable):
        raise ArgumentError(f"{topic}= takes names, or a mapping of names, not {named(given)}")
    pairs: Iterable[tuple[Any, Any]] = given.items() if isinstance(given, Mapping) else ((name, {}) for name in given)
    found: dict[str, dict[str, Any]] = {}
    for name, entry in pairs:
        if not isinstance(name, str):
            raise ArgumentError(f"{topic}: a name must be a str, not {named(name)}")
        if not name or name != name.strip() or any(c.isspace() for c in name):
            raise OptionError(f"{topic}: {name!r}: a name is not empty and has no blanks")
        keys = dict(entry) if isinstance(entry, Mapping) else {TOPICS[topic][0]: entry}
        unknown = sorted(set(map(str, keys)) - set(TOPICS[topic]))
        if unknown:
            raise OptionError(
                f"{topic}: {name}: the key {unknown[0]!r} is not known; there are {', '.join(TOPICS[topic])}"
            )
        found[name] = keys
    return found


def _texts(where: str, value: Any) -> list[str]:
    """Return a text or several as a list without repetition."""
    several = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple, set)) else [value]
    for text in several:
        if not isinstance(text, str) or not text.strip():
            raise OptionError(f"{where}: must be a text, or a list of texts, not {named(value)}")
    return list(dict.fromkeys(several))


def unit_row(name: str, keys: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a unit as a row of ``units.tsv``; of a known one, with further spellings.

    Raises
    ------
    OptionError
        If a key is wrong.

    Examples
    --------
    >>> unit_row("微克", {"dimension": "mass", "peer": "克", "factor": 0.000001})
    ('微克', 'mass', '克', '0.000001', '微克', 'any', '-')
    """
    known = units().by_name.get(name)
    dimension = keys.get("dimension", known.dimension if known else None)
    if dimension not in DIMENSIONS:
        told = "is missing" if dimension is None else f"{dimension!r} is not known"
        raise OptionError(f"units: {name}: dimension {told}; choose among {', '.join(DIMENSIONS)}")
    peer = keys.get("peer", known.peer if known else name)
    factor = keys.get("factor", known.factor if known else 1)
    if isinstance(factor, bool) or not isinstance(factor, (int, float, Decimal)):
        raise OptionError(f"units: {name}: factor must be a number, not {named(factor)}")
    numerals = keys.get("numerals", "any")
    guards = _texts(f"units: {name}: not_before", keys["not_before"]) if "not_before" in keys else ["-"]
    surfaces = list(dict.fromkeys([name, *_texts(f"units: {name}: surfaces", keys.get("surfaces", name))]))
    written = format(factor if isinstance(factor, Decimal) else Decimal(repr(factor)), "f")
    return name, dimension, str(peer), written, " ".join(surfaces), str(numerals), " ".join(guards)


def region_row(name: str, keys: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a place as a row of the table of divisions.

    Raises
    ------
    OptionError
        If a key is wrong.

    Examples
    --------
    >>> region_row("沿江生态新区", {"code": "4201Z9"})
    ('4201Z9', '沿江生态新区', '', '', '3', '420100', '', '')
    """
    code = str(keys.get("code", ""))
    if len(code) != _CODE or not code.isascii() or not code.isalnum():
        raise OptionError(f"regions: {name}: code must have six digits or letters, not {keys.get('code')!r}")
    bearers = gazetteer().bearers(name)
    other = next((place for place in bearers if place.code != code), None)
    if other is not None:
        raise OptionError(f"regions: {name}: it is known already, with the code {other.code}")
    before = gazetteer().division(code)
    if before is not None:
        return _further_name(before, name)
    level = keys.get("level", "province" if code.endswith("0000") else "city" if code.endswith("00") else "county")
    if level not in _LEVELS:
        raise OptionError(f"regions: {name}: level {level!r} is not known; choose among {', '.join(_LEVELS)}")
    above = {"province": "", "city": f"{code[:2]}0000", "county": f"{code[:4]}00"}[level]
    also = " ".join(_texts(f"regions: {name}: also", keys["also"])) if "also" in keys else ""
    years = []
    for key in ("since", "until"):
        year = keys.get(key, "")
        if year != "" and not (isinstance(year, int) and not isinstance(year, bool)):
            raise OptionError(f"regions: {name}: {key} must be a year, not {named(year)}")
        years.append(str(year))
    return code, name, str(keys.get("short", "")), also, _LEVELS[level], str(keys.get("parent", above)), *years


def _further_name(place: Division, name: str) -> tuple[str, ...]:
    """Return the row of a known place with another name."""
    years = str(place.since or ""), "" if place.until >= _OPEN else str(place.until)
    return place.code, place.name, "", name, str(place.level), place.parent, *years


def word_tag(name: str, keys: Mapping[str, Any]) -> str:
    """Return the part of speech of a word, a noun unless told otherwise.

    Raises
    ------
    OptionError
        If it is none.

    Examples
    --------
    >>> word_tag("排污权", {})
    'n'
    """
    tag = keys.get("tag", "n")
    if not isinstance(tag, str) or not tag.isascii() or not tag.isalpha():
        raise OptionError(f"words: {name}: the part of speech must be letters (n, v, a, ns), not {named(tag)}")
    return tag


def indicator_table(name: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return an indicator in the form of ``indicators.toml``; of a known one only the names count.

    Raises
    ------
    OptionError
        If a key is wrong, or a unit is not known.

    Examples
    --------
    >>> indicator_table("化学需氧量排放量", {"units": "吨"})["dimension"]
    'mass'
    """
    where = f"indicators: {name}"
    known = indicators().by_name.get(name)
    if "units" not in keys and known is not None:
        keys = {"units": list(known.units), **keys}
    if "units" not in keys:
        raise OptionError(f"{where}: units is missing: in which units is it told?")
    own = _texts(f"{where}: units", keys["units"])
    table = units()
    for unit in own:
        if unit not in table.by_name:
            meant = table.lookup(unit)
            hint = f"; the unit that is written so is {meant.name}" if meant else "; add it to units"
            raise OptionError(f"{where}: the unit {unit!r} is not known{hint}")
    kinds = _texts(f"{where}: kinds", keys.get("kinds", list(_KINDS)))
    surfaces = list(dict.fromkeys([name, *_texts(f"{where}: surfaces", keys.get("surfaces", name))]))
    found: dict[str, Any] = {
        "name": name,
        "surfaces": surfaces,
        "units": own,
        "dimension": keys.get("dimension", table.by_name[own[0]].dimension),
        "measure": keys.get("measure", "other"),
        "kinds": kinds,
    }
    if "growth" in keys:
        found["growth"] = keys["growth"]
    return found | {key: _texts(f"{where}: {key}", keys[key]) for key in ("growth_surfaces", "actions") if key in keys}


def measure_table(code: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return a measure in the form of ``measures.toml``; of a known one only the cues count.

    Raises
    ------
    OptionError
        If a key is wrong.

    Examples
    --------
    >>> measure_table("ecology", {"words": ["碳汇"]})["cues"]
    [{'weight': 4.0, 'words': ['碳汇']}]
    """
    if not code.isascii() or not code.replace("_", "").isalpha():
        raise OptionError(f"measures: {code!r}: a code is made of English letters and _")
    if "words" not in keys:
        raise OptionError(f"measures: {code}: words is missing: which words tell of it?")
    weight = keys.get("weight", _STRONG)
    if isinstance(weight, bool) or not isinstance(weight, (int, float)):
        raise OptionError(f"measures: {code}: weight must be a number, not {named(weight)}")
    cues = [{"weight": float(weight), "words": _texts(f"measures: {code}: words", keys["words"])}]
    told = {key: keys[key] for key in ("label", "definition") if key in keys}
    if code not in Taxonomy.load().codes:
        if "label" not in told:
            raise OptionError(f"measures: {code}: label is missing: how is this new measure called?")
        told.setdefault("definition", told["label"])
    return {**told, "cues": cues}
