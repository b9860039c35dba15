"""What delivery promises, shown: faults that were found, as commands; runs disturbed at every step; memory.

usage: python -m tools.delivery [--sources PATH] [--every K] [--only N] [--jobs N] [--page PATH]

Writes docs/evaluation/delivery.md. With `--sources` the commands run with another version of the library and only their
output is shown: that is where what was comes from. Needs Linux; the superuser gives up the right to open all.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.delivery_faults import FAULTS, Fault
from tools.faults import MODES, NAMES, Step, steps, table

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation" / "delivery.md"
_FUPIN = 'fupin() {{ "{python}" -m fupin_nlp "$@"; }}; python() {{ "{python}" "$@"; }}; alone() {{ {alone} "$@"; }}\n'
_ALONE = "setpriv --inh-caps=-all --bounding-set=-dac_override,-dac_read_search"
_ODD = re.compile(r"\b\d{3,7}(?= on )|(?<= on )[\w.-]+(?= is writing)|/tmp/[\w./-]*?(?=(?:in|out|data)/)")
_LONGEST = 1600  # characters of output that are shown


def told(fault: Fault, sources: Path) -> str:
    """Return what the commands of a fault print, with the exit status where it is not 0."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        fault.prepare(place)
        alone = f"{_ALONE} {sys.executable} -m fupin_nlp" if os.geteuid() == 0 else f"{sys.executable} -m fupin_nlp"
        functions = _FUPIN.format(python=sys.executable, alone=alone)
        environment = {**os.environ, "PYTHONPATH": str(sources), "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
        lines = []
        for command in fault.commands:
            done = subprocess.run(
                ["bash", "-c", functions + command],
                cwd=place,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            shown = done.stdout.decode("utf-8", "backslashreplace").replace(f"{place}/", "").rstrip()
            shown = _ODD.sub(lambda found: "…" if found[0].startswith("/") else "N", shown)
            # Of a traceback the last line tells.
            if "Traceback (most recent call last)" in shown:
                shown = "Traceback …\n" + shown.splitlines()[-1]
            lines += [f"$ {command}", *shown[:_LONGEST].splitlines()]
            lines += [f"exit status {done.returncode}"] if done.returncode else []
    return "\n".join(lines)


def disturbed(every: int, jobs: int) -> str:
    """Disturb runs of all forms in all ways, as many at once as there are jobs; return the table."""
    kinds = list(itertools.product(NAMES, MODES))
    with ThreadPoolExecutor(jobs) as pool:
        found = dict(zip(kinds, pool.map(lambda kind: _steps(*kind, every), kinds), strict=True))
    some = f" Of the steps, one in {every} was disturbed." if every > 1 else ""
    return f"{table(found)}\n\n{_calls(found)}{some}"


def _steps(form: str, mode: str, every: int) -> list[Step]:
    with tempfile.TemporaryDirectory() as folder:
        found = list(steps(form, mode, Path(folder), every=every))
    print(table({(form, mode): found}).splitlines()[-1], file=sys.stderr, flush=True)
    return found


def _calls(found: Mapping[tuple[str, str], Sequence[Step]]) -> str:
    """Tell how many steps of each kind there were."""
    counts: dict[str, dict[str, int]] = {}
    for (form, mode), several in found.items():
        if mode == "fail":
            for step in several:
                counts.setdefault(form, {}).setdefault(step.call, 0)
                counts[form][step.call] += 1
    rows = [f"{form}: " + ", ".join(f"{n} {call}" for call, n in sorted(of.items())) for form, of in counts.items()]
    return "Steps by kind: " + "; ".join(rows) + "."


def memory() -> str:
    """Return what the bench of memory prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "bench" / "memory.py", "--documents", "0", "--largest"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    return f"```\n{done.stdout.rstrip()}\n```"


def page(now: Mapping[str, str], runs: str, peaks: str) -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    for number, fault in enumerate(FAULTS, 1):
        parts.append(
            f"### {number}. {fault.title}\n\nWas:\n\n```\n{fault.was}\n```\n\nNow:\n\n```\n{now[fault.title]}\n```\n"
        )
    parts += [_DISTURBED, runs, _MEMORY, peaks, _MEASURE]
    return "\n".join(parts) + "\n"


_HEAD = """# Delivery and limits

`make delivery` runs what is shown here and writes this page. "Was" is what commit 540dd64 printed to the same commands.

## Faults that were found
"""
_DISTURBED = """## Runs that are disturbed at every step

`python -m tools.faults` runs an extraction that changes one document of a result and adds one, with a library in front
of the C library in which the n-th write, fsync, rename, removal, truncation, new file or new folder beside the output
fails (fail), it and all later ones that need space fail (full), or the process is killed there (kill), for every n.
After each: is the output what it was or the new one (whole), and does the same command with `--resume` end well with
the rows of a run that nothing disturbed?
"""
_MEMORY = """
## Memory

`bench/memory.py --largest`: peak of the process, and memory above that of the loaded library for a byte and a character
of the text, each text in a process of its own. Behind four kinds in three sizes stand the largest texts of each kind
that are read (4,000,000 characters, 50,000 figures, ten times as many numbers), texts that are nothing but small
pieces, and the largest ones that are refused.
"""

_MEASURE = """
The largest document that is allowed, of each of these kinds, stays under 1 GB. Prose without figures takes 12 bytes for
a byte of text, markup 27, prose with a figure in 70 characters 31. The goal of 40 bytes for a byte does not hold where
a text is nothing but small pieces (lines of one character, sentences of two), where a figure stands in every 24
characters, and in tables of figures: there the number of pieces and figures is the measure. A figure takes 5 to 6 kB
while its document is read, of which its record alone has 2 kB, and the models need some 50 MB for the thousand figures
that they read at a time (`tests/decide/test_blocks.py`: blocks of any size give the same records, and a figure takes
less than 11 kB). What is refused for its figures is refused before they are made.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", type=Path, default=ROOT / "src")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", type=int, help="one of the faults, shown and not written")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="runs that are disturbed at once")
    parser.add_argument("--page", type=Path, default=PAGE, help="what is written")
    options = parser.parse_args()
    now = {}
    for number, fault in enumerate(FAULTS, 1):
        if options.only in (None, number):
            now[fault.title] = told(fault, options.sources.resolve())
            print(f"## {number}. {fault.title}\n{now[fault.title]}\n", file=sys.stderr, flush=True)
    if options.only is None and options.sources.resolve() == ROOT / "src":
        options.page.write_text(page(now, disturbed(options.every, options.jobs), memory()), encoding="utf-8")


if __name__ == "__main__":
    main()
