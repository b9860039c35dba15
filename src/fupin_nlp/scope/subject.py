"""Whether a clause has a subject of its own; what one without is about, the clause before tells."""

from __future__ import annotations

from typing import Final

from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.scope.marks import openings_of_clauses

__all__ = ["has_no_subject"]

_VERB_CHARS: Final = 2
_VERBS: Final = (WordClass.ACT, WordClass.CHANGE, WordClass.LEVEL)


def has_no_subject(text: str, start: int) -> bool:
    """Return whether a clause begins with a verb, a comparison or 其中.

    Examples
    --------
    >>> has_no_subject("比上年增长5%", 0), has_no_subject("完成投资3亿元", 0), has_no_subject("全县脱贫", 0)
    (True, True, False)
    """
    if text.startswith(openings_of_clauses(), start):
        return True
    return actions().of(text[start : start + _VERB_CHARS]) in _VERBS
