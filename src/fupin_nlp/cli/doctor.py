"""The command that looks at results: are they whole, and what is to be done if not."""

from __future__ import annotations

from pathlib import Path

import click

from fupin_nlp.batch.doctor import examine
from fupin_nlp.cli.options import examples
from fupin_nlp.ingest.names import escape_name

__all__ = ["doctor"]


@click.command(epilog=examples("fupin doctor results.duckdb", "fupin doctor records.csv results/"))
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
def doctor(paths: tuple[Path, ...]) -> None:
    """Look whether stores and tables of a run are whole, and say what to do where they are not.

    A store is read to its end; a table is compared with what its ….run.json says of it. An unfinished run and its
    lock are told too. Nothing is changed. Exit status 1: something is damaged or unfinished.
    """
    whole = True
    for path in paths:
        for finding in examine(path):
            click.echo(f"{escape_name(str(path))}: {finding}")
            whole = whole and not finding.bad
    if not whole:
        click.get_current_context().exit(1)
