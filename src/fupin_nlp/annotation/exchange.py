"""Export and import of annotations, whatever the tool."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fupin_nlp.annotation import doccano, labelstudio
from fupin_nlp.annotation.rows import Draft, GoldRow, Task, choices_of, gold_rows, settle
from fupin_nlp.annotation.sheet import is_reviewed, read_workbook, workbook
from fupin_nlp.errors import OptionError
from fupin_nlp.measures import Taxonomy
from fupin_nlp.report import Corpus, Report
from fupin_nlp.store.files import replacing

__all__ = ["FORMATS", "Gold", "export", "load", "save"]

FORMATS: Mapping[str, str] = {".xlsx": "xlsx", ".json": "labelstudio", ".jsonl": "doccano"}


@dataclass(frozen=True, slots=True)
class Gold:
    """What came back.

    Attributes
    ----------
    rows : tuple of dict
        Gold rows, in the order of documents and text; see ``docs/record.md``.
    docs : tuple of str
        The documents that were corrected, also those in which no row was left.
    unreviewed : tuple of str
        Documents that nobody submitted in Label Studio, or marked in the sheet; their rows are left out.
    """

    rows: tuple[GoldRow, ...]
    docs: tuple[str, ...]
    unreviewed: tuple[str, ...]


def _form(path: Path, given: str | None) -> str:
    form = given or FORMATS.get(path.suffix.lower(), "")
    if form not in FORMATS.values():
        known = ", ".join(f"{name} ({suffix})" for suffix, name in FORMATS.items())
        raise OptionError(f"{path}: the format {given or path.suffix!r} is not known; choose one of {known}")
    return form


def export(
    reports: Corpus | Report | Iterable[Report],
    path: str | Path,
    *,
    form: str | None = None,
    gold: Iterable[GoldRow] = (),
) -> int:
    """Write the records of reports for correction by a person.

    Parameters
    ----------
    reports : Corpus, Report or iterable of Report
        What to correct.
    path : str or Path
        A file that exists is replaced. Beside the tasks of Label Studio its labelling interface is written
        (``tasks.json`` and ``tasks.config.xml``).
    form : {"xlsx", "labelstudio", "doccano"}, optional
        By default by the suffix: .xlsx, .json, .jsonl.
    gold : iterable of dict, optional
        Gold rows to correct further, in place of the records, for the documents that they are of.

    Returns
    -------
    int
        How many rows were written.

    Raises
    ------
    OptionError
        If the format is not known or the file cannot be written.
    DependencyError
        If Excel is asked for and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from fupin_nlp.report import parse
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export([parse("培训301人。")], Path(folder, "tasks.json")), sorted(p.name for p in Path(folder).iterdir())
    (1, ['tasks.config.xml', 'tasks.json'])
    """
    path = Path(path)
    form = _form(path, form)
    taxonomy = reports.options.taxonomy() if isinstance(reports, Corpus) else Taxonomy.load()
    choices = choices_of({measure.code: measure.label for measure in taxonomy.measures})
    known: dict[str, list[GoldRow]] = {}
    for row in gold:
        known.setdefault(str(row["doc"]), []).append(dict(row))
    several = [reports] if isinstance(reports, Report) else reports
    tasks = [_task(report, known.get(report.doc)) for report in several]
    if form == "xlsx":
        content = workbook(tasks, choices)
    else:
        content = (labelstudio.tasks(tasks) if form == "labelstudio" else doccano.lines(tasks)).encode()
    with replacing(path) as file:
        file.write(content)
    if form == "labelstudio":
        with replacing(path.with_suffix(".config.xml")) as file:
            file.write(labelstudio.config(choices).encode())
    return sum(len(task.rows) for task in tasks)


def _task(report: Report, gold: Sequence[GoldRow] | None) -> Task:
    rows = tuple(gold) if gold is not None else gold_rows(report.records)
    sentences = {(record.start, record.end): record.sentence for record in report.records}
    shown = [sentences.get((row["start"], row["end"])) or _around(report.raw.text, row) for row in rows]
    sure = {(record.start, record.end): (record.confidence, record.doubts) for record in report.records}
    sureness = [sure.get((row["start"], row["end"]), (None, ())) for row in rows]
    told = tuple(sureness) if any(confidence is not None for confidence, _ in sureness) else ()
    return Task(report.doc, report.raw.text, rows, tuple(shown), told)


def _around(text: str, row: GoldRow) -> str:
    """Return the line of a row that is none of the records."""
    start = text.rfind("\n", 0, row["start"]) + 1
    end = text.find("\n", row["end"])
    return text[start : len(text) if end < 0 else end].strip()


def load(path: str | Path, *, form: str | None = None, unreviewed: bool = False) -> Gold:
    """Take a corrected file back as gold rows.

    Rows may have been corrected, deleted and added, and spans changed. The text of a row is that of its span; where
    the span is another than before and the number was left as it was, the number is read from the text again.

    Parameters
    ----------
    path : str or Path
        The file as the tool gave it back.
    form : {"xlsx", "labelstudio", "doccano"}, optional
        By default by the suffix.
    unreviewed : bool
        Take documents, too, that nobody submitted in Label Studio, or of which not all rows are marked in the column
        ``reviewed`` of the sheet. By default they are left out: what nobody has looked at is no gold.

    Returns
    -------
    Gold

    Raises
    ------
    OptionError
        If the format is not known.
    ReadError
        If the file or a row is wrong; the message names file, place and column.
    DependencyError
        If Excel is read and openpyxl is not installed.

    Examples
    --------
    >>> import tempfile
    >>> from fupin_nlp.report import parse
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = export([parse("培训301人。")], Path(folder, "documents.jsonl"))
    ...     load(Path(folder, "documents.jsonl")).rows[0]["value"]
    301
    """
    path = Path(path)
    form = _form(path, form)
    taxonomy = Taxonomy.load()
    choices: Mapping[str, Iterable[str]] = choices_of({measure.code: "" for measure in taxonomy.measures})
    left: Sequence[str] = ()
    documents: Sequence[tuple[Task, list[Draft]]]
    if form == "xlsx":
        documents, choices = read_workbook(path)
        left = [] if unreviewed else [task.doc for task, drafts in documents if not is_reviewed(task, drafts)]
    elif form == "labelstudio":
        documents, left = labelstudio.read_tasks(path, unreviewed=unreviewed)
        choices = _with_own(choices, documents)
    else:
        documents = doccano.read_lines(path)
        choices = _with_own(choices, documents)
    # What is wrong is told of all of them; only what was looked at is gold.
    settled = {task.doc: settle(str(path), task, drafts, choices) for task, drafts in documents}
    docs = tuple(doc for doc in settled if doc not in left)
    return Gold(tuple(row for doc in docs for row in settled[doc]), docs, tuple(left))


def _with_own(
    choices: Mapping[str, Iterable[str]], documents: Sequence[tuple[Task, list[Draft]]]
) -> dict[str, list[str]]:
    """Add the measures of a taxonomy of the user's own: those that were exported."""
    used = {code for task, _ in documents for row in task.rows for code in row.get("measure") or ()}
    known = list(choices["measure"])
    return {**{name: list(codes) for name, codes in choices.items()}, "measure": known + sorted(used - set(known))}


def save(rows: Iterable[GoldRow], path: str | Path) -> int:
    """Write gold rows as JSON Lines, as ``fupin evaluate`` reads them.

    Parameters
    ----------
    rows : iterable of dict
        As `load` returns them.
    path : str or Path
        A file; or a folder that exists, which gets one file a document.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    OptionError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save([{"doc": "甲.txt", "start": 2, "end": 6}], folder), [p.name for p in Path(folder).iterdir()]
    (1, ['甲.jsonl'])
    """
    path = Path(path)
    files: dict[Path, list[GoldRow]] = {} if path.is_dir() else {path: []}
    for row in rows:
        name = str(row["doc"]).replace("/", "_").replace("!", "_").rsplit(".", 1)[0]
        files.setdefault(path / f"{name}.jsonl" if path.is_dir() else path, []).append(row)
    for file, mine in files.items():
        with replacing(file) as out:
            out.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in mine).encode())
    return len(files)
