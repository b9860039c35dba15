"""Records as the comparison sees them: keys, interval and factor beside the value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison.entity import direction_of, is_of_several, verb_of, verbs_before
from fupin_nlp.comparison.nature import batch_of, is_cumulative, kind_in_sums
from fupin_nlp.comparison.options import CompareOptions
from fupin_nlp.comparison.places import place_of
from fupin_nlp.comparison.standing import Standing, standings
from fupin_nlp.errors import FupinError
from fupin_nlp.interpret.period.dates import year_of
from fupin_nlp.interpret.period.resolve import first_year_in
from fupin_nlp.lexicon.entities import entity_norm, leading_verb, normalise_entity
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.lexicon.roles import role_words
from fupin_nlp.report.frame import plain_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "Period", "Row", "rows_of", "year_label"]

COLUMNS = (
    *("id", "doc", "value", "value_max", "kind", "per", "unit", "dimension", "bound", "entity", "action"),
    *("role", "indicator", "measure", "measure_label", "period_start", "period_end", "region", "region_code"),
    *("part_of", "repeat_of", "certain"),
)
# Dimensions that are never added, whatever verb governs the figure: 实现翻番, 完成投资计划的45%.
_NEVER_ADDED = frozenset({"ratio", "multiple", "age", "speed", "temperature", "concentration", "voltage"})
EARLY = 4  # a report of these months reviews the year before
# Columns that tell more where they are there: a frame of an older version, or made by hand, may lack them.
_MORE = ("entity_norm", "clean", "sentence", "period", "section", "base")


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
    """One record with what the rules of a sum need; `order` is its place in the frame.

    `kind` is the one of the record, `nature` the one that the rules of sums see; `entity` is the normalised entity,
    `named` what its own words alone are normalised to; `before` is what `stands` before the number in its clause,
    `joint` tells of a figure of several things together,
    `base` is the year that a change is told against (比2002年增长),
    `ahead` tells of a result of a year that was not over when the report was given, `planned` of such a figure that
    stands under a heading of plans (2026年工作安排) or goes on with targets: it is what is aimed at, its role was
    misread.
    """

    order: int
    id: str
    doc: str
    value: float | None
    value_max: float | None
    kind: str
    nature: str
    per: str | None
    unit: str
    dimension: str
    bound: str
    entity: str | None
    named: str | None
    action: str | None
    direction: str
    role: str
    indicator: str | None
    measure: str
    measure_label: str
    region: str | None
    region_code: str | None
    place: str
    level: str | None
    period: Period
    year: str | None
    part_of: str | None
    repeat_of: str | None
    certain: bool
    ahead: bool
    planned: bool
    joint: bool
    base: int | None
    stands: Standing
    before: str | None
    cumulative: bool
    batch: str | None


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
    rows = list(_rows(plain_frame(records), options))
    by_id: dict[str, Row] = {}
    for row in rows:
        if row.id in by_id:
            raise FupinError(f"record {row.id!r} occurs twice in the frame: its figure would be counted twice")
        by_id[row.id] = row
    rows = [row if _is_repeat(row, by_id) else replace(row, repeat_of=None) for row in rows]
    for i, row in enumerate(rows):
        if i and row.ahead and not row.planned and _goes_on_with_plans(rows[i - 1], row):
            rows[i] = replace(row, planned=True)
    return rows


def _goes_on_with_plans(before: Row, row: Row) -> bool:
    """Tell whether a result of a year to come stands directly behind a target of the same place and time."""
    if (before.doc, before.place, before.period) != (row.doc, row.place, row.period):
        return False
    return before.role == "target" or before.planned


def _is_repeat(row: Row, by_id: Mapping[str, Row]) -> bool:
    """Tell whether a repeat is of the same place, role and period; else it is a figure of its own."""
    first = by_id.get(row.repeat_of or "")
    if first is None:
        return True
    same = row.period == first.period or not (row.period.dated and first.period.dated)
    return same and row.role == first.role and row.place == first.place


def _rows(records: pd.DataFrame, options: CompareOptions) -> Iterator[Row]:
    columns = [*COLUMNS, *(c for c in _MORE if c in records.columns)]
    empty = [""] * len(records)
    places = [
        (str(doc), _text(sentence) or "", _text(number) or "")
        for doc, sentence, number in zip(
            records["doc"], records.get("sentence", empty), records.get("clean", empty), strict=True
        )
    ]
    stand = standings(places)
    for order, cells in enumerate(zip(*(records[c] for c in columns), strict=True)):
        yield _row(order, dict(zip(columns, cells, strict=True)), stand[order], options)


def _row(order: int, cell: dict[str, Any], stands: Standing, options: CompareOptions) -> Row:
    text = {name: _text(value) for name, value in cell.items() if name not in ("value", "value_max", "certain")}
    doc = text["doc"] or ""
    report = options.reports.get(doc)
    region, code = text["region"], text["region_code"]
    if region is None and report is not None:
        region, code = report.region, report.region_code
    known = str(report.year) if report is not None and report.year is not None else None
    start, end = text["period_start"], text["period_end"]
    period = Period(start, end, "" if start or end else known or f"doc:{doc}")
    entity = text.get("entity_norm") or entity_norm(text["entity"], text["action"], region, text["indicator"])
    before = stands.before
    kind = text["kind"] or ""
    nature = kind_in_sums(kind, entity, text["indicator"], text["action"], before)
    if nature == "flow" and text["dimension"] in _NEVER_ADDED:
        nature = "rate"
    flow = nature == "flow"
    ahead = text["role"] == "achieved" and _is_ahead(period, text.get("period") or "", report.date if report else None)
    governing = verbs_before(text["action"], stands.clause or "") if flow else ()
    verb = verb_of(governing, leading_verb(text["entity"]), indicator=options.subject == "indicator")
    return Row(
        order=order,
        id=text["id"] or "",
        doc=doc,
        value=_number(cell["value"]),
        value_max=_number(cell["value_max"]),
        kind=kind,
        nature=nature,
        per=text["per"],
        unit=text["unit"] or "",
        dimension=text["dimension"] or "",
        bound=text["bound"] or "exact",
        entity=entity,
        named=normalise_entity(text["entity"]) if text["entity"] else None,
        action=text["action"],
        direction=verb if flow else direction_of(text["action"]) if kind == "change" else "",
        role=text["role"] or "",
        indicator=text["indicator"],
        measure=text["measure"] or "other",
        measure_label=text["measure_label"] or "",
        region=region,
        region_code=code,
        place=place_of(region, code, doc),
        level=levels_of(region, code).level,
        period=period,
        year=year_label(period, nature) or known,
        part_of=text["part_of"],
        repeat_of=text["repeat_of"],
        certain=cell["certain"] is None or bool(cell["certain"]),
        ahead=ahead,
        planned=ahead and _is_planned(text.get("section") or ""),
        base=_base_year(text.get("base")),
        joint=flow and is_of_several(text["entity"], stands.clause or ""),
        stands=stands,
        before=before,
        cumulative=is_cumulative(text.get("sentence") or "", before),
        batch=batch_of(stands.head),
    )


def _base_year(words: str | None) -> int | None:
    """Return the year that the base of a change names.

    Examples
    --------
    >>> _base_year("比2002年"), _base_year("比一九五二年"), _base_year("比上年"), _base_year(None)
    (2002, 1952, None, None)
    """
    year = first_year_in(words) if words else None
    return year_of(year) if year else None


def _is_ahead(period: Period, words: str, given: str | None) -> bool:
    """Tell whether nothing can have been achieved yet in a period, by the day of the report.

    It is the calendar year in whose first months the report was given, or a time without a year (年末) that begins
    after that day. A year that is named is believed: the day of the report may be that of its page.

    Examples
    --------
    >>> year = Period("2026-01-01", "2027-01-01")
    >>> [_is_ahead(year, "2026年", day) for day in ("2026-01-26", "2026-12-20", "2025-01-26")]
    [True, False, False]
    >>> _is_ahead(Period("2026-12-31", "2027-01-01"), "年末", "2026-01-26")
    True
    """
    if given is None or len(given) < 7 or not period.start or not period.end:  # of a year alone nothing can be said
        return False
    if words and period.start > given and not any(mark.isdigit() for mark in words):
        return True
    year = int(given[:4])
    whole = period.start == f"{year}-01-01" and period.end == f"{year + 1}-01-01"
    return whole and int(given[5:7]) <= EARLY


def _is_planned(section: str) -> bool:
    """Tell whether headings are those of plans and none of them looks back.

    Examples
    --------
    >>> _is_planned("2026年工作安排 / 促进就业"), _is_planned("2025年工作回顾和2026年安排"), _is_planned("")
    (True, False, False)
    """
    words = role_words()
    return bool(words.plan_heading.search(section)) and not words.review_heading.search(section)


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
