"""The page of a corpus as a file."""

from __future__ import annotations

from pathlib import Path

from fupin_nlp.clustering import Clustering
from fupin_nlp.html import corpus_page
from fupin_nlp.report import Corpus
from fupin_nlp.store.files import replacing
from fupin_nlp.words import Attention, WordTable

__all__ = ["write_page"]


def write_page(
    corpus: Corpus,
    path: Path,
    *,
    clusters: Clustering | None = None,
    words: WordTable | None = None,
    attention: Attention | None = None,
) -> None:
    """Write the self-contained page of a corpus, as `fupin_nlp.html.corpus_page` makes it.

    Raises
    ------
    OptionError
        If there is no report, or the file cannot be written.
    """
    text = corpus_page(corpus, clusters=clusters, words=words, attention=attention)
    with replacing(path) as file:
        file.write(text.encode())
