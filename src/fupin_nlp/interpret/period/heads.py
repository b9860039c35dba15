"""The words at the head of a sentence that date it, and more than it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.mentions import CARRY, Mentions
from fupin_nlp.interpret.period.patterns import being, years_of
from fupin_nlp.interpret.period.telling import LONGEST_PREFIX, carries, is_head
from fupin_nlp.model.structure import Sentence
from fupin_nlp.scope import Tree

__all__ = ["NO_HEAD", "Head", "Heads", "find_heads"]

_THIS, _YEARS_OF = "这", ("这是", "这五年是")  # what `years_of` begins with


class Head(NamedTuple):
    """What dates a sentence from its head: words that a comma sets off, the years that it speaks of, other words."""

    lead: PeriodMention | None
    declared: PeriodMention | None
    bound: PeriodMention | None = None

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
        sentence, lead, bound = tree.sentences[ordinal], None, None
        declared = years.get(ordinal)
        if ordinal in firsts:
            first = firsts[ordinal]
            words = _at_head(tree.text, mentions, first, sentence)
            if words is not None and _is_set_off(tree.text, words, mentions.all[first + 1 : first + 2]):
                lead = words
            else:
                bound = words
            declared = declared or _declared(tree.text, mentions.all[first], sentence)
        if lead is not None or declared is not None or bound is not None:
            heads[ordinal] = Head(lead, declared, bound)
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
    return first if is_head(text[sentence.start : first.start]) else None


def _at_head(text: str, mentions: Mentions, first: int, sentence: Sentence) -> PeriodMention | None:
    """Return the words at the head of a sentence."""
    if mentions.starts[first] - sentence.start > LONGEST_PREFIX:
        return None
    lead = mentions.all[first]
    if not mentions.is_usable(lead, sentence.end):
        following = mentions.between(lead.start + 1, sentence.end)
        usable = next((m for m in following if mentions.is_usable(m, sentence.end)), None)
        if usable is None:
            return None
        lead = usable
    if lead.kind not in CARRY or not carries(text, lead):
        return None
    return lead if is_head(text[sentence.start : lead.start]) else None


def _is_set_off(text: str, lead: PeriodMention, following: Sequence[PeriodMention]) -> bool:
    """Return whether a comma stands behind words, or behind those that touch them (2021年全年，)."""
    end = following[0].end if following and following[0].start == lead.end and following[0].kind in CARRY else lead.end
    return lead.kind in ("span", "since") or text.startswith(("，", ","), end)
