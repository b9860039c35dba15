"""Traits: what a linear model knows of a figure beyond the chances of the tagger, each under a name.

For the role: why the grammar proposes one, unit, verb, the end of the name, the words that follow in the sentence. For
a phrase that may be entity or action: its characters, the unit with it, where it stands, what stands beside it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
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
_DIGIT: Final = 8  # bytes
_MIDDLE: Final = 1 << 62  # in the middle of what a digit holds
_SHORT: Final = 5
_MARK: Final = compile_quick("mark", "[，,；;：:。！？!?（）()\n]")


class Setting:
    """Where phrases and figures stand in a text.

    Parameters
    ----------
    text : str
        The clean text.
    proposals : iterable of Proposal
        Of all figures.
    """

    def __init__(self, text: str, proposals: Iterable[Proposal]) -> None:
        self.text = text
        self._starts = sorted(proposal.quantity.start for proposal in proposals)

    def place(self, phrase: str, proposal: Proposal) -> tuple[Trait, ...]:
        """Return where the nearest occurrence of a phrase stands, and what stands beside it."""
        text, quantity, size = self.text, proposal.quantity, len(phrase)
        start, end = quantity.outer_start, quantity.outer_end
        left = text.rfind(phrase, start - _LEFT if start > _LEFT else 0, start)
        # Behind the figure only what is nearer counts.
        right = text.find(phrase, end, end + (_RIGHT if left < 0 else min(_RIGHT, start - left - 1)))
        if right >= 0:
            side, first, last = "right", end, right
            before, behind = text[max(end, right - 2) : right], text[right + size : right + size + 2]
        elif left >= 0:
            side, first, last = "left", left + size, start
            before, behind = text[left - 2 if left > 2 else 0 : left], text[first : min(first + 2, start)]
        else:
            return (("nowhere", min(size, _SHORT), quantity.unit, proposal.entity_path),)
        marks = figures = 0
        length = last - first
        if length:  # two of three stand beside the figure
            marks = min(len(_MARK.findall(text, first, last)), _FAR_MARKS)
            figures = min(bisect_left(self._starts, last) - bisect_left(self._starts, first), _FAR_FIGURES)
        distance = bisect_right(_DISTANCES, length)
        gap = text[first:last] if length < _SHORT else None
        return (
            ("place", side, (marks, figures, distance), min(size, _SHORT), quantity.unit, proposal.entity_path),
            ("beside", side, before, behind, gap),
        )

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
            *setting.place(phrase, proposal),
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


def _of_place(side: str, far: tuple[int, int, int], length: int, unit: str, path: str) -> list[str]:
    marks, figures, distance = far
    place = f"{side} {marks} {figures} {distance}"
    return [place, f"{place} length {length}", side, f"{side} {min(marks, 2)} of {unit}", f"{side} {path}"]


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
        self._known = _Known(self.names, steps)

    def sums(self, rows: Iterable[Sequence[Trait]]) -> Any:
        """Return the summed weights of each row of traits, (rows, columns); exact, in whatever order they are added."""
        import numpy as np

        if len(self._known) > _REMEMBERED:
            self._known = _Known(self.names, self.steps)
        known = self._known
        weights = known.__getitem__
        totals = [sum(map(weights, row), known.middles).to_bytes(known.size, "little") for row in rows]
        digits = np.frombuffer(b"".join(totals), "<i8").reshape(-1, self.steps.shape[1])
        return (digits - _MIDDLE) / TRAIT_STEPS


class _Known(dict[Trait, int]):
    """The weights of each trait met so far, of all columns in one whole number: `_DIGIT` bytes a column.

    Python adds two such numbers in the time in which it looks one up; gathered by numpy, each name would be a row.
    Digits may be negative; with `middles` added none is.

    Parameters
    ----------
    names : sequence of str
        Those that have weights.
    steps : array (names, columns)
    """

    def __init__(self, names: Sequence[str], steps: Any) -> None:
        super().__init__()
        self._places = {name: place for place, name in enumerate(names)}
        self._bytes = (steps.astype("<i8") + _MIDDLE).tobytes()
        self.size = _DIGIT * steps.shape[1]
        self.middles = int.from_bytes(_MIDDLE.to_bytes(_DIGIT, "little") * steps.shape[1], "little")

    def __missing__(self, trait: Trait) -> int:
        total = 0
        for name in names_of(trait):
            place = self._places.get(name)
            if place is not None:
                digits = self._bytes[place * self.size : (place + 1) * self.size]
                total += int.from_bytes(digits, "little") - self.middles
        self[trait] = total
        return total
