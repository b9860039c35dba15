"""Clusters of sections of government work reports whose headings are known, against plain TF-IDF + KMeans.

Documents are made from the plan part of the reports in ``$FUPIN_EVAL_DIR/reports/provincial_2026``: every （一）…
heading with a subject opens a document, the heading itself is removed and gives the label. Run::

    FUPIN_EVAL_DIR=../shared python bench/clustering.py [--unit section|paragraph|sentence]

V-measure and adjusted Rand index are means over resamples of the documents, 80 % each, the same for every method.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from fupin_nlp.clustering import PolicyTfidf, cluster
from fupin_nlp.model import ReportText
from fupin_nlp.segment import tokenizer

# First match wins; a heading that names two subjects (改革 and 开放) belongs to the class that holds both.
LABELS = (
    ("自身建设|政府治理效能|法治政府", "government"),
    ("农业农村|乡村全面振兴|农村现代化|粮食安全", "rural"),
    ("生态|绿色|美丽", "ecology"),
    ("民生|生活品质|福祉|民心|共同富裕", "welfare"),
    ("安全|平安", "safety"),
    ("内需|消费|投资|需求|双循环|新发展格局", "demand"),
    ("科技|创新驱动|创新体系|教育|创新策源", "science"),
    ("改革|开放", "reform"),
    ("文化|文旅|文明", "culture"),
    ("区域|城乡|城镇|协调|新型城镇", "regional"),
    ("产业|实体经济|新质生产力|工业", "industry"),
)
HEADING = re.compile(r"^\s*（[一二三四五六七八九十]+）(?P<title>[^。\n]{4,60})(?P<stop>。|$)")
PART = re.compile(r"^\s*[一二三四五六七八九十]+、(?P<title>.{2,60})$")


def documents(folder: Path, unit: str) -> tuple[list[str], list[str], list[str]]:
    """Return texts, labels and the report that each text is from."""
    texts: list[str] = []
    labels: list[str] = []
    sources: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        plan, label, body = False, None, []
        for line in [*path.read_text("utf-8-sig").splitlines(), "九、"]:
            part, heading = PART.match(line), HEADING.match(line)
            if (part or heading or line == "九、") and label and body:
                pieces = pieces_of(body, unit)
                texts += pieces
                labels += [label] * len(pieces)
                sources += [path.stem] * len(pieces)
            if part:
                plan, label = bool(re.search("2026|今年|重点工作|重点任务", part["title"])), None
            elif heading and plan:
                body = [line[heading.end() :]] if line[heading.end() :].strip() else []
                label = next((name for words, name in LABELS if re.search(words, heading["title"])), None)
            elif label and line.strip():
                body.append(line.strip())
    return texts, labels, sources


def pieces_of(body: Sequence[str], unit: str) -> list[str]:
    """Cut the lines of a section into documents; what is too short to have a subject is left out."""
    if unit == "section":
        return ["\n".join(body)]
    if unit == "paragraph":
        return [line for line in body if len(line) >= 40]
    return [sentence for line in body for sentence in line.split("。") if 20 <= len(sentence) <= 90]


def plain(texts: Sequence[str], k: int, cut: Callable[[str], list[str]]) -> list[int]:
    """Cluster as one does without a library: every token, no list, TF-IDF, KMeans."""
    matrix = TfidfVectorizer(analyzer=cut).fit_transform(texts)
    return list(KMeans(k, n_init=10, random_state=0).fit_predict(matrix))


def at_once(texts: Sequence[str], k: int) -> list[int]:
    """Cluster on the features of `cluster` by topic, with KMeans alone instead of merging what is too fine."""
    words = PolicyTfidf().fit_transform(texts)
    rows = make_pipeline(TruncatedSVD(2 * k, random_state=0), Normalizer()).fit_transform(words)
    return list(KMeans(k, n_init=10, random_state=0).fit_predict(rows))


def ours(by: str, texts: Sequence[str], k: int | str) -> list[int]:
    reports = [ReportText(doc=f"{i:04d}", text=text) for i, text in enumerate(texts)]
    return [int(c) for c in cluster(reports, by=by, k=k).reports["cluster"]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unit", choices=["section", "paragraph", "sentence"], default="section")
    parser.add_argument("--resamples", type=int, default=5)
    options = parser.parse_args()
    folder = Path(os.environ.get("FUPIN_EVAL_DIR", "../shared")) / "reports" / "provincial_2026"
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: set FUPIN_EVAL_DIR to the folder that holds reports/")
    texts, labels, _ = documents(folder, options.unit)
    cut = tokenizer().cut
    print(f"{len(texts)} documents, {Counter(labels)}, median length {int(np.median([len(t) for t in texts]))}")
    methods: dict[str, Callable[[list[str], int], list[int]]] = {
        "plain TF-IDF + KMeans": lambda t, k: plain(t, k, cut),
        "topic, KMeans at once": at_once,
        "cluster by topic": lambda t, k: ours("topic", t, k),
        "cluster by measure": lambda t, k: ours("measure", t, k),
        "cluster by topic, auto": lambda t, _: ours("topic", t, "auto"),
        "cluster by measure, auto": lambda t, _: ours("measure", t, "auto"),
    }
    scores: dict[str, list[tuple[float, float, int]]] = {name: [] for name in methods}
    for seed in range(options.resamples):
        chosen = np.random.default_rng(seed).permutation(len(texts))[: int(0.8 * len(texts))]
        sample, truth = [texts[i] for i in sorted(chosen)], [labels[i] for i in sorted(chosen)]
        for name, method in methods.items():
            found = method(sample, len(set(truth)))
            scores[name].append((v_measure_score(truth, found), adjusted_rand_score(truth, found), len(set(found))))
    for name, rows in scores.items():
        v, ari, k = np.mean(rows, axis=0)
        spread = np.std(rows, axis=0)
        print(f"{name:26s} V {v:.3f} ±{spread[0]:.3f}   ARI {ari:.3f} ±{spread[1]:.3f}   k {k:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
