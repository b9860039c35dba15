"""Processes that do tasks: what is lost with one of them, how they end, and what they share with their caller."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from fupin_nlp.batch import pool as pool_module
from fupin_nlp.batch import starting
from fupin_nlp.batch.engines import prepare
from fupin_nlp.batch.pool import Pool, WorkerLostError
from fupin_nlp.errors import DataFileError, OptionError
from fupin_nlp.report import ReportOptions
from tests.batch import tasks
from tests.support.signals import stopped_by_interrupt
from tests.support.timing import HANGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _tasks_can_be_imported(monkeypatch):
    monkeypatch.setattr(sys, "path", ["", str(ROOT), *sys.path])


LINUX = sys.platform == "linux"
WAYS = {
    "fresh": lambda first, **_: starting.Fresh(first),
    "nursery": lambda first, **_: starting.Nursery(first),
    "fork": lambda first, **_: starting.Nursery(first, own=True),
}


@pytest.fixture(params=WAYS if LINUX else ["fresh"])
def way(request, monkeypatch) -> str:
    """How processes are started: each by itself, by a nursery, by a nursery that is a fork of this process."""
    monkeypatch.setattr(pool_module, "starter_of", WAYS[request.param])
    monkeypatch.setattr(starting, "threads", lambda: 1)  # those of other tests hold nothing that is needed here
    return str(request.param)


def pool(size: int = 2) -> Pool:
    return Pool(size, tasks.prepared, "ready")


@pytest.mark.usefixtures("way")
def test_every_task_is_done_once_and_more_can_follow():
    with pool() as processes:
        assert sorted(processes.do(tasks.double, range(50))) == list(range(0, 100, 2))
        assert list(processes.do(tasks.double, [])) == []
        assert list(processes.do(tasks.is_prepared, ["ready"] * 6)) == [True] * 6


@pytest.mark.usefixtures("way")
def test_tasks_are_taken_as_processes_are_free():
    taken = []
    many = 10**7  # more than are done before the first answer is looked at, however late that is

    def numbers():
        for number in range(many):
            taken.append(number)
            yield number

    with pool() as processes:
        done = processes.do(tasks.double, numbers())
        next(done)
        done.close()
        assert list(processes.do(tasks.double, [1])) == [2]
    assert len(taken) < many


@pytest.mark.usefixtures("way")
def test_a_lost_process_takes_only_its_task_with_it_and_is_replaced():
    with pool() as processes:
        found = []
        done = map(found.append, processes.do(tasks.kill_at_three, range(20)))
        with pytest.raises(WorkerLostError, match="ended by SIGKILL"):
            list(done)
        assert sorted(found) == [n for n in range(20) if n != 3]
        assert sorted(processes.do(tasks.kill_at_three, [4, 5])) == [4, 5]


@pytest.mark.usefixtures("way")
def test_an_error_of_the_library_comes_as_it_is_and_another_as_a_loss():
    with pool() as processes:
        with pytest.raises(OptionError, match="no such thing"):
            list(processes.do(tasks.refuse, ["no such thing"]))
        with pytest.raises(WorkerLostError, match="KeyError: 'a'"):
            list(processes.do(tasks.mistake, ["a"]))


@pytest.mark.usefixtures("way")
def test_an_error_of_the_preparation_is_told():
    with Pool(2, tasks.refuse, "taxonomy.toml") as processes, pytest.raises(OptionError, match=r"taxonomy\.toml"):
        list(processes.do(tasks.double, [1]))


def test_an_error_among_the_tasks_is_told():
    def broken():
        yield 1
        raise DataFileError("no more")

    with pool() as processes, pytest.raises(DataFileError, match="no more"):
        list(processes.do(tasks.double, broken()))


@pytest.mark.usefixtures("way")
def test_what_a_task_prints_is_no_answer(capfd):
    with pool(1) as processes:
        assert list(processes.do(tasks.spoken, ["hello"])) == ["hello"]
    assert capfd.readouterr() == ("", "hello\n")


def test_what_is_needed_is_loaded_once_for_all_that_are_forked(way):
    with pool() as processes:
        found = dict(processes.do(tasks.who_prepared, [0.1] * 8))
    if way == "fresh":
        assert all(process == prepared for process, prepared in found.items())
    else:
        assert len(set(found.values())) == 1
        assert not found.keys() & {*found.values(), os.getpid()}


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
def test_what_reports_need_is_loaded_once_and_leaves_no_thread(monkeypatch):
    # Libraries that numpy loads start a thread for each core, and a process with threads is not forked.
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        monkeypatch.delenv(name, raising=False)
    with Pool(2, prepare, ReportOptions()) as processes:
        found = dict(processes.do(tasks.how_started, [0.1] * 8))
    assert all(found.values())


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
def test_a_nursery_with_threads_forks_nothing():
    with Pool(2, tasks.prepared_beside_a_thread, "ready") as processes:
        found = dict(processes.do(tasks.who_prepared, [0.1] * 8))
        assert all(process == prepared for process, prepared in found.items())
        with pytest.raises(WorkerLostError, match="ended by SIGKILL"):
            list(processes.do(tasks.kill_at_three, [3]))
        assert list(processes.do(tasks.double, [4])) == [8]


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
def test_only_a_program_of_its_own_without_threads_is_forked(monkeypatch):
    def fork() -> int:
        raise AssertionError

    monkeypatch.setattr(os, "fork", fork)
    for own, threads in ((False, 1), (True, 2)):
        monkeypatch.setattr(starting, "threads", lambda n=threads: n)
        with Pool(1, tasks.prepared, "ready", own=own) as processes:
            assert list(processes.do(tasks.double, [4])) == [8]
    monkeypatch.setattr(starting, "threads", lambda: 1)
    with pytest.raises(AssertionError):
        Pool(1, tasks.prepared, "ready", own=True)


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
@pytest.mark.parametrize("own", [False, True])
def test_a_nursery_that_is_lost_is_replaced_and_its_processes_go_on(monkeypatch, own):
    monkeypatch.setattr(starting, "threads", lambda: 1)
    with Pool(1, tasks.prepared, "ready", own=own) as processes:
        assert list(processes.do(tasks.double, [1])) == [2]
        processes._starter._process.kill()
        processes._starter._process.wait()
        assert list(processes.do(tasks.double, [1])) == [2]
        with pytest.raises(WorkerLostError, match="ended for an unknown reason"):
            list(processes.do(tasks.kill_at_three, [3]))
        assert list(processes.do(tasks.double, [2])) == [4]
        with pytest.raises(WorkerLostError, match="ended by SIGKILL"):
            list(processes.do(tasks.kill_at_three, [3]))


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
def test_two_threads_can_wait_for_one_nursery(monkeypatch):
    asked = os.waitpid

    def slow(process: int, options: int) -> tuple[int, int]:
        found = asked(process, options)
        time.sleep(0.05)  # another thread comes before this one has written down what it was told
        return found

    monkeypatch.setattr(starting, "threads", lambda: 1)
    nursery = starting.Nursery(pickle.dumps((abs, -1)), own=True)
    monkeypatch.setattr(os, "waitpid", slow)
    with ThreadPoolExecutor(4) as others:
        waiting = [others.submit(nursery._process.wait, HANGS) for _ in range(4)]
        nursery.close()
        assert [other.result() for other in waiting] == [0] * 4


IGNORING = """
import signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
from fupin_nlp.batch.pool import Pool, WorkerLostError
from tests.batch import tasks
with Pool(2, tasks.prepared, "ready", own=True) as processes:
    print(sorted(processes.do(tasks.double, range(3))))
    try:
        list(processes.do(tasks.kill_at_three, [3]))
    except WorkerLostError as error:
        print(error)
print("closed")
"""


@pytest.mark.skipif(not LINUX, reason="forks on Linux only")
def test_a_caller_that_ignores_the_end_of_its_children_is_served():
    # As a program is started by some supervisors: who ignores SIGCHLD is not told how its children ended.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    command = [sys.executable, "-c", IGNORING]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (["[0, 2, 4]", "ended by SIGKILL", "closed"], "")


@pytest.mark.usefixtures("way")
def test_nothing_is_left_of_a_pool():
    before = {*Path("/proc/self/fd").iterdir()} if LINUX else set()  # the collector may close some that others left
    with pool() as processes:
        found = dict(processes.do(tasks.who_prepared, [0.1] * 4))
    assert not any(map(alive, [*found, *found.values()]))
    assert ({*Path("/proc/self/fd").iterdir()} if LINUX else set()) <= before


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(true, seconds: float = HANGS) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


CALLER = """
import sys
from fupin_nlp.batch import pool as pool_module
from fupin_nlp.batch import starting
from fupin_nlp.batch.pool import Pool
from tests.batch import tasks
with Pool(2, tasks.prepared, "ready", own=sys.argv[2:] == ["own"]) as processes:
    list(processes.do(tasks.long, [sys.argv[1]] * 2))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
@pytest.mark.parametrize("own", [[], ["own"]], ids=["host", "own"])
def test_processes_end_with_their_caller_whatever_they_are_doing(tmp_path, how, own):
    # Without a guard around it, as in a script that a user writes down.
    file = tmp_path / "at_work"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    command = [sys.executable, "-c", CALLER, str(file), *own]
    with stopped_by_interrupt():
        caller = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    assert wait_until(lambda: file.exists() and file.read_text(encoding="ascii").count("\n") == 2)
    workers = [int(line) for line in file.read_text(encoding="ascii").split()]
    try:
        assert all(map(alive, workers))
        caller.send_signal(how)
        caller.wait(HANGS)
        assert wait_until(lambda: not any(map(alive, workers)))  # their task alone would take longer than that
    finally:
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
