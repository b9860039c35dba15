"""The workbook: a sheet of rows with their sentences and dropdowns, and what is needed to take it back.

Sheet ``records`` is for the person: a row a quantity, of each document the least sure first, names of the fields above
and in Chinese. Sheet ``choices`` holds
the lists of the dropdowns. Sheet ``source`` (hidden) holds raw texts and rows as exported, as JSON in pieces, so that
spans can be checked without the documents at hand. No cell is a formula: a text that would be one, or begins with an
apostrophe, gets an apostrophe in front, which is taken off again.
"""

from __future__ import annotations

import io
import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin_nlp.annotation.rows import CHOICES, LINKS, NUMBER, PHRASES, UNCERTAIN, Draft, GoldRow, Task
from fupin_nlp.errors import DependencyError, ReadError
from fupin_nlp.ingest.outputs import GENERATOR
from fupin_nlp.model.record import LABELS_ZH
from fupin_nlp.report.binary import FORBIDDEN, same_bytes
from fupin_nlp.report.export import defuse

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["is_reviewed", "read_workbook", "workbook"]

REVIEWED = "reviewed"
_SURENESS = ("confidence", "doubts")
COLUMNS = (
    *("row", "doc", *_SURENESS, "sentence", "start", "end", "text", *NUMBER),
    *("bound", "entity", "action", "role", "measure", "period", "region", "kind", *LINKS),
    *("optional", "uncertain", "comment", REVIEWED),
)
_LABELS = {
    **LABELS_ZH,
    "row": "行号",
    "optional": "可有可无",
    "uncertain": "不可靠",
    "comment": "备注",
    REVIEWED: "已核对",
}
_WIDTHS = {"sentence": 60, "text": 14, "entity": 18, "measure": 22, "role": 18, "comment": 24}
_YES = "yes"
_ALL = "all"  # in any row of a document: all of its rows were looked at
_BETWEEN = " | "  # answers that are all right
_NULL = "null"  # the answer that there is nothing, beside others
_HEAD = 2  # lines with names
_SPARE = 500  # rows below the last that have dropdowns too
_PIECE = 30_000  # characters of a piece; a cell holds 32,767


def workbook(given: Iterable[Task], choices: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return the file; the same rows give the same bytes.

    Raises
    ------
    DependencyError
        If openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise DependencyError("Excel files need openpyxl: pip install 'fupin-nlp[excel]'") from error
    tasks = list(given)
    book = Workbook()
    book.properties.creator = GENERATOR
    sheet = book.active
    sheet.title = "records"
    _write_rows(sheet, tasks, choices)
    _write_choices(book, sheet, choices)
    source = book.create_sheet("source")
    source.sheet_state = "hidden"
    for task in tasks:
        told = json.dumps({"text": task.text, "rows": task.rows})
        for piece, at in enumerate(range(0, len(told), _PIECE)):
            source.append([_guard(task.doc), piece, "'" + told[at : at + _PIECE]])
    raw = io.BytesIO()
    book.save(raw)
    return same_bytes(raw)


def _write_rows(sheet: Worksheet, tasks: Sequence[Task], choices: Mapping[str, Mapping[str, str]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet.append(list(COLUMNS))
    sheet.append([_LABELS[name] for name in COLUMNS])
    for task in tasks:
        for n in task.least_sure_first():
            sheet.append([_guard(cell) for cell in _cells(task, n, choices)])
    sheet.freeze_panes = f"D{_HEAD + 1}"
    sheet.auto_filter.ref = f"A{_HEAD}:{get_column_letter(len(COLUMNS))}{sheet.max_row}"
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 11)
        for line in range(1, _HEAD + 1):
            sheet.cell(line, number).font = Font(bold=True)
    wrapped = COLUMNS.index("sentence") + 1
    for line in range(_HEAD + 1, sheet.max_row + 1):
        sheet.cell(line, wrapped).alignment = Alignment(wrap_text=True, vertical="top")


def _cells(task: Task, n: int, choices: Mapping[str, Mapping[str, str]]) -> list[Any]:
    row = task.rows[n]
    plain: dict[str, Any] = {"row": n, "doc": task.doc, "sentence": task.sentences[n]}
    if task.sureness:
        plain["confidence"], doubts = task.sureness[n]
        plain["doubts"] = _BETWEEN.join(doubts) or None
    plain |= {name: row.get(name) for name in ("start", "end", "text", *NUMBER, *LINKS, "comment")}
    plain |= {"optional": _YES if row.get("optional") else None}
    plain |= {"uncertain": _YES if row.get("certain") in UNCERTAIN else None}
    for name in CHOICES:
        plain[name] = _BETWEEN.join(_option(code, choices[name].get(code, "")) for code in row.get(name) or [])
    for name in PHRASES:
        answers = row.get(name) or [None]
        plain[name] = None if answers == [None] else _BETWEEN.join(_NULL if a is None else a for a in answers)
    return [plain.get(name) for name in COLUMNS]


def _option(code: str, label: str) -> str:
    return f"{code} {label}".strip()


def _guard(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # Control characters make Excel refuse the file; the span tells the text, so none is lost.
    text = FORBIDDEN.sub("\ufffd", value).replace("\r", "")
    return "'" + text if text.startswith("'") else defuse(text)


def _write_choices(book: Workbook, sheet: Worksheet, choices: Mapping[str, Mapping[str, str]]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet("choices")
    offered = {name: [_option(code, label) for code, label in choices[name].items()] for name in CHOICES}
    offered |= {"optional": [_YES], "uncertain": [_YES], REVIEWED: [_YES, _ALL]}
    for number, (name, options) in enumerate(offered.items(), 1):
        letter = get_column_letter(number)
        for line, cell in enumerate([name, *options], 1):
            lists.cell(line, number, cell)
        # A warning only: two answers that are both right may stand in one cell.
        rule = DataValidation("list", formula1=f"=choices!${letter}$2:${letter}${len(options) + 1}", allow_blank=True)
        rule.errorStyle, rule.errorTitle, rule.error = "warning", name, "不在列表中；多个答案用 | 分开"
        column = get_column_letter(COLUMNS.index(name) + 1)
        rule.add(f"{column}{_HEAD + 1}:{column}{sheet.max_row + _SPARE}")
        sheet.add_data_validation(rule)


def read_workbook(path: Path) -> tuple[list[tuple[Task, list[Draft]]], dict[str, list[str]]]:
    """Read a corrected workbook.

    Returns
    -------
    tuple
        The documents with their rows, and the choices that the workbook offered.

    Raises
    ------
    ReadError
        If the file or a row is not as it should be; the message names sheet, row and column.
    DependencyError
        If openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise DependencyError("Excel files need openpyxl: pip install 'fupin-nlp[excel]'") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of features of Excel that it leaves alone
            book = load_workbook(path, data_only=True)
    except Exception as error:  # openpyxl and zipfile raise many kinds on a file that is no workbook
        raise ReadError(str(path), f"cannot be read as an Excel workbook: {error}") from error
    missing = [name for name in ("records", "choices", "source") if name not in book.sheetnames]
    if missing:
        raise ReadError(
            str(path), f"lacks the sheet {missing[0]!r}: it was not exported by fupin, or the sheet was deleted"
        )
    tasks = _tasks(path, book["source"])
    offered = _offered(book["choices"])
    drafts = _drafts(path, book["records"], tasks, offered)
    choices = {name: list(dict.fromkeys(codes.values())) for name, codes in offered.items()}
    return [(task, drafts[doc]) for doc, task in tasks.items()], choices


def is_reviewed(task: Task, drafts: Sequence[Draft]) -> bool:
    """Whether a person looked at all rows of a document: each bears a mark, was added by hand, or was deleted.

    Examples
    --------
    >>> task = Task("a.txt", "脱贫3户。", ({"doc": "a.txt"},))
    >>> is_reviewed(task, [Draft("row 3", {}, 0)]), is_reviewed(task, [Draft("row 3", {}, 0, reviewed="yes")])
    (False, True)
    """
    if any(draft.reviewed == _ALL for draft in drafts):
        return True
    return bool(task.rows or drafts) and all(draft.reviewed or draft.origin is None for draft in drafts)


def _offered(lists: Worksheet) -> dict[str, dict[str, str]]:
    """Return field → what may be written → code: the entry of the dropdown, its code or its label."""
    offered: dict[str, dict[str, str]] = {}
    for name, *options in lists.iter_cols(values_only=True):
        for option in (str(o) for o in options if o):
            code, _, label = option.partition(" ")
            offered.setdefault(str(name), {}).update({option: code, code: code} | ({label: code} if label else {}))
    return offered


def _tasks(path: Path, source: Worksheet) -> dict[str, Task]:
    pieces: dict[str, list[str]] = {}
    for doc, _, piece in source.iter_rows(values_only=True, max_col=3):
        pieces.setdefault(_bare(doc), []).append(str(piece)[1:])
    try:
        told = {doc: json.loads("".join(parts)) for doc, parts in pieces.items()}
    except json.JSONDecodeError as error:
        raise ReadError(str(path), f"the hidden sheet 'source' was changed: {error}") from error
    return {doc: Task(doc, item["text"], tuple(item["rows"])) for doc, item in told.items()}


def _bare(value: Any) -> Any:
    return value.removeprefix("'") if isinstance(value, str) else value


def _drafts(
    path: Path, sheet: Worksheet, tasks: Mapping[str, Task], offered: Mapping[str, Mapping[str, str]]
) -> dict[str, list[Draft]]:
    rows = sheet.iter_rows(values_only=True)
    names = [str(cell) if cell is not None else "" for cell in next(rows, ())]
    lacking = [name for name in COLUMNS if name not in names and name not in (REVIEWED, *_SURENESS)]
    if lacking:
        raise ReadError(str(path), f"sheet records, row 1: the column {lacking[0]!r} is missing")
    drafts: dict[str, list[Draft]] = {doc: [] for doc in tasks}
    for number, cells in enumerate(rows, 2):
        if number <= _HEAD or all(cell is None for cell in cells):
            continue
        row = _Row(str(path), number, {n: _bare(c) for n, c in zip(names, cells, strict=False) if n in COLUMNS})
        doc = row.cells["doc"]
        if doc not in tasks:
            raise row.error("doc", f"{doc!r} is none of the exported documents: {', '.join(tasks)}")
        # A row that was copied to make a new one bears the number of the first.
        known = {draft.origin for draft in drafts[doc]}
        drafts[doc].append(row.draft(tasks[doc], known, offered))
    return drafts


class _Row:
    """A line of the sheet; its errors name the place."""

    def __init__(self, file: str, number: int, cells: dict[str, Any]) -> None:
        self.file = file
        self.place = f"sheet records, row {number}"
        self.cells = cells

    def error(self, column: str, reason: str) -> ReadError:
        return ReadError(self.file, f"{self.place}, column {column}: {reason}")

    def draft(self, task: Task, known: set[int | None], offered: Mapping[str, Mapping[str, str]]) -> Draft:
        origin = self._whole("row")
        origin = None if origin in known else origin
        if origin is not None and not 0 <= origin < len(task.rows):
            raise self.error("row", f"{task.doc} had {len(task.rows)} rows, from 0; leave it empty in a new row")
        row: GoldRow = {name: self._number(name) for name in ("value", "value_max")}
        row |= {name: self._whole(name) for name in ("start", "end", *LINKS)}
        row |= {"unit": self.cells["unit"], "optional": self._yes("optional")}
        for name in CHOICES:
            answers = [answer.strip() for answer in self._answers(name)]
            row[name] = [offered.get(name, {}).get(answer, answer) for answer in answers]
        for name in PHRASES:
            phrases = [None if a.strip() == _NULL else a.strip() for a in self._answers(name)]
            row[name] = phrases or [None]
        if self._yes("uncertain"):
            row["certain"] = False
        if self.cells["comment"]:
            row["comment"] = str(self.cells["comment"])
        self._place_span(row, task, origin)
        return Draft(self.place, row, origin, reviewed=self._reviewed())

    def _answers(self, name: str) -> list[str]:
        cell = self.cells[name]
        return [part for part in str(cell).split(_BETWEEN.strip()) if part.strip()] if cell is not None else []

    def _number(self, name: str) -> int | float | None:
        cell = self.cells[name]
        if cell is None or cell == "":
            return None
        try:
            value = float(str(cell).replace(",", ""))
            return int(value) if value.is_integer() else value
        except (ValueError, OverflowError):
            raise self.error(name, f"{cell!r} is no number") from None

    def _whole(self, name: str) -> int | None:
        value = self._number(name)
        if isinstance(value, float):
            raise self.error(name, f"{value} is no whole number")
        return value

    def _yes(self, name: str) -> bool:
        cell = self.cells[name]
        if cell not in (None, "", _YES):
            raise self.error(name, f"{cell!r} is neither empty nor {_YES!r}")
        return bool(cell == _YES)

    def _reviewed(self) -> str:
        cell = self.cells.get(REVIEWED)
        if cell not in (None, "", _YES, _ALL):
            raise self.error(
                REVIEWED, f"{cell!r} is neither empty nor {_YES!r} nor {_ALL!r} (all rows of the document)"
            )
        return cell or ""

    def _place_span(self, row: GoldRow, task: Task, origin: int | None) -> None:
        """Follow a changed text to its new span, and find that of a new row."""
        text = str(self.cells["text"] or "")
        start, end = row["start"], row["end"]
        before = None if origin is None else task.rows[origin]
        if (
            before is not None
            and (start, end) == (before["start"], before["end"])
            and text == _guardless(before["text"])
        ):
            return
        if start is not None and end is not None and (not text or task.text[start:end] == text):
            return
        if not text:
            raise self.error("text", "is empty; give the quantity as written in the document")
        places = _places(task.text, text, (start, end) if before is None else (before["start"], before["end"]))
        if len(places) != 1:
            what = "does not stand" if not places else f"stands {len(places)} times"
            raise self.error(
                "text", f"{text!r} {what} there in {task.doc}; give start and end of the place that is meant"
            )
        row["start"], row["end"] = places[0], places[0] + len(text)


def _guardless(text: str) -> str:
    return _bare(_guard(text)) if text else ""


def _places(text: str, wanted: str, near: tuple[int | None, int | None]) -> list[int]:
    """Return where the quantity stands: at the given start, overlapping the given span, else anywhere."""
    start, end = near
    if start is not None and text.startswith(wanted, start):
        return [start]
    found = []
    at = text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    if start is not None and end is not None:
        return [at for at in found if at < end and at + len(wanted) > start]
    return found
