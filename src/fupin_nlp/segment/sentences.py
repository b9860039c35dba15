"""Where sentences end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, compile_pattern, compile_quick
from fupin_nlp.model import Span

__all__ = ["split_lines"]

_LONGEST: Final = 1000
"""Characters of a sentence. The longest of 30 real reports has 640; what is longer is a line without punctuation,
which is divided so that the work on it grows with its length and not with its square."""
_PAIRS: Final = ("“”", "（）", "()", "《》", "「」", "『』", "〔〕", "【】", "‘’")


@lru_cache(maxsize=1)
def _ends() -> QuickPattern:
    # A half-width full stop ends a sentence behind a Chinese character only: 3.5, 1. and www.a.cn have none there.
    # The pattern begins with one class of characters, so that `re` runs over the text to the next of them.
    stop = r"[。！？!?.](?:(?<!\.)|(?<=[\u4e00-\u9fff]\.)(?![0-9A-Za-z]))"
    return compile_quick("sentence end", rf"{stop}(?:{stop})*+[”’」』）)】》\"']*+[\x20\u3000]*+")


@lru_cache(maxsize=1)
def _enclosed() -> QuickPattern:
    """Return the pattern of what stands between matching marks on one line; an open mark alone matches nothing."""
    return compile_quick("enclosed", "|".join(rf"\{a}[^\{a}\{b}\n]*+\{b}" for a, b in map(tuple, _PAIRS)))


def split_lines(text: str, span: Span) -> Iterator[list[tuple[int, int]]]:
    """Yield the sentences of each line of a span; together they are the span.

    A stop inside quotes or brackets that are closed on the line ends no sentence; a bracket that is never closed
    counts as none, so that it cannot swallow the rest of the line. Blank lines go to the line before.
    """
    limit = span.end
    # Asked one by one: lists of their places would be work for the garbage collector.
    enclosed = _enclosed().finditer(text, span.start, limit)
    stops = _ends().finditer(text, span.start, limit)
    opening = closed = span.start
    found = next(stops, None)
    stop, after = found.span() if found else (limit, limit)
    start = span.start
    while start < limit:
        end = _line_end(text, start, limit)
        spans: list[tuple[int, int]] = []
        while stop < end:
            while closed <= stop:
                pair = next(enclosed, None)
                opening, closed = pair.span() if pair else (limit + 1, limit + 1)
            # A stop before the closing mark ends the sentence with it, if the sentence is nothing but the quotation.
            if opening > stop or (after >= closed and not text[start:opening].strip()):
                if after - start <= _LONGEST:
                    spans.append((start, after))
                else:
                    spans += _divided(text, start, after)
                start = after
            found = next(stops, None)
            stop, after = found.span() if found else (limit, limit)
        if start < end:
            if spans and not text[start:end].strip():
                spans[-1] = (spans[-1][0], end)
            else:
                spans += _divided(text, start, end)
        start = end
        yield spans


@lru_cache(maxsize=1)
def _borders() -> tuple[Pattern, Pattern]:
    """Return where a sentence without end may be divided: behind a mark, else behind a character that is no number."""
    return (
        compile_pattern("border", r"[；;，、\n]|(?<![0-9]),|,(?![0-9])"),
        compile_pattern("weak border", r"[\p{Han}--[零〇一二三四五六七八九十百千万亿两几数多余]](?![多余以左上下])"),
    )


def _divided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, in parts if it is too long; a number is never divided."""
    while end - start > _LONGEST:
        cuts = (
            max((m.end() for m in border.finditer(text, start + _LONGEST // 2, start + _LONGEST)), default=None)
            for border in _borders()
        )
        cut = next((c for c in cuts if c is not None), None)
        if cut is None:  # digits or Latin letters: nothing is read in them that would take its time
            following = _borders()[0].search(text, start + _LONGEST, end)
            cut = following.end() if following else end
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _line_end(text: str, pos: int, limit: int) -> int:
    """Return where a line ends, with its line end and the blank lines that follow."""
    stop = text.find("\n", pos, limit) + 1
    if not stop:
        return limit
    while stop < limit and text[stop] == "\n":
        stop += 1
    return stop
