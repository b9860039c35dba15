"""What is meant by the paths that somebody names: one or several, patterns, and names of nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from difflib import get_close_matches
from glob import glob, has_magic
from pathlib import Path
from typing import TypeAlias

from fupin_nlp.errors import ArgumentError, MissingInputError, OptionError, named

__all__ = ["Paths", "input_paths", "is_missing", "one_line"]

Paths: TypeAlias = str | Path | Iterable["Paths"]
"""A path, or several in whatever is gone through."""

_SHOWN = 200  # characters of a path that a message repeats


def input_paths(given: Paths, *, missing: bool = False) -> list[str | Path]:
    """Return the paths that were meant, in the order in which they were named.

    Parameters
    ----------
    given : str, Path, or iterable of them
        A text is one path, never its letters. A pattern (``reports/*.txt``) stands for the files it fits, unless there
        is a file of just that name. ``-`` is standard input.
    missing : bool
        Whether names of nothing are returned too.

    Raises
    ------
    ArgumentError
        If something is no path.
    OptionError
        If none was named.
    MissingInputError
        If there is nothing of a name, or nothing that a pattern fits.

    Examples
    --------
    >>> input_paths("-")
    ['-']
    >>> input_paths("no such folder")
    Traceback (most recent call last):
        ...
    fupin_nlp.errors.MissingInputError: no such folder: there is no file or folder no such folder
    """
    found = [path for one in _flat(given) for path in _expanded(one)]
    if not found:
        raise OptionError("no path was given; name a file or a folder")
    for path in () if missing else found:
        if is_missing(path):
            raise MissingInputError(
                one_line(Path(path).name or path), f"there is no file or folder {one_line(path)}{_near(path)}"
            )
    return found


def is_missing(path: str | Path) -> bool:
    """Whether there is nothing of a name; a link that leads nowhere is something.

    Examples
    --------
    >>> is_missing("no such folder"), is_missing(".")
    (True, False)
    """
    if str(path) == "-":
        return False
    try:
        return not os.path.lexists(path)
    except ValueError:  # no name of a file
        return True


def _flat(given: Paths) -> Iterable[str | Path]:
    if isinstance(given, os.PathLike):
        yield Path(given)
    elif isinstance(given, str):
        if not given:
            raise OptionError("a path is empty; name a file or a folder, '.' is the current one")
        yield given
    elif isinstance(given, Iterable) and not isinstance(given, (bytes, bytearray, memoryview)):
        for one in given:
            yield from _flat(one)
    else:
        raise ArgumentError(f"a path must be a str or a Path, not {named(given)}")


def _expanded(path: str | Path) -> list[str | Path]:
    text = str(path)
    if not has_magic(text) or os.path.lexists(text):
        return [path]
    found: list[str | Path] = [*sorted(glob(text, recursive=True))]  # noqa: PTH207  # of Path it takes no absolute pattern
    if not found:
        raise MissingInputError(one_line(text), "no file or folder fits this pattern")
    return found


def _near(path: str | Path) -> str:
    """Return a hint to a name beside it that is nearly the same."""
    place = Path(path)
    try:
        names = os.listdir(place.parent)  # noqa: PTH208  # names are wanted, not paths
    except (OSError, ValueError):
        return ""
    close = get_close_matches(place.name, names, n=1, cutoff=0.8)
    return f"; do you mean {close[0]}?" if close else ""


def one_line(path: str | Path) -> str:
    """Return a path as a message shows it; who passed something else by mistake need not see all of it again."""
    shown = " ".join(str(path).split())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
