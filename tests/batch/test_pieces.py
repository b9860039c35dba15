"""Pieces of a run by themselves: how documents are divided, what is counted, how runs are numbered."""

from __future__ import annotations

import pytest

from fupin_nlp.batch import BatchOptions, run, task
from fupin_nlp.batch.doctor import _some
from fupin_nlp.ingest import find_sources
from fupin_nlp.report import Corpus
from tests.batch.conftest import report_of


@pytest.fixture
def few(tmp_path):
    folder = tmp_path / "few"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.txt").write_text(report_of(number), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("processes", "documents", "size", "sizes"),
    [(1, 3, 10**9, [3, 3, 1]), (1, 100, 10**9, [7]), (1, 100, 1, [1] * 7), (3, 100, 10**9, [1] * 7)],
)
def test_documents_are_divided_by_number_and_size(few, monkeypatch, processes, documents, size, sizes):
    monkeypatch.setattr(task, "_MOST_DOCUMENTS", documents)
    monkeypatch.setattr(task, "_MOST_BYTES", size)
    sources = find_sources([few])
    groups = list(task._groups(sources, processes))
    assert [len(group) for group in groups] == sizes
    assert [source.doc for group in groups for source in group] == [source.doc for source in sources]


def test_runs_into_a_store_are_numbered_one_by_one(few, tmp_path):
    output = tmp_path / "out.duckdb"
    for _ in range(3):
        run([few], output, options=BatchOptions())
    assert list(Corpus.open(output).sql("SELECT run FROM runs ORDER BY run")["run"]) == [1, 2, 3]


def test_a_table_has_what_its_documents_are(few, tmp_path):
    run([few], tmp_path / "out.csv", options=BatchOptions())
    import pandas as pd

    frame = pd.read_csv(tmp_path / "out.csv")
    assert set(frame["title"].dropna()) == {f"第{n}县2019年工作报告" for n in range(7)}


def test_only_the_first_of_many_documents_are_named():
    assert _some(["a"]) == "a"
    assert _some(list("abcdefghij")) == "a, b, c and 7 more"
