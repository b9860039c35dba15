"""The role of a figure: achieved, target, standard, case or background."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeAlias

from fupin_nlp.interpret.clause import Clause
from fupin_nlp.interpret.passage import Passage
from fupin_nlp.interpret.period import PeriodDecision
from fupin_nlp.interpret.period.calendar import calendar_of
from fupin_nlp.interpret.period.dates import PartialDate
from fupin_nlp.interpret.reading import Reading
from fupin_nlp.interpret.tone import CLEAR, LEANING, NO_DOUBT, Tense
from fupin_nlp.lexicon.patterns import compile_pattern, compile_quick
from fupin_nlp.lexicon.roles import CUES, RoleWords
from fupin_nlp.model import Quantity

__all__ = ["RoleDecision", "RoleResolver", "is_certain"]

EARLY_MONTHS: Final = 3
STILL_RUNNING: Final = 60  # days; a report of December tells of 今年 as done
POVERTY_WORDS: Final = 8  # in a thousand characters; government reports have up to 7, poverty reports from 9 on
_OF_NOUN: Final = compile_pattern("modifier", r"^的(?P<noun>[一-鿿“][一-鿿“”]{0,11}?)(?=[和与及、，,。；;]|$)")
_OF: Final = "的"
_BEFORE_CONDITION: Final = ("的", "/")  # what those patterns begin with, and how far 的 can be away in the second
_LONGEST_CONDITION: Final = 8
_STATING: Final = ("为", "在", "达", "满")
_GIVEN: Final = "给予"
_PLACE_UNITS: Final = "市县省区州旗镇"
_WHOLE_PLACE: Final = tuple(f"对全{place}" for place in _PLACE_UNITS)
_ELDERLY: Final = "岁"
_LIFE: Final = "寿命"
_YEAR: Final = compile_quick("year", r"20\d\d年")
_FUTURE_YEAR: Final = compile_pattern("future year", r"(?:[到至]|^|[，,。；;：])“?(?P<year>20\d\d)年(?:底|末|前|底前)?")
_SPAN_TO_COME: Final = "年内"
_THIS_YEAR: Final = ("今", "本", "当")
_PLAIN_SIZES: Final = frozenset({"length", "area", "volume"})
_COUNTED: Final = frozenset({"count", "people", "households"})
# Of such figures of the training gold 28 of 47 are rules; of shares (近40%的财力) 7 of 46, of lengths 1 of 17.
_LIMITING: Final = frozenset({"money", "time", "age"})
_MODAL_REACH: Final = 40
_MODAL_SCOPE: Final = 240  # characters of a sentence in which a modal governs what follows
_OPENING, _CLOSING = "（(", "）)"
_BRACKETS: Final = frozenset(_OPENING + _CLOSING)
_STORY_REACH: Final = 200
_HOUSEHOLDS_OF_A_CASE: Final = 100

_TARGET, _MODAL, _AIMS, _DUTY = CUES["target"], CUES["modal"], CUES["aims"], CUES["duty"]
_ACHIEVED, _PAST, _DONE = CUES["achieved"], CUES["past"], CUES["done"]
_STANDARD, _STANDARD_NOT = CUES["standard_before"], CUES["standard_not"]
_CASE, _BACKGROUND = CUES["case_words"], CUES["background_before"]
_TONE: Final = _TARGET | _MODAL | CUES["estimate"]
_GOAL: Final = CUES["goal_before"]
_SAID: Final = _MODAL | _AIMS | _DUTY | _GOAL
_LONGEST_GOAL: Final = 6
_MARKS: Final = frozenset("，,；;、")
_COUNTED_GOALS: Final = frozenset({"项", "个", "大", "条", "类", "件", "方面"})  # 12项目标 counts the goals
_LATER_YEAR: Final = 1 << len(CUES)


_OF_CLAUSE: Final = "a modal in its clause"
_OF_AIMS: Final = "the sentence tells of aims"
_OF_BUDGET: Final = "the heading is that of a budget"
_OF_YEARS: Final = "its period ends years after the report"
_FAR: Final = (540, 3650)  # days: not what ends next year, nor the life of a town plan
_BY_NATURE: Final = frozenset(
    {"the size of a facility", "the value that a change starts from", "an age", _OF_BUDGET, _OF_YEARS}
)

RoleDecision: TypeAlias = tuple[str, tuple[str, ...], str]
"""The role, the words that set the tone, and why."""


def is_certain(reason: str) -> bool:
    """Whether a reason leaves nothing to decide.

    Of the training gold 286 of 292 roles by nature are right; all 245 figures with a modal in their clause are targets,
    all 42 of sentences that tell of aims, and all 30 under the heading of a budget that has not begun. The patterns of
    modals were made on that gold.
    """
    return reason in _BY_NATURE or reason.startswith((_OF_CLAUSE, _OF_AIMS))


class RoleResolver:
    """Decides the roles of the figures of one document.

    The order is: what a figure is by nature (an age, a case, a rule), then what its clause says, then its section,
    then the tone of its paragraph. Where the patterns can match is found once for the whole text, and each is tried
    only where it can.

    Parameters
    ----------
    text : str
        The clean text.
    given : PartialDate or None
        When the report was given.
    words : RoleWords
    """

    def __init__(self, text: str, given: PartialDate | None, words: RoleWords) -> None:
        self._text = text
        self._given = given
        self._words = words
        self._cues = words.cues(text)
        self._later = [] if given is None else _years_after(given.year, text)
        self._to_come: dict[tuple[str | None, str | None, str | None], bool] = {}
        # How clear a tone must be here: poverty reports tell of work done in the words of plans.
        least = POVERTY_WORDS * len(text)
        many = self._cues.poverty * 1000 > least and sum(1 for _ in words.poverty.finditer(text)) * 1000 > least
        self._doubt = CLEAR if many else LEANING

    def planned_by(self, headings: Sequence[str], *, opened: bool) -> str:
        """Return why what stands under headings, under the title or in a list is to come, if they say so."""
        if opened:
            return "the line that opens its list speaks of work to come"
        if not headings:
            return "the title speaks of work to come"
        if self._words.budget_heading.search(headings[-1]):
            return _OF_BUDGET
        return "the heading speaks of work to come"

    def passage(self, start: int, end: int, opening: int, tense: Tense | None, tone: float) -> Passage:
        """Return a sentence with its cues; the parameters are fields of `Passage`."""
        cues = self._cues.between(start, end)
        if self._later:
            first, last = bisect_right(self._later, start), bisect_right(self._later, end)
            if first < last:
                cues = sorted([*cues, *((at, _LATER_YEAR) for at in self._later[first:last])])
        passage = Passage(self._text, start, end, opening, cues)
        passage.tense, passage.tone = tense, tone
        return passage

    def for_record(
        self, quantity: Quantity, reading: Reading, clause: Clause, passage: Passage, period: PeriodDecision
    ) -> RoleDecision:
        """Decide the role of one figure.

        Parameters
        ----------
        quantity : Quantity
            The figure.
        reading : Reading
            What it counts.
        clause : Clause
            The clause it stands in.
        passage : Passage
            The sentence of the clause.
        period : PeriodDecision
            When it is.
        """
        passage.look_at(clause.start, clause.end, quantity.outer_start, quantity.outer_end)
        modality = quantity.qualifiers
        if passage.own & _TONE:
            modality = (*self._modality(passage), *modality)
        role, reason = self._by_nature(quantity, passage, reading) or self._by_words(quantity, passage, reading, period)
        return role, modality, reason

    def _modality(self, place: Passage) -> list[str]:
        before = self._text[max(place.clause, place.start - _MODAL_REACH) : place.start]
        words = self._words
        found = [m.group() for cues in (words.modal, words.target, words.estimate) for m in cues.finditer(before)]
        return list(dict.fromkeys(found))

    def _by_nature(self, quantity: Quantity, place: Passage, reading: Reading) -> tuple[str, str] | None:
        """Return the role of an age, a size, a part of the place, of rules or of one case, and why."""
        words = self._words
        if quantity.unit == _ELDERLY and _LIFE not in (reading.entity or ""):
            return "background", "an age"
        if reading.rating:
            return "background", "the size of a facility"
        if (place.own & _BACKGROUND and words.background_before.search(place.before)) or (
            quantity.dimension == "count"
            and self._text[place.start - 1] in _PLACE_UNITS
            and self._text.endswith(_WHOLE_PLACE, place.clause, place.start)
        ):
            return "background", "size of the place"
        if reading.action in words.having and (reading.entity or "").endswith(words.place_parts):
            return "background", "parts of the place"
        if reading.entity in words.rule_names and (reading.action is None or reading.action in words.rule_keeping):
            return "background", "the name of rules that are kept"
        told = self._since_person(place) if self._cues.persons else None
        reason = self._case(quantity, place, told) if told is not None or place.bits & _CASE else None
        return ("case", reason) if reason else None

    def _case(self, quantity: Quantity, place: Passage, told: str | None) -> str | None:
        """Return what shows that the figure is that of one household or person; `told`: since somebody was named."""
        words = self._words
        if quantity.dimension == "households" and quantity.value is not None and quantity.value > _HOUSEHOLDS_OF_A_CASE:
            return None  # so many households are nobody's own figure
        cue = words.case_words.search(place.sentence_before) or words.case_words.search(place.after)
        if told is not None and words.case_not.search(told):
            told = None
        if (cue is None and told is None) or words.case_not.search(place.before[-_MODAL_REACH:]):
            return None
        return f"told of one household: {cue.group()}" if cue else f"told of one person: {(told or '')[:6]}"

    def _since_person(self, place: Passage) -> str | None:
        """Return the text of the paragraph from the person last named to the figure, where that is near."""
        persons = self._cues.persons
        i = bisect_left(persons, place.start) - 1
        if i < 0 or persons[i] < place.opening or place.start - persons[i] > _STORY_REACH:
            return None
        return self._text[persons[i] : place.start]

    def _by_words(
        self, quantity: Quantity, place: Passage, reading: Reading, period: PeriodDecision
    ) -> tuple[str, str]:
        """Return the role that the words around the figure give it, and why."""
        planned, why = self._planned(quantity, place, period)
        if place.tense == "problem" and not planned:
            return "background", "the heading speaks of what is still wrong"
        if reading.start_value:
            return "background", "the value that a change starts from"
        if reason := self._standard(quantity, place, embedded=reading.embedded, planned=planned):
            return "standard", reason
        return "target" if planned else "achieved", why

    def _standard(self, quantity: Quantity, place: Passage, *, embedded: bool, planned: bool) -> str | None:
        """Return what makes the figure a rule or a threshold: its bound, the words before it, or 的 behind it."""
        words, behind = self._words, self._text[place.end : place.end + 1]
        bound, dimension = quantity.bound, quantity.dimension
        if not (bound != "exact" or quantity.qualifiers or embedded or place.own & _STANDARD or behind == _OF):
            return None  # most figures have nothing of the kind
        measured = dimension not in _COUNTED
        if embedded and measured and not (bound == "exact" and dimension in _PLAIN_SIZES):  # 55米便民桥一座
            return "a threshold inside the name of what is counted"
        if behind in _BEFORE_CONDITION and bound != "exact" and bound != "about" and words.condition.match(place.after):
            return "a condition that a case must meet"
        if dimension == "ratio" and self._text.endswith(words.moved, place.clause, place.start):
            return None  # 补贴标准提高8%
        if bound == "over" and _OF in place.after[:_LONGEST_CONDITION] and words.condition_behind.match(place.after):
            return "a condition on who is meant"
        if dimension in _LIMITING and behind == _OF and (noun := self._noun_limited(quantity, place)):
            return f"a condition on its noun: {noun}"
        qualifier = quantity.qualifiers[0] if quantity.qualifiers else ""
        if planned or not (place.own & _STANDARD or qualifier):
            return None
        if place.own & _STANDARD_NOT and words.standard_not.search(place.before):
            return None
        rule = words.standard_before.search(place.before + qualifier)
        if rule and rule.group().startswith(_GIVEN) and (not measured or dimension == "person_times"):
            return None  # 给予处分3人
        return f"a rule: {rule.group()}" if rule else None

    def _noun_limited(self, quantity: Quantity, place: Passage) -> str | None:
        """Return the noun that the figure limits (收入低于5000元的|户); a size that only describes limits nothing."""
        inside = _OF_NOUN.match(place.after)
        if inside is None or inside["noun"].endswith(self._words.value_nouns):
            return None
        before = place.before
        if before.endswith(self._words.sizes_described):
            return None  # 总投资近30亿元的基地: a description, no condition
        stated = before + quantity.qualifiers[0] if quantity.qualifiers else before
        return inside["noun"] if quantity.bound != "exact" or stated.endswith(_STATING) else None

    def _planned(self, quantity: Quantity, place: Passage, period: PeriodDecision) -> tuple[bool, str]:
        """Return whether the figure is still to come, and what says so."""
        words = self._words
        done = words.achieved.search(place.before) if place.own & _ACHIEVED else None
        if place.front & _LATER_YEAR and not done and (year := self._year_to_come(place)):
            return True, f"the year {year} is to come"
        if not done and self._is_far(period):
            return True, _OF_YEARS
        if place.bits & _SAID and (said := self._said_planned(quantity, place, period)):
            return True, said
        if place.tense == "review":
            return False, "the heading speaks of work done"
        if not done and self._is_to_come(period):
            return True, "its period is to come"
        if done and not words.target.search(place.before[done.end() :]):
            return False, f"the clause says {done.group()}"
        if place.tense == "plan":
            return True, place.planned_by
        if place.bits & _TARGET and place.tone < CLEAR and (cue := self._sentence_cue(place)):
            return True, f"the sentence says {cue}"
        if place.tone < -self._doubt and not self._is_told_as_done(place):
            if self._is_over(period):
                return False, "its period was over"
            return True, "the paragraph speaks of work to come"
        return False, "the paragraph speaks of work done"

    def _is_over(self, period: PeriodDecision) -> bool:
        """Whether the period ended before the year of the report: what the rest of the paragraph plans is no sign.

        Of 16 such figures of the training gold, 8 are results and one is an aim.
        """
        if self._given is None:
            return False
        return calendar_of(period.period_start, period.period_end, PartialDate(self._given.year)) == "past"

    def _is_told_as_done(self, place: Passage) -> bool:
        """Whether the sentence tells of something done (已, 累计; 达到 only where the paragraph leaves doubt)."""
        words = self._words
        past = words.done if place.tone < -NO_DOUBT or self._doubt < CLEAR else words.past
        return bool(place.front & (_DONE | _PAST) and past.search(place.sentence_before))

    def _year_to_come(self, place: Passage) -> str | None:
        if self._given is not None:
            for match in _FUTURE_YEAR.finditer(place.sentence_before):
                if int(match["year"]) > self._given.year:
                    return match["year"]
        return None

    def _said_planned(self, quantity: Quantity, place: Passage, period: PeriodDecision) -> str | None:
        """Return the words that make a figure a plan wherever it stands."""
        words, bits = self._words, place.bits
        if place.front & _MODAL and (modal := self._modal(place, period)):
            return modal
        if bits & _MODAL and not place.own & _ACHIEVED and (behind := self._modal_behind(place)):
            return f"a modal behind it: {behind}"
        if bits & _GOAL and quantity.unit not in _COUNTED_GOALS and (goal := self._goal(place)):
            return f"what a goal is called: {goal}"
        aims = words.aims.search(place.sentence_before) if place.front & _AIMS else None
        if aims and not words.done.search(place.sentence_before, aims.end()):
            return f"{_OF_AIMS}: {aims.group()}"
        duty = words.duty.search(place.sentence) if bits & _DUTY else None
        return f"a list of duties: {duty.group()}" if duty else None

    def _modal(self, place: Passage, period: PeriodDecision) -> str | None:
        """Tell which modal governs the figure: the last one before it, with no word of completion between them.

        Where it stands in an earlier clause, 189 of 199 such figures of the training gold are targets.
        """
        before = self._text[max(place.begin, place.start - _MODAL_SCOPE) : place.start]
        found = None
        for match in self._words.modal.finditer(before):
            found = match
        if found is None or self._words.modal_end.search(before, found.end()):
            return None
        done = self._words.modal_end_behind.search(before, found.end())
        if done and not _MARKS.isdisjoint(before[found.end() : done.start()]):
            return None
        behind = before[found.end() :]
        if sum(map(behind.count, _CLOSING)) > sum(map(behind.count, _OPENING)):
            return None  # the bracket in which it stands ends before the figure
        if self._words.estimate.match(found.group()) and (place.tense == "review" or self._is_over(period)):
            return None  # 预计 of the year under review: an estimate of what was done
        own = place.start - len(before) + found.start() >= place.clause
        return f"{_OF_CLAUSE}: {found.group()}" if own else f"a modal governs it: {found.group()}"

    def _modal_behind(self, place: Passage) -> str | None:
        """Return the modal in whose subject the figure stands, in no bracket."""
        behind = self._words.modal_behind.search(place.after)
        if behind is None or not _BRACKETS.isdisjoint(place.after[: behind.start()]):
            return None
        return behind.group()

    def _goal(self, place: Passage) -> str | None:
        """Return the name of the goal that the figure is."""
        before = self._words.goal_before.search(place.before) if place.front & _GOAL else None
        if before is not None and (before["met"] is None or place.after.startswith(_OF)):
            return before.group()[-_LONGEST_GOAL:]  # 完成全年目标Q is a result, 完成全年目标Q的93% tells of the goal
        behind = self._words.goal_behind.search(place.after)
        return behind.group() if behind else None

    def _sentence_cue(self, place: Passage) -> str | None:
        """Return the word that makes the sentence one of plans; one clause of a list of aims speaks for all.

        A cue behind the quantity counts only where nothing before the quantity is told as done.
        """
        words, sentence, front = self._words, place.sentence, place.sentence_before
        before = words.target.search(front) if place.front & _TARGET else None
        if before and not words.done.search(front, before.end()):
            return before.group()
        after = words.target.search(sentence, len(front))
        if after and not words.past.search(front) and not words.done.search(sentence):
            return after.group()
        return None

    def _is_far(self, period: PeriodDecision) -> bool:
        """Whether the period ends years after the report: of 46 such figures of the training gold 44 are targets."""
        if self._given is None or period.period_end is None:
            return False
        return _FAR[0] < (date.fromisoformat(period.period_end) - self._given.after).days < _FAR[1]

    def _is_to_come(self, period: PeriodDecision) -> bool:
        """Whether the period ends well after the report: the figure cannot be a result."""
        if self._given is None or period.period_end is None or period.period_start is None:
            return False
        key = period.period, period.period_start, period.period_end
        known = self._to_come.get(key)
        if known is None:
            known = self._to_come[key] = _is_after(self._given, period.period or "", *key[1:])
        return known


def _years_after(year: int, text: str) -> list[int]:
    """Return where the names of later years end."""
    return [m.end() for m in _YEAR.finditer(text) if int(m.group()[:-1]) > year]


def _is_after(given: PartialDate, words: str, start: str, end: str) -> bool:
    """Whether a period of these words, from `start` to `end`, lies after the date of the report for the most part."""
    if words.endswith(_SPAN_TO_COME) and not words.startswith(_THIS_YEAR):
        return False  # 一年内就建成: how long it took
    begins, ends = date.fromisoformat(start), date.fromisoformat(end)
    if begins.year < given.year or (ends - given.after).days <= STILL_RUNNING:
        return False
    # 今年 in a report of October is mostly behind it; a plan of several years, or 今年 in January, lies ahead.
    early = given.month is not None and given.month <= EARLY_MONTHS
    return early or ends.year - begins.year > 1
