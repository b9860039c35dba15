"""The questions in SQL that the documentation shows are answered by both kinds of stores."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import fupin_nlp as fp
from fupin_nlp.batch import run
from fupin_nlp.report.samples import sample_folder
from fupin_nlp.store import SCHEMA_VERSION, TABLES

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
(SQL,) = re.findall(r"```sql\n(.*?)```", DOCS, re.DOTALL)
QUESTIONS = [question.strip() for question in SQL.split(";") if question.strip()]
EMPTY = "Why documents failed"  # none of the samples does


@pytest.mark.parametrize("name", ["results.duckdb", "results"])
def test_every_question_is_answered(tmp_path, name):
    run([sample_folder()], tmp_path / name, form="duckdb" if name.endswith("duckdb") else "parquet")
    corpus = fp.Corpus.open(tmp_path / name)
    for question in QUESTIONS:
        assert len(corpus.sql(question)) > 0 or EMPTY in question, question


def test_the_documented_layout_is_the_one_that_is_written():
    assert f"(layout {SCHEMA_VERSION})" in DOCS


def test_every_column_is_documented():
    for table in ("reports", "failures", "findings", "runs"):
        (told,) = re.findall(rf"\*\*{table}\*\*(.*?)\n\n", DOCS, re.DOTALL)
        assert [name for name in TABLES[table] if f"`{name}`" not in told] == []
