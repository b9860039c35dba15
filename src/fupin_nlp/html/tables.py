"""Frames of the analyses as HTML tables: Chinese heads, no empty columns, buttons to the records behind a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import BOUND_LABELS_ZH, KIND_LABELS_ZH, digits, is_missing
from fupin_nlp.html.parts import go_button
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH
from fupin_nlp.model.safe import escape

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMN_LABELS_ZH", "Links", "frame_table"]

COLUMN_LABELS_ZH: Mapping[str, str] = MappingProxyType(
    {
        **LABELS_ZH,
        "bound": "界限",
        "direction": "方向",
        "largest": "最大值",
        "largest_id": "最大值的记录",
        "largest_unit": "最大值单位",
        "latest": "最新值",
        "latest_ids": "最新值的记录",
        "latest_period": "最新时期",
        "left_out": "未计原因",
        "n": "记录数",
        "n_left_out": "未计记录",
        "rank": "位次",
        "records": "记录",
        "share": "占比",
        "sum": "合计",
        "sum_max": "合计上限",
        "total": "总计",
        "year": "年份",
    }
)

# A column is left off where another one that has values says the same, or says it in words.
_SAID_BY = {
    "measure": "measure_label",
    "region_code": "region",
    "dimension": "unit",
    "sum": "value",
    "latest": "value",
    "latest_ids": "records",
    "largest": "value",
    "largest_unit": "value",
    "largest_id": "value",
    "n_left_out": "left_out",
}
_LONG = 18  # characters; shorter cells stay on one line
_WORDS = {**ROLE_LABELS_ZH, **KIND_LABELS_ZH, **BOUND_LABELS_ZH}
_CODED = ("role", "kind", "bound", "direction", "left_out", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What the cells of a frame may refer to.

    Attributes
    ----------
    rows : mapping of str to int
        Id of a record → its row in the page's table.
    words : mapping of str to str
        Code → Chinese word, beside those for role, kind and bound.
    """

    rows: Mapping[str, int]
    words: Mapping[str, str] = field(default_factory=dict)

    def word(self, code: object) -> str:
        """Return the word for a code, or the code."""
        return self.words.get(str(code)) or _WORDS.get(str(code)) or str(code)


def frame_table(frame: pd.DataFrame, links: Links, limit: int) -> str:
    """Return the inside of a table: at most `limit` rows, the number of the others in the caption.

    Columns without a value, and columns that say what another one says better, are left off. A cell that holds ids
    of records becomes a button to them.
    """
    plain = frame.reset_index() if any(name is not None for name in frame.index.names) else frame
    names = [" / ".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in plain.columns]
    columns = [(name, plain.iloc[:, i].tolist()) for i, name in enumerate(names)]
    columns = [(name, cells) for name, cells in columns if not all(is_missing(cell) for cell in cells)]
    # Where nothing was left out, the reasons are empty and the number needs no column of zeros.
    filled = {name for name, _ in columns} | ({"left_out"} & set(names))
    columns = [(name, cells) for name, cells in columns if _SAID_BY.get(name) not in filled]
    head = "".join(_head(name, cells) for name, cells in columns)
    lines = [
        "<tr>" + "".join(_cell(name, cells[i], links) for name, cells in columns) + "</tr>"
        for i in range(min(limit, len(plain)))
    ]
    rest = len(plain) - limit
    more = f"<caption>另有 {rest:,} 行没有列出</caption>" if rest > 0 else ""
    return f"{more}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody>"


def _head(name: str, cells: list[Any]) -> str:
    numbers = all(is_missing(cell) or _is_number(cell) for cell in cells)
    right = ' class="n"' if numbers else ""
    return f'<th scope="col"{right}>{escape(COLUMN_LABELS_ZH.get(name, name))}</th>'


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _cell(name: str, cell: Any, links: Links) -> str:
    """Return a cell; it carries the name of its column for narrow screens, where tables become cards."""
    head = f' data-name="{escape(COLUMN_LABELS_ZH.get(name, name))}"'
    return _plain_cell(name, cell, links).replace("<td", f"<td{head}", 1)


def _plain_cell(name: str, cell: Any, links: Links) -> str:
    if is_missing(cell):
        return "<td></td>"
    ids = [cell] if isinstance(cell, str) else cell
    if isinstance(ids, (list, tuple)) and all(isinstance(i, str) and i in links.rows for i in ids):
        rows = " ".join(str(links.rows[i]) for i in ids)
        return f"<td>{go_button(f'{len(ids):,} 条', f'查看这 {len(ids)} 条记录', rows=rows)}</td>"
    if isinstance(cell, (list, tuple)):
        return _text("、".join(str(c) for c in cell))
    if isinstance(cell, Mapping):
        return _text("；".join(f"{links.word(key)} {value}" for key, value in cell.items()))
    if _is_number(cell):
        return f'<td class="n">{digits(cell) if name != "year" else int(cell)}</td>'
    return _text(links.word(cell) if name in _CODED else str(cell))


def _text(text: str) -> str:
    long = ' class="long"' if len(text) > _LONG else ""
    return f"<td{long}>{escape(text)}</td>"
