"""The weights as numbers in use, and numpy's part in the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fupin_nlp.decide.network import MOST, Arithmetic, prepared

__all__ = ["as_used", "numpy_arithmetic", "ready"]

_STRETCH: Final = 16


def numpy_arithmetic() -> Arithmetic:
    """Return how numpy computes the network: results are written into arrays that nobody else looks at."""
    import numpy as np

    def bounded(value: Any, lowest: float, highest: float) -> Any:
        np.clip(value, np.float32(lowest), np.float32(highest), out=value)
        return np.rint(value, out=value)

    def add(one: Any, other: Any) -> Any:
        one += other
        return one

    def layer(vectors: Any, weights: Any, reach: int, bias: Any, real: Any) -> Any:
        # Three products: sums over whole rows of memory take half the time of those over thirds of longer rows.
        width = weights.shape[1] // 3
        out = vectors @ weights[:, width : 2 * width]
        out += bias
        out[reach:] += vectors[:-reach] @ weights[:, :width]
        out[:-reach] += vectors[reach:] @ weights[:, 2 * width :]
        bounded(out, 0, MOST)
        out[real == 0] = 0
        return out

    def keep(value: Any, share: float) -> Any:  # noqa: ARG001  # nothing is left out in use
        return value

    def running(values: Any) -> Any:
        # Stretch by stretch, all at a time: numpy's own adds number by number.
        length, width = values.shape
        stretches = -(-length // _STRETCH)
        sums = np.zeros((stretches, _STRETCH, width), values.dtype)
        sums.reshape(-1, width)[:length] = values
        for number in range(1, _STRETCH):
            sums[:, number] += sums[:, number - 1]
        sums[1:] += np.cumsum(sums[:-1, -1], axis=0)[:, None]
        return sums.reshape(-1, width)[:length]

    return Arithmetic(np, np.rint, bounded, add, layer, keep, running)


def as_used(numbers: Mapping[str, Any], exponents: Mapping[str, int]) -> dict[str, Any]:
    """Return weights as single-precision numbers: whole numbers times powers of two, which are exact."""
    import numpy as np

    return {name: value.astype(np.float32) * np.float32(2.0 ** -exponents[name]) for name, value in numbers.items()}


def ready(numbers: Mapping[str, Any], exponents: Mapping[str, int]) -> dict[str, Any]:
    """Return weights as the network takes them."""
    import numpy as np

    return prepared(np, as_used(numbers, exponents))
