"""Peak memory of one process against the number of documents it has read.

usage: memory.py [FOLDER] [--documents N]

The documents of the folder are read again and again, each with its records, and let go; told is the peak of the
resident memory after each tenth. It must not grow with the number.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def peak() -> float:
    """Return the peak of the resident memory so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory against the number of documents.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--documents", type=int, default=500)
    options = parser.parse_args()

    import fupin_nlp
    from fupin_nlp.ingest import find_sources

    paths = [source.path for source in find_sources([options.folder]) if source.path and not source.skipped]
    if not paths:
        sys.exit(f"no documents in {options.folder}")
    tenth = max(1, options.documents // 10)
    records = 0
    print(f"{'documents':>10} {'records':>9} {'peak MB':>8}")
    for number, path in enumerate(itertools.islice(itertools.cycle(paths), options.documents), 1):
        records += len(fupin_nlp.read(path).records)
        if number % tenth == 0:
            print(f"{number:10} {records:9} {peak():8.1f}")


if __name__ == "__main__":
    main()
