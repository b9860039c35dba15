"""Charts of records, with Chinese labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH
from fupin_nlp.model.safe import visible
from fupin_nlp.plot.font import FAMILY, load
from fupin_nlp.report.frame import plain_frame

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.report import Corpus, Report
    from fupin_nlp.report.labelled import Labelled

__all__ = ["Table", "heat_map", "measure_profile", "need", "styled"]

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
        raise OptionError(f"{what} needs at least one record; the frame is empty")
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


def shown(column: pd.Series[Any], missing: str = "未注明") -> pd.Series[Any]:
    """Return a text column as it is drawn: on one line, nothing hidden in it, nothing missing."""
    return column.map(lambda v: label(v) if isinstance(v, str) and v.strip() else missing)


def styled(chart: Any, title: str, subtitle: str = "") -> Any:
    """Return the chart with title, font and quiet axes."""
    heading = altair().TitleParams(title, subtitle=[subtitle] if subtitle else [], anchor="start", fontSize=15)
    return (
        chart.properties(title=heading)
        .configure(font=FAMILY, background="white", padding=12)
        .configure_view(stroke=None)
        .configure_axis(labelLimit=220, titleFontWeight="normal", titleColor="#57606a", gridColor="#eaeef2")
        .configure_header(labelLimit=260, labelFontSize=12, labelAnchor="start", title=None)
        .configure_legend(labelLimit=260, titleFontWeight="normal")
    )


def _ordered(counts: pd.Series[Any]) -> list[str]:
    """Names by falling sum, equal sums by name."""
    sums = counts.groupby(level=-1).sum()
    return [str(name) for name in sorted(sums.index, key=lambda n: (-sums[n], n))]


def measure_profile(records: Table, *, by: str = "doc", limit: int = 12) -> Any:
    """Draw how the records of each report divide among the measures, coloured by role.

    Parameters
    ----------
    records : DataFrame
        Columns of the record, at least `by`, ``measure_label`` and ``role``.
    by : str
        One small chart for each value of this column (``doc``, ``region`` …).
    limit : int
        Charts that are drawn at most, those with most records first; the subtitle says how many are left off.

    Returns
    -------
    altair.Chart

    Raises
    ------
    OptionError
        If columns are missing or there is no record.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["甲县", "甲县", "乙县"], "doc": ["a", "a", "b"], "role": ["achieved"] * 3,
    ...     "measure_label": ["金融扶贫", "产业扶贫", "产业扶贫"]})
    >>> measure_profile(frame).to_dict()["spec"]["mark"]["type"]
    'bar'
    """
    records = need(records, [by, "measure_label", "role"], "measure_profile")
    alt = altair()
    frame = records[[by, "measure_label", "role"]].assign(
        **{by: shown(records[by]), "measure_label": shown(records["measure_label"])}
    )
    groups = _ordered(frame.groupby([by]).size())
    kept = frame[frame[by].isin(groups[:limit])]
    counts = kept.groupby([by, "role", "measure_label"], sort=True).size().rename("records")
    data = counts.reset_index().assign(role_label=lambda f: f["role"].map(ROLE_LABELS_ZH))
    data["order"] = data["role"].map({role: i for i, role in enumerate(ROLE_LABELS_ZH)})
    single = min(len(groups), limit) == 1
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("records:Q", title="记录数", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("measure_label:N", title=None, sort=_ordered(counts)),
            color=alt.Color(
                "role_label:N",
                title="性质",
                scale=alt.Scale(domain=list(ROLE_LABELS_ZH.values()), range=[ROLE_COLOURS[r] for r in ROLE_LABELS_ZH]),
            ),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip(f"{by}:N", title=LABELS_ZH.get(by, by)),
                alt.Tooltip("measure_label:N", title="措施"),
                alt.Tooltip("role_label:N", title="性质"),
                alt.Tooltip("records:Q", title="记录数"),
            ],
        )
        .properties(width=420 if single else 230)
    )
    if not single:
        chart = chart.facet(facet=alt.Facet(f"{by}:N", sort=groups[:limit], title=None), columns=3)
    rest = len(groups) - limit
    notes = ([groups[0]] if single else []) + ([f"另有 {rest} 个没有画出"] if rest > 0 else [])
    return styled(chart, "各类措施的记录数", "；".join(notes))


def heat_map(records: Table, *, rows: str = "region", columns: str = "measure_label", limit: int = 40) -> Any:
    """Draw how many records each pair of `rows` and `columns` has.

    Counts are drawn, not sums: a cell holds figures of different things.

    Parameters
    ----------
    records : DataFrame
        Columns of the record, at least `rows` and `columns`.
    rows, columns : str
        Names of the two columns.
    limit : int
        Rows that are drawn at most, those with most records first; the subtitle says how many are left off.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    OptionError
        If columns are missing or there is no record.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["甲县", "甲县", "乙县"], "doc": ["a", "a", "b"], "role": ["achieved"] * 3,
    ...     "measure_label": ["金融扶贫", "产业扶贫", "产业扶贫"]})
    >>> len(heat_map(frame).to_dict()["layer"])
    2
    """
    records = need(records, [rows, columns], "heat_map")
    alt = altair()
    frame = records[[rows, columns]].apply(shown)
    names = _ordered(frame.groupby([rows]).size())
    counts = frame[frame[rows].isin(names[:limit])].groupby([rows, columns], sort=True).size().rename("records")
    data = counts.reset_index()
    middle = float(data["records"].max()) * 0.55
    base = alt.Chart(data).encode(
        x=alt.X(f"{columns}:N", title=None, sort=_ordered(counts), axis=alt.Axis(labelAngle=-40, orient="top")),
        y=alt.Y(f"{rows}:N", title=None, sort=names[:limit]),
        tooltip=[
            alt.Tooltip(f"{rows}:N", title=LABELS_ZH.get(rows, rows)),
            alt.Tooltip(f"{columns}:N", title=LABELS_ZH.get(columns, columns)),
            alt.Tooltip("records:Q", title="记录数"),
        ],
    )
    cells = base.mark_rect(stroke="white").encode(
        color=alt.Color("records:Q", title="记录数", scale=alt.Scale(scheme="tealblues"), legend=alt.Legend(format="d"))
    )
    numbers = base.mark_text(fontSize=11).encode(
        text="records:Q",
        color=alt.condition(alt.datum.records > middle, alt.value("white"), alt.value("#1b1f24")),
    )
    rest = len(names) - limit
    title = f"{LABELS_ZH.get(rows, rows)}与{LABELS_ZH.get(columns, columns)}的记录数"
    chart = (cells + numbers).properties(width=alt.Step(38), height=alt.Step(24))
    return styled(chart, title, f"另有 {rest} 行没有画出" if rest > 0 else "")
