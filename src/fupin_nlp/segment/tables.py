r"""Tables of a cleaned text: rows, columns, heads, and what stands above them.

A row is a line whose cells are divided by tabs, as all readers write them, or by blanks: below a line that gives a unit
(单位：万元), or a head that has a column of units or units in brackets. The heads are the rows at the top that hold no
number but years; a line between rows that names a group belongs to the rows behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Span
from fupin_nlp.model.table import TableCell

__all__ = ["TABLE_WORDS", "cells_of", "glued_unit", "table_words"]

TABLE_WORDS: Final = (
    *("caption", "unit_column", "no_quantity", "numbering", "years", "places", "totals", "generic"),
    *("target", "achieved", "role_words", "no_role", "givers", "title_ends", "money", "each"),
    *("of_plan", "place_ends", "change_verbs", "change_nouns", "change_signs", "change_before", "change_behind"),
)
_COLONS: Final = ("：", ":")
_LONGEST_ROW: Final = 4000  # characters of a line that can be a row of a table
_LONGEST_GROUP: Final = 20
_LONGEST_TITLE: Final = 80
_LINES_ABOVE: Final = 3
_FEWEST_COLUMNS: Final = 3
_HEAD_BY_BLANKS: Final = re.compile("[\u3400-\u9fff）)]  |[\u3400-\u9fff）)]\u3000")
_LONGEST_GLUED: Final = 4
_NOTHING: Final = frozenset("-—–－―/／…～~ \u3000")


class _Cell(NamedTuple):
    start: int
    end: int
    text: str


@lru_cache(maxsize=1)
def table_words() -> Mapping[str, tuple[str, ...]]:
    """Return the words that tell what heads of tables mean, by topic."""
    lists = load_toml("tables.toml", {"words": _is_lists})["words"]
    return {key: tuple(words) for key, words in lists.items()}


def _is_lists(value: object) -> bool:
    return isinstance(value, dict) and set(value) == set(TABLE_WORDS) and all(map(word_list, value.values()))


class _Patterns(NamedTuple):
    number: Pattern
    digit: Pattern
    year: Pattern
    by_blanks: Pattern
    caption: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns(
        compile_pattern("number of a cell", r"[-−－+]?[0-9０-９][0-9０-９,，.．]*+"),
        compile_pattern("digit of a cell", r"[0-9０-９]"),
        compile_pattern("year of a head", r"(?:19|20)\d\d(?:年度?)?"),
        compile_pattern("cell", r"[^\t\u0020\u3000]++(?:[\x20\u3000](?![\x20\u3000])[^\t\x20\u3000]++)*+"),
        compile_pattern("caption of a table", alternatives(table_words()["caption"]) + "[:：]"),
    )


def cells_of(text: str, body: Sequence[Span]) -> tuple[TableCell, ...]:
    r"""Return the cells of the tables in these spans that are no heads, in text order.

    Examples
    --------
    >>> text = "类别\t资金（万元）\n道路\t120\n"
    >>> [(c.column, c.row, text[c.start : c.end]) for c in cells_of(text, [Span(0, len(text))])]
    [(('资金（万元）',), ('道路',), '120')]
    """
    found: list[TableCell] = []
    for span in body:
        if text.find("\t", span.start, span.end) >= 0 or _has_columns(text, span) or _has_caption(text, span):
            for table in _tables(text, span):
                found += table.cells()
    return tuple(found)


def _has_columns(text: str, span: Span) -> bool:
    """Whether blanks may divide columns somewhere in a span; looked for by what is quickly found."""
    return text.find("  ", span.start, span.end) >= 0 or text.find("\u3000", span.start, span.end) >= 0


def _has_caption(text: str, span: Span) -> bool:
    """Whether 单位： or the like stands in a span; looked for from its colons, because they are quickly found."""
    captions = table_words()["caption"]
    for colon in _COLONS:
        at = text.find(colon, span.start, span.end)
        while at >= 0:
            if text.endswith(captions, span.start, at):
                return True
            at = text.find(colon, at + 1, span.end)
    return False


@dataclass(slots=True)
class _Table:
    """Rows that follow one another, the lines above them, and the names of groups between them."""

    title: str
    rows: list[tuple[list[_Cell], str]] = field(default_factory=list)

    def cells(self) -> Iterator[TableCell]:
        """Yield the cells that stand under heads."""
        heads, units_below, first = self._heads()
        if not heads:
            return
        width = len(heads[0])
        columns = [_distinct(row[i] for row in heads) for i in range(width)]
        unit_column = next((i for i, column in enumerate(columns) if _is_unit_column(column)), None)
        above = [""] * width
        for row, group in self.rows[first:]:
            if len(row) != width:
                continue
            labels = _labels(row, columns)
            names = [(group, "")] if group else []
            for i in labels:
                # Names that are merged downwards stand in the first row only.
                above[i] = row[i].text or (above[i] if i != labels[-1] else "")
                names.append((_named(above[i], columns[i]), columns[i][-1] if columns[i] else ""))
            named = [(name, corner) for name, corner in names if name]
            unit = row[unit_column].text if unit_column is not None else ""
            for i, cell in enumerate(row):
                if cell.text and i not in labels and i != unit_column:
                    yield TableCell(
                        cell.start,
                        cell.end,
                        columns[i],
                        tuple(name for name, _ in named),
                        tuple(corner for _, corner in named),
                        unit or units_below[i],
                        self.title,
                    )

    def _heads(self) -> tuple[list[list[str]], list[str], int]:
        """Return the rows of heads, the unit that a row of units gives each column, and where the others begin."""
        first = [cell.text for cell in self.rows[0][0]]
        if not _is_head(first):
            return [], [], 0
        heads, width = [first], len(first)
        units_below = [""] * width
        at = 1
        while at < len(self.rows) - 1:
            row = [cell.text for cell in self.rows[at][0]]
            if len(row) != width or not _is_head(row):
                break
            if _is_row_of_units(row):
                units_below = ["" if i == 0 and not _unit(text) else text for i, text in enumerate(row)]
                at += 1
                break
            if not _is_second_head(row, heads[-1]):
                break
            heads.append(row)
            at += 1
        if len(heads) > 1:
            heads[:-1] = [_filled(row) for row in heads[:-1]]
        return heads, units_below, at


def _is_head(row: Sequence[str]) -> bool:
    """Whether a row may be one of heads: it has words, and no number but years."""
    patterns = _patterns()
    numbers = [text for text in row if patterns.number.fullmatch(text)]
    return any(row) and all(patterns.year.fullmatch(text) for text in numbers) and len(numbers) < len(row)


def _is_second_head(row: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row without numbers goes on with the heads: its first cell is merged with that above, or empty."""
    return row[0] == above[0] or not row[0]


def _is_row_of_units(row: Sequence[str]) -> bool:
    told = [text for text in row[1:] if text.strip("（）()")]
    return len(told) > 0 and all(_unit(text) for text in told)


def _unit(text: str) -> bool:
    return _reads_as_unit(text.strip("（）()"))


def _reads_as_unit(words: str) -> bool:
    at = 0
    while at < len(words) and words[at] in "十百千万亿" and units().lookup(words[at:]) is None:
        at += 1
    return bool(words[at:]) and units().lookup(words[at:]) is not None


def glued_unit(head: str) -> str:
    """Return the unit that ends a head without brackets, if it has two characters or is a sign; else nothing.

    Examples
    --------
    >>> glued_unit("投入资金万元"), glued_unit("脱贫户"), glued_unit("发生率%")
    ('万元', '', '%')
    """
    if head.endswith(("%", "％", "‰")):
        return head[-1]
    ends = (head[-length:] for length in range(_LONGEST_GLUED, 1, -1) if length < len(head))
    return next((end for end in ends if _reads_as_unit(end)), "")


def _filled(row: Sequence[str]) -> list[str]:
    """Return heads with those that stand over several columns over each of them."""
    filled: list[str] = []
    for text in row:
        filled.append(text or (filled[-1] if len(filled) > 1 else ""))
    return filled


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    found: list[str] = []
    for text in texts:
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def _is_unit_column(column: Sequence[str]) -> bool:
    return any(head in table_words()["unit_column"] for head in column)


def _labels(row: Sequence[_Cell], columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the columns whose cells name the row: the first ones, as far as they hold words, years or its number."""
    patterns, words = _patterns(), table_words()
    labels: list[int] = []
    for i, cell in enumerate(row):
        is_number = patterns.number.fullmatch(cell.text) is not None
        counts = any(head in words["numbering"] or head in words["years"] for head in columns[i])
        if _is_unit_column(columns[i]):
            continue
        if (is_number and not counts) or (labels and (not cell.text or set(cell.text) <= _NOTHING)):
            break
        if not is_number and patterns.digit.search(cell.text) and labels and not counts:
            break
        labels.append(i)
    return labels[:1] if len(labels) == len(row) else labels  # words only: the first names the row


def _named(name: str, column: Sequence[str]) -> str:
    """Return the name of a row; a year is told as one, the number of a row says nothing."""
    words = table_words()
    if any(head in words["numbering"] for head in column):
        return ""
    if name.isdecimal() and len(name) == 4 and any(head in words["years"] for head in column):
        return f"{name}年"
    return name


def _tables(text: str, span: Span) -> Iterator[_Table]:
    """Yield the tables of a span."""
    table: _Table | None = None
    above: list[str] = []
    group = ""
    apart = False  # whether a blank line stands before this one
    for start, end in _lines(text, span):
        line = text[start:end].strip()
        if not line:
            apart = True
            continue
        captioned = table is not None or any(_patterns().caption.search(one) for one in above)
        row = _row(text, start, end, captioned=captioned)
        if not captioned and len(row) <= 1 and _is_head_by_blanks(text, start, end):
            row = _row(text, start, end, captioned=True)
        if len(row) > 1:
            if table is None or _begins_another(table, [cell.text for cell in row]):
                if table is not None:
                    yield table
                    above = [group] if group else []
                table, group = _Table(" ".join(above)), ""
            table.rows.append((row, group))
        elif table is not None and not apart and _is_group(line):
            group = line
        else:
            if table is not None:
                yield table
                above = []
            table, group = None, ""
            is_title = len(line) <= _LONGEST_TITLE and not line.endswith(("。", "；"))
            above = [*above[1 - _LINES_ABOVE :], line] if is_title else []
        apart = False
    if table is not None:
        yield table


def _is_head_by_blanks(text: str, start: int, end: int) -> bool:
    """Whether a line is the head of a table whose columns blanks divide, and the next line has as many cells."""
    if end - start > _LONGEST_ROW or not _HEAD_BY_BLANKS.search(text, start, end):
        return False
    cells = [cell.text for cell in _row(text, start, end, captioned=True)]
    told = any(cell in table_words()["unit_column"] for cell in cells) or any(
        cell.endswith(("）", ")")) and _unit(cell[max(cell.rfind("（"), cell.rfind("(")) :]) for cell in cells
    )
    if not told or len(cells) < _FEWEST_COLUMNS or not _is_head(cells):
        return False
    stop = text.find("\n", end + 1)
    following = _row(text, end + 1, len(text) if stop < 0 else stop, captioned=True)
    return len(following) == len(cells) and any(_patterns().number.fullmatch(cell.text) for cell in following)


def _begins_another(table: _Table, row: Sequence[str]) -> bool:
    """Whether a row is the head of a table that follows directly: of another width, or with units of its own."""
    if not _is_head(row):
        return False
    if len(row) != len(table.rows[0][0]):
        return True
    first = [cell.text for cell in table.rows[0][0]]
    last = [cell.text for cell in table.rows[-1][0]]
    if _is_head(last) or not all(row) or _unit(row[-1]):
        return False
    return (
        row[0] == first[0]
        or any(text in table_words()["unit_column"] for text in row)
        or any(text.endswith(("）", ")")) and _unit(text[max(text.rfind("（"), text.rfind("(")) :]) for text in row)
    )


def _is_group(line: str) -> bool:
    """Whether a line between rows names the rows behind it: a few words and no sentence."""
    return len(line) <= _LONGEST_GROUP and not any(mark in line for mark in "。；，：:") and "表" not in line


def _row(text: str, start: int, end: int, *, captioned: bool) -> list[_Cell]:
    """Return the cells of a line, one or none where it is no row."""
    if end - start > _LONGEST_ROW:
        return []
    if text.find("\t", start, end) >= 0:
        return list(_tabbed(text, start, end))
    if not captioned:
        return []
    return [_Cell(m.start(), m.end(), m[0]) for m in _patterns().by_blanks.finditer(text, start, end)]


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    pos = span.start
    while pos < span.end:
        stop = text.find("\n", pos, span.end)
        stop = span.end if stop < 0 else stop
        yield pos, stop
        pos = stop + 1


def _tabbed(text: str, start: int, end: int) -> Iterator[_Cell]:
    """Yield the cells between the tabs of a row, empty ones too, without the blanks around them."""
    while start <= end:
        stop = text.find("\t", start, end)
        stop = end if stop < 0 else stop
        cell = text[start:stop]
        content = cell.strip()
        left = start + len(cell) - len(cell.lstrip()) if content else start
        yield _Cell(left, left + len(content), content)
        start = stop + 1
