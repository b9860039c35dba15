"""The main job on the sample reports, for somebody who sees the library for the first time."""

from __future__ import annotations

from pathlib import Path

import click

from fupin_nlp.analysis import cluster, compare
from fupin_nlp.cli.pages import write_page
from fupin_nlp.cli.running import say
from fupin_nlp.cli.tables import cluster_table, comparison_table, records_table
from fupin_nlp.cli.terminal import terminal_width
from fupin_nlp.errors import OptionError
from fupin_nlp.report import Corpus, Failure
from fupin_nlp.report.export import write_records
from fupin_nlp.report.samples import sample_folder

__all__ = ["demonstrate"]

ROWS = 20


def demonstrate(folder: Path) -> tuple[Failure, ...]:
    """Read the sample reports, write records and page to `folder`, show tables; return what failed.

    Raises
    ------
    OptionError
        If the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{folder}: cannot be made: {error.strerror}; choose another place with -o") from error
    corpus = Corpus.from_folder(sample_folder())
    records = [record for report in corpus.reports for record in report.records]
    for form in ("jsonl", "csv"):
        write_records(records, folder / f"records.{form}", form)
    groups = cluster(corpus)
    write_page(corpus, folder / "report.html", clusters=groups)
    frame = corpus.to_frame()
    achieved = frame[frame["role"] == "achieved"]
    _show("分类 / clusters by measure", cluster_table(groups))
    _show(
        "比较 / achievements by region and measure (number of records)",
        comparison_table(compare(corpus, by=["region", "measure"])),
    )
    # One line of every report in turn, the surest first, so that the first screen shows all of them.
    achieved = achieved.sort_values("confidence", ascending=False, kind="stable")
    spread = achieved.assign(turn=achieved.groupby("doc").cumcount()).sort_values(["turn", "doc"], kind="stable")
    _show(
        f"成果 / achievements: {len(achieved)} of {len(frame)} records",
        records_table(spread.drop(columns="turn"), rows=ROWS),
    )
    click.echo()
    say(f"{folder}/records.jsonl  {folder}/records.csv  {folder}/report.html")
    return corpus.failures


def _show(title: str, table: str) -> None:
    click.echo(f"\n{title}\n{'─' * min(60, terminal_width())}\n{table}")
