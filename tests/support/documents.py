"""Documents built by hand: simplified text with one section, a paragraph a line, sentences up to 。！？."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fupin_nlp.model import Alignment, CleanText, Document, RawText, Section, Sentence, Span


def clean_text(text: str, name: str = "text.txt") -> CleanText:
    """Return an undamaged text, all of it body."""
    return CleanText(RawText(text, name), text, Alignment.identity(), body=(Span(0, len(text)),))


def document(text: str, name: str = "text.txt", headings: Sequence[str] = ()) -> Document:
    """Return a document; a line that is among the headings opens a section of that path."""
    sentences: list[Sentence] = []
    sections = [Section(0, len(text), (), 0)]
    paragraph = 0
    for line in re.finditer(r"[^\n]*\n?", text):
        if not line[0]:
            continue
        if line[0].strip() in headings:
            sections[-1] = Section(sections[-1].start, line.start(), sections[-1].path, sections[-1].level)
            sections.append(Section(line.start(), len(text), (line[0].strip(),), 1))
            sentences.append(Sentence(line.start(), line.end(), len(sections) - 1, paragraph, True))
        else:
            for part in re.finditer(r"[^。！？\n]*(?:[。！？]+[”’]?|\n|$)\n?", line[0]):
                if part[0]:
                    start = line.start() + part.start()
                    sentences.append(Sentence(start, line.start() + part.end(), len(sections) - 1, paragraph))
        paragraph += 1
    return Document(clean_text(text, name), tuple(sections), tuple(sentences))


def decoded(path: Path) -> str:
    """Return a real report as text: UTF-8, else GB18030."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
