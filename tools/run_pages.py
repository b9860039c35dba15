"""Run the examples of the pages in docs/ and write what they print under them: python tools/run_pages.py [PAGE...].

The blocks of a page run in their order, those in Python in one session, those for the shell (``sh``) with ``fupin`` at
hand, all in one folder that holds the sample reports as corpus/ and as reports/, and notebooks/. A block that is
introduced by the name of a file (a paragraph that begins with it) is written to that file first. A block ``text``
directly behind an example is what it prints; this program renews it, and the tests compare.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^`([\w.-]+\.\w+)`[^\n]*\n\n\Z", re.MULTILINE)
_NOT_RUN = {"development.md", "dependencies.md"}  # what they show are commands of the project itself
_WIDTH = 110  # columns of a printed table


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text, where the text stands, the file that it is, if any."""

    language: str
    text: str
    start: int
    end: int
    file: str | None
    follows: bool  # nothing but white space stands between it and the block before


class Example(NamedTuple):
    """What is run or written: a block without what stands around it."""

    language: str
    text: str
    file: str | None


def pages() -> list[Path]:
    """Return the pages that have examples, sorted."""
    found = (
        p for p in sorted((ROOT / "docs").rglob("*.md")) if p.parent.name != "evaluation" and p.name not in _NOT_RUN
    )
    return [page for page in found if any(b.language in ("python", "sh") for b in blocks(page.read_text("utf-8")))]


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    found: list[Block] = []
    behind = 0
    for match in _BLOCK.finditer(page):
        named = _FILE.search(page[: match.start()])
        follows = bool(found) and not page[behind : match.start()].strip()
        found.append(Block(match[1], match[2], match.start(2), match.end(2), named[1] if named else None, follows))
        behind = match.end()
    return found


def run_python(code: str, names: dict[str, Any], where: str) -> str:
    """Run a block and return what it prints, the value of a last expression included, as a notebook shows it."""
    tree = ast.parse(code, where)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, where, "exec"), names)  # the code is that of our own pages
        if last is not None:
            value = eval(compile(ast.Expression(last.value), where, "eval"), names)
            if value is not None:
                print(value)
    return printed.getvalue()


def run_shell(code: str, program: Path, where: str) -> str:
    """Run a block with ``fupin`` at hand and return what it prints; what it says to a person goes to stderr."""
    path = os.pathsep.join((str(program.parent), os.environ["PATH"]))
    source = os.pathsep.join(p for p in (str(ROOT / "src"), os.environ.get("PYTHONPATH")) if p)
    environment = {**os.environ, "PATH": path, "PYTHONPATH": source, "COLUMNS": "100"}
    done = subprocess.run(["bash", "-eu", "-c", code], capture_output=True, text=True, env=environment, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{where}: exit status {done.returncode}\n{code}\n{done.stderr}")
    return done.stdout


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """Go to a new folder with the sample reports in it, and back; yield the program ``fupin`` that lies outside."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as programs:
        shutil.copytree(ROOT / "corpus", Path(folder, "corpus"))
        only_reports = shutil.ignore_patterns("gold", "clean", "*.tsv", "*.md")
        shutil.copytree(ROOT / "corpus", Path(folder, "reports"), ignore=only_reports)
        shutil.copytree(ROOT / "notebooks", Path(folder, "notebooks"))
        program = Path(programs, "fupin")
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fupin_nlp "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        with contextlib.chdir(folder):
            yield program


def examples(found: Sequence[Block]) -> tuple[Example, ...]:
    """Return what the blocks of a page run or write, and nothing of what it shows."""
    return tuple(
        Example(b.language, _without_comments(b.text) if b.language == "python" else b.text, b.file)
        for b in found
        if b.file or b.language in ("python", "sh")
    )


def _without_comments(code: str) -> str:
    return ast.unparse(ast.parse(code))


def groups() -> list[list[Path]]:
    """Return the pages, those together that have the same examples: a page and its translation mostly do."""
    together: dict[tuple[Example, ...], list[Path]] = {}
    for page in pages():
        together.setdefault(examples(blocks(page.read_text(encoding="utf-8"))), []).append(page)
    return list(together.values())


def run_examples(several: Sequence[Example], where: str) -> list[str]:
    """Run the examples of a page in their order; return what each printed, nothing for a file that is written."""
    import pandas as pd

    names: dict[str, Any] = {"__name__": "__main__"}
    printed = []
    shown = ("display.width", _WIDTH, "display.max_columns", 20, "display.unicode.east_asian_width", True)
    with workplace() as program, pd.option_context(*shown):
        for example in several:
            if example.file is not None:
                Path(example.file).write_text(example.text, encoding="utf-8")
            if example.language == "python":
                printed.append(run_python(example.text, names, where))
            elif example.language == "sh":
                printed.append(run_shell(example.text, program, where))
            else:
                printed.append("")
    return printed


def outputs(found: Sequence[Block], printed: Sequence[str]) -> Iterator[tuple[Block, str]]:
    """Yield each block ``text`` of a page that shows an output, with what its examples printed."""
    several = iter(printed)
    last: str | None = None
    for block in found:
        if block.language == "text" and block.follows and last is not None:
            yield block, last
        is_run = block.language in ("python", "sh")
        given = next(several) if is_run or block.file else ""
        last = given if is_run else None


def tidy(text: str) -> str:
    """Return a text without white space at line ends and around it, which editors change."""
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")) + "\n"


def main(arguments: Sequence[str]) -> None:
    chosen = {Path(name).resolve() for name in arguments} or set(pages())
    for together in groups():
        printed: list[str] = []
        for page in [page for page in together if page in chosen]:
            text = page.read_text(encoding="utf-8")
            found = blocks(text)
            printed = printed or run_examples(examples(found), f"{page.relative_to(ROOT)}")
            for block, shown in reversed(list(outputs(found, printed))):
                text = text[: block.start] + tidy(shown) + text[block.end :]
            page.write_text(text, encoding="utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
