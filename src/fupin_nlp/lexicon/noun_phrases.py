"""Words and patterns by which noun phrases are cut from a clause, and named in a table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick

__all__ = ["NounPhrases", "noun_phrases"]

_LISTS: Final = (
    "suffixes",
    "names",
    "ending_in_as",
    "tiers",
    "contrasts",
    "givers",
    "doers",
    "actors",
    "undertakings",
    "each",
    "having_share",
    "planned",
    "town_and_country",
    "openings",
    "closings",
)
_PATTERNS: Final = frozenset(
    {"whole_nouns", "whole_times", "maybe_whole", "before", "behind", "qualities", "all_tiers", "long_quotation"}
    | {"long_modifier", "listing", "numbered_places", "bodies_of_tiers"}
)
_WHOLE_BEGINS: Final = "[“《（(每/级年五月]"  # a character of each of the first looks


@dataclass(frozen=True, slots=True)
class NounPhrases:
    """The groups of ``noun_phrases.toml``, its patterns compiled.

    `whole` finds the words that a tokenizer would cut, with the groups ``quoted`` and ``time``; `maybe_whole` is a
    first look for them.

    Examples
    --------
    >>> phrases = noun_phrases()
    >>> "率" in phrases.suffixes, phrases.before.sub("", "全市贫困村")
    (True, '贫困村')
    """

    suffixes: frozenset[str]
    ending_in_as: frozenset[str]
    tiers: frozenset[str]
    givers: frozenset[str]
    undertakings: frozenset[str]
    each: frozenset[str]
    having_share: frozenset[str]
    names: tuple[str, ...]
    contrasts: tuple[str, ...]
    doers: tuple[str, ...]
    actors: tuple[str, ...]
    planned: tuple[str, ...]
    town_and_country: tuple[str, ...]
    openings: tuple[str, ...]
    closings: tuple[str, ...]
    whole: Pattern
    maybe_whole: QuickPattern
    before: Pattern
    behind: Pattern
    qualities: Pattern
    all_tiers: Pattern
    long_quotation: Pattern
    long_modifier: Pattern
    listing: Pattern
    numbered_places: Pattern
    bodies_of_tiers: Pattern


def _is_patterns(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == _PATTERNS and all(word_list(parts) for parts in value.values())


@lru_cache(maxsize=1)
def noun_phrases() -> NounPhrases:
    """Load the words and compile the patterns once."""
    data = load_toml("noun_phrases.toml", {**dict.fromkeys(_LISTS, word_list), "patterns": _is_patterns})
    parts = {name: "|".join(alternatives) for name, alternatives in data["patterns"].items()}
    return NounPhrases(
        suffixes=frozenset(data["suffixes"]),
        ending_in_as=frozenset(data["ending_in_as"]),
        tiers=frozenset(data["tiers"]),
        givers=frozenset(data["givers"]),
        undertakings=frozenset(data["undertakings"]),
        each=frozenset(data["each"]),
        having_share=frozenset(data["having_share"]),
        names=tuple(data["names"]),
        contrasts=tuple(data["contrasts"]),
        doers=tuple(data["doers"]),
        actors=tuple(data["actors"]),
        planned=tuple(data["planned"]),
        town_and_country=tuple(data["town_and_country"]),
        openings=tuple(data["openings"]),
        closings=tuple(data["closings"]),
        whole=compile_pattern(
            "whole words", f"(?P<quoted>{parts['whole_nouns']})|(?P<time>{parts['whole_times']})", verbose=False
        ),
        maybe_whole=compile_quick("maybe whole words", f"{_WHOLE_BEGINS}(?:{parts['maybe_whole']})", verbose=False),
        before=compile_pattern("words before a name", rf"^(?:(?:{parts['before']})\s*)+", verbose=False),
        behind=compile_pattern("words behind a name", rf"(?:{parts['behind']})+$", verbose=False),
        qualities=compile_pattern("qualities", parts["qualities"], verbose=False),
        all_tiers=compile_pattern("tiers of government", parts["all_tiers"], verbose=False),
        long_quotation=compile_pattern("long quotation", parts["long_quotation"], verbose=False),
        long_modifier=compile_pattern("long modifier", parts["long_modifier"], verbose=False),
        listing=compile_pattern("listing", parts["listing"], verbose=False),
        numbered_places=compile_pattern("places and their number", parts["numbered_places"], verbose=False),
        bodies_of_tiers=compile_pattern("bodies of tiers", parts["bodies_of_tiers"], verbose=False),
    )
