"""Messages between this process and those that work for it: a length of eight bytes, then as many bytes."""

from __future__ import annotations

import gc
import json
import os
import signal
from typing import IO, Any

__all__ = ["how_it_ended", "private_output", "read_frame", "read_message", "settle", "write_frame", "write_message"]

_LENGTH = 8
_LONGEST = 1 << 31
_ALLOCATIONS = 20_000  # between two looks for garbage: with Python's 700 they take 3 to 10 % of the time of a document


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(len(data).to_bytes(_LENGTH, "big"))
    stream.write(data)


def read_frame(stream: IO[bytes]) -> bytes | None:
    r"""Return the next message, None at the end of the stream or where it breaks off.

    Examples
    --------
    >>> import io
    >>> stream = io.BytesIO()
    >>> write_frame(stream, b"abc")
    >>> stream.getvalue(), read_frame(io.BytesIO(stream.getvalue())), read_frame(io.BytesIO(b"\0\0"))
    (b'\x00\x00\x00\x00\x00\x00\x00\x03abc', b'abc', None)
    """
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    length = int.from_bytes(head, "big")
    if length > _LONGEST:
        return None
    data = stream.read(length)
    return data if len(data) == length else None


def write_message(stream: IO[bytes], message: dict[str, Any]) -> None:
    """Write a message of JSON; half characters (lone surrogates) survive."""
    write_frame(stream, json.dumps(message).encode("ascii"))


def read_message(stream: IO[bytes]) -> dict[str, Any] | None:
    """Return the next message of JSON; None at the end, or if it is none."""
    data = read_frame(stream)
    if data is None:
        return None
    try:
        message = json.loads(data)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None


def private_output() -> IO[bytes]:
    """Return the stream of answers of this process, and keep libraries that print from writing into it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def settle() -> None:
    """Keep the collector of garbage from what is loaded by now, and let it look less often at the rest.

    For processes of our own that do one document after the other, never for that of a host.
    """
    gc.freeze()
    gc.set_threshold(_ALLOCATIONS, 10, 10)


def how_it_ended(status: int | None) -> str:
    """Return in words how a process ended, from its exit status, if that is known.

    Examples
    --------
    >>> how_it_ended(3)
    'with status 3'
    """
    if status is None:
        return "for an unknown reason"
    return f"by {signal.Signals(-status).name}" if status < 0 else f"with status {status}"
