"""What the confidence of records is worth: precision by coverage, and calibration.

A record carries ``confidence``, the estimated probability that its role, measure and entity are right. Where it is
missing there is nothing to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fupin_nlp.report.evaluate import RECORD_FIELDS, right_fields
from fupin_nlp.report.goldset import GoldDocument
from fupin_nlp.report.matching import pair, same_quantity

COVERAGES = (0.5, 0.7, 0.8, 0.9, 1.0)
DECIDED = ("role", "measure", "entity")
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A predicted record that gold says something about.

    `complete`: a found record, right in bound, role, measure and entity; a record that fits no gold is not.
    `decided`: role, measure and entity are right; None where number or unit are wrong or nothing fits, for
    confidence does not speak of those.
    """

    confidence: float
    complete: bool
    decided: bool | None


def judge(predicted: Sequence[Mapping[str, Any]], document: GoldDocument) -> list[Judged]:
    """Judge the records of one document; those without confidence and those that fit optional gold are left out."""
    pairs, extra = pair([row for row in predicted if row.get("confidence") is not None], document.rows)
    judged = [Judged(row["confidence"], complete=False, decided=None) for row in extra]
    for gold, given in pairs:
        if given is None or gold.get("optional"):
            continue
        if not same_quantity(given, gold):
            judged.append(Judged(given["confidence"], complete=False, decided=None))
            continue
        right = right_fields(given, gold)
        complete = all(right.get(field, True) for field in RECORD_FIELDS)
        judged.append(Judged(given["confidence"], complete, all(right.get(field, True) for field in DECIDED)))
    return judged


def precision_by_coverage(judged: Iterable[Judged]) -> dict[float, float]:
    """Return share of all records → share of complete ones among the surest of them.

    Records of equal confidence are not told apart: their part in the surest ones is right as often as all of them.
    """
    tied: dict[float, list[bool]] = {}
    for record in judged:
        tied.setdefault(record.confidence, []).append(record.complete)
    count = sum(map(len, tied.values()))
    precision = {}
    for coverage in COVERAGES if count else ():
        wanted, taken, right = coverage * count, 0.0, 0.0
        for confidence in sorted(tied, reverse=True):
            here = min(len(tied[confidence]), wanted - taken)
            right += here * sum(tied[confidence]) / len(tied[confidence])
            taken += here
        precision[coverage] = right / wanted
    return precision


def expected_error(judged: Iterable[Judged]) -> float | None:
    """Return the expected calibration error: the mean distance of confidence and precision in ten equal bins.

    None if no record has both a confidence and an answer.
    """
    bins: dict[int, list[tuple[float, bool]]] = {}
    for record in judged:
        if record.decided is not None:
            place = min(int(record.confidence * BINS), BINS - 1)
            bins.setdefault(place, []).append((record.confidence, record.decided))
    count = sum(map(len, bins.values()))
    if not count:
        return None
    apart = (abs(sum(c for c, _ in rows) - sum(right for _, right in rows)) for rows in bins.values())
    return sum(apart) / count
