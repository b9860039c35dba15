"""Runs on a file system that fails, or that ends the process, at the n-th step, for every n.

usage: python -m tools.faults [FORM ...] [--modes MODE ...] [--every K]

A step is a write, fsync, rename, removal, truncation, new file or new folder in the folder of the output. The run adds
one document to an output and changes another. After each step: is the output whole (what it was, or the new one), does
the same command with --resume end well, and are the rows then those of a run that nothing disturbed? FORM is jsonl,
csv, duckdb, parquet, or duckdb-new and parquet-new (there is no output before); MODE is fail (that call fails), full
(the disk is full from there on) or kill (SIGKILL). Needs Linux and a C compiler.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODES = {"fail": 1, "full": 2, "kill": 3}
NAMES = {
    "jsonl": "records.jsonl",
    "csv": "records.csv",
    "duckdb": "results.duckdb",
    "duckdb-new": "results.duckdb",  # there is no output before
    "parquet": "results",
    "parquet-new": "results",
}
_NEW = "-new"
SHIM = "FUPIN_FAULTS"  # variable with the path of the library that fails
_COUNT = 0
_TOLD, _UNFORESEEN = 3, 4
_LIMIT = 120  # seconds a step may take
_REPORTS = ({"a.txt": "发放贷款5万元"}, {"a.txt": "发放贷款6万元", "b.txt": "修路7公里"})


_COUNTED = (
    *("steps", "ended well", "with a message", "killed", "otherwise"),
    *("output whole", "resumed, equal rows", "left over"),
)


@dataclass(frozen=True, slots=True)
class Step:
    """What came of a run of which one step went wrong.

    Attributes
    ----------
    number : int
        Which step.
    call : str
        What the step was.
    ended : str
        well, told (an error of the library), killed, unforeseen or hung.
    whole : bool
        Whether the output then was what it had been, or the new one.
    resumed : str
        How the run with ``resume`` ended.
    equal : bool
        Whether its rows are those of a run that nothing disturbed.
    left : list of str
        What lay beside the output after that.
    """

    number: int
    call: str
    ended: str
    whole: bool
    resumed: str
    equal: bool
    left: list[str]

    @property
    def good(self) -> bool:
        """Whether it went as promised."""
        known = self.ended in ("well", "told", "killed")
        return known and self.whole and self.resumed == "well" and self.equal and not self.left


def shim(folder: Path) -> Path:
    """Compile the library that fails.

    Raises
    ------
    subprocess.CalledProcessError
        If the C compiler refuses it.
    """
    library = folder / "faults.so"
    compiler = os.environ.get("CC") or "cc"
    source = Path(__file__).with_name("faults.c")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


def steps(form: str, mode: str, folder: Path, *, every: int = 1, first: int = 1) -> Iterator[Step]:
    """Let a run fail at each (each K-th) of its steps, in a process that has the library in front of all others."""
    library = shim(folder)
    command = [sys.executable, "-m", "tools.faults", "--inside", str(folder), form, "--modes", mode]
    command += ["--every", str(every), "--first", str(first)]
    environment = {**os.environ, "LD_PRELOAD": str(library), SHIM: str(library), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Step(**json.loads(line))
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _rows_in(output: Path, form: str) -> Any:
    """Return what an output holds; None if it is not there."""
    if not form.startswith(("duckdb", "parquet")):
        return output.read_text(encoding="utf-8") if output.exists() else None
    from fupin_nlp.store import Store

    store = Store(output)
    tables = ("reports", "records", "failures", "findings")
    return json.loads(json.dumps({t: list(store.rows(t)) for t in tables}, default=str)) if store.exists else None


def _forked(work: Callable[[], Any]) -> tuple[str, Any]:
    """Do some work in a process of its own: how it ended, and what it returned.

    This process itself never opens DuckDB: its threads do not survive a fork, and the child would wait for them.
    """
    from fupin_nlp.errors import FupinError

    with tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        sys.stdout.flush()
        child = os.fork()
        if not child:
            status = 0
            try:
                _alarm()
                json.dump(work(), answer)
                answer.flush()
            except FupinError as error:
                print(f"  {error}", file=sys.stderr, flush=True)
                status = _TOLD
            except BaseException as error:
                print(f"  unforeseen: {error!r}", file=sys.stderr, flush=True)
                status = _UNFORESEEN
            os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answer.seek(0)
        found = answer.read()
    words = {0: "well", _TOLD: "told", -9: "killed", -14: "hung"}
    return words.get(status, "unforeseen"), json.loads(found) if found else None


def _alarm() -> None:
    import signal

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_LIMIT)


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs over a folder of reports into one form of output."""

    form: str
    reports: Path

    def run(self, output: Path, *, resume: bool = False) -> None:
        from fupin_nlp.batch import BatchOptions, run
        from fupin_nlp.report import ReportOptions

        options = BatchOptions(resume=resume, report=ReportOptions(models="off"))
        run([self.reports], output, form=self.form.removesuffix(_NEW), options=options)

    def disturbed(self, output: Path, number: int, mode: int) -> None:
        """Run with the step of this number disturbed; files beside its folder tell what the step was."""
        library = ctypes.CDLL(os.environ[SHIM])
        library.fault_call.restype = ctypes.c_char_p
        place = output.parent
        library.fault_arm(os.fsencode(place), ctypes.c_long(number), mode)
        try:
            self.run(output)
        finally:
            note = {"seen": library.fault_seen(), "call": library.fault_call().decode()}
            place.with_name("note.json").write_text(json.dumps(note), encoding="utf-8")

    def aftermath(self, output: Path) -> tuple[Any, Any, list[str]]:
        found = _rows_in(output, self.form)
        self.run(output, resume=True)
        left = sorted(path.name for path in output.parent.iterdir() if path.name.startswith("."))
        return found, _rows_in(output, self.form), left

    def write(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            (self.reports / name).write_text(f"2019年，全县{text}。", encoding="utf-8")


def _inside(form: str, mode: str, folder: Path, *, every: int, first: int) -> Iterator[Step]:
    """Disturb one step after the other; this runs with the library loaded."""
    import duckdb  # noqa: F401  # loaded once, before the forks
    import pandas as pd  # noqa: F401

    from fupin_nlp.report import ReportOptions, parse

    parse("2019年，发放贷款5万元。", options=ReportOptions(models="off"))
    runner = _Runner(form, folder / "reports")
    runner.reports.mkdir()
    base, whole = folder / "base" / NAMES[form], folder / "whole" / NAMES[form]
    base.parent.mkdir()
    runner.write(_REPORTS[0])
    if not form.endswith(_NEW):
        _forked(lambda: runner.run(base))
    before = _forked(lambda: _rows_in(base, form))[1]
    runner.write(_REPORTS[1])
    shutil.copytree(base.parent, whole.parent)
    _forked(lambda: runner.disturbed(whole, 1 << 40, _COUNT))
    after = _forked(lambda: _rows_in(whole, form))[1]
    if bool(before) == form.endswith(_NEW) or not after or before == after:
        raise RuntimeError("the runs that nothing disturbed did not end well")
    count = json.loads((folder / "note.json").read_text(encoding="utf-8"))["seen"]
    for number in range(first, count + 1, every):
        yield _disturb(runner, base.parent, number, mode, (before, after))


def _disturb(runner: _Runner, base: Path, number: int, mode: str, known: Sequence[Any]) -> Step:
    place = base.with_name("place")
    shutil.copytree(base, place)
    output = place / NAMES[runner.form]
    note = place.with_name("note.json")
    ended = _forked(lambda: runner.disturbed(output, number, MODES[mode]))[0]
    if ended == "killed":  # it had no time to tell; counted again, on a copy
        twin = base.with_name("twin")
        shutil.copytree(base, twin)
        _forked(lambda: runner.disturbed(twin / output.name, number, _COUNT))
        shutil.rmtree(twin)
    call = json.loads(note.read_text(encoding="utf-8"))["call"]
    resumed, found = _forked(lambda: runner.aftermath(output))
    rows, again, left = found or (None, None, [])
    shutil.rmtree(place)
    return Step(number, call, ended, rows in known, resumed, again == known[1], left)


def table(found: dict[tuple[str, str], Iterable[Step]]) -> str:
    """Return a table in Markdown: a row for each form and mode."""
    head = ("output", "what goes wrong", *_COUNTED)
    lines = [f"| {' | '.join(head)} |", "|---|---|" + "---:|" * len(_COUNTED)]
    for (form, mode), several in found.items():
        all_steps = list(several)
        ends = [step.ended for step in all_steps]
        other = sum(end not in ("well", "told", "killed") for end in ends)
        whole, left = sum(step.whole for step in all_steps), sum(bool(step.left) for step in all_steps)
        equal = sum(step.resumed == "well" and step.equal for step in all_steps)
        counts = (len(ends), ends.count("well"), ends.count("told"), ends.count("killed"), other, whole, equal, left)
        lines.append(f"| {form} | {mode} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("forms", nargs="*", choices=[*NAMES, []], default=list(NAMES))
    parser.add_argument("--modes", nargs="+", choices=list(MODES), default=list(MODES))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    which = {"every": options.every, "first": options.first}
    if options.inside:
        for step in _inside(options.forms[0], options.modes[0], options.inside, **which):
            print(json.dumps(asdict(step)), flush=True)
        return
    found: dict[tuple[str, str], list[Step]] = {}
    for form in options.forms:
        for mode in options.modes:
            with tempfile.TemporaryDirectory() as folder:
                one = found.setdefault((form, mode), [])
                for step in steps(form, mode, Path(folder), **which):
                    one.append(step)
                    if not step.good:
                        print(step, file=sys.stderr, flush=True)
    print(table(found))


if __name__ == "__main__":
    main()
