"""The words around a quantity beside those before it: behind it, and between it and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.clause import Slot, Token, text_of
from fupin_nlp.interpret.left_side import LIGHT
from fupin_nlp.interpret.noun_phrase import EACH, NOUNLIKE, VERBAL, VERBAL_NOUN, is_able, leading_phrase, tidy
from fupin_nlp.lexicon.actions import Actions, WordClass

__all__ = ["COUNTED", "join_modifiers", "list_members", "modifies", "right_of", "verb_behind"]

COUNTED = frozenset({"people", "households", "count", "person_times", "events"})
_NAMING = NOUNLIKE | {WordClass.ATTRIBUTIVE, WordClass.OF}
_OF_PLACES = frozenset({WordClass.NOUN, WordClass.CONJUNCTION})
_BEFORE_VERB = LIGHT | {WordClass.PREPOSITION}
_BEHIND_EMPTY_VERB = VERBAL | LIGHT | {WordClass.NOMINAL}
_UNDONE = VERBAL | _NAMING
_SIDE_BY_SIDE = frozenset({"、", "和", "及", "与", "以及", "或"})
_LISTING = frozenset({"、", "和", "及", "以及"})
_NEGATIONS = frozenset({"未", "没有", "无", "尚未"})
_FEWEST_UNDONE = 3
_PERSONS = frozenset({"名", "位"})
_PLACES = frozenset(
    {"县区", "县", "区", "乡镇", "镇", "乡", "村", "社区", "市", "街道", "省份", "贫困村", "行政村", "市县"}
)
_UNCOUNTABLE = ("工作", "情况", "任务", "成效", "进展")
_FOR = frozenset({"为", "给", "向"})
_GIVING = frozenset({"配备", "配置", "安装", "发放", "提供", "购买", "办理", "减免", "落实", "支付"})
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
    if between[0].word_class not in NOUNLIKE and not _is_threshold(first, between[0]):
        return False
    if first.quantity.dimension in ("time", "age"):
        return True
    if any(t.word_class not in _NAMING for t in between):
        return False
    if first.quantity.dimension in COUNTED and any(t.word_class is WordClass.DUAL for t in between[1:-1]):
        return False
    if any(t.text in EACH for t in between[1:]):
        return False  # Q户贫困户|户均分红Q
    if first.quantity.unit in _ANIMATE and all(t.word_class in VERBAL_NOUN for t in between):
        return False
    return not second.after or second.after[0].word_class not in NOUNLIKE


def _is_beside(first: Slot, second: Slot) -> bool:
    """Whether two quantities are joined by a mark, or stand together as households and people do (12户30人)."""
    between = text_of(second.before)
    together = first.quantity.dimension == "households" and second.quantity.dimension == "people"
    return between in _SIDE_BY_SIDE or (not between and together)


def _is_threshold(slot: Slot, behind: Token) -> bool:
    """Whether a quantity says from what size on things are counted (亿元以上|重点项目Q)."""
    measured = slot.quantity.dimension not in COUNTED
    return measured and behind.word_class is WordClass.ATTRIBUTIVE and slot.surface.endswith(("以上", "以下", "以内"))


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
    tokens = slot.after
    if not _may_name(slot, following, counted=counted):
        return None, None
    if counted and (left_undone := _left_undone(tokens)):
        return left_undone, None
    opening = _opening_verb(slot)
    if slot.quantity.unit in _PERSONS and _is_doing_noun(tokens):
        tokens = (tokens[0]._replace(word_class=WordClass.NOMINAL), *tokens[1:])
    phrase, end = leading_phrase(tokens[opening:], coordination=_may_coordinate(tokens, following), counted=counted)
    end += opening
    if slot.before and slot.before[-1].text in _FOR and (given := _given_at(phrase)):
        phrase, end = phrase[:given], opening + given
    if slot.quantity.unit in _ANIMATE and following is None:
        phrase, end = _without_predicate(phrase, end, len(tokens), table)
    verb = verb_behind(tokens, end)
    if opening:
        verb = next(t.text for t in reversed(tokens[:opening]) if t.word_class in _DOING)
    if slot.quantity.unit in ("户", "人") and phrase and all(t.word_class in VERBAL_NOUN for t in phrase):
        return None, text_of(phrase)  # 637户覆盖两项: what they do, not what they are
    return tidy(text_of(_countable(_of_people(phrase, slot, table)))), verb


def _is_doing_noun(tokens: Sequence[Token]) -> bool:
    """Whether the verb behind a number of persons only says who they are (68名|精准识别|工作人员|进行…)."""
    if len(tokens) < _FEWEST_UNDONE or tokens[0].word_class not in _DOING or tokens[1].word_class is not WordClass.NOUN:
        return False
    return any(t.word_class in VERBAL for t in tokens[2:])


def _may_name(slot: Slot, following: Slot | None, *, counted: bool) -> bool:
    """Whether what stands behind a quantity can be the noun that it counts or measures."""
    tokens = slot.after
    if not tokens or tokens[0].word_class in (WordClass.CONJUNCTION, WordClass.PUNCTUATION):
        return False
    if counted:
        return True
    kind = tokens[0].word_class
    if kind is WordClass.NOUN:
        return following is None or len(tokens) > 1
    share = slot.quantity.dimension == "ratio" and kind is WordClass.NOMINAL and len(tokens) > 1
    return (
        kind is WordClass.OF or share or is_able(tokens, 0) or (_is_listed(slot) and kind in _NAMING - {WordClass.OF})
    )


def verb_behind(tokens: Sequence[Token], end: int) -> str | None:
    """Return the verb behind the noun phrase that ends at `end`."""
    k = end
    while k < len(tokens) and tokens[k].word_class in _BEFORE_VERB:
        if tokens[k].text == "通过" and not any(t.word_class in _MAIN for t in tokens[k + 1 :]):
            return "通过"
        if tokens[k].text == "在":
            k = _behind_place(tokens, k + 1) - 1
        k += 1
    verb = None
    if k < len(tokens) and tokens[k].word_class in VERBAL:
        verb = tokens[k].text
        k += 1
        while verb in _EMPTY_VERBS and k < len(tokens) and tokens[k].word_class in _BEHIND_EMPTY_VERB:
            verb = tokens[k].text if tokens[k].word_class not in LIGHT else verb
            k += 1
    return verb


def _behind_place(tokens: Sequence[Token], k: int) -> int:
    """Return where the names of places behind 在 end if a verb follows (分别在|东乡、西乡|开工), else `k`."""
    end = k
    while end < len(tokens) and tokens[end].word_class in _OF_PLACES:
        end += 1
    return end if end < len(tokens) and tokens[end].word_class in VERBAL else k


def _countable(phrase: tuple[Token, ...]) -> tuple[Token, ...]:
    """Keep of 11个县区|干部…工作 what can be counted: the places, not their work."""
    if len(phrase) > 2 and phrase[-1].text.endswith(_UNCOUNTABLE) and phrase[0].text in _PLACES:
        return phrase[:1]
    return phrase


def _given_at(phrase: Sequence[Token]) -> int:
    """Return where in the words behind 为Q… the verb of what is given stands, 0 where there is none."""
    for k in range(1, len(phrase) - 1):
        if phrase[k].word_class is WordClass.DUAL and phrase[k].text in _GIVING:
            return k
    return 0


def _of_people(phrase: tuple[Token, ...], slot: Slot, table: Actions) -> tuple[Token, ...]:
    """Keep of 3万户居民|不动产证 those who are counted; 6万户家庭适老化改造 counts the works."""
    if slot.quantity.dimension not in ("households", "people") or len(phrase) < _FEWEST_UNDONE:
        return phrase
    if table.ends_as("animate", phrase[-1].text) or not table.ends_as("animate", phrase[0].text):
        return phrase
    return phrase[:1] if phrase[1].word_class is WordClass.NOUN else phrase


def _is_listed(slot: Slot) -> bool:
    """Whether the number follows 、 or 和 directly and nothing before it can name it (、12公里|供热管线改造)."""
    return bool(slot.before) and slot.before[-1].text in _LISTING and slot.quantity.dimension in _SIZES


def _left_undone(tokens: Sequence[Token]) -> str | None:
    """Name what is counted in 38个未安装自来水村屯: the last noun of what was not done."""
    if tokens[0].text not in _NEGATIONS or len(tokens) < _FEWEST_UNDONE:
        return None
    nouns = []
    for token in tokens[1:]:
        if token.word_class not in _UNDONE:
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
