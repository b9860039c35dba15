"""What the heads of a table say about the figure in a cell: what is counted, when, whether it is planned or done."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.change_heads import ChangeHead, change_told
from fupin_nlp.interpret.period import PartialDate, PeriodDecision, find_periods, resolve
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern
from fupin_nlp.model import Document, Quantity
from fupin_nlp.model.table import TableCell
from fupin_nlp.segment.tables import glued_unit, table_words

__all__ = ["CellProposal", "filled_cells", "proposals_of"]

_NO_DATES: Final = frozenset({"base", "per", "distributive", "duration", "event"})
_LONGEST: Final = 16  # characters of a name that is put together from the heads of a row and a column
_SHORT_MEASUREMENT: Final = 2  # characters of 产量, 面积, 产值
_BEFORE_PLAN: Final = "年度全的 \u30000123456789"
_SIGNS: Final = " \t\u3000：:、，,。；;-—–·.．*（）()[]【】"


class CellProposal(NamedTuple):
    """What the heads say; None where they say nothing.

    Attributes
    ----------
    entity : str or None
        The name of what is counted.
    role : {"target", "achieved"} or None
        From 计划 or 完成 in a head.
    period : PeriodDecision or None
        From the years of a column, a row or the title, in this order.
    action : str or None
        The verb of a column that tells how an amount moved (比上年增长).
    change : bool
        Whether the column tells that, by a verb or not (同比±).
    reason : str
        Which heads told, for `Record.explain`.
    """

    entity: str | None
    role: str | None
    period: PeriodDecision | None
    action: str | None
    change: bool
    reason: str


class _Head(NamedTuple):
    """A head without its unit: what it names, when, in what role, and how the amount beside it moved."""

    name: str
    words: str
    interval: tuple[str | None, str | None] | None
    role: str | None
    change: ChangeHead | None


class _Amount(NamedTuple):
    """What was read last: its row, what it counts and when; a column of changes beside it tells how that moved."""

    row: tuple[str, ...]
    entity: str | None
    dated: _Head | None


class _Patterns(NamedTuple):
    unit: Pattern
    year: Pattern
    number: Pattern
    title: Pattern
    each: Pattern
    target: Pattern
    achieved: Pattern
    no_role: Pattern
    role_words: Pattern
    rest: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    words = table_words()
    caption = alternatives(words["caption"])
    ends = alternatives(words["title_ends"])
    return _Patterns(
        compile_pattern("unit in a head", rf"[（(\[【](?:{caption}[:：])?[^（()）\[\]【】]{{0,12}}[)）\]】]|[%％‰]"),
        compile_pattern("bare year of a head", r"(?<!\d)((?:19|20)\d\d)(?![\d年.．-])"),
        compile_pattern(
            "number of a table", r"^\s*(?:附?表\s*[\d一二三四五六七八九十]+(?:[-—–.．]\d+)*|附件\d*)[：:、.．\s\u3000]*"
        ),
        compile_pattern("end of a title", rf"{ends}+$"),
        compile_pattern("places of a title", rf"^.*各{alternatives(words['each'])}+"),
        compile_pattern("target of a head", alternatives(words["target"])),
        compile_pattern("result of a head", alternatives(words["achieved"])),
        compile_pattern("no role of a head", alternatives(words["no_role"])),
        compile_pattern("words of roles", rf"^{alternatives(words['role_words'])}+$"),
        compile_pattern(
            "role before a name", rf"^(?:{alternatives(words['target'])}|{alternatives(words['achieved'])}|的|数(?=.))+"
        ),
    )


def proposals_of(
    filled: Iterable[tuple[int, TableCell]], report_date: PartialDate | None
) -> Mapping[int, CellProposal]:
    """Return ordinal of a quantity → what the heads of its table say, for those that fill a cell.

    Parameters
    ----------
    filled : iterable of (int, TableCell)
        As `filled_cells` gives them.
    report_date : PartialDate or None
        For relative words (上年).
    """
    reader = _Reader(report_date)
    return {ordinal: reader.proposal(cell) for ordinal, cell in filled}


def filled_cells(document: Document, quantities: Sequence[Quantity]) -> Iterator[tuple[int, TableCell]]:
    """Yield the ordinals of the quantities that fill a cell of a table, with the cell."""
    cells = document.cells
    starts = [cell.start for cell in cells]
    for ordinal, quantity in enumerate(quantities) if cells else ():
        at = bisect_right(starts, quantity.start) - 1
        if at >= 0 and quantity.end <= cells[at].end and _fills(document.clean.text, quantity, cells[at]):
            yield ordinal, cells[at]


def _fills(text: str, quantity: Quantity, cell: TableCell) -> bool:
    """Whether a cell holds the quantity with its qualifiers and nothing else that says something."""
    before, behind = text[cell.start : quantity.outer_start], text[quantity.outer_end : cell.end]
    return not any(char.isalnum() for char in before + behind)


class _Reader:
    """Reads heads; those of a table are read once."""

    def __init__(self, report_date: PartialDate | None) -> None:
        self._date = report_date
        self._heads: dict[tuple[str, int | None], _Head] = {}
        self._titles: dict[str, _Head] = {}
        self._amount = _Amount((), None, None)

    def proposal(self, cell: TableCell) -> CellProposal:
        title = self._title(cell.title)
        year = int(title.interval[0][:4]) if title.interval and title.interval[0] else None
        columns = [self._head(head, year) for head in cell.column]
        rows = [self._head(name, year) for name in cell.row]
        told = [*reversed(columns), *reversed(rows), title]
        acting = next((head for head in told if head.role is not None), None)
        role = acting.role if acting else None
        dated = next((head for head in told if head.interval is not None), None)
        heads = " / ".join((*cell.row, *cell.column))
        reason = f"the heads of the table: {heads}"
        change = columns[-1].change if columns else None
        if change is None:
            entity, period = _entity(columns, rows, cell.corner, title), _period(dated)
            self._amount = _Amount(cell.row, entity, dated)
            return CellProposal(entity, role, period, None, False, reason)
        beside = self._amount if self._amount.row == cell.row else _Amount(cell.row, None, None)
        entity = beside.entity or _entity((), rows, cell.corner, title)
        if entity is not None and not entity.endswith(change.noun):
            entity += change.noun
        if dated in (None, title):
            dated = beside.dated or dated
        return CellProposal(entity, role, _period(dated), change.verb, True, reason)

    def _title(self, words: str) -> _Head:
        if words not in self._titles:
            self._titles[words] = self._read(words, None)
        return self._titles[words]

    def _head(self, words: str, year: int | None) -> _Head:
        key = (words, year)
        if key not in self._heads:
            self._heads[key] = self._read(words, year)
        return self._heads[key]

    def _read(self, words: str, year: int | None) -> _Head:
        plain = _patterns().unit.sub("", _patterns().number.sub("", words))
        plain = plain.removesuffix(glued_unit(plain))
        dates = _patterns().year.sub(r"\1年", plain)
        mentions = [m for m in find_periods(dates) if m.kind not in _NO_DATES]
        interval, said = None, ""
        for mention in mentions:
            days = resolve(mention, self._date, year)
            if days.start or days.end:
                interval, said = (days.start, days.end), mention.text
                break
        name = dates
        for mention in reversed(mentions):
            name = name[: mention.start] + name[mention.end :]
        named = _named(name)
        return _Head(named, said, interval, _role(plain), change_told(named))


def _period(dated: _Head | None) -> PeriodDecision | None:
    if dated is None or dated.interval is None:
        return None
    return PeriodDecision(dated.words, *dated.interval, None, None, f"the head of the table says {dated.words}")


def _role(head: str) -> str | None:
    """Return the role that a head gives: 计划投资 and 任务数 are targets, 完成投资 and 任务完成情况 results."""
    patterns = _patterns()
    plain = patterns.no_role.sub("", head)
    planned, done = patterns.target.search(plain), patterns.achieved.search(plain)
    if (
        planned
        and not plain[: planned.start()].strip(_BEFORE_PLAN)
        and not (done and plain.endswith(table_words()["of_plan"]))
    ):
        return "target"
    if done:
        return "achieved"
    return "target" if planned else None


def _named(words: str) -> str:
    """Return what a head names: without the words of its role, the unit and the signs around it."""
    name = words.strip(_SIGNS)
    if _patterns().role_words.fullmatch(name):
        return ""
    if not _patterns().no_role.search(name):
        name = _patterns().rest.sub("", name) or name
    return name.removeprefix("其中").strip(_SIGNS)


def _entity(columns: Sequence[_Head], rows: Sequence[_Head], corner: Sequence[str], title: _Head) -> str | None:
    """Return what is counted: the name of the column, of the row where that is no place, or what the title is about."""
    column = _of_column([head.name for head in columns])
    named = [
        head.name for head, above in zip(rows, corner, strict=True) if head.name and not _is_place(head.name, above)
    ]
    row = named[-1] if named else ""
    if not column and not row:
        return _of_title(title.name)
    if column and _is_place(column, ""):  # places stand side by side
        column = ""
    if not column or not row:
        return tidy(column or row)
    if row in column or column in row or _measures_the_same(row, column):
        return tidy(max(column, row, key=len))
    both = row + column
    return tidy(both if len(both) <= _LONGEST else column)


def _measures_the_same(row: str, column: str) -> bool:
    """Whether a row names a measurement that its column names once more: 发电量 | 产量."""
    return len(column) <= _SHORT_MEASUREMENT and len(row) > len(column) and row[-1] == column[-1]


def _of_column(names: Sequence[str]) -> str:
    """Return the name that the heads of a column give together: 投入资金 / 中央 is 中央投入资金, 合计 adds nothing."""
    words = table_words()
    name = ""
    for head in names:
        if not head or head in words["generic"] or head in words["totals"] or head in name:
            continue
        if not name:
            name = head
        elif head in words["givers"]:
            name = head + name
        elif name in head:
            name = head
        else:
            name = name + head if len(name) + len(head) <= _LONGEST else head
    return name


def _is_place(name: str, corner: str) -> bool:
    """Whether a row is named by a place or stands for all: what it counts is told elsewhere."""
    words = table_words()
    if name in words["totals"] or name in words["generic"]:
        return True
    plain = _patterns().unit.sub("", corner).strip(_SIGNS)
    return (
        corner in words["places"] or plain in words["places"] or (len(name) > 1 and name.endswith(words["place_ends"]))
    )


def _of_title(name: str) -> str | None:
    """Return what a title is about: 各县财政扶贫资金投入情况表 is about 财政扶贫资金投入."""
    plain = _patterns().each.sub("", _patterns().title.sub("", name)).lstrip("的")
    return tidy(plain) if 1 < len(plain) <= _LONGEST else None
