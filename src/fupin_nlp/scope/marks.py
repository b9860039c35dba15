"""How the items of a list are marked, and which lines open a list: the rules of ``scope.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick

__all__ = ["Mark", "Speaks", "mark_at", "openings_of_clauses", "opens_list", "speaks_of"]

Speaks: TypeAlias = Literal["plan", "review", "rule"]

_SPEAKS: Final[tuple[Speaks, ...]] = ("review", "rule", "plan")
_OPENINGS: Final = frozenset({"announce", "address", *_SPEAKS})
_COLONS: Final = ("：", ":")
_ENDS: Final = "。．.；;：:！! \u3000\t\r\n"
_LONGEST: Final = 240  # characters of a sentence that opens a list; what is longer tells figures of its own
_DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")}


class Mark(NamedTuple):
    """The mark of a list item.

    Attributes
    ----------
    style : str
        Its name in ``scope.toml``.
    level : int
        As of headings: 一、 = 1, （一） = 2, 1. = 3, 一是 = 4, —— = 5.
    number : int
        What it counts; 0 for a bullet.
    end : int
        Where it ends in the text.
    """

    style: str
    level: int
    number: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rules:
    marks: tuple[tuple[str, int, QuickPattern], ...]
    any_mark: QuickPattern
    announce: QuickPattern
    address: QuickPattern
    speaks: tuple[tuple[Speaks, QuickPattern], ...]
    no_subject: tuple[str, ...]


def _marks(value: Any) -> bool:
    return isinstance(value, list) and all(
        set(mark) == {"style", "level", "pattern"} and mark["level"] in range(1, 6) for mark in value
    )


def _openings(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _OPENINGS and all(word_list(v) for v in value.values())


def _clause_words(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"no_subject"} and word_list(value["no_subject"])


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    data = load_toml("scope.toml", {"marks": _marks, "openings": _openings, "clauses": _clause_words})
    marks, openings = data["marks"], data["openings"]
    if len({mark["style"] for mark in marks}) != len(marks):
        raise DataFileError("scope.toml: two marks have the same style")

    def pattern(key: str) -> QuickPattern:
        return compile_quick(key, "|".join(f"(?:{p})" for p in openings[key]))

    return _Rules(
        tuple((m["style"], m["level"], compile_quick(m["style"], m["pattern"])) for m in marks),
        compile_quick("mark", "|".join(m["pattern"].replace("?P<number>", "?:") for m in marks)),
        pattern("announce"),
        pattern("address"),
        tuple((key, pattern(key)) for key in _SPEAKS),
        tuple(data["clauses"]["no_subject"]),
    )


def openings_of_clauses() -> tuple[str, ...]:
    """Return the words with which clauses begin that have no subject of their own."""
    return _rules().no_subject


def mark_at(text: str, position: int) -> Mark | None:
    """Return the mark of a list item that stands at a position.

    Examples
    --------
    >>> mark_at("（三）教育扶贫", 0)
    Mark(style='han in brackets', level=2, number=3, end=3)
    >>> mark_at("三年来", 0) is None
    True
    """
    rules = _rules()
    if rules.any_mark.match(text, position) is None:
        return None
    for style, level, pattern in rules.marks:
        match = pattern.match(text, position)
        if match is not None:
            number = _value(match["number"]) if "number" in pattern.groupindex else 0
            return Mark(style, level, number, match.end())
    return None


def _value(number: str) -> int:
    """Return what an ordinal counts; the longest are 九十九 and ⑳."""
    if number.isdecimal():
        return int(number)
    if len(number) == 1 and "①" <= number <= "⑳":
        return ord(number) - ord("①") + 1
    tens, ten, ones = number.partition("十")
    if not ten:
        return _DIGITS.get(number, 0)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def opens_list(sentence: str) -> bool:
    """Return whether the last sentence of a line opens what follows (目标如下：), and is no address.

    Examples
    --------
    >>> opens_list("主要目标是："), opens_list("各位代表："), opens_list("我们主要做了以下工作。")
    (True, False, True)
    """
    words = sentence.strip(_ENDS)
    if not words or len(sentence) > _LONGEST:
        return False
    rules = _rules()
    if sentence.rstrip(" \u3000\t\r\n").endswith(_COLONS):
        return rules.address.search(words) is None
    return rules.announce.search(words) is not None


def speaks_of(opening: str) -> Speaks | None:
    """Return what opening words speak of: work done, work to come, or rules.

    Examples
    --------
    >>> speaks_of("2019年，主要做了以下工作："), speaks_of("今年要抓好以下工作："), speaks_of("补助标准如下：")
    ('review', 'plan', 'rule')
    >>> speaks_of("您提出的《关于修建桥梁的建议》收悉，现答复如下：") is None
    True
    >>> speaks_of("主要目标任务完成情况如下："), speaks_of("全县共有：")
    ('review', None)
    """
    unquoted = _titles().sub("", opening.strip(_ENDS))  # what a paper is called (《…的建议》) says nothing of the list
    for clause in reversed(_clauses().split(unquoted)):
        for speaks, pattern in _rules().speaks:
            if pattern.search(clause) is not None:
                return speaks
    return None


@lru_cache(maxsize=1)
def _titles() -> QuickPattern:
    return compile_quick("titles of papers", "《[^《》]*》")


@lru_cache(maxsize=1)
def _clauses() -> QuickPattern:
    return compile_quick("clauses of an opening", "[，,。；;：]")
