"""Which period words date a quantity: its clause, its sentence, the paragraph's opening, the heading."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from fupin_nlp.interpret.outline import CLAUSE_REACH, SENTENCE_REACH, Outline
from fupin_nlp.interpret.period.chapters import Chapters
from fupin_nlp.interpret.period.dates import Interval, PartialDate
from fupin_nlp.interpret.period.grammar import PeriodMention, find_periods, grammar
from fupin_nlp.interpret.period.patterns import (
    announced,
    arrival,
    aside,
    being,
    new_statement,
    reviewed_year,
    same_rate,
    years_of,
)
from fupin_nlp.interpret.period.resolve import UNKNOWN, names_year, resolve
from fupin_nlp.model.structure import Document

__all__ = ["PeriodDecision", "PeriodResolver"]

# Kinds that can date the clauses and sentences behind them.
_CARRY = frozenset({"until", "deadline", "since", "span", "part", "point", "event", "year", "now", "duration"})
# Kinds that open a paragraph of results (五年来，我们…).
_OPEN = frozenset({"since", "span", "part", "year"})
_GREETING_CHARS = 6
_LEAD_CHARS = 40  # blanks, an ordinal and a word such as 其中 before the words at the head of a sentence
_SUBJECT_CHARS = 8  # 张志强今年, 我市近三年来: a short subject may stand before words that date the clause


class PeriodDecision(NamedTuple):
    """The period of a record.

    Attributes
    ----------
    period : str or None
        The words that date it, as in the clean text; None where the text gives none.
    period_start, period_end : str or None
        ISO dates, half-open; open or unknown ends are None. 年均 and 每年 have the interval they lie in.
    per : str or None
        年均, 每月, 户均, 每人每月.
    base : str or None
        What it is compared with: 较2020年, 同比.
    evidence : str
        Where the words stand.
    """

    period: str | None
    period_start: str | None
    period_end: str | None
    per: str | None
    base: str | None
    evidence: str


class PeriodResolver:
    """Periods of the records of one document.

    Parameters
    ----------
    document : Document
        Segmented, in simplified characters.
    report_date : PartialDate or None
        When the report was given.
    outline : Outline, optional
        That of the document, where the caller has it already.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, RawText, Section, Sentence
    >>> text = "2004年以来，共发放贷款2036万元，年均培训500人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> document = Document(clean, (Section(0, len(text), (), 0),), (Sentence(0, len(text), 0, 0),))
    >>> resolver = PeriodResolver(document, PartialDate(2006, 10, 19))
    >>> loans, trained = resolver.for_record(0, 13, 19), resolver.for_record(0, 24, 28)
    >>> loans.period, loans.period_start, trained.period, trained.period_start
    ('2004年以来', '2004-01-01', '年均', '2004-01-01')
    """

    def __init__(self, document: Document, report_date: PartialDate | None, outline: Outline | None = None) -> None:
        self._document = document
        self._text = document.clean.text
        self._date = report_date
        self._outline = outline or Outline.of(document)
        self._clauses = self._outline.clauses
        asides = [m.span() for m in aside().finditer(self._text)]
        self._asides = asides
        self._aside_starts = [a for a, _ in asides]
        self._mentions = find_periods(self._text)
        self._starts = [m.start for m in self._mentions]
        self._reviewed = reviewed_year(self._text) if report_date is None or not report_date.month else None
        self._leads_known: dict[int, tuple[PeriodMention | None, PeriodMention | None]] = {}
        self._around: dict[tuple[int, int, int], tuple[PeriodMention | None, PeriodMention | None]] = {}
        self._decided: dict[tuple[object, ...], PeriodDecision] = {}
        self._chapters = Chapters(document, self._outline, self._lead_of, report_date)
        self._topics = self._find_topics()

    def mentions(self, start: int, end: int) -> list[PeriodMention]:
        """Return the period words that begin in ``text[start:end]``."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def for_record(self, sentence: int, quantity_start: int, quantity_end: int) -> PeriodDecision:
        """Return the period of a quantity.

        Parameters
        ----------
        sentence : int
            Ordinal of its sentence.
        quantity_start, quantity_end : int
            Its span in the clean text.
        """
        begin = max(self._outline.starts[sentence] if self._outline.starts else 0, quantity_start - SENTENCE_REACH)
        start, _ = self._clauses.around(quantity_start)
        start = max(start, begin, quantity_start - CLAUSE_REACH)
        within = self._usable(start, quantity_start)
        per = self._per(within, quantity_start)
        outer, base_before = self._outside(sentence, begin, start)
        base = self._last(within, "base", quantity_start) or base_before
        own = [m for m in within if self._dates(m, within, (quantity_start, quantity_end))]
        own = [
            *own,
            *self._running(start, quantity_start, quantity_end),
            *self._noted(quantity_end),
        ] or self._announced(quantity_end)
        chosen = own[-1] if own else outer
        if (
            chosen is not None
            and not own
            and chosen.start < begin
            and self._is_rate(within, (quantity_start, quantity_end))
        ):
            chosen = None  # 每亩补助500元 is a rule; neither heading nor paragraph says since when
        if chosen is not None and chosen.kind == "distributive" and not self._reaches(chosen, quantity_start):
            chosen = next((m for m in reversed(own) if m.kind in _CARRY), outer)
        dated = base is not None and base.rule == "base_year" and names_year(base.text)
        if base is not None and dated and (chosen is None or chosen.start < base.start):
            chosen = base
        frame = self._frame(chosen, outer, sentence, (begin, start))
        key = (chosen, frame, per, base)
        decision = self._decided.get(key)
        if decision is None:
            decision = self._decided[key] = self._decide(chosen, frame, per, base)
        return decision

    def _outside(self, sentence: int, begin: int, start: int) -> tuple[PeriodMention | None, PeriodMention | None]:
        """Return what dates a clause from outside, and the base in front of it; the same for all that it tells."""
        key = (sentence, begin, start)
        known = self._around.get(key)
        if known is None:
            known = self._around[key] = self._outer(sentence, begin, start), self._base_clause(begin, start)
        return known

    def _frame(
        self, chosen: PeriodMention | None, outer: PeriodMention | None, sentence: int, before: tuple[int, int]
    ) -> PeriodMention | None:
        """Return what the chosen words lie in: 年均 in the time since the base before it, 全年 in the year around."""
        if chosen is None:
            return None
        if chosen.kind == "distributive":
            bases = [m for m in self._usable(*before) if m.rule == "base_year"]
            return bases[-1] if bases and names_year(bases[-1].text) else outer
        if outer is not None and outer is not chosen and names_year(outer.text):
            return outer
        heading = self._chapters.period_of(sentence)
        return heading if heading is not None and heading.rule in ("year", "relative_year") else None

    def _decide(
        self, chosen: PeriodMention | None, frame: PeriodMention | None, per: str | None, base: PeriodMention | None
    ) -> PeriodDecision:
        words = base.text if base else None
        if chosen is None:
            return PeriodDecision(None, None, None, per, words, "no period words govern it")
        within = resolve(frame, self._date) if frame is not None else UNKNOWN
        if chosen.kind == "distributive":
            # 年均 under the heading 2025年工作回顾 is a mean over years that the text does not name there.
            yearly = chosen.text.startswith(("年均", "年平均")) and self._context_year(chosen, within) is not None
            interval = UNKNOWN if yearly else within
        else:
            interval = resolve(chosen, self._date, self._context_year(chosen, within))
        evidence = (
            f"{chosen.text} at {chosen.start} ({chosen.rule})" if chosen.start >= 0 else f"heading: {chosen.text}"
        )
        return PeriodDecision(chosen.text, interval.start, interval.end, per, words, evidence)

    def _context_year(self, chosen: PeriodMention, within: Interval) -> int | None:
        """Return the year that the words lie in: that of the context, if it is a single one, or the year reviewed."""
        if within.start and within.end and int(within.end[:4]) - int(within.start[:4]) <= 1:
            return int(within.start[:4])
        return self._reviewed if chosen.rule in ("relative_year", "whole_year") else None

    def _usable(self, start: int, end: int) -> list[PeriodMention]:
        """Return the mentions that end by `end`, but for names in titles and brackets, and 今年是…."""
        usable: list[PeriodMention] = []
        for mention in self.mentions(start, end):
            if mention.end > end or self._text.startswith(("是", "规划"), mention.end):
                continue
            aside = self._aside_of(mention.start)
            if aside is not None and not aside[0] <= end - 1 < aside[1]:
                continue
            usable.append(mention)
        return usable

    def _dates(self, mention: PeriodMention, within: list[PeriodMention], quantity: tuple[int, int]) -> bool:
        """Return whether words of its clause date a quantity, and not what it started from or is compared with."""
        start, end = quantity
        if mention.kind == "distributive":
            # 每人每年5000元 says per what; 每年5000元 says when as well.
            touches = any(m.kind == "per" and m.end == mention.start for m in within)
            return not (touches and (mention.end == start or same_rate().fullmatch(self._text, mention.end, start)))
        if mention.kind not in _CARRY:
            return False
        if self._text.startswith("的", mention.end) and mention.end + 1 == start and "倍" in self._text[start:end]:
            return False  # 是2014年的1.9倍
        departs = self._text[max(0, mention.start - 1) : mention.start] in ("由", "从")
        return not (departs and arrival().search(self._text, mention.end, start))

    def _is_rate(self, within: list[PeriodMention], quantity: tuple[int, int]) -> bool:
        last = self._last(within, "per", quantity[0])
        return last is not None and last.text.startswith("每") and "元" in self._text[slice(*quantity)]

    def _aside_of(self, position: int) -> tuple[int, int] | None:
        i = bisect_left(self._aside_starts, position + 1) - 1
        return self._asides[i] if i >= 0 and position < self._asides[i][1] else None

    def _base_clause(self, begin: int, clause_start: int) -> PeriodMention | None:
        """Return the base that makes up the end of the clause before: 与2019年相比，床位增加…."""
        before = self._usable(begin, clause_start)[-1:]
        return before[0] if before and before[0].kind == "base" and before[0].end == clause_start - 1 else None

    def _running(self, clause_start: int, start: int, end: int) -> list[PeriodMention]:
        """Return the words that a quantity is itself part of: the 3年 of 连续3年."""
        return [m for m in self.mentions(clause_start, start) if m.rule == "running" and m.end >= end]

    def _noted(self, end: int) -> list[PeriodMention]:
        """Return the words in brackets directly behind a quantity: 5.2万元（2020年）."""
        if not self._text.startswith(("（", "("), end):
            return []
        return [m for m in self.mentions(end + 1, end + 2) if self._text.startswith(("）", ")"), m.end)]

    def _announced(self, end: int) -> list[PeriodMention]:
        """Return the words of a verb behind a quantity: 2万个单位将在未来三年内落成."""
        hit = announced().match(self._text, end)
        return [m for m in self.mentions(hit.end(), hit.end() + 1) if m.kind in _CARRY] if hit else []

    def _reaches(self, mention: PeriodMention, quantity: int) -> bool:
        """Return whether no other statement stands between 年均 and the quantity."""
        return not new_statement().search(self._text, mention.end, quantity)

    def _per(self, within: list[PeriodMention], quantity: int) -> str | None:
        """Return 年均, 户均, 每人每月 …: the last such words, with those that touch them."""
        words = [m for m in within if m.kind in ("per", "distributive")]
        if not words or not self._reaches(words[-1], quantity):
            return None
        text, start = words[-1].text, words[-1].start
        for mention in reversed(words[:-1]):
            if mention.end != start:
                break
            text, start = mention.text + text, mention.start
        return text

    def _last(self, within: list[PeriodMention], kind: str, quantity: int) -> PeriodMention | None:
        for mention in reversed(within):
            if mention.kind == kind and self._reaches(mention, quantity):
                return mention
        return None

    def _outer(self, sentence: int, begin: int, clause_start: int) -> PeriodMention | None:
        """Return what dates the clause from outside: earlier clauses, the paragraph's opening, the heading."""
        earlier = self.mentions(begin, clause_start)
        for start, end in reversed(self._clauses.between(begin, clause_start)) if earlier else ():
            # 连续两年居首 counts years of its own statement.
            usable = [m for m in self._usable(start, end) if m.rule != "running"]
            fit = [m for m in usable if m.kind in _CARRY and self._leads(m, start)]
            if fit:
                return fit[-1]
        if sentence < len(self._topics) and self._topics[sentence] is not None:
            return self._topics[sentence]
        return self._chapters.period_of(sentence)

    def _leads(self, mention: PeriodMention, clause_start: int) -> bool:
        """Return whether the words stand at the head of their clause, or behind a short subject."""
        if self._text.startswith("的", mention.end):
            return False
        before = self._text[clause_start : mention.start]
        if not before or grammar().lead.fullmatch(before):
            return True
        return len(before) <= _SUBJECT_CHARS and not any(c.isdecimal() for c in before)

    def _find_topics(self) -> list[PeriodMention | None]:
        """Return for each sentence the period of its paragraph by then.

        The paragraph's opening words govern what follows; 目前， at the head of a later sentence takes over from
        them. Without such an opening, a sentence is dated by its own words only, unless it begins with 其中 or its
        paragraph is an item of a list that the paragraph before the list dates.
        """
        topics: list[PeriodMention | None] = []
        current: PeriodMention | None = None
        before: PeriodMention | None = None
        of_list: PeriodMention | None = None
        for i, sentence in enumerate(self._outline.sentences):
            text = self._text[sentence.start : sentence.end].lstrip(" 　\n")
            starts, item = self._outline.first[i] == i, False
            if starts:
                item = text.startswith(grammar().items)
                of_list = of_list if (item or self._only_opens(i - 1)) and not self._outranks(i) else None
                current = of_list if self._says_more(of_list, i) else None
            opening = starts or self._document.sentences[i - 1].heading or self._greets(i - 1)
            lead, declared = self._head(i)
            lead = lead or declared
            governing = current
            if lead is not None and (current is not None or (opening and lead.kind in _OPEN)):
                current = lead
                of_list = lead if starts and not item else of_list
            goes_on = text.startswith(grammar().continues)
            here = governing if lead is declared else current
            topics.append(before if goes_on and before is not None and here is None else here)
            before = lead or (before if goes_on else None)
        return topics

    def _only_opens(self, sentence: int) -> bool:
        """Return whether the sentence is a whole paragraph that dates what follows and tells no figure itself."""
        if sentence < 0 or self._outline.first[sentence] != sentence or self._document.sentences[sentence].heading:
            return False
        whole = self._outline.sentences[sentence]
        lead, _ = self._head(sentence)
        if lead is None or lead.rule not in ("last_years", "plan_span"):
            return False
        return not any(c.isdecimal() for c in self._text[lead.end : whole.end])

    def _greets(self, sentence: int) -> bool:
        """Return whether the sentence is 各位代表！ or another short call at the head of its paragraph."""
        if self._outline.first[sentence] != sentence:
            return False
        text = self._text[self._outline.starts[sentence] : self._outline.sentences[sentence].end].strip()
        return len(text) <= _GREETING_CHARS and text.endswith(("！", "!"))

    def _says_more(self, of_list: PeriodMention | None, sentence: int) -> bool:
        """Return whether the paragraph before a list dates its items better than the heading above both does."""
        heading = self._chapters.period_of(sentence)
        return heading is None or (of_list is not None and names_year(of_list.text) and not names_year(heading.text))

    def _outranks(self, sentence: int) -> bool:
        """Return whether the sentence opens a section of the first level, where no list goes on."""
        sections, section = self._document.sections, self._document.sentences[sentence].section
        return (
            section < len(sections)
            and sections[section].level == 1
            and sections[section].start >= (self._outline.starts[sentence])
        )

    def _lead_of(self, sentence: int) -> PeriodMention | None:
        """Return the words at the head of a sentence that date more than itself."""
        lead, declared = self._head(sentence)
        return lead or declared

    def _head(self, sentence: int) -> tuple[PeriodMention | None, PeriodMention | None]:
        """Return the words at the head of a sentence that a comma sets off, and the years that it speaks of."""
        known = self._leads_known.get(sentence)
        if known is None:
            whole = self._outline.sentences[sentence]
            known = self._leads_known[sentence] = (
                self._sentence_lead(whole.start, whole.end),
                self._declared(whole.start, whole.end),
            )
        return known

    def _declared(self, start: int, end: int) -> PeriodMention | None:
        """Return the years that a sentence speaks of (2025年是很不平凡的一年; 这是…的五年)."""
        years = years_of().match(self._text, start, end)
        if years:
            return PeriodMention(*years.span("years"), years["years"], "span", "last_years")
        for mention in self.mentions(start, end):
            before = self._text[start : mention.start].strip(" 　\n")
            fits = mention.kind in ("year", "span") and (not before or grammar().lead.fullmatch(before))
            return mention if fits and being().match(self._text, mention.end) else None
        return None

    def _sentence_lead(self, start: int, end: int) -> PeriodMention | None:
        """Return the words at the head of a sentence that are set off by a comma."""
        first = next(iter(self.mentions(start, end)), None)
        if first is None or first.start - start > _LEAD_CHARS:
            return None
        for mention in self._usable(start, end):
            before = self._text[start : mention.start]
            if before.strip(" 　\n") and not grammar().lead.fullmatch(before):
                return None
            if mention.kind in _CARRY and (
                self._text.startswith(("，", ","), mention.end) or mention.kind in ("span", "since")
            ):
                return mention
            return None
        return None
