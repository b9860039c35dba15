"""The Python of the pages on words runs as it stands there."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.support.places import ROOT


@pytest.mark.parametrize("page", ["docs/words.md", "docs/zh/words.md"])
def test_the_python_of_the_page_runs(page, monkeypatch, tmp_path):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "work_reports.csv", tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    names = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # the code is our own
    assert len(names["attention"].frame) == 48
    assert (tmp_path / "attention.dta").stat().st_size > 1000
