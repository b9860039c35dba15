"""Provinces as squares, coloured by a column of any table: a map that needs no boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison import COMPARISON_LABELS_ZH, PANEL_LABELS_ZH, Comparison, Panel
from fupin_nlp.display.labels import amount, is_missing
from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.loader import load_toml
from fupin_nlp.model.record import LABELS_ZH
from fupin_nlp.plot.base import Table, altair, label, magnitude, need, notes, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["province_code", "province_map"]

SIZE = 60  # pixels of a square
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
_DARK = 0.62  # share of the range from which on the squares need white letters
_NOTE = "每个方块是一个省级行政区，按大致方位排列，不表示疆界和面积"
_UNITLESS = ("n", "n_left_out", "places", "rank", "year")
_DIFFERENCES = ("difference", "change")
_SUBJECTS = ("indicator", "entity", "entity_norm", "measure", "measure_label")
_NAMES = {**COMPARISON_LABELS_ZH, **LABELS_ZH, **PANEL_LABELS_ZH, "label": "报告的类"}


@dataclass(frozen=True, slots=True)
class _Column:
    """What is drawn: a figure or a word of each province, by the first two digits of its code."""

    values: Mapping[str, Any]
    texts: Mapping[str, str]
    name: str
    left: int


@lru_cache(maxsize=1)
def _tiles() -> tuple[tuple[str, str, int, int], ...]:
    """Return code, name, column and row of each square."""

    def fits(value: Any) -> bool:
        rows = value.values() if isinstance(value, dict) else [None]
        return all(isinstance(row, list) and [type(cell) for cell in row] == [str, int, int] for row in rows)

    return tuple((code, *row) for code, row in load_toml("province_tiles.toml", {"tiles": fits})["tiles"].items())


def province_map(
    given: Table, value: str | None = None, *, where: Mapping[str, Any] | None = None, what: str | None = None
) -> Any:
    """Draw the provinces as a grid of squares, coloured by a column: shades for a figure, colours for words.

    It shows where, not how large: a cartogram of our own without boundaries, so that it needs no map data.

    Parameters
    ----------
    given : Corpus, Report, Panel, Comparison, Clustering or DataFrame
        What has the column, and ``region_code``, ``province`` or ``region``.
    value : str, optional
        The column: ``target`` or ``difference`` of a panel, ``value`` of a comparison, ``label`` of a clustering, one
        of a table of your own. Only rows of provinces count, one for each. Without it the rows of each province are
        counted, those of its cities and counties included; of a comparison its figure is drawn, of a clustering
        the label.
    where : mapping, optional
        Rows that are drawn: column → value, ``{"indicator": "地区生产总值增速", "year": 2026}``.
    what : str, optional
        What is drawn, for title and legend; the Chinese name of the column by default.

    Returns
    -------
    altair.LayerChart
        Provinces without a figure are grey; the subtitle counts the rows that are of no province. A range is coloured
        by its lower end.

    Raises
    ------
    OptionError
        If columns are missing, no row is of a province, or a province has several values.

    Examples
    --------
    >>> import pandas as pd
    >>> chart = province_map(pd.DataFrame({"region_code": ["610727", "610700", "371200"]}))
    >>> chart.to_dict()["title"]["text"]
    '各省记录数（条）'
    """
    value = value or _default(given)
    frame = _chosen(need(given, [*([value] if value else []), *(where or {})], "province_map"), where or {})
    codes = _codes(frame)
    column = _counted(codes) if value is None else _figures(frame, codes, value)
    if not column.values:
        raise OptionError("no row is of a province: nothing can be drawn")
    drawn = _words(column, what) if any(isinstance(v, str) for v in column.values.values()) else _shades(column, what)
    subject, chosen = _said(where or {})
    left = f"{column.left} 行不属于任何省份，未画出" if column.left else ""
    return styled(drawn, f"各省{what or subject + column.name}", notes(chosen, left) + "\n" + _NOTE)


def _said(where: Mapping[str, Any]) -> tuple[str, str]:
    """Return what the choice of rows says of the subject, for the title, and the rest of it."""
    subject = "".join(label(str(v)) for name, v in where.items() if name in _SUBJECTS)
    rest = [label(f"{v}年" if name == "year" else str(v)) for name, v in where.items() if name not in _SUBJECTS]
    return subject, "，".join(rest)


def _default(given: Table) -> str | None:
    if isinstance(given, Panel):
        raise OptionError("province_map: choose the column of the panel: target, result, difference …")
    if isinstance(given, Comparison):
        return "value" if given.summed else "n"
    # A clustering is known by its table: its own module would load scikit-learn.
    return "label" if type(given).__name__ == "Clustering" else None


def _chosen(frame: pd.DataFrame, where: Mapping[str, Any]) -> pd.DataFrame:
    for name, wanted in where.items():
        kept = frame[(frame[name] == wanted).fillna(False).astype(bool)]
        if kept.empty:
            raise OptionError(f"province_map: no row has {name} = {wanted!r}")
        frame = kept
    return frame


def _codes(frame: pd.DataFrame) -> list[str]:
    """Return the six-digit code of each row, empty where it has none."""
    if "region_code" in frame.columns:
        return [code if isinstance(code, str) else "" for code in frame["region_code"]]
    column = next((name for name in ("province", "region") if name in frame.columns), None)
    if column is None:
        raise OptionError("province_map needs one of the columns region_code, province, region")
    return [province_code(name) if isinstance(name, str) else "" for name in frame[column]]


def province_code(region: str) -> str:
    """Return the code of a province by its name, long or short; empty for other places.

    Examples
    --------
    >>> province_code("内蒙古自治区"), province_code("陕西"), province_code("上海市"), province_code("吉林市")
    ('150000', '610000', '310000', '')
    """
    found = [code for code, name, *_ in _tiles() if region == name or _is_long_form(region, name, code)]
    return f"{found[0]}0000" if found else ""


def _is_long_form(region: str, name: str, code: str) -> bool:
    if not region.startswith(name):
        return False
    rest = region[len(name) :]
    return rest == ("市" if code in _MUNICIPALITIES else "省") or rest.endswith(("自治区", "特别行政区"))


def _counted(codes: Iterable[str]) -> _Column:
    known = {code for code, *_ in _tiles()}
    counts: dict[str, Any] = {}
    left = 0
    for code in codes:
        if code[:2] in known:
            counts[code[:2]] = counts.get(code[:2], 0) + 1
        else:
            left += 1
    return _Column(counts, {code: f"{count:,}" for code, count in counts.items()}, "记录数（条）", left)


def _figures(frame: pd.DataFrame, codes: Iterable[str], value: str) -> _Column:
    """Return the value of each province; a range and a bound are kept in its text."""
    known = {code for code, *_ in _tiles()}
    units = sorted(set(frame["unit"].dropna())) if "unit" in frame.columns else []
    if len(units) > 1:
        raise OptionError(f"{value}: the rows have several units, {units}; choose by where")
    rows: dict[str, Mapping[str, Any]] = {}
    left = 0
    for code, row in zip(codes, frame.to_dict("records"), strict=True):
        if is_missing(row[value]):
            continue
        if not code.endswith("0000") or code[:2] not in known:
            left += 1
            continue
        if code[:2] in rows and rows[code[:2]][value] != row[value]:
            raise OptionError(f"{value}: province {code} has several values; choose one row for each province by where")
        rows[code[:2]] = {str(name): cell for name, cell in row.items()}
    numbers = [row[value] for row in rows.values() if not isinstance(row[value], str)]
    factor, unit = magnitude(numbers, _unit(units, value))
    values = {c: r[value] if isinstance(r[value], str) else float(r[value]) / factor for c, r in rows.items()}
    texts = {code: _text(row, value, factor) for code, row in rows.items()}
    return _Column(values, texts, _NAMES.get(value, value) + (f"（{unit}）" if unit else ""), left)


def _unit(units: list[str], value: str) -> str:
    """Return the unit of a column: none of a count or rank, points of a difference of rates."""
    if not units or value in _UNITLESS:
        return ""
    return "百分点" if units == ["%"] and value in _DIFFERENCES else units[0]


def _text(row: Mapping[str, Any], value: str, factor: float) -> str:
    if isinstance(row[value], str):
        return label(row[value])
    highest: Any = row.get(f"{value}_max")
    figure: dict[str, Any] = {"bound": row.get(f"{value}_bound", "exact")}
    figure |= {"value": round(float(row[value]) / factor, 4)}
    return amount(figure | {"value_max": None if is_missing(highest) else round(float(highest) / factor, 4)})


def _shades(column: _Column, what: str | None) -> Any:
    alt = altair()
    figures = list(column.values.values())
    low, high = min(figures), max(figures)
    if low < 0 < high:  # two colours from zero on
        low, high = -max(-low, high), max(-low, high)
        scale = alt.Scale(scheme="blueorange", domain=[low, high], reverse=True)
        dark = {code: abs(v) > _DARK * high for code, v in column.values.items()}
    else:
        scale = alt.Scale(scheme="teals", domain=[low, high] if high > low else [low - 1, high])
        dark = {code: v > low + _DARK * (high - low) for code, v in column.values.items()}
    whole = all(float(v).is_integer() for v in figures)
    legend = alt.Legend(
        orient="bottom", gradientLength=300, tickCount=5, **({"format": ",d", "tickMinStep": 1} if whole else {})
    )
    colour = alt.Color("value:Q", title=what or column.name, scale=scale, legend=legend)
    return _layers(column, colour, dark, what or column.name)


def _words(column: _Column, what: str | None) -> Any:
    alt = altair()
    names = sorted(set(column.texts.values()))
    legend = alt.Legend(orient="bottom", columns=1, labelLimit=SIZE * 9)
    scale = alt.Scale(scheme="set3", domain=names)
    bare = _Column({code: label(str(v)) for code, v in column.values.items()}, {}, column.name, column.left)
    colour = alt.Color("value:N", title=what or column.name, scale=scale, legend=legend)
    return _layers(bare, colour, {}, what or column.name)


def _layers(column: _Column, colour: Any, dark: Mapping[str, bool], what: str) -> Any:
    alt = altair()
    rows = [
        {
            "name": name,
            "x": x,
            "y": y,
            "value": column.values.get(code),
            "shown": column.texts.get(code, ""),
            "dark": dark.get(code, False),
        }
        for code, name, x, y in _tiles()
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(padding=0.06)),
        y=alt.Y("y:O", axis=None, scale=alt.Scale(padding=0.06)),
    )
    shown = "shown:N" if any(row["shown"] for row in rows) else "value:N"
    tooltip = [alt.Tooltip("name:N", title="省份"), alt.Tooltip(shown, title=what)]
    empty = base.mark_rect(cornerRadius=5, color="#eaeef2").encode(tooltip=tooltip[:1])
    squares = base.transform_filter("datum.value !== null").mark_rect(cornerRadius=5)
    squares = squares.encode(color=colour, tooltip=tooltip)
    ink = alt.condition("datum.dark", alt.value("#ffffff"), alt.value("#1b1f24"))
    numbers = any(column.texts.values())
    names = base.mark_text(dy=-8 if numbers else 0, fontSize=13).encode(text="name:N", color=ink)
    layers = [empty, squares, names]
    if numbers:
        layers.append(base.mark_text(dy=11, fontSize=12, limit=SIZE - 4).encode(text="shown:N", color=ink))
    columns, lines = (1 + max(tile[i] for tile in ((x, y) for *_, x, y in _tiles())) for i in (0, 1))
    return alt.layer(*layers).properties(width=SIZE * columns, height=SIZE * lines)
