"""Why the pattern of numbers is compiled by `re`: time of both engines at the numbers of real reports.

usage: python bench/number_pattern.py FOLDER_OF_UTF8_REPORTS
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import regex

from fupin_nlp.extract.grammar import number_pattern


def best(run: Callable[[], object], rounds: int = 7) -> float:
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).glob("*.txt")))
    places = [m.start() for m in re.finditer(r"(?<![0-9])[0-9]", text)]
    plain = number_pattern()
    other = regex.compile(plain.pattern, regex.VERBOSE | regex.VERSION1)
    same = all(
        (a and a.span()) == (b and b.span()) for a, b in ((plain.match(text, i), other.match(text, i)) for i in places)
    )
    for name, match in (("re", plain.match), ("regex", other.match)):
        took = best(lambda match=match: [match(text, i) for i in places])
        print(f"{name:6} {1e6 * took / len(places):.2f} µs a number ({len(places)} numbers)")
    print("same spans:", same)


if __name__ == "__main__":
    main()
