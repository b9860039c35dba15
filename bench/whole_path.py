"""Time of the whole path, bytes to records, against `jieba.cut` of the same text in the same run.

usage: whole_path.py [FOLDER] [--repeats N] [--at-least MB] [--models on|off]

Every repeat times jieba.cut, the whole path, and each stage on its own, in turn, so that a slow moment of the machine
touches both sides. None pays for another: what one leaves behind is let go and collected before the next begins. Told
are medians and the ratio to jieba.cut. A small folder is read several times over until `--at-least` MB of text were
read. Read ratios, not seconds.
"""

from __future__ import annotations

import argparse
import gc
import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def sources(folder: Path, least: float) -> tuple[list[Path], int]:
    """Return the files, repeated until they hold `least` MB of UTF-8 text, and the bytes of that text."""
    from fupin_nlp.ingest import find_sources, read_file

    paths = [source.path for source in find_sources([folder]) if source.path and not source.skipped]
    size = sum(len(read_file(path).text.encode("utf-8")) for path in paths)
    if not size:
        sys.exit(f"no text in {folder}")
    times = max(1, -(-int(least * 1_000_000) // size))
    return paths * times, size * times


def one_repeat(paths: list[Path], models: str) -> dict[str, float]:
    """Time jieba.cut, the stages and the whole path once."""
    import jieba

    import fupin_nlp
    from fupin_nlp.clean import clean
    from fupin_nlp.extract import extract
    from fupin_nlp.ingest import read_file
    from fupin_nlp.segment import segment

    seconds: dict[str, float] = {}
    how = fupin_nlp.ReportOptions(models=models)
    texts = [read_file(path).text for path in paths]
    seconds["jieba.cut"] = timed(lambda: [list(jieba.cut(text)) for text in texts])[0]
    seconds["whole path"] = timed(lambda: [fupin_nlp.read(path, options=how).records for path in paths])[0]
    seconds["read"], raws = timed(lambda: [read_file(path) for path in paths])
    seconds["clean"], cleans = timed(lambda: [clean(raw) for raw in raws])
    seconds["segment"], documents = timed(lambda: [segment(text) for text in cleans])
    seconds["extract"] = timed(lambda: [extract(document) for document in documents])[0]
    stages = ("read", "clean", "segment", "extract")
    seconds["interpret"] = seconds["whole path"] - sum(seconds[stage] for stage in stages)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of the whole path against jieba.cut of the same text.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--at-least", type=float, default=1.0, metavar="MB")
    parser.add_argument("--models", choices=("on", "off"), default="on", help="off: the first proposal wins")
    options = parser.parse_args()

    import jieba

    import fupin_nlp
    from fupin_nlp.version import spelled

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    paths, size = sources(options.folder, options.at_least)
    one_repeat(paths[: max(1, len(paths) // 10)], options.models)  # caches and late imports are not what is measured
    repeats = [one_repeat(paths, options.models) for _ in range(options.repeats)]
    base = statistics.median(r["jieba.cut"] for r in repeats)
    print(f"fupin-nlp {spelled()} in {Path(fupin_nlp.__file__).parent}")
    print(f"{options.folder}: {len(paths)} reads, {size / 1e6:.2f} MB of text, median of {options.repeats}")
    print(f"models {options.models}")
    print(f"{'':12} {'seconds':>8} {'MB/s':>8} {'x jieba.cut':>12}")
    for name in ("jieba.cut", "read", "clean", "segment", "extract", "interpret", "whole path"):
        seconds = statistics.median(r[name] for r in repeats)
        ratios = sorted(r["jieba.cut"] / r[name] if r[name] > 0 else float("inf") for r in repeats)
        spread = f"  ({ratios[0]:.2f} to {ratios[-1]:.2f})" if name == "whole path" else ""
        print(
            f"{name:12} {seconds:8.3f} {size / 1e6 / max(seconds, 1e-9):8.2f} {base / max(seconds, 1e-9):12.2f}{spread}"
        )
    print("interpret is the whole path less the other stages; x jieba.cut: how many times as fast")


if __name__ == "__main__":
    main()
