"""How an entity is named where the noun beside the number alone would say too little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fupin_nlp.interpret.classes import ASPECT, ATTRIBUTIVE, NOUN_OR_QUALITY, OF, PUNCTUATION
from fupin_nlp.interpret.clause import Slot
from fupin_nlp.interpret.left_side import Left
from fupin_nlp.interpret.noun_phrase import leading_phrase
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.noun_phrases import noun_phrases
from fupin_nlp.lexicon.patterns import compile_pattern

__all__ = ["age_of", "completion", "dwellers", "object_of_money", "people", "picked_out", "troubled"]

_SHORT_NOUN: Final = 3
_MAX_OBJECT: Final = 16
_WHEN: Final = compile_pattern("when and how far", r"^(?:全[市县省区州]|全年|当年|今年|去年|累计|全部|共)+")
_PEOPLE: Final = {"户": "户", "人": "人口"}
_OF_PLACE: Final = {"户": "农户", "人": "村民"}
_PLACES: Final = ("村", "屯", "组")
_FOR: Final = frozenset({"对", "为", "给"})
_AND: Final = "、"
_IN_NAME: Final = NOUN_OR_QUALITY + OF


def people(verb: str, unit: str, table: Actions) -> str | None:
    """Name people and households by what was done for them: 脱贫Q户 counts 脱贫户, 搬迁Q人 搬迁人口.

    Examples
    --------
    >>> from fupin_nlp.lexicon.actions import actions
    >>> people("脱贫", "户", actions()), people("累计搬迁", "人", actions()), people("就业", "人", actions())
    ('脱贫户', '搬迁人口', None)
    """
    when = _WHEN.match(verb)
    verb = tidy(verb[when.end() :] if when else verb) or verb
    done = table.groups["people_verbs"]
    return verb + _PEOPLE[unit] if unit in _PEOPLE and (verb[-4:] in done or verb[-2:] in done) else None


def troubled(noun: str, unit: str) -> str | None:
    """Name those who have what is counted by it: Q人的饮水困难 counts 饮水困难人口."""
    stem = noun.removesuffix("问题").removesuffix("的")
    if unit not in _PEOPLE or not (noun.endswith("问题") or stem.endswith("难")):
        return None
    return stem + _PEOPLE[unit]


def dwellers(place: str, unit: str) -> str | None:
    """Name the people and households of a place (该村Q户Q人)."""
    return place + _OF_PLACE[unit] if unit in _OF_PLACE and place.endswith(_PLACES) else None


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


def picked_out(noun: str, slot: Slot, verb: str | None, table: Actions) -> str:
    """Name what is counted together with what picks it out: 7家企业上榜百强 counts the firms on the list.

    Only for a short noun, which alone would say too much (企业, 学科), and a short object.
    """
    if (
        (len(noun) > _SHORT_NOUN and not noun.endswith("）"))
        or not table.is_a("selective", verb)
        or not _FOR.isdisjoint(slot.before)
    ):
        return noun
    obj = ""
    for word, kind in _behind_word(slot, verb):
        if kind == PUNCTUATION or word == _AND:
            break
        obj += word if kind != ASPECT else ""
    return f"{verb}{obj}{noun}" if obj and len(obj) <= _MAX_OBJECT else noun


def _behind_word(slot: Slot, word: str | None) -> Iterator[tuple[str, str]]:
    """Return the words behind a word that stands behind the quantity, with their classes; none where it does not."""
    behind = slot.after.index(word) + 1 if word in slot.after else len(slot.after)
    return zip(slot.after[behind:], slot.after_classes[behind:], strict=True)


def age_of(slot: Slot, left: Left) -> tuple[str, str | None] | None:
    """Return the name of an age and whose it is; None where it is a life expectancy or a change."""
    subject = "".join(left.phrase)
    if "寿命" in subject or left.link in ("提高", "达到", "达", "增加"):
        return None
    start, end = leading_phrase(slot.after, slot.after_classes, coordination=False)
    noun = tidy("".join(slot.after[start:end])) or ""
    return (f"{noun}年龄" if len(noun) <= _SHORT_NOUN + 5 else "年龄"), noun or None
