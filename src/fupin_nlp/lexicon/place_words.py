"""The words around place names: what keeps a name from being one, and what tells how a place stands in its clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick

__all__ = ["FormWords", "OwnWords", "PlaceWords", "place_words"]

_AFTER: Final = ("blocked_after", "giver_after", "feature_after")
_OWN: Final = {"mine", "whole", "said", "levels", "nation", "not_after", "not_before"}
_GOVERNS: Final = {"recipient", "lead", "blocked_before", "back_reference", "no_subject_after", *_AFTER}
_FORM: Final = {"kinds", "titled", "titled_never", "not_in", "not_last", "located", "tells"}
_SOON: Final = 8  # characters between a place and what keeps it from being a subject


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words such as 我省, 全市, 该县 and 全国, by which a report names its own place, one above it or named before."""

    words: frozenset[str]
    mine: frozenset[str]
    said: frozenset[str]
    nation: frozenset[str]
    not_after: frozenset[str]
    not_before: tuple[str, ...]

    def stands(self, text: str, start: int) -> bool:
        """Return whether such a word at a position is no part of another (安全区, 全国人大)."""
        return text[start - 1 : start] not in self.not_after and not text.startswith(self.not_before, start + 2)


@dataclass(frozen=True, slots=True)
class FormWords:
    """Kinds of places known by their form; the characters of their names.

    Attributes
    ----------
    kinds : tuple
        Each with the characters that cannot stand behind it, and those that can end its names though not others.
    titled : tuple
        Kinds that count only at the head of a title, likewise.
    titled_never : tuple of str
        Words that end like those.
    """

    kinds: tuple[tuple[str, str, str], ...]
    titled: tuple[tuple[str, str, str], ...]
    titled_never: tuple[str, ...]
    not_in: frozenset[str]
    not_last: frozenset[str]
    located: frozenset[str]
    tells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The word lists of ``places.toml``."""

    ordinary: frozenset[str]
    endings: tuple[str, ...]
    left: frozenset[str]
    left_words: tuple[str, ...]
    right: frozenset[str]
    after_county: frozenset[str]
    kinds: tuple[str, ...]
    own: OwnWords
    form: FormWords
    areas: QuickPattern
    lead: frozenset[str]
    recipient: tuple[str, ...]
    blocked_before: tuple[str, ...]
    no_subject_after: QuickPattern
    back_reference: QuickPattern
    blocked_after: QuickPattern
    giver_after: QuickPattern
    feature_after: QuickPattern

    def opens(self, text: str, start: int) -> bool:
        """Return whether a name can begin here that is easily part of a longer word."""
        return start == 0 or text[start - 1] in self.left or text.endswith(self.left_words, max(0, start - 2), start)

    def stands(self, name: str, text: str, start: int, end: int) -> bool:
        """Return whether the characters around leave this to be the name of a township."""
        if text[end : end + 1] in self.right:
            return False
        return self.opens(text, start) if len(name) == 2 or name.endswith(self.endings) else True


@lru_cache(maxsize=1)
def place_words() -> PlaceWords:
    """Return the words around place names."""
    tables = load_toml(
        "places.toml",
        {
            "ordinary": lambda t: (
                set(t) == {"words", "full", "endings", "left", "left_words", "right", "after_county", "kinds"}
                and all(map(word_list, t.values()))
            ),
            "own": lambda t: set(t) == _OWN and all(map(word_list, t.values())),
            "form": lambda t: set(t) == _FORM and all(map(word_list, t.values())),
            "governs": lambda t: set(t) == _GOVERNS and all(map(word_list, t.values())),
            "areas": lambda t: set(t) == {"names", "not_before"} and all(map(word_list, t.values())),
        },
    )
    ordinary, governs = tables["ordinary"], tables["governs"]
    return PlaceWords(
        frozenset([*ordinary["words"], *ordinary["full"]]),
        tuple(ordinary["endings"]),
        frozenset(ordinary["left"]),
        tuple(ordinary["left_words"]),
        frozenset(ordinary["right"]),
        frozenset(ordinary["after_county"]),
        tuple(ordinary["kinds"]),
        _own_words(tables["own"]),
        _form_words(tables["form"]),
        compile_quick(
            "areas", rf"{alternatives(tables['areas']['names'])}(?!{alternatives(tables['areas']['not_before'])})"
        ),
        frozenset(governs["lead"]),
        tuple(governs["recipient"]),
        tuple(governs["blocked_before"]),
        compile_quick("no_subject_after", rf"[^，。；：\n\d]{{0,{_SOON}}}?{alternatives(governs['no_subject_after'])}"),
        compile_quick("back_reference", alternatives(governs["back_reference"])),
        *(compile_quick(name, alternatives(governs[name])) for name in _AFTER),
    )


def _form_words(lists: Mapping[str, list[str]]) -> FormWords:
    return FormWords(
        _form_kinds(lists["kinds"]),
        _form_kinds(lists["titled"]),
        tuple(lists["titled_never"]),
        frozenset(lists["not_in"]),
        frozenset(lists["not_last"]),
        frozenset(lists["located"]),
        tuple(lists["tells"]),
    )


def _form_kinds(entries: list[str]) -> tuple[tuple[str, str, str], ...]:
    """Return kind, characters not behind it and characters that may end its names, of entries such as 县/级域/水."""
    kinds = []
    for entry in entries:
        kind, _, rest = entry.partition("/")
        not_behind, _, last = rest.partition("/")
        kinds.append((kind, not_behind, last))
    return tuple(kinds)


def _own_words(lists: Mapping[str, list[str]]) -> OwnWords:
    words = [whose + level for whose in (*lists["mine"], *lists["whole"], *lists["said"]) for level in lists["levels"]]
    return OwnWords(
        frozenset([*words, *lists["nation"]]),
        frozenset(lists["mine"]),
        frozenset(lists["said"]),
        frozenset(lists["nation"]),
        frozenset(lists["not_after"]),
        tuple(lists["not_before"]),
    )
