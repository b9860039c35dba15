"""One report: its text, what it is of, and its records."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

from fupin_nlp.clean import clean as clean_text
from fupin_nlp.clean.pipeline import TABLES
from fupin_nlp.errors import (
    ArgumentError,
    FupinError,
    FupinWarning,
    InterpretError,
    MissingInputError,
    OptionError,
    ReadError,
    named,
)
from fupin_nlp.ingest import input_paths, is_missing, read_bytes, read_file
from fupin_nlp.ingest.formats import is_named_as_document
from fupin_nlp.ingest.outputs import is_own_output
from fupin_nlp.ingest.paths import one_line
from fupin_nlp.interpret import interpret
from fupin_nlp.interpret.given import told
from fupin_nlp.interpret.metadata import ReportMeta, read_metadata
from fupin_nlp.model import CleanText, Document, RawText, Record
from fupin_nlp.model.finding import Finding
from fupin_nlp.model.given import Given
from fupin_nlp.report.described import Described, Reading
from fupin_nlp.report.findings import findings_of
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.hanging import hanging_on
from fupin_nlp.report.options import How, Known, ReportOptions, options_of
from fupin_nlp.report.refusals import figures_of, refuse_collection, refuse_halves, refuse_length
from fupin_nlp.segment import segment, tokenizer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report", "name_of", "parse", "read_report", "read_words"]

T = TypeVar("T")

_NAME = 12  # letters of a name that is made of a text: that two of a million texts share one is unlikely
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")
_LONG_PATH = 255  # what a path as one types it hardly ever has
_SHOWN = 20  # characters of a text that a message repeats


@dataclass(frozen=True)
class Report(Described):
    """A report that was read, cleaned and interpreted.

    Attributes
    ----------
    raw : RawText
        The document as decoded; ``raw.text[r.start:r.end] == r.text`` for every record.
    clean : CleanText
        The cleaned text with its edits, its body and what was left out.
    document : Document
        Sections and sentences.
    meta : ReportMeta
        Title, region, date and issuer with the words that told them.
    records : tuple of Record
        Every quantity in context, in text order.
    options : ReportOptions
        What it was read with.

    Examples
    --------
    >>> report = parse("2019年，全县发放小额贷款2036.2万元，新建村组道路12公里。", name="略阳县_2019.txt")
    >>> [(r.entity, r.value, r.unit) for r in report.achievements]
    [('小额贷款', Decimal('20362000.0'), '元'), ('村组道路', Decimal('12'), '公里')]
    """

    raw: RawText
    clean: CleanText
    document: Document
    meta: ReportMeta
    records: tuple[Record, ...]
    options: ReportOptions = field(default_factory=ReportOptions)

    def __len__(self) -> int:
        """Return how many records there are."""
        return len(self.records)

    def __bool__(self) -> bool:
        """Be true: a report without a record is a report, too."""
        return True

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, at: int | slice) -> Record | tuple[Record, ...]:
        return self.records[at]

    @cached_property
    def achievements(self) -> tuple[Record, ...]:
        """The records that tell of something done or true at the time of the report."""
        return tuple(r for r in self.records if r.role == "achieved")

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Figures that contradict one another (parts and totals, percentages and their numbers, one figure twice)."""
        with self.lexicon.at_work():
            return findings_of(self.records, self.raw.text)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table: each record, and what its document is."""
        about = self.about()
        for record in self.records:
            yield record.to_dict() | about

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records as a table, one row a quantity.

        Parameters
        ----------
        labels : {"en", "zh"}
            Names of the columns.

        Raises
        ------
        OptionError
            If `labels` is neither.
        """
        return records_frame(self.rows(), labels=labels)

    def explain(self, record: Record | str | None = None) -> dict[str, str]:
        """Return what decided title, region and date of the report, or the fields of one record.

        Parameters
        ----------
        record : Record or str, optional
            A record or its id. What `Record.explain` tells, and for role and measure the words that the models'
            choice hangs on: how much less likely it would be if one of them were not there.

        Raises
        ------
        OptionError
            If the report has no such record.

        Examples
        --------
        >>> parse("全县脱贫7800户。", name="略阳县_2019.txt").explain()["region"]
        '略阳县, file name: 略阳县 2019'
        """
        if record is None:
            known = {"title": self.title, "region": self.region, "date": self.date}
            reasons = self.meta.evidence
            return {name: f"{value}, {reasons[name]}" for name, value in known.items() if value and reasons.get(name)}
        key = record if isinstance(record, str) else record.id
        for candidate in self.records:
            if candidate.id == key:
                told = candidate.explain()
                with self.lexicon.at_work():
                    told.update(hanging_on(candidate, self.document, self.meta, self.options))
                return told
        raise OptionError(f"{self.doc}: there is no record {key!r}; ids run from {self.doc}#0")

    def _repr_html_(self) -> str:
        from fupin_nlp.display import highlight

        return highlight(self.raw.text, [r.to_dict() for r in self.records])

    def __repr__(self) -> str:
        return f"<Report {self.doc!r}: {self.region or '?'}, {self.date or '?'}, {len(self.records)} records>"


def parse(
    text: str | RawText,
    *,
    name: str | None = None,
    region: object = None,
    date: object = None,
    title: str | None = None,
    **how: Unpack[How],
) -> Report:
    """Take text that is in memory through the whole path.

    Parameters
    ----------
    text : str or RawText
        The document; offsets of the records refer to it as it is.
    name : str, optional
        Name of the document; a region or year in it is used. By default a name that is made of the text, so that
        different texts have different names.
    region : str, int or sequence of str, optional
        Whose report it is, a name or a code; of several the smallest (``["江苏省", "南京市"]``). What is given here
        wins over what the text says.
    date : int, str or date, optional
        Of when it is: a year, ``"2020-05"``, a day. It wins, too; a more exact date of the text that lies in it stays.
    title : str, optional
        Its title.
    **how
        ``lexicon=``, a `Lexicon` of your own or the path of its file; ``options=``, `ReportOptions`.

    Returns
    -------
    Report

    Raises
    ------
    ArgumentError
        If `text` is no text.
    OptionError
        If `date` is no date.
    ReadError
        If the text holds half a character (a lone surrogate), which no file can hold; is longer than
        `ReadOptions.max_characters` or has more figures than `max_figures`; or is a table of reports: a row for each,
        with a column of text beside others such as 省份 and 年份.
    InterpretError
        If a mistake of the library is met in it; the message says where.

    Examples
    --------
    >>> parse("力争新增就业5万人。").records[0].role
    'target'
    >>> report = parse("去年新增就业5万人。", region="云南省", date=2020)
    >>> report.region, report.explain()["region"], report.records[0].period_start
    ('云南省', '云南省, given: 云南省', '2019-01-01')
    """
    options = options_of(**how)
    raw = _raw(text, name, Given.of(region=region, date=date, title=title))
    return _guarded(raw, options, _parsed)


def _guarded(raw: RawText, options: ReportOptions, work: Callable[[RawText, ReportOptions], T]) -> T:
    """Do some work on a document that is not refused; a mistake of the library is an error of its root."""
    try:
        refuse_halves(raw)
        refuse_length(raw, options.read)
        refuse_collection(raw, raw.text, options.clean.text_column)
        with options.lexicon.at_work():
            return work(raw, options)
    except FupinError:
        raise
    except Exception as error:  # whoever reads many documents catches one root
        raise InterpretError.of(raw.name, error) from error


def _parsed(raw: RawText, options: ReportOptions) -> Report:
    read = _read(raw, options)
    document, meta = read.document, read.meta
    words, taxonomy = tokenizer(options.tokenizer), options.taxonomy()
    quantities = figures_of(document, raw.name, options.read)
    records = interpret(document, quantities, meta, taxonomy, words, options.decider())
    return Report(raw, read.clean, document, meta, records, options)


def _read(raw: RawText, options: ReportOptions) -> Reading:
    clean = clean_text(raw, options.clean)
    if "\t" in clean.text and raw.format not in TABLES:
        refuse_collection(raw, clean.text, options.clean.text_column)
    document = segment(clean)
    meta = told(read_metadata(document.clean), raw.given, clean.text)
    return Reading(raw, clean, document, meta, options)


def read_words(raw: RawText, options: ReportOptions) -> Reading:
    """Take a document as far as its sentences, for analyses of words: its figures are not interpreted.

    That takes about a fifteenth of the time of the whole path (measured on 10 work reports); text, metadata and
    sentences are those of `parse`.

    Raises
    ------
    ReadError
        As `parse`.

    Examples
    --------
    >>> reading = read_words(RawText("2019年，全县脱贫7800户。", name="略阳县_2019.txt"), ReportOptions())
    >>> reading.region, reading.year, [token.word for token in reading.tokens][-3:]
    ('略阳县', 2019, ['7800', '户', '。'])
    """
    return _guarded(raw, options, _read)


def _raw(text: str | RawText, name: str | None, given: Given) -> RawText:
    if name is not None and not isinstance(name, str):
        raise ArgumentError(f"name must be a str, not {named(name)}")
    if isinstance(text, RawText):
        return text if name is None and not given else replace(text, name=name or text.name, given=given or text.given)
    if isinstance(text, (bytes, bytearray, Path)):
        raise ArgumentError(f"parse takes text, not {type(text).__name__}: fupin_nlp.read takes a path or bytes")
    if not isinstance(text, str):
        hint = "; Corpus.from_texts takes many texts" if isinstance(text, Iterable) else ""
        raise ArgumentError(f"parse takes one text (str), not {named(text)}{hint}")
    if len(text) <= _LONG_PATH and "\n" not in text and "。" not in text and is_named_as_document(text):
        told = f"{one_line(text)} looks like a path, not like a text: fupin_nlp.read reads files"
        warnings.warn(told, FupinWarning, stacklevel=3)
    return RawText(text, name=name or name_of(text), given=given)


def name_of(text: str) -> str:
    """Return a name for a text that has none: the same for the same text, and without digits, which would be a year.

    Examples
    --------
    >>> name_of("脱贫3户。")
    'text-dblgoamfjbhm'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return "text-" + digest[:_NAME].translate(_LETTERS)


def read_report(source: str | Path | bytes, *, name: str | None = None, **known: Unpack[Known]) -> Report:
    """Read one report from a file or from bytes.

    Parameters
    ----------
    source : str, Path or bytes
        Path of the file, or its content.
    name : str, optional
        Name of the document; the file's own by default.
    **known
        ``region=``, ``date=`` and ``title=``, ``lexicon=`` and ``options=``, as in `parse`.

    Returns
    -------
    Report

    Raises
    ------
    MissingInputError
        If there is no such file; it is a FileNotFoundError, too.
    ReadError
        If the file cannot be read; the message names it and says why.
    InterpretError
        If a mistake of the library is met in it.
    ArgumentError
        If `source` is none of these.

    Examples
    --------
    >>> report = read_report("2019年，全县脱贫7800户。".encode("gb18030"), name="略阳县.txt")
    >>> report.raw.encoding, report.region, report.records[0].value
    ('gb18030', '略阳县', Decimal('7800'))
    """
    options = options_of(known.get("options"), known.get("lexicon"))
    if isinstance(source, (bytes, bytearray, memoryview)):
        raw = read_bytes(bytes(source), name or "bytes", options=options.read)
    elif isinstance(source, (str, PathLike)):
        _refuse_other(source)
        raw = read_file(Path(source), name=name, options=options.read)
    else:
        hint = "; Corpus.from_folder takes many paths" if isinstance(source, Iterable) else ""
        raise ArgumentError(f"read takes a path or bytes, not {named(source)}{hint}")
    known["options"] = options
    known.pop("lexicon", None)
    return parse(raw, **known)


def _refuse_other(source: str | PathLike[str]) -> None:
    """Tell what was meant by a text or a folder in the place of a file."""
    if is_missing(Path(source)):
        written = str(source)
        if len(written) > _LONG_PATH or "\n" in written or "。" in written:
            start = " ".join(written[:_SHOWN].split())
            raise MissingInputError(f"{start}…", "this looks like a text, not like a path: fupin_nlp.parse takes texts")
        input_paths(written)
    elif is_own_output(Path(source)):
        raise ReadError(one_line(str(source)), "this is a result that fupin wrote, not a report; pandas opens it")
    elif Path(source).is_dir():
        raise ReadError(
            one_line(str(source)), "this is a folder, not a file: fupin_nlp.Corpus.from_folder reads folders"
        )
