"""The commands of ``fupin``; each one reads documents, hands them to the library, and says what failed."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from fupin_nlp import __version__
from fupin_nlp.cli.running import corpus_of, fail_on, progress, report_options, say, sources_of
from fupin_nlp.errors import FupinError, ReadError
from fupin_nlp.report.corpus import Failure
from fupin_nlp.report.export import FORMATS, format_of, json_line, write_frame, write_records

__all__ = ["run"]

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
OUT = click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
ENGINES = (
    click.option("--tokenizer", default="auto", show_default=True, help="auto, rjieba or jieba."),
    click.option(
        "--script-engine", default="auto", show_default=True, help="auto, opencc-pyo3 or opencc-python-reimplemented."
    ),
    click.option(
        "--measures", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Your own taxonomy (TOML)."
    ),
)


def engines(command: object) -> object:
    """Add the options that choose engines and taxonomy."""
    for option in reversed(ENGINES):
        command = option(command)  # type: ignore[arg-type]
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="fupin", message="%(prog)s %(version)s")
def cli() -> None:
    """Numeric achievements in Chinese policy reports: read, cleaned, interpreted, comparable.

    PATH is a file, a folder (with its subfolders) or - for standard input. Results go to standard output or to
    the file named with -o; messages and progress go to standard error.

    \b
    Exit status: 0 all done; 1 some documents failed (each is named with its reason, the rest is delivered);
    2 wrong usage.
    """


@cli.command()
@PATHS
@OUT
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the suffix of -o, else jsonl.")
@engines
def extract(
    paths: tuple[str, ...],
    output: Path | None,
    form: str | None,
    tokenizer: str,
    script_engine: str,
    measures: Path | None,
) -> None:
    """Every quantity in its context, one record each.

    \b
    Examples:
      fupin extract reports/ -o records.xlsx
      fupin extract report.txt | jq -r '[.entity, .value, .unit] | @tsv'
    """
    form = format_of(output, form)
    if form != "jsonl" and output is None:
        raise click.UsageError(f"{form} is a file format: name the file with -o")
    corpus = corpus_of(paths, report_options(tokenizer, script_engine, measures))
    if output is None:
        failures = []
        for outcome in progress(corpus.outcomes(), len(corpus)):
            if isinstance(outcome, Failure):
                failures.append(outcome)
                continue
            for record in outcome.records:
                sys.stdout.write(json_line(record) + "\n")
    else:
        write_records((r for report in corpus.reports for r in report.records), output, form)
        failures = list(corpus.failures)
        say(f"{sum(len(r.records) for r in corpus.reports)} records of {len(corpus.reports)} documents in {output}")
    fail_on(failures)


@cli.command()
@PATHS
@click.option("--explain", "explained", is_flag=True, help="List every edit with its place and reason instead.")
@click.option("--body", is_flag=True, help="Only the report itself, without navigation and other articles.")
@click.option(
    "--script-engine", default="auto", show_default=True, help="auto, opencc-pyo3 or opencc-python-reimplemented."
)
def clean(paths: tuple[str, ...], explained: bool, body: bool, script_engine: str) -> None:
    """The cleaned text; nothing is taken out of it because it is no report, see --body.

    \b
    Examples:
      fupin clean scraped.txt > clean.txt
      fupin clean scraped.txt --explain
    """
    from fupin_nlp.clean import clean as clean_text
    from fupin_nlp.clean import explain
    from fupin_nlp.ingest import read_source

    options = report_options("auto", script_engine, None)
    sources = sources_of(paths)
    failures = []
    for source in sources:
        try:
            cleaned = clean_text(read_source(source), options.clean)
        except ReadError as error:
            failures.append(Failure(source.doc, "read", error.reason))
            continue
        if len(sources) > 1:
            sys.stdout.write(f"==> {source.doc} <==\n")
        if explained:
            sys.stdout.writelines(f"{line}\n" for line in explain(cleaned))
        elif body:
            sys.stdout.writelines(cleaned.text[s.start : s.end] for s in cleaned.body)
        else:
            sys.stdout.write(cleaned.text)
    fail_on(failures)


@cli.command()
@click.argument("path")
def text(path: str) -> None:
    """The raw text that start and end of the records count in.

    \b
    Example:
      fupin text report.txt | cut -c101-110
    """
    from fupin_nlp.ingest import read_source

    for source in sources_of((path,)):
        try:
            sys.stdout.write(read_source(source).text)
        except ReadError as error:
            fail_on([Failure(source.doc, "read", error.reason)])


@cli.command()
@click.argument("predicted", type=click.Path(path_type=Path, exists=True))
@click.argument("gold", type=click.Path(path_type=Path, exists=True))
@click.option("--problems", is_flag=True, help="List every difference.")
def evaluate(predicted: Path, gold: Path, problems: bool) -> None:
    """Accuracy of records against gold records, by field and kind of error.

    PREDICTED and GOLD are JSON Lines files or folders of them.

    \b
    Example:
      fupin extract corpus/ -o p.jsonl; fupin evaluate p.jsonl corpus/gold
    """
    from fupin_nlp.report.evaluate import evaluate as evaluate_files
    from fupin_nlp.report.scoresheet import problem_lines, scoresheet

    found = evaluate_files([predicted], [gold])
    sys.stdout.write(scoresheet(found) + "\n")
    if problems:
        sys.stdout.writelines(f"{line}\n" for line in problem_lines(found.problems))


@cli.command()
@PATHS
@click.option(
    "--by",
    default="region,measure",
    show_default=True,
    help="Keys: region, year, measure, entity, indicator, doc, role.",
)
@click.option("--entity", help="Only figures of this entity; flows are added up.")
@click.option("--indicator", help="Only figures of this indicator.")
@click.option("--unit", help="Only figures that can be given in this unit.")
@click.option(
    "--role", default="achieved", show_default=True, help="achieved, target, standard, case, background or all."
)
@OUT
@engines
def compare(
    paths: tuple[str, ...],
    by: str,
    entity: str | None,
    indicator: str | None,
    unit: str | None,
    role: str,
    output: Path | None,
    tokenizer: str,
    script_engine: str,
    measures: Path | None,
) -> None:
    """Who did what, how much: one row a cell, nothing counted twice.

    \b
    Examples:
      fupin compare reports/ --by region,measure
      fupin compare reports/ --by region,year --entity 小额贷款 -o loans.csv
    """
    from fupin_nlp.analysis import compare as compare_reports
    from fupin_nlp.cli.tables import comparison_table

    corpus = corpus_of(paths, report_options(tokenizer, script_engine, measures))
    found = compare_reports(
        corpus,
        by=[k.strip() for k in by.split(",")],
        entity=entity,
        indicator=indicator,
        unit=unit,
        role=None if role == "all" else role,
    )
    _deliver(found.frame, output, comparison_table(found))
    fail_on(corpus.failures)


@cli.command()
@PATHS
@click.option("--by", type=click.Choice(["measure", "topic"]), default="measure", show_default=True)
@click.option("-k", default="auto", show_default=True, help="Number of clusters, or auto.")
@OUT
@engines
def cluster(
    paths: tuple[str, ...],
    by: str,
    k: str,
    output: Path | None,
    tokenizer: str,
    script_engine: str,
    measures: Path | None,
) -> None:
    """Which reports belong together, and by which measures.

    \b
    Examples:
      fupin cluster reports/ -k 4
      fupin cluster reports/ --by topic -o clusters.csv
    """
    from fupin_nlp.analysis import cluster as cluster_reports
    from fupin_nlp.cli.tables import cluster_table

    if k != "auto" and not k.isdigit():
        raise click.UsageError(f"-k {k!r}: a number, or auto")
    corpus = corpus_of(paths, report_options(tokenizer, script_engine, measures))
    found = cluster_reports(corpus, by=by, k=k if k == "auto" else int(k))
    _deliver(found.reports, output, cluster_table(found))
    fail_on(corpus.failures)


@cli.command()
@PATHS
@click.option("--indicator", "indicators", multiple=True, help="Only this indicator; may be repeated.")
@OUT
@engines
def panel(
    paths: tuple[str, ...],
    indicators: tuple[str, ...],
    output: Path | None,
    tokenizer: str,
    script_engine: str,
    measures: Path | None,
) -> None:
    """Targets and results of indicators: region × year × indicator.

    \b
    Example:
      fupin panel reports/ --indicator 地区生产总值增速 -o growth.dta
    """
    from fupin_nlp.analysis import panel as panel_of
    from fupin_nlp.cli.tables import panel_table

    corpus = corpus_of(paths, report_options(tokenizer, script_engine, measures))
    found = panel_of(corpus, list(indicators) or None)
    _deliver(found.frame, output, panel_table(found))
    fail_on(corpus.failures)


@cli.command()
@PATHS
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("report.html"), show_default=True
)
@engines
def report(paths: tuple[str, ...], output: Path, tokenizer: str, script_engine: str, measures: Path | None) -> None:
    """A self-contained page: overview, comparison, clusters, texts with their records, table.

    \b
    Example:
      fupin report reports/ -o report.html
    """
    from fupin_nlp.cli.pages import write_page

    corpus = corpus_of(paths, report_options(tokenizer, script_engine, measures))
    write_page(corpus, output)
    say(f"{len(corpus.reports)} reports in {output}")
    fail_on(corpus.failures)


@cli.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("demo"), show_default=True
)
def demo(output: Path) -> None:
    """The main job on the sample reports: tables on screen, results and report.html in a folder."""
    from fupin_nlp.cli.demonstration import demonstrate

    fail_on(demonstrate(output))


def _deliver(frame: object, output: Path | None, shown: str) -> None:
    """Write a table to the file, or show it."""
    if output is None:
        sys.stdout.write(shown + "\n")
        return
    write_frame(frame, output, format_of(output, None))  # type: ignore[arg-type]
    say(f"{len(frame)} rows in {output}")  # type: ignore[arg-type]


def run() -> None:
    """Run the command line; errors of the library are told in one line, without a trace."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="")
    try:
        cli.main(standalone_mode=True)
    except BrokenPipeError:
        # The reader of the pipe has seen enough (head); nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
    except FupinError as error:
        say(f"fupin: {error}")
        sys.exit(2)
