"""Which of the words between two quantities belong to the second one."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.clause import Token
from fupin_nlp.interpret.left_side import LIGHT, LINK, RECEIVER
from fupin_nlp.interpret.noun_phrase import VERBAL
from fupin_nlp.lexicon.actions import WordClass

__all__ = ["own_left"]

_WHO = ("村", "县", "乡", "镇", "企业", "合作社", "户")


def own_left(before: tuple[Token, ...], *, first: bool) -> tuple[Token, ...]:
    """Return what of the words between two quantities belongs to the second one.

    Behind 、 or 和 at either end; else from the first verb on; else all (a noun between them may name both).
    For the first quantity of a clause that is everything, but for a verb in coordination directly before the
    number (提高标准、覆盖Q).
    """
    if not before:
        return before
    if first:
        if len(before) > 2 and before[-1].word_class in VERBAL and before[-2].text == "、":
            return before[-1:]
        return before
    if before[0].word_class is WordClass.CONJUNCTION:
        return before[1:]
    if before[-1].word_class is WordClass.CONJUNCTION:
        return ()
    listed = max((k for k, t in enumerate(before[:-1]) if t.text == "、"), default=-1)
    if listed >= 0 and before[listed + 1].word_class in VERBAL:
        return before[listed + 1 :]
    if (begin := _own_subject(before)) is not None:
        return before[begin:]
    for k, token in enumerate(before):
        if token.text == "、":
            return before[k + 1 :]
        if token.word_class in VERBAL - {WordClass.DUAL} or token.text in RECEIVER:
            return before[k:]
        if token.word_class is WordClass.DUAL and k + 1 < len(before) and (k == 0 or before[k - 1].word_class in LIGHT):
            return before[k:]
    return before


def _own_subject(tokens: Sequence[Token]) -> int | None:
    """Return where a new clause begins between two quantities that no mark divides.

    At the verb of those who were counted (四个帮扶村|发展红薯产业Q), or behind the 的 of a condition
    (高于Q的|贫困户有Q).
    """
    of = 1 if tokens[0].word_class is WordClass.TIME else 0
    if len(tokens) > of + 2 and tokens[of].word_class is WordClass.OF and tokens[-1].word_class in LINK:
        return of + 1
    for k in range(1, len(tokens) - 1):
        if tokens[k].word_class is WordClass.DUAL and tokens[k - 1].text.endswith(_WHO):
            return k
    return None
