"""The rules: each is a name, the characters it may begin with, a pattern and what it makes of a match.

The engine (`scan`) asks the rules of a character in their order; the first whose pattern matches decides. A rule
that finds no quantity (a date, an ordinal, a slogan) still consumes its text, so that no later rule reads it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.grammar import DIGIT, fraction_pattern, number_pattern
from fupin_nlp.extract.number_rule import read_number
from fupin_nlp.extract.numerals import NumberError, numeral_words, parse_number
from fupin_nlp.extract.words import negatives
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Bound, Span

__all__ = ["Match", "Rule", "Scene", "rules"]


@dataclass(frozen=True, slots=True)
class Scene:
    """The text that is read, where the reading ends, and the quoted spans in it."""

    text: str
    end: int
    quoted: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule made of its match: the end of what it consumed, and the numbers that it found."""

    end: int
    found: tuple[Found, ...] = ()


Production = Callable[["Scene", int, int], "Match | None"]
"""(scene, start, end of the pattern's match) → what was found, or None where the next rule is to be asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule."""

    name: str
    starts: str
    pattern: Pattern
    production: Production


_YEAR = rf"(?:1[89]|20){DIGIT}{{2}}"
_DASH = r"[-－–—~～至到]{1,2}"


def _passed(_scene: Scene, _start: int, end: int) -> Match:
    """Consume a match that is no quantity."""
    return Match(end)


def _quoted(scene: Scene, start: int) -> bool:
    """Whether a short quotation or a title covers the place: “两不愁”, 《…三年行动计划》."""
    at = bisect_right(scene.quoted, (start, scene.end)) - 1
    return at >= 0 and scene.quoted[at][0] <= start < scene.quoted[at][1]


def _rank(scene: Scene, start: int, end: int) -> Match | None:
    """Consume 前三, 前10名; 目前10个县 and 提前2年 are none."""
    return None if scene.text[start - 1 : start] in negatives().not_front else Match(end)


_PLENARY = ("全会", "全体会议")


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


def _fraction(scene: Scene, start: int, end: int) -> Match | None:
    """百分之五 is 5 %, 千分之三 3 ‰, 五分之一 20 %, 1/4 25 %."""
    match = fraction_pattern().match(scene.text, start, scene.end)
    if match is None or scene.text[start - 1 : start] in _GLUE:
        return None
    table = units().by_name
    try:
        if match["over"]:
            part, whole = parse_number(match["over"]), parse_number(match["under"])
        else:
            part, whole = parse_number(match["part"]), parse_number(match["whole"])
    except NumberError:
        return None
    if not whole:
        return None
    unit = {100: "%", 1000: "‰", 10000: "‱"}.get(int(whole), "%") if match["whole"] else "%"
    value = part if (match["whole"] and unit != "%") or whole == 100 else round(part * 100 / whole, 6)
    return Match(end, (Found(start, end, end, value.normalize(), None, "exact", table[unit], "fraction"),))


_GLUE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_#@=*/+.")
"""A number right behind one of these is part of a code, a formula or an address (G60, 1+6, T1000)."""

_CODE = compile_pattern("code", r"[0-9A-Za-z_.+/=&?#%-]++")


def _number(scene: Scene, start: int, end: int) -> Match:
    if scene.text[start - 1 : start] in _GLUE and start:
        code = _CODE.match(scene.text, start, scene.end)
        return Match(max(end, code.end() if code else end))
    if _quoted(scene, start):
        return Match(end)
    found, stop = read_number(scene.text, start, scene.end)
    return Match(stop, tuple(found))


@lru_cache(maxsize=1)
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules by the character that they may begin with, in the order in which they are asked."""
    words = numeral_words()
    chinese = "".join(words.digits) + "".join(words.magnitudes) + "".join(words.unknown)
    arabic = "0123456789０１２３４５６７８９"
    numeral = rf"[{arabic}{chinese}.．]++"
    date = rf"""{_YEAR}\x20?+(?:{_DASH}\x20?{_YEAR}\x20?+)?+年(?:度|[\x20]?[-至到—～~][\x20]?{_YEAR}年)?+
             | {_YEAR}{_DASH}{_YEAR}(?!{DIGIT}|[万亿千百])
             | {_YEAR}[-/.]{DIGIT}{{1,2}}[-/.]{DIGIT}{{1,2}}(?:\x20{{1,3}}{DIGIT}{{1,2}}:[0-9:]++)?+
             | {DIGIT}{{1,2}}[:：∶]{DIGIT}{{2}}(?::{DIGIT}{{2}})?+"""
    session = rf"{numeral}(?:届(?:{numeral}次)?+|次(?=会议|全会|全体会议))"
    ordered = (
        Rule("date", arabic, compile_pattern("date", date), _passed),
        Rule("ordinal", "第", compile_pattern("ordinal", rf"第\x20?{numeral}(?:[-—~～至、]{numeral})?+"), _passed),
        Rule(
            "session",
            arabic + chinese,
            compile_pattern("session", session),
            _session,
        ),
        Rule("base", "每", compile_pattern("base", rf"每隔?\x20?{numeral}"), _passed),
        Rule("rank", "前", compile_pattern("rank", rf"前\x20?{numeral}(?:[年届])?+"), _rank),
        Rule("doubling", "翻", compile_pattern("doubling", r"翻了?(?:[一两二三四1-4])?番"), _doubling),
        Rule("half", "一半过", compile_pattern("half", r"一半(?![年月径路山夜])|半数|过半(?=[，。、；的])"), _half),
        Rule("fraction", arabic + chinese, fraction_pattern(), _fraction),
        Rule("number", arabic + chinese, number_pattern(), _number),
    )
    by_start: dict[str, list[Rule]] = {}
    for rule in ordered:
        for char in rule.starts:
            by_start.setdefault(char, []).append(rule)
    return MappingProxyType({c: tuple(rs) for c, rs in by_start.items()})
