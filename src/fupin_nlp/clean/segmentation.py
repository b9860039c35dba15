"""How much a stretch of text reads as Chinese words: the best segmentation by word counts."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from fupin_nlp.clean.characters import simplified_of
from fupin_nlp.lexicon.dictionary import dictionary_fields, dictionary_text

__all__ = ["is_word", "log_likelihood"]

_LONGEST: Final = 4
_FEW: Final = 50  # words that are looked up one by one
# A character that the dictionary does not know; the rarest known ones have about -17.
_UNKNOWN: Final = -21.0
# Full-width letters, kana, box drawings: wrongly decoded bytes end there, Chinese text rarely does.
_SYMBOL: Final = -16.0
_PUNCTUATION: Final = {"，": -3.0, "。": -4.0, "、": -4.0, **dict.fromkeys("；：“”‘’（）《》？！—…·", -7.0)}


@lru_cache(maxsize=1)
def _lines() -> str:
    return "\n" + dictionary_text()


@lru_cache(maxsize=1)
def _counts() -> dict[str, str]:
    """Return the words of jieba's dictionary with their counts; what is not asked for stays text, most of 350,000."""
    fields = dictionary_fields()
    return dict(zip(fields[0::3], fields[1::3], strict=True))  # word, count, tag


@lru_cache(maxsize=1)
def _total() -> float:
    """Return the logarithm of the sum of all counts."""
    return math.log(sum(map(int, _counts().values())))


def _cost(word: str) -> float | None:
    """Return the log probability of a word; None of one that the dictionary does not have."""
    count = _counts().get(word)
    return None if count is None else math.log(max(int(count), 1)) - _total()


def is_word(text: str) -> bool:
    """Return whether the dictionary has this word of up to four characters, traditional or simplified."""
    return _is_known(_simplify(text))


@lru_cache(maxsize=4096)
def _is_known(word: str) -> bool:
    # Most texts have hardly a word looked up, and to take the dictionary apart takes as long as 60 searches in it.
    if _counts.cache_info().currsize or _is_known.cache_info().misses > _FEW:
        return word in _counts()
    return " " not in word and f"\n{word} " in _lines()


def _cost_of(char: str) -> float:
    if "\u3400" <= char <= "\u9fff" or char == "\ufffd":
        return _UNKNOWN
    return 0.0 if char.isascii() else _PUNCTUATION.get(char, _SYMBOL)


def log_likelihood(text: str) -> float:
    """Return the log probability of the best segmentation of a short text, traditional or simplified.

    ASCII costs nothing, Chinese punctuation little, symbols much.

    Examples
    --------
    >>> log_likelihood("總人口的比例") > log_likelihood("總丝诘谋壤例")
    True
    """
    chars = _simplify(text)
    best = [0.0]
    for end in range(1, len(chars) + 1):
        char = chars[end - 1]
        score = best[-1] + (_cost(char) or _cost_of(char))
        for start in range(max(0, end - _LONGEST), end - 1):
            cost = _cost(chars[start:end])
            if cost is not None and best[start] + cost > score:
                score = best[start] + cost
        best.append(score)
    return best[-1]


def _simplify(text: str) -> str:
    table = simplified_of()
    return "".join([table.get(c, c) for c in text])
