"""The map of clusters: reports that lean on the same measures lie near each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import OptionError
from fupin_nlp.plot.charts import altair, label, need, shown, styled

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cluster_map", "measure_shares", "profile_positions"]

_NONE = "未分组"
_SIDE = 2  # measures named at each end of an axis


def measure_shares(records: pd.DataFrame) -> pd.DataFrame:
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

    need(records, ["doc", "measure_label"], "measure_shares")
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
        Shown by a notebook as it is; `fupin_nlp.plot.save` writes it. Distances say how far profiles differ; the two
        axes keep the largest part of the differences, not all of them.

    Raises
    ------
    OptionError
        If the profile is empty or holds no shares, or no document of `clusters` is in it.
    DependencyError
        If the extra ``plot`` is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> profile = pd.DataFrame({"产业扶贫": [0.9, 0.2], "教育扶贫": [0.1, 0.8]}, index=["a.txt", "b.txt"])
    >>> chart = cluster_map(profile, {"a.txt": "产业扶贫", "b.txt": "教育扶贫"})
    >>> len(chart.to_dict()["layer"])
    2
    """
    alt = altair()
    data, (across, up) = profile_positions(profile)
    if not set(data["doc"]) & set(clusters):
        raise OptionError("none of the clustered documents is in the profile; give the profile of the same reports")
    data["cluster"] = [label(clusters.get(doc, _NONE)) for doc in data["doc"]]
    data["name"] = [label((names or {}).get(doc, doc)) for doc in data["doc"]]
    bare = alt.Axis(labels=False, ticks=False)
    base = alt.Chart(data).encode(
        x=alt.X("x:Q", title=across, axis=bare, scale=alt.Scale(padding=40, nice=False, zero=False)),
        y=alt.Y("y:Q", title=up, axis=bare, scale=alt.Scale(padding=20, nice=False, zero=False)),
        tooltip=[alt.Tooltip("name:N", title="报告"), alt.Tooltip("cluster:N", title="聚类")],
    )
    labels_present = sorted(set(data["cluster"]), key=lambda name: (name == _NONE, name))
    domain = alt.Scale(scheme="tableau10", domain=labels_present)
    points = base.mark_point(filled=True, size=110, opacity=0.85).encode(
        color=alt.Color("cluster:N", title="聚类", scale=domain),
        shape=alt.Shape("cluster:N", title="聚类", scale=alt.Scale(domain=labels_present)),
    )
    labels = base.mark_text(align="left", dx=9, fontSize=11, limit=160).encode(text="name:N")
    return styled((points + labels).properties(width=560, height=400), "按措施构成的报告分布")
