"""What the search for shifted bytes keeps: readings of what was seen so far, and what a character adds to one."""

from __future__ import annotations

from typing import Final, NamedTuple

from fupin_nlp.clean.chain import Node
from fupin_nlp.clean.sequences import Prefix

__all__ = ["IN_STEP", "UNKNOWN", "Next", "Reading", "Step", "Stretch"]

# What a reading has instead of the lead byte of its next character: the text is in step; a dropped pair hides it.
IN_STEP: Final = 0
UNKNOWN: Final = -1


class Reading(NamedTuple):
    """One way to read what was seen so far.

    `pending` is the lead byte of the next character: 0 in step, -1 where it is unknown, behind a dropped pair that
    began with `dropped`. `exempt`: a note stands between the bytes of the next character, so it has none of its own.
    """

    prefix: Prefix
    pending: int
    node: Node | None = None
    cost: float = 0.0
    dropped: int = 0
    exempt: bool = False

    @property
    def total(self) -> float:
        """How well it reads, less what counts against it."""
        return self.prefix.score - self.cost


class Step(NamedTuple):
    """What a character does to a reading.

    `pending` and `dropped` are those of the reading behind it; `chosen`: not both of its bytes are shown; `suffix`: the
    ASCII character behind it; `noted`: a note stands behind it.
    """

    pending: int
    cost: float = 0.0
    chosen: bool = True
    dropped: int = 0
    suffix: str = ""
    noted: bool = False


class Next(NamedTuple):
    """A reading with one more character, not yet written out."""

    total: float
    reading: Reading
    char: str
    score: float
    cost: float
    step: Step


class Stretch:
    """Where the text is out of step, and the notes in it: the same for all readings."""

    __slots__ = ("end", "notes", "shown", "start", "swallowed")

    def __init__(self, start: int) -> None:
        self.start = start
        self.end = start
        self.notes: list[str] = []
        self.shown = 0  # bytes that the decoder shows
        self.swallowed = False

    def is_evident(self, text: str) -> bool:
        """Whether there is more to go by than one note: a byte, if only the lone 0x80 that shows as ``?``."""
        return self.shown > 0 or len(self.notes) > 1 or not text.endswith("?")
