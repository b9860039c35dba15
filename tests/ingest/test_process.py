"""One document can end the process that reads it, never the run; and many small ones share one process."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support import office
from tests.support.office import TITLE
from tests.support.timing import HANGS

from fupin_nlp.errors import OptionError, ReadError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, find_sources, read_source
from fupin_nlp.ingest import process as process_module
from fupin_nlp.report import Corpus

GOOD = office.docx([TITLE])


def child_of(process: ReaderProcess):
    return process._child._process


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z" if Path("/proc").exists() else True


def worker_that(tmp_path: Path, monkeypatch, code: str) -> ReaderProcess:
    """Return a process whose reader of Word documents does this first, if the document holds the word evil."""
    (tmp_path / "sitecustomize.py").write_text(
        "import fupin_nlp.ingest.readers.dispatch as d\n"
        "def evil(package, limits, real=d.read_docx):\n"
        "    if b'evil' in package.read('word/document.xml'):\n"
        f"        {code}\n"
        "    return real(package, limits)\n"
        "d.read_docx = evil\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return ReaderProcess(ReadOptions(max_seconds=HANGS, max_memory=800 * 1024**2))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os.kill(os.getpid(), 11)", r"ended by SIGSEGV: the file is broken, or it needs more than 800 MB"),
        ("import os; os._exit(3)", r"ended with status 3"),
        ("raise SystemExit(4)", r"ended with status 4"),
        ("b = [bytes(10**8) for _ in range(99)]", r"needs more than 800 MB of memory, the limit"),
        ("(lambda f: f(f))(lambda f: f(f))", r"nested too deeply"),
        ("raise ZeroDivisionError('a\\n\\x1b[31mb')", r"the file is broken: ZeroDivisionError a \[31mb"),
        ("print('x' * 10**6, flush=True); raise ValueError", r"the file is broken: ValueError"),
        ("import os; os.write(1, b'{}' * 9); raise ValueError", r"the file is broken: ValueError"),
    ],
)
def test_whatever_a_reader_does_the_next_document_is_read(tmp_path, monkeypatch, code, reason):
    with worker_that(tmp_path, monkeypatch, code) as process:
        with pytest.raises(ReadError, match=rf"a\.docx: .*{reason}"):
            process.read(office.docx(["evil"]), "a.docx")
        assert process.read(GOOD, "b.docx").text == TITLE + "\n"


def test_a_reader_without_end_is_ended_and_the_next_document_is_read(tmp_path, monkeypatch):
    with worker_that(tmp_path, monkeypatch, "while True: pass") as process:
        patient, process.options = process.options, replace(process.options, max_seconds=3)
        with pytest.raises(ReadError, match=r"not read after 3 seconds, the limit: .* raise ReadOptions\.max_seconds"):
            process.read(office.docx(["evil"]), "a.docx")
        process.options = patient  # the next may come as late as the machine lets it
        assert process.read(GOOD, "b.docx").text == TITLE + "\n"


def test_many_documents_share_one_process_and_pay_no_start():
    small = office.docx_with(office.paragraph(TITLE))
    with ReaderProcess() as process:
        numbers = set()
        for _ in range(100):
            process.read(small, "a.docx")
            numbers.add(child_of(process).pid)
        # Measured: 2 ms a document, 250 ms with the start of a process for each.
        assert (process.starts, len(numbers)) == (1, 1)


def test_a_process_that_was_killed_is_replaced():
    with ReaderProcess() as process:
        process.read(GOOD, "a.docx")
        child_of(process).kill()
        child_of(process).wait()
        with pytest.raises(ReadError, match="ended by SIGKILL"):
            process.read(GOOD, "b.docx")
        assert process.read(GOOD, "b.docx").text == TITLE + "\n"
        assert process.starts == 2


def test_a_process_ends_when_it_is_closed_or_forgotten(monkeypatch):
    monkeypatch.setattr(process_module, "_LEAVE", HANGS)  # on a busy machine it would be killed before it can leave
    process = ReaderProcess()
    process.read(GOOD, "a.docx")
    first = child_of(process)
    process.close()
    assert first.returncode == 0
    process.read(GOOD, "a.docx")
    second = child_of(process)
    del process
    gc.collect()
    assert second.returncode == 0


def test_a_process_ends_with_the_one_that_made_it(tmp_path):
    code = (
        "import os, sys; from fupin_nlp.ingest import ReaderProcess\n"
        "p = ReaderProcess(); p.read(open(sys.argv[1], 'rb').read(), 'a.docx')\n"
        "print(p._child._process.pid, flush=True); os.kill(os.getpid(), 9)\n"
    )
    (tmp_path / "a.docx").write_bytes(GOOD)
    import subprocess

    environment = os.environ | {"PYTHONPATH": str(Path(process_module.__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.docx")], env=environment, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    pid = int(done.stdout)
    deadline = time.monotonic() + HANGS
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(pid)


def test_an_interrupt_ends_the_document_and_not_the_next(tmp_path, monkeypatch):
    with worker_that(tmp_path, monkeypatch, "while True: pass") as process:
        process.read(GOOD, "a.docx")
        child = child_of(process)

        def interrupt(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(process_module, "read_message", interrupt)
        with pytest.raises(KeyboardInterrupt):
            process.read(office.docx(["evil"]), "a.docx")
        assert child.wait(HANGS) == -signal.SIGKILL
        monkeypatch.undo()
        with pytest.raises(ReadError):
            process.read(GOOD, "b.docx")
        assert process.read(GOOD, "b.docx").text == TITLE + "\n"


def test_threads_take_turns():
    texts: list[str] = []
    with ReaderProcess() as process:
        documents = [office.docx([f"第{i}份"]) for i in range(8)]
        threads = [threading.Thread(target=lambda d=d: texts.append(process.read(d, "a.docx").text)) for d in documents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert process.starts == 1
    assert sorted(texts) == [f"第{i}份\n" for i in range(8)]


def _read_in_fork(process: ReaderProcess, pipe) -> None:
    pipe.send((process.read(GOOD, "a.docx").text, process.starts))
    process.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_copy_in_a_fork_starts_its_own():
    with ReaderProcess() as process:
        process.read(GOOD, "a.docx")
        ours, theirs = multiprocessing.Pipe()
        fork = multiprocessing.get_context("fork").Process(target=_read_in_fork, args=(process, theirs))
        fork.start()
        assert ours.poll(HANGS)
        assert ours.recv() == (TITLE + "\n", 2)
        fork.join()
        assert process.read(GOOD, "a.docx").text == TITLE + "\n"
        assert process.starts == 1


def test_a_pickled_copy_has_the_options_and_no_process():
    with ReaderProcess(ReadOptions(max_seconds=7)) as process:
        process.read(GOOD, "a.docx")
        copy = pickle.loads(pickle.dumps(process))
        assert (copy.options, copy.starts, copy._child) == (ReadOptions(max_seconds=7), 0, None)


def test_half_a_character_of_a_broken_font_becomes_the_mark_of_an_unreadable_one(tmp_path, monkeypatch):
    code = "from dataclasses import replace; r = real(package, limits); return replace(r, text='a\\ud800' + r.text)"
    with worker_that(tmp_path, monkeypatch, code) as process:
        assert process.read(office.docx(["evil"]), "a.docx").text == "a\ufffdevil\n"


def test_a_large_document_does_not_leave_a_large_process(tmp_path, monkeypatch):
    with worker_that(tmp_path, monkeypatch, "global held; held = bytearray(b'x' * 270_000_000)") as process:
        assert process.read(office.docx(["evil"]), "a.docx").text == "evil\n"
        assert process._child is None
        process.read(GOOD, "b.docx")
        assert (process.starts, process._child is None) == (2, False)


def test_workers_of_joblib_read_with_a_process_of_their_own(tmp_path):
    from joblib import Parallel, delayed

    for i in range(6):
        (tmp_path / f"{i}.docx").write_bytes(office.docx([f"第{i}份"]))
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04" + bytes(99))
    sources = find_sources([tmp_path])
    chunks = [sources[i::2] for i in range(2)]
    found = Parallel(n_jobs=2)(delayed(_texts)(chunk, ReaderProcess()) for chunk in chunks)
    assert sorted(text for texts in found for text in texts) == [*["broken"], *[f"第{i}份\n" for i in range(6)]]


def _texts(sources, process: ReaderProcess) -> list[str]:
    texts = []
    with process:
        for source in sources:
            try:
                texts.append(read_source(source, process=process).text)
            except ReadError as error:
                texts.append("broken" if "broken" in error.reason else error.reason)
    return texts


def test_a_corpus_counts_every_document(tmp_path):
    (tmp_path / "a.docx").write_bytes(GOOD)
    (tmp_path / "b.docx").write_bytes(GOOD[:-30])
    (tmp_path / "c.pdf").write_bytes(office.pdf_without_text())
    (tmp_path / "d.zip").write_bytes(
        office.zipped({"x.txt": "全县脱贫7800户。", "y.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    )
    (tmp_path / "e.zip").write_bytes(b"PK\x03\x04")
    corpus = Corpus.from_folder(tmp_path)
    assert [r.doc for r in corpus.reports] == ["a.docx", "d.zip!x.txt"]
    assert [(f.doc, f.stage) for f in corpus.failures] == [
        ("b.docx", "read"),
        ("c.pdf", "read"),
        ("d.zip!y.doc", "read"),
        ("e.zip", "read"),
    ]


@pytest.mark.parametrize("name", ["max_bytes", "max_seconds", "max_memory", "max_members"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_limits_must_be_positive(name, value):
    with pytest.raises(OptionError, match=f"{name} must be positive"):
        ReadOptions(**{name: value})
