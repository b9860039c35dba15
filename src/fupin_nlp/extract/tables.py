"""Cells of tables whose unit stands in the head of their column, or above the table (单位：万元).

The text of a table has one line a row; its cells are divided by tabs, as the readers of HTML, Word and Excel write
them, or by two blanks and more. A cell counts only where the whole of it is one number, its row has as many cells as
the head, and the unit is told; all other numbers of a table are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import Unit, units
from fupin_nlp.model import Span

__all__ = ["CellUnit", "cell_units", "unit_with_factor", "with_cell_units"]

_WORDS: Final = frozenset({"caption", "unit_column", "no_quantity"})
_COLONS: Final = ("：", ":")
_LONGEST_ROW: Final = 2000
"""Characters of a line that can be a row of a table."""


class CellUnit(NamedTuple):
    """The unit of a cell and the magnitude before it (万 in 万元)."""

    end: int
    unit: Unit
    factor: Decimal


@dataclass(frozen=True, slots=True)
class _Words:
    captions: tuple[str, ...]
    caption: Pattern
    cell: Pattern
    head: Pattern
    number: Pattern
    unit_column: frozenset[str]
    no_quantity: Pattern


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = load_toml("tables.toml", {"words": lambda t: set(t) == _WORDS and all(map(word_list, t.values()))})["words"]
    caption = alternatives(lists["caption"])
    return _Words(
        tuple(lists["caption"]),
        compile_pattern(
            "caption", rf"(?:^|[（(。；\x20\u3000\t]){caption}[:：]\s?(?P<unit>[^\s（()）:：、，]{{1,8}})[)）]?\s*\Z"
        ),
        compile_pattern("cell", r"[^\t\u0020\u3000]++(?:[\x20\u3000](?![\x20\u3000])[^\t\x20\u3000]++)*+"),
        compile_pattern("unit of a head", r"[（(](?:单位[:：])?(?P<unit>[^（()）]{1,8})[)）]\Z"),
        compile_pattern("number of a cell", r"[0-9０-９][0-9０-９,.．]*+"),
        frozenset(lists["unit_column"]),
        compile_pattern("no quantity", alternatives(lists["no_quantity"])),
    )


def cell_units(text: str, span: Span) -> Mapping[int, CellUnit]:
    r"""Return start of a cell → its unit, of the cells in a span whose unit their table tells.

    Examples
    --------
    >>> text = "类别\t资金（万元）\n道路\t120\n"
    >>> [(text[at : cell.end], cell.unit.name, int(cell.factor)) for at, cell in cell_units(text, Span(0, 17)).items()]
    [('120', '元', 10000)]
    """
    if text.find("\t", span.start, span.end) < 0 and not _has_caption(text, span):
        return {}
    table = _Table(text)
    for start, end in _lines(text, span):
        table.add(start, end)
    return table.cells


def _has_caption(text: str, span: Span) -> bool:
    """Whether 单位： or the like stands in a span; looked for from its colons, because they are quickly found."""
    captions = _words().captions
    for colon in _COLONS:
        at = text.find(colon, span.start, span.end)
        while at >= 0:
            if text.endswith(captions, span.start, at):
                return True
            at = text.find(colon, at + 1, span.end)
    return False


def with_cell_units(found: list[Found], cells: Mapping[int, CellUnit]) -> None:
    """Give the bare numbers that fill a cell the unit of the cell."""
    for i, item in enumerate(found if cells else ()):
        cell = cells.get(item.start)
        if cell is None or item.unit is not None or item.end != cell.end:
            continue
        high = None if item.high is None else item.high * cell.factor
        found[i] = replace(item, low=item.low * cell.factor, high=high, unit=cell.unit, rule="table_head")


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    pos = span.start
    while pos < span.end:
        stop = text.find("\n", pos, span.end)
        stop = span.end if stop < 0 else stop
        yield pos, stop
        pos = stop + 1


def _tabbed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the cells between the tabs of a row, empty ones too, without the blanks around them."""
    cells = []
    while start <= end:
        stop = text.find("\t", start, end)
        stop = end if stop < 0 else stop
        cell = text[start:stop]
        left = start + len(cell) - len(cell.lstrip())
        cells.append((left, left + len(cell.strip())) if cell.strip() else (start, start))
        start = stop + 1
    return cells


class _Table:
    """The table that the lines are in, if they are in one, and the cells found so far."""

    def __init__(self, text: str) -> None:
        self.cells: dict[int, CellUnit] = {}
        self._text = text
        self._whole: tuple[Unit, Decimal] | None = None
        self._head: list[tuple[Unit, Decimal] | None] = []
        self._unit_column: int | None = None

    def add(self, start: int, end: int) -> None:
        """Take the next line."""
        if end - start > _LONGEST_ROW:
            self._leave()
            return
        text = self._text
        tabbed = text.find("\t", start, end) >= 0
        if tabbed:
            spans = _tabbed(text, start, end)
        else:
            spans = [m.span() for m in _words().cell.finditer(text, start, end)] if self._whole else []
        if len(spans) < 2:
            self._line(text[start:end])
        elif all(_words().number.fullmatch(text, *cell) is None for cell in spans):
            self._enter([text[a:b] for a, b in spans])
        elif len(spans) == len(self._head):
            self._row(spans)

    def _leave(self) -> None:
        self._whole, self._head, self._unit_column = None, [], None

    def _line(self, line: str) -> None:
        """Take a line that is no row: the unit of the table to come, or the end of the one before."""
        if not line.strip():
            return
        self._leave()
        caption = _words().caption.search(line) if any(colon in line for colon in _COLONS) else None
        self._whole = unit_with_factor(caption["unit"]) if caption else None

    def _enter(self, heads: list[str]) -> None:
        """Take a row without numbers: the head, unless it only has fewer words than the one before."""
        words = _words()
        own = [unit_with_factor(m["unit"]) if (m := words.head.search(head)) else None for head in heads]
        column = next((i for i, head in enumerate(heads) if head in words.unit_column), None)
        if self._head and not any(own) and column is None:
            return
        self._unit_column = column
        self._head = [
            unit or (None if i == 0 or words.no_quantity.search(head) else self._whole)
            for i, (unit, head) in enumerate(zip(own, heads, strict=True))
        ]

    def _row(self, spans: list[tuple[int, int]]) -> None:
        of_row = None
        if self._unit_column is not None:
            of_row = unit_with_factor(self._text[slice(*spans[self._unit_column])])
        for i, ((start, end), unit) in enumerate(zip(spans, self._head, strict=True)):
            given = unit or (of_row if self._unit_column is not None and i > self._unit_column else None)
            if given is not None and _words().number.fullmatch(self._text, start, end):
                self.cells[start] = CellUnit(end, *given)


def unit_with_factor(words: str) -> tuple[Unit, Decimal] | None:
    """Return unit and magnitude of 万元, 亩, 千公顷; None where the words are more than that, or less."""
    factor = Decimal(1)
    at = 0
    table = units()
    whole = words.strip()
    while whole and table.lookup(whole[at:]) is None:
        value = numeral_words().magnitudes.get(whole[at : at + 1])
        if value is None:
            return None
        factor *= value
        at += 1
    unit = table.lookup(whole[at:])
    return (unit, factor) if unit is not None else None
