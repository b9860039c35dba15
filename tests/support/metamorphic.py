"""Changes of a text that mean nothing, and the differences that they make to its records.

Each change is a function from text to text, or to the bytes of a file with its suffix. What a record says (value, unit,
bound, role, entity, period) must stay; where it stands may not.
"""

from __future__ import annotations

import csv
import html
import io
import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

import regex

import fupin_nlp
from fupin_nlp.model import Record
from fupin_nlp.report.matching import same_phrase

FIELDS = ("value", "value_max", "unit", "bound", "certain", "role", "entity", "period_start", "period_end")
_NUMBER = regex.compile(r"(?<![\d.A-Za-z])\d+(?:\.\d+)?(?![\d.]*[A-Za-z\d])")
_THOUSANDS = regex.compile(r"(?<![\d.A-Za-z])(?!(?:19|20)\d\d(?!\d))\d{4,}(?![\d]*[A-Za-z号])")
_PLAIN = (
    "县委常委会多次听取汇报，认真研究部署。",
    "各级干部深入基层，扑下身子真抓实干。",
    "会议要求，各部门要各司其职、密切配合。",
)

Change = Callable[[str], "str | tuple[bytes, str]"]


def spaced(blank: str) -> Change:
    """Put a blank on both sides of every number of running text."""
    return lambda text: _NUMBER.sub(lambda m: f"{blank}{m[0]}{blank}", text)


def unit_spaced(text: str) -> str:
    """Put a space between a number and what follows it only."""
    return _NUMBER.sub(lambda m: m[0] + " ", text)


def line_ends(end: str) -> Change:
    """End the lines in another way; the text is a file, because what is in memory may be read otherwise."""
    return lambda text: (text.replace("\n", end).encode(), ".txt")


def indented(blanks: str) -> Change:
    """Indent every paragraph."""
    return lambda text: "\n".join(blanks + line if line.strip() else line for line in text.split("\n"))


def encoded(codec: str) -> Change:
    """Write the text in another encoding."""
    return lambda text: (text.encode(codec, "replace"), ".txt")


def full_width(text: str) -> str:
    """Write digits and the sign of per cent in full width."""
    return text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))


def thousands(text: str) -> str:
    """Write thousands separators in numbers from 1000 on that are no years."""
    return _THOUSANDS.sub(lambda m: f"{int(m[0]):,}" if m[0][0] != "0" else m[0], text)


@lru_cache(maxsize=4)
def _converter(config: str) -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC(config).convert
    return convert


def script(config: str) -> Change:
    """Write the text in traditional characters; the library leads it back."""
    return _converter(config)


def with_paragraphs(text: str) -> str:
    """Insert paragraphs without numbers between others, behind every fifth line that ends a sentence."""
    chance = random.Random(7)
    out: list[str] = []
    for i, line in enumerate(text.split("\n")):
        out.append(line)
        if i % 5 == 4 and line.rstrip().endswith("。"):
            out.append(chance.choice(_PLAIN))
    return "\n".join(out)


def with_page_numbers(text: str) -> str:
    """Insert a line with the number of a page behind every eighth line that ends a sentence."""
    out: list[str] = []
    page = 0
    for i, line in enumerate(text.split("\n")):
        out.append(line)
        if i % 8 == 7 and line.rstrip().endswith("。"):
            page += 1
            out.append(f"— {page} —")
    return "\n".join(out)


def as_html(indent: str = "") -> Change:
    """Make a web page of the text, one paragraph a line."""

    def change(text: str) -> tuple[bytes, str]:
        lines = "\n".join(
            f"<p>{indent}{html.escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip()
        )
        page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\n{lines}\n</body></html>'
        return page.encode(), ".html"

    return change


def as_markdown(text: str) -> tuple[bytes, str]:
    """Make a Markdown file of the text: a blank line between its paragraphs."""
    return "\n\n".join(line for line in text.split("\n") if line.strip()).encode(), ".md"


def as_docx(text: str) -> tuple[bytes, str]:
    """Make a Word document of the text, one paragraph a line."""
    import docx

    document = docx.Document()
    for line in text.split("\n"):
        if line.strip():
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), ".docx"


def as_csv(text: str) -> tuple[bytes, str]:
    """Make a table of one report: a column for the text, a row for the report."""
    out = io.StringIO()
    csv.writer(out).writerows([["正文"], [text]])
    return out.getvalue().encode(), ".csv"


TEXT_CHANGES: dict[str, Change] = {
    "a space on both sides of numbers": spaced(" "),
    "a no-break space on both sides of numbers": spaced("\u00a0"),
    "an ideographic space on both sides of numbers": spaced("\u3000"),
    "a thin space on both sides of numbers": spaced("\u2009"),
    "a narrow no-break space on both sides of numbers": spaced("\u202f"),
    "an em space on both sides of numbers": spaced("\u2003"),
    "a space behind numbers only": unit_spaced,
    "indentation by two ideographic spaces": indented("\u3000\u3000"),
    "indentation by two em spaces": indented("\u2003\u2003"),
    "indentation by four no-break spaces": indented("\u00a0" * 4),
    "indentation by a tab": indented("\t"),
    "line ends CR LF": line_ends("\r\n"),
    "line ends CR": line_ends("\r"),
    "line ends U+2028": line_ends("\u2028"),
    "line ends U+0085": line_ends("\u0085"),
    "digits and per cent in full width": full_width,
    "thousands separators": thousands,
    "traditional characters (s2t) and back": script("s2t"),
    "characters of Hong Kong (s2hk) and back": script("s2hk"),
    "paragraphs without numbers added": with_paragraphs,
    "lines with page numbers added": with_page_numbers,
    "UTF-8 with byte order mark": encoded("utf-8-sig"),
    "UTF-16 with byte order mark": encoded("utf-16"),
    "GB18030": encoded("gb18030"),
}
FORMAT_CHANGES: dict[str, Change] = {
    ".html": as_html(),
    ".html, indented by &nbsp;": as_html("&nbsp;&nbsp;&nbsp;&nbsp;"),
    ".html, indented by ideographic spaces": as_html("\u3000\u3000"),
    ".md": as_markdown,
    ".docx": as_docx,
    ".csv": as_csv,
}


@dataclass
class Difference:
    """What a change made of the records of some texts."""

    records: int = 0
    lost: int = 0
    added: int = 0
    changed: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.lost + self.added + sum(self.changed.values())

    def add(self, other: Difference) -> None:
        self.records += other.records
        self.lost += other.lost
        self.added += other.added
        self.changed += other.changed
        self.examples += other.examples


def _said(record: Record) -> dict[str, object]:
    said = {name: getattr(record, name) for name in FIELDS}
    said["entity"] = "".join(said["entity"].split()) if said["entity"] else None
    return said


LIKE_NAME = "like name"
"""An entity that is named otherwise, but alike (脱贫人口外出务工, 脱贫人口): which of two such names the models prefer
may hang on where in its document a figure stands."""


def compare(base: Iterable[Record], other: Iterable[Record]) -> Difference:
    """Align two lists of records by value and unit, and tell how they differ."""
    a, b = list(base), list(other)
    keys = [[(r.value, r.value_max, r.unit) for r in side] for side in (a, b)]
    told = Difference(records=len(a))
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag != "equal":
            told.lost += a2 - a1
            told.added += b2 - b1
            told.examples += [f"- {r.text!r} {r.value}" for r in a[a1:a2]] + [
                f"+ {r.text!r} {r.value}" for r in b[b1:b2]
            ]
            continue
        for one, two in zip(a[a1:a2], b[b1:b2], strict=True):
            left, right = _said(one), _said(two)
            for name in FIELDS:
                if left[name] != right[name]:
                    like = name == "entity" and same_phrase(left[name], [right[name]])
                    told.changed[LIKE_NAME if like else name] += 1
                    told.examples.append(f"{one.text!r} {name}: {left[name]} → {right[name]}")
    return told


@lru_cache(maxsize=8)
def _unchanged(text: str, name: str) -> tuple[Record, ...]:
    return tuple(fupin_nlp.parse(text, name=f"{name}.txt").records)


def difference(text: str, name: str, change: Change) -> Difference:
    """Read a text as it is and changed, under the same name, and compare the records."""
    made = change(text)
    base = _unchanged(text, name)
    if isinstance(made, str):
        return compare(base, fupin_nlp.parse(made, name=f"{name}.txt").records)
    data, suffix = made
    from fupin_nlp.report.report import read_report

    return compare(base, read_report(data, name=f"{name}{suffix}").records)
