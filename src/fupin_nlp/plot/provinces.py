"""Provinces as squares, coloured by a figure: a map that needs no boundaries."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.plot.charts import Table, altair, need, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["province_map"]

SIZE = 56  # pixels of a square
_DARK = 0.62  # share of the range from which on the squares need white letters
_NOTE = "每个方块是一个省级行政区，按大致方位排列，不表示疆界和面积"


@lru_cache(maxsize=1)
def _tiles() -> tuple[tuple[str, str, int, int], ...]:
    """Return code, name, column and row of each square."""

    def fits(value: Any) -> bool:
        rows = value.values() if isinstance(value, dict) else [None]
        return all(isinstance(row, list) and [type(cell) for cell in row] == [str, int, int] for row in rows)

    return tuple((code, *row) for code, row in load_toml("province_tiles.toml", {"tiles": fits})["tiles"].items())


def province_map(frame: Table, *, value: str | None = None, what: str = "记录数") -> Any:
    """Draw the provinces as a grid of squares, coloured by a figure of each.

    It shows where, not how large: a cartogram of our own without boundaries, so that it needs no map data.

    Parameters
    ----------
    frame : DataFrame
        Records, or any table with ``region_code``; the first two digits of a code tell the province.
    value : str or None
        Column of the figure, one row per province (``target`` of a panel for one year and indicator). None counts the
        rows of each province, those of its cities and counties included.
    what : str
        What is drawn, for title and legend.

    Returns
    -------
    altair.LayerChart
        Provinces without a figure are grey; the subtitle counts the rows that lie in no province.

    Raises
    ------
    OptionError
        If columns are missing, nothing lies in a province, or a province has several values.

    Examples
    --------
    >>> import pandas as pd
    >>> chart = province_map(pd.DataFrame({"region_code": ["610727", "610700", "371200"]}))
    >>> chart.to_dict()["title"]["text"]
    '各省记录数'
    """
    frame = need(frame, ["region_code", *([value] if value else [])], "province_map")
    codes = frame["region_code"].map(lambda code: code[:2] if isinstance(code, str) else None)
    known = {code for code, *_ in _tiles()}
    inside = codes.isin(known)
    figures = _counts(codes[inside]) if value is None else _figures(frame[inside], codes[inside], value)
    if not figures:
        raise OptionError("no row lies in a province: nothing can be drawn")
    left = int((~inside).sum())
    notes = [_NOTE] + ([f"{left} 行不属于任何省份，未画出"] if left else [])
    return styled(_layers(figures, what), f"各省{what}", "；".join(notes))


def _counts(codes: pd.Series[Any]) -> dict[str, float]:
    return {str(code): float(n) for code, n in codes.value_counts().items()}


def _figures(frame: pd.DataFrame, codes: pd.Series[Any], value: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for code, figure in zip(codes, frame[value], strict=True):
        if figure != figure or figure is None:
            continue
        if code in found and found[code] != float(figure):
            raise OptionError(f"{value}: province {code} has several values; choose one row for each province")
        found[code] = float(figure)
    return found


def _layers(figures: dict[str, float], what: str) -> Any:
    alt = altair()
    low, high = min(figures.values()), max(figures.values())
    dark = low + _DARK * (high - low)
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "x": x,
            "y": y,
            "value": figures.get(code),
            "shown": f"{figures[code]:.6g}" if code in figures else "",
            "dark": figures.get(code, low) > dark,
        }
        for code, name, x, y in _tiles()
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(padding=0.06)),
        y=alt.Y("y:O", axis=None, scale=alt.Scale(padding=0.06)),
    )
    domain = [low, high] if high > low else [low - 1, high]
    colour = alt.Color("value:Q", title=what, scale=alt.Scale(scheme="teals", domain=domain))
    tooltip = [alt.Tooltip("name:N", title="省份"), alt.Tooltip("shown:N", title=what)]
    empty = base.mark_rect(cornerRadius=5, color="#eaeef2").encode(tooltip=tooltip[:1])
    squares = base.transform_filter("datum.value !== null").mark_rect(cornerRadius=5)
    squares = squares.encode(color=colour, tooltip=tooltip)
    ink = alt.condition("datum.dark", alt.value("#ffffff"), alt.value("#1b1f24"))
    names = base.mark_text(dy=-8, fontSize=13).encode(text="name:N", color=ink)
    numbers = base.mark_text(dy=11, fontSize=13).encode(text="shown:N", color=ink)
    columns, lines = max(row["x"] for row in rows) + 1, max(row["y"] for row in rows) + 1
    return (empty + squares + names + numbers).properties(width=SIZE * columns, height=SIZE * lines)
