"""The page of a corpus: its views, its comparison, its clusters."""

from __future__ import annotations

from pathlib import Path

from fupin_nlp import __version__
from fupin_nlp.analysis import cluster, compare
from fupin_nlp.clustering import Clustering
from fupin_nlp.comparison.entity import direction_labels
from fupin_nlp.comparison.sums import REASONS_ZH
from fupin_nlp.errors import OptionError
from fupin_nlp.html import ClusterView, PageOptions, ReportView, page
from fupin_nlp.plot.font import has_font
from fupin_nlp.report import Corpus, Report
from fupin_nlp.store.files import replacing

__all__ = ["write_page"]

FEWEST_TO_CLUSTER = 4  # fewer reports than that form no groups worth a name


def write_page(corpus: Corpus, path: Path, *, clusters: Clustering | None = None) -> None:
    """Write the self-contained page of a corpus, with its Chinese characters where the extra ``plot`` is installed.

    Raises
    ------
    OptionError
        If there is no report, or the file cannot be written.
    """
    if not corpus.reports:
        raise OptionError("no document could be read, so there is no page to write")
    if clusters is None and len(corpus.reports) >= FEWEST_TO_CLUSTER:
        clusters = cluster(corpus)
    text = page(
        [_view(report) for report in corpus.reports],
        corpus.to_frame(),
        comparison=compare(corpus, by=["region", "measure"]).frame,
        clusters=ClusterView.from_frame(clusters.clusters) if clusters is not None else (),
        options=PageOptions(
            note=f"fupin-nlp {__version__}",
            embed_font=has_font(),
            words={**REASONS_ZH, **direction_labels()},
            failures=tuple((failure.doc, failure.reason) for failure in corpus.failures),
        ),
    )
    with replacing(path) as file:
        file.write(text.encode())


def _view(report: Report) -> ReportView:
    return ReportView.from_clean(
        report.clean,
        [record.to_dict() for record in report.records],
        title=report.title or report.doc,
        region=report.region or "",
        date=report.date or "",
    )
