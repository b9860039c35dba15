"""The limit of time holds for each document by itself."""

from __future__ import annotations

import threading
import time

import pytest

from fupin_nlp.batch.deadline import Deadline, OutOfTimeError
from tests.support.timing import HANGS


@pytest.fixture
def short():
    deadline = Deadline(0.15)
    yield deadline
    deadline.end()


@pytest.fixture
def endless(clock):
    def work() -> None:
        while True:
            clock.now += 0.1

    return work


def test_many_short_blocks_may_take_longer_together(short, clock):
    for _ in range(3):
        with short:
            clock.now += 0.1
            time.sleep(0.2)  # the thread that watches looks at the clock meanwhile


def test_each_block_is_watched(short, endless):
    for _ in range(2):
        with short:
            pass
        with pytest.raises(OutOfTimeError, match=r"0\.15 s"), short:
            endless()
    time.sleep(0.4)  # the thread that watches has nothing to wait for now
    with pytest.raises(OutOfTimeError), short:
        endless()


def test_what_a_block_raises_comes_through(short):
    with pytest.raises(KeyError), short:
        raise KeyError


def test_it_strikes_the_thread_that_works(short, endless):
    struck = []

    def work() -> None:
        try:
            with short:
                endless()
        except OutOfTimeError:
            struck.append(threading.get_ident())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(HANGS)
    assert struck == [thread.ident]


def test_the_thread_that_watches_ends():
    before = set(threading.enumerate())  # some of them may be about to end
    deadline = Deadline(60)
    with deadline:
        (watch,) = set(threading.enumerate()) - before
    deadline.end()
    watch.join(HANGS)
    assert not watch.is_alive()
