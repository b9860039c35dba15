"""Folders of small reports, and runs in a process of their own that can be killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from fupin_nlp.batch import deadline as deadline_module
from tests.support.signals import stopped_by_interrupt

REPORTS = 33  # three chunks of a run in one process
PROGRAM = [sys.executable, "-m", "fupin_nlp"]


def report_of(number: int, version: int = 1) -> str:
    """A report with a handful of records, different for each number."""
    lines = [
        f"第{number}县2019年工作报告",
        f"2019年，全县发放小额贷款{200 + number * version}.5万元，惠及农户{1000 + number}户。",
        f"硬化村组道路{number + 3}公里，新修便民桥{number % 7 + 2}座，资助贫困学生{150 + number}人次。",
        f"力争2020年新增贷款{300 + number}万元，贫困发生率降至{number % 5 + 0.5}%以下。",
    ]
    return "\n".join([*lines, *(lines[1:] * (number % 4))]) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports in three encodings, and three files that cannot be read."""
    folder = tmp_path / "reports"
    for number in range(REPORTS):
        file = folder / f"{number % 3}" / f"report_{number:03d}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(report_of(number).encode(("utf-8", "gb18030", "utf-16")[number % 3]))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "blank.html").write_text("  \n ", encoding="utf-8")
    return folder


class Clock:
    """A clock that stands still until a test moves it: how busy the machine is does not matter."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    """The clock by which deadlines are told."""
    clock = Clock()
    monkeypatch.setattr(deadline_module, "time", SimpleNamespace(monotonic=clock, sleep=time.sleep))
    return clock


@pytest.fixture
def start() -> Callable[..., subprocess.Popen[bytes]]:
    """Start ``fupin`` in a process group of its own."""

    def started(*arguments: object) -> subprocess.Popen[bytes]:
        command = [*PROGRAM, *(str(a) for a in arguments)]
        with stopped_by_interrupt():
            return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)

    return started
