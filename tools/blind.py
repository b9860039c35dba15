"""Score a batch of texts that nobody has looked at, and add the score to docs/evaluation/blind.md.

usage: python -m tools.blind BATCH [--predicted FILE --state NAME]

A batch is a folder with rows in ``*.jsonl``, the texts in ``texts`` and ABOUT.tsv, which names the genre of each text.
The texts stay outside of the checkout. Scores are only ever added, one for each state of the code, so that the first
one stays: what is mended after the errors of a batch were read can no longer be measured with it. Nothing but totals
is printed.

--predicted FILE   score records that another state of the code wrote (``fupin extract BATCH/texts -o FILE``)
--state NAME       that state; without it the commit of the library that is imported, whose sources must be committed
"""

from __future__ import annotations

import argparse
import csv
import datetime
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import fupin_nlp
from fupin_nlp.report.evaluate import Evaluation, compare_rows, read_rows
from fupin_nlp.report.goldset import GoldGroup, read_group
from tools.calibration import judge, precision_by_coverage
from tools.evaluation_report import table
from tools.gold import library_records

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation" / "blind.md"
SCORES = PAGE.with_suffix(".tsv")
RATES = ("found_f1", "record_f1", "bound", "role", "measure", "entity", "entity_exact", "action", "period", "region")
COLUMNS = ("date", "batch", "state", "genre", "documents", "rows", *RATES, "surest_70")
ALL = "all"

INTRODUCTION = """\
# Blind batches

Written by `python -m tools.blind BATCH`, which only ever adds scores (they stand in `blind.tsv` beside this page). A
batch is about a dozen texts that nobody had looked at, a third of them news, the rest found elsewhere: poverty and
county reports, plans, budgets, standards. Every quantity was annotated by reading before any program ran on the
texts, which stay outside of the repository. `state` is the commit that was scored. Errors of a batch are read only
after its first score stands here; later scores of the same batch tell what that brought, not how well unseen texts
are read. The models of 738 documents and later ones have seen texts that were written anew after those of b1 to b9
(`training/l`): from then on only the scores of b10 and later tell anything. Errors of b11 were read after its first
score, those of b10, b12 and b13 never. Nine of the 13 texts of b13 were written anew after texts found, before they
were annotated. `rows` are the quantities that had to be found;
*surest 70*: share of complete records among the surest 70 % by `confidence`.
"""

Score = dict[str, str]


def genres(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the genre of each text from ABOUT.tsv.

    Raises
    ------
    SystemExit
        If the file is missing or does not name all texts.
    """
    about = folder / "ABOUT.tsv"
    if not about.is_file():
        sys.exit(f"{about} is missing: it names file and genre of each text")
    with about.open(encoding="utf-8", newline="") as file:
        told = {row["file"]: row["genre"] for row in csv.DictReader(file, delimiter="\t")}
    if missing := sorted(set(names) - set(told)):
        sys.exit(f"{about} does not name {', '.join(missing)}")
    return {name: told[name] for name in names}


def score(
    group: GoldGroup, kinds: Mapping[str, str], predicted: Mapping[str, list[dict[str, Any]]], head: Mapping[str, str]
) -> list[Score]:
    """Return the scores of the whole batch and of each genre."""
    scores = []
    for genre in (ALL, *sorted(set(kinds.values()))):
        documents = [one for one in group.documents if genre in (ALL, kinds[one.name])]
        given = [row for one in documents for row in predicted.get(one.name, [])]
        found = compare_rows(given, [row for one in documents for row in one.rows])
        surest = precision_by_coverage(
            judged for one in documents for judged in judge(predicted.get(one.name, []), one)
        ).get(0.7)
        counts = {"genre": genre, "documents": str(len(documents)), "rows": str(found.gold)}
        scores.append({**head, **counts, **_rates(found), "surest_70": "" if surest is None else f"{surest:.3f}"})
    return scores


def _rates(found: Evaluation) -> dict[str, str]:
    rates = found.rates()
    return {name: f"{rates[name]:.3f}" if name in rates else "" for name in RATES}


def imported_state() -> str:
    """Return the commit of the library that is imported.

    Raises
    ------
    SystemExit
        If its sources differ from the commit: nobody could tell later what was scored.
    """
    sources = Path(fupin_nlp.__file__).parent
    git = ["git", "-C", str(sources)]
    if subprocess.run([*git, "status", "--porcelain", "--", "."], capture_output=True, text=True, check=True).stdout:
        sys.exit(f"the sources in {sources} are not committed: commit them, so that the score has a state")
    return subprocess.run(
        [*git, "rev-parse", "--short=7", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()


def read_scores(path: Path) -> list[Score]:
    """Return what was scored before; nothing if there is no file yet."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def write(scores: Sequence[Score]) -> None:
    """Write the table of scores and the page."""
    with SCORES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(scores)
    PAGE.write_text(page(scores), encoding="utf-8")


def page(scores: Sequence[Score]) -> str:
    """Return the page."""
    whole = [[one[name] or "-" for name in COLUMNS if name != "genre"] for one in scores if one["genre"] == ALL]
    parts = [[one[name] or "-" for name in COLUMNS if name != "date"] for one in scores if one["genre"] != ALL]
    heads = [name.replace("_", " ") for name in COLUMNS]
    lines = [
        INTRODUCTION,
        *table([head for head in heads if head != "genre"], whole),
        "By genre (a few texts each, so single figures tell little):",
        "",
        *table([head for head in heads if head != "date"], parts),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Score a batch once in this state."""
    parser = argparse.ArgumentParser(description="Score a batch of unseen texts, and keep the score.")
    parser.add_argument("batch", type=Path, metavar="BATCH")
    parser.add_argument("--predicted", type=Path, metavar="FILE", help="records that another state wrote")
    parser.add_argument("--state", metavar="NAME", help="the state that wrote them")
    options = parser.parse_args(arguments)
    if (options.predicted is None) != (options.state is None):
        parser.error("--predicted and --state go together")
    group = read_group(options.batch)
    kinds = genres(options.batch, [document.name for document in group.documents])
    state = options.state or imported_state()
    before = read_scores(SCORES)
    if any((one["batch"], one["state"]) == (group.name, state) for one in before):
        sys.exit(f"{group.name} was scored in the state {state}; a score is not repeated")
    predicted: dict[str, list[dict[str, Any]]] = {}
    if options.predicted:
        for row in read_rows(options.predicted):
            predicted.setdefault(Path(str(row["doc"])).name, []).append(row)
    else:
        predicted = {document.name: library_records(document.path) for document in group.documents}
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    added = score(group, kinds, predicted, {"date": today, "batch": group.name, "state": state})
    write([*before, *added])
    print("\n".join(f"{name}: {added[0][name]}" for name in COLUMNS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
