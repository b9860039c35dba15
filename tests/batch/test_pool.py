"""Processes that do tasks: what is lost with one of them, how they end, and what they share with their caller."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fupin_nlp.batch.pool import Pool, WorkerLostError
from fupin_nlp.errors import DataFileError, OptionError
from tests.batch import tasks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _tasks_can_be_imported(monkeypatch):
    monkeypatch.setattr(sys, "path", ["", str(ROOT), *sys.path])


def pool(size: int = 2) -> Pool:
    return Pool(size, tasks.prepared, "ready")


def test_every_task_is_done_once_and_more_can_follow():
    with pool() as processes:
        assert sorted(processes.do(tasks.double, range(50))) == list(range(0, 100, 2))
        assert list(processes.do(tasks.double, [])) == []
        assert list(processes.do(tasks.is_prepared, ["ready"] * 6)) == [True] * 6


def test_tasks_are_taken_as_processes_are_free():
    taken = []

    def numbers():
        for number in range(100):
            taken.append(number)
            yield number

    with pool() as processes:
        done = processes.do(tasks.double, numbers())
        next(done)
        done.close()
        assert list(processes.do(tasks.double, [1])) == [2]
    assert len(taken) < 100


def test_a_lost_process_takes_only_its_task_with_it_and_is_replaced():
    with pool() as processes:
        found = []
        done = map(found.append, processes.do(tasks.kill_at_three, range(20)))
        with pytest.raises(WorkerLostError, match="ended by SIGKILL"):
            list(done)
        assert sorted(found) == [n for n in range(20) if n != 3]
        assert sorted(processes.do(tasks.kill_at_three, [4, 5])) == [4, 5]


def test_an_error_of_the_library_comes_as_it_is_and_another_as_a_loss():
    with pool() as processes:
        with pytest.raises(OptionError, match="no such thing"):
            list(processes.do(tasks.refuse, ["no such thing"]))
        with pytest.raises(WorkerLostError, match="KeyError: 'a'"):
            list(processes.do(tasks.mistake, ["a"]))


def test_an_error_of_the_preparation_is_told():
    with Pool(2, tasks.refuse, "taxonomy.toml") as processes, pytest.raises(OptionError, match=r"taxonomy\.toml"):
        list(processes.do(tasks.double, [1]))


def test_an_error_among_the_tasks_is_told():
    def broken():
        yield 1
        raise DataFileError("no more")

    with pool() as processes, pytest.raises(DataFileError, match="no more"):
        list(processes.do(tasks.double, broken()))


def test_what_a_task_prints_is_no_answer(capfd):
    with pool(1) as processes:
        assert list(processes.do(tasks.spoken, ["hello"])) == ["hello"]
    assert capfd.readouterr() == ("", "hello\n")


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_until(true, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.02)
    return true()


CALLER = """
import sys
from fupin_nlp.batch.pool import Pool
from tests.batch import tasks
with Pool(2, tasks.prepared, "ready") as processes:
    list(processes.do(tasks.long, [sys.argv[1]] * 2))
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
def test_processes_end_with_their_caller_whatever_they_are_doing(tmp_path, how):
    # Without a guard around it, as in a script that a user writes down.
    file = tmp_path / "at_work"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])}
    command = [sys.executable, "-c", CALLER, str(file)]
    caller = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    assert wait_until(lambda: file.exists() and file.read_text(encoding="ascii").count("\n") == 2)
    workers = [int(line) for line in file.read_text(encoding="ascii").split()]
    assert all(map(alive, workers))
    caller.send_signal(how)
    caller.wait(30)
    assert wait_until(lambda: not any(map(alive, workers)))
