"""Commands that show results: the page, the demonstration, the accuracy."""

from __future__ import annotations

from pathlib import Path

import click

from fupin_nlp.cli.options import PATHS, examples, report_options
from fupin_nlp.cli.running import end_with, read_corpus, say
from fupin_nlp.report import ReportOptions

__all__ = ["demo", "evaluate", "report"]

_TOP_WORDS = 100


@click.command(
    epilog=examples("fupin report reports/ -o report.html", "fupin report reports/ --words --dictionary concepts.toml")
)
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--words", is_flag=True, help="Show the most frequent words.")
@click.option(
    "--dictionary",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Show how much is said of the concepts of this file (.toml, .yaml, .csv).",
)
@report_options
def report(paths: tuple[str, ...], output: Path, words: bool, dictionary: Path | None, options: ReportOptions) -> None:
    """Write a self-contained page of the reports.

    It shows findings, targets beside results, overview, comparison, clusters, the texts with their records, and a
    table that can be filtered; it needs no network.
    """
    from fupin_nlp.cli.pages import write_page
    from fupin_nlp.words import Dictionary, attention, frequencies

    known = Dictionary.load(dictionary) if dictionary is not None else None
    corpus = read_corpus(paths, options)
    write_page(
        corpus,
        output,
        words=frequencies(corpus, stop="report", top=_TOP_WORDS) if words and corpus.reports else None,
        attention=attention(corpus, known) if known is not None and corpus.reports else None,
    )
    say(f"{len(corpus.reports)} reports in {output}")
    end_with(corpus.failures, told=True)


@click.command(
    epilog=examples(
        "fupin extract corpus/ -o predicted.jsonl",
        "fupin evaluate predicted.jsonl corpus/gold",
        "fupin evaluate predicted.jsonl corpus/gold --confusion",
        "fupin evaluate predicted.jsonl corpus/gold --problems | grep role",
    )
)
@click.argument("predicted", type=click.Path(path_type=Path, exists=True))
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.option("--problems", is_flag=True, help="List every difference too.")
@click.option("--confusion", is_flag=True, help="Show which role and kind were taken for which.")
def evaluate(predicted: Path, gold: Path, problems: bool, confusion: bool) -> None:
    """Measure the accuracy of records against gold records, by field and kind of error.

    PREDICTED and GOLD are JSON Lines files, or folders of them. Only documents that have gold count.
    """
    from fupin_nlp.report.evaluate import evaluate as evaluate_files
    from fupin_nlp.report.scoresheet import confusion_table, problem_lines, scoresheet

    found = evaluate_files([predicted], [gold])
    click.echo(scoresheet(found))
    for field in ("role", "kind") if confusion else ():
        if found.confusion[field]:
            click.echo(f"\n{confusion_table(found, field)}")
    if problems:
        click.echo()
        for line in problem_lines(found.problems):
            click.echo(line)


@click.command(epilog=examples("fupin demo", "fupin demo -o results"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo"),
    show_default=True,
    help="The folder to write to.",
)
def demo(output: Path) -> None:
    """Do the main job on the sample reports.

    Clusters, comparison and achievements come on the screen, records.jsonl, records.csv and report.html into a folder.
    """
    from fupin_nlp.cli.demonstration import demonstrate

    end_with(demonstrate(output))
