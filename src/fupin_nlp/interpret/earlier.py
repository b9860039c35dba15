"""Entities that stand in an earlier clause or in a coordination: what a quantity takes over from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.between import own_left
from fupin_nlp.interpret.clause import Slot
from fupin_nlp.interpret.coordination import coordinate, is_of_places, share_numbered
from fupin_nlp.interpret.left_side import Left, take_apart
from fupin_nlp.interpret.noun_phrase import leading_phrase
from fupin_nlp.interpret.right_side import COUNTED
from fupin_nlp.interpret.state import Reading, State, named_by_topic
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.actions import WordClass
from fupin_nlp.lexicon.kinds import kind_words

__all__ = ["distributed", "from_earlier", "range_start", "share_of"]

_EACH: Final = "分别"
_PERCENT: Final = "%"
_SHORTEST_BEHIND: Final = 3  # characters; a shorter word is what is done with it (实现Q交付)
_COUNTED_OR_TIME: Final = frozenset({*COUNTED, "time"})
_TOWARDS: Final = frozenset({"对", "向", "给", "为"})
_AND: Final = ("、", "和", "与", "及", "以及")


def range_start(left: Left, following: Slot | None, state: State) -> Reading | None:
    """Read the first value of 从Q提高到Q: what changes stands before 从."""
    if not left.from_word or following is None:
        return None
    begin = own_left(following.before, following.before_classes, first=False)
    reached = take_apart(following.before[begin:], following.before_classes[begin:], state.table)
    entity = tidy("".join(left.phrase))
    if entity is None and state.last is not None:
        entity = state.last.topic or state.last.entity
    elif entity is not None:
        entity = named_by_topic(entity, left, state)
    action = reached.link or reached.verb
    reading = Reading(entity, action, "range", action, entity)
    reading.start_value = True
    return reading


def share_of(left: Left, state: State) -> Reading | None:
    """Read X占Y的Q: what is measured is the share of X in Y."""
    subject = tidy("".join(left.phrase))
    if subject is None and state.last is not None:
        subject = state.last.topic or state.last.entity
    if subject is None:
        return None
    # Shares of different wholes must not bear one name.
    name = f"{subject}占{left.whole}比重" if left.whole else f"{subject}占比"
    return Reading(name, "占", "share", "占", subject)


def distributed(slots: Sequence[Slot], members: list[int], i: int, state: State) -> Reading | None:
    """Give a member of a list its own part of the coordination that the list goes through."""
    slot = slots[members[0]]
    begin = own_left(slot.before, slot.before_classes, first=members[0] == 0)
    head = take_apart(slot.before[begin:], slot.before_classes[begin:], state.table)
    phrase = head.phrase or state.waiting_subject
    parts: Sequence[str] | None = coordinate(phrase, len(members), state.table)
    each = _EACH in slot.before
    if parts is None and each:
        parts = _objects(slot, begin, len(members), state)
    if parts is not None and each and (is_of_places(parts) or _receives(slot.before[begin:])):
        return _behind_each(slot, state)
    if parts is None and not head.phrase:
        parts = _named_before(slot, len(members), state, part=members.index(i))
    if parts is None:
        return None
    state.group = parts = share_numbered(parts)
    entity = tidy(parts[members.index(i)])
    return Reading(entity, head.link if head.link else head.verb, "distributed", head.link, entity)


def _receives(words: Sequence[str]) -> bool:
    """Whether a preposition makes what is coordinated the receiver (对|欧盟、美国分别出口)."""
    first = next((k for k, word in enumerate(words) if word in _AND), 0)
    return not _TOWARDS.isdisjoint(words[:first])


def _behind_each(slot: Slot, state: State) -> Reading:
    """Read what is counted for each of several places: what stands behind 分别, or the verb there."""
    begin = slot.before.index(_EACH) + 1
    own = take_apart(slot.before[begin:], slot.before_classes[begin:], state.table)
    entity = tidy("".join(own.phrase))
    if entity is None:
        return from_earlier(slot, own, state, None)
    return Reading(entity, own.verb or own.link, "object", own.link, entity)


def _objects(slot: Slot, begin: int, count: int, state: State) -> list[str] | None:
    """Return the objects of several verbs that 分别 goes through (接待学员、实现收入分别增长Q、Q)."""
    end = slot.before.index(_EACH)
    borders = [k for k in range(begin, end) if slot.before[k] in _AND]
    if len(borders) != count - 1:
        return None
    found: list[str] = []
    start = begin
    for border in [*borders, end]:
        own = take_apart(slot.before[start:border], slot.before_classes[start:border], state.table)
        name = tidy("".join(own.phrase))
        if name is None:
            return None
        found.append(name)
        start = border + 1
    return found


def _named_before(first: Slot, count: int, state: State, *, part: int) -> Sequence[str] | None:
    """Return what a list goes through: the quantities read last (游客Q、花费Q，分别增长Q、Q) or a coordination.

    Changes in per cent go through as many amounts also without 分别 (收入Q，支出Q，增长Q和Q).
    """
    if part and len(state.group) == count:
        return state.group
    recent = state.recent[-count:]
    each = _EACH in first.before or (first.quantity.unit == _PERCENT and state.last_unit not in (None, _PERCENT))
    if each and len(set(recent)) == count:
        return recent
    return state.group if len(state.group) == count else None


def from_earlier(slot: Slot, left: Left, state: State, verb_after: str | None) -> Reading:
    """Take the entity from an earlier clause, or name it by the verb and the unit."""
    last = state.last
    topic = (last.topic or last.entity) if last else None
    if left.link and topic and left.verb is None:
        return Reading(topic, left.link, "inherited", left.link, topic)
    if left.verb is None and left.link is None and last is not None and last.entity:
        reading = last.inherited(last.entity)
        reading.start_value = False
        return reading
    if left.verb is None and (waiting := tidy("".join(state.waiting_subject))):
        return Reading(waiting, left.link, "inherited", left.link, waiting)
    if left.verb is None:
        return Reading(None, left.link or verb_after, "none", left.link)
    return _named_by_verb(slot, left, left.verb, state)


def _named_by_verb(slot: Slot, left: Left, verb: str, state: State) -> Reading:
    """Name what has no noun in its clause by its verb, or by the clause before where the verb says nothing."""
    topic = (state.last.topic or state.last.entity) if state.last else None
    last = state.last
    again = last is not None and last.action == verb and last.place != "verb"  # 已鉴定Q、未鉴定Q
    says_nothing = again or state.table.is_a("generic", verb) or verb in kind_words().rank
    if topic and slot.quantity.unit == state.last_unit and says_nothing:
        return Reading(topic, verb, "inherited", left.link, topic)
    if slot.quantity.dimension == "count" and (named := state.waiting_object):
        return Reading(named, verb, "inherited", left.link, named)
    if slot.quantity.dimension not in _COUNTED_OR_TIME and state.table.of(verb) is WordClass.ACT:
        start, end = leading_phrase(slot.after, slot.after_classes, coordination=False)
        behind = tidy("".join(slot.after[start:end]))
        if behind is not None and len(behind) > _SHORTEST_BEHIND:
            return Reading(behind, verb, "after", left.link, behind)  # 完成Q退耕还林工程
    if state.table.of(verb) is WordClass.NOMINAL or slot.quantity.dimension not in COUNTED:
        return Reading(verb, verb, "verb", left.link, topic)
    unit = "人员" if slot.quantity.unit in ("人", "名") else slot.quantity.unit
    return Reading(verb + unit, verb, "verb", left.link, topic)
