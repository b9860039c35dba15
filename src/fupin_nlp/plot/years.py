"""Figures of years, drawn so that none hides another: in rows, over each other, or each series for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import amount, is_missing
from fupin_nlp.plot.base import altair, magnitude

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "YearChart"]

COLUMNS = ("series", "year", "side", "value", "upper", "bound", "tone", "period")
"""Columns of the points: series, year, side (目标), both ends, bound, tone of a target, period in words."""

_TOGETHER = 5  # series that one chart can hold
_FEW_YEARS = 2
_FEW_MARKS = 4  # sides of years that a row can hold
_SHORT = 24  # characters of figure and tone beside a row
_BLUE, _GREEN, _GREY = "#0969da", "#1a7f37", "#8c959f"
_LOOKS = {
    "目标": (_BLUE, "square", [5, 4]),
    "实绩": (_GREEN, "circle", [1, 0]),
    "已完成": (_GREEN, "circle", [1, 0]),
    "标准": ("#bf8700", "diamond", [2, 2]),
    "个案": ("#8250a8", "cross", [2, 2]),
    "背景": (_GREY, "triangle-up", [2, 2]),
}
_OTHER = (_GREY, "cross", [2, 2])
_WIDTH = 380  # pixels of a chart of rows
_PALE = {_BLUE: "#7db2f0", _GREEN: "#7cc08f"}


@dataclass(frozen=True, slots=True)
class YearChart:
    """A chart of figures of years.

    Attributes
    ----------
    points : DataFrame
        One row a figure, columns as `COLUMNS`.
    unit : str
        Unit of the values.
    title : str
        What the series are (地区), for the legend.
    limit : int or None
        Series that are drawn at most; None for as many as the layout can show.
    """

    points: pd.DataFrame
    unit: str
    title: str
    limit: int | None = None

    @property
    def layout(self) -> str:
        """``rows`` for one or two years or few marks, ``together`` for a few series, else ``apart``."""
        series = self.points["series"].nunique()
        marks = len(set(zip(self.points["year"], self.points["side"], strict=True)))
        if self.points["year"].nunique() <= _FEW_YEARS or (series > _TOGETHER and marks <= _FEW_MARKS):
            return "rows"
        return "together" if series <= _TOGETHER else "apart"

    def draw(self) -> tuple[Any, str]:
        """Return the chart without its title, and what it leaves out or has to explain."""
        limit = self.limit or {"rows": 40, "together": _TOGETHER, "apart": 12}[self.layout]
        counts = self.points["series"].value_counts()
        names = sorted(counts.index, key=lambda name: (-counts[name], name))
        points = self.points[self.points["series"].isin(names[:limit])]
        factor, unit = magnitude([*points["value"], *points["upper"]], self.unit)
        points = points.assign(value=points["value"] / factor, upper=points["upper"] / factor)
        points = points.assign(text=[_figure(row, unit) for row in points.to_dict("records")])
        drawn = {"rows": _rows, "together": _together, "apart": _apart}[self.layout](points, unit, self.title)
        said = [str(names[0])] if len(names) == 1 and self.layout != "rows" else []
        said += [f"另有 {len(names) - limit} 个系列未画出"] if len(names) > limit else []
        said += ["粗线为区间"] if points["upper"].notna().any() else []
        said += ["小三角为“以上”或“以下”"] if points["bound"].isin(["over", "under"]).any() else []
        return drawn, "；".join(said)


def _figure(row: Mapping[Any, Any], unit: str) -> str:
    """Return a figure in words, in the unit of its axis."""
    upper = None if is_missing(row["upper"]) else round(row["upper"], 6)
    return amount({"value": round(row["value"], 6), "value_max": upper, "unit": unit, "bound": row["bound"]})


def _tooltip(title: str) -> list[Any]:
    alt = altair()
    named = (("series", title), ("period", "时期"), ("side", "性质"), ("text", "数值"), ("tone", "语气"))
    return [alt.Tooltip(f"{name}:N", title=words) for name, words in named]


def _rows(points: pd.DataFrame, unit: str, title: str) -> Any:
    """Draw one row a series: its figures on one axis, its target in words beside it."""
    alt = altair()
    points, marks = _marked(points)
    names, colours, shapes = (list(column) for column in zip(*marks, strict=True))
    looks = {
        "color": alt.Color("mark:N", title=None, scale=alt.Scale(domain=names, range=colours), legend=_legend()),
        "shape": alt.Shape("mark:N", title=None, scale=alt.Scale(domain=names, range=shapes), legend=_legend()),
    }
    base = alt.Chart(points).encode(y=alt.Y("series:N", title=None, sort=_by_last(points)))
    x = alt.X("value:Q", title=_of_unit(unit), scale=alt.Scale(zero=False, nice=True, padding=14))
    between = base.mark_rule(color="#d0d7de").encode(x="min(value):Q", x2="max(value):Q")
    ranges = base.transform_filter("isValid(datum.upper)").mark_rule(strokeWidth=7, opacity=0.3)
    # Targets are hollow and lie below, so that a result of the same value stands inside its target.
    hollow = base.transform_filter("datum.side === '目标'").mark_point(filled=False, size=110, strokeWidth=2, opacity=1)
    solid = base.transform_filter("datum.side !== '目标'").mark_point(filled=True, size=50, opacity=1)
    words = base.transform_filter("isValid(datum.words)").mark_text(align="left", fontSize=11, color="#57606a")
    layers = alt.layer(
        between,
        ranges.encode(x=x, x2="upper:Q", color=looks["color"]),
        hollow.encode(x=x, tooltip=_tooltip(title), **looks),
        solid.encode(x=x, tooltip=_tooltip(title), **looks),
        _arrows(base, "triangle-right", "triangle-left", 12).encode(x=x, color=looks["color"]),
        words.encode(x=alt.value(_WIDTH + 10), text="words:N"),
    )
    return layers.properties(width=_WIDTH, height=alt.Step(22))


def _marked(points: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple[str, str, str]]]:
    """Return the points with mark and words, and the marks with their colours and shapes.

    A mark is a side of a year (2026年目标); the earlier year is paler where a side has two.
    """
    points = points.sort_values(["series", "year", "side", "value"], kind="stable").reset_index(drop=True)
    points = points.assign(mark=points["year"].astype(str) + "年" + points["side"])
    last = points.groupby("side")["year"].max()
    marks = {}
    for year, side, mark in sorted(set(zip(points["year"], points["side"], points["mark"], strict=True))):
        colour, shape, _ = _LOOKS.get(side, _OTHER)
        marks[mark] = (mark, colour if year == last[side] else _PALE.get(colour, colour), shape)
    targets = points[points["side"] == "目标"]
    targets = targets[targets["year"] == _main_year(targets)].drop_duplicates("series", keep="last")
    said = targets["text"] + targets["tone"].map(lambda tone: f"，{tone}" if tone else "")
    said = said.map(lambda words: words[:_SHORT] + ("…" if len(words) > _SHORT else ""))
    return points.assign(words=said), list(marks.values())


def _legend() -> Any:
    # The symbols would be as pale as the ranges and as dashed as the lines.
    return altair().Legend(orient="top", symbolOpacity=1, symbolStrokeWidth=0)


def _of_unit(unit: str) -> str:
    return f"单位：{unit}" if unit else ""


def _main_year(points: pd.DataFrame) -> int:
    """Return the year that most series have, of several the last."""
    counts = points.drop_duplicates(["series", "year"])["year"].value_counts()
    return max(counts[counts == counts.max()].index, default=0)


def _by_last(points: pd.DataFrame) -> list[str]:
    """Return the series by their figure of the main year, highest first; those without one behind."""
    own = points[points["year"] == _main_year(points)].groupby("series")["value"].max()
    return sorted(set(points["series"]), key=lambda name: (-own.get(name, float("-inf")), name))


def _arrows(base: Any, over: str, under: str, offset: int) -> Any:
    """Return little triangles that point where a bound is open."""
    layers = []
    for bound, shape, way in (("over", over, 1), ("under", under, -1)):
        moved = {"xOffset": way * offset} if "right" in over else {"yOffset": -way * offset}
        chosen = base.transform_filter(f"datum.bound === '{bound}' && isValid(datum.value)")
        layers.append(chosen.mark_point(filled=True, size=26, opacity=1, shape=shape, **moved))
    return altair().layer(*layers)


def _joined(points: pd.DataFrame) -> pd.DataFrame:
    """Return the points with the values that lines join, and an empty row for each year without one.

    A line joins neighbouring years with one value each; where a year has several, it is interrupted.
    """
    import pandas as pd

    alone = ~points.duplicated(["series", "side", "year"], keep=False)
    parts = [points.assign(joined=points["value"].where(alone))]
    for (series, side), found in points.groupby(["series", "side"], sort=True):
        years = set(range(int(found["year"].min()), int(found["year"].max()) + 1)) - set(found["year"])
        parts.append(pd.DataFrame({"series": series, "side": side, "year": sorted(years)}))
    whole = pd.concat([part for part in parts if len(part)], ignore_index=True)
    # A missing text would be written as NaN, which is no JSON.
    whole = whole.assign(**{name: whole[name].fillna("") for name in ("bound", "text", "tone", "period")})
    whole = whole[[*COLUMNS, "text", "joined"]]
    return whole.sort_values(["series", "side", "year", "value"], kind="stable").reset_index(drop=True)


def _lines(points: pd.DataFrame, unit: str, title: str, ticks: int, colour: Any = None) -> Any:
    """Return the layers of lines, ranges and points over the years."""
    alt = altair()
    sides = sorted(set(points["side"]), key=lambda side: (list(_LOOKS).index(side) if side in _LOOKS else 9, side))
    looks = [_LOOKS.get(side, _OTHER) for side in sides]
    years = list(range(int(points["year"].min()), int(points["year"].max()) + 1))
    base = alt.Chart(_joined(points)).encode(
        x=alt.X("year:O", title="年份", axis=_year_axis(years, ticks), scale=alt.Scale(domain=years)),
        color=colour
        or alt.Color(
            "side:N", title=None, scale=alt.Scale(domain=sides, range=[k[0] for k in looks]), legend=_legend()
        ),
    )
    y = alt.Y("value:Q", title=_of_unit(unit), scale=alt.Scale(zero=False, padding=10))
    # Without a legend of its own: it would dash the borders of the symbols.
    dash = alt.StrokeDash("side:N", scale=alt.Scale(domain=sides, range=[k[2] for k in looks]), legend=None)
    shape = alt.Shape(
        "side:N", title=None, scale=alt.Scale(domain=sides, range=[k[1] for k in looks]), legend=_legend()
    )
    lines = base.mark_line(invalid="break-paths-show-domains")
    ranges = base.transform_filter("isValid(datum.upper)").mark_rule(strokeWidth=7, opacity=0.3)
    dots = base.transform_filter("isValid(datum.value)")
    hollow = dots.transform_filter("datum.side === '目标'").mark_point(filled=False, size=90, strokeWidth=2, opacity=1)
    solid = dots.transform_filter("datum.side !== '目标'").mark_point(filled=True, size=50, opacity=1)
    layers = [
        lines.encode(y=alt.Y("joined:Q"), strokeDash=dash, detail="side:N"),
        ranges.encode(y=y, y2="upper:Q"),
        hollow.encode(y=y, shape=shape, tooltip=_tooltip(title)),
        solid.encode(y=y, shape=shape, tooltip=_tooltip(title)),
        _arrows(base, "triangle-up", "triangle-down", 10).encode(y=y),
    ]
    return alt.layer(*layers)


def _year_axis(years: list[int], ticks: int) -> Any:
    """Return the axis with no more years than there is room for."""
    step = 1 + (len(years) - 1) // ticks
    return altair().Axis(labelAngle=0, values=years[::step], grid=False)


def _together(points: pd.DataFrame, unit: str, title: str) -> Any:
    alt = altair()
    colour = None
    if points["series"].nunique() > 1:
        colour = alt.Color("series:N", title=title, scale=alt.Scale(scheme="tableau10"), legend=_legend())
    return _lines(points, unit, title, 10, colour).properties(width=480, height=280)


def _apart(points: pd.DataFrame, unit: str, title: str) -> Any:
    alt = altair()
    counts = points["series"].value_counts()
    order = sorted(counts.index, key=lambda name: (-counts[name], name))
    small = _lines(points, unit, title, 4).properties(width=190, height=110)
    return small.facet(facet=alt.Facet("series:N", sort=order, title=None), columns=3)
