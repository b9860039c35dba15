"""What speaks for each answer: the tagger's chance, the proposal and how often its reason is right, the neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.chances import FINE, Phrase, rounded
from fupin_nlp.decide.likeness import alike
from fupin_nlp.decide.proposal import Proposal
from fupin_nlp.decide.vocabulary import reason_key

__all__ = [
    "NAME_FEATURES",
    "PHRASE_FEATURES",
    "Candidates",
    "name_blocks",
    "name_features",
    "odds_of",
    "phrase_features",
    "reason_of",
]

NAME_FEATURES: Final = (
    "chance by the tagger",
    "lead over the next",
    "proposed, by the precision of its reason",
    "proposed",
    "share of the cues",
    "strength of the cues",
    "chance of the figures near by",
    "chance of the figures of the document",
)
PHRASE_FEATURES: Final = (
    "chance by the tagger",
    "chance of all that are alike",
    "chance, not its logarithm",
    "chance of all that are alike, not its logarithm",
    "first by the tagger",
    "proposed, by the precision of its reason",
    "like the proposal, by the precision of its reason",
    "proposed",
    "like the proposal",
    "proposed, by its chance",
    "nothing",
    "nothing is proposed",
    "length",
    "not by the tagger",
    "constant",
)
_NEAR: Final = 400  # characters
_LEAST: Final = 0.01
_NEVER: Final = 1e-4
_STRONG: Final = 10.0
_LONG: Final = 6


def reason_of(field: str, proposal: Proposal) -> str:
    """Return the reason of a proposed field, without the words that it quotes."""
    if field == "role":
        return f"{reason_key(proposal.role_reason)} → {proposal.role}"
    if field == "measure":
        return proposal.measure_part
    if field == "entity":
        return proposal.entity_path
    return f"{proposal.entity_path}, {'none' if proposal.action is None else 'some'}"


def odds_of(field: str, proposals: Sequence[Proposal], odds: Mapping[str, float]) -> list[float]:
    """Return how often the reason of each proposal is right.

    Parameters
    ----------
    field : {"role", "measure", "entity", "action"}
        Of which the reason is asked.
    proposals : sequence of Proposal
        One a figure.
    odds : mapping of str to float
        Reason → logarithm of the odds that what it proposes is right; ``""`` for reasons that are not known.
    """
    known: dict[tuple[str, str | None], float] = {}
    out = []
    for proposal in proposals:
        own: tuple[str, str | None]
        if field == "role":
            own = (proposal.role_reason, proposal.role)
        elif field == "measure":
            own = (proposal.measure_part, None)
        else:
            own = (proposal.entity_path, None if proposal.action is None else "")
        found = known.get(own)
        if found is None:
            found = known[own] = odds.get(reason_of(field, proposal), odds[""])
        out.append(found)
    return out


def name_features(
    name: str, names: Sequence[str], chances: Any, proposals: Sequence[Proposal], odds: Mapping[str, float]
) -> Any:
    """Return what speaks for each name of role or measure, (figures, names, `NAME_FEATURES`).

    Parameters
    ----------
    name : {"role", "measure"}
        The field.
    names : sequence of str
        In the order of the columns.
    chances : array (figures, names)
        Logarithms.
    proposals : sequence of Proposal
        One a figure, at least one.
    odds : mapping of str to float
        As `odds_of` takes them.
    """
    return next(name_blocks(name, names, chances, proposals, odds, len(proposals)))


def name_blocks(
    name: str, names: Sequence[str], chances: Any, proposals: Sequence[Proposal], odds: Mapping[str, float], size: int
) -> Iterator[Any]:
    """Yield what `name_features` returns, so many figures at a time: of all at once it would be most of the memory."""
    import numpy as np

    place = {label: number for number, label in enumerate(names)}
    given = np.asarray([place.get(p.role if name == "role" else p.measure, -1) for p in proposals])
    of_reason = np.asarray(odds_of(name, proposals, odds))
    neighbours = _Neighbours(chances, [p.quantity.start for p in proposals])
    for first in range(0, len(proposals), size):
        rows = slice(first, first + size)
        own = chances[rows]
        one = np.zeros(own.shape)
        known = given[rows] >= 0
        one[np.arange(len(own))[known], given[rows][known]] = 1.0
        ordered = np.sort(own, 1)
        top, next_ = ordered[:, -1:], ordered[:, -2:-1]
        lead = np.where(own == top, top - next_, own - top)
        shares, strengths = _of_cues(proposals[rows], place, name == "measure")
        near, all_ = neighbours.of(rows)
        stacked = [own, lead, one * of_reason[rows][:, None], one, shares, strengths]
        stacked += [np.log(near + _LEAST), np.log(all_ + _LEAST)]
        yield rounded(np, np.stack(stacked, 2))


def _of_cues(proposals: Sequence[Proposal], place: Mapping[str, int], known: bool) -> tuple[Any, Any]:
    """Return the share of the cues of each measure, and how strong they are; nothing where cues are not known."""
    import numpy as np

    shares, strengths = np.zeros((len(proposals), len(place))), np.zeros((len(proposals), len(place)))
    for row, proposal in enumerate(proposals if known else ()):
        total = sum(proposal.scores.values()) or 1.0
        for code, score in proposal.scores.items():
            column = place.get(code)
            if column is not None:
                shares[row, column] = score / total
                strengths[row, column] = min(score, _STRONG) / _STRONG
    return shares, strengths


class _Neighbours:
    """The mean chances of the other figures near by and in the document; a figure's own where there is none."""

    def __init__(self, chances: Any, starts: Sequence[int]) -> None:
        import numpy as np

        at = np.asarray(starts)
        self._own = np.rint(np.exp(chances) * FINE)
        self._total = np.concatenate([np.zeros((1, chances.shape[1])), np.cumsum(self._own, 0)])
        self._low = np.searchsorted(at, at - _NEAR, "right")
        self._high = np.searchsorted(at, at + _NEAR, "left")

    def of(self, rows: slice) -> tuple[Any, Any]:
        """Return both for some figures."""
        import numpy as np

        own, total, low, high = self._own[rows], self._total, self._low[rows], self._high[rows]
        out = []
        for first, last in ((low, high), (np.zeros_like(low), np.full_like(high, len(self._own)))):
            others = (last - first - 1)[:, None]
            mean = (total[last] - total[first] - own) / np.maximum(others, 1)
            out.append(np.where(others > 0, mean, own) / FINE)
        return out[0], out[1]


class Candidates(NamedTuple):
    """The candidates for entity or action of the figures of a document, with what speaks for each.

    Attributes
    ----------
    texts : list of str or None
        Those of the tagger, the best first, and the proposal; one figure after the other.
    borders : list of int
        Where those of each figure begin, and the end.
    features : array (candidates, `PHRASE_FEATURES`)
    """

    texts: list[str | None]
    borders: list[int]
    features: Any


def phrase_features(
    phrases: Sequence[Sequence[Phrase]], proposed: Sequence[str | None], odds: Sequence[float]
) -> Candidates:
    """Return what speaks for each candidate for entity or action.

    Parameters
    ----------
    phrases : sequence of sequence of Phrase
        Those of the tagger for each figure, the best first.
    proposed : sequence of str or None
        What the grammar proposes.
    odds : sequence of float
        Logarithms of the odds that what its reason proposes is right.
    """
    import numpy as np

    told = _Told([], [], [], [])
    texts = told.texts
    borders, places, added = [0], [], []
    for of_figure, own in zip(phrases, proposed, strict=True):
        place = borders[-1] + _add_candidates(of_figure, own, told)
        places.append(place)
        if place == borders[-1] + len(of_figure):
            added.append(place)
        borders.append(len(texts))
    chance, together, like = np.asarray(told.chances), np.asarray(told.together), np.asarray(told.likes, np.float64)
    top, same, by_tagger = np.zeros(len(texts)), np.zeros(len(texts)), np.ones(len(texts))
    top[borders[:-1]] = same[places] = 1.0
    by_tagger[added] = 0.0
    logarithm = np.asarray(list(map(_logarithm, told.chances)))
    of_reason = np.repeat(np.asarray(odds, np.float64), np.diff(borders))
    nothing = np.asarray([text is None for text in texts], np.float64)
    columns = [
        logarithm,
        np.asarray(list(map(_logarithm, told.together))),
        chance,
        together,
        top,
        of_reason * same,
        of_reason * like,
        same,
        like,
        logarithm * same,
        nothing,
        nothing * same,
        np.asarray([len(text or "") for text in texts]) / _LONG,
        1.0 - by_tagger,
        np.ones(len(texts)),
    ]
    return Candidates(texts, borders, np.stack(columns).T)  # column by column in memory: so they are weighed


class _Told(NamedTuple):
    """What is known of each candidate: its chance, that of all that are alike, whether it is (like) the proposal."""

    texts: list[str | None]
    chances: list[float]
    together: list[float]
    likes: list[bool]


def _add_candidates(phrases: Sequence[Phrase], proposed: str | None, told: _Told) -> int:
    """Put the candidates of a figure behind those of the one before it; return where the proposal is among them."""
    every = [text for text, _ in phrases]
    chances = [chance for _, chance in phrases]
    count = len(every)
    place = every.index(proposed) if proposed in every else count
    together = chances.copy()
    if place == count:
        every.append(proposed)
        chances.append(_NEVER)
        together.append(0.0)
    likes = [False] * len(every)
    likes[place] = True
    for i in range(1, len(every)):
        text = every[i]
        for j in range(i if text else 0):
            other = every[j]
            if other and alike(other, text or ""):
                together[i] += chances[j]
                if i < count:
                    together[j] += chances[i]
                if place in (i, j):
                    likes[i] = likes[j] = True
    told.texts.extend(every)
    told.chances.extend(chances)
    told.together.extend(together)
    told.likes.extend(likes)
    return place


@lru_cache(maxsize=4 * FINE)  # chances are rounded: there are hardly more
def _logarithm(chance: float) -> float:
    return round(log(max(chance, _NEVER)) * FINE) / FINE
