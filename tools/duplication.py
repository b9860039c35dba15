"""Find code that stands twice: the same lines, or lines of one shape with other names and literals.

usage: duplication.py [--lines N] [--shape N] PATH...

Comments, docstrings, blank lines, imports and lone brackets do not count. A run of at least ``--lines`` equal lines,
or ``--shape`` lines of equal shape, in two places is a finding; any finding ends the program with 1.

Why our own: of the permissively licensed tools on PyPI none found a function copied with renamed variables
(tried: lizard -Eduplicate 1.24.3, which did not find a verbatim copy of 65 lines either); pylint's check finds
equal lines only and is GPL.
"""

from __future__ import annotations

import argparse
import ast
import io
import keyword
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
LITERALS = {tokenize.STRING, tokenize.NUMBER, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code that counts: its number, its tokens as written, and its shape."""

    number: int
    exact: str
    shape: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Two places that are alike."""

    kind: str
    length: int
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.first} ~ {self.second}: {self.length} lines, {self.kind}"


def significant_lines(source: str) -> list[Line]:
    """Return the lines that count, in order."""
    ignored = _ignored_lines(ast.parse(source))
    exact: dict[int, list[str]] = defaultdict(list)
    shape: dict[int, list[str]] = defaultdict(list)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        row = token.start[0]
        if token.type in SKIPPED or row in ignored:
            continue
        exact[row].append(token.string)
        shape[row].append(_shape(token))
    lines = [Line(row, " ".join(exact[row]), " ".join(shape[row])) for row in sorted(exact)]
    return [line for line in lines if any(c.isalnum() for c in line.exact)]


def _ignored_lines(tree: ast.Module) -> set[int]:
    rows: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        if isinstance(node, ast.Import | ast.ImportFrom):
            rows.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        elif first is not None and is_docstring and isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            rows.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return rows


def _shape(token: tokenize.TokenInfo) -> str:
    if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
        return "name"
    return "literal" if token.type in LITERALS else token.string


def duplicates(files: dict[str, list[Line]], kind: str, least: int) -> Iterator[Finding]:
    """Yield the longest runs of at least `least` lines that stand in two places."""
    windows: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, lines in files.items():
        texts = [getattr(line, kind) for line in lines]
        for i in range(len(texts) - least + 1):
            window = tuple(texts[i : i + least])
            if 2 * len(set(window)) > least:  # else the rows of a table: alike by nature
                windows[window].append((name, i))
    covered: set[tuple[str, int, str, int]] = set()
    for places in windows.values():
        for a, first in enumerate(places):
            for second in places[a + 1 :]:
                if first[0] == second[0] and second[1] - first[1] < least:
                    continue  # a run that overlaps itself
                if (*first, *second) in covered:
                    continue
                length = _extend(files, kind, first, second)
                covered.update((first[0], first[1] + k, second[0], second[1] + k) for k in range(length))
                yield Finding(kind, length, _place(files, first, length), _place(files, second, length))


def _extend(files: dict[str, list[Line]], kind: str, first: tuple[str, int], second: tuple[str, int]) -> int:
    one, two = files[first[0]][first[1] :], files[second[0]][second[1] :]
    length = 0
    for x, y in zip(one, two, strict=False):
        if getattr(x, kind) != getattr(y, kind):
            break
        length += 1
    return length


def _place(files: dict[str, list[Line]], start: tuple[str, int], length: int) -> str:
    lines = files[start[0]]
    return f"{start[0]}:{lines[start[1]].number}-{lines[start[1] + length - 1].number}"


def python_files(paths: Iterable[str]) -> list[Path]:
    """Return the Python files below the paths, sorted."""
    found = [p for path in map(Path, paths) for p in ([path] if path.is_file() else path.rglob("*.py"))]
    return sorted(set(found))


def main(arguments: list[str] | None = None) -> int:
    """Print the findings; 1 if there are any."""
    parser = argparse.ArgumentParser(description="Find code that stands twice.")
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--lines", type=int, default=6, help="equal lines that make a finding (default: 6)")
    parser.add_argument("--shape", type=int, default=12, help="lines of equal shape that make a finding (default: 12)")
    options = parser.parse_args(arguments)
    files = {str(path): significant_lines(path.read_text(encoding="utf-8")) for path in python_files(options.paths)}
    if not files:
        print("no Python files there", file=sys.stderr)
        return 2
    findings = [*duplicates(files, "exact", options.lines), *duplicates(files, "shape", options.shape)]
    for finding in findings:
        print(finding)
    print(f"{len(findings)} duplicates in {len(files)} files, {sum(map(len, files.values()))} lines of code")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
