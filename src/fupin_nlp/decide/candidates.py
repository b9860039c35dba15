"""Which phrases of the tagger can be what a figure counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fupin_nlp.decide.chances import Phrase
from fupin_nlp.decide.proposal import Proposal, is_place, without_place
from fupin_nlp.lexicon.longer_names import longer_names

__all__ = ["that_can_be_counted"]

_REACH: Final = 60  # characters before a figure in which the longer name is looked for


def that_can_be_counted(phrases: list[Phrase], proposal: Proposal, text: str) -> list[Phrase]:
    """Return the phrases without the place whose figure it is, and without modifiers of a longer known name.

    Parameters
    ----------
    phrases : list of Phrase
        For the entity of one figure, the best first.
    proposal : Proposal
        Of the figure.
    text : str
        The clean text.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> text = "望岭县单位地区生产总值能耗下降3%"
    >>> figure = SimpleNamespace(region="望岭县", quantity=SimpleNamespace(outer_start=text.index("3")))
    >>> phrases = [Phrase("地区生产总值", 0.9), Phrase("望岭县", 0.06), Phrase("望岭县能耗", 0.04)]
    >>> [phrase.text for phrase in that_can_be_counted(phrases, figure, text)]
    ['能耗']
    """
    names, region = longer_names(), proposal.region or ""
    if not any(phrase.text in names or (phrase.text and phrase.text[0] in region) for phrase in phrases):
        return phrases
    start = proposal.quantity.outer_start
    before = text[max(0, start - _REACH) : start]
    left: dict[str | None, float] = {}
    for phrase in phrases:
        if is_place(phrase.text, region) or _is_modifier(phrase.text or "", names, before):
            continue
        short = without_place(phrase.text, proposal.region)
        left[short] = left.get(short, 0.0) + phrase.chance
    return sorted([Phrase(*item) for item in left.items()], key=lambda phrase: -phrase.chance)


def _is_modifier(phrase: str, names: Mapping[str, tuple[str, ...]], before: str) -> bool:
    """Return whether the nearest occurrence of a phrase before a figure lies inside a longer name."""
    longer = names.get(phrase)
    if longer is None:
        return False
    at = before.rfind(phrase)
    return at >= 0 and any(0 <= at - before.rfind(name) < len(name) - len(phrase) for name in longer if name in before)
