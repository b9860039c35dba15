"""The map of clusters: reports that lean on the same measures lie near each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.plot.charts import Table, altair, label, need, shown, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cluster_map", "measure_shares", "profile_positions"]

_NONE = "未分组"
_SIDE = 2  # measures named at each end of an axis
WIDTH, HEIGHT = 600, 420  # pixels
_MARGIN, _FONT, _LINE, _DOT = 24, 11, 13, 7
_STEPS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)  # lines that a label may be moved down or up


def measure_shares(records: Table) -> pd.DataFrame:
    """Return the share of each measure among the records of each document.

    Parameters
    ----------
    records : DataFrame
        Columns ``doc`` and ``measure_label``.

    Returns
    -------
    DataFrame
        Documents × measures, both in order of their names; each row adds up to 1.

    Raises
    ------
    OptionError
        If columns are missing or there is no record.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"doc": ["a", "a", "b"], "measure_label": ["教育扶贫", "产业扶贫", "产业扶贫"]})
    >>> measure_shares(frame)["产业扶贫"].tolist()
    [0.5, 1.0]
    """
    import pandas as pd

    records = need(records, ["doc", "measure_label"], "measure_shares")
    counts = pd.crosstab(records["doc"], shown(records["measure_label"]))
    return counts.div(counts.sum(axis=1), axis=0)


def profile_positions(profile: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, str]]:
    """Return where each report lies by its measure profile, and what the two axes mean.

    The square roots of the shares are centred and projected on their first two principal axes. Signs are fixed, so
    the same input gives the same map.

    Parameters
    ----------
    profile : DataFrame
        Documents × measures, shares from 0 to 1: of `measure_shares`, or the one that a clustering rests on.

    Returns
    -------
    positions : DataFrame
        One row for each document in the order of the profile: ``doc``, ``x``, ``y``.
    axes : tuple of str
        The measures at both ends of each axis.

    Raises
    ------
    OptionError
        If the profile is empty, or holds what is no share.

    Examples
    --------
    >>> import pandas as pd
    >>> profile = pd.DataFrame({"产业扶贫": [0.0, 1.0], "教育扶贫": [1.0, 0.0]}, index=["a", "b"])
    >>> positions, axes = profile_positions(profile)
    >>> positions["doc"].tolist(), axes[0]
    (['a', 'b'], '教育扶贫 ↔ 产业扶贫')
    """
    import numpy as np
    import pandas as pd

    if profile.empty:
        raise OptionError("the profile is empty; there is nothing to draw")
    try:
        shares = profile.to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise OptionError(f"a profile is documents × measures with shares; {error}") from error
    if not np.all((shares >= 0) & (shares <= 1 + 1e-9)):
        raise OptionError("the shares of a profile lie between 0 and 1; give that of measure_shares or of a clustering")
    centred = np.sqrt(shares) - np.sqrt(shares).mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    directions = np.zeros((2, shares.shape[1]))
    directions[: min(2, len(axes))] = axes[:2]
    strongest = directions[np.arange(2), np.abs(directions).round(6).argmax(axis=1)]
    directions[strongest < 0] *= -1
    # Rounded, so that another build of the linear algebra library gives the same file.
    places = np.round(centred @ directions.T, 6) + 0.0
    frame = pd.DataFrame({"doc": [str(doc) for doc in profile.index], "x": places[:, 0], "y": places[:, 1]})
    measures = [label(str(name)) for name in profile.columns]
    return frame, (_ends(directions[0], measures), _ends(directions[1], measures))


def _ends(direction: Any, measures: list[str]) -> str:
    """Name an axis by the measures that pull most to its two sides."""
    order = sorted(range(len(measures)), key=lambda i: (round(float(direction[i]), 6), measures[i]))
    low = [measures[i] for i in order[:_SIDE] if direction[i] < -1e-6]
    high = [measures[i] for i in reversed(order[-_SIDE:]) if direction[i] > 1e-6]
    return f"{'、'.join(low)} ↔ {'、'.join(high)}".strip()


def cluster_map(profile: pd.DataFrame, clusters: Mapping[str, str], *, names: Mapping[str, str] | None = None) -> Any:
    """Draw the reports by their measure profile, coloured by cluster.

    Parameters
    ----------
    profile : DataFrame
        Documents × measures: of `measure_shares`, or the one that the clustering rests on (``Clustering.profile``).
    clusters : mapping of str to str
        Document → label of its cluster; documents without one are drawn as 未分组.
    names : mapping of str to str
        Document → name to draw beside the point; the document's own without it.

    Returns
    -------
    altair.LayerChart
        Distances say how far profiles differ; the two axes keep the largest part of the differences, not all.

    Raises
    ------
    OptionError
        If the profile is empty or holds no shares, or no document of `clusters` is in it.

    Examples
    --------
    >>> import pandas as pd
    >>> profile = pd.DataFrame({"产业扶贫": [0.9, 0.2], "教育扶贫": [0.1, 0.8]}, index=["a.txt", "b.txt"])
    >>> chart = cluster_map(profile, {"a.txt": "产业扶贫", "b.txt": "教育扶贫"})
    >>> len(chart.to_dict()["layer"])
    3
    """
    alt = altair()
    data, (across, up) = profile_positions(profile)
    if not set(data["doc"]) & set(clusters):
        raise OptionError("none of the clustered documents is in the profile; give the profile of the same reports")
    data["cluster"] = [label(clusters.get(doc, _NONE)) for doc in data["doc"]]
    data["name"] = [label((names or {}).get(doc, doc)) for doc in data["doc"]]
    frame = data.assign(**place_labels(data))
    bare = alt.Axis(labels=False, ticks=False, grid=False)
    x = alt.X("x:Q", title=across, axis=bare, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    tooltip = [alt.Tooltip("name:N", title="报告"), alt.Tooltip("cluster:N", title="聚类")]
    base = alt.Chart(frame).encode(x=x, tooltip=tooltip)
    y = alt.Y("y:Q", title=up, axis=bare, scale=alt.Scale(domain=[HEIGHT, 0], nice=False))
    labels_present = sorted(set(frame["cluster"]), key=lambda name: (name == _NONE, name))
    points = base.mark_point(filled=True, size=110, opacity=0.85).encode(
        y=y,
        color=alt.Color("cluster:N", title="聚类", scale=alt.Scale(scheme="tableau10", domain=labels_present)),
        shape=alt.Shape("cluster:N", title="聚类", scale=alt.Scale(domain=labels_present)),
    )
    moved = alt.datum.label_y != alt.datum.y
    lines = base.transform_filter(moved).mark_rule(color="#8c959f", strokeWidth=0.7)
    lines = lines.encode(y=y, x2="line_x:Q", y2="label_y:Q")
    labels = base.mark_text(align="left", fontSize=_FONT).encode(x="label_x:Q", y="label_y:Q", text="name:N")
    chart = styled((lines + points + labels).properties(width=WIDTH, height=HEIGHT), "按措施构成的报告分布")
    return chart.configure_legend(labelLimit=420, titleFontWeight="normal")


def place_labels(data: pd.DataFrame) -> dict[str, list[float]]:
    """Return where points and their labels stand, in pixels from the upper left, so that no two labels overlap.

    A label stands beside its point, or as near above or below as there is room; what finds none within some lines
    stays beside its point.

    Parameters
    ----------
    data : DataFrame
        Columns ``x``, ``y``, ``name``.

    Returns
    -------
    dict of str to list of float
        ``x``, ``y``, ``label_x``, ``label_y`` and ``line_x``, where a line to the label ends; one number per row.

    Examples
    --------
    >>> import pandas as pd
    >>> two = place_labels(pd.DataFrame({"x": [0.0, 0.0], "y": [1.0, 1.0], "name": ["甲县", "乙县"]}))
    >>> two["x"][0] == two["x"][1], two["label_x"][0] == two["label_x"][1]
    (True, False)
    """
    xs = _pixels(data["x"].tolist(), WIDTH - 2 * _MARGIN - 60, _MARGIN)
    ys = [HEIGHT - y for y in _pixels(data["y"].tolist(), HEIGHT - 2 * _MARGIN, _MARGIN)]
    widths = [min(160.0, sum(_FONT if ord(c) > 0x2E7F else 0.6 * _FONT for c in name)) for name in data["name"]]
    placed = [(x - _DOT, y, 2.0 * _DOT) for x, y in zip(xs, ys, strict=True)]
    label_x, label_y = [0.0] * len(xs), [0.0] * len(xs)
    for i in sorted(range(len(xs)), key=lambda j: (ys[j], xs[j], j)):
        sides = (min(xs[i] + _DOT + 2, WIDTH - widths[i]), max(xs[i] - _DOT - 2 - widths[i], 0.0))
        tries = [(side, ys[i] + step * _LINE) for step in _STEPS for side in sides]
        free = (at for at in tries if _LINE < at[1] < HEIGHT and not _hits(placed, *at, widths[i]))
        label_x[i], label_y[i] = next(free, tries[0])
        placed.append((label_x[i], label_y[i], widths[i]))
    ends = [left if left > x else left + width for x, left, width in zip(xs, label_x, widths, strict=True)]
    return {"x": xs, "y": ys, "label_x": label_x, "label_y": label_y, "line_x": ends}


def _pixels(values: list[float], length: float, margin: float) -> list[float]:
    low, high = min(values), max(values)
    if high - low < 1e-9:
        return [margin + length / 2] * len(values)
    return [round(margin + length * (value - low) / (high - low), 2) for value in values]


def _hits(placed: list[tuple[float, float, float]], left: float, y: float, width: float) -> bool:
    return any(abs(y - b) < _LINE and left < a + w and a < left + width for a, b, w in placed)
