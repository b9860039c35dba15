"""Tables for a terminal: Chinese counts two columns, long cells are cut, nothing wraps."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from fupin_nlp.display.labels import is_missing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["columns_of", "compact", "cut", "table", "terminal_width", "width_of"]

MIN_WIDTH, MAX_WIDTH = 60, 160
GAP = 2  # columns between two cells
NARROWEST = 6  # a cell is cut to three Chinese characters at most


def terminal_width() -> int:
    """Return how many columns a table may take: those of the terminal, 100 where there is none."""
    return max(MIN_WIDTH, min(MAX_WIDTH, shutil.get_terminal_size((100, 24)).columns))


def width_of(text: str) -> int:
    """Return the columns that a text takes: wide and full-width characters take two, combining ones none.

    Examples
    --------
    >>> width_of("略阳县 3"), width_of("e\u0301")
    (8, 1)
    """
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, size: int) -> str:
    """Return the text in at most so many columns.

    Examples
    --------
    >>> cut("易地扶贫搬迁", 9), cut("略阳县", 6)
    ('易地扶贫…', '略阳县')
    """
    if width_of(text) <= size:
        return text
    kept, used = "", 0
    for character in text:
        used += width_of(character)
        if used > size - 1:
            break
        kept += character
    return kept + "…"


def compact(value: float) -> str:
    """Return a number as people read it: large ones in 万 and 亿, at most six digits.

    Examples
    --------
    >>> compact(383200000), compact(31200), compact(6530), compact(0.6), compact(5.23e11)
    ('3.832亿', '3.12万', '6,530', '0.6', '5230亿')
    >>> compact(1234567), compact(99999.6), compact(-20000), compact(1.5e13)
    ('123.457万', '9.99996万', '-2万', '15万亿')
    """
    size = abs(value)
    for least, name in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万")):
        # 5230亿 is read more easily than 0.523万亿.
        if size >= (1e13 if name == "万亿" else least):
            return f"{value / least:.6g}{name}"
    return f"{int(value):,}" if value == int(value) else f"{value:,.6g}"


def columns_of(cells: Sequence[str]) -> int:
    """Return the columns that the widest of the cells takes."""
    return max(map(width_of, cells), default=0)


def table(frame: pd.DataFrame, *, rows: int | None = None, cell: int = 24, width: int | None = None) -> str:
    """Return a table that fits the terminal; numbers stand to the right.

    Parameters
    ----------
    frame : DataFrame
        The names of its columns are the heading.
    rows : int, optional
        Show the first so many; the rest is counted in a last line.
    cell : int
        Columns that a cell may take at most.
    width : int, optional
        Columns of the whole table, those of the terminal by default. The widest cells are cut first.

    Examples
    --------
    >>> import pandas as pd
    >>> print(table(pd.DataFrame({"地区": ["略阳县", "洋县"], "数值": [383200000.0, 31.0]})))
    地区       数值
    略阳县  3.832亿
    洋县         31
    """
    width = width or terminal_width()
    shown = frame if rows is None else frame.head(rows)
    columns = [[str(name), *(cut(_say(v), cell) for v in shown[name])] for name in shown.columns]
    right = [_is_numeric(shown[name]) for name in shown.columns]
    sizes = [columns_of(column) for column in columns]
    while sum(sizes) + GAP * (len(sizes) - 1) > width and max(sizes) > NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    lines = []
    for row in zip(*columns, strict=True):
        cells = [_padded(c, size, r) for c, size, r in zip(row, sizes, right, strict=True)]
        lines.append((" " * GAP).join(cells).rstrip())
    if len(frame) > len(shown):
        lines.append(f"… 另有 {len(frame) - len(shown)} 行 / {len(frame) - len(shown)} more rows")
    return "\n".join(lines)


def _padded(text: str, size: int, right: bool) -> str:
    text = cut(text, size)
    space = " " * (size - width_of(text))
    return space + text if right else text + space


def _is_numeric(column: pd.Series[Any]) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column))


def _say(value: Any) -> str:
    if is_missing(value):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return compact(value)
    if isinstance(value, dict):
        return " ".join(f"{k}:{v}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(str(v) for v in value)
    # Control characters of a document would move the cursor or colour the terminal.
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())
