"""The main job on the sample reports, for somebody who sees the library for the first time."""

from __future__ import annotations

import sys
from pathlib import Path

from fupin_nlp.analysis import cluster, compare
from fupin_nlp.cli.pages import write_page
from fupin_nlp.cli.running import say
from fupin_nlp.cli.tables import cluster_table, comparison_table, records_table
from fupin_nlp.report import Corpus, Failure
from fupin_nlp.report.export import write_records
from fupin_nlp.report.samples import sample_folder

__all__ = ["demonstrate"]

ROWS = 20


def demonstrate(folder: Path) -> tuple[Failure, ...]:
    """Read the sample reports, write records and page to `folder`, show tables; return what failed."""
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus.from_folder(sample_folder(), progress=sys.stderr.isatty())
    records = [record for report in corpus.reports for record in report.records]
    write_records(records, folder / "records.jsonl", "jsonl")
    write_records(records, folder / "records.csv", "csv")
    groups = cluster(corpus)
    write_page(corpus, folder / "report.html", clusters=groups)
    frame = corpus.to_frame()
    achieved = frame[frame["role"] == "achieved"]
    _show("分类 / clusters by measure", cluster_table(groups))
    _show(
        "比较 / achievements by region and measure (records)",
        comparison_table(compare(corpus, by=["region", "measure"])),
    )
    # One line of every report in turn, so that the first screen shows all of them.
    spread = achieved.assign(turn=achieved.groupby("doc").cumcount()).sort_values(["turn", "doc"], kind="stable")
    _show(
        f"成果 / achievements: {len(achieved)} of {len(frame)} records",
        records_table(spread.drop(columns="turn"), rows=ROWS),
    )
    say(f"\n{folder}/records.jsonl  {folder}/records.csv  {folder}/report.html")
    return corpus.failures


def _show(title: str, table: str) -> None:
    sys.stdout.write(f"\n{title}\n{'-' * 60}\n{table}\n")
