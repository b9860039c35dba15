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
compared where gold holds them; links (part_of, repeat_of) where one side has a link, for their absence is the rule
and would drown the rest. ``entity_exact`` counts entities that are equal to an accepted one, letter by letter.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from fupin_nlp.errors import FupinError, ReadError, unreadable
from fupin_nlp.report.matching import Row, pair, same_link, same_phrase, same_quantity

__all__ = ["Evaluation", "Problem", "compare_rows", "evaluate", "read_rows", "right_fields", "rows_of_files"]

EXACT_FIELDS = ("bound", "role", "measure")
PHRASE_FIELDS = ("entity", "action", "period", "region")
RECORD_FIELDS = ("bound", "role", "measure", "entity")
EXTRA_FIELDS = ("kind", "dimension", "per", "base", "indicator", "period_start", "period_end", "region_code", "certain")
CONFUSED_FIELDS = (*EXACT_FIELDS, "kind")
LINK_FIELDS = ("part_of", "repeat_of")


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
        Field (bound, role, measure, kind) → (first accepted answer, given answer) → number of found records.
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
        raise unreadable(str(path), error, "UTF-8 JSON Lines") from error
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


def _accepted(gold: Row, field: str) -> list[Any]:
    answer = gold[field]
    return list(answer) if isinstance(answer, list) else [answer]


def _field_right(given: Row, gold: Row, field: str) -> bool:
    if field in PHRASE_FIELDS:
        return same_phrase(given.get(field), _accepted(gold, field))
    return given.get(field) in _accepted(gold, field)


def right_fields(given: Row, gold: Row) -> dict[str, bool]:
    """Return for every field that the gold row holds whether the prediction is right in it; links are left out.

    Examples
    --------
    >>> gold = {"role": ["case", "achieved"], "entity": ["户"], "period": [None]}
    >>> right_fields({"role": "case", "entity": "村"}, gold)
    {'role': True, 'entity': False, 'period': True}
    """
    fields = chain(EXACT_FIELDS, PHRASE_FIELDS, EXTRA_FIELDS)
    return {field: _field_right(given, gold, field) for field in fields if field in gold}


class _Tally:
    """Collects the counts of an evaluation; thrown away once they stand in an `Evaluation`."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.confusion: dict[str, Counter[tuple[str, str]]] = {field: Counter() for field in CONFUSED_FIELDS}
        self.problems: list[Problem] = []

    def add(self, gold: Row, given: Row | None, by_id: Mapping[object, Row]) -> None:
        """Count one gold record and the prediction that fits it; links are looked up in `by_id`."""
        if gold.get("optional"):
            return
        self.counts["gold"] += 1
        self.counts["predicted"] += given is not None
        if given is None:
            self.counts["missed"] += 1
            self._problem("missed", gold, _number(gold), None)
        elif not same_quantity(given, gold):
            self.counts["wrong_value"] += 1
            self._problem("value", gold, _number(gold), _number(given))
        else:
            self.counts["found"] += 1
            self._fields(gold, given)
            self._links(gold, given, by_id)

    def add_extra(self, given: Row) -> None:
        """Count a prediction that fits no gold record."""
        self.counts["predicted"] += 1
        self.counts["extra"] += 1
        self._problem("extra", given, None, _number(given))

    def _fields(self, gold: Row, given: Row) -> None:
        answers_right = right_fields(given, gold)
        for field, right in answers_right.items():
            self._answer(field, gold, given.get(field), right=right)
            if field == "entity":
                self.asked["entity_exact"] += 1
                self.right["entity_exact"] += given.get(field) in _accepted(gold, field)
            if field in self.confusion:
                answers, answer = _accepted(gold, field), given.get(field)
                expected = answer if right else answers[0]
                self.confusion[field][str(expected), str(answer)] += 1
        self.counts["complete"] += all(answers_right.get(field, True) for field in RECORD_FIELDS)

    def _links(self, gold: Row, given: Row, by_id: Mapping[object, Row]) -> None:
        for field in LINK_FIELDS:
            link = given.get(field)
            if field in gold and not (link is None and None in _accepted(gold, field)):
                # Gold rows, which may be the prediction too, name the start; a link to nowhere is wrong, also
                # where no link would be right.
                target = {"start": link, "end": link + 1} if isinstance(link, int) else by_id.get(link)
                right = target is not None and same_link(target, _accepted(gold, field))
                self._answer(field, gold, link if target is None else target["start"], right=right)

    def _answer(self, field: str, gold: Row, answer: object, *, right: bool) -> None:
        self.asked[field] += 1
        if right:
            self.right[field] += 1
        else:
            self._problem(field, gold, _accepted(gold, field), answer)

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
        pairs, rest = pair(offered.get(doc, []), wanted[doc])
        by_id = {row.get("id"): row for row in offered.get(doc, []) if row.get("id") is not None}
        for gold_row, given in pairs:
            tally.add(gold_row, given, by_id)
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
    """Compare JSON Lines files of predicted and gold records, see `compare_rows`.

    Parameters
    ----------
    predicted, gold : iterable of Path
        Files, or folders that stand for all ``*.jsonl`` in them.

    Raises
    ------
    ReadError
        If a file cannot be read or a folder holds none; see `read_rows`.
    FupinError
        If there is no gold record to compare with.
    """
    return compare_rows(
        rows_of_files(predicted),
        rows_of_files(gold),
    )


def rows_of_files(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Read the records of JSON Lines files, and of folders that stand for all ``*.jsonl`` in them.

    Raises
    ------
    ReadError
        If a file cannot be read or a folder holds none; see `read_rows`.
    """
    return [row for path in _files(paths) for row in read_rows(path)]


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        found = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not found:
            raise ReadError(str(path), "the folder holds no .jsonl file")
        files += found
    return files
