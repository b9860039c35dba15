"""From quantities to records: the interpretation of one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from fupin_nlp.interpret.cells import proposals_of
from fupin_nlp.interpret.clause import Clause, clauses_of
from fupin_nlp.interpret.evidence import Evidence
from fupin_nlp.interpret.kind import kind_in_role, kind_of
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.parts import link_parts
from fupin_nlp.interpret.passage import Passage
from fupin_nlp.interpret.period import PeriodResolver
from fupin_nlp.interpret.reading import Reading, State, read_sentence
from fupin_nlp.interpret.region import RegionResolver
from fupin_nlp.interpret.repeats import link_repeats
from fupin_nlp.interpret.role import RoleResolver
from fupin_nlp.interpret.tone import Tense, Tones
from fupin_nlp.interpret.words import Words
from fupin_nlp.lexicon.actions import Actions, actions
from fupin_nlp.lexicon.entities import entity_norm
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.indicator_wording import WORDS_BEFORE, WORDS_BEHIND
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.lexicon.roles import role_words
from fupin_nlp.lexicon.units import own_currency
from fupin_nlp.measures import MeasureDecision, Taxonomy, classify_each
from fupin_nlp.model import Document, Quantity, Record, Sentence
from fupin_nlp.model.record import RecordDraft
from fupin_nlp.scope import build_tree
from fupin_nlp.segment import Tokenizer

__all__ = ["records_of"]

LONGEST_BEFORE: Final = 2000  # characters of the paragraph before a sentence that may tell its measure
_YUAN: Final = "元"
_PERCENT: Final = "%"
_RENMINBI: Final = "人民币"
_PART_MARK: Final = "其中"
_AND: Final = "、"
_BEFORE_PERIOD: Final = "the value a change starts from lies before the period of the change"
_OF_PEOPLE: Final = frozenset({"people", "households", "person_times"})
_SHARED_BY_PARTS = frozenset({"training", "employment", "education", "health", "housing", "relocation", "safety_net"})
_CLEAR_NAME: Final = 16.0  # score of a cue of weight 4, which names one thing and nothing else, in the entity
# Rules that give a number a unit which does not stand beside it.
_UNIT_FROM: Final = {"table_head": "head", "shared_unit": "neighbour", "noun_behind": "noun", "noun_before": "noun"}
_new_draft = RecordDraft.__new__
_Headings: TypeAlias = tuple[tuple[str, ...], str]


def records_of(
    document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, tokenizer: Tokenizer
) -> tuple[Record, ...]:
    """Turn the quantities of a document into records; `interpret` is what users call."""
    interpreter = _Interpreter(document, quantities, meta, taxonomy, tokenizer)
    return interpreter.records()


class _Scene:
    """What all the quantities of a sentence have in common; positions are clean ones.

    `text` is the sentence without outer space; `opening` is where the paragraph in front of it begins, at most
    `LONGEST_BEFORE` away; `path` and `section` are the headings, `passage` is what the roles look at.
    """

    __slots__ = ("end", "opening", "paragraph", "passage", "path", "section", "start", "text")

    def __init__(self, sentence: Sentence, text: str, opening: int, headings: _Headings, passage: Passage) -> None:
        self.start, self.end, _, self.paragraph, _ = sentence
        self.text = text
        self.opening = opening
        self.path, self.section = headings
        self.passage = passage


class _Figure:
    """A quantity with what was read of it and where: what its measure is decided from.

    The texts that few measures look at are cut out when they are asked for.
    """

    __slots__ = (
        "action",
        "clause",
        "dimension",
        "entity",
        "ordinal",
        "place",
        "quantity",
        "reading",
        "scene",
        "start",
        "text",
        "unit",
    )

    def __init__(self, text: str, place: Clause, number: int, reading: Reading, scene: _Scene) -> None:
        slots = place.slots
        slot = slots[number]
        self.quantity = quantity = slot.quantity
        self.ordinal = slot.ordinal
        self.text = text
        self.unit = quantity.unit
        self.dimension = quantity.dimension
        self.reading = reading
        self.place = place
        self.scene = scene
        self.entity = reading.entity
        self.action = reading.action
        self.start, end = (place.start, place.end) if len(slots) == 1 else _own_words(text, place, number)
        self.clause = text[self.start : end]

    @property
    def front(self) -> str:
        return self.text[self.scene.start : self.start]

    @property
    def sentence(self) -> str:
        return self.text[self.scene.start : self.scene.end]

    @property
    def heading(self) -> tuple[str, ...]:
        return self.scene.path

    @property
    def before(self) -> str:
        return self.text[self.scene.opening : self.scene.start]


class _Interpreter:
    """The state of one document's interpretation; every cache lives and dies with it."""

    def __init__(
        self,
        document: Document,
        quantities: Sequence[Quantity],
        meta: ReportMeta,
        taxonomy: Taxonomy,
        tokenizer: Tokenizer,
    ) -> None:
        self.document = document
        self.text = document.clean.text
        self.quantities = quantities
        self.meta = meta
        self.year = meta.date.year if meta.date else None
        self.taxonomy = taxonomy
        self.cutter = Words(self.text, tokenizer)
        self.actions: Actions = actions()
        self.state = State(self.actions, self.cutter)
        self.counted: list[tuple[int, int, MeasureDecision]] = []  # start, paragraph and measure of people
        self.by_sentence: dict[int, list[tuple[int, Quantity]]] = defaultdict(list)
        for ordinal, quantity in enumerate(quantities):
            self.by_sentence[quantity.sentence].append((ordinal, quantity))
        self.tree = tree = build_tree(document)
        # One after the other, not record by record: the same few tables then stay at hand.
        self.regions = RegionResolver(document, meta, tree, self.by_sentence).for_each(quantities)
        self.periods = PeriodResolver(document, meta.date, tree, self.by_sentence).for_each(quantities)
        self.heads = proposals_of(document, quantities, meta.date)  # what those of tables say
        words = role_words()
        self.tones = Tones(document, sorted(self.by_sentence), words, tokenizer.cut)
        self.roles = RoleResolver(self.text, meta.date, words)
        self.indicators = indicators()
        self.currency = own_currency(meta.region_code)
        self.codes_now: dict[str, str | None] = {}
        self.sections = [(s.path, " / ".join(s.path)) for s in document.sections]

    def records(self) -> tuple[Record, ...]:
        spans = [((s := self.document.sentences[number]).start, s.end) for number in self.by_sentence]
        divided = clauses_of(self.text, list(zip(spans, self.by_sentence.values(), strict=True)), self.cutter)
        figures: list[_Figure] = []
        for number, clauses in zip(self.by_sentence, divided, strict=True):
            figures += self._read(number, clauses)
        measures = classify_each(figures, self.taxonomy)
        named = self.indicators.named([(figure.entity, figure.action) for figure in figures])
        records = list(map(self._record, figures, measures, named))
        sentences = self.document.sentences
        places = [
            (q.sentence, (s := sentences[q.sentence]).paragraph, s.start, q.outer_start, q.outer_end)
            for q in self.quantities
        ]
        return tuple(link_repeats(link_parts(records, places, self.text)))

    def _read(self, number: int, clauses: list[Clause]) -> list[_Figure]:
        """Read the quantities of a sentence."""
        sentence = self.document.sentences[number]
        readings = read_sentence((sentence.start, sentence.end), clauses, self.state)
        scene = self._scene(number, sentence)
        figures: list[_Figure] = []
        for clause in clauses:
            for i in range(len(clause.slots)):
                figures.append(_Figure(self.text, clause, i, readings[len(figures)], scene))
                heads = self.heads.get(figures[-1].ordinal)
                if heads is not None:
                    figures[-1].entity, figures[-1].action = heads.entity, None
        return figures

    def _scene(self, number: int, sentence: Sentence) -> _Scene:
        start, end = sentence.start, sentence.end
        paragraph = self.tones.paragraph(number)
        opening = paragraph[0]
        tense = self._tense(sentence)
        passage = self.roles.passage(start, end, opening, tense, 0.0 if tense else self.tones.tone(paragraph))
        if opening < start - LONGEST_BEFORE:
            opening = start - LONGEST_BEFORE
        return _Scene(sentence, self.text[start:end].strip(), opening, self.sections[sentence.section], passage)

    def _tense(self, sentence: Sentence) -> Tense | None:
        """Return what governs a sentence: the line that opens its list, else the headings."""
        opening = self.tree.opening_at(sentence.start)
        said = self.tree.speaks(opening) if opening is not None and opening.start != sentence.start else None
        return said if said == "plan" or said == "review" else self.tones.tenses[sentence.section]

    def _measure_of_part(self, quantity: Quantity, scene: _Scene, own: MeasureDecision) -> MeasureDecision:
        """Return the measure of the total for the people behind 其中, unless their own name says another clearly.

        培训Q人，其中汽车修理Q人 are all trained.
        """
        mark = self.text.rfind(_PART_MARK, scene.start, quantity.outer_start)
        if mark < 0 or self.text.find("；", mark, quantity.outer_start) >= 0:
            return own
        total: MeasureDecision | None = None
        for start, paragraph, counted in reversed(self.counted):
            if paragraph != scene.paragraph:
                break
            if start < mark:
                total = counted
                break
        if total is None or total.code not in _SHARED_BY_PARTS:
            return own
        clear = any(c.part == "entity" and c.weight >= _CLEAR_NAME for c in own.cues)
        return own if clear else total

    def _currency(self, quantity: Quantity, own: str) -> str:
        """Return what 元 is: the currency of the report's own region unless 人民币 stands by."""
        beside = self.text[max(0, quantity.start - 4) : quantity.end + 4]
        return _YUAN if _RENMINBI in beside else own

    def _code_now(self, code: str | None) -> str | None:
        """Return today's code of a region, of several (joined by 、) where all have one."""
        if code is None:
            return None
        if code not in self.codes_now:
            now = [gazetteer().code_now(one, self.year) for one in code.split("、")]
            self.codes_now[code] = None if None in now else "、".join(one for one in now if one is not None)
        return self.codes_now[code]

    def _record(self, figure: _Figure, measure: MeasureDecision, named: bool) -> Record:
        q, reading, clause, scene = figure.quantity, figure.reading, figure.place, figure.scene
        if q.dimension in _OF_PEOPLE:
            measure = self._measure_of_part(q, scene, measure)
            self.counted.append((q.start, scene.paragraph, measure))
        period, region = self.periods[figure.ordinal], self.regions[figure.ordinal]
        if (
            reading.start_value
            and not period.of_start
            and (period.period or "") not in self.text[clause.start : q.outer_end]
        ):
            period = period._replace(period=None, period_start=None, period_end=None, evidence=_BEFORE_PERIOD)
        heads = self.heads.get(figure.ordinal)
        if heads is not None and heads.period is not None:
            period = heads.period
        role, modality, reason = self.roles.for_record(q, reading, clause, scene.passage, period)
        if heads is not None and heads.role is not None:
            role, reason = heads.role, heads.reason
        kind = kind_of(q, reading, period, self.actions)
        record = self._draft(figure)
        record.period, record.period_start, record.period_end, per, record.base, dated, _ = period
        record.per = per
        record.kind = kind = kind_in_role(kind, role, per) if kind == "flow" else kind
        record.entity = entity = figure.entity
        record.action = action = figure.action
        record.role, record.modality = role, modality
        record.region, code, placed = region
        record.region_code = code
        record.region_code_now = self.codes_now[code] if code in self.codes_now else self._code_now(code)
        record.region_level, record.province, record.city = levels_of(record.region, code, self.year)
        match = self.indicators.match
        found = match(entity, action, q.unit, q.dimension, kind, record.region) if named else None
        if found is not None or q.unit == _PERCENT:
            before = self.text[max(scene.start, q.outer_start - WORDS_BEFORE) : q.outer_start]
            after = self.text[q.end : min(scene.end, q.end + WORDS_BEHIND)]
            found = self.indicators.match_in_words(found, q.unit, before, after, record.region)
        record.indicator = found
        record.entity_norm = entity_norm(entity, action, record.region, record.indicator)
        record.measure, record.measure_label, record.measure_scores, *_ = measure
        record.evidence = Evidence(reading.place if heads is None else heads.reason, reason, measure, dated, placed)
        finished: Record = record.finished()
        return finished

    def _draft(self, figure: _Figure) -> Any:  # typed, its fields would be as frozen as those of a record
        """Return a record with what the quantity and its place say."""
        q, clean, raw = figure.quantity, self.document.clean, self.document.clean.raw
        start, end = clean.alignment.to_source(q.start, q.end)
        record: Any = _new_draft(RecordDraft)
        record.id = f"{raw.name}#{figure.ordinal}"
        record.doc = raw.name
        record.start, record.end = start, end
        record.text = raw.text[start:end]
        record.clean = self.text[q.start : q.end]
        record.value, record.value_max = q.value, q.value_max
        record.unit = q.unit if self.currency is None or q.unit != _YUAN else self._currency(q, self.currency)
        record.unit_from = _UNIT_FROM.get(q.rule)
        record.dimension, record.bound = q.dimension, q.bound
        record.part_of = record.repeat_of = None
        record.certain = q.certain
        record.damage = self._damage(q) if clean.damage else ()
        record.section, record.sentence = figure.scene.section, figure.scene.text
        record.rule = q.rule
        record.locator = raw.locator(start) if raw.places else None
        return record

    def _damage(self, q: Quantity) -> tuple[str, ...]:
        touching = [d for d in self.document.clean.damage if d.start < q.end and d.end > q.start - 1]
        return tuple(f"{d.kind}: {'/'.join(d.candidates) or d.note}" for d in touching)


def _own_words(text: str, clause: Clause, number: int) -> tuple[int, int]:
    """Return the member of a list in the clause: what 62亿元 is for in 基础设施96亿元、教育62亿元、卫生39亿元."""
    start, end, slots = clause.start, clause.end, clause.slots
    quantity = slots[number].quantity
    before = behind = number
    while before >= 0 and slots[before].quantity.outer_end > quantity.outer_start:
        before -= 1
    while behind < len(slots) and slots[behind].quantity.outer_start < quantity.outer_end:
        behind += 1
    if before >= 0:
        mark = text.find(_AND, slots[before].quantity.outer_end, quantity.outer_start)
        start = mark + 1 if mark >= 0 else start
    if behind < len(slots):
        mark = text.find(_AND, quantity.outer_end, slots[behind].quantity.outer_start)
        end = mark if mark >= 0 else end
    return start, end
