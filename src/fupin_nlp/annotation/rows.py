"""Gold rows: what a person corrects, how it is checked, and what follows from a changed span."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, get_args

from fupin_nlp.display.labels import BOUND_LABELS_ZH, KIND_LABELS_ZH
from fupin_nlp.errors import ReadError
from fupin_nlp.model import Bound, Kind, Record
from fupin_nlp.model.record import ROLE_LABELS_ZH, ROLES, number
from fupin_nlp.report import parse

__all__ = [
    "CHOICES",
    "FIELDS",
    "LINKS",
    "PHRASES",
    "UNCERTAIN",
    "Draft",
    "GoldRow",
    "Task",
    "choices_of",
    "gold_rows",
    "settle",
]

GoldRow: TypeAlias = dict[str, Any]

CHOICES = ("bound", "role", "measure", "kind")
PHRASES = ("entity", "action", "period", "region")
LINKS = ("part_of", "repeat_of")
NUMBER = ("value", "value_max", "unit")
FIELDS = (
    *("doc", "start", "end", "text", *NUMBER),
    *("bound", "entity", "action", "role", "period", "region", "measure", "optional", "kind", *LINKS),
)
UNCERTAIN = (False, [False])  # as it is written, and as a list of accepted answers
_LABELS: Mapping[str, Mapping[str, str]] = {"bound": BOUND_LABELS_ZH, "role": ROLE_LABELS_ZH, "kind": KIND_LABELS_ZH}
_CODES: Mapping[str, tuple[str, ...]] = {"bound": get_args(Bound), "role": ROLES, "kind": get_args(Kind)}


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be corrected.

    Attributes
    ----------
    doc, text : str
        The document and its raw text, which all positions count in.
    rows : tuple of dict
        Its rows as they were exported.
    sentences : tuple of str
        The sentence of each row.
    sureness : tuple of tuple
        Of each row ``confidence`` and ``doubts`` of its record, where it is one.
    """

    doc: str
    text: str
    rows: tuple[GoldRow, ...]
    sentences: tuple[str, ...] = ()
    sureness: tuple[tuple[float | None, tuple[str, ...]], ...] = ()

    def least_sure_first(self) -> list[int]:
        """Return the ordinals of the rows: the least sure first, where that is known, in text order otherwise.

        Examples
        --------
        >>> Task("a", "", ({}, {}, {}), sureness=((0.9, ()), (0.4, ("role",)), (None, ()))).least_sure_first()
        [1, 0, 2]
        """
        if not self.sureness:
            return list(range(len(self.rows)))
        sure = [1.0 if confidence is None else confidence for confidence, _ in self.sureness]
        return sorted(range(len(self.rows)), key=lambda n: (sure[n], n))


@dataclass(slots=True)
class Draft:
    """A row as it came back, before it is checked.

    Attributes
    ----------
    place : str
        Where it stands in the file, for messages.
    row : dict
        The fields that were given.
    origin : int or None
        Ordinal of the exported row that it was; None for a new one.
    reviewed : str
        The mark of a person that the row (``yes``) or its whole document (``all``) was looked at.
    """

    place: str
    row: GoldRow
    origin: int | None = None
    links: dict[str, Draft] = field(default_factory=dict)
    reviewed: str = ""


def choices_of(measures: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return field → code → Chinese label, for the fields with a closed list.

    Examples
    --------
    >>> choices_of({"finance": "金融扶贫"})["role"]["target"]
    '目标'
    """
    known = {name: {code: _LABELS[name][code] for code in _CODES[name]} for name in _CODES}
    return {**known, "measure": dict(measures)}


def gold_rows(records: Sequence[Record]) -> tuple[GoldRow, ...]:
    """Return the records of one document as gold rows: each answer a list, links as the start of their record.

    Examples
    --------
    >>> row = gold_rows(parse("培训301人，其中电工213人。").records)[1]
    >>> row["text"], row["value"], row["role"], row["part_of"]
    ('213人', 213, ['achieved'], 2)
    """
    starts = {record.id: record.start for record in records}
    rows = []
    for record in records:
        told: GoldRow = {name: getattr(record, name) for name in FIELDS if name not in ("optional", *LINKS)}
        told |= {name: [told[name]] for name in (*CHOICES, *PHRASES)}
        told |= {"value": number(record.value), "value_max": number(record.value_max), "optional": False}
        told |= {name: starts.get(getattr(record, name)) for name in LINKS}
        rows.append({name: told[name] for name in FIELDS} | ({} if record.certain else {"certain": False}))
    return tuple(rows)


def settle(file: str, task: Task, drafts: Sequence[Draft], choices: Mapping[str, Iterable[str]]) -> list[GoldRow]:
    """Check the rows of one document and fill in what follows from their spans.

    The text is that of the span. Where the span was changed or is new and the number was not, the number is read
    from the text again.

    Parameters
    ----------
    file : str
        Name of the file, for messages.
    task : Task
        The document as exported.
    drafts : sequence of Draft
        The rows as they came back, in any order.
    choices : mapping of str to iterable of str
        Field → codes that are allowed.

    Returns
    -------
    list of dict
        In text order.

    Raises
    ------
    ReadError
        If a row is wrong; the message names file, place and field.
    """
    for draft in drafts:
        _span(file, task, draft)
        _number(file, task, draft)
        _answers(file, draft, choices)
    seen: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        span = (draft.row["start"], draft.row["end"])
        if span in seen:
            raise ReadError(file, f"{draft.place}: the span {span[0]}..{span[1]} stands already in {seen[span].place}")
        seen[span] = draft
    _links(file, task, drafts)
    kept = (*FIELDS, "certain", "comment")
    rows = [{name: draft.row[name] for name in kept if name in draft.row} for draft in drafts]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))


def _span(file: str, task: Task, draft: Draft) -> None:
    start, end = draft.row["start"], draft.row["end"]
    if not 0 <= start < end <= len(task.text):
        reason = f"the span {start}..{end} does not lie in {task.doc}, which has {len(task.text)} characters"
        raise ReadError(file, f"{draft.place}: {reason}")
    draft.row["doc"], draft.row["text"] = task.doc, task.text[start:end]


def _number(file: str, task: Task, draft: Draft) -> None:
    row = draft.row
    before = None if draft.origin is None else task.rows[draft.origin]
    given = [row.get(name) for name in NUMBER]
    if before is not None:
        edited = given != [before[name] for name in NUMBER]
        moved = (row["start"], row["end"]) != (before["start"], before["end"])
        if edited or not moved:
            _stated(file, draft)
            return
    elif row.get("value") is not None:
        _stated(file, draft)
        return
    found = parse(row["text"]).records
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(row["text"])):
        reason = f"{row['text']!r} cannot be read as one quantity; give value and unit, or mend the span"
        raise ReadError(file, f"{draft.place}: {reason}")
    row |= {"value": number(found[0].value), "value_max": number(found[0].value_max), "unit": found[0].unit}
    if before is None and not row.get("bound"):
        row["bound"] = [found[0].bound]


def _stated(file: str, draft: Draft) -> None:
    row = draft.row
    if not row.get("unit"):
        raise ReadError(file, f"{draft.place}: unit is empty; give the unit without its magnitude (元, 人, %)")
    if row.get("value") is None and row.get("certain") not in UNCERTAIN:
        raise ReadError(file, f"{draft.place}: value is empty; only an uncertain figure may have none")
    low, high = row.setdefault("value", None), row.get("value_max")
    if high is not None and (low is None or high < low):
        raise ReadError(file, f"{draft.place}: value_max {high} lies below value {low}")
    row["value_max"] = high


def _answers(file: str, draft: Draft, choices: Mapping[str, Iterable[str]]) -> None:
    for name in CHOICES:
        answers, allowed = draft.row.get(name) or [], list(choices[name])
        wrong = [answer for answer in answers if answer not in allowed]
        if wrong or not answers:
            said = f"{wrong[0]!r} is not known" if wrong else "is empty"
            raise ReadError(file, f"{draft.place}, {name}: {said}; choose of {', '.join(allowed)}")
    for name in PHRASES:
        draft.row[name] = draft.row.get(name) or [None]
    draft.row["optional"] = bool(draft.row.get("optional"))


def _links(file: str, task: Task, drafts: Sequence[Draft]) -> None:
    """Turn links into starts; a link to an exported row follows that row where its span was changed."""
    now = {task.rows[d.origin]["start"]: d.row["start"] for d in drafts if d.origin is not None}
    starts = {draft.row["start"] for draft in drafts}
    for draft in drafts:
        for name in LINKS:
            told = draft.links[name].row["start"] if name in draft.links else draft.row.get(name)
            told = told if name in draft.links else now.get(told, told)
            if told is not None and told not in starts:
                reason = f"no row of {task.doc} starts at {told}; give the start of the row it belongs to"
                raise ReadError(file, f"{draft.place}, {name}: {reason}")
            if told == draft.row["start"]:
                raise ReadError(file, f"{draft.place}, {name}: a row cannot be linked to itself")
            draft.row[name] = told
