"""The analyses of a corpus in one call each: compare, cluster, panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, Unpack

from fupin_nlp.clustering import Clustering, ClusterOptions, Similarity, duplicate_map
from fupin_nlp.clustering import cluster as cluster_texts
from fupin_nlp.clustering import similarity as similarity_of_texts
from fupin_nlp.clustering.profile import default_cues, measure_labels
from fupin_nlp.comparison import Comparison, Panel
from fupin_nlp.comparison import compare as compare_records
from fupin_nlp.comparison import panel as panel_of_records
from fupin_nlp.comparison.options import Choices
from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.indicators import indicators as known_indicators
from fupin_nlp.report.asked import Reports, corpus_of
from fupin_nlp.report.evaluate import Evaluation, compare_rows, rows_of_files

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cluster", "compare", "evaluate", "panel", "similarity"]

_NEAR = 0.5  # likeness of two names from which on one may be meant by the other: half of their characters are shared
_MOST_NEAR = 5


def compare(
    reports: Reports | pd.DataFrame, /, by: str | Sequence[str] = "region", **choices: Unpack[Choices]
) -> Comparison:
    """Compare regions, years or measures without counting anything twice.

    Parameters
    ----------
    reports : Corpus, Report, iterable of Report, or DataFrame of records
        Of reports, records without a region of their own take that of their report, and of reports that are
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
    if is_frame(reports):
        return compare_records(reports, by, **choices)
    corpus = corpus_of(reports, "compare")
    texts = corpus.to_texts()
    choices.setdefault("reports", texts)
    choices.setdefault("duplicates", duplicate_map(texts))
    with corpus.options.lexicon.at_work():
        return compare_records(corpus.to_frame(), by, **choices)


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
    reports : Corpus, Report or iterable of Report
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
    corpus = corpus_of(reports, "cluster")
    if corpus.options.measures is not None or corpus.options.lexicon.key:
        taxonomy = corpus.options.taxonomy()
        options = replace(
            options,
            cues=options.cues or default_cues(taxonomy),
            labels=measure_labels(taxonomy) if options.labels is None else options.labels,
        )
    with corpus.options.lexicon.at_work():
        return cluster_texts(corpus.to_texts(), corpus.to_frame(), by=by, k=k, options=options)


def similarity(reports: Reports, *, shortest: int = 20) -> Similarity:
    """Measure how alike reports are, what changed from year to year, and what was taken over from which report.

    Parameters
    ----------
    reports : Corpus or iterable of Report
        At least two; they are compared in order of their years.
    shortest : int
        Fewest characters of a passage that was taken over, at least 12.

    Returns
    -------
    Similarity
        ``pairs``, ``changes`` (each region against its last report) and ``passages`` (with both places);
        ``matrix()`` is a square table.

    Raises
    ------
    OptionError
        If there are fewer than two reports or `shortest` is below 12.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> same = "发放小额贷款两千万元，修建村组道路十二公里"
    >>> texts = {2015: f"全县{same}。", 2016: f"今年{same}，培训农民。"}
    >>> found = similarity([parse(text, name=f"洋县_{year}.txt") for year, text in texts.items()])
    >>> found.passages[["doc", "of", "length"]].values.tolist()
    [['洋县_2016.txt', '洋县_2015.txt', 21]]
    """
    return similarity_of_texts(corpus_of(reports, "similarity").to_texts(), shortest=shortest)


def panel(reports: Reports | pd.DataFrame, indicators: str | Sequence[str] | None = None) -> Panel:
    """Put the targets and results of indicators side by side: region × year × indicator.

    Parameters
    ----------
    reports : Corpus, Report, iterable of Report, or DataFrame of records
        As for `compare`.
    indicators : str or sequence of str, optional
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
    names = [indicators] if isinstance(indicators, str) else indicators
    if is_frame(reports):
        return panel_of_records(reports, names)
    corpus = corpus_of(reports, "panel")
    with corpus.options.lexicon.at_work():
        _check_indicators(names or ())
        return panel_of_records(corpus.to_frame(), names, reports=corpus.to_texts())


def _check_indicators(names: Sequence[str]) -> None:
    """Refuse a name that no record can have; the panel would be empty without a word."""
    table = known_indicators()
    for name in names:
        if name not in table.by_name:
            likely = {
                found.name: max(_likeness(name, spelling) for spelling in table.spellings(found)) for found in table
            }
            near = sorted((n for n, score in likely.items() if score >= _NEAR), key=lambda n: -likely[n])[:_MOST_NEAR]
            hint = f"do you mean {', '.join(near)}?" if near else "fupin_nlp.indicators() lists those that are known"
            raise OptionError(f"unknown indicator {name!r}; {hint}")


def _likeness(name: str, spelling: str) -> float:
    return SequenceMatcher(None, name.lower(), spelling.lower()).ratio()


def is_frame(given: Any) -> TypeGuard[pd.DataFrame]:
    """Tell whether something is a DataFrame, without loading pandas for what is none.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> is_frame([]), is_frame(Corpus().to_frame())
    (False, True)
    """
    return hasattr(given, "columns") and hasattr(given, "loc")


def evaluate(reports: Reports, gold: str | Path | Iterable[Mapping[str, Any]]) -> Evaluation:
    """Measure the accuracy of the records of reports against gold records.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
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
    >>> from fupin_nlp.report import Corpus
    >>> from fupin_nlp.report.samples import sample_folder
    >>> result = evaluate(Corpus.from_folder(sample_folder()), sample_folder() / "gold")
    >>> result.found_f1 > 0.9
    True
    """
    rows = rows_of_files([Path(gold)]) if isinstance(gold, (str, Path)) else gold
    corpus = corpus_of(reports, "evaluate")
    return compare_rows((record.to_dict() for report in corpus for record in report.records), rows)
