"""The page of a corpus: its views, its comparison, its clusters."""

from __future__ import annotations

from pathlib import Path

from fupin_nlp import __version__
from fupin_nlp.analysis import cluster, compare
from fupin_nlp.clustering import Clustering
from fupin_nlp.errors import OptionError
from fupin_nlp.html import ClusterView, PageOptions, ReportView, page
from fupin_nlp.report import Corpus

__all__ = ["write_page"]

FEWEST_TO_CLUSTER = 4  # fewer reports than that form no groups worth a name


def write_page(corpus: Corpus, path: Path, *, clusters: Clustering | None = None) -> None:
    """Write the self-contained page of a corpus.

    Raises
    ------
    OptionError
        If there is no report, or the file cannot be written.
    """
    if not corpus.reports:
        raise OptionError("no document could be read, so there is no page to write")
    views = [
        ReportView.from_clean(
            r.clean,
            [record.to_dict() for record in r.records],
            title=r.title or r.doc,
            region=r.region or "",
            date=r.date or "",
        )
        for r in corpus.reports
    ]
    comparison = compare(corpus, by=["region", "measure"])
    if clusters is None and len(corpus.reports) >= FEWEST_TO_CLUSTER:
        clusters = cluster(corpus)
    text = page(
        views,
        corpus.to_frame(),
        comparison=comparison.frame,
        clusters=ClusterView.from_frame(clusters.clusters) if clusters is not None else (),
        options=PageOptions(
            note=f"fupin-nlp {__version__}", failures=tuple((f.doc, f.reason) for f in corpus.failures)
        ),
    )
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OptionError(f"{path}: cannot be written: {error.strerror}; choose another place with -o") from error
