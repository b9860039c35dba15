"""Readers of containers. They see hostile files and run in a process of their own, see `fupin_nlp.ingest.process`."""

from fupin_nlp.ingest.readers.parsed import Limits, Parsed, Unreadable

__all__ = ["Limits", "Parsed", "Unreadable"]
