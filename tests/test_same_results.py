"""The tool that compares the two forms of the library finds what differs, and accepts no other proof than that."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tools.same_results import differences

from tests.support.places import ROOT

SOURCES = ROOT / "src"
REPORT = "2020年，全县发放小额贷款2036.2万元，新建村组道路12公里。"


def compare(site, *arguments):
    command = [sys.executable, str(ROOT / "tools" / "same_results.py"), str(site), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_lines_that_differ_are_shown_and_missing_ones_count():
    assert differences(["a", "b"], ["a", "b"]) == []
    assert differences(["a", "b1"], ["a", "b2"]) == ["line 2: b1\n  pure     'b1'\n  compiled 'b2'"]
    assert len(differences(["a", "b", "c"], ["a"])) == 2
    assert len(differences(["a"], ["a", "b"])) == 1


def test_sources_are_not_taken_for_the_compiled_form(tmp_path):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    done = compare(SOURCES, tmp_path)
    assert done.returncode == 1
    assert "not in compiled form" in done.stderr


def test_another_result_fails_and_the_same_passes(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "a.txt").write_text(REPORT, encoding="utf-8")
    same = compare(SOURCES, documents, "--any-form")
    assert (same.returncode, same.stdout.splitlines()[-1].split(", ")[::2]) == (0, ["1 documents", "0 differences"])
    site = tmp_path / "site"
    shutil.copytree(SOURCES / "fupin_nlp", site / "fupin_nlp", ignore=shutil.ignore_patterns("__pycache__"))
    changed = site / "fupin_nlp" / "data" / "measures.toml"
    changed.write_text(changed.read_text(encoding="utf-8").replace("金融扶贫", "贷款业务"), encoding="utf-8")
    other = compare(site, documents, "--any-form")
    assert other.returncode == 1
    assert "贷款业务" in other.stdout
    assert not other.stdout.splitlines()[-1].endswith(" 0 differences")


def test_nothing_read_is_no_proof(tmp_path):
    done = compare(SOURCES, tmp_path, "--any-form")
    assert done.returncode == 1
    assert "0 documents" in done.stdout
