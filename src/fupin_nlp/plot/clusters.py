"""Clusters: the map of their reports, and how many reports of each year they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.plot.base import altair, label, styled
from fupin_nlp.plot.similarity import report_names

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering import Clustering

__all__ = ["cluster_map", "clusters_over_time"]

WIDTH, HEIGHT = 600, 420  # pixels
_MARGIN, _FONT, _LINE, _DOT = 24, 11, 13, 7
_STEPS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5)  # lines that a label may be moved down or up
_NAMED = 60  # reports up to which each has its name beside it
_COLOURS = (
    "#0969da",
    "#1a7f37",
    "#bf6a00",
    "#8250a8",
    "#b3261e",
    "#0b7285",
    "#7d6b00",
    "#d6569b",
    "#57606a",
    "#5b8c2a",
)
_NONE = "#b6bdc5"
_RATHER_CHANCE = 0.6
_UNASSIGNED, _UNASSIGNED_LABEL = -1, "未归类"  # as in `fupin_nlp.clustering`, which loads scikit-learn


def _clustering(given: Clustering, what: str) -> Clustering:
    from fupin_nlp.clustering import Clustering

    if not isinstance(given, Clustering):
        raise ArgumentError(f"{what} draws what fupin_nlp.cluster returns, not {named(given)}")
    return given


def cluster_map(clustering: Clustering) -> Any:
    """Draw the reports of a clustering: what is alike lies near each other, coloured by cluster.

    Parameters
    ----------
    clustering : Clustering
        What `fupin_nlp.cluster` returned.

    Returns
    -------
    altair.LayerChart
        Distances say how far reports differ in what the clusters rest on; two directions keep the largest part of
        that, not all, and have no meaning of their own. The legend has the stability of each cluster. More than
        60 reports are drawn without their names.

    Raises
    ------
    ArgumentError
        If it is something else.

    Examples
    --------
    >>> from fupin_nlp.analysis import cluster
    >>> from fupin_nlp.report import parse
    >>> texts = ["发放小额贷款200万元，惠及农户300户。", "新建村组道路12公里，硬化道路5公里。"]
    >>> chart = cluster_map(cluster([parse(t, name=str(i)) for i, t in enumerate(texts)], k=2))
    >>> chart.to_dict()["title"]["text"]
    '报告的聚类（按措施）'
    """
    found = _clustering(clustering, "cluster_map")
    alt = altair()
    names = report_names(*(found.reports[name].tolist() for name in ("doc", "region", "year")))
    order, labels = _labels(found)
    of = dict(zip(found.reports["doc"], found.reports["cluster"], strict=True))
    docs = found.positions["doc"].tolist()
    data = found.positions.assign(name=[names[doc] for doc in docs], cluster=[labels[int(of[doc])] for doc in docs])
    frame = data.assign(**place_labels(data))
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    base = alt.Chart(frame).encode(
        x=alt.X("x:Q", title=None, axis=bare, scale=alt.Scale(domain=[0, WIDTH], nice=False)),
        tooltip=[
            alt.Tooltip("name:N", title="报告"),
            alt.Tooltip("doc:N", title="文件"),
            alt.Tooltip("cluster:N", title="类"),
        ],
    )
    y = alt.Y("y:Q", title=None, axis=bare, scale=alt.Scale(domain=[HEIGHT, 0], nice=False))
    points = base.mark_point(filled=True, size=110, opacity=0.85).encode(y=y, **_looks(order))
    layers = [points]
    if len(frame) <= _NAMED:
        moved = base.transform_filter(alt.datum.label_y != alt.datum.y)
        lines = moved.mark_rule(color="#8c959f", strokeWidth=0.7).encode(y=y, x2="line_x:Q", y2="label_y:Q")
        text = base.mark_text(align="left", fontSize=_FONT).encode(x="label_x:Q", y="label_y:Q", text="name:N")
        layers = [lines, points, text]
    chart = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    said = ["相近的报告位置相近；两个方向本身没有含义", *found.notes]
    return styled(chart, f"报告的聚类（按{_BY[found.by]}）", "\n".join(said))


_BY = {"measure": "措施", "topic": "主题"}


def _labels(found: Clustering) -> tuple[list[str], dict[int, str]]:
    """Return the names of the clusters in their order, and by number, with size and stability."""
    labels: dict[int, str] = {}
    for row in found.clusters.to_dict("records"):
        firm = row["stability"]
        said = "" if firm != firm else f"，稳定度 {firm:.2f}" + ("（偏低）" if firm < _RATHER_CHANCE else "")
        labels[int(row["cluster"])] = label(f"{row['cluster'] + 1}. {row['label']}，{row['size']} 份{said}")
    if (found.reports["cluster"] == _UNASSIGNED).any():
        labels[_UNASSIGNED] = _UNASSIGNED_LABEL
    return list(labels.values()), labels


def _looks(order: list[str]) -> dict[str, Any]:
    """Return colour and shape by cluster, with one legend for both below the map, where long names have room."""
    alt = altair()
    legend = alt.Legend(orient="bottom", columns=1, labelLimit=WIDTH)
    return {
        "color": alt.Color(
            "cluster:N", title=None, scale=alt.Scale(domain=order, range=_colours(order)), legend=legend
        ),
        "shape": alt.Shape("cluster:N", title=None, scale=alt.Scale(domain=order), legend=legend),
    }


def _colours(order: list[str]) -> list[str]:
    return [_NONE if name.strip() == _UNASSIGNED_LABEL else _COLOURS[i % len(_COLOURS)] for i, name in enumerate(order)]


def clusters_over_time(clustering: Clustering) -> Any:
    """Draw how the reports of each year divide among the clusters.

    Parameters
    ----------
    clustering : Clustering
        What `fupin_nlp.cluster` returned.

    Returns
    -------
    altair.LayerChart
        One bar a year, its parts the shares of the clusters, with the number of reports in each. Reports without a
        year and without a cluster are not drawn; the subtitle counts them.

    Raises
    ------
    OptionError
        If no report has a year.
    ArgumentError
        If it is something else.

    Examples
    --------
    >>> from fupin_nlp.analysis import cluster
    >>> from fupin_nlp.report import parse
    >>> texts = {2015: "发放小额贷款200万元，惠及农户300户。", 2016: "新建村组道路12公里，硬化道路5公里。"}
    >>> found = cluster([parse(text, name=f"洋县_{year}.txt") for year, text in texts.items()], k=2)
    >>> [row["size"] for row in next(iter(clusters_over_time(found).to_dict()["datasets"].values()))]
    [1, 1]
    """
    found = _clustering(clustering, "clusters_over_time")
    alt = altair()
    table = found.over_time()
    if table.empty:
        raise OptionError("no report of the clustering has a year; nothing can be drawn over time")
    order, labels = _labels(found)
    order = [labels[number] for number in sorted(labels) if number != _UNASSIGNED]
    data = table.assign(name=[labels[int(number)] for number in table["cluster"]], year=table["year"].astype(int))
    data = data.assign(rank=data["cluster"], percent=100 * data["share"])
    years = list(range(int(data["year"].min()), int(data["year"].max()) + 1))
    base = alt.Chart(data).encode(
        x=alt.X("year:O", title="年份", axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=years)),
        y=alt.Y("percent:Q", title="占当年报告的比重（%）", stack=True, scale=alt.Scale(domain=[0, 100])),
        order=alt.Order("rank:Q"),
    )
    legend = alt.Legend(orient="bottom", columns=1, labelLimit=WIDTH)
    colour = alt.Color("name:N", title=None, scale=alt.Scale(domain=order, range=_colours(order)), legend=legend)
    tooltip = [
        alt.Tooltip("year:O", title="年份"),
        alt.Tooltip("name:N", title="类"),
        alt.Tooltip("size:Q", title="报告数（份）"),
        alt.Tooltip("percent:Q", title="比重（%）", format=".1f"),
    ]
    bars = base.mark_bar(stroke="white").encode(color=colour, tooltip=tooltip)
    sizes = base.mark_text(color="white", fontSize=11).encode(
        y=alt.Y("percent:Q", stack="zero", bandPosition=0.5), detail="name:N", text="size:Q"
    )
    left = len(found.reports) - int(table["size"].sum())
    chart = (bars + sizes).properties(width=max(240, min(640, 48 * len(years))), height=280)
    said = ["柱中数字为报告份数", *([f"{left} 份报告没有年份或未归类，未画出"] if left else [])]
    return styled(chart, "各类报告的历年比重", "；".join(said))


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
