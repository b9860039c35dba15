"""Reports and corpora: the whole path from a file to a table of records."""

from fupin_nlp.report.corpus import Corpus, Failure
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.report import Report, parse
from fupin_nlp.report.report import read_report as read

__all__ = ["Corpus", "Failure", "Report", "ReportOptions", "parse", "read"]
