"""Signals that the tests send to what they start."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["stopped_by_interrupt"]


@contextmanager
def stopped_by_interrupt() -> Iterator[None]:
    """Let SIGINT stop the processes that are started here: a shell lets what runs in its background ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
