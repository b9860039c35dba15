"""Monotone map between the positions of two versions of one text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Alignment", "Change"]


class Change(NamedTuple):
    """One replacement: ``source[start:end]`` became ``length`` code points."""

    start: int
    end: int
    length: int


class _Piece(NamedTuple):
    """A changed piece: where it lies in the source and in the target, both half-open."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where each position of an edited text comes from in the source text.

    Only the changed pieces are kept; between them the texts are equal up to a shift, so a look-up takes
    O(log n) in the number of changes.

    Examples
    --------
    >>> a = Alignment.from_changes([Change(1, 6, 0)])      # 經(jīng)濟 -> 經濟
    >>> a.to_source(0, 2)
    (0, 7)
    >>> a.to_source(1, 2)
    (6, 7)
    >>> a.to_target(6, 7)
    (1, 2)
    """

    pieces: tuple[_Piece, ...] = ()
    _source_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)
    _target_starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def identity(cls) -> Alignment:
        """Return the map of an unchanged text."""
        return cls()

    @classmethod
    def from_changes(cls, changes: Iterable[Change]) -> Alignment:
        """Build the map of one editing step.

        Parameters
        ----------
        changes : iterable of Change
            Sorted, not overlapping, in source positions.

        Raises
        ------
        ValueError
            If the changes overlap or are not sorted.
        """
        pieces: list[_Piece] = []
        shift = 0
        last = 0
        for start, end, length in changes:
            if start < last or end < start:
                raise ValueError(f"changes must be sorted and disjoint; got ({start}, {end}) after {last}")
            pieces.append(_Piece(start, end, start + shift, start + shift + length))
            shift += length - (end - start)
            last = end
        return cls._of(pieces)

    @classmethod
    def _of(cls, pieces: Sequence[_Piece]) -> Alignment:
        return cls(
            tuple(pieces),
            tuple(p.source_start for p in pieces),
            tuple(p.target_start for p in pieces),
        )

    def then(self, later: Alignment) -> Alignment:
        """Return the map source → final text, where `later` maps this map's target → final text."""
        if not self.pieces:
            return later
        if not later.pieces:
            return self
        return Alignment._of(_compose(self.pieces, later.pieces))

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of ``target[start:end]``.

        A span border inside a changed piece widens to the whole piece, so the answer always covers what
        the target span was made from. An empty span maps to an empty one.
        """
        starts, pieces = self._target_starts, self.pieces
        i = bisect_right(starts, start) - 1
        source = start
        if i >= 0:
            piece = pieces[i]
            # Text that was deleted directly before the span does not belong to it.
            inside = start < piece.target_end
            source = piece.source_start if inside else piece.source_end + start - piece.target_end
        if start == end:
            return source, source
        # The piece that the last character of the span lies in, or that ends before it.
        i = bisect_left(starts, end) - 1
        if i < 0:
            return source, end
        piece = pieces[i]
        return source, piece.source_end if end < piece.target_end else piece.source_end + end - piece.target_end

    def to_target(self, start: int, end: int) -> tuple[int, int]:
        """Return the target span of ``source[start:end]``; borders inside a changed piece widen to it."""
        a = self._target_at(start, is_end=False)
        b = a if start == end else self._target_at(end, is_end=True)
        return a, max(a, b)

    def _target_at(self, pos: int, *, is_end: bool) -> int:
        starts = self._source_starts
        i = (bisect_left(starts, pos) if is_end else bisect_right(starts, pos)) - 1
        if i < 0:
            return pos
        p = self.pieces[i]
        if pos < p.source_end:
            return p.target_end if is_end else p.target_start
        return p.target_end + pos - p.source_end


def _compose(first: Sequence[_Piece], second: Sequence[_Piece]) -> list[_Piece]:
    """Merge the pieces of two steps; those that overlap in the middle text become one, those that touch do not."""
    out: list[_Piece] = []
    i = j = 0
    shift1 = 0  # source + shift1 = middle, in unchanged text
    shift2 = 0  # middle + shift2 = target
    while i < len(first) or j < len(second):
        # In the middle text a deletion of step one and an insertion of step two have no length: they stand before
        # the piece that starts where they are.
        take_first = j >= len(second) or (i < len(first) and _rank(*first[i][2:]) <= _rank(*second[j][:2]))
        start, end = first[i][2:] if take_first else second[j][:2]
        source_start, target_start = start - shift1, start + shift2
        if take_first:
            shift1 = first[i].target_end - first[i].source_end
            i += 1
        else:
            shift2 = second[j].target_end - second[j].source_end
            j += 1
        while (i < len(first) and first[i].target_start < end) or (j < len(second) and second[j].source_start < end):
            if i < len(first) and first[i].target_start < end:
                end = max(end, first[i].target_end)
                shift1 = first[i].target_end - first[i].source_end
                i += 1
            else:
                end = max(end, second[j].source_end)
                shift2 = second[j].target_end - second[j].source_end
                j += 1
        out.append(_Piece(source_start, end - shift1, target_start, end + shift2))
    return out


def _rank(start: int, end: int) -> tuple[int, bool]:
    """Order of pieces in the middle text: by start, those without length first."""
    return start, end > start
