"""The action of a reading: its own verb, what is taken off it, and what members of a list share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import LINK
from fupin_nlp.interpret.clause import Slot
from fupin_nlp.interpret.state import Reading
from fupin_nlp.lexicon.actions import Actions, WordClass, bare_verb

__all__ = ["set_action", "share_verbs"]

_GLUED: Final = 2
_NEGATED: Final = "不"


def set_action(reading: Reading, slot: Slot, table: Actions) -> None:
    """Name the action by a qualifier (超过Q) or by the verb that the entity itself holds (城镇新增就业, 资金投入)."""
    action = reading.action
    if action is not None:
        reading.action = None if _is_bound(action, table) else bare_verb(action)
        return
    entity = reading.entity or ""
    for word in table.endings["adding"]:
        if word in entity:
            reading.action = word
            return
    if slot.quantity.qualifiers:
        word = slot.quantity.qualifiers[0]
        if slot.surface.startswith(word) and table.of(word) in LINK and not _is_bound(word, table):
            reading.action, reading.link = word, reading.link or word
            return
    tail = entity[-_GLUED:]
    if len(entity) > len(tail) and table.of(tail) is WordClass.DUAL and not table.is_a("intransitive", tail):
        reading.action = tail


def _is_bound(word: str, table: Actions) -> bool:
    """Whether a word only sets a bound (不少于, 不低于): nothing is done by it."""
    return word.startswith(_NEGATED) and table.of(word) is WordClass.LEVEL


def share_verbs(readings: Sequence[Reading]) -> None:
    """Give members of a coordinated subject the verb behind its last one (Q所院校、Q个专业群入选…).

    `readings` are those of the quantities of one clause.
    """
    behind = readings[-1]
    for reading in reversed(readings[:-1]):
        if reading.action is None and behind.action and reading.place == "after" == behind.place:
            reading.action = behind.action
        behind = reading
