"""What the grammar proposes for the quantities of a document: entity, action, measure, period and role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from fupin_nlp.decide import Subject, Surroundings, is_place, without_place
from fupin_nlp.interpret.cell_regions import regions_of_columns
from fupin_nlp.interpret.cells import filled_cells, proposals_of
from fupin_nlp.interpret.clause import Clause, clauses_of
from fupin_nlp.interpret.figure import Figure, Scene
from fupin_nlp.interpret.governed import TenseByScope
from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.interpret.naming import counted_in_place
from fupin_nlp.interpret.period import PeriodDecision, PeriodResolver
from fupin_nlp.interpret.reading import State, read_sentence
from fupin_nlp.interpret.region import RegionResolver
from fupin_nlp.interpret.role import RoleResolver
from fupin_nlp.interpret.tone import Tones
from fupin_nlp.interpret.words import Words
from fupin_nlp.lexicon.actions import Actions, actions
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.roles import role_words
from fupin_nlp.measures import MeasureDecision, Taxonomy, classify_each
from fupin_nlp.model import Document, Quantity, Sentence
from fupin_nlp.scope import Tree
from fupin_nlp.segment import Tokenizer

__all__ = ["Proposer"]

_TAIWAN: Final = "71"  # its codes begin so
_PLAN: Final = "plan"
_NUMBERS: Final = "0123456789年_-. "  # of a file name
_PART_MARK: Final = "其中"
_BEFORE_PERIOD: Final = "the value a change starts from lies before the period of the change"
_OF_PEOPLE: Final = frozenset({"people", "households", "person_times"})
_SHARED_BY_PARTS: Final = frozenset(
    {"training", "employment", "education", "health", "housing", "relocation", "safety_net"}
)
_CLEAR_NAME: Final = 16.0  # score of a cue of weight 4, which names one thing and nothing else, in the entity


class Proposer:
    """Reads the quantities of one document; every cache lives and dies with it.

    Parameters
    ----------
    document : Document
    quantities : sequence of Quantity
        In text order.
    meta : ReportMeta
    taxonomy : Taxonomy
    tokenizer : Tokenizer
    tree : Tree
        Of the document.
    """

    def __init__(
        self,
        document: Document,
        quantities: Sequence[Quantity],
        meta: ReportMeta,
        taxonomy: Taxonomy,
        tokenizer: Tokenizer,
        tree: Tree,
    ) -> None:
        self.document = document
        self.text = document.clean.text
        self.meta = meta
        self.taxonomy = taxonomy
        self.tree = tree
        self.cutter = Words(self.text, tokenizer)
        self.actions: Actions = actions()
        self.state = State(self.actions, self.cutter)
        self.counted: list[tuple[int, int, MeasureDecision]] = []  # start, paragraph and measure of people
        self.by_sentence: dict[int, list[tuple[int, Quantity]]] = defaultdict(list)
        for ordinal, quantity in enumerate(quantities):
            self.by_sentence[quantity.sentence].append((ordinal, quantity))
        taiwan = (meta.region_code or "").startswith(_TAIWAN)
        periods = PeriodResolver(document, meta.date, tree, self.by_sentence, meta.title or "", taiwan)
        self.periods = periods.for_each(quantities)
        filled = list(filled_cells(document, quantities))
        self.heads = proposals_of(filled, meta.date)  # what those of tables say
        # One after the other, not figure by figure: the same few tables then stay at hand.
        regions = RegionResolver(document, meta, tree, self.by_sentence).for_each(quantities)
        columns = regions_of_columns(filled, meta)
        self.regions = [columns.get(i, decided) for i, decided in enumerate(regions)]
        words = role_words()
        self.tense_by_scope = TenseByScope(tree, words)
        self.tones = Tones(document, sorted(self.by_sentence), words, tokenizer.cut, meta.title or _named(document))
        self.roles = RoleResolver(self.text, meta.date, words)
        self.sections = [(s.path, " / ".join(s.path)) for s in document.sections]

    @property
    def subject(self) -> Subject:
        """What is known of the document as a whole."""
        meta = self.meta
        given = meta.date
        if given is None:
            return Subject(self.text, meta.title or "", None, None)
        return Subject(self.text, meta.title or "", given.year, given.after.isoformat())

    def figures(self) -> list[Figure]:
        """Return the quantities with what is proposed of them, in the order of sentences and clauses."""
        spans = [((s := self.document.sentences[number]).start, s.end) for number in self.by_sentence]
        divided = clauses_of(self.text, list(zip(spans, self.by_sentence.values(), strict=True)), self.cutter)
        figures: list[Figure] = []
        for number, clauses in zip(self.by_sentence, divided, strict=True):
            figures += self._read(number, clauses)
        self._place(figures)
        for figure, measure in zip(figures, classify_each(figures, self.taxonomy), strict=True):
            figure.measure = self._measure(figure, measure)
            figure.period = self._period(figure)
            reading, place, passage = figure.reading, figure.place, figure.scene.passage
            figure.role = self.roles.for_record(figure.quantity, reading, place, passage, figure.period)
            heads = self.heads.get(figure.ordinal)
            if heads is not None and heads.role is not None:
                figure.role = (heads.role, figure.role[1], heads.reason)
                figure.fixed = (*figure.fixed, "role")
        return figures

    def _place(self, figures: Sequence[Figure]) -> None:
        """Tell the figures whose they are: the name of that place is not what is counted in it."""
        places = gazetteer()
        entity, unit = None, ""
        for figure in figures:
            name = self.regions[figure.ordinal].name
            if figure.entity is not None and places.is_named(figure.entity):
                name = figure.entity  # also a township of many counties, of which nobody knows which is meant
            figure.place_name = name
            if name is not None and is_place(figure.entity, name):
                figure.entity, figure.path = counted_in_place(figure.unit, entity, unit), "place"
            else:
                figure.entity, figure.action = without_place(figure.entity, name), without_place(figure.action, name)
            entity, unit = figure.entity, figure.unit

    def _read(self, number: int, clauses: list[Clause]) -> list[Figure]:
        """Read the quantities of a sentence."""
        sentence = self.document.sentences[number]
        readings = read_sentence((sentence.start, sentence.end), clauses, self.state)
        scene = self._scene(number, sentence)
        figures: list[Figure] = []
        for clause in clauses:
            for i in range(len(clause.slots)):
                figures.append(Figure(self.text, clause, i, readings[len(figures)], scene))
                heads = self.heads.get(figures[-1].ordinal)
                if heads is not None:
                    figures[-1].take_heads(heads)
        return figures

    def _scene(self, number: int, sentence: Sentence) -> Scene:
        start, end = sentence.start, sentence.end
        paragraph = self.tones.paragraph(number)
        opening, of_opening = self.tree.opening_at(start), self.tense_by_scope.at(start)
        headings = self.sections[sentence.section]
        tense = of_opening or self.tones.tenses[sentence.section]
        if tense is None and self.tones.plans and not headings[0]:
            tense = _PLAN
        tone = 0.0 if tense else self.tones.tone(paragraph)
        passage = self.roles.passage(start, end, paragraph[0], tense, tone)
        if tense == _PLAN:
            passage.planned_by = self.roles.planned_by(headings[0], opened=of_opening is not None)
        block = self.tree.block_at(start)
        where = Surroundings(
            start,
            end,
            *paragraph,
            headings[1],
            tense,
            tone,
            None if opening is None else self.tree.speaks(opening),
            block.kind == "item",
            number - self.tree.sentence_at(block.start),
        )
        return Scene(sentence, self.text[start:end].strip(), headings, passage, where)

    def _measure(self, figure: Figure, own: MeasureDecision) -> MeasureDecision:
        if figure.dimension not in _OF_PEOPLE:
            return own
        quantity, scene = figure.quantity, figure.scene
        measure = self._measure_of_part(quantity, scene, own)
        self.counted.append((quantity.start, scene.paragraph, measure))
        return measure

    def _period(self, figure: Figure) -> PeriodDecision:
        heads = self.heads.get(figure.ordinal)
        if heads is not None and heads.period is not None:
            return heads.period
        period, start, end = self.periods[figure.ordinal], figure.place.start, figure.quantity.outer_end
        if figure.reading.start_value and not period.of_start and (period.period or "") not in self.text[start:end]:
            return period._replace(period=None, period_start=None, period_end=None, evidence=_BEFORE_PERIOD)
        return period

    def _measure_of_part(self, quantity: Quantity, scene: Scene, own: MeasureDecision) -> MeasureDecision:
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


def _named(document: Document) -> str:
    """Return what the file name calls a document that has no title, without its number and year."""
    stem = PurePosixPath(document.clean.raw.name).stem
    return stem.strip(_NUMBERS)
