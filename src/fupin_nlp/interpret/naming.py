"""How an entity is named where the noun beside the number alone would say too little."""

from __future__ import annotations

from typing import Final

from fupin_nlp.interpret.classes import ATTRIBUTIVE, NOUN_OR_QUALITY, OF
from fupin_nlp.interpret.clause import Slot
from fupin_nlp.interpret.left_side import Left
from fupin_nlp.interpret.noun_phrase import leading_phrase
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["age_of", "completion", "counted_in_place", "object_of_money", "people"]

_SHORT_NOUN: Final = 3
_PEOPLE: Final = {"户": "户", "人": "人口"}
_OF_PLACE: Final = {"户": "户数", "人": "人口"}
_IN_NAME: Final = NOUN_OR_QUALITY + OF


def people(verb: str, unit: str, table: Actions) -> str | None:
    """Name people and households by what was done for them: 脱贫Q户 counts 脱贫户, 搬迁Q人 搬迁人口.

    Examples
    --------
    >>> from fupin_nlp.lexicon.actions import actions
    >>> people("脱贫", "户", actions()), people("累计搬迁", "人", actions()), people("就业", "人", actions())
    ('脱贫户', '搬迁人口', None)
    """
    verb = tidy(verb) or verb
    done = table.groups["people_verbs"]
    return verb + _PEOPLE[unit] if unit in _PEOPLE and (verb[-4:] in done or verb[-2:] in done) else None


def counted_in_place(unit: str, before: str | None, unit_before: str) -> str | None:
    """Name what a place has so many of where only the place is named: what the figure before counts in the same unit.

    Examples
    --------
    >>> counted_in_place("户", "危房", "户"), counted_in_place("户", "公路", "公里"), counted_in_place("个", None, "")
    ('危房', '户数', None)
    """
    return before if before is not None and unit == unit_before else _OF_PLACE.get(unit)


def completion(left: Left) -> str | None:
    """Name the ratio in 完成年度任务的Q: how much of the plan was done."""
    words = "".join(left.whole_of)
    return f"{words}完成率" if words.endswith(noun_phrases().planned) else None


def object_of_money(slot: Slot, table: Actions) -> str | None:
    """Return the noun that follows an amount of money and names it: 给予Q一次性补贴, 用Q贷款."""
    name = ""
    for word, kind in zip(slot.after, slot.after_classes, strict=True):
        if kind not in _IN_NAME:
            break
        name += word
        if kind != ATTRIBUTIVE and table.is_a("money_nouns", word):
            return tidy(name)
    return None


def age_of(slot: Slot, left: Left) -> tuple[str, str | None] | None:
    """Return the name of an age and whose it is; None where it is a life expectancy or a change."""
    subject = "".join(left.phrase)
    if "寿命" in subject or left.link in ("提高", "达到", "达", "增加"):
        return None
    start, end = leading_phrase(slot.after, slot.after_classes, coordination=False)
    noun = tidy("".join(slot.after[start:end])) or ""
    return (f"{noun}年龄" if len(noun) <= _SHORT_NOUN + 5 else "年龄"), noun or None
