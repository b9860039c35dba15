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
_MEANT: Final = (0, 3, 4)  # those whose mean layers are looked at
_PASSAGE: Final = 5

_NEVER: Final = -1e6
STEPS: Final = 32  # a value of one is so many steps; between layers all values are whole numbers of steps
MOST: Final = 127
_CLAUSES: Final = (5, 3)  # clause marks between a word and the figure that are told apart, before and behind
_FIGURES: Final = (3, 3)
_SETTINGS: Final = (sum(_CLAUSES) + 1) * (sum(_FIGURES) + 1)
_AS_STEPS: Final = ("word", "first", "last", "unit", "context", "pair bias", "role bias", "measure bias")


class Arithmetic(NamedTuple):
    """What a library of arrays does for the network.

    Attributes
    ----------
    xp : module
        numpy, or a library with its interface.
    whole : callable
        Rounds to whole numbers.
    bounded : callable
        Cuts what lies under a lowest or over a highest value, and rounds. It may write into the array given.
    add : callable
        Adds the second array to the first, and may write into it.
    layer : callable
        Does what `layer` does.
    drop : callable
        Leaves out a share of values while training; the identity otherwise.
    running : callable
        Running sums along the first axis.
    """

    xp: Any
    whole: Callable[[Any], Any]
    bounded: Callable[[Any, float, float], Any]
    add: Callable[[Any, Any], Any]
    layer: Callable[[Any, Any, int, Any, Any], Any]
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


def prepared(xp: Any, weights: Arrays) -> dict[str, Any]:
    """Return weights as `forward` takes them: in steps, and put together where that saves a sum; all of it is exact."""
    out = dict(weights)
    for name in (*_AS_STEPS, *(f"bias {number}" for number in range(len(DILATIONS)))):
        out[name] = weights[name] * STEPS
    width = weights["bias 0"].shape[0]
    same = xp.concatenate([xp.zeros((width, width)), xp.eye(width), xp.zeros((width, width))], 1)
    for number in range(1, len(DILATIONS)):  # each layer but the first adds to what it was given
        name = f"convolution {number}"
        out[name] = weights[name] + same.astype(weights[name].dtype)
    settings = weights["offset"][:, None] + weights["between"][None]
    out["setting"] = (settings * STEPS).reshape(-1, settings.shape[2])
    half = weights["entity edges"].shape[0]
    empty = xp.zeros((half, 2), weights["entity edges"].dtype)
    edges = xp.concatenate(
        [
            xp.concatenate([weights["entity edges"], empty], 1),
            xp.concatenate([empty, weights["action edges"]], 1),
        ]
    )
    out["edges"] = edges / STEPS
    for name in ("role out", "measure out", "no action"):
        out[name] = weights[name] / STEPS
    return out


def forward(how: Arithmetic, weights: Arrays, batch: Arrays) -> Logits:
    """Return the scores of all figures of a batch.

    Parameters
    ----------
    how : Arithmetic
        Of the library of arrays.
    weights : mapping of str to array
        As `prepared` gives them.
    batch : mapping of str to array
        `encoding` tells what it holds.
    """
    xp = how.xp
    words, cues, context = _embedded(how, weights, batch)
    layers = _convolved(how, weights, words, batch["real"])
    figure = batch["figure"]
    own = layers[figure]
    bands = batch["bands"]  # (bands, figures, 2)
    means = _means(how, layers, bands[xp.asarray(_MEANT)])
    window = xp.clip(figure[:, None] + xp.arange(-BEFORE, WINDOW - BEFORE)[None], 0, layers.shape[0] - 1)
    starts, entity, action = _spans(how, weights, batch, layers, window)
    named = _named(how, layers, window, starts)
    told = _told(how, weights, batch, context, bands)
    features = xp.concatenate([own, *means, *told, batch["situation"] * STEPS], 1)
    features = how.drop(features, 1.0)
    of_words = _cue_scores(how, weights, cues, bands, batch)
    role = _head(how, weights, features, "role") + of_words[0]
    features = xp.concatenate([features, named], 1)
    measure = _head(how, weights, features, "measure") + of_words[1]
    return Logits(role, measure, entity, action)


def _embedded(how: Arithmetic, weights: Arrays, batch: Arrays) -> tuple[Any, Any, Any]:
    """Return the vectors of the tokens: those of the convolutions, of cues, and of the context."""
    add, tokens = how.add, batch["tokens"]
    words = batch["words"][tokens]
    vectors = add(weights["word"][words], weights["last"][batch["lasts"][tokens]])
    vectors = add(add(vectors, weights["first"][batch["firsts"][tokens]]), weights["unit"][batch["units"]])
    vectors = how.bounded(vectors, -STEPS, STEPS) * batch["real"][:, None]
    return how.drop(vectors, 1.0), weights["cue"][words], weights["context"][words]


def _convolved(how: Arithmetic, weights: Arrays, vectors: Any, real: Any) -> Any:
    out = vectors
    for number, reach in enumerate(DILATIONS):
        layer_ = how.layer(out, weights[f"convolution {number}"], reach, weights[f"bias {number}"], real)
        out = how.drop(layer_, 0.6)
    return out


def layer(how: Arithmetic, vectors: Any, weights: Any, reach: int, bias: Any, real: Any) -> Any:
    """Return a layer: its weights tell what each token says of the one behind it, of itself, and of the one before."""
    xp = how.xp
    three = vectors @ weights
    width = three.shape[1] // 3
    gap = xp.zeros((reach, width), three.dtype)
    before = xp.concatenate([gap, three[:-reach, :width]])
    behind = xp.concatenate([three[reach:, 2 * width :], gap])
    return how.bounded(before + three[:, width : 2 * width] + behind + bias, 0, MOST) * real[:, None]


def _sums(how: Arithmetic, values: Any, bands: Any) -> Any:
    """Return the sums over bands of tokens, (bands, figures, width)."""
    xp = how.xp
    running = xp.concatenate([xp.zeros((1, values.shape[1]), values.dtype), how.running(values)])
    return running[bands[..., 1]] - running[bands[..., 0]]


def _means(how: Arithmetic, values: Any, bands: Any) -> Any:
    lengths = how.xp.maximum(bands[..., 1] - bands[..., 0], 1)[..., None].astype(values.dtype)
    return how.whole(_sums(how, values, bands) / lengths)


def _told(how: Arithmetic, weights: Arrays, batch: Arrays, context: Any, bands: Any) -> list[Any]:
    """Return the mean words of passage, headings, opening and title, and the vector of the unit."""
    passage = _means(how, context, bands[_PASSAGE:])[0]
    bags = [_bag(how, weights["context"], batch[name])[batch[f"{name}_of"]] for name in ("heads", "openings", "titles")]
    return [passage, *bags, weights["unit"][batch["units"][batch["figure"]]]]


def _bag(how: Arithmetic, table: Any, ids: Any) -> Any:
    known = (ids > 0)[..., None]
    count = how.xp.maximum(known.sum(1), 1).astype(table.dtype)
    return how.whole((table[ids] * known).sum(1) / count)


def _head(how: Arithmetic, weights: Arrays, features: Any, name: str) -> Any:
    hidden = how.bounded(how.add(features @ weights[f"{name} hidden"], weights[f"{name} bias"]), 0, MOST)
    return how.drop(hidden, 1.0) @ weights[f"{name} out"]


def _cue_scores(how: Arithmetic, weights: Arrays, cues: Any, bands: Any, batch: Arrays) -> tuple[Any, Any]:
    """Return what the words say by themselves of role and measure.

    Each band and the headings count by a weight of their own.
    """
    xp = how.xp
    sums = xp.clip(_sums(how, cues, bands), -8, 8)
    heads = (weights["cue"][batch["heads"]] * (batch["heads"] > 0)[..., None]).sum(1)
    heads = xp.clip(heads, -8, 8)[batch["heads_of"]]
    roles = weights["role out"].shape[1]
    totals = []
    for name, columns in (("role", slice(0, roles)), ("measure", slice(roles, cues.shape[1]))):
        shares = weights[f"{name} bands"]
        total = heads[:, columns] * shares[len(BANDS)]
        for number in range(len(BANDS)):
            total = total + sums[number, :, columns] * shares[number]
        totals.append(total)
    return totals[0], totals[1]


def _spans(how: Arithmetic, weights: Arrays, batch: Arrays, layers: Any, window: Any) -> tuple[Any, Any, Any]:
    """Return the best first token of an entity, and the scores of entities and actions."""
    xp = how.xp
    figure = batch["figure"]
    own = layers[figure]
    inside = (batch["passage"][window] == batch["passage"][figure][:, None]) & (batch["real"][window] > 0)
    clauses = batch["clauses"][window] - batch["clauses"][figure][:, None]
    clauses = xp.clip(clauses, -_CLAUSES[0], _CLAUSES[1]) + _CLAUSES[0]
    figures = batch["figures"][window] - batch["figures"][figure][:, None]
    figures = xp.clip(figures, -_FIGURES[0], _FIGURES[1]) + _FIGURES[0]
    setting = clauses * (sum(_FIGURES) + 1) + figures + xp.arange(WINDOW)[None] * _SETTINGS
    mine = how.add(own @ weights["pair figure"], weights["pair bias"])
    pairs = how.add((layers @ weights["pair word"])[window], weights["setting"][setting])
    pairs = how.drop(how.bounded(how.add(pairs, mine[:, None]), 0, MOST), 1.0)
    edges = (pairs.reshape(-1, pairs.shape[2]) @ weights["edges"]).reshape(*window.shape, -1)
    closed = batch["closed"][window] | ~inside
    none = own @ weights["no action"] + weights["no action bias"]
    entities = _joined(how, edges[..., :2], closed, weights["entity words"], ENTITY_WORDS)
    actions = _joined(how, edges[..., 2:], closed, weights["action words"], ACTION_WORDS)
    return xp.argmax(entities, 1), entities, xp.concatenate([actions, none], 1)


def _joined(how: Arithmetic, edges: Any, closed: Any, lengths: Any, most: int) -> Any:
    """Return the scores of all spans: first token, last token and length; none goes over a mark or a figure."""
    xp = how.xp
    columns = []
    barred = closed
    for more in range(most):
        last = WINDOW - more
        barred = barred[:, :last] | closed[:, more:]
        score = xp.where(barred, _NEVER, edges[:, :last, 0] + edges[:, more:, 1] + lengths[more])
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
