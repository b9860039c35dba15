"""Time of counting words, against `jieba.cut` and `Counter` on the same texts in the same run.

usage: words.py [FOLDER ...] [--reports N] [--lots L] [--distinct SEED]

The texts of the folders are taken again and again, each time under another name, until there are N reports. With
``--distinct`` every one after the first round is another text: the paragraphs between the head and the end of a report
are put in another order, drawn from the seed. One side cuts the texts as they are in the file with jieba, one after
the other, and counts all pieces, as tutorials do. The other cleans them, finds body, region, year and sentences, and
counts words by report (`frequencies`), or measures concepts by region and year (`attention`). Neither keeps anything
from one report to the next but its caches. The reports are done in L lots, in each of which every side has its turn;
told are the sums, and the lowest and the highest ratio of a lot. Seconds are those of the processor, which other work
on the machine disturbs less than those of the clock; all of it is done in one process.
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
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CONCEPTS = {
    "环保": ["*污染*", "减排", "生态*", "绿色*"],
    "创新": ["创新*", "科技*"],
    "数字经济": ["数字经济", "数字化", "5G"],
    "三农": ["农业", "农村", "农民", "乡村振兴"],
}


KEPT = (8, 3)  # lines at the head and at the end of a report that stay where they are: title, salutation, furniture


def texts_of(folders: list[Path], number: int) -> dict[str, str]:
    """Return texts by name, those of the folders again and again."""
    from fupin_nlp.ingest import find_sources, read_file

    found = [read_file(s.path).text for s in find_sources(folders) if s.path and not s.skipped]
    if not found:
        sys.exit(f"no text in {', '.join(map(str, folders))}")
    return {f"{n:05}": text for n, text in enumerate(islice(cycle(found), number))}


def distinct(texts: dict[str, str], seed: int) -> dict[str, str]:
    """Return texts of which no two are equal: of those that come again the paragraphs are in another order."""
    random, seen, changed = Random(seed), set[str](), {}
    head, end = KEPT
    for name, text in texts.items():
        lines, drawn = text.splitlines(), text
        while drawn in seen:
            if len(lines) < head + end + 5:
                sys.exit(f"report {name} has {len(lines)} lines: too few to make distinct texts of it")
            middle = lines[head:-end]
            random.shuffle(middle)
            drawn = "\n".join([*lines[:head], *middle, *lines[-end:]])
        seen.add(drawn)
        changed[name] = drawn
    return changed


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def work_on(texts: dict[str, str]) -> dict[str, Callable[[], Any]]:
    """Return what is timed, by name; the first is what the others are measured against."""
    import jieba

    import fupin_nlp as fp

    def plain() -> Counter[str]:
        counts: Counter[str] = Counter()
        for text in texts.values():
            counts.update(jieba.cut(text))
        return counts

    def corpus() -> Any:
        return fp.Corpus.from_texts(texts, progress=False)

    return {
        "jieba.cut and Counter": plain,
        "frequencies": lambda: fp.frequencies(corpus(), stop=None),
        "attention, by region and year": lambda: fp.attention(corpus(), CONCEPTS),
        "kwic": lambda: fp.kwic(corpus(), "*污染*"),
    }


def lots_of(texts: dict[str, str], number: int) -> list[dict[str, str]]:
    names = list(texts)
    return [{name: texts[name] for name in names[first::number]} for first in range(number)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of counting words against jieba.cut and Counter.")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus"])
    parser.add_argument("--reports", type=int, default=64)
    parser.add_argument("--lots", type=int, default=1)
    parser.add_argument("--distinct", type=int, metavar="SEED")
    options = parser.parse_args()

    import jieba

    import fupin_nlp as fp

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    warnings.simplefilter("ignore", fp.errors.FupinWarning)
    texts = texts_of(options.folders, options.reports)
    if options.distinct is not None:
        texts = distinct(texts, options.distinct)
    few = dict(list(texts.items())[:4])
    fp.frequencies(fp.Corpus.from_texts(few))  # late imports and dictionaries are not what is measured
    size = sum(len(text.encode()) for text in texts.values()) / 1e6

    times: dict[str, list[float]] = {}
    lots = lots_of(texts, options.lots)
    for number, lot in enumerate(lots, 1):
        for name, function in work_on(lot).items():
            times.setdefault(name, []).append(timed(function)[0])
        print(
            f"lot {number} of {len(lots)}", *(f"{each[-1]:.2f}" for each in times.values()), file=sys.stderr, flush=True
        )
    told = f"{len(texts)} reports, {len(set(texts.values()))} distinct, {size:.1f} MB, {len(lots)} lots"
    print(f"{' '.join(map(str, options.folders))}: {told}")
    print(f"{'':30} {'seconds':>9} {'reports/s':>10} {'x jieba':>9} {'lowest':>8} {'highest':>8}")
    base = next(iter(times.values()))
    for name, each in times.items():
        ratios = [plain / seconds for plain, seconds in zip(base, each, strict=True)]
        rates = f"{sum(each):9.2f} {len(texts) / sum(each):10.1f} {sum(base) / sum(each):9.1f}"
        print(f"{name:30} {rates} {min(ratios):8.1f} {max(ratios):8.1f}")
    print("x jieba: how many times as fast as jieba.cut and Counter; lowest and highest of a lot")


if __name__ == "__main__":
    main()
