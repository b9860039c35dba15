"""The words before a quantity, taken apart: noun phrase, governing verb, link to the value.

The functions read words as far as their classes go: a stretch is shortened by cutting its classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import (
    ACT,
    ADVERB,
    ATTRIBUTIVE,
    CHANGE,
    CONJUNCTION,
    DUAL,
    GOVERNING,
    LEVEL,
    LIGHT,
    LINK,
    NOMINAL,
    NONE,
    NOUN,
    NOUN_OR_QUALITY,
    NOUNLIKE,
    OF,
    PREPOSITION,
    PUNCTUATION,
    TIME,
    WEAK,
)
from fupin_nlp.interpret.noun_phrase import trailing_phrase
from fupin_nlp.interpret.own_verb import RECEIVER, verb_inside
from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.kinds import kind_words
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["Left", "take_apart"]

_PLAIN: Final = NOUN + NOMINAL
_IN_COMPARISON: Final = NOUNLIKE + ATTRIBUTIVE + OF + TIME
_NO_LINK: Final = NOUNLIKE + ACT + WEAK + CONJUNCTION
_VERB: Final = ACT + WEAK
_MAY_GOVERN: Final = GOVERNING + NOMINAL
_MOVING: Final = ACT + WEAK + CHANGE
_SETTING_OFF: Final = ADVERB + TIME + PUNCTUATION + CONJUNCTION
_HANDLED: Final = frozenset({"把", "将"})
_REACHING: Final = frozenset({"到", "至"})
_MEASURES: Final = (*kind_words().share, "率")
_AFTERWARDS: Final = frozenset({"后", "之后", "以后"})
_COMPARED: Final = frozenset({"比", "较"})
_COMPARED_REACH: Final = 8  # words in which the base of a comparison stands
_FROM: Final = frozenset({"从", "由"})
_HAS_SHARE: Final = "占"
_SHARE: Final = noun_phrases().having_share
_TELLING: Final = _AFTERWARDS | _SHARE | _COMPARED
_SHARE_NAMES: Final = kind_words().share
_OPENING: Final = CONJUNCTION + NONE
_NO_RECEIVER: Final = frozenset({"在", "为", "由"})


class Left:
    """What stands before a quantity.

    Attributes
    ----------
    phrase : sequence of str
        The words of the noun phrase before the number or before its link; may be empty.
    classes : str
        Their classes.
    verb : str or None
        The verb of content that governs it.
    link : str or None
        The change or level verb between phrase and number (a change wins over a level).
    verb_first : bool
        The verb of content stands directly before the number (共投入Q).
    topic : sequence of str
        The noun phrase before that verb, if any (棚户区改造完成Q); the very `phrase` where it is the same.
    from_word : bool
        The number is what a change starts from (从2020年的Q).
    beside : bool
        The noun phrase stands directly before the number or its link.
    whole : str
        After 占, what the share is a share of.
    whole_of : sequence of str
        The noun phrase before 的 directly before the number (年度任务的Q).
    """

    __slots__ = (
        "beside",
        "classes",
        "from_word",
        "link",
        "phrase",
        "topic",
        "verb",
        "verb_first",
        "whole",
        "whole_of",
    )

    def __init__(self, phrase: Sequence[str], classes: str, verb: str | None, link: str | None) -> None:
        self.phrase = phrase
        self.classes = classes
        self.verb = verb
        self.link = link
        self.verb_first = False
        self.topic: Sequence[str] = ()
        self.from_word = False
        self.beside = False
        self.whole = ""
        self.whole_of: Sequence[str] = ()


def take_apart(words: Sequence[str], classes: str, table: Actions) -> Left:
    """Divide the words before a quantity."""
    if not classes:
        return Left((), "", None, None)
    plain = _TELLING.isdisjoint(words)
    if not plain and (begin := _behind_condition(words, classes)):
        words, classes = words[begin:], classes[begin:]
    if classes[-1] in _NO_LINK:
        rest, link, from_word = classes, None, False
    elif classes[-1] in LINK and classes[-2:-1] in _NO_LINK:
        rest, link, from_word = classes[:-1], words[-1], False
    else:
        rest, link, from_word = _strip_link(words, classes, table)
    if not plain and (share := _share_at(words, classes)) is not None:
        return _part_before(words, classes, share)
    stem = rest.rstrip(_IN_COMPARISON)
    if stem and stem[-1] in LINK and _is_comparison(words, rest, len(stem) - 1, table):
        rest, link = stem[:-1], words[len(stem) - 1]
    elif not plain:
        rest = _without_comparison(words, rest)
    if not (rest.lstrip(_PLAIN) or from_word or (link is None and rest == NOMINAL)):
        left = Left(words[: len(rest)], rest, None, link)
        left.beside = rest != "" and (link is not None or len(rest) == len(classes))
        return left
    left = _phrase_and_verb(words, rest, link, table)
    if from_word or (link is None and len(rest) < len(classes)):
        left.from_word, left.beside = from_word, False
    return left


def _part_before(words: Sequence[str], classes: str, share: int) -> Left:
    """Read what has a share, before the 占 at `share`, and of what."""
    head = classes[:share].rstrip(LIGHT)
    start = trailing_phrase(words, head)
    left = Left(words[start : len(head)], head[start:], None, _HAS_SHARE)
    behind = zip(words[share + 1 :], classes[share + 1 :], strict=True)
    left.whole = "".join([word for word, kind in behind if kind in NOUN_OR_QUALITY])
    return left


def _phrase_and_verb(words: Sequence[str], classes: str, link: str | None, table: Actions) -> Left:
    """Read the words before the number or its link that are no plain nouns."""
    if not classes:
        return Left((), "", None, link)
    last = classes[-1]
    if last == OF:
        inner = classes[:-1]
        start = trailing_phrase(words, inner)
        left = Left(words[start : len(inner)], inner[start:], _verb_of(words, inner[:start]), link)
        left.whole_of = left.phrase
        return left
    if last in _MAY_GOVERN and (left_of_verb := _verb_at_end(words, classes, link, table)) is not None:
        return left_of_verb
    # A noun phrase, and the verb that governs it, before it or among its words (发放小额贷款Q).
    start = trailing_phrase(words, classes, subject=link is not None or ACT in classes[:-1])
    verb: str | None = None
    topic: Sequence[str] = ()
    if start:
        head = classes[:start]
        verb, topic = _verb_of(words, head), _topic(words, head, table)
    kinds = classes[start:]
    # Without a word that may be a verb there is none inside; most phrases have none.
    if (link is None or verb is None) and (DUAL in kinds or ACT in kinds):
        start, verb = verb_inside(words, classes, start, (verb, link), table)
    left = Left(words[start : len(classes)], classes[start:], verb, link)
    left.topic, left.beside = topic, True
    return left


def _behind_condition(words: Sequence[str], classes: str) -> int:
    """Return where what only says after what ends (扣除自然因素影响后|优良天数比率Q), 0 where nothing does."""
    for k in range(len(classes) - 2, 0, -1):
        if words[k] in _AFTERWARDS and classes[k - 1] in GOVERNING:
            return k + 1
    return 0


def _verb_at_end(words: Sequence[str], classes: str, link: str | None, table: Actions) -> Left | None:
    """Read a clause whose verb of content stands directly before the number or its link."""
    last = classes[-1]
    if link:
        return _verb_before_number(words, classes, link) if last in _VERB else None
    if last == DUAL:
        k = len(classes[:-1].rstrip(ATTRIBUTIVE))
        if k > 0 and classes[k - 1] == ACT:
            # 完成投资Q, 开展集中排查Q: the second verb is the object of the first.
            before = _verb_before_number(words, classes[:k])
            left = Left(words[k : len(classes)], classes[k:], before.verb, None)
            left.verb_first, left.topic, left.beside = True, before.topic, True
            return left
        clause = _is_clause(words, classes, table) or _after_subject(words, classes, table)
        return _verb_before_number(words, classes) if clause or _is_given(words, classes, table) else None
    return _verb_before_number(words, classes) if last in _VERB or len(classes) == 1 else None


def _is_clause(words: Sequence[str], classes: str, table: Actions) -> bool:
    """Whether the verb is all that stands before the number, but for a word of the year (全年|建成Q)."""
    last = len(classes) - 1
    if last == 0:
        return True
    return table.groups["within_year"].issuperset(words[:last]) and not table.is_a("intransitive", words[last])


def _topic(words: Sequence[str], head: str, table: Actions) -> Sequence[str]:
    """Return the noun phrase that ends `head` behind light words (天然气五年累计 产量)."""
    k = len(head)
    while k > 0 and (head[k - 1] in LIGHT or table.is_a("achieving", words[k - 1])):
        k -= 1
    return words[trailing_phrase(words, head[:k]) : k] if k else ()


def _strip_link(words: Sequence[str], classes: str, table: Actions) -> tuple[str, str | None, bool]:
    """Return the classes without those of the words that link to the number, the link, and whether it is 从 / 由."""
    i = length = len(classes)
    link: str | None = None
    link_class = NONE
    from_word = False
    reached = ""
    while i > 0:
        word, kind = words[i - 1], classes[i - 1]
        if kind in LINK:
            if link is None or (link_class == LEVEL and kind == CHANGE):
                link, link_class = word + (reached if kind == CHANGE else ""), kind
        elif kind == OF:
            if i < 2 or classes[i - 2] != TIME:
                break
        elif kind == PREPOSITION:
            if word in _FROM:
                from_word = link is None
                i -= 1
                break
            future = word == "将" and link is not None
            if word in RECEIVER and word not in _NO_RECEIVER and not future:
                break
            reached = word if word in _REACHING else reached
        elif kind not in LIGHT and kind != PUNCTUATION:
            break
        elif i == length and i > 1 and table.is_a("attributive_nouns", word):
            break  # 科技重大专项Q
        i -= 1
    return classes[:i], link, from_word


def _share_at(words: Sequence[str], classes: str) -> int | None:
    """Return the index of 占 if the clause says what share something is and names no other link behind it."""
    for k in range(len(classes) - 1, -1, -1):
        if words[k] in _SHARE:
            return k
        if classes[k] in LINK or words[k] in _SHARE_NAMES:
            return None
    return None


def _is_comparison(words: Sequence[str], classes: str, k: int, table: Actions) -> bool:
    """Whether the verb at `k` is 高于 / 快于 …, with a standard of comparison between it and the number."""
    if not len(classes) - _COMPARED_REACH < k < len(classes) - 1:
        return False
    # 优于Ⅲ类水体比例达Q compares nothing
    return table.is_a("comparing", words[k]) and not words[len(classes) - 1].endswith(_MEASURES)


def _without_comparison(words: Sequence[str], classes: str) -> str:
    """Take off 比第一轮, 较上年: the base of a comparison is not the subject."""
    for k in range(len(classes) - 1, max(-1, len(classes) - _COMPARED_REACH), -1):
        if words[k] in _COMPARED:
            return classes[:k].rstrip(LIGHT)
    return classes


def _after_subject(words: Sequence[str], classes: str, table: Actions) -> bool:
    """Whether the last word, which may be noun or verb, is the verb: first of its phrase or behind an adverb."""
    k = len(classes) - 1
    previous = classes[k - 1]
    if previous in _VERB or previous in _SETTING_OFF:
        return True
    head = classes[:k]
    if table.is_a("so_far", words[k - 1]) and not head.strip(LIGHT):
        return True
    return k >= 2 and _has_receiver(words, head)


def _is_given(words: Sequence[str], classes: str, table: Actions) -> bool:
    """Whether an institution stands before a verb of giving: who gives is the subject (某某学院投资Q)."""
    last = len(classes) - 1
    k = len(classes[:last].rstrip(LIGHT))
    if k == 0 or not table.is_a("spending", words[last]):
        return False
    giver = words[k - 1]
    return table.ends_as("institutions", giver) or (giver != "企业" and table.ends_as("doers", giver))


def _has_receiver(words: Sequence[str], classes: str) -> bool:
    """Whether the object of 为 / 对 … runs to the end of the words."""
    start = trailing_phrase(words, classes)
    return start > 0 and words[start - 1] in RECEIVER


def _verb_before_number(words: Sequence[str], classes: str, link: str | None = None) -> Left:
    """Read 共投入Q, 棚户区改造完成Q: the verb stands directly before the number."""
    k = len(classes) - 1
    while k > 0:
        kind, before = classes[k - 1], classes[k - 2] if k > 1 else NONE
        coordinated = kind == CONJUNCTION and before in GOVERNING
        if kind not in _VERB and not coordinated and (kind != DUAL or before not in _OPENING):
            break
        k -= 1
    verb = "".join(words[k : len(classes)])
    head = classes[:k].rstrip(LIGHT)
    start = trailing_phrase(words, head) if head else 0
    if start > 0 and head[start - 1] == PREPOSITION and words[start - 1] not in _HANDLED:
        left = Left((), "", verb, link)
    else:
        left = Left(words[start : len(head)], head[start:], verb, link)
        if start == 0 or words[start - 1] not in _HANDLED:  # 将培训对象确定为Q
            left.topic = left.phrase
    left.verb_first = True
    return left


def _verb_of(words: Sequence[str], head: str) -> str | None:
    """Return the verb that governs what follows `head`: the last one, with verbs that stand directly before it."""
    verbs = head.rstrip(LIGHT)
    begin = len(verbs.rstrip(_MOVING))
    return "".join(words[begin : len(verbs)]) or None
