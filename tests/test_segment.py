"""Sentences and sections."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.model import Alignment, CleanText, Document, RawText, Span
from fupin_nlp.segment import segment


def cleaned(text: str, body: tuple[Span, ...] | None = None) -> CleanText:
    whole = (Span(0, len(text)),) if body is None else body
    return CleanText(RawText(text), text, Alignment.identity(), body=whole)


def sentences(text: str) -> list[str]:
    document = segment(cleaned(text))
    return [document.text_of(s).strip() for s in document.sentences]


def paths(text: str) -> list[tuple[str, ...]]:
    return [s.path for s in segment(cleaned(text)).sections]


@given(
    st.text(alphabet="一二、（）()“”。！？；.!?\n 项工作1二是——着力\u3000", max_size=120),
    st.integers(0, 120),
    st.integers(0, 120),
)
def test_sentences_cover_the_body_without_loss_or_overlap(text: str, a: int, b: int) -> None:
    a, b = sorted((min(a, len(text)), min(b, len(text))))
    spans = tuple(s for s in (Span(0, a), Span(b, len(text))) if s.start < s.end)
    document = segment(cleaned(text, spans))
    at = 0
    for span in document.clean.body:  # without the white space that says nothing
        pos = span.start
        while pos < span.end:
            assert document.sentences[at].start == pos
            assert document.sentences[at].end > pos
            pos = document.sentences[at].end
            at += 1
        assert pos == span.end
    assert at == len(document.sentences)
    check_sections(document)


def check_sections(document: Document) -> None:
    for sentence in document.sentences:
        section = document.sections[sentence.section]
        assert section.start <= sentence.start
        assert sentence.start < section.end
    assert [s.start for s in document.sections] == sorted(s.start for s in document.sections)


def test_a_decimal_point_and_a_list_number_end_no_sentence() -> None:
    assert sentences("共投入3.5亿元。1.修路") == ["共投入3.5亿元。", "1.修路"]


def test_a_stop_inside_quotes_or_brackets_ends_no_sentence() -> None:
    assert sentences("他说“好。真好！”大家笑了。完") == ["他说“好。真好！”大家笑了。", "完"]
    assert sentences("工作（不含县。）完成。是的") == ["工作（不含县。）完成。", "是的"]


def test_a_bracket_that_is_never_closed_swallows_nothing() -> None:
    assert sentences("他说“好。真好！大家笑了。") == ["他说“好。", "真好！", "大家笑了。"]


def test_a_quotation_that_is_a_sentence_takes_its_closing_mark() -> None:
    assert sentences("“今年收成好。”老张说。") == ["“今年收成好。”", "老张说。"]


def test_headings_nest_by_their_numbering() -> None:
    text = "一、过去一年工作\n（一）产业发展\n1.种植业\n建成基地3个。\n（二）教育\n资助5人。\n二、下一步\n继续。"
    assert paths(text) == [
        ("过去一年工作",),
        ("过去一年工作", "产业发展"),
        ("过去一年工作", "产业发展", "种植业"),
        ("过去一年工作", "教育"),
        ("下一步",),
    ]


def test_a_lead_behind_a_number_is_a_heading_and_the_rest_is_text() -> None:
    text = "（三）推动城乡融合，促进共同富裕。改造小区8个。\n——经济稳中有进。增长5%。"
    document = segment(cleaned(text))
    assert [(document.text_of(s).strip(), s.heading) for s in document.sentences] == [
        ("（三）推动城乡融合，促进共同富裕。", True),
        ("改造小区8个。", False),
        ("——经济稳中有进。", True),
        ("增长5%。", False),
    ]
    assert paths(text) == [("推动城乡融合，促进共同富裕",), ("推动城乡融合，促进共同富裕", "经济稳中有进")]


def test_an_inline_item_without_a_title_ends_the_heading_of_the_item_before() -> None:
    text = "一、党建引领。一是落实责任制。开会3次。二是投入资金5万元用于修路。完工。"
    assert paths(text) == [("党建引领",), ("党建引领", "落实责任制"), ("党建引领",)]


def test_greetings_are_no_headings() -> None:
    assert paths("各位代表：\n过去一年不平凡，\n投入5亿元。") == [()]


def test_a_year_in_a_heading_keeps_it_a_heading() -> None:
    text = "一、2025年工作回顾\n增长5%。\n二、2026年主要目标\n（一）完成10件实事\n力争增长5%。"
    text += "\n2026年1月27日\n来源：日报\n完。"
    assert paths(text) == [
        ("2025年工作回顾",),
        ("2026年主要目标",),
        ("2026年主要目标", "完成10件实事"),
    ]


def test_a_dated_line_without_a_number_stands_above_numbered_parts() -> None:
    text = "“十五五”时期主要目标和2026年重点工作\n一、做强产业\n（一）种植\n建成基地3个。\n二、改善民生\n资助5人。"
    chapter = "“十五五”时期主要目标和2026年重点工作"
    assert paths(text) == [
        (chapter,),
        (chapter, "做强产业"),
        (chapter, "做强产业", "种植"),
        (chapter, "改善民生"),
    ]


@pytest.mark.parametrize(
    "turn",
    ["各位代表！五年来，全县面貌一新。", "刚刚过去的2025年，全县上下齐心。", "“十四五”时期是全县发展最快的五年。"],
)
def test_the_next_part_of_a_chapter_does_not_hang_under_the_last_item(turn: str) -> None:
    text = f"一、工作回顾\n（一）产业\n建成基地3个。\n（二）教育\n资助5人。\n{turn}\n——实力更强了。产值9亿元。"
    assert paths(text) == [
        ("工作回顾",),
        ("工作回顾", "产业"),
        ("工作回顾", "教育"),
        ("工作回顾",),
        ("工作回顾", "实力更强了"),
    ]


def test_a_lead_about_the_years_is_an_item_of_its_own() -> None:
    text = "一、工作回顾\n（一）产业\n建成基地3个。\n这五年，全县产业更强。\n产值9亿元。"
    assert paths(text) == [("工作回顾",), ("工作回顾", "产业"), ("工作回顾", "这五年，全县产业更强")]


def test_the_announcement_of_a_list_is_no_heading_of_it() -> None:
    text = "一、工作回顾\n——这是综合实力大增的五年。产值9亿元。\n五年来，主要做了以下工作。\n——壮大产业。建成基地3个。"
    assert paths(text) == [
        ("工作回顾",),
        ("工作回顾", "这是综合实力大增的五年"),
        ("工作回顾",),
        ("工作回顾", "壮大产业"),
    ]
