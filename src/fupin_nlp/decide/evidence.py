"""What speaks for each answer: the tagger's chance, the proposal and how often its reason is right, the neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.encoding import Encoded
from fupin_nlp.decide.likeness import alike
from fupin_nlp.decide.network import Logits
from fupin_nlp.decide.proposal import Proposal
from fupin_nlp.decide.shape import ACTION_WORDS, BEFORE, ENTITY_WORDS, WINDOW
from fupin_nlp.decide.vocabulary import reason_key

__all__ = [
    "NAME_FEATURES",
    "PHRASE_FEATURES",
    "Chances",
    "Phrase",
    "chances_of",
    "joined",
    "name_features",
    "phrase_features",
    "phrases_of",
    "reasons_of",
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
_FINE: Final = 1024  # what is computed with logarithms is rounded to this part: processors differ in the last digit
_MOST_PHRASES: Final = 4
_FEW: Final = (
    0.02  # phrases with a smaller chance are not looked at: on held-out gold none was the best one that is right
)
_QUOTES: Final = '“”"'
_LONG: Final = 6


class Phrase(NamedTuple):
    """A candidate for entity or action, with its chance by the tagger."""

    text: str | None
    chance: float


class Chances(NamedTuple):
    """What the tagger says of the figures of a document, in the order of `Encoded.ordinals`.

    Attributes
    ----------
    role, measure : array (figures, names)
        Logarithms of chances.
    entity, action : list of list of Phrase
        The best first.
    """

    role: Any
    measure: Any
    entity: list[list[Phrase]]
    action: list[list[Phrase]]


def chances_of(logits: Logits, encoded: Encoded) -> Chances:
    """Return chances for scores."""
    import numpy as np

    return Chances(
        _rounded(np, _log_softmax(np, np.asarray(logits.role, np.float64))),
        _rounded(np, _log_softmax(np, np.asarray(logits.measure, np.float64))),
        phrases_of(logits.entity, encoded, ENTITY_WORDS),
        phrases_of(logits.action, encoded, ACTION_WORDS),
    )


def joined(parts: Sequence[Chances]) -> Chances:
    """Return the chances of the parts of a document as one."""
    import numpy as np

    if len(parts) == 1:
        return parts[0]
    return Chances(
        np.concatenate([part.role for part in parts]),
        np.concatenate([part.measure for part in parts]),
        [phrases for part in parts for phrases in part.entity],
        [phrases for part in parts for phrases in part.action],
    )


def _log_softmax(np: Any, scores: Any) -> Any:
    scores = scores - scores.max(1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(1, keepdims=True))


def _rounded(np: Any, values: Any) -> Any:
    return np.rint(values * _FINE) / _FINE


def phrases_of(scores: Any, encoded: Encoded, most: int) -> list[list[Phrase]]:
    """Return the likeliest phrases of each figure; spans of the same words are one."""
    import numpy as np

    scores = np.asarray(scores, np.float64)
    chances = np.exp(_log_softmax(np, scores))
    best = np.argsort(-scores, axis=1, kind="stable")[:, :_MOST_PHRASES]
    likely = np.take_along_axis(chances, best, 1)
    none = WINDOW * ACTION_WORDS if most == ACTION_WORDS else -1
    figures = encoded.arrays["figure"].tolist()
    surface = encoded.surface
    out: list[list[Phrase]] = []
    for at, spans, values in zip(figures, best.tolist(), likely.tolist(), strict=True):
        found: dict[str | None, float] = {}
        for span, value in zip(spans, values, strict=True):
            if value < _FEW and found:
                break
            if span == none:
                text = None
            else:
                first = at - BEFORE + span // most
                text = "".join(surface[first : first + span % most + 1]).strip(_QUOTES)
                if not text:
                    continue
            found[text] = found.get(text, 0.0) + value
        phrases = [Phrase(text, round(value * _FINE) / _FINE) for text, value in found.items()]
        phrases.sort(key=lambda phrase: -phrase.chance)
        out.append(phrases)
    return out


def reasons_of(proposal: Proposal) -> dict[str, str]:
    """Return the reason of each proposed field, without the words that it quotes."""
    return {
        "role": f"{reason_key(proposal.role_reason)} → {proposal.role}",
        "measure": proposal.measure_part,
        "entity": proposal.entity_path,
        "action": f"{proposal.entity_path}, {'none' if proposal.action is None else 'some'}",
    }


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
        One a figure.
    odds : mapping of str to float
        Reason → logarithm of the odds that what it proposes is right; ``""`` for reasons that are not known.
    """
    import numpy as np

    count, many = chances.shape
    place = {label: number for number, label in enumerate(names)}
    of_reason = [odds.get(reasons_of(p)[name], odds[""]) for p in proposals]
    proposed = [place.get(p.role if name == "role" else p.measure, -1) for p in proposals]
    rows = np.arange(count)
    given = np.asarray(proposed)
    known = given >= 0
    one = np.zeros((count, many))
    one[rows[known], given[known]] = 1.0
    ordered = np.sort(chances, 1)
    top, next_ = ordered[:, -1:], ordered[:, -2:-1]
    lead = np.where(chances == top, top - next_, chances - top)
    shares, strengths = np.zeros((count, many)), np.zeros((count, many))
    if name == "measure":
        for row, proposal in enumerate(proposals):
            total = sum(proposal.scores.values()) or 1.0
            for code, score in proposal.scores.items():
                column = place.get(code)
                if column is not None:
                    shares[row, column] = score / total
                    strengths[row, column] = min(score, _STRONG) / _STRONG
    near, all_ = _neighbours(np, np.exp(chances), [p.quantity.start for p in proposals])
    stacked = [chances, lead, one * np.asarray(of_reason)[:, None], one, shares, strengths]
    stacked += [np.log(near + _LEAST), np.log(all_ + _LEAST)]
    return _rounded(np, np.stack(stacked, 2))


def _neighbours(np: Any, chances: Any, starts: Sequence[int]) -> tuple[Any, Any]:
    """Return the mean chances of the other figures near by and in the document; their own where there is none."""
    at = np.asarray(starts)
    total = np.concatenate([np.zeros((1, chances.shape[1])), np.cumsum(np.rint(chances * _FINE), 0)])
    low, high = np.searchsorted(at, at - _NEAR, "right"), np.searchsorted(at, at + _NEAR, "left")
    own = np.rint(chances * _FINE)
    out = []
    for first, last in ((low, high), (np.zeros_like(low), np.full_like(high, len(at)))):
        others = (last - first - 1)[:, None]
        mean = (total[last] - total[first] - own) / np.maximum(others, 1)
        out.append(np.where(others > 0, mean, own) / _FINE)
    return out[0], out[1]


def _logarithm(chance: float) -> float:
    return round(log(max(chance, _NEVER)) * _FINE) / _FINE


def phrase_features(
    phrases: Sequence[Phrase], proposed: str | None, odds: float
) -> list[tuple[str | None, list[float]]]:
    """Return the candidates for entity or action with what speaks for each (`PHRASE_FEATURES`).

    Parameters
    ----------
    phrases : sequence of Phrase
        Those of the tagger, the best first.
    proposed : str or None
        What the grammar proposes.
    odds : float
        Logarithm of the odds that what its reason proposes is right.
    """
    chance = dict(phrases)
    texts = list(chance)
    if proposed not in chance:
        texts.append(proposed)
    top = phrases[0].text if phrases else proposed
    out: list[tuple[str | None, list[float]]] = []
    for text in texts:
        own = chance.get(text, _NEVER)
        together = own if text in chance else 0.0
        for other, more in phrases:
            if other != text and text and other and alike(other, text):
                together += more
        same = text == proposed
        like = same or (text is not None and proposed is not None and alike(text, proposed))
        logarithm = _logarithm(own)
        features = [
            logarithm,
            _logarithm(together) if together != own else logarithm,
            own,
            together,
            1.0 if text == top else 0.0,
            odds if same else 0.0,
            odds if like else 0.0,
            1.0 if same else 0.0,
            1.0 if like else 0.0,
            logarithm if same else 0.0,
            1.0 if text is None else 0.0,
            1.0 if text is None and same else 0.0,
            len(text or "") / _LONG,
            0.0 if text in chance else 1.0,
            1.0,
        ]
        out.append((text, features))
    return out
