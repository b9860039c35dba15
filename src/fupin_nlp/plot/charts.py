"""Charts that count records, with Chinese labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.comparison import Comparison
from fupin_nlp.comparison.comparison import COMPARISON_LABELS_ZH
from fupin_nlp.errors import OptionError
from fupin_nlp.model.record import LABELS_ZH, ROLE_LABELS_ZH
from fupin_nlp.plot.base import ROLE_COLOURS, Table, altair, need, places, shown, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["heat_map", "measure_profile"]

_KEYS = {"measure": "measure_label"}  # what is drawn for a key of a comparison


def _name(column: str) -> str:
    return LABELS_ZH.get(column) or COMPARISON_LABELS_ZH.get(column, column)


def _ordered(counts: pd.Series[Any]) -> list[str]:
    """Return the names of the first level by falling sum, equal sums by name."""
    sums = counts.groupby(level=0).sum()
    return [str(name) for name in sorted(sums.index, key=lambda n: (-sums[n], n))]


def measure_profile(records: Table, *, by: str = "doc", limit: int = 12) -> Any:
    """Draw how the records of each report divide among the measures, coloured by role.

    Parameters
    ----------
    records : Corpus, Report or DataFrame of records
        What has the columns `by`, ``measure_label`` and ``role``.
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
    groups = _ordered(frame.groupby(by).size())
    kept = frame[frame[by].isin(groups[:limit])]
    counts = kept.groupby([by, "role", "measure_label"], sort=True).size().rename("records")
    data = counts.reset_index().assign(role_label=lambda f: f["role"].map(ROLE_LABELS_ZH))
    data["order"] = data["role"].map({role: i for i, role in enumerate(ROLE_LABELS_ZH)})
    single = min(len(groups), limit) == 1
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("records:Q", title="记录数（条）", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("measure_label:N", title=None, sort=_ordered(counts.groupby("measure_label").sum())),
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
        # Reports stand in the order of their names, which begin with the year, everything else by its records.
        order = sorted(groups[:limit]) if by == "doc" else groups[:limit]
        chart = chart.facet(facet=alt.Facet(f"{by}:N", sort=order, title=None), columns=3)
    rest = len(groups) - limit
    notes = ([groups[0]] if single else []) + ([f"另有 {rest} 个没有画出"] if rest > 0 else [])
    return styled(chart, "各类措施的记录数", "；".join(notes))


def heat_map(records: Table, *, rows: str | None = None, columns: str | None = None, limit: int = 40) -> Any:
    """Draw how many records each pair of `rows` and `columns` has.

    Counts are drawn, not sums: a cell holds figures of different things.

    Parameters
    ----------
    records : Corpus, Report, Comparison or DataFrame of records
        What has the two columns.
    rows, columns : str, optional
        Names of the two columns; ``region`` and ``measure_label``, or the first two keys of a comparison.
    limit : int
        Rows that are drawn at most, those with most records first; the subtitle says how many are left off.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    OptionError
        If columns are missing, there is no record, or a comparison has only one key.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"region": ["甲县", "甲县", "乙县"], "doc": ["a", "a", "b"], "role": ["achieved"] * 3,
    ...     "measure_label": ["金融扶贫", "产业扶贫", "产业扶贫"]})
    >>> len(heat_map(frame).to_dict()["layer"])
    2
    """
    counts, (rows, columns) = _counts(records, rows, columns)
    names = _ordered(counts)
    counts = counts[counts.index.get_level_values(rows).isin(names[:limit])]
    rest = len(names) - limit
    title = f"{_name(rows)}与{_name(columns)}的记录数"
    return styled(_cells(counts, rows, columns, names[:limit]), title, f"另有 {rest} 行没有画出" if rest > 0 else "")


def _counts(given: Table, rows: str | None, columns: str | None) -> tuple[pd.Series[Any], tuple[str, str]]:
    """Return the number of records of each pair, and the names of the two columns."""
    if isinstance(given, Comparison):
        keys = [_KEYS.get(key, key) for key in given.by]
        if len(keys) < 2 and not (rows and columns):
            raise OptionError(f"heat_map needs a comparison by two keys; this one is by {', '.join(given.by)}")
        rows = rows or next(key for key in keys if key != columns)
        columns = columns or next(key for key in keys if key != rows)
        frame = need(given, [rows, columns], "heat_map")
        weight = frame["n"]
    else:
        rows, columns = rows or "region", columns or "measure_label"
        frame = need(given, [rows, columns], "heat_map")
        weight = frame[rows].map(lambda _: 1)
    pairs = [places(frame, rows).rename(rows), places(frame, columns).rename(columns)]
    counts = weight.groupby(pairs, sort=True).sum().rename("records")
    return counts[counts > 0], (rows, columns)


def _cells(counts: pd.Series[Any], rows: str, columns: str, names: list[str]) -> Any:
    alt = altair()
    data = counts.reset_index()
    middle = float(data["records"].max()) * 0.55
    across = sorted(set(data[columns])) if columns == "year" else _ordered(counts.swaplevel())
    base = alt.Chart(data).encode(
        x=alt.X(f"{columns}:N", title=None, sort=across, axis=alt.Axis(labelAngle=-40, orient="top")),
        y=alt.Y(f"{rows}:N", title=None, sort=names),
        tooltip=[
            alt.Tooltip(f"{rows}:N", title=LABELS_ZH.get(rows, rows)),
            alt.Tooltip(f"{columns}:N", title=LABELS_ZH.get(columns, columns)),
            alt.Tooltip("records:Q", title="记录数"),
        ],
    )
    legend = alt.Legend(format="d", tickMinStep=1)
    cells = base.mark_rect(stroke="white").encode(
        color=alt.Color("records:Q", title="记录数（条）", scale=alt.Scale(scheme="tealblues"), legend=legend)
    )
    numbers = base.mark_text(fontSize=11).encode(
        text="records:Q",
        color=alt.condition(alt.datum.records > middle, alt.value("white"), alt.value("#1b1f24")),
    )
    return (cells + numbers).properties(width=alt.Step(38), height=alt.Step(24))
