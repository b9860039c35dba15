"""From quantities to records: the interpretation of one document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fupin_nlp.decide import Decision, Models, Proposal, Subject
from fupin_nlp.interpret.evidence import Evidence
from fupin_nlp.interpret.figure import Figure
from fupin_nlp.interpret.kind import kind_in_role, kind_of
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.parts import link_parts
from fupin_nlp.interpret.period.calendar import calendar_of, contradiction
from fupin_nlp.interpret.proposer import Proposer
from fupin_nlp.interpret.repeats import link_repeats
from fupin_nlp.lexicon.entities import entity_norm
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.indicator_wording import WORDS_BEFORE, WORDS_BEHIND
from fupin_nlp.lexicon.indicators import indicators
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.lexicon.units import own_currency
from fupin_nlp.measures import Taxonomy
from fupin_nlp.model import Document, Quantity, Record
from fupin_nlp.model.record import RecordDraft
from fupin_nlp.scope import build_tree
from fupin_nlp.segment import Tokenizer

__all__ = ["proposals_of", "records_of"]

_YUAN, _DOLLAR = "元", "美元"
_BARE_SIGNS: Final = frozenset("$＄")
_PERCENT: Final = "%"
_RENMINBI: Final = "人民币"
# Rules that give a number a unit which does not stand beside it.
_UNIT_FROM: Final = {"table_head": "head", "shared_unit": "neighbour", "noun_behind": "noun", "noun_before": "noun"}
_new_draft = RecordDraft.__new__


def records_of(
    document: Document,
    quantities: Sequence[Quantity],
    meta: ReportMeta,
    taxonomy: Taxonomy,
    tokenizer: Tokenizer,
    models: Models,
) -> tuple[Record, ...]:
    """Turn the quantities of a document into records; `interpret` is what users call."""
    proposer = Proposer(document, quantities, meta, taxonomy, tokenizer, build_tree(document))
    return _Interpreter(proposer, quantities, tokenizer).records(models)


def proposals_of(
    document: Document, quantities: Sequence[Quantity], meta: ReportMeta, taxonomy: Taxonomy, tokenizer: Tokenizer
) -> tuple[Subject, list[Proposal]]:
    """Return what the grammar proposes for each quantity, and what it is about; `propose` is what users call."""
    proposer = Proposer(document, quantities, meta, taxonomy, tokenizer, build_tree(document))
    return proposer.subject, [figure.proposal for figure in proposer.figures()]


class _Interpreter:
    """The state of one document's interpretation; every cache lives and dies with it."""

    def __init__(self, proposer: Proposer, quantities: Sequence[Quantity], tokenizer: Tokenizer) -> None:
        self.proposer = proposer
        self.document, self.text = proposer.document, proposer.text
        self.quantities = quantities
        self.meta = meta = proposer.meta
        self.year = meta.date.year if meta.date else None
        self.taxonomy = proposer.taxonomy
        self.tokenizer = tokenizer
        self.indicators = indicators()
        self.currency = own_currency(meta.region_code)
        self.codes_now: dict[str, str | None] = {}

    def records(self, models: Models) -> tuple[Record, ...]:
        figures = self.proposer.figures()
        subject, proposals = self.proposer.subject, [figure.proposal for figure in figures]
        decisions = models.decide(subject, proposals, self.taxonomy is not Taxonomy.load(), self.tokenizer)
        named = self.indicators.named([(d.entity.value, d.action.value) for d in decisions])
        records = list(map(self._record, figures, decisions, named))
        sentences = self.document.sentences
        places = [
            (q.sentence, (s := sentences[q.sentence]).paragraph, s.start, q.outer_start, q.outer_end)
            for q in self.quantities
        ]
        return tuple(link_repeats(link_parts(records, places, self.text)))

    def _currency(self, quantity: Quantity, own: str) -> str:
        """Return what 元 and a bare $ are: the currency of the report's own region unless 人民币 stands by."""
        if quantity.unit == _DOLLAR:
            sign = self.text[max(0, quantity.start - 2) : quantity.start]
            return own if sign[-1:] in _BARE_SIGNS and not (sign[0].isascii() and sign[0].isalpha()) else _DOLLAR
        if quantity.unit != _YUAN:
            return quantity.unit
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

    def _record(self, figure: Figure, decision: Decision, named: bool) -> Record:
        q, reading = figure.quantity, figure.reading
        scene, period, measure, (_, modality, reason) = figure.scene, figure.period, figure.measure, figure.role
        region, region_code, placed = self.proposer.regions[figure.ordinal]
        record = self._draft(figure)
        if decision.role.value == "target":
            period = period.of_target(self.meta.date, record.section or "")
        record.period, record.period_start, record.period_end, record.per, record.base, dated, _ = period
        record.entity = reading.entity = entity = decision.entity.value
        record.action = reading.action = action = decision.action.value
        record.role, record.modality = decision.role.value, modality
        kind = kind_of(q, reading, period, self.proposer.actions)
        record.kind = kind = kind_in_role(kind, record.role, period.per) if kind == "flow" else kind
        record.region, record.region_code = region, region_code
        record.region_code_now = self._code_now(region_code)
        record.region_level, record.province, record.city = levels_of(region, region_code, self.year)
        match = self.indicators.match
        found = match(entity, action, q.unit, q.dimension, kind, region) if named else None
        bare = found is None and entity in self.indicators.wording.bare
        if found is not None or bare or q.unit == _PERCENT:
            before = self.text[max(scene.start, q.outer_start - WORDS_BEFORE) : q.outer_start]
            after = self.text[q.end : min(scene.end, q.end + WORDS_BEHIND)]
            if bare:
                found = self.indicators.match_bare(entity, before, q.unit, q.dimension, kind)
            found = self.indicators.match_in_words(found, q.unit, before, after, region)
        record.indicator = found
        record.entity_norm = entity_norm(entity, action, region, record.indicator)
        record.measure = code = decision.measure.value or self.taxonomy.fallback
        record.measure_label = self.taxonomy.label(code)
        record.measure_scores = measure.scores
        against = contradiction(record.role, calendar_of(period.period_start, period.period_end, self.meta.date))
        record.confidence, record.doubts = decision.confidence, decision.doubts
        if against is not None:
            dated = f"{dated}; {record.role}, but {against}"
            record.doubts = (*decision.doubts, "period")
        record.evidence = Evidence(figure.path, reason, measure, dated, placed, decision)
        finished: Record = record.finished()
        return finished

    def _draft(self, figure: Figure) -> Any:  # typed, its fields would be as frozen as those of a record
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
        record.unit = q.unit if self.currency is None else self._currency(q, self.currency)
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
