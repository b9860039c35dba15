"""Peak memory of one process: against the number of documents it has read, and against the size of one text.

usage: memory.py [FOLDER] [--documents N] [--characters N] [--largest]

The documents of the folder are read again and again, each with its records, and let go; told is the peak of the
resident memory after each tenth. It must not grow with the number. Then plain text, markup, prose with figures and
nothing but figures are read, each in a process of its own; told is the memory above that of the loaded library, for a
byte of UTF-8 and for a character. It must not grow with the size. With --largest the same is told of the largest text
of each kind that `ReadOptions` allows, of others that are all small pieces, and of some that it refuses.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import multiprocessing
import re
import resource
import sys
from collections.abc import Callable, Iterable
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


def mixed(size: int) -> str:
    """Return prose with so many figures that a text of the largest size has nearly as many as are allowed."""
    lines = (
        f"第{n}个乡镇认真贯彻落实各项部署，推动群众满意度明显提高，{chr(0x4E00 + n % 5000)}村"
        f"硬化村组道路{n * 3 % 613}公里，惠及农户{n * 13 % 7919}户，工作有序开展，干部作风持续转变，各项任务全面完成，"
        "发展基础更加牢固，人民生活持续改善，城乡面貌焕然一新，营商环境不断优化，社会大局保持稳定，党的建设全面加强，改革开放继续深入推进。\n"
        for n in itertools.count(1)
    )
    return _of_size(lines, size)


def damaged(size: int) -> str:
    """Return prose in which every fifth line was decoded by a wrong table and every seventh has blanks inside words."""
    whole = prose(size).splitlines(keepends=True)
    for n in range(0, len(whole), 5):
        whole[n] = whole[n].encode("utf-8").decode("latin-1")
    for n in range(0, len(whole), 7):
        whole[n] = " ".join(whole[n])
    return "".join(whole)[:size]


def numbers(size: int) -> str:
    """Return a table of numbers without units."""
    lines = (f"{n},{n * 7 % 9973},{n * 13 % 7919}.{n % 9},{n * 3 % 613}\n" for n in itertools.count(1))
    return "编号,甲,乙,丙\n" + _of_size(lines, size - 9)


def markup(size: int) -> str:
    """Return a page of the web without figures."""
    lines = ("<div class='a b c'><p>乡镇认真贯彻落实部署</p></div>\n" for _ in itertools.count())
    return _of_size(itertools.chain(["<html><body>"], lines), size)


def _repeated(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


TEXTS = {"plain": plain, "markup": markup, "prose": prose, "figures": figures}
PIECES = {"lines": "县\n", "clauses": "甲，", "sentences": "甲。", "blanks": "脱 贫 攻 坚。\n", "entities": "&#x7532;"}
"""Texts that are nothing but these, of which much is kept: lines, sentences, edits."""
LARGEST: dict[str, Callable[[int], str]] = {
    **TEXTS,
    "mixed": mixed,
    "damaged": damaged,
    "numbers": numbers,
    **{name: functools.partial(_repeated, piece) for name, piece in PIECES.items()},
}
ENDINGS = {"markup": "html", "numbers": "csv", "entities": "html"}
REFUSED = {"prose": 4_000_000, "figures": 4_000_000, "numbers": 4_000_000}


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
    from fupin_nlp.errors import ReadError

    text = LARGEST[kind](size)
    fupin_nlp.parse(text[:500])
    before = peak()
    name = f"a.{ENDINGS.get(kind, 'txt')}"
    try:
        records = str(len(fupin_nlp.read(text.encode(), name=name).records))
    except ReadError:
        records = "refused"
    grown = (peak() - before) * 1024 * 1024
    print(
        f"{kind:>10} {len(text):10} {records:>9} {peak():8.1f} {grown / len(text.encode()):10.0f} "
        f"{grown / len(text):10.0f}"
    )


def largest(kind: str) -> int:
    """Return the size of the largest text of this kind that is read: its characters or figures are at the limit."""
    from fupin_nlp import parse
    from fupin_nlp.ingest import ReadOptions

    limits = ReadOptions()
    sample = LARGEST[kind](20_000)
    figures = len(parse(sample).records)
    if kind == "numbers":
        figures = len(re.findall(r"[\d.]+", sample)) // 10
    by_figures = int(0.97 * limits.max_figures / figures * len(sample)) if figures else sys.maxsize
    return min(limits.max_characters, by_figures)


def main() -> None:
    parser = argparse.ArgumentParser(description="Peak memory against the number of documents and the size of one.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--characters", type=int, nargs="*", default=SIZES)
    parser.add_argument("--largest", action="store_true", help="the largest texts that are allowed, too (minutes each)")
    options = parser.parse_args()

    if options.documents:
        _repeat(options.folder, options.documents)
    print(
        f"{'text':>10} {'characters':>10} {'records':>9} {'peak MB':>8} {'per byte':>10} {'per char.':>10}", flush=True
    )
    sizes = list(itertools.product(TEXTS, options.characters))
    if options.largest:
        sizes += [(kind, largest(kind)) for kind in LARGEST] + list(REFUSED.items())
    for kind, size in sizes:
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
