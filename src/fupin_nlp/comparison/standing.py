"""Where a number stands in its sentence, and the words around it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["UNKNOWN", "Standing", "standings"]

_SEGMENTS: Final = "。；！？;!?\n"
_STOPS: Final = _SEGMENTS + "，：,:"
_BREAKS: Final = _STOPS + "、"
_DIGITS: Final = frozenset("0123456789.．０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Standing:
    """A number in its sentence; all words around it are None where its place is not known.

    Attributes
    ----------
    sentence : str
        Cleaned.
    start, end : int
        Of the number in the sentence, half-open; -1 where it is not known.

    Examples
    --------
    >>> sentence = "全年新建、改造农村公路30公里以上，力争更多；培训5人。"
    >>> [stands] = standings([("a", sentence, "30公里")])
    >>> stands.before, stands.clause, stands.behind, stands.rest
    ('改造农村公路', '全年新建、改造农村公路', '以上', '以上，力争更多')
    """

    sentence: str
    start: int
    end: int

    @property
    def head(self) -> str | None:
        """The sentence up to the number."""
        return None if self.start < 0 else self.sentence[: self.start]

    @property
    def before(self) -> str | None:
        """What stands between the last mark and the number."""
        return self._since(_BREAKS)

    @property
    def clause(self) -> str | None:
        """What stands between the last comma or stop and the number; 、 divides no clause."""
        return self._since(_STOPS)

    @property
    def segment(self) -> str | None:
        """What stands between the last semicolon or full stop and the number."""
        return self._since(_SEGMENTS)

    @property
    def behind(self) -> str | None:
        """What stands between the number and the next mark."""
        return self._until(_BREAKS)

    @property
    def rest(self) -> str | None:
        """What stands between the number and the next semicolon or full stop."""
        return self._until(_SEGMENTS)

    def _since(self, marks: str) -> str | None:
        head = self.head
        return None if head is None else head[max(head.rfind(mark) for mark in marks) + 1 :]

    def _until(self, marks: str) -> str | None:
        if self.start < 0:
            return None
        tail = self.sentence[self.end :]
        ends = [at for at in map(tail.find, marks) if at >= 0]
        return tail[: min(ends)] if ends else tail


UNKNOWN: Final = Standing("", -1, -1)


def standings(places: Sequence[tuple[str, str, str]]) -> list[Standing]:
    """Find the numbers of all records in their sentences.

    A number that stands in its sentence several times is told by the order of the records, where there are as many
    records as places.

    Parameters
    ----------
    places : sequence of (document, sentence, number)
        Of all records, in text order; empty strings where they are not known.

    Examples
    --------
    >>> [stands.start for stands in standings([("a", "甲5%，乙5%。", "5%"), ("a", "甲5%，乙5%。", "5%")])]
    [1, 5]
    >>> [stands.start for stands in standings([("a", "甲5%，乙5%。", "5%"), ("a", "丙15%。", "5%")])]
    [-1, -1]
    """
    groups: dict[tuple[str, str, str], list[int]] = {}
    for order, place in enumerate(places):
        groups.setdefault(place, []).append(order)
    found = [UNKNOWN] * len(places)
    for (_, sentence, number), members in groups.items():
        starts = _starts(sentence, number)
        # The same sentence may stand in a document twice: its records come in the same order again.
        if starts and len(members) % len(starts) == 0:
            for count, order in enumerate(members):
                start = starts[count % len(starts)]
                found[order] = Standing(sentence, start, start + len(number))
    return found


def _starts(sentence: str, number: str) -> list[int]:
    """Return where a number stands that is not the end of a longer one."""
    found = []
    at = sentence.find(number) if number else -1
    while at >= 0:
        if not (at and sentence[at - 1] in _DIGITS and number[0] in _DIGITS):
            found.append(at)
        at = sentence.find(number, at + len(number))
    return found
