"""What the library promises of every document holds for documents that nobody would write; `make fuzz` draws more."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from tools.fuzz import Fuzzer, keep

from fupin_nlp.errors import InterpretError
from fupin_nlp.interpret import interpret
from fupin_nlp.report.export import json_line, write_records
from tests.support.cases import read_cases
from tests.support.fuzzing import Document, documents
from tests.support.promises import Checker


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as checker:
        yield checker


@pytest.mark.parametrize("case", read_cases("fuzz"), ids=lambda case: case["id"])
def test_what_was_found_once(checker, case):
    checker.check(Document(case["name"], base64.b64decode(case["data"]), case["form"]))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_any_document(checker, document):
    checker.check(document)


def test_the_same_seed_draws_the_same_documents():
    drawn: list[list[Document]] = []
    for _ in range(2):
        fuzzer, seen = Fuzzer(1e9, first=7, of_round=20), []
        fuzzer.round(seen.append)
        drawn.append(seen)
    assert drawn[0] == drawn[1]
    assert len({document.name for document in drawn[0]}) > 3


def test_a_broken_promise_is_found_made_small_and_kept(tmp_path):
    def check(document: Document) -> None:
        assert b"%" not in document.data, "a promise"

    fuzzer = Fuzzer(1e9, first=0, of_round=60)
    fuzzer.round(check)
    (fault,) = fuzzer.faults.values()
    assert fault.what.startswith("AssertionError: a promise")
    assert len(fault.document.data) < 60, fault.document
    keep([fault], tmp_path / "kept.jsonl")
    (row,) = map(json.loads, (tmp_path / "kept.jsonl").read_text(encoding="utf-8").splitlines())
    assert Document(row["name"], base64.b64decode(row["data"]), row["form"]) == fault.document
    fuzzer.round(check)
    assert len(fuzzer.faults) == 1  # what is known is not told again


def test_a_mistake_of_the_fuzzer_is_no_fault_of_the_library(monkeypatch):
    monkeypatch.setattr("tests.support.fuzzing.mojibake", None)
    with pytest.raises(TypeError):
        Fuzzer(1e9, first=0, of_round=60).round(lambda _: None)


TEXT = "2019年，全县脱贫7800户，其中易地搬迁300户，发放贷款5.5亿元。".encode()


@pytest.mark.parametrize(
    ("form", "what", "broken"),
    [
        ("jsonl", "tests.support.promises.json_line", lambda record: json_line(replace(record, start=0))),
        ("csv", "tests.support.promises.write_records", lambda rows, path, form: write_records(rows[1:], path, form)),
        ("jsonl", "fupin_nlp.report.report.interpret", lambda *a: interpret(*a)[::-1]),
        ("jsonl", "fupin_nlp.report.report.interpret", lambda *a: tuple(replace(r, text="户") for r in interpret(*a))),
        ("jsonl", "fupin_nlp.report.report.interpret", lambda *a: tuple(replace(r, unit="") for r in interpret(*a))),
        ("jsonl", "fupin_nlp.report.refusals.extract", lambda *_, **__: 1 / 0),
        ("jsonl", "tests.support.promises.replay", lambda text, edits: text[1:]),
    ],
    ids=range(7),
)
def test_the_check_sees_what_is_broken(checker, monkeypatch, form, what, broken):
    document = Document("2019年青山县工作总结.txt", TEXT, form)
    checker.check(document)
    monkeypatch.setattr(what, broken)
    with pytest.raises((AssertionError, InterpretError)):
        checker.check(document)
