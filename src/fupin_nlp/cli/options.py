"""Arguments and options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from fupin_nlp.batch import ENGINES, BatchOptions
from fupin_nlp.clean import CleanOptions
from fupin_nlp.clean.options import OPENCC_ENGINES
from fupin_nlp.ingest import ReadOptions, TableColumns
from fupin_nlp.report import ReportOptions
from fupin_nlp.report.options import MODEL_CHOICES
from fupin_nlp.segment.tokens import ENGINES as TOKENIZERS

__all__ = ["OUTPUT", "PATHS", "batch_options", "examples", "report_options", "word_options"]

PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
OUTPUT = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file; its suffix tells the format: .csv .xlsx .dta .jsonl",
)


def _models(_context: click.Context, _option: click.Parameter, value: str) -> str | Path:
    """Return a choice of models; anything but on and off is a file, which must be there."""
    if value in MODEL_CHOICES:
        return value
    path = Path(value)
    if not path.is_file():
        raise click.BadParameter(f"{value} is neither on nor off, and no such file is there; fupin train writes one")
    return path


_READING = (
    click.option(
        "--tokenizer",
        type=click.Choice(TOKENIZERS),
        default="auto",
        show_default=True,
        help="What cuts text into words.",
    ),
    click.option(
        "--opencc",
        type=click.Choice(OPENCC_ENGINES),
        default="auto",
        show_default=True,
        help="What turns traditional characters into simplified ones.",
    ),
    click.option(
        "--lexicon",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Your own units, places, words, indicators and measures (TOML) beside those of the library.",
    ),
)


_OWN = (
    click.option(
        "--measures",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Your own taxonomy of measures (TOML) in place of the one of the library.",
    ),
    click.option(
        "--models",
        metavar="on|off|FILE",
        default="on",
        show_default=True,
        callback=_models,
        help="What decides role, measure, entity and action: the models of the library, none, or your own file.",
    ),
)


_TABLE = (
    click.option(
        "--text-column", metavar="NAME", help="Rows of tables (.csv .xlsx …) are reports; their text is here."
    ),
    click.option("--name-column", metavar="NAME", help="Names of the reports in the rows of a table."),
    click.option(
        "--region-column", metavar="NAME", multiple=True, help="Their regions; repeat it for province, city, county."
    ),
    click.option("--date-column", metavar="NAME", help="Their years or dates."),
    click.option("--title-column", metavar="NAME", help="Their titles."),
)


def _table(columns: dict[str, Any]) -> TableColumns | None:
    """Return the columns of a table that were named, none where no text column is."""
    given = {
        name: value for name in ("text", "name", "region", "date", "title") if (value := columns.pop(f"{name}_column"))
    }
    if given and "text" not in given:
        raise click.UsageError(
            f"--{next(iter(given))}-column tells of the texts of a table: name them by --text-column"
        )
    return TableColumns(**given) if given else None


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that tell how reports are read; the command gets them as one `options`."""
    return _with_options(command, (*_TABLE, *_READING, *_OWN), ("tokenizer", "measures", "models", "lexicon"))


def word_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that tell how reports are read where only their words count."""
    return _with_options(command, (*_TABLE, *_READING), ("tokenizer", "lexicon"))


def _with_options(command: Callable[..., None], options: Sequence[Any], names: Sequence[str]) -> Callable[..., None]:
    @functools.wraps(command)
    def wrapped(*args: Any, opencc: str, **rest: Any) -> None:
        own = {name: rest.pop(name) for name in names}
        read = ReadOptions(table=_table(rest))
        found = ReportOptions(read=read, clean=CleanOptions(opencc=opencc), **own)
        command(*args, options=found, **rest)

    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


_BATCH = (
    click.option(
        "-j", "--jobs", type=int, default=1, show_default=True, help="Processes that work at once; -1: one a core."
    ),
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default="local",
        show_default=True,
        help="Processes of this machine, or a Dask cluster.",
    ),
    click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler that runs already (tcp://host:8786)."),
    click.option("--resume", is_flag=True, help="Keep what an earlier run has done and is unchanged."),
    click.option(
        "--seconds",
        type=float,
        default=BatchOptions().seconds,
        show_default=True,
        help="Give up a document after so long, and report it.",
    ),
)


def batch_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a run over many documents; the command gets them, with those of reading, as `options`."""

    @functools.wraps(command)
    def wrapped(*args: Any, options: ReportOptions, **rest: Any) -> None:
        names = ("jobs", "engine", "scheduler", "resume", "seconds")
        own = BatchOptions(report=options, **{name: rest.pop(name) for name in names})
        command(*args, options=own, **rest)

    for option in reversed(_BATCH):
        wrapped = option(wrapped)
    return report_options(wrapped)


def examples(*lines: str) -> str:
    r"""Return the end of a help text, with the examples each in its own line.

    Examples
    --------
    >>> examples("fupin demo")
    '\x08\nExamples:\n  fupin demo'
    """
    # click wraps paragraphs unless they begin with this character.
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])
