"""What the tagger says of the figures of a document, as chances: of names, and of phrases."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.encoding import STOPS, Encoded
from fupin_nlp.decide.network import Logits
from fupin_nlp.decide.shape import ACTION_WORDS, BEFORE, ENTITY_WORDS, WINDOW
from fupin_nlp.lexicon.actions import bare_verb

__all__ = ["FINE", "Chances", "Phrase", "Stretch", "chances_of", "joined", "phrases_of", "rounded"]

FINE: Final = 1024
"""What is computed with logarithms is rounded to this part: processors differ in the last digit."""
_MOST_PHRASES: Final = 6
_FEW: Final = 0.01  # phrases with a smaller chance are not looked at: held out, more of them gained nothing
_CHANCE: Final = attrgetter("chance")
_QUOTES: Final = '“”"'


class Phrase(NamedTuple):
    """A candidate for entity or action, with its chance by the tagger."""

    text: str | None
    chance: float


class Stretch(NamedTuple):
    """A part of a list of words: the list is kept once, however many figures look at parts of it."""

    surface: Sequence[str]
    first: int
    last: int

    def words(self) -> list[str]:
        """Return the words in it that are not empty."""
        return [word for word in self.surface[self.first : self.last] if word]


class Chances(NamedTuple):
    """What the tagger says of the figures of a document, in the order of `Encoded.ordinals`.

    Attributes
    ----------
    role, measure : array (figures, names)
        Logarithms of chances.
    entity, action : list of list of Phrase
        The best first.
    situation : array (figures, `SITUATION`)
        Where and when each stands, in whole parts of 1/32.
    behind : list of Stretch
        The words behind each figure, to the end of its sentence.
    """

    role: Any
    measure: Any
    entity: list[list[Phrase]]
    action: list[list[Phrase]]
    situation: Any
    behind: list[Stretch]


def chances_of(logits: Logits, encoded: Encoded) -> Chances:
    """Return chances for scores."""
    import numpy as np

    return Chances(
        rounded(np, _log_softmax(np, np.asarray(logits.role, np.float64))),
        rounded(np, _log_softmax(np, np.asarray(logits.measure, np.float64))),
        phrases_of(logits.entity, encoded, ENTITY_WORDS),
        phrases_of(logits.action, encoded, ACTION_WORDS),
        np.asarray(encoded.arrays["situation"], np.float64),
        _words_behind(encoded),
    )


def _words_behind(encoded: Encoded) -> list[Stretch]:
    """Return the words behind each figure that are in its sentence and passage."""
    surface, passage = encoded.surface, encoded.arrays["passage"].tolist()
    out, end = [], 0
    for at in encoded.arrays["figure"].tolist():
        if at >= end:  # else it stands in the sentence of the figure before it
            end = at + 1
            while end < len(surface) and passage[end] == passage[at] and surface[end] not in STOPS:
                end += 1
        out.append(Stretch(surface, at + 1, end))
    return out


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
        np.concatenate([part.situation for part in parts]),
        [stretch for part in parts for stretch in part.behind],
    )


def _log_softmax(np: Any, scores: Any) -> Any:
    scores = scores - scores.max(1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(1, keepdims=True))


def rounded(np: Any, values: Any) -> Any:
    """Return the values rounded to `FINE`."""
    return np.rint(values * FINE) / FINE


def phrases_of(scores: Any, encoded: Encoded, most: int) -> list[list[Phrase]]:
    """Return the likeliest phrases of each figure; spans of the same words are one."""
    best, likely = _likeliest(scores)
    none = WINDOW * ACTION_WORDS if most == ACTION_WORDS else -1
    figures = encoded.arrays["figure"].tolist()
    surface = encoded.surface
    out: list[list[Phrase]] = []
    verbs: dict[str, str] = {}
    for at, spans, values in zip(figures, best.tolist(), likely.tolist(), strict=True):
        begin = at - BEFORE
        found: dict[str | None, float] = {}
        for span, value in zip(spans, values, strict=True):
            if value < _FEW and found:
                break
            text: str | None = None
            if span != none:
                first = begin + span // most
                text = "".join(surface[first : first + span % most + 1]).strip(_QUOTES)
                if most == ACTION_WORDS:
                    text = verbs.get(text) or verbs.setdefault(text, bare_verb(text))
                if not text:
                    continue
            found[text] = found.get(text, 0.0) + value
        phrases = [Phrase(text, round(value * FINE) / FINE) for text, value in found.items()]
        if len(phrases) > 1:
            phrases.sort(key=_CHANCE, reverse=True)  # those of equal chance stay in their order
        out.append(phrases)
    return out


def _likeliest(scores: Any) -> tuple[Any, Any]:
    """Return the spans with the highest scores, the best first, and their chances."""
    import numpy as np

    rows = np.arange(len(scores))
    left = scores.copy()
    best = np.empty((len(scores), _MOST_PHRASES), np.int64)
    for number in range(_MOST_PHRASES):
        best[:, number] = left.argmax(1)
        left[rows, best[:, number]] = -np.inf
    exact = scores.astype(np.float64)
    top = exact[rows, best[:, 0]][:, None]
    exact -= top
    chosen = np.take_along_axis(exact, best, 1)
    return best, np.exp(chosen - np.log(np.exp(exact).sum(1, keepdims=True)))
