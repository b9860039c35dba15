"""Words that decide whether a figure is a level, a change, a flow, a share or a rate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick

__all__ = ["KindWords", "kind_words"]


@dataclass(frozen=True, slots=True)
class KindWords:
    """The groups of ``kinds.toml``: endings of entities, verbs, and words of an amount for each.

    Examples
    --------
    >>> kind_words().share[:2], "辖" in kind_words().state
    (('占比', '比重'), True)
    """

    share: tuple[str, ...]
    growth: tuple[str, ...]
    ratio: tuple[str, ...]
    spent: tuple[str, ...]
    stock: tuple[str, ...]
    size: tuple[str, ...]
    amount_verbs: frozenset[str]
    state: frozenset[str]
    rank: frozenset[str]
    part_verbs: frozenset[str]
    each_in_name: QuickPattern
    often: QuickPattern
    there: frozenset[str]
    whole_year: frozenset[str]


@lru_cache(maxsize=1)
def kind_words() -> KindWords:
    """Load the words once."""
    names = KindWords.__dataclass_fields__
    data = load_toml("kinds.toml", dict.fromkeys(names, word_list))
    return KindWords(
        share=tuple(data["share"]),
        growth=tuple(data["growth"]),
        ratio=tuple(data["ratio"]),
        spent=tuple(data["spent"]),
        stock=tuple(data["stock"]),
        size=tuple(data["size"]),
        amount_verbs=frozenset(data["amount_verbs"]),
        state=frozenset(data["state"]),
        rank=frozenset(data["rank"]),
        part_verbs=frozenset(data["part_verbs"]),
        each_in_name=compile_quick("each_in_name", alternatives(data["each_in_name"])),
        often=compile_quick("often", f"{alternatives(data['often'])}++$"),
        there=frozenset(data["there"]),
        whole_year=frozenset(data["whole_year"]),
    )
