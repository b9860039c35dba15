"""Words that link the figures of a report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick

__all__ = ["LinkWords", "link_words"]

_GROUPS: Final = ("parts", "parts_alone", "totals", "done")
# Characters between the word and its figure (共培训农村劳动力, 已完成投资); a longer clause has a subject of its own.
_AFTER_TOTAL: Final = 12
_AFTER_DONE: Final = 6
_MARKS: Final = "，："


@dataclass(frozen=True, slots=True)
class LinkWords:
    """Patterns over the text before a figure.

    Attributes
    ----------
    parts : Pattern
        What introduces parts; the last match counts.
    opens : tuple of str
        The same with the mark that sets them off from the list of parts.
    total : Pattern
        Matches where the clause up to the figure makes it the sum of those before it.
    done : Pattern
        Matches where all the text between two figures tells how much of the first is done.

    Examples
    --------
    >>> words = link_words()
    >>> bool(words.parts.search("全县培训301人，其中电工")), bool(words.total.search("，共培训"))
    (True, True)
    >>> bool(words.done.match("，已就业")), bool(words.done.match("，孩子已就业"))
    (True, False)
    """

    parts: QuickPattern
    opens: tuple[str, ...]
    total: Pattern
    done: Pattern


@lru_cache(maxsize=1)
def link_words() -> LinkWords:
    """Load the words, once."""
    words = load_toml("links.toml", {"words": _is_complete})["words"]
    parts, alone = (sorted(words[group], key=len, reverse=True) for group in ("parts", "parts_alone"))
    totals, done = (alternatives(words[group]) for group in ("totals", "done"))
    return LinkWords(
        # A word at the head of each branch: `re` then looks for its first characters only.
        parts=compile_quick("parts follow", "|".join([*parts, *(f"{word}(?<![一-鿿]{word})" for word in alone)])),
        opens=tuple(word + mark for word in parts for mark in _MARKS),
        total=compile_pattern("sum of the figures before", rf"{totals} [^，；。：]{{0,{_AFTER_TOTAL}}} $"),
        done=compile_pattern("done of the figure before", rf"^ ， {done} [^，；、]{{0,{_AFTER_DONE}}} $"),
    )


def _is_complete(words: object) -> bool:
    return isinstance(words, dict) and set(words) == set(_GROUPS) and all(word_list(group) for group in words.values())
