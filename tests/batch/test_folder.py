"""One command over a folder of all formats and encodings with broken documents: all are accounted for."""

from __future__ import annotations

import json

import fupin_nlp as fp
from tests.support.folder import make_folder
from tests.support.timing import HANGS

DOCUMENTS = 120


def test_every_document_is_a_report_or_a_failure_with_its_reason(tmp_path, start):
    made = make_folder(tmp_path / "in", DOCUMENTS)
    process = start("extract", tmp_path / "in", "-o", tmp_path / "out.duckdb", "--jobs", 2)
    _, told = process.communicate(timeout=HANGS)
    assert process.returncode == 1
    corpus = fp.Corpus.open(tmp_path / "out.duckdb")
    docs = tuple(corpus.sql("SELECT doc FROM reports ORDER BY doc")["doc"])
    assert docs == made.good
    assert tuple(sorted(failure.doc for failure in corpus.failures)) == made.broken
    for failure in corpus.failures:
        assert f"failed: {failure}" in told.decode()
        assert "mistake in the library" not in failure.reason
    formats = corpus.sql("SELECT format, count(*) AS n, sum(records) AS r FROM reports GROUP BY format")
    assert set(formats["format"]) >= {"txt", "html", "xml", "csv", "docx", "xlsx", "pdf", "doc"}
    assert (formats["r"] > 0).all(), formats
    assert len(json.loads(corpus.sql("SELECT options FROM runs")["options"][0])) > 0
