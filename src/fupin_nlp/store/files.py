"""Files and folders that take the place of others: complete, on the disk, with the permissions of what was there."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from fupin_nlp.errors import FupinError, OptionError
from fupin_nlp.ingest.names import escape_name

__all__ = ["is_special", "publish", "replacing", "sync", "target_of", "unwritable"]


def target_of(path: Path) -> Path:
    """Return the file that a path means: where it is a link, what the link leads to, which need not exist.

    A path that has no name (``.``) gets one.

    Examples
    --------
    >>> target_of(Path("results.csv")).name, target_of(Path("results/..")) == Path.cwd()
    ('results.csv', True)
    """
    return Path(os.path.realpath(path)) if path.name in ("", "..") or path.is_symlink() else path


def is_special(path: Path) -> bool:
    """Whether there is a pipe or a device at a path, which cannot be replaced.

    Examples
    --------
    >>> is_special(Path(os.devnull)), is_special(Path("no such file"))
    (True, False)
    """
    return path.exists() and not path.is_file() and not path.is_dir()


def unwritable(path: Path, error: OSError, advice: str = "choose another place with -o") -> OptionError:
    """Return the error of an output that could not be written, with what to do.

    Examples
    --------
    >>> unwritable(Path("a.csv"), OSError(28, "No space left on device"))
    OptionError('a.csv: cannot be written: No space left on device; choose another place with -o')
    """
    return OptionError(f"{escape_name(str(path))}: cannot be written: {error.strerror or error}; {advice}")


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a file for writing under another name; it takes its own when all went well.

    A file that was there before leaves it its permissions; a link stays one, and what it leads to is replaced.

    Raises
    ------
    OptionError
        If it cannot be written; the message says why.
    """
    if is_special(path):
        with path.open("wb") as file:
            yield file
        return
    target = target_of(path)
    # A short name: the one of the file may be as long as the system allows.
    part = target.with_name(f".fupin-{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            yield file
        publish(part, target)
    except FupinError:  # of what was to be written; a document that cannot be read is an OSError too
        raise
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def publish(part: Path, target: Path) -> None:
    """Put a complete file in the place of another one, in one step; it is on the disk when this returns.

    Raises
    ------
    OSError
        If that cannot be done; the other one is then as it was.
    """
    keep_permissions(target, part)
    sync(part)
    part.replace(target)
    sync(target.parent)


def keep_permissions(old: Path, new: Path) -> None:
    """Give a new file or folder the owner, permissions and attributes of the one that it replaces, if there is one."""
    try:
        status = old.stat()
    except OSError:
        return
    with suppress(OSError):  # only the superuser may give files away
        if hasattr(os, "chown"):
            os.chown(new, status.st_uid, status.st_gid)
    shutil.copystat(old, new)
    os.utime(new)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk.

    Raises
    ------
    OSError
        If the disk does not take a file. A system that cannot do this for folders is no error.
    """
    if path.is_dir():
        if os.name == "nt":
            return
        descriptor = os.open(path, os.O_RDONLY)
    else:
        descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
