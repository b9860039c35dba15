"""White space that says nothing is not there for what reads a cleaned text, and what divides stays."""

from __future__ import annotations

import pytest

from fupin_nlp.model import Alignment, CleanText, Damage, LeftOut, RawText, Span
from fupin_nlp.segment.spacing import BLANKS, even


def cleaned(text: str, **parts: tuple[object, ...]) -> CleanText:
    return CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),), **parts)  # type: ignore[arg-type]


@pytest.mark.parametrize("blank", BLANKS, ids=lambda blank: f"U+{ord(blank):04X}")
@pytest.mark.parametrize(
    ("spaced", "tight"),
    [
        ("投入_300_万元。", "投入300万元。"),
        ("到_2025_年，约_20_户、近_5.6_%。", "到2025年，约20户、近5.6%。"),
        ("（_30_个）共_12_公里", "（30个）共12公里"),
        ("2016_—_2020_年", "2016—2020年"),
        ("1_亿_2000_万元", "1亿2000万元"),
        ("降低_0.3_个_百分_点", "降低0.3个百分点"),
        ("300_万_元_以上", "300万元以上"),
    ],
)
def test_blanks_around_numbers_go(blank: str, spaced: str, tight: str) -> None:
    assert even(cleaned(spaced.replace("_", blank))).text == tight


@pytest.mark.parametrize(
    "text",
    [
        "贫困户\t7户\t800户",  # cells
        "县名  户数  金额",
        "3000 12500",  # two numbers
        "G312 45公里",  # a code and a number
        "表1 各乡镇投入",  # the name of a table
        "1亿 2000万元",  # two numbers or one: not decided here
        "3个 月饼",
        "三 5户",
        "投入 帮扶",
    ],
)
def test_what_divides_stays(text: str) -> None:
    text = f"概况如下\n{text}"
    assert even(cleaned(text)).text == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f"], ids=ascii)
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "\u2003", "\u00a0\u00a0", "\t"], ids=ascii)
def test_lines_end_and_begin_alike(end: str, indent: str) -> None:
    assert even(cleaned(f"{indent}一、产业{end}{indent}建成3个。 {end}")).text == "一、产业\n建成3个。\n"


def test_a_text_without_such_blanks_is_the_same_object() -> None:
    clean = cleaned("全县脱贫300户。\n\t3\t4\n")
    assert even(clean) is clean


def test_spans_and_damage_go_along() -> None:
    text = "投入 300 万元。\r\n3�户"
    clean = CleanText(
        RawText(text),
        text,
        Alignment.identity(),
        body=(Span(0, 12),),
        left_out=(LeftOut(12, len(text), "x"),),
        damage=(Damage("replacement_character", 13, 14, "x"),),
    )
    found = even(clean)
    assert found.text == "投入300万元。\n3�户"
    assert [found.text[s.start : s.end] for s in found.body] == ["投入300万元。\n"]
    assert found.text[found.left_out[0].start : found.left_out[0].end] == "3�户"
    assert found.text[found.damage[0].start : found.damage[0].end] == "�"
    assert text[slice(*found.raw_span(2, 7))] == "300 万元"
