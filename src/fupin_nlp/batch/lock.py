"""One run at a time on an output: a lock that tells whose it is and that ends with its owner."""

from __future__ import annotations

import errno
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fupin_nlp.batch.work import Work
from fupin_nlp.errors import OptionError
from fupin_nlp.ingest.names import escape_name
from fupin_nlp.store.files import unwritable

__all__ = ["Owner", "lock_of", "locked", "owner_of"]

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# File systems of some clusters know no locks; there the process that is named in the file counts.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES})


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock: process and machine.

    Examples
    --------
    >>> str(Owner(17, "node3"))
    'process 17 on node3'
    """

    pid: int
    host: str

    def __str__(self) -> str:
        return f"process {self.pid} on {self.host}"

    @property
    def is_here(self) -> bool:
        """Whether it is, or was, a process of this machine."""
        return self.host == socket.gethostname()

    @property
    def lives(self) -> bool:
        """Whether a process of this machine has that number now."""
        if not self.is_here:
            return False
        if os.name == "nt":  # there a signal would end it
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except OSError:  # of another user
            return True
        return True


def lock_of(output: Path) -> Path:
    """Return the file that is the lock of an output.

    Examples
    --------
    >>> lock_of(Path("results.csv")).name
    '.results.csv.lock'
    """
    folder = Work.beside(output).folder
    return folder.with_name(f"{folder.name.removesuffix('.parts')}.lock")


def owner_of(lock: Path) -> Owner | None:
    """Return who wrote a lock; None if nobody did, or it cannot be read."""
    try:
        row = json.loads(lock.read_text(encoding="utf-8"))
        return Owner(int(row["pid"]), str(row["host"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Keep other runs away from an output.

    The lock of a process that was killed is taken over. One of another machine is not: whether that still runs cannot
    be seen from here.

    Raises
    ------
    OptionError
        If another run has it, or the lock cannot be written.
    """
    lock = lock_of(output)
    try:
        descriptor = _take(lock, output)
    except OSError as error:
        raise unwritable(lock, error) from error
    try:
        yield
    finally:
        # While it is held: whoever waits for it sees that the name is gone, see `_is_at`.
        with suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _take(lock: Path, output: Path) -> int:
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT)
        try:
            free = _is_free(descriptor, lock)
            if free and not _is_at(descriptor, lock):
                os.close(descriptor)
                continue
            if not free:
                raise OptionError(_refusal(lock, output))
            os.ftruncate(descriptor, 0)
            os.write(descriptor, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}).encode())
        except BaseException:
            with suppress(OSError):
                os.close(descriptor)
            raise
        return descriptor


def _is_free(descriptor: int, lock: Path) -> bool:
    owner = owner_of(lock)
    if owner is not None and not owner.is_here:
        return False
    if fcntl is not None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in _TAKEN:
                return False
            if error.errno not in _NO_LOCKS:
                raise
        else:
            return True
    return owner is None or owner.pid == os.getpid() or not owner.lives


def _is_at(descriptor: int, lock: Path) -> bool:
    """Whether the file that was opened is still the one of that name; its owner may have ended in between."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False


def _refusal(lock: Path, output: Path) -> str:
    owner = owner_of(lock)
    name = escape_name(str(output))
    if owner is None or owner.is_here:
        return f"{name}: {owner or 'another process'} is writing it; wait until it ends, or name another output with -o"
    return (
        f"{name}: {owner} is writing it, or was stopped while it did; if it runs no more, delete "
        f"{escape_name(str(lock))} and go on with --resume"
    )
