"""Write docs/evaluation/reasons.md: how often each reason decided a field on train, and how often it was right.

usage: python -m tools.reasons [-o FILE]

A reason is what `Record.evidence` tells of a field, less the words of the text: “the clause says 已” and “the clause
says 已经” are one reason. Train is the gold that may be read, see tools/gold.py; texts of others among it leave no word
on the page. The models were fitted to train, so the same is counted on check, which is only scored: of it the page has
totals of reasons that train knows, too.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fupin_nlp
from fupin_nlp.model import Record
from fupin_nlp.report.evaluate import right_fields
from fupin_nlp.report.goldset import GoldDocument, GoldGroup
from fupin_nlp.report.matching import pair, same_quantity
from tools.evaluation_report import table
from tools.gold import check_groups, train_groups

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "evaluation" / "reasons.md"
WEAK, MANY, BIG = 0.7, 10, 30  # a reason right less often in as many rows is marked; so many are shown by group
INTRODUCTION = f"""\
# Reasons

Written by `python -m tools.reasons` (`make reasons`); renew it with that command. For every reason that a decision can
have, as `Record.explain()` tells it less the words of the text: in how many found records of train it decided the
field, and in how many of them the field is right; behind a reason of the role stands what it decided. Reasons of
{MANY} rows or more that are right in less than {WEAK:.0%} are marked weak. Entity, period and region match softly, see
`fupin_nlp.report.matching`. What the groups are is told in `training/README.md` (a, b and w are news, c excerpts of
work reports). The models were fitted to train: what they decide is right more often there than elsewhere. The column
`check` tells the same of texts that nothing was made on and that are only scored: rate and rows.
"""

_HAN = r"一-鿿"
_PLACED = re.compile(r"^(?P<words>.+) at \d+(?: \((?P<how>[\w -]+)\))?$", re.DOTALL)
_WHOLE = re.compile(r"^(?:全|我|本|该)\w$")
_WORDS = re.compile(rf"[^\sA-Za-z:;()]*[\d{_HAN}][^\sA-Za-z:;()]*")
_CUE = re.compile(r"^(?P<code>[\w.]+) .+ -?[\d.e+-]+ \((?P<part>[\w ]+)\)$", re.DOTALL)


def reason_of(name: str, told: str, answer: object) -> str:
    """Return the reason behind the words of an evidence.

    Parameters
    ----------
    name : str
        The field.
    told : str
        What the record tells about it.
    answer : object
        The field's value; of the cues of a measure only those of the measure chosen count.

    Examples
    --------
    >>> reason_of("role", "the clause says 已", "achieved"), reason_of("period", "2014年 at 7 (year)", "2014年")
    ('the clause says …', 'words of the text: year')
    >>> reason_of("measure", "finance 贷款 12 (entity); economy 资金 3 (sentence); finance 放 2 (action)", "finance")
    'action + entity'
    """
    if not told:
        return "nothing told"
    cues = [_CUE.match(cue) for cue in told.split("; ")]
    if name == "measure" and all(cues):
        code = str(answer).split(".")[0]
        parts = sorted({cue["part"] for cue in cues if cue and cue["code"].split(".")[0] == code})
        return " + ".join(parts) or "no cue of its own"
    if placed := _PLACED.match(told):
        if placed["how"]:
            return f"words of the text: {placed['how']}"
        return "a word for the whole place" if _WHOLE.match(placed["words"]) else "a name in the text"
    head, colon, rest = told.partition(": ")
    if colon and re.search(rf"[\d{_HAN}]", rest):
        return f"{_WORDS.sub('…', head)}: …"
    return _WORDS.sub("…", told)


@dataclass(slots=True)
class Count:
    """How often a reason decided, and how often it was right, by group."""

    rows: dict[str, int] = field(default_factory=dict)
    right: dict[str, int] = field(default_factory=dict)

    def add(self, group: str, *, right: bool) -> None:
        """Count one row."""
        self.rows[group] = self.rows.get(group, 0) + 1
        self.right[group] = self.right.get(group, 0) + right

    @property
    def total(self) -> int:
        """Rows of all groups."""
        return sum(self.rows.values())

    @property
    def rate(self) -> float:
        """Share of the rows that are right."""
        return sum(self.right.values()) / self.total

    @property
    def weak(self) -> bool:
        """Whether the reason is to be mended."""
        return self.total >= MANY and self.rate < WEAK


Counts = dict[str, dict[str, Count]]


def decided(document: GoldDocument, records: Iterable[Record]) -> Iterator[tuple[str, str, bool]]:
    """Yield field, reason and whether the field is right, of every record that fits gold with the right number."""
    rows: list[Mapping[str, Any]] = [{**record.to_dict(), "evidence": record.evidence} for record in records]
    for gold, given in pair(rows, document.rows)[0]:
        if given is None or gold.get("optional") or not same_quantity(given, gold):
            continue
        right = right_fields(given, gold)
        for name, told in given["evidence"].items():
            if name in right:
                reason = reason_of(name, told, given[name])
                yield name, f"{reason} → {given[name]}" if name == "role" else reason, right[name]


def count(groups: Iterable[GoldGroup]) -> Counts:
    """Run the library on all texts and count."""
    counts: Counts = {}
    for group in groups:
        for document in group.documents:
            for name, reason, right in decided(document, fupin_nlp.read(document.path).records):
                counts.setdefault(name, {}).setdefault(reason, Count()).add(group.name, right=right)
    return counts


def field_section(name: str, reasons: Mapping[str, Count], checked: Mapping[str, Count]) -> list[str]:
    """Return the reasons of one field, those that decided most first; those of a few rows together."""
    ordered = sorted(reasons.items(), key=lambda item: (-item[1].total, item[0]))
    rows = []
    for reason, found in ordered:
        if found.total >= MANY:
            each = sorted(found.rows) if found.total >= BIG else []
            groups = ", ".join(f"{g} {found.right[g] / found.rows[g]:.2f} of {found.rows[g]}" for g in each)
            mark = " **weak**" if found.weak else ""
            told = [found.total, sum(found.right.values()), f"{found.rate:.3f}{mark}", of_check(checked.get(reason))]
            rows.append([reason, *told, groups])
    rare = [found for _, found in ordered if found.total < MANY]
    if rare:
        whole, right = sum(found.total for found in rare), sum(sum(found.right.values()) for found in rare)
        rows.append([f"{len(rare)} reasons of fewer than {MANY} rows", whole, right, f"{right / whole:.3f}", "", ""])
    return [f"## {name}", "", *table(["reason", "rows", "right", "rate", "check", "by group"], rows)]


def of_check(found: Count | None) -> str:
    """Return rate and rows on check, weak ones marked."""
    if found is None:
        return ""
    return f"{found.rate:.2f} of {found.total}{' **weak**' if found.weak else ''}"


def weak_reasons(counts: Counts) -> list[Count]:
    """Return those that are right too seldom."""
    return [found for reasons in counts.values() for found in reasons.values() if found.weak]


def page(counts: Counts, checked: Counts) -> str:
    """Return the page.

    Parameters
    ----------
    counts, checked : mapping of str to mapping of str to Count
        Field → reason → how often, on train and on check.
    """
    weak, also = weak_reasons(counts), weak_reasons(checked)
    lines = [
        INTRODUCTION,
        f"Weak reasons: {len(weak)} with {sum(found.total for found in weak)} rows on train, {len(also)} with "
        f"{sum(found.total for found in also)} rows on check.",
        "",
    ]
    for name, reasons in counts.items():
        lines += field_section(name, reasons, checked.get(name, {}))
    return "\n".join(lines).rstrip("\n") + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description="Count on train how often each reason decided and was right.")
    parser.add_argument("-o", "--output", type=Path, default=PAGE, metavar="FILE")
    options = parser.parse_args(arguments)
    options.output.write_text(page(count(train_groups()), count(check_groups())), encoding="utf-8")
    print(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
