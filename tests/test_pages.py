"""The pages of the docs: every example runs and prints what the page shows; the site knows every public name."""

from __future__ import annotations

import io
import re
import runpy
from types import SimpleNamespace

import pytest
from tools.run_pages import blocks, examples, groups, outputs, pages, run_examples, run_python, tidy

import fupin_nlp as fp
from tests.support.places import ROOT


def name_of(page):
    return page.relative_to(ROOT / "docs").as_posix()


@pytest.mark.parametrize("together", groups(), ids=lambda together: "+".join(map(name_of, together)))
def test_examples_run_and_print_what_the_pages_show(together):
    pages_of_blocks = [blocks(page.read_text(encoding="utf-8")) for page in together]
    printed = run_examples(examples(pages_of_blocks[0]), name_of(together[0]))
    for found in pages_of_blocks:
        for block, shown in outputs(found, printed):
            assert tidy(block.text) == tidy(shown), "run tools/run_pages.py"


def test_pages_with_the_same_examples_are_run_once():
    found = groups()
    assert sorted(page for together in found for page in together) == pages()
    assert [ROOT / "docs/how-to/cluster.md", ROOT / "docs/zh/how-to/cluster.md"] in found


def test_pages_have_examples_and_outputs():
    names = {name_of(page) for page in pages()}
    assert {"getting-started.md", "zh/getting-started.md", "how-to/table-to-panel.md"} <= names
    shown = [
        block for page in pages() for block in blocks(page.read_text(encoding="utf-8")) if block.language == "text"
    ]
    assert len(shown) >= 10


def test_what_a_block_prints_is_its_output_and_its_last_value():
    names = {}
    assert run_python("a = 2\nprint(a)\na + 1\n", names, "page") == "2\n3\n"
    assert run_python("a\n", names, "page") == "2\n"
    assert run_python("b = a\n", names, "page") == ""


def test_blocks_know_their_file_and_what_they_follow():
    page = "# A\n\n`a.csv`, a table:\n\n```csv\nx\n```\n\n```python\n1\n```\n\n```text\n1\n```\n"
    page += "\nwords\n\n```text\n2\n```\n"
    assert [(b.language, b.file, b.follows) for b in blocks(page)] == [
        ("csv", "a.csv", False),
        ("python", None, True),
        ("text", None, True),
        ("text", None, False),
    ]


def test_every_public_name_is_in_the_reference():
    pages_of_reference = (ROOT / "docs/reference").glob("*.md")
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages_of_reference)
    named = set(re.findall(r"::\s+fupin_nlp\.([\w.]+)", text))
    assert set(fp.__all__) - named - {"FupinError", "__version__", "compiled"} == set()


def test_the_site_brings_the_chinese_characters_that_stand_on_it(tmp_path):
    fonts = pytest.importorskip("fontTools.ttLib")
    (tmp_path / "_static").mkdir()
    (tmp_path / "deeper").mkdir()
    (tmp_path / "index.html").write_text("<p>扶贫 2019</p>", encoding="utf-8")
    (tmp_path / "deeper" / "page.html").write_text("<p>脱贫攻坚</p>", encoding="utf-8")
    pages = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(format="html"))
    runpy.run_path(str(ROOT / "docs/conf.py"))["_font"](pages, None)
    style = (ROOT / "docs/static/site.css").read_text(encoding="utf-8")
    (name,) = set(re.findall(r'url\("([^"]+)"\)', style))
    shown = fonts.TTFont(io.BytesIO((tmp_path / "_static" / name).read_bytes())).getBestCmap()
    assert set(map(ord, "扶贫脱攻坚2019")) <= set(shown)
    assert ord("县") not in shown
