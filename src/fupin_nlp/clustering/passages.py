"""Passages that one text has in common with another, word for word, with both places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

__all__ = ["Passage", "passages"]

SHINGLE = 12  # characters that two texts must share before a passage is looked for
_SAMPLE = 4  # one shingle of so many is remembered; a passage of 20 characters has nine, so that one is nearly always
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
    compact = [_Compact(text) for text in texts]
    stock = _stock(compact)
    seen: dict[int, list[tuple[int, int]]] = {}
    found: list[Passage] = []
    for number, own in enumerate(compact):
        at = 0
        while at + SHINGLE <= len(own.text):
            key = _key(own.text, at)
            best = _longest(compact, seen.get(key, ()), number, at) if key is not None and key not in stock else None
            if best is None or best[0] < shortest:
                at += 1
                continue
            length, other, back, start = best
            begin, end = at - back, at - back + length
            found.append(Passage(number, *own.span(begin, end), other, *compact[other].span(start, start + length)))
            at = end
        for at in range(len(own.text) - SHINGLE + 1):
            key = _key(own.text, at)
            if key is not None and key not in stock:
                seen.setdefault(key, []).append((number, at))
    return _apart(found)


def _key(text: str, at: int) -> int | None:
    """Return the sum of a shingle where it is one of those that are remembered."""
    key = crc32(text[at : at + SHINGLE].encode())
    return key if key % _SAMPLE == 0 else None


def _stock(compact: Sequence[_Compact]) -> set[int]:
    if len(compact) < _FEW:
        return set()
    counts: Counter[int] = Counter()
    for one in compact:
        counts.update({key for at in range(len(one.text) - SHINGLE + 1) if (key := _key(one.text, at)) is not None})
    return {key for key, count in counts.items() if count > STOCK * len(compact)}


def _longest(
    compact: Sequence[_Compact], places: Sequence[tuple[int, int]], number: int, at: int
) -> tuple[int, int, int, int] | None:
    """Return length, text, characters in front of `at`, and start in that text, of the longest common stretch."""
    own = compact[number].text
    best: tuple[int, int, int, int] | None = None
    for other, start in places:
        text = compact[other].text
        if text[start : start + SHINGLE] != own[at : at + SHINGLE]:
            continue  # another shingle of the same sum
        back = 0
        while back < min(at, start) and own[at - back - 1] == text[start - back - 1]:
            back += 1
        ahead = SHINGLE
        while at + ahead < len(own) and start + ahead < len(text) and own[at + ahead] == text[start + ahead]:
            ahead += 1
        if best is None or back + ahead > best[0]:
            best = (back + ahead, other, back, start - back)
    return best


def _apart(found: Sequence[Passage]) -> list[Passage]:
    """Leave out what begins inside the passage before it."""
    kept: list[Passage] = []
    for one in found:
        if not kept or kept[-1].doc != one.doc or one.start >= kept[-1].end:
            kept.append(one)
    return kept
