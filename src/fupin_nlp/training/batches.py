"""Samples put together into batches of one size, as the training library wants them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.encoding import HEADING_WORDS, OPENING_WORDS, TITLE_WORDS
from fupin_nlp.decide.network import BANDS
from fupin_nlp.training.samples import Sample

__all__ = ["CAPACITY", "Capacity", "batches", "collate"]

_BAGS: Final = {"heads": HEADING_WORDS, "openings": OPENING_WORDS, "titles": TITLE_WORDS}
_OF_TOKENS: Final = ("tokens", "units", "real", "passage", "clauses", "figures", "closed")
_OF_TYPES: Final = ("words", "firsts", "lasts")


class Capacity(NamedTuple):
    """What a batch holds at most; one shape means that the training library compiles once."""

    tokens: int = 4096
    figures: int = 256


CAPACITY: Final = Capacity()


def batches(samples: Sequence[Sample], order: Sequence[int], capacity: Capacity) -> Iterator[list[int]]:
    """Yield the numbers of the samples of each batch; a sample larger than a batch is left out."""
    chosen: list[int] = []
    tokens = figures = 0
    for number in order:
        encoded = samples[number].encoded
        more, count = len(encoded.surface), len(encoded.ordinals)
        if more > capacity.tokens or count > capacity.figures:
            continue
        if tokens + more > capacity.tokens or figures + count > capacity.figures:
            yield chosen
            chosen, tokens, figures = [], 0, 0
        chosen.append(number)
        tokens, figures = tokens + more, figures + count
    if chosen:
        yield chosen


def collate(samples: Sequence[Sample], capacity: Capacity) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the arrays and targets of several samples as one, padded to the capacity."""
    import numpy as np

    def empty(like: Any, length: int) -> Any:
        return np.zeros((length, *like.shape[1:]), like.dtype)

    first = samples[0]
    arrays = {n: empty(first.encoded.arrays[n], capacity.tokens) for n in (*_OF_TOKENS, *_OF_TYPES)}
    arrays["closed"][:] = True
    arrays["figure"] = np.zeros(capacity.figures, np.int32)
    arrays["bands"] = np.zeros((len(BANDS), capacity.figures, 2), np.int32)
    arrays["situation"] = empty(first.encoded.arrays["situation"], capacity.figures)
    for name, width in _BAGS.items():
        arrays[name] = np.zeros((capacity.figures, width), np.int32)
        arrays[f"{name}_of"] = np.zeros(capacity.figures, np.int32)
    targets = {name: empty(value, capacity.figures) for name, value in first.targets.items()}
    at = {"token": 0, "type": 0, "figure": 0, "passage": 0, **dict.fromkeys(_BAGS, 0)}
    for one in samples:
        _put(arrays, one.encoded.arrays, at)
        count = len(one.encoded.ordinals)
        for name, value in one.targets.items():
            targets[name][at["figure"] - count : at["figure"]] = value
    return arrays, targets


def _put(arrays: dict[str, Any], own: dict[str, Any], at: dict[str, int]) -> None:
    """Put the arrays of one document behind those before it; numbers that point somewhere move along."""
    tokens, types, figures = len(own["tokens"]), len(own["words"]), len(own["figure"])
    moved = {
        **own,
        "tokens": own["tokens"] + at["type"],
        "passage": own["passage"] + at["passage"] * (own["passage"] > 0),
        "figure": own["figure"] + at["token"],
        "bands": own["bands"] + at["token"],
    }
    for name in _OF_TOKENS:
        arrays[name][at["token"] : at["token"] + tokens] = moved[name]
    for name in _OF_TYPES:
        arrays[name][at["type"] : at["type"] + types] = own[name]
    here = slice(at["figure"], at["figure"] + figures)
    arrays["figure"][here], arrays["situation"][here] = moved["figure"], own["situation"]
    arrays["bands"][:, here] = moved["bands"]
    for name in _BAGS:
        rows = len(own[name])
        arrays[name][at[name] : at[name] + rows] = own[name]
        arrays[f"{name}_of"][here] = own[f"{name}_of"] + at[name]
        at[name] += rows
    at["token"] += tokens
    at["type"] += types
    at["figure"] += figures
    at["passage"] += int(own["passage"].max())
