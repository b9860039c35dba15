"""Time of `import fupin_nlp`, `fupin --version` and the first record against the start of a bare interpreter.

usage: startup.py [--repeats N]

They are started in turn; told are medians and the ratio to the bare interpreter. The first record needs all data
files and the tokenizer, which are loaded once for each process.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python": [sys.executable, "-c", "pass"],
    "import fupin_nlp": [sys.executable, "-c", "import fupin_nlp"],
    "fupin --version": [sys.executable, "-c", "from fupin_nlp.cli import main; main(['--version'])"],
    "first record": [
        sys.executable,
        "-c",
        "from fupin_nlp.report import parse; parse('2019年，发放贷款2036万元。').records[0]",
    ],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Start-up times against a bare interpreter.")
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    for command in COMMANDS.values():
        seconds(command)  # compiled files and the disk cache
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(options.repeats):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    bare = statistics.median(times["python"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:18} {median * 1000:7.1f} ms  {median / bare:5.2f} x python")


if __name__ == "__main__":
    main()
