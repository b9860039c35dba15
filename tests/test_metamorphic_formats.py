"""The same text in every format gives the same records: values, units, bounds, roles, entities and periods."""

from __future__ import annotations

import html
import io
from functools import cache

import pytest

from fupin_nlp.report import ReportOptions, parse
from fupin_nlp.report.report import read_report
from tests.support import office
from tests.support.places import ROOT

FIELDS = (
    "clean",
    "value",
    "value_max",
    "unit",
    "bound",
    "role",
    "entity",
    "action",
    "period_start",
    "period_end",
    "region",
)
# What the grammar reads: how long a document is and where a figure stands in it move chances a little.
OPTIONS = ReportOptions(models="off")
SAMPLES = ("2019_略阳县", "2021_兰考县", "2018_略阳县")


def samples():
    found = [p for p in sorted((ROOT / "corpus").glob("*.txt")) if p.stem.startswith(SAMPLES)]
    assert len(found) >= 2
    return found


def as_text(paragraphs):
    return "\n".join(paragraphs).encode()


def as_gb18030(paragraphs):
    return "\r\n".join(paragraphs).encode("gb18030")


def as_utf16_without_mark(paragraphs):
    return "\n".join(paragraphs).encode("utf-16-le")


def as_page(paragraphs):
    body = "".join(f"<p>{html.escape(p)}</p>\n" for p in paragraphs)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>".encode()


def as_indented_page(paragraphs):
    return as_page([f"\u3000\u3000{p}" for p in paragraphs])


def as_markdown(paragraphs):
    return "\n\n".join(paragraphs).encode()


def as_word(paragraphs):
    return office.docx(list(paragraphs))


def as_cell(paragraphs):
    text = "\n".join(paragraphs).replace('"', '""')
    return f'标题,正文\n总结,"{text}"\n'.encode("utf-8-sig")


def as_print(paragraphs):
    """Return a PDF whose lines are as wide as the page allows, with an indent before paragraphs and page numbers."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    lines = [(i == 0, line) for paragraph in paragraphs for i, line in enumerate(_filled(paragraph))]
    for page, start in enumerate(range(0, len(lines), 25), 1):
        office._use_font(canvas)
        for i, (first, line) in enumerate(lines[start : start + 25]):
            canvas.drawString(70 + 32 * (first and len(line) > 20), 770 - 28 * i, line)
        canvas.drawCentredString(297, 40, f"— {page} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _filled(paragraph, most=28.0):
    """Return the lines of a paragraph; digits and signs of ASCII are half as wide as the others."""
    lines, line, width = [], "", 2.0 if len(paragraph) > most else 0.0
    for char in paragraph:
        own = 0.5 if char.isascii() else 1.0
        if width + own > most:
            lines.append(line)
            line, width = "", 0.0
        line, width = line + char, width + own
    return [*lines, line]


def as_json(paragraphs):
    import json

    return json.dumps({"id": 1, "content": "\n".join(paragraphs)}).encode()


def as_mail(paragraphs):
    import base64

    head = "From: a@example.com\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes("\n".join(paragraphs).encode())


DRESSES = {
    "text.txt": as_text,
    "gb18030.txt": as_gb18030,
    "utf16.txt": as_utf16_without_mark,
    "page.html": as_page,
    "indented.html": as_indented_page,
    "page.txt": as_page,
    "markdown.md": as_markdown,
    "word.docx": as_word,
    "cell.csv": as_cell,
    "print.pdf": as_print,
    "dump.json": as_json,
    "mail.eml": as_mail,
}


def records_of(report):
    return [tuple(str(getattr(r, field)) for field in FIELDS) for r in report.records]


@cache
def plain(path):
    """Return the paragraphs of the body, and the records of a text that has no others.

    What a format does to the furniture around the body is another question.
    """
    report = parse(path.read_text(encoding="utf-8"), name=path.name)
    paragraphs = [line.strip() for line in report.body_text().splitlines() if line.strip()]
    return paragraphs, records_of(parse("\n".join(paragraphs), name=f"{path.stem}.txt", options=OPTIONS))


@pytest.mark.parametrize("path", samples(), ids=lambda path: path.stem)
@pytest.mark.parametrize("dress", [name for name in DRESSES if name != "text.txt"])
def test_every_format_gives_the_same_records(path, dress, tmp_path):
    paragraphs, expected = plain(path)
    suffix = dress[dress.index(".") :]
    found = records_of(read_report(DRESSES[dress](paragraphs), name=f"{path.stem}{suffix}", options=OPTIONS))
    assert len(expected) > 5
    different = [(a, b) for a, b in zip(expected, found, strict=False) if a != b]
    assert (len(found), different) == (len(expected), [])
