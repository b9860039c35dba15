"""Many reports: folders, tables and texts, what they tell together, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, Unpack, cast
from warnings import warn

from fupin_nlp.errors import FailureWarning
from fupin_nlp.ingest import Source, TableColumns, find_sources, input_paths, row_sources
from fupin_nlp.ingest.paths import Paths
from fupin_nlp.model.finding import Finding
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.model.safe import table_html
from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.choice import Wanted, chosen
from fupin_nlp.report.documents import documents_frame
from fupin_nlp.report.findings import findings_between
from fupin_nlp.report.frame import records_frame
from fupin_nlp.report.given_texts import frame_rows, text_sources
from fupin_nlp.report.held import Documents
from fupin_nlp.report.items import Item, line_of, refuse_nothing
from fupin_nlp.report.options import How, ReportOptions, options_of
from fupin_nlp.report.own import Lexicon
from fupin_nlp.report.report import Report
from fupin_nlp.report.stored import StoredDocuments

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus", "StoredCorpus"]

_SHOWN = 20  # documents that a notebook lists


class Corpus(Documents):
    """Reports of a folder, a table or a list of texts, read when they are first asked for.

    `from_folder`, `from_frame` and `from_texts` make one, ``fupin_nlp.read_table`` makes one of a file with a table.
    It is a sequence: ``corpus[0]``, ``corpus[:10]``, ``corpus["云南省_2020"]``, ``for report in corpus``, and two of
    them can be joined by ``+``. What is there is a property (`reports`, `failures`, `documents`, `findings`); what
    makes something or takes arguments is a method (`filter`, `iter`, `to_frame`).

    Parameters
    ----------
    documents : iterable of Report
        Reports that were read already, of different names. (Also `Source` and `Failure`, as the library uses them.)
    options : ReportOptions, optional
        How documents are read.
    progress : bool, optional
        Show a progress bar while reading; by default where somebody is looking: on a terminal, and in a notebook
        that has ipywidgets.

    Attributes
    ----------
    skipped : tuple of Source
        Files that are no documents (hidden, of a format that is not read), each with its reason.
    options : ReportOptions
        How the reports are read.

    Raises
    ------
    ArgumentError
        If it is made of something else.
    OptionError
        If two different documents have the same name.

    Examples
    --------
    >>> from fupin_nlp.report.samples import sample_folder
    >>> corpus = Corpus.from_folder(sample_folder())
    >>> corpus
    <Corpus of 16 documents: not read yet>
    >>> corpus.failures, corpus.to_frame()["doc"].nunique()
    ((), 16)
    >>> corpus[0].region, len(corpus[:3]), corpus.filter(region="兰考县", year=2022).docs
    ('建始县', 3, ('2022_兰考县_政府工作报告.txt',))
    """

    @classmethod
    def from_folder(cls, *paths: Paths, progress: bool | None = None, **how: Unpack[How]) -> Corpus:
        """Take all documents of folders and files, recursively; ``-`` is standard input.

        Parameters
        ----------
        *paths : str, Path, or sequence of them
            Folders and files; a pattern (``reports/*.docx``) stands for what it fits.
        progress : bool, optional
            See `Corpus`.
        **how
            ``lexicon=``, a `Lexicon` of your own or the path of its file; ``options=``, `ReportOptions`.

        Raises
        ------
        MissingInputError
            If there is nothing of a name, or nothing that a pattern fits; it is a FileNotFoundError, too.
        ReadError
            If there is no document.
        """
        options = options_of(**how)
        given = input_paths(paths)
        sources = find_sources(given, options=options.read)
        refuse_nothing(sources, given)
        return cls(sources, options=options, progress=progress)

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        text: str,
        *,
        options: ReportOptions | None = None,
        lexicon: Lexicon | str | Path | None = None,
        progress: bool | None = None,
        **columns: Any,
    ) -> Corpus:
        """Take each row of a table as a report, in the order of the rows.

        Parameters
        ----------
        frame : DataFrame
            It is not changed.
        text : str
            The column of the texts. A row without text is among the `failures`.
        options, lexicon, progress : optional
            See `from_folder`.
        **columns
            Further columns: ``name=`` of the documents, ``region=`` (one, or several such as province and city),
            ``date=`` (years or dates), ``title=``. What a cell of them says wins over what the text says; where it is
            empty, the text tells. Without names, documents are called by region and date, else by their row.

        Raises
        ------
        OptionError
            If there is no such column, no row, or a date is none.
        ArgumentError
            If `frame` is no DataFrame.

        Examples
        --------
        >>> import pandas as pd
        >>> cells = {"省份": ["云南省", "贵州省"], "年份": [2020, 2021], "正文": ["脱贫3万户。", "脱贫4万户。"]}
        >>> table = pd.DataFrame(cells)
        >>> corpus = Corpus.from_frame(table, text="正文", region="省份", date="年份")
        >>> corpus.to_frame()[["doc", "region", "year", "value"]].values.tolist()
        [['云南省_2020', '云南省', 2020, 30000.0], ['贵州省_2021', '贵州省', 2021, 40000.0]]
        """
        rows = frame_rows(frame)
        sources = row_sources(rows, TableColumns.of(text, columns))
        return cls(sources, options=options_of(options, lexicon), progress=progress)

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str] | Mapping[str, str],
        metadata: Any = None,
        *,
        progress: bool | None = None,
        **how: Unpack[How],
    ) -> Corpus:
        """Take texts that are in memory, or come one after the other.

        Parameters
        ----------
        texts : iterable of str, or mapping of name to text
            A generator is drawn on when texts are needed: `iter` goes through a stream of any length.
        metadata : DataFrame, mapping of lists, or iterable of mappings, optional
            What is known of each text, in the same order: ``name``, ``region``, ``date``, ``title``.
        progress : bool, optional
            See `Corpus`.
        **how
            See `from_folder`.

        Raises
        ------
        ArgumentError
            If `texts` is one text, or one of them is none.
        OptionError
            If there are not as many metadata as texts, or a key is not known.

        Examples
        --------
        >>> told = [{"region": "云南省", "date": 2020}, {"region": "贵州省", "date": 2021}]
        >>> [(r.doc, r.region, r.year) for r in Corpus.from_texts(["脱贫3万户。", "脱贫4万户。"], told)]
        [('云南省_2020', '云南省', 2020), ('贵州省_2021', '贵州省', 2021)]
        """
        stream, options = text_sources(texts, metadata), options_of(**how)
        if not isinstance(texts, Iterator):
            return cls(stream, options=options, progress=progress)
        corpus = cls(options=options, progress=progress)
        corpus._stream = stream
        return corpus

    @staticmethod
    def open(path: str | Path, *, options: ReportOptions | None = None, progress: bool | None = None) -> StoredCorpus:
        """Open a store that ``fupin extract`` has written: a DuckDB file, or a folder of Parquet files.

        Raises
        ------
        StoreError
            If there is no store at the path, or another version of the library wrote it.
        """
        return StoredCorpus(path, options=options, progress=progress)

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that could be read, in the order of the documents."""
        return tuple(item for item in self._all() if isinstance(item, Report))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The documents that could not be read, each with stage and reason."""
        return tuple(item for item in self._all() if isinstance(item, Failure))

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document, with title, date, region, counts, damage; of what could not be read the reason.

        Examples
        --------
        >>> corpus = Corpus.from_texts({"略阳县_2019": "2019年，全县脱贫7800户。2020年，力争再脱贫20户。"})
        >>> corpus.documents[["doc", "year", "region", "records", "achieved", "target"]].values.tolist()
        [['略阳县_2019', 2019, '略阳县', 2, 1, 1]]
        """
        return documents_frame(self._all())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The figures that contradict one another, within each report and between the reports.

        Examples
        --------
        >>> from fupin_nlp.report.samples import sample_folder
        >>> {finding.severity for finding in Corpus.from_folder(sample_folder()).findings} <= {"warning", "hint"}
        True
        """
        within = [finding for report in self.reports for finding in report.findings]
        return (*within, *findings_between(r for report in self.reports for r in report.records))

    def iter(self) -> Iterator[Report]:
        """Yield the reports one at a time and keep none: memory stays flat however many there are.

        What cannot be read is passed over with a `FailureWarning`; `outcomes` yields it, too. Of a corpus that was made
        of a generator each text comes once: it is gone when it was passed.

        Examples
        --------
        >>> stream = (f"第{n}批脱贫{n}户。" for n in range(1, 4))
        >>> [report.records[0].text for report in Corpus.from_texts(stream).iter()]
        ['1户', '2户', '3户']
        """
        for outcome in self.outcomes():
            if isinstance(outcome, Report):
                yield outcome
            else:
                warn(f"passed over: {outcome}", FailureWarning, stacklevel=2)

    def _of(self, items: Iterable[Item]) -> Self:
        found = Corpus(items, options=self.options, progress=self._progress)
        return cast("Self", found)  # of a corpus in a store, some documents are a corpus like any other

    def filter(self, **wanted: Wanted) -> Self:
        """Return the reports that fit, as a corpus of their own; what could not be read is not in it.

        Parameters
        ----------
        **wanted
            ``region`` (name or code), ``province``, ``city`` (all that lie in it), ``year``, ``doc``, ``title`` (a
            part of it), ``issuer``: a value or several of them. ``where`` is a function of a report.

        Raises
        ------
        OptionError
            If a key is not known.

        Warns
        -----
        FupinWarning
            If nothing fits; it says what there is.

        Examples
        --------
        >>> texts = {"略阳县_2019": "脱贫5户。", "洋县_2019": "脱贫6户。", "洋县_2020": "脱贫7户。"}
        >>> corpus = Corpus.from_texts(texts)
        >>> corpus.filter(region="洋县", year=[2019, 2020]).docs
        ('洋县_2019', '洋县_2020')
        >>> corpus.filter(where=lambda report: report[0].value < 6).docs
        ('略阳县_2019',)
        """
        return self._of(chosen(self.reports, wanted))

    def to_frame(self, *, labels: str = "en") -> pd.DataFrame:
        """Return the records of all reports as one table, in the order of documents and text.

        Parameters
        ----------
        labels : {"en", "zh"}
            Names of the columns.

        Raises
        ------
        OptionError
            If `labels` is neither.
        """
        return records_frame((row for report in self.reports for row in report.rows()), labels=labels)

    def to_texts(self) -> list[ReportText]:
        """Return what clustering needs of each report."""
        return [report.to_text() for report in self.reports]

    def _repr_html_(self) -> str:
        shown = [line_of(item) for item in self._items[:_SHOWN]]
        more = len(self._items) - len(shown)
        note = f"还有 {more:,} 份 / {more:,} more" if more else ""
        return table_html(
            ("文件", "地区", "日期", "标题", "记录数", "状态"), shown, caption=repr(self)[1:-1], note=note
        )

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.docs)

    def __repr__(self) -> str:
        if self._stream is not None:
            return f"<Corpus of {len(self._items)} documents and a stream: not read yet>"
        left = sum(isinstance(item, Source) for item in self._items)
        failed = sum(isinstance(item, Failure) for item in self._items)
        done = len(self._items) - left - failed
        state = "not read yet" if left == len(self) and left else f"{done} read, {failed} failed"
        return f"<Corpus of {len(self)} documents: {state}{f', {left} not read yet' if left and done + failed else ''}>"


class StoredCorpus(StoredDocuments, Corpus):
    """The reports of a store.

    Records, texts and failures come from its tables. `reports` and iteration interpret the stored raw texts again,
    with this version of the library and these options: the whole `Report` with its edits is not in the store.

    Parameters
    ----------
    path : str or Path
        A DuckDB file or a folder of Parquet files that ``fupin extract`` or `fupin_nlp.batch.run` has written.
    options : ReportOptions, optional
        How `reports` are interpreted.
    progress : bool, optional
        As in `Corpus`.

    Raises
    ------
    StoreError
        If there is no store at the path, or it was written with another layout of tables.
    """
