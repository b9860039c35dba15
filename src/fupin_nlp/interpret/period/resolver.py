"""Which period words date a quantity: its clause, its sentence, the paragraph's opening, the heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Final, TypeAlias

from fupin_nlp.interpret.period.change import end_of_change, first_year, words_of_end
from fupin_nlp.interpret.period.chapters import Chapters
from fupin_nlp.interpret.period.dates import Interval, PartialDate
from fupin_nlp.interpret.period.decision import PeriodDecision
from fupin_nlp.interpret.period.each import years_of_each
from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.interpret.period.heads import NO_HEAD, find_heads
from fupin_nlp.interpret.period.means import years_of_mean
from fupin_nlp.interpret.period.mentions import BEHIND, CARRY, Mentions, windows_of
from fupin_nlp.interpret.period.patterns import counts_from_1912, is_given_to_congress, reviewed_year
from fupin_nlp.interpret.period.resolve import UNKNOWN, names_year, resolve
from fupin_nlp.interpret.period.single import SinglePeriod
from fupin_nlp.interpret.period.telling import LONGEST_PREFIX, carries, is_head
from fupin_nlp.interpret.period.titles import TitlePeriod
from fupin_nlp.interpret.period.topics import Topics
from fupin_nlp.interpret.period.within import Within
from fupin_nlp.model import Document, Quantity
from fupin_nlp.scope import Attribute, Tree, build_tree, has_no_subject
from fupin_nlp.scope.tree import CLAUSE_REACH, SENTENCE_REACH

__all__ = ["PeriodResolver"]

_SUBJECT_CHARS: Final = 8  # 张志强今年, 我市近三年来: a short subject may stand before words that date the clause
_PART_MARK: Final = "其中"
_DATED: Final = ("year", "date_range", "part_of_year")  # rules of words that a comma sets off behind a heading
_NOT_HEAD: Final = ("比", "较", "到", "至", "自", "从", "于", "和", "与", "同", "、", "为", "的")  # before such words
_COMMAS: Final = ("，", ",")
_YEARS: Final = ("year", "relative_year")  # rules
# Kinds that date a list from the line that opens it: 目前 and 三年 there say when it was told, or how long.
_OF_OPENINGS: Final = CARRY - {"now", "duration", "event"}
_Outside: TypeAlias = tuple[PeriodMention | None, PeriodMention | None]
_NOTHING: Final[_Outside] = (None, None)


class PeriodResolver:
    """Periods of the records of one document.

    Parameters
    ----------
    document : Document
        Segmented, in simplified characters.
    report_date : PartialDate or None
        When the report was given.
    tree : Tree, optional
        That of the document, where the caller has it already.
    figures : iterable of int, optional
        Ordinals of the sentences that will be asked for, in text order; all by default. Of the others only the words
        at their head are looked for.
    title : str, optional
        That of the document; the one period that it names dates what nothing nearer does.
    taiwan : bool, optional
        Whether the document counts years as Taiwan does (115年 is 2026). One that writes 民国115年 does.

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

    def __init__(
        self,
        document: Document,
        report_date: PartialDate | None,
        tree: Tree | None = None,
        figures: Iterable[int] | None = None,
        title: str = "",
        taiwan: bool = False,
    ) -> None:
        self._text = document.clean.text
        self._reviewed = reviewed_year(self._text) if report_date is None or not report_date.month else None
        if report_date is not None and not report_date.month and is_given_to_congress(self._text):
            # The year that a report bears may be the one it looks back on; it is given after that.
            report_date = report_date if self._reviewed == report_date.year else PartialDate(report_date.year, 1)
        self._date = report_date
        self._tree = tree = tree or build_tree(document)
        self._starts = tree.starts or (0,)
        self._mentions = Mentions(
            self._text,
            None if figures is None else windows_of(tree, _with_openings(tree, figures)),
            taiwan or counts_from_1912(self._text),
        )
        self._within = Within(self._text, self._mentions)
        self._decided: dict[tuple[object, ...], PeriodDecision] = {}
        self._clause: tuple[int, int, int] | None = None  # that of the quantity before, and what dates it
        self._outer: PeriodMention | None = None
        self._base: PeriodMention | None = None
        self._heads = heads = find_heads(tree, self._mentions)
        self._chapters = Chapters(document, tree, heads, report_date)
        self._title = TitlePeriod(tree, document.sections, title)
        above, titled = self._chapters.period_of, self._title.of
        self._topics = Topics(tree, document.sections, heads, above, self._mentions, titled).of
        self._lists = self._dated_lists()
        self._single = SinglePeriod(tree, self._mentions, heads)

    def for_record(self, sentence: int, quantity_start: int, quantity_end: int) -> PeriodDecision:
        """Return the period of a quantity.

        Parameters
        ----------
        sentence : int
            Ordinal of its sentence.
        quantity_start, quantity_end : int
            Its span in the clean text.
        """
        outside = self._outside(sentence)
        if outside[0] is not None and self._title.is_kept_from(outside[0], sentence, quantity_start, quantity_end):
            outside = _NOTHING
        if quantity_end < self._limit(sentence):
            return self._from_outside(outside)
        return self._by_words(sentence, quantity_start, quantity_end, outside)

    def for_each(self, quantities: Iterable[Quantity]) -> list[PeriodDecision]:
        """Return the periods of quantities.

        Most sentences have no period words: what dates them from outside is the same for all that they tell.
        """
        decisions: list[PeriodDecision] = []
        sentence = limit = -1
        outside: _Outside = _NOTHING
        common = self._from_outside(outside)
        together = list(quantities)
        for q in together:
            if q.sentence != sentence:
                sentence, before = q.sentence, outside
                limit, outside = self._limit(sentence), self._outside(sentence)
                if outside != before:
                    common = self._from_outside(outside)
            end = q.outer_end
            if outside[0] is not None and self._title.is_kept_from(outside[0], sentence, q.outer_start, q.end):
                decisions.append(self._by_words(sentence, q.outer_start, end, _NOTHING))
            else:
                decisions.append(common if end < limit else self._by_words(sentence, q.outer_start, end, outside))
        figures = [(q.start, q.end) for q in together]
        for i, (words, start, behind, evidence) in years_of_each(self._text, figures, self._date).items():
            decisions[i] = decisions[i]._replace(period=words, period_start=start, period_end=behind, evidence=evidence)
        return decisions

    def _outside(self, sentence: int) -> _Outside:
        """Return what dates a sentence from outside: its paragraph, the line that opens its list, heading or title.

        The nearest of them decides; beside it the heading, in which the words of the others may lie.
        """
        above = self._chapters.period_of(sentence) or self._title.of(sentence)
        continued = self._continued(sentence)
        if continued is not None and continued.rule == "whole_year" and above is not None:
            continued = None  # the year in the heading or the title says more
        if continued is not None and above is not None and self._lies_behind(continued, above):
            continued = None  # 与2035年目标相衔接 under the heading “十五五”时期 dates nothing
        topic = continued or (self._topics[sentence] if sentence < len(self._topics) else None)
        topic = topic or self._of_opening(sentence) or above or self._single.of(sentence)
        return topic, above

    def _lies_behind(self, words: PeriodMention, above: PeriodMention) -> bool:
        """Return whether words tell of a time after that of the heading."""
        start, end = resolve(words, self._date).start, resolve(above, self._date).end
        return start is not None and end is not None and start >= end

    def _continued(self, sentence: int) -> PeriodMention | None:
        """Return what dates the figures of the sentence before where one goes on with it (其中, 分产业看)."""
        start = self._starts[sentence]
        if not sentence or not self._text.startswith(grammar().continues, start):
            return None
        head = self._heads.get(sentence - 1, NO_HEAD)
        before = (
            [words] if (words := head.words or head.bound) else self._mentions.usable(self._starts[sentence - 1], start)
        )
        dating = next((m for m in reversed(before) if m.kind in CARRY and m.rule != "running"), None)
        # 充分考虑了2035年基本实现现代化的需要。其中: no figure stands behind that year.
        figures = dating is not None and any(
            map(str.isdigit, self._text[max(dating.end, self._starts[sentence - 1]) : start])
        )
        return dating if figures else None

    def _dated_lists(self) -> Attribute[PeriodMention]:
        """Return what dates lists: the lines that open them (2022年1-9月情况如下：), down to a heading with a date."""
        lists: Attribute[PeriodMention] = Attribute()
        last = 0  # where the lists end that were dated so far
        for block in self._tree.blocks:
            if block.kind == "opening":
                end = block.start + len(block.title)
                dating = [m for m in self._mentions.usable(block.start, end) if m.kind in _OF_OPENINGS]
                if dating:
                    lists.attach(block, dating[-1], end)
                    last = max(last, block.end)
            elif block.kind == "section" and block.start < last:
                named = self._chapters.named_in_heading(block.title)
                if len(named) == 1:
                    lists.attach(block, named[0])
        return lists

    def _of_opening(self, sentence: int) -> PeriodMention | None:
        """Return the period of the line that opens the list in which a sentence stands."""
        start = self._starts[sentence]
        return self._lists.at(self._tree.block_at(start), start)

    def _limit(self, sentence: int) -> int:
        """Return where the period words of a sentence begin to matter: for quantities that end there or behind."""
        starts = self._mentions.starts
        i = bisect_left(starts, self._starts[sentence])
        return (starts[i] if i < len(starts) else len(self._text) + 2 * BEHIND) - BEHIND

    def _from_outside(self, outside: _Outside) -> PeriodDecision:
        words, above = outside
        frame = above if words is not None and above is not None and above.rule in _YEARS else None
        return self._decision(words, frame, None, None)

    def _by_words(self, sentence: int, quantity_start: int, quantity_end: int, outside: _Outside) -> PeriodDecision:
        """Return the period of a quantity whose sentence has period words."""
        begin = max(self._starts[sentence], quantity_start - SENTENCE_REACH)
        start = max(self._tree.clause_at(quantity_start)[0], begin, quantity_start - CLAUSE_REACH)
        clause = sentence, begin, start
        if clause != self._clause:
            self._clause = clause
            self._outer, self._base = self._outer_words(begin, start, outside), self._base_clause(begin, start)
        starts, outer, base = self._mentions.starts, self._outer, self._base
        first = bisect_left(starts, start)
        last = bisect_left(starts, quantity_start, first)
        following = bisect_left(starts, quantity_end, last)
        followed = following < len(starts) and starts[following] < quantity_end + BEHIND
        if first == last:
            behind = (self._within.noted(quantity_end) or self._within.announced(quantity_end)) if followed else []
            of_start = False
            chosen = behind[-1] if behind else outer
            if not behind:
                chosen, of_start = self._of_change(clause, quantity_start, quantity_end)
            decision = self._decision(chosen, self._frame(chosen, outside, clause), None, base)
            return decision._replace(of_start=True) if of_start else decision
        near, quantity = self._mentions.all[first:last], (quantity_start, quantity_end)
        within = [m for m in near if self._mentions.is_usable(m, quantity_start)]
        per = self._within.per(within, quantity_start) if within else None
        base = self._within.last(within, "base", quantity_start) or base
        own = [m for m in within if self._within.dates(m, within, quantity)]
        # The quantity may be itself part of the words: the 3年 of 连续3年.
        own += [m for m in near if m.rule == "running" and m.end >= quantity_end]
        if followed:
            own = (own + self._within.noted(quantity_end)) or self._within.announced(quantity_end)
        chosen = own[-1] if own else outer
        if chosen is not None and not own and chosen.start < begin and self._within.is_rate(within, quantity):
            chosen = None  # 每亩补助500元 is a rule; neither heading nor paragraph says since when
        if chosen is not None and chosen.kind == "distributive" and not self._within.reaches(chosen, quantity_start):
            chosen = next((m for m in reversed(own) if m.kind in CARRY), outer)
        return self._decision(chosen, self._frame(chosen, outside, clause), per, base)

    def _of_change(
        self, clause: tuple[int, int, int], quantity_start: int, quantity_end: int
    ) -> tuple[PeriodMention | None, bool]:
        """Return what dates a figure without words in its clause, and whether they date the start of a change.

        Where the sentence told before from when to when something changed, its figures go by these times.
        """
        _, begin, start = clause
        end = end_of_change(self._text, start, quantity_start, quantity_end)
        if end is None:
            return self._outer, False
        begin = max(begin, *(self._text.rfind(mark, begin, start) for mark in "；;"))
        told = [m for m in self._mentions.usable(begin, start) if m.kind in CARRY]
        words = words_of_end(self._text, told, end)
        if words is None and end == "start" and self._outer is not None:
            words = first_year(self._outer)
        return (words, end == "start") if words is not None else (self._outer, False)

    def _frame(
        self, chosen: PeriodMention | None, outside: _Outside, clause: tuple[int, int, int]
    ) -> PeriodMention | None:
        """Return what the chosen words lie in: 年均 in the years it is taken over, 全年 in the year around."""
        outer = self._outer
        if chosen is None:
            return None
        if chosen.kind == "distributive":
            told = self._mentions.usable(*clause[1:])
            return years_of_mean(self._text, chosen, told, outer, outside, self._date)
        if outer is not None and outer is not chosen and names_year(outer.text):
            return outer
        return outside[1] if outside[1] is not None and outside[1].rule in _YEARS else None

    def _decision(
        self, chosen: PeriodMention | None, frame: PeriodMention | None, per: str | None, base: PeriodMention | None
    ) -> PeriodDecision:
        """Return the decision for these words; a report dates hundreds of figures by a few words."""
        key = (chosen, frame, per, base)
        decision = self._decided.get(key)
        if decision is None:
            decision = self._decided[key] = self._decide(chosen, frame, per, base)
        return decision

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

    def _base_clause(self, begin: int, clause_start: int) -> PeriodMention | None:
        """Return the base that makes up the end of the clause before: 与2019年相比，床位增加…."""
        before = self._mentions.usable(begin, clause_start)[-1:]
        return before[0] if before and before[0].kind == "base" and before[0].end == clause_start - 1 else None

    def _outer_words(self, begin: int, clause_start: int, outside: _Outside) -> PeriodMention | None:
        """Return what dates the clause from outside: earlier clauses, the paragraph's opening, the heading."""
        for mention in reversed(self._mentions.between(begin, clause_start)):
            # 连续两年居首 counts years of its own statement.
            if mention.kind not in CARRY or mention.rule == "running":
                continue
            start, end = self._tree.clause_at(mention.start)
            end = clause_start if end >= clause_start - 1 else end
            if not self._mentions.is_usable(mention, end) or self._mentions.is_quoted(mention, clause_start):
                continue
            if self._ends_with_its_statement(mention, begin, clause_start):
                continue
            if (
                self._leads(mention, max(start, begin))
                or self._goes_on(mention, end, clause_start)
                or self._is_of_total(mention, clause_start)
            ):
                return mention
        return outside[0]

    def _ends_with_its_statement(self, mention: PeriodMention, begin: int, clause_start: int) -> bool:
        """Return whether 年内 or 全年 in one member of a list of statements says nothing of the next one."""
        if mention.rule != "whole_year":
            return False
        text = self._text
        return any(mark in text[begin : mention.start] and mark in text[mention.end : clause_start] for mark in "；;")

    def _is_of_total(self, mention: PeriodMention, clause_start: int) -> bool:
        """Return whether 其中 leads from what the words date to a clause: parts are of the time of their total."""
        mark = self._text.find(_PART_MARK, mention.end, clause_start + len(_PART_MARK))
        return mark >= 0 and carries(self._text, mention) and self._text.find("；", mark, clause_start) < 0

    def _goes_on(self, mention: PeriodMention, end: int, clause_start: int) -> bool:
        """Return whether the clause directly behind that of the words goes on without a subject (…，比上年增长…)."""
        if end < clause_start - 1 or not carries(self._text, mention):
            return False
        return has_no_subject(self._text, clause_start)

    def _leads(self, mention: PeriodMention, clause_start: int) -> bool:
        """Return whether the words stand at the head of their clause, or behind a short subject."""
        if not carries(self._text, mention):
            return False
        before = self._text[clause_start : mention.start]
        if (
            (mention.kind == "until" or mention.rule in _DATED)
            and self._text.startswith(_COMMAS, mention.end)
            and not before.endswith(_NOT_HEAD)
        ):
            return True  # 二、养护情况截至2021年11月，… and （二）预算情况2022年，…
        if len(before) <= _SUBJECT_CHARS and not any(c.isdecimal() for c in before):
            return True
        return is_head(before[-LONGEST_PREFIX:])


def _with_openings(tree: Tree, figures: Iterable[int]) -> list[int]:
    """Return the sentences in which all period words matter: those with figures, and those that open lists."""
    openings = [tree.sentence_at(block.start) for block in tree.blocks if block.kind == "opening"]
    return sorted({*figures, *openings})
