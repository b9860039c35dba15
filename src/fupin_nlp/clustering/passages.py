"""Passages that one text has in common with another, word for word, with both places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

__all__ = ["Passage", "passages"]

SHINGLE = 12  # characters that two texts must share before a passage is looked for
STOCK = 1 / 3  # what stands in more than this share of the texts is a stock phrase of the genre
_FEW = 6  # texts below which nothing is one


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text `doc` that text `of` has too; positions are those in the given texts, half-open."""

    doc: int
    start: int
    end: int
    of: int
    of_start: int
    of_end: int


class _Compact:
    """A text without blanks, and where each of its characters stands."""

    __slots__ = ("places", "text")

    def __init__(self, text: str) -> None:
        self.places = [i for i, char in enumerate(text) if not char.isspace()]
        self.text = "".join(text[i] for i in self.places)

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def passages(texts: Sequence[str], shortest: int = 20) -> list[Passage]:
    """Return the passages that a text has in common with one before it, longest matches, in text order.

    White space does not count. Each stretch of a text is given once: to the text in front of it that has most of it,
    the first of several. Stock phrases, which more than a third of the texts have, are no passages.

    Parameters
    ----------
    texts : sequence of str
        In the order in which they were written.
    shortest : int
        Fewest characters of a passage, blanks aside; at least 12.

    Examples
    --------
    >>> same = "发放小额贷款两千万元，修建村组道路十二公里"
    >>> found = passages([f"全县{same}。", f"今年{same}！"], 12)
    >>> [(p.doc, p.start, p.end, p.of, p.of_start) for p in found]
    [(1, 2, 23, 0, 2)]
    """
    window = shortest - SHINGLE + 1
    compact = [_Compact(text) for text in texts]
    stock = _stock(compact, window)
    seen: dict[int, list[tuple[int, int]]] = {}
    found: list[Passage] = []
    for number, own in enumerate(compact):
        chosen = _chosen(own.text, window)
        end = 0
        for at, key in chosen:
            if at < end or key in stock:
                continue
            best = _longest(compact, seen.get(key, ()), number, (at, end))
            if best is None or best[0] < shortest:
                continue
            length, other, back, start = best
            end = at - back + length
            found.append(Passage(number, *own.span(at - back, end), other, *compact[other].span(start, start + length)))
        for at, key in chosen:
            seen.setdefault(key, []).append((number, at))
    return found


def _keys(text: str) -> list[int]:
    """Return the sum of every shingle of a text."""
    return [crc32(text[at : at + SHINGLE].encode()) for at in range(len(text) - SHINGLE + 1)]


def _chosen(text: str, window: int) -> list[tuple[int, int]]:
    """Return the place and the sum of the shingles that are remembered: the smallest of every window of them.

    Two texts with a stretch in common that holds a whole window choose the same shingle in it (Schleimer,
    Wilkerson and Aiken, Winnowing, SIGMOD 2003), so that no passage of the asked length is missed.

    Examples
    --------
    >>> same = "发放小额贷款两千万元，修建村组道路"
    >>> one, other = (dict(_chosen(text, len(same) - SHINGLE + 1)) for text in ("去年" + same, same + "十公里"))
    >>> bool(set(one.values()) & set(other.values()))
    True
    """
    keys = np.array(_keys(text), dtype=np.int64)
    if len(keys) < window:
        return []
    behind = np.lib.stride_tricks.sliding_window_view(keys, window)[:, ::-1].argmin(axis=1)
    places = np.unique(np.arange(window - 1, len(keys)) - behind)
    return list(zip(places.tolist(), keys[places].tolist(), strict=True))


def _stock(compact: Sequence[_Compact], window: int) -> set[int]:
    """Return the sums of the shingles that too many of the texts have."""
    if len(compact) < _FEW:
        return set()
    chosen = {key for one in compact for _, key in _chosen(one.text, window)}
    counts: Counter[int] = Counter()
    for one in compact:
        counts.update(chosen.intersection(_keys(one.text)))
    return {key for key, count in counts.items() if count > STOCK * len(compact)}


def _longest(
    compact: Sequence[_Compact], places: Sequence[tuple[int, int]], number: int, where: tuple[int, int]
) -> tuple[int, int, int, int] | None:
    """Return length, text, characters in front of the place, and start in that text, of the longest common stretch.

    `where` is the place, and where the passage before it ended, behind which the stretch begins.
    """
    own = compact[number].text
    at, first = where
    best: tuple[int, int, int, int] | None = None
    for other, start in places:
        text = compact[other].text
        if text[start : start + SHINGLE] != own[at : at + SHINGLE]:
            continue  # another shingle of the same sum
        back = 0
        while back < min(at - first, start) and own[at - back - 1] == text[start - back - 1]:
            back += 1
        ahead = SHINGLE
        while at + ahead < len(own) and start + ahead < len(text) and own[at + ahead] == text[start + ahead]:
            ahead += 1
        if best is None or back + ahead > best[0]:
            best = (back + ahead, other, back, start - back)
    return best
