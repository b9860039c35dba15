"""Write docs/evaluation/accuracy.md: the accuracy on all gold, confusions, links and periods, and the cases.

usage: python -m tools.evaluation_report [-o FILE]

Everything is measured when the command runs; nothing is typed by hand. Texts of others with their gold are read from
FUPIN_EVAL_DIR, see tools/gold.py; the page holds counts and names of documents, no text of theirs, and of check
nothing but totals by group.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fupin_nlp.report.evaluate import Evaluation
from tools.calibration import COVERAGES, expected_error, judge, precision_by_coverage
from tools.gold import library_records, train_groups
from tools.quality_gate import SHOWN, GoldSet, Measured, available_sets, measure, reserved_sets

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation" / "accuracy.md"
ORIGINS = ("wild", "synthetic", "negative", "known_failures")
CONFUSED = ("role", "kind")
ABOUT = {
    "corpus": "the sample reports of this project, made for it, with gold that holds kind and links too",
    "shared": "real reports and excerpts, annotated by hand",
    "kind": "rows of train drawn by chance, the same number of each group, whose kind was annotated by reading",
}

records_of = cache(library_records)


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


def set_section(measured: Measured) -> list[str]:
    """Return what was measured on one set."""
    e, gold = measured.evaluation, measured.gold
    lines = [f"## {gold.name}: {len(gold.documents)} documents", "", f"{ABOUT[gold.name].capitalize()}.", ""]
    counts = [e.gold, e.predicted, e.found, e.missed, e.wrong_value, e.extra]
    lines += table(["gold", "predicted", "found", "missed", "wrong value", "extra"], [counts])
    if gold.only:
        fields = [(gold.only, e.right.get(gold.only, 0), e.asked[gold.only], f"{e.accuracy(gold.only):.4f}")]
        return [*lines, *table(["field", "right", "of", "accuracy"], fields), *confusion(e, gold.only)]
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
    for document in gold.documents:
        one = measure(GoldSet(gold.name, (document,)), records_of).evaluation
        rows.append((document.name, one.gold, f"{one.found_f1:.4f}", f"{one.record_f1:.4f}"))
    return [f"By document ({gold.name}):", "", *table(["document", "gold", "found F1", "record F1"], rows)]


def group_table(sets: Sequence[Measured]) -> list[str]:
    """Return the rates of groups of documents with their intervals."""
    rows = []
    for measured in sets:
        found = [measured.intervals.get(name) for name in SHOWN]
        cells = [f"{i.rate:.3f} ({i.low:.2f}–{i.high:.2f})" if i else "-" for i in found]
        rows.append([measured.gold.name, len(measured.gold.documents), measured.evaluation.gold, *cells])
    return table(["set", "documents", "rows", *(name.replace("_", " ") for name in SHOWN)], rows)


def train_sets() -> list[GoldSet]:
    """Return the groups that may be read, all of them together first."""
    groups = train_groups()
    everything = tuple(document for group in groups for document in group.documents)
    return [GoldSet("train", everything), *(GoldSet(f"train/{group.name}", group.documents) for group in groups)]


def group_section() -> list[str]:
    """Return the rates of train and check by group, and what the confidence of records is worth."""
    train, check = ([measure(gold, records_of) for gold in sets] for sets in (train_sets(), reserved_sets()))
    lines = [
        "## Groups of documents",
        "",
        "Policy reports, plans, budgets, standards and news, annotated by reading (`training/README.md`). *check* is a",
        "quarter of the documents of every group, drawn by chance; nobody reads it and nothing is trained on it. In",
        "brackets stands the 95 % interval by bootstrap over documents.",
        "",
        *group_table(check),
        "Train may be read, and what is learned is learned from it: these figures do not tell how well unseen texts",
        "are read.",
        "",
        *group_table(train),
    ]
    return lines + confidence_section(check)


def confidence_section(check: Sequence[Measured]) -> list[str]:
    """Return precision by coverage and the calibration error on check; nothing if records carry no confidence."""
    rows = []
    for measured in check:
        judged = [one for doc in measured.gold.documents for one in judge(records_of(doc.path), doc)]
        error = expected_error(judged)
        if error is not None:
            precisions = [f"{rate:.3f}" for rate in precision_by_coverage(judged).values()]
            rows.append([measured.gold.name, len(judged), *precisions, f"{error:.3f}"])
    if not rows:
        return []
    return [
        "## Surer and less sure records",
        "",
        "Share of complete records (found, and bound, role, measure and entity right; a record that fits no gold is",
        "wrong) among the surest ones by `confidence`, and the expected calibration error: the mean distance between",
        "confidence and the share of found records whose role, measure and entity are right, in ten equal bins.",
        "",
        *table(["set", "records", *(f"surest {share:.0%}" for share in COVERAGES), "calibration error"], rows),
    ]


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
        "`python -m tools.quality_gate`. The rules were made with `corpus` and `shared` at hand, so other reports read",
        "less well: *check* below tells how well.",
        "`fupin evaluate PRED GOLD --confusion` measures the same for records and gold of your own.",
        "",
    ]
    for gold in available_sets():
        lines += set_section(measure(gold, records_of))
        lines += document_section(gold) if gold.only is None else []
    lines += group_section()
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
