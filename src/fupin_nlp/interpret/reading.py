"""What a quantity counts and which verb governs it: the reading of a clause.

A Chinese clause puts the counted noun in one of four places: before a verb that states a value (地区生产总值达到Q),
between a verb and the number (发放小额贷款Q), behind the number (实施Q重点实事), or in an earlier clause
(…达到Q，增长Q). The reader tries them in the order that the unit suggests and says which one it took.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.action import set_action, share_verbs
from fupin_nlp.interpret.between import own_left
from fupin_nlp.interpret.classes import CHANGE, NOUN, OF
from fupin_nlp.interpret.clause import Clause, Slot
from fupin_nlp.interpret.earlier import distributed, from_earlier, range_start, share_of
from fupin_nlp.interpret.left_side import Left, take_apart
from fupin_nlp.interpret.naming import (
    age_of,
    completion,
    object_of_money,
    people,
)
from fupin_nlp.interpret.noun_phrase import leading_phrase
from fupin_nlp.interpret.right_side import COUNTED, PEOPLE, join_modifiers, list_members, right_of, verb_behind
from fupin_nlp.interpret.state import Reading, State, named_by_topic
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.actions import Actions, WordClass
from fupin_nlp.lexicon.kinds import kind_words
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["Reading", "State", "read_sentence"]

_SHARE: Final = noun_phrases().having_share
_UNDONE: Final = frozenset({"未", "尚未"})
_WORTH: Final = "价值"
_RESULT: Final = "为"
_RATED: Final = frozenset({"mass", "power", "energy", "voltage"})
_AND: Final = "、"


def read_sentence(span: tuple[int, int], clauses: Sequence[Clause], state: State) -> list[Reading]:
    """Read every quantity of a sentence.

    Parameters
    ----------
    span : (int, int)
        The sentence in the clean text.
    clauses : sequence of Clause
        Its clauses with quantities, in order.
    state : State
        That of the document; nothing of an earlier sentence is kept in it.

    Returns
    -------
    list of Reading
        Those of the quantities of all clauses, in order.
    """
    state.begin(span, clauses)
    readings = state.readings
    for number, clause in enumerate(clauses):
        state.number = number
        if len(clause.slots) == 1:
            _read_one(clause.slots, 0, state)
            continue
        slots, is_part = join_modifiers(clause.slots)
        for i in range(len(slots)):
            before = state.last
            reading = _read_one(slots, i, state)
            if is_part[i]:
                reading.embedded = True
            if i and reading.link is None and before is not None and before.start_value:
                reading.link = _RESULT  # 由51家整合为33家: the value reached
        share_verbs(readings[-len(slots) :])
    return readings


def _read_one(slots: Sequence[Slot], i: int, state: State) -> Reading:
    """Read a quantity and remember what it leaves for the next one."""
    slot = slots[i]
    reading = _read_slot(slots, i, state)
    set_action(reading, slot, state.table)
    state.readings.append(reading)
    state.last, state.last_unit = reading, slot.quantity.unit
    return reading


def _read_slot(slots: Sequence[Slot], i: int, state: State) -> Reading:
    slot, table = slots[i], state.table
    unit, dimension = slot.quantity.unit, slot.quantity.dimension
    following = slots[i + 1] if i + 1 < len(slots) else None
    words, classes = _own_words(slot, table, first=i == 0 or slot.joined)
    left = take_apart(words, classes, table)
    link = left.link
    if unit == "岁" and (age := age_of(slot, left)):
        return Reading(age[0], left.verb, "subject", None, age[1])
    if link in _SHARE and (share := share_of(left, state)):
        return share
    if unit == "%" and left.whole_of and (plan := completion(left)):
        return Reading(plan, left.verb or link, "share", link, state.last.topic if state.last else None)
    if link is None and slot.after and (rated := _rating(slot, left, following, table)) is not None:
        return rated
    if following is not None and left.from_word and (start := range_start(left, following, state)) is not None:
        return start
    if len(slots) > 1 and (members := list_members(slots, i)) and (part := distributed(slots, members, i, state)):
        return part
    counted = dimension in COUNTED
    if not slot.after and following is None:
        return _from_left(slots, i, left, None, state)
    after, verb_after = _right(slots, i, table, counted=counted)
    if after and dimension == "money" and left.verb in kind_words().rank:
        return _from_left(slots, i, left, verb_after, state)  # 成为第三个过Q的省份: the amount tells how large it is
    if after and _is_behind("".join(left.phrase), slot, left, table):
        return _counted(left, after, verb_after, state, first=i == 0)
    return _from_left(slots, i, left, verb_after, state)


def _rating(slot: Slot, left: Left, following: Slot | None, table: Actions) -> Reading | None:
    """Read the size of a facility: of 某矿业Q露天矿 and Q路灯130盏 it only describes, of 建设Q储能项目 it is built."""
    designed = bool(slot.before) and slot.before[-1] in table.groups["capacity"]
    if not designed and slot.quantity.dimension not in _RATED and not table.is_a("rating_units", slot.quantity.unit):
        return None
    graded = slot.after[0] == "级"  # 20万吨级泊位
    start, end = leading_phrase(slot.after[graded:], slot.after_classes[graded:], coordination=False)
    phrase = slot.after[graded + start : graded + end]
    facility = next((k for k, word in enumerate(phrase, 1) if table.ends_as("facilities", word)), len(phrase))
    noun = tidy("".join(phrase[:facility]))
    voltage = slot.quantity.dimension == "voltage" or table.is_a("rating_units", slot.quantity.unit)
    if noun is None:
        return None
    counted = following is not None and following.quantity.dimension == "count" and end + graded == len(slot.after)
    if not (counted or voltage or table.ends_as("facilities", noun)):
        return None
    kind = slot.before_classes[-1:]
    # A size behind 的 sets a condition (不达标的30万千瓦以下煤电机组); behind a name it describes what has the name.
    named = kind == NOUN and not slot.quantity.qualifiers
    if counted or designed or voltage or graded or kind == OF or named:
        verb = left.verb or verb_behind(slot.after, slot.after_classes, end + graded, table)
        reading = Reading(noun, verb, "rating", None, noun)
        reading.rating = True
        return reading
    return None


def _right(slots: Sequence[Slot], i: int, table: Actions, *, counted: bool) -> tuple[str | None, str | None]:
    """Return the noun behind the quantity, or behind the next one where that stands directly beside it.

    12类45件实事 counts one thing twice; of 12户30人饮水困难 both numbers have the trouble.
    """
    following = slots[i + 1] if i + 1 < len(slots) else None
    found = right_of(slots[i], following, table, counted=counted)
    if found[0] is not None or following is None or not counted:
        return found
    behind = slots[i + 2] if i + 2 < len(slots) else None
    noun, verb = right_of(following, behind, table, counted=following.quantity.dimension in COUNTED)
    return (noun, verb) if noun else found


def _own_words(slot: Slot, table: Actions, *, first: bool) -> tuple[Sequence[str], str]:
    """Return the words before a quantity that belong to it, and their classes.

    A verb that is a change before a ratio is taken for one (提升2个百分点); how many of a size there are is left out.
    """
    words, classes = slot.before, slot.before_classes
    # Few clauses begin with words that are not the first quantity's own.
    if (not first or (len(words) > 1 and words[-2] == _AND)) and (begin := own_left(words, classes, first=first)):
        words, classes = words[begin:], classes[begin:]
    if not words:
        return words, classes
    last = words[-1]
    if slot.quantity.dimension == "ratio" and last in table.groups["ratio_changes"]:
        return words, classes[:-1] + CHANGE
    return words, classes


def _from_left(slots: Sequence[Slot], i: int, left: Left, verb_after: str | None, state: State) -> Reading:
    """Read the entity before the number; where there is none, in an earlier clause."""
    slot = slots[i]
    unit, dimension = slot.quantity.unit, slot.quantity.dimension
    entity = tidy("".join(left.phrase)) if left.phrase else None
    if (dimension == "money" or unit in PEOPLE) and (
        named := _named_by_unit(slots, i, left, verb_after, state)
    ) is not None:
        return named
    if entity and left.verb_first:
        if not left.link and _is_doer(entity, slot, left, state.table):
            entity = None
    elif entity in state.table.groups["bare_metrics"]:
        entity = named_by_topic(entity, left, state)
    if entity:
        return _before_number(entity, left, verb_after, state, first=i == 0)
    return from_earlier(slot, left, state, verb_after)


def _before_number(entity: str, left: Left, verb_after: str | None, state: State, *, first: bool) -> Reading:
    """Read what is named before the number: by the link to it, the verb before, or that of the clause before."""
    verb = left.verb
    if left.link:
        is_change = state.table.link_class(left.link) is WordClass.CHANGE
        return Reading(entity, left.link if is_change else verb or left.link, "subject", left.link, entity)
    last = state.last
    if verb is None and last is not None and not first:
        verb = last.action
    if left.verb_first or entity in state.table.groups["bare_metrics"]:
        entity = named_by_topic(entity, left, state)
    return Reading(entity, verb or verb_after, "object" if left.verb else "subject", None, entity)


def _is_behind(before: str, slot: Slot, left: Left, table: Actions) -> bool:
    """Whether the noun behind the number names it, and not the one before (送去价值Q的学习用品).

    召开常务会Q研究…: what took place stands before the number; 跃上Q新台阶: so does a metric.
    """
    dimension = slot.quantity.dimension
    if dimension in COUNTED:
        return dimension != "events" or not table.ends_as("occasions", before)
    if not before or before == _WORTH:
        return True
    return left.verb is not None and left.link is None and not table.is_metric(before)


def _is_doer(entity: str, slot: Slot, left: Left, table: Actions) -> bool:
    """Whether the phrase before a verb of spending is who spends (市政府筹措Q; not 帮扶资金投入Q)."""
    if slot.quantity.dimension != "money" or not table.is_a("spending", left.verb):
        return False
    return left.phrase is left.topic and not table.ends_as("money_nouns", entity)


def _named_by_unit(slots: Sequence[Slot], i: int, left: Left, verb_after: str | None, state: State) -> Reading | None:
    """Read what is named by its unit: people by what was done for them, money by the noun behind it."""
    slot = slots[i]
    unit = slot.quantity.unit
    if slot.quantity.dimension == "money" and not left.link:
        noun = object_of_money(slot, state.table)
        return Reading(noun, left.verb or verb_after, "after", None, noun) if noun else None
    if unit not in PEOPLE:
        return None
    entity = "".join(left.phrase)
    if entity and not left.verb_first:
        verb = entity if left.verb is None and left.link is None else None
        if left.verb and left.link is None and state.table.is_a("people_verbs", entity):
            verb = left.verb + entity  # 搬迁安置Q户
    else:
        verb = left.verb or (verb_after if not entity else None) or _shared_verb(slots, i, state.table)
    name = people(verb, unit, state.table) if verb else None
    if name is not None and not _UNDONE.isdisjoint(slot.before):
        name = f"未{name}"
    if name is not None:
        return Reading(
            name,
            left.verb or name.removeprefix("未").removesuffix("人口").removesuffix("户"),
            "verb",
            left.link,
            state.last.topic if state.last else None,
        )
    last = state.last
    if not entity and left.verb is None and last is not None and last.entity and unit != state.last_unit:
        swap = {"人": ("户", "人口"), "户": ("人口", "户")}[unit]
        if state.last_unit in ("户", "人") and last.entity.endswith(swap[0]):
            return last.inherited(last.entity.removesuffix(swap[0]) + swap[1])
    return None


def _shared_verb(slots: Sequence[Slot], i: int, table: Actions) -> str | None:
    """Return the verb behind the last of quantities that stand side by side (Q户、Q人脱贫)."""
    members = list_members(slots, i)
    if not members or members[-1] == i:
        return None
    phrase, verb = right_of(slots[members[-1]], None, table, counted=True)
    return None if phrase and verb else verb or phrase


def _counted(left: Left, after: str, verb_after: str | None, state: State, *, first: bool) -> Reading:
    action = left.verb or verb_after or left.link
    if not first and action is None and state.last is not None:
        action = state.last.action
    return Reading(after, action, "after", left.link, after)
