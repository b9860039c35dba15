"""The one door to regular expressions.

Patterns go through the `regex` package, which has named lists, possessive groups and timeouts; text that comes from
hostile documents can therefore not make a search explode.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, cast

import regex

from fupin_nlp.errors import DataFileError

__all__ = ["IN_YEAR", "Pattern", "QuickPattern", "alternatives", "compile_pattern", "compile_quick", "find_around"]

Pattern: TypeAlias = "regex.Pattern[str]"
QuickPattern: TypeAlias = "re.Pattern[str]"

IN_YEAR: Final = r"年(?:度(?!假)|底(?![层蕴])|初(?![心衷])|末|(?:1[0-2]|0?[1-9])月|[上下]半年)"
"""What stands behind two digits that are a year (15年底, 16年3月) and no time: not 15年, 12年底层, 15年初心."""


def compile_pattern(name: str, pattern: str, *, verbose: bool = True) -> Pattern:
    """Compile a named pattern.

    Raises
    ------
    DataFileError
        If the pattern is not valid, or matches the empty string (it would match everywhere).
    """
    try:
        compiled: Pattern = regex.compile(pattern, regex.VERSION1 | (regex.VERBOSE if verbose else 0))
    except regex.error as error:
        raise DataFileError(f"pattern {name!r} is not valid: {error}") from error
    if compiled.fullmatch(""):
        raise DataFileError(f"pattern {name!r} matches the empty string")
    return compiled


# Before, a capturing group beside possessive repetitions made `re` raise "The span of capturing group is wrong"
# (CPython gh-101955 and gh-106052; seen with 3.11.2 of Debian 12, gone in 3.11.7).
RE_IS_SOUND = sys.version_info >= (3, 11, 7)


def compile_quick(name: str, pattern: str, *, verbose: bool = True) -> re.Pattern[str]:
    """Compile a pattern by `re`, which starts a match at a given place faster than `regex`.

    A look at a clause takes a third of the time (measured pattern by pattern on 19 reports); over a whole text `regex`
    is mostly the faster one. Only for patterns whose repetitions are possessive or not nested: `re` has no timeout.
    Where the `re` of this Python is not sound, `regex` compiles it; the matches are the same.

    Raises
    ------
    DataFileError
        If the pattern is not valid, or matches the empty string.

    Examples
    --------
    >>> compile_quick("digits", "(?P<whole>[0-9]++) (?:[.][0-9]++)?+").match("12.5元")["whole"]
    '12'
    """
    if not RE_IS_SOUND:
        return cast("re.Pattern[str]", compile_pattern(name, pattern, verbose=verbose))  # the same methods
    try:
        compiled = re.compile(pattern, re.VERBOSE if verbose else 0)
    except re.error as error:
        raise DataFileError(f"pattern {name!r} is not valid: {error}") from error
    if compiled.fullmatch(""):
        raise DataFileError(f"pattern {name!r} matches the empty string")
    return compiled


def alternatives(words: Iterable[str]) -> str:
    """Return a group that matches any of the words, longest first.

    Examples
    --------
    >>> alternatives(["人", "人次"])
    '(?:人次|人)'
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(regex.escape(w, special_only=True, literal_spaces=False) for w in ordered) + ")"


def find_around(
    text: str, places: Iterable[tuple[int, int]], pattern: Pattern | re.Pattern[str], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Yield the matches of a slow pattern, which is tried near some places only; they are given in text order.

    The same as ``pattern.finditer(text)`` if each match holds such a place, begins at most `before` characters in
    front of it, and looks at most `after` characters behind it.

    Examples
    --------
    >>> slow = compile_pattern("age", r"(?:今年|现年)[0-9]{2}岁")
    >>> text = "王某今年67岁，其妻现年65岁。"
    >>> places = [m.span() for m in re.finditer("岁", text)]
    >>> [m.group() for m in find_around(text, places, slow, before=4, after=0)]
    ['今年67岁', '现年65岁']
    """
    find = cast("re.Pattern[str]", pattern).finditer  # the same methods
    start = end = 0
    for first, last in places:
        if first - before > end:
            yield from find(text, start, end)
            start = first - before
        end = min(len(text), last + after)
    yield from find(text, start, end)
