"""What holds for the project as a whole: its data files, its documentation, its imports, its rules for tests."""

from __future__ import annotations

import importlib
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools.readme_excerpt import BEGIN, END

import fupin_nlp
from fupin_nlp.lexicon import loader
from fupin_nlp.model.record import FIELDS
from tests.support.cases import ORIGINS, read_cases
from tests.support.places import ROOT, repository_files, why_no_evaluation_data

STAGES = sorted(module.name for module in pkgutil.iter_modules(fupin_nlp.__path__, "fupin_nlp.") if module.ispkg)
MODULES = sorted(module.name for module in pkgutil.walk_packages(fupin_nlp.__path__, "fupin_nlp."))
HEAVY = (
    "pandas",
    "numpy",
    "sklearn",
    "scipy",
    "ahocorasick_rs",
    "jieba",
    "rjieba",
    "opencc",
    "opencc_pyo3",
    "altair",
    "click",
    "tqdm",
)
SUFFIXES = {".py", ".md", ".toml", ".tsv", ".jsonl", ".txt", ".ipynb", ".js", ".css", ".html", ".json", ".csv", ""}


def run(command, folder=ROOT, **variables):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **variables}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)


def python(code, *flags):
    return run([sys.executable, *flags, "-c", code])


def text_files():
    return [path for path in repository_files() if path.suffix in SUFFIXES]


def test_import_is_silent_and_light():
    code = f"import fupin_nlp, sys; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = python(code, "-W", "error")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_imports_without_warnings_and_late(name):
    late = {"sklearn", "scipy", "jieba", "rjieba", "opencc", "opencc_pyo3", "altair"}
    if name == "fupin_nlp.clustering":
        late -= {"sklearn", "scipy"}  # its estimators derive from those of scikit-learn
    done = python(f"import {name}, sys; print(sorted({late!r} & set(sys.modules)))", "-W", "error")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")


def test_layers_import_in_one_direction():
    done = run([str(Path(sys.executable).with_name("lint-imports")), "--no-cache"])
    assert done.returncode == 0, done.stdout


def public_names():
    for module_name in ("fupin_nlp", *STAGES):
        module = importlib.import_module(module_name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            if (inspect.isclass(value) or inspect.isfunction(value)) and not is_only_for_type_checkers(value):
                yield f"{module_name}.{name}", value


def is_only_for_type_checkers(value):
    """Return whether the name only exists for type checkers, such as a protocol or a typed dict."""
    return getattr(value, "_is_protocol", False) or hasattr(value, "__total__")


def own_docstring(value):
    """Return the docstring less the signature that a dataclass without one gets."""
    text = inspect.getdoc(value) or ""
    return "" if text.startswith(f"{value.__name__}(") else text


def test_every_public_name_is_documented():
    assert [name for name, value in public_names() if not own_docstring(value)] == []


def test_every_function_and_every_name_at_the_top_has_an_example():
    bare = []
    for name, value in public_names():
        members = [member for _, member in inspect.getmembers(value)] if inspect.isclass(value) else []
        is_shown = any(">>>" in (inspect.getdoc(part) or "") for part in (value, *members))
        if not is_shown and (inspect.isfunction(value) or name.count(".") == 1):
            bare.append(name)
    assert bare == []


@pytest.mark.parametrize("name", loader.data_files())
def test_every_data_file_loads_and_is_used(name):
    if name.endswith(".toml"):
        keys = tomllib.loads((ROOT / "src/fupin_nlp/data" / name).read_text(encoding="utf-8"))
        assert loader.load_toml(name, {key: bool for key in keys if key != "meta"})
    else:
        content = loader._bytes(name)
        lines = (loader.lzma.decompress(content) if name.endswith(".xz") else content).decode("utf-8").split("\n")
        columns = next(line for line in lines if line and not line.startswith("#")).split("\t")
        assert loader.load_tsv(name, columns).rows
    sources = (path for path in (ROOT / "src").rglob("*.py"))
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in sources), "no module names it"


def test_no_file_tells_where_this_machine_keeps_things():
    home = re.compile(r"(?<![\w.])/(?:work|root|home|Users|opt|mnt)/\w[\w.-]*|[A-Z]:\\\\?Users")
    found = []
    for path in text_files():
        if path.name != "test_project.py":
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
            found += [
                f"{path.relative_to(ROOT)}:{n}: {m[0]}" for n, line in enumerate(lines, 1) for m in home.finditer(line)
            ]
    assert found == []


def test_modules_stay_small():
    lengths = {path: len(path.read_text(encoding="utf-8").split("\n")) for path in (ROOT / "src").rglob("*.py")}
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 450} == {}


@pytest.mark.parametrize("page", ["docs/record.md", "docs/zh/record.md"])
def test_every_field_of_the_record_is_explained(page):
    rows = [line for line in (ROOT / page).read_text(encoding="utf-8").split("\n") if line.startswith("| `")]
    explained = {name for line in rows for name in re.findall(r"`(\w+)`", line.split("|")[1])}
    assert set(FIELDS) - explained == set()


def test_every_dependency_is_explained():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [name for names in project["optional-dependencies"].values() for name in names]
    wanted = {re.match(r"[\w.-]+", name)[0] for name in [*project["dependencies"], *extras]} - {project["name"]}
    page = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    assert {name for name in wanted if name not in page} == set()


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_shows_what_the_demonstration_prints(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = text.partition(BEGIN)[2].partition(END)[0].strip().strip("`").strip()
    assert "比较 / achievements" in shown, "run tools/readme_excerpt.py"
    assert "成果 / achievements" in shown


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_python_of_the_readme_runs(page, monkeypatch, tmp_path):
    for folder in ("corpus", "reports"):
        shutil.copytree(ROOT / "corpus", tmp_path / folder)
    monkeypatch.chdir(tmp_path)  # it writes a store
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        names = {}
        exec(compile(block, page, "exec"), names)  # the code is our own
        assert len(names["frame"]) > 500


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    cited = dict(re.findall(r"^(version|date-released): (.+)$", citation, re.MULTILINE))
    assert fupin_nlp.__version__ == project["version"] == newest[1] == cited["version"]
    assert cited["date-released"] == newest[2]
    for page in ("docs/how-to/cite.md", "docs/zh/how-to/cite.md"):
        assert f"(version {newest[1]})" in (ROOT / page).read_text(encoding="utf-8")


def test_cases_have_unique_ids_and_sources():
    topics = {path.parent.name for origin in ORIGINS for path in (ROOT / "tests/cases").glob(f"*/{origin}.jsonl")}
    assert topics
    for topic in sorted(topics):
        assert read_cases(topic)


@pytest.mark.parametrize(("processes", "ci", "code"), [("0", "true", 1), ("2", "true", 1), ("0", "", 0)])
def test_a_skip_fails_a_run_in_ci_and_passes_elsewhere(tmp_path, processes, ci, code):
    (tmp_path / "conftest.py").write_text((ROOT / "tests/conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    test = "import pytest\n\ndef test_a():\n    pytest.skip('needs a thing')\n\ndef test_b():\n    pass\n"
    (tmp_path / "test_skip.py").write_text(test, encoding="utf-8")
    options = ["-q", "-p", "no:cacheprovider", "--numprocesses", processes]
    command = [sys.executable, "-m", "pytest", *options, str(tmp_path / "test_skip.py")]
    done = run(command, tmp_path, CI=ci)
    assert done.returncode == code, done.stdout
    assert ("needs a thing" in done.stdout) is (ci == "true")


RUN = re.compile(r"[\u4e00-\u9fff0-9.%，、]{26,}")
LONGEST_SHARED = 26


def runs(text):
    """Return every stretch of LONGEST_SHARED characters of running Chinese text."""
    for run in RUN.findall(text):
        for i in range(len(run) - LONGEST_SHARED + 1):
            yield run[i : i + LONGEST_SHARED]


def test_no_sentence_of_the_real_reports_is_in_the_repository(eval_dir):
    from fupin_nlp.ingest import read_file

    reports = [p for folder in ("reports", "gold/texts") for p in (eval_dir / folder).rglob("*") if p.is_file()]
    assert reports, why_no_evaluation_data()
    known = {stretch for path in reports for stretch in runs(read_file(path).text)}
    shared = {}
    for path in text_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        found = next((stretch for stretch in runs(text) if stretch in known), None)
        if found:
            shared[str(path.relative_to(ROOT))] = found
    assert shared == {}
