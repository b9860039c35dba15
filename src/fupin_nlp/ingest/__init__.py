"""Bytes of unknown encoding and format to raw text."""

from fupin_nlp.ingest.columns import Rows, row_sources
from fupin_nlp.ingest.options import ReadOptions, TableColumns
from fupin_nlp.ingest.paths import Paths, input_paths, is_missing
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.ingest.reader import read_bytes, read_file, read_source, standard_input
from fupin_nlp.ingest.source import Source
from fupin_nlp.ingest.sources import find_sources
from fupin_nlp.ingest.tables import read_rows

__all__ = [
    "Paths",
    "ReadOptions",
    "ReaderProcess",
    "Rows",
    "Source",
    "TableColumns",
    "find_sources",
    "input_paths",
    "is_missing",
    "read_bytes",
    "read_file",
    "read_rows",
    "read_source",
    "row_sources",
    "standard_input",
]
