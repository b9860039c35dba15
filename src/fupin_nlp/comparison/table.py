"""Records into cells: counts, sums where they are allowed, the largest, the latest, and the list behind them."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Unpack

from fupin_nlp.comparison.comparison import CELL, Comparison
from fupin_nlp.comparison.options import Choices, CompareOptions
from fupin_nlp.comparison.places import ancestor
from fupin_nlp.comparison.rows import Row, rows_of, year_label
from fupin_nlp.comparison.sums import Selection, agreed, select, sum_bound, total, usable
from fupin_nlp.comparison.units import UnitJoin, table_units
from fupin_nlp.errors import FupinWarning
from fupin_nlp.lexicon.entities import normalise_entity
from fupin_nlp.lexicon.levels import levels_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["compare"]

_REGION = ["region", "region_code", "region_level", "province", "city"]


def compare(records: pd.DataFrame, by: str | Sequence[str] = "region", **choices: Unpack[Choices]) -> Comparison:
    """Compare records cell by cell without counting anything twice.

    With `entity` or `indicator` (as a choice or among the keys) a cell holds figures of one subject, one direction of
    the verb, one kind, one role and one group of units. Flows are added: of one place those of separate periods, of
    several places of one level those of the same periods. Of levels, changes, shares and rates the latest is shown.
    Otherwise a cell counts its records and lists them; nothing is added. ``basis`` says which of this holds and why.

    Parameters
    ----------
    records : DataFrame
        Columns as `fupin_nlp.model.record.FIELDS`; it is not changed.
    by : str or sequence of str
        Keys of the cells: region, year, measure, entity, indicator, doc, role.
    **choices
        measure, entity, indicator, kind, role : str or sequence of str, which records are compared
        (role ``"achieved"`` unless told otherwise, None for all);
        unit : str, only figures that can be given in this unit, and given in it;
        level : province, city or county, to which regions are rolled up;
        reports : ReportText objects, region and year of records that name none;
        duplicates : mapping of documents to those they repeat, their records are left out and counted;
        units : mapping unit → (dimension, factor) instead of the library's unit table.

    Returns
    -------
    Comparison
        ``frame`` has one row per cell: the keys, ``n`` records that count, ``sum`` (flows), ``latest`` (the rest;
        empty where the latest date has several values), ``value`` (sum or latest), ``unit``, ``largest``, ``records``
        (their ids), ``basis`` (`fupin_nlp.comparison.BASIS_ZH`), ``places`` (how many were added),
        ``periods`` (which years were added: those between that have no figure are not there), ``left_out``
        (reason → number, `fupin_nlp.comparison.REASONS_ZH`).

    Warns
    -----
    FupinWarning
        If a unit or kind is asked for and neither entity nor indicator: cells of different things are not added up.

    Raises
    ------
    OptionError
        If a choice is not known, or entity and indicator are asked for at once.
    FupinError
        If the frame lacks columns or an id occurs twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from fupin_nlp.comparison.rows import COLUMNS
    >>> def record(i, value, **cells):
    ...     base = dict.fromkeys(COLUMNS) | {"id": f"a#{i}", "doc": "a", "value": value, "kind": "flow", "unit": "元",
    ...         "dimension": "money", "entity": "小额贷款", "role": "achieved", "measure": "finance", "certain": True,
    ...         "region": "甲县", "period_start": "2015-01-01", "period_end": "2016-01-01"}
    ...     return base | cells
    >>> next_year = {"period_start": "2016-01-01", "period_end": "2017-01-01"}
    >>> frame = pd.DataFrame([record(0, 500.0), record(1, 300.0, **next_year), record(2, 100.0, part_of="a#0")])
    >>> cells = compare(frame, by=["region", "measure"], entity="小额贷款", units={"元": ("money", 1)}).frame
    >>> cells[["region", "sum", "unit", "n", "basis", "left_out"]].values.tolist()
    [['甲县', 800.0, '元', 2, 'sum', {'part': 1}]]
    """
    options = CompareOptions.of(by, choices)
    _tell_unsummed(options)
    rows = rows_of(records, options)
    parts = {row.id: row.part_of for row in rows if row.part_of is not None}
    names = [row.unit for row in rows] + ([options.unit] if options.unit else [])
    join = UnitJoin(table_units(names) if options.units is None else options.units)
    rows = [row for row in rows if _is_asked(row, options, join)]
    above: set[str] = set()
    if options.level is not None:
        rows, above = _rolled_up(rows, options.level)
    cells = _cells(rows, options, join)
    shown = _shown_units(rows, options, join)
    table: list[dict[str, Any]] = []
    out: list[dict[str, Any]] = []
    for key, members in cells:
        selection = usable(members, options.duplicates)
        selection = selection.without("above_level", lambda row: row.id in above)
        if key.get("kind") == "flow" and _subject_of(key, options):
            selection = select(selection, parts)
        table.append(key | _figures(selection, key, shown, join, named=_subject_of(key, options)))
        out.extend({"id": row.id, "reason": reason} | key for row, reason in selection.left_out)
    return Comparison.of(table, out, options, _key_columns(options))


def _tell_unsummed(options: CompareOptions) -> None:
    """Tell who asks for figures of one unit or kind, and no subject, that nothing is added up, and how it would be."""
    if options.subject is None and (options.unit is not None or options.kind is not None):
        keys = [*options.by, "entity"]
        told = f"a cell by {', '.join(options.by)} holds figures of different things: they are counted and listed"
        warnings.warn(f"{told}, not added up; by={keys} adds those of one entity", FupinWarning, stacklevel=3)


def _key_columns(options: CompareOptions) -> list[str]:
    keys: list[str] = []
    for name in options.by:
        keys += {"region": _REGION, "measure": ["measure", "measure_label"]}.get(name, [name])
    if options.subject is not None:
        roles = ["role"] if options.roles_apart else []
        keys += [s for s in (options.subject, "direction", *roles, "dimension", "kind") if s not in keys]
    return keys


def _subject_of(key: Mapping[str, str | None], options: CompareOptions) -> bool:
    """Tell whether a cell is of one subject: unit and kind alone join nothing."""
    return options.subject is not None and bool(key.get(options.subject))


def _is_asked(row: Row, options: CompareOptions, join: UnitJoin) -> bool:
    if options.entity is not None:
        names = {normalise_entity(name) for name in options.entity}
        if row.entity not in names and row.named not in names:
            return False
    if options.unit is not None and join.group(row.unit) != join.group(options.unit):
        return False
    tests = ((options.role, row.role), (options.measure, row.measure), (options.kind, row.kind))
    if any(choice is not None and value not in choice for choice, value in tests):
        return False
    return options.indicator is None or row.indicator in options.indicator


def _rolled_up(rows: Iterable[Row], level: str) -> tuple[list[Row], set[str]]:
    """Put each row under its place of a level; return the rows, and the ids of those that lie above it."""
    found: list[Row] = []
    above: set[str] = set()
    for row in rows:
        year = int(row.period.end[:4]) if row.period.end else None
        over = ancestor(row.region, row.region_code, level, year)
        if over is None:
            above.add(row.id)
        found.append(row if over is None else replace(row, region=over[1], region_code=over[0]))
    return found, above


def _region_keys(row: Row, names: dict[str, str | None]) -> dict[str, str | None]:
    """Return the keys of a region with the names of what it lies in."""
    # One place may come with two spellings of its name; the first one in the frame is shown.
    region = names.setdefault(row.place, row.region) if row.place == row.region_code else row.region
    own = levels_of(region, row.region_code)
    return {
        "region": region,
        "region_code": row.region_code,
        "region_level": own.level,
        "province": own.province,
        "city": own.city,
    }


def _cells(
    rows: Iterable[Row], options: CompareOptions, join: UnitJoin
) -> list[tuple[dict[str, str | None], list[Row]]]:
    """Group rows by their keys; the order is the one of the keys, with what names none at the end."""
    groups: dict[tuple[tuple[str, str | None], ...], list[Row]] = {}
    regions: dict[str, str | None] = {}
    for row in rows:
        key: dict[str, str | None] = {}
        for name in options.by:
            if name == "region":
                key |= _region_keys(row, regions)
            elif name == "measure":
                key |= {"measure": row.measure, "measure_label": row.measure_label}
            else:
                key[name] = getattr(row, name)
        if options.subject is not None:
            key |= {options.subject: getattr(row, options.subject), "direction": row.direction}
            key |= {"role": row.role} if options.roles_apart else {}
            key |= {"dimension": row.dimension, "kind": row.nature, "group": join.group(row.unit)}
        groups.setdefault(tuple(key.items()), []).append(row)
    order = sorted(groups, key=lambda items: [(value is None, value or "") for _, value in items])
    return [(dict(items), groups[items]) for items in order]


def _shown_units(rows: Iterable[Row], options: CompareOptions, join: UnitJoin) -> dict[str, str]:
    """Return for each group of units the one in which its figures are given: the asked one, else the most frequent."""
    if options.unit is not None:
        return {join.group(options.unit): options.unit}
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(join.group(row.unit), Counter())[row.unit] += 1
    return {group: min(units, key=lambda u: (-units[u], u)) for group, units in counts.items()}


def _figures(
    selection: Selection, key: Mapping[str, str | None], shown: Mapping[str, str], join: UnitJoin, *, named: bool
) -> dict[str, Any]:
    rows = selection.rows
    figures: dict[str, Any] = dict.fromkeys(CELL)
    figures |= {
        "n": len(rows),
        "places": len({row.place for row in rows}),
        "records": [row.id for row in rows],
        "n_left_out": len(selection.left_out),
        "left_out": dict(sorted(Counter(reason for _, reason in selection.left_out).items())),
        "latest_ids": [],
        "basis": "none",
    }
    if not rows:
        return figures
    figures["basis"] = "no_subject"
    if "kind" in key:
        figures["unit"] = unit = shown[str(key["group"])]
        if named and selection.refused:
            figures["basis"] = selection.refused
        elif named:
            figures |= _sum(rows, unit, join) if key["kind"] == "flow" else _latest(rows, unit, join)
    return figures | _largest(rows, shown, join)


def _sum(rows: Sequence[Row], unit: str, join: UnitJoin) -> dict[str, Any]:
    factors = [join.factor(row.unit, unit) for row in rows]
    values = [row.value or 0.0 for row in rows]
    low = total(v * f for v, f in zip(values, factors, strict=True))
    upper = [v if row.value_max is None else row.value_max for v, row in zip(values, rows, strict=True)]
    ordered = sorted(rows, key=lambda row: (row.period.start or "", row.period.end or "9999"))
    starts, ends = [row.period.start for row in rows], [row.period.end for row in rows]
    return {
        "basis": "sum" if len(rows) > 1 else "single",
        "value": low,
        "sum": low,
        "sum_max": total(v * f for v, f in zip(upper, factors, strict=True)) if upper != values else None,
        "bound": sum_bound(row.bound for row in rows),
        "periods": "、".join(dict.fromkeys(label for row in ordered if (label := year_label(row.period, "flow"))))
        or None,
        "period_start": None if None in starts else min(s for s in starts if s),
        "period_end": None if None in ends else max(e for e in ends if e),
    }


def _latest(rows: Sequence[Row], unit: str, join: UnitJoin) -> dict[str, Any]:
    """Return the figure of the latest date; none where that date has several."""
    newest = max(_date(row) for row in rows)
    last = [row for row in rows if _date(row) == newest]
    figures = {((row.value or 0.0) * join.factor(row.unit, unit), row.value_max, row.bound) for row in last}
    found: dict[str, Any] = {
        "basis": "several_latest",
        "latest_period": last[0].period.end or last[0].period.start,
        "latest_ids": [row.id for row in last],
    }
    one = agreed(figures)
    if one is not None:
        value, _, bound = one
        found |= {"basis": "latest", "value": value, "latest": value, "bound": bound}
        found |= {"period_start": last[0].period.start, "period_end": last[0].period.end}
    return found


def _date(row: Row) -> tuple[str, str, str]:
    # An undated figure is never later than a dated one: nothing says that it is.
    period = row.period
    end = period.end or ("9999" if period.start else "")
    return (end, period.start or "", "" if period.of.startswith("doc:") else period.of)


def _largest(rows: Sequence[Row], shown: Mapping[str, str], join: UnitJoin) -> dict[str, Any]:
    """Return the largest figure among those in the group of units that most records of the cell have."""
    groups = Counter(join.group(row.unit) for row in rows)
    group = min(groups, key=lambda g: (-groups[g], g))
    unit = shown[group]
    figures = [
        (_top(row) * join.factor(row.unit, unit), -row.order, row.id) for row in rows if join.group(row.unit) == group
    ]
    value, _, record = max(figures)
    return {"largest": total([value]), "largest_unit": unit, "largest_id": record}


def _top(row: Row) -> float:
    return (row.value or 0.0) if row.value_max is None else row.value_max
