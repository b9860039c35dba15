"""Whose figure it is, against the cases of tests/cases/region."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.extract import extract
from fupin_nlp.interpret.metadata import ReportMeta, read_metadata
from fupin_nlp.interpret.period import PartialDate, PeriodResolver
from fupin_nlp.interpret.region import RegionDecision, RegionResolver
from fupin_nlp.model import Document
from tests.support.cases import case_parameters
from tests.support.documents import clean_text, decoded, document
from tests.support.timing import grows_in_proportion


def decide(doc: Document, meta: ReportMeta, start: int, end: int) -> RegionDecision:
    sentence = max((s for s in doc.sentences if s.start <= start), key=lambda s: s.start)
    return RegionResolver(doc, meta).for_record(doc.sentences.index(sentence), start, end)


def run(case: dict[str, Any]) -> None:
    date = PartialDate(*map(int, case["date"].split("-")))
    meta = ReportMeta(region=case["region"], region_code=case["region_code"], date=date)
    start = case["text"].index(case["quantity"])
    doc = document(case["text"], headings=case.get("headings", ()))
    quantities = extract(doc)
    regions = RegionResolver(doc, meta).for_each(quantities)
    found = next(r for q, r in zip(quantities, regions, strict=True) if q.start <= start < q.end)
    assert {"name": found.name, "code": found.code} == case["expect"], found.evidence


@pytest.mark.parametrize("case", case_parameters("region", ("synthetic", "negative", "known_failures")))
def test_case(case: dict[str, Any]) -> None:
    run(case)


@pytest.mark.parametrize("case", case_parameters("region", ("wild",)))
def test_real_report(case: dict[str, Any], eval_dir: Path) -> None:
    text = decoded(eval_dir / "reports" / case["document"])
    name = case["document"].rsplit("/", 1)[-1]
    meta = read_metadata(clean_text(text, name))
    found = decide(document(text, name), meta, case["start"], case["end"])
    assert {"name": found.name, "code": found.code} == case["expect"], found.evidence


def test_without_a_region_of_the_report_only_named_places_are_given() -> None:
    text = "略阳县投入31万元。\n全市投入90万元。"
    doc = document(text)
    assert decide(doc, ReportMeta(), 5, 9).name == "略阳县"
    assert decide(doc, ReportMeta(), 16, 20) == RegionDecision(None, None, "the report's region")


@given(st.lists(st.sampled_from(["天气晴朗。", "工作有序。", "成效明显。"]), max_size=6))
def test_sentences_in_front_change_nothing(front: list[str]) -> None:
    meta = ReportMeta(region="汉中市", region_code="610700")
    text = "".join(front) + "水利局为略阳县投入资金31万元。"
    start = text.index("31万元")
    assert decide(document(text), meta, start, start + 4).code == "610727"


def test_a_county_that_has_moved_since_counts_as_inside_when_the_report_has_no_date() -> None:
    text = "公主岭市开展实用技能培训。截至目前，共培训301人。"
    start = text.index("301人")
    found = decide(document(text), ReportMeta(region="四平市", region_code="220300"), start, start + 4)
    assert (found.name, found.code) == ("公主岭市", "220381")


@pytest.mark.parametrize(
    "unit", ["略阳县、", "为略阳县投入5个", "全市5个", "目前5个每年", "在甲镇乙村5个", "2014年以来"]
)
def test_a_line_without_end_takes_time_in_proportion(unit: str) -> None:
    def read(count: int) -> None:
        text = unit * count
        doc = document(text)
        region = RegionResolver(doc, ReportMeta(region="汉中市", region_code="610700"))
        period = PeriodResolver(doc, PartialDate(2014, 12))
        for start in range(0, len(text), 50):
            region.for_record(0, start, start + 1)
            period.for_record(0, start, start + 1)

    assert grows_in_proportion(read, 1000, 4000, 16_000)


PIECES = [
    "略阳县", "为略阳县", "镇巴县、洋县", "全市", "全国", "全国农村", "北京市", "在仁村镇华严寺村", "汉中",
    "我县", "（西安）", "投入5万元", "培训6人", "等3个平台", "其中", "张志强", "，", "。", "；", "\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16))
def test_it_does_not_matter_which_sentences_are_searched_together(parts: list[str]) -> None:
    doc, meta = document("".join(parts)), ReportMeta(region="汉中市", region_code="610700")
    quantities = extract(doc)
    together = RegionResolver(doc, meta, sentences=dict.fromkeys(q.sentence for q in quantities))
    one_by_one = RegionResolver(doc, meta)
    expected = [one_by_one.for_record(q.sentence, q.outer_start, q.outer_end) for q in quantities]
    assert together.for_each(quantities) == expected
