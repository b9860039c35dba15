"""How the characters of a PDF page stand: drawn twice, set apart, in vertical lines, in columns, in rows without rules.

Only geometry decides; what the characters say is not looked at, but for digits in rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, Final, NamedTuple, TypeAlias

__all__ = [
    "Line",
    "Rows",
    "columns",
    "is_turned",
    "raised_digits",
    "rows_without_rules",
    "struck_twice",
    "text_of",
    "vertical_lines",
]

Char: TypeAlias = dict[str, Any]

_SAME: Final = 0.2  # of the size of a character: nearer to each other, two of one kind are one that was drawn twice
_ASKEW: Final = 0.05  # rise of the line that a character stands on, for each point to the right
_SMALL: Final = 0.8  # of the size of what stands before it: a raised digit is no larger
_RISE: Final = 0.15  # of that size: how far the foot of a raised digit stands above the line
_NEAR: Final = 0.5  # of that size: how far behind it
_SPACE: Final = 0.3  # of the size: a wider gap is a blank
_APART: Final = 0.12  # of the size: letters with wider gaps all along are set apart
_LEAST_APART: Final = 6
_UNIFORM: Final = 0.7  # share of the gaps of a line that are alike where its letters are set apart
_WIDE: Final = 1.2  # of the size: a wider gap divides cells
_BELOW: Final = (0.8, 2.2)  # of the size: how far below each other the characters of a vertical line stand
_LEAST_VERTICAL: Final = 8
_MOST_VERTICAL: Final = 0.7
_LEAST_LINES: Final = 3
_GUTTER: Final = 0.8  # of the size
_FULL: Final = 0.85  # of the width of a column: lines of running text are as long
_MOST_SHORT: Final = 0.34  # share of lines of a column that may be shorter
_LEAST_LETTERS: Final = 8


class Line(NamedTuple):
    """A line of a page: text, place (points from the left upper corner), size of its characters."""

    text: str
    left: float
    right: float
    top: float
    size: float
    page: int


class Rows(NamedTuple):
    """Lines that are rows of a table, and their cells."""

    first: int
    cells: list[list[str]]


def struck_twice(chars: Sequence[Char]) -> set[int]:
    """Return the ordinals of characters that lie on another of their kind: bold or a shadow made by drawing twice."""
    found: set[int] = set()
    seen: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    for i, char in enumerate(chars):
        if char["text"].isspace():
            continue
        reach = _SAME * char["size"] or 1.0
        x, y = char["x0"], char["top"]
        column, row = int(x / reach), int(y / reach)
        near = (
            place
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for place in seen.get((char["text"], column + dx, row + dy), ())
        )
        if any(abs(a - x) < reach and abs(b - y) < reach for a, b in near):
            found.add(i)
        else:
            seen.setdefault((char["text"], column, row), []).append((x, y))
    return found


def is_turned(char: Char) -> bool:
    """Whether a character stands askew, as those of a watermark do."""
    a, b, *_ = char.get("matrix") or (1, 0)
    return abs(b) > _ASKEW * abs(a) or not char.get("upright", True)


def raised_digits(chars: Sequence[Char]) -> list[int]:
    """Return the ordinals of digits that are smaller than what stands before them, and higher: notes and powers."""
    found: list[int] = []
    base: Char | None = None
    last: Char | None = None
    for i, char in enumerate(chars):
        if char["text"].isspace():
            continue
        if base is None or last is None or not _is_above(char, base, last):
            base = char
        elif char["text"].isdecimal():
            found.append(i)
        last = char
    return found


def _is_above(char: Char, base: Char, last: Char) -> bool:
    """Whether a character stands in superscript behind a base, directly behind the character that was drawn last."""
    size = float(base["size"])
    small = float(char["size"]) <= _SMALL * size
    beside = abs(float(char["x0"] - last["x1"])) <= _NEAR * size
    within = base["top"] - size <= char["top"] and char["bottom"] <= base["bottom"] - _RISE * size
    return bool(small and beside and within)


def text_of(chars: Sequence[Char], shown: str) -> str:
    """Return the text of a line; where its letters are set apart, without the blanks between them.

    Parameters
    ----------
    chars : sequence of dict
        The characters of the line from left to right, without blanks.
    shown : str
        The text with a blank for each gap.
    """
    if len(chars) < _LEAST_APART:
        return shown
    gaps = [b["x0"] - a["x1"] for a, b in pairwise(chars)]
    size = max(char["size"] for char in chars)
    usual = median(gaps)
    alike = sum(abs(gap - usual) <= 0.35 * usual for gap in gaps)
    if usual < _APART * size or alike < _UNIFORM * len(gaps):
        return shown
    parts = [chars[0]["text"]]
    for gap, char in zip(gaps, chars[1:], strict=True):
        parts.append(" " * (gap > usual + _SPACE * size) + char["text"])
    return "".join(parts)


def vertical_lines(chars: Sequence[Char], width: float, page: int) -> list[Line]:
    """Return the lines of a page whose writing runs from top to bottom, from right to left; none if it does not.

    The lines come as if they were horizontal: `left` is how far below the top they begin.
    """
    if len(chars) < _LEAST_VERTICAL:
        return []
    below = sum(_stands_below(a, b) for a, b in pairwise(chars))
    if below < _MOST_VERTICAL * (len(chars) - 1):
        return []
    lines: list[list[Char]] = []
    for char in chars:
        if lines and _stands_below(lines[-1][-1], char):
            lines[-1].append(char)
        else:
            lines.append([char])
    found = []
    for line in lines:
        size = max(char["size"] for char in line)
        text = "".join(char["text"] for char in line).strip()
        if text:
            found.append(Line(text, line[0]["top"], line[-1]["bottom"], width - line[0]["x1"], size, page))
    return sorted(found, key=lambda line: (line.top, line.left))


def _stands_below(above: Char, char: Char) -> bool:
    size = float(max(above["size"], char["size"]))
    middle = float(abs((above["x0"] + above["x1"]) - (char["x0"] + char["x1"]))) / 2
    return middle < _SPACE * size and _BELOW[0] * size <= float(char["top"] - above["top"]) <= _BELOW[1] * size


def columns(chars: Sequence[Char]) -> list[tuple[float, float, float, float]]:
    """Return the boxes of a page in the order in which they are read, where text stands in two columns; else none.

    Between two columns runs a gutter that no character of their lines crosses, and the lines of both are full: those
    of a table are not. Lines that cross it, as titles do, part what is above from what is below.
    """
    lines = _rows_of(chars)
    if len(lines) < _LEAST_LINES:
        return []
    gutter = _gutter(lines)
    if gutter is None:
        return []
    boxes: list[tuple[float, float, float, float]] = []
    left, right = min(c["x0"] for c in chars) - 1, max(c["x1"] for c in chars) + 1
    for crossing, (top, bottom) in _stretches(lines, gutter):
        if crossing:
            boxes.append((left, top, right, bottom))
        else:
            boxes += [(left, top, gutter, bottom), (gutter, top, right, bottom)]
    return boxes


def _rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Return the characters of each line of a page, from left to right."""
    rows: list[list[Char]] = []
    for char in sorted((c for c in chars if not c["text"].isspace()), key=lambda c: (c["top"], c["x0"])):
        if rows and abs(rows[-1][0]["top"] - char["top"]) < 0.5 * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda c: float(c["x0"])) for row in rows]


def _gutter(lines: Sequence[Sequence[Char]]) -> float | None:
    """Return where a gutter runs: in the middle, over most lines, with full lines on both sides."""
    size = median(char["size"] for line in lines for char in line)
    left, right = min(line[0]["x0"] for line in lines), max(line[-1]["x1"] for line in lines)
    gaps = [
        (a["x1"], b["x0"])
        for line in lines
        for a, b in pairwise(line)
        if b["x0"] - a["x1"] >= _GUTTER * size and 0.3 < ((a["x1"] + b["x0"]) / 2 - left) / (right - left) < 0.7
    ]
    for start, end in gaps:
        middle = float(start + end) / 2
        crossing = [line for line in lines if any(c["x0"] < middle < c["x1"] for c in line)]
        sides = [line for line in lines if line not in crossing]
        lefts = [[c for c in line if c["x1"] <= middle] for line in sides]
        rights = [[c for c in line if c["x0"] >= middle] for line in sides]
        if _is_column(lefts) and _is_column(rights) and len(crossing) <= len(sides):
            return middle
    return None


def _is_column(lines: Sequence[Sequence[Char]]) -> bool:
    """Whether these are lines of running text: full ones, but for the last of paragraphs."""
    written = [line for line in lines if line]
    if len(written) < _LEAST_LINES:
        return False
    width = max(line[-1]["x1"] for line in written) - min(line[0]["x0"] for line in written)
    letters = [sum(not c["text"].isdecimal() for c in line) for line in written]
    short = sum(line[-1]["x1"] - line[0]["x0"] < _FULL * width for line in written)
    return short <= max(1, _MOST_SHORT * len(written)) and median(letters) >= _LEAST_LETTERS


def _stretches(lines: Sequence[Sequence[Char]], gutter: float) -> Iterator[tuple[bool, tuple[float, float]]]:
    """Yield stretches of lines that cross the gutter, and of those that do not, with top and bottom."""
    last: bool | None = None
    top = bottom = 0.0
    for line in lines:
        crosses = any(c["x0"] < gutter < c["x1"] for c in line)
        first, end = min(c["top"] for c in line), max(c["bottom"] for c in line)
        if crosses != last:
            if last is not None:
                yield last, (top, max(bottom, top))
            top = first - 1
            last = crosses
        bottom = end + 1
    if last is not None:
        yield last, (top, bottom)


def rows_without_rules(lines: Sequence[Sequence[Char]]) -> list[Rows]:
    """Return the lines that are rows of a table without rules: gaps between cells, names above, numbers below."""
    found: list[Rows] = []
    current: list[list[str]] = []
    first = 0
    for i, line in enumerate([*lines, []]):
        cells = _cells(line) if line else []
        if len(cells) > 1 and (not current or len(cells) == len(current[0])):
            first = first if current else i
            current.append(cells)
            continue
        if _is_table(current):
            found.append(Rows(first, current))
        current, first = ([cells], i) if len(cells) > 1 else ([], 0)
    return found


def _cells(line: Sequence[Char]) -> list[str]:
    size = max(char["size"] for char in line)
    gaps = [b["x0"] - a["x1"] for a, b in pairwise(line)]
    if gaps and median(gaps) > _APART * size:  # letters set apart
        return []
    cells = [line[0]["text"]]
    for gap, char in zip(gaps, line[1:], strict=True):
        if gap > _WIDE * size:
            cells.append(char["text"])
        else:
            cells[-1] += " " * (gap > _SPACE * size) + char["text"]
    return cells


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are those of a table: heads that are no numbers, and a number in every other row."""
    if len(rows) < 2:
        return False
    head, *others = rows
    named = not any(_is_number(cell) and len(cell) != 4 for cell in head)
    return named and all(any(_is_number(cell) for cell in row[1:]) for row in others)


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() and all(c.isdigit() or c in ",.，．%％" for c in cell)
