"""How an entity is named where the noun beside the number alone would say too little."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.clause import Slot, text_of
from fupin_nlp.interpret.left_side import Left
from fupin_nlp.interpret.noun_phrase import VERBAL, leading_phrase, tidy, trailing_phrase
from fupin_nlp.lexicon.actions import Actions, WordClass
from fupin_nlp.lexicon.patterns import compile_pattern

__all__ = ["age_of", "completion", "dwellers", "object_of_money", "people", "picked_out", "spent_on", "troubled"]

_SHORT_NOUN = 3
_MAX_OBJECT = 16
_SPENDING = frozenset({"投资", "完成投资", "投入", "出资", "斥资", "融资", "筹资", "累计投资"})
_WHEN = compile_pattern("when and how far", r"^(?:全[市县省区州]|全年|当年|今年|去年|累计|全部|共)+")
_PEOPLE = {"户": "户", "人": "人口"}
_OF_PLACE = {"户": "农户", "人": "村民"}
_PLACES = ("该村", "全村", "本村", "村", "屯", "组")
_PLANNED = ("任务", "计划", "目标", "预算", "预期")


def people(verb: str, unit: str, table: Actions) -> str | None:
    """Name people and households by what was done for them: 脱贫Q户 counts 脱贫户, 搬迁Q人 搬迁人口.

    Examples
    --------
    >>> from fupin_nlp.lexicon.actions import actions
    >>> people("脱贫", "户", actions()), people("累计搬迁", "人", actions()), people("就业", "人", actions())
    ('脱贫户', '搬迁人口', None)
    """
    verb = tidy(_WHEN.sub("", verb)) or verb
    ending = next((verb[-n:] for n in (4, 2) if table.is_a("people_verbs", verb[-n:])), None)
    return verb + _PEOPLE[unit] if ending and unit in _PEOPLE else None


def troubled(noun: str, unit: str) -> str | None:
    """Name those who have what is counted by it: Q人的饮水困难 counts 饮水困难人口."""
    stem = noun.removesuffix("问题").removesuffix("的")
    if unit not in _PEOPLE or not (noun.endswith("问题") or stem.endswith(("难", "困难"))):
        return None
    return stem + _PEOPLE[unit]


def dwellers(place: str, unit: str) -> str | None:
    """Name the people and households of a place (该村Q户Q人)."""
    return place + _OF_PLACE[unit] if unit in _OF_PLACE and place.endswith(_PLACES) else None


def completion(left: Left) -> str | None:
    """Name the ratio in 完成年度任务的Q: how much of the plan was done."""
    words = text_of(left.whole_of)
    return f"{words}完成率" if words.endswith(_PLANNED) else None


def object_of_money(slot: Slot, table: Actions) -> str | None:
    """Return the noun that follows an amount of money and names it: 给予Q一次性补贴, 用Q贷款."""
    name = ""
    for token in slot.after:
        if token.word_class not in (
            WordClass.NOUN,
            WordClass.NOMINAL,
            WordClass.DUAL,
            WordClass.ATTRIBUTIVE,
            WordClass.OF,
        ):
            break
        name += token.text
        if table.is_a("money_nouns", token.text) and token.word_class is not WordClass.ATTRIBUTIVE:
            return tidy(name)
    return None


def picked_out(noun: str, slot: Slot, verb: str | None, slots: Sequence[Slot], table: Actions) -> str:
    """Name what is counted together with what picks it out: 7家企业上榜百强 counts the firms on the list.

    Only for a short noun, which alone would say too much (企业, 学科), and a short object.
    """
    if (
        (len(noun) > _SHORT_NOUN and not noun.endswith("）"))
        or not table.is_a("selective", verb)
        or any(t.text in ("对", "为", "给") for t in slot.before)
    ):
        return noun
    texts = [t.text for t in slot.after]
    tokens = slot.after[texts.index(verb) + 1 :] if verb in texts else ()
    tokens = tuple(t for t in tokens if t.word_class is not WordClass.ASPECT)
    obj = ""
    for token in tokens:
        if token.word_class is WordClass.PUNCTUATION or token.text == "、":
            break
        obj += token.text
    if (
        len(slots) > 1
        and slots[1].quantity.dimension in ("ratio", "count")
        and obj.endswith(("前", "强", "商", "企业"))
    ):
        obj += slots[1].surface
    return f"{verb}{obj}{noun}" if obj and len(obj) <= _MAX_OBJECT else noun


def spent_on(slot: Slot, following: Slot | None, left: Left) -> str | None:
    """Name money by what it was spent on: 投资Q改扩建Q社区中心, 投资Q用于村道建设 → 社区中心投资, 村道建设投资."""
    if left.verb not in _SPENDING:
        return None
    tokens = slot.after
    listed = next((k for k, t in enumerate(tokens) if t.text == "、"), len(tokens))
    own = tokens[:listed]
    if not any(t.word_class in VERBAL for t in own):
        return None
    phrase = own[trailing_phrase(own) :]
    if (not phrase or phrase == own) and following is not None and listed == len(tokens):
        phrase, _ = leading_phrase(following.after, coordination=False)
    noun = tidy(text_of(phrase))
    return f"{noun}投资" if noun and len(noun) <= _MAX_OBJECT + 4 else None


def age_of(slot: Slot, left: Left) -> tuple[str, str | None] | None:
    """Return the name of an age and whose it is; None where it is a life expectancy or a change."""
    subject = text_of(left.phrase)
    if "寿命" in subject or left.link in ("提高", "达到", "达", "增加"):
        return None
    phrase, _ = leading_phrase(slot.after, coordination=False)
    noun = tidy(text_of(phrase)) or ""
    return (f"{noun}年龄" if len(noun) <= _SHORT_NOUN + 5 else "年龄"), noun or None
