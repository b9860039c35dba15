"""Containers are read in a process of their own: one file can end that process, never the run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fupin_nlp.errors import ReadError
from fupin_nlp.ingest.frames import how_it_ended, read_message, write_frame, write_message
from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.readers.parsed import Member
from fupin_nlp.model import RawText

__all__ = ["ReaderProcess"]

_DEFAULT = ReadOptions()
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which fonts of broken PDF files give
_LEAVE = 2.0  # seconds that a process without work has to end


class ReaderProcess:
    r"""A process that reads containers (.docx .doc .pdf .xlsx .xls .zip), with limits of time and memory.

    It starts with the first document and serves as many as come; one that ends it (by a crash, too much memory, or the
    time limit) fails with its reason, and the next starts another. It may be used from several threads, which then
    take turns; a copy in another process (pickled, or after a fork) starts a process of its own.

    Parameters
    ----------
    options : ReadOptions
        Its limits: `max_bytes`, `max_seconds`, `max_memory`, `max_members`.

    Examples
    --------
    >>> with ReaderProcess() as process:
    ...     process.read(b"PK\x05\x06" + bytes(18), "a.docx", suffix=".docx")
    Traceback (most recent call last):
        ...
    fupin_nlp.errors.ReadError: a.docx: the archive is empty
    """

    def __init__(self, options: ReadOptions = _DEFAULT) -> None:
        self.options = options
        self.starts = 0
        self._lock = threading.Lock()
        self._child: _Child | None = None

    def __reduce__(self) -> tuple[type[ReaderProcess], tuple[ReadOptions]]:
        return type(self), (self.options,)

    def __enter__(self) -> ReaderProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next document starts another."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def read(self, source: Path | bytes, name: str, *, suffix: str = "", member: tuple[int, ...] = ()) -> RawText:
        """Return the text of a container.

        Parameters
        ----------
        source : Path or bytes
            The file, or its content.
        name : str
            Name of the document.
        suffix : str
            Of the file's name, in lower case.
        member : tuple of int
            Place of a member in an archive, as `members` gives it.

        Raises
        ------
        ReadError
            If the document is refused, broken, or costs more than the limits allow.
        """
        answer = self._ask(source, name, suffix=suffix, member=list(member), members=False)
        try:
            return RawText(
                _HALF.sub("\ufffd", str(answer["text"])),
                name,
                str(answer["encoding"]),
                str(answer["format"]),
                MappingProxyType({str(k): str(v) for k, v in answer["meta"].items()}),
                tuple((int(position), str(place)) for position, place in answer["places"]),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ReadError(name, "the process that reads it gave an answer without sense") from error

    def members(self, path: Path, name: str) -> list[Member]:
        """Return the files of an archive.

        Raises
        ------
        ReadError
            If it is broken or exceeds the limits.
        """
        answer = self._ask(path, name, suffix="", member=[], members=True)
        try:
            return [Member(str(own), tuple(int(i) for i in place)) for own, place in answer["members"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ReadError(name, "the process that reads it gave an answer without sense") from error

    def table(self, path: Path, name: str) -> list[list[str]]:
        """Return the rows of the first sheet of a workbook that holds anything; texts keep their lines.

        Raises
        ------
        ReadError
            If it is broken or exceeds the limits.
        """
        answer = self._ask(path, name, suffix="", member=[], members=False, table=True)
        try:
            return [[str(cell) for cell in row] for row in answer["rows"]]
        except (KeyError, TypeError) as error:
            raise ReadError(name, "the process that reads it gave an answer without sense") from error

    def _ask(self, source: Path | bytes, name: str, **request: Any) -> dict[str, Any]:
        path = None if isinstance(source, bytes) else os.path.abspath(source)  # noqa: PTH100  # links stay as they are
        data = source if isinstance(source, bytes) else b""
        with self._lock:
            if self._child is not None and self._child.owner != os.getpid():
                self._child = None  # made before a fork; it belongs to the other process
            if self._child is None:
                self._child = _Child(self.options)
                self.starts += 1
            answer, reason = self._child.ask({"path": path, "table": False, **request}, data)
            if answer is None or answer.get("last"):
                self._child.end()
                self._child = None
        if answer is None:
            raise ReadError(name, reason)
        if "error" in answer:
            memory = answer["error"] == "memory"
            raise ReadError(name, _too_much_memory(self.options) if memory else str(answer["error"]))
        return answer


class _Child:
    """A running process and how to talk with it."""

    def __init__(self, options: ReadOptions) -> None:
        self.owner = os.getpid()
        self._options = options
        package = str(Path(__file__).parents[2])
        paths = [package, *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONUTF8": "1"}
        # -P: a folder of hostile documents may be the working folder, and hold a zipfile.py.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "fupin_nlp.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._ends = weakref.finalize(self, _end, self._process, self.owner)
        self._setup: dict[str, Any] | None = {
            "max_bytes": options.max_bytes,
            "max_members": options.max_members,
            "max_memory": options.max_memory,
            "max_seconds": options.max_seconds,
            "encoding": options.encoding,
        }

    def ask(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any] | None, str]:
        """Return the answer, or None and why the process ended."""
        late = threading.Event()
        timer = threading.Timer(self._options.max_seconds, _stop, (self._process, late))
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(request, data)
        except OSError:
            answer = None
        except BaseException:  # an interrupt: whatever the process is doing, its answer is not wanted
            self._process.kill()
            raise
        finally:
            timer.cancel()
        return answer, "" if answer is not None else self._why(late.is_set())

    def _exchange(self, request: dict[str, Any], data: bytes) -> dict[str, Any] | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None
        if self._setup is not None:
            write_message(stdin, self._setup)
            self._setup = None
        write_message(stdin, request)
        write_frame(stdin, data)
        stdin.flush()
        return read_message(stdout)

    def _why(self, late: bool) -> str:
        if late:
            return (
                f"not read after {self._options.max_seconds:g} seconds, the limit: it is very large or made to be "
                "slow; raise ReadOptions.max_seconds"
            )
        try:
            code = self._process.wait(_LEAVE)
        except subprocess.TimeoutExpired:
            code = 0
        memory = _too_much_memory(self._options)
        return f"the process that read it ended {how_it_ended(code)}: the file is broken, or {memory}"

    def end(self) -> None:
        self._ends()


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _too_much_memory(options: ReadOptions) -> str:
    return f"it needs more than {options.max_memory // 1024**2:,} MB of memory, the limit (ReadOptions.max_memory)"


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    """End a process: it leaves when its input ends, or it is made to."""
    if os.getpid() != owner:
        return
    for stream in (process.stdin, process.stdout):
        try:
            if stream is not None:
                stream.close()
        except OSError:
            pass  # what was in the buffer of a process that is gone
    try:
        process.wait(_LEAVE if process.poll() is None else 0)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
