"""Rebuild ``src/fupin_nlp/data/tone.tsv``: which words speak of work done and which of work to come.

Paragraphs of government work reports stand under headings that say which they are (…工作回顾 / …主要目标任务);
a logistic regression on the words of paragraphs with numbers gives each word its weight. Only words and weights are
kept. The reports are read from
the folder named by FUPIN_EVAL_DIR (default: ``shared`` beside the checkout). With ``--check`` the weights are
learnt on all reports but one and tried on that one, in turn.
"""

from __future__ import annotations

import argparse
import math
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]
OUT = ROOT / "src/fupin_nlp/data/tone.tsv"
REVIEW = re.compile(
    r"^[一二三四五六]、.{0,20}(回顾|工作和|工作及|发展回顾|工作总结|成就)|^[一二三四五六]、(过去|20\d\d年工作(?!安排|重点|任务|建议))"
)
PLAN = re.compile(
    r"^[一二三四五六]、.{0,30}(目标|任务|安排|重点|建议|打算|部署|今年|2026年|“十[三五]五”|主要工作|思路|加强|提升|自身建设|人民满意)"
)
MIN_PARAGRAPHS = 12
MIN_REPORTS = 8  # a word of few reports tells the place, not the tone
MIN_WEIGHT = 0.35


def paragraphs(path: Path) -> Iterable[tuple[str, str]]:
    """Yield (kind, paragraph) of one report."""
    data = path.read_bytes()
    text = data.decode("gb18030" if "gb18030" in str(path) else "utf-8")
    kind = ""
    for line in text.splitlines():
        text_line = line.strip()
        if REVIEW.match(text_line):
            kind = "review"
        elif PLAN.match(text_line):
            kind = "plan"
        elif kind and len(text_line) > 40 and re.search(r"\d", text_line):
            yield kind, text_line


def words_of(text: str) -> set[str]:
    """Return the distinct words that may carry tone: Chinese, one to four characters."""
    import rjieba

    return {w for w in rjieba.cut(text) if 1 <= len(w) <= 4 and all("一" <= c <= "鿿" for c in w)}


def weights(samples: dict[str, list[tuple[str, set[str]]]]) -> dict[str, float]:
    """Return word → weight; ``*`` carries the intercept. Above zero: work done."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    reports = Counter(w for rows in samples.values() for w in set().union(*(words for _, words in rows)))
    rows = [row for report in samples.values() for row in report]
    count = Counter(w for _, words in rows for w in words)
    vocabulary = sorted(w for w, n in count.items() if n >= MIN_PARAGRAPHS and reports[w] >= MIN_REPORTS)
    index = {w: i for i, w in enumerate(vocabulary)}
    x = np.zeros((len(rows), len(vocabulary)))
    for row, (_, words) in enumerate(rows):
        size = math.sqrt(len(words)) or 1.0
        for word in words:
            if word in index:
                x[row, index[word]] = 1.0 / size
    y = np.array([kind == "review" for kind, _ in rows])
    model = LogisticRegression(C=10.0, max_iter=2000, class_weight="balanced").fit(x, y)
    out = {w: float(v) for w, v in zip(vocabulary, model.coef_[0], strict=True) if abs(v) >= MIN_WEIGHT}
    out["*"] = float(model.intercept_[0])
    return out


def score(words: Collection[str], table: dict[str, float]) -> float:
    """Return the sum of the weights; above zero: work done."""
    return table["*"] + sum(table.get(w, 0.0) for w in words) / (math.sqrt(len(words)) or 1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    folder = Path(os.environ.get("FUPIN_EVAL_DIR", ROOT.parent / "shared")) / "reports"
    files = sorted([*folder.glob("provincial_2026/*.txt"), *folder.glob("district_gb18030/*.txt")])
    samples = {f.name: [(kind, words_of(p)) for kind, p in paragraphs(f)] for f in files}
    if arguments.check:
        right = wrong = 0
        for name, mine in samples.items():
            table = weights({other: rows for other, rows in samples.items() if other != name})
            good = sum((score(words, table) > 0) == (kind == "review") for kind, words in mine)
            right, wrong = right + good, wrong + len(mine) - good
            print(f"{name}\t{good}/{len(mine)}")
        print(f"paragraphs right: {right} of {right + wrong}")
        return
    table = weights(samples)
    head = [
        f"# source: logistic regression of words on the headed parts (work done = positive) of {len(files)} "
        "government work reports (2012-2026)",
        "# date: 2026-11-22",
        "word\tweight",
    ]
    rows = [f"{w}\t{v:.2f}" for w, v in sorted(table.items(), key=lambda p: (-p[1], p[0]))]
    OUT.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} words")


if __name__ == "__main__":
    main()
