"""What dates a sentence from outside its paragraph: the headings above it, and the part of the report it lies in.

A chapter such as 2025年工作和“十四五”发展回顾 looks back twice. What tells the two apart is the paragraph that opens
each part: it names the year or the years, tells no figure, and everything up to the next such paragraph of the
chapter, or to the end of the chapter, happened in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fupin_nlp.interpret.outline import Outline
from fupin_nlp.interpret.period.dates import Interval, PartialDate
from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods
from fupin_nlp.interpret.period.patterns import address, being, numbered, told_figure, vague_years, years_of
from fupin_nlp.interpret.period.resolve import UNKNOWN, names_year, resolve
from fupin_nlp.model.structure import Document, Section

__all__ = ["Chapters", "Part", "parts_of"]

_HEADING_CHARS = 40
_SPOKEN = ("今年", "本年", "明年", "去年")
# Words about one year or several; 上半年, 近期 and 2024年以来 open no part of a report.
_RULES = frozenset({"year", "relative_year", "last_years", "plan_span", "year_range", "next_years"})

LeadOf = Callable[[int], PeriodMention | None]


class Chapters:
    """The periods of headings and parts of one document.

    Parameters
    ----------
    document : Document
    outline : Outline
        That of the document.
    lead_of : callable
        Ordinal of a sentence → the words that date it from its head, if any.
    report_date : PartialDate or None
        When the report was given.
    """

    def __init__(self, document: Document, outline: Outline, lead_of: LeadOf, report_date: PartialDate | None) -> None:
        self._document = document
        self._text = document.clean.text
        self._outline = outline
        self._date = report_date
        self._known: dict[str, list[PeriodMention]] = {}
        self._periods: dict[int, PeriodMention | None] = {}
        self._headings = self._section_periods(lead_of)
        self._lines = self._numbered_lines()
        self._parts = parts_of(self._text, outline, document.sections, lead_of, self._dated)

    def period_of(self, sentence: int) -> PeriodMention | None:
        """Return the period of the heading or part that a sentence lies in; the one that begins later says more."""
        if sentence not in self._periods:
            self._periods[sentence] = self._find_period(sentence)
        return self._periods[sentence]

    def _find_period(self, sentence: int) -> PeriodMention | None:
        if not self._document.sentences:
            return None
        section = self._document.sentences[sentence].section
        depth, named = self._headings[section] if section < len(self._headings) else (0, None)
        part = self._parts[sentence]
        if part is None:
            return named or self._lines[sentence]
        spoken = resolve(part.mention, self._date)
        if named is None:
            return self._said_in_full(part, spoken) or part.mention
        nearer = depth > len(part.scope) or spoken in (UNKNOWN, resolve(named, self._date))
        return named if nearer else part.mention

    def _said_in_full(self, part: Part, spoken: Interval) -> PeriodMention | None:
        """Return the words of a heading with several periods that say what 今年 says without the report's date."""
        if spoken == UNKNOWN or not part.mention.text.startswith(_SPOKEN):
            return None
        named = (mention for heading in reversed(part.scope) for mention in self._in_heading(heading))
        return next((m for m in named if names_year(m.text) and resolve(m, self._date) == spoken), None)

    def _numbered_lines(self) -> list[PeriodMention | None]:
        """Return for each sentence the period of the last line such as 一、2015年工作回顾 before it.

        In an excerpt with a single one of them nothing else marks that line as a heading.
        """
        lines: list[PeriodMention | None] = []
        current: PeriodMention | None = None
        for sentence in self._outline.sentences:
            short = sentence.end - sentence.start <= _HEADING_CHARS + 8
            text = self._text[sentence.start : sentence.end].strip() if short else ""
            if text and len(text) <= _HEADING_CHARS and numbered().match(text):
                _, current = self._heading((text,))
            lines.append(current)
        return lines

    def _section_periods(self, lead_of: LeadOf) -> tuple[tuple[int, PeriodMention | None], ...]:
        """Return for each section the depth and the period of the heading that dates it.

        Where the heading names no year (过去一年工作回顾) but the text below it opens with one (2022年，…), that
        year says more.
        """
        openings: dict[tuple[str, ...], PeriodMention] = {}
        named: list[tuple[int, PeriodMention | None]] = []
        first = {s.section: i for i, s in reversed(list(enumerate(self._outline.sentences))) if not s.heading}
        for i, section in enumerate(self._document.sections):
            lead = lead_of(first[i]) if i in first else None
            if lead is not None and lead.rule == "year":
                openings.setdefault(section.path, lead)
            depth, mention = self._heading(section.path)
            if mention is not None and not names_year(mention.text):
                lead = openings.get(section.path[:depth])
                mention = mention if lead is None else PeriodMention(-1, -1, lead.text, lead.kind, lead.rule)
            named.append((depth, mention))
        return tuple(named)

    def _heading(self, path: tuple[str, ...]) -> tuple[int, PeriodMention | None]:
        """Return the period of the innermost heading that names exactly one (2015年工作回顾), and its depth."""
        for depth in range(len(path), 0, -1):
            found = self._in_heading(path[depth - 1])
            if found:
                return depth, found[0] if len(found) == 1 else None
        return 0, None

    def _dated(self, path: tuple[str, ...]) -> bool:
        """Return whether the outermost heading names the time that its chapter is about."""
        return bool(path) and bool(self._in_heading(path[0]))

    def _in_heading(self, heading: str) -> list[PeriodMention]:
        """Return the periods that a heading names; a path names each heading many times, so they are kept."""
        known = self._known.get(heading)
        if known is None:
            years = years_of().match(heading)
            if years:
                known = [PeriodMention(-1, -1, years["years"], "span", "last_years")]
            else:
                found = [m for m in find_periods(heading) if m.kind in ("year", "span", "part")]
                known = [PeriodMention(-1, -1, m.text, m.kind, m.rule) for m in found]
            self._known[heading] = known
        return known


class Part(NamedTuple):
    """The words that date a part of a report, and the headings that the part lies under."""

    mention: PeriodMention
    scope: tuple[str, ...]


def parts_of(
    text: str,
    outline: Outline,
    sections: Sequence[Section],
    lead_of: LeadOf,
    dated: Callable[[tuple[str, ...]], bool],
) -> list[Part | None]:
    """Return for each sentence the part that it lies in.

    Parameters
    ----------
    text : str
        The clean text.
    outline : Outline
        That of the document.
    sections : sequence of Section
        Those of the document.
    lead_of : callable
        Ordinal of a sentence → the words that date it from its head.
    dated : callable
        Path of headings → whether the chapter is about a time. In others a paragraph that begins with 去年 dates
        itself, until one speaks of the year (2025年是…收官之年).
    """
    found: list[Part | None] = []
    stack: list[Part] = []
    told_of: set[str] = set()  # chapters of which a part is known
    opens = False
    for i, sentence in enumerate(outline.sentences):
        path = sections[sentence.section].path if sentence.section < len(sections) else ()
        while stack and stack[-1].scope != path[: len(stack[-1].scope)]:
            stack.pop()
        if outline.first[i] == i and address().match(text, sentence.start, sentence.end):
            stack.clear()  # what follows is another part; if it does not say of when, nothing is known
        opens = (opens or outline.first[i] == i) and bool(path)
        lead = lead_of(i) if opens else None
        begin = max(sentence.start, lead.end) if lead else sentence.start
        stated = lead is not None and being().match(text, lead.end) is not None
        told = opens and told_figure().search(text, begin, sentence.end) is not None
        opens = opens and not told
        whole = path[:1] and (path[0] in told_of or dated(path))
        if lead is not None and (stated or (whole and not told)) and _opens_part(text, lead, sentence.heading):
            told_of.add(path[0])
            scope = (path[:-1] or path) if sentence.heading else path
            while stack and len(stack[-1].scope) >= len(scope):
                stack.pop()
            stack.append(Part(lead, scope))
        found.append(stack[-1] if stack else None)
    return found


def _opens_part(text: str, lead: PeriodMention, heading: bool) -> bool:
    """Return whether words at the head of a sentence can date a part; 一、“十四五”时期工作回顾 speaks for itself."""
    if lead.rule not in _RULES or (lead.rule == "last_years" and vague_years().search(lead.text)):
        return False
    return not heading or text.startswith(("，", ","), lead.end)
