"""The command line ``fupin``."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run ``fupin``; the version is answered without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        from fupin_nlp import __version__

        sys.stdout.write(f"fupin {__version__}\n")
        return
    from fupin_nlp.cli.commands import run

    run()
