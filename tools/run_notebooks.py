"""Execute the notebooks and write their outputs back; the same library gives the same bytes.

usage: run_notebooks.py [NOTEBOOK...]
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]


def notebooks() -> list[Path]:
    """Return the notebooks of the project, sorted."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


def execute(path: Path) -> Any:
    """Return the notebook with fresh outputs.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails; the message holds the cell and the traceback.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(path.parent))
    # The kernel writes down its Python version: that is the machine's, not the notebook's.
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def main(arguments: Sequence[str]) -> None:
    for path in [Path(name) for name in arguments] or notebooks():
        nbformat.write(execute(path), path)
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
