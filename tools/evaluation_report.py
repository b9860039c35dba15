"""Write docs/evaluation/accuracy.md: the accuracy on all gold, confusions, links and periods, and the cases.

usage: python -m tools.evaluation_report [-o FILE]

Everything is measured when the command runs; nothing is typed by hand. The real reports with their gold are read
from FUPIN_EVAL_DIR, see tools/quality_gate.py; the page holds counts and names of documents, no text of theirs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fupin_nlp.report.evaluate import Evaluation
from tools.quality_gate import GoldSet, available_sets, library_records, measure

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation" / "accuracy.md"
ORIGINS = ("wild", "synthetic", "negative", "known_failures")
CONFUSED = ("role", "kind")
ABOUT = {
    "corpus": "the sample reports of this project, made for it, with gold that holds kind and links too",
    "shared": "real reports and excerpts, annotated by hand",
}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Return a table in markdown."""
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    return [*lines, *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows), ""]


def confusion(evaluation: Evaluation, field: str) -> list[str]:
    """Return the confusion of a field: a row for each right answer, a column for each given one."""
    counts = evaluation.confusion[field]
    if not counts:
        return [f"The gold of this set does not hold `{field}`.", ""]
    answers = sorted({answer for pair in counts for answer in pair})
    rows = []
    for right in answers:
        row = [counts.get((right, given), 0) for given in answers]
        recall = f"{row[answers.index(right)] / sum(row):.3f}" if sum(row) else "-"
        rows.append([f"**{right}**", *row, sum(row), recall])
    return table([f"{field}: right ↓ given →", *answers, "gold", "recall"], rows)


def set_section(gold: GoldSet, evaluation: Evaluation) -> list[str]:
    """Return what was measured on one set."""
    e = evaluation
    lines = [f"## {gold.name}: {len(gold.texts)} documents", "", f"{ABOUT[gold.name].capitalize()}.", ""]
    counts = [e.gold, e.predicted, e.found, e.missed, e.wrong_value, e.extra]
    lines += table(["gold", "predicted", "found", "missed", "wrong value", "extra"], [counts])
    rates = [(f"**{name}**", f"{rate:.4f}") for name, rate in list(e.rates().items())[:2]]
    lines += table(["measure", "F1"], rates)
    fields = [(name, e.right.get(name, 0), asked, f"{e.accuracy(name):.4f}") for name, asked in e.asked.items()]
    lines += table(["field", "right", "of", "accuracy"], fields)
    lines += ["Errors by kind:", "", *table(["kind", "errors"], list(e.problems_by_kind().items()))]
    for field in CONFUSED:
        lines += confusion(e, field)
    return lines


def document_section(gold: GoldSet) -> list[str]:
    """Return found F1 and record F1 of each document."""
    rows = []
    for text in gold.texts:
        mine = tuple(path for path in gold.gold if _doc_of(path) == text.name)
        one = measure(GoldSet(gold.name, mine, (text,)), library_records)
        rows.append((text.name, one.gold, f"{one.found_f1:.4f}", f"{one.record_f1:.4f}"))
    return [f"By document ({gold.name}):", "", *table(["document", "gold", "found F1", "record F1"], rows)]


def _doc_of(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return Path(str(json.loads(file.readline())["doc"])).name


def case_counts(folder: Path) -> dict[str, Counter[str]]:
    """Return topic → origin → number of cases."""
    counts: dict[str, Counter[str]] = {}
    for path in sorted(folder.glob("*/*.jsonl")):
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        counts.setdefault(path.parent.name, Counter())[path.stem] += len(lines)
    return counts


def case_section(folder: Path) -> list[str]:
    """Return the number of cases of each topic."""
    counts = case_counts(folder)
    other = sorted({origin for found in counts.values() for origin in found} - set(ORIGINS))
    origins = [*ORIGINS, *other]
    rows = [[topic, *(found.get(o, 0) for o in origins), found.total()] for topic, found in counts.items()]
    whole = sum(counts.values(), Counter())
    rows.append(["**all**", *(whole[o] for o in origins), whole.total()])
    return [
        "## Cases",
        "",
        "Cases of `tests/cases/<topic>/`, by origin. A wild case comes from a real document; a known failure is",
        "expected to fail, strictly.",
        "",
        *table(["topic", *(origin.replace("_", " ") for origin in origins), "all"], rows),
    ]


def page() -> str:
    """Measure and return the page."""
    lines = [
        "# Accuracy",
        "",
        "Written by `python -m tools.evaluation_report`; renew it with that command. What *found* and *record* mean,",
        "and how fields are compared, is told in `fupin_nlp.report.evaluate`; floors are held by",
        "`python tools/quality_gate.py`. The rules were made with both sets at hand, so reports that are not among",
        "them read less well: the sheets of records judged by reading (`tools/draw_records.py`) tell how well.",
        "`fupin evaluate PRED GOLD --confusion` measures the same for records and gold of your own.",
        "",
    ]
    for gold in available_sets():
        lines += set_section(gold, measure(gold, library_records))
        lines += document_section(gold)
    return "\n".join([*lines, *case_section(ROOT / "tests" / "cases")]).rstrip("\n") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description="Measure on all gold and write docs/evaluation/accuracy.md.")
    parser.add_argument("-o", "--output", type=Path, default=PAGE, metavar="FILE")
    options = parser.parse_args(arguments)
    options.output.write_text(page(), encoding="utf-8")
    print(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
