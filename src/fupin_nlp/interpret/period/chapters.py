"""What dates a sentence from outside its paragraph: the headings above it, and the part of the report it lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from fupin_nlp.interpret.period.dates import Interval, PartialDate
from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods
from fupin_nlp.interpret.period.heads import Heads
from fupin_nlp.interpret.period.parts import NO_PART, Part, find_parts
from fupin_nlp.interpret.period.patterns import number_of_line, numbered, years_of
from fupin_nlp.interpret.period.resolve import UNKNOWN, names_year, resolve
from fupin_nlp.model.structure import Document
from fupin_nlp.scope import Tree

__all__ = ["Chapters"]

_HEADING_CHARS: Final = 40
_BLANK_CHARS: Final = 8  # around a line that may be a heading
_OF_HEADINGS: Final = frozenset({"year", "span", "part"})  # kinds
_BETWEEN: Final = "。" * 16  # headings read together; longer than a period word can reach for its anchor
_DAY_ENDS: Final = ("日", "号")
_AROUND_DAY: Final = " \u3000（）()—-"
_CLOSING: Final = ("）", ")")
_SPOKEN: Final = ("今年", "本年", "明年", "去年")


class Chapters:
    """The periods of headings and parts of one document.

    Parameters
    ----------
    document : Document
    tree : Tree
        That of the document.
    heads : Heads
        What dates its sentences from their heads.
    report_date : PartialDate or None
        When the report was given.
    """

    def __init__(self, document: Document, tree: Tree, heads: Heads, report_date: PartialDate | None) -> None:
        self._text = document.clean.text
        self._sections = document.sections
        self._tree = tree
        self._date = report_date
        self._named = _named_in([heading for section in self._sections for heading in section.path])
        self._periods: dict[tuple[int, int], PeriodMention | None] = {}
        self._openings = self._find_openings(heads)
        self._headings: dict[int, tuple[int, PeriodMention | None]] = {}
        self._lines: tuple[list[int], list[PeriodMention | None]] | None = None
        self._parts, self._part_of = find_parts(tree, document.sections, heads, self._dated)

    def period_of(self, sentence: int) -> PeriodMention | None:
        """Return the period of the heading or part that a sentence lies in; the one that begins later says more."""
        if not self._tree.sentences:
            return None
        section, part = key = self._tree.sentences[sentence].section, self._part_of[sentence]
        if key not in self._periods:
            self._periods[key] = (
                self._of_part(section, self._parts[part]) if part >= 0 else self._of_section(section)[1]
            )
        found = self._periods[key]
        return self._of_line(sentence) if found is None and part == NO_PART else found

    def _of_part(self, section: int, part: Part) -> PeriodMention | None:
        depth, named = self._of_section(section)
        spoken = resolve(part.mention, self._date)
        if named is None:
            return self._said_in_full(part, spoken) or part.mention
        nearer = depth > len(part.scope) or spoken in (UNKNOWN, resolve(named, self._date))
        return named if nearer else part.mention

    def _said_in_full(self, part: Part, spoken: Interval) -> PeriodMention | None:
        """Return the words of a heading with several periods that say what 今年 says without the report's date."""
        if spoken == UNKNOWN or not part.mention.text.startswith(_SPOKEN):
            return None
        named = (mention for heading in reversed(part.scope) for mention in self.named_in_heading(heading))
        return next((m for m in named if names_year(m.text) and resolve(m, self._date) == spoken), None)

    def _of_line(self, sentence: int) -> PeriodMention | None:
        """Return the period of the last line such as 一、2015年工作回顾 before a sentence.

        In an excerpt with a single one of them nothing else marks that line as a heading.
        """
        if self._lines is None:
            self._lines = self._numbered_lines()
        i = bisect_right(self._lines[0], sentence) - 1
        return self._lines[1][i] if i >= 0 else None

    def _numbered_lines(self) -> tuple[list[int], list[PeriodMention | None]]:
        """Return the ordinals of the lines such as 一、2015年工作回顾, and the period that each names, if any."""
        ordinals: list[int] = []
        periods: list[PeriodMention | None] = []
        last = -1
        for match in number_of_line().finditer(self._text):
            ordinal = self._tree.sentence_at(match.start())
            sentence = self._tree.sentences[ordinal]
            if ordinal == last or sentence.end - sentence.start > _HEADING_CHARS + _BLANK_CHARS:
                continue
            last = ordinal
            line = self._text[sentence.start : sentence.end].strip()
            if len(line) <= _HEADING_CHARS and numbered().match(line):
                ordinals.append(ordinal)
                periods.append(self._heading((line,))[1])
        return ordinals, periods

    def _find_openings(self, heads: Heads) -> dict[tuple[str, ...], tuple[int, PeriodMention]]:
        """Return the years with which the text below headings opens first: path → ordinal of the section, words."""
        openings: dict[tuple[str, ...], tuple[int, PeriodMention]] = {}
        sentences = self._tree.sentences
        for ordinal, head in heads.items():
            number, words = sentences[ordinal].section, head.words
            if words is None or words.rule != "year" or sentences[ordinal].heading or number >= len(self._sections):
                continue
            before = ordinal - 1
            while before >= 0 and sentences[before].heading and sentences[before].section == number:
                before -= 1
            if before < 0 or sentences[before].section != number:
                openings.setdefault(self._sections[number].path, (number, words))
        return openings

    def _of_section(self, number: int) -> tuple[int, PeriodMention | None]:
        """Return the depth and the period of the heading that dates a section.

        Where the heading names no year (过去一年工作回顾) but the text below it opens with one (2022年，…), that
        year says more.
        """
        known = self._headings.get(number)
        if known is None:
            path = self._sections[number].path if number < len(self._sections) else ()
            depth, mention = self._heading(path)
            if mention is not None and not names_year(mention.text):
                opened, year = self._openings.get(path[:depth], (number + 1, mention))
                if opened <= number:
                    mention = PeriodMention(-1, -1, year.text, year.kind, year.rule)
            known = self._headings[number] = depth, mention
        return known

    def _heading(self, path: tuple[str, ...]) -> tuple[int, PeriodMention | None]:
        """Return the period of the innermost heading that names exactly one (2015年工作回顾), and its depth."""
        depth = len(path)
        while depth:
            found = self.named_in_heading(path[depth - 1])
            if found:
                return depth, found[0] if len(found) == 1 else None
            depth -= 1
        return 0, None

    def _dated(self, heading: str) -> bool:
        """Return whether a heading names the time that its chapter is about."""
        return bool(self.named_in_heading(heading))

    def named_in_heading(self, heading: str) -> Sequence[PeriodMention]:
        """Return the periods that a heading, or a line like one, names."""
        known = self._named.get(heading)
        if known is None:
            known = self._named[heading] = _named_in([heading])[heading]
        return known


def _named_in(headings: Iterable[str]) -> dict[str, Sequence[PeriodMention]]:
    """Return the years, spans and parts of years that headings name; all are read in one pass."""
    named: dict[str, Sequence[PeriodMention]] = dict.fromkeys(headings, ())
    found = iter([m for m in find_periods(_BETWEEN.join(named)) if m.kind in _OF_HEADINGS])
    mention = next(found, None)
    end = 0
    for heading in named:
        end += len(heading)
        mine = []
        while mention is not None and mention.start < end:
            mine.append(PeriodMention(-1, -1, mention.text, mention.kind, mention.rule))
            mention = next(found, None)
        years = years_of().match(heading) if "这" in heading else None
        if years:
            mine = [PeriodMention(-1, -1, years["years"], "span", "last_years")]
        if mine and not _is_day(heading, mine[0]):
            named[heading] = mine
        end += len(_BETWEEN)
    return named


def _is_day(heading: str, mention: PeriodMention) -> bool:
    """Return whether a line is a day, or ends with one in brackets: when the document was given, not what it tells.

    Examples
    --------
    >>> [_named_in([line])[line] != () for line in ("甲县政府工作报告（2023年3月21日）", "甲县2022年工作总结")]
    [False, True]
    """
    if not mention.text.endswith(_DAY_ENDS):
        return False
    rest = heading.strip(_AROUND_DAY)
    return rest == mention.text or (rest.endswith(mention.text) and heading.rstrip()[-1:] in _CLOSING)
