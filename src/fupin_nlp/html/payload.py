"""The data of a page: texts, where records lie in them, and the records by column."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fupin_nlp.display.labels import BOUND_LABELS_ZH, KIND_LABELS_ZH, doubtful, is_missing
from fupin_nlp.errors import OptionError
from fupin_nlp.html.view import ReportView
from fupin_nlp.model.period import told, year_of
from fupin_nlp.model.record import FIELDS, LABELS_ZH, ROLE_LABELS_ZH, number
from fupin_nlp.report.frame import plain_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COLUMNS", "payload", "record_rows"]

# The scores of all measures are for the study of the classifier; a page of 10,000 records would double.
COLUMNS = tuple(name for name in FIELDS if name != "measure_scores")


_PLACE = ("id", "doc", "start", "end", "text")


class _Units:
    """Code points to UTF-16 units, which count in the browser; they differ after each character beyond U+FFFF."""

    def __init__(self, text: str) -> None:
        self._wide = [i for i, c in enumerate(text) if c > "\uffff"] if text and max(text) > "\uffff" else []

    def __call__(self, position: int) -> int:
        return position + bisect_left(self._wide, position)


def record_rows(views: Sequence[ReportView], records: pd.DataFrame | None) -> list[dict[str, Any]]:
    """Return the records as rows with plain values: those of the frame, or without one those of the views.

    Raises
    ------
    OptionError
        If the frame lacks the columns that say where a record lies.
    """
    if records is None:
        return [_named({name: _plain(row.get(name)) for name in COLUMNS}) for view in views for row in view.records]
    missing = [name for name in _PLACE if name not in records.columns]
    if missing:
        raise OptionError(f'the frame of records lacks the columns {missing}; give the one of to_frame(labels="en")')
    present = [name for name in COLUMNS if name in records.columns]
    plain = plain_frame(records[present])
    columns = {name: plain[name].tolist() for name in present}
    return [
        _named({name: _plain(columns[name][i]) if name in columns else None for name in COLUMNS})
        for i in range(len(records))
    ]


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with the names of doubtful fields in Chinese."""
    row["doubts"] = doubtful(row["doubts"]) or None
    return row


def _plain(value: Any) -> Any:
    """Return a cell as a JSON value."""
    if is_missing(value):
        return None
    if isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, (list, tuple)):
        return "、".join(str(v) for v in value)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if isinstance(value, (bool, int, float, str)) else str(value)


def payload(views: Sequence[ReportView], rows: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], int]:
    """Return the data of the page, and how many records do not fit the text of their report.

    Such records are in the table, but the reading view cannot show them.
    """
    by_doc: dict[str, list[int]] = {view.doc: [] for view in views}
    misplaced = 0
    for i, row in enumerate(rows):
        if row["doc"] in by_doc:
            by_doc[row["doc"]].append(i)
        else:
            misplaced += 1
    reports = []
    for view in views:
        report, lost = _report(view, rows, by_doc[view.doc])
        reports.append(report)
        misplaced += lost
    data = {
        "reports": reports,
        "count": len(rows),
        "years": [year_of(row["period_start"], row["period_end"]) for row in rows],
        "when": _column([told(row["period_start"], row["period_end"]) or row["period"] for row in rows]),
        "columns": _columns(views, rows),
        "labels": {name: LABELS_ZH[name] for name in COLUMNS},
        "words": {"role": dict(ROLE_LABELS_ZH), "kind": dict(KIND_LABELS_ZH), "bound": dict(BOUND_LABELS_ZH)},
    }
    return data, misplaced


def _columns(views: Sequence[ReportView], rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    columns = {name: _column([row[name] for row in rows]) for name in COLUMNS}
    # Most of what a record says of itself is in the text that the page has anyway.
    if all(str(row["id"]).startswith(f"{row['doc']}#") for row in rows):
        columns["id"] = {"behind": "doc", "values": [str(row["id"])[len(str(row["doc"])) + 1 :] for row in rows]}
    place = {view.doc: (i, view.clean, _Units(view.clean)) for i, view in enumerate(views)}
    columns["sentence"] = {"cut": [_cut(row, place) for row in rows]}
    return columns


def _cut(row: Mapping[str, Any], place: Mapping[str, tuple[int, str, _Units]]) -> Any:
    """Return where the sentence of a record lies in the cleaned text of its report, else the sentence."""
    sentence = row["sentence"]
    if not isinstance(sentence, str) or row["doc"] not in place:
        return sentence
    report, clean, units = place[row["doc"]]
    at = clean.find(sentence) if sentence else -1
    return sentence if at < 0 else [report, units(at), units(at + len(sentence))]


def _column(values: list[Any]) -> dict[str, Any]:
    """Return a column; words that come back often are listed once and referred to, a few values by their rows."""
    some = [(i, v) for i, v in enumerate(values) if v is not None]
    if len(some) < len(values) // 4:
        return {"few": [[i for i, _ in some], [v for _, v in some]]}
    words = [v for v in values if isinstance(v, str)]
    distinct = list(dict.fromkeys(words))
    if any(v is not None and not isinstance(v, str) for v in values):
        return {"values": values}
    if len(words) < len(values) // 2 or len(distinct) > 0.7 * len(values):
        return {"values": values}
    place = {word: i for i, word in enumerate(distinct)}
    return {"words": distinct, "index": [-1 if v is None else place[str(v)] for v in values]}


def _report(view: ReportView, rows: Sequence[Mapping[str, Any]], mine: Sequence[int]) -> tuple[dict[str, Any], int]:
    raw, clean = _Units(view.raw), _Units(view.clean)
    marks = []
    for i in mine:
        start, end = rows[i]["start"], rows[i]["end"]
        if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(view.raw):
            continue
        if rows[i]["text"] is not None and view.raw[start:end] != rows[i]["text"]:
            continue
        clean_start, clean_end = view.alignment.to_target(start, end)
        marks.append([i, raw(start), raw(end), clean(clean_start), clean(clean_end)])
    pieces = [
        [raw(p.source_start), raw(p.source_end), view.clean[p.target_start : p.target_end]]
        for p in view.alignment.pieces
    ]
    left_out = []
    for start, end, reason in view.left_out:
        clean_start, clean_end = view.alignment.to_target(start, end)
        left_out.append([raw(start), raw(end), clean(clean_start), clean(clean_end), reason])
    report = {
        "doc": view.doc,
        "title": view.title,
        "region": view.region,
        "date": view.date,
        "raw": view.raw,
        "changes": pieces,
        "marks": sorted(marks, key=lambda m: (m[1], m[2])),
        "left": left_out,
    }
    return report, len(mine) - len(marks)
