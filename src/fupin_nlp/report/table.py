"""A file with a table of texts as a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fupin_nlp.errors import ArgumentError
from fupin_nlp.ingest import TableColumns, input_paths, read_rows, row_sources
from fupin_nlp.report.corpus import Corpus
from fupin_nlp.report.options import options_of

__all__ = ["read_table"]


def read_table(path: str | Path, text: str, *, progress: bool | None = None, **columns: Any) -> Corpus:
    r"""Take each row of a table in a file as a report, in the order of the rows.

    Parameters
    ----------
    path : str or Path
        .csv or .tsv of any Chinese encoding, .xlsx or .xls (its first sheet), .jsonl, .dta.
    text : str
        The column of the texts. A row without text is among the `failures`.
    progress : bool, optional
        As for `Corpus.from_folder`.
    **columns
        ``name=`` of the documents, ``region=`` (one column, or several), ``date=``, ``title=``; see
        `Corpus.from_frame`. ``options=`` and ``lexicon=`` as for `Corpus.from_folder`.

    Returns
    -------
    Corpus

    Raises
    ------
    MissingInputError
        If there is no such file; it is a FileNotFoundError, too.
    ReadError
        If it is no table, or broken.
    OptionError
        If there is no such column, or a date is none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "reports.csv")
    ...     _ = file.write_text("省份,年份,正文\n云南省,2020,脱贫3万户。\n贵州省,2021,脱贫4万户。\n", "utf-8")
    ...     corpus = read_table(file, text="正文", region="省份", date="年份")
    >>> [(report.doc, report.region, report.year, report.records[0].text) for report in corpus]
    [('云南省_2020', '云南省', 2020, '3万户'), ('贵州省_2021', '贵州省', 2021, '4万户')]
    """
    options = options_of(columns.pop("options", None), columns.pop("lexicon", None))
    found = input_paths(path)
    if len(found) != 1:
        raise ArgumentError(f"read_table reads one table, not {len(found)}; join corpora by +")
    rows = read_rows(Path(found[0]), options.read)
    return Corpus(row_sources(rows, TableColumns.of(text, columns)), options=options, progress=progress)
