"""The words of a policy text that say what it is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["Cut", "content_words", "default_cut", "is_place", "stop_words"]

Cut: TypeAlias = Callable[[str], Sequence[str]]

_LISTS = ("boilerplate", "function", "target", "units", "places")


def _is_list(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"words"} and word_list(value["words"])


def _is_numerals(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"characters", "classifiers"}
        and isinstance(value["characters"], str)
        and word_list(value["classifiers"])
    )


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return load_toml("cluster_stopwords.toml", {**dict.fromkeys(_LISTS, _is_list), "numerals": _is_numerals})


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the shipped words that must not drive clusters.

    Examples
    --------
    >>> {"坚持", "力争", "万元"} <= stop_words(), "搬迁" in stop_words()
    (True, False)
    """
    return frozenset(word for name in _LISTS for word in _data()[name]["words"])


@lru_cache(maxsize=1)
def _patterns() -> tuple[Pattern, Pattern]:
    numerals = _data()["numerals"]
    number = rf"[{numerals['characters']}]++{alternatives(numerals['classifiers'])}?"
    # A word has two Chinese characters or more, or is a name in letters (GDP); digits, marks and blends are none.
    word = r"\p{Han}{2,}|\p{Latin}{2,}"
    return compile_pattern("number word", number), compile_pattern("content word", word)


def default_cut() -> Cut:
    """Return the segmentation of the library, with its domain dictionary."""
    from fupin_nlp.segment import tokenizer

    cut: Cut = tokenizer("auto").cut
    return cut


@lru_cache(maxsize=65536)
def is_place(word: str) -> bool:
    """Tell whether a word is the name of a division (province to township), after the table of the library."""
    from fupin_nlp.lexicon.gazetteer import TOWNSHIP, gazetteer

    # A township of two characters (城关, 新华) is more often an ordinary word.
    return any(place.level < TOWNSHIP or len(word) > 2 for place in gazetteer().find(word))


def content_words(
    text: str, cut: Cut, *, stop: Iterable[str] = (), place: Callable[[str], bool] | None = None
) -> list[str]:
    """Return the words of a text that may drive a cluster, in text order.

    Width is unified and letters are lowered first. Dropped are punctuation, words of one character, everything with
    a digit, numbers in characters, the stop words of the library, those of `stop`, and what `place` says is a place.

    Parameters
    ----------
    text : str
        Cleaned text.
    cut : callable
        str → words.
    stop : iterable of str
        Further words to drop; a frozenset is used as it is.
    place : callable or None
        Tells whether a word is a place name; None keeps them.

    Examples
    --------
    >>> content_words("坚持 推进 易地 搬迁 ， 力争 完成 ２３００ 户 ,GDP 五百", str.split)
    ['易地', '搬迁']
    """
    number, word = _patterns()
    shipped = stop_words()
    extra = stop if isinstance(stop, frozenset) else frozenset(stop)
    normal = unicodedata.normalize("NFKC", text).lower()
    kept = []
    for token in cut(normal):
        if token in shipped or token in extra or not word.fullmatch(token) or number.fullmatch(token):
            continue
        if place is None or not place(token):
            kept.append(token)
    return kept
