"""All commands of ``fupin`` under one roof, and how the program ends."""

from __future__ import annotations

import errno
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import click

from fupin_nlp.cli.analyses import cluster, compare, panel, vectors
from fupin_nlp.cli.annotation import annotate
from fupin_nlp.cli.doctor import doctor
from fupin_nlp.cli.documents import clean, extract, text
from fupin_nlp.cli.results import demo, evaluate, report
from fupin_nlp.cli.running import OWN
from fupin_nlp.cli.streams import reopen_closed, silence
from fupin_nlp.cli.training import train
from fupin_nlp.cli.words import attention, kwic, words
from fupin_nlp.errors import FailureWarning, FupinError, FupinWarning
from fupin_nlp.ingest.frames import settle
from fupin_nlp.version import spelled

__all__ = ["cli", "run"]

INTERRUPTED = 130  # what shells report for a program that was stopped from the keyboard


class _Commands(click.Group):
    """The group of commands, in the order of the work; errors of the library end it with one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the signature is click's
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always", FupinWarning)
                warnings.simplefilter("ignore", FailureWarning)  # failures are named one by one
                warnings.showwarning = _shown
                found = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
        except BrokenPipeError:
            silence()  # the reader of the pipe has seen enough (head)
            ctx.exit(0)
        except KeyboardInterrupt:
            click.echo("\nstopped", err=True)
            ctx.exit(INTERRUPTED)
        except FupinError as error:
            raise _Refused(str(error)) from error
        except OSError as error:
            if error.errno == errno.EBADF and error.filename is None:
                silence()
                raise _Refused("standard output is closed; name a file with -o, or send it somewhere") from error
            raise _Refused(f"{error.filename or 'output'}: {error.strerror or error}") from error
        return found


def _shown(message: Warning | str, *_: Any, **__: Any) -> None:
    """Tell a warning in one line, without the place in the code."""
    click.echo(f"note: {message}", err=True)


class _Refused(click.ClickException):
    """What was asked for cannot be done; the message says what to do."""

    exit_code = 2


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(spelled(), prog_name="fupin", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn Chinese policy reports into a table of numeric achievements: read, cleaned, interpreted, comparable.

    PATH is a file, a folder (with its subfolders) or - for standard input. Results go to standard output or to
    the file named with -o; messages and progress go to standard error.

    Exit status: 0, all is done; 1, some documents failed (each is named with its reason, the rest is delivered);
    2, wrong usage.
    """


_ALL = (
    *(extract, clean, text, words, attention, kwic, compare, cluster, vectors, panel, report),
    *(annotate, evaluate, train, doctor, demo),
)
for _command in _ALL:
    cli.add_command(_command)


def run(arguments: Sequence[str] | None = None, *, own: bool = False) -> None:
    """Run the command line and leave with its exit status.

    Output is UTF-8 with line ends as they are, whatever the locale says. With `own` this process is the program, and
    nothing else goes on in it.
    """
    if own:
        settle()
        reopen_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        cli.main(None if arguments is None else list(arguments), prog_name="fupin", obj=OWN if own else None)
    finally:
        if own and "_duckdb" not in sys.modules:  # DuckDB tells of all its objects that are not collected at the end
            settle()  # else the collector looks through all that was loaded, several times, while the program ends
