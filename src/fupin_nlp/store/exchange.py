"""A folder in the place of another one, in two steps between which a run may end."""

from __future__ import annotations

import shutil
from pathlib import Path

from fupin_nlp.store.files import keep_permissions, sync

__all__ = ["before", "exchange", "recover"]


def before(folder: Path) -> Path:
    """Return where a folder lies while another one takes its place.

    Examples
    --------
    >>> before(Path("results")).name
    '.results.before'
    """
    return folder.with_name(f".{folder.name}.before")


def exchange(new: Path, folder: Path) -> None:
    """Put a complete folder in the place of another one; what others have put into that comes along.

    The states are: the old one in its place; the old one aside (`recover` puts it back); the new one in its place, the
    old one aside (`recover` clears up).

    Raises
    ------
    OSError
        If that cannot be done; `recover` then restores what was there.
    """
    aside = before(folder)
    if folder.exists():
        keep_permissions(folder, new)
        folder.rename(aside)
    try:
        new.rename(folder)
    except OSError:
        recover(folder)
        raise
    sync(folder.parent)
    _clear(aside, folder)


def recover(folder: Path) -> None:
    """Undo an exchange that ended after its first step, or end one that ended after its second."""
    aside = before(folder)
    if not aside.is_dir():
        return
    if folder.exists():
        _clear(aside, folder)
    else:
        aside.rename(folder)


def _clear(aside: Path, folder: Path) -> None:
    """Remove the old folder, but for what is not in the new one: users put notes beside their tables."""
    if not aside.is_dir():
        return
    for item in aside.iterdir():
        if not (folder / item.name).exists():
            item.rename(folder / item.name)
    shutil.rmtree(aside, ignore_errors=True)
