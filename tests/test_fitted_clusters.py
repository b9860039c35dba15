"""A fitted clustering: new reports, hierarchy, merging, files, labels, word vectors, and likeness of reports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fupin_nlp.clustering import Clustering, ClusterOptions, WordVectors, cluster, similarity
from fupin_nlp.clustering.describe import measures_of
from fupin_nlp.clustering.labels import class_terms
from fupin_nlp.clustering.neighbours import neighbour_graph
from fupin_nlp.errors import ArgumentError, DataFileError, FupinError, OptionError
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.report import parse
from tests.support.subjects import SUBJECTS, corpus


@pytest.fixture(scope="module")
def found() -> Clustering:
    return cluster(corpus(), by="topic", k=3)


def test_new_reports_join_the_clusters_of_their_subject(found: Clustering) -> None:
    new = [ReportText(doc=name, text=text) for name, text in SUBJECTS.items()]
    own = {name: found.reports.set_index("doc")["cluster"][f"{name}0"] for name in SUBJECTS}
    assigned = found.predict([*new, ReportText(doc="空", text="坚持")])
    assert assigned["cluster"].tolist() == [*own.values(), -1]
    assert assigned["probability"].between(0, 1).all()
    assert assigned["label"].tolist()[-1] == "未归类"


@pytest.mark.parametrize("given", ["卫生院新建2所。", ["卫生院新建2所。"], None, [3]])
def test_what_is_no_report_is_told(found: Clustering, given: object) -> None:
    with pytest.raises(ArgumentError, match="reports are a Corpus, Reports or a frame"):
        found.predict(given)


def test_one_report_is_assigned(found: Clustering) -> None:
    assert len(found.predict(parse("修建桥梁隧道，公路通车里程增加12公里。"))) == 1


def test_the_reports_themselves_are_assigned_to_their_own_clusters(found: Clustering) -> None:
    assert found.predict(corpus())["cluster"].tolist() == found.reports["cluster"].tolist()


def test_a_saved_clustering_is_the_same_again(found: Clustering, tmp_path: Path) -> None:
    path = found.save(tmp_path / "clusters.zip")
    again = Clustering.load(path)
    pd.testing.assert_frame_equal(again.predict(corpus()), found.predict(corpus()))
    assert again.clusters["label"].tolist() == found.clusters["label"].tolist()
    assert path.read_bytes() == again.save(tmp_path / "again.zip").read_bytes()
    path.write_bytes(b"no archive")
    with pytest.raises(FupinError, match="no saved clustering"):
        Clustering.load(path)


def test_functions_of_ones_own_cannot_be_saved(tmp_path: Path) -> None:
    words = ["医院 医保", "医保 住院", "公路 桥梁", "桥梁 隧道"]
    texts = [ReportText(doc=str(i), text=text) for i, text in enumerate(words)]
    own = cluster(texts, by="topic", k=2, options=ClusterOptions(tokenizer=str.split))
    with pytest.raises(OptionError, match="tokenizer"):
        own.save(tmp_path / "clusters.zip")


def test_clusters_come_together_and_can_be_merged(found: Clustering) -> None:
    steps = found.hierarchy()
    assert len(steps) == 2
    assert steps["size"].iloc[-1] == 12
    two = found.merge(2)
    assert two.clusters["size"].sum() == 12
    assert len(two.clusters) == 2
    kept = found.reports.groupby(two.reports["cluster"])["cluster"].nunique()
    assert sorted(kept) == [1, 2]
    assert set(two.predict(corpus())["cluster"]) == {0, 1}
    with pytest.raises(OptionError, match="from 1 to 3"):
        found.merge(4)


def test_clusters_over_time_and_on_a_map(found: Clustering) -> None:
    years = found.over_time()
    assert years.groupby("year")["share"].sum().round(9).tolist() == [1.0] * 4
    assert found.positions["doc"].tolist() == found.reports["doc"].tolist()
    assert np.isfinite(found.positions[["x", "y"]].to_numpy()).all()


def test_labels_hold_no_noise_and_no_parts_of_each_other() -> None:
    names = ["制定", "养老", "养老保险", "公路"]
    totals = np.array([[9.0, 3.0, 4.0, 0.0], [9.0, 0.0, 0.0, 5.0]])
    assert class_terms(totals, totals, [9, 9], names, 3) == [["养老保险"], ["公路"]]


def test_clusters_whose_texts_have_few_cues_are_not_named_by_measures() -> None:
    everyone, titles = np.array([True] * 3), {"health": "健康扶贫"}
    assert measures_of(np.array([[1.0], [0.0], [0.0]]), ["health"], everyone, titles) == []
    assert measures_of(np.array([[1.0], [1.0], [0.0]]), ["health"], everyone, titles) == ["健康扶贫"]
    assert measures_of(np.array([[1.0], [1.0], [1.0]]), ["other"], everyone, {"other": "其他"}) == []


def test_auto_says_that_it_is_uncertain_on_short_texts() -> None:
    assert "不可靠" in cluster(corpus(), by="topic").notes[0]
    assert cluster(corpus(), by="topic", k=3).notes == ()


def test_neighbours_are_the_nearest_and_not_the_row_itself() -> None:
    rows = np.array([[1.0, 0], [0.9, 0.1], [0, 1], [0.1, 0.9]])
    graph = neighbour_graph(rows, 1).toarray()
    assert graph.argmax(axis=1).tolist() == [1, 0, 3, 2]
    assert neighbour_graph(rows[:1]).nnz == 0


def test_word_vectors_are_written_and_read(tmp_path: Path) -> None:
    texts = ["医院 医保 住院", "医保 住院 医院", "公路 桥梁 隧道", "桥梁 隧道 公路"] * 3
    own = WordVectors.train(texts, dimensions=2, fewest=2, tokenizer=str.split, places=False)
    own.save(tmp_path / "own.tsv.xz", source="test")
    again = WordVectors.load(tmp_path / "own.tsv.xz")
    assert again.words == own.words
    assert set(again.nearest("公路", 2)) == {"桥梁", "隧道"}
    with pytest.raises(OptionError, match=r"\.tsv\.xz"):
        own.save(tmp_path / "own.npz", source="test")
    with pytest.raises(DataFileError):
        WordVectors.load(tmp_path / "none.tsv.xz")
    with pytest.raises(FupinError, match="fewer than two words"):
        WordVectors.train(["医院"], tokenizer=str.split)


def test_passages_are_given_to_the_report_that_had_them_first() -> None:
    same = "新建农村公路二百三十公里，改造危房一千二百户，培训贫困劳动力三千人次"
    texts = [("甲_2015", 2015, f"一是{same}。"), ("甲_2016", 2016, f"今年{same}，全面完成。")]
    texts.append(("乙_2016", 2016, "召开会议。"))
    reports = [ReportText(doc=d, text=t, region=d[0], year=y) for d, y, t in texts]
    result = similarity(reports)
    assert result.passages[["doc", "of"]].to_numpy().tolist() == [["甲_2016", "甲_2015"]]
    row = result.passages.iloc[0]
    by_doc = {report.doc: report.text for report in reports}
    assert by_doc[row["doc"]][row["start"] : row["end"]] == by_doc[row["of"]][row["of_start"] : row["of_end"]] == same
    assert result.changes[["region", "year", "of_year"]].to_numpy().tolist() == [["甲", 2016, 2015]]
    assert result.pairs.iloc[0][["doc", "of"]].tolist() == ["甲_2016", "甲_2015"]
    matrix = result.matrix()
    assert (np.diag(matrix) == 1).all()
    assert (matrix == matrix.T).all().all()


def test_stock_phrases_are_no_passages_and_few_reports_are_refused() -> None:
    stock = "坚持以人民为中心的发展思想，全面贯彻落实各项决策部署"
    reports = [ReportText(doc=str(i), text=f"{'甲乙丙丁戊己庚'[i] * 30}，{stock}。") for i in range(7)]
    assert similarity(reports).passages.empty
    with pytest.raises(OptionError, match="1 given"):
        similarity(reports[:1])
