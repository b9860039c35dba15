"""From quantities to records: the interpretation of one document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from fupin_nlp.interpret.clause import Clause, Words, clauses_of
from fupin_nlp.interpret.evidence import Evidence
from fupin_nlp.interpret.kind import kind_in_role, kind_of
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.outline import Outline
from fupin_nlp.interpret.parts import Place, link_parts
from fupin_nlp.interpret.period import PeriodDecision, PeriodResolver
from fupin_nlp.interpret.reading import Reading, read_sentence
from fupin_nlp.interpret.region import RegionResolver
from fupin_nlp.interpret.repeats import link_repeats
from fupin_nlp.interpret.role import RoleContext, RoleDecision, decide_role
from fupin_nlp.interpret.tone import CLEAR, LEANING, Tense, tense_of_headings, tone
from fupin_nlp.lexicon.actions import Actions, actions
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.indicators import match_indicator
from fupin_nlp.lexicon.roles import RoleWords, role_words, tone_weights
from fupin_nlp.lexicon.units import own_currency
from fupin_nlp.measures import MeasureCache, MeasureContext, MeasureDecision, Taxonomy, classify
from fupin_nlp.model import Document, Quantity, Record, Sentence

__all__ = ["interpret"]

EARLY_MONTHS = 3
STILL_RUNNING = 60  # days; a report of December tells of 今年 as done
POVERTY_WORDS = 8  # in a thousand characters; government reports have up to 7, poverty reports from 9 on
LONGEST_BEFORE = 2000  # characters of the paragraph before a sentence that may tell its measure
FEWEST_FOR_TONE = 60  # characters; a shorter paragraph has too few words to tell
_YUAN = "元"
_RENMINBI = "人民币"
_PART_MARK = "其中"
_BEFORE_PERIOD = "the value a change starts from lies before the period of the change"
_OF_PEOPLE = frozenset({"people", "households", "person_times"})
_SHARED_BY_PARTS = frozenset({"training", "employment", "education", "health", "housing", "relocation", "safety_net"})
_CLEAR_NAME = 16.0  # score of a cue of weight 4, which names one thing and nothing else, in the entity
# Rules that give a number a unit which does not stand beside it.
_UNIT_FROM = {"table_head": "head", "shared_unit": "neighbour", "noun_behind": "noun", "noun_before": "noun"}
Cut = Callable[[str], list[str]]


def interpret(
    document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, cut: Cut
) -> tuple[Record, ...]:
    """Turn the quantities of a document into records.

    Parameters
    ----------
    document : Document
        The segmented document.
    quantities : sequence of Quantity
        In text order.
    meta : ReportMeta
        Region and date of the report.
    taxonomy : Taxonomy
        The measures.
    cut : callable
        Tokenizer: text → words that join to the text.

    Returns
    -------
    tuple of Record
        One a quantity, in text order, with links.

    Examples
    --------
    `fupin_nlp.report.parse` calls the stages in turn:

    >>> from fupin_nlp.report import parse
    >>> [(r.entity, r.action, r.role) for r in parse("2019年，全县发放小额贷款2036.2万元。").records]
    [('小额贷款', '发放', 'achieved')]
    """
    interpreter = _Interpreter(document, quantities, meta, taxonomy, cut)
    return interpreter.records()


class _Scene(NamedTuple):
    """What all the quantities of a sentence have in common; positions are clean ones.

    `before` is the paragraph in front of the sentence, `path` and `section` its headings, `tense` what they say,
    `tone` that of the paragraph where they are silent.
    """

    start: int
    text: str
    stripped: str
    before: str
    paragraph: int
    path: tuple[str, ...]
    section: str
    tense: Tense | None
    tone: float


class _Interpreter:
    """The state of one document's interpretation; every cache lives and dies with it."""

    def __init__(
        self, document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, cut: Cut
    ) -> None:
        self.document = document
        self.text = document.clean.text
        self.quantities = quantities
        self.meta = meta
        self.taxonomy = taxonomy
        self.cut = cut
        self.cutter = Words(self.text, cut)
        self.actions: Actions = actions()
        self.words: RoleWords = role_words()
        self.measures: MeasureCache = {}
        self.counted: list[tuple[int, int, MeasureDecision]] = []  # start, paragraph and measure of people
        outline = Outline.of(document)
        self.regions = RegionResolver(document, meta, outline)
        self.periods = PeriodResolver(document, meta.date, outline)
        self.paragraphs = self._paragraph_spans()
        self.persons = self.words.persons(self.text)
        self.tenses: dict[int, Tense | None] = {}
        self.tones: dict[int, float] = {}
        self.codes_now: dict[str, str | None] = {}
        self.document_tone: float | None = None
        self.doubt: float | None = None

    def _paragraph_spans(self) -> dict[int, tuple[int, int]]:
        spans: dict[int, tuple[int, int]] = {}
        for s in self.document.sentences:
            start, _ = spans.get(s.paragraph, (s.start, s.end))
            spans[s.paragraph] = (start, s.end)
        return spans

    def _since_person(self, paragraph: int, position: int) -> str | None:
        i = bisect_left(self.persons, position) - 1
        if i < 0 or self.persons[i] < self.paragraphs[paragraph][0]:
            return None
        return self.text[self.persons[i] : position]

    def records(self) -> tuple[Record, ...]:
        by_sentence: dict[int, list[tuple[int, Quantity]]] = defaultdict(list)
        for ordinal, quantity in enumerate(self.quantities):
            by_sentence[quantity.sentence].append((ordinal, quantity))
        records: list[Record] = []
        for number, mine in by_sentence.items():
            records.extend(self._sentence(number, mine))
        places = [self._place(q) for q in self.quantities]
        return tuple(link_repeats(link_parts(records, places, self.text)))

    def _place(self, quantity: Quantity) -> Place:
        sentence = self.document.sentences[quantity.sentence]
        return Place(quantity.sentence, sentence.paragraph, sentence.start, quantity.outer_start, quantity.outer_end)

    def _sentence(self, number: int, mine: list[tuple[int, Quantity]]) -> list[Record]:
        sentence = self.document.sentences[number]
        clauses = clauses_of(self.text, (sentence.start, sentence.end), mine, self.cutter)
        readings = read_sentence(clauses, self.cutter, self.actions)
        clause_of = {slot.ordinal: clause for clause in clauses for slot in clause.slots}
        scene = self._scene(sentence)
        return [self._record(ordinal, q, readings[ordinal], clause_of[ordinal], scene) for ordinal, q in mine]

    def _scene(self, sentence: Sentence) -> _Scene:
        text = self.document.text_of(sentence)
        opening, _ = self.paragraphs[sentence.paragraph]
        tense = self._tense(sentence.section)
        path = self.document.sections[sentence.section].path
        return _Scene(
            start=sentence.start,
            text=text,
            stripped=text.strip(),
            before=self.text[max(opening, sentence.start - LONGEST_BEFORE) : sentence.start],
            paragraph=sentence.paragraph,
            path=path,
            section=" / ".join(path),
            tense=tense,
            tone=0.0 if tense else self._tone(sentence.paragraph),
        )

    def _tense(self, section: int) -> Tense | None:
        if not self.tenses:
            self._find_tenses()
        return self.tenses[section]

    def _find_tenses(self) -> None:
        """Ask the headings of all sections; work to come goes on until a heading speaks of work done again.

        Reports look back first and forward last, and the forward part often ends in sections and annexes whose
        headings say neither.
        """
        last: Tense | None = None
        for number, section in enumerate(self.document.sections):
            found = tense_of_headings(section.path, self.words)
            if found in ("review", "plan"):
                last = found
            self.tenses[number] = found or ("plan" if last == "plan" else None)

    def _tone(self, paragraph: int) -> float:
        if paragraph not in self.tones:
            self.tones[paragraph] = self._own_tone(paragraph)
        return (self.tones[paragraph] + self._document_tone()) / 2

    def _own_tone(self, paragraph: int) -> float:
        start, end = self.paragraphs[paragraph]
        return tone(self.text[start:end], self.cut, tone_weights()) if end - start >= FEWEST_FOR_TONE else 0.0

    def _doubt(self) -> float:
        """Return how clear a tone must be here: poverty reports tell of work done in the words of plans."""
        if self.doubt is None:
            words = sum(1 for _ in self.words.poverty.finditer(self.text))
            self.doubt = CLEAR if words * 1000 > POVERTY_WORDS * len(self.text) else LEANING
        return self.doubt

    def _document_tone(self) -> float:
        """Return the mean tone of the paragraphs with quantities whose headings are silent."""
        if self.document_tone is None:
            silent = sorted({s.paragraph for s in self._sentences_with_quantities() if self._tense(s.section) is None})
            for paragraph in silent:
                if paragraph not in self.tones:
                    self.tones[paragraph] = self._own_tone(paragraph)
            self.document_tone = sum(self.tones[p] for p in silent) / len(silent)
        return self.document_tone

    def _sentences_with_quantities(self) -> list[Sentence]:
        return [self.document.sentences[n] for n in sorted({q.sentence for q in self.quantities})]

    def _is_to_come(self, period: PeriodDecision) -> bool:
        """Whether the period ends well after the report: the figure cannot be a result."""
        if self.meta.date is None or period.period_end is None or period.period_start is None:
            return False
        if (period.period or "").endswith("年内") and not (period.period or "").startswith(("今", "本", "当")):
            return False  # 一年内就建成: how long it took
        begins = date.fromisoformat(period.period_start)
        ends = date.fromisoformat(period.period_end)
        if begins.year < self.meta.date.year or (ends - self.meta.date.after).days <= STILL_RUNNING:
            return False
        # 今年 in a report of October is mostly behind it; a plan of several years, or 今年 in January, lies ahead.
        early = self.meta.date.month is not None and self.meta.date.month <= EARLY_MONTHS
        return early or ends.year - begins.year > 1

    def _role(
        self, quantity: Quantity, reading: Reading, clause: Clause, scene: _Scene, period: PeriodDecision
    ) -> RoleDecision:
        start, end = quantity.outer_start, quantity.outer_end
        context = RoleContext(
            self.text[clause.start : start],
            self.text[end : clause.end],
            self.text[scene.start : start],
            scene.text,
            scene.tense,
            scene.tone,
            self._doubt(),
            self._since_person(scene.paragraph, start),
            self.meta.date.year if self.meta.date else None,
            reading.embedded,
            self._is_to_come(period),
        )
        return decide_role(quantity, reading, context, self.words)

    def _measure(self, quantity: Quantity, reading: Reading, clause: Clause, scene: _Scene) -> MeasureDecision:
        start, end = _own_words(self.text, quantity, clause)
        context = MeasureContext(
            entity=reading.entity,
            action=reading.action,
            unit=quantity.unit,
            dimension=quantity.dimension,
            clause=self.text[start:end],
            front=self.text[scene.start : start],
            sentence=scene.text,
            heading=scene.path,
            before=scene.before,
        )
        decision = classify(context, self.taxonomy, self.measures)
        if quantity.dimension in _OF_PEOPLE:
            decision = self._measure_of_part(quantity, scene, decision)
            self.counted.append((quantity.start, scene.paragraph, decision))
        return decision

    def _measure_of_part(self, quantity: Quantity, scene: _Scene, own: MeasureDecision) -> MeasureDecision:
        """Return the measure of the total for the people behind 其中, unless their own name says another clearly.

        培训Q人，其中汽车修理Q人 are all trained.
        """
        mark = self.text.rfind(_PART_MARK, scene.start, quantity.outer_start)
        if mark < 0 or self.text.find("；", mark, quantity.outer_start) >= 0:
            return own
        total = next((c for c in reversed(self.counted) if c[0] < mark and c[1] == scene.paragraph), None)
        if total is None or total[2].code not in _SHARED_BY_PARTS:
            return own
        clear = any(c.part == "entity" and c.weight >= _CLEAR_NAME for c in own.cues)
        return own if clear else total[2]

    def _unit(self, quantity: Quantity) -> str:
        """Return the unit; 元 is the currency of the report's own region unless 人民币 stands by."""
        currency = own_currency(self.meta.region_code) if quantity.unit == _YUAN else None
        if currency is None or _RENMINBI in self.text[max(0, quantity.start - 4) : quantity.end + 4]:
            return quantity.unit
        return currency

    def _code_now(self, code: str | None) -> str | None:
        """Return today's code of a region, of several (joined by 、) where all have one."""
        if code is None:
            return None
        if code not in self.codes_now:
            year = self.meta.date.year if self.meta.date else None
            now = [gazetteer().code_now(one, year) for one in code.split("、")]
            self.codes_now[code] = None if None in now else "、".join(one for one in now if one is not None)
        return self.codes_now[code]

    def _record(self, ordinal: int, q: Quantity, reading: Reading, clause: Clause, scene: _Scene) -> Record:
        clean = self.document.clean
        start, end = clean.alignment.to_source(q.start, q.end)
        measure = self._measure(q, reading, clause, scene)
        period = self.periods.for_record(q.sentence, q.outer_start, q.outer_end)
        if reading.start_value and (period.period or "") not in self.text[clause.start : q.outer_end]:
            period = period._replace(period=None, period_start=None, period_end=None, evidence=_BEFORE_PERIOD)
        role = self._role(q, reading, clause, scene, period)
        region = self.regions.for_record(q.sentence, q.outer_start, q.outer_end)
        kind = kind_in_role(kind_of(q, reading, period, self.actions), role.role, period.per)
        return Record(
            id=f"{clean.raw.name}#{ordinal}",
            doc=clean.raw.name,
            start=start,
            end=end,
            text=clean.raw.text[start:end],
            clean=self.text[q.start : q.end],
            value=q.value,
            value_max=q.value_max,
            unit=self._unit(q),
            unit_from=_UNIT_FROM.get(q.rule),
            dimension=q.dimension,
            kind=kind,
            bound=q.bound,
            per=period.per,
            base=period.base,
            entity=reading.entity,
            action=reading.action,
            role=role.role,
            modality=role.modality,
            indicator=match_indicator(reading.entity, reading.action, q.unit, q.dimension, kind, region.name),
            measure=measure.code,
            measure_label=measure.label,
            measure_scores=measure.scores,
            period=period.period,
            period_start=period.period_start,
            period_end=period.period_end,
            region=region.name,
            region_code=region.code,
            region_code_now=self._code_now(region.code),
            part_of=None,
            repeat_of=None,
            certain=q.certain,
            damage=self._damage(q) if clean.damage else (),
            section=scene.section,
            sentence=scene.stripped,
            rule=q.rule,
            locator=clean.raw.locator(start),
            evidence=Evidence(reading.place, role.reason, measure, period.evidence, region.evidence),
        )

    def _damage(self, q: Quantity) -> tuple[str, ...]:
        touching = [d for d in self.document.clean.damage if d.start < q.end and d.end > q.start - 1]
        return tuple(f"{d.kind}: {'/'.join(d.candidates) or d.note}" for d in touching)


def _own_words(text: str, quantity: Quantity, clause: Clause) -> tuple[int, int]:
    """Return the member of a list in the clause: what 62亿元 is for in 基础设施96亿元、教育62亿元、卫生39亿元."""
    start, end = clause.start, clause.end
    if len(clause.slots) == 1:
        return start, end
    before = [s.quantity.outer_end for s in clause.slots if s.quantity.outer_end <= quantity.outer_start]
    behind = [s.quantity.outer_start for s in clause.slots if s.quantity.outer_start >= quantity.outer_end]
    if before and (mark := text.find("、", before[-1], quantity.outer_start)) >= 0:
        start = mark + 1
    if behind and (mark := text.find("、", quantity.outer_end, behind[0])) >= 0:
        end = mark
    return start, end
