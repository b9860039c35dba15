"""Hold the accuracy on gold records against pinned floors.

usage: python -m tools.quality_gate [--raise | --lower] [--problems N]

Four kinds of gold are measured: `corpus/`; the real reports of FUPIN_EVAL_DIR (default: a folder `shared` beside the
checkout); rows of train whose kind (level, change, flow, share, rate) was annotated, `training/kind.jsonl`; and
`gold/check` of the same folder, groups of documents that nobody reads, each group and all of them together. Found F1,
record F1 and the accuracy of each field are compared with the floors in tests/quality/floors.toml, which belong to
one state of the gold, named by its hash. Beside each rate of check stands its 95 % interval by bootstrap over
documents. `--problems` never shows anything of check: whoever has seen its errors can no longer measure with it.

A rate may lie below its floor by the noise margin: 0.005, or what one and a half records are worth where that is
more; for check also half its standard error over documents where that is more. The library is deterministic; the
margin is for the last-digit effects of another platform's engines (rjieba cuts 0.1 % of the words otherwise than
jieba), for rates over few records, and for decisions on the border, which every training turns over.

--raise    pin the present rates where they are higher, and the hash of changed gold; refuses to lower anything
--lower    pin the present rates whatever they are; say in the commit why
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fupin_nlp.report.evaluate import Evaluation, compare_rows
from fupin_nlp.report.goldset import GoldDocument, gold_documents
from fupin_nlp.report.scoresheet import confusion_table, problem_lines, scoresheet
from tools.gold import check_groups, evaluation_folder, kind_documents, library_records
from tools.intervals import Interval, intervals

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "quality" / "floors.toml"
LEAST_MARGIN = 0.005
RECORDS_OF_NOISE = 1.5
ERRORS_OF_NOISE = 0.5
CHECK = "check"
SHOWN = ("found_f1", "record_f1", "bound", "role", "measure", "entity", "entity_exact", "action", "period", "region")

Extract = Callable[[Path], Iterable[Mapping[str, Any]]]
Pinned = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents whose rates have floors of their own.

    `reserved` sets are only scored: their texts and errors are shown to nobody. Of a set with `only` one field counts.
    """

    name: str
    documents: tuple[GoldDocument, ...]
    reserved: bool = False
    only: str | None = None

    def sha256(self) -> str:
        """Return the hash over names and bytes of the texts and over the gold rows."""
        digest = hashlib.sha256()
        for document in self.documents:
            content = document.path.read_bytes()
            digest.update(f"{document.name}\0{len(content)}\0".encode())
            digest.update(content)
            digest.update(json.dumps(document.rows, ensure_ascii=False, sort_keys=True).encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on a set: the whole, and how sure its rates are."""

    gold: GoldSet
    evaluation: Evaluation
    intervals: Mapping[str, Interval]

    def rates(self) -> dict[str, float]:
        """Return the rates that have floors."""
        rates = self.evaluation.rates()
        return rates if self.gold.only is None else {self.gold.only: rates[self.gold.only]}


def available_sets() -> list[GoldSet]:
    """Return the gold sets that may be read: always `corpus`, and `shared` where the real reports are."""
    own = gold_documents((ROOT / "corpus" / "gold").glob("*.jsonl"), [ROOT / "corpus"])
    sets = [GoldSet("corpus", own)]
    folder = evaluation_folder()
    if (folder / "gold").is_dir():
        texts = [folder / "gold" / "texts", folder / "reports"]
        sets.append(GoldSet("shared", gold_documents((folder / "gold").glob("*.jsonl"), texts)))
        if kinds := kind_documents():
            sets.append(GoldSet("kind", kinds, only="kind"))
    elif os.environ.get("CI") == "true":
        sys.exit(f"no gold of real reports in {folder}: CI needs it (set FUPIN_EVAL_DIR)")
    else:
        print(f"no gold of real reports in {folder}: only corpus/ is measured")
    return sets


def reserved_sets() -> list[GoldSet]:
    """Return the sets that are only scored: all of check, and each of its groups."""
    groups = check_groups()
    if not groups:
        return []
    everything = tuple(document for group in groups for document in group.documents)
    one_each = [GoldSet(f"{CHECK}/{group.name}", group.documents, reserved=True) for group in groups]
    return [GoldSet(CHECK, everything, reserved=True), *one_each]


def measure(gold: GoldSet, extract: Extract) -> Measured:
    """Compare what the library reads from the texts with the gold."""
    predicted = {document.name: list(extract(document.path)) for document in gold.documents}
    rows = [row for document in gold.documents for row in document.rows]
    whole = compare_rows((row for found in predicted.values() for row in found), rows)
    each = [compare_rows(predicted[document.name], document.rows) for document in gold.documents]
    return Measured(gold, whole, intervals(each))


def margin(measured: Measured, rate: str) -> float:
    """Return how far below its floor a rate may lie."""
    count = measured.evaluation.asked.get(rate, measured.evaluation.gold)
    if not count:
        return 1.0
    least = max(LEAST_MARGIN, RECORDS_OF_NOISE / count)
    if measured.gold.reserved and rate in measured.intervals:
        return max(least, ERRORS_OF_NOISE * measured.intervals[rate].error)
    return least


def too_low(measured: Measured, floors: Mapping[str, float]) -> dict[str, str]:
    """Return the rates that lie below their floor by more than the margin, with what to say about it."""
    rates = measured.rates()
    low = {}
    for name, floor in floors.items():
        rate, slack = rates.get(name, 0.0), margin(measured, name)
        if rate < floor - slack:
            low[name] = f"{rate:.4f} is below its floor {floor:.4f} by more than the margin {slack:.4f}"
    return low


def read_floors(path: Path) -> Pinned:
    """Return the pinned sets; nothing if there is no file yet."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write_floors(path: Path, pinned: Pinned) -> None:
    """Write the floors; the rates of a set in the order of its evaluation."""
    lines = ["# Floors of tools/quality_gate.py; written by its --raise and --lower, not by hand."]
    for name, entry in sorted(pinned.items()):
        lines += ["", f'["{name}"]', f'sha256 = "{entry["sha256"]}"', f'["{name}".floors]']
        lines += [f"{rate} = {value:.4f}" for rate, value in entry["floors"].items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(measured: Measured, entry: Mapping[str, Any] | None) -> list[str]:
    """Return what is wrong with a set; an empty list if nothing is."""
    gold = measured.gold
    if entry is None:
        return [f"{gold.name}: no floors are pinned; run with --raise"]
    wrong = [f"{gold.name}: {name} {why}" for name, why in too_low(measured, entry["floors"]).items()]
    if entry["sha256"] != gold.sha256():
        wrong.append(f"{gold.name}: the gold is not the one that the floors were pinned for; run with --raise")
    missing = set(measured.rates()) - set(entry["floors"])
    return wrong + [f"{gold.name}: {name} has no floor; run with --raise" for name in sorted(missing)]


def new_entry(measured: Measured, entry: Mapping[str, Any] | None, *, lower: bool) -> dict[str, Any]:
    """Return the floors to pin.

    Raises
    ------
    SystemExit
        If a rate would have to be lowered and that was not asked for.
    """
    name = measured.gold.name
    old = dict(entry["floors"]) if entry else {}
    low = too_low(measured, old)
    if low and not lower:
        sys.exit("\n".join([*(f"{name}: {n} {why}" for n, why in low.items()), "lowering a floor needs --lower"]))
    rates = {rate: int(value * 10_000) / 10_000 for rate, value in measured.rates().items()}
    floors = rates if lower else {rate: max(value, old.get(rate, 0.0)) for rate, value in rates.items()}
    return {"sha256": measured.gold.sha256(), "floors": floors}


def show(measured: Measured, problems: int) -> None:
    """Print a set's rates, its confusion of roles and some of its problems."""
    print(f"\n== {measured.gold.name}: {len(measured.gold.documents)} documents ==")
    print(scoresheet(measured.evaluation))
    print()
    print(confusion_table(measured.evaluation, measured.gold.only or "role"))
    for line in problem_lines(measured.evaluation.problems[:problems]):
        print(line)


def show_reserved(sets: Sequence[Measured]) -> None:
    """Print the rates of the sets that are only scored, with their intervals, and nothing else of them."""
    print("\n== check: only scored, rate and 95 % interval by bootstrap over documents ==")
    print(f"{'set':8} {'docs':>4} {'rows':>5} " + " ".join(f"{name:>14}" for name in SHOWN))
    for measured in sets:
        cells = []
        for name in SHOWN:
            found = measured.intervals.get(name)
            cells.append(f"{found.rate:.3f} {found.low:.2f}-{found.high:.2f}" if found else "-")
        head = f"{measured.gold.name:8} {len(measured.gold.documents):4} {measured.evaluation.gold:5}"
        print(head, " ".join(f"{cell:>14}" for cell in cells))


def main(arguments: Sequence[str] | None = None, *, extract: Extract = library_records) -> int:
    """Check or pin; 1 if a floor does not hold."""
    parser = argparse.ArgumentParser(description="Hold the accuracy on gold records against pinned floors.")
    pin = parser.add_mutually_exclusive_group()
    pin.add_argument("--raise", dest="higher", action="store_true", help="pin the present rates where they are higher")
    pin.add_argument("--lower", action="store_true", help="pin the present rates even where they are lower")
    parser.add_argument(
        "--problems", type=int, default=0, metavar="N", help="show the first N problems of each set but check"
    )
    options = parser.parse_args(arguments)
    pinned = read_floors(FLOORS)

    @cache
    def extract_once(path: Path) -> tuple[Mapping[str, Any], ...]:
        return tuple(extract(path))

    readable = [measure(gold, extract_once) for gold in available_sets()]
    for measured in readable:
        show(measured, options.problems)
    reserved = [measure(gold, extract_once) for gold in reserved_sets()]
    if reserved:
        show_reserved(reserved)
    wrong: list[str] = []
    for measured in (*readable, *reserved):
        name = measured.gold.name
        if options.higher or options.lower:
            pinned[name] = new_entry(measured, pinned.get(name), lower=options.lower)
        else:
            wrong += check(measured, pinned.get(name))
    if options.higher or options.lower:
        write_floors(FLOORS, pinned)
    print()
    for line in wrong:
        print(f"FAILED {line}")
    print("the floors do not hold" if wrong else "the floors hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
