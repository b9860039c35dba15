"""Figures that contradict one another are told, and only those."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import fupin_nlp as fp
from fupin_nlp.model.finding import FINDING_COLUMNS, FINDING_KINDS, FINDING_LABELS_ZH, SEVERITIES
from fupin_nlp.report.findings import findings_between
from tests.support.cases import case_parameters, read_cases


@pytest.mark.parametrize("case", case_parameters("findings"))
def test_case(case: dict[str, Any]) -> None:
    report = fp.parse(case["text"], name="望奎县.txt")
    told = {r.id: r.clean for r in report.records}
    found = [
        {
            "kind": f.kind,
            "severity": f.severity,
            "expected": f.expected,
            "found": f.found,
            "records": [told[i] for i in f.records],
        }
        for f in report.findings
    ]
    numbers = {"expected", "found"}
    wanted = [{k: Decimal(v) if k in numbers else v for k, v in f.items()} for f in case["expect"]]
    assert found == wanted


def test_every_kind_has_a_case_a_label_and_a_severity_that_is_known() -> None:
    expected = [finding for case in read_cases("findings") for finding in case["expect"]]
    assert {finding["kind"] for finding in expected} == set(FINDING_KINDS)
    assert {finding["severity"] for finding in expected} == set(SEVERITIES)
    assert set(FINDING_LABELS_ZH) == set(FINDING_COLUMNS)


def test_a_message_quotes_the_figures_as_written() -> None:
    finding = fp.parse("投入187亿元，其中工业96亿元、道路62亿元、教育39亿元。").findings[0]
    assert finding.message == "分项之和大于总数：96亿元＋62亿元＋39亿元＝197亿元，总数为187亿元"
    assert finding.to_dict()["expected"] == 19_700_000_000


def test_reports_are_compared_with_one_another(tmp_path: Path) -> None:
    for name, share in (("望奎县_2019.txt", "6.1%"), ("望奎县_2020.txt", "7.3%"), ("青冈县_2020.txt", "8.1%")):
        (tmp_path / name).write_text(f"2019年，全县地区生产总值增长{share}。", encoding="utf-8")
    found = fp.Corpus.from_folder(tmp_path, progress=False).findings
    assert [(f.kind, f.severity, f.doc, f.records) for f in found] == [
        ("two_values", "hint", "望奎县_2019.txt", ("望奎县_2019.txt#0", "望奎县_2020.txt#0"))
    ]


def test_the_folder_of_samples_holds_the_contradiction_that_was_written_into_it() -> None:
    from fupin_nlp.report.samples import sample_folder

    found = fp.Corpus.from_folder(sample_folder(), progress=False).findings
    assert [(f.kind, f.doc) for f in found] == [("parts_exceed_total", "2022_兰考县_政府工作报告.txt")]


def test_real_reports_raise_few_alarms(eval_dir: Path) -> None:
    """All findings on the 32 reports were read: one was left, a province beside ten of its cities.

    A change of the rules that puts figures together which have nothing to do with one another shows here.
    """
    found = fp.Corpus.from_folder(eval_dir / "reports", progress=False).findings
    assert len(found) <= 3, [f.message for f in found]
    assert [f.message for f in found if f.severity == "error"] == []


def test_findings_do_not_depend_on_the_order_of_unrelated_records() -> None:
    first, second = fp.parse("培训301人，其中电工213人、焊工98人。").records, fp.parse("修路5公里。", name="b").records
    assert findings_between([*first, *second]) == findings_between([*second, *first]) == ()


def test_the_sums_of_the_samples_are_linked_and_those_that_do_not_hold_are_told() -> None:
    from fupin_nlp.report.samples import sample_folder

    lines = (sample_folder() / "sums.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) >= 10
    rows = [line.split("\t") for line in lines]
    reports = {doc: fp.read(sample_folder() / doc) for doc in {row[0] for row in rows}}
    for doc, total, parts, holds in rows:
        report = reports[doc]
        text = {r.id: r.text for r in report.records}
        told = {tuple(text[i] for i in f.records) for f in report.findings}
        assert ((total, *parts.split(" + ")) in told) == (holds == "no"), (doc, total)
        linked = {(r.text, text[r.part_of]) for r in report.records if r.part_of is not None}
        assert {(part, total) for part in parts.split(" + ")} <= linked, (doc, total)
