"""How much a stretch of text reads as Chinese words: the best segmentation by word counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fupin_nlp.clean.characters import simplified_of
from fupin_nlp.errors import DependencyError

__all__ = ["best_insertion", "is_word", "log_likelihood"]

_LONGEST = 4
# A character that the dictionary does not know; the rarest known ones have about -17.
_UNKNOWN = -21.0
# Full-width letters, kana, box drawings: wrongly decoded bytes end there, Chinese text rarely does.
_SYMBOL = -16.0
_PUNCTUATION = {"，": -3.0, "。": -4.0, "、": -4.0, **dict.fromkeys("；：“”‘’（）《》？！—…·", -7.0)}


@lru_cache(maxsize=1)
def _costs() -> dict[str, float]:
    """Return the log probability of each word of jieba's dictionary, up to four characters."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise DependencyError("jieba is not installed; its dictionary is needed to restore shifted bytes")
    counts: dict[str, int] = {}
    with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, count, _ = line.split(" ", 2)
            if len(word) <= _LONGEST:
                counts[word] = int(count)
    total = math.log(sum(counts.values()))
    return {word: math.log(max(count, 1)) - total for word, count in counts.items()}


def is_word(text: str) -> bool:
    """Return whether the dictionary has this word of up to four characters, traditional or simplified."""
    return _simplify(text) in _costs()


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
    return _extend(_simplify(text), [0.0])[-1]


def best_insertion(before: str, options: Sequence[str], after: str) -> tuple[float, str]:
    """Return the option that reads best between two texts, with the log probability of the whole.

    Examples
    --------
    >>> best_insertion("人口的比", ["例頭", "例較"], "大,廣")[1]
    '例較'
    """
    left, right = _simplify(before), _simplify(after)
    prefix = _extend(left, [0.0])
    scored = ((_extend(left + _simplify(option) + right, prefix)[-1], option) for option in options)
    return max(scored)


def _simplify(text: str) -> str:
    table = simplified_of()
    return "".join([table.get(c, c) for c in text])


def _extend(chars: str, best: Sequence[float]) -> list[float]:
    """Return the scores of the best segmentations up to each position, where `best` has those of the beginning."""
    costs = _costs()
    found = list(best)
    for end in range(len(found), len(chars) + 1):
        char = chars[end - 1]
        score = found[-1] + (costs.get(char) or _cost_of(char))
        for start in range(max(0, end - _LONGEST), end - 1):
            cost = costs.get(chars[start:end])
            if cost is not None and found[start] + cost > score:
                score = found[start] + cost
        found.append(score)
    return found
