"""The words of a policy text that say what it is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import add
from typing import Any, TypeAlias

from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.stopwords import stop_list

__all__ = ["Cut", "content_pairs", "content_words", "default_cut", "is_place", "noise_words", "stop_words"]

Cut: TypeAlias = Callable[[str], Sequence[str]]

_LISTS = ("target", "places", "slogans")
_NOISE = "noise"


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
    return load_toml("cluster_stopwords.toml", {**dict.fromkeys((*_LISTS, _NOISE), _is_list), "numerals": _is_numerals})


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return the shipped words that must not drive clusters.

    Examples
    --------
    >>> {"坚持", "力争", "万元"} <= stop_words(), "搬迁" in stop_words()
    (True, False)
    """
    return stop_list("report").union(word for name in _LISTS for word in _data()[name]["words"])


@lru_cache(maxsize=1)
def noise_words() -> frozenset[str]:
    """Return the words that may help to find clusters but say nothing in their labels.

    Examples
    --------
    >>> {"制定", "加大"} <= noise_words(), "养老" in noise_words()
    (True, False)
    """
    return frozenset(_data()[_NOISE]["words"])


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


@by_lexicon(65536)
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
    return [word for run in _runs(text, cut, stop, place) for word in run]


def content_pairs(
    text: str, cut: Cut, *, stop: Iterable[str] = (), place: Callable[[str], bool] | None = None
) -> list[str]:
    """Return the pairs of neighbouring characters in stretches of content words, in text order.

    They bring together what segmentation cuts differently (养老保险 | 养老 保险金), and a short text has more of them
    than of words. What `content_words` drops ends a stretch; words in letters stay whole.

    Examples
    --------
    >>> content_pairs("坚持 易地 搬迁 ， 住房 GDP 12", str.split)
    ['易地', '地搬', '搬迁', '住房', 'gdp']
    """
    pairs: list[str] = []
    for run in _runs(text, cut, stop, place):
        for stretch in _pieces(run):
            pairs += [stretch] if stretch.isascii() else map(add, stretch, stretch[1:])
    return pairs


def _pieces(run: Sequence[str]) -> list[str]:
    """Return the words of a run joined, those in letters apart."""
    pieces = [""]
    for word in run:
        if word[0].isascii() or pieces[-1][:1].isascii():
            pieces.append(word)
        else:
            pieces[-1] += word
    return [piece for piece in pieces if piece]


def _runs(text: str, cut: Cut, stop: Iterable[str], place: Callable[[str], bool] | None) -> Iterator[list[str]]:
    """Yield the content words, those that stand next to one another together."""
    number, word = _patterns()
    shipped = stop_words()
    extra = stop if isinstance(stop, frozenset) else frozenset(stop)
    run: list[str] = []
    for token in cut(unicodedata.normalize("NFKC", text).lower()):
        dropped = token in shipped or token in extra or not word.fullmatch(token) or number.fullmatch(token)
        if dropped or (place is not None and place(token)):
            if run:
                yield run
                run = []
        else:
            run.append(token)
    if run:
        yield run
