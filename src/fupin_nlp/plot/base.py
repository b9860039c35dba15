"""What all charts share: the table behind an object, labels, units, the style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from fupin_nlp.comparison.panel_words import panel_words
from fupin_nlp.display.labels import is_missing
from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.model.safe import visible
from fupin_nlp.plot.font import FAMILY, load
from fupin_nlp.report.frame import plain_frame

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.report import Corpus, Report
    from fupin_nlp.report.labelled import Labelled

__all__ = [
    "ROLE_COLOURS",
    "Table",
    "altair",
    "label",
    "magnitude",
    "need",
    "notes",
    "places",
    "shown",
    "styled",
    "tone",
]

Table: TypeAlias = "pd.DataFrame | Corpus | Report | Labelled"
"""A table, or what has one."""

# vega looks labels up in plain objects and fails on a label that every object answers to ("Operator not defined",
# vega 6.1 with the region "constructor"); a space behind it helps and is not seen.
_OBJECT_NAMES = frozenset(
    (
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
        "__proto__",
        "__defineGetter__",
        "__defineSetter__",
        "__lookupGetter__",
        "__lookupSetter__",
    )
)
ROLE_COLOURS = {
    "achieved": "#1a7f37",
    "target": "#0969da",
    "standard": "#bf8700",
    "case": "#8250a8",
    "background": "#8c959f",
}
# From the first number on an axis counts in the second.
_MAGNITUDES = ((1e13, 1e12, "万亿"), (1e9, 1e8, "亿"), (1e5, 1e4, "万"))
_UNNAMED = "未注明"


def altair() -> Any:
    """Return the charting library, or say that the extra is missing."""
    return load("altair", "altair")


def need(given: Table, columns: Sequence[str], what: str) -> pd.DataFrame:
    """Return the table that was given, or that of the corpus or result that was given; it has the columns, and rows.

    Raises
    ------
    OptionError
        If not; the message lists what is missing.
    ArgumentError
        If it is no table and has none.
    """
    table: Any = given
    if not hasattr(table, "columns"):
        if not hasattr(table, "to_frame"):
            raise ArgumentError(f"{what} takes a table, a Corpus or a report, not {named(given)}")
        table = table.to_frame()
    frame = plain_frame(table)
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise OptionError(f"{what} needs the columns {list(columns)}; missing: {missing}")
    if frame.empty:
        raise OptionError(f"{what} needs at least one row; the frame is empty")
    return frame


def label(text: str) -> str:
    r"""Return a text as a chart shows it: on one line, nothing hidden in it.

    Examples
    --------
    >>> label("绥化市\n年报")
    '绥化市 年报'
    """
    line = visible(" ".join(text.split()))
    return line + " " if line in _OBJECT_NAMES else line


def shown(column: pd.Series[Any], missing: str = _UNNAMED) -> pd.Series[Any]:
    """Return a text column as it is drawn: on one line, nothing hidden in it, nothing missing."""
    return column.map(lambda v: label(v) if isinstance(v, str) and v.strip() else missing)


def places(frame: pd.DataFrame, by: str = "region") -> pd.Series[Any]:
    """Return the names of the places as they are drawn; places of one name keep their codes apart.

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"region": ["鼓楼区", "鼓楼区", "洋县"], "region_code": ["320106", "410204", "610723"]})
    >>> places(two).tolist()
    ['鼓楼区 320106', '鼓楼区 410204', '洋县']
    """
    names = shown(frame[by])
    if by != "region" or "region_code" not in frame.columns:
        return names
    codes = shown(frame["region_code"], "")
    several = codes.groupby(names).transform("nunique") > 1
    return names.where(~several, names + " " + codes)


def magnitude(values: Sequence[float], unit: str) -> tuple[float, str]:
    """Return what the values of an axis are divided by, and the unit that then stands at it.

    Examples
    --------
    >>> magnitude([2.1e12, 4e9], "元"), magnitude([5.5, 6.0], "%"), magnitude([120000, 3], "人")
    ((100000000.0, '亿元'), (1.0, '%'), (10000.0, '万人'))
    """
    largest = max((abs(value) for value in values if not is_missing(value)), default=0.0)
    for least, factor, name in _MAGNITUDES:
        if largest >= least:
            return factor, name + unit
    return 1.0, unit


def tone(words: object) -> str:
    """Return the words of a tone, without those that the bound of the figure says already (左右, 以上).

    Examples
    --------
    >>> tone("力争、左右"), tone(["以上"]), tone(None)
    ('力争', '', '')
    """
    if is_missing(words):
        return ""
    given = words.split("、") if isinstance(words, str) else [str(word) for word in words]  # type: ignore[attr-defined]
    return label("、".join(word for word in given if word not in panel_words().behind))


def notes(*parts: str) -> str:
    """Return the parts that say something as one line."""
    return "；".join(part for part in parts if part)


def styled(chart: Any, title: str, subtitle: str = "") -> Any:
    """Return the chart with title, font and quiet axes."""
    lines = [part for part in subtitle.split("\n") if part]
    heading = altair().TitleParams(
        title, subtitle=lines, anchor="start", fontSize=15, subtitleColor="#57606a", subtitlePadding=4, offset=12
    )
    return (
        chart.properties(title=heading)
        .configure(font=FAMILY, background="white", padding=12)
        .configure_view(stroke=None)
        .configure_axis(labelLimit=220, titleFontWeight="normal", titleColor="#57606a", gridColor="#eaeef2")
        .configure_header(labelLimit=260, labelFontSize=12, labelAnchor="start", title=None)
        .configure_legend(labelLimit=420, titleFontWeight="normal")
    )
