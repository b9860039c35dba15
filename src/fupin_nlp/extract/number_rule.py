"""The rule of plain numbers and ranges: numeral, unit, connector, numeral, unit."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from fupin_nlp.extract.bounds import look_around
from fupin_nlp.extract.found import Found
from fupin_nlp.extract.grammar import number_pattern
from fupin_nlp.extract.misread import MISREAD, find_misread
from fupin_nlp.extract.names import is_name
from fupin_nlp.extract.numerals import DoubtfulNumberError, NumberError, numeral_words, read_numeral
from fupin_nlp.extract.parts import add_parts, part_starts
from fupin_nlp.extract.plain import GLUE, JOINTS, LONGEST, TENTH, YEARS, tails
from fupin_nlp.extract.words import negatives, qualifiers
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.lexicon.units import Unit, currencies_before, currency_before, units
from fupin_nlp.model import Bound
from fupin_nlp.segment.spacing import LONGEST_NAME, names_number

__all__ = ["TEN", "TENTHS", "departs", "read_number", "scaled"]

TENTHS: Final = "tenths"
TEN: Final = 10

_ONE: Final = "一"
_SECOND: Final = "二"
"""二 before a classifier is an ordinal (二期, 二轮延包); the count is 两."""
_COUNTED: Final = frozenset({"count", "events", "households", "people"})
_ARABIC: Final = frozenset("0123456789０１２３４５６７８９")
_BEFORE_EQUALS: Final = frozenset("）)<>")
_CLAUSE_END: Final = frozenset("，。；、,;：:）)\n！!？?”")
_ARTICLE_AFTER: Final = frozenset("每同另某这那任第统之新有为是在了和与的并以成逐这进唯万专单独如上下”、，。 \n及非")
_MEASURED: Final = frozenset({"money", "ratio", "multiple"})
_MEASURES: Final = frozenset({"area", "length", "mass", "volume"})
_FEWEST_DIGITS: Final = 3
_TEN_THOUSAND: Final = 10000
_FAR, _CLOSE = 12, 4
_NOTE: Final = "注"
_TIME: Final = "time"
_AND_HALF: Final = "and_half"
_RENMINBI, _PIECE, _POINT, _PERCENT_POINT = "人民币", "个", "点", "百分点"
_LARGE: Final = frozenset("万亿")
_FORMAL: Final = frozenset("拾佰仟")  # of sums that are written out; 拾 alone is a verb
_LEAST_YEAR: Final = 1000  # of the calendar; no plan lasts so long
_MARKS: Final = ("大关", "关口", "台阶", "门槛")
_POINT_ENDS: Final = frozenset("，。；、,;）)\n左以多和至到~～").union({""})
_LEAST_HAN: Final = "\u3400"

_BLANK: Final = re.compile(r"\s")
_MISREAD: Final = frozenset(MISREAD)
_BEHIND_MISREAD: Final = _MISREAD.union(".")

_Value = tuple[Decimal, Decimal | None, Bound]
"""As a `Numeral`: low, high, bound."""


@lru_cache(maxsize=1)
def _connector() -> Pattern:
    numeral = "[0-9０-９一二两三四五六七八九十百千万亿几数廿卅卌]"
    return compile_pattern(
        "connector", rf"(?:[（(]含[)）])?+\x20?+(?:[-－−–~～]{{1,2}}|[—―─]{{1,2}}|至|到)\x20?+(?={numeral})"
    )


@lru_cache(maxsize=1)
def _code() -> Pattern:
    return compile_pattern("code", r"[0-9A-Za-z_.+/=&?#%-]++")


def read_number(text: str, start: int, end: int, arabic: str | None, tail: str, limit: int) -> tuple[Found | None, int]:
    """Return the number that a numeral begins, if it is none of the negatives, and where the reading ended.

    A range is one number; 从3%到5% is two, of which this call returns the first.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The numeral in it.
    arabic : str or None
        The Arabic digits that the numeral begins with.
    tail : str
        What follows them in the numeral.
    limit : int
        End of the body.
    """
    if text[end : end + 1] in _BEHIND_MISREAD or text[start - 1] in _MISREAD:
        misread = find_misread(text, start, limit)
        if misread is not None:
            return misread, misread.end
    grouped = None if arabic is None or arabic.isalnum() else _BLANK.search(text, start, end)
    if grouped is not None and names_number(text[max(0, start - LONGEST_NAME) : start]):
        return None, grouped.start()  # 表1 300万元: the table has a number, and so has the money
    if start and text[start - 1] in GLUE and not _is_free(text, start):
        code = _code().match(text, start, limit)
        blank = _BLANK.search(text, start, end)  # 210 125 behind a letter are a code and a number
        return None, blank.start() if blank else max(end, code.end() if code else 0)
    if arabic is None and text[end : end + 1] not in JOINTS:
        passed = _passed_over(text, start, end, limit)
        if passed:
            return None, passed
    first = _single(text, start, end, arabic, tail, limit)
    if first is None:
        return None, end
    if grouped is not None and text[start - 1] == _NOTE:
        first.certain = False  # 资金注1 300万元, but 关注1 300人
    stop = first.end
    if text[stop : stop + 1] in JOINTS:
        joined = _joined(text, first, limit)
        if joined is not None:
            return (None if _is_of_years(joined) else joined), joined.end
    if first.unit is not None and (arabic is None or first.unit.dimension == _TIME) and not _counts(text, first):
        return None, stop
    return first, stop


def _is_of_years(joined: Found) -> bool:
    """Whether a range goes from one year of the calendar to another (二〇〇三—二〇一〇年)."""
    return joined.unit is not None and joined.unit.name == YEARS and joined.low >= _LEAST_YEAR


def _passed_over(text: str, start: int, end: int, limit: int) -> int:
    """Return where the reading ends of a Chinese numeral that is seen to be no quantity at once, 0 for others.

    Nine of ten are 一, or a word that has a numeral in it; they cost no look at their value.
    """
    match = units().match(text, end, chinese=True)
    if match is None:
        # Without a unit of its own it may share that of the next number, or have the sign of a currency.
        shares = text[end : end + 1] in _joint_starts() or text[start - 1 : start] in currencies_before()
        return 0 if shares or _may_imply(text, start, end) else end
    unit, stop = match
    if end - start > 1 or stop > limit or unit.name == TENTH:
        return 0
    following = text[stop : stop + 1]
    if following in JOINTS or following in part_starts():
        return 0
    if _is_word(text, start, unit) or (text[start] == _ONE and not _is_single(text, start, stop, unit)):
        return stop
    return 0


def _is_free(text: str, start: int) -> bool:
    """Whether what stands before a number belongs to no code: a slash behind a unit (3000户/12500人), +, USD."""
    if text[start - 1] == "/":
        return start > 1 and text[start - 2] > _LEAST_HAN
    if text[start - 1] == "=":
        before = text[start - 2 : start - 1]
        return before in _BEFORE_EQUALS or before > _LEAST_HAN  # 投资（万元）=1200, <=3%
    if text[start - 1] == "+":
        return start == 1 or not (text[start - 2].isascii() and text[start - 2].isalnum())
    return currency_before(text, start) is not None


def _may_imply(text: str, start: int, end: int) -> bool:
    """Whether a Chinese numeral without unit may have one that a noun implies: 投资三十亿, 税收突破百亿."""
    if text[end - 1] not in _LARGE:
        return False
    if not _is_round(text[start:end]):
        return end - start > 1
    ends = text[end : end + 1] in _CLAUSE_END or text.startswith(_MARKS, end)
    return ends and bool(look_around(text, start, end, max(0, start - _CLOSE), end).words)


def _is_change_by(text: str, start: int, end: int) -> bool:
    """Whether N个点 are points of per cent: behind a verb of change and at the end of the clause."""
    verbs = negatives().points
    return text[end + 1 : end + 2] in _POINT_ENDS and text.endswith(verbs, max(0, start - _CLOSE), start)


@lru_cache(maxsize=1)
def _joint_starts() -> frozenset[str]:
    """Return the characters with which begins what may stand between a bare number and the one whose unit it shares."""
    return frozenset(joint[0] for joint in qualifiers().joints)


def _joined(text: str, first: Found, limit: int) -> Found | None:
    """Return the range of which a number is the first end, or None."""
    joint = _connector().match(text, first.end, limit)
    other = number_pattern().match(text, joint.end(), limit) if joint else None
    if joint is None or other is None:
        return None
    second = _single(text, other.start(), other.end(), other["arabic"], other["tail"], limit)
    if second is None or not _is_range(text, first, second, joint.group().strip()):
        return None
    return _range(text, first, second)


def _single(text: str, start: int, end: int, arabic: str | None, tail: str, limit: int) -> Found | None:
    stop = end - 1 if text[end - 1] == " " else end  # the space that may stand before a magnitude or a unit
    certain = True
    try:
        low, high, bound = _value(arabic, tail, text, start, stop)
    except DoubtfulNumberError:
        low, high, bound, certain = Decimal(1), None, "exact", False
    except NumberError:
        return None
    match = units().match(text, end, chinese=arabic is None)
    if match is None:
        return Found(start, stop, stop, low, high, bound, None, "number", certain)
    unit, unit_end = match
    if unit_end > limit:
        return None
    if arabic is None and text[end:unit_end] == _RENMINBI and text[unit_end : unit_end + 1].isdigit():
        return None  # 李四人民币500元: it belongs to the amount behind it
    if unit.name == _PIECE and text[unit_end : unit_end + 1] == _POINT and _is_change_by(text, start, unit_end):
        unit, unit_end = units().by_name[_PERCENT_POINT], unit_end + 1
    found = Found(start, unit_end, stop, low, high, bound, unit, "number", certain)
    if text[unit_end : unit_end + 1] in part_starts():
        found = add_parts(text, found)
    return _tenths(found) if unit.name == TENTH else found


def _tenths(found: Found) -> Found:
    """Turn 三成 into 30 %."""
    assert found.unit is not None
    unit, factor = units().by_name[found.unit.peer], found.unit.factor
    high = None if found.high is None else found.high * factor
    return replace(found, low=found.low * factor, high=high, unit=unit, rule=TENTHS)


_numeral = lru_cache(maxsize=1024)(read_numeral)
"""Chinese numerals are slow to read and few: 一 三 十 二十."""


def _value(arabic: str | None, tail: str, text: str, start: int, end: int) -> _Value:
    known = tails().get(tail)
    if arabic is None or known is None or len(arabic) > LONGEST or not arabic.isascii():
        return _numeral(text[start:end])
    plain = arabic.isalnum() or arabic.replace(".", "", 1).isalnum()
    value = Decimal(arabic if plain else "".join(arabic.replace(",", "").split()))
    if not tail:
        return value, None, "exact"
    power, bound = known
    return value * power, None, bound


def _is_range(text: str, first: Found, second: Found, joint: str) -> bool:
    if first.high is not None or second.high is not None or second.unit is None:
        return False
    if not (first.certain and second.certain):
        return False
    if first.unit is not None and first.unit is not second.unit:
        return False
    if joint[-1] in "到至" and (departs(text, first) or _is_change(text, first, second)):
        return False
    return scaled(text, first, second) < second.low


def _is_change(text: str, first: Found, second: Found) -> bool:
    """Whether two spellings tell the ends apart: 缩短整整一年至5.1年 is by one year, to 5.1 years."""
    return first.unit is not None and text[first.start] not in _ARABIC and text[second.start] in _ARABIC


def departs(text: str, first: Found) -> bool:
    """Whether 从, 由 or 自 stands before the number in its clause: 从3%到5% are two figures.

    Before a number without unit it must stand close: 由一位主席及两至八名委员组成 holds a range.
    """
    reach = _FAR if first.unit is not None else _CLOSE
    clause = text[max(0, first.start - reach) : first.start]
    for mark in "，。；、,;\n":
        clause = clause.rpartition(mark)[2]
    return any(word in clause for word in negatives().departure)


def scaled(text: str, first: Found, second: Found) -> Decimal:
    """Give the first end the magnitude of the second where it has none of its own.

    3-5万元 is 30000 to 50000, 两到三千 2000 to 3000, 七千到九千亿 both 亿; in 5万～8万 each has its own.
    """
    if first.unit is None and second.rule == TENTHS:
        return first.low * TEN  # 六至七成
    magnitudes = numeral_words().magnitudes
    own = [magnitudes[c] for c in text[first.start : first.number_end] if c in magnitudes]
    if first.unit is not None or any(value >= _TEN_THOUSAND for value in own):
        return first.low
    power = Decimal(1)
    at = second.number_end - 1
    while text[at] in magnitudes and magnitudes[text[at]] > 10 and (not own or magnitudes[text[at]] >= _TEN_THOUSAND):
        power *= magnitudes[text[at]]
        at -= 1
    return first.low * power if first.low < second.low / power else first.low


def _range(text: str, first: Found, second: Found) -> Found:
    low = scaled(text, first, second)
    bound = second.bound if first.bound == "exact" else first.bound
    return Found(first.start, second.end, second.number_end, low, second.low, bound, second.unit, "range")


def _counts(text: str, found: Found) -> bool:
    """Whether a number with a unit is a quantity, and no lexicalised word, ordinal, article or programme."""
    assert found.unit is not None
    words = negatives()
    if found.unit.dimension == _TIME and _dates(text, found):
        return False
    if text[found.start] in _ARABIC:
        return True
    if _is_word(text, found.start, found.unit) or is_name(text, found.start, found.number_end, found.end):
        return False
    numeral = text[found.start : found.number_end]
    if found.high is None and all(c in numeral_words().digits for c in numeral):
        if len(numeral) > 1 or not found.low:
            # 二〇一六, 一一 of 统一一批, 零; but 二七八公顷, 一二〇公里
            measured = found.unit.dimension in _MEASURES and found.end - found.number_end > 1
            return measured and len(numeral) >= _FEWEST_DIGITS
        if numeral == _ONE:
            # 一个半小时 is no article
            return found.rule == _AND_HALF or _is_single(text, found.start, found.end, found.unit)
        if numeral == _SECOND and found.unit.dimension in _COUNTED:
            return False
    if text.startswith(words.abstract, found.end):
        return False
    return not _is_round(numeral) or _is_qualified(text, found.start, found.end)


def _dates(text: str, found: Found) -> bool:
    """Whether a time says when something was: 近3年, 30年来, 3个多月来, 这两天; 近3小时 and 培训近20天 are times."""
    assert found.unit is not None
    words = negatives()
    if found.unit.name == YEARS:
        return text.startswith(words.period_behind, found.end) or text.endswith(words.period_before, 0, found.start)
    return text.startswith(words.since, found.end) or text.endswith(words.recent, 0, found.start)


def _is_round(numeral: str) -> bool:
    """Whether a numeral is a bare magnitude (万, 千亿): 千万吨产能 and 万人拥有量 tell a size, 拾万元 an amount."""
    if numeral == "十" or (len(numeral) > 1 and not _FORMAL.isdisjoint(numeral)):
        return False
    return all(c in numeral_words().magnitudes for c in numeral)


def _is_word(text: str, start: int, unit: Unit) -> bool:
    """Whether a Chinese numeral and a unit are a name (二期), a time, or a part of a word (一票否决)."""
    return unit.arabic_only or unit.name == YEARS or negatives().lexicalised.covers(text, start)


def _is_qualified(text: str, start: int, end: int) -> bool:
    """Whether a word before or behind bounds the number (超万元, 亿元以上); 千亿元级 is an adjective."""
    if text.startswith("级", end):
        return False
    around = look_around(text, start, end, max(0, start - 8), end + 8)
    return bool(around.words)


def _is_single(text: str, start: int, end: int, unit: Unit) -> bool:
    """Whether 一 + classifier counts: behind its noun (便民桥一座), with 以上 or 仅, or a unit of measure (一倍)."""
    before = text[max(0, start - 3) : start]
    after = text[end : end + 1]
    if not before:
        return False
    for word, bound in qualifiers().behind.get(after, ()):
        if bound != "exact" and len(word) > 1 and text.startswith(word, end):
            return True
    if before[-1] in _ARTICLE_AFTER:
        return False
    if before.endswith(negatives().single_before) or unit.dimension in _MEASURED:
        return True
    if unit.dimension == "time":
        return False
    if unit.dimension not in _COUNTED and _is_qualified(text, start, end):
        return True
    return after in _CLAUSE_END
