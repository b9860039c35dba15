"""Own knowledge: units, places, words, indicators and measures that a user adds to those of the library."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

from fupin_nlp.errors import ArgumentError, DataFileError, FupinError, MissingDataFileError, OptionError, named
from fupin_nlp.lexicon.additions import NOTHING, Additions, reading_with
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.indicators import indicators as known_indicators
from fupin_nlp.lexicon.units import units as unit_table
from fupin_nlp.measures import Taxonomy
from fupin_nlp.report.entries import (
    TOPICS,
    Entries,
    entries,
    indicator_table,
    measure_table,
    region_row,
    unit_row,
    word_tag,
)

__all__ = ["DEFAULT", "Lexicon", "lexicon_of"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The knowledge that reports are read with: that of the library, and what was added.

    It does not change: `add` returns another one. Give it to `fupin_nlp.parse`, `read`, `Corpus.from_folder`,
    `from_frame`, `from_texts`, `read_table` and `run` as ``lexicon=``, or its file as ``--lexicon`` on the command
    line.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> own = Lexicon.default().add(units={"污染当量": "physical"}, words=["排污权"])
    >>> text = "2020年，全市减排大气污染物3万污染当量。"
    >>> [record.unit for record in parse(text)], [record.unit for record in parse(text, lexicon=own)]
    ([], ['污染当量'])
    """

    added: Additions = NOTHING

    @classmethod
    def default(cls) -> Lexicon:
        """Return the knowledge of the library alone."""
        return cls()

    @classmethod
    def load(cls, path: str | Path) -> Lexicon:
        """Read what is added from a TOML file.

        Parameters
        ----------
        path : str or Path
            Its tables are those of `add`: ``words = […]``, ``[units."微克"]``, ``[regions."…"]``, ``[indicators."…"]``,
            ``[measures.ecology]``. docs/own-knowledge.md has an example.

        Raises
        ------
        DataFileError
            If it is no TOML, or an entry is wrong; the message names the file, the table and the entry. A missing file
            is a FileNotFoundError, too.
        """
        path = Path(path)
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError as error:
            raise MissingDataFileError(f"{path}: there is no such file") from error
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise DataFileError(f"{path}: cannot be read as TOML: {reason}") from error
        tables.pop("meta", None)
        unknown = sorted(set(tables) - set(TOPICS))
        if unknown:
            raise DataFileError(f"{path}: the table {unknown[0]!r} is not known; there are {', '.join(TOPICS)}")
        try:
            return cls().add(**tables)
        except FupinError as error:
            raise DataFileError(f"{path}: {error}") from error

    @property
    def key(self) -> str:
        """A hash of what was added, empty where nothing was."""
        return self.added.key

    def add(
        self,
        *,
        units: Entries = (),
        regions: Entries = (),
        words: Entries = (),
        indicators: Entries = (),
        measures: Entries = (),
    ) -> Lexicon:
        """Return the lexicon with further entries; the library's own stay as they are.

        Parameters
        ----------
        units : mapping of str to dict or str
            Unit → dimension, or ``dimension`` with ``peer`` and ``factor`` (1 吨 is 1000 of its peer 公斤),
            ``surfaces`` (other spellings), ``numerals`` (``arabic``: not behind 三), ``not_before`` (beginnings of
            words that it is no unit in). A known unit gets the spellings.
        regions : mapping of str to dict or str
            Place → six-digit code, or ``code`` with ``level`` (province, city, county), ``parent`` (its code),
            ``short``, ``also`` (other names), ``since``, ``until``. The place of a known code gets the name.
        words : iterable of str, or mapping of str to str
            Words that the text is cut by, with part of speech (``n`` by default).
        indicators : mapping of str to dict or str
            Indicator → unit, or ``units`` with ``surfaces`` (other names), ``kinds``, ``measure``, ``growth`` (name of
            its rate of change), ``growth_surfaces``, ``actions``. A known indicator gets the names.
        measures : mapping of str to dict or list
            Code → cue words, or ``words`` with ``weight`` and, for a new code, ``label`` and ``definition``. A word
            speaks for the measure that you give it to, and for no other.

        Raises
        ------
        OptionError
            If an entry is wrong; the message names topic, entry and key.
        ArgumentError
            If entries are of another kind.

        Examples
        --------
        >>> lexicon = Lexicon.default().add(
        ...     regions={"沿江生态新区": {"code": "4201Z9", "parent": "420100", "level": "county"}},
        ...     indicators={"化学需氧量排放量": "吨"},
        ...     measures={"carbon": {"label": "双碳", "words": ["碳达峰", "碳汇林"]}},
        ... )
        >>> from fupin_nlp.report import parse
        >>> record = parse("2021年，沿江生态新区新增碳汇林3万亩。", lexicon=lexicon).records[0]
        >>> record.region, record.measure, record.measure_label
        ('沿江生态新区', 'carbon', '双碳')
        """
        given = {"units": units, "regions": regions, "words": words, "indicators": indicators, "measures": measures}
        tables = {topic: entries(topic, given_entries) for topic, given_entries in given.items()}
        with self.at_work():
            found = Lexicon(self._joined(tables))
        found._check()
        return found

    def _joined(self, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Additions:
        old = self.added
        added = Additions(
            "",
            (*old.units, *(unit_row(name, entry) for name, entry in tables["units"].items())),
            (*old.regions, *(region_row(name, entry) for name, entry in tables["regions"].items())),
            {**old.words, **{name: word_tag(name, entry) for name, entry in tables["words"].items()}},
            old.indicators,
            {**old.measures, **{code: measure_table(code, entry) for code, entry in tables["measures"].items()}},
        )
        # The indicators need the units.
        with reading_with(_keyed(added)):
            own = [indicator_table(name, entry) for name, entry in tables["indicators"].items()]
        return _keyed(replace(added, indicators=(*old.indicators, *own)))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let all that is read inside be read with it."""
        with reading_with(self.added):
            yield

    def _check(self) -> None:
        """Build what hangs on the entries, so that a wrong one is told now and not with the first report."""
        with self.at_work():
            for topic, build in (("units", unit_table), ("indicators", known_indicators), ("measures", Taxonomy.load)):
                try:
                    build()
                except DataFileError as error:
                    raise OptionError(f"{topic}: {str(error).partition(': ')[2] or error}") from error
            if self.added.regions:
                gazetteer()

    def __repr__(self) -> str:
        added = self.added
        counts = {topic: len(getattr(added, topic)) for topic in TOPICS}
        told = ", ".join(f"{count} {topic}" for topic, count in counts.items() if count)
        return f"<Lexicon: the library's{f' and {told}' if told else ''}>"


def _keyed(added: Additions) -> Additions:
    """Return additions with the hash of what they hold."""
    held = astuple(replace(added, key=""))
    if not any(held):
        return NOTHING
    written = json.dumps(held, ensure_ascii=False, sort_keys=True)
    return replace(added, key=hashlib.sha256(written.encode()).hexdigest()[:16])


DEFAULT = Lexicon()


def lexicon_of(given: Any) -> Lexicon:
    """Return the lexicon that was given, or that of the file that was named; None is the library's.

    Raises
    ------
    ArgumentError
        If it is neither.
    DataFileError
        If the file is missing or wrong.

    Examples
    --------
    >>> lexicon_of(None) is DEFAULT
    True
    """
    if given is None:
        return DEFAULT
    if isinstance(given, Lexicon):
        return given
    if isinstance(given, (str, Path)):
        return Lexicon.load(given)
    raise ArgumentError(f"lexicon= takes a Lexicon or the path of a TOML file, not {named(given)}")
