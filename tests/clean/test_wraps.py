"""Lines broken at a fixed width are joined, and nothing else: cases in tests/cases/wraps, and texts wrapped here."""

from __future__ import annotations

import pytest
import regex
from tests.support.cases import case_parameters
from tests.support.damage import Layout, wrap_paragraphs
from tests.support.places import ROOT

from fupin_nlp.clean import clean, explain, replay, segmentation
from fupin_nlp.extract import extract
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.model import RawText
from fupin_nlp.segment import segment

LAYOUTS = {
    "28 characters": Layout(28),
    "40 characters, numbers whole": Layout(40, whole_numbers=True, hanging=True),
    "22 characters, indented": Layout(22, indent="　　", hanging=True),
    "72 columns, indented": Layout(72, columns=True, indent="　　", whole_numbers=True, hanging=True),
    "76 columns, indented by four": Layout(76, columns=True, indent="    "),
}


@pytest.mark.parametrize("case", case_parameters("wraps", ["synthetic", "known_failures"]))
def test_broken_lines_are_joined(case):
    cleaned = clean(RawText(case["text"]))
    assert cleaned.text == case["expect"], "\n".join(explain(cleaned))
    assert replay(case["text"], cleaned.edits) == cleaned.text


@pytest.mark.parametrize("case", case_parameters("wraps", ["negative"]))
def test_lines_that_are_whole_stay(case):
    cleaned = clean(RawText(case["text"]))
    assert cleaned.edits == (), "\n".join(explain(cleaned))


def test_the_sample_report_with_wraps_is_as_it_was_written():
    (path,) = (ROOT / "corpus").glob("2023_*.txt")
    (written,) = (ROOT / "corpus" / "clean").glob("2023_*.clean")
    lines = [line for line in clean(read_file(path)).text.split("\n") if line]
    assert lines == [line for line in written.read_text(encoding="utf-8").split("\n") if line]


def test_a_quantity_across_a_break_has_it_in_its_raw_text():
    (path,) = (ROOT / "corpus").glob("2023_*.txt")
    raw = read_file(path)
    cleaned = clean(raw)
    texts = set()
    for quantity in extract(segment(cleaned)):
        start, end = cleaned.raw_span(quantity.start, quantity.end)
        assert (
            regex.sub(r"\n(?:\n— \d+ —\n\n)?", "", raw.text[start:end]) == cleaned.text[quantity.start : quantity.end]
        )
        texts.add(raw.text[start:end])
    assert {"312.6亿\n元", "3.5万\n亩"} <= texts


@pytest.mark.parametrize("name", LAYOUTS)
def test_wrapped_reports_become_paragraphs_again(name, eval_dir):
    """98 % of the breaks inside sentences go; none between paragraphs where they are indented, else under 2 %."""
    layout = LAYOUTS[name]
    inside = joined = wrong = borders = 0
    for source in find_sources([eval_dir / "reports" / "district_gb18030"]):
        paragraphs = [line.strip() for line in read_file(source.path).text.split("\n") if line.strip()]
        text, breaks = wrap_paragraphs(paragraphs, layout)
        gone = {text.index("\n", e.start) for e in clean(RawText(text)).edits if e.step == "wraps"}
        hard = {at for at, ends in breaks.items() if not ends and text[at - 1] not in "。！？：”"}
        inside += len(hard)
        joined += len(hard & gone)
        borders += sum(breaks.values())
        wrong += sum(breaks[at] for at in gone)
    assert inside > 1000
    assert joined >= 0.98 * inside
    assert wrong <= (0 if layout.indent else 0.02 * borders)


def test_words_are_the_same_looked_up_in_the_text_of_the_dictionary_and_taken_apart() -> None:
    words = ["困户", "户均", "", "B超", "B超 3", "B超 3 n", "甲乙", "\n", "人均", " ", "贫\n困", "經濟", "经济"]
    segmentation._is_known.cache_clear()
    segmentation._counts.cache_clear()
    one_by_one = [segmentation.is_word(word) for word in words]
    assert segmentation._counts.cache_info().currsize == 0
    assert one_by_one == [segmentation._simplify(word) in segmentation._counts() for word in words]
    assert dict(zip(words, one_by_one, strict=True))["B超 3"] is False
    assert one_by_one.count(True) == 6
