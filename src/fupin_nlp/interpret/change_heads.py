"""Heads of columns that tell how the amount beside them moved: 比上年增长, 同比±, 增速."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.segment.tables import table_words

__all__ = ["ChangeHead", "change_told"]

_LONGEST_BASE: Final = 8  # characters between 比 and the word of change


class ChangeHead(NamedTuple):
    """What a head tells of a change.

    Attributes
    ----------
    verb : str or None
        The verb (增长), for the action.
    noun : str
        What the name of the amount ends with (增速); empty where the head is a verb or a sign.
    """

    verb: str | None
    noun: str


@lru_cache(maxsize=1)
def _pattern() -> Pattern:
    words = table_words()
    nouns, verbs, signs = (alternatives(words[name]) for name in ("change_nouns", "change_verbs", "change_signs"))
    # 比上年增长, 与2019年相比增减, 同比
    return compile_pattern(
        "head of a change",
        rf"(?:[比较与].{{1,{_LONGEST_BASE}}}?)?{alternatives(words['change_before'])}*+"
        rf"(?:(?P<noun>{nouns})|(?P<verb>{verbs})|{signs}){alternatives(words['change_behind'])}?$",
    )


def change_told(head: str) -> ChangeHead | None:
    """Return what a head tells of a change; None where it names something else.

    Examples
    --------
    >>> change_told("比上年增长"), change_told("同比±"), change_told("可比增速")
    (ChangeHead(verb='增长', noun=''), ChangeHead(verb=None, noun=''), ChangeHead(verb=None, noun='增速'))
    >>> change_told("产量"), change_told("新增耕地")
    (None, None)
    """
    found = _pattern().match(head)
    return None if found is None else ChangeHead(found["verb"], found["noun"] or "")
