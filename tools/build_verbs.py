"""Rebuild ``src/fupin_nlp/data/verbs.tsv``: plain verbs of jieba's dictionary.

The clause analysis knows the verbs of policy reports from ``actions.toml``; this list is its fallback, so that an
unusual verb still ends a noun phrase. Words that jieba tags ``vn`` (may be nouns) are left out.
"""

from __future__ import annotations

import warnings
from pathlib import Path

MIN_FREQUENCY = 60  # below it the list holds mostly names and classical words
NOT_VERBS = {
    "应届",
    "面向",
    "占比",
    "实到",
    "实用",
    "安居",
    "相关",
    "保费",
    "繁育",
    "耗费",
    "增速",
    "举措",
    "干道",
}  # tagged v, but parts of noun phrases in reports
OUT = Path(__file__).parents[1] / "src/fupin_nlp/data/verbs.tsv"


def main() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    path = Path(jieba.__file__).with_name("dict.txt")
    words = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        if tag == "v" and len(word) == 2 and int(frequency) >= MIN_FREQUENCY and word not in NOT_VERBS:
            words.add(word)
    head = [
        f"# source: dict.txt of jieba {jieba.__version__} (MIT), words of two characters tagged v, "
        f"frequency >= {MIN_FREQUENCY}",
        "# date: 2026-11-22",
        "word",
    ]
    OUT.write_text("\n".join([*head, *sorted(words)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
