"""The command line ``fupin``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run ``fupin`` and leave with its exit status; the version is answered without loading anything else.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands behind ``fupin``; that of the process by default.

    Examples
    --------
    >>> main(["--version"])
    fupin 0.2.0
    """
    own = arguments is None  # else this may be the process of a host
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments == ["--version"]:
        from fupin_nlp.version import spelled

        sys.stdout.write(f"fupin {spelled()}\n")
        return
    from fupin_nlp.cli.commands import run

    run(arguments, own=own)
