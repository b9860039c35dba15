"""The open cases beside the checkout, run by their own script: no group of kinds gets worse."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.places import ROOT, evaluation_folder

FLOORS = ROOT / "tests" / "quality" / "open_cases.toml"


@pytest.fixture(scope="module")
def runner() -> ModuleType:
    """Return the script that runs the cases; skips where there are none."""
    path = evaluation_folder() / "cases" / "run_cases.py"
    if not path.is_file():
        pytest.skip(f"needs the open cases: no {path.name} in {path.parent} (set FUPIN_EVAL_DIR)")
    spec = importlib.util.spec_from_file_location("run_cases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def floors() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def cases() -> list[dict[str, Any]]:
    path = evaluation_folder() / "cases" / "open.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def is_right(runner: ModuleType, case: dict[str, Any], folder: Path) -> bool:
    try:
        return not runner.check(case, folder)
    except Exception:  # a crash of one case is the case's verdict
        return False


def test_every_kind_of_case_has_a_group(runner: ModuleType) -> None:
    grouped = Counter(kind for group in floors().values() for kind in group["kinds"])
    assert {kind for kind, times in grouped.items() if times > 1} == set()
    assert {case["kind"] for case in cases()} - grouped.keys() == set()


@pytest.mark.parametrize("group", sorted(floors()))
def test_a_group_of_kinds_gets_no_worse(runner: ModuleType, group: str) -> None:
    wanted = floors()[group]
    asked = [case for case in cases() if case["kind"] in wanted["kinds"]]
    wrong = [case["id"] for case in asked if not is_right(runner, case, evaluation_folder() / "cases")]
    right = len(asked) - len(wrong)
    assert right >= wanted["right"], f"{right} of {len(asked)} are right, {wanted['right']} were; wrong: {wrong}"
