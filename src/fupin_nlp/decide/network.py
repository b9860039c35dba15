"""The tagger: a small convolutional network that reads the words around the figures of a document.

One function serves both uses: numpy runs it, and the training library differentiates it; `Arithmetic` says which.

Numbers are whole multiples of powers of two, and small enough that every sum of products is exact in single precision,
in whatever order a processor adds them: the same text gives the same decisions on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from fupin_nlp.decide.shape import ACTION_WORDS, BEFORE, DILATIONS, ENTITY_WORDS, WINDOW

__all__ = ["BANDS", "Arithmetic", "Arrays", "Logits", "forward"]

Arrays: TypeAlias = Mapping[str, Any]
BANDS: Final = ("own_left", "own_right", "sentence", "left", "right", "passage")
"""Stretches of tokens around a figure: its clause, its sentence before it, the window, the passage."""

_NEVER: Final = -1e6
_STEP: Final = 1 / 32
_MOST: Final = 127 / 32
_CLAUSES: Final = (5, 3)  # clause marks between a word and the figure that are told apart, before and behind
_FIGURES: Final = (3, 3)


class Arithmetic(NamedTuple):
    """What a library of arrays does for the network.

    Attributes
    ----------
    xp : module
        numpy, or a library with its interface.
    grid : callable
        Rounds to a multiple of a step.
    drop : callable
        Leaves out a share of values while training; the identity otherwise.
    running : callable
        Running sums along the first axis.
    """

    xp: Any
    grid: Callable[[Any, float], Any]
    drop: Callable[[Any, float], Any]
    running: Callable[[Any], Any]


class Logits(NamedTuple):
    """Scores before they become probabilities.

    Attributes
    ----------
    role, measure : array (figures, names)
    entity : array (figures, window * ENTITY_WORDS)
        One a span: offset of its first token in the window, and its words less one.
    action : array (figures, window * ACTION_WORDS + 1)
        The last says that there is none.
    """

    role: Any
    measure: Any
    entity: Any
    action: Any


def forward(how: Arithmetic, weights: Arrays, batch: Arrays) -> Logits:
    """Return the scores of all figures of a batch; `encoding` tells what a batch holds."""
    xp = how.xp
    words, cues, context = _embedded(how, weights, batch)
    layers = _convolved(how, weights, words, batch["real"])
    figure = batch["figure"]
    own = layers[figure]
    bands = batch["bands"]  # (bands, figures, 2)
    means = _means(how, layers, bands)
    window = xp.clip(figure[:, None] + xp.arange(-BEFORE, WINDOW - BEFORE)[None], 0, layers.shape[0] - 1)
    starts, entity, action = _spans(how, weights, batch, layers, window)
    named = _named(how, layers, window, starts)
    told = _told(how, weights, batch, context, bands)
    features = xp.concatenate([own, means[0], means[3], means[4], *told, batch["situation"]], 1)
    features = how.drop(features, 1.0)
    role = _head(how, weights, features, "role") + _cue_scores(how, weights, cues, bands, batch, "role")
    features = xp.concatenate([features, named], 1)
    measure = _head(how, weights, features, "measure") + _cue_scores(how, weights, cues, bands, batch, "measure")
    return Logits(role, measure, entity, action)


def _bounded(how: Arithmetic, value: Any, lowest: float = 0.0, highest: float = _MOST) -> Any:
    return how.grid(how.xp.clip(value, lowest, highest), _STEP)


def _embedded(how: Arithmetic, weights: Arrays, batch: Arrays) -> tuple[Any, Any, Any]:
    """Return the vectors of the tokens: those of the convolutions, of cues, and of the context."""
    types = weights["word"][batch["words"]] + weights["last"][batch["lasts"]] + weights["first"][batch["firsts"]]
    vectors = types[batch["tokens"]] + weights["unit"][batch["units"]]
    vectors = _bounded(how, vectors, -1.0, 1.0) * batch["real"][:, None]
    cues = weights["cue"][batch["words"]][batch["tokens"]]
    context = weights["context"][batch["words"]][batch["tokens"]]
    return how.drop(vectors, 1.0), cues, context


def _convolved(how: Arithmetic, weights: Arrays, vectors: Any, real: Any) -> Any:
    xp = how.xp
    out = vectors
    width = vectors.shape[1]
    mask = real[:, None]
    for number, reach in enumerate(DILATIONS):
        three = out @ weights[f"convolution {number}"]
        gap = xp.zeros((reach, width), three.dtype)
        before = xp.concatenate([gap, three[:-reach, :width]])
        behind = xp.concatenate([three[reach:, 2 * width :], gap])
        summed = before + three[:, width : 2 * width] + behind + weights[f"bias {number}"]
        out = _bounded(how, summed + out if number else summed) * mask
        out = how.drop(out, 0.6)
    return out


def _sums(how: Arithmetic, values: Any, bands: Any) -> Any:
    """Return the sums over bands of tokens, (bands, figures, width)."""
    xp = how.xp
    running = xp.concatenate([xp.zeros((1, values.shape[1]), values.dtype), how.running(values)])
    return running[bands[..., 1]] - running[bands[..., 0]]


def _means(how: Arithmetic, values: Any, bands: Any) -> Any:
    lengths = how.xp.maximum(bands[..., 1] - bands[..., 0], 1)[..., None].astype(values.dtype)
    return how.grid(_sums(how, values, bands) / lengths, _STEP)


def _told(how: Arithmetic, weights: Arrays, batch: Arrays, context: Any, bands: Any) -> list[Any]:
    """Return the mean words of passage, headings, opening and title, and the vector of the unit."""
    passage = _means(how, context, bands[5:])[0]
    bags = [_bag(how, weights["context"], batch[name])[batch[f"{name}_of"]] for name in ("heads", "openings", "titles")]
    return [passage, *bags, weights["unit"][batch["units"][batch["figure"]]]]


def _bag(how: Arithmetic, table: Any, ids: Any) -> Any:
    known = (ids > 0)[..., None]
    count = how.xp.maximum(known.sum(1), 1).astype(table.dtype)
    return how.grid((table[ids] * known).sum(1) / count, _STEP)


def _head(how: Arithmetic, weights: Arrays, features: Any, name: str) -> Any:
    hidden = _bounded(how, features @ weights[f"{name} hidden"] + weights[f"{name} bias"])
    return how.drop(hidden, 1.0) @ weights[f"{name} out"]


def _cue_scores(how: Arithmetic, weights: Arrays, cues: Any, bands: Any, batch: Arrays, name: str) -> Any:
    """Return what the words say by themselves: each band and the headings count by a weight of their own."""
    xp = how.xp
    columns = slice(0, 5) if name == "role" else slice(5, 23)
    sums = xp.clip(_sums(how, cues[:, columns], bands), -8, 8)
    heads = (weights["cue"][batch["heads"]][..., columns] * (batch["heads"] > 0)[..., None]).sum(1)
    heads = xp.clip(heads, -8, 8)[batch["heads_of"]]
    shares = weights[f"{name} bands"]
    total = heads * shares[len(BANDS)]
    for number in range(len(BANDS)):
        total = total + sums[number] * shares[number]
    return total


def _spans(how: Arithmetic, weights: Arrays, batch: Arrays, layers: Any, window: Any) -> tuple[Any, Any, Any]:
    """Return the best first token of an entity, and the scores of entities and actions."""
    xp = how.xp
    figure = batch["figure"]
    own = layers[figure]
    inside = (batch["passage"][window] == batch["passage"][figure][:, None]) & (batch["real"][window] > 0)
    half = weights["entity edges"].shape[0]
    clauses = batch["clauses"][window] - batch["clauses"][figure][:, None]
    clauses = xp.clip(clauses, -_CLAUSES[0], _CLAUSES[1]) + _CLAUSES[0]
    figures = batch["figures"][window] - batch["figures"][figure][:, None]
    figures = xp.clip(figures, -_FIGURES[0], _FIGURES[1]) + _FIGURES[0]
    near = weights["between"][clauses * (_FIGURES[0] + _FIGURES[1] + 1) + figures] + weights["offset"][None]
    words = (layers @ weights["pair word"])[window]
    mine = (own @ weights["pair figure"] + weights["pair bias"])[:, None]
    pairs = how.drop(_bounded(how, words + mine + near), 1.0)
    entity = pairs[..., :half] @ weights["entity edges"]
    action = pairs[..., half:] @ weights["action edges"]
    closed = batch["closed"][window] | ~inside
    none = own @ weights["no action"] + weights["no action bias"]
    entities = _joined(how, entity, closed, weights["entity words"], ENTITY_WORDS)
    actions = _joined(how, action, closed, weights["action words"], ACTION_WORDS)
    return xp.argmax(entities, 1), entities, xp.concatenate([actions, none], 1)


def _joined(how: Arithmetic, edges: Any, closed: Any, lengths: Any, most: int) -> Any:
    """Return the scores of all spans: first token, last token and length; none goes over a mark or a figure."""
    xp = how.xp
    marks = how.running(closed.astype("int32").T).T
    running = xp.concatenate([xp.zeros((closed.shape[0], 1), "int32"), marks], 1)
    columns = []
    for more in range(most):
        last = WINDOW - more
        open_ = running[:, more + 1 :] == running[:, :last]
        score = xp.where(open_, edges[:, :last, 0] + edges[:, more:, 1] + lengths[more], _NEVER)
        if more:
            score = xp.concatenate([score, xp.full((score.shape[0], more), _NEVER, score.dtype)], 1)
        columns.append(score)
    return xp.stack(columns, 2).reshape(edges.shape[0], -1)


def _named(how: Arithmetic, layers: Any, window: Any, best: Any) -> Any:
    """Return the layers at the first and the last word of the best entity: the measure hangs on its name."""
    xp = how.xp
    rows = xp.arange(window.shape[0])
    first = best // ENTITY_WORDS
    last = xp.minimum(first + best % ENTITY_WORDS, WINDOW - 1)
    return xp.concatenate([layers[window[rows, first]], layers[window[rows, last]]], 1)
