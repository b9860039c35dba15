"""The words at the head of a sentence that date it, and more than it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fupin_nlp.interpret.outline import Outline
from fupin_nlp.interpret.period.grammar import PeriodMention, grammar
from fupin_nlp.interpret.period.mentions import CARRY, Mentions
from fupin_nlp.interpret.period.patterns import being, years_of

__all__ = ["NO_HEAD", "Head", "Heads", "find_heads"]

_LEAD_CHARS = 40  # blanks, an ordinal and a word such as 其中 before the words at the head of a sentence
_BLANKS = " 　\n"
_YEARS_OF = ("这是", "这五年是")  # what `years_of` begins with


class Head(NamedTuple):
    """What dates a sentence from its head: words that a comma sets off, and the years that it speaks of."""

    lead: PeriodMention | None
    declared: PeriodMention | None

    @property
    def words(self) -> PeriodMention | None:
        """Either of them."""
        return self.lead or self.declared


NO_HEAD = Head(None, None)
Heads = Mapping[int, Head]
"""Ordinal of a sentence → its head, in text order; few sentences have one."""


def find_heads(outline: Outline, mentions: Mentions) -> Heads:
    """Find the sentences that are dated from their head.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, CleanText, Document, RawText, Sentence
    >>> text = "2019年，发放贷款。2025年是很不平凡的一年。资助5人。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity())
    >>> sentences = (Sentence(0, 11, 0, 0), Sentence(11, 26, 0, 0), Sentence(26, 31, 0, 0))
    >>> heads = find_heads(Outline.of(Document(clean, (), sentences)), Mentions(text))
    >>> {i: head.words.text for i, head in heads.items()}, heads[1].lead
    ({0: '2019年', 1: '2025年'}, None)
    """
    heads: dict[int, Head] = {}
    for ordinal in sorted({*_with_mentions(outline, mentions), *_with_years(outline)}):
        sentence = outline.sentences[ordinal]
        lead = _lead(outline.text, mentions, sentence.start, sentence.end)
        declared = _declared(outline.text, mentions, sentence.start, sentence.end)
        if lead is not None or declared is not None:
            heads[ordinal] = Head(lead, declared)
    return heads


def _with_mentions(outline: Outline, mentions: Mentions) -> Iterator[int]:
    """Yield the sentences with period words."""
    end = 0
    for start in mentions.starts:
        if start >= end and outline.sentences:
            ordinal = outline.sentence_at(start)
            sentence = outline.sentences[ordinal]
            end = sentence.end if start >= sentence.start else sentence.start
            if sentence.start <= start < end:
                yield ordinal


def _with_years(outline: Outline) -> Iterator[int]:
    """Yield the sentences that may begin with 这是…的五年."""
    for word in _YEARS_OF if outline.sentences else ():
        at = outline.text.find(word)
        while at >= 0:
            yield outline.sentence_at(at)
            at = outline.text.find(word, at + 1)


def _declared(text: str, mentions: Mentions, start: int, end: int) -> PeriodMention | None:
    """Return the years that a sentence speaks of (2025年是很不平凡的一年; 这是…的五年)."""
    years = years_of().match(text, start, end)
    if years:
        return PeriodMention(*years.span("years"), years["years"], "span", "last_years")
    first = _first(mentions, start, end)
    if first is None or first.kind not in ("year", "span") or not being().match(text, first.end):
        return None
    return first if _is_head(text[start : first.start]) else None


def _lead(text: str, mentions: Mentions, start: int, end: int) -> PeriodMention | None:
    """Return the words at the head of a sentence that are set off by a comma."""
    first = _first(mentions, start, end)
    if first is None or first.start - start > _LEAD_CHARS:
        return None
    lead = next((m for m in mentions.between(start, end) if mentions.is_usable(m, end)), None)
    if lead is None or lead.kind not in CARRY:
        return None
    set_off = text.startswith(("，", ","), lead.end) or lead.kind in ("span", "since")
    return lead if set_off and _is_head(text[start : lead.start]) else None


def _first(mentions: Mentions, start: int, end: int) -> PeriodMention | None:
    i = bisect_left(mentions.starts, start)
    return mentions.all[i] if i < len(mentions.starts) and mentions.starts[i] < end else None


def _is_head(before: str) -> bool:
    """Return whether nothing but blanks, an ordinal or a word such as 其中 stands before words."""
    return not before.strip(_BLANKS) or grammar().lead.fullmatch(before) is not None
