"""Build hook: with ``FUPIN_COMPILE=1`` a wheel carries its hot modules compiled by mypyc, beside their sources.

Without that variable nothing happens: the wheel, the sdist and an editable installation are pure Python, and nobody
needs a C compiler. The sources are copied and compiled in a folder of their own, so that no library ever lies beside
the sources of a checkout, and what is compiled is what the wheel holds.

    FUPIN_COMPILE=1 pip wheel --no-deps .      # or: make compiled
    FUPIN_COMPILE_LEVEL=2                      # the -O of the C compiler, 1 unless told

A compiled module has the name and the source of the pure one; Python takes the library that lies beside the source.
Run as a program (``python hatch_build.py FOLDER``) this file compiles FOLDER/fupin_nlp in place; the hook does that in
a process of its own, for mypyc and setuptools work in the current folder and leave settings behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "fupin_nlp"
NEEDS = ["mypy>=2.4", "setuptools>=65.5"]  # mypyc comes with mypy

# The stages that every document goes through.
COMPILED = ("lexicon", "clean", "segment", "extract", "measures", "scope", "interpret")

# What stays Python of these packages, and why. All other packages are pure: `model` because its frozen dataclasses are
# what users get, copy and pickle; what lies above `interpret` because little of it runs for every document.
PURE = {
    "**/__init__.py": "only names what the modules hold",
    # What users call has its signature and its help, and takes what behaves like what it asks for.
    "*/stage.py": "what users call",
    "clean/pipeline.py": "what users call, and runs once for each document",
    "clean/patch.py": "what users call",
    "extract/errors.py": "what users catch",
    "extract/numerals.py": "what users call; what it reads is kept",
    "lexicon/additions.py": "it wraps functions, which compiled ones do not let be done to them",
    "segment/tags.py": "what users call",
    "segment/tokens.py": "what users call; cutting is done by the engine",
    # What users hold is copied, pickled, changed by `replace` and compared as dataclasses are.
    "clean/options.py": "what users hold",
    "measures/context.py": "what users hold",
    "measures/taxonomy.py": "what users hold",
    "interpret/metadata.py": "runs once for each document",
    "interpret/report_meta.py": "what users hold",
    "interpret/evidence.py": "what users hold",
    "interpret/period/dates.py": "what users hold (PartialDate)",
    "measures/estimator.py": "scikit-learn clones estimators in ways that a compiled class does not go along with",
    "clean/explanation.py": "runs when a person asks",
}


def compiled_sources(package: Path) -> list[Path]:
    """Return the sources below the folder of the package that are compiled, in a fixed order."""
    pure = set()
    for pattern in PURE:
        named = set(package.glob(pattern))
        if not named:
            raise SystemExit(f"hatch_build.py keeps {pattern} as Python, but there is no such module")
        pure |= named
    return [path for name in COMPILED for path in sorted((package / name).rglob("*.py")) if path not in pure]


class CompiledWheel(BuildHookInterface):  # type: ignore[type-arg]  # hatchling gives the argument no default
    """Compile, and give the libraries to the wheel."""

    PLUGIN_NAME = "custom"

    @property
    def wanted(self) -> bool:
        """Whether compiled modules were asked for."""
        return os.environ.get("FUPIN_COMPILE", "0") not in ("", "0")

    def dependencies(self) -> list[str]:
        """Ask for mypyc where it is used."""
        return NEEDS if self.wanted else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Put the libraries into the wheel, and the platform into its name."""
        if not self.wanted or version == "editable":
            return
        self.made = tempfile.TemporaryDirectory(prefix="fupin-compile-")  # until the hook goes
        folder = Path(self.made.name)
        left_out = shutil.ignore_patterns("__pycache__", "*.so", "*.pyd")
        shutil.copytree(Path(self.root, "src", PACKAGE), folder / PACKAGE, ignore=left_out)
        if subprocess.run([sys.executable, __file__, str(folder)], check=False).returncode:
            raise SystemExit(
                "fupin-nlp was to be compiled (FUPIN_COMPILE is set) and was not, see above; this takes a C compiler, "
                f"the headers of Python and {', '.join(NEEDS)}. Without FUPIN_COMPILE the wheel is pure "
                "Python and needs none of them."
            )
        for path in sorted([*folder.glob("*"), *folder.glob(f"{PACKAGE}/**/*")]):
            if path.suffix in (".so", ".pyd"):
                build_data["force_include"][str(path)] = str(path.relative_to(folder))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def compile_folder(folder: Path, level: str) -> None:
    """Compile the sources in ``folder``; the libraries come to lie beside them."""
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    os.chdir(folder)
    sources = [str(path) for path in compiled_sources(Path(PACKAGE))]
    # Not with the settings of the checkout: its types are judged by `make types`, with all packages at hand.
    flags = ["--config-file=", "--ignore-missing-imports", "--cache-dir=mypy-cache"]
    extensions = mypycify(
        [*flags, *sources],
        opt_level=level,
        debug_level="0",
        multi_file=True,  # one C file for each module, so that several are compiled at once
        group_name=PACKAGE,
        target_dir="c",
    )
    for extension in extensions:
        extension.extra_compile_args.append("-Wno-error")  # a newer compiler may warn of what this one does not

    class BuildAtOnce(build_ext):  # type: ignore[misc]  # setuptools ships no types
        def build_extensions(self) -> None:
            self.compiler.compile = _at_once(self.compiler.compile)
            super().build_extensions()

    command = BuildAtOnce(Distribution({"name": PACKAGE, "ext_modules": extensions}))
    command.inplace = True
    command.build_temp = "objects"
    command.ensure_finalized()
    command.run()


def _at_once(compile_all: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Compile as many files at once as there are processors; nearly all files belong to one library."""

    def compile_each(sources: list[str], *arguments: Any, **settings: Any) -> list[str]:
        first = compile_all(sources[:1], *arguments, **settings)  # it makes the folders
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rest = pool.map(lambda source: compile_all([source], *arguments, **settings), sources[1:])
            return [*first, *(made for part in rest for made in part)]

    return compile_each


if __name__ == "__main__":
    compile_folder(Path(sys.argv[1]).resolve(), os.environ.get("FUPIN_COMPILE_LEVEL", "1"))
