"""Reports, records and corpora travel, compare, and are asked like sequences."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import ArgumentError, FupinWarning, OptionError, ReadError

TEXTS = {
    "略阳县_2019": "2019年，全县脱贫7800户，发放小额贷款3亿元，其中新增1亿元。力争脱贫20户。",
    "洋县_2019": "2019年，全县发放小额贷款2亿元，修路20公里。",
    "洋县_2020": "2020年，全县发放小额贷款４亿元，修路30公里。",
}


@pytest.fixture
def corpus():
    return fp.Corpus.from_texts(TEXTS)


def test_records_and_reports_come_back_equal_from_pickle_and_copy(corpus):
    for report in corpus:
        for again in (pickle.loads(pickle.dumps(report)), copy.copy(report), copy.deepcopy(report)):
            assert again == report
            assert hash(again) == hash(report)
            assert again.to_frame().equals(report.to_frame())
            assert again.explain() == report.explain()
            assert [record.explain() for record in again] == [record.explain() for record in report]
    record = corpus[0][0]
    with pytest.raises(TypeError):
        pickle.loads(pickle.dumps(record)).measure_scores["x"] = 1.0


def test_a_corpus_comes_back_read_or_not(corpus):
    assert pickle.loads(pickle.dumps(corpus)) == corpus
    read = fp.Corpus.from_texts(TEXTS)
    assert read.reports
    assert pickle.loads(pickle.dumps(read)).to_frame().equals(corpus.to_frame())
    assert copy.deepcopy(read) == read
    assert read == fp.Corpus.from_texts(TEXTS)
    assert hash(read) == hash(corpus)
    assert read != corpus[:2]
    assert read != fp.Corpus.from_texts({**TEXTS, "洋县_2020": "2020年，修路3公里。"})


def test_reports_cross_processes(tmp_path):
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = sorted(map(str, tmp_path.iterdir()))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(fp.read, paths)) == [fp.read(path) for path in paths]


def test_reports_go_through_dask():
    dask = pytest.importorskip("dask")
    tasks = [dask.delayed(fp.parse)(text, name=name) for name, text in TEXTS.items()]
    for scheduler in ("threads", "processes"):
        found = dask.compute(*tasks, scheduler=scheduler)
        assert list(found) == [fp.parse(text, name=name) for name, text in TEXTS.items()]


def test_errors_cross_processes_too():
    for error in (ReadError("a", "b"), OptionError("c"), fp.errors.MissingInputError("a", "b"), ArgumentError("d")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))


def test_a_corpus_is_a_sequence_of_documents(corpus):
    assert (corpus[0].doc, corpus[-1].doc, corpus["洋县_2019"].region) == ("略阳县_2019", "洋县_2020", "洋县")
    assert [report.doc for report in corpus[1:]] == ["洋县_2019", "洋县_2020"]
    assert [report.doc for report in corpus[::-1]] == ["洋县_2020", "洋县_2019", "略阳县_2019"]
    assert len(corpus) == len(list(corpus)) == 3
    assert ("洋县_2019" in corpus, "x" in corpus, corpus[0] in corpus) == (True, False, True)
    assert corpus._ipython_key_completions_() == list(TEXTS)
    with pytest.raises(IndexError, match="there is no document 3: the corpus has 3"):
        corpus[3]
    with pytest.raises(KeyError, match="do you mean 洋县_2019"):
        corpus["洋县_2018"]
    with pytest.raises(ArgumentError, match="by number, name or slice"):
        corpus[1.5]


def test_one_document_is_read_when_one_is_asked_for(corpus):
    assert corpus[1].region == "洋县"
    assert repr(corpus) == "<Corpus of 3 documents: 1 read, 0 failed, 2 not read yet>"
    assert corpus[1] is corpus[1]


def test_corpora_are_joined_and_a_document_comes_once(corpus):
    joined = corpus[:2] + corpus[1:]
    assert joined.docs == tuple(TEXTS)
    assert joined.to_frame()["id"].is_unique
    with pytest.raises(OptionError, match="two different documents are called '洋县_2019'"):
        corpus + fp.Corpus.from_texts({"洋县_2019": "脱贫3户。"})
    with pytest.raises(TypeError):
        corpus + 1


def test_reports_are_chosen_by_what_they_are(corpus):
    assert corpus.filter(region="洋县").docs == ("洋县_2019", "洋县_2020")
    assert corpus.filter(region="610727").docs == ("略阳县_2019",)
    assert corpus.filter(year=2019, region=["洋县", "略阳"]).docs == ("略阳县_2019", "洋县_2019")
    assert corpus.filter(province="陕西", city="汉中市", year=range(2020, 2030)).docs == ("洋县_2020",)
    assert corpus.filter(where=lambda report: len(report) > 2).docs == ("略阳县_2019",)
    with pytest.warns(FupinWarning, match="no report has region='南县'; there are 略阳县, 洋县"):
        assert len(corpus.filter(region="南县")) == 0
    with pytest.raises(OptionError, match="cannot be filtered by 'reigon'; choose among region"):
        corpus.filter(reigon="洋县")
    with pytest.raises(OptionError, match="is no year"):
        corpus.filter(year="last")


def test_a_report_is_a_sequence_of_its_records(corpus):
    report = corpus[0]
    assert (len(report), list(report), report[0], report[1:3]) == (
        len(report.records), list(report.records), report.records[0], report.records[1:3],
    )  # fmt: skip
    assert fp.parse("没有数字。")  # a report without a record is a report
    assert len(fp.parse("没有数字。")) == 0


def test_documents_lists_all_with_counts_and_failures(tmp_path):
    (tmp_path / "a.txt").write_text(TEXTS["洋县_2020"], encoding="gb18030")
    (tmp_path / "b.txt").write_bytes(b"")
    frame = fp.Corpus.from_folder(tmp_path).documents
    assert frame["doc"].tolist() == ["a.txt", "b.txt"]
    row = frame.iloc[0]
    assert (row["year"], row["encoding"], row["records"], row["achieved"]) == (2020, "gb18030", 2, 2)
    assert row["repairs"] > 0
    assert frame["error"].isna().tolist() == [True, False]
    assert frame["error"][1] == "read: the file is empty"
    assert pd.api.types.is_datetime64_any_dtype(frame["date"])


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\u202e逆", '"><img src=x>'])
def test_notebooks_show_everything_escaped(hostile):
    corpus = fp.Corpus.from_texts({hostile: f"2019年，{hostile}略阳县发放小额贷款3亿元。"}, [{"title": hostile}])
    compared = fp.compare(corpus, by=["doc", "entity"])
    before = corpus._repr_html_()
    panel = fp.panel(fp.parse(f"2019年，地区生产总值增长7.8%。{hostile}", name="洋县_2020"))
    shown = [before, corpus._repr_html_(), corpus[0][0]._repr_html_(), compared._repr_html_(), panel._repr_html_()]
    for html in shown:
        assert html.startswith("<div")
        assert "<table" in html
        assert hostile not in html
    assert len(repr(compared)) < 2000
    assert repr(compared).startswith("<Comparison: 1 cells by doc, entity, 0 records left out>")


def test_a_run_and_clusters_are_shown(tmp_path, corpus):
    done = fp.run(corpus, tmp_path / "a.csv")
    assert "Run: 8 records of 3 documents" in done._repr_html_()
    clusters = fp.cluster(corpus, k=2)
    assert "3 reports in 2 clusters by measure" in clusters._repr_html_()


def test_names_complete_without_an_import():
    assert {"plot", "annotation", "errors", "read_table", "Corpus"} <= set(dir(fp))
    assert fp.plot.__name__ == "fupin_nlp.plot"
    assert fp.errors.ReadError is ReadError
