"""The limit of time holds for each document by itself."""

from __future__ import annotations

import threading
import time

import pytest

from fupin_nlp.batch.deadline import Deadline, OutOfTimeError


@pytest.fixture
def short():
    deadline = Deadline(0.15)
    yield deadline
    deadline.end()


def endless() -> None:
    while True:
        pass


def test_many_short_blocks_may_take_longer_together(short):
    for _ in range(6):
        with short:
            time.sleep(0.05)


def test_each_block_is_watched(short):
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


def test_it_strikes_the_thread_that_works(short):
    struck = []

    def work() -> None:
        try:
            with short:
                endless()
        except OutOfTimeError:
            struck.append(threading.get_ident())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert struck == [thread.ident]


def test_the_thread_that_watches_ends():
    before = set(threading.enumerate())  # some of them may be about to end
    deadline = Deadline(60)
    with deadline:
        (watch,) = set(threading.enumerate()) - before
    deadline.end()
    watch.join(10)
    assert not watch.is_alive()
