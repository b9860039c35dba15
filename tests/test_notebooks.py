"""The notebooks run from top to bottom, and what is committed of their outputs is no error."""

from __future__ import annotations

import nbformat
import pytest
from tools.run_notebooks import execute, notebooks


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the kernel's transport
def test_notebook_runs_and_shows_tables_and_pictures(path):
    fresh = outputs(execute(path))
    kinds = {kind for output in fresh for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
    assert [output for output in fresh if output.output_type == "error" or output.get("name") == "stderr"] == []


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_committed_notebook_was_executed(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1)), "run tools/run_notebooks.py"
    assert {"text/html", "image/png"} <= {kind for output in outputs(notebook) for kind in output.get("data", {})}
