"""Provinces that work together: the figures are those of the ones that receive (浙江与四川共建产业园100个)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick

__all__ = ["together", "who_is_helped"]


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Return who gives, who receives, and the words for what they do together."""
    table = load_toml(
        "cooperation.toml",
        {"provinces": lambda t: set(t) == {"give", "receive", "words"} and all(map(word_list, t.values()))},
    )["provinces"]
    return frozenset(table["give"]), frozenset(table["receive"]), tuple(table["words"])


@lru_cache(maxsize=1)
def together() -> QuickPattern:
    """Return the pattern behind places that do something together."""
    return compile_quick("together", alternatives(_lists()[2]))


def who_is_helped(names: Sequence[str], codes: Sequence[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return names and codes of the places that receive; None where not both, givers and receivers, are among them.

    Examples
    --------
    >>> who_is_helped(["浙江省", "四川省"], ["330000", "510000"])
    ('四川省', ('510000',))
    >>> who_is_helped(["四川省", "云南省"], ["510000", "530000"])
    """
    give, receive, _ = _lists()
    helped = [(name, code) for name, code in zip(names, codes, strict=True) if name in receive]
    if not helped or not any(name in give for name in names) or len(helped) == len(names):
        return None
    return "、".join(name for name, _ in helped), tuple(code for _, code in helped)
