"""Draw records for judgement by reading, and count what the judge found wrong.

usage: draw_records.py draw FOLDER... --per-report N [--seed S] -o SHEET.tsv [--aid AID.txt]
       draw_records.py summary SHEET.tsv...

`draw` takes N records of every report (all, if it has fewer). Each report has a draw of its own, seeded with the
seed and its name: another report in the folder changes nothing about the others. The sheet holds document, span and
the quantity as written, never a sentence, so that it can be committed for reports that may not be. The aid holds
every field and the text around the quantity, for the judge to read from; it is refused inside the checkout.

The judge writes `y` under `read` for each row he has read. Under a field he writes nothing where it is right, and
what would be right (or `x`) where it is wrong; `span` is for quantities that are none or are cut in the wrong place.
Fields that cannot be told from the text stay empty, with a word in `comment`.

`summary` counts the rows that were read: `found` is right where span, value and unit are, `record` where bound, role,
measure and entity are too. Several sheets stand side by side, each rate with its 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
from collections.abc import Iterable, Sequence
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupin_nlp import Record, Report

ROOT = Path(__file__).resolve().parents[1]
PLACE = ("document", "start", "end", "text")
JUDGED = ("span", "value", "unit", "bound", "entity", "action", "role", "measure", "period", "region", "kind")
COLUMNS = (*PLACE, "read", *JUDGED, "comment")
FOUND = ("span", "value", "unit")
RECORD = (*FOUND, "bound", "role", "measure", "entity")
AROUND = 60  # characters of text on each side in the aid
SURE = 1.96  # standard deviations of a 95 % interval

Row = dict[str, str]
Draw = list[tuple["Report", list["Record"]]]


def draw(reports: Iterable[Report], per_report: int, seed: int) -> Draw:
    """Return a seeded draw of records of each report, in text order."""
    drawn = []
    for report in reports:
        chance = random.Random(f"{seed}:{report.doc}")
        chosen = chance.sample(report.records, min(per_report, len(report.records)))
        drawn.append((report, sorted(chosen, key=lambda record: (record.start, record.end))))
    return drawn


def sheet_of(drawn: Draw) -> str:
    """Return the sheet to be filled: place and quantity, and empty columns for the judgement."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    for report, records in drawn:
        for record in records:
            place = (report.doc, str(record.start), str(record.end), " ".join(record.text.split()))
            writer.writerow(dict(zip(PLACE, place, strict=True)))
    return out.getvalue()


def aid_of(drawn: Draw) -> str:
    """Return what the judge reads: the fields of each record and the text around it."""
    lines = []
    row = 1
    for report, records in drawn:
        lines += [f"=== {report.doc}  region {report.region}  date {report.date}  {report.title or ''}", ""]
        for record in records:
            row += 1
            lines += [*_told(report, record, row), ""]
    return "\n".join(lines)


def _told(report: Report, record: Record, row: int) -> list[str]:
    raw = report.raw.text
    before = raw[max(0, record.start - AROUND) : record.start]
    after = raw[record.end : record.end + AROUND]
    text = " ".join(f"{before}【{record.text}】{after}".split())
    fields = {name: value for name, value in record.to_dict().items() if name not in ("doc", "text", "sentence")}
    return [
        f"row {row}  {report.doc} {record.start}..{record.end}",
        f"  {text}",
        f"  sentence: {' '.join(record.sentence.split())}",
        "  " + "  ".join(f"{name}={value}" for name, value in fields.items() if value not in (None, "", [], {})),
    ]


def read_sheet(path: Path) -> list[Row]:
    """Read a sheet.

    Raises
    ------
    SystemExit
        If a column is missing or unknown; the message names it.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", restval="")
        names = reader.fieldnames or []
        if sorted(names) != sorted(COLUMNS):
            odd = sorted(set(names).symmetric_difference(COLUMNS)) or "columns twice"
            sys.exit(f"{path}: the columns must be {', '.join(COLUMNS)}; missing, unknown or doubled: {odd}")
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if None in row:
            sys.exit(f"{path}: line {number} has more cells than the sheet has columns")
    return rows


def was_read(row: Row) -> bool:
    """Whether the judge has read a row: he said so, or found something wrong in it."""
    return any(row[name].strip() for name in ("read", *JUDGED))


def errors(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many rows are wrong in `found`, in `record` and in each field."""
    rows = list(rows)
    groups = {"found": FOUND, "record": RECORD, **{name: (name,) for name in JUDGED}}
    return {kind: sum(any(row[f].strip() for f in fields) for row in rows) for kind, fields in groups.items()}


def interval(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share after Wilson, which holds for small draws and shares near 1."""
    share, spread = right / of, SURE * SURE / of
    middle = (share + spread / 2) / (1 + spread)
    half = SURE / (1 + spread) * sqrt(share * (1 - share) / of + spread / (4 * of))
    return max(0.0, middle - half), min(1.0, middle + half)


def summary(sheets: Sequence[tuple[str, list[Row]]]) -> str:
    """Return the errors by kind of each sheet as a table in markdown."""
    names = [name for name, _ in sheets]
    read = [[row for row in rows if was_read(row)] for _, rows in sheets]
    counted = [errors(rows) for rows in read]
    head = " | ".join(f"{name}: wrong | right (95 %)" for name in names)
    lines = [f"| kind | {head} |", "|---" * (1 + 2 * len(names)) + "|"]
    sizes = [f"{len(r)} of {len(rows)} read | " for r, (_, rows) in zip(read, sheets, strict=True)]
    lines.append(f"| records | {' | '.join(sizes)} |")
    for kind in ("found", "record", *JUDGED):
        cells = [_cells(count[kind], len(rows)) for count, rows in zip(counted, read, strict=True)]
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cells(wrong: int, of: int) -> str:
    if not of:
        return "- | -"
    low, high = interval(of - wrong, of)
    return f"{wrong} | {(of - wrong) / of:.3f} ({low:.3f} to {high:.3f})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw or count."""
    parser = argparse.ArgumentParser(description="Draw records for judgement by reading, and count the errors.")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write an empty sheet")
    drawing.add_argument("folders", nargs="+", metavar="FOLDER", help="folders or files of reports")
    drawing.add_argument("--per-report", type=int, required=True, metavar="N")
    drawing.add_argument("--seed", type=int, default=1, metavar="S")
    drawing.add_argument("-o", "--output", type=Path, required=True, metavar="SHEET.tsv")
    drawing.add_argument("--aid", type=Path, metavar="AID.txt", help="what the judge reads; outside the checkout")
    counting = commands.add_parser("summary", help="count the errors of filled sheets")
    counting.add_argument("sheets", nargs="+", type=Path, metavar="SHEET.tsv")
    options = parser.parse_args(arguments)
    if options.command == "summary":
        print(summary([(path.stem, read_sheet(path)) for path in options.sheets]))
        return 0
    return _write_draw(options)


def _write_draw(options: argparse.Namespace) -> int:
    import fupin_nlp

    if options.aid is not None and options.aid.resolve().is_relative_to(ROOT):
        sys.exit(f"{options.aid}: the aid quotes the reports; write it outside of {ROOT}")
    if options.output.exists():
        sys.exit(f"{options.output} exists already; a filled sheet must not be lost, take another name")
    corpus = fupin_nlp.Corpus.from_folder(*options.folders)
    drawn = draw(corpus.reports, options.per_report, options.seed)
    options.output.write_text(sheet_of(drawn), encoding="utf-8")
    if options.aid is not None:
        options.aid.write_text(aid_of(drawn), encoding="utf-8")
    for failure in corpus.failures:
        print(failure, file=sys.stderr)
    print(f"{sum(len(records) for _, records in drawn)} records of {len(drawn)} reports", file=sys.stderr)
    return 1 if corpus.failures else 0


if __name__ == "__main__":
    sys.exit(main())
