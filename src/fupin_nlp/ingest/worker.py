"""The process that reads containers: ``python -m fupin_nlp.ingest.worker``, spoken to by `ReaderProcess`.

A request is a message of JSON and the bytes of the document (none where it names a path); the answer is one message:
``text``, ``format``, ``encoding``, ``places``, ``meta``; or ``members``; or ``rows`` of a table; or ``error``, the
reason. ``last`` announces that this process ends now because its memory has grown.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fupin_nlp.ingest.frames import private_output, read_frame, read_message, settle, write_message
from fupin_nlp.ingest.readers.archive import list_members
from fupin_nlp.ingest.readers.dispatch import read_container, read_member
from fupin_nlp.ingest.readers.package import open_package
from fupin_nlp.ingest.readers.parsed import Limits, Parsed, Unreadable
from fupin_nlp.ingest.readers.table import table_rows

__all__ = ["main"]

_GROWN = 256 * 1024 * 1024
"""Bytes from which a worker that has read a large document makes room for a small one."""
_MOST_SERVED = 2000  # documents, for systems that do not tell how much memory is held
_LONGEST_REASON = 400
_GRACE = 5  # seconds after which a worker whose caller has died ends by itself


def main() -> None:
    """Answer requests until the stream of them ends."""
    requests, answers = sys.stdin.buffer, private_output()
    setup = read_message(requests)
    if setup is None:
        return
    settle()
    _limit_memory(int(setup["max_memory"]))
    # openpyxl takes numpy where it finds it, to write its numbers; reading needs none, and the first workbook comes
    # 0.15 s earlier.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # None is how an import is forbidden
    with contextlib.suppress(ValueError, OSError):  # only the process that called decides about interrupts
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    limits = Limits(setup["max_bytes"], setup["max_members"], setup["encoding"])
    archives = _Archives(limits)
    served = 0
    while (request := read_message(requests)) is not None and (data := read_frame(requests)) is not None:
        with _alarm(setup["max_seconds"]):
            answer = _answer(request, data, limits, archives)
        served += 1
        answer["last"] = answer["last"] or served == _MOST_SERVED
        write_message(answers, answer)
        answers.flush()
        if answer["last"]:
            return


def _limit_memory(size: int) -> None:
    """Bound the address space, where the system can (not on Windows; macOS does not enforce it)."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size if most < 0 else min(size, most), most))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """End this process by the system if the caller, who ends it in time, is no more."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class _Archives:
    """The archive that is open: its members are asked for one after the other."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._key: tuple[str, int, int] | None = None
        self._open: zipfile.ZipFile | None = None

    def get(self, path: str) -> zipfile.ZipFile:
        status = Path(path).stat()
        key = (path, status.st_mtime_ns, status.st_size)
        if self._open is None or self._key != key:
            self.close()
            file = Path(path).open("rb")  # noqa: SIM115  # stays open for the next member
            self._open, self._key = open_package(file, self._limits.max_members), key
        return self._open

    def close(self) -> None:
        if self._open is not None:
            if self._open.fp is not None:
                self._open.fp.close()
            self._open.close()
            self._open = None


def _answer(request: dict[str, Any], data: bytes, limits: Limits, archives: _Archives) -> dict[str, Any]:
    try:
        answer = _do(request, data, limits, archives)
    except Unreadable as reason:
        answer = {"error": str(reason)}
    except MemoryError:
        return {"error": "memory", "last": True}
    except RecursionError:
        answer = {"error": "nested too deeply"}
    except OSError as error:
        answer = {"error": f"cannot be read: {error.strerror or error}"}
    except Exception as error:  # whatever a library makes of a broken file
        answer = {"error": f"the file is broken: {type(error).__name__} {error}"}
    if "error" in answer:
        answer["error"] = _legible(answer["error"])
    return answer | {"last": _memory_held() > _GROWN}


def _do(request: dict[str, Any], data: bytes, limits: Limits, archives: _Archives) -> dict[str, Any]:
    path = request["path"]
    if request["members"]:
        with Path(path).open("rb") as file:
            return {"members": [[member.name, list(member.path)] for member in list_members(file, limits)]}
    if request["table"]:
        with Path(path).open("rb") as file:
            return {"rows": table_rows(file, limits)}
    if request["member"]:
        return _message(read_member(archives.get(path), request["member"], limits))
    if path is None:
        return _message(read_container(io.BytesIO(data), request["suffix"], limits))
    with Path(path).open("rb") as file:
        return _message(read_container(file, request["suffix"], limits))


def _message(parsed: Parsed) -> dict[str, Any]:
    return {
        "text": parsed.text,
        "format": parsed.format,
        "encoding": parsed.encoding,
        "places": parsed.places,
        "meta": dict(parsed.meta),
    }


def _legible(reason: str) -> str:
    line = " ".join("".join(c if c.isprintable() else " " for c in reason).split())
    return line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON] + " …"


def _memory_held() -> int:
    """Return the memory that this process holds now, in bytes; 0 where the system does not tell.

    Not the most that it ever held: Linux counts that of the process that started this one.
    """
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
    sys.stderr.flush()
    os._exit(0)  # its caller waits for the end, and clearing up what the system clears up anyway takes 20 ms and more
