"""Restored characters as linked lists that share their beginnings."""

from __future__ import annotations

from typing import Final

__all__ = ["NUMERALS", "Node", "mark_differences", "nodes_of"]

NUMERALS: Final = frozenset("零〇一二两三四五六七八九十百千万亿廿半０１２３４５６７８９．％兩萬億")
_FARTHEST: Final = 40  # characters that are compared


class Node:
    """A character, linked to the one before it.

    `at` is its position where it stands in the damaged text as it is; `chosen` whether not both of its bytes were
    shown; `sure` whether no other reading comes near; `pair` whether a dropped pair begins inside it.
    """

    __slots__ = ("at", "before", "char", "chosen", "pair", "sure")

    def __init__(
        self, before: Node | None, char: str, *, at: int | None = None, chosen: bool = False, pair: bool = False
    ) -> None:
        self.before = before
        self.char = char
        self.at = at
        self.chosen = chosen
        self.sure = True
        self.pair = pair


def nodes_of(node: Node | None) -> list[Node]:
    """Return the nodes of a list, first one first."""
    found = []
    while node is not None:
        found.append(node)
        node = node.before
    return found[::-1]


def mark_differences(node: Node | None, other: Node | None, *, near: bool) -> None:
    """Mark the characters in which a list differs from another one as not sure, back to where they meet.

    Where the other list is not `near`, that is done only if a numeral stands on one side.
    """
    seen: dict[int, int] = {}
    theirs: list[Node] = []
    while other is not None and len(theirs) < _FARTHEST:
        seen[id(other)] = len(theirs)
        theirs.append(other)
        other = other.before
    mine: list[Node] = []
    while node is not None and len(mine) < _FARTHEST and id(node) not in seen:
        mine.append(node)
        node = node.before
    if node is not None:
        theirs = theirs[: seen.get(id(node), len(theirs))]
    equal = 0
    while equal < min(len(mine), len(theirs)) and mine[equal].char == theirs[equal].char:
        equal += 1
    # A list that is longer or shorter differs between the same characters: the one before the gap stands for it.
    different = mine[equal:] or mine[equal - 1 : equal]
    if near or any(n.char in NUMERALS for n in (*different, *theirs[equal:])):
        for n in different:
            n.sure = False
