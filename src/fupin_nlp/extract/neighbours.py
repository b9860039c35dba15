"""Numbers without a unit of their own: the unit of the next one, people, or no quantity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.bounds import look_around
from fupin_nlp.extract.found import Found
from fupin_nlp.extract.number_rule import TEN, TENTHS, departs, scaled
from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.extract.parts import MINUS, SIGNS, with_sign
from fupin_nlp.extract.tables import unit_with_factor
from fupin_nlp.extract.words import negatives, qualifiers
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import Unit, currency_before, units
from fupin_nlp.segment.spacing import LONGEST_NAME, names_number

__all__ = ["resolve"]

_LEAST_MAGNITUDE: Final = 10000
_LARGE: Final = frozenset("万亿多余")
_REACH: Final = 14
_BY_ITSELF, _UNKNOWN = 100, 20
"""How many times the next of a list a number would be with its magnitude: from there on it has none, or is doubtful."""
_INNER: Final = frozenset("多余餘几幾来來")
_YUAN, _JIAO, _MONEY, _COUNT = "元", "角", "money", "count"
_CURRENCY_SIGNS: Final = frozenset("￥¥＄€£")
_SEVERALLY: Final = "分别"
_TWO_LISTED: Final = re.compile("[0-9]{3},[1-9][0-9]{2}(?![0-9,.])")
_NEXT: Final = frozenset({"、", "和", "与", "及", "以及", "，", ",", "/", ""})
_REACHED: Final = ("到", "至")
_RANGE_GOES_ON: Final = frozenset("到至～~")
_LONGEST_FORMULA: Final = 24
_CLAUSE_ENDS: Final = frozenset("，。；、,;）)\n").union({""})
_CLOSING_MARK: Final = re.compile("[）)]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_LISTED: Final = "、"
_NAMED: Final = frozenset("第表图圖例注栏欄件号卷册版期章节条款")
_CLOSING, _OPENING = frozenset("）)"), frozenset("（(")
_LONGEST_UNIT: Final = 12
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


@lru_cache(maxsize=1)
def _unit_in_brackets() -> Pattern:
    return compile_pattern(
        "unit in brackets", r"(?<=[\u3400-\u9fff])[（(](?P<unit>[^（()）]{1,8})[)）][：:为达=＝]?[\x20]?\Z"
    )


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
    powers: dict[int, Decimal] = {}
    for i in range(len(found) - 2, -1, -1):
        this, following = found[i], found[i + 1]
        if this.unit is not None or following.unit is None or following.high is not None:
            continue
        between = _between(text, this, following)
        if between in joints and not _opens_line(text, this.start):
            this.unit, this.rule = following.unit, "shared_unit"
            powers[i] = _share_magnitude(text, this, following, powers.get(i + 1))
        elif between in _REACHED and departs(text, this):
            this.low = scaled(text, this, following)
            this.unit, this.rule = following.unit, "shared_unit"
        elif between in negatives().reached and departs(text, this):
            this.unit, this.rule = following.unit, "shared_unit"
            _share_magnitude(text, this, following, None)
    for i, item in enumerate(found):
        if _TWO_LISTED.match(text, item.start, item.number_end) and _is_list_of_two(text, found, i):
            item.certain = False
    last_end = 0
    for item in found:
        _name_currency(text, item, last_end)
        if item.unit is None:
            _imply(text, item)
        if text[item.start - 1] in SIGNS:
            with_sign(text, item, last_end)
        last_end = item.end
    return [item for item in found if item.unit is not None]


def _between(text: str, this: Found, following: Found) -> str:
    """Return what stands between two numbers, without the sign of the second (提高1.1、-5.8、6.3个百分点)."""
    between = text[this.end : following.start]
    return _LISTED if between[:1] == _LISTED and between[1:] in MINUS else between


def _is_list_of_two(text: str, found: list[Found], i: int) -> bool:
    """Whether 分别 speaks of several figures where there is only one, whose comma may divide two: 分别脱贫300,450户."""
    item = found[i]
    clause = text[max(0, item.start - _REACH) : item.start]
    if _SEVERALLY not in clause or any(mark in clause[clause.rindex(_SEVERALLY) :] for mark in "，。；、和"):
        return False
    following = text[item.end : found[i + 1].start] if i + 1 < len(found) else "。"
    return following not in _NEXT


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
    """Give a bare number the unit in brackets before it, or the one that the noun behind or before it implies."""
    if not _CLOSING.isdisjoint(text[max(0, item.start - 3) : item.start]) and _bracketed(text, item):
        return
    if text[item.end : item.end + 1] in _OPENING and _bracketed_behind(text, item):
        return
    if text[item.end : item.end + 1] in _RANGE_GOES_ON:
        return  # 一万到两万五的补助: both ends or none
    arabic = text[item.start].isdigit()
    if item.low < _LEAST_PEOPLE or not (arabic or text[item.end - 1] in _LARGE):
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
    elif text[item.end : item.end + 1] in _CLAUSE_ENDS and _is_paid(text, item.start):
        item.unit, item.rule = units().by_name[_YUAN], "noun_before"


def _is_paid(text: str, start: int) -> bool:
    """Whether a verb that is said of money alone stands before a number, with or without a qualifier between."""
    low = max(0, start - _REACH)
    first = look_around(text, start, start, low, start).start
    return text.endswith(negatives().paid, low, first)


def _share_magnitude(text: str, this: Found, following: Found, power: Decimal | None) -> Decimal:
    """Give a bare number the magnitude of the next one in a list (1.2、1.3和1.5万亩), and return that magnitude.

    A number that would then be a hundred times as large as the next is one by itself (800、1.2万元); where it would be
    many times as large, nobody can know.
    """
    if following.rule == TENTHS:
        this.low *= TEN  # 六、七成
        return Decimal(1)
    if power is None:
        power = _magnitude(text, following)
    own = _magnitude(text, this)
    if power == 1 or own != 1 or this.high is not None or not following.low:
        return own
    times = this.low * power / following.low
    whole = "." not in text[this.start : this.number_end]
    if whole and times >= _BY_ITSELF:
        return own
    if whole and times >= _UNKNOWN and this.low >= _UNKNOWN:
        this.certain = False
        return own
    this.low *= power
    return power


def _magnitude(text: str, item: Found) -> Decimal:
    """Return the magnitude that a numeral ends in: 10000 for 1.5万, 1 for 300 and for 3万4000."""
    magnitudes = numeral_words().magnitudes
    power = Decimal(1)
    at = item.number_end
    while at > item.start and (text[at - 1] in magnitudes or text[at - 1] in _INNER):
        power *= magnitudes.get(text[at - 1], 1)
        at -= 1
    return power


def _name_currency(text: str, item: Found, low: int) -> None:
    """Take the currency that is named before or behind an amount: 港币300万元, HK$2300万, 3万元欧元."""
    if item.unit is not None and item.unit.name != _YUAN:
        _prefer_currency(text, item, low)
        return
    if text[item.end : item.end + 1] in _OPENING and _currency_in_brackets(text, item):
        return
    named = currency_before(text, item.start, low)
    if named is not None and not _is_formula(text, item, named[1]):
        if item.unit is None:
            item.rule = "currency_sign"
        item.unit = named[0]
    elif item.unit is not None and text[item.end - 1] == _YUAN:
        behind = units().match(text, item.end)
        if behind is not None and behind[0].dimension == _MONEY and behind[0].name not in (_YUAN, _JIAO):
            item.unit, item.end = behind[0], behind[1]


def _currency_in_brackets(text: str, item: Found) -> bool:
    """Take the currency that stands alone in brackets behind an amount: 200万(美元)."""
    named = units().match(text, item.end + 1)
    if named is None or named[0].dimension != _MONEY or text[named[1] : named[1] + 1] not in _CLOSING:
        return False
    if item.unit is None:
        item.rule = "currency_sign"
    item.unit = named[0]
    return True


def _prefer_currency(text: str, item: Found, low: int) -> None:
    """Take the sign of a currency for the unit where what follows only looks like one: $500万支援."""
    if not text[item.start - 1].isascii() and text[item.start - 1] not in _CURRENCY_SIGNS:
        return
    named = currency_before(text, item.start, low)
    if named is None or text[item.start - 1] == " " or _is_formula(text, item, named[1]):
        return
    if item.unit is not None and item.unit.dimension == _COUNT and _magnitude(text, item) > 1:
        item.unit, item.end, item.rule = named[0], item.number_end, "currency_sign"


def _is_formula(text: str, item: Found, start: int) -> bool:
    r"""Whether a dollar sign opens a formula: $5.3\%$, $3\times 10^4$."""
    if text[start] != "$":
        return False
    close = text.find("$", item.start, item.end + _LONGEST_FORMULA)
    return close >= 0 and not any("\u3400" <= char <= "\u9fff" for char in text[item.start : close])


def _bracketed(text: str, item: Found) -> bool:
    """Give a bare number the unit that stands in brackets before it: 发行总额（亿元）10.00, 户数（户）：320."""
    if not text[item.start].isdigit():
        return False
    found = _unit_in_brackets().search(text, max(0, item.start - _LONGEST_UNIT), item.start)
    unit = unit_with_factor(found["unit"]) if found else None
    if unit is None:
        return False
    item.low *= unit[1]
    item.high = None if item.high is None else item.high * unit[1]
    item.unit, item.rule = unit[0], "unit_before"
    return True


def _bracketed_behind(text: str, item: Found) -> bool:
    """Give a bare number the unit that stands alone in brackets behind it: 资金12（万元）; years, names have none."""
    before = text[max(0, item.start - LONGEST_NAME) : item.start]
    if not text[item.start].isdigit() or not "\u3400" <= before[-1:] <= "\u9fff" or before[-1] in _NAMED:
        return False
    close = _CLOSING_MARK.search(text, item.end, item.end + _LONGEST_UNIT)
    unit = unit_with_factor(text[item.end + 1 : close.start()]) if close else None
    if unit is None or names_number(before) or _YEAR.fullmatch(text, item.start, item.end):
        return False
    item.low *= unit[1]
    item.high = None if item.high is None else item.high * unit[1]
    item.unit, item.rule = unit[0], "unit_behind"
    return True


def _opens_line(text: str, start: int) -> bool:
    """Whether a number opens a line or a sentence, as the number of a list does (1、3个村…)."""
    return text[start - 1 : start] in ("", "\n", "。", "；", "：", " ", "\u3000")
