"""Records as the comparison sees them: keys, interval and factor beside the value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison.entity import direction_of, normalise_entity
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.errors import FupinError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "Period", "Row", "rows_of", "year_label"]

COLUMNS = (
    *("id", "doc", "value", "value_max", "kind", "per", "unit", "dimension", "bound", "entity", "action"),
    *("role", "indicator", "measure", "measure_label", "period_start", "period_end", "region", "region_code"),
    *("part_of", "repeat_of", "certain"),
)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """When a figure holds: ISO dates, half-open, None for an open end.

    A figure without any date has the period of its report, `of`: two such figures are of equal periods only
    where their reports speak of the same year or are one report, and overlap with every other period.
    """

    start: str | None
    end: str | None
    of: str = ""

    @property
    def dated(self) -> bool:
        """Tell whether at least one end is known."""
        return self.start is not None or self.end is not None

    def joins(self, other: Period) -> bool:
        """Tell whether figures of the two may be added: equal periods, or no day in common.

        Examples
        --------
        >>> year, half = Period("2015-01-01", "2016-01-01"), Period("2015-01-01", "2015-07-01")
        >>> after = Period("2016-01-01", None)
        >>> year.joins(year), year.joins(half), year.joins(after), Period(None, None, "a").joins(year)
        (True, False, True, False)
        """
        if self == other:
            return True
        if not (self.dated and other.dated):
            return False
        return _before(self, other) or _before(other, self)

    @property
    def days(self) -> float:
        """Length; infinite where an end is open."""
        if self.start is None or self.end is None:
            return float("inf")
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days


def _before(first: Period, second: Period) -> bool:
    return first.end is not None and second.start is not None and first.end <= second.start


@dataclass(frozen=True, slots=True)
class Row:
    """One record with what the rules of a sum need; `order` is its place in the frame."""

    order: int
    id: str
    doc: str
    value: float | None
    value_max: float | None
    kind: str
    per: str | None
    unit: str
    dimension: str
    bound: str
    entity: str | None
    direction: str
    role: str
    indicator: str | None
    measure: str
    measure_label: str
    region: str | None
    region_code: str | None
    period: Period
    year: str | None
    part_of: str | None
    repeat_of: str | None
    certain: bool

    @property
    def place(self) -> str:
        """Identity of the region: its code, else its name, else the document."""
        return self.region_code or self.region or f"doc:{self.doc}"


def rows_of(records: pd.DataFrame, options: CompareOptions) -> list[Row]:
    """Turn a frame of records into rows.

    Raises
    ------
    FupinError
        If columns are missing, or an id occurs twice.
    """
    missing = [c for c in COLUMNS if c not in records.columns]
    if missing:
        raise FupinError(f"the frame of records lacks the columns {missing}; give the one that to_frame() returns")
    rows = list(_rows(records, options))
    seen: set[str] = set()
    for row in rows:
        if row.id in seen:
            raise FupinError(f"record {row.id!r} occurs twice in the frame: its figure would be counted twice")
        seen.add(row.id)
    return rows


def _rows(records: pd.DataFrame, options: CompareOptions) -> Iterator[Row]:
    for order, cells in enumerate(zip(*(records[c] for c in COLUMNS), strict=True)):
        cell = dict(zip(COLUMNS, cells, strict=True))
        text = {name: _text(cell[name]) for name in COLUMNS if name not in ("value", "value_max", "certain")}
        doc = text["doc"] or ""
        report = options.reports.get(doc)
        region, code = text["region"], text["region_code"]
        if region is None and report is not None:
            region, code = report.region, report.region_code
        known = str(report.year) if report is not None and report.year is not None else None
        start, end = text["period_start"], text["period_end"]
        period = Period(start, end, "" if start or end else known or f"doc:{doc}")
        yield Row(
            order=order,
            id=text["id"] or "",
            doc=doc,
            value=_number(cell["value"]),
            value_max=_number(cell["value_max"]),
            kind=text["kind"] or "",
            per=text["per"],
            unit=text["unit"] or "",
            dimension=text["dimension"] or "",
            bound=text["bound"] or "exact",
            entity=normalise_entity(text["entity"]) if text["entity"] else None,
            direction=direction_of(text["action"]),
            role=text["role"] or "",
            indicator=text["indicator"],
            measure=text["measure"] or "other",
            measure_label=text["measure_label"] or "",
            region=region,
            region_code=code,
            period=period,
            year=year_label(period, text["kind"] or "") or known,
            part_of=text["part_of"],
            repeat_of=text["repeat_of"],
            certain=cell["certain"] is None or bool(cell["certain"]),
        )


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def year_label(period: Period, kind: str) -> str | None:
    """Return the year, or the years, under which a figure is shown; None where nothing dates it.

    A level that holds at the end of a period belongs to the year of its last day. A flow that runs over several
    years keeps both, so that the total of five years never stands beside one of a single year.

    Examples
    --------
    >>> year_label(Period("2015-01-01", "2016-01-01"), "flow"), year_label(Period("2011-01-01", "2016-01-01"), "flow")
    ('2015', '2011–2015')
    >>> year_label(Period(None, "2015-01-01"), "level"), year_label(Period(None, "2015-01-01"), "flow")
    ('2014', '–2014')
    """
    first = period.start[:4] if period.start else None
    last = (date.fromisoformat(period.end) - timedelta(days=1)).isoformat()[:4] if period.end else None
    if first is None and last is None:
        return None
    if first == last or (kind != "flow" and last is not None):
        return last
    return f"{first or ''}–{last or ''}"
