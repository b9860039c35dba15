"""The special rules: each is a name, where it is asked, a pattern and what it makes of a match.

The engine asks the rules of a place in their order; the first that answers decides, and where none does a numeral is
read as a plain number (`number_rule`). A rule that finds no quantity (a date, an ordinal, a session) still consumes
its text, so that no other rule reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.grammar import DIGIT, fraction_pattern, second_share_pattern
from fupin_nlp.extract.numerals import NumberError, numeral_words, parse_number, read_numeral
from fupin_nlp.extract.plain import GLUE
from fupin_nlp.extract.words import negatives
from fupin_nlp.lexicon.patterns import IN_YEAR, QuickPattern, compile_quick
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Bound

__all__ = ["Match", "Rule", "RuleBook", "Scene", "rules"]


@dataclass(frozen=True, slots=True)
class Scene:
    """The text that is read, and where the reading ends."""

    text: str
    end: int


class Match:
    """What a rule made of its match: the end of what it consumed, and the numbers that it found."""

    __slots__ = ("end", "found")

    def __init__(self, end: int, found: tuple[Found, ...] = ()) -> None:
        self.end = end
        self.found = found


Production = Callable[["Scene", int, int], "Match | None"]
"""(scene, start, end of the pattern's match) → what was found, or None where the next rule is to be asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule.

    Attributes
    ----------
    begins : str
        Characters that are no numeral, at which the rule is asked (第, 翻).
    follows : str
        Characters behind a numeral for which the rule is asked at the numeral (年 for dates). Most numerals are
        followed by a unit and cost no look at any special rule.
    """

    name: str
    begins: str
    follows: str
    pattern: QuickPattern
    production: Production


_YEAR: Final = rf"(?:1[89]|20){DIGIT}{{2}}"
_DASH: Final = r"[-－–—~～至到]{1,2}"
_YEARS_NAMED: Final = frozenset("今去本当上前明0123456789")
# A numbered group behind the name of its village: 上坪村三组; 全村3组 and 12个村35组 are counts.
_OF_VILLAGE: Final = r"(?<=[^全本该各每个辖设有整\x20，。、]村)"


def _passed(_scene: Scene, _start: int, end: int) -> Match:
    """Consume a match that is no quantity."""
    return Match(end)


def _rank(scene: Scene, start: int, end: int) -> Match | None:
    """Consume 前三, 前10名; 目前10个县, 提前2年 and 年底前800户 are none."""
    text = scene.text
    before = text[start - 1 : start]
    dated = before == "月" and text[start - 2 : start - 1].isdecimal()  # 10月前800户; but 每月前10名
    match = units().match(text, end) if before in _SPANS else None  # 汛期前12座; but 每期前3名, 假期前四天
    dated = dated or (match is not None and match[0].dimension not in ("people", "time"))
    return None if dated or before in negatives().not_front else Match(end)


def _first_months(scene: Scene, start: int, end: int) -> Match | None:
    """Consume 前11个月 and 今年前两个季度; 提前两个月 and 目前3个月 are none."""
    text = scene.text
    of_year = text[start - 1 : start] == "年" and text[start - 2 : start - 1] in _YEARS_NAMED
    return Match(end) if of_year or text[start - 1 : start] not in negatives().not_front else None


_PLENARY: Final = ("全会", "全体会议")


def _rough(scene: Scene, start: int, end: int) -> Match | None:
    """千把人 is about 1000; 300把椅子 and 一千把 are counts of what has a handle."""
    unit = units().match(scene.text, end, chinese=True)
    if unit is None or unit[1] > scene.end:
        return None
    value = numeral_words().magnitudes[scene.text[start]]
    return Match(unit[1], (Found(start, unit[1], end, value, None, "about", unit[0], "rough"),))


def _power(scene: Scene, start: int, end: int) -> Match | None:
    """Read 1.2×10⁴亩 and 10^4吨, with a magnitude and a unit behind; without a unit it is a formula."""
    text = scene.text
    match = _power_pattern().match(text, start, end)
    assert match is not None
    exponent = int(match["raised"].translate(_LOWERED)) if match["raised"] else int(match["exponent"])
    if exponent > _LARGEST_EXPONENT or (start and text[start - 1] in GLUE):
        return None
    value = Decimal(match["times"] or 1) * Decimal(10) ** exponent
    at = end
    while text[at : at + 1] in numeral_words().magnitudes and text[at] != "十":
        value *= numeral_words().magnitudes[text[at]]
        at += 1
    unit = units().match(text, at)
    if unit is None or unit[1] > scene.end:
        return None
    # A raised digit behind a bare 10 may be the mark of a note: 10²户.
    certain = match["raised"] is None or match["times"] is not None or unit[0].dimension in _MEASURED
    return Match(unit[1], (Found(start, unit[1], at, value, None, "exact", unit[0], "power", certain),))


@lru_cache(maxsize=1)
def _power_pattern() -> QuickPattern:
    return compile_quick(
        "power",
        r"(?:(?P<times>[0-9]{1,9}(?:\.[0-9]{1,9})?)\x20?[×xX*·]\x20?)?10"
        r"(?:\^[({]?(?P<exponent>[0-9]{1,2})[)}]?|(?P<raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))",
    )


def _session(scene: Scene, start: int, end: int) -> Match | None:
    """Consume 十二届四次 and 人大四次(会议); 召开四次会议 is a count."""
    text = scene.text
    if "届" in text[start:end] or text.startswith(_PLENARY, end) or text.endswith(negatives().session, 0, start):
        return Match(end)
    return None


def _doubling(scene: Scene, start: int, end: int) -> Match:
    """翻番 and 翻一番 are 2 times, 翻两番 4 times."""
    steps = scene.text[start + 1 : end - 1].lstrip("了")
    value = Decimal(2) ** int(parse_number(steps)) if steps else Decimal(2)
    return Match(end, (Found(start, end, end, value, None, "exact", units().by_name["倍"], "doubling"),))


def _half(scene: Scene, start: int, end: int) -> Match:
    bound: Bound = "over" if scene.text.startswith("过", start) else "exact"
    return Match(end, (Found(start, end, end, Decimal(50), None, bound, units().by_name["%"], "half"),))


def _fraction(scene: Scene, start: int, _end: int) -> Match | None:
    """百分之五 is 5 %, 千分之三 3 ‰, 五分之一 20 %, 1/4 25 %."""
    match = fraction_pattern().match(scene.text, start, scene.end)
    if match is None or (start and scene.text[start - 1] in GLUE):
        return None
    try:
        part = read_numeral(match["part"] or match["over"] or match["rate"])
        whole = read_numeral(match["whole"] or match["under"] or match["people"]).low
    except NumberError:
        return None
    if not whole or (match["over"] and not part.low < whole <= _LARGEST_BELOW):
        return None  # 2026/27学年, 3/0
    name = _SHARES.get(int(whole)) if match["whole"] else None
    factor = Decimal(1) if name else 100 / whole
    low, high = (None if v is None else _plain(v * factor) for v in (part.low, part.high))
    assert low is not None
    unit = units().by_name[name or "%"]
    end = match.end()
    if match["whole"] and high is None:
        second = _second_share(scene, start, end, match["whole"], part.low)
        if second is not None:
            end, other = second
            high = _plain(other * factor)
    return Match(end, (Found(start, end, end, low, high, part.bound, unit, "fraction"),))


def _second_share(scene: Scene, start: int, end: int, whole: str, low: Decimal) -> tuple[int, Decimal] | None:
    """Return end and value of the second end of a range: 百分之一至二, 百分之五到百分之八."""
    text = scene.text
    match = second_share_pattern().match(text, end, scene.end)
    if match is None or match["again"] not in (None, whole):
        return None
    behind = match.end()
    if match["again"] is None and (text[behind : behind + 1] in _GOES_ON or units().match(text, behind, chinese=True)):
        return None  # 百分之五至3月, 至十户
    clause = text[max(0, start - _DEPARTURE) : start]
    if any(word in clause for word in negatives().departure):
        return None
    try:
        other = read_numeral(match["other"])
    except NumberError:
        return None
    return (behind, other.low) if other.high is None and other.low > low else None


def _plain(value: Decimal) -> Decimal:
    """Round to six digits and drop the zeros at the end; whole numbers stay without exponent."""
    rounded = round(value, 6)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


_SPANS: Final = frozenset("期节")
_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LARGEST_EXPONENT: Final = 15
_MEASURED: Final = frozenset({"area", "energy", "length", "mass", "money", "power", "volume"})
_GOES_ON: Final = frozenset("0123456789.年月日号时点分%％第")
_DEPARTURE: Final = 8
_LARGEST_BELOW: Final = 1000
_SHARES: Final = {100: "%", 1000: "‰", 10000: "‱"}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The special rules by the character that they begin with, and by the one behind a numeral."""

    by_start: Mapping[str, tuple[Rule, ...]]
    by_follow: Mapping[str, tuple[Rule, ...]]


@lru_cache(maxsize=1)
def rules() -> RuleBook:
    """Return the special rules, arranged as the engine asks them."""
    words = numeral_words()
    chinese = "".join(words.digits) + "".join(words.magnitudes) + "".join(words.unknown)
    numeral = rf"[0-9０-９{chinese}.．]++"
    date = rf"""{_YEAR}\x20?+(?:{_DASH}\x20?{_YEAR}\x20?+)?+年(?:度|[\x20]?[-至到—～~][\x20]?{_YEAR}年)?+
             | 0[0-9]年(?:度(?!假))?+
             | [12][0-9]{IN_YEAR}
             | {_YEAR}{_DASH}{_YEAR}(?!{DIGIT}|[万亿千百])
             | {_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?=[期号日起止前后])
             | {_YEAR}[-/.]{DIGIT}{{1,2}}[-/.]{DIGIT}{{1,2}}(?:\x20{{1,3}}{DIGIT}{{1,2}}:[0-9:]++)?+
             | {DIGIT}{{1,2}}[:：∶]{DIGIT}{{2}}(?::{DIGIT}{{2}})?+"""
    session = rf"{numeral}(?:届(?:{numeral}次)?+|次(?=会议|全会|全体会议))"
    table = (
        ("date", "", "年-－–—~～至到/.:：∶期号日起止前后", date, _passed),
        ("page", "第", "", r"第\x20?[0-9]{1,4}\x20?页[\x20，,/|]{0,2}共\x20?[0-9]{1,4}\x20?页", _passed),
        (
            "length of the page",
            "",
            "字 ",
            r"(?:(?<=全文)|(?<=[全本]文共)|(?<=全文共\x20)|(?<=显示|隐藏|省略))[0-9]{1,7}\x20?字",
            _passed,
        ),
        ("road", "", "省国县乡", r"[0-9]{1,3}[省国县乡]道(?!路)", _passed),
        ("damaged year", "", "年", r"(?:19|20)[0-9]{4}年", _passed),
        (
            "group of a village",
            "",
            "组",
            rf"{numeral}组(?=村民|社员|居民小组)|{_OF_VILLAGE}{numeral}组(?![织建成团合装网])",
            _passed,
        ),
        ("ordinal", "第", "", rf"第\x20?{numeral}(?:[-—~～至、]{numeral})?+", _passed),
        ("address", "", "栋幢座号", rf"{numeral}(?:[栋幢座]|号[楼院])(?:{numeral}(?:号楼|单元|[栋幢室]))++", _passed),
        ("session", "", "届次", session, _session),
        ("base", "每", "", rf"每隔?\x20?{numeral}", _passed),
        ("first months", "前", "", rf"前\x20?{numeral}\x20?个?(?:月(?!前|以前)|季度)", _first_months),
        ("rank", "前", "", rf"前\x20?{numeral}(?:[年届])?+", _rank),
        ("doubling", "翻", "", r"翻了?(?:[一两二三四1-4])?番", _doubling),
        ("rough", "", "把", "[百千万]把", _rough),
        ("half", "半过", "半", r"一半(?![年月径路山夜])|半数|过半(?=[，。、；的])", _half),
    )
    ordered = [Rule(name, begins, after, compile_quick(name, p), made) for name, begins, after, p, made in table]
    ordered.append(Rule("power", "", "×xX*·^⁰¹²³⁴⁵⁶⁷⁸⁹", _power_pattern(), _power))
    ordered.append(Rule("fraction", "百", "分/百", fraction_pattern(), _fraction))
    return RuleBook(_by(ordered, "begins"), _by(ordered, "follows"))


def _by(ordered: list[Rule], field: str) -> Mapping[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in ordered:
        for char in getattr(rule, field):
            found.setdefault(char, []).append(rule)
    return MappingProxyType({char: tuple(listed) for char, listed in found.items()})
