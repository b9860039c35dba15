"""The words around a quantity beside those before it: behind it, and between it and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.clause import Slot, Token, text_of
from fupin_nlp.interpret.left_side import LIGHT
from fupin_nlp.interpret.noun_phrase import NOUNLIKE, VERBAL, VERBAL_NOUN, is_able, leading_phrase, tidy
from fupin_nlp.lexicon.actions import Actions, WordClass

__all__ = ["COUNTED", "join_modifiers", "list_members", "modifies", "right_of"]

COUNTED = frozenset({"people", "households", "count", "person_times", "events"})
_SIDE_BY_SIDE = frozenset({"、", "和", "及", "与", "以及", "或"})
_NEGATIONS = frozenset({"未", "没有", "无", "尚未"})
_FEWEST_UNDONE = 3
_SIZES = frozenset({"length", "area", "volume", "mass"})
_MAIN = frozenset({WordClass.ACT, WordClass.WEAK, WordClass.LEVEL, WordClass.CHANGE})
_DOING = frozenset({WordClass.ACT, WordClass.WEAK})
_ANIMATE = frozenset({"名", "人", "家", "位", "支", "对", "户"})
_EMPTY_VERBS = frozenset({"进行", "实行", "开展", "予以", "加以", "实现", "得到", "得以", "完成", "获得"})


def join_modifiers(slots: Sequence[Slot]) -> list[Slot]:
    """Give a slot the words before a quantity that is only part of its noun phrase.

    学前三年入园率达到Q, 总量超200亿元县Q, 残疾人两项补贴Q: the first quantity modifies what the second one counts.
    """
    out: list[Slot] = []
    for i, plain in enumerate(slots):
        slot = plain
        if i and modifies(slots[i - 1], slot):
            q = slots[i - 1].quantity
            noun = slot.before[0].word_class in NOUNLIKE
            word = Token(slots[i - 1].surface, WordClass.NOUN if noun else WordClass.TIME, q.outer_start)
            slot = slot._replace(before=(*out[-1].before, word, *slot.before), joined=True)
        out.append(slot)
    return out


def modifies(first: Slot, second: Slot) -> bool:
    """Tell whether the first quantity is part of the name of what the second one counts."""
    between = second.before
    if not between or between[0].start != first.quantity.outer_end:
        return False
    if first.quantity.dimension == "time" and between[0].word_class is WordClass.ATTRIBUTIVE:
        return True
    if between[0].word_class not in NOUNLIKE:
        return False
    if first.quantity.dimension in ("time", "age"):
        return True
    if any(t.word_class not in NOUNLIKE | {WordClass.ATTRIBUTIVE, WordClass.OF} for t in between):
        return False
    if first.quantity.dimension in COUNTED and any(t.word_class is WordClass.DUAL for t in between[1:-1]):
        return False
    if first.quantity.unit in _ANIMATE and all(t.word_class in VERBAL_NOUN for t in between):
        return False
    return not second.after or second.after[0].word_class not in NOUNLIKE


def list_members(slots: Sequence[Slot], i: int) -> list[int]:
    """Return the run of quantities that stand side by side (64.3%、62.3%) and hold slot `i`; empty if it is alone."""
    low = high = i
    while low > 0 and text_of(slots[low].before) in _SIDE_BY_SIDE:
        low -= 1
    while high + 1 < len(slots) and text_of(slots[high + 1].before) in _SIDE_BY_SIDE:
        high += 1
    return list(range(low, high + 1)) if high > low else []


def right_of(slot: Slot, following: Slot | None, table: Actions, *, counted: bool) -> tuple[str | None, str | None]:
    """Return the noun phrase directly behind the quantity, and the verb behind that."""
    tokens = slot.after
    if not tokens or tokens[0].word_class in (WordClass.CONJUNCTION, WordClass.PUNCTUATION):
        return None, None
    ratio = slot.quantity.dimension == "ratio" and tokens[0].word_class is WordClass.NOMINAL and len(tokens) > 1
    listed = _is_listed(slot) and tokens[0].word_class in NOUNLIKE
    named = tokens[0].word_class in (WordClass.OF, WordClass.NOUN) or is_able(tokens, 0)
    if not counted and not named and not ratio and not listed:
        return None, None
    if not counted and tokens[0].word_class is WordClass.NOUN and following is not None and len(tokens) < 2:
        return None, None
    if counted and (left_undone := _left_undone(tokens)):
        return left_undone, None
    opening = _opening_verb(slot)
    phrase, end = leading_phrase(tokens[opening:], coordination=_may_coordinate(tokens, following), counted=counted)
    end += opening
    if slot.quantity.unit in _ANIMATE and following is None:
        phrase, end = _without_predicate(phrase, end, len(tokens), table)
    k = end
    while k < len(tokens) and tokens[k].word_class in LIGHT | {WordClass.PREPOSITION}:
        if tokens[k].text == "通过" and not any(t.word_class in _MAIN for t in tokens[k + 1 :]):
            return tidy(text_of(phrase)), "通过"
        k += 1
    verb = None
    if k < len(tokens) and tokens[k].word_class in VERBAL:
        verb = tokens[k].text
        k += 1
        while verb in _EMPTY_VERBS and k < len(tokens) and tokens[k].word_class in VERBAL | LIGHT | {WordClass.NOMINAL}:
            verb = tokens[k].text if tokens[k].word_class not in LIGHT else verb
            k += 1
    if opening:
        verb = next(t.text for t in reversed(tokens[:opening]) if t.word_class in _DOING)
    if slot.quantity.unit in ("户", "人") and phrase and all(t.word_class in VERBAL_NOUN for t in phrase):
        return None, text_of(phrase)  # 637户覆盖两项: what they do, not what they are
    return tidy(text_of(phrase)), verb


def _is_listed(slot: Slot) -> bool:
    """Whether the number follows 、 directly and nothing before it can name it (、12公里|供热管线改造)."""
    return bool(slot.before) and slot.before[-1].text == "、" and slot.quantity.dimension in _SIZES


def _left_undone(tokens: Sequence[Token]) -> str | None:
    """Name what is counted in 38个未安装自来水村屯: the last noun of what was not done."""
    if tokens[0].text not in _NEGATIONS or len(tokens) < _FEWEST_UNDONE:
        return None
    nouns = []
    for token in tokens[1:]:
        if token.word_class not in NOUNLIKE | VERBAL | {WordClass.ATTRIBUTIVE, WordClass.OF}:
            break
        nouns.append(token)
    return next((t.text for t in reversed(nouns) if t.word_class is WordClass.NOUN), None)


def _may_coordinate(tokens: Sequence[Token], following: Slot | None) -> bool:
    """Whether 、 may join nouns behind the quantity: not where it joins this quantity to the next one."""
    if following is None:
        return True
    return tokens[-1].word_class in VERBAL


def _opening_verb(slot: Slot) -> int:
    """Return the index behind the verbs that follow a number of times (三次|印发|通报): their object is counted."""
    k = 0
    if slot.quantity.dimension == "events":
        while k < len(slot.after) and slot.after[k].word_class in _DOING:
            k += 1
        while 0 < k < len(slot.after) and slot.after[k].word_class is WordClass.ASPECT:
            k += 1
    return k


def _without_predicate(
    phrase: tuple[Token, ...], end: int, length: int, table: Actions
) -> tuple[tuple[Token, ...], int]:
    """Take off what people do (干部|结对帮扶): verbs at the end of the clause behind a noun."""
    k = len(phrase)
    while k > 1 and (phrase[k - 1].word_class in VERBAL_NOUN or table.of(phrase[k - 1].text[-2:]) is WordClass.DUAL):
        k -= 1
    if end != length or k == len(phrase) or phrase[k - 1].word_class is not WordClass.NOUN:
        return phrase, end
    return phrase[:k], end - (len(phrase) - k)
