"""Weights as the whole numbers that are shipped, and rounded so while they are learnt."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor, log2
from typing import Any, Final

__all__ = ["exponent_of", "rounded_weights", "whole_numbers"]

_MOST: Final = 127
_FINE: Final = 32767
_WIDE: Final = ("offset", "between", "pair bias", "no action bias", "entity words", "action words")


def _is_fine(name: str) -> bool:
    """Whether weights are added and never multiplied by a layer: two bytes each cost nothing and lose nothing."""
    return name in _WIDE or "bias" in name or name.endswith("bands")


def exponent_of(name: str, largest: float) -> int:
    """Return k of the step 2**-k with which all weights of a name are whole numbers of one byte (two for biases)."""
    if largest <= 0:
        return 0
    if _is_fine(name):
        return min(10, floor(log2(_FINE / largest)))
    if name in ("word", "first", "last", "unit", "context"):
        return 6  # vectors of a token are added up and cut at ±1
    return min(10, floor(log2(_MOST / largest)))


def rounded_weights(weights: Mapping[str, Any]) -> dict[str, Any]:
    """Return weights rounded as they will be shipped; gradients go through as if they were not."""
    import jax
    import jax.numpy as jnp

    out = {}
    for name, value in weights.items():
        largest = jnp.maximum(jnp.abs(value).max(), 1e-6)
        most = _FINE if _is_fine(name) else _MOST
        if name in ("word", "first", "last", "unit", "context"):
            step = jnp.asarray(2.0**-6)
        else:
            step = 2.0 ** -jnp.minimum(10.0, jnp.floor(jnp.log2(most / largest)))
        near = jnp.clip(jnp.rint(value / step), -most, most) * step
        out[name] = value + jax.lax.stop_gradient(near - value)
    return out


def whole_numbers(weights: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    """Return the weights as whole numbers, and the exponents that they are to be multiplied with (2**-k)."""
    import numpy as np

    numbers, exponents = {}, {}
    for name, value in weights.items():
        exponent = exponent_of(name, float(np.abs(value).max()))
        most = _FINE if _is_fine(name) else _MOST
        whole = np.clip(np.rint(value * np.float32(2.0**exponent)), -most, most)
        numbers[name] = whole.astype(np.int16 if _is_fine(name) else np.int8)
        exponents[name] = exponent
    return numbers, exponents
