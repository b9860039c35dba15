"""Targets beside results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import is_missing
from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.model.period import told
from fupin_nlp.plot.base import Table, label, need, notes, places, styled, tone
from fupin_nlp.plot.years import COLUMNS, YearChart
from fupin_nlp.report import Corpus, Report

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["by_weight", "panel"]

_SIDES = {"target": "目标", "result": "实绩"}
_NEEDED = ["region", "indicator", "year", "per", "unit", "target", "target_max", "result", "result_max"]


def panel(given: Table, indicator: str | None = None, *, limit: int | None = None) -> Any:
    """Draw the targets of an indicator beside what came out, with ranges, bounds and tone.

    Of one or two years each region gets a row, with its target in words beside it; of more years few regions share a
    chart and many get one each. A wide bar is a range (4.5%—5%), a little triangle an open bound (以上). Nothing is
    interpolated; rows of periods longer than a year and means over years are not drawn, the subtitle counts them.

    Parameters
    ----------
    given : Panel, Corpus, Report or DataFrame
        A panel, its frame, or reports, whose panel is then made.
    indicator : str, optional
        Canonical name; the first of `by_weight` by default.
    limit : int, optional
        Regions that are drawn at most, those with most figures first; as many as there is room for by default.

    Returns
    -------
    altair.LayerChart or altair.FacetChart

    Raises
    ------
    OptionError
        If the panel has no such indicator, or none of its figures belongs to a year.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("2015年，地区生产总值增长7%。2016年，力争地区生产总值增长7.5%。", name="洋县_2016.txt")
    >>> chart = panel(report).to_dict()
    >>> chart["title"]["text"], len(chart["layer"])
    ('地区生产总值增速：目标与实绩', 6)
    """
    frame = need(_panel_of(given, indicator), _NEEDED, "panel")
    chosen = indicator or by_weight(frame)[0]
    rows = frame[frame["indicator"] == chosen]
    if rows.empty:
        raise OptionError(f"the panel has no {chosen}; it has {'、'.join(dict.fromkeys(frame['indicator']))[:200]}")
    unit = rows["unit"].value_counts().index[0]
    drawn = rows[(rows["unit"] == unit) & rows["year"].notna() & rows["per"].map(is_missing)]
    points = _points(drawn)
    if points.empty:
        raise OptionError(f"{chosen}: no figure of the panel belongs to a year; nothing can be drawn")
    chart, said = YearChart(points, str(unit), "地区", limit).draw()
    left = len(rows) - len(drawn)
    more = frame["indicator"].nunique() - 1 if indicator is None else 0
    told_too = [f"{left} 行为多年或年均数字或其他单位，未画出" if left else "", f"另有 {more} 个指标" if more else ""]
    return styled(chart, f"{label(chosen)}：目标与实绩", notes(said, *told_too))


def _panel_of(given: Table, indicator: str | None) -> Table:
    if not isinstance(given, (Corpus, Report)):
        return given
    from fupin_nlp.analysis import panel as panel_of

    return panel_of(given, indicator)


def by_weight(frame: pd.DataFrame) -> list[str]:
    """Return the indicators of a panel, those that a reader looks for first.

    Indicators with at least half as many figures as the most frequent one come in the order of the table of indicators,
    a rate of growth before what grows: 地区生产总值增速 stands before rare ones. The others follow by their figures.

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["粮食产量"] * 3 + ["地区生产总值增速"] * 2 + ["蔬菜产量"]
    >>> by_weight(pd.DataFrame({"indicator": names}))
    ['地区生产总值增速', '粮食产量', '蔬菜产量']
    """
    figures = frame["indicator"].value_counts()
    table = list(indicators())
    place = {item.name: 2 * i + 1 for i, item in enumerate(table)}
    place |= {item.name: place[item.growth_of] - 1 for item in table if item.growth_of in place}
    often = figures.max() / 2
    return sorted(
        figures.index,
        key=lambda n: (-min(figures[n], often), place.get(n, 2 * len(table)), n),
    )


def _points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of both sides, one row each."""
    import pandas as pd

    names = places(rows)
    found = [
        _point(row, name, side)
        for row, name in zip(rows.to_dict("records"), names, strict=True)
        for side in _SIDES
        if not is_missing(row[side])
    ]
    points = pd.DataFrame(found, columns=list(COLUMNS))
    return points.astype({"value": "float64", "upper": "float64", "year": "int64"})


def _point(row: Mapping[Any, Any], name: str, side: str) -> dict[str, Any]:
    bound = row.get(f"{side}_bound")
    bound = "exact" if is_missing(bound) else bound
    return {
        "series": name,
        "year": row["year"],
        "side": _SIDES[side],
        "value": row[side],
        "upper": row[f"{side}_max"],
        "bound": bound,
        "tone": tone(row.get("target_modality")) if side == "target" else "",
        "period": told(row.get("target_from"), row.get("target_to")),
    }
