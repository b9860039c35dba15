"""Words by which a text puts figures together that must agree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["FindingWords", "finding_words"]

_GROUPS: Final = ("from", "to", "share", "reaches", "falls")
_VERB: Final = 4  # characters of the verb in 提高到; more are a clause of its own
_NAME: Final = 8  # characters of what is divided (就业率, 产业资金占比)


@dataclass(frozen=True, slots=True)
class FindingWords:
    """Patterns over the text around figures.

    Attributes
    ----------
    origin : Pattern
        Found before the value from which something changed.
    between : Pattern
        Matches all the text between the values from and to which it changed.
    share : Pattern
        Matches all the text between a part and the percentage that it is of its total.
    fall : Pattern
        Found in the verb of a fall.

    Examples
    --------
    >>> words = finding_words()
    >>> bool(words.between.match("增长到")), bool(words.share.match("，占比为")), bool(words.share.match("，占全国"))
    (True, True, False)
    """

    origin: Pattern
    between: Pattern
    share: Pattern
    fall: Pattern


@lru_cache(maxsize=1)
def finding_words() -> FindingWords:
    """Load the words, once."""
    words = load_toml("findings.toml", {"words": _is_complete})["words"]
    origin, to, share, reaches, falls = (alternatives(words[group]) for group in _GROUPS)
    change = rf"^ [^，。；、]{{0,{_VERB}}} {to} [^，。；、0-9]{{0,{_VERB}}} $"
    return FindingWords(
        origin=compile_pattern("start of a change", origin),
        between=compile_pattern("from one value to another", change),
        share=compile_pattern("share of the total", rf"^ [，、（(] [^，。；]{{0,{_NAME}}} {share} {reaches}? $"),
        fall=compile_pattern("fall", falls),
    )


def _is_complete(words: object) -> bool:
    return isinstance(words, dict) and set(words) == set(_GROUPS) and all(word_list(group) for group in words.values())
