"""Word documents (.docx): paragraphs, tables and text boxes in their order.

Read from the XML itself and not through python-docx, which passes over what stands in content controls and in tracked
insertions: a report that was revised would lose numbers without a word.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from fupin_nlp.ingest.readers.elements import attribute, child, local, value_of
from fupin_nlp.ingest.readers.numbering import Numbering
from fupin_nlp.ingest.readers.package import check_package, read_entry, read_xml
from fupin_nlp.ingest.readers.parsed import Limits, Parsed, TextBuilder, Unreadable, spread_merged
from fupin_nlp.ingest.superscript import raised

__all__ = ["read_docx"]

_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted and moved text, field codes, the fallback of a drawing that stands there a second time.
_PASSED_OVER = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rubyPr", "rt", "pPr", "rPr"})
_DEEPEST = 60
_NOTES = {"footnotes.xml": "脚注", "endnotes.xml": "尾注"}


def read_docx(package: zipfile.ZipFile, limits: Limits) -> Parsed:
    """Return the text of a Word document.

    Raises
    ------
    Unreadable
        If a part is missing or no XML, or the document unpacks to more than the limit.
    """
    check_package(package, limits.max_bytes)
    main = _main_part(package)
    root = read_xml(package, main, limits.max_bytes)
    body = next((e for e in root if local(e) == "body"), None)
    if body is None:
        raise Unreadable("the file is broken: the document has no body")
    reader = _Reader(_numbering(package, main, limits))
    reader.body(body)
    for name, label in _NOTES.items():
        part = posixpath.join(posixpath.dirname(main), name)
        if part in package.namelist():
            reader.notes(read_xml(package, part, limits.max_bytes), label)
    return reader.parsed()


def _main_part(package: zipfile.ZipFile) -> str:
    """Return the part that the package names as its document."""
    if "_rels/.rels" in package.namelist():
        for relation in read_xml(package, "_rels/.rels", 1 << 20):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _numbering(package: zipfile.ZipFile, main: str, limits: Limits) -> Numbering:
    folder = posixpath.dirname(main)
    lists, styles = posixpath.join(folder, "numbering.xml"), posixpath.join(folder, "styles.xml")
    if lists not in package.namelist():
        return Numbering(_nothing, _nothing)

    def read_styles() -> ET.Element | None:
        numbers = styles in package.namelist() and b"numPr" in read_entry(package, styles, limits.max_bytes)
        return read_xml(package, styles, limits.max_bytes) if numbers else None

    return Numbering(lambda: read_xml(package, lists, limits.max_bytes), read_styles)


def _nothing() -> None:
    return None


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self._lines = TextBuilder()
        self._numbering = numbering
        self._paragraphs = 0
        self._tables = 0

    def body(self, body: ET.Element) -> None:
        self._blocks(body, 0)

    def notes(self, root: ET.Element, label: str) -> None:
        """Take the notes, after the text: what a note says belongs to no sentence of it."""
        number = 0
        for note in root:
            if attribute(note, "type") in (None, "normal"):
                number += 1
                boxes: list[ET.Element] = []
                for text in (_text_of(p, boxes) for p in note.iter() if local(p) == "p"):
                    if text.strip():
                        self._lines.add(text.strip(), f"{label}{number}")

    def parsed(self) -> Parsed:
        meta = {"paragraphs": str(self._paragraphs), "tables": str(self._tables)}
        return self._lines.parsed("docx", meta)

    def _blocks(self, parent: ET.Element, depth: int) -> None:
        """Take paragraphs and tables; what wraps them (content controls, tracked changes) is looked into."""
        if depth > _DEEPEST:
            raise Unreadable(f"nested deeper than {_DEEPEST} levels")
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element, depth)
            elif name == "tbl":
                self._table(element)
            elif name not in _PASSED_OVER:
                self._blocks(element, depth + 1)

    def _paragraph(self, element: ET.Element, depth: int) -> None:
        self._paragraphs += 1
        boxes: list[ET.Element] = []
        text = _text_of(element, boxes)
        if text.strip():
            self._lines.add(self._numbering.prefix(element) + text, f"第{self._paragraphs}段")
        for box in boxes:
            self._blocks(box, depth + 1)

    def _table(self, table: ET.Element) -> None:
        self._tables += 1
        above: dict[int, str] = {}  # column → text of the cell that is merged downwards
        width = max((sum(_span(c) for c in _cells(row)) for row in _rows(table)), default=0)
        for number, row in enumerate(_rows(table), 1):
            texts: list[str] = []
            for cell in _cells(row):
                text, column, span = _cell_text(cell), len(texts), _span(cell)
                merge = child(cell, "tcPr", "vMerge")
                if merge is not None and attribute(merge, "val") != "restart":
                    text = spread_merged(above.get(column, ""))
                elif merge is not None:
                    above[column] = text
                texts.append(text)
                whole = span == width > 1  # one cell as wide as the table is a title, not a row
                texts += [] if whole else [spread_merged(text)] * (span - 1)
            if any(texts):
                places = [f"表{self._tables} 第{number}行第{i}列" for i in range(1, len(texts) + 1)]
                self._lines.add_row(list(zip(texts, places, strict=True)))


def _text_of(element: ET.Element, boxes: list[ET.Element]) -> str:
    """Return the text of a paragraph; text boxes that hang on it are put aside.

    A walk with a stack of its own: files of hostile depth must not exhaust that of the interpreter.
    """
    parts: list[str] = []
    above = False
    stack = [iter(element)]
    while stack:
        inner = next(stack[-1], None)
        if inner is None:
            stack.pop()
            continue
        name = local(inner)
        if name == "t":
            parts.append(raised(inner.text or "") if above else inner.text or "")
        elif name in _CHARACTERS:
            parts.append(_CHARACTERS[name])
        elif name == "sym":
            parts.append(_symbol(inner))
        elif name == "txbxContent":
            boxes.append(inner)
        elif name not in _PASSED_OVER and not (name == "r" and _is_hidden(inner)):
            above = _is_raised(inner) if name == "r" else above
            stack.append(iter(inner))
    return "".join(parts)


def _is_hidden(run: ET.Element) -> bool:
    hidden = child(run, "rPr", "vanish")
    return hidden is not None and attribute(hidden, "val") not in ("0", "false", "off")


def _is_raised(run: ET.Element) -> bool:
    return value_of(run, "rPr", "vertAlign") == "superscript"


def _symbol(element: ET.Element) -> str:
    """Return a character of a symbol font where it is one of Unicode's; private ones say nothing."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _rows(table: ET.Element) -> Iterator[ET.Element]:
    yield from _named(table, "tr")


def _cells(row: ET.Element) -> Iterator[ET.Element]:
    yield from _named(row, "tc")


def _named(parent: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the children of a name, those in content controls and tracked insertions too."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "moveTo", "customXml"):
            yield from _named(element, name)


def _span(cell: ET.Element) -> int:
    value = value_of(cell, "tcPr", "gridSpan")
    return min(int(value), 64) if value and value.isdecimal() and int(value) else 1


def _cell_text(cell: ET.Element) -> str:
    """Return the paragraphs of a cell, those of tables inside it too, in their order."""
    boxes: list[ET.Element] = []
    paragraphs = [_text_of(p, boxes) for p in cell.iter() if local(p) == "p"]
    return "\n".join(p for p in paragraphs if p.strip())
