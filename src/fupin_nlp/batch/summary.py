"""What a run did."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fupin_nlp.batch.fingerprint import Fingerprint
from fupin_nlp.model.safe import table_html
from fupin_nlp.report import Failure

__all__ = ["Run"]

_DETAIL = re.compile(r"[\d,.]*\d")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did, and with what.

    Attributes
    ----------
    documents : int
        Documents that were asked for; each is among the reports or the failures.
    unchanged : int
        Those that an earlier run had done already.
    records : int
        Records of all documents together.
    failures : tuple of Failure
        The documents that gave none, in the order of `doc`.
    fingerprint : Fingerprint
        Version, engines, data and options.
    output : Path or None
        Where the result lies.
    notes : tuple of str
        What the format of the output could not hold, and how it is shown there.

    Examples
    --------
    >>> from fupin_nlp.batch.fingerprint import fingerprint
    >>> from fupin_nlp.report import ReportOptions
    >>> done = Run(3, 0, 12, (Failure("a.pdf", "read", "page 3 of 7"),), fingerprint(ReportOptions()), None)
    >>> done.reasons()
    {'read: page … of …': 1}
    """

    documents: int
    unchanged: int
    records: int
    failures: tuple[Failure, ...]
    fingerprint: Fingerprint
    output: Path | None
    notes: tuple[str, ...] = ()

    def reasons(self) -> dict[str, int]:
        """Return how many documents failed for each reason, the most frequent first; numbers in it are left out."""
        counts = Counter(f"{f.stage}: {_DETAIL.sub('…', f.reason)}" for f in self.failures)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _repr_html_(self) -> str:
        done = self.documents - len(self.failures)
        known: list[tuple[str, object]] = [
            ("文件 / documents", self.documents),
            ("记录 / records", self.records),
            ("结果 / output", self.output),
        ]
        known += [("未变 / unchanged", self.unchanged)] if self.unchanged else []
        known += [("失败 / failed", f"{count}: {reason}") for reason, count in self.reasons().items()]
        return table_html([], known, caption=f"Run: {self.records:,} records of {done:,} documents")

    def row(self) -> dict[str, Any]:
        """Return the row of the table ``runs``, but for its number."""
        made = self.fingerprint
        return {
            "version": made.version,
            "python": made.python,
            "compiled": made.compiled,
            "tokenizer": made.tokenizer,
            "opencc": made.opencc,
            "data": made.data,
            "options": made.options,
            "documents": self.documents,
            "unchanged": self.unchanged,
            "failed": len(self.failures),
            "records": self.records,
        }

    def to_json(self, table: Mapping[str, Any]) -> str:
        """Return the run as JSON, with its failures and what is known of its table, for the file beside that."""
        row: Mapping[str, Any] = {
            **self.row(),
            "options": json.loads(self.fingerprint.options),
            "table": dict(table),
            "notes": list(self.notes),
            "failures": [{"doc": f.doc, "stage": f.stage, "reason": f.reason} for f in self.failures],
        }
        return json.dumps(row, ensure_ascii=False, indent=2) + "\n"
