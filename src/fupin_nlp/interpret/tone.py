"""Whether a passage tells of work done or of work to come."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from fupin_nlp.lexicon.patterns import compile_pattern
from fupin_nlp.lexicon.roles import RoleWords

__all__ = ["Tense", "tense_of_headings", "tone"]

Tense = Literal["review", "plan", "problem"]

# Reports of 2012-2026 were divided at their headings and each paragraph judged by weights learnt on the others:
# 738 of 774 paragraphs right at 0 (tools/build_tone.py --check). Poverty reports without such headings tell of work
# done in words that government reports use for plans; beyond this value their paragraphs are clear, too.
CLEAR = 1.4
LEANING = 0.5  # what is enough in a government report
NO_DOUBT = 2.0
_MARKS = ("，", ",")
_PART = compile_pattern("name of a part", r"回顾|总结|目标|工作安排|重点工作|开局|起步|开好局|起好步")


def tense_of_headings(path: Sequence[str], words: RoleWords) -> Tense | None:
    """Return what the headings say: the nearest one that says anything decides.

    Examples
    --------
    >>> from fupin_nlp.lexicon.roles import role_words
    >>> tense_of_headings(["2025年工作回顾", "经济稳中有进"], role_words())
    'review'
    >>> tense_of_headings(["主要目标任务"], role_words())
    'plan'
    """
    if any(words.problem_heading.search(heading) for heading in path):
        return "problem"
    for heading in path:
        if any(mark in heading for mark in _MARKS) and not _PART.search(heading):
            continue  # a sentence that leads its paragraph, not the name of a part
        if words.plan_heading.search(heading) and not words.review_heading.search(heading):
            return "plan"
        if words.review_heading.search(heading):
            return "review"
    return None


def tone(text: str, cut: Callable[[str], list[str]], weights: Mapping[str, float]) -> float:
    """Return the tone of a passage: above zero it tells of work done, below of work to come.

    Parameters
    ----------
    text : str
        A clean passage, best a paragraph.
    cut : callable
        Tokenizer.
    weights : mapping
        Word → weight, ``*`` the intercept.
    """
    found = {w for w in cut(text) if 1 <= len(w) <= 4 and "一" <= w[0] <= "鿿"}
    if not found:
        return 0.0
    # Sorted, so that the sum does not depend on the order of the set.
    return weights["*"] + math.fsum(weights.get(w, 0.0) for w in sorted(found)) / math.sqrt(len(found))
