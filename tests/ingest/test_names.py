"""Names of any bytes: readable where they can be, escaped in one way, and the same bytes again."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.ingest import find_sources
from fupin_nlp.ingest.names import escape_name, legible, unescape_name


@given(st.binary(min_size=1, max_size=40))
def test_any_bytes_come_back(data):
    name = os.fsdecode(data)
    assert os.fsencode(unescape_name(escape_name(name))) == data
    escape_name(name).encode()
    legible(name).encode()


@given(st.text(alphabet="\\x4156ab\udc80\udcff", max_size=30))
def test_names_that_look_escaped_come_back(name):
    assert unescape_name(escape_name(name)) == name


@pytest.mark.parametrize("name", ["报告.txt", r"C:\reports\a.txt", "a b.txt", "é.txt", "100%.txt"])
def test_other_names_stay_as_they_are(name):
    assert escape_name(name) == name == legible(name)


def test_two_encodings_of_one_name_are_two_documents(tmp_path):
    for encoding in ("utf-8", "gbk"):
        (tmp_path / os.fsdecode("报告.txt".encode(encoding))).write_text("投入5万元。", encoding="utf-8")
    docs = [source.doc for source in find_sources([tmp_path])]
    assert len(set(docs)) == 2
    assert all("报告.txt" in doc for doc in docs)
