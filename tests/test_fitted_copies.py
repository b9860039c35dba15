"""A fitted clustering is copied, pickled, kept in a file and compared; what it then says is the same."""

from __future__ import annotations

import copy
import itertools
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fupin_nlp.clustering import Clustering, ClusterOptions, cluster, similarity
from fupin_nlp.clustering.features import _CutOnce
from fupin_nlp.clustering.hierarchy import groups_of, hierarchy
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.segment import tokenizer
from tests.support.subjects import SUBJECTS, corpus


@pytest.fixture(scope="module")
def found() -> Clustering:
    return cluster(corpus(years=2), by="topic", k=3)


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


COPIES = pytest.mark.parametrize("copied", [pickled, copy.copy, copy.deepcopy])


@COPIES
def test_a_copy_is_equal_and_assigns_alike(found: Clustering, copied: Callable[[Any], Any]) -> None:
    again = copied(found)
    assert again == found
    new = [ReportText(doc=name, text=text) for name, text in SUBJECTS.items()]
    pd.testing.assert_frame_equal(again.predict(new), found.predict(new))


@COPIES
def test_a_copy_of_similarity_is_equal(copied: Callable[[Any], Any]) -> None:
    texts = corpus(years=2)
    assert copied(similarity(texts)) == similarity(texts)
    assert similarity(texts) != similarity(texts[:-1])


@COPIES
def test_a_copied_tokenizer_cuts_alike(copied: Callable[[Any], Any]) -> None:
    cut = tokenizer("jieba").cut
    assert copied(cut)("边缘户实现两不愁三保障") == ["边缘户", "实现", "两不愁三保障"]


def test_the_fitted_object_holds_no_text_of_the_reports(found: Clustering) -> None:
    data = pickle.dumps(found.model)
    assert found.model.words is not None
    cut = found.model.words.tokenizer
    assert isinstance(cut, _CutOnce)
    assert cut._words is None
    assert corpus(years=2)[0].text.encode() not in data


def test_other_clusters_are_not_equal(found: Clustering) -> None:
    assert found == cluster(corpus(years=2), by="topic", k=3)
    assert found != found.merge(2)
    assert found != cluster(corpus(years=2), by="topic", k=2)
    assert found != cluster(corpus(3, years=2), by="topic", k=3)
    assert found != "clusters"
    with pytest.raises(TypeError, match="unhashable"):
        hash(found)


def test_a_file_gives_an_equal_clustering(found: Clustering, tmp_path: Path) -> None:
    again = Clustering.load(found.save(tmp_path / "clusters.zip"))
    assert again == found
    assert again.merge(2) == found.merge(2)
    pd.testing.assert_frame_equal(again.hierarchy(), found.hierarchy())
    pd.testing.assert_frame_equal(again.over_time(), found.over_time())


def test_functions_of_ones_own_are_pickled_where_they_can_be() -> None:
    words = ["医院 医保 门诊", "医保 住院 门诊", "公路 桥梁 隧道", "桥梁 隧道 通车"]
    texts = [ReportText(doc=str(i), text=text) for i, text in enumerate(words)]
    own = cluster(texts, by="topic", k=2, options=ClusterOptions(tokenizer=str.split))
    assert pickled(own) == own
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(cluster(texts, by="topic", k=2, options=ClusterOptions(tokenizer=lambda text: text.split())))


def slow_hierarchy(centres: list[list[float]], sizes: list[int]) -> list[tuple[int, int, float]]:
    """What `hierarchy` says, one pair after the other, in plain Python."""
    total = sum(sizes)
    mean = [sum(c[d] * n for c, n in zip(centres, sizes, strict=True)) / total for d in range(len(centres[0]))]
    rows = {i: [x - m for x, m in zip(c, mean, strict=True)] for i, c in enumerate(centres)}
    count = dict(enumerate(sizes))
    steps = []
    while len(rows) > 1:
        best = None
        for a, b in itertools.combinations(sorted(rows), 2):
            dot = sum(x * y for x, y in zip(rows[a], rows[b], strict=True))
            cosine = dot / (math.hypot(*rows[a]) * math.hypot(*rows[b]))
            if best is None or cosine > best[2] + 1e-9:
                best = (a, b, cosine)
        assert best is not None
        a, b, cosine = best
        new = len(centres) + len(steps)
        steps.append((a, b, round(1 - cosine, 6)))
        both = count[a] + count[b]
        rows[new] = [(x * count[a] + y * count[b]) / both for x, y in zip(rows[a], rows[b], strict=True)]
        count[new] = both
        del rows[a], rows[b]
    return steps


def test_the_hierarchy_is_that_of_a_slow_reference() -> None:
    random = np.random.default_rng(4)
    for _ in range(20):
        centres, sizes = random.normal(size=(6, 3)), random.integers(1, 9, 6)
        assert hierarchy(centres, sizes) == slow_hierarchy(centres.tolist(), sizes.tolist())


def test_the_hierarchy_of_three_centres_by_hand() -> None:
    centres, sizes = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 3.0]]), np.array([2, 1, 1])
    # The mean is (0.5, 1.0); what the centres differ from it by is (0.5, -1), (-0.5, 0), (-0.5, 2).
    first = 1 - (0.25 + 0) / (0.5 * math.hypot(0.5, 2))
    assert hierarchy(centres, sizes) == [(1, 2, round(first, 6)), (0, 3, 2.0)]
    assert groups_of(hierarchy(centres, sizes), sizes, 2).tolist() == [0, 1, 1]


def test_merging_keeps_who_was_together_and_adds_the_sizes(found: Clustering) -> None:
    left, right = found.hierarchy()[["left", "right"]].iloc[0]
    two = found.merge(2)
    joined = found.clusters.set_index("cluster")["docs"][[left, right]].sum()
    assert set(two.clusters["docs"][0]) == set(joined)
    assert two.clusters["size"].tolist() == [8, 4]
    one = found.merge(1)
    assert one.clusters["size"].tolist() == [12]
    assert found.merge(3).reports["cluster"].tolist() == found.reports["cluster"].tolist()


def test_shares_over_time_are_counts_of_the_year(found: Clustering) -> None:
    years = found.over_time()
    frame = found.reports
    for row in years.to_dict("records"):
        of_year = frame[frame["year"] == row["year"]]
        assert row["size"] == (of_year["cluster"] == row["cluster"]).sum()
        assert row["share"] == row["size"] / len(of_year)
    assert years["size"].sum() == 12


def test_on_the_map_reports_of_one_cluster_are_nearer_to_each_other(found: Clustering) -> None:
    places = found.positions[["x", "y"]].to_numpy()
    labels = found.reports["cluster"].to_numpy()
    distance = np.linalg.norm(places[:, None] - places[None], axis=2)
    same = labels[:, None] == labels[None]
    np.fill_diagonal(same, False)
    apart = labels[:, None] != labels[None]
    assert distance[same].mean() < distance[apart].mean() / 2


def test_probabilities_of_new_reports_are_those_of_a_mixture_counted_by_hand() -> None:
    words = ["医院 医保", "医院 医保", "公路 桥梁", "公路 桥梁"]
    texts = [ReportText(doc=str(i), text=text) for i, text in enumerate(words)]
    options = ClusterOptions(tokenizer=str.split, place=None, cues=lambda text: {}, labels={})
    found = cluster(texts, by="topic", k=2, options=options)
    model = found.model
    counts = model.counts(["医院 桥梁 医保"], options).toarray()[0]
    smooth = model.weights + model.weights.sum() / model.weights.size
    shares = smooth / smooth.sum(axis=1, keepdims=True)
    scores = [0.5 * np.prod(row**counts) for row in shares]  # two clusters of two reports: equal chances before
    expected = max(scores) / sum(scores)
    row = found.predict([ReportText(doc="new", text="医院 桥梁 医保")]).iloc[0]
    assert row["probability"] == pytest.approx(expected, abs=1e-6)
    assert row["cluster"] == found.reports["cluster"][0]
