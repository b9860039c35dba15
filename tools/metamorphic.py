"""What changes of a text that mean nothing make of its records, into docs/evaluation/metamorphic.md.

usage: python -m tools.metamorphic [--save FILE.tsv] [--write]

Every text is read as it is and changed (`tests.support.metamorphic`), and the records are compared field by field. The
texts are those of corpus/ and, where they are at hand, some of the reports for evaluation. `--save` writes the figures
of this run; `--write` renews the page, beside the figures before in docs/evaluation/metamorphic-before.tsv.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from tests.support.metamorphic import FORMAT_CHANGES, TEXT_CHANGES, Difference, difference
from tests.support.places import ROOT, evaluation_folder

import fupin_nlp

PAGE = ROOT / "docs" / "evaluation" / "metamorphic.md"
BEFORE = PAGE.with_name("metamorphic-before.tsv")
_FROM_OTHERS = (("provincial_2026", 4), ("district_gb18030", 2))
_REASONS = {
    **dict.fromkeys(
        (name for name in TEXT_CHANGES if name.endswith("on both sides of numbers")),
        "a question mark put for a lost digit (?640人) no longer stands beside the number",
    ),
    "paragraphs without numbers added": "the period that a paragraph carries on to the next ends at one between them",
    "characters of Hong Kong (s2hk) and back": "s2hk writes 着 for 著 and the like; words that are cut otherwise",
    ".md": "the blank lines move the figures by a hair in the document, which turns decisions on the border",
    ".csv": "a table has no headings: what a heading says of the role is not known",
    "thousands separators": "a number of four digits that was a name",
    "traditional characters (s2t) and back": "words that s2t writes with another character",
}
_HEAD = """# Changes that mean nothing

Written by `python -m tools.metamorphic --write`; renew it with that command. Each text is read as it is and changed,
and value, unit, bound, role, entity and period of its records are compared. *Before* is version 0.1.0.

{texts} texts, {records} records.

| change | lost before | added before | fields before | lost | added | fields | why |
|---|---|---|---|---|---|---|---|
"""


def texts() -> Iterator[tuple[str, str]]:
    """Yield names and texts: the bodies of the reports at hand."""
    paths = sorted((ROOT / "corpus").glob("*.txt"))
    for folder, count in _FROM_OTHERS:
        paths += sorted((evaluation_folder() / "reports" / folder).glob("*.txt"))[:count]
    for path in paths:
        yield path.stem, fupin_nlp.read(path).body_text()


def measured() -> dict[str, Difference]:
    found: dict[str, Difference] = {}
    reports = list(texts())
    for name, change in {**TEXT_CHANGES, **FORMAT_CHANGES}.items():
        total = Difference()
        for stem, text in reports:
            total.add(difference(text, stem, change))
        found[name] = total
        print(f"{name}: lost {total.lost}, added {total.added}, {_fields(dict(total.changed))}", flush=True)
    return found


def _fields(changed: dict[str, int]) -> str:
    return ", ".join(f"{field} {count}" for field, count in sorted(changed.items())) or "0"


def _rows(found: dict[str, Difference]) -> list[tuple[str, str, str, str]]:
    return [(name, str(d.lost), str(d.added), _fields(dict(d.changed))) for name, d in found.items()]


def _page(found: dict[str, Difference], count: int) -> str:
    lines = BEFORE.read_text(encoding="utf-8").splitlines()[1:] if BEFORE.is_file() else []
    before = {name: rest for name, *rest in (line.split("\t") for line in lines)}
    records = max(d.records for d in found.values())
    out = _HEAD.format(texts=count, records=records)
    for name, lost, added, fields in _rows(found):
        old = before.get(name, ["", "", ""])
        why = _REASONS.get(name, "") if (lost, added, fields) != ("0", "0", "0") else ""
        out += f"| {name} | {' | '.join(old)} | {lost} | {added} | {fields} | {why} |\n"
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = measured()
    if options.save:
        rows = [("change", "lost", "added", "fields"), *_rows(found)]
        options.save.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    if options.write:
        PAGE.write_text(_page(found, len(list(texts()))), encoding="utf-8")


if __name__ == "__main__":
    main()
