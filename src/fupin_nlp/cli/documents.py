"""Commands on single documents: records, cleaned text, raw text."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from fupin_nlp.batch import BatchOptions, Run
from fupin_nlp.batch.deliver import ALL_FORMATS, output_format
from fupin_nlp.batch.engines import Engine, engine_of
from fupin_nlp.batch.run import run_with
from fupin_nlp.clean import clean as clean_text
from fupin_nlp.clean import explain
from fupin_nlp.cli.options import PATHS, batch_options, examples, report_options
from fupin_nlp.cli.running import NAMED, end_with, is_own, say, sources_of
from fupin_nlp.ingest import ReaderProcess, ReadOptions, Source
from fupin_nlp.model import CleanText, RawText
from fupin_nlp.report import Corpus, Failure, ReportOptions
from fupin_nlp.report.attempt import attempt
from fupin_nlp.report.export import json_line

__all__ = ["clean", "extract", "text"]


@click.command(
    epilog=examples(
        "fupin extract reports/ -o records.xlsx",
        "fupin extract reports/ -o results.duckdb --jobs 4",
        "fupin extract reports/ -o results.duckdb --resume",
        "fupin extract reports.csv --text-column 正文 --region-column 省份 --date-column 年份 -o records.dta",
        "fupin extract report.txt | jq -r '[.entity, .value, .unit] | @tsv'",
        "curl -s https://example.org/report.html | fupin extract - > records.jsonl",
    )
)
@PATHS
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to this file, store or folder.")
@click.option(
    "--format",
    "form",
    type=click.Choice(ALL_FORMATS),
    help="Default: by the suffix of -o, else jsonl. duckdb and parquet are stores, to which documents are added.",
)
@batch_options
def extract(paths: tuple[str, ...], output: Path | None, form: str | None, options: BatchOptions) -> None:
    """Extract every quantity with its context, one record each.

    Without -o the records go to standard output as JSON Lines, document by document. Beside a file lies what it was
    made with (….run.json). A run that was interrupted goes on with --resume.
    """
    form = output_format(output, form)
    if output is None and form != "jsonl":
        raise click.UsageError(f"{form} goes into a file: name it with -o")
    if options.report.measures is not None:
        options.report.taxonomy()  # what is wrong with it is told before any document is read
    if output is None and options.jobs == 1 and options.engine == "local":
        _stream(
            Corpus(
                sources_of(paths, options.report.read),
                options=options.report,
                progress=False if sys.stdout.isatty() else None,
            )
        )
        return
    with engine_of(options, own=is_own()) as engine:
        sources = sources_of(paths, options.report.read, engine.reader)
        if output is None:
            _collect(engine, sources, options)
            return
        try:
            done = run_with(engine, sources, output, form=form, options=options)
        except KeyboardInterrupt:
            say(f"\nwhat is done is kept beside {output}: the same command with --resume goes on")
            raise
    end_with(_told(done).failures)


def _told(run: Run) -> Run:
    """Say what a run did."""
    kept = f", {run.unchanged} of them unchanged" if run.unchanged else ""
    say(f"{run.records} records of {run.documents - len(run.failures)} documents in {run.output}{kept}")
    for note in run.notes:
        say(note)
    if len(run.failures) > NAMED:
        for reason, count in run.reasons().items():
            say(f"{count} failed: {reason}")
    return run


def _stream(corpus: Corpus) -> None:
    """Print the records one document at a time."""
    failures: list[Failure] = []
    for outcome in corpus.outcomes():
        if isinstance(outcome, Failure):
            failures.append(outcome)
            continue
        for record in outcome.records:
            sys.stdout.write(json_line(record) + "\n")
    end_with(failures)


def _collect(engine: Engine, sources: Sequence[Source], options: BatchOptions) -> None:
    """Print the records in the order of the documents although several processes make them."""
    with TemporaryDirectory() as folder:
        done = run_with(engine, sources, Path(folder, "records.jsonl"), form="jsonl", options=options)
        with Path(folder, "records.jsonl").open(encoding="utf-8", newline="") as file:
            shutil.copyfileobj(file, sys.stdout)
    end_with(done.failures)


@click.command(
    epilog=examples(
        "fupin clean scraped.txt > clean.txt",
        "fupin clean scraped.txt --explain",
        "fupin clean reports/ --body",
    )
)
@PATHS
@click.option("--explain", "explained", is_flag=True, help="List every edit with its place and reason instead.")
@click.option("--body", is_flag=True, help="Only the report itself, without navigation and other articles.")
@report_options
def clean(paths: tuple[str, ...], explained: bool, body: bool, options: ReportOptions) -> None:
    """Print the cleaned text.

    Nothing is taken out because it is not the report; --body does that. Several documents are told apart by lines
    with their names.
    """
    if explained and body:
        raise click.UsageError("--explain lists edits and --body prints text: choose one of them")
    show = _explained if explained else (_body if body else _whole)
    sources = sources_of(paths, options.read)
    failures: list[Failure] = []
    with ReaderProcess(options.read) as process:
        for source in sources:
            found = attempt(source, partial(_clean, options=options), options=options.read, process=process)
            if isinstance(found, Failure):
                failures.append(found)
                continue
            shown = show(found)
            if len(sources) > 1:
                shown = f"==> {source.doc} <==\n{shown}" + ("" if shown.endswith("\n") or not shown else "\n")
            sys.stdout.write(shown)
    end_with(failures)


def _clean(raw: RawText, options: ReportOptions) -> CleanText:
    return clean_text(raw, options.clean)


def _explained(cleaned: CleanText) -> str:
    return "".join(f"{line}\n" for line in explain(cleaned))


def _whole(cleaned: CleanText) -> str:
    return cleaned.text


def _body(cleaned: CleanText) -> str:
    return "".join(cleaned.text[span.start : span.end] for span in cleaned.body)


@click.command(epilog=examples("fupin text report.txt > raw.txt", "fupin text - < report.txt"))
@click.argument("path")
def text(path: str) -> None:
    """Print the raw text that start and end of the records count in.

    It is the decoded file less its byte order mark: markup and line ends are left as they are.
    """
    sources = sources_of([path], ReadOptions())
    if len(sources) > 1:
        raise click.UsageError(f"{path} holds {len(sources)} documents: name one of them")
    for source in sources:
        found = attempt(source, _raw, options=ReportOptions().read)
        if isinstance(found, Failure):
            end_with([found])
        else:
            sys.stdout.write(found)


def _raw(raw: RawText) -> str:
    return raw.text
