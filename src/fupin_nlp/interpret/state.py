"""The reading of one quantity, and what the clauses of a sentence leave for the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fupin_nlp.interpret.classes import ATTRIBUTIVE, CONJUNCTION, NOUNLIKE, OF
from fupin_nlp.interpret.clause import Clause, stretches
from fupin_nlp.interpret.left_side import Left
from fupin_nlp.interpret.noun_phrase import trailing_phrase
from fupin_nlp.interpret.tidy import tidy
from fupin_nlp.interpret.words import Words
from fupin_nlp.lexicon.actions import Actions
from fupin_nlp.lexicon.kinds import kind_words

__all__ = ["Reading", "State", "named_by_topic"]

_OPENING: Final = frozenset({"将", "把", ".", "．"})
_LONGEST_TOPIC: Final = 16
_RATIOS: Final = (*kind_words().share, *kind_words().growth)
_SHARE_OF: Final = "占"


class Reading:
    """Entity and action of one quantity, with the place they were found in.

    Attributes
    ----------
    entity, action : str or None
        Head noun phrase and governing verb.
    place : str
        ``subject``, ``object``, ``after``, ``share``, ``range``, ``distributed``, ``inherited``, ``verb``, ``none``.
    link : str or None
        The change or level verb before the number, for the kind of the quantity (增长, 达到).
    topic : str or None
        What a following clause without a subject is about.
    start_value : bool
        It is the value that a change starts from (从Q提高到…).
    embedded : bool
        It is part of the name of what the next quantity counts (总量超200亿元县Q).
    rating : bool
        It describes a facility that the text names (某矿业Q露天矿).
    """

    __slots__ = ("action", "embedded", "entity", "link", "place", "rating", "start_value", "topic")

    def __init__(
        self, entity: str | None, action: str | None, place: str, link: str | None = None, topic: str | None = None
    ) -> None:
        self.entity = entity
        self.action = action
        self.place = place
        self.link = link
        self.topic = topic
        self.start_value = False
        self.embedded = False
        self.rating = False

    def inherited(self, entity: str | None) -> Reading:
        """Return what a quantity without words of its own takes over, under a name."""
        reading = Reading(entity, self.action, "inherited", self.link, self.topic)
        reading.start_value, reading.embedded, reading.rating = self.start_value, self.embedded, self.rating
        return reading


class State:
    """What the clauses of a sentence read so far leave for the next one.

    `span` is the sentence, `clauses` are those with quantities, `number` that of the clause that is read; `readings`
    are those of the quantities before. One state serves all sentences of a document, one after the other.
    """

    __slots__ = ("clauses", "group", "last", "last_unit", "number", "readings", "span", "table", "words")

    def __init__(self, table: Actions, words: Words) -> None:
        self.table = table
        self.words = words
        self.begin((0, 0), ())

    def begin(self, span: tuple[int, int], clauses: Sequence[Clause]) -> None:
        """Forget what was read, for another sentence."""
        self.span = span
        self.clauses = clauses
        self.number = 0
        self.readings: list[Reading] = []
        self.last: Reading | None = None
        self.last_unit = ""
        self.group: Sequence[str] = ()

    @property
    def recent(self) -> list[str]:
        """The entities read so far that stand on their own."""
        return [r.entity for r in self.readings if r.entity and not r.start_value and not r.embedded]

    @property
    def waiting(self) -> tuple[Sequence[str], str]:
        """The words of the clause before that no quantity has taken; cut here because few clauses ask for them."""
        words: Sequence[str]
        silent = self._silent(self.number)
        if silent:
            words, classes, _ = self.words.piece(*silent[-1])
            begin = _opening(words)
            words, classes = words[begin:], classes[begin:]
        elif self.number:
            slot = self.clauses[self.number - 1].slots[-1]
            words, classes = slot.after, slot.after_classes
        else:
            return (), ""
        return (words, classes) if any(kind in NOUNLIKE for kind in classes) else ((), "")

    @property
    def waiting_subject(self) -> Sequence[str]:
        """The noun phrase that opens the words that wait."""
        words, classes = self.waiting
        return words[: len(classes) - len(classes.lstrip(_OF_SUBJECT))]

    @property
    def waiting_object(self) -> str | None:
        """The name of the noun phrase that ends the words that wait."""
        words, classes = self.waiting
        return tidy("".join(words[trailing_phrase(words, classes) :])) if words else None

    def _silent(self, number: int) -> list[tuple[int, int]]:
        """Return the clauses without a quantity directly before a clause."""
        start = self.clauses[number - 1].end if number else self.span[0]
        return stretches(self.words.text, start, self.clauses[number].start, self.span[1])


_OF_SUBJECT: Final = NOUNLIKE + CONJUNCTION + OF + ATTRIBUTIVE


def _opening(words: Sequence[str]) -> int:
    """Return where the number of a list item and the 将 or 把 that opens a clause end."""
    k = 0
    while k < len(words) and (words[k] in _OPENING or words[k].isdigit()):
        k += 1
    return k


def named_by_topic(entity: str, left: Left, state: State) -> str:
    """Name a bare metric (完成投资Q) by what the clause or the one before is about."""
    share = entity.startswith(_SHARE_OF)
    if not share and not state.table.is_a("bare_metrics", entity):
        return entity
    topic = tidy("".join(left.topic)) if left.topic else None
    if topic is None or len(topic) > _LONGEST_TOPIC or topic.endswith(entity):
        return entity
    gives = not entity.endswith(_RATIOS) and any(
        state.table.ends_as(group, topic) for group in ("institutions", "doers", "animate")
    )
    return entity if gives else topic + entity
