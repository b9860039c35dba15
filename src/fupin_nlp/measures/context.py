"""What a measure is decided from, and what the decision says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["PARTS", "Cue", "MeasureContext", "MeasureDecision"]

PARTS = ("entity", "action", "unit", "clause", "front", "heading", "sentence", "before")
"""The parts of a context in the order in which cues are counted: a cue counts in the first part that has it."""


_NO_SCORES: Mapping[str, float] = MappingProxyType({})


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
    cues : tuple of Cue
        What the scores are made of, in the order of the parts.
    sub : str or None
        Finer code where the deciding cues carry one (``other.science``).
    """

    code: str
    label: str
    scores: Mapping[str, float] = _NO_SCORES
    cues: tuple[Cue, ...] = ()
    sub: str | None = None

    def explain(self) -> list[str]:
        """Return one line per cue: code, word, part, and what it added.

        Examples
        --------
        >>> MeasureDecision("health", "健康扶贫", cues=(Cue("health", "医院", 12.0, "entity"),)).explain()
        ['health +12 医院 (entity)']
        """
        return [f"{c.code} {c.weight:+g} {c.word} ({c.part})" for c in self.cues]
