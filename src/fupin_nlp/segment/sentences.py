"""Where sentences end."""

from __future__ import annotations

from functools import lru_cache

from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model import Span

__all__ = ["split_line"]

_PAIRS = {"“": "”", "（": "）", "(": ")", "《": "》", "「": "」", "『": "』", "〔": "〕", "【": "】", "‘": "’"}
_CLOSERS = frozenset(_PAIRS.values())


@lru_cache(maxsize=1)
def _ends() -> Pattern:
    # A half-width full stop ends a sentence behind a Chinese character only: 3.5, 1. and www.a.cn have none there.
    return compile_pattern(
        "sentence end", r"(?:[。！？!?]|(?<=[\u4e00-\u9fff])\.(?![0-9A-Za-z]))++[”’」』）)】》\"']*+[ \u3000]*+"
    )


@lru_cache(maxsize=1)
def _events() -> Pattern:
    return compile_pattern("bracket", r"[“”（）()《》「」『』〔〕【】‘’]")


def split_line(text: str, line: Span) -> list[Span]:
    """Return the sentences of one line; together they are the line.

    A stop inside quotes or brackets that are closed on the line ends no sentence; a bracket that is never closed
    counts as none, so that it cannot swallow the rest of the line.
    """
    inside = _enclosed(text, line)
    spans: list[Span] = []
    start = line.start
    at = 0
    for match in _ends().finditer(text, line.start, line.end):
        stop = match.start()
        while at < len(inside) and inside[at].end <= stop:
            at += 1
        if at < len(inside) and inside[at].start <= stop:
            closed = inside[at].end
            # ”。” and （…。） : the stop before the closing mark ends the sentence with it, as the match includes it.
            if not (match.end() >= closed and _starts_sentence(text, start, inside[at].start)):
                continue
        spans.append(Span(start, match.end()))
        start = match.end()
    if start < line.end:
        if spans and not text[start : line.end].strip():
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(start, line.end))
    return spans


def _starts_sentence(text: str, start: int, bracket: int) -> bool:
    """Whether the sentence so far is nothing but the quotation (“……。”)."""
    return not text[start:bracket].strip()


def _enclosed(text: str, line: Span) -> list[Span]:
    """Return the outermost spans between matching brackets or quotes of a line, in order."""
    spans: list[Span] = []
    stack: list[tuple[str, int]] = []
    for match in _events().finditer(text, line.start, line.end):
        mark = match.group()
        if mark in _PAIRS:
            stack.append((_PAIRS[mark], match.start()))
            continue
        depth = next((i for i in range(len(stack) - 1, max(-1, len(stack) - 9), -1) if stack[i][0] == mark), None)
        if depth is None:
            continue
        start = stack[depth][1]
        del stack[depth:]
        while spans and spans[-1].start > start:
            spans.pop()
        spans.append(Span(start, match.end()))
    return spans
