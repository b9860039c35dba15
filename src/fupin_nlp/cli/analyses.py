"""Commands on many documents: comparison, clusters, panel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from fupin_nlp.cli.options import OUTPUT, PATHS, examples, report_options
from fupin_nlp.cli.running import deliver, end_with, read_corpus, say
from fupin_nlp.model.record import ROLES
from fupin_nlp.report import ReportOptions

__all__ = ["cluster", "compare", "panel", "vectors"]


@click.command(
    epilog=examples(
        "fupin compare reports/ --by region,measure",
        "fupin compare reports/ --by region,year --entity 小额贷款 -o loans.csv",
        "fupin compare reports/ --by region --indicator 地区生产总值增速",
    )
)
@PATHS
@click.option(
    "--by",
    default="region,measure",
    show_default=True,
    help="What makes a cell: region, year, measure, entity, indicator, doc, role; several with commas.",
)
@click.option("--entity", help="Only figures of this entity; flows are added up.")
@click.option("--indicator", help="Only figures of this indicator.")
@click.option("--unit", help="Only figures that can be given in this unit, and given in it.")
@click.option(
    "--role",
    type=click.Choice([*ROLES, "all"]),
    default="achieved",
    show_default=True,
    help="Only figures of this role.",
)
@OUTPUT
@report_options
def compare(
    paths: tuple[str, ...], by: str, role: str, output: Path | None, options: ReportOptions, **choices: Any
) -> None:
    """Compare who did what, how much: one row a cell, nothing counted twice.

    Figures of one entity or indicator are added where they are flows of separate or equal periods; of levels,
    changes, shares and rates the latest is shown. Otherwise a cell counts its records and shows the largest.
    """
    from fupin_nlp.analysis import compare as compare_reports
    from fupin_nlp.cli.tables import comparison_table
    from fupin_nlp.comparison import COMPARISON_LABELS_ZH

    corpus = read_corpus(paths, options)
    keys = [key.strip() for key in by.split(",") if key.strip()]
    found = compare_reports(corpus, keys, role=None if role == "all" else role, **choices)
    deliver(found.frame, output, comparison_table(found), COMPARISON_LABELS_ZH)
    end_with(corpus.failures, told=True)


def _number_of_clusters(context: click.Context, parameter: click.Parameter, value: str) -> int | str:  # noqa: ARG001
    if value == "auto":
        return value
    if not value.isdecimal() or int(value) < 1:
        raise click.BadParameter(f"{value!r} is neither a number of at least 1 nor auto.")
    return int(value)


@click.command(
    epilog=examples(
        "fupin cluster reports/",
        "fupin cluster reports/ -k 4 -o clusters.xlsx",
        "fupin cluster papers/ --by topic",
    )
)
@PATHS
@click.option(
    "--by",
    type=click.Choice(["measure", "topic"]),
    default="measure",
    show_default=True,
    help="What brings reports together: the measures that they lean on, or all their words.",
)
@click.option(
    "-k", default="auto", show_default=True, callback=_number_of_clusters, help="Number of clusters, or auto."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Assign the reports to the clusters of this file, made with -o FILE.zip.",
)
@click.option(
    "--vectors",
    "vectors_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Word vectors made by `fupin vectors`, instead of those of the library.",
)
@OUTPUT
@report_options
def cluster(  # noqa: PLR0913 - one for each option
    paths: tuple[str, ...],
    by: str,
    k: int | str,
    into: Path | None,
    vectors_file: Path | None,
    output: Path | None,
    options: ReportOptions,
) -> None:
    """Show which reports belong together, and by which measures.

    With -o the file has one row for each report; a name that ends in .zip keeps the fitted clusters, to which
    `fupin cluster NEW --into FILE.zip` assigns other reports.
    """
    from fupin_nlp.analysis import cluster as cluster_reports
    from fupin_nlp.cli.tables import cluster_table
    from fupin_nlp.cli.terminal import table
    from fupin_nlp.clustering import CLUSTER_LABELS_ZH, Clustering, ClusterOptions, WordVectors

    corpus = read_corpus(paths, options)
    if into is not None:
        assigned = Clustering.load(into).predict(corpus)
        deliver(assigned, output, table(assigned.rename(columns=dict(CLUSTER_LABELS_ZH)), cell=50), CLUSTER_LABELS_ZH)
        end_with(corpus.failures, told=True)
    vectors = None if vectors_file is None else WordVectors.load(vectors_file)
    found = cluster_reports(corpus, by=by, k=k, options=ClusterOptions(vectors=vectors))
    for note in found.notes:
        say(note)
    if output is not None and output.suffix.lower() == ".zip":
        found.save(output)
    else:
        deliver(found.reports, output, cluster_table(found), CLUSTER_LABELS_ZH)
    end_with(corpus.failures, told=True)


@click.command(
    epilog=examples(
        "fupin vectors news/ reports/ -o words.tsv.xz", "fupin cluster reports/ --by topic --vectors words.tsv.xz"
    )
)
@PATHS
@click.option("--dimensions", default=64, show_default=True, type=click.IntRange(2), help="Of the vectors.")
@click.option("--fewest", default=10, show_default=True, type=click.IntRange(1), help="Rarer words have no vector.")
@click.option("--most-words", default=20_000, show_default=True, type=click.IntRange(2), help="Of the others at most.")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="A file FILE.tsv.xz."
)
@report_options
def vectors(
    paths: tuple[str, ...], dimensions: int, fewest: int, most_words: int, output: Path, options: ReportOptions
) -> None:
    """Make word vectors of any texts, by which clusters bring different words for one thing together.

    The more text of the field, the better; a million characters are a beginning.
    """
    from fupin_nlp.clustering import WordVectors

    corpus = read_corpus(paths, options)
    texts = (text.text for text in corpus.to_texts())
    found = WordVectors.train(texts, dimensions=dimensions, fewest=fewest, most_words=most_words)
    found.save(output, source="、".join(Path(path).name for path in paths))
    say(f"{len(found.words)} words in {output}")
    end_with(corpus.failures, told=True)


@click.command(
    epilog=examples(
        "fupin panel reports/",
        "fupin panel reports/ --indicator 地区生产总值增速 -o growth.dta --gaps gaps.csv",
    )
)
@PATHS
@click.option("--indicator", "indicators", multiple=True, metavar="NAME", help="Only this one; may be repeated.")
@click.option(
    "--gaps",
    "gaps_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write what is missing, and why, to this file.",
)
@OUTPUT
@report_options
def panel(
    paths: tuple[str, ...],
    indicators: tuple[str, ...],
    gaps_file: Path | None,
    output: Path | None,
    options: ReportOptions,
) -> None:
    """Put targets and results of indicators side by side: region, year, indicator.

    Nothing is interpolated; how many figures are missing, and why, is told on standard error.
    """
    from fupin_nlp.analysis import panel as panel_of
    from fupin_nlp.cli.tables import panel_table
    from fupin_nlp.comparison import GAP_LABELS_ZH, PANEL_LABELS_ZH

    corpus = read_corpus(paths, options)
    found = panel_of(corpus, list(indicators) or None)
    deliver(found.frame, output, panel_table(found), PANEL_LABELS_ZH)
    if gaps_file is not None:
        deliver(found.gaps, gaps_file, "", GAP_LABELS_ZH)
    gaps = found.gaps["reason"].value_counts().sort_index()
    if len(gaps):
        say("gaps: " + ", ".join(f"{reason} {count}" for reason, count in gaps.items()))
    end_with(corpus.failures, told=True)
