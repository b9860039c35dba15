"""Cells of tables whose unit stands in the head of their column or row, beside them, or above the table (单位：万元).

A cell counts only where the whole of it is one number and the unit is told; all other numbers of a table are left
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.extract.found import Found
from fupin_nlp.extract.numerals import numeral_words
from fupin_nlp.extract.parts import MINUS
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.lexicon.units import Unit, units
from fupin_nlp.model.table import TableCell
from fupin_nlp.segment.tables import glued_unit, table_words

__all__ = ["CellUnit", "cell_units", "unit_with_factor", "with_cell_units"]

_SEPARATORS: Final = "、，,/／;； "
_MONEY: Final = "money"
_PLUS: Final = frozenset("+＋")
_DASHES: Final = frozenset("—–")


class CellUnit(NamedTuple):
    """What a cell that is one number takes from its table, and from its sign.

    Attributes
    ----------
    end : int
        End of the cell.
    unit : Unit or None
        None where the cell may have a unit of its own: only its sign is told.
    factor : Decimal
        The magnitude before the unit (万 in 万元), below nought where a sign opens the cell.
    certain : bool
        Whether the sign is one: a long dash may be another mark.
    """

    end: int
    unit: Unit | None
    factor: Decimal
    certain: bool = True


class _Patterns(NamedTuple):
    captions: Pattern
    head: Pattern
    number: Pattern
    no_quantity: Pattern
    money: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = table_words()
    caption = alternatives(words["caption"])
    return _Patterns(
        compile_pattern(
            "caption",
            rf"(?:^|[（(。；\x20\u3000\t]){caption}[:：]\s?(?P<unit>[^\s（()）:：]{{1,30}})[)）]?\s*(?:\Z|(?=\s))",
        ),
        compile_pattern("unit of a head", r"[（(\[【](?:单位[:：])?(?P<unit>[^（()）\[\]【】]{1,8})[)）\]】]"),
        compile_pattern("number of a cell", r"[0-9０-９][0-9０-９,，.．]*+"),
        compile_pattern("no quantity", alternatives(words["no_quantity"])),
        compile_pattern("money", alternatives(words["money"])),
    )


def cell_units(text: str, cells: Sequence[TableCell]) -> Mapping[int, CellUnit]:
    r"""Return start of a number → what its cell tells, of the cells that are one number: the unit, the sign before it.

    Examples
    --------
    >>> from fupin_nlp.segment.tables import cells_of
    >>> from fupin_nlp.model import Span
    >>> text = "类别\t资金（万元）\n道路\t120\n结余\t-3\n"
    >>> found = cell_units(text, cells_of(text, [Span(0, len(text))]))
    >>> [(text[at : cell.end], cell.unit.name, int(cell.factor)) for at, cell in found.items()]
    [('120', '元', 10000), ('3', '元', -10000)]
    """
    found: dict[int, CellUnit] = {}
    number = _patterns().number
    for cell in cells:
        sign = text[cell.start : cell.start + 1]
        below = sign in MINUS or sign in _DASHES
        start = cell.start + (below or sign in _PLUS)
        certain = sign not in _DASHES
        if number.fullmatch(text, start, cell.end):
            unit = _unit_of(cell)
            if unit is not None:
                found[start] = CellUnit(cell.end, unit[0], -unit[1] if below else unit[1], certain)
        elif below:
            found[start] = CellUnit(cell.end, None, Decimal(-1), certain)
    return found


def with_cell_units(found: list[Found], cells: Mapping[int, CellUnit]) -> None:
    """Give the numbers that fill a cell what the cell tells: bare ones their unit, all of them their sign."""
    for i, item in enumerate(found if cells else ()):
        cell = cells.get(item.start)
        if cell is None or item.end != cell.end or (item.unit is not None and cell.unit is not None):
            continue
        if item.unit is not None:
            found[i] = _scaled(item, cell)
        elif cell.unit is not None:
            found[i] = replace(_scaled(item, cell), unit=cell.unit, rule="table_head")


def _scaled(item: Found, cell: CellUnit) -> Found:
    ends = (item.low * cell.factor, None if item.high is None else item.high * cell.factor)
    if cell.factor > 0:
        return replace(item, low=ends[0], high=ends[1])
    low, high = ends if ends[1] is None else (ends[1], ends[0])
    return replace(item, start=item.start - 1, low=low, high=high, certain=item.certain and cell.certain)


def _unit_of(cell: TableCell) -> tuple[Unit, Decimal] | None:
    """Return what the column says, then the row, then what stands above the table."""
    for head in reversed(cell.column):
        own = _in_head(head)
        if own is not None:
            return own
    if any(_counts_rows(head) for head in cell.column):
        return None
    for name in reversed(cell.row):
        own = _in_head(name)
        if own is not None:
            return own
    if cell.unit:
        return unit_with_factor(cell.unit.strip("（）()"))
    if any(_patterns().no_quantity.search(head) for head in (*cell.column, *cell.row[-1:])):
        return None
    return _of_caption(cell)


def _counts_rows(head: str) -> bool:
    words = table_words()
    return head in words["numbering"] or head in words["years"]


def _in_head(head: str) -> tuple[Unit, Decimal] | None:
    """Return the unit that a head gives in brackets, or that ends it and has two characters and more: 投入资金万元."""
    for found in _patterns().head.finditer(head):
        own = unit_with_factor(found["unit"])
        if own is not None:
            return own
    glued = glued_unit(head)
    return unit_with_factor(glued) if glued else None


def _of_caption(cell: TableCell) -> tuple[Unit, Decimal] | None:
    """Return the unit above the table; of several the one that the heads speak of."""
    found = list(_patterns().captions.finditer(cell.title))
    if not found:
        return None
    told = [unit for unit in map(unit_with_factor, _parts(found[-1]["unit"])) if unit is not None]
    if len(told) <= 1:
        return told[0] if told else None
    heads = "".join((*cell.column, *cell.row[-1:]))
    named = [own for own in told if own[0].dimension != _MONEY and own[0].name in heads]
    if named:
        return named[0]
    return next((own for own in told if own[0].dimension == _MONEY and _patterns().money.search(heads)), None)


def _parts(words: str) -> Iterator[str]:
    part = ""
    for char in words:
        if char in _SEPARATORS:
            yield part
            part = ""
        else:
            part += char
    yield part


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
