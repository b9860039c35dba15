"""Draw sums and panel cells for judgement by reading, and count what the judge found wrong.

usage: draw_cells.py draw FOLDER... --seed S [--sums N] [--panel N] -o SHEET.tsv [--aid AID.txt]
       draw_cells.py table SHEET.tsv

`draw` reads each folder as a corpus of its own. A sum is a cell that adds more than one record, by any of the keys of
SUMS; the same records under two keys are one sum. A panel cell is one target or one result. All of them are put in one
order, and the seed chooses among them. The sheet holds keys, values, documents and spans, and the quantities as
written, never a sentence, so that it can be committed for reports that may not be. The aid holds the sentences, for the
judge to read from; it is refused inside the checkout.

The judge writes `y` or `n` under `right`, and under `why` what is wrong. A sum is right where every record is of the
thing that its cell names, done within its period and by its place, and no record holds another; a panel cell where
region, indicator, period, side, value, unit and bound are as in the text and no word of the tone is wrong.

`table` writes the filled sheet in markdown, with the share that is right and its 95 % interval (Wilson).
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tools.draw_records import ROOT, interval

if TYPE_CHECKING:
    from fupin_nlp import Corpus, Record

SUMS: Final = (["region", "entity"], ["region", "indicator"], ["measure", "entity"], ["indicator"], ["year", "entity"])
COLUMNS: Final = ("kind", "folder", "cell", "shown", "records", "right", "why")
AROUND: Final = 160  # characters of the cleaned text on each side in the aid
LISTED: Final = 8  # quantities of a sum that the table names

Row = dict[str, str]
Cell = tuple[Row, list["Record"]]


def sums_of(corpus: Corpus, folder: str) -> list[Cell]:
    """Return every sum of more than one record, in the order of the keys of its cell."""
    from fupin_nlp import compare

    records = {record.id: record for report in corpus for record in report.records}
    found: dict[tuple[str, ...], Cell] = {}
    for by in SUMS:
        frame = compare(corpus, by=by).frame
        for line in frame[frame["basis"] == "sum"].to_dict("records"):
            ids = tuple(sorted(line["records"]))
            keys = [*by, "direction", "unit", "period_start", "period_end"]
            shown = f"{_number(line['value'], line['sum_max'])} {line['unit']}, {line['bound']}"
            row = _row("sum", folder, _joined(line, keys), shown, [records[i] for i in ids])
            found.setdefault(ids, (row, [records[i] for i in ids]))
    return list(found.values())


def panel_of(corpus: Corpus, folder: str) -> list[Cell]:
    """Return every target and every result of the panel, in the order of its rows."""
    from fupin_nlp import panel

    records = {record.id: record for report in corpus for record in report.records}
    found = []
    for line in panel(corpus).frame.to_dict("records"):
        for side in ("target", "result"):
            if not isinstance(line[f"{side}_id"], str):
                continue
            shown = f"{side} {_number(line[side], line[f'{side}_max'])} {line['unit']}, {line[f'{side}_bound']}"
            tone = line["target_modality"] if side == "target" else ""
            cell = _joined(line, ("region", "indicator", "target_from", "target_to", "per"))
            record = records[line[f"{side}_id"]]
            found.append((_row("panel", folder, cell, f"{shown}, {tone}".rstrip(", "), [record]), [record]))
    return found


def _joined(line: Mapping[str, Any], keys: Iterable[str]) -> str:
    return " · ".join(str(line[key]) for key in keys if isinstance(line.get(key), str) and line[key])


def _number(value: float, upper: float | None) -> str:
    return f"{value:.12g}" if upper is None or upper != upper else f"{value:.12g}–{upper:.12g}"


def _row(kind: str, folder: str, cell: str, shown: str, records: Iterable[Record]) -> Row:
    places = [f"{r.doc} {r.start}–{r.end} {' '.join(r.text.split())}" for r in records]
    values = (kind, folder, cell, shown, "; ".join(places), "", "")
    return dict(zip(COLUMNS, values, strict=True))


def draw(cells: Sequence[Cell], number: int, seed: int) -> list[Cell]:
    """Return a seeded draw of cells, in their order."""
    chosen = random.Random(seed).sample(range(len(cells)), min(number, len(cells)))
    return [cells[at] for at in sorted(chosen)]


def sheet_of(drawn: Iterable[Cell]) -> str:
    """Return the sheet to be filled."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row, _ in drawn)
    return out.getvalue()


def aid_of(drawn: Iterable[Cell], texts: Mapping[str, str]) -> str:
    """Return what the judge reads: each cell with the text around its records; `texts` is document → raw text."""
    lines = []
    for number, (row, records) in enumerate(drawn, 1):
        lines += ["", f"=== {number} {row['kind']}  {row['cell']}  =  {row['shown']}"]
        for record in records:
            text = texts[record.doc]
            before = text[max(0, record.start - AROUND) : record.start]
            around = " ".join(f"{before}【{record.text}】{text[record.end : record.end + AROUND]}".split())
            names = ("entity", "action", "role", "kind", "indicator", "period", "period_start", "period_end", "region")
            told = "  ".join(f"{name}={getattr(record, name)}" for name in names)
            lines += [f"  {record.id}  {around}", f"     {told}"]
    return "\n".join(lines) + "\n"


def read_sheet(path: Path) -> list[Row]:
    """Read a sheet.

    Raises
    ------
    SystemExit
        If its columns are not those of a sheet, or a judgement is neither `y`, `n` nor empty.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", restval="")
        if tuple(reader.fieldnames or ()) != COLUMNS:
            sys.exit(f"{path}: the columns must be {', '.join(COLUMNS)}")
        rows = list(reader)
    for number, row in enumerate(rows, 2):
        if row["right"] not in ("y", "n", ""):
            sys.exit(f"{path}: line {number}: `right` is y, n or empty, not {row['right']!r}")
    return rows


def table_of(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a filled sheet in markdown, sums and panel cells apart, each with what is right of what was read."""
    rows = list(rows)
    for kind in ("sum", "panel"):
        read = [row for row in rows if row["kind"] == kind and row["right"]]
        if not read:
            continue
        right = sum(row["right"] == "y" for row in read)
        low, high = interval(right, len(read))
        yield f"{right} of {len(read)} right ({right / len(read):.2f}, 95 % interval {low:.2f} to {high:.2f})."
        yield ""
        yield "| | cell | shown | where | right |"
        yield "|---|---|---|---|---|"
        for number, row in enumerate(read, 1):
            said = "yes" if row["right"] == "y" else "no"
            said += f": {row['why']}" if row["why"] else ""
            places = row["records"].split("; ")
            more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
            where = "; ".join(places[:LISTED]) + more
            yield (
                "| "
                + " | ".join(v.replace("|", "\\|") for v in (str(number), row["cell"], row["shown"], where, said))
                + " |"
            )
        yield ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw or write the table."""
    parser = argparse.ArgumentParser(description="Draw sums and panel cells for judgement by reading.")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write an empty sheet")
    drawing.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    drawing.add_argument("--seed", type=int, required=True, metavar="S")
    drawing.add_argument("--sums", type=int, default=30, metavar="N")
    drawing.add_argument("--panel", type=int, default=60, metavar="N")
    drawing.add_argument("-o", "--output", type=Path, required=True, metavar="SHEET.tsv")
    drawing.add_argument("--aid", type=Path, metavar="AID.txt", help="what the judge reads; outside the checkout")
    writing = commands.add_parser("table", help="write a filled sheet in markdown")
    writing.add_argument("sheet", type=Path, metavar="SHEET.tsv")
    options = parser.parse_args(arguments)
    if options.command == "table":
        print("\n".join(table_of(read_sheet(options.sheet))))
        return 0
    from fupin_nlp import Corpus

    return write_draw({path.name: Corpus.from_folder(path, progress=False) for path in options.folders}, options)


def write_draw(corpora: Mapping[str, Corpus], options: argparse.Namespace) -> int:
    """Write sheet and aid of the corpora, which stand under the names of their folders."""
    if options.aid is not None and options.aid.resolve().is_relative_to(ROOT):
        sys.exit(f"{options.aid}: the aid quotes the reports; write it outside of {ROOT}")
    if options.output.exists():
        sys.exit(f"{options.output} exists already; a filled sheet must not be lost, take another name")
    sums = [cell for folder, corpus in corpora.items() for cell in sums_of(corpus, folder)]
    cells = [cell for folder, corpus in corpora.items() for cell in panel_of(corpus, folder)]
    drawn = [*draw(sums, options.sums, options.seed), *draw(cells, options.panel, options.seed)]
    options.output.write_text(sheet_of(drawn), encoding="utf-8")
    if options.aid is not None:
        texts = {report.doc: report.raw.text for corpus in corpora.values() for report in corpus}
        options.aid.write_text(aid_of(drawn, texts), encoding="utf-8")
    print(f"{options.sums} of {len(sums)} sums, {options.panel} of {len(cells)} panel cells", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
