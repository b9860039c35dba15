"""Which words a decision hangs on: what becomes of its chance when one of them is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.encoding import Encoded, encode
from fupin_nlp.decide.models import Models
from fupin_nlp.decide.proposal import Decision, Proposal, Subject
from fupin_nlp.decide.shape import BEFORE, BEHIND
from fupin_nlp.decide.vocabulary import PAD, UNKNOWN
from fupin_nlp.segment import Tokenizer

__all__ = ["Influence", "words_behind"]

_TOLD: Final = 3
_LEAST: Final = 0.03  # a smaller fall says nothing


class Influence(NamedTuple):
    """A word and how much less likely a decision is without it.

    Attributes
    ----------
    word : str
    fall : float
        The chance by the tagger with the word, less that without it; 0 to 1.
    """

    word: str
    fall: float


def words_behind(
    models: Models,
    subject: Subject,
    proposals: Sequence[Proposal],
    number: int,
    decision: Decision,
    tokenizer: Tokenizer,
) -> Mapping[str, tuple[Influence, ...]]:
    """Return for ``role`` and ``measure`` of a figure the words that moved the tagger most.

    Each word near the figure and of its headings is hidden in turn, as a word that the tagger does not know, and the
    figures of the passage are read anew (occlusion; Zeiler and Fergus, 2014).

    Parameters
    ----------
    models : Models
        Those that decided.
    subject : Subject
        The document.
    proposals : sequence of Proposal
        Of all figures of the document, in text order.
    number : int
        Which of them is asked about.
    decision : Decision
        What was decided of it.
    tokenizer : Tokenizer
        The one that was used.

    Returns
    -------
    mapping
        Empty where no model decided, or the figure stands inside another.
    """
    trained = models.trained
    if trained is None:
        return {}
    names = {"role": trained.vocabulary.roles, "measure": trained.vocabulary.measures}
    asked = {
        field: names[field].index(value) for field in names if (value := getattr(decision, field).value) in names[field]
    }
    encoded = _passage(subject, proposals, number, models, tokenizer)
    if encoded is None:
        return {}
    whole, row = encoded
    before = _chances(models, whole, row, asked)
    falls: dict[str, dict[str, float]] = {field: {} for field in asked}
    for word, hidden in _hidden(whole, row, trained.vocabulary.words):
        without = _chances(models, hidden, row, asked)
        for field, chance in without.items():
            falls[field][word] = max(falls[field].get(word, 0.0), before[field] - chance)
    return {
        field: tuple(
            Influence(word, round(fall, 2))
            for word, fall in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_TOLD]
            if fall >= _LEAST
        )
        for field, found in falls.items()
    }


def _passage(
    subject: Subject, proposals: Sequence[Proposal], number: int, models: Models, tokenizer: Tokenizer
) -> tuple[Encoded, int] | None:
    """Return the passage of a figure alone, and its row there: it reads the same as inside the document."""
    vocabulary = models.trained.vocabulary if models.trained else None
    whole = encode(subject, proposals, vocabulary, tokenizer) if vocabulary else None
    if vocabulary is None or whole is None or number not in whole.ordinals:
        return None
    passages = whole.arrays["passage"][whole.arrays["figure"]].tolist()
    own = passages[whole.ordinals.index(number)]
    inside = [ordinal for ordinal, passage in zip(whole.ordinals, passages, strict=True) if passage == own]
    first, last = inside[0], inside[-1]
    part = encode(subject, proposals[first : last + 1], vocabulary, tokenizer)
    return None if part is None else (part, part.ordinals.index(number - first))


def _chances(models: Models, encoded: Encoded, row: int, asked: Mapping[str, int]) -> dict[str, float]:
    from math import exp

    chances = models.chances(encoded)
    return {field: exp(float(getattr(chances, field)[row, column])) for field, column in asked.items()}


def _hidden(encoded: Encoded, row: int, known: Mapping[str, int]) -> Iterator[tuple[str, Encoded]]:
    """Yield each word near a figure or of its headings, with the passage in which it is hidden."""
    import numpy as np

    arrays = encoded.arrays
    at = int(arrays["figure"][row])
    more = {name: np.append(arrays[name], np.int32(UNKNOWN)) for name in ("words", "firsts", "lasts")}
    hidden = len(arrays["words"])
    low, high = max(0, at - BEFORE), min(len(encoded.surface), at + BEHIND + 1)
    by_word: dict[str, list[int]] = {}
    for place in range(low, high):
        if encoded.surface[place] and not arrays["closed"][place]:
            by_word.setdefault(encoded.surface[place], []).append(place)
    for word, places in by_word.items():
        tokens = arrays["tokens"].copy()
        tokens[places] = hidden
        yield word, encoded._replace(arrays=_with(arrays, **more, tokens=tokens))
    heading = arrays["heads_of"][row]
    words = {number: word for word, number in known.items()}
    for column, number in enumerate(arrays["heads"][heading].tolist()):
        if number not in (PAD, UNKNOWN):
            heads = arrays["heads"].copy()
            heads[heading, column] = UNKNOWN
            yield words[number], encoded._replace(arrays=_with(arrays, heads=heads))


def _with(arrays: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    return {**arrays, **changed}
