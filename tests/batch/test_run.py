"""Runs over many documents: the same rows however they are done, nothing lost and nothing twice."""

from __future__ import annotations

import json
import os
import random
import shlex
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from fupin_nlp.batch import BatchOptions, run
from fupin_nlp.batch import chunk as chunk_module
from fupin_nlp.batch.work import Work
from fupin_nlp.errors import OptionError
from fupin_nlp.report import Corpus, ReportOptions, parse
from tests.batch.conftest import PROGRAM, REPORTS, report_of
from tests.support.timing import HANGS

FAILED = ["blank.html", "empty.txt", "picture.txt"]


@pytest.fixture
def undisturbed(folder, tmp_path) -> bytes:
    run([folder], tmp_path / "undisturbed.jsonl")
    return (tmp_path / "undisturbed.jsonl").read_bytes()


def test_a_run_gives_what_a_corpus_gives(folder, undisturbed):
    corpus = Corpus.from_folder(folder)
    assert [json.loads(line) for line in undisturbed.splitlines()] == [
        record.to_dict() for report in corpus for record in report.records
    ]
    assert [failure.doc for failure in corpus.failures] == FAILED


@pytest.mark.parametrize("options", [BatchOptions(jobs=2), BatchOptions(jobs=2, engine="dask")], ids=["two", "dask"])
def test_rows_do_not_depend_on_who_does_them(folder, undisturbed, tmp_path, options):
    done = run([folder], tmp_path / "other.jsonl", options=options)
    assert (tmp_path / "other.jsonl").read_bytes() == undisturbed
    assert (done.documents, [f.doc for f in done.failures], done.unchanged) == (REPORTS + 3, FAILED, 0)


def test_what_a_run_was_done_with_lies_beside_its_table(folder, tmp_path):
    run([folder], tmp_path / "records.csv")
    told = json.loads((tmp_path / "records.csv.run.json").read_text(encoding="utf-8"))
    assert told["documents"] == REPORTS + 3
    assert told["tokenizer"] in ("jieba", "rjieba")
    assert [row["doc"] for row in told["failures"]] == FAILED
    assert all(row["reason"] for row in told["failures"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.csv", "records.csv.run.json", "reports"]


def kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # it may have ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_at_random_moments_loses_nothing(folder, undisturbed, tmp_path, start, jobs):
    output = tmp_path / "killed.jsonl"
    moments = random.Random(jobs)
    for _ in range(5):
        process = start("extract", folder, "-o", output, "--resume", "--jobs", jobs)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.3, 3))
        kill(process)
        assert not output.exists() or output.read_bytes() == undisturbed
    done = run([folder], output, options=BatchOptions(resume=True, jobs=jobs))
    assert output.read_bytes() == undisturbed
    assert done.documents == REPORTS + 3
    assert not Work.beside(output).folder.exists()


def test_without_resume_a_run_begins_anew(folder, tmp_path):
    output = tmp_path / "records.jsonl"
    work = Work.beside(output)
    work.begin(resume=False)
    (work.folder / "chunk-000000").mkdir()
    (work.folder / "chunk-000000" / "index.jsonl").write_text("", encoding="utf-8")
    assert run([folder], output).unchanged == 0


def test_only_what_changed_is_done_again(folder, tmp_path):
    store = tmp_path / "results.duckdb"
    run([folder], store)
    again = run([folder], store, options=BatchOptions(resume=True))
    assert (again.documents, again.unchanged, len(again.failures)) == (REPORTS + 3, REPORTS, 3)
    (folder / "0" / "report_030.txt").write_text(report_of(30, version=2), encoding="utf-8")
    changed = run([folder], store, options=BatchOptions(resume=True))
    assert changed.unchanged == REPORTS - 1
    assert changed.records == again.records
    other_options = BatchOptions(resume=True, report=ReportOptions(tokenizer="jieba"))
    assert run([folder], store, options=other_options).unchanged == 0


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("first", "then", "kept"), [("jsonl", "parquet", 0), ("parquet", "jsonl", REPORTS)])
def test_what_was_done_for_a_file_is_not_enough_for_a_store(folder, tmp_path, monkeypatch, first, then, kept):
    output = tmp_path / "results"
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["fupin_nlp.batch.run"], "deliver", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run([folder], output, form=first)
    done = run([folder], output, form=then, options=BatchOptions(resume=True))
    assert (done.documents, done.unchanged) == (REPORTS + 3, kept)
    if then == "parquet":
        assert list(Corpus.open(output).sql("SELECT count(*) AS n FROM reports")["n"]) == [REPORTS]
    else:
        docs = {json.loads(line)["doc"] for line in output.read_text(encoding="utf-8").splitlines()}
        assert len(docs) == REPORTS


def test_a_document_that_takes_too_long_is_reported_and_the_rest_done(folder, tmp_path, monkeypatch, clock):
    def endless(raw, **rest):
        while "report_007" in raw.name:
            clock.now += 1
        return parse(raw, **rest)

    monkeypatch.setattr(chunk_module, "parse", endless)
    done = run([folder], tmp_path / "a.jsonl", options=BatchOptions(seconds=1))
    (late,) = [failure for failure in done.failures if failure.doc not in FAILED]
    assert late.doc == "1/report_007.txt"
    assert "took longer than 1 s" in late.reason
    assert done.documents == REPORTS + 3


# A document that ends its process: told by its name, because the code has to be found by the process of the pool.
KILLER = """
import os, sys
from pathlib import Path
from fupin_nlp.batch import BatchOptions, run
import fupin_nlp.batch.engines as engines
from tests.batch.killer import do_chunk
engines.do_chunk = do_chunk
done = run([sys.argv[1]], sys.argv[2], options=BatchOptions(jobs=2))
print(*(f"{f.doc}|{f.stage}|{f.reason}" for f in done.failures), sep="\\n")
"""


def test_a_document_that_ends_its_process_is_reported_and_the_rest_done(folder, tmp_path):
    output = tmp_path / "a.jsonl"
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")])}
    command = [sys.executable, "-c", KILLER, str(folder), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=HANGS, check=True)
    killed = [line for line in done.stdout.splitlines() if "report_010" in line]
    assert len(killed) == 1, done.stdout
    assert "|read|the process that read it was ended" in killed[0]
    docs = {json.loads(line)["doc"] for line in output.read_text(encoding="utf-8").splitlines()}
    assert len(docs) == REPORTS - 1


def test_a_run_that_is_stopped_from_the_keyboard_says_so_and_can_go_on(folder, undisturbed, tmp_path, start):
    output = tmp_path / "stopped.jsonl"
    slow = folder / "slow.txt"  # so that it cannot have ended before it is stopped
    slow.write_text(report_of(7) * 3000, encoding="utf-8")
    process = start("extract", folder, "-o", output)
    until = time.monotonic() + HANGS
    while not list(tmp_path.glob(".stopped.jsonl.parts/now-*")) and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=HANGS)
    assert process.returncode == 130
    assert b"stopped" in told
    assert b"--resume" in told
    assert b"Traceback" not in told
    assert not output.exists()
    slow.unlink()
    run([folder], output, options=BatchOptions(resume=True))
    assert output.read_bytes() == undisturbed


def test_an_output_that_cannot_be_written(folder, tmp_path):
    with pytest.raises(OptionError, match="cannot be written"):
        run([folder], "/proc/records.jsonl")
    with pytest.raises(OptionError, match="cannot be written"):
        run([folder], tmp_path / "no" / "such" / "records.csv")


def test_a_full_disk_leaves_nothing_half_written(folder, tmp_path, start):
    # A limit on the size of files fails as a full disk does: in the middle of a write.
    output = tmp_path / "records.jsonl"
    command = f"ulimit -f 8; exec {shlex.join(PROGRAM)} extract {folder} -o {output}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=HANGS, check=False)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not output.exists()
    run([folder], output, options=BatchOptions(resume=True))
    assert len(output.read_bytes().splitlines()) > REPORTS


def test_a_scheduler_that_does_not_answer(folder, tmp_path):
    options = BatchOptions(engine="dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(OptionError, match="cannot be reached"):
        run([folder], tmp_path / "a.jsonl", options=options)


@pytest.mark.parametrize(
    "choices", [{"jobs": 0}, {"engine": "ray"}, {"scheduler": "tcp://a:1"}, {"seconds": 0}], ids=str
)
def test_options_that_are_refused(choices):
    with pytest.raises(OptionError):
        BatchOptions(**choices)
