"""Word lists and thresholds of the panel: ``panel.toml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["PanelWords", "panel_words"]

_SCHEMA: Final = {
    "steps": {"verbs", "behind"},
    "tone": {"closing", "opening", "governing", "behind"},
    "means": {"per", "totals", "staying"},
    "shared": {"each", "heads", "joints", "groups"},
    "rates": {"names", "arrivals"},
    "missed": {"before", "behind"},
}
_JUMPS: Final = {"factor", "ratio_points", "rate_points"}


@dataclass(frozen=True, slots=True)
class PanelWords:
    """Word lists and thresholds of ``panel.toml``."""

    step_verbs: tuple[str, ...]
    step_behind: tuple[str, ...]
    closing: tuple[str, ...]
    opening: tuple[str, ...]
    governing: tuple[str, ...]
    behind: tuple[str, ...]
    means: frozenset[str]
    totals: tuple[str, ...]
    staying: tuple[str, ...]
    each: tuple[str, ...]
    each_heads: tuple[str, ...]
    joints: tuple[str, ...]
    groups: tuple[str, ...]
    rates: tuple[str, ...]
    arrivals: tuple[str, ...]
    missed_before: tuple[str, ...]
    missed_behind: tuple[str, ...]
    factor: float
    ratio_points: float
    rate_points: float


@lru_cache(maxsize=1)
def panel_words() -> PanelWords:
    """Return the words and thresholds of the panel."""

    def lists(keys: set[str]) -> Callable[[object], bool]:
        return lambda v: isinstance(v, dict) and set(v) == keys and all(word_list(words) for words in v.values())

    def numbers(value: object) -> bool:
        return isinstance(value, dict) and set(value) == _JUMPS and all(type(v) is float for v in value.values())

    data: Mapping[str, Mapping[str, list[str]]] = load_toml(
        "panel.toml", {**{name: lists(keys) for name, keys in _SCHEMA.items()}, "jumps": numbers}
    )
    steps, tone, means, shared, rates, missed = (data[name] for name in _SCHEMA)
    return PanelWords(
        tuple(steps["verbs"]),
        tuple(steps["behind"]),
        tuple(tone["closing"]),
        tuple(tone["opening"]),
        tuple(tone["governing"]),
        tuple(tone["behind"]),
        frozenset(means["per"]),
        tuple(means["totals"]),
        tuple(means["staying"]),
        tuple(shared["each"]),
        tuple(shared["heads"]),
        tuple(shared["joints"]),
        tuple(shared["groups"]),
        tuple(rates["names"]),
        tuple(rates["arrivals"]),
        tuple(missed["before"]),
        tuple(missed["behind"]),
        **data["jumps"],  # type: ignore[arg-type]  # numbers, as checked
    )
