"""The analyses of a corpus in one call each: compare, cluster, panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, Unpack

from fupin_nlp.clustering import Clustering, ClusterOptions, duplicate_map
from fupin_nlp.clustering import cluster as cluster_texts
from fupin_nlp.clustering.profile import default_cues, measure_labels
from fupin_nlp.comparison import Comparison, Panel
from fupin_nlp.comparison import compare as compare_records
from fupin_nlp.comparison import panel as panel_of_records
from fupin_nlp.comparison.options import Choices
from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.indicators import indicators as known_indicators
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report import Corpus, Report
from fupin_nlp.report.evaluate import Evaluation, compare_rows, rows_of_files
from fupin_nlp.report.frame import records_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cluster", "compare", "evaluate", "panel"]

Reports: TypeAlias = Corpus | Sequence[Report]


def compare(
    reports: Reports | pd.DataFrame, /, by: str | Sequence[str] = "region", **choices: Unpack[Choices]
) -> Comparison:
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
    >>> texts = {"略阳县_2019": "2019年发放小额贷款200万元。", "洋县_2019": "2019年发放小额贷款300万元。"}
    >>> reports = [parse(text, name=name) for name, text in texts.items()]
    >>> compare(reports, by=["region", "measure"]).frame[["region", "measure", "n"]].values.tolist()
    [['洋县', 'finance', 1], ['略阳县', 'finance', 1]]
    """
    if not isinstance(reports, (Corpus, Sequence)):
        return compare_records(reports, by, **choices)
    texts = _texts(reports)
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
        See `fupin_nlp.clustering.cluster`. A corpus that was read with a taxonomy of its own is clustered by the
        cue words and labels of that taxonomy.

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
    options = options or ClusterOptions()
    if isinstance(reports, Corpus) and reports.options.measures is not None:
        taxonomy = reports.options.taxonomy()
        options = replace(
            options,
            cues=options.cues or default_cues(taxonomy),
            labels=measure_labels(taxonomy) if options.labels is None else options.labels,
        )
    return cluster_texts(_texts(reports), _frame(reports), by=by, k=k, options=options)


def panel(reports: Reports | pd.DataFrame, indicators: Sequence[str] | None = None) -> Panel:
    """Put the targets and results of indicators side by side: region × year × indicator.

    Parameters
    ----------
    reports : Corpus, sequence of Report, or DataFrame of records
        As for `compare`.
    indicators : sequence of str, optional
        Canonical names (地区生产总值增速); all that occur by default.

    Returns
    -------
    Panel

    Raises
    ------
    OptionError
        If the library knows no indicator of such a name.
    FupinError
        If a frame lacks columns.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> report = parse("2015年，力争地区生产总值增长8%。", name="海拉尔区_2015.txt")
    >>> panel([report]).frame["indicator"].tolist()
    ['地区生产总值增速']
    """
    if not isinstance(reports, (Corpus, Sequence)):
        return panel_of_records(reports, indicators)
    _check_indicators(indicators or ())
    return panel_of_records(_frame(reports), indicators, reports=_texts(reports))


def _check_indicators(names: Sequence[str]) -> None:
    """Refuse a name that no record can have; the panel would be empty without a word."""
    known = known_indicators().by_name
    for name in names:
        if name not in known:
            near = [other for other in known if set(name) & set(other)]
            near.sort(key=lambda other: -SequenceMatcher(None, name, other).ratio())
            raise OptionError(f"unknown indicator {name!r}; do you mean {', '.join(near[:5]) or next(iter(known))}?")


def _texts(reports: Reports) -> list[ReportText]:
    if isinstance(reports, Corpus):
        return reports.texts()
    return [report.to_text() for report in reports]


def _frame(reports: Reports) -> pd.DataFrame:
    if isinstance(reports, Corpus):
        return reports.to_frame()
    return records_frame(record for report in reports for record in report.records)


def evaluate(reports: Reports, gold: str | Path | Iterable[Mapping[str, Any]]) -> Evaluation:
    """Measure the accuracy of the records of reports against gold records.

    Parameters
    ----------
    reports : Corpus or sequence of Report
        Reports without gold do not count.
    gold : str, Path or iterable of dict
        A JSON Lines file, a folder of them, or rows as `fupin_nlp.annotation.load` returns them.

    Returns
    -------
    Evaluation
        ``rates()``, ``problems``, ``confusion``; ``fupin_nlp.report.scoresheet.scoresheet`` shows it as text.

    Raises
    ------
    ReadError
        If a file cannot be read.
    FupinError
        If there is no gold record to compare with.

    Examples
    --------
    >>> from fupin_nlp.report.samples import sample_folder
    >>> result = evaluate(Corpus.from_folder(sample_folder()), sample_folder() / "gold")
    >>> result.found_f1 > 0.9
    True
    """
    rows = rows_of_files([Path(gold)]) if isinstance(gold, (str, Path)) else gold
    return compare_rows((record.to_dict() for report in reports for record in report.records), rows)
