"""Long documents are decided in blocks: the same answers, and memory that grows by what a record is worth."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import fupin_nlp as fp
from fupin_nlp.decide import chooser
from fupin_nlp.report.export import json_line
from fupin_nlp.report.samples import sample_folder
from tests.support.places import ROOT

TEXT = "\n".join(path.read_text(encoding="utf-8") for path in sorted(sample_folder().glob("20*_*.txt"))[:4])
# Peaks of the resident memory in kB, with how many figures were read by then.
PEAKS = """
import re, sys
from pathlib import Path
import fupin_nlp as fp
from bench.memory import figures
def sentence(size):
    return "".join(f"脱贫{n}户，投入资金{n * 3}万元，" for n in range(size // 16))[:size]
for size in (6_000, 60_000):
    count = len(fp.parse(globals()[sys.argv[1]](size), name="text").records)
    print(count, re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
"""


def rows() -> list[str]:
    return [json_line(record) for record in fp.parse(TEXT, name="text").records]


@pytest.mark.parametrize("size", [1, 64])
def test_blocks_of_any_size_give_the_same_records(monkeypatch, size):
    whole = rows()
    assert len(whole) > 2 * 64
    monkeypatch.setattr(chooser, "_BLOCK", size)
    # The name of the module is that of a function, too.
    monkeypatch.setattr(importlib.import_module("fupin_nlp.measures.classify"), "_BLOCK", size)
    assert rows() == whole


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="asks Linux for the peak of memory")
@pytest.mark.parametrize("kind", ["figures", "sentence"])
def test_memory_grows_with_the_figures_by_a_bounded_amount(kind):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(fp.__file__).parents[1]), str(ROOT)])}
    command = [sys.executable, "-c", PEAKS, kind]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    (few, low), (many, high) = [map(int, line.split()) for line in done.stdout.splitlines()]
    assert many - few > 4000
    # Measured: 7 kB a figure; 17 where the texts around all figures were scanned at once, 24 where each figure of one
    # endless sentence held all words behind it.
    assert (high - low) / (many - few) < 11, (low, high, few, many)
