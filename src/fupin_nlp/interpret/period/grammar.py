"""Find the words that date something: rules of ``periods.toml`` in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from fupin_nlp.errors import DataFileError
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.lexicon.patterns import IN_YEAR, Pattern, QuickPattern, alternatives, compile_pattern, compile_quick

__all__ = ["BEFORE", "KINDS", "Grammar", "PeriodMention", "find_anchors", "find_periods", "grammar"]

KINDS: Final = (
    "until", "deadline", "since", "span", "part", "point", "event", "year", "now", "duration",
    "distributive", "per", "base",
)  # fmt: skip

BEFORE: Final = 10  # how far a period word reaches in front of the first anchor in it
_EVENT_CHARS: Final = 40
# Besides 2015 and 二〇一五: 民国104, 104年度 and 104年3月 (of Taiwan; 104年 alone is a duration), ’98, 08 and 15年底.
_YEAR: Final = (
    r"(?:(?:19|20)\d{2}|[一二][〇○零九][〇○零一二三四五六七八九]{2}|民国\d{2,3}|[’‘]\d{2}(?=年)|0\d(?=年)"
    rf"|1[0-3]\d(?={IN_YEAR})|[12]\d(?={IN_YEAR}))"
)
_OF_TAIWAN: Final = rf"(?:{_YEAR}|1[0-3]\d(?=年))"
_PIECES: Final = {
    "M": r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])",
    "D": r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])",
    "N": r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3}|[几多数]|十[几多])",
}


class PeriodMention:
    """Words that date something: ``text[start:end] == text``.

    Attributes
    ----------
    start, end : int
    text : str
    kind : str
        ``until`` 截至2014年12月, ``deadline`` 到2030年 / 6月末前, ``since`` 2004年以来, ``span`` 近三年来,
        ``part`` 上半年 / 9月中下旬, ``point`` 2020年底, ``event`` 第二轮帮扶启动以来, ``year`` 去年 / 2014年,
        ``now`` 目前, ``duration`` 五年 / 连续8年, ``distributive`` 每年 / 年均, ``per`` 户均, ``base`` 较2020年.
    rule : str
        Name of the rule that found it.
    """

    __slots__ = ("end", "kind", "rule", "start", "text")

    def __init__(self, start: int, end: int, text: str, kind: str, rule: str) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.kind = kind
        self.rule = rule

    def __repr__(self) -> str:
        return f"PeriodMention({self.start}, {self.end}, {self.text!r}, {self.kind!r}, {self.rule!r})"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules, compiled.

    Attributes
    ----------
    anchor : Pattern
        What every period word has.
    starts : mapping
        Character with which a period word can begin → the rules to try there, in their order.
    kinds, bodies : mapping
        Name of a rule → its kind; its pattern.
    plans : mapping
        Five-year plan → its first and its last year.
    """

    anchor: QuickPattern
    starts: dict[str, QuickPattern]
    kinds: dict[str, str]
    bodies: Mapping[str, str]
    plans: Mapping[str, tuple[int, int]]
    event_end: QuickPattern
    event_tails: tuple[str, ...]
    event_lead: Pattern
    lead: QuickPattern
    continues: tuple[str, ...]
    items: tuple[str, ...]
    counting: tuple[str, ...]
    not_period: tuple[str, ...]
    telling: tuple[str, ...]
    events_told: tuple[str, ...]


def _rules(value: Any) -> bool:
    return isinstance(value, list) and all(
        set(rule) == {"name", "first", "kind", "pattern"} and rule["kind"] in KINDS and rule["first"] for rule in value
    )


def _plans(value: Any) -> bool:
    return all(isinstance(k, str) and len(v) == 2 and v[1] - v[0] == 4 for k, v in value.items())


_WORDS: Final = {"anchor", "first", "lead", "continues", "items", "counting", "not_period", "event"} | {
    "telling",
    "events_told",
}


@lru_cache(maxsize=2)
def grammar(taiwan: bool = False) -> Grammar:
    """Return the rules of ``periods.toml``; in a text of Taiwan 115年 is a year.

    Raises
    ------
    DataFileError
        If two rules have one name, a character with which one begins is in no group or in two, or a pattern is not
        valid.
    """
    data = load_toml(
        "periods.toml",
        {
            "plans": _plans,
            "words": lambda t: set(t) == _WORDS and all(isinstance(v, list) and v for v in t.values()),
            "rules": _rules,
        },
    )
    words, rules = data["words"], data["rules"]
    names = [rule["name"] for rule in rules]
    if len(set(names)) != len(names):
        raise DataFileError("periods.toml: two rules have the same name")
    plan = rf"(?:[“\"「]?{alternatives(data['plans'])}[”\"」]?)"
    year = _OF_TAIWAN if taiwan else _YEAR
    pieces = {**_PIECES, "Y": rf"(?:{year}年)", "YY": year, "PLAN": plan}
    bodies = {rule["name"]: rule["pattern"].format(**pieces) for rule in rules}
    events = alternatives(words["event"])
    return Grammar(
        compile_quick("anchors of periods", alternatives(words["anchor"])),
        _starts(words["first"], {rule["name"]: rule["first"] for rule in rules}, bodies),
        {rule["name"]: rule["kind"] for rule in rules},
        MappingProxyType(bodies),
        MappingProxyType({name: (first, last) for name, (first, last) in data["plans"].items()}),
        # The end of an event is found by its last character and the comma; what stands before is looked at then.
        compile_quick("end of an event", "[来间初中始][，,]"),
        ("以来", "期间", "之初", "开始", *(f"{event}中" for event in words["event"])),
        compile_pattern(
            "event head", rf"(?:自从?|从|在)?(?P<words>[^，,。；;：\n]{{1,30}}?{events}[^，,。；;：\n]{{0,6}})"
        ),
        compile_quick(
            "lead", rf"(?:[\s　“‘—\-－―·●◆（(]|[一二三四五六七八九十\d]++[、.）)]|{alternatives(words['lead'])})++"
        ),
        tuple(words["continues"]),
        tuple(words["items"]),
        tuple(words["counting"]),
        tuple(dict.fromkeys(words["not_period"])),
        tuple(words["telling"]),
        tuple(words["events_told"]),
    )


def _starts(groups: list[str], first: Mapping[str, str], bodies: Mapping[str, str]) -> dict[str, QuickPattern]:
    """Return for each character the pattern of the rules that can begin with it or with another one of its group.

    A try takes a third of what the union of all rules takes (measured on 1.1 MB of reports: 9 ms against 19).
    """
    starts: dict[str, QuickPattern] = {}
    for group in groups:
        fitting = [name for name, characters in first.items() if not set(group).isdisjoint(characters)]
        # The name is that of the empty group behind the rule: what a rule begins with is then looked at first.
        union = "|".join(f"(?:{bodies[name]})(?P<{name}>)" for name in fitting)
        pattern = compile_quick(f"periods that begin with one of {group}", rf"(?<!\d)(?:{union})")
        for character in group:
            starts[character] = pattern
            if character.isdecimal():
                starts[chr(ord(character) + ord("０") - ord("0"))] = pattern
    if len("".join(groups)) != len(set("".join(groups))) or not set("".join(first.values())) <= set(starts):
        raise DataFileError("periods.toml: each character with which a rule begins must be in one group of words.first")
    return starts


def find_periods(
    text: str, windows: Sequence[tuple[int, int]] | None = None, taiwan: bool = False
) -> list[PeriodMention]:
    """Return the period words of a text, in text order, without overlap.

    Bare 三年 counts only where it dates what follows (五年生产原煤65亿吨), not as a name (三年行动计划).

    Parameters
    ----------
    text : str
        Simplified.
    windows : sequence of pairs of int, optional
        Where words other than events can begin: first and last place. By default the places up to `BEFORE` in front
        of each anchor.
    taiwan : bool, optional
        Whether the text counts years as Taiwan does (115年 is 2026).

    Examples
    --------
    >>> [(m.text, m.kind) for m in find_periods("截至2014年12月，结对994户；年均增长5%，较2020年提高")]
    [('截至2014年12月', 'until'), ('年均', 'distributive'), ('较2020年', 'base')]
    """
    rules = grammar(taiwan)
    if windows is None:
        windows = [(max(0, at - BEFORE), at) for at in find_anchors(text)]
    found = _by_rules(text, rules, windows)
    return _with_events(text, found, rules) if "，" in text or "," in text else found


def find_anchors(text: str) -> list[int]:
    """Return where the words stand of which every period word has one."""
    return [anchor.start() for anchor in grammar().anchor.finditer(text)]


def _by_rules(text: str, rules: Grammar, windows: Iterable[tuple[int, int]]) -> list[PeriodMention]:
    """Try the rules at the characters with which they can begin, in each window up to its end."""
    pattern_of, kinds, end = rules.starts.get, rules.kinds, 0
    found: list[PeriodMention] = []
    for first, last in windows:
        at = first if first > end else end
        while at <= last:
            pattern = pattern_of(text[at])
            match = pattern.match(text, at) if pattern is not None else None
            if match is None:
                at += 1
                continue
            rule = match.lastgroup or ""
            end = match.end()
            if rule != "duration" or _dates(text, at, end):
                found.append(PeriodMention(at, end, match[0], kinds[rule], rule))
            at = end
        end = at
    return found


def _dates(text: str, start: int, end: int) -> bool:
    """Return whether 五年 dates the words after it: at the head of a clause, or before 累计 and the like."""
    after = text[end : end + 3]
    if after.startswith(grammar().counting):
        return True
    if not after or after.startswith(grammar().not_period):
        return False
    return (start == 0 or text[start - 1] in "，。；：\n 　—,;") and "\u4e00" <= after[0] <= "\u9fff"


def _with_events(text: str, found: list[PeriodMention], rules: Grammar) -> list[PeriodMention]:
    """Add clause-initial events (第二轮帮扶启动以来，); an event takes the place of what lies in it."""
    events: list[PeriodMention] = []
    starts = {m.end: m.start for m in found}
    for match in rules.event_end.finditer(text):
        end = match.end() - 1
        if not text.endswith(rules.event_tails, 0, end):
            continue
        floor = max(0, end - _EVENT_CHARS)
        start = max(text.rfind(mark, floor, end) for mark in "，,。；;：\n") + 1
        if start == 0 and floor > 0:
            continue
        words = _event_words(text[start:end].lstrip(" 　"), rules)
        if words and starts.get(end, end) > end - len(words):
            events.append(PeriodMention(end - len(words), end, words, "event", "event"))
    if not events:
        return found
    return _merged(found, events)


def _merged(found: list[PeriodMention], events: list[PeriodMention]) -> list[PeriodMention]:
    """Return both in text order, but for what overlaps an event."""
    merged: list[PeriodMention] = []
    i = 0
    for event in events:
        while i < len(found) and found[i].end <= event.start:
            merged.append(found[i])
            i += 1
        while i < len(found) and found[i].start < event.end:
            i += 1
        merged.append(event)
    return merged + found[i:]


def _event_words(clause: str, rules: Grammar) -> str | None:
    """Return the words of an event: those behind 在, else the clause if it names one."""
    within = clause.endswith(("中", "期间"))
    if within and "在" in clause[1:]:
        return clause[clause.rindex("在") + 1 :]
    if clause.endswith("中") and not clause.startswith("在"):
        return None
    head = rules.event_lead.fullmatch(clause)
    return str(head["words"]) if head else None
