"""A sentence as the roles of its figures need it."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.interpret.tone import Tense

__all__ = ["Passage"]


class Passage:
    """A sentence as the roles of its figures need it, and which of them is looked at; positions are clean ones.

    Attributes
    ----------
    text : str
        The clean text; parts of it are cut out where a pattern has to look at them, which few figures need.
    begin, finish : int
        The sentence.
    opening : int
        Where its paragraph starts.
    tense : {"review", "plan", "problem"} or None
        What the headings say.
    planned_by : str
        Why what stands there is to come, where the headings say so.
    tone : float
        Tone of the paragraph where the headings are silent.
    bits : int
        The bits of all cues in it.
    clause, limit : int
        The clause of the figure: where it starts and ends.
    start, end : int
        The figure with its qualifiers.
    front, own : int
        The bits of the cues before the figure, in the sentence and in the clause.
    """

    __slots__ = (
        "_cues",
        "_read",
        "begin",
        "bits",
        "clause",
        "end",
        "finish",
        "front",
        "limit",
        "opening",
        "own",
        "planned_by",
        "start",
        "tense",
        "text",
        "tone",
    )

    def __init__(self, text: str, begin: int, finish: int, opening: int, cues: Sequence[tuple[int, int]]) -> None:
        """Take the cues in text order: where each ends, and its bits."""
        self.text = text
        self.begin = begin
        self.finish = finish
        self.opening = opening
        self.tense: Tense | None = None
        self.planned_by = ""
        self.tone = 0.0
        self.clause = self.limit = self.start = self.end = begin
        self._cues = cues
        self.front = self.own = self._read = 0
        together = 0
        for _, bits in cues:
            together |= bits
        self.bits = together

    def look_at(self, clause: int, limit: int, start: int, end: int) -> None:
        """Look at a figure; those in text order go over the cues once, however many there are of both."""
        last = self.start
        behind = clause != self.clause
        self.clause, self.limit, self.start, self.end = clause, limit, start, end
        if self.bits:
            if behind or start < last:
                self.own = 0
                if clause < last:
                    self._read = self.front = 0
            self._read_on()

    def _read_on(self) -> None:
        """Take in the cues up to the figure."""
        while self._read < len(self._cues):
            end, bits = self._cues[self._read]
            if end > self.start:
                break
            self.front |= bits
            if end > self.clause:
                self.own |= bits
            self._read += 1

    @property
    def sentence(self) -> str:
        """The sentence."""
        return self.text[self.begin : self.finish]

    @property
    def sentence_before(self) -> str:
        """The sentence up to the figure."""
        return self.text[self.begin : self.start]

    @property
    def before(self) -> str:
        """The clause up to the figure."""
        return self.text[self.clause : self.start]

    @property
    def after(self) -> str:
        """The clause behind the figure."""
        return self.text[self.end : self.limit]
