"""Which of the words between two quantities belong to the second one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import ACT, CHANGE, CONJUNCTION, DUAL, LEVEL, LIGHT, LINK, OF, TIME, VERBAL, WEAK
from fupin_nlp.interpret.own_verb import RECEIVER
from fupin_nlp.lexicon.noun_phrases import noun_phrases

__all__ = ["own_left"]

_WHO: Final = noun_phrases().doers
_AND: Final = "、"
_VERB_ONLY: Final = ACT + WEAK + CHANGE + LEVEL


def own_left(words: Sequence[str], classes: str, *, first: bool) -> int:
    """Return from where on the words between two quantities belong to the second one.

    Behind 、 or 和 at either end; else from the first verb on; else all (a noun between them may name both).
    For the first quantity of a clause that is everything, but for a verb in coordination directly before the
    number (提高标准、覆盖Q).
    """
    length = len(classes)
    if first:
        return length - 1 if length > 2 and words[-2] == _AND and classes[-1] in VERBAL else 0
    if length == 0:
        return 0
    if classes[0] == CONJUNCTION:
        return 1
    if classes[-1] == CONJUNCTION:
        return length
    if (begin := _own_subject(words, classes)) is not None:
        return begin
    for k, kind in enumerate(classes):
        if words[k] == _AND:
            return k + 1
        if kind in _VERB_ONLY or words[k] in RECEIVER:
            return k
        if kind == DUAL and k + 1 < length and (k == 0 or classes[k - 1] in LIGHT):
            return k
    return 0


def _own_subject(words: Sequence[str], classes: str) -> int | None:
    """Return where a new clause begins between two quantities that no mark divides.

    At the verb of those who were counted (四个帮扶村|发展红薯产业Q), or behind the 的 of a condition
    (高于Q的|贫困户有Q).
    """
    of = 1 if classes[0] == TIME else 0
    if len(classes) > of + 2 and classes[of] == OF and classes[-1] in LINK:
        return of + 1
    k = classes.find(DUAL, 1, -1)
    while k > 0:
        if words[k - 1].endswith(_WHO):
            return k
        k = classes.find(DUAL, k + 1, -1)
    return None
