"""The analyses of a corpus in one call each: compare, cluster, panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from fupin_nlp.clustering import Clustering, ClusterOptions, duplicate_map
from fupin_nlp.clustering import cluster as cluster_texts
from fupin_nlp.comparison import Comparison, Panel
from fupin_nlp.comparison import compare as compare_records
from fupin_nlp.comparison import panel as panel_of_records
from fupin_nlp.report import Corpus, Report
from fupin_nlp.report.frame import records_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cluster", "compare", "panel"]

Reports: TypeAlias = "Corpus | Sequence[Report]"


def compare(reports: Reports | pd.DataFrame, by: str | Sequence[str] = "region", **choices: Any) -> Comparison:
    """Compare regions, years or measures without counting anything twice.

    Parameters
    ----------
    reports : Corpus, sequence of Report, or DataFrame of records
        Of a corpus, records without a region of their own take that of their report, and of reports that are
        nearly the same only the first counts.
    by : str or sequence of str
        Keys of the cells: region, year, measure, entity, indicator, doc, role.
    **choices
        See `fupin_nlp.comparison.compare`.

    Returns
    -------
    Comparison
        ``frame`` has one row a cell, ``pivot()`` a table, ``left_out`` what was not counted and why.

    Raises
    ------
    OptionError
        If a choice is not known.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> reports = [parse("2019年发放小额贷款200万元。", name="略阳县_2019"), parse("2019年发放小额贷款300万元。", name="洋县_2019")]
    >>> compare(reports, by=["region", "measure"]).frame[["region", "measure", "n"]].values.tolist()
    [['洋县', 'finance', 1], ['略阳县', 'finance', 1]]
    """
    if not _are_reports(reports):
        return compare_records(reports, by, **choices)
    texts = [r.to_text() for r in reports]
    choices.setdefault("reports", texts)
    choices.setdefault("duplicates", duplicate_map(texts))
    return compare_records(_frame(reports), by, **choices)


def cluster(
    reports: Reports,
    *,
    by: str = "measure",
    k: int | str = "auto",
    options: ClusterOptions | None = None,
) -> Clustering:
    """Cluster reports by the measures they lean on, or by topic.

    Parameters
    ----------
    reports : Corpus or sequence of Report
        At least as many as clusters.
    by : {"measure", "topic"}
        What brings reports together.
    k : int or "auto"
        Number of clusters.
    options : ClusterOptions, optional
        See `fupin_nlp.clustering.cluster`.

    Returns
    -------
    Clustering

    Raises
    ------
    OptionError
        If `by` or `k` is not among the choices, or there are fewer reports than clusters.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> texts = ["发放小额贷款200万元，惠及农户300户。", "新建村组道路12公里，硬化道路5公里。"]
    >>> found = cluster([parse(t, name=str(i)) for i, t in enumerate(texts)], k=2)
    >>> sorted(found.reports["cluster"].tolist())
    [0, 1]
    """
    return cluster_texts([r.to_text() for r in reports], _frame(reports), by=by, k=k, options=options)


def panel(reports: Reports | pd.DataFrame, indicators: Sequence[str] | None = None) -> Panel:
    """Put the targets and results of indicators side by side: region × year × indicator.

    Parameters
    ----------
    reports : Corpus, sequence of Report, or DataFrame of records
    indicators : sequence of str, optional
        Canonical names (地区生产总值增速); all that occur by default.

    Returns
    -------
    Panel

    Raises
    ------
    FupinError
        If a frame lacks columns.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("2015年，力争地区生产总值增长8%。", name="海拉尔区_2015.txt")
    >>> panel([report]).frame["indicator"].tolist()
    ['地区生产总值增速']
    """
    if not _are_reports(reports):
        return panel_of_records(reports, indicators)
    return panel_of_records(_frame(reports), indicators, reports=[r.to_text() for r in reports])


def _are_reports(reports: Any) -> bool:
    return isinstance(reports, Corpus) or not hasattr(reports, "columns")


def _frame(reports: Iterable[Report]) -> pd.DataFrame:
    return records_frame(record for report in reports for record in report.records)
