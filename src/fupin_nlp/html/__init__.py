"""Pages for people: the self-contained report page."""

from fupin_nlp.html.corpus import corpus_page
from fupin_nlp.html.page import PageOptions, page
from fupin_nlp.html.view import ClusterView, RawSpan, ReportView

__all__ = ["ClusterView", "PageOptions", "RawSpan", "ReportView", "corpus_page", "page"]
