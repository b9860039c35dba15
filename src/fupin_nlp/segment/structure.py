"""Sentences and sections of a cleaned document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fupin_nlp.model import CleanText, Document, Section, Sentence
from fupin_nlp.segment.headings import Heading, heading_rules, inline_heading, line_heading
from fupin_nlp.segment.sentences import split_lines

__all__ = ["divide"]

_new = tuple.__new__
"""Makes a `Sentence` in a third of the time of its constructor; a report has a thousand."""


def divide(clean: CleanText) -> Document:
    """Split the body of a cleaned document into sentences and sections; `segment` is what users call."""
    builder = _Builder(clean.text)
    for span in clean.body:
        for spans in split_lines(clean.text, span):
            builder.add_line(spans)
    return Document(clean, tuple(builder.sections()), tuple(builder.sentences))


@dataclass(slots=True)
class _Builder:
    """Collects sentences and the headings above them."""

    text: str
    sentences: list[Sentence]
    _starts: list[tuple[int, tuple[str, ...], int]]
    _open: list[Heading]
    _paragraph: int

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = []
        self._starts = []
        self._open = []
        self._paragraph = 0

    def add_line(self, spans: list[tuple[int, int]]) -> None:
        """Take the sentences of one line and note the headings among them."""
        text, paragraph, add = self.text, self._paragraph, self.sentences.append
        inside = heading_rules().inside.match
        first = spans[0][0]
        for start, end in spans:
            heading = None
            if start == first:
                heading = line_heading(text, start, end, alone=len(spans) == 1)
            elif inside(text, start, end):
                heading = inline_heading(text, start, end)
            if heading is not None:
                self._enter(start, heading)
            elif not self._starts:
                self._starts.append((start, (), 0))
            titled = heading is not None and heading.title != ""
            add(_new(Sentence, (start, end, len(self._starts) - 1, paragraph, titled)))
        self._paragraph += 1

    def _enter(self, start: int, heading: Heading) -> None:
        while self._open and self._open[-1].level >= heading.level:
            self._open.pop()
        if heading.title:
            self._open.append(heading)
        level = max(1, heading.level) if heading.title else 0
        self._starts.append((start, tuple(h.title for h in self._open), level))

    def sections(self) -> Iterator[Section]:
        """Yield the sections; each ends where the next begins."""
        end = self.sentences[-1].end if self.sentences else 0
        for i, (start, path, level) in enumerate(self._starts):
            stop = self._starts[i + 1][0] if i + 1 < len(self._starts) else end
            yield Section(start, stop, path, level)
