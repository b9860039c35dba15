"""Noun phrases beside a quantity: where they begin, where they end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import (
    ACT,
    ADVERB,
    ASPECT,
    ATTRIBUTIVE,
    CHANGE,
    CONJUNCTION,
    DUAL,
    GOVERNING,
    LEVEL,
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
    VERBAL,
    WEAK,
)
from fupin_nlp.lexicon.actions import actions
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["is_able", "leading_phrase", "trailing_phrase"]

_PLAIN: Final = NOUN + NOMINAL
_COORDINATED: Final = NOUNLIKE + CONJUNCTION + ATTRIBUTIVE
_NOUN_OR_ACT: Final = NOUNLIKE + ACT
_MODIFIERS: Final = ATTRIBUTIVE + WEAK + DUAL + OF
_NOUN_OR_VERB: Final = VERBAL + NOUNLIKE
_ABLE: Final = "可"
_PHRASES: Final = noun_phrases()
_UNDERTAKINGS, _ACTORS = _PHRASES.undertakings, _PHRASES.actors
_OPENERS: Final = ACT + LEVEL + WEAK + CHANGE + PREPOSITION
_TOPICAL: Final = PREPOSITION + CHANGE
_JOINING: Final = CONJUNCTION + OF
_SHARE: Final = "占"
_ALREADY: Final = "已"
_BY: Final = "被"
_HELD: Final = frozenset({_SHARE, _BY})
_FIRST_VERB: Final = ACT + WEAK + LEVEL + CHANGE  # no phrase goes beyond it where it opens the words
_ALWAYS_BREAKING: Final = PREPOSITION + ADVERB + TIME + ASPECT + PUNCTUATION  # unless one of the words before
_RELATIVE_REACH: Final = 16  # words in which the 的 of a relative clause must follow its verb


def leading_phrase(words: Sequence[str], classes: str, *, coordination: bool, counted: bool = False) -> tuple[int, int]:
    """Return where the noun phrase at the start of the words begins and ends.

    A verb, an adverb or a mark ends it; a relative clause at its start is passed over, so that the head is
    returned (名具有一定水平的专职人员 → 专职人员). With `coordination`, 、 和 with a noun behind continue it. What is
    `counted` ends at 的: of 4个村的道路 the villages are counted.
    """
    length = len(classes)
    start = length - len(classes.lstrip(OF))
    if start < length and (words[start] == _ALREADY or OF in classes[start:]):
        start = _behind_relative(words, classes, start)
    i = start
    while i < length:
        kind = classes[i]
        if kind in _PLAIN and words[i] != _ABLE:
            i += 1
        elif is_able(words, classes, i) or (kind == ATTRIBUTIVE and i > start and _is_quality(classes, i)):
            i += 2
        elif _continues(words, classes, start, i, coordination=coordination, counted=counted):
            i += 1
        else:
            break
    return start, i


def _continues(words: Sequence[str], classes: str, start: int, i: int, *, coordination: bool, counted: bool) -> bool:
    """Whether the word at `i` belongs to the noun phrase that begins at `start`."""
    kind = classes[i]
    behind = classes[i + 1] if i + 1 < len(classes) else NONE
    inside = i > start
    if kind in _PLAIN:
        return True
    if behind in NOUNLIKE and (
        (kind == WEAK and not classes[start:i].lstrip(_MODIFIERS))
        or (kind == OF and inside and not counted)
        or (kind == CONJUNCTION and inside and coordination and _coordinates(words, classes, i))
        or (not inside and words[i] == _BY)
    ):
        return True
    if kind == DUAL and (not inside or (behind in NOUNLIKE and not _takes_object(words, classes, i))):
        return True
    if kind == ATTRIBUTIVE:
        return _qualifies(words, classes, i)
    return inside and kind in GOVERNING and _names_undertaking(words, i)


def is_able(words: Sequence[str], classes: str, i: int) -> bool:
    """Whether 可 and a verb modify the noun behind them (可调度|储备能力)."""
    if words[i] != _ABLE or i + 2 >= len(words):
        return False
    return classes[i + 1] in _NOUN_OR_VERB and classes[i + 2] in NOUNLIKE


def _is_quality(classes: str, i: int) -> bool:
    """Whether 的 stands behind a quality, before those who have it (生活|困难|的|残疾人)."""
    return i + 2 < len(classes) and classes[i + 1] == OF and classes[i + 2] in NOUN_OR_QUALITY


def _names_undertaking(words: Sequence[str], i: int) -> bool:
    """Whether a verb inside a noun phrase names an undertaking (褐煤|提质|项目); 村|实施|项目 is a clause."""
    phase = 1 if i + 2 < len(words) and words[i + 1].endswith("期") else 0  # 褐煤|提质|一期|工程
    return i + 1 + phase < len(words) and words[i + 1 + phase] in _UNDERTAKINGS


def _qualifies(words: Sequence[str], classes: str, i: int) -> bool:
    """Whether a word that may be an adverb belongs to the noun behind it (重点项目; not 群众直接|受益)."""
    behind = classes[i + 1] if i + 1 < len(classes) else PUNCTUATION
    if words[i] in _PHRASES.each:
        return False  # Q户贫困户|户均分红: a new name begins
    return behind in NOUNLIKE


def _coordinates(words: Sequence[str], classes: str, i: int) -> bool:
    """Whether `i` joins two counted nouns; 及 adds something lesser, 、规模居前列 is a new clause."""
    if words[i] in ("及", "与"):
        return False
    rest = classes[i + 1 :].lstrip(NOUNLIKE)
    return not rest or rest[0] not in LINK


def _takes_object(words: Sequence[str], classes: str, i: int) -> bool:
    """Whether a word that may be a verb is one here: a full noun stands before it and an object behind.

    贫困村建设光伏项目 is a clause, 配套基础设施 a noun; the difference is the noun before the verb: a place, a firm
    or a household does things.
    """
    if i + 1 < len(words) and words[i - 1].endswith(_ACTORS):
        return True
    return classes[i - 1] == NOUN and i + 2 < len(words)


def _behind_relative(words: Sequence[str], classes: str, i: int) -> int:
    """Return where the head begins if a relative clause stands at `i` (有贫困人口的村), else `i`."""
    length = len(classes)
    if words[i] == _ALREADY and i + 2 < length and classes[i + 1] in VERBAL:
        return i + 2 if classes[i + 2] in NOUNLIKE else i  # 已建成|自然村
    if classes.find(OF, i) < 0:
        return i
    if classes[i] not in _OPENERS:
        return _behind_clause(classes, i)
    for j in range(i + 1, min(i + _RELATIVE_REACH, length - 1)):
        if classes[j] == PUNCTUATION:
            return i
        if classes[j] == OF and classes[j + 1] in NOUN_OR_QUALITY:
            return j + 1
    return i


def _behind_clause(classes: str, i: int) -> int:
    """Return where the head begins behind a relative clause with a subject (省市下派的副县长), else `i`."""
    for j in range(i + 1, min(i + _RELATIVE_REACH, len(classes) - 2)):
        if classes[j] not in _COORDINATED:
            return i
    return i


def trailing_phrase(words: Sequence[str], classes: str, *, subject: bool = False) -> int:
    """Return the index where the noun phrase that ends the words begins.

    With `subject`, a verb that is known from the dictionary only is taken for part of the phrase where a noun
    stands on both sides (医保报销药品目录): a subject has no governing verb.

    The phrase runs back to the last verb of content, adverb or preposition; a modifier that ends with 的 stays
    in it (参与帮扶的社会人士), and so does a topic before one (消费对经济增长的贡献率). The words end where the classes
    do: what stands behind is not read.
    """
    length = len(classes)
    i = len(classes.rstrip(NOUNLIKE))
    if i == 0:
        return 0
    while i > 0 and not (i == 1 < length and classes[0] in _FIRST_VERB and words[0] not in _HELD):
        further = _further_back(words, classes, i, subject=subject)
        if further == i:
            break
        i = len(classes[:further].rstrip(NOUNLIKE))
    while i < length and classes[i] in _JOINING:
        i += 1
    return i


def _further_back(words: Sequence[str], classes: str, i: int, *, subject: bool) -> int:
    """Return where the phrase begins that ends the words, with the word before `i`, which is no noun; or `i`."""
    kind, word = classes[i - 1], words[i - 1]
    if i == len(classes):
        plan = word == "计划" and i > 1 and classes[i - 2] in NOUNLIKE
        return i - 1 if plan or actions().is_a("attributive_nouns", word) else i
    if kind in _ALWAYS_BREAKING and word not in _HELD:
        return i
    if kind == CONJUNCTION or (kind == ATTRIBUTIVE and classes[i] != CONJUNCTION):
        return i - 1
    if i > 1 and subject and kind == WEAK and classes[i - 2] in _NOUN_OR_ACT:
        return i - 1
    if word == _SHARE:
        return i - 1
    begin = _modifier_start(classes, i - 1) if kind == OF else i
    return i if begin == i - 1 else begin


def _modifier_start(classes: str, of: int) -> int:
    """Return where the modifier that 的 at `of` closes begins."""
    i = len(classes[:of].rstrip(_COORDINATED))
    if i > 0 and classes[i - 1] in _TOPICAL:
        # 服务业在国内生产总值中的比重, 消费对经济增长的贡献率: the words before the preposition are the topic.
        k = i - 1
        while k > 0 and classes[k] != PREPOSITION and of - k < _RELATIVE_REACH:
            k -= 1
        if classes[k] == PREPOSITION and k > 0 and classes[k - 1] in NOUNLIKE:
            return len(classes[:k].rstrip(NOUNLIKE))
    if i > 0 and classes[i - 1] in VERBAL:
        return i - 1
    return i
