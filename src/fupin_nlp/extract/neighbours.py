"""Numbers without a unit of their own: the unit of the next one, people, or no quantity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.number_rule import CURRENCIES, departs, scaled
from fupin_nlp.extract.parts import SIGNS, with_sign
from fupin_nlp.extract.words import negatives, qualifiers
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import Unit, units

__all__ = ["resolve"]

_LEAST_MAGNITUDE: Final = 10000
_LARGE: Final = frozenset("万亿多余")
_REACH: Final = 14
_TRILLION: Final = "兆"
_TEN_THOUSAND_YI: Final = 10**12
_LEAST_PEOPLE: Final = 100
"""A bare number below this in front of a noun of people is more often an ordinal or a code."""


@lru_cache(maxsize=1)
def _nouns_behind() -> Pattern:
    return compile_pattern("nouns behind", rf"[\u4e00-\u9fff]{{0,6}}?{_groups(negatives().nouns_behind)}")


@lru_cache(maxsize=1)
def _nouns_next() -> Pattern:
    """Directly behind: between a number without 万 and a noun there is too often another noun (12345热线群众诉求)."""
    return compile_pattern("nouns next", _groups(negatives().nouns_behind))


@lru_cache(maxsize=1)
def _nouns_before() -> Pattern:
    return compile_pattern("nouns before", rf"{_groups(negatives().nouns_before)}[^，。；、,;\n0-9]{{0,5}}+$")


def _groups(nouns: Mapping[str, tuple[str, ...]]) -> str:
    """Return alternatives of nouns, each unit's in a group of its own: group names cannot be Chinese."""
    return "(?:" + "|".join(f"(?P<{_group(unit)}>{alternatives(words)})" for unit, words in nouns.items()) + ")"


def _group(unit: str) -> str:
    return "unit_" + "_".join(f"{ord(char):x}" for char in unit)


def _unit_of(group: str) -> Unit:
    name = "".join(chr(int(code, 16)) for code in group.split("_")[1:])
    return units().by_name[name]


def resolve(text: str, found: list[Found]) -> list[Found]:
    """Give bare numbers their unit and drop those that have none."""
    trillion = units().by_name[_TRILLION]
    if any(item.unit is trillion for item in found):
        found = _with_trillions(found)
    joints = qualifiers().joints
    for i in range(len(found) - 2, -1, -1):
        this, following = found[i], found[i + 1]
        if this.unit is not None or following.unit is None or following.high is not None:
            continue
        between = text[this.end : following.start]
        if between in joints and not _opens_line(text, this.start):
            this.unit, this.rule = following.unit, "shared_unit"
        elif between in ("到", "至") and departs(text, this):
            this.low = scaled(text, this, following)
            this.unit, this.rule = following.unit, "shared_unit"
    last_end = 0
    for item in found:
        if item.unit is None:
            _imply(text, item)
        if text[item.start - 1] in SIGNS:
            with_sign(text, item, last_end)
        last_end = item.end
    return [item for item in found if item.unit is not None]


def _with_trillions(found: list[Found]) -> list[Found]:
    """Join 49兆 and 9592亿元: alone 兆 may be a unit of data, before 亿 it can only be ten thousand of them."""
    out: list[Found] = []
    for item in found:
        last = out[-1] if out else None
        joins = last is not None and last.unit is not None and last.unit.name == _TRILLION and last.end == item.start
        if last is not None and joins and last.high is item.high is None and item.low < _TEN_THOUSAND_YI:
            out[-1] = replace(item, start=last.start, low=last.low * _TEN_THOUSAND_YI + item.low)
        else:
            out.append(item)
    return out


def _imply(text: str, item: Found) -> None:
    """Give a bare number the unit of the sign before it, or the one that the noun behind or before it implies."""
    sign = CURRENCIES.get(text[item.start - 1 : item.start])
    if sign is not None:
        item.unit, item.rule = units().by_name[sign], "currency_sign"
    if item.unit is not None or item.low < _LEAST_PEOPLE or not text[item.start].isdigit():
        return
    large = text[item.end - 1] in _LARGE
    match = (_nouns_behind() if large else _nouns_next()).match(text, item.end)
    if match and match.lastgroup:
        item.unit, item.rule = _unit_of(match.lastgroup), "noun_behind"
        return
    if item.low < _LEAST_MAGNITUDE or not large:
        return
    match = _nouns_before().search(text[max(0, item.start - _REACH) : item.start])
    if match and match.lastgroup:
        item.unit, item.rule = _unit_of(match.lastgroup), "noun_before"


def _opens_line(text: str, start: int) -> bool:
    """Whether a number opens a line or a sentence, as the number of a list does (1、3个村…)."""
    return text[start - 1 : start] in ("", "\n", "。", "；", "：", " ", "\u3000")
