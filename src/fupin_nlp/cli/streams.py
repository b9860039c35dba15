"""Standard streams that are closed or whose reader has gone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

__all__ = ["reopen_closed", "silence"]


def reopen_closed() -> None:
    """Give standard streams that are closed (``fupin … >&-``) something behind them.

    Else the next file that is opened takes their place, and Python has no object for them. Reading and writing fail as
    they do for other programs; only messages go nowhere, because a result is worth more than they are.
    """
    for number, (name, mode, flags) in enumerate(
        (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    ):
        if getattr(sys, name) is not None:
            continue
        descriptor = os.open(os.devnull, flags)
        if descriptor != number:
            os.dup2(descriptor, number)
            os.close(descriptor)
        stream = os.fdopen(number, mode, encoding="utf-8", closefd=False)
        if name == "stdin":
            stream.close()  # the object, not what is behind it: whoever asks for input is told that there is none
        setattr(sys, name, stream)


def silence() -> None:
    """Let what is still in the buffer of standard output go nowhere, so that it does not fail once more at the end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
