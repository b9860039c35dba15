"""Hold the accuracy on gold records against pinned floors.

usage: quality_gate.py [--raise | --lower] [--problems N]

Reads the gold of `corpus/` and, where it is present, of FUPIN_EVAL_DIR (default: a folder `shared` beside the
checkout); runs the library on the texts; compares found F1, record F1 and the accuracy of each field with the
floors in tests/quality/floors.toml, which belong to one state of the gold, named by its hash.

A rate may lie below its floor by the noise margin: 0.005, or what one and a half records are worth where that is
more. The library is deterministic; the margin is for the last-digit effects of another platform's engines (rjieba
cuts 0.1 % of the words otherwise than jieba) and for rates over few records.

--raise    pin the present rates where they are higher, and the hash of changed gold; refuses to lower anything
--lower    pin the present rates whatever they are; say in the commit why
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fupin_nlp.report.evaluate import Evaluation, compare_rows, read_rows
from fupin_nlp.report.scoresheet import confusion_table, problem_lines, scoresheet

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ROOT / "tests" / "quality" / "floors.toml"
LEAST_MARGIN = 0.005
RECORDS_OF_NOISE = 1.5

Extract = Callable[[Path], Iterable[Mapping[str, Any]]]
Pinned = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Gold files and the texts that they are about."""

    name: str
    gold: tuple[Path, ...]
    texts: tuple[Path, ...]

    def sha256(self) -> str:
        """Return the hash over names and bytes of gold and texts."""
        digest = hashlib.sha256()
        for path in (*self.gold, *self.texts):
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()


def gold_set(name: str, gold_folder: Path, text_folders: Sequence[Path]) -> GoldSet:
    """Find the gold files of a folder and the text of every document that they name.

    Raises
    ------
    SystemExit
        If there is no gold, or the text of a document is missing or stands in two places.
    """
    gold = tuple(sorted(gold_folder.glob("*.jsonl")))
    docs = sorted({Path(str(row["doc"])).name for path in gold for row in read_rows(path)})
    if not docs:
        sys.exit(f"no gold records in {gold_folder}")
    places: dict[str, list[Path]] = {doc: [] for doc in docs}
    for folder in text_folders:
        for path in sorted(p for p in folder.rglob("*") if p.name in places and p.is_file()):
            places[path.name].append(path)
    for doc, found in places.items():
        if len(found) != 1:
            sys.exit(f"{name}: the text of {doc} must be in one place, found {[str(p) for p in found]}")
    return GoldSet(name, gold, tuple(places[doc][0] for doc in docs))


def available_sets() -> list[GoldSet]:
    """Return the gold sets of this machine: always `corpus`, and `shared` where the real reports are."""
    sets = [gold_set("corpus", ROOT / "corpus" / "gold", [ROOT / "corpus"])]
    folder = Path(os.environ.get("FUPIN_EVAL_DIR") or ROOT.parent / "shared")
    if (folder / "gold").is_dir():
        sets.append(gold_set("shared", folder / "gold", [folder / "gold" / "texts", folder / "reports"]))
    elif os.environ.get("CI") == "true":
        sys.exit(f"no gold of real reports in {folder}: CI needs it (set FUPIN_EVAL_DIR)")
    else:
        print(f"no gold of real reports in {folder}: only corpus/ is measured")
    return sets


def library_records(path: Path) -> list[dict[str, Any]]:
    """Run the library on one text."""
    import fupin_nlp

    return [{**record.to_dict(), "doc": path.name} for record in fupin_nlp.read(path).records]


def measure(gold: GoldSet, extract: Extract) -> Evaluation:
    """Compare what the library reads from the texts with the gold."""
    predicted = [row for text in gold.texts for row in extract(text)]
    return compare_rows(predicted, [row for path in gold.gold for row in read_rows(path)])


def margin(evaluation: Evaluation, rate: str) -> float:
    """Return how far below its floor a rate may lie."""
    count = evaluation.asked.get(rate, evaluation.gold)
    return max(LEAST_MARGIN, RECORDS_OF_NOISE / count) if count else 1.0


def too_low(evaluation: Evaluation, floors: Mapping[str, float]) -> dict[str, str]:
    """Return the rates that lie below their floor by more than the margin, with what to say about it."""
    rates = evaluation.rates()
    low = {}
    for name, floor in floors.items():
        rate, slack = rates.get(name, 0.0), margin(evaluation, name)
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
        lines += ["", f"[{name}]", f'sha256 = "{entry["sha256"]}"', f"[{name}.floors]"]
        lines += [f"{rate} = {value:.4f}" for rate, value in entry["floors"].items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def check(gold: GoldSet, evaluation: Evaluation, entry: Mapping[str, Any] | None) -> list[str]:
    """Return what is wrong with a set; an empty list if nothing is."""
    if entry is None:
        return [f"{gold.name}: no floors are pinned; run with --raise"]
    wrong = [f"{gold.name}: {name} {why}" for name, why in too_low(evaluation, entry["floors"]).items()]
    if entry["sha256"] != gold.sha256():
        wrong.append(f"{gold.name}: the gold is not the one that the floors were pinned for; run with --raise")
    missing = set(evaluation.rates()) - set(entry["floors"])
    return wrong + [f"{gold.name}: {name} has no floor; run with --raise" for name in sorted(missing)]


def new_entry(gold: GoldSet, evaluation: Evaluation, entry: Mapping[str, Any] | None, *, lower: bool) -> dict[str, Any]:
    """Return the floors to pin.

    Raises
    ------
    SystemExit
        If a rate would have to be lowered and that was not asked for.
    """
    old = dict(entry["floors"]) if entry else {}
    low = too_low(evaluation, old)
    if low and not lower:
        sys.exit("\n".join([*(f"{gold.name}: {n} {why}" for n, why in low.items()), "lowering a floor needs --lower"]))
    rates = {name: int(rate * 10_000) / 10_000 for name, rate in evaluation.rates().items()}
    floors = rates if lower else {name: max(rate, old.get(name, 0.0)) for name, rate in rates.items()}
    return {"sha256": gold.sha256(), "floors": floors}


def show(gold: GoldSet, evaluation: Evaluation, problems: int) -> None:
    """Print a set's rates, its confusion of roles and some of its problems."""
    print(f"\n== {gold.name}: {len(gold.texts)} documents ==")
    print(scoresheet(evaluation))
    print()
    print(confusion_table(evaluation, "role"))
    for line in problem_lines(evaluation.problems[:problems]):
        print(line)


def main(arguments: Sequence[str] | None = None, *, extract: Extract = library_records) -> int:
    """Check or pin; 1 if a floor does not hold."""
    parser = argparse.ArgumentParser(description="Hold the accuracy on gold records against pinned floors.")
    pin = parser.add_mutually_exclusive_group()
    pin.add_argument("--raise", dest="higher", action="store_true", help="pin the present rates where they are higher")
    pin.add_argument("--lower", action="store_true", help="pin the present rates even where they are lower")
    parser.add_argument("--problems", type=int, default=0, metavar="N", help="show the first N problems of each set")
    options = parser.parse_args(arguments)
    pinned = read_floors(FLOORS)
    wrong: list[str] = []
    for gold in available_sets():
        evaluation = measure(gold, extract)
        show(gold, evaluation, options.problems)
        if options.higher or options.lower:
            pinned[gold.name] = new_entry(gold, evaluation, pinned.get(gold.name), lower=options.lower)
        else:
            wrong += check(gold, evaluation, pinned.get(gold.name))
    if options.higher or options.lower:
        write_floors(FLOORS, pinned)
    print()
    for line in wrong:
        print(f"FAILED {line}")
    print("the floors do not hold" if wrong else "the floors hold")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
