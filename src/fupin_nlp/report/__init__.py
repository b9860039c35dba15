"""Reports and corpora: the whole path from a file to a table of records."""

from fupin_nlp.report.attempt import Failure
from fupin_nlp.report.corpus import Corpus
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse
from fupin_nlp.report.report import read_report as read
from fupin_nlp.report.table import read_table

__all__ = ["Corpus", "Failure", "Report", "ReportOptions", "parse", "read", "read_table"]
