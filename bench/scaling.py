"""How much faster two processes are than one, over a folder of documents of all formats.

usage: scaling.py [FOLDER] [--documents 2000] [--processes 1 2] [--repeats 3]

Runs ``fupin extract FOLDER -o FILE --jobs N`` from start to end, in turn with `jieba.cut` of the texts of the same
documents, which is divided among as many processes. jieba.cut shares nothing and writes nothing: what it gains is what
the machine has to give at that moment. Told are medians, rows a second, and the median of the ratios to one process
within each repeat. The rows of all runs are compared. On a machine that does other things too, read the ratio beside
that of jieba.cut.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.folder import make_folder  # noqa: E402  # the line above finds it

from fupin_nlp.ingest import ReadOptions, find_sources  # noqa: E402
from fupin_nlp.ingest.process import ReaderProcess  # noqa: E402
from fupin_nlp.report.attempt import attempt  # noqa: E402

# Cuts every so many-th text, once it has loaded its dictionary and is told to begin.
CUT = """
import json, logging, sys
import jieba
jieba.setLogLevel(logging.WARNING)
jieba.initialize()
number, of = map(int, sys.argv[2:])
texts = json.load(open(sys.argv[1], encoding="utf-8"))[number::of]
print("ready", flush=True)
sys.stdin.readline()
for text in texts:
    list(jieba.cut(text))
print("done", flush=True)
"""


def texts_of(folder: Path, target: Path) -> int:
    """Write the texts of all documents that can be read, and return how many characters they have."""
    options = ReadOptions()
    with ReaderProcess(options) as process:
        found = [
            attempt(source, lambda raw: raw.text, options=options, process=process)
            for source in find_sources([folder], process=process)
            if source.skipped is None
        ]
    texts = [text for text in found if isinstance(text, str)]
    target.write_text(json.dumps(texts), encoding="utf-8")
    return sum(map(len, texts))


def cut(texts: Path, processes: int) -> float:
    """Return the seconds of jieba.cut over all texts, its start not counted."""
    command = [sys.executable, "-c", CUT, str(texts)]
    running = [
        subprocess.Popen([*command, str(n), str(processes)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for n in range(processes)
    ]
    for process in running:
        process.stdout.readline()
    start = time.perf_counter()
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    for process in running:
        process.stdout.readline()
    seconds = time.perf_counter() - start
    for process in running:
        process.communicate()
    return seconds


def environment(compiled: Path) -> dict[str, str]:
    """Return the environment of the command: its modules are compiled once, as those of an installed package are."""
    paths = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": paths, "PYTHONPYCACHEPREFIX": str(compiled)}


def extract(folder: Path, output: Path, processes: int) -> float:
    """Return the seconds of the command from its start to its end; compiled modules lie beside the output."""
    command = [sys.executable, "-m", "fupin_nlp", "extract", folder, "-o", output, "--jobs", processes]
    start = time.perf_counter()
    own = environment(output.parent / "compiled")
    done = subprocess.run([*map(str, command)], env=own, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):  # 1: some documents failed, as those that are made broken do
        sys.exit(done.stderr)
    return seconds


def one_repeat(folder: Path, out: Path, counts: list[int]) -> dict[tuple[str, int], float]:
    """Time jieba.cut and the command with each number of processes, in turn."""
    seconds: dict[tuple[str, int], float] = {}
    for count in counts:
        seconds["jieba.cut", count] = cut(out / "texts.json", count)
        seconds["fupin extract", count] = extract(folder, out / f"{count}.jsonl", count)
        if (out / f"{count}.jsonl").read_bytes() != (out / f"{counts[0]}.jsonl").read_bytes():
            sys.exit(f"the rows of {count} processes differ from those of {counts[0]}")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="Two processes against one, over a folder of documents.")
    parser.add_argument("folder", nargs="?", type=Path, help="made, if none is given")
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    counts: list[int] = options.processes
    with tempfile.TemporaryDirectory(prefix="fupin-bench-") as name:
        out = Path(name)
        folder = options.folder
        if folder is None:
            folder = out / "documents"
            make_folder(folder, options.documents)
        characters = texts_of(folder, out / "texts.json")
        extract(folder, out / "warm.jsonl", counts[-1])  # compiled modules and the disk cache
        repeats = [one_repeat(folder, out, counts) for _ in range(options.repeats)]
        rows = (out / f"{counts[0]}.jsonl").read_bytes().count(b"\n")
    print(f"{folder}: {characters:,} characters, {rows:,} rows, median of {options.repeats}; {os.cpu_count()} cores")
    print(f"{'':14} {'processes':>9} {'seconds':>8} {'rows/s':>8} {'times one':>9}")
    for what in ("jieba.cut", "fupin extract"):
        for count in counts:
            seconds = statistics.median(repeat[what, count] for repeat in repeats)
            gain = sorted(repeat[what, counts[0]] / repeat[what, count] for repeat in repeats)
            rate = f"{rows / seconds:8.0f}" if what == "fupin extract" else " " * 8
            spread = f"  ({gain[0]:.2f} to {gain[-1]:.2f})" if count != counts[0] else ""
            print(f"{what:14} {count:9} {seconds:8.2f} {rate} {statistics.median(gain):9.2f}{spread}")


if __name__ == "__main__":
    main()
