"""Stores: what comes out is what went in, adding again adds nothing, a broken write changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

import fupin_nlp as fp
from fupin_nlp.batch import BatchOptions, run
from fupin_nlp.errors import StoreError
from fupin_nlp.report.samples import sample_folder
from fupin_nlp.store import SCHEMA_VERSION, TABLES, Store, is_store
from tests.batch.conftest import REPORTS, report_of

FORMS = ["duckdb", "parquet"]


@pytest.fixture(params=FORMS)
def place(request, tmp_path) -> Path:
    return tmp_path / ("results.duckdb" if request.param == "duckdb" else "results")


def add(folder: Path, place: Path, **choices) -> None:
    run([folder], place, form=Store(place).form, options=BatchOptions(**choices))


def test_a_stored_corpus_is_the_corpus(place):
    add(sample_folder(), place)
    corpus, stored = fp.Corpus.from_folder(sample_folder()), fp.Corpus.open(place)
    assert stored.to_frame().equals(corpus.to_frame())
    assert stored.to_texts() == corpus.to_texts()
    assert len(stored) == len(corpus)
    assert [r.records for r in stored.reports] == [r.records for r in corpus.reports]


def test_analyses_of_a_stored_corpus_are_those_of_the_corpus(place):
    add(sample_folder(), place)
    corpus, stored = fp.Corpus.from_folder(sample_folder()), fp.Corpus.open(place)
    assert fp.compare(stored, by="region").frame.equals(fp.compare(corpus, by="region").frame)
    assert fp.panel(stored).frame.equals(fp.panel(corpus).frame)


def test_adding_a_folder_again_adds_nothing(folder, place):
    add(folder, place)
    before = fp.Corpus.open(place).to_frame()
    add(folder, place)
    add(folder, place, resume=True, jobs=2)
    stored = fp.Corpus.open(place)
    assert stored.to_frame().equals(before)
    assert len(stored) == REPORTS + 3
    assert stored.sql("SELECT count(*) AS n FROM runs")["n"].tolist() == [3]


def test_changed_documents_are_replaced_and_mended_ones_are_no_failures(folder, place):
    add(folder, place)
    (folder / "0" / "report_030.txt").write_text(report_of(30, version=2), encoding="utf-8")
    (folder / "empty.txt").write_text(report_of(99), encoding="utf-8")
    add(folder, place, resume=True)
    stored = fp.Corpus.open(place)
    assert stored.to_frame().equals(fp.Corpus.from_folder(folder).to_frame())
    assert [failure.doc for failure in stored.failures] == ["blank.html", "picture.txt"]


def test_another_folder_with_the_same_names_is_added_and_overwrites_nothing(tmp_path, place):
    for name, number in (("2019", 1), ("2020", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.txt").write_text(report_of(number), encoding="utf-8")
        add(tmp_path / name, place)
    for _ in range(2):
        add(tmp_path / "2020", place)
    docs = fp.Corpus.open(place).sql("SELECT doc FROM reports ORDER BY doc")["doc"].tolist()
    assert docs == ["2020/report.txt", "report.txt"]


def test_a_folder_that_was_moved_is_the_same_folder(folder, tmp_path, place):
    add(folder, place)
    folder.rename(tmp_path / "moved")
    add(tmp_path / "moved", place)
    assert len(fp.Corpus.open(place)) == REPORTS + 3


def test_every_table_has_its_columns(folder, place):
    add(folder, place)
    store = Store(place)
    for table, columns in TABLES.items():
        frame = store.sql(f"SELECT * FROM {table} LIMIT 1")
        assert list(frame.columns) == list(columns)
    (made,) = store.rows("runs")
    assert (made["documents"], made["failed"]) == (REPORTS + 3, 3)
    assert json.loads(made["options"])["tokenizer"] == "auto"


def test_the_same_folder_gives_the_same_parquet_files(folder, tmp_path):
    for name, jobs in (("one", 1), ("two", 2)):
        add(folder, tmp_path / name, jobs=jobs)
    for table in TABLES:
        one, two = ((tmp_path / name / f"{table}.parquet").read_bytes() for name in ("one", "two"))
        assert one == two, table


def test_hostile_text_comes_back_as_it_was(tmp_path, place):
    (tmp_path / "in").mkdir()
    text = "投入资金5万元\x00'; DROP TABLE records; --\"\\ \u202e<script>\U0001f600。\n"
    (tmp_path / "in" / "a'b\"c.txt").write_text(text, encoding="utf-8")
    add(tmp_path / "in", place)
    stored = fp.Corpus.open(place)
    (row,) = stored.store.rows("reports")
    assert (row["raw"], row["doc"]) == (text, "a'b\"c.txt")


def older(place: Path) -> None:
    if place.suffix == ".duckdb":
        with duckdb.connect(str(place)) as connection:
            connection.execute("UPDATE store SET schema_version = 0")
    else:
        (place / "store.json").write_text('{"schema_version": 0}', encoding="utf-8")


def test_a_store_of_an_older_version_is_refused_with_a_reason(folder, place):
    add(folder, place)
    older(place)
    for use in (fp.Corpus.open, lambda path: add(folder, path)):
        with pytest.raises(StoreError, match=f"layout 0, this one reads {SCHEMA_VERSION}.*extract the reports again"):
            use(place)


def test_what_is_no_store_is_refused_and_left_alone(folder, tmp_path):
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE mine (a INT)")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "text.duckdb").write_text("no database at all", encoding="utf-8")
    for place in (other, tmp_path / "notes", tmp_path / "text.duckdb"):
        with pytest.raises(StoreError):
            add(folder, place)
        with pytest.raises(StoreError):
            fp.Corpus.open(place)
    assert (tmp_path / "notes" / "note.txt").read_text(encoding="utf-8") == "mine"
    with pytest.raises(StoreError, match="there is no store"):
        fp.Corpus.open(tmp_path / "nothing.duckdb")


def test_a_question_that_is_wrong_and_one_that_would_change_the_store(folder, place):
    add(folder, place)
    stored = fp.Corpus.open(place)
    for query in ("SELECT nothing FROM records", "DELETE FROM records"):
        with pytest.raises(StoreError):
            stored.sql(query)
    assert stored.sql("SELECT count(*) AS n FROM records")["n"][0] > REPORTS


def test_an_end_between_the_two_steps_of_an_exchange_is_mended(folder, tmp_path):
    place = tmp_path / "results"
    add(folder, place)
    place.rename(tmp_path / ".results.before")
    assert len(fp.Corpus.open(place)) == REPORTS + 3


def test_a_merge_that_fails_changes_nothing(folder, place, monkeypatch):
    add(folder, place)
    before = fp.Corpus.open(place).to_frame()
    (folder / "0" / "report_030.txt").write_text(report_of(30, version=2), encoding="utf-8")
    broken = {**TABLES, "runs": {**TABLES["runs"], "run": "NO_SUCH_TYPE"}}
    monkeypatch.setattr("fupin_nlp.store.store.TABLES", broken)
    with pytest.raises(StoreError):
        add(folder, place)
    monkeypatch.undo()
    assert fp.Corpus.open(place).to_frame().equals(before)
    assert not list(place.parent.glob(".fupin-*"))


def test_what_is_a_store_by_its_looks(tmp_path):
    assert [is_store(p) for p in ("a.duckdb", "a.jsonl", tmp_path)] == [True, False, False]


def test_analyses_on_the_command_line_read_a_store(tmp_path, start):
    add(sample_folder(), tmp_path / "results.duckdb")
    shown = [start("compare", path).communicate()[0] for path in (tmp_path / "results.duckdb", sample_folder())]
    assert shown[0] == shown[1] != b""
