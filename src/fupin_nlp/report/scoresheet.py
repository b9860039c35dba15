"""An evaluation as text: accuracy by field, table of errors by kind, confusion of a field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fupin_nlp.report.evaluate import Evaluation, Problem

__all__ = ["confusion_table", "problem_lines", "scoresheet"]

_KIND_NOTES = {
    "missed": "gold record without a prediction",
    "value": "span fits, number or unit differ",
    "extra": "prediction that fits no gold record",
}


def scoresheet(evaluation: Evaluation) -> str:
    """Return the counts, the rates and the errors by kind as aligned lines.

    Examples
    --------
    >>> from fupin_nlp.report.evaluate import compare_rows
    >>> gold = {"doc": "a.txt", "start": 0, "end": 3, "text": "50%", "value": 50, "unit": "%", "role": ["target"]}
    >>> given = {**gold, "role": "achieved"}
    >>> print(scoresheet(compare_rows([given], [gold])))
    gold 1  predicted 1  found 1  missed 0  wrong value 0  extra 0
    <BLANKLINE>
    found    precision 1.0000  recall 1.0000  F1 1.0000
    record   F1 0.0000
    <BLANKLINE>
    field        right  of    accuracy
    role             0     1    0.0000
    <BLANKLINE>
    errors by kind
         1  role
    """
    e = evaluation
    lines = [
        f"gold {e.gold}  predicted {e.predicted}  found {e.found}  missed {e.missed}"
        f"  wrong value {e.wrong_value}  extra {e.extra}",
        "",
        f"found    precision {e.precision:.4f}  recall {e.recall:.4f}  F1 {e.found_f1:.4f}",
        f"record   F1 {e.record_f1:.4f}",
        "",
        "field        right  of    accuracy",
    ]
    lines += [f"{f:12} {e.right.get(f, 0):5} {n:5} {e.accuracy(f):9.4f}" for f, n in e.asked.items()]
    lines += ["", "errors by kind"]
    for kind, count in e.problems_by_kind().items():
        lines.append(f"{count:6}  {kind:10} {_KIND_NOTES.get(kind, '')}".rstrip())
    return "\n".join(lines)


def problem_lines(problems: Iterable[Problem]) -> list[str]:
    """Return one line for each problem: kind, place, text, what was expected and what came.

    Examples
    --------
    >>> problem_lines([Problem("bound", "a.txt", 7, "2万人次", ["under"], "exact")])
    ['bound      a.txt:7  2万人次  expected under, got exact']
    """
    return [
        f"{p.kind:10} {p.doc}:{p.start}  {p.text}  expected {_say(p.expected)}, got {_say(p.got)}" for p in problems
    ]


def _say(answer: Any) -> str:
    if isinstance(answer, list):
        return " or ".join(_say(item) for item in answer)
    if isinstance(answer, tuple):
        low, high, unit = answer
        return f"{low}{'' if high is None else f'..{high}'} {unit}"
    return "nothing" if answer is None else str(answer)


def confusion_table(evaluation: Evaluation, field: str) -> str:
    """Return the confusion of a field: a row for each right answer, a column for each given one.

    Parameters
    ----------
    evaluation : Evaluation
        The comparison.
    field : {"bound", "role", "measure", "kind"}
        Whose answers.

    Raises
    ------
    KeyError
        If no confusion is kept for the field.
    """
    counts = evaluation.confusion[field]
    rows = sorted({expected for expected, _ in counts})
    columns = sorted({given for _, given in counts})
    width = max([len(field) + 11, *map(len, rows)])
    lines = [f"{field + ': right':{width}} " + " ".join(f"{c:>{max(6, len(c))}}" for c in columns)]
    for row in rows:
        cells = " ".join(f"{counts.get((row, c), 0):>{max(6, len(c))}}" for c in columns)
        lines.append(f"{row:{width}} {cells}")
    return "\n".join(lines)
