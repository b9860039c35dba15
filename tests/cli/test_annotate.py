"""annotate export and import on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("name", ["records.xlsx", "tasks.json", "documents.jsonl"])
def test_a_round_through_each_format_scores_as_its_own_gold(
    fupin: Run, reports: Path, tmp_path: Path, name: str
) -> None:
    predicted, out, gold = tmp_path / "predicted.jsonl", tmp_path / name, tmp_path / "gold.jsonl"
    assert fupin("extract", reports, "-o", predicted).exit_code == 0
    done = fupin("annotate", "export", reports, "-o", out)
    assert (done.exit_code, "records of 4 documents" in done.stderr) == (0, True)
    more = [] if name.endswith(".jsonl") else ["--unreviewed"]
    done = fupin("annotate", "import", out, "-o", gold, *more)
    assert (done.exit_code, "gold records of 4 documents" in done.stderr) == (0, True), done.stderr
    assert "record   F1 1.0000" in fupin("evaluate", predicted, gold).stdout


def test_without_a_file_gold_goes_to_standard_output(fupin: Run, reports: Path, tmp_path: Path) -> None:
    fupin("annotate", "export", reports / "洋县_2019.txt", "-o", tmp_path / "a.xlsx")
    rows = [
        json.loads(line)
        for line in fupin("annotate", "import", tmp_path / "a.xlsx", "--unreviewed").stdout.splitlines()
    ]
    assert [(row["text"], row["role"]) for row in rows[:2]] == [("2036.2万元", ["achieved"]), ("1200户", ["achieved"])]


def test_tasks_that_nobody_submitted_are_named(fupin: Run, reports: Path, tmp_path: Path) -> None:
    fupin("annotate", "export", reports / "洋县_2019.txt", "-o", tmp_path / "a.json")
    done = fupin("annotate", "import", tmp_path / "a.json")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "not reviewed: 洋县_2019.txt" in done.stderr
    assert (tmp_path / "a.config.xml").read_text(encoding="utf-8").startswith("<View>")


def test_gold_is_corrected_further(fupin: Run, reports: Path, tmp_path: Path) -> None:
    source = reports / "洋县_2019.txt"
    fupin("annotate", "export", source, "-o", tmp_path / "a.xlsx")
    fupin("annotate", "import", tmp_path / "a.xlsx", "--unreviewed", "-o", tmp_path / "gold.jsonl")
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").replace('"achieved"', '"case"')
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    fupin("annotate", "export", source, "--gold", tmp_path / "gold.jsonl", "-o", tmp_path / "b.xlsx")
    assert '"case"' in fupin("annotate", "import", tmp_path / "b.xlsx", "--unreviewed").stdout


def test_an_error_is_one_line_with_its_place_and_nothing_is_written(fupin: Run, reports: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    fupin("annotate", "export", reports / "洋县_2019.txt", "-o", path)
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book["records"][1]]
    book["records"].cell(3, names.index("role") + 1).value = "做完了"
    book.save(path)
    done = fupin("annotate", "import", path, "-o", tmp_path / "gold.jsonl")
    assert done.exit_code == 2
    assert "a.xlsx: sheet records, row 3, role: '做完了' is not known; choose of achieved" in done.stderr
    assert not (tmp_path / "gold.jsonl").exists()


def test_evaluate_shows_what_was_taken_for_what(fupin: Run, reports: Path, tmp_path: Path) -> None:
    source = reports / "洋县_2019.txt"
    fupin("extract", source, "-o", tmp_path / "p.jsonl")
    fupin("annotate", "export", source, "-o", tmp_path / "a.xlsx")
    fupin("annotate", "import", tmp_path / "a.xlsx", "--unreviewed", "-o", tmp_path / "gold.jsonl")
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").replace('["target"]', '["standard"]')
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    shown = fupin("evaluate", tmp_path / "p.jsonl", tmp_path / "gold.jsonl", "--confusion").stdout
    assert "role: right" in shown
    assert "kind: right" in shown
    assert "standard" in shown.split("role: right")[1]


@pytest.mark.parametrize("name", ["export", "import"])
def test_help_has_examples(fupin: Run, name: str) -> None:
    shown = fupin("annotate", name, "--help").stdout
    assert f"fupin annotate {name} " in shown.split("Examples:")[1]
