"""Words: jieba's segmentation with the domain dictionary, by the reference engine or its fast twin."""

from __future__ import annotations

import importlib
import importlib.util
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import PathFinder
from itertools import groupby
from typing import Any

from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.lexicon.actions import actions
from fupin_nlp.lexicon.additions import additions, by_lexicon
from fupin_nlp.lexicon.loader import load_tsv
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["ENGINES", "Tokenizer", "domain_words", "field_words", "tokenizer", "tokenizer_name"]

ENGINES = ("auto", "jieba", "rjieba")

_FREQUENCY = 1000
"""Of a domain word. Its parts together are a thousand times rarer in jieba's dictionary (60 million tokens), so the
word wins against its parts, and a common word that overlaps it still wins against the word."""


_LINE = "\n"
_NOT_ALONE = ("-", "_", "\r")


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Cuts text into words; ``"".join(cut(text)) == text``.

    Attributes
    ----------
    name : str
        The engine that does it (``rjieba`` or ``jieba``), for the metadata of the output.
    """

    name: str
    _cut: Callable[[str], list[str]]

    def cut(self, text: str) -> list[str]:
        """Return the words of a text, in order, nothing left out."""
        return self._cut(text)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the engine's name: the dictionary is made anew where it is needed, with the lexicon at work there."""
        return tokenizer, (self.name,)

    def cut_lines(self, lines: Sequence[str]) -> list[str]:
        r"""Return the words of many lines, each cut as if alone, with a line break between the lines.

        One call for all takes less than half the time of one a line.

        Examples
        --------
        >>> tokenizer().cut_lines(["建成光伏", "电站", "", "COVID-19"])
        ['建成', '光伏', '\n', '电站', '\n', '\n', 'COVID', '-', '19']
        """
        text = _LINE.join(lines)
        # No word goes over a line break, but what these marks do to the words of a text they would do to all lines.
        if not _is_cut_alone(text):
            return self._cut(text)
        words: list[str] = []
        for alone, run in groupby(lines, _is_cut_alone):
            for part in run if alone else [_LINE.join(run)]:
                words += self._cut(part)
                words.append(_LINE)
        return words[:-1]


def _is_cut_alone(line: str) -> bool:
    return any(mark in line for mark in _NOT_ALONE)


def field_words() -> dict[str, str]:
    """Return the words of the field with their part of speech, ``words.tsv``."""
    return {row[0]: row[1] for row in load_tsv("words.tsv", ("word", "tag"), unique=("word",))}


@by_lexicon()
def domain_words() -> tuple[tuple[str, str], ...]:
    """Return the domain dictionary, (word, part of speech): ``words.tsv`` and the verbs of ``actions.toml``."""
    words = field_words()
    for word in actions().listed:
        if len(word) > 1:
            words.setdefault(word, "v")
    return tuple(({**words, **additions().words}).items())


def _compounds() -> list[str]:
    """Return the entries of the general dictionary that are cut in two, ``compounds.tsv``."""
    return [row[0] for row in load_tsv("compounds.tsv", ("word",), unique=("word",))]


def tokenizer(engine: str = "auto") -> Tokenizer:
    """Return a tokenizer with the domain dictionary.

    Parameters
    ----------
    engine : {"auto", "jieba", "rjieba"}
        ``auto`` takes rjieba where it is installed, jieba otherwise.

    Raises
    ------
    OptionError
        If the engine is none of these.
    DependencyError
        If the engine that was asked for is not installed.

    Notes
    -----
    The dictionary is this tokenizer's own: words added by the host to jieba's global one are not seen, and the
    host's jieba is left as it is. No cache file is written and nothing is logged.

    Examples
    --------
    >>> tokenizer().cut("边缘户实现两不愁三保障")
    ['边缘户', '实现', '两不愁三保障']
    """
    return _rjieba() if tokenizer_name(engine) == "rjieba" else _jieba()


@lru_cache(maxsize=len(ENGINES))
def tokenizer_name(engine: str) -> str:
    """Return the engine that a choice means on this machine, without loading it.

    Raises
    ------
    OptionError
        If the engine is none of `ENGINES`.
    DependencyError
        If the engine that was asked for is not installed.

    Examples
    --------
    >>> tokenizer_name("jieba")
    'jieba'
    """
    if engine not in ENGINES:
        raise OptionError(f"engine {engine!r} is none of {', '.join(ENGINES)}")
    if engine == "auto":
        return "rjieba" if importlib.util.find_spec("rjieba") else "jieba"
    if importlib.util.find_spec(engine) is None:
        raise _not_installed(engine)
    return engine


def _not_installed(name: str) -> DependencyError:
    return DependencyError(f"the engine {name!r} is not installed: pip install {name}")


def _module(name: str) -> Any:
    try:
        # jieba 0.42 has invalid escapes and imports pkg_resources: both warn, and a host that turns warnings into
        # errors could not import it. The filter holds for this import only.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(name)
    except ImportError as error:
        raise _not_installed(name) from error


def _compiled_rjieba() -> Any:
    """Return the compiled module of rjieba without its package, which loads a dictionary that nobody here uses.

    Two dictionaries take 0.2 s, one takes 0.1 s; both are most of the time to the first record.
    """
    package = importlib.util.find_spec("rjieba")
    places = package.submodule_search_locations if package is not None else None
    found = PathFinder.find_spec("rjieba.rjieba", places)
    if found is None or found.loader is None:
        return _module("rjieba")
    try:
        module = importlib.util.module_from_spec(found)
        found.loader.exec_module(module)
    except ImportError as error:
        raise _not_installed("rjieba") from error
    return module


@by_lexicon()
def _rjieba() -> Tokenizer:
    engine = _compiled_rjieba().Jieba()
    for word in _compounds():
        engine.add_word(word, 0, None)
    for word, tag in domain_words():
        engine.add_word(word, _FREQUENCY, tag)

    def cut(text: str) -> list[str]:
        words: list[str] = engine.cut(text)
        if "-" not in text and "_" not in text:
            return words
        return [part for word in words for part in (_parts(word) if word.isascii() and len(word) > 1 else (word,))]

    return Tokenizer("rjieba", cut)


@lru_cache(maxsize=1)
def _ascii_parts() -> Pattern:
    return compile_pattern("ASCII word", r"[A-Za-z0-9]++(?:\.\d++)?+%?+|.", verbose=False)


def _parts(word: str) -> list[str]:
    """Divide a word without Chinese characters as jieba does: rjieba keeps 2014-2016 whole."""
    return _ascii_parts().findall(word)


@by_lexicon()
def _jieba() -> Tokenizer:
    engine = _module("jieba").Tokenizer()
    # What initialize() does, less the cache file in the shared temporary folder and the messages on stderr.
    engine.FREQ, engine.total = engine.gen_pfdict(engine.get_dict_file())
    engine.initialized = True
    # Not by its own method, which would also tell the host's jieba to cut them.
    engine.FREQ.update(dict.fromkeys(_compounds(), 0))
    for word, tag in domain_words():
        engine.add_word(word, _FREQUENCY, tag)
    return Tokenizer("jieba", engine.lcut)
