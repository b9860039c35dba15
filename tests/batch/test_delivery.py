"""Delivery: names of any bytes, locks, permissions, links, broken stores, what cannot be looked at."""

from __future__ import annotations

import json
import os
import random
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.batch import BatchOptions, run
from fupin_nlp.batch.doctor import examine
from fupin_nlp.batch.lock import lock_of, locked
from fupin_nlp.batch.work import Work
from fupin_nlp.errors import FupinError, OptionError, StoreError
from fupin_nlp.ingest.names import unescape_name
from fupin_nlp.store import Store

GBK = os.fsdecode("报告".encode("gbk"))
BYTES = os.fsdecode(b"a\xff\xfe")
FORMS = {"jsonl": "a.jsonl", "csv": "a.csv", "xlsx": "a.xlsx", "dta": "a.dta", "duckdb": "a.duckdb", "parquet": "a"}


def small(folder: Path, number: int = 5) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.txt").write_text(f"2019年，全县发放贷款{number}万元。", encoding="utf-8")
    return folder


def docs_in(output: Path, form: str) -> set[str]:
    if form in ("duckdb", "parquet"):
        return {row["doc"] for row in Store(output).rows("records")}
    if form == "jsonl":
        return {json.loads(line)["doc"] for line in output.read_text(encoding="utf-8").splitlines()}
    read = {"csv": pd.read_csv, "xlsx": pd.read_excel, "dta": pd.read_stata}[form]
    frame = read(output)
    return set(frame[next(name for name in frame.columns if name in ("doc", "文件"))])


@pytest.mark.parametrize("form", FORMS)
def test_names_of_any_bytes_go_into_every_format(tmp_path, form):
    folder = tmp_path / GBK / BYTES
    for name in (f"{GBK}.txt", f"{BYTES}.txt", "c\ufffe.txt"):
        small(folder)
        (folder / "a.txt").rename(folder / name)
    (folder / f"{GBK}2.txt").write_bytes(b"")  # a failure, with its name
    output = tmp_path / GBK / FORMS[form]
    done = run([folder], output, form=form)
    assert [failure.doc for failure in done.failures] == ["报告2.txt"]
    kept = "c\ufffd.txt" if form == "xlsx" else "c\ufffe.txt"
    assert docs_in(output, form) == {"报告.txt", r"a\xff\xfe.txt", kept}
    assert bool(done.notes) == (form == "xlsx")
    if form in ("duckdb", "parquet"):
        origins = {unescape_name(row["origin"]) for row in Store(output).rows("reports")}
        assert all(Path(origin).is_file() for origin in origins)
        assert run([folder], output, form=form, options=BatchOptions(resume=True)).unchanged == 3


@pytest.mark.parametrize("name", ["报告[1]", "a*", "a?", "a'b", "b?/[c]"])
@pytest.mark.parametrize("suffix", ["", ".duckdb"])
def test_names_of_stores_are_no_patterns(tmp_path, name, suffix):
    form = "duckdb" if suffix else "parquet"
    (tmp_path / name).parent.mkdir(exist_ok=True)
    run([small(tmp_path / "other")], tmp_path / f"报告1{suffix}", form=form)
    run([tmp_path / "other"], tmp_path / f"ab{suffix}", form=form)
    with pytest.raises(StoreError, match="there is no store"):
        fp.Corpus.open(tmp_path / f"{name}{suffix}")
    for _ in range(2):
        run([small(tmp_path / "own", 7)], tmp_path / f"{name}{suffix}", form=form, options=BatchOptions(resume=True))
    assert [row["value"] for row in Store(tmp_path / f"{name}{suffix}").rows("records")] == [70000]
    assert [row["value"] for row in Store(tmp_path / f"报告1{suffix}").rows("records")] == [50000]


@pytest.mark.parametrize("form", FORMS)
def test_permissions_and_links_stay(tmp_path, form):
    reports = small(tmp_path / "reports")
    real = tmp_path / "data" / FORMS[form]
    real.parent.mkdir()
    run([reports], real, form=form)
    mode = 0o750 if form == "parquet" else 0o640
    real.chmod(mode)
    link = tmp_path / FORMS[form]
    link.symlink_to(real)
    small(reports, 6)
    run([reports], link, form=form)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == mode
    assert docs_in(real, form) == docs_in(link, form) == {"a.txt"}
    left = [path.name for path in (*tmp_path.iterdir(), *real.parent.iterdir()) if path.name.startswith(".")]
    assert left == []


def test_a_note_beside_the_tables_of_a_store_stays(tmp_path):
    run([small(tmp_path / "reports")], tmp_path / "store", form="parquet")
    (tmp_path / "store" / "note.md").write_text("mine", encoding="utf-8")
    run([small(tmp_path / "reports", 6)], tmp_path / "store", form="parquet")
    assert (tmp_path / "store" / "note.md").read_text(encoding="utf-8") == "mine"


def test_a_second_run_on_one_output_is_refused_with_the_owner(tmp_path):
    reports, output = small(tmp_path / "reports"), tmp_path / "a.jsonl"
    with locked(output), pytest.raises(OptionError, match=rf"process {os.getpid()} on .* is writing it"):
        run([reports], output)
    run([reports], output)
    assert not lock_of(output).exists()


def test_the_lock_of_a_process_that_is_gone_is_taken_over_and_one_of_another_machine_is_not(tmp_path):
    reports, output = small(tmp_path / "reports"), tmp_path / "a.jsonl"
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    lock_of(output).write_text(json.dumps({"pid": int(gone.stdout), "host": socket.gethostname()}), encoding="utf-8")
    assert any("--resume" in str(found) for found in examine(output))
    run([reports], output)
    lock_of(output).write_text(json.dumps({"pid": 1, "host": "elsewhere"}), encoding="utf-8")
    with pytest.raises(OptionError, match=r"process 1 on elsewhere.*if it runs no more, delete"):
        run([reports], output)


def test_a_pipe_takes_the_rows(tmp_path):
    reports, pipe = small(tmp_path / "reports"), tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        run([reports], pipe)
        assert reader.stdout is not None
        assert reader.stdout.read().count(b"\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe.jsonl", "reports"]


def refuse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a folder be one that may not be opened; the tests may run as a user who may open all."""
    real = os.scandir

    def scandir(path="."):
        if not isinstance(path, int) and Path(os.fspath(path)) == folder:
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize("inner", [True, False])
def test_a_folder_that_cannot_be_opened_is_a_failure(tmp_path, monkeypatch, inner):
    reports = small(tmp_path / "reports")
    (reports / "closed").mkdir()
    refuse(reports / "closed" if inner else reports, monkeypatch)
    done = run([reports], tmp_path / "a.duckdb")
    (failure,) = done.failures
    assert failure.doc == ("closed" if inner else "reports")
    assert "the folder cannot be opened: Permission denied" in failure.reason
    assert done.documents == (2 if inner else 1)
    assert [f.doc for f in fp.Corpus.open(tmp_path / "a.duckdb").failures] == [failure.doc]


def test_what_is_no_file_and_says_so_by_no_suffix_is_a_failure(tmp_path):
    reports = small(tmp_path / "reports")
    (reports / "gone").symlink_to(tmp_path / "nowhere")
    os.mkfifo(reports / "pipe")
    (reports / "LICENSE").write_text("no report", encoding="utf-8")
    assert [f.doc for f in run([reports], tmp_path / "a.jsonl").failures] == ["gone", "pipe"]


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
def test_a_damaged_store_gives_errors_of_the_library_and_the_doctor_tells(tmp_path, form):
    reports = small(tmp_path / "reports")
    for number in range(3):
        (reports / f"{number}.txt").write_text("2019年，全县发放贷款5万元，修路3公里。\n" * 40, encoding="utf-8")
    whole = tmp_path / FORMS[form]
    run([reports], whole, form=form)
    assert [found.bad for found in examine(whole)] == [False]
    files = [whole] if form == "duckdb" else sorted(whole.glob("*.parquet"))
    chance = random.Random(7)
    for _ in range(12):
        file = chance.choice(files)
        data = file.read_bytes()
        broken = bytearray(data)
        if chance.random() < 0.3:
            del broken[chance.randrange(len(broken)) :]
        else:
            at = chance.randrange(len(broken))
            broken[at : at + 400] = chance.randbytes(len(broken[at : at + 400]))
        file.write_bytes(broken)
        examine(whole)
        for use in (
            lambda: fp.Corpus.open(whole).to_frame(),
            lambda: fp.Corpus.open(whole).sql("SELECT * FROM reports"),
        ):
            try:
                use()
            except FupinError:
                assert any(found.bad for found in examine(whole))
        file.write_bytes(data)
    files[0].unlink()
    assert all(found.bad for found in examine(whole))


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
def test_the_doctor_sees_any_change_of_a_store_and_nothing_is_added_to_a_changed_one(tmp_path, form):
    reports, store = small(tmp_path / "reports"), tmp_path / FORMS[form]
    run([reports], store, form=form)
    file = store if form == "duckdb" else store / "records.parquet"
    data = file.read_bytes()
    # Blocks that DuckDB does not use are not looked at.
    used = range(len(data)) if form == "parquet" else [data.rindex("发放贷款".encode()), 2]
    for at in random.Random(3).sample(used, min(len(used), 25)):
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert [found.bad for found in examine(store)][:1] == [True], at
    small(reports, 6)
    with pytest.raises(StoreError, match="'fupin doctor"):
        run([reports], store, form=form)
    file.write_bytes(data)
    run([reports], store, form=form)
    assert [row["value"] for row in Store(store).rows("records")] == [60000]


@pytest.mark.parametrize(
    ("name", "made", "words"),
    [
        ("a.csv", None, "there is nothing; check the name"),
        (".", "folder", "is a folder and no store"),
        ("a", "folder", "is a folder and no store"),
        ("a.txt", "file", "a.txt.run.json is missing"),
        ("a.csv", "pipe", "is a pipe"),
        ("a.csv", "link", "where there is nothing"),
        ("a.duckdb", "file", "damaged: cannot be opened"),
    ],
)
def test_the_doctor_tells_what_is_no_result(tmp_path, monkeypatch, name, made, words):
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    if made == "folder":
        path.mkdir(exist_ok=True)
    elif made == "file":
        path.write_text("2019年，全县脱贫3户。", encoding="utf-8")
    elif made == "pipe":
        os.mkfifo(path)
    elif made == "link":
        path.symlink_to("nowhere")
    (found,) = examine(path)
    assert (found.bad, words in str(found)) == (True, True), found


@pytest.mark.parametrize("form", ["duckdb", "parquet"])
def test_the_doctor_tells_an_older_version_and_what_is_missing(tmp_path, form):
    import duckdb

    store = tmp_path / FORMS[form]
    run([small(tmp_path / "reports")], store, form=form)
    if form == "duckdb":
        with duckdb.connect(str(store)) as connection:
            connection.execute("DROP TABLE findings")
        assert [str(found) for found in examine(store) if "findings" in str(found) and found.bad]
        with duckdb.connect(str(store)) as connection:
            connection.execute("UPDATE store SET schema_version = 1")
    else:
        (store / "findings.parquet").unlink()
        assert str(examine(store)[0]).startswith("findings.parquet: missing; extract")
        mark = json.loads((store / "store.json").read_text(encoding="utf-8"))
        (store / "store.json").unlink()
        assert "store.json is missing" in str(examine(store)[0])
        (store / "store.json").write_text(json.dumps({**mark, "schema_version": 1, "files": {}}), encoding="utf-8")
    (found,) = examine(store)
    assert "was written by an older version" in str(found)


def test_the_doctor_tells_a_table_of_which_only_the_description_is_there(tmp_path):
    output = tmp_path / "a.csv"
    run([small(tmp_path / "reports")], output)
    output.unlink()
    assert "is missing, a.csv.run.json is there" in str(examine(output)[0])


@pytest.mark.parametrize("name", [".", "..", "/", "a/.."])
@pytest.mark.parametrize("form", [None, "parquet", "csv"])
def test_a_folder_without_a_name_of_its_own_takes_no_result(tmp_path, monkeypatch, name, form):
    reports = small(tmp_path / "reports")
    monkeypatch.chdir(reports)
    with pytest.raises(OptionError, match="no place for a result"):
        run([reports], name, form=form)


def test_the_doctor_tells_what_was_cut_changed_or_stopped(tmp_path):
    output = tmp_path / "a.csv"
    run([small(tmp_path / "reports")], output)
    assert [(f.bad, "whole: 1 records of 1 documents" in str(f)) for f in examine(output)] == [(False, True)]
    data = output.read_bytes()
    for changed, words in ((data[:-9], "cut short"), (data[:-9] + b"x" * 9, "is not what the run wrote")):
        output.write_bytes(changed)
        (found,) = examine(output)
        assert found.bad
        assert words in str(found)
    output.write_bytes(data)
    Work.beside(output).begin(resume=True)
    assert any("--resume" in str(found) for found in examine(output) if found.bad)


def test_a_chunk_that_was_cut_short_is_done_again(tmp_path, monkeypatch):
    reports, output = small(tmp_path / "reports"), tmp_path / "a.jsonl"

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["fupin_nlp.batch.run"], "deliver", stop)
        with pytest.raises(KeyboardInterrupt):
            run([reports], output)
    (records,) = Work.beside(output).folder.glob("chunk-*/records.jsonl")
    records.write_bytes(records.read_bytes()[:-20])
    done = run([reports], output, options=BatchOptions(resume=True))
    assert (done.unchanged, docs_in(output, "jsonl")) == (0, {"a.txt"})


@pytest.mark.parametrize("stage", ["fupin_nlp.report.report.clean_text", "fupin_nlp.report.refusals.extract"])
def test_an_unforeseen_error_is_one_of_the_library_everywhere(tmp_path, monkeypatch, stage):
    from decimal import InvalidOperation

    def broken(*_, **__):
        raise InvalidOperation

    monkeypatch.setattr(stage, broken)
    reports = small(tmp_path / "reports")
    for call in (
        lambda: fp.read(reports / "a.txt"),
        lambda: fp.read("投入5万元。".encode(), name="a.txt"),
        lambda: fp.parse("投入5万元。"),
    ):
        with pytest.raises(FupinError, match="mistake in the library, please report it: InvalidOperation"):
            call()
    corpus = fp.Corpus.from_folder(reports)
    assert [(f.doc, f.stage) for f in corpus.failures] == [("a.txt", "interpret")]
    assert [(f.doc, f.stage) for f in run([reports], tmp_path / "a.jsonl").failures] == [("a.txt", "interpret")]
