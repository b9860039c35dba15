"""Predicted records against gold records: how many were found, which fields are right, what kinds of error are left.

A gold record holds, in each label field, the list of all answers that are right; ``optional`` marks what is neither
asked for nor punished. Both sides are plain mappings, as they stand in the JSON Lines files.

*found*
    the span fits the gold span (they share at least half of their union, or both ends lie within two characters)
    and value, value_max and unit agree;
*record*
    found, and bound, role, measure and entity are right.

Bound, role and measure must be equal to one of the accepted answers. Entity, action, period and region are phrases
and match softly, see `same_phrase`. Fields that only some gold files hold (kind, indicator, period_start …) are
compared where gold holds them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from fupin_nlp.errors import FupinError, ReadError

__all__ = ["Evaluation", "Problem", "compare_rows", "evaluate", "read_rows", "same_phrase"]

Row: TypeAlias = Mapping[str, Any]

EXACT_FIELDS = ("bound", "role", "measure")
PHRASE_FIELDS = ("entity", "action", "period", "region")
RECORD_FIELDS = ("bound", "role", "measure", "entity")
EXTRA_FIELDS = ("kind", "dimension", "per", "base", "indicator", "period_start", "period_end", "region_code", "certain")

# Spellings of one unit that gold and the library may choose between.
_UNIT_SPELLINGS = {
    "％": "%",
    "个百分点": "百分点",
    "km": "公里",
    "千米": "公里",
    "平方千米": "平方公里",
    "kW": "千瓦",
    "块": "元",
    "块钱": "元",
    "人民币": "元",
}
_NEAR = 2  # characters by which both ends of a span may differ


@dataclass(frozen=True, slots=True)
class Problem:
    """One difference between prediction and gold.

    Attributes
    ----------
    kind : str
        ``missed``, ``value`` (span fits, number or unit differ), ``extra``, or the name of a field.
    doc : str
        Document; `start` is the place in its raw text.
    text : str
        The quantity as written.
    expected, got : object
        The accepted answers, and the answer; None on the side that has nothing.
    """

    kind: str
    doc: str
    start: int
    text: str
    expected: Any
    got: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Counts of one comparison; the rates are properties.

    Attributes
    ----------
    gold : int
        Gold records that had to be found (optional ones not counted).
    predicted : int
        Predicted records in documents with gold, without those that fit an optional one.
    found, complete : int
        See the module: *found* and *record*.
    missed, wrong_value, extra : int
        Gold without a fitting span; fitting span with another number or unit; predictions that fit no gold.
    right, asked : mapping
        Field → number of found records where it is right, and where gold holds the field.
    confusion : mapping
        Field of `EXACT_FIELDS` → (first accepted answer, given answer) → number of found records.
    problems : tuple of Problem
        Every difference, in the order of documents and text.
    """

    gold: int
    predicted: int
    found: int
    complete: int
    missed: int
    wrong_value: int
    extra: int
    right: Mapping[str, int]
    asked: Mapping[str, int]
    confusion: Mapping[str, Mapping[tuple[str, str], int]]
    problems: tuple[Problem, ...]

    @property
    def precision(self) -> float:
        """Share of the predicted records that are found ones; 0 without predictions."""
        return _ratio(self.found, self.predicted)

    @property
    def recall(self) -> float:
        """Share of the gold records that were found; 0 without gold."""
        return _ratio(self.found, self.gold)

    @property
    def found_f1(self) -> float:
        """Harmonic mean of precision and recall of found quantities."""
        return _ratio(2 * self.found, self.predicted + self.gold)

    @property
    def record_f1(self) -> float:
        """The same for complete records."""
        return _ratio(2 * self.complete, self.predicted + self.gold)

    def accuracy(self, field: str) -> float:
        """Share of the found records in which `field` is right, of those where gold holds it; 0 if there are none."""
        return _ratio(self.right.get(field, 0), self.asked.get(field, 0))

    def rates(self) -> dict[str, float]:
        """Return found F1, record F1 and the accuracy of every field that gold holds, as fractions."""
        fields = {field: self.accuracy(field) for field in self.asked if self.asked[field]}
        return {"found_f1": self.found_f1, "record_f1": self.record_f1, **fields}

    def problems_by_kind(self) -> dict[str, int]:
        """Return the number of problems of each kind, most frequent first, equal ones by name."""
        counts = Counter(problem.kind for problem in self.problems)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read records from a JSON Lines file; empty lines are left out.

    Raises
    ------
    ReadError
        If the file cannot be read or a line is no JSON object; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), f"cannot be read as UTF-8 JSON Lines: {error}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(str(path), f"line {number} is no JSON: {error}") from error
        if not isinstance(row, dict) or not {"doc", "start", "end"} <= set(row):
            raise ReadError(str(path), f"line {number} is no record: it needs at least doc, start and end")
        rows.append(row)
    return rows


def same_phrase(given: object, accepted: Iterable[object]) -> bool:
    """Whether a short phrase says the same as one of the accepted ones.

    Equal; or one contains the other, the shorter having two characters or more and 40 % of the longer; or both end
    in the same character (the head of a Chinese noun phrase), the longer is at most three times as long, and 60 %
    of the shorter's characters occur in the longer. Nothing given is right where nothing (None) is accepted.

    Examples
    --------
    >>> same_phrase("贫困村", ["村", "建档立卡贫困村"]), same_phrase("乡村道路", ["村组道路"])
    (True, True)
    >>> same_phrase("贫困户", ["贫困村"]), same_phrase(None, [None, "结成"])
    (False, True)
    """
    if given is None or given == "":
        return any(answer is None for answer in accepted)
    return any(_alike(str(given), str(answer)) for answer in accepted if answer)


def _alike(one: str, two: str) -> bool:
    if one == two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) < 2:
        return False
    if short in long and len(short) >= 0.4 * len(long):
        return True
    shared = (Counter(short) & Counter(long)).total()
    return short[-1] == long[-1] and len(long) <= 3 * len(short) and shared >= 0.6 * len(short)


def _unit(unit: object) -> str:
    """Return the unit in one spelling; of a compound (微克/立方米) the part before the slash counts."""
    text = str(unit or "").strip()
    head = _UNIT_SPELLINGS.get(text, text).split("/")[0]
    return _UNIT_SPELLINGS.get(head, head)


def _same_number(one: object, two: object) -> bool:
    if one is None or two is None:
        return one is two
    try:
        a, b = float(str(one)), float(str(two))
    except ValueError:
        return False
    return abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _same_quantity(given: Row, gold: Row) -> bool:
    same = _same_number(given.get("value"), gold.get("value"))
    same = same and _same_number(given.get("value_max"), gold.get("value_max"))
    return same and _unit(given.get("unit")) == _unit(gold.get("unit"))


def _fits(given: Row, gold: Row) -> bool:
    shared = min(given["end"], gold["end"]) - max(given["start"], gold["start"])
    if shared <= 0:
        return False
    union = max(given["end"], gold["end"]) - min(given["start"], gold["start"])
    near = all(abs(given[side] - gold[side]) <= _NEAR for side in ("start", "end"))
    return near or 2 * shared >= union


def _pair(given: Sequence[Row], gold: Sequence[Row]) -> tuple[list[tuple[Row, Row | None]], list[Row]]:
    """Give each gold row one fitting prediction, if possible one with the right number; return the rest too."""
    free = dict(enumerate(sorted(given, key=lambda row: (row["start"], row["end"]))))
    pairs: list[tuple[Row, Row | None]] = []
    for wanted in gold:
        fitting = [i for i, row in free.items() if _fits(row, wanted)]
        right = [i for i in fitting if _same_quantity(free[i], wanted)]
        best = next(iter(right or fitting), None)
        pairs.append((wanted, None if best is None else free.pop(best)))
    return pairs, list(free.values())


def _accepted(gold: Row, field: str) -> list[Any]:
    answer = gold[field]
    return list(answer) if isinstance(answer, list) else [answer]


def _field_right(given: Row, gold: Row, field: str) -> bool:
    if field in PHRASE_FIELDS:
        return same_phrase(given.get(field), _accepted(gold, field))
    return given.get(field) in _accepted(gold, field)


class _Tally:
    """Collects the counts of an evaluation; thrown away once they stand in an `Evaluation`."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.confusion: dict[str, Counter[tuple[str, str]]] = {field: Counter() for field in EXACT_FIELDS}
        self.problems: list[Problem] = []

    def add(self, gold: Row, given: Row | None) -> None:
        """Count one gold record and the prediction that fits it."""
        if gold.get("optional"):
            return
        self.counts["gold"] += 1
        self.counts["predicted"] += given is not None
        if given is None:
            self.counts["missed"] += 1
            self._problem("missed", gold, _number(gold), None)
        elif not _same_quantity(given, gold):
            self.counts["wrong_value"] += 1
            self._problem("value", gold, _number(gold), _number(given))
        else:
            self.counts["found"] += 1
            self._fields(gold, given)

    def add_extra(self, given: Row) -> None:
        """Count a prediction that fits no gold record."""
        self.counts["predicted"] += 1
        self.counts["extra"] += 1
        self._problem("extra", given, None, _number(given))

    def _fields(self, gold: Row, given: Row) -> None:
        wrong = set()
        for field in chain(EXACT_FIELDS, PHRASE_FIELDS, EXTRA_FIELDS):
            if field not in gold:
                continue
            self.asked[field] += 1
            if _field_right(given, gold, field):
                self.right[field] += 1
            else:
                wrong.add(field)
                self._problem(field, gold, _accepted(gold, field), given.get(field))
            if field in self.confusion:
                answers, answer = _accepted(gold, field), given.get(field)
                expected = answer if answer in answers else answers[0]
                self.confusion[field][str(expected), str(answer)] += 1
        self.counts["complete"] += not wrong.intersection(RECORD_FIELDS)

    def _problem(self, kind: str, row: Row, expected: object, got: object) -> None:
        self.problems.append(Problem(kind, str(row["doc"]), row["start"], str(row.get("text", "")), expected, got))


def _number(row: Row) -> tuple[Any, Any, Any]:
    return (row.get("value"), row.get("value_max"), row.get("unit"))


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    documents: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        documents[str(row["doc"]).rsplit("/", 1)[-1]].append(row)
    return documents


def compare_rows(predicted: Iterable[Row], gold: Iterable[Row]) -> Evaluation:
    """Compare predicted with gold records.

    Documents are matched by the last part of their name. Predictions in documents without gold are left out; a
    document with gold and no prediction counts as missed.

    Parameters
    ----------
    predicted, gold : iterable of mapping
        Rows as `read_rows` returns them; also ``record.to_dict()``.

    Raises
    ------
    FupinError
        If there is no gold record to compare with.

    Examples
    --------
    >>> gold = {"doc": "a.txt", "start": 4, "end": 8, "text": "120户", "value": 120, "value_max": None, "unit": "户",
    ...         "bound": ["exact"], "role": ["achieved"], "measure": ["outcome"], "entity": ["贫困户"],
    ...         "action": ["脱贫"], "period": [None], "region": ["青冈县"], "optional": False}
    >>> given = {**gold, "bound": "over", "role": "achieved", "measure": "outcome", "entity": "贫困户",
    ...          "action": "脱贫", "period": None, "region": "青冈县"}
    >>> result = compare_rows([given], [gold])
    >>> result.found_f1, result.record_f1, result.problems_by_kind()
    (1.0, 0.0, {'bound': 1})
    """
    wanted, offered = _by_document(gold), _by_document(predicted)
    if not wanted:
        raise FupinError("there is no gold record to compare with")
    tally = _Tally()
    for doc in sorted(wanted):
        pairs, rest = _pair(offered.get(doc, []), wanted[doc])
        for gold_row, given in pairs:
            tally.add(gold_row, given)
        for given in rest:
            tally.add_extra(given)
    counts = tally.counts
    return Evaluation(
        gold=counts["gold"],
        predicted=counts["predicted"],
        found=counts["found"],
        complete=counts["complete"],
        missed=counts["missed"],
        wrong_value=counts["wrong_value"],
        extra=counts["extra"],
        right=dict(tally.right),
        asked=dict(tally.asked),
        confusion={field: dict(table) for field, table in tally.confusion.items()},
        problems=tuple(tally.problems),
    )


def evaluate(predicted: Iterable[Path], gold: Iterable[Path]) -> Evaluation:
    """Compare JSON Lines files of predicted and gold records, see `compare_rows` and `read_rows`."""
    return compare_rows(
        chain.from_iterable(read_rows(path) for path in predicted),
        chain.from_iterable(read_rows(path) for path in gold),
    )
