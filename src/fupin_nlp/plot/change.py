"""Change over the years: one thing that is counted, drawn for each region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison import COMPARISON_LABELS_ZH, Comparison
from fupin_nlp.errors import OptionError
from fupin_nlp.model.period import told, year_of
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH
from fupin_nlp.plot.base import Table, label, need, notes, places, shown, styled, tone
from fupin_nlp.plot.years import COLUMNS, YearChart

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["change"]

_RECORD = ["value", "unit", "role", "certain", "period_start", "period_end"]
_NO_YEAR = "条没有数值、不可靠或没有单独的年份，未画出"


def change(records: Table, of: str | None = None, *, by: str = "region", limit: int | None = None) -> Any:
    """Draw values over the years, one series for each region, targets dashed.

    A line joins neighbouring years that have one value each; nothing is interpolated. Where a year has several
    different values, all are drawn as points and the line is interrupted. Of one or two years each region gets a row,
    of more years few regions share a chart and many get one each, so that no figure hides another. Records without a
    value, not certain, or without a year of their own are not drawn; the subtitle counts them.

    Parameters
    ----------
    records : Corpus, Report, Comparison or DataFrame of records
        Figures in one unit. A comparison has ``year`` among its keys.
    of : str, optional
        Indicator or normalised entity that is drawn, and the title. Without it everything that was given is drawn.
    by : str
        Column that makes the series.
    limit : int, optional
        Series that are drawn at most, those with most values first; as many as there is room for by default. The
        subtitle says how many are left off.

    Returns
    -------
    altair.LayerChart or altair.FacetChart

    Raises
    ------
    OptionError
        If columns are missing, there are several units, or no figure has a year and a value.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> texts = {year: f"{year}年地区生产总值增长{rate}%。" for year, rate in ((2015, 7.5), (2016, 8), (2017, 6.8))}
    >>> chart = change(parse("".join(texts.values()), name="海拉尔区_2018.txt"), "地区生产总值增速")
    >>> chart.to_dict()["title"]["text"]
    '地区生产总值增速'
    """
    points, unit, left_out = (
        _of_cells(records, of, by) if isinstance(records, Comparison) else _of_records(records, of, by)
    )
    if points.empty:
        raise OptionError("no figure has a certain value and a year of its own; nothing can be drawn")
    title = of or (_only(points, "thing") or "历年变化")
    chart, said = YearChart(points, unit, LABELS_ZH.get(by, COMPARISON_LABELS_ZH.get(by, by)), limit).draw()
    return styled(chart, title, notes(said, f"{left_out} {_NO_YEAR}" if left_out else ""))


def _of_records(given: Table, of: str | None, by: str) -> tuple[pd.DataFrame, str, int]:
    """Return the points of records, their unit, and how many records have none."""
    import pandas as pd

    frame = _chosen(need(given, [by, *_RECORD], "change"), of)
    unit = _unit(frame)
    periods = list(zip(frame["period_start"], frame["period_end"], strict=True))
    frame = frame.assign(
        series=places(frame, by),
        year=pd.Series([year_of(start, end) for start, end in periods], index=frame.index, dtype="Int64"),
        period=[told(start, end) for start, end in periods],
        side=_sides(frame["role"]),
        upper=frame["value_max"] if "value_max" in frame.columns else None,
        bound=frame["bound"] if "bound" in frame.columns else "exact",
        tone=[tone(cell) for cell in frame["modality"]] if "modality" in frame.columns else "",
    )
    kept = frame[frame["year"].notna() & frame["value"].notna() & (frame["certain"] != False)]  # noqa: E712 - a column
    rows = kept.assign(thing=_thing(kept))
    rows = rows.drop_duplicates(["series", "year", "value", "side"])
    return _points(rows), unit, len(frame) - len(kept)


def _of_cells(given: Any, of: str | None, by: str) -> tuple[pd.DataFrame, str, int]:
    """Return the points of the cells of a comparison, their unit, and how many cells have none."""
    frame = _chosen(need(given, [by, "year"], "change"), of)
    unit = _unit(frame) if given.summed else "条"
    value = frame["value" if given.summed else "n"]
    single = frame["year"].map(lambda year: isinstance(year, str) and len(year) == 4 and year.isdigit())
    roles = _sides(frame["role"]) if "role" in frame.columns else ROLE_LABELS_ZH["achieved"]
    frame = frame.assign(
        series=places(frame, by), value=value, side=roles, upper=frame["sum_max"], tone="", period=frame["year"] + "年"
    )
    kept = frame[single & frame["value"].notna()]
    kept = kept.assign(
        year=kept["year"].astype(int),
        bound=kept["bound"].fillna("exact"),
        thing=_thing(kept),
    )
    return _points(kept), unit, len(frame) - len(kept)


def _sides(roles: pd.Series[Any]) -> pd.Series[Any]:
    return shown(roles.map(lambda role: ROLE_LABELS_ZH.get(role, role) if isinstance(role, str) else None))


def _points(frame: pd.DataFrame) -> pd.DataFrame:
    points = (
        frame[[*COLUMNS, "thing"]]
        .assign(bound=frame["bound"].fillna("exact"))
        .astype({"value": "float64", "upper": "float64", "year": "int64"})
    )
    return points.sort_values(["series", "side", "year", "value"], kind="stable").reset_index(drop=True)


def _chosen(frame: pd.DataFrame, of: str | None) -> pd.DataFrame:
    """Return the rows of an indicator or a normalised entity."""
    if of is None:
        return frame
    columns = [c for c in ("indicator", "entity_norm", "entity") if c in frame.columns]
    for column in columns:
        found = frame[frame[column] == of]
        if len(found):
            return found
    raise OptionError(f"change: no row has {of!r} as {' or '.join(columns) or 'indicator (there is no such column)'}")


def _unit(frame: pd.DataFrame) -> str:
    units = sorted(set(frame["unit"].dropna()))
    if len(units) != 1:
        raise OptionError(f"change draws figures of one unit; these have {units}: choose an indicator or an entity")
    return str(units[0])


def _thing(frame: pd.DataFrame) -> Any:
    """Return the column that says what is counted, empty where nothing does."""
    for column in ("indicator", "entity_norm", "entity"):
        if column in frame.columns and frame[column].nunique() == 1:
            return frame[column].map(lambda cell: label(cell) if isinstance(cell, str) else "")
    return ""


def _only(points: pd.DataFrame, column: str) -> str:
    names = sorted(set(points[column]) - {""})
    return str(names[0]) if len(names) == 1 else ""
