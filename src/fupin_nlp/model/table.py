"""Tables: which heads a cell stands under and beside."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["TableCell"]


class TableCell(NamedTuple):
    """A cell that is no head: ``clean.text[start:end]`` without the blanks around it.

    Attributes
    ----------
    start, end : int
        Where it stands, in clean positions.
    column : tuple of str
        The heads above it, from the top (``("资金投入（万元）", "中央")``); a merged one stands over all its columns.
    row : tuple of str
        What names its row, from the left (``("产业", "养殖场")``), without the unit of the row.
    corner : tuple of str
        The heads above those (``("类别", "项目")``): they tell whether a row is named by a place or by what it counts.
    unit : str
        The unit that the row or a line of units gives, empty where none does.
    title : str
        The lines above the table (``"表1 2020年各县脱贫情况（单位：万元）"``).
    """

    start: int
    end: int
    column: tuple[str, ...]
    row: tuple[str, ...]
    corner: tuple[str, ...]
    unit: str
    title: str
