"""What is said of a part of a document, and holds in it until something closer says otherwise."""

from __future__ import annotations

from bisect import bisect_right
from typing import Generic, TypeVar

from fupin_nlp.scope.tree import Node

__all__ = ["Attribute"]

_Value = TypeVar("_Value")


class Attribute(Generic[_Value]):
    """One attribute of the nodes of a tree (review or plan, topic, place, period).

    A value is attached to a node and holds in it from a position on. What holds at a position is the value of the
    nearest node around it that has one by then.

    Examples
    --------
    >>> chapter = Node("section", 0, 100, 1, "2015年工作回顾", None)
    >>> paragraph = Node("paragraph", 40, 100, 9, "", chapter)
    >>> period = Attribute[str]()
    >>> period.attach(chapter, "2015年")
    >>> period.attach(paragraph, "今年以来", start=60)
    >>> period.at(paragraph, 50), period.at(paragraph, 70)
    ('2015年', '今年以来')
    """

    __slots__ = ("_values",)

    def __init__(self) -> None:
        self._values: dict[Node, tuple[list[int], list[_Value]]] = {}

    def attach(self, node: Node, value: _Value, start: int | None = None) -> None:
        """Let a value hold in a node, from a position on (its beginning by default); values come in text order."""
        starts, values = self._values.setdefault(node, ([], []))
        starts.append(node.start if start is None else start)
        values.append(value)

    def own(self, node: Node, position: int) -> _Value | None:
        """Return the value that is attached to the node itself and holds at a position."""
        known = self._values.get(node)
        if known is None:
            return None
        i = bisect_right(known[0], position)
        return known[1][i - 1] if i else None

    def at(self, node: Node, position: int) -> _Value | None:
        """Return the value that holds at a position inside a node: its own, or that of the nearest one above."""
        above: Node | None = node if self._values else None
        while above is not None:
            value = self.own(above, position)
            if value is not None:
                return value
            above = above.parent
        return None
