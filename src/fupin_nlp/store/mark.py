"""The file that makes a folder of Parquet files a store: its version, and what each of its files must be."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fupin_nlp.store.schema import SCHEMA_VERSION

__all__ = ["MARK", "damaged_in", "version_in", "write_mark"]

MARK = "store.json"


def write_mark(folder: Path) -> None:
    """Write down version, and size and SHA-256 of the files in a folder: Parquet has no sums of its own.

    Raises
    ------
    OSError
        If the files cannot be read, or the mark not written.
    """
    files = {file.name: _known(file) for file in sorted(folder.iterdir())}
    mark = {"schema_version": SCHEMA_VERSION, "files": files}
    (folder / MARK).write_text(json.dumps(mark, indent=2) + "\n", encoding="utf-8")


def version_in(folder: Path) -> int | None:
    """Return the version of the layout; None if the folder is no store, or that cannot be read."""
    try:
        return int(_mark_of(folder)["schema_version"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def damaged_in(folder: Path) -> dict[str, str]:
    """Return the files of a store that are not what was written, each with what is wrong with it.

    Of a store without sums only missing files can be told.
    """
    try:
        files: Mapping[str, Mapping[str, Any]] = _mark_of(folder).get("files", {})
        told = {str(name): (int(known["bytes"]), str(known["sha256"])) for name, known in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {MARK: "damaged"}
    found = {}
    for name, known in told.items():
        try:
            now = _known(folder / name)
        except FileNotFoundError:
            found[name] = "missing"
        except OSError as error:
            found[name] = f"cannot be read: {error.strerror or error}"
        else:
            if now["bytes"] != known[0]:
                found[name] = f"has {now['bytes']:,} bytes, {known[0]:,} were written: cut short or changed since"
            elif now["sha256"] != known[1]:
                found[name] = "is not what was written: damaged, or changed since"
    return found


def _mark_of(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / MARK).read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise TypeError(MARK)
    return found


def _known(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"bytes": file.stat().st_size, "sha256": digest}
