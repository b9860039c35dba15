"""The verb among words that may be a noun phrase before a quantity: its first word, or one behind who does it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import ACT, ATTRIBUTIVE, DUAL, NOUN_OR_QUALITY, OF
from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.patterns import compile_quick

__all__ = ["RECEIVER", "verb_inside"]

RECEIVER: Final = frozenset({"为", "对", "给", "向", "把", "将", "与", "被", "使", "让", "从", "由", "在"})
_YEARS: Final = compile_quick("years before a verb", r"[两二三四五六七八九十\d]{1,2}年")
_FIRST_VERB: Final = DUAL + ACT


def verb_inside(
    words: Sequence[str], classes: str, start: int, found: tuple[str | None, str | None], table: Actions
) -> tuple[int, str | None]:
    """Find a verb among the words from `start` on, which may be nouns: behind a receiver, or first in the clause.

    `found` are the verb before them and the link behind. Return where the noun phrase begins, and its verb.
    """
    verb, link = found
    before = words[start - 1] if start else ""
    kinds = classes[start:]
    phrase = words[start : len(classes)]
    if begin := _to_its_verb(phrase, kinds, table, placed=link is None):
        start, phrase, kinds = start + begin, phrase[begin:], kinds[begin:]
    if verb is None and link is None and (span := _verb_span(phrase, kinds, table)):
        return start + span[1], "".join(phrase[span[0] : span[1]])
    if before in RECEIVER:
        if at := _behind_receiver(phrase, kinds, table):
            return start + at + 1, phrase[at]
    elif verb is None and link is None and (end := _leading_verbs(phrase, kinds, table)):
        return start + end, "".join(phrase[:end])
    return start, verb


def _behind_receiver(phrase: Sequence[str], kinds: str, table: Actions) -> int:
    """Return where the verb stands behind the receiver that opens a phrase (为|农户|发放|贷款Q); 0 where none does."""
    for k in range(1, len(phrase) - 1):
        if kinds[k] == DUAL and kinds[k + 1] != OF and not table.is_a("intransitive", phrase[k]):
            return k
    return 0


def _leading_verbs(phrase: Sequence[str], kinds: str, table: Actions) -> int:
    """Return where the verbs end that open a phrase (改造提升|老旧小区; but 引进|帮扶资金); 0 where none does."""
    length = len(kinds)
    if length < 2 or kinds[0] != DUAL or kinds[1] not in NOUN_OR_QUALITY or table.is_a("intransitive", phrase[0]):
        return 0
    end = 1
    while end < length - 1 and kinds[end] == DUAL and (end + 2 < length or not table.is_a("money_nouns", phrase[-1])):
        end += 1
    return end


def _to_its_verb(phrase: Sequence[str], kinds: str, table: Actions, *, placed: bool) -> int:
    """Return where the words end that say how something was done before the verb (全年|新|登记经营主体)."""
    k = 0
    while k < len(phrase) - 2 and (
        kinds[k] == ATTRIBUTIVE or _YEARS.fullmatch(phrase[k]) or (placed and table.is_a("within_place", phrase[k]))
    ):
        k += 1
    return k if k and kinds[k] in _FIRST_VERB else 0


def _verb_span(phrase: Sequence[str], kinds: str, table: Actions) -> tuple[int, int] | None:
    """Find the verbs of a phrase that governs itself: at its head, behind 累计, or behind who does it."""
    if starting := _starting(phrase, kinds, table):
        return 0, starting
    if kinds[:1] != DUAL:  # 认定|资金集中运营中心: the first verb governs
        for k in range(1, len(phrase) - 1):
            if table.is_a("so_far", phrase[k - 1]) and kinds[k] == DUAL:
                return k, k + 1
    return _done_by(phrase, kinds, table)


def _starting(phrase: Sequence[str], kinds: str, table: Actions) -> int:
    """Return the length of 开工|改造 or 改造提升 at the head of a phrase; 0 where no such verb opens it."""
    if len(phrase) < 2:
        return 0
    first, second = phrase[:2]
    both = len(phrase) > 2 and kinds[1] == DUAL and table.is_a("beginning", first)
    return 2 if both and not table.is_a("intransitive", second) else 0


def _done_by(phrase: Sequence[str], kinds: str, table: Actions) -> tuple[int, int] | None:
    """Find the verbs of 帮扶单位|走访慰问|贫困户: who does it, what, to whom; none in 企业|投资|项目."""
    for k in range(1, len(phrase) - 1):
        if kinds[k] != DUAL:
            continue
        end = k
        while end < len(phrase) - 1 and kinds[end] == DUAL:
            end += 1
        return (k, end) if table.ends_as("animate", phrase[-1]) or phrase[-1].endswith("村") else None
    return None
