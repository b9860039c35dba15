"""Traditional characters to simplified, in documents and paragraphs that are traditional."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

import regex

from fupin_nlp.clean.characters import any_of, only_simplified, only_traditional
from fupin_nlp.clean.facts import Facts
from fupin_nlp.clean.patch import Context, Patch
from fupin_nlp.clean.steps.mojibake import unrepaired
from fupin_nlp.errors import DependencyError
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["engine_name", "find"]

_KANA: Final = regex.compile(r"[\u3041-\u3096\u30a1-\u30fa]", regex.VERSION1)
_LINE: Final = regex.compile(r"[^\n\r]++", regex.VERSION1)
# One stray traditional character in a simplified paragraph is a name or a slip; a paragraph of a traditional document
# is converted from its first.
_LEAST_IN_SIMPLIFIED: Final = 4
_MANY_KANA: Final = 0.05
_LONGEST_DIFF: Final = 400


class _Exception(NamedTuple):
    usual: str
    other: str
    words: tuple[str, ...]
    but: tuple[str, ...] = ()  # longer stretches in which the character has its usual form all the same


def engine_name(choice: str) -> str:
    """Return the engine that a choice means on this machine.

    Raises
    ------
    DependencyError
        If the engine that was asked for is not installed.
    """
    fast = find_spec("opencc_pyo3") is not None
    if choice == "auto":
        return "opencc-pyo3" if fast else "opencc-python-reimplemented"
    if choice == "opencc-pyo3" and not fast:
        raise DependencyError("opencc-pyo3 is not installed; install it or take opencc='auto'")
    return choice


@lru_cache(maxsize=2)
def _converter(engine: str) -> Callable[[str], str]:
    if engine == "opencc-pyo3":
        from opencc_pyo3 import OpenCC as FastOpenCC

        fast: Callable[[str], str] = FastOpenCC("t2s").convert
        return fast
    from opencc import OpenCC

    portable: Callable[[str], str] = OpenCC("t2s").convert
    return portable


def _valid_exceptions(value: object) -> bool:
    keys = {"char", "usual", "other", "words"}
    return isinstance(value, list) and all(
        set(v) - {"but"} == keys and word_list(v["words"]) and word_list(v.get("but", ["-"])) for v in value
    )


def _valid_singles(value: object) -> bool:
    return word_list(value) and all(len(pair) == 2 for pair in value)  # type: ignore[attr-defined]  # word_list has checked it


@lru_cache(maxsize=1)
def _exceptions() -> Mapping[str, _Exception]:
    data = load_toml("script_exceptions.toml", {"exceptions": _valid_exceptions, "singles": _valid_singles})
    table = {char: _Exception(usual, usual, ()) for char, usual in data["singles"]}
    table |= {
        r["char"]: _Exception(r["usual"], r["other"], tuple(r["words"]), tuple(r.get("but", ())))
        for r in data["exceptions"]
    }
    return MappingProxyType(table)


def find(facts: Facts, context: Context) -> list[Patch]:
    """Return the patches that convert what is traditional."""
    lines = _traditional_lines(facts)
    if not lines:
        return []
    convert = _converter(engine_name(context.opencc))
    # The characters of a wrongly decoded line are its bytes.
    bytes_only = {start for start, _ in unrepaired(facts)}
    return [patch for start, line in lines if start not in bytes_only for patch in _patches(start, line, convert)]


@lru_cache(maxsize=1)
def _simplified() -> re.Pattern[str]:
    return any_of(only_simplified())


def _traditional_lines(facts: Facts) -> list[tuple[int, str]]:
    """Return the lines that are to be converted, and where they begin."""
    lines = [found for found in facts.lines_at(facts.where(only_traditional())) if not _is_japanese(found[1])]
    if not lines:
        return []
    is_traditional = _has_fewer_simplified(facts.text, sum(count for _, _, count in lines))
    return [(start, line) for start, line, count in lines if _is_traditional(line, count, is_traditional)]


def _is_japanese(line: str) -> bool:
    """Whether a line is Japanese, which has many of the traditional characters."""
    return _KANA.search(line) is not None and len(_KANA.findall(line)) > _MANY_KANA * len(line)


def _has_fewer_simplified(text: str, number: int) -> bool:
    """Whether a document has fewer characters than this that are simplified; most have so many in their first lines."""
    if not _KANA.search(text):
        return next(islice(_simplified().finditer(text), number - 1, None), None) is None
    lines = (line for line in _LINE.findall(text) if not _is_japanese(line))
    return sum(len(_simplified().findall(line)) for line in lines) < number


def _is_traditional(line: str, count: int, is_usual: bool) -> bool:
    """Whether a line with so many traditional characters is traditional; `is_usual` in a document that is."""
    if not is_usual and count < _LEAST_IN_SIMPLIFIED:
        return False
    simplified = len(_simplified().findall(line))
    return count >= simplified if is_usual else count > 2 * simplified


def _patches(start: int, line: str, convert: Callable[[str], str]) -> Iterator[Patch]:
    converted = convert(line)
    if len(converted) == len(line):
        converted = _settle(line, converted)
        for a, b in _differences(line, converted):
            yield Patch(start + a, start + b, converted[a:b], "traditional", aligned=True)
        return
    if len(line) > _LONGEST_DIFF:
        # Aligning is quadratic: go by clauses.
        for match in regex.finditer(r"[^，,。；;]{1,400}[，,。；;]?+", line):
            yield from _patches(start + match.start(), match[0], convert)
        return
    matcher = SequenceMatcher(None, line, converted, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            yield Patch(start + i1, start + i2, converted[j1:j2], "traditional", aligned=i2 - i1 == j2 - j1)


def _differences(line: str, converted: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of positions in which two texts of one length differ."""
    first: int | None = None
    for i, (a, b) in enumerate(zip(line, converted, strict=True)):
        if a != b and first is None:
            first = i
        elif a == b and first is not None:
            yield first, i
            first = None
    if first is not None:
        yield first, len(line)


def _settle(line: str, converted: str) -> str:
    """Decide the characters on which engines differ by the word they stand in."""
    table = _exceptions()
    if table.keys().isdisjoint(line):
        return converted
    chars = list(converted)
    for i, char in enumerate(line):
        rule = table.get(char)
        if rule is not None:
            chars[i] = rule.usual
            context = converted[max(0, i - 3) : i] + rule.other + converted[i + 1 : i + 4]
            at = min(i, 3)
            words, but = (
                any(_covers(word, context, at, rule.other) for word in group) for group in (rule.words, rule.but)
            )
            if words and not but:
                chars[i] = rule.other
    return "".join(chars)


def _covers(word: str, context: str, at: int, char: str) -> bool:
    """Whether `word` stands in `context` so that its `char` is the one at `at`."""
    return any(c == char and i <= at and context.startswith(word, at - i) for i, c in enumerate(word))
