"""Traits: what a linear model knows of a figure beyond the chances of the tagger, each under a name.

For the role: why the grammar proposes one, unit, verb, the end of the name, the words that follow in the sentence. For
a phrase that may be entity or action: its characters, the unit with it, where it stands, what stands beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from fupin_nlp.decide.proposal import Choice, Proposal
from fupin_nlp.decide.vocabulary import plain_word, reason_key
from fupin_nlp.lexicon.patterns import compile_quick

__all__ = [
    "TRAIT_STEPS",
    "Setting",
    "Trait",
    "TraitTable",
    "measure_traits",
    "names_of",
    "phrase_traits",
    "role_traits",
]

TRAIT_STEPS: Final = 512  # a weight of one is so many steps: sums of whole numbers are the same in any order
Trait: TypeAlias = tuple[object, ...]
"""What `names_of` expands; equal traits have equal names, so that their weights are added up once."""

_LEFT: Final = 150  # characters in which a phrase is looked for
_RIGHT: Final = 80
_FAR_MARKS, _FAR_FIGURES = 3, 2
_DISTANCES: Final = (1, 3, 8, 20)  # characters from which a phrase counts as farther away
_LONG: Final = 10
_REMEMBERED: Final = 50_000  # traits, some megabytes
_AT_A_TIME: Final = 100_000  # weights that are in memory at a time, of texts with very many figures
_SHORT: Final = 5
_MARK: Final = compile_quick("mark", "[，,；;：:。！？!?（）()\n]")


class Setting:
    """Where marks and figures stand in a text.

    Parameters
    ----------
    text : str
        The clean text.
    proposals : iterable of Proposal
        Of all figures.
    """

    def __init__(self, text: str, proposals: Iterable[Proposal]) -> None:
        self.text = text
        self._marks = [match.start() for match in _MARK.finditer(text)]
        self._starts = sorted(proposal.quantity.start for proposal in proposals)

    def place(self, phrase: str, proposal: Proposal) -> tuple[Trait, Trait]:
        """Return where the nearest occurrence of a phrase stands, and what stands beside it."""
        text, quantity = self.text, proposal.quantity
        start, end = quantity.outer_start, quantity.outer_end
        left = text.rfind(phrase, max(0, start - _LEFT), start)
        right = text.find(phrase, end, end + _RIGHT)
        if left >= 0 and (right < 0 or start - left - len(phrase) <= right - end):
            side, first, last = "left", left + len(phrase), start
            before, behind = text[max(0, left - 2) : left], text[first : min(first + 2, start)]
        elif right >= 0:
            side, first, last = "right", end, right
            before, behind = text[max(end, right - 2) : right], text[right + len(phrase) : right + len(phrase) + 2]
        else:
            return ("nowhere", min(len(phrase), _SHORT), quantity.unit, proposal.entity_path), ()
        marks = min(bisect_left(self._marks, last) - bisect_left(self._marks, first), _FAR_MARKS)
        figures = min(bisect_left(self._starts, last) - bisect_left(self._starts, first), _FAR_FIGURES)
        length = last - first
        distance = sum(length >= far for far in _DISTANCES)
        gap = text[first:last] if length < _SHORT else None
        near = f"{side} {marks} {figures} {distance}"
        place = (
            "place",
            near,
            min(len(phrase), _SHORT),
            f"{side} {min(marks, 2)}",
            quantity.unit,
            proposal.entity_path,
        )
        return place, ("beside", side, before, behind, gap)

    def around(self, proposal: Proposal) -> tuple[str, str]:
        """Return the two characters before a figure and behind it."""
        start, end = proposal.quantity.outer_start, proposal.quantity.outer_end
        return self.text[max(0, start - 2) : start], self.text[end : end + 2]


def role_traits(proposal: Proposal, entity: Choice, action: Choice, behind: Sequence[str]) -> list[Trait]:
    """Return what speaks for a role, once entity and action are chosen.

    Parameters
    ----------
    proposal : Proposal
        Of the figure.
    entity, action : Choice
        As chosen.
    behind : sequence of str
        The words behind the figure, to the end of its sentence.
    """
    reason, unit = reason_key(proposal.role_reason), proposal.quantity.unit
    traits: list[Trait] = [
        ("reason", reason, proposal.role),
        ("unit", unit),
        ("action", action.value),
        ("name", (entity.value or "")[-2:]),
        ("proposed action", proposal.action, action.proposed, entity.proposed),
        ("action of unit", action.value, unit),
        ("reason of unit", reason, unit),
        ("reason on path", reason, proposal.entity_path),
    ]
    traits += [("behind", word) for word in dict.fromkeys(map(plain_word, behind))]
    return traits


def measure_traits(proposal: Proposal, entity: Choice, action: Choice) -> list[Trait]:
    """Return what speaks for a measure, once entity and action are chosen.

    Parameters
    ----------
    proposal : Proposal
        Of the figure.
    entity, action : Choice
        As chosen.
    """
    name = entity.value or ""
    return [
        ("part", proposal.measure_part, proposal.measure),
        ("unit", proposal.quantity.unit),
        ("action", action.value),
        ("phrase", name),
        ("reason", reason_key(proposal.role_reason), proposal.role),
    ]


def phrase_traits(
    setting: Setting, proposal: Proposal, phrases: Sequence[str | None], other: str | None
) -> Iterator[list[Trait]]:
    """Yield what speaks for each phrase.

    Parameters
    ----------
    setting : Setting
        Of the text.
    proposal : Proposal
        Of the figure.
    phrases : sequence of str or None
        Candidates for one field.
    other : str or None
        The tagger's first phrase for the other field.
    """
    unit, path = proposal.quantity.unit, proposal.entity_path
    for phrase in phrases:
        if phrase is None:
            before, behind = setting.around(proposal)
            yield [("nothing", unit, path, before, behind)]
            continue
        inside = "none" if other is None else "same" if other == phrase else str(other in phrase or phrase in other)
        yield [
            ("phrase", phrase),
            ("of unit", phrase[-2:], unit, unit[-1:] in phrase, inside),
            *filter(None, setting.place(phrase, proposal)),
        ]


def names_of(trait: Trait) -> list[str]:
    """Return the names under which a trait is weighed.

    Examples
    --------
    >>> names_of(("behind", "以上"))
    ['behind 以上']
    >>> names_of(("phrase", "贫困户"))
    ['whole 贫困户', 'last 户', 'last 困户', 'first 贫', 'first 贫困', 'length 3']
    """
    kind, *parts = trait
    expand = _EXPANDED.get(str(kind))
    return expand(*parts) if expand else [" ".join(map(str, trait))]


def _of_phrase(text: str) -> list[str]:
    return [
        f"whole {text}", f"last {text[-1:]}", f"last {text[-2:]}", f"first {text[:1]}", f"first {text[:2]}",
        f"length {min(len(text), _LONG)}",
    ]  # fmt: skip


def _of_unit(end: str, unit: str, holds: bool, inside: str) -> list[str]:
    return [f"last {end[-1:]} of {unit}", f"last {end} of {unit}", f"holds the unit {holds}", f"other {inside}"]


def _of_place(place: str, length: int, side: str, unit: str, path: str) -> list[str]:
    return [place, f"{place} length {length}", side[:-2], f"{side} of {unit}", f"{side[:-2]} {path}"]


def _of_neighbours(side: str, before: str, behind: str, gap: str | None) -> list[str]:
    names = [
        f"{side} behind {before[-1:]}", f"{side} before {behind[:1]}", f"behind {before}", f"before {behind}",
    ]  # fmt: skip
    return names if gap is None else [*names, f"{side} gap {gap}"]


def _of_nothing(unit: str, path: str, before: str, behind: str) -> list[str]:
    return [
        f"nothing of {unit}", f"nothing {path}", f"nothing behind {before[-1:]}", f"nothing behind {before}",
        f"nothing before {behind[:1]}", f"nothing before {behind}",
    ]  # fmt: skip


_EXPANDED: Final[Mapping[str, Any]] = {
    "phrase": _of_phrase,
    "of unit": _of_unit,
    "place": _of_place,
    "beside": _of_neighbours,
    "nothing": _of_nothing,
}


class TraitTable:
    """Weights of traits.

    Parameters
    ----------
    names : sequence of str
        As `names_of` gives them.
    steps : array (names, columns)
        Whole numbers of `TRAIT_STEPS` a one; a column is what is spoken for.
    """

    def __init__(self, names: Sequence[str], steps: Any) -> None:
        self.names = tuple(names)
        self.steps = steps
        self._places = {name: place for place, name in enumerate(self.names)}
        self._known: dict[Trait, list[int]] = {}  # most traits of a text were met in the one before

    def sums(self, rows: Iterable[Sequence[Trait]]) -> Any:
        """Return the summed weights of each row of traits, (rows, columns); exact, in whatever order they are added."""
        import numpy as np

        if len(self._known) > _REMEMBERED:
            self._known = {}
        known = self._known
        out = []
        columns: list[int] = []
        borders = [0]
        for row in rows:
            for trait in row:
                found = known.get(trait)
                if found is None:
                    found = known[trait] = self._columns(trait)
                columns += found
            borders.append(len(columns))
            if len(columns) > _AT_A_TIME:
                out.append(self._summed(columns, borders))
                columns, borders = [], [0]
        out.append(self._summed(columns, borders))
        return np.concatenate(out)

    def _summed(self, columns: Sequence[int], borders: Sequence[int]) -> Any:
        import numpy as np

        running = np.zeros((len(columns) + 1, self.steps.shape[1]), np.int64)
        np.cumsum(self.steps[columns], axis=0, out=running[1:])
        ends = np.asarray(borders)
        return (running[ends[1:]] - running[ends[:-1]]) / TRAIT_STEPS

    def _columns(self, trait: Trait) -> list[int]:
        places = self._places
        return [places[name] for name in names_of(trait) if name in places]
