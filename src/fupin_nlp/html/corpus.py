"""The page of a corpus: its views, its comparison, its panel, its clusters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin_nlp.comparison.entity import direction_labels
from fupin_nlp.comparison.sums import REASONS_ZH
from fupin_nlp.errors import OptionError
from fupin_nlp.html.page import PageOptions, page
from fupin_nlp.html.view import ClusterView, ReportView
from fupin_nlp.plot.font import has_font
from fupin_nlp.report import Corpus, Report
from fupin_nlp.version import __version__
from fupin_nlp.words.table import WORD_LABELS_ZH

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.clustering import Clustering
    from fupin_nlp.words import Attention, WordTable

__all__ = ["corpus_page"]

# What shares are shares of, and codes, say nothing to a reader.
_UNSHOWN = ("region_code", "pos", "words", "sentences", "characters", "mention_characters")
_DECIMALS = 3
FEWEST_TO_CLUSTER = 4  # fewer reports than that form no groups worth a name


def corpus_page(
    corpus: Corpus,
    *,
    title: str = "",
    clusters: Clustering | None = None,
    words: WordTable | None = None,
    attention: Attention | None = None,
) -> str:
    """Return the self-contained page of a corpus, as `fupin report` writes it.

    Parameters
    ----------
    corpus : Corpus
        The reports; those that could not be read are listed on the page.
    title : str
        Heading of the page; without it one is made of the reports.
    clusters : Clustering, optional
        What `fupin_nlp.cluster` returned for the corpus; without it four reports or more are clustered by measure.
    words : WordTable, optional
        What `fupin_nlp.frequencies` returned, shown as a table.
    attention : Attention, optional
        What `fupin_nlp.attention` returned, shown as a table with its gaps empty.

    Returns
    -------
    str
        The whole file; write it as UTF-8. The Chinese characters are in it where the extra ``plot`` is installed.

    Raises
    ------
    OptionError
        If no report could be read.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> text = corpus_page(Corpus([parse("2019年脱贫3户。", name="洋县_2019.txt")]))
    >>> "<h1>洋县2019年报告</h1>" in text
    True
    """
    from fupin_nlp.analysis import cluster, compare, panel

    if not corpus.reports:
        raise OptionError("no document could be read, so there is no page to write")
    if clusters is None and len(corpus.reports) >= FEWEST_TO_CLUSTER:
        clusters = cluster(corpus)
    return page(
        [_view(report) for report in corpus.reports],
        corpus.to_frame(),
        comparison=compare(corpus, by=["region", "measure"]).frame,
        panel=panel(corpus).frame,
        clusters=ClusterView.from_frame(clusters.clusters) if clusters is not None else (),
        options=PageOptions(
            title=title,
            note=f"fupin-nlp {__version__}",
            embed_font=has_font(),
            words={**REASONS_ZH, **direction_labels()},
            tables=_tables(words, attention),
            failures=tuple((failure.doc, failure.reason) for failure in corpus.failures),
        ),
    )


def _tables(words: WordTable | None, attention: Attention | None) -> dict[str, pd.DataFrame]:
    tables = {}
    if words is not None:
        tables["词频"] = words.to_frame()
    if attention is not None:
        tables["关注度"] = attention.to_frame()
    # The year keeps its name: by it the table knows that it is no quantity.
    labels = {name: label for name, label in WORD_LABELS_ZH.items() if name != "year"}
    return {
        name: frame.drop(columns=[c for c in _UNSHOWN if c in frame.columns]).round(_DECIMALS).rename(columns=labels)
        for name, frame in tables.items()
    }


def _view(report: Report) -> ReportView:
    return ReportView.from_clean(
        report.clean,
        [record.to_dict() for record in report.records],
        title=report.title or report.doc,
        region=report.region or "",
        date=report.date or "",
    )
