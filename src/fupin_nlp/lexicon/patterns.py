"""The one door to regular expressions.

Patterns go through the `regex` package, which has named lists, possessive groups and timeouts; text that comes from
hostile documents can therefore not make a search explode.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import regex

from fupin_nlp.errors import DataFileError

__all__ = ["Pattern", "alternatives", "compile_pattern"]

Pattern: TypeAlias = "regex.Pattern[str]"


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


def alternatives(words: Iterable[str]) -> str:
    """Return a group that matches any of the words, longest first.

    Examples
    --------
    >>> alternatives(["人", "人次"])
    '(?:人次|人)'
    """
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "(?:" + "|".join(regex.escape(w, special_only=True, literal_spaces=False) for w in ordered) + ")"
