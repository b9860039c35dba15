"""A folder of thousands of documents of all formats, some broken: memory, engines, kills.

usage: many_documents.py [--documents 2000] [--kills 10] [--folder FOLDER]

Makes the folder, extracts it with one process, with two, and with Dask, and compares the rows; then kills a run at
random moments (SIGKILL of the whole process group; a run that has ended by then is no kill) and resumes it each time,
kills a worker of a Dask run, and runs again without change. Memory is the largest resident size that any process had
(VmHWM). Linux only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.folder import Made, make_folder  # noqa: E402  # the line above finds it

PROGRAM = [sys.executable, "-m", "fupin_nlp", "extract"]
POLL = 0.05


@dataclass
class Outcome:
    """How a command ended, how long it took, and the largest memory of each of its processes."""

    status: int | None
    seconds: float
    told: str
    memory: dict[int, int] = field(default_factory=dict)  # process → kB

    @property
    def most(self) -> float:
        """Megabytes of the largest process."""
        return max(self.memory.values(), default=0) / 1024


def processes_of(leader: int) -> Iterator[int]:
    """Yield the processes of the group or session of a process; workers of a cluster have groups of their own."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if leader in (int(fields[2]), int(fields[3])):
                yield int(entry.name)


def peak(process: int) -> int:
    """Return the largest resident size that a process had, in kB."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def command(arguments: Sequence[object], kill_after: float | None = None, *, worker: bool = False) -> Outcome:
    """Run the command; kill all of it, or one worker process of it, after so many seconds."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([*PROGRAM, *map(str, arguments)], stderr=told, start_new_session=True)
        memory: dict[int, int] = {}
        while process.poll() is None:
            for number in processes_of(process.pid):
                memory[number] = max(memory.get(number, 0), peak(number))
            if kill_after is not None and time.monotonic() - started > kill_after:
                kill_after = None
                kill(process.pid, worker=worker)
            time.sleep(POLL)
        told.seek(0)
        return Outcome(process.returncode, time.monotonic() - started, told.read().decode(), memory)


def kill(leader: int, *, worker: bool) -> None:
    if not worker:
        os.killpg(leader, signal.SIGKILL)
        return
    for number in processes_of(leader):
        line = Path(f"/proc/{number}/cmdline").read_bytes()
        if number != leader and b"spawn_main" in line and peak(number) > 100_000:
            os.kill(number, signal.SIGKILL)
            print(f"killed the worker {number}", file=sys.stderr)
            return


def row(name: str, done: Outcome, note: str) -> None:
    print(f"{name:34} {done.seconds:8.1f} {done.most:8.0f} {len(done.memory):5} {done.status!s:>6}  {note}", flush=True)


def engines(folder: Path, out: Path, made: Made) -> tuple[bytes, float]:
    """Extract with each engine and compare the rows; return them, and the seconds that two processes took."""
    rows = b""
    seconds = 0.0
    for name, options in (
        ("one process", []),
        ("two processes", ["--jobs", "2"]),
        ("dask, two workers", ["--jobs", "2", "--engine", "dask"]),
    ):
        target = out / f"{name.split(',')[0].replace(' ', '_')}.jsonl"
        done = command([folder, "-o", target, *options])
        found = target.read_bytes() if target.exists() else b""
        same = "the reference" if not rows else "equal" if found == rows else "DIFFERENT"
        failed = done.told.count("failed: ")
        note = f"{len(found.splitlines())} records, rows {same}; {len(made.good)} good, {len(made.broken)} broken"
        row(name, done, f"{note}, {failed} lines tell of failures")
        rows = rows or found
        if name == "two processes":
            seconds = done.seconds
    return rows, seconds


def killed(folder: Path, out: Path, kills: int, rows: bytes, seconds: float) -> None:
    """Kill a run, which takes so long undisturbed, until it was hit so many times; compare the rows each time it ends.

    Each time it is resumed. One that comes to its end before the kill is no hit, and the next begins anew.
    """
    moments = random.Random(1)
    target = out / "killed.jsonl"
    hits = 0
    while hits < kills:
        done = command([folder, "-o", target, "--resume", "--jobs", 2], kill_after=moments.uniform(0.3, seconds / 2))
        if done.status == -signal.SIGKILL:
            hits += 1
            parts = len(list(out.glob(".killed.jsonl.parts/chunk-*")))
            row(f"killed {hits}", done, f"{parts} chunks done")
        else:
            row("came to its end", done, "rows equal" if target.read_bytes() == rows else "rows DIFFERENT")
    done = command([folder, "-o", target, "--resume", "--jobs", 2])
    row("resumed", done, "rows equal" if target.read_bytes() == rows else "rows DIFFERENT")
    target = out / "worker.jsonl"
    done = command([folder, "-o", target, "--jobs", 2, "--engine", "dask"], kill_after=15, worker=True)
    row("dask, a worker killed", done, "rows equal" if target.read_bytes() == rows else "rows DIFFERENT")


def stores(folder: Path, out: Path) -> None:
    """Write stores, add the folder again, and open them."""
    from fupin_nlp import Corpus

    for name in ("results.duckdb", "results"):
        form = "duckdb" if name.endswith("duckdb") else "parquet"
        for again in (False, True):
            done = command([folder, "-o", out / name, "--format", form, "--jobs", 2, *(["--resume"] if again else [])])
            counts = Corpus.open(out / name).sql(
                "SELECT (SELECT count(*) FROM reports) AS d, (SELECT count(*) FROM failures) AS f, "
                "(SELECT count(*) FROM records) AS r"
            )
            row(
                f"{form}{', again' if again else ''}",
                done,
                "{} reports, {} failures, {} records".format(*counts.iloc[0]),
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="keep what is made here")
    options = parser.parse_args()
    out = options.folder or Path(tempfile.mkdtemp(prefix="fupin-bench-"))
    try:
        made = make_folder(out / "documents", options.documents)
        print(f"{options.documents} documents, {len(made.broken)} of them broken")
        print(f"{'':34} {'seconds':>8} {'MB most':>8} {'procs':>5} {'status':>6}")
        rows, seconds = engines(out / "documents", out, made)
        stores(out / "documents", out)
        killed(out / "documents", out, options.kills, rows, seconds)
    finally:
        if options.folder is None:
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
