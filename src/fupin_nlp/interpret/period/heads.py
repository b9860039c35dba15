"""The words at the head of a sentence that date it, and more than it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.interpret.period.mentions import CARRY, Mentions
from fupin_nlp.interpret.period.patterns import being, years_of
from fupin_nlp.model.structure import Sentence
from fupin_nlp.scope import Tree

__all__ = ["NO_HEAD", "Head", "Heads", "find_heads"]

_LEAD_CHARS: Final = 40  # blanks, an ordinal and a word such as 其中 before the words at the head of a sentence
_BLANKS: Final = " 　\n"
_THIS, _YEARS_OF = "这", ("这是", "这五年是")  # what `years_of` begins with


class Head(NamedTuple):
    """What dates a sentence from its head: words that a comma sets off, and the years that it speaks of."""

    lead: PeriodMention | None
    declared: PeriodMention | None

    @property
    def words(self) -> PeriodMention | None:
        """Either of them."""
        return self.lead or self.declared


NO_HEAD: Final = Head(None, None)
Heads = Mapping[int, Head]
"""Ordinal of a sentence → its head, in text order; few sentences have one."""


def find_heads(tree: Tree, mentions: Mentions) -> Heads:
    """Find the sentences that are dated from their head.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> from fupin_nlp.scope import build_tree
    >>> text = "2019年，发放贷款。2025年是很不平凡的一年。资助5人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> sentences = (Sentence(0, 11, 0, 0), Sentence(11, 26, 0, 0), Sentence(26, 31, 0, 0))
    >>> heads = find_heads(build_tree(Document(clean, (), sentences)), Mentions(text))
    >>> {i: head.words.text for i, head in heads.items()}, heads[1].lead
    ({0: '2019年', 1: '2025年'}, None)
    """
    heads: dict[int, Head] = {}
    years = _years(tree)
    firsts = _firsts(tree, mentions)
    for ordinal in sorted({*firsts, *years}) if years else firsts:
        sentence, lead = tree.sentences[ordinal], None
        declared = years.get(ordinal)
        if ordinal in firsts:
            first = firsts[ordinal]
            lead = _lead(tree.text, mentions, first, sentence)
            declared = declared or _declared(tree.text, mentions.all[first], sentence)
        if lead is not None or declared is not None:
            heads[ordinal] = Head(lead, declared)
    return heads


def _firsts(tree: Tree, mentions: Mentions) -> dict[int, int]:
    """Return for each sentence with period words, in text order, the ordinal of the first of them."""
    firsts: dict[int, int] = {}
    end = 0
    for i, start in enumerate(mentions.starts if tree.sentences else ()):
        if start >= end:
            ordinal = tree.sentence_at(start)
            sentence = tree.sentences[ordinal]
            if sentence.start <= start < sentence.end:
                firsts[ordinal] = i
                end = sentence.end
    return firsts


def _years(tree: Tree) -> dict[int, PeriodMention]:
    """Return the years of the sentences that say 这是…的五年."""
    found: dict[int, PeriodMention] = {}
    at = tree.text.find(_THIS) if tree.sentences else -1
    while at >= 0:
        if tree.text.startswith(_YEARS_OF, at):
            ordinal = tree.sentence_at(at)
            years = years_of().match(tree.text, tree.starts[ordinal], tree.sentences[ordinal].end)
            if years:
                found[ordinal] = PeriodMention(*years.span("years"), years["years"], "span", "last_years")
        at = tree.text.find(_THIS, at + 1)
    return found


def _declared(text: str, first: PeriodMention, sentence: Sentence) -> PeriodMention | None:
    """Return the year that a sentence speaks of (2025年是很不平凡的一年)."""
    if first.kind not in ("year", "span") or not being().match(text, first.end):
        return None
    return first if _is_head(text[sentence.start : first.start]) else None


def _lead(text: str, mentions: Mentions, first: int, sentence: Sentence) -> PeriodMention | None:
    """Return the words at the head of a sentence that are set off by a comma."""
    if mentions.starts[first] - sentence.start > _LEAD_CHARS:
        return None
    lead = mentions.all[first]
    if not mentions.is_usable(lead, sentence.end):
        following = mentions.between(lead.start + 1, sentence.end)
        usable = next((m for m in following if mentions.is_usable(m, sentence.end)), None)
        if usable is None:
            return None
        lead = usable
    if lead.kind not in CARRY:
        return None
    set_off = lead.kind in ("span", "since") or text.startswith(("，", ","), lead.end)
    return lead if set_off and _is_head(text[sentence.start : lead.start]) else None


def _is_head(before: str) -> bool:
    """Return whether nothing but blanks, an ordinal or a word such as 其中 stands before words."""
    return not before.strip(_BLANKS) or grammar().lead.fullmatch(before) is not None
