"""Quantities: cases as data, one runner."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.extract import TooManyFiguresError, extract, read_numeral
from fupin_nlp.extract.surroundings import is_doubtful
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Alignment, CleanText, Damage, Quantity, RawText, Span
from fupin_nlp.segment import segment

CASES = Path(__file__).parent / "cases"


def cleaned(text: str, damage: tuple[Damage, ...] = ()) -> CleanText:
    return CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),), damage=damage)


def quantities(text: str, damage: tuple[Damage, ...] = ()) -> tuple[Quantity, ...]:
    return extract(segment(cleaned(text, damage)))


def rows(path: str) -> list[Any]:
    lines = (CASES / path).read_text(encoding="utf-8").splitlines()
    return [pytest.param(row, id=row["id"]) for row in map(json.loads, lines)]


def seen(quantity: Quantity, text: str) -> list[Any]:
    """Return a quantity as the cases write it."""
    high = None if quantity.value_max is None else str(quantity.value_max.normalize().to_eng_string())
    assert quantity.value is not None
    return [text[quantity.start : quantity.end], Decimal(quantity.value), high, quantity.unit, quantity.bound]


def wanted(row: list[Any]) -> list[Any]:
    text, low, high, unit, bound = row
    return [text, Decimal(low), None if high is None else str(Decimal(high).normalize().to_eng_string()), unit, bound]


@pytest.mark.parametrize("row", rows("quantity/synthetic.jsonl"))
def test_quantities_are_read(row: dict[str, Any]) -> None:
    text = row["text"]
    spelled = segment(cleaned(text)).clean.text
    assert [seen(q, spelled) for q in quantities(text)] == [wanted(w) for w in row["expect"]]


@pytest.mark.parametrize("row", rows("quantity/negative.jsonl"))
def test_what_is_no_quantity_is_left_alone(row: dict[str, Any]) -> None:
    spelled = segment(cleaned(row["text"])).clean.text
    assert [spelled[q.start : q.end] for q in quantities(row["text"])] == row.get("only", [])


@pytest.mark.parametrize("row", rows("numeral/equivalent.jsonl"))
def test_all_surfaces_of_a_value_are_read_alike(row: dict[str, Any]) -> None:
    for surface in row["surfaces"]:
        numeral = read_numeral(surface)
        assert (surface, numeral.low, numeral.high) == (
            surface,
            Decimal(row["value"]),
            None if row.get("max") is None else Decimal(row["max"]),
        )


def test_a_swallowed_digit_makes_the_value_unknown() -> None:
    text = "总人口640人，比例较大。"
    (found,) = quantities(text, (Damage("swallowed_digit", 3, 3, "a byte pair was lost"),))
    assert (found.value, found.value_max, found.certain, found.unit) == (None, None, False, "人")


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "亿" * 100_000,
        "1亿" * 50_000,
        "1,000" * 20_000,
        "1-" * 50_000,
        "“" * 100_000,
        "一、" * 50_000,
        "两" * 100_000 + "户",
        "1 " * 50_000,
        "第" * 100_000,
        "1.1" * 30_000,
        "百分之" * 30_000,
        "。" * 100_000,
        "(" * 100_000 + ")" * 100_000,
        "单位：" * 30_000,
        "至少1" * 30_000,
        "（一）" * 30_000,
        "好.1" * 30_000,
    ],
    ids=range(18),
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    start = time.process_time()
    quantities(text)
    assert time.process_time() - start < 5


@given(st.text(alphabet="1２.,、-~一两十百万亿几多余元户%个成半分之第每前近以上约从到负“”\n ", max_size=60))
def test_quantities_are_disjoint_inside_and_deterministic(text: str) -> None:
    found = quantities(text)
    assert found == quantities(text)
    last = 0
    for quantity in found:
        assert last <= quantity.outer_start <= quantity.start < quantity.end <= quantity.outer_end <= len(text)
        assert (quantity.value is None) is not quantity.certain
        assert quantity.value_max is None or quantity.value_max > quantity.value
        last = quantity.end


@given(st.integers(1, 10**9), st.sampled_from(["元", "户", "个百分点", "万元", "亿千瓦时", "%"]))
def test_full_width_is_read_as_half_width(number: int, unit: str) -> None:
    half = f"投入{number}{unit}。"
    full = half.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert [(q.value, q.unit, q.start, q.end) for q in quantities(full)] == [
        (q.value, q.unit, q.start, q.end) for q in quantities(half)
    ]
    assert len(quantities(half)) == 1


@pytest.mark.parametrize("row", rows("quantity/synthetic.jsonl"))
def test_a_sentence_in_front_only_shifts_spans(row: dict[str, Any]) -> None:
    front = "会议听取了汇报。"
    shifted = [(q.start - len(front), q.end - len(front), q.value, q.bound) for q in quantities(front + row["text"])]
    assert shifted == [(q.start, q.end, q.value, q.bound) for q in quantities(row["text"])]


def test_every_unit_is_read_behind_a_number() -> None:
    wrong = []
    for surface, unit in units().surfaces():
        found = quantities(f"共计3{surface}。")
        if [(q.value, q.unit) for q in found] != [
            (Decimal(3) * (10 if unit.name == "成" else 1), unit.name.replace("成", "%"))
        ]:
            wrong.append(surface)
    assert wrong == []


# Where a mutant of the code lived: each line tells apart what it did from what is meant.


@pytest.mark.parametrize(
    ("text", "value", "unit", "rule"),
    [
        ("贫困户占三成五。", "35", "%", "tenths"),
        ("贫困户占七成六左右。", "76", "%", "tenths"),
        ("贫困户占三成五的比例不变。", "35", "%", "tenths"),
        ("三成五保户已入住。", "30", "%", "tenths"),
        ("建成道路3公里半。", "3.5", "公里", "and_half"),
        ("工期3年半。", "3.5", "年", "and_half"),
        ("路程3小时半以内。", "3.5", "小时", "and_half"),
        ("历时3个月半完成。", "3.5", "个月", "and_half"),
        ("停工3天，半夜赶工。", "3", "天", "number"),
        ("停工3天半夜赶工。", "3", "天", "number"),
        ("票价五元零五分。", "5.05", "元", "coins"),
        ("占总数的三分之二。", "66.666667", "%", "fraction"),
        ("总投资五亿。", "500000000", "元", "noun_before"),
        ("担负3项任务。", "3", "项", "number"),
        ("胜负3场。", "3", "场", "number"),
        ("增长负3.9%。", "-3.9", "%", "number"),
        ("投入300万元以来，变化明显。", "3000000", "元", "number"),
        ("每户补助3000元以内。", "3000", "元", "number"),
    ],
)
def test_value_unit_and_rule(text: str, value: str, unit: str, rule: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.unit, found.rule) == (Decimal(value), unit, rule)


@pytest.mark.parametrize("text", ["编号A/3户。", "/3户。", "用了一天。", "架起一座桥通向外面。"])
def test_what_looks_like_a_quantity_beside_a_sign_or_an_article_is_none(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize("text", ["共三亿万元。", "共五亿万户。"])
def test_a_magnitude_behind_a_larger_one_has_no_value(text: str) -> None:
    (found,) = quantities(text)
    assert (found.value, found.certain) == (None, False)


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("投入25\ufffd亿元", True),
        ("投入25\ue000亿元", True),
        ("投入25亿元", False),
        ("投入25，亿元", False),
        ("投入25", False),
        ("  □25亿元", False),
        ("共有□25亿元", True),
    ],
)
def test_a_lost_character_beside_a_number(text: str, doubtful: bool) -> None:
    start = text.index("25")
    assert is_doubtful(text, start, start + 2) is doubtful


@pytest.mark.parametrize(
    ("kind", "start", "end", "certain"),
    [
        ("swallowed_digit", 3, 3, False),  # before the number
        ("swallowed_digit", 7, 7, False),  # behind it
        ("lost_character", 4, 5, False),
        ("lost_character", 2, 3, True),
        ("lost_character", 7, 8, True),
    ],
)
def test_damage_makes_doubtful_what_it_touches_or_stands_in(kind: str, start: int, end: int, certain: bool) -> None:
    text = "总人口640人，比例较大。"
    (found,) = quantities(text, (Damage(kind, start, end, "lost"),))
    assert found.certain is certain


def test_a_document_with_more_figures_than_allowed_is_told():
    several = segment(cleaned("脱贫3户、5人，修路2公里。"))
    assert extract(several, most=3) == extract(several)
    with pytest.raises(TooManyFiguresError, match=r"^3 figures, more than 2, the limit$"):
        extract(several, most=2)


@pytest.mark.parametrize("number", ["3 ", "3户", "三户，", "3\n"])
def test_the_search_ends_at_ten_times_as_many_numbers(number):
    document = segment(cleaned(number * 1000))
    assert extract(document, most=1000) == extract(document)
    with pytest.raises(TooManyFiguresError, match=r"^more than 500 numbers, ten times the limit of figures$"):
        extract(document, most=50)


@pytest.mark.parametrize(
    ("text", "shares"),
    [("完成任务的1/2。", ["50"]), ("完成3/4的任务。", ["75"]), ("合格率3/3，", []), ("第3/3页", []), ("达到4/3。", [])],
)
def test_a_share_of_the_whole_is_less_than_it_and_written_without_exponent(text, shares):
    assert [str(q.value) for q in quantities(text) if q.rule == "fraction"] == shares


@pytest.mark.parametrize(
    ("text", "machines"),
    [("三台、盐亭等县通车。", 0), ("购置三台、修理两台。", 2), ("三台、电脑两台", 2)],
)
def test_the_short_name_of_a_county_beside_another_is_no_number(text, machines):
    assert [q.unit for q in quantities(text)] == ["台"] * machines


@pytest.mark.parametrize(
    ("first", "value", "certain"),
    [("1.5", 15000, True), ("800", 800, True), ("50", None, False)],
)
def test_a_number_that_may_share_the_magnitude_of_the_next_is_doubtful(first, value, certain):
    shared = quantities(f"投入{first}、1.2万元。")[0]
    assert (shared.value, shared.certain) == (value, certain)


@pytest.mark.parametrize(
    ("text", "value"),
    [("增长（-3%）", -3), ("变化为：－2.5%", Decimal("-2.5")), ("A-3%", 3), ("增长-3%", -3)],
)
def test_a_sign_stands_behind_a_bracket_a_colon_or_a_word(text, value):
    assert quantities(text)[-1].value == value


@pytest.mark.parametrize("text", ["15—-3%", "-4.5—-2.5%", "5～-1%"])
def test_a_sign_behind_a_dash_may_be_that_of_the_second_end(text):
    assert [q.value for q in quantities(text)] == [None]


@pytest.mark.parametrize(("before", "certain"), [("(cid:12)", False), ("(12)", True), ("(二)", True)])
def test_a_glyph_without_a_character_makes_the_number_behind_it_doubtful(before, certain):
    assert quantities(f"脱贫{before}5户")[0].certain is certain
