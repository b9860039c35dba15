"""Dictionaries of concepts: which words stand for what."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fupin_nlp.clean.characters import simplified_of
from fupin_nlp.errors import ArgumentError, DataFileError, DependencyError, MissingDataFileError, OptionError, named
from fupin_nlp.ingest import ReadOptions, read_rows
from fupin_nlp.ingest.tables import TABLES
from fupin_nlp.words.cut import several

__all__ = ["ANY", "Dictionary"]

ANY = "*"
"""At the beginning or the end of a word: it stands for the rest of the word of the text."""
_YAML = frozenset({".yaml", ".yml"})
_LARGEST = 5_000_000  # bytes of a file
_MOST = 100_000  # words
# Two columns of these names are concept and word, a row each.
_HEADS = frozenset(
    (concept, word)
    for concept in ("concept", "category", "概念", "类别", "维度")
    for word in ("word", "term", "词", "词语", "关键词")
)


@dataclass(frozen=True)
class Dictionary:
    """Concepts and the words that stand for them, as `attention` counts them.

    A word of the dictionary is found where it begins and ends with words of the text: 污染 is not in 环境污染, if that
    is a word. A ``*`` stands for the rest of a word: ``*污染`` finds both, ``生态*`` what begins so. Traditional
    characters and full width are read as the cleaned text has them; upper and lower case are the same.

    Attributes
    ----------
    concepts : mapping of str to tuple of str
        Concept → its words.

    Examples
    --------
    >>> Dictionary.of({"环保": ["污染", "减排"], "创新": "创新"}).concepts["创新"]
    ('创新',)
    """

    concepts: Mapping[str, tuple[str, ...]]

    def __iter__(self) -> Iterator[str]:
        return iter(self.concepts)

    def __len__(self) -> int:
        """Return how many concepts there are."""
        return len(self.concepts)

    def __hash__(self) -> int:
        return hash(tuple(self.concepts.items()))

    @classmethod
    def of(cls, given: Any) -> Dictionary:
        """Return the dictionary that was given in whatever form.

        Parameters
        ----------
        given : Dictionary, mapping, path, DataFrame, or list of words
            A mapping of concept to words; a file or a table as `load` and `from_frame` take them; of a list each word
            is a concept of its own.

        Raises
        ------
        ArgumentError
            If it is none of these.
        OptionError
            If a concept has no words, or one of them is none.

        Examples
        --------
        >>> Dictionary.of(["环保", "创新"]).concepts["环保"]
        ('环保',)
        >>> Dictionary.of("环保")
        Traceback (most recent call last):
        ...
        fupin_nlp.errors.ArgumentError: a dictionary is wanted ({"环保": ["污染", "减排"]}, a file, a table or a list of words), not '环保' (str)
        """  # noqa: E501  # the message
        if isinstance(given, Dictionary):
            return given
        if isinstance(given, Mapping):
            return cls._checked(given)
        if hasattr(given, "columns") and hasattr(given, "loc"):
            return cls.from_frame(given)
        if isinstance(given, Path) or (isinstance(given, str) and Path(given).suffix.lower() in _suffixes()):
            return cls.load(given)
        if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
            wanted = '{"环保": ["污染", "减排"]}, a file, a table or a list of words'
            raise ArgumentError(f"a dictionary is wanted ({wanted}), not {named(given)}")
        return cls._checked({word: [word] for word in several(given, "dictionary")})

    @classmethod
    def load(cls, path: str | Path, columns: Sequence[str] | None = None) -> Dictionary:
        """Read a dictionary from a file.

        Parameters
        ----------
        path : str or Path
            ``.toml`` or ``.yaml``: each concept with a list of words. ``.csv``, ``.tsv``, ``.xlsx``, ``.jsonl`` or
            ``.dta``: a table, see `from_frame`.
        columns : sequence of str, optional
            Of a table.

        Raises
        ------
        DataFileError
            If the file is missing (a FileNotFoundError, too), broken, or no dictionary.
        DependencyError
            If it is YAML and PyYAML is not installed.

        Examples
        --------
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder, "concepts.toml")
        ...     _ = file.write_text('"环保" = ["污染", "减排"]', "utf-8")
        ...     Dictionary.load(file).concepts["环保"]
        ('污染', '减排')
        """
        path = Path(path)
        suffix = path.suffix.lower()
        if suffix not in _suffixes():
            raise DataFileError(f"{path}: a dictionary is one of {', '.join(sorted(_suffixes()))}")
        if not path.is_file():
            raise MissingDataFileError(f"{path}: there is no such file")
        if path.stat().st_size > _LARGEST:
            raise DataFileError(f"{path}: the file has more than {_LARGEST:,} bytes; this is no dictionary")
        try:
            if suffix in TABLES:
                return cls._of_cells(read_rows(path, ReadOptions()).cells, columns)
            data = _yaml(path) if suffix in _YAML else tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError, RecursionError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            if isinstance(error, tomllib.TOMLDecodeError):
                reason += '; a Chinese name needs quotes: "环保" = ["污染", "减排"]'
            raise DataFileError(f"{path}: cannot be read: {' '.join(reason.split())}") from error
        if not isinstance(data, dict):
            raise DataFileError(f"{path}: concepts with their words are wanted, not {named(data)}")
        data.pop("meta", None)
        try:
            return cls._checked(data)
        except (OptionError, ArgumentError) as error:
            raise DataFileError(f"{path}: {error}") from error

    @classmethod
    def from_frame(cls, frame: Any, columns: Sequence[str] | None = None) -> Dictionary:
        """Take a table: a column a concept, its words below; or a column of concepts beside a column of words.

        Parameters
        ----------
        frame : DataFrame
            Empty cells are left out.
        columns : sequence of str, optional
            Columns that are concepts; all by default. Two columns of the names 概念 or 类别 (concept, category) and
            词 or 词语 (word, term) are read as a row each word.

        Raises
        ------
        OptionError
            If there is no such column, or it has no word.

        Examples
        --------
        >>> import pandas as pd
        >>> wide = pd.DataFrame({"环保": ["污染", "减排"], "创新": ["创新", None]})
        >>> long = pd.DataFrame({"概念": ["环保", "环保", "创新"], "词": ["污染", "减排", "创新"]})
        >>> Dictionary.from_frame(wide) == Dictionary.from_frame(long)
        True
        """
        if not (hasattr(frame, "columns") and hasattr(frame, "loc")):
            raise ArgumentError(f"from_frame takes a pandas DataFrame, not {named(frame)}")
        return cls._of_cells({str(name): frame[name].tolist() for name in frame.columns}, columns)

    @classmethod
    def _of_cells(cls, cells: Mapping[str, Sequence[Any]], columns: Sequence[str] | None) -> Dictionary:
        wanted = several(columns, "columns") or tuple(cells)
        for name in wanted:
            if name not in cells:
                raise OptionError(f"there is no column {name!r}; there are {', '.join(cells)}")
        found: dict[str, list[str]] = {}
        if len(wanted) == 2 and tuple(name.strip().lower() for name in wanted) in _HEADS:
            for concept, word in zip(*(map(_cell, cells[name]) for name in wanted), strict=True):
                if concept and word:
                    found.setdefault(concept, []).append(word)
        else:
            found = {name: [word for word in map(_cell, cells[name]) if word] for name in wanted}
        return cls._checked(found)

    @classmethod
    def _checked(cls, given: Mapping[Any, Any]) -> Dictionary:
        concepts: dict[str, tuple[str, ...]] = {}
        for concept, words in given.items():
            if not isinstance(concept, str) or not concept.strip():
                raise OptionError(f"the name of a concept must be a text, not {named(concept)}")
            if words is None or isinstance(words, (Mapping, bytes)):
                raise OptionError(f"{concept}: a list of words is wanted, not {named(words)}")
            found = tuple(dict.fromkeys(_word(word, concept) for word in several(words, concept)))
            if not found:
                raise OptionError(f"{concept}: there is no word; a concept needs one or more")
            concepts[concept.strip()] = found
        if not concepts:
            raise OptionError("the dictionary has no concept")
        if sum(map(len, concepts.values())) > _MOST:
            raise OptionError(f"the dictionary has more than {_MOST:,} words")
        return cls(MappingProxyType(concepts))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Dictionary.of, (dict(self.concepts),))


def _suffixes() -> frozenset[str]:
    return frozenset({".toml", *_YAML, *TABLES})


def _cell(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def normal(word: str) -> str:
    """Return a word as the cleaned text has it: simplified, in half width.

    Examples
    --------
    >>> normal("５Ｇ基站"), normal("環境汙染")
    ('5G基站', '环境污染')
    """
    table = simplified_of()
    return "".join([table.get(c, c) for c in unicodedata.normalize("NFKC", word)])


def _word(word: str, concept: str) -> str:
    """Return a word of the dictionary in its normal form.

    Raises
    ------
    OptionError
        If it is none, or looks like several.
    """
    found = normal(word.strip())
    stem = found.strip(ANY)
    if not any(map(str.isalpha, stem)) or ANY in stem:
        raise OptionError(f"{concept}: {word!r} is no word; * may stand at its beginning or end")
    divider = next((c for c in stem if (c.isspace() and not stem.isascii()) or c in "、，,；;|/\n\t"), None)
    if divider is not None:
        raise OptionError(f"{concept}: {word!r} looks like several words; give them as a list")
    return found


def _yaml(path: Path) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise DependencyError("YAML needs PyYAML: pip install 'fupin-nlp[words]'; TOML needs nothing") from error
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        raise ValueError(f"no YAML: {error}") from error
