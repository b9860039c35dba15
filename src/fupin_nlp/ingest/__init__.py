"""Bytes of unknown encoding and format to raw text."""

from fupin_nlp.ingest.options import ReadOptions
from fupin_nlp.ingest.process import ReaderProcess
from fupin_nlp.ingest.reader import read_bytes, read_file, read_source
from fupin_nlp.ingest.sources import Source, find_sources

__all__ = ["ReadOptions", "ReaderProcess", "Source", "find_sources", "read_bytes", "read_file", "read_source"]
