"""Time of cleaning on texts that are made to be slow, at n, 2n and 4n characters.

usage: linear.py [--length N] [--parts]

Each text of tests/support/hostile.py is cleaned as a whole; with --parts every step, body detection and the search for
damage are measured by themselves, and the slowest text of each is told. Linear time gives ratios of 2 and 4, quadratic
time of 4 and 16.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.clean.test_linear import PARTS  # noqa: E402  # texts and parts are those of the tests
from tests.support.hostile import HOSTILE  # noqa: E402

from fupin_nlp.clean import clean  # noqa: E402
from fupin_nlp.model import RawText  # noqa: E402

TRIES = 3


def seconds(work: Callable[[str, str], object], piece: str, form: str, length: int) -> float:
    text = piece * (length // len(piece))
    best = float("inf")
    for _ in range(TRIES):
        start = time.process_time()
        work(text, form)
        best = min(best, time.process_time() - start)
    return best


def line(name: str, times: list[float]) -> str:
    one, two, four = times
    shown = " ".join(f"{1000 * t:9.1f}" for t in times)
    return f"{name:44} {shown} {two / max(one, 1e-4):6.1f} {four / max(one, 1e-4):6.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of cleaning on hostile texts at n, 2n and 4n characters.")
    parser.add_argument("--length", type=int, default=10_000, help="n, in characters")
    parser.add_argument("--parts", action="store_true", help="every step by itself, its slowest text")
    options = parser.parse_args()
    lengths = [options.length * factor for factor in (1, 2, 4)]
    clean(RawText("今年以来，全縣產(chǎn)業(yè)扶貧，帶動貧\n困戶總?cè)丝?640人"))  # tables are loaded on first use
    print(f"{'text':44} {'n ms':>9} {'2n ms':>9} {'4n ms':>9} {'2n/n':>6} {'4n/n':>6}")
    if not options.parts:
        for name, (piece, form) in HOSTILE.items():
            work = lambda text, form: clean(RawText(text, format=form))  # noqa: E731  # named where it is used
            print(line(name, [seconds(work, piece, form, n) for n in lengths]), flush=True)
        return
    for part, work in PARTS.items():
        slowest = max(HOSTILE, key=lambda name: seconds(work, *HOSTILE[name], lengths[0]))
        print(line(f"{part}: {slowest}", [seconds(work, *HOSTILE[slowest], n) for n in lengths]), flush=True)


if __name__ == "__main__":
    main()
