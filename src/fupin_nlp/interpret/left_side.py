"""The words before a quantity, taken apart: noun phrase, governing verb, link to the value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fupin_nlp.interpret.clause import Token, text_of
from fupin_nlp.interpret.noun_phrase import NOUNLIKE, trailing_phrase
from fupin_nlp.lexicon.actions import Actions, WordClass, actions
from fupin_nlp.lexicon.patterns import compile_pattern

__all__ = ["LIGHT", "LINK", "RECEIVER", "Left", "take_apart"]

LINK = frozenset({WordClass.CHANGE, WordClass.LEVEL})
LIGHT = frozenset({WordClass.ADVERB, WordClass.ATTRIBUTIVE, WordClass.ASPECT, WordClass.TIME})
_NOUN_OR_QUALITY = NOUNLIKE | {WordClass.ATTRIBUTIVE}
_IN_COMPARISON = NOUNLIKE | {WordClass.ATTRIBUTIVE, WordClass.OF, WordClass.TIME}
_GOVERNING = frozenset({WordClass.ACT, WordClass.WEAK, WordClass.DUAL})
RECEIVER = frozenset({"为", "对", "给", "向", "把", "将", "与", "被", "使", "让", "从", "由", "在"})
_HANDLED = frozenset({"把", "将"})
_REACHING = frozenset({"到", "至"})
_ACHIEVING = frozenset({"完成", "实现"})
_AFTERWARDS = frozenset({"后", "之后", "以后"})
_YEARS = compile_pattern("years before a verb", r"[两二三四五六七八九十\d]{1,2}年")
_SO_FAR = frozenset({"累计", "直接", "集中", "主动"})
_FUNDS = frozenset({"资金", "经费"})
_SPENT = frozenset({"投入", "投资", "整合", "筹集", "使用", "安排", "支付"})
_SIZES = frozenset({"规模", "面积", "里程", "能力", "总量", "强度", "水平", "容量", "数量", "标准", "比例"})
_MEASURES = ("比例", "比重", "占比", "率")
_COMPARED = frozenset({"比", "较"})
_FROM = frozenset({"从", "由"})
_SHARE = frozenset({"占", "占到", "约占"})


class Left(NamedTuple):
    """What stands before a quantity.

    Attributes
    ----------
    phrase : tuple of Token
        The noun phrase before the number or before its link; may be empty.
    verb : str or None
        The verb of content that governs it.
    link : str or None
        The change or level verb between phrase and number (a change wins over a level).
    verb_first : bool
        The verb of content stands directly before the number (共投入Q).
    topic : tuple of Token
        The noun phrase before that verb, if any (棚户区改造完成Q).
    from_word : bool
        The number is what a change starts from (从2020年的Q).
    whole : str
        After 占, what the share is a share of.
    whole_of : tuple of Token
        The noun phrase before 的 directly before the number (年度任务的Q).
    """

    phrase: tuple[Token, ...] = ()
    verb: str | None = None
    link: str | None = None
    verb_first: bool = False
    topic: tuple[Token, ...] = ()
    from_word: bool = False
    whole: str = ""
    whole_of: tuple[Token, ...] = ()


def take_apart(tokens: tuple[Token, ...], table: Actions) -> Left:
    """Divide the words before a quantity."""
    tokens = _behind_condition(tokens)
    i, link, from_word = _strip_link(tokens)
    rest = tokens[:i]
    if (share := _share_at(tokens)) is not None:
        head = tokens[:share]
        while head and head[-1].word_class in LIGHT:
            head = head[:-1]
        whole = "".join(t.text for t in tokens[share + 1 :] if t.word_class in _NOUN_OR_QUALITY)
        return Left(head[trailing_phrase(head) :], None, "占", whole=whole)
    if (standard := _compared_with(rest, table)) is not None:
        rest, link = rest[:standard], rest[standard].text
    elif link:
        rest = _without_comparison(rest)
    if not rest:
        return Left((), None, link, from_word=from_word)
    if rest[-1].word_class is WordClass.OF:
        inner = rest[:-1]
        start = trailing_phrase(inner)
        return Left(inner[start:], _verb_of(inner[:start]), link, whole_of=inner[start:], from_word=from_word)
    if (verb_last := _verb_at_end(rest, link, from_word, table)) is not None:
        return verb_last
    governed = link is not None or any(t.word_class is WordClass.ACT for t in rest[:-1])
    start = trailing_phrase(rest, subject=governed)
    phrase, head = rest[start:], rest[:start]
    verb = _verb_of(head)
    if link is None or verb is None:
        phrase, verb = _verb_inside(phrase, head, (verb, link), table)
    if table.is_a("causative", verb) and link is None:
        phrase, verb = _second_verb(phrase, verb)
    return Left(tuple(phrase), verb, link, topic=_topic(head), from_word=from_word)


def _behind_condition(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Take off what only says after what (扣除自然因素影响后|优良天数比率Q)."""
    for k in range(len(tokens) - 2, 0, -1):
        if tokens[k].text in _AFTERWARDS and tokens[k - 1].word_class in _GOVERNING:
            return tokens[k + 1 :]
    return tokens


def _verb_at_end(rest: tuple[Token, ...], link: str | None, from_word: bool, table: Actions) -> Left | None:
    """Read a clause whose verb of content stands directly before the number or its link."""
    last = rest[-1].word_class
    if link:
        return _verb_before_number(rest, from_word, link) if last in (WordClass.ACT, WordClass.WEAK) else None
    k = len(rest) - 1
    while k > 0 and rest[k - 1].word_class is WordClass.ATTRIBUTIVE:
        k -= 1
    if last is WordClass.DUAL and k > 0 and rest[k - 1].word_class is WordClass.ACT:
        # 完成投资Q, 开展集中排查Q: the second verb is the object of the first.
        before = _verb_before_number(rest[:k], from_word)
        return Left(rest[k:], before.verb, None, topic=before.topic, verb_first=True, from_word=from_word)
    if (
        last in (WordClass.ACT, WordClass.WEAK)
        or (last is WordClass.DUAL and (_is_clause(rest, table) or _after_subject(rest) or _is_given(rest, table)))
        or (last is WordClass.NOMINAL and len(rest) == 1)
    ):
        return _verb_before_number(rest, from_word)
    return None


def _is_clause(rest: Sequence[Token], table: Actions) -> bool:
    """Whether the verb is all that stands before the number, but for a word of the year (全年|建成Q)."""
    return len(rest) == 1 or (
        all(table.is_a("within_year", t.text) for t in rest[:-1]) and not table.is_a("intransitive", rest[-1].text)
    )


def _second_verb(phrase: tuple[Token, ...], verb: str | None) -> tuple[tuple[Token, ...], str | None]:
    """Read 组织干部走访职工Q: who is made to do it is not what is counted."""
    for k in range(1, len(phrase) - 1):
        before, word, after = (t.word_class for t in phrase[k - 1 : k + 2])
        if (before, word) == (WordClass.NOUN, WordClass.DUAL) and after in (WordClass.NOUN, WordClass.ATTRIBUTIVE):
            return phrase[k + 1 :], phrase[k].text
    return phrase, verb


def _topic(head: Sequence[Token]) -> tuple[Token, ...]:
    """Return the noun phrase that ends `head` behind light words (天然气五年累计 产量)."""
    k = len(head)
    while k > 0 and (head[k - 1].word_class in LIGHT or head[k - 1].text in _ACHIEVING):
        k -= 1
    return tuple(head[trailing_phrase(head[:k]) : k])


def _strip_link(tokens: Sequence[Token]) -> tuple[int, str | None, bool]:
    """Return where the words that link to the number begin, the link, and whether it is 从 / 由."""
    i = len(tokens)
    link: str | None = None
    link_class: WordClass | None = None
    from_word = False
    reached = ""
    while i > 0:
        token = tokens[i - 1]
        kind = token.word_class
        if kind in LINK:
            if link is None or (link_class is WordClass.LEVEL and kind is WordClass.CHANGE):
                link, link_class = token.text + (reached if kind is WordClass.CHANGE else ""), kind
        elif kind is WordClass.OF:
            if i < 2 or tokens[i - 2].word_class is not WordClass.TIME:
                break
        elif kind is WordClass.PREPOSITION:
            if token.text in _FROM:
                from_word = link is None
                i -= 1
                break
            future = token.text == "将" and link is not None
            if token.text in RECEIVER and token.text not in ("在", "为", "由") and not future:
                break
            reached = token.text if token.text in _REACHING else reached
        elif kind not in LIGHT and kind is not WordClass.PUNCTUATION:
            break
        elif i == len(tokens) and i > 1 and actions().is_a("attributive_nouns", token.text):
            break  # 科技重大专项Q
        i -= 1
    return i, link, from_word


def _share_at(tokens: Sequence[Token]) -> int | None:
    """Return the index of 占 if the clause says what share something is and names no other link behind it."""
    for k in range(len(tokens) - 1, -1, -1):
        if tokens[k].text in _SHARE:
            return k
        if tokens[k].word_class in LINK or tokens[k].text in ("比重", "比例", "占比"):
            return None
    return None


def _compared_with(rest: tuple[Token, ...], table: Actions) -> int | None:
    """Return the index of 高于 / 快于 … if a standard of comparison stands between it and the number."""
    if rest and rest[-1].text.endswith(_MEASURES):
        return None  # 优于Ⅲ类水体比例达Q
    for k in range(len(rest) - 1, max(-1, len(rest) - 8), -1):
        if table.is_a("comparing", rest[k].text) and rest[k].word_class in LINK:
            return k if k < len(rest) - 1 else None
        if rest[k].word_class not in _IN_COMPARISON:
            return None
    return None


def _without_comparison(rest: tuple[Token, ...]) -> tuple[Token, ...]:
    """Take off 比第一轮, 较上年: the base of a comparison is not the subject."""
    for k in range(len(rest) - 1, max(-1, len(rest) - 8), -1):
        if rest[k].text in _COMPARED:
            cut = rest[:k]
            while cut and cut[-1].word_class in LIGHT:
                cut = cut[:-1]
            return cut
    return rest


def _after_subject(rest: Sequence[Token]) -> bool:
    """Whether the last word, which may be noun or verb, is the verb: first of its phrase or behind an adverb."""
    k = len(rest) - 1
    while k > 0 and rest[k - 1].word_class in _GOVERNING and rest[k - 1].word_class is not WordClass.DUAL:
        return True
    previous = rest[k - 1].word_class
    if rest[k - 1].text in _SO_FAR and all(t.word_class in LIGHT for t in rest[:k]):
        return True
    return previous in (WordClass.ADVERB, WordClass.TIME, WordClass.PUNCTUATION, WordClass.CONJUNCTION) or (
        k >= 2 and _receiver_before(rest[:k]) is not None
    )


def _is_given(rest: Sequence[Token], table: Actions) -> bool:
    """Whether an institution stands before a verb of giving: who gives is the subject (某某学院投资Q)."""
    k = len(rest) - 1
    while k > 0 and rest[k - 1].word_class in LIGHT:
        k -= 1
    giver = rest[k - 1].text if k > 0 else None
    gives = table.ends_as("institutions", giver) or (table.ends_as("doers", giver) and giver != "企业")
    return table.is_a("spending", rest[-1].text) and gives


def _receiver_before(tokens: Sequence[Token]) -> int | None:
    """Return the index of 为 / 对 … whose object runs to the end of `tokens`."""
    start = trailing_phrase(tokens)
    if start > 0 and tokens[start - 1].text in RECEIVER:
        return start - 1
    return None


def _verb_before_number(rest: tuple[Token, ...], from_word: bool, link: str | None = None) -> Left:
    """Read 共投入Q, 棚户区改造完成Q: the verb stands directly before the number."""
    k = len(rest) - 1
    while k > 0 and (
        rest[k - 1].word_class in (WordClass.ACT, WordClass.WEAK)
        or (rest[k - 1].word_class is WordClass.CONJUNCTION and k > 1 and rest[k - 2].word_class in _GOVERNING)
        or (rest[k - 1].word_class is WordClass.DUAL and (k == 1 or rest[k - 2].word_class is WordClass.CONJUNCTION))
    ):
        k -= 1
    verb = text_of(rest[k:])
    head = rest[:k]
    while head and head[-1].word_class in LIGHT:
        head = head[:-1]
    start = trailing_phrase(head)
    if start > 0 and head[start - 1].text in _HANDLED:
        return Left(tuple(head[start:]), verb, link, verb_first=True, from_word=from_word)  # 将培训对象确定为Q
    if start > 0 and head[start - 1].word_class is WordClass.PREPOSITION:
        return Left((), verb, link, verb_first=True, from_word=from_word)
    return Left(tuple(head[start:]), verb, link, verb_first=True, topic=tuple(head[start:]), from_word=from_word)


def _verb_of(head: Sequence[Token]) -> str | None:
    """Return the verb that governs what follows `head`: the last one, with verbs that stand directly before it."""
    k = len(head)
    while k > 0 and head[k - 1].word_class in LIGHT:
        k -= 1
    end = k
    while k > 0 and head[k - 1].word_class in (WordClass.ACT, WordClass.WEAK, WordClass.CHANGE):
        k -= 1
    return text_of(head[k:end]) or None


def _done_by(phrase: Sequence[Token], table: Actions) -> tuple[int, int] | None:
    """Find the verbs of 帮扶单位|走访慰问|贫困户: who does it, what, to whom; none in 企业|投资|项目."""
    for k in range(1, len(phrase) - 1):
        if phrase[k].word_class is not WordClass.DUAL or not table.ends_as("doers", phrase[k - 1].text):
            continue
        end = k
        while end < len(phrase) - 1 and phrase[end].word_class is WordClass.DUAL:
            end += 1
        return (k, end) if table.ends_as("animate", phrase[-1].text) or phrase[-1].text.endswith("村") else None
    return None


def _from_its_verb(phrase: tuple[Token, ...], *, placed: bool) -> tuple[Token, ...]:
    """Take off the words that say how something was done before the verb (全年|新|登记经营主体)."""
    k = 0
    while k < len(phrase) - 2 and (
        phrase[k].word_class is WordClass.ATTRIBUTIVE
        or _YEARS.fullmatch(phrase[k].text)
        or (placed and actions().is_a("within_place", phrase[k].text))
    ):
        k += 1
    return phrase[k:] if k and phrase[k].word_class in (WordClass.DUAL, WordClass.ACT) else phrase


def _starting(phrase: tuple[Token, ...], table: Actions, *, newly: bool) -> int:
    """Return the length of 开工|改造, 改造提升 or 新|退出 at the head of a phrase; 0 where no such verb opens it."""
    if len(phrase) < 2:
        return 0
    first, second = phrase[:2]
    if first.word_class is WordClass.ACT:
        return int(second.word_class in NOUNLIKE | {WordClass.ATTRIBUTIVE})
    if (
        newly
        and (table.is_a("beginning", first.text) or table.is_a("ending", first.text))
        and second.word_class in NOUNLIKE
    ):
        return 1
    both = len(phrase) > 2 and table.is_a("beginning", first.text) and second.word_class is WordClass.DUAL
    return 2 if both and not table.is_a("intransitive", second.text) else 0


def _verb_span(phrase: tuple[Token, ...], table: Actions, *, newly: bool) -> tuple[int, int] | None:
    """Find the verbs of a phrase that governs itself: at its head, behind 累计, or behind who does it."""
    if starting := _starting(phrase, table, newly=newly):
        return 0, starting
    if phrase and phrase[0].word_class is not WordClass.DUAL:  # 认定|资金集中运营中心: the first verb governs
        for k in range(1, len(phrase) - 1):
            if phrase[k - 1].text in _SO_FAR and phrase[k].word_class is WordClass.DUAL:
                return k, k + 1
    return _done_by(phrase, table)


def _told_at(phrase: tuple[Token, ...], table: Actions) -> int:
    """Return where the verb stands behind 向 and those who are told (向|人大|报告|工作Q); 0 where there is none."""
    return next((k for k in range(1, len(phrase) - 1) if table.is_a("telling", phrase[k].text)), 0)


def _verb_inside(
    phrase: tuple[Token, ...], head: Sequence[Token], found: tuple[str | None, str | None], table: Actions
) -> tuple[tuple[Token, ...], str | None]:
    """Find a verb among words that may be nouns: behind a receiver, or first in the clause."""
    verb, link = found
    receiver = bool(head) and head[-1].text in RECEIVER
    named_fund = len(phrase) == 2 and phrase[-1].text in _FUNDS and phrase[0].text not in _SPENT
    if phrase and (phrase[-1].text in _SIZES or named_fund):
        return phrase, verb  # 合作项目投资规模, 改造开发面积: the metric is part of the name
    newly = len(phrase) > len(plain := _from_its_verb(phrase, placed=link is None)) and table.is_a(
        "marking", phrase[-len(plain) - 1].text
    )
    phrase = plain
    if link is None and table.is_a("hastening", verb) and phrase and phrase[0].word_class is WordClass.DUAL:
        verb = None  # 加快发展香菇Q
    if verb is None and link is None and (span := _verb_span(phrase, table, newly=newly)):
        return phrase[span[1] :], text_of(phrase[span[0] : span[1]])
    if receiver and head[-1].text == "向" and (told := _told_at(phrase, table)):
        return phrase[told + 1 :], phrase[told].text
    for k, token in enumerate(phrase[:-1]):
        if token.word_class is not WordClass.DUAL or table.is_a("intransitive", token.text):
            if k == 0 and not receiver:
                break
            continue
        if receiver and k > 0 and phrase[k + 1].word_class is not WordClass.OF:
            return phrase[k + 1 :], token.text
        leads = verb is None and k == 0 and not receiver and link is None
        if leads and phrase[1].word_class in _NOUN_OR_QUALITY:
            end = 1
            while (
                end < len(phrase) - 1
                and phrase[end].word_class is WordClass.DUAL
                and (end + 2 < len(phrase) or not table.is_a("money_nouns", phrase[-1].text))
            ):
                end += 1  # 改造提升老旧小区; but 引进|帮扶资金
            return phrase[end:], text_of(phrase[:end])
    return phrase, verb
