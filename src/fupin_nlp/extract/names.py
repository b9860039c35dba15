"""Names of places and people that hold a numeral and a unit: 三台县, 四方台区, 五间房村, 贫困户张五户."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.extract.words import negatives
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.loader import load_tsv
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import units

__all__ = ["is_name"]

_REACH: Final = 6
_JOINTS: Final = frozenset("、和与及")
_OWNED_BY: Final = ("办", "级", "属", "直", "村", "民", "委", "企", "集", "管", "政")
"""Behind 镇 or 乡 these make of it what owns something: 三家镇办企业 are three."""
_SHORT: Final = (2, 3)


def is_name(text: str, start: int, number_end: int, end: int) -> bool:
    """Whether the Chinese numeral ``text[start:number_end]`` and its unit, to `end`, stand inside a name.

    Examples
    --------
    >>> is_name("三台县完成投资", 0, 1, 2), is_name("新购农机三台，", 4, 5, 6)
    (True, False)
    >>> is_name("七间房村脱贫", 0, 1, 2), is_name("帮扶七户村民", 2, 3, 4)
    (True, False)
    >>> is_name("为贫困户张五户送化肥", 5, 6, 7), is_name("新增贫困户三户", 5, 6, 7)
    (True, False)
    """
    return (
        _is_place(text, start, number_end)
        or _is_listed(text, start, end)
        or _village().match(text, start) is not None
        or _is_person(text, start, number_end, end)
    )


@by_lexicon()
def _places() -> Mapping[str, tuple[tuple[int, str], ...]]:
    """Return the numeral of a name with the first character of the unit behind it → where it begins, and the name."""
    words = numeral_words()
    numerals = words.digits.keys() | words.magnitudes.keys()
    first = frozenset(units().first_characters)
    found: dict[str, list[tuple[int, str]]] = {}
    for name in gazetteer().names():
        for at, char in enumerate(name[:-1]):
            if char not in numerals or (at and name[at - 1] in numerals):
                continue
            stop = at + 1
            while stop < len(name) and name[stop] in numerals:
                stop += 1
            if name[stop : stop + 1] in first:
                found.setdefault(name[at : stop + 1], []).append((at, name))
    return MappingProxyType({key: tuple(listed) for key, listed in found.items()})


def _is_place(text: str, start: int, number_end: int) -> bool:
    for offset, name in _places().get(text[start : number_end + 1], ()):
        begin = start - offset
        if begin >= 0 and text.startswith(name, begin):
            behind = begin + len(name)
            return not (name[-1] in "镇乡" and text.startswith(_OWNED_BY, behind))
    return False


def _is_listed(text: str, start: int, end: int) -> bool:
    """Whether a number is the short name of a county beside another one: 三台、盐亭等县."""
    places, name = gazetteer(), text[start:end]
    if text[end : end + 1] not in _JOINTS or not (places.find(name) or places.everyday(name)):
        return False
    return any(places.find(text[end + 1 : end + 1 + length]) for length in _SHORT)


@lru_cache(maxsize=1)
def _village() -> Pattern:
    lists = negatives().village
    return compile_pattern(
        "village",
        rf"[一二三四五六七八九十百千万]{{1,3}}+{alternatives(lists['units'])}(?:[\u4e00-\u9fff--[的个户家人]]{{0,2}}?)"
        rf"{alternatives(lists['ends'])}(?!{alternatives(lists['not_before'])})",
    )


@lru_cache(maxsize=1)
def _surnames() -> frozenset[str]:
    return frozenset(name for (name,) in load_tsv("surnames.tsv", ("surname",)).rows if len(name) == 1)


def _is_person(text: str, start: int, number_end: int, end: int) -> bool:
    """Whether a digit is a given name, behind a surname that follows a word for people or another such name."""
    lists = negatives().person
    if number_end - start != 1 or start < 2 or text[start:number_end] not in numeral_words().digits:
        return False
    if text[number_end:end] not in lists["units"] or text[start - 1] not in _surnames():
        return False
    before = text[max(0, start - 1 - _REACH) : start - 1]
    if before.endswith(tuple(lists["before"])):
        return True
    listed = before[-1:] in _JOINTS and len(before) > 3
    return (
        listed and before[-2] in lists["units"] and before[-4] in _surnames() and before[-3] in numeral_words().digits
    )
