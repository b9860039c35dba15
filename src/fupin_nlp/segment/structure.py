"""Sentences and sections of a cleaned document."""

from __future__ import annotations

from fupin_nlp.model import CleanText, Document, Section, Sentence
from fupin_nlp.segment.headings import Heading, HeadingRules, heading_rules, inline_heading, line_heading
from fupin_nlp.segment.sentences import split_lines
from fupin_nlp.segment.spacing import even
from fupin_nlp.segment.tables import cells_of

__all__ = ["divide"]

_new = tuple.__new__
"""Makes a `Sentence` or `Section` in a third of the time of its constructor; a report has a thousand."""


def divide(clean: CleanText) -> Document:
    """Split the body of a cleaned document into sentences and sections; `segment` is what users call."""
    clean = even(clean)
    builder = _Builder(clean.text, heading_rules())
    for span in clean.body:
        for spans in split_lines(clean.text, span):
            builder.add_line(spans)
    cells = cells_of(clean.text, clean.body)
    return Document(clean, tuple(builder.sections()), tuple(builder.sentences), cells)


class _Builder:
    """Collects sentences and the headings above them."""

    __slots__ = ("_open", "_paragraph", "_rules", "_starts", "sentences", "text")

    def __init__(self, text: str, rules: HeadingRules) -> None:
        self.text = text
        self.sentences: list[Sentence] = []
        self._rules = rules
        self._starts: list[tuple[int, tuple[str, ...], int]] = []
        self._open: list[Heading] = []
        self._paragraph = 0

    def add_line(self, spans: list[tuple[int, int]]) -> None:
        """Take the sentences of one line and note the headings among them."""
        text, paragraph, add = self.text, self._paragraph, self.sentences.append
        inside = self._rules.inside.match
        self._paragraph = paragraph + 1
        heading = line_heading(text, *spans[0], alone=len(spans) == 1)
        if heading is None and not self._starts:
            self._starts.append((spans[0][0], (), 0))
        first = True
        for start, end in spans:
            if first:
                first = False
            else:
                heading = inline_heading(text, start, end) if inside(text, start, end) else None
            titled = False
            if heading is not None:
                self._enter(start, heading)
                titled = heading.title != ""
            add(_new(Sentence, (start, end, len(self._starts) - 1, paragraph, titled)))

    def _enter(self, start: int, heading: Heading) -> None:
        while self._open and self._open[-1].level >= heading.level:
            self._open.pop()
        if heading.title:
            self._open.append(heading)
        level = max(1, heading.level) if heading.title else 0
        self._starts.append((start, tuple([h.title for h in self._open]), level))

    def sections(self) -> list[Section]:
        """Return the sections; each ends where the next begins."""
        stops = [start for start, _, _ in self._starts[1:]]
        if self.sentences:
            stops.append(self.sentences[-1].end)
        return [
            _new(Section, (start, stop, path, level))
            for (start, path, level), stop in zip(self._starts, stops, strict=True)
        ]
