"""Clauses of a sentence as tokens with their classes, and the slots around each quantity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from fupin_nlp.lexicon.actions import WordClass, actions
from fupin_nlp.lexicon.patterns import compile_pattern, compile_quick
from fupin_nlp.model import Quantity
from fupin_nlp.segment.tokens import domain_words

__all__ = ["Clause", "Slot", "Token", "Words", "clauses_of", "text_of"]


class Token(NamedTuple):
    """A word with its class and its place in the clean text."""

    text: str
    word_class: WordClass
    start: int = -1


class Slot(NamedTuple):
    """A quantity in its clause, with the tokens between it and its neighbours.

    `before` runs from the clause start or the quantity before to this one, `after` to the quantity behind or the
    clause end; what lies between two quantities belongs to both and is divided when it is read. `joined` says that
    `before` was prolonged by the words before a quantity that is part of the same noun phrase.
    """

    quantity: Quantity
    ordinal: int
    surface: str
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    joined: bool = False


class Clause(NamedTuple):
    """A stretch between two clause marks (，；： brackets), in clean positions."""

    start: int
    end: int
    slots: tuple[Slot, ...]


# A verb and one of these is the name of a figure (救治率, 参保数).
_SUFFIXES = frozenset({"率", "数", "量", "额", "值", "费", "金", "款", "度"})
_GLUED = 2
_BEHIND_SUFFIX = frozenset({WordClass.LEVEL, WordClass.PREPOSITION})  # 率|达, 数|从
_OBJECT_VERBS = frozenset({WordClass.ACT, WordClass.DUAL})
_NAMES = ("例会", "会议", "大会", "基地", "中心", "项目", "工程")  # 推进例会 is a name, 引进技术 a clause
_TIERS = frozenset("省市县区")
_ENDING_IN_AS = frozenset(
    {"作为", "行为", "人为", "较为", "极为", "更为", "最为", "尤为", "大为", "何为", "有为", "因为", "认为", "以为"}
)
_VERBS = frozenset({WordClass.ACT, WordClass.WEAK, WordClass.DUAL, WordClass.NOMINAL, WordClass.CHANGE})
_MARK = compile_pattern(
    "clause mark", r"[，,；;：:。！？!?\n]|(?<!\d)\s{2,}|——|[（(](?=[^（）()]{7,}[）)])|(?<=[^（(]{7})[）)]"
)
# A quoted phrase, a short bracket inside a noun phrase and a date are one word: “两重”项目, 县(市)区, 2020年.
_WHOLE = compile_pattern(
    "whole words",
    r"(?P<quoted>“[^“”\n]{1,16}”|《[^《》\n]{1,40}》|[（(][^（）()\d]{1,6}[）)]|[国家省部市县乡镇厅地]{1,2}级(?:及|或)?以上)"
    r"|(?P<time>(?:19|20)\d\d(?:[-—–~至](?:19|20)\d\d)?年(?:\d{1,2}月(?:\d{1,2}日)?)?(?:以来|年?底|末|初|度)?"
    r"|“?(?:十[一二三四五六]|[一二三四五六七八九])五”?(?:规划)?(?:时期|期间|以来|期末|末)?(?=[^“”])"
    r"|\d{1,2}月(?:\d{1,2}日|份|底|末|初)?(?:[-—–~至]\d{1,2}(?:月(?:\d{1,2}日)?|日))?|近\d{1,2}年来?|\d{1,2}年来|/[年月日天人户亩]"
    r"|(?:今|去|前|明|本|当|上)年(?:以来|底|末|初|度)?|年初|年末|年底|上年同期|每(?:人|户|生|名|亩|头|只|吨|公斤|平方米|村)?每?(?:年|月|天|日|周|季度|学期)|每(?:人|户|亩|生|公斤|吨|村)(?![均口])|平均每[名户人村个]|近?[一二三四五六两]年(?:多)?来|[一二三四五六两]年(?=累计|共|新增|建成|生产|完成|实现|投入|发放)|“?(?:十[一二三四五])五”?(?:时期|期间|末))",
)
# Without one of these no whole word stands in a piece; most pieces have none.
_MAYBE_WHOLE = compile_quick("first look for whole words", "[“《（(年每五月级/]")


_text = itemgetter(0)


def text_of(tokens: Sequence[Token]) -> str:
    """Join tokens to the phrase they came from."""
    return "".join(map(_text, tokens))


def clauses_of(
    text: str, span: tuple[int, int], quantities: Sequence[tuple[int, Quantity]], words: Words
) -> list[Clause]:
    """Divide a sentence into clauses.

    Parameters
    ----------
    text : str
        The clean text of the document.
    span : (int, int)
        The sentence in it.
    quantities : sequence of (ordinal, Quantity)
        Those of the sentence, in text order.
    words : Words
        Cuts that text.

    Returns
    -------
    list of Clause
        They cover the sentence but for the marks; clauses without a quantity have no slots.
    """
    clauses: list[Clause] = []
    start = span[0]
    first = inside = 0  # the first quantity of the clause, and the first that ends behind the mark
    for mark in _MARK.finditer(text, span[0], span[1]):
        at, behind = mark.span()
        while inside < len(quantities) and quantities[inside][1].outer_end <= at:
            inside += 1
        if inside < len(quantities) and quantities[inside][1].outer_start <= at:
            continue
        if at > start:
            clauses.append(_clause(text, (start, at), quantities[first:inside], words))
        first, start = inside, behind
    if span[1] > start:
        clauses.append(_clause(text, (start, span[1]), quantities[first:], words))
    return clauses


def _clause(text: str, span: tuple[int, int], mine: Sequence[tuple[int, Quantity]], words: Words) -> Clause:
    start, end = span
    if not mine:
        return Clause(start, end, ())
    pieces: list[tuple[Token, ...]] = []
    at = start
    for _, q in mine:
        pieces.append(words.tokens(at, q.outer_start))
        at = max(at, q.outer_end)
    pieces.append(words.tokens(at, end))
    slots = tuple(
        Slot(q, n, text[q.outer_start : q.outer_end], pieces[i], pieces[i + 1]) for i, (n, q) in enumerate(mine)
    )
    return Clause(start, end, slots)


class Words:
    """Cuts stretches of one text into tokens.

    Parameters
    ----------
    text : str
        The clean text of the document.
    cut : callable
        Tokenizer: text → words that join to the text.
    """

    __slots__ = ("_cut", "_text")

    def __init__(self, text: str, cut: Callable[[str], list[str]]) -> None:
        self._text = text
        self._cut = cut

    def tokens(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens of ``text[start:end]``; nothing where `end` lies before `start`."""
        if start >= end:
            return ()
        text = self._text
        out: list[Token] = []
        at = start
        if _MAYBE_WHOLE.search(text, start, end):
            for match in _WHOLE.finditer(text, start, end):
                self._cut_into(out, text[at : match.start()], at)
                if match["time"]:
                    out.append(Token(match.group(), WordClass.TIME, match.start()))
                elif match.start() > start or match.group()[0] not in "（(":  # of 3.1万套（户） a unit of the number
                    out.append(Token(match.group(), WordClass.NOUN, match.start()))
                at = match.end()
        self._cut_into(out, text[at:end], at)
        return tuple(out)

    def _cut_into(self, out: list[Token], piece: str, at: int) -> None:
        if not piece:
            return
        words = self._cut(piece)
        end = at + len(piece)
        classes = [_plain_class(word) for word in words]
        if None not in classes:
            starts = accumulate(map(len, words), initial=at)
            out.extend(map(Token._make, zip(words, classes, starts, strict=False)))
            return
        for word in (part for glued in words for part in _divided(glued)):
            if word in _SUFFIXES and out and out[-1].start == at - len(out[-1].text) and out[-1].word_class in _VERBS:
                out[-1] = Token(out[-1].text + word, WordClass.NOUN, out[-1].start)
            elif word == "会" and out and out[-1].word_class is WordClass.NOUN and at + 1 == end:
                out[-1] = Token(out[-1].text + word, WordClass.NOUN, out[-1].start)  # 召开户院会Q
            elif word.strip():
                out.append(Token(word, actions().of(word), at))
            at += len(word)


@lru_cache(maxsize=1 << 15)
def _plain_class(word: str) -> WordClass | None:
    """Return the class of a word that is a token as it is; None of a blank, of a suffix and of words glued together."""
    plain = word.strip() and word not in _SUFFIXES and word != "会" and len(_divided(word)) == 1
    return actions().of(word) if plain else None


@lru_cache(maxsize=1)
def _own_words() -> frozenset[str]:
    """Return the words of the domain dictionary: they are whole."""
    return frozenset(word for word, _ in domain_words())


def _divided(word: str) -> tuple[str, ...]:
    """Part what tokenizers glue from words they do not know: 化解|率达, 科工|局为, 向|省, 引进|技术, 全面|铺开."""
    table = actions()
    if len(word) == _GLUED and (
        (word[0] in _SUFFIXES and table.of(word[1]) in _BEHIND_SUFFIX and table.of(word) is WordClass.NOUN)
        or (word[0] == "向" and word[1] in _TIERS)
        or (word[1] == "为" and table.of(word) is WordClass.NOUN and word not in _ENDING_IN_AS)
    ):
        return (word[0], word[1])
    if (
        len(word) == 2 * _GLUED
        and table.of(word) is WordClass.NOUN
        and table.of(word[:2]) is WordClass.ADVERB
        and table.of(word[2:]) is WordClass.ACT
    ):
        return (word[:_GLUED], word[_GLUED:])
    if (
        len(word) == 2 * _GLUED
        and table.of(word) is WordClass.NOUN
        and table.of(word[:2]) in _OBJECT_VERBS
        and table.of(word[2:]) is WordClass.NOUN
        and not word.endswith(_NAMES)
        and word not in _own_words()
    ):
        return (word[:_GLUED], word[_GLUED:])
    return (word,)
