"""Time of counting words, against `jieba.cut` and `Counter` on the same texts in the same run.

usage: words.py [FOLDER] [--reports N]

The texts of the folder are taken again and again, each time under another name, until there are N reports. One side
cuts the texts as they are in the file with jieba, one after the other, and counts all pieces, as tutorials do. The
other cleans them, finds body, region, year and sentences, and counts words by report (`frequencies`), or measures
concepts by region and year (`attention`). Neither keeps anything from one report to the next but its caches. Told
are seconds of the processor, which other work on the machine disturbs less than those of the clock; all of it is
done in one process.
"""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONCEPTS = {
    "环保": ["*污染*", "减排", "生态*", "绿色*"],
    "创新": ["创新*", "科技*"],
    "数字经济": ["数字经济", "数字化", "5G"],
    "三农": ["农业", "农村", "农民", "乡村振兴"],
}


def texts_of(folder: Path, number: int) -> dict[str, str]:
    """Return texts by name, those of the folder again and again."""
    from fupin_nlp.ingest import find_sources, read_file

    found = [read_file(s.path).text for s in find_sources([folder]) if s.path and not s.skipped]
    if not found:
        sys.exit(f"no text in {folder}")
    return {f"{n:05}": text for n, text in enumerate(islice(cycle(found), number))}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of counting words against jieba.cut and Counter.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "corpus")
    parser.add_argument("--reports", type=int, default=64)
    options = parser.parse_args()

    import jieba

    import fupin_nlp as fp

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    warnings.simplefilter("ignore", fp.errors.FupinWarning)
    texts = texts_of(options.folder, options.reports)
    few = dict(list(texts.items())[:4])
    fp.frequencies(fp.Corpus.from_texts(few))  # late imports and dictionaries are not what is measured
    size = sum(len(text.encode()) for text in texts.values()) / 1e6

    def plain() -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in texts.values():
            counts.update(jieba.cut(text))
        return counts

    def corpus() -> Any:
        return fp.Corpus.from_texts(texts, progress=False)

    work: dict[str, Callable[[], Any]] = {
        "jieba.cut and Counter": plain,
        "frequencies": lambda: fp.frequencies(corpus(), stop=None),
        "attention, by region and year": lambda: fp.attention(corpus(), CONCEPTS),
        "kwic": lambda: fp.kwic(corpus(), "*污染*"),
    }
    print(f"{options.folder}: {len(texts)} reports, {size:.1f} MB")
    print(f"{'':30} {'seconds':>9} {'reports/s':>10} {'x jieba':>9}")
    base = 0.0
    for name, function in work.items():
        seconds, _ = timed(function)
        base = base or seconds
        print(f"{name:30} {seconds:9.2f} {len(texts) / seconds:10.1f} {base / seconds:9.1f}")
    print("x jieba: how many times as fast as jieba.cut and Counter")


if __name__ == "__main__":
    main()
