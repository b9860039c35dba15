"""What a quantity counts and which verb governs it: the reading of a clause.

A Chinese clause puts the counted noun in one of four places: before a verb that states a value (地区生产总值达到Q),
between a verb and the number (发放小额贷款Q), behind the number (实施Q重点实事), or in an earlier clause
(…达到Q，增长Q). The reader tries them in the order that the unit suggests and says which one it took.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fupin_nlp.interpret.clause import Clause, Slot, Token, Words, text_of
from fupin_nlp.interpret.left_side import LINK, Left, own_left, take_apart
from fupin_nlp.interpret.naming import (
    age_of,
    completion,
    dwellers,
    object_of_money,
    people,
    picked_out,
    spent_on,
    troubled,
)
from fupin_nlp.interpret.noun_phrase import NOUNLIKE, VERBAL_NOUN, coordinate, leading_phrase, tidy, trailing_phrase
from fupin_nlp.interpret.right_side import COUNTED, join_modifiers, list_members, modifies, right_of
from fupin_nlp.lexicon.actions import Actions, WordClass

__all__ = ["Reading", "read_sentence"]

_SHARE = ("占", "占到", "约占")
_LIGHT_VERBS = ("完成", "实现", "开展", "实施", "进行")
_ADDED = ("新增", "净增")
_INCREMENTS = ("新增", "净增", "增加", "减少")
_RATED = frozenset({"mass", "power", "energy", "voltage"})
_SIZE_WORDS = ("装机", "容量", "规模", "能力", "产量", "总量", "储量")
_OPENING = frozenset({"将", "把", ".", "．"})
_LONGEST_TOPIC = 16
_RATES = frozenset({"增速", "增幅", "占比"})


class Reading(NamedTuple):
    """Entity and action of one quantity, with the place they were found in.

    Attributes
    ----------
    entity, action : str or None
        Head noun phrase and governing verb.
    place : str
        ``subject``, ``object``, ``after``, ``share``, ``range``, ``distributed``, ``inherited``, ``verb``, ``none``.
    link : str or None
        The change or level verb before the number, for the kind of the quantity (增长, 达到).
    topic : str or None
        What a following clause without a subject is about.
    start_value : bool
        It is the value that a change starts from (从Q提高到…).
    embedded : bool
        It is part of the name of what the next quantity counts (总量超200亿元县Q).
    rating : bool
        It describes a facility that the text names (某矿业Q露天矿).
    """

    entity: str | None
    action: str | None
    place: str
    link: str | None = None
    topic: str | None = None
    start_value: bool = False
    embedded: bool = False
    rating: bool = False


@dataclass(slots=True)
class _State:
    """What the clauses read so far leave for the next one."""

    table: Actions
    words: Words
    last: Reading | None = None
    last_unit: str = ""
    group: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    read: list[Clause] = field(default_factory=list)

    @property
    def waiting(self) -> tuple[Token, ...]:
        """The words of the clause before that no quantity has taken; cut here because few clauses ask for them."""
        if not self.read:
            return ()
        clause = self.read[-1]
        if clause.slots:
            rest = clause.slots[-1].after
        else:
            rest = _without_opening(self.words.tokens(clause.start, clause.end))
        return rest if any(t.word_class in NOUNLIKE for t in rest) else ()

    @property
    def people(self) -> str | None:
        """The last word for people or households of the clauses before."""
        for clause in reversed(self.read):
            pieces = (*(slot.before for slot in clause.slots), clause.slots[-1].after) if clause.slots else ()
            tokens = [t for p in pieces for t in p] if pieces else self.words.tokens(clause.start, clause.end)
            if found := _people_in(tokens, self.table):
                return found
        return None


def read_sentence(clauses: Sequence[Clause], words: Words, table: Actions) -> dict[int, Reading]:
    """Read every quantity of a sentence.

    Parameters
    ----------
    clauses : sequence of Clause
        The clauses of one sentence, in order.
    words : Words
        Cuts their text.
    table : Actions
        Word classes.

    Returns
    -------
    dict
        Ordinal of the quantity → its reading.
    """
    readings: dict[int, Reading] = {}
    state = _State(table, words)
    for clause in clauses:
        slots = join_modifiers(clause.slots)
        for i, slot in enumerate(slots):
            reading = _with_own_verb(_read_slot(slots, i, state), slot, table)
            if i + 1 < len(slots) and modifies(clause.slots[i], clause.slots[i + 1]):
                reading = reading._replace(embedded=True)
            readings[slot.ordinal] = reading
            state.last, state.last_unit = reading, slot.quantity.unit
            if reading.entity and not reading.start_value and not reading.embedded:
                state.recent.append(reading.entity)
        _share_verbs(slots, readings)
        state.read.append(clause)
    return readings


def _without_opening(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Take off the number of a list item and the 将 or 把 that opens a clause."""
    k = 0
    while k < len(tokens) and (tokens[k].text in _OPENING or tokens[k].text.isdigit()):
        k += 1
    return tokens[k:]


def _people_in(tokens: Sequence[Token], table: Actions) -> str | None:
    """Return the last word for people or households of a clause."""
    for token in reversed(tokens):
        if token.word_class in NOUNLIKE and len(token.text) > 1 and table.ends_as("animate", token.text):
            return tidy(token.text)
    return None


def _share_verbs(slots: Sequence[Slot], readings: dict[int, Reading]) -> None:
    """Give members of a coordinated subject the verb behind its last one (Q所院校、Q个专业群入选…)."""
    for first, second in zip(reversed(slots[:-1]), reversed(slots[1:]), strict=True):
        reading, behind = readings[first.ordinal], readings[second.ordinal]
        if reading.action is None and reading.place == "after" == behind.place and behind.action:
            readings[first.ordinal] = reading._replace(action=behind.action)


def _bare_verb(action: str, table: Actions) -> str:
    """Take off what only introduces the value or says how often (提高到, 累计搬迁)."""
    verb = action.removeprefix("累计").removeprefix("全部") or action
    stem = verb[:-1]
    return stem if verb.endswith(("到", "至")) and len(stem) > 1 and table.of(stem) is WordClass.CHANGE else verb


def _with_own_verb(reading: Reading, slot: Slot, table: Actions) -> Reading:
    """Name the action by a qualifier (超过Q) or by the verb that the entity itself holds (城镇新增就业, 资金投入)."""
    if reading.action is not None:
        return reading._replace(action=_bare_verb(reading.action, table))
    entity = reading.entity or ""
    for word in _ADDED:
        if word in entity:
            return reading._replace(action=word)
    for word in slot.quantity.qualifiers[:1]:
        if slot.surface.startswith(word) and table.of(word) in LINK:
            return reading._replace(action=word, link=reading.link or word)
    tail = entity[-2:]
    verbal = table.of(tail) is WordClass.DUAL and not table.is_a("intransitive", tail) and len(entity) > len(tail)
    return reading._replace(action=tail) if verbal else reading


def _read_slot(slots: Sequence[Slot], i: int, state: _State) -> Reading:
    slot = slots[i]
    table = state.table
    following = slots[i + 1] if i + 1 < len(slots) else None
    left = take_apart(_with_change(own_left(slot.before, first=i == 0 or slot.joined), slot, table), table)
    counted = slot.quantity.dimension in COUNTED
    if slot.quantity.unit == "岁" and (age := age_of(slot, left)):
        return Reading(age[0], left.verb, "subject", None, age[1])
    if left.link in _SHARE and (share := _share(left, state)):
        return share
    if slot.quantity.unit == "%" and (plan := completion(left)):
        return Reading(plan, left.verb or left.link, "share", left.link, state.last.topic if state.last else None)
    if (rated := _rating(slot, left, table)) is not None:
        return rated
    if (start := _range_start(left, following, state)) is not None:
        return start
    if (members := list_members(slots, i)) and (part := _distributed(slots, members, i, state)):
        return part
    after, verb_after = _right(slots, i, left, table, counted=counted)
    if after and left.verb is None and left.link is None and not left.phrase:
        after = picked_out(after, slot, verb_after, slots[i:], table)
    if after and (trouble := troubled(after, slot.quantity.unit)):
        return Reading(trouble, left.verb or verb_after, "after", left.link, trouble)
    if counted and after:
        return _counted(left, after, verb_after, state, first=i == 0)
    return _from_left(slots, i, left, (after, verb_after), state)


def _rating(slot: Slot, left: Left, table: Actions) -> Reading | None:
    """Read the size of a facility: of 某矿业Q露天矿 it is a description, of 建设Q储能项目 what is built."""
    if slot.quantity.dimension not in _RATED or left.link or not slot.after:
        return None
    phrase, _ = leading_phrase(slot.after, coordination=False)
    noun = tidy(text_of(phrase))
    voltage = slot.quantity.dimension == "voltage"
    if noun is None or not (voltage or table.ends_as("facilities", noun)):
        return None
    before = slot.before[-1] if slot.before else None
    named = before is not None and before.word_class is WordClass.NOUN and not slot.quantity.qualifiers
    if voltage or (named and not before.text.endswith(_SIZE_WORDS)):
        return Reading(noun, left.verb, "rating", None, noun, rating=True)
    return None


def _right(
    slots: Sequence[Slot], i: int, left: Left, table: Actions, *, counted: bool
) -> tuple[str | None, str | None]:
    """Return the noun behind the quantity, or behind the next one where that stands directly beside it.

    12类45件实事 counts one thing twice; of 12户30人饮水困难 both numbers have the trouble.
    """
    following = slots[i + 1] if i + 1 < len(slots) else None
    found = right_of(slots[i], following, table, counted=counted)
    if found[0] is not None or following is None or slots[i].after or not counted:
        return found
    behind = slots[i + 2] if i + 2 < len(slots) else None
    noun, verb = right_of(following, behind, table, counted=following.quantity.dimension in COUNTED)
    if noun and (not left.phrase or left.whole_of or troubled(noun, slots[i].quantity.unit)):
        return noun, verb
    return found


def _with_change(before: tuple[Token, ...], slot: Slot, table: Actions) -> tuple[Token, ...]:
    """Take a verb that is a change before a ratio for one (提升2个百分点), and off how many of a size there are."""
    if len(before) > 1 and before[-1].text == "×" and before[-2].text.isdigit():
        before = before[:-2]  # 2×35万千瓦: the size of each
    if before and slot.quantity.dimension == "ratio" and table.is_a("ratio_changes", before[-1].text):
        return (*before[:-1], before[-1]._replace(word_class=WordClass.CHANGE))
    return before


def _from_left(
    slots: Sequence[Slot], i: int, left: Left, right: tuple[str | None, str | None], state: _State
) -> Reading:
    """Read the entity before the number; where there is none, behind it or in an earlier clause."""
    after, verb_after = right
    last = state.last
    entity = tidy(text_of(left.phrase))
    if (named := _named_by_unit(slots, i, left, verb_after, state)) is not None:
        return named
    if entity and left.verb_first and not left.link and _is_doer(entity, slots[i], left, state.table):
        entity = None
    if state.table.is_a("bare_metrics", entity) and not left.verb_first:
        entity = _named_by_topic(entity or "", left, state)
    if (
        after
        and slots[i].quantity.unit == "%"
        and left.verb
        and not left.link
        and not state.table.is_metric(entity or "")
    ):
        return Reading(after, left.verb, "after", None, after)
    if entity and left.link:
        is_change = state.table.link_class(left.link) is WordClass.CHANGE
        return Reading(entity, left.link if is_change else left.verb or left.link, "subject", left.link, entity)
    if entity:
        verb = left.verb
        if verb is None and last is not None and (i > 0 or _goes_on(slots[i], last, state)):
            verb = last.action
        if left.verb_first or state.table.is_a("bare_metrics", entity):
            entity = _named_by_topic(entity, left, state)
        return Reading(entity, verb or verb_after, "object" if left.verb else "subject", None, entity)
    if after and not (left.link and last):
        return Reading(after, left.verb or verb_after or left.link, "after", left.link, after)
    following = slots[i + 1] if i + 1 < len(slots) else None
    return _fallback(slots[i], following, left, state, verb_after)


def _is_doer(entity: str, slot: Slot, left: Left, table: Actions) -> bool:
    """Whether the phrase before a verb of spending is who spends (市政府筹措Q; not 帮扶资金投入Q)."""
    if slot.quantity.dimension != "money" or not table.is_a("spending", left.verb):
        return False
    return left.phrase == left.topic and not any(entity.endswith(w) for w in table.groups["money_nouns"])


def _goes_on(slot: Slot, last: Reading, state: _State) -> bool:
    """Whether a clause without a verb goes on with the one before (产业资金投入Q，就业资金Q)."""
    same = slot.quantity.unit == state.last_unit and slot.quantity.dimension == "money"
    return same and last.place in ("object", "subject") and last.link is None and not slot.after


def _named_by_unit(slots: Sequence[Slot], i: int, left: Left, verb_after: str | None, state: _State) -> Reading | None:
    """Read what is named by its unit: people by what was done for them, money by the noun behind it."""
    slot = slots[i]
    unit = slot.quantity.unit
    if slot.quantity.dimension == "money" and (left.verb_first or not left.phrase) and not left.link:
        noun = object_of_money(slot, state.table)
        return Reading(noun, left.verb or verb_after, "after", None, noun) if noun else None
    if unit not in ("户", "人"):
        return None
    entity = text_of(left.phrase)
    if entity and not left.verb_first:
        verb = entity if left.verb is None and left.link is None else None
        if left.link is None and (home := dwellers(entity, unit)):
            return Reading(home, left.verb or verb_after, "object", None, home)
    else:
        verb = left.verb or (verb_after if not entity else None) or _shared_verb(slots, i, state.table)
    name = people(verb, unit, state.table) if verb else None
    if name is not None:
        return Reading(
            name,
            left.verb or name.removesuffix("人口").removesuffix("户"),
            "verb",
            left.link,
            state.last.topic if state.last else None,
        )
    last = state.last
    if (
        not entity
        and left.verb is None
        and state.people
        and (state.people.endswith("户")) == (unit == "户")
        and (last is None or not state.table.ends_as("animate", last.entity))
    ):
        return Reading(state.people, left.link or verb_after, "inherited", left.link, state.people)
    if not entity and left.verb is None and last is not None and last.entity and unit != state.last_unit:
        swap = {"人": ("户", "人口"), "户": ("人口", "户")}[unit]
        if unit == "人" and last.entity.endswith("农户"):
            return last._replace(entity=last.entity.removesuffix("农户") + "村民", place="inherited")
        if state.last_unit in ("户", "人") and last.entity.endswith(swap[0]):
            return last._replace(entity=last.entity.removesuffix(swap[0]) + swap[1], place="inherited")
    return None


def _shared_verb(slots: Sequence[Slot], i: int, table: Actions) -> str | None:
    """Return the verb behind the last of quantities that stand side by side (Q户、Q人脱贫)."""
    members = list_members(slots, i)
    if not members or members[-1] == i:
        return None
    phrase, verb = right_of(slots[members[-1]], None, table, counted=True)
    return None if phrase and verb else verb or phrase


def _counted(left: Left, after: str, verb_after: str | None, state: _State, *, first: bool) -> Reading:
    action = left.verb or verb_after or left.link
    before = tidy(text_of(left.phrase))
    if left.verb and before and not left.link and not left.verb_first and left.phrase[-1].word_class in VERBAL_NOUN:
        # 完成户厕改造38个示范点: the two noun phrases name one thing.
        return Reading(before + after, action, "after", left.link, after)
    if not first and action is None and state.last is not None:
        action = state.last.action
    return Reading(after, action, "after", left.link, after)


def _named_by_topic(entity: str, left: Left, state: _State) -> str:
    """Name a bare metric (完成投资Q) by what the clause or the one before is about."""
    if not state.table.is_a("bare_metrics", entity):
        return entity
    topic = tidy(text_of(left.topic)) if left.topic else None
    if topic is None and state.last is not None and (entity in _RATES or state.last.place in ("after", "object")):
        topic = state.last.entity
    if (
        topic is None
        or len(topic) > _LONGEST_TOPIC
        or topic.endswith(entity)
        or state.table.ends_as("institutions", topic)
    ):
        return entity
    return topic + entity


def _range_start(left: Left, following: Slot | None, state: _State) -> Reading | None:
    """Read the first value of 从Q提高到Q: what changes stands before 从."""
    if not left.from_word or following is None:
        return None
    reached = take_apart(own_left(following.before, first=False), state.table)
    if reached.link is None and reached.verb is None:
        return None
    entity = tidy(text_of(left.phrase))
    if entity is None and state.last is not None:
        entity = state.last.topic or state.last.entity
    action = reached.link or reached.verb
    return Reading(entity, action, "range", action, entity, start_value=True)


def _share(left: Left, state: _State) -> Reading | None:
    """Read X占Y的Q: what is measured is the share of X in Y."""
    subject = tidy(text_of(left.phrase))
    if subject is None and state.last is not None:
        subject = state.last.topic or state.last.entity
    if subject is None and state.waiting:
        subject = tidy(text_of(state.waiting[trailing_phrase(state.waiting) :]))
    if subject is None:
        return None
    name = f"{subject}占{left.whole}比重" if left.whole else f"{subject}占比"
    return Reading(name, "占", "share", "占", subject)


def _distributed(slots: Sequence[Slot], members: list[int], i: int, state: _State) -> Reading | None:
    head = take_apart(own_left(slots[members[0]].before, first=members[0] == 0), state.table)
    phrase = head.phrase or state.waiting[: _subject_end(state.waiting)]
    parts = coordinate(phrase, len(members), state.table)
    if parts is None and head.topic:
        parts = coordinate(head.topic, len(members), state.table)
    if parts is None and not head.phrase:
        parts = _named_before(slots[members[0]], len(members), state, part=members.index(i))
    if parts is None:
        return None
    state.group = parts
    entity = tidy(parts[members.index(i)])
    return Reading(entity, head.link if head.link else head.verb, "distributed", head.link, entity)


def _named_before(first: Slot, count: int, state: _State, *, part: int) -> list[str] | None:
    """Return what 分别 goes through: the quantities read last (游客Q、花费Q，分别增长Q、Q), or the last coordination."""
    if part and len(state.group) == count:
        return state.group
    recent = state.recent[-count:]
    if any(t.text == "分别" for t in first.before) and len(set(recent)) == count:
        return recent
    return state.group if len(state.group) == count else None


def _subject_end(tokens: Sequence[Token]) -> int:
    k = 0
    while k < len(tokens) and tokens[k].word_class in NOUNLIKE | {
        WordClass.CONJUNCTION,
        WordClass.OF,
        WordClass.ATTRIBUTIVE,
    }:
        k += 1
    return k


def _fallback(slot: Slot, following: Slot | None, left: Left, state: _State, verb_after: str | None) -> Reading:
    """Take the entity from an earlier clause, or name it by the verb and the unit."""
    last = state.last
    topic = (last.topic or last.entity) if last else None
    if left.link and topic and left.verb is None:
        return Reading(topic, left.link, "inherited", left.link, topic)
    if left.verb in _INCREMENTS and topic:
        return Reading(topic, left.verb, "inherited", left.link, topic)
    if left.verb is None and left.link is None and last is not None and last.entity:
        return last._replace(place="inherited", start_value=False)
    waiting = tidy(text_of(state.waiting[: _subject_end(state.waiting)])) if state.waiting else None
    if left.link and waiting and left.verb is None:
        return Reading(waiting, left.link, "inherited", left.link, waiting)
    if left.verb is None:
        return Reading(None, left.link or verb_after, "none", left.link)
    return _named_by_verb(slot, following, left, left.verb, state)


def _named_by_verb(slot: Slot, following: Slot | None, left: Left, verb: str, state: _State) -> Reading:
    """Name what has no noun in its clause by its verb, or by the clause before where the verb says nothing."""
    topic = (state.last.topic or state.last.entity) if state.last else None
    if slot.quantity.dimension == "money":
        return Reading(spent_on(slot, following, left) or verb, verb, "verb", left.link, topic)
    last = state.last
    again = last is not None and last.action == verb and last.place != "verb"  # 已鉴定Q、未鉴定Q
    if topic and slot.quantity.unit == state.last_unit and (again or state.table.is_a("generic", verb)):
        return Reading(topic, verb, "inherited", left.link, topic)
    if slot.quantity.dimension == "count" and state.waiting:
        named = tidy(text_of(state.waiting[trailing_phrase(state.waiting) :]))
        if named:
            return Reading(named, verb, "inherited", left.link, named)
    if state.table.of(verb) is WordClass.NOMINAL or slot.quantity.dimension not in COUNTED:
        return Reading(verb, verb, "verb", left.link, topic)
    for light in _LIGHT_VERBS:
        if verb.startswith(light) and len(verb) > len(light) + 1:
            return Reading(verb.removeprefix(light), light, "verb", left.link, topic)
    if topic and topic.endswith(verb) and len(topic) > len(verb):
        return Reading(topic, verb, "inherited", left.link, topic)
    unit = "人员" if slot.quantity.unit in ("人", "名") else slot.quantity.unit
    return Reading(verb + unit, verb, "verb", left.link, topic)
