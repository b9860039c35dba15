"""Tell which branches and word lists of the interpretation can be dropped: what is lost on train without each.

usage: python -m tools.ablation [PART ...] [--lists FILE ...] [--by FIELD] [--gold FOLDER] [-o FILE.tsv]

A *part* is a module or package below ``fupin_nlp`` (``interpret/kind``, ``interpret``, ``measures``): every ``if`` in
it is switched off in turn. ``--lists roles.toml`` empties each group of words of a data file in turn. The library then
reads the texts of train anew, in a process of its own; a run takes about as long as reading them once.

For each switch the table tells how many records are complete that were not, and how many no longer are (``--by kind``:
how many have the right kind), in how many of five folds of documents there are fewer, and the change of each field.
Branches cover for each other, so what can be dropped alone need not be droppable together: at last all that lost
nothing on four folds are dropped together, and the fifth tells what that costs on documents that had no part in the
choice.
"""

from __future__ import annotations

import argparse
import ast
import csv
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
PACKAGE = SOURCES / "fupin_nlp"
COMPLETE = "complete"
FIELDS = (COMPLETE, "role", "measure", "entity", "action", "kind")
FOLDS = 5
CHILD = "--without"
NOWHERE = "\ue000\ue001\ue002"  # a word that no text has

Right = dict[str, set[str]]  # document → “role 17” for every record, told by its start, whose role is right


@dataclass(frozen=True, slots=True)
class Switch:
    """What is switched off: an ``if`` of a module at a place, or a group of words of a data file."""

    where: str
    what: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.where}:{self.line} {self.what}" if self.line else f"{self.where} [{self.what}]"


@dataclass(slots=True)
class Effect:
    """What a switch changes: right records gained and lost, and by how much each field is right more often."""

    gained: int = 0
    lost: int = 0
    folds_lost: int = 0
    fields: Counter[str] = field(default_factory=Counter)


def module_files(part: str) -> list[Path]:
    """Return the modules of a part.

    Raises
    ------
    SystemExit
        If there is no such module or package.
    """
    path = PACKAGE / part.replace(".", "/")
    if path.is_dir():
        return sorted(path.rglob("*.py"))
    if not path.with_suffix(".py").is_file():
        sys.exit(f"no module or package {part} below {PACKAGE}")
    return [path.with_suffix(".py")]


def branches(path: Path) -> Iterator[Switch]:
    """Yield the ``if`` of a module, but those of types and of the main program."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If):
            test = ast.unparse(node.test)
            if test != "TYPE_CHECKING" and "__name__" not in test:
                name = ".".join(path.relative_to(SOURCES).with_suffix("").parts)
                yield Switch(name, test, node.lineno, node.col_offset)


def word_lists(name: str) -> Iterator[Switch]:
    """Yield the groups of words of a data file."""
    path = PACKAGE / "data" / name
    if not path.is_file():
        sys.exit(f"no data file {name}")
    groups = tomllib.loads(path.read_text(encoding="utf-8"))
    for group, words in groups.items():
        if isinstance(words, list) and words and all(isinstance(word, str) for word in words):
            yield Switch(name, group)


class _Off(ast.NodeTransformer):
    """Makes the test of some ``if`` false."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._places = set(places)

    def visit_If(self, node: ast.If) -> ast.If:  # the name that `ast` asks for
        self.generic_visit(node)
        if (node.lineno, node.col_offset) in self._places:
            node.test = ast.copy_location(ast.Constant(value=False), node.test)
        return node


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, places: Iterable[tuple[int, int]]) -> None:
        super().__init__(name, path)
        self._off = _Off(places)

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = self._off.visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, switches: Iterable[Switch]) -> None:
        self._places: dict[str, list[tuple[int, int]]] = {}
        for switch in switches:
            self._places.setdefault(switch.where, []).append((switch.line, switch.column))

    def find_spec(
        self, fullname: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self._places:
            return None
        file = SOURCES.joinpath(*fullname.split(".")).with_suffix(".py")
        loader = _Loader(fullname, str(file), self._places[fullname])
        return importlib.util.spec_from_file_location(fullname, file, loader=loader)


def switched_off(switches: Sequence[Switch]) -> None:
    """Make this process import the library without these branches and words; it has not imported it yet."""
    sys.meta_path.insert(0, _Finder(switch for switch in switches if switch.line))
    emptied: dict[str, set[str]] = {}
    for switch in switches:
        if not switch.line:
            emptied.setdefault(switch.where, set()).add(switch.what)
    if emptied:
        from fupin_nlp.lexicon import loader

        load = loader.load_toml

        def without(name: str, keys: Mapping[str, object]) -> dict[str, object]:
            data = load(name, keys)
            return {key: [NOWHERE] if key in emptied.get(name, ()) else value for key, value in data.items()}

        loader.load_toml = without


def right(gold: Path | None) -> Right:
    """Read the texts of train, or of a folder with gold, and tell what is right in each document."""
    import fupin_nlp
    from fupin_nlp.report.evaluate import RECORD_FIELDS, read_rows, right_fields
    from fupin_nlp.report.goldset import read_gold
    from fupin_nlp.report.matching import pair, same_quantity
    from tools.gold import KINDS, train_groups

    kinds = {(row["doc"], row["start"]): {"kind": row["kind"]} for row in read_rows(KINDS)}
    told: Right = {}
    for document in (doc for group in (read_gold(gold) if gold else train_groups()) for doc in group.documents):
        mine = told[document.name] = set()
        given = [record.to_dict() for record in fupin_nlp.read(document.path).records]
        for row, record in pair(given, document.rows)[0]:
            if record is None or row.get("optional") or not same_quantity(record, row):
                continue
            found = right_fields(record, {**row, **kinds.get((document.name, row["start"]), {})})
            found[COMPLETE] = all(found.get(name, True) for name in RECORD_FIELDS)
            mine |= {f"{name} {row['start']}" for name in FIELDS if found.get(name)}
    return told


def run(switches: Sequence[Switch], gold: Path | None) -> Right | None:
    """Tell what is right without these switches, in a process of its own; None if that fails."""
    command = [sys.executable, "-m", "tools.ablation", CHILD, json.dumps([astuple(switch) for switch in switches])]
    paths = [str(SOURCES), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [*command, *([str(gold)] if gold else [])], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        return None
    return {doc: set(found) for doc, found in json.loads(done.stdout).items()}


def _child(switches: str, gold: str = "") -> int:
    switched_off([Switch(*values) for values in json.loads(switches)])
    told = right(Path(gold) if gold else None)
    json.dump({doc: sorted(found) for doc, found in told.items()}, sys.stdout)
    return 0


def fold_of(doc: str) -> int:
    """Return the fold of a document, the same on every machine."""
    return hashlib.sha256(doc.encode()).digest()[0] % FOLDS


def _of(name: str, found: Iterable[str]) -> set[str]:
    return {place for place in found if place.startswith(f"{name} ")}


def effect(before: Right, after: Right, by: str) -> Effect:
    """Compare two runs; records are gained and lost `by` one field, or as complete ones."""
    found = Effect()
    folds: Counter[int] = Counter()
    for doc, old in before.items():
        new = after[doc]
        gained, lost = len(_of(by, new - old)), len(_of(by, old - new))
        found.gained, found.lost = found.gained + gained, found.lost + lost
        folds[fold_of(doc)] += gained - lost
        for name in FIELDS:
            found.fields[name] += len(_of(name, new)) - len(_of(name, old))
    found.folds_lost = sum(change < 0 for change in folds.values())
    return found


def count(told: Right, folds: Iterable[int], by: str) -> int:
    """Return the number of right records in the documents of these folds."""
    wanted = set(folds)
    return sum(len(_of(by, found)) for doc, found in told.items() if fold_of(doc) in wanted)


def dropped_together(before: Right, runs: Mapping[Switch, Right], gold: Path | None, by: str) -> Iterator[str]:
    """Yield for each fold what dropping all that lost nothing on the other folds changes on it."""
    for fold in range(FOLDS):
        others = [other for other in range(FOLDS) if other != fold]
        least = count(before, others, by)
        off = [switch for switch, after in runs.items() if count(after, others, by) >= least]
        after = run(off, gold)
        told = "does not work" if after is None else f"{count(before, [fold], by)} → {count(after, [fold], by)}"
        yield f"fold {fold}: {len(off)} of {len(runs)} dropped, right on it by {by}: {told}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Switch off one after the other, and print what that changes."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == [CHILD]:
        return _child(*arguments[1:])
    parser = argparse.ArgumentParser(description="What is lost on train without each branch or word list.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="modules or packages below fupin_nlp")
    parser.add_argument("--lists", nargs="*", default=[], metavar="FILE", help="data files whose groups are emptied")
    parser.add_argument(
        "--by", choices=FIELDS, default=COMPLETE, help="what counts as right (default: complete records)"
    )
    parser.add_argument("--gold", type=Path, metavar="FOLDER", help="gold of your own instead of train")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.tsv", help="write the table to a file, too")
    options = parser.parse_args(arguments)
    switches = [switch for part in options.parts for path in module_files(part) for switch in branches(path)]
    switches += [switch for name in options.lists for switch in word_lists(name)]
    if not switches:
        parser.error("name a part (interpret/kind) or a data file (--lists kinds.toml)")
    before = run([], options.gold)
    if before is None:
        sys.exit("the library does not run as it is")
    runs: dict[Switch, Right] = {}
    rows: list[tuple[object, ...]] = []
    for switch in switches:
        after = run([switch], options.gold)
        if after is None:
            rows.append((str(switch), "does not work without", "", "", *("" for _ in FIELDS)))
        else:
            runs[switch] = after
            found = effect(before, after, options.by)
            rows.append((str(switch), found.gained, found.lost, found.folds_lost, *(found.fields[f] for f in FIELDS)))
        print(*rows[-1], sep="\t", flush=True)
    if options.output:
        with options.output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerows([("switch", "gained", "lost", "folds lost", *FIELDS), *rows])
    for line in dropped_together(before, runs, options.gold, options.by):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
