"""Words and patterns that decide the role of a figure, and the tone of words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fupin_nlp.lexicon.finder import WordFinder
from fupin_nlp.lexicon.loader import load_toml, load_tsv, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick, find_around

__all__ = ["CUES", "RoleCues", "RoleWords", "role_words", "tone_weights"]

_KEYS: Final = (
    "review_heading",
    "plan_title",
    "plan_heading",
    "problem_heading",
    "budget_heading",
    "part_names",
    "target",
    "modal",
    "modal_end",
    "modal_end_behind",
    "modal_behind",
    "goal_before",
    "goal_behind",
    "aims",
    "duty",
    "achieved",
    "past",
    "done",
    "poverty",
    "estimate",
    "standard_before",
    "standard_not",
    "value_nouns",
    "condition",
    "condition_behind",
    "sizes_described",
    "moved",
    "case_words",
    "case_person",
    "case_not",
    "background_before",
    "place_parts",
    "having",
    "rule_names",
    "rule_keeping",
)
# Groups of words, each of which is a cue, and groups of patterns with the words that their matches hold.
_WORDS: Final = ("achieved", "past", "estimate", "standard_not", "case_words", "poverty")
_PATTERNS: Final = ("target", "modal", "goal_before", "aims", "duty", "done", "standard_before", "background_before")
CUES: Final[Mapping[str, int]] = {name: 1 << n for n, name in enumerate((*_WORDS, *_PATTERNS, "person"))}
"""Group of words or patterns → its bit in `RoleCues`."""
_PERSON: Final = CUES["person"]
_POVERTY: Final = CUES["poverty"]

_AFTER_NAME: Final = "，,、。的说是原今在家把种养靠一通对和有便就去从夫拿用前也都正又很曾本算笑高开申领卖便"
_PERSON_REACH = (14, 8)  # characters: a title with its mark before the surname, a name with what follows behind it
_BEFORE_NICKNAME: Final = "。”\n"
_NICKNAME: Final = "老"
_AGE: Final = "岁"
_AGE_OR_NICKNAME: Final = _AGE + _NICKNAME


@dataclass(frozen=True, slots=True)
class RoleCues:
    """Where in a text a word or pattern of `RoleWords` can be found at all, in text order.

    Attributes
    ----------
    ends : sequence of int
        Where the words end that the matches hold.
    marks : sequence of (int, int)
        The same, each with what it can be a part of, as bits of `CUES`.
    persons : sequence of int
        Where somebody is named as an example.
    poverty : int
        How many of them are words of poverty work; a word inside another one counts, too.
    """

    ends: Sequence[int]
    marks: Sequence[tuple[int, int]]
    persons: Sequence[int]
    poverty: int

    def between(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """Return those that end in a stretch of the text, as pairs of end and bits."""
        ends = self.ends
        first = bisect_right(ends, start)
        if first == len(ends) or ends[first] > end:
            return ()
        return self.marks[first : bisect_right(ends, end, first)]


@dataclass(frozen=True, slots=True)
class RoleWords:
    """Compiled patterns of ``roles.toml``; one attribute a group."""

    review_heading: QuickPattern
    plan_title: QuickPattern
    plan_heading: QuickPattern
    problem_heading: QuickPattern
    budget_heading: QuickPattern
    part_names: QuickPattern
    target: Pattern
    modal: QuickPattern
    modal_end: QuickPattern
    modal_end_behind: QuickPattern
    modal_behind: QuickPattern
    goal_before: QuickPattern
    goal_behind: QuickPattern
    aims: QuickPattern
    duty: QuickPattern
    achieved: QuickPattern
    past: QuickPattern
    done: QuickPattern
    poverty: QuickPattern
    estimate: QuickPattern
    standard_before: Pattern
    standard_not: QuickPattern
    value_nouns: tuple[str, ...]
    condition: Pattern
    condition_behind: Pattern
    sizes_described: tuple[str, ...]
    moved: tuple[str, ...]
    case_words: QuickPattern
    case_person: Pattern
    case_not: QuickPattern
    background_before: Pattern
    place_parts: tuple[str, ...]
    having: frozenset[str]
    rule_names: frozenset[str]
    rule_keeping: frozenset[str]
    _finder: WordFinder
    _bits: tuple[int, ...]
    _initials: frozenset[str]

    def cues(self, text: str) -> RoleCues:
        """Find in one pass where a text can match any of the patterns.

        Examples
        --------
        >>> cues = role_words().cues("2025年，力争完成12公里。")
        >>> [end for end, bits in cues.between(0, 10) if bits & CUES["target"]]
        [8]
        """
        hits = self._finder.find(text)
        own = self._bits
        marks = [(end, own[i]) for i, _, end in hits]
        near = [(start, end) for i, start, end in hits if own[i] & _PERSON]
        poverty = sum([1 for _, bits in marks if bits & _POVERTY])
        return RoleCues([end for end, _ in marks], marks, self._persons(text, near), poverty)

    def _persons(self, text: str, near: list[tuple[int, int]]) -> list[int]:
        """Return where a person is named, given the titles, ages and nicknames; a title stands before a surname."""
        places = [
            (start, end)
            for start, end in near
            if text[end - 1] in _AGE_OR_NICKNAME or text[end : end + 1] in self._initials
        ]
        if text.startswith(_NICKNAME):
            places.insert(0, (0, len(_NICKNAME)))
        return [m.start() for m in find_around(text, places, self.case_person, *_PERSON_REACH)]


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    """Load the role words once."""
    data = load_toml("roles.toml", dict.fromkeys(_KEYS, word_list) | {"held": _is_held})

    def words(key: str) -> QuickPattern:
        return compile_quick(key, alternatives(data[key]))

    def patterns(key: str) -> str:
        return "|".join(f"(?:{p})" for p in data[key])

    surnames = tuple(row[0] for row in load_tsv("surnames.tsv", ["surname"], unique=["surname"]))
    finder, bits = _cues(data)
    return RoleWords(
        review_heading=compile_quick("review_heading", patterns("review_heading")),
        plan_title=compile_quick("plan_title", patterns("plan_title")),
        plan_heading=compile_quick("plan_heading", patterns("plan_heading")),
        problem_heading=words("problem_heading"),
        budget_heading=compile_quick("budget_heading", patterns("budget_heading")),
        part_names=words("part_names"),
        target=compile_pattern("target", patterns("target")),
        modal=compile_quick("modal", patterns("modal")),
        modal_end=compile_quick("modal_end", patterns("modal_end")),
        modal_end_behind=compile_quick("modal_end_behind", patterns("modal_end_behind")),
        modal_behind=compile_quick("modal_behind", patterns("modal_behind")),
        goal_before=compile_quick("goal_before", patterns("goal_before")),
        goal_behind=compile_quick("goal_behind", patterns("goal_behind")),
        aims=compile_quick("aims", patterns("aims")),
        duty=compile_quick("duty", patterns("duty")),
        achieved=compile_quick("achieved", patterns("achieved")),
        past=words("past"),
        done=compile_quick("done", patterns("done")),
        poverty=words("poverty"),
        estimate=words("estimate"),
        standard_before=compile_pattern("standard_before", patterns("standard_before")),
        standard_not=words("standard_not"),
        value_nouns=tuple(data["value_nouns"]),
        condition=compile_pattern("condition", patterns("condition")),
        condition_behind=compile_pattern("condition_behind", patterns("condition_behind")),
        sizes_described=tuple(data["sizes_described"]),
        moved=tuple(data["moved"]),
        # Those that end in 家 are no word where 家庭 begins (老人家庭, 其他家庭).
        case_words=compile_quick("case_words", rf"{alternatives(data['case_words'])}(?![庭属])"),
        case_person=compile_pattern("case_person", _person(data["case_person"], surnames)),
        case_not=words("case_not"),
        background_before=compile_pattern("background_before", patterns("background_before")),
        place_parts=tuple(data["place_parts"]),
        having=frozenset(data["having"]),
        rule_names=frozenset(data["rule_names"]),
        rule_keeping=frozenset(data["rule_keeping"]),
        _finder=finder,
        _bits=bits,
        _initials=frozenset(name[0] for name in surnames),
    )


def _is_held(value: object) -> bool:
    return isinstance(value, dict) and set(value) == set(_PATTERNS) and all(word_list(v) for v in value.values())


def _person(titles: Sequence[str], surnames: Sequence[str]) -> str:
    """Return the pattern of a person who is named as an example; `RoleWords.cues` knows what each branch holds."""
    names = "|".join(surnames)
    name = rf"(?:{names})[一-鿿]{{1,2}}"
    aged = rf"(?:的|[，。“、\n]|[县乡镇村区]){name}，?(?:今年|现年)\d{{2}}{_AGE}"
    nicknamed = rf"(?:^|[{_BEFORE_NICKNAME}]){_NICKNAME}(?:{names})(?=说|算|笑)"
    # The name is as short as what may follow a name allows.
    titled = rf"{alternatives(titles)}{name}?(?=[{_AFTER_NAME}])(?!家[庭属])"
    return "|".join((aged, nicknamed, titled))


def _cues(data: Mapping[str, Any]) -> tuple[WordFinder, tuple[int, ...]]:
    """Return the search for all cues, and the groups of each as bits."""
    groups = {name: data[name] for name in _WORDS} | data["held"]
    groups["person"] = [*data["case_person"], _AGE, *(mark + _NICKNAME for mark in _BEFORE_NICKNAME)]
    own: dict[str, int] = {}
    for name, words in groups.items():
        for word in words:
            own[word] = own.get(word, 0) | CUES[name]
    return WordFinder(own, every=True), tuple(own.values())


@lru_cache(maxsize=1)
def tone_weights() -> Mapping[str, float]:
    """Return word → weight: above zero it speaks of work done, below of work to come; ``*`` is the intercept."""
    return {row[0]: float(row[1]) for row in load_tsv("tone.tsv", ["word", "weight"], unique=["word"])}
