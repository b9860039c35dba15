"""What every test may ask for, and the rule that nothing is skipped in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import fupin_nlp
from tests.support.places import evaluation_folder, why_no_evaluation_data

# The same examples in every run: a change must not fail because of the luck of a draw, nor of how busy the machine is.
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


def pytest_configure() -> None:
    """Refuse to run where FUPIN_FORM names a form of the library that is not the one that Python loads."""
    wanted, found = os.environ.get("FUPIN_FORM"), "compiled" if fupin_nlp.compiled() else "pure"
    if wanted not in (None, found):
        raise pytest.UsageError(f"FUPIN_FORM is {wanted}, but the {found} form is loaded from {fupin_nlp.__file__}")


@pytest.fixture(scope="session")
def eval_dir() -> Path:
    """Return the folder of real reports and gold records; skips with the reason where it is absent."""
    reason = why_no_evaluation_data()
    if reason is not None:
        pytest.skip(reason)
    return evaluation_folder()


def _skipped(config: pytest.Config) -> Iterator[tuple[str, str]]:
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    for report in reporter.stats.get("skipped", ()) if reporter else ():
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        yield report.nodeid, reason


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when CI skipped a test: there everything that tests need is installed."""
    if os.environ.get("CI") == "true" and session.exitstatus == pytest.ExitCode.OK and any(_skipped(session.config)):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Name the skipped tests that made a CI run fail."""
    skipped = list(_skipped(config))
    if os.environ.get("CI") == "true" and skipped:
        terminalreporter.section("skipped in CI, where nothing may be skipped", red=True)
        for nodeid, reason in skipped:
            terminalreporter.write_line(f"{nodeid}: {reason}")
