"""Change over the years: one thing that is counted, drawn for each region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.model.period import year_of
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH
from fupin_nlp.plot.charts import Table, altair, need, shown, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["change"]

_DASHES = {"已完成": [1, 0], "目标": [5, 4]}


def change(records: Table, *, by: str = "region", what: str = "", limit: int = 12) -> Any:
    """Draw values over the years, one colour for each region, targets dashed.

    A line joins neighbouring years that have one value each; nothing is interpolated. Where a year has several
    different values, all are drawn as points and the line is interrupted. Records without a value, not certain, or
    without a year of their own are not drawn; the subtitle counts them.

    Parameters
    ----------
    records : DataFrame
        Records of one thing in one unit, chosen by the caller (``frame[frame.indicator == "地区生产总值增速"]``).
        Columns: `by`, ``value``, ``unit``, ``role``, ``certain``, ``period``, ``period_start``, ``period_end``.
    by : str
        Column that makes the series.
    what : str
        What is drawn, for the title; without it the indicator or entity, where there is only one.
    limit : int
        Series that are drawn at most, those with most values first; the subtitle says how many are left off.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    OptionError
        If columns are missing, the records have several units, or none has a year and a value.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["甲县"] * 2, "value": [7.5, 8.0], "unit": ["%"] * 2, "role": ["achieved"] * 2,
    ...     "certain": [True] * 2, "period": ["2015年", "2016年"], "period_start": ["2015-01-01", "2016-01-01"],
    ...     "period_end": ["2016-01-01", "2017-01-01"]})
    >>> change(frame, what="地区生产总值增速").to_dict()["title"]["text"]
    '地区生产总值增速'
    """
    records = need(records, [by, "value", "unit", "role", "certain", "period", "period_start", "period_end"], "change")
    units = sorted(set(records["unit"].dropna()))
    if len(units) != 1:
        raise OptionError(f"change draws records of one unit; these have {units}: choose an indicator or an entity")
    data, left_out = _values(records, by)
    names = sorted(data[by].unique(), key=lambda n: (-int((data[by] == n).sum()), n))
    data = data[data[by].isin(names[:limit])]
    notes = [f"{left_out} 条没有数值、不可靠或没有单独的年份，未画出"] if left_out else []
    notes += [f"另有 {len(names) - limit} 个系列未画出"] if len(names) > limit else []
    return styled(_layers(data, by, units[0]), what or _thing(records), "；".join(notes))


def _values(records: pd.DataFrame, by: str) -> tuple[pd.DataFrame, int]:
    """Return the rows that can be drawn with their year, and how many cannot."""
    import pandas as pd

    periods = zip(records["period_start"], records["period_end"], strict=True)
    years = pd.Series([year_of(start, end) for start, end in periods], index=records.index, dtype="Int64")
    frame = records.assign(year=years, **{by: shown(records[by]), "period": shown(records["period"])})
    kept = frame[frame["year"].notna() & frame["value"].notna() & (frame["certain"] != False)]  # noqa: E712 - a column
    if kept.empty:
        raise OptionError("no record has a certain value and a year of its own; nothing can be drawn")
    data = kept[[by, "year", "value", "role", "period"]].drop_duplicates([by, "year", "value", "role"])
    data = data.assign(year=data["year"].astype(int), value=data["value"].astype(float))
    data["role_label"] = data["role"].map(ROLE_LABELS_ZH)
    data["alone"] = ~data.duplicated([by, "year", "role"], keep=False)
    return data.sort_values([by, "role", "year", "value"]).reset_index(drop=True), len(frame) - len(kept)


def _thing(records: pd.DataFrame) -> str:
    for column in ("indicator", "entity"):
        names = sorted(set(records[column].dropna())) if column in records.columns else []
        if len(names) == 1:
            return str(names[0])
    return "历年变化"


def _with_gaps(data: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the values that lines join, with an empty row for each year that a series has none or several for."""
    import pandas as pd

    parts = []
    for _, series in data.groupby([by, "role"], sort=True):
        years = range(int(series["year"].min()), int(series["year"].max()) + 1)
        single = series[series["alone"]].set_index("year")["value"].reindex(years)
        part = pd.DataFrame({"year": list(years), "value": single.to_numpy()})
        parts.append(part.assign(**{by: series[by].iloc[0], "role_label": series["role_label"].iloc[0]}))
    return pd.concat(parts, ignore_index=True)


def _layers(data: pd.DataFrame, by: str, unit: str) -> Any:
    alt = altair()
    roles = [label for label in ROLE_LABELS_ZH.values() if label in set(data["role_label"])]
    dashes = [_DASHES.get(label, [2, 2]) for label in roles]
    years = list(range(int(data["year"].min()), int(data["year"].max()) + 1))
    encoding = {
        "x": alt.X("year:O", title="年份", axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=years)),
        "y": alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False)),
        "color": alt.Color(f"{by}:N", title=LABELS_ZH.get(by, by), scale=alt.Scale(scheme="tableau10")),
    }
    # One scale for dash and shape: their legends become one.
    dash = alt.StrokeDash("role_label:N", title="性质", scale=alt.Scale(domain=roles, range=dashes))
    shape = alt.Shape("role_label:N", title="性质", scale=alt.Scale(domain=roles))
    tooltip = [
        alt.Tooltip(f"{by}:N", title=LABELS_ZH.get(by, by)),
        alt.Tooltip("period:N", title="时期"),
        alt.Tooltip("value:Q", title=unit),
        alt.Tooltip("role_label:N", title="性质"),
    ]
    lines = (
        alt.Chart(_with_gaps(data, by))
        .mark_line(invalid="break-paths-show-domains")
        .encode(**encoding, strokeDash=dash, detail="role_label:N")
    )
    points = alt.Chart(data).mark_point(filled=True, size=55).encode(**encoding, shape=shape, tooltip=tooltip)
    return (lines + points).properties(width=480, height=280)
