"""Time of `import fupin_nlp`, `fupin --version` and the first record against the start of a bare interpreter.

usage: startup.py [--repeats N]

They are started in turn; told are medians and the ratio to the bare interpreter. The first record needs all data
files and the tokenizer, which are loaded once for each process. Modules are compiled once before, as those of an
installed package are, whatever the environment says.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
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


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description="Start-up times against a bare interpreter.")
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory(prefix="fupin-bench-") as compiled:
        own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        own["PYTHONPYCACHEPREFIX"] = compiled
        for command in COMMANDS.values():
            seconds(command, own)  # compiled modules and the disk cache
        for _ in range(options.repeats):
            for name, command in COMMANDS.items():
                times[name].append(seconds(command, own))
    bare = statistics.median(times["python"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:18} {median * 1000:7.1f} ms  {median / bare:5.2f} x python")


if __name__ == "__main__":
    main()
