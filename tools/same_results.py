"""Show that the compiled form of the library gives what its sources give, byte for byte.

usage: same_results.py SITE [PATH...] [--sources FOLDER] [--any-form]

SITE is a folder that a compiled wheel was installed into. Both forms read all documents under the paths, each in a
process of its own: `corpus/`, and the real reports where FUPIN_EVAL_DIR, or a folder `shared` beside the checkout, has
them. Compared are raw and cleaned text, body, edits, damage, sections, sentences, quantities, the data of the report,
and every field of every record with its evidence; errors count with class and message. The program ends with 1, and
shows the first differences, where anything differs, where nothing was read, or where a module that has a library beside
it did not come from there (`--any-form` lets that pass; it is for the tests of this tool).
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from itertools import zip_longest
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 5  # differences
AROUND = 80  # characters before and behind the first one that differs


def results_of(path: Path) -> Iterator[tuple[str, Any]]:
    """Give everything that is compared of a document, by name."""
    import fupin_nlp
    from fupin_nlp.extract import extract

    try:
        report = fupin_nlp.read(path)
    except fupin_nlp.FupinError as error:
        yield "error", f"{type(error).__name__}: {error}"
        return
    yield "raw", report.raw.text
    clean, document = report.clean, report.document
    yield "clean", clean.text
    for name, parts in (
        ("body", clean.body),
        ("edits", clean.edits),
        ("damage", report.damage),
        ("sections", document.sections),
        ("sentences", document.sentences),
        ("quantities", extract(document)),
        ("meta", [report.meta]),
        ("findings", report.findings),
    ):
        yield name, [repr(part) for part in parts]
    for record in report.records:
        yield record.id, {**record.to_dict(), "evidence": dict(record.evidence)}


def tell(paths: list[Path], out: Path) -> None:
    """Write the results of all documents, one of them a line, in the form of the library that is imported here."""
    from fupin_nlp.ingest import find_sources

    with out.open("w", encoding="utf-8", errors="surrogatepass") as lines:
        for folder in paths:
            for source in find_sources([folder]):
                if source.path is None or source.skipped:
                    continue
                for name, result in results_of(source.path):
                    lines.write(json.dumps([str(source.path), name, result], ensure_ascii=False, default=str) + "\n")


def not_compiled() -> list[str]:
    """Return the modules that have a library beside them and did not come from there; all names if there is none."""
    import fupin_nlp

    home = Path(fupin_nlp.__file__).parent
    libraries = [path for suffix in EXTENSION_SUFFIXES[:1] for path in sorted(home.rglob(f"*{suffix}"))]
    wrong = [] if libraries and fupin_nlp.compiled() else ["fupin_nlp"]
    for path in libraries:
        name = ".".join(("fupin_nlp", *path.relative_to(home).parent.parts, path.name.split(".")[0]))
        if importlib.import_module(name).__file__ != str(path):
            wrong.append(name)
    return wrong


def differences(pure: list[str], compiled: list[str]) -> list[str]:
    """Describe where the two results differ, line by line; empty if they do not."""
    told = []
    for number, (one, other) in enumerate(zip_longest(pure, compiled, fillvalue=""), 1):
        if one == other:
            continue
        first = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
        around = slice(max(0, first - AROUND), first + AROUND)
        head = f"line {number}: {(one or other)[:AROUND]}"
        told.append(f"{head}\n  pure     {one[around]!r}\n  compiled {other[around]!r}")
    return told


def read_with(folder: Path, paths: list[Path], out: Path, *, compiled: bool) -> subprocess.Popen[bytes]:
    """Start the process that reads with the library in the folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "random"}
    command = [sys.executable, str(Path(__file__)), "--tell", str(out), *(["--compiled"] if compiled else [])]
    return subprocess.Popen([*command, str(folder), *map(str, paths)], env=environment, cwd=out.parent)


def default_paths() -> list[Path]:
    """Return the folders of documents that are at hand."""
    shared = Path(os.environ.get("FUPIN_EVAL_DIR") or ROOT.parent / "shared")
    return [path for path in (ROOT / "corpus", shared / "reports", shared / "gold" / "texts") if path.is_dir()]


def compare(sources: Path, site: Path, paths: list[Path], *, any_form: bool) -> int:
    """Read with both forms, tell what differs, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        outs = [Path(folder, name) for name in ("pure", "compiled")]
        runs = [
            read_with(sources, paths, outs[0], compiled=False),
            read_with(site, paths, outs[1], compiled=not any_form),
        ]
        if [code for run in runs if (code := run.wait())]:
            print("one of the forms did not come to its end, see above", file=sys.stderr)
            return 1
        pure, compiled = (out.read_text(encoding="utf-8", errors="surrogatepass").split("\n") for out in outs)
    told = differences(pure, compiled)
    for difference in told[:SHOWN]:
        print(difference)
    documents = {json.loads(line)[0] for line in pure if line}
    print(f"{len(documents)} documents, {len(pure) - 1} results, {len(told)} differences")
    return 1 if told or not documents else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the results of the compiled form with those of the sources.")
    parser.add_argument("site", type=Path)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--sources", type=Path, default=ROOT / "src")
    parser.add_argument("--any-form", action="store_true")
    parser.add_argument("--tell", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--compiled", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    paths = [path.resolve() for path in options.paths or default_paths()]
    if options.tell is None:
        return compare(options.sources.resolve(), options.site.resolve(), paths, any_form=options.any_form)
    if options.compiled and (wrong := not_compiled()):
        print(f"not in compiled form in {options.site}: {', '.join(wrong)}", file=sys.stderr)
        return 1
    tell(paths, options.tell)
    return 0


if __name__ == "__main__":
    sys.exit(main())
