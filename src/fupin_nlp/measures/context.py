"""What a measure is decided from, and what the decision says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from fupin_nlp.measures.scan import Hit

__all__ = ["PARTS", "Cue", "MeasureContext", "MeasureDecision", "Surroundings"]

PARTS = ("entity", "action", "unit", "clause", "front", "heading", "sentence", "before")
"""The parts of a context in the order in which cues are counted: a cue counts in the first part that has it."""


_NO_SCORES: Mapping[str, float] = MappingProxyType({})


class Surroundings(Protocol):
    """What `classify_each` asks for, as `MeasureContext` has it.

    The last four are asked for only where what is nearer leaves the measure open: they may be cut out then.
    """

    @property
    def entity(self) -> str | None:
        """What is counted."""

    @property
    def action(self) -> str | None:
        """The verb that governs it."""

    @property
    def unit(self) -> str | None:
        """Its unit."""

    @property
    def dimension(self) -> str | None:
        """The dimension of the unit."""

    @property
    def clause(self) -> str:
        """Its clause."""

    @property
    def front(self) -> str | None:
        """The sentence in front of the clause."""

    @property
    def sentence(self) -> str:
        """The whole sentence."""

    @property
    def heading(self) -> tuple[str, ...]:
        """Headings, the nearest last."""

    @property
    def before(self) -> str:
        """The paragraph in front."""


class MeasureContext(NamedTuple):
    """Where a quantity stands; all text is cleaned (simplified, half width). Every part may be missing.

    Attributes
    ----------
    entity : str or None
        What is counted or measured (``小额贷款``).
    action : str or None
        The verb that governs it (``发放``).
    unit, dimension : str or None
        From the unit table (``公里``, ``length``); `dimension` is compared with the cues of the part ``unit`` where
        the unit itself is none.
    clause : str
        The clause that holds the quantity.
    front : str or None
        Text of the sentence in front of `clause`; None: what stands in `sentence` before the first place of `clause`.
    sentence : str
        The whole sentence.
    heading : tuple of str
        Headings from the outermost to the nearest.
    before : str
        Text of the paragraph in front of the quantity.
    """

    entity: str | None = None
    action: str | None = None
    unit: str | None = None
    dimension: str | None = None
    clause: str = ""
    front: str | None = None
    sentence: str = ""
    heading: tuple[str, ...] = ()
    before: str = ""


class Cue(NamedTuple):
    """A cue that counted: for which code, the word, what it added to the score, and in which part it stood."""

    code: str
    word: str
    weight: float
    part: str


class MeasureDecision(NamedTuple):
    """The measure of one quantity.

    Attributes
    ----------
    code, label : str
        Code of the taxonomy and its label.
    scores : mapping of str to float
        Code → score, best first; codes without a cue are left out, so it may be empty.
    sub : str or None
        Finer code where the deciding cues carry one (``other.science``).
    hits : tuple of tuple of Hit
        For each of the parts what was found in it, as far as it was read; the scores are made of the `cues` among it.
    weights : tuple of float
        How much a cue counts in each of the parts.
    """

    code: str
    label: str
    scores: Mapping[str, float] = _NO_SCORES
    sub: str | None = None
    hits: tuple[tuple[Hit, ...], ...] = ()
    weights: tuple[float, ...] = ()

    @property
    def part(self) -> str:
        """The first part whose cues counted, with `` of several`` where they spoke for several codes; or ``none``."""
        for part, hits in zip(PARTS, self.hits, strict=False):
            if hits:
                return part if len(self.scores) == 1 else f"{part} of several"
        return "none"

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What the scores are made of, in the order of the parts."""
        cues = []
        seen: set[str] = set()
        for part, weight, hits in zip(PARTS, self.weights, self.hits, strict=False):
            done: set[str] = set()
            for hit in hits:
                if hit.code not in done and hit.word not in seen:
                    done.add(hit.code)
                    cues.append(Cue(hit.code, hit.word, weight * hit.weight, part))
            seen.update([hit.word for hit in hits])
        return tuple(cues)

    def explain(self) -> list[str]:
        """Return one line per cue: code, word, part, and what it added.

        Examples
        --------
        >>> from fupin_nlp.measures import Taxonomy, classify
        >>> classify(MeasureContext(entity="医院", clause="新建医院2所"), Taxonomy.load()).explain()
        ['health +16 医院 (entity)', 'infrastructure +3 新建 (clause)']
        """
        return [f"{c.code} {c.weight:+g} {c.word} ({c.part})" for c in self.cues]
