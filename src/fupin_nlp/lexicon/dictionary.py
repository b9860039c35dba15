"""The general dictionary: that of jieba, which comes with the package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fupin_nlp.errors import DependencyError

__all__ = ["dictionary_fields", "dictionary_text"]


def dictionary_text() -> str:
    """Return its lines of word, count and tag; read anew each time.

    Raises
    ------
    DependencyError
        If jieba is not installed.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise DependencyError("jieba is not installed; its dictionary is needed")
    return (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8")


def dictionary_fields() -> list[str]:
    """Return word, count and tag of all words one after the other; read anew each time.

    Raises
    ------
    DependencyError
        If jieba is not installed.

    Examples
    --------
    >>> dictionary_fields()[:3]
    ['AT&T', '3', 'nz']
    """
    return dictionary_text().split()
