"""Peak memory of one process: against the number of documents it has read, and against the size of one text.

usage: memory.py [FOLDER] [--documents N] [--characters N]

The documents of the folder are read again and again, each with its records, and let go; told is the peak of the
resident memory after each tenth. It must not grow with the number. Then plain text, markup, prose with figures and
nothing but figures are read, each in a process of its own; told is the memory above that of the loaded library, for a
byte of UTF-8 and for a character. It must not grow with the size.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import resource
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (25_000, 50_000, 100_000)


def peak() -> float:
    """Return the peak of the resident memory so far, in MB."""
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1024 * 1024 if sys.platform == "darwin" else 1024)


def prose(size: int) -> str:
    """Return a text of paragraphs that differ, one figure in about twenty characters."""
    lines = (
        f"{2000 + n % 20}年，第{n}个乡镇发放小额贷款{n * 7 % 9973}.5万元，惠及农户{n * 13 % 7919}户，"
        f"认真贯彻落实各项部署，硬化村组道路{n * 3 % 613}公里，群众满意度明显提高。\n"
        for n in itertools.count(1)
    )
    return _of_size(lines, size)


def figures(size: int) -> str:
    """Return a text of nothing but figures."""
    return _of_size((f"{n * 7}万元 {n % 97}.{n % 9}% {n * 3}人 {n}户\n" for n in itertools.count(1)), size)


def plain(size: int) -> str:
    """Return a text of paragraphs that differ, without figures."""
    lines = (
        f"认真贯彻落实各项部署，推动群众满意度明显提高，{chr(0x4E00 + n % 5000)}{chr(0x4E00 + n * 7 % 5000)}乡镇工作"
        "有序开展。\n"
        for n in itertools.count(1)
    )
    return _of_size(lines, size)


def markup(size: int) -> str:
    """Return a page of the web without figures."""
    lines = ("<div class='a b c'><p>乡镇认真贯彻落实部署</p></div>\n" for _ in itertools.count())
    return "<html><body>" + _of_size(lines, size)


TEXTS = {"plain": plain, "markup": markup, "prose": prose, "figures": figures}


def _of_size(lines: Iterable[str], size: int) -> str:
    found: list[str] = []
    total = 0
    for line in lines:
        found.append(line)
        total += len(line)
        if total >= size:
            break
    return "".join(found)[:size]


def measure(kind: str, size: int) -> None:
    """Print the memory that a text of this size takes."""
    import fupin_nlp

    text = TEXTS[kind](size)
    fupin_nlp.parse(text[:500])
    before = peak()
    name = "a.html" if kind == "markup" else "a.txt"
    records = len(fupin_nlp.read(text.encode(), name=name).records)
    grown = (peak() - before) * 1024 * 1024
    print(f"{kind:>10} {size:10} {records:9} {peak():8.1f} {grown / len(text.encode()):10.0f} {grown / size:10.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory against the number of documents and the size of one.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--characters", type=int, nargs="*", default=SIZES)
    options = parser.parse_args()

    if options.documents:
        _repeat(options.folder, options.documents)
    print(
        f"{'text':>10} {'characters':>10} {'records':>9} {'peak MB':>8} {'per byte':>10} {'per char.':>10}", flush=True
    )
    for kind, size in itertools.product(TEXTS, options.characters):
        process = multiprocessing.get_context("spawn").Process(target=measure, args=(kind, size))
        process.start()
        process.join()


def _repeat(folder: Path, documents: int) -> None:
    import fupin_nlp
    from fupin_nlp.ingest import find_sources

    paths = [source.path for source in find_sources([folder]) if source.path and not source.skipped]
    if not paths:
        sys.exit(f"no documents in {folder}")
    tenth = max(1, documents // 10)
    records = 0
    print(f"{'documents':>10} {'records':>9} {'peak MB':>8}")
    for number, path in enumerate(itertools.islice(itertools.cycle(paths), documents), 1):
        records += len(fupin_nlp.read(path).records)
        if number % tenth == 0:
            print(f"{number:10} {records:9} {peak():8.1f}")


if __name__ == "__main__":
    main()
