"""Thousands of documents: chunks of them in several processes or on a cluster, restart, one result."""

from fupin_nlp.batch.options import ENGINES, BatchOptions
from fupin_nlp.batch.run import run
from fupin_nlp.batch.summary import Run

__all__ = ["ENGINES", "BatchOptions", "Run", "run"]
