"""Commands on single documents: records, cleaned text, raw text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from fupin_nlp.clean import clean as clean_text
from fupin_nlp.clean import explain
from fupin_nlp.cli.options import OUTPUT, PATHS, examples, report_options
from fupin_nlp.cli.running import corpus_of, end_with, say, sources_of
from fupin_nlp.model import CleanText, RawText, Record
from fupin_nlp.report import Corpus, Failure, ReportOptions
from fupin_nlp.report.corpus import attempt
from fupin_nlp.report.export import FORMATS, format_of, json_line, write_records

__all__ = ["clean", "extract", "text"]


@click.command(
    epilog=examples(
        "fupin extract reports/ -o records.xlsx",
        "fupin extract report.txt | jq -r '[.entity, .value, .unit] | @tsv'",
        "curl -s https://example.org/report.html | fupin extract - > records.jsonl",
    )
)
@PATHS
@OUTPUT
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the suffix of -o, else jsonl.")
@report_options
def extract(paths: tuple[str, ...], output: Path | None, form: str | None, options: ReportOptions) -> None:
    """Extract every quantity with its context, one record each.

    Without -o the records go to standard output as JSON Lines, document by document.
    """
    form = format_of(output, form)
    if output is None and form != "jsonl":
        raise click.UsageError(f"{form} goes into a file: name it with -o")
    corpus = corpus_of(paths, options, quiet=output is None and sys.stdout.isatty())
    failures: list[Failure] = []
    records = _records(corpus, failures)
    if output is None:
        for record in records:
            sys.stdout.write(json_line(record) + "\n")
    else:
        count = write_records(records, output, form)
        say(f"{count} records of {len(corpus) - len(failures)} documents in {output}")
    end_with(failures)


def _records(corpus: Corpus, failures: list[Failure]) -> Iterator[Record]:
    """Yield the records one document at a time; failures are put aside."""
    for outcome in corpus.outcomes():
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            yield from outcome.records


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
    sources = sources_of(paths)
    failures: list[Failure] = []
    for source in sources:
        found = attempt(source, partial(_clean, options=options), options=options.read)
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
    sources = sources_of([path])
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
