"""Commands of the correction by hand: export records, import them as gold."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from fupin_nlp.cli.options import PATHS, examples, report_options
from fupin_nlp.cli.running import end_with, read_corpus, say
from fupin_nlp.report import ReportOptions

__all__ = ["annotate"]

_FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "labelstudio", "doccano"]),
    help="Default: by the suffix, .xlsx, .json (Label Studio) or .jsonl (doccano).",
)


@click.group(
    epilog=examples(
        "fupin annotate export reports/ -o to_correct.xlsx",
        "fupin annotate import to_correct.xlsx -o gold.jsonl",
        "fupin evaluate predicted.jsonl gold.jsonl",
    )
)
def annotate() -> None:
    """Correct records by hand and take them back as gold.

    Export the records for Excel, Label Studio or doccano, correct, delete and add rows there, import the file that
    comes out. Gold tells how accurate the library is on your own reports: fupin evaluate.
    """


@annotate.command(
    epilog=examples(
        "fupin annotate export reports/ -o to_correct.xlsx",
        "fupin annotate export reports/ -o tasks.json          # and tasks.config.xml, the labelling interface",
        "fupin annotate export reports/ -o documents.jsonl     # doccano, sequence labelling with relations",
        "fupin annotate export reports/ --gold gold.jsonl -o second_round.xlsx",
    )
)
@PATHS
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write."
)
@_FORM
@click.option(
    "--gold",
    type=click.Path(path_type=Path, exists=True),
    help="Gold records (JSON Lines, or a folder of them) to correct further, in place of those the library reads.",
)
@report_options
def export(paths: tuple[str, ...], output: Path, form: str | None, gold: Path | None, options: ReportOptions) -> None:
    """Write the records of documents for correction.

    The workbook has a row a record with its sentence, and dropdowns for role, measure, bound and kind. Two answers
    that are both right stand in one cell with | between them. In a new row give doc, text and the fields. Mark what
    you looked at in the column reviewed: yes in each row, or all in one row of the document.
    """
    from fupin_nlp.annotation import export as write
    from fupin_nlp.report.evaluate import rows_of_files

    corpus = read_corpus(paths, options)
    count = write(corpus, output, form=form, gold=rows_of_files([gold]) if gold is not None else ())
    say(f"{count} records of {len(corpus.reports)} documents in {output}")
    end_with(corpus.failures, told=True)


@annotate.command(
    "import",
    epilog=examples(
        "fupin annotate import to_correct.xlsx -o gold.jsonl",
        "fupin annotate import project-1-export.json -o gold/     # a folder that exists: one file a document",
        "fupin annotate import all.jsonl > gold.jsonl",
    ),
)
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A JSON Lines file, or a folder that exists. Default: stdout.",
)
@_FORM
@click.option("--unreviewed", is_flag=True, help="Take documents, too, that nobody submitted or marked as reviewed.")
def import_(path: Path, output: Path | None, form: str | None, unreviewed: bool) -> None:
    """Take a corrected file back as gold records.

    What is wrong is told with sheet, row and column; then nothing is written.
    """
    from fupin_nlp.annotation import load, save

    gold = load(path, form=form, unreviewed=unreviewed)
    if gold.unreviewed:
        say(f"left out, not reviewed: {', '.join(gold.unreviewed)} (--unreviewed takes them as they are)")
    if output is None:
        for row in gold.rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    save(gold.rows, output)
    say(f"{len(gold.rows)} gold records of {len(gold.docs)} documents in {output}")
