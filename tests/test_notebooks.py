"""The notebooks run from top to bottom, end with a picture and a sentence, and are committed without outputs."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from tools.run_notebooks import execute, notebooks


def outputs(notebook):
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the kernel's transport
def test_notebook_runs_and_shows_tables_and_pictures(path):
    executed = execute(path)
    fresh = outputs(executed)
    kinds = {kind for output in fresh for kind in output.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
    last = [cell for cell in executed.cells if cell.cell_type == "code"][-1]
    assert "image/png" in {kind for output in last.outputs for kind in output.get("data", {})}
    assert [output for output in fresh if output.output_type == "error" or output.get("name") == "stderr"] == []
    if folder := os.environ.get("FUPIN_EXECUTED"):  # docs/conf.py builds the site from them
        Path(folder).mkdir(parents=True, exist_ok=True)
        nbformat.write(executed, Path(folder, path.name))


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_committed_notebook_is_stripped_and_ends_with_a_picture_and_what_one_sees(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.outputs for cell in code] == [[]] * len(code), "run tools/run_notebooks.py"
    assert [cell.execution_count for cell in code] == [None] * len(code)
    picture, words = notebook.cells[-2:]
    assert (picture.cell_type, words.cell_type) == ("code", "markdown")
    assert "plot." in picture.source
    assert words.source.startswith("What one sees: ")
    assert "可以看到：" in words.source


def test_the_notebooks_are_there():
    assert [path.stem[:2] for path in notebooks()] == ["01", "02", "03", "04"]


def test_a_table_becomes_a_panel_in_ten_cells():
    notebook = nbformat.read(notebooks()[-1], as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == 10
    for step in ("fp.read_table(", "fp.attention(", "fp.panel(", ".dta", "plot.attention("):
        assert any(step in source for source in code)
