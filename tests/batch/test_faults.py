"""A file system that fails, or ends the process, in the middle of a run: the output stays whole, and resume goes on.

`python -m tools.faults` does this at every step, `make delivery` puts it into the docs; here are some of them.
"""

from __future__ import annotations

import shutil
import sys

import pytest
from tools.faults import Step, steps, table

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="needs Linux and a C compiler"
)


@pytest.mark.parametrize(
    ("form", "mode", "first", "every"),
    [
        ("jsonl", "kill", 2, 9),
        ("jsonl", "full", 5, 9),
        ("duckdb", "kill", 4, 17),
        ("duckdb", "fail", 7, 17),
        ("duckdb-new", "fail", 2, 13),
        ("parquet", "kill", 3, 21),
        ("parquet", "full", 8, 21),
    ],
)
def test_a_run_that_is_disturbed_leaves_a_whole_output_and_resume_gives_equal_rows(tmp_path, form, mode, first, every):
    found = list(steps(form, mode, tmp_path, every=every, first=first))
    assert len(found) >= 3
    assert [step for step in found if not step.good] == []
    assert {step.ended for step in found} <= ({"killed"} if mode == "kill" else {"well", "told"})


def test_the_table_counts_what_went_wrong():
    good = Step(1, "write", "told", whole=True, resumed="well", equal=True, left=[])
    bad = Step(2, "rename", "hung", whole=False, resumed="told", equal=False, left=[".a.parts"])
    assert (good.good, bad.good) == (True, False)
    assert (
        table({("jsonl", "fail"): [good, bad]}).splitlines()[-1] == "| jsonl | fail | 2 | 0 | 1 | 0 | 1 | 1 | 1 | 1 |"
    )
