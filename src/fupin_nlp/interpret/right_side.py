"""The words around a quantity beside those before it: behind it, and between it and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from fupin_nlp.interpret.classes import (
    ACT,
    ASPECT,
    ATTRIBUTIVE,
    CHANGE,
    CONJUNCTION,
    LEVEL,
    LIGHT,
    NOMINAL,
    NOUN,
    NOUN_OR_QUALITY,
    NOUNLIKE,
    OF,
    PREPOSITION,
    PUNCTUATION,
    TIME,
    VERBAL,
    VERBAL_NOUN,
    WEAK,
)
from fupin_nlp.interpret.clause import Slot
from fupin_nlp.interpret.noun_phrase import is_able, leading_phrase
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.actions import Actions, WordClass

__all__ = ["COUNTED", "PEOPLE", "join_modifiers", "list_members", "modifies", "right_of", "verb_behind"]

COUNTED: Final = frozenset({"people", "households", "count", "person_times", "events"})
_NAMING: Final = NOUNLIKE + ATTRIBUTIVE + OF
_BREAKS: Final = PUNCTUATION + CONJUNCTION
_OF_PLACES: Final = NOUN + CONJUNCTION
_BEFORE_VERB: Final = LIGHT + PREPOSITION
_BEHIND_EMPTY_VERB: Final = VERBAL + LIGHT + NOMINAL
_UNDONE: Final = VERBAL + _NAMING
_SIDE_BY_SIDE: Final = frozenset({"、", "和", "及", "与", "以及", "或"})
_LISTING: Final = frozenset({"、", "和", "及", "以及"})
_NEGATIONS: Final = frozenset({"未", "没有", "无", "尚未"})
_FEWEST_UNDONE: Final = 3
_SIZES: Final = frozenset({"length", "area", "volume", "mass"})
_MAIN: Final = ACT + WEAK + LEVEL + CHANGE
_DOING: Final = ACT + WEAK
PEOPLE: Final = frozenset({"户", "人"})
_OF_PEOPLE: Final = frozenset({"households", "people"})
_OF_TIME: Final = frozenset({"time", "age"})
_LONGEST_MARK: Final = 2


def join_modifiers(slots: Sequence[Slot]) -> tuple[list[Slot], list[bool]]:
    """Give a slot the words before a quantity that is only part of its noun phrase, and tell which quantities are.

    学前三年入园率达到Q, 总量超200亿元县Q, 残疾人两项补贴Q: the first quantity modifies what the second one counts.
    """
    joined: list[Slot] = []
    is_part = [modifies(first, second) for first, second in pairwise(slots)]
    for i, slot in enumerate(slots):
        if i and is_part[i - 1]:
            before = joined[-1]
            words = [*before.before, before.surface, *slot.before]
            classes = before.before_classes + TIME + slot.before_classes
            joined.append(slot.prolonged(words, classes, before.start))
        else:
            joined.append(slot)
    return joined, [*is_part, False]


def modifies(first: Slot, second: Slot) -> bool:
    """Tell whether the first quantity is part of the name of what the second one counts."""
    words, classes = second.before, second.before_classes
    quantity = first.quantity
    if not words or second.start != quantity.outer_end:
        return False
    dimension = quantity.dimension
    if dimension in _OF_TIME:
        return True
    if dimension == "money" and quantity.qualifiers and second.quantity.dimension in COUNTED:
        classes = classes.rstrip(LEVEL)  # 税收过Q企业|达Q
    if not classes or classes.strip(_NAMING):
        return False
    if dimension in COUNTED:
        return False
    return not second.after or second.after_classes[0] not in NOUNLIKE


def _is_beside(first: Slot, second: Slot) -> bool:
    """Whether two quantities are joined by a mark, or stand together as households and people do (12户30人)."""
    between = second.before
    if not between:
        return first.quantity.dimension == "households" and second.quantity.dimension == "people"
    return len(between) <= _LONGEST_MARK and "".join(between) in _SIDE_BY_SIDE


def list_members(slots: Sequence[Slot], i: int) -> list[int]:
    """Return the run of quantities that stand side by side (64.3%、62.3%) and hold slot `i`; empty if it is alone."""
    low = high = i
    while low > 0 and _is_beside(slots[low - 1], slots[low]):
        low -= 1
    while high + 1 < len(slots) and _is_beside(slots[high], slots[high + 1]):
        high += 1
    return list(range(low, high + 1)) if high > low else []


def right_of(slot: Slot, following: Slot | None, table: Actions, *, counted: bool) -> tuple[str | None, str | None]:
    """Return the noun phrase directly behind the quantity, and the verb behind that."""
    words, classes = slot.after, slot.after_classes
    if not words or not _may_name(slot, following, counted=counted):
        return None, None
    if counted and words[0] in _NEGATIONS and (left_undone := _left_undone(words, classes)):
        return left_undone, None
    unit, dimension = slot.quantity.unit, slot.quantity.dimension
    opening = _opening_verb(classes) if dimension == "events" else 0
    coordination = following is None or classes[-1] in VERBAL
    start, end = leading_phrase(words[opening:], classes[opening:], coordination=coordination, counted=counted)
    start, end = start + opening, end + opening
    phrase, kinds = words[start:end], classes[start:end]
    if following is None and end == len(words) and table.is_a("animate_units", unit):
        kept = _without_predicate(phrase, kinds, table)
        end -= len(phrase) - kept
        phrase, kinds = phrase[:kept], kinds[:kept]
    if opening:
        verb = next((words[k] for k in range(opening - 1, -1, -1) if classes[k] in _DOING), None)
    else:
        verb = verb_behind(words, classes, end, table)
    if unit in PEOPLE and phrase and not kinds.strip(VERBAL_NOUN):
        return None, "".join(phrase)  # 637户覆盖两项: what they do, not what they are
    if len(phrase) > 1:
        phrase = _of_people(phrase, kinds, dimension, table)
    return tidy("".join(phrase)), verb


def _may_name(slot: Slot, following: Slot | None, *, counted: bool) -> bool:
    """Whether the words behind a quantity can be the noun that it counts or measures."""
    words, classes = slot.after, slot.after_classes
    kind = classes[0]
    if kind in _BREAKS:
        return False
    if counted:
        return True
    if kind == NOUN:
        return following is None or len(words) > 1
    share = kind == NOMINAL and len(words) > 1 and slot.quantity.dimension == "ratio"
    return kind == OF or share or is_able(words, classes, 0) or (kind in NOUN_OR_QUALITY and _is_listed(slot))


def verb_behind(words: Sequence[str], classes: str, end: int, table: Actions) -> str | None:
    """Return the verb behind the noun phrase that ends at `end`."""
    k, length = end, len(classes)
    while k < length and classes[k] in _BEFORE_VERB:
        if words[k] == "通过" and not any(kind in _MAIN for kind in classes[k + 1 :]):
            return "通过"
        k = _behind_place(classes, k + 1) if words[k] == "在" else k + 1
    verb = None
    if k < length and classes[k] in VERBAL:
        verb = words[k]
        k += 1
        while table.is_a("empty", verb) and k < length and classes[k] in _BEHIND_EMPTY_VERB:
            verb = words[k] if classes[k] not in LIGHT else verb
            k += 1
    return verb


def _behind_place(classes: str, k: int) -> int:
    """Return where the names of places behind 在 end if a verb follows (分别在|东乡、西乡|开工), else `k`."""
    rest = classes[k:].lstrip(_OF_PLACES)
    return len(classes) - len(rest) if rest and rest[0] in VERBAL else k


def _of_people(phrase: Sequence[str], kinds: str, dimension: str, table: Actions) -> Sequence[str]:
    """Keep of 3万户居民|不动产证 those who are counted; 6万户家庭适老化改造 counts the works."""
    if dimension not in _OF_PEOPLE or len(phrase) < _FEWEST_UNDONE:
        return phrase
    if table.ends_as("animate", phrase[-1]) or not table.ends_as("animate", phrase[0]):
        return phrase
    return phrase[:1] if kinds[1] == NOUN else phrase


def _is_listed(slot: Slot) -> bool:
    """Whether the number follows 、 or 和 directly and nothing before it can name it (、12公里|供热管线改造)."""
    return bool(slot.before) and slot.before[-1] in _LISTING and slot.quantity.dimension in _SIZES


def _left_undone(words: Sequence[str], classes: str) -> str | None:
    """Name what is counted in 38个未安装自来水村屯: the last noun of what was not done."""
    if len(words) < _FEWEST_UNDONE:
        return None
    end = len(classes) - len(classes[1:].lstrip(_UNDONE))
    at = classes.rfind(NOUN, 1, end)
    return words[at] if at > 0 else None


def _opening_verb(classes: str) -> int:
    """Return the index behind the verbs that follow a number of times (三次|印发|通报): their object is counted."""
    rest = classes.lstrip(_DOING)
    if len(rest) < len(classes):
        rest = rest.lstrip(ASPECT)
    return len(classes) - len(rest)


def _without_predicate(phrase: Sequence[str], kinds: str, table: Actions) -> int:
    """Return where what people do begins (干部|结对帮扶): verbs at the end of the clause behind a noun."""
    k = len(phrase)
    while k > 1 and (kinds[k - 1] in VERBAL_NOUN or table.of(phrase[k - 1][-2:]) is WordClass.DUAL):
        k -= 1
    return k if k > 0 and kinds[k - 1] == NOUN else len(phrase)
