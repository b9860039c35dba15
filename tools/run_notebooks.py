"""Execute the notebooks and strip their outputs, so that a change of the library is no change of a notebook.

usage: run_notebooks.py [--pages FOLDER] [NOTEBOOK...]

With --pages each notebook is also written, with its outputs, as NAME.executed.ipynb to the folder.
"""

from __future__ import annotations

import argparse
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
    client = NotebookClient(notebook, timeout=1800, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(path.parent))
    # The kernel writes down its Python version: that is the machine's, not the notebook's.
    notebook.metadata.language_info = {"name": "python"}
    return notebook


def stripped(notebook: Any) -> Any:
    """Return the notebook without outputs and counts."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("paths", nargs="*", type=Path)
    chosen = parser.parse_args(arguments)
    for path in chosen.paths or notebooks():
        notebook = execute(path)
        if chosen.pages is not None:
            chosen.pages.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, chosen.pages / f"{path.stem}.executed.ipynb")
        nbformat.write(stripped(notebook), path)
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
