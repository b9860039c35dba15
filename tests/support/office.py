"""Documents made for tests: Word, PDF, Excel, zip, from paragraphs and tables of our own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Row = Sequence[str | int | float | None]

TITLE = "青山县2020年脱贫攻坚工作总结"
PARAGRAPHS = (
    "今年以来，全县新建村级光伏电站36座，带动1250户脱贫户户均增收3000元左右，发放小额贷款2600万元，扶持农民专业合作社18家，"
    "培训实用技术人员4.2万人次，新修通村公路87公里，解决了6300名群众的出行难问题。",
    "一是压实责任。选派驻村干部420名，组建帮扶对子3100对，全年走访慰问困难群众1.6万人次，发放慰问金98.5万元，做到户户有干部、村村有队伍。",
)
CAPTION = "资金投入情况（单位：万元）"
TABLE: tuple[Row, ...] = (
    ("项目", "中央资金", "省级资金"),
    ("道路", 120, 80.5),
    ("饮水", 45, None),
)


def docx(blocks: Sequence[str | Sequence[Row]]) -> bytes:
    """Return a Word document: a string is a paragraph, a sequence of rows a table."""
    import docx as python_docx

    document = python_docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            table = document.add_table(rows=len(block), cols=len(block[0]))
            for cells, row in zip(table.rows, block, strict=True):
                for cell, value in zip(cells.cells, row, strict=True):
                    cell.text = "" if value is None else str(value)
    return _saved(document)


def docx_with(body: str, **parts: str) -> bytes:
    """Return a Word document with this XML as its body (prefix w), and other parts, named without their suffix."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    files = {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"}
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {space}>{content}</w:{name}>"
    return zipped({"[Content_Types].xml": "<Types/>", **files})


def paragraph(text: str, properties: str = "") -> str:
    """Return the XML of a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(
    sheets: Mapping[str, Sequence[Row]], *, merged: Sequence[str] = (), formats: Mapping[str, str] | None = None
) -> bytes:
    """Return a workbook; merged ranges and number formats are those of the first sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    first = book.worksheets[0]
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    for cells in merged:
        first.merge_cells(cells)
    return _saved(book)


def xls(sheets: Mapping[str, Sequence[Row]], formats: Mapping[tuple[int, int], str] | None = None) -> bytes:
    """Return a workbook of Excel 97; formats by row and column of the first sheet, from 0."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for n, (title, rows) in enumerate(sheets.items()):
        sheet = book.add_sheet(title)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                form = (formats or {}).get((i, j)) if n == 0 else None
                style = xlwt.easyxf(num_format_str=form) if form else xlwt.Style.default_style
                sheet.write(i, j, value, style)
    return _saved(book)


def pdf(pages: Sequence[Sequence[str | Sequence[Row]]], *, head: str = "", numbered: bool = True) -> bytes:
    """Return a PDF of justified paragraphs with indented first lines, wrapped at 28 characters, and ruled tables."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    _use_font(canvas)
    for number, page in enumerate(pages, 1):
        canvas.setFont("STSong-Light", 16)
        if head:
            canvas.drawCentredString(297, 810, head)
        y = 760.0
        for block in page:
            y = _table(canvas, block, y) if not isinstance(block, str) else _paragraph(canvas, block, y)
        if numbered:
            canvas.drawCentredString(297, 40, f"— {number} —")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_without_text() -> bytes:
    """Return a PDF whose page is a picture."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def old_word() -> bytes:
    """Return a Word 97 document that LibreOffice wrote from `TITLE`, `PARAGRAPHS`, `CAPTION`, `TABLE` and more."""
    return (Path(__file__).parent / "old_word.doc").read_bytes()


def _use_font(canvas: Any) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 16)


def _paragraph(canvas: Any, text: str, y: float, width: int = 28) -> float:
    text = "\u3000\u3000" + text if len(text) > width else text
    for i in range(0, len(text), width):
        line = text[i : i + width]
        indent = 32 if line.startswith("\u3000\u3000") else 0
        canvas.drawString(70 + indent, y, line.lstrip("\u3000"))
        y -= 28
    return y


def _table(canvas: Any, rows: Sequence[Row], y: float) -> float:
    top, left, width, height = y + 20, 70, 140, 28
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            canvas.rect(left + j * width, top - (i + 1) * height, width, height)
            canvas.drawString(left + j * width + 6, top - (i + 1) * height + 8, "" if value is None else str(value))
    return top - len(rows) * height - 40


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
