"""What a user adds to the data of the library, and the document that is read with it at the moment.

The tables of units, places, indicators and words are built once and kept. Those that hang on what a user added are
kept for each set of additions: `by_lexicon` stands in the place of `lru_cache` there. Which set holds is told by
`reading_with` for what is done inside it, in this thread alone; nothing stays set behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

__all__ = ["NOTHING", "Additions", "additions", "by_lexicon", "reading_with"]

P = ParamSpec("P")
T = TypeVar("T")
_SETS = 4  # sets of additions whose tables are kept


@dataclass(frozen=True, slots=True)
class Additions:
    """Rows beside those of the data files, in their form; `key` tells two sets apart.

    Attributes
    ----------
    key : str
        A hash of all that was added, empty where nothing was.
    units : tuple of tuple of str
        Rows of ``units.tsv``; the unit may be a known one, which gets further spellings.
    regions : tuple of tuple of str
        Rows of ``divisions.tsv.xz``.
    words : mapping of str to str
        Word → part of speech, as in ``words.tsv``.
    indicators : tuple of mapping
        Tables as in ``indicators.toml``.
    measures : mapping
        Code → table as in ``measures.toml``; of a known code the cues are added.
    """

    key: str = ""
    units: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    regions: tuple[tuple[str, ...], ...] = field(default=(), compare=False)
    words: Mapping[str, str] = field(default_factory=dict, compare=False)
    indicators: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)
    measures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, compare=False)


NOTHING = Additions()
_NOW: ContextVar[Additions] = ContextVar("additions", default=NOTHING)


def additions() -> Additions:
    """Return what was added to the data for what is read now.

    Examples
    --------
    >>> additions() is NOTHING
    True
    """
    return _NOW.get()


@contextmanager
def reading_with(added: Additions) -> Iterator[None]:
    """Let all that is done inside know what was added.

    Examples
    --------
    >>> with reading_with(Additions("a", words={"排污权": "n"})):
    ...     additions().key
    'a'
    """
    before = _NOW.set(added)
    try:
        yield
    finally:
        _NOW.reset(before)


def by_lexicon(most: int = _SETS) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function returns, for each set of additions and its arguments.

    Parameters
    ----------
    most : int
        How many results are kept.

    Examples
    --------
    >>> @by_lexicon()
    ... def own_words() -> int:
    ...     return len(additions().words)
    >>> with reading_with(Additions("a", words={"排污权": "n"})):
    ...     own_words()
    1
    >>> own_words()
    0
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=most)
        def of(_: str, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(*args, **kwargs)

        @wraps(function)
        def found(*args: P.args, **kwargs: P.kwargs) -> T:
            return of(_NOW.get().key, *args, **kwargs)  # type: ignore[arg-type]  # what a cache takes is hashable

        return found

    return keep
