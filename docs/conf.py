"""How `make docs` builds the site from docs/, the notebooks and the docstrings; sphinx-build -c docs . build/site."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from fupin_nlp.plot.font import subset_font  # noqa: E402
from fupin_nlp.version import __version__  # noqa: E402

project = "fupin-nlp"
author = "the fupin-nlp maintainers"
copyright = f"2026, {author}"  # noqa: A001  # the name that Sphinx asks for
release = version = __version__

# The source folder is the checkout, so that links between its files work on the site as they do in the checkout.
root_doc = "docs/index"
include_patterns = [
    "docs/**",
    "notebooks/*.ipynb",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "corpus/README.md",
    "training/README.md",
]
exclude_patterns = [
    ".*",
    "**/.ipynb_checkpoints",
    "build",
    "demo",
    "src",
    "tests",
    "tools",
    "bench",
]  # not gone through
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]

# Pages in Markdown; notebooks run anew, so that what they show is what the library gives. Where the tests have just run
# them (FUPIN_EXECUTED, in CI), what they showed is taken.
myst_heading_anchors = 3
myst_links_external_new_tab = False
nb_execution_mode = "force"
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_merge_streams = True
smartquotes = False  # it makes one dash of the two before an option
suppress_warnings = ["ref.python"]  # attributes of several classes share a name; nothing links to them

# Docstrings in the numpy style, where one backtick marks code.
default_role = "literal"
napoleon_google_docstring = False
napoleon_use_ivar = True
napoleon_use_rtype = False
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the sections of the docstrings tell types in words
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_class_signature = "mixed"
autodoc_preserve_defaults = True

html_theme = "furo"
html_title = f"fupin-nlp {release}"
html_extra_path = ["site"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
language = "en"
html_search_language = "zh"  # cuts Chinese by words and stems English


def _executed(_: Any, name: str, source: list[str]) -> None:
    """Put the executed notebook in the place of the committed one, which has no outputs."""
    folder = os.environ.get("FUPIN_EXECUTED")
    path = Path(folder or "", f"{Path(name).name}.ipynb")
    if folder and name.startswith("notebooks/") and path.exists():
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"] |= {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
        notebook["metadata"] |= {"mystnb": {"execution_mode": "off"}}
        source[0] = json.dumps(notebook)


def _font(app: Any, failed: Exception | None) -> None:
    """Put a Chinese font beside the pages, with the characters that stand on them: not every system has one."""
    if failed is None and app.builder.format == "html":
        pages = sorted(Path(app.outdir).rglob("*.html"))
        shown = "".join({*"".join(page.read_text(encoding="utf-8") for page in pages)})
        Path(app.outdir, "_static", "chinese.woff").write_bytes(subset_font(shown))


def setup(app: Any) -> None:
    """Tell Sphinx of them."""
    app.connect("source-read", _executed)
    app.connect("build-finished", _font)
