"""The weights as numbers in use, and numpy's part in the network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fupin_nlp.decide.network import Arithmetic

__all__ = ["as_used", "numpy_arithmetic"]


def numpy_arithmetic() -> Arithmetic:
    """Return how numpy computes the network."""
    import numpy as np

    def grid(value: Any, step: float) -> Any:
        return np.rint(value * np.float32(1 / step)) * np.float32(step)

    def keep(value: Any, share: float) -> Any:  # noqa: ARG001  # nothing is left out in use
        return value

    def running(values: Any) -> Any:
        return np.cumsum(values, axis=0)

    return Arithmetic(np, grid, keep, running)


def as_used(numbers: Mapping[str, Any], exponents: Mapping[str, int]) -> dict[str, Any]:
    """Return weights as single-precision numbers: whole numbers times powers of two, which are exact."""
    import numpy as np

    return {name: value.astype(np.float32) * np.float32(2.0 ** -exponents[name]) for name, value in numbers.items()}
