"""What follows a unit and still belongs to the number: 123元1角1分, 三斤半, 七成六, and the sign before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.numerals import numeral_words, read_numeral
from fupin_nlp.extract.words import qualifiers
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.lexicon.units import Unit, units

__all__ = ["MINUS", "SIGNS", "add_parts", "part_starts", "takes_parts", "with_sign"]

_HALVED: Final = frozenset({"mass", "length", "volume", "area", "multiple"})
_HALVED_TIMES: Final = frozenset({"年", "天", "周", "小时", "个月"})
_PIECE: Final = "个"
_HUNDRED_MILLION, _YI, _YUAN, _HALF = 10**8, "亿", "元", "半"
_MORE: Final = frozenset("多余")
_AMOUNT_BEFORE: Final = ("左右", "上下", "的资金", "的投资")
_LIMITS: Final = ("以上", "以下", "以内")
_TIMES_APART: Final = {"百分点": "百分点", "月": "个月", "小时": "小时", "钟头": "小时", "星期": "周", "礼拜": "周"}
_BEFORE_TIME: Final = frozenset("半多余")
_OTHER_MOONS: Final = frozenset("亮球饼子色光")
_NO_HALF: Final = ("数", "年", "径", "月", "小", "天", "个", "夜", "岛", "导", "程", "挂")
_COINED: Final = frozenset({"元", "块"})
_TENTH: Final = "成"
_TAKING: Final = _COINED | _HALVED_TIMES | {_TENTH, _PIECE}
_OF: Final = "的"
_GRADE: Final = "级"
_SIGNED: Final = frozenset({"ratio", "temperature", "multiple"})
SIGNS: Final = frozenset("负-－−")
MINUS: Final = frozenset("-－−")
_DASHES: Final = frozenset("—–~～")
_LEAST_HAN, _LAST_HAN = "\u4e00", "\u9fff"
_MOST_TIMES: Final = 100  # 2019年 is none that is halved


@lru_cache(maxsize=1)
def _coins() -> Pattern:
    digit = f"[0-9０-９{''.join(numeral_words().digits)}]"
    return compile_pattern(
        "coins", rf"零?(?P<jiao>{digit})[角毛](?:(?P<fen>{digit})分)?+钱?+ | 零?(?P<only>{digit})分(?![钟之])"
    )


@lru_cache(maxsize=1)
def part_starts() -> frozenset[str]:
    """Return the characters behind a unit with which more of the number can begin."""
    return frozenset("半多余亿0123456789０１２３４５６７８９").union(numeral_words().digits)


def takes_parts(unit: Unit) -> bool:
    """Whether a number with this unit can go on behind it: with coins, a half, a digit of tenths, a time (3个半月)."""
    return unit.name in _TAKING or unit.dimension in _HALVED


def add_parts(text: str, found: Found) -> Found:
    """Return the number with the smaller coins, the half or the second digit of tenths that follow its unit."""
    following = text[found.end : found.end + 1]
    unit = found.unit
    if following not in part_starts() or unit is None or found.high is not None:
        return found
    if unit.name == _PIECE:
        return _with_time(text, found)
    if unit.name in _COINED:
        match = _coins().match(text, found.end)
        if match:
            jiao, fen = match["jiao"] or "0", match["fen"] or match["only"] or "0"
            low = found.low + read_numeral(jiao).low / 10 + read_numeral(fen).low / 100
            return replace(found, low=low, end=match.end(), rule="coins")
    whole = text[found.number_end - 1] not in numeral_words().magnitudes or found.low < 100
    halved = unit.dimension in _HALVED or (unit.name in _HALVED_TIMES and found.low < _MOST_TIMES)
    if not whole or (unit.name != _TENTH and not halved):
        return found
    if following == _HALF and not text.startswith(_NO_HALF, found.end + 1):
        return replace(found, low=found.low + Decimal("0.5"), end=found.end + 1, rule="and_half")
    digit = numeral_words().digits.get(following)
    if unit.name == _TENTH and digit and _ends(text, found.end + 1):
        return replace(found, low=found.low + Decimal(digit) / 10, end=found.end + 1)
    return found


def _with_time(text: str, found: Found) -> Found:
    """Return 3个半月 as 3.5 months, 4个多小时 as over 4 hours, 5个亿 as money; anything else of 个 as it is."""
    word, at = text[found.end : found.end + 1], found.end + 1
    if word == _YI or (word in _BEFORE_TIME and text[at : at + 1] == _YI):
        return _with_amount(text, found)
    time = next((time for time in _TIMES_APART if text.startswith(time, at)), None)
    if word not in _BEFORE_TIME or time is None or text[at + len(time) : at + len(time) + 1] in _OTHER_MOONS:
        return found
    unit, end = units().by_name[_TIMES_APART[time]], at + len(time)
    if word == _HALF:
        return replace(found, low=found.low + Decimal("0.5"), unit=unit, end=end, rule="and_half")
    return replace(found, bound="over", unit=unit, end=end)


def _with_amount(text: str, found: Found) -> Found:
    """Return 20个亿 and 三个多亿扶持… as amounts of money; 5个亿元村 and 3个亿级产业 are counts."""
    word = text[found.end]
    more, at = word in _MORE, found.end + 1 + (word != _YI)
    match = units().match(text, at)
    unit, end = match if match is not None else (units().by_name[_YUAN], at)
    magnitudes = numeral_words().magnitudes
    if all(c in magnitudes for c in text[found.start : found.number_end]) or unit.dimension == "count":
        return found
    whole = found.low == found.low.to_integral_value()  # there are no 1.5 pieces
    if whole and not (_stops(text, end) or (more and text[end : end + 1] != _GRADE)):
        return found
    low = (found.low + (Decimal("0.5") if word == _HALF else 0)) * _HUNDRED_MILLION
    bound = "over" if more else found.bound
    return replace(found, low=low, number_end=at, end=end, unit=unit, bound=bound, rule="amount")


def _stops(text: str, end: int) -> bool:
    """Whether no noun follows an amount: 5个亿以上， but not 5个亿元以上项目."""
    end += 2 * text.startswith(_LIMITS, end)
    return not _LEAST_HAN <= text[end : end + 1] <= _LAST_HAN or text.startswith(_AMOUNT_BEFORE, end)


def _ends(text: str, at: int) -> bool:
    """Whether a number ends there, behind the digit of 七成六左右 and 三成五的农户, but not in 三成五保户."""
    char = text[at : at + 1]
    if not _LEAST_HAN <= char <= _LAST_HAN or char == _OF:
        return True
    return any(len(word) > 1 and text.startswith(word, at) for word, _ in qualifiers().behind.get(char, ()))


def with_sign(text: str, found: Found, last_end: int) -> None:
    """Make a number negative where a sign stands before it: 负3.9%, 同比-2.1%; a dash between figures is none."""
    at = found.start - 1
    if at < last_end or found.unit is None or not text[found.start].isdigit():
        return
    if text[at] == "负":
        signed = text[at - 1 : at] not in ("担", "胜", "欺", "正", "抱", "辜", "肩", "自", "减", "增", "轻", "重")
    else:
        if text[at] in MINUS and text[at - 1] in _DASHES and (text[at - 2].isdecimal() or text[at - 2] in "%％℃"):
            found.certain = False  # -4.5—-2.5%: the second end of a range below nought
            return
        opens = at == 0 or text[at - 1] >= _LEAST_HAN or text[at - 1] in "（(：:、"
        signed = text[at] in MINUS and opens
        if found.unit.dimension not in _SIGNED and signed and not text.endswith(numeral_words().signed, 0, at):
            found.certain = found.certain and text[at - 1] not in "（("  # a sign or a dash
            return
    if not signed:
        return
    found.start = at
    found.low, found.high = (-found.low, None) if found.high is None else (-found.high, -found.low)
