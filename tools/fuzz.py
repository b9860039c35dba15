"""Documents that nobody would write, for a bounded time, from bytes to files.

usage: python -m tools.fuzz [--seconds 60] [--seed 0] [--keep]

Draws documents (tests/support/fuzzing.py), takes each through the whole path and checks what the library promises of
every document. The same seed draws the same documents; the time only says how many. Of each fault the smallest document
that shows it is told, and with `--keep` put into tests/cases/fuzz/synthetic.jsonl, where it is a test from then on.
The exit status is 1 if there was a fault.
"""

from __future__ import annotations

import argparse
import base64
import faulthandler
import hashlib
import json
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.support.fuzzing import Document, documents
from tests.support.promises import Checker
from tests.support.timing import HANGS

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tests" / "cases" / "fuzz" / "synthetic.jsonl"


Check = Callable[[Document], object]


class Fault(NamedTuple):
    """A broken promise: what was raised, where, and the smallest document that shows it."""

    what: str
    document: Document


class Fuzzer:
    """Draws and checks documents until the time is over.

    Parameters
    ----------
    seconds : float
        For how long; making a document small counts too.
    first : int
        Seed of the first round; the next rounds have the next ones.
    of_round : int
        Documents of one seed.
    """

    def __init__(self, seconds: float, first: int, of_round: int = 200) -> None:
        self.until = time.monotonic() + seconds
        self.next = first
        self.documents = 0
        self.faults: dict[str, Fault] = {}
        self._settings = settings(
            max_examples=of_round,
            database=None,
            deadline=None,
            derandomize=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )

    def run(self, check: Check) -> None:
        """Draw rounds of documents until the time is over."""
        while time.monotonic() < self.until:
            self.round(check)
            print(f"{self.documents:,} documents, {len(self.faults)} faults", file=sys.stderr, flush=True)
        faulthandler.cancel_dump_traceback_later()

    def round(self, check: Check) -> None:
        """Draw and check the documents of one seed."""
        known = frozenset(self.faults)  # found in an earlier round, and made small then

        def case(document: Document) -> None:
            if time.monotonic() > self.until:
                return
            self.documents += 1
            faulthandler.dump_traceback_later(HANGS, exit=True)  # a document without end would be one for ever
            try:
                check(document)
            except Exception as error:
                place = _place(error)
                if place not in known:
                    self._note(place, error, document)
                    raise

        try:
            seed(self.next)(self._settings(given(documents())(case)))()
        except Exception:
            # A fault was written down where it happened; what hypothesis raises in the end says no more, and out of
            # time it says that the fault does not come again. All else is a mistake of the fuzzer.
            if self.faults.keys() == known:
                raise
        self.next += 1

    def _note(self, place: str, error: Exception, document: Document) -> None:
        held = self.faults.get(place)
        if held is None or len(document.data) < len(held.document.data):
            told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
            self.faults[place] = Fault(f"{told} ({place})", document)


def _place(error: Exception) -> str:
    """Return where an error was raised: two faults with one place are taken for one."""
    while error.__cause__ is not None and isinstance(error.__cause__, Exception):
        error = error.__cause__
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{PurePath(frame.filename).name}:{frame.lineno}"


def keep(faults: list[Fault], path: Path = KEPT) -> None:
    """Add the documents of faults to the cases."""
    with path.open("a", encoding="utf-8") as file:
        for fault in faults:
            row = {
                "id": hashlib.sha256(fault.document.data).hexdigest()[:12],
                "source": "drawn by tools/fuzz.py",
                "name": fault.document.name,
                "form": fault.document.form,
                "data": base64.b64encode(fault.document.data).decode(),
                "fault": fault.what,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    with Checker() as checker:
        fuzzer = Fuzzer(options.seconds, options.seed)
        fuzzer.run(checker.check)
        print(
            f"{fuzzer.documents:,} documents in {options.seconds:g} s, seeds {options.seed} to "
            f"{fuzzer.next - 1}: {checker.read:,} read, with {checker.records:,} records, "
            f"{checker.refused:,} refused; {len(fuzzer.faults)} faults"
        )
    faults = list(fuzzer.faults.values())
    for fault in faults:
        print(f"{fault.what}\n  {fault.document.name}: {fault.document.data[:300]!r}")
    if options.keep and faults:
        keep(faults)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
