"""Fit the weights of the network with JAX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import ceil, sqrt
from typing import Any, Final, NamedTuple

from fupin_nlp.decide.network import BANDS, Arithmetic, Logits, forward, layer, prepared
from fupin_nlp.decide.shape import ACTION_WORDS, DILATIONS, ENTITY_WORDS, WINDOW, Sizes
from fupin_nlp.decide.situation import SITUATION
from fupin_nlp.decide.vocabulary import Vocabulary
from fupin_nlp.training.batches import CAPACITY, Capacity, batches, collate
from fupin_nlp.training.samples import Sample

__all__ = ["Course", "fit", "initial_weights"]

_SHARES: Final = {"role": 1.0, "measure": 1.0, "entity": 1.0, "action": 0.7}
TABLES: Final = ("word", "first", "last", "cue", "context")
"""Weights with a row a word or character: they are learnt on much text and kept nearly as they are on little."""
_LONGEST: Final = 30.0  # no single figure may count for more
_WARM: Final = 0.06
_STEEPEST: Final = 2.0
_BETWEEN: Final = 9 * 7


class Course(NamedTuple):
    """How weights are fitted.

    Attributes
    ----------
    epochs : int
        Times that every sample is seen.
    rate : float
        Highest learning rate (Adam).
    drop : float
        Share of values left out.
    tables : float
        Factor of the learning rate for `TABLES`.
    decay : float
        Weight decay of everything else.
    seed : int
    """

    epochs: int
    rate: float
    drop: float
    tables: float = 1.0
    decay: float = 1e-4
    seed: int = 0


def initial_weights(vocabulary: Vocabulary, vectors: Any, sizes: Sizes, seed: int) -> dict[str, Any]:
    """Return fresh weights; the words begin with their vectors from unlabelled text."""
    import numpy as np

    rng = np.random.default_rng(seed)
    word, context, hidden, pair = sizes

    def random(*shape: int, spread: float | None = None) -> Any:
        spread = 1 / sqrt(shape[0]) if spread is None else spread
        return rng.normal(0, spread, shape).astype(np.float32)

    characters, count = vocabulary.size("character"), vocabulary.size("word")
    roles, measures = len(vocabulary.roles), len(vocabulary.measures)
    features = word * 4 + context * 4 + word + len(SITUATION)
    weights = {
        "word": np.ascontiguousarray(vectors[:, :word]),
        "context": np.ascontiguousarray(vectors[:, :context]),
        "cue": np.zeros((count, roles + measures), np.float32),
        "first": random(characters, word, spread=0.1),
        "last": random(characters, word, spread=0.1),
        "unit": random(vocabulary.size("unit"), word, spread=0.3),
        "pair word": random(word, 2 * pair),
        "pair figure": random(word, 2 * pair),
        "pair bias": np.zeros(2 * pair, np.float32),
        "offset": random(WINDOW, 2 * pair, spread=0.3),
        "between": random(_BETWEEN, 2 * pair, spread=0.2),
        "entity edges": random(pair, 2),
        "action edges": random(pair, 2),
        "entity words": np.zeros(ENTITY_WORDS, np.float32),
        "action words": np.zeros(ACTION_WORDS, np.float32),
        "no action": random(word, 1),
        "no action bias": np.zeros(1, np.float32),
    }
    for table in ("word", "first", "last", "unit", "context"):
        weights[table][0] = 0
    for number in range(len(DILATIONS)):
        weights[f"convolution {number}"] = random(word, 3 * word, spread=1 / sqrt(3 * word))
        weights[f"bias {number}"] = np.zeros(word, np.float32)
    for name, many, wide in (("role", roles, features), ("measure", measures, features + 2 * word)):
        weights[f"{name} hidden"] = random(wide, hidden)
        weights[f"{name} bias"] = np.zeros(hidden, np.float32)
        weights[f"{name} out"] = random(hidden, many)
        weights[f"{name} bands"] = np.full(len(BANDS) + 1, 0.3, np.float32)
    return weights


def _loss(logits: Logits, targets: Mapping[str, Any]) -> Any:
    import jax
    import jax.numpy as jnp

    weight = targets["weight"]
    total = jnp.maximum(weight.sum(), 1)
    loss = jnp.zeros(())
    for name in ("role", "measure"):
        chances = jax.nn.log_softmax(getattr(logits, name))
        loss = loss - _SHARES[name] * ((targets[name] * chances).sum(-1) * weight).sum() / total
    for name in ("entity", "action"):
        scores, right = getattr(logits, name), targets[name]
        missing = jax.nn.logsumexp(scores, 1) - jax.nn.logsumexp(jnp.where(right, scores, -1e6), 1)
        missing = jnp.where(right.any(1), jnp.minimum(missing, _LONGEST), 0)
        loss = loss + _SHARES[name] * (missing * weight).sum() / total
    return loss


def _arithmetic(key: Any, drop: float, *, rounded: bool) -> Arithmetic:
    import jax
    import jax.numpy as jnp

    keys = iter(jax.random.split(key, 16))

    def whole(value: Any) -> Any:
        # Rounded forward, as it is used; the gradient goes through as if it were not.
        return value + jax.lax.stop_gradient(jnp.rint(value) - value) if rounded else value

    def bounded(value: Any, lowest: float, highest: float) -> Any:
        return whole(jnp.clip(value, lowest, highest))

    def three_in_one(*of_layer: Any) -> Any:
        return layer(how, *of_layer)

    def leave_out(value: Any, share: float) -> Any:
        rate = drop * share
        kept = jax.random.bernoulli(next(keys), 1 - rate, value.shape)
        return value * kept / (1 - rate)

    def running(values: Any) -> Any:
        # The library's own cumulative sum takes quadratic time on a processor.
        return jax.lax.associative_scan(jnp.add, values, axis=0)

    how = Arithmetic(jnp, whole, bounded, jnp.add, three_in_one, leave_out, running)
    return how


@lru_cache(maxsize=4)
def _stepper(course: Course, *, rounded: bool) -> Callable[..., Any]:
    """Return a step of Adam (Kingma and Ba, 2015) with decoupled decay; compiled once for all folds."""
    import jax
    import jax.numpy as jnp

    from fupin_nlp.training.rounding import rounded_weights

    def loss(weights: Any, arrays: Any, targets: Any, key: Any) -> Any:
        used = rounded_weights(weights) if rounded else weights
        how = _arithmetic(key, course.drop, rounded=rounded)
        return _loss(forward(how, prepared(jnp, used), arrays), targets)

    def step(weights: Any, moments: Any, batch: Any, key: Any, number: Any, rate: Any) -> Any:
        value, slope = jax.value_and_grad(loss)(weights, *batch, key)
        length = jnp.sqrt(sum((s**2).sum() for s in slope.values()))
        shrink = jnp.minimum(1.0, _STEEPEST / (length + 1e-9))
        fresh, after = {}, {}
        for name, weight in weights.items():
            factor = course.tables if name in TABLES else 1.0
            if factor == 0:
                fresh[name], after[name] = weight, moments[name]
                continue
            first, second = moments[name]
            first = 0.9 * first + 0.1 * slope[name] * shrink
            second = 0.999 * second + 0.001 * (slope[name] * shrink) ** 2
            move = first / (1 - 0.9**number) / (jnp.sqrt(second / (1 - 0.999**number)) + 1e-8)
            decay = 0.0 if name in TABLES else course.decay
            fresh[name] = weight - rate * factor * (move + decay * weight)
            after[name] = (first, second)
        return fresh, after, value

    return jax.jit(step, donate_argnums=(0, 1))


def fit(
    weights: Mapping[str, Any],
    samples: Sequence[Sample],
    course: Course,
    *,
    rounded: bool = False,
    capacity: Capacity = CAPACITY,
    told: Callable[[int, int, float], None] | None = None,
) -> dict[str, Any]:
    """Return weights fitted to samples.

    Parameters
    ----------
    weights : mapping of str to array
        Where to begin.
    samples : sequence of Sample
        Documents with targets.
    course : Course
        How.
    rounded : bool
        Whether values and weights are rounded as they will be in use.
    capacity : Capacity
        Size of the batches.
    told : callable, optional
        Called with step, steps and mean loss now and then.
    """
    import jax
    import jax.numpy as jnp
    import numpy as np

    rng = np.random.default_rng(course.seed)
    step = _stepper(course._replace(seed=0, epochs=0, rate=0.0), rounded=rounded)  # what a step does not know
    now = {name: jnp.asarray(value) for name, value in weights.items()}
    moments = {name: (jnp.zeros_like(value), jnp.zeros_like(value)) for name, value in now.items()}
    key = jax.random.PRNGKey(course.seed)
    steps = sum(1 for _ in batches(samples, range(len(samples)), capacity)) * course.epochs
    number, losses = 0, []
    for _ in range(course.epochs):
        for chosen in batches(samples, rng.permutation(len(samples)).tolist(), capacity):
            number += 1
            batch = collate([samples[i] for i in chosen], capacity)
            key, own = jax.random.split(key)
            warm = min(1.0, number / ceil(_WARM * steps + 1))
            rate = course.rate * warm * max(0.03, 1 - number / max(steps, number))
            now, moments, loss = step(now, moments, batch, own, float(number), rate)
            losses.append(float(loss))
            if told is not None and number % 50 == 0:
                told(number, steps, sum(losses) / len(losses))
                losses = []
    return {name: np.asarray(value) for name, value in now.items()}
