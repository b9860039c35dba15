"""The grammar of numerals: each value reads back from all its surfaces, and the slow reader denies nothing read."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fupin_nlp.extract import NumberError, extract, read_numeral
from fupin_nlp.extract.numerals import DoubtfulNumberError
from fupin_nlp.lexicon.units import units
from fupin_nlp.model import Alignment, CleanText, Quantity, RawText, Span
from fupin_nlp.segment import segment
from tests.support.numerals import DIGITS, MAGNITUDES, readings, surfaces

VALUES = st.one_of(
    st.integers(0, 99_999),
    st.integers(0, 10**13),
    st.builds(lambda digit, power: digit * 10**power, st.integers(1, 999), st.integers(0, 10)),
    st.builds(
        lambda a, i, b, j: a * 10**i + b * 10**j,
        st.integers(1, 9),
        st.integers(4, 12),
        st.integers(1, 99),
        st.integers(0, 6),
    ),
)
UNITS = ("元", "户", "亩", "公里", "人次")


def quantities(text: str) -> tuple[str, tuple[Quantity, ...]]:
    document = segment(CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),)))
    return document.clean.text, extract(document)


@given(VALUES)
@example(0)
@example(10**13)
@example(10_010)
@example(100_000_001)
@settings(max_examples=400, deadline=None)
def test_every_value_reads_back_from_all_its_surfaces(value: int) -> None:
    wrong = {surface: read_numeral(surface).low for surface in surfaces(value) if read_numeral(surface).low != value}
    assert wrong == {}


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_the_slow_reader_reads_the_same(value: int) -> None:
    for surface in surfaces(value):
        plain = surface.translate(
            str.maketrans("０１２３４５６７８９，．壹贰叁肆伍陆柒捌玖拾佰仟", "0123456789,.一二三四五六七八九十百千")
        )
        assert readings(plain) == {Decimal(value)}, surface


@given(VALUES.filter(lambda value: value >= 100), st.sampled_from(UNITS), st.sampled_from(["多", "余", ""]))
@settings(max_examples=200, deadline=None)
def test_a_quantity_in_a_sentence_reads_back(value: int, unit: str, inner: str) -> None:
    for surface in surfaces(value):
        if surface[0] in "〇零" or set(surface) <= set("〇一二三四五六七八九") or set(surface) <= set(MAGNITUDES):
            continue  # digits one by one are names and years in running text, and a bare magnitude is a size
        text, found = quantities(f"全县共完成{surface}{inner}{unit}，")
        told = [(text[q.start : q.end], q.value, q.unit, q.bound) for q in found]
        assert told == [(f"{surface}{inner}{unit}", Decimal(value), unit, "over" if inner else "exact")], surface


@given(
    st.lists(st.integers(11, 999), min_size=2, max_size=4),
    st.sampled_from(["万", "亿", "千万"]),
    st.sampled_from(["和", "、", "及"]),
)
@settings(max_examples=150, deadline=None)
def test_a_list_shares_its_magnitude(tenths: list[int], magnitude: str, joint: str) -> None:
    written = [f"{n // 10}.{n % 10}" for n in tenths]
    power = 10 ** {"万": 4, "亿": 8, "千万": 7}[magnitude]
    text, found = quantities(f"三年分别投入{'、'.join(written[:-1])}{joint}{written[-1]}{magnitude}元。")
    assert [q.value for q in found] == [Decimal(n) / 10 * power for n in tenths], text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("分别脱贫800、1.2万人。", [800, 12000]),
        ("分别投入1200、3万元。", [1200, 30000]),
        ("分别投入1.2亿、3.4万元。", [120000000, 34000]),
        ("分别提高3.9、5.7个百分点。", ["3.9", "5.7"]),
        ("脱贫2000户和1.2万人。", [2000, 12000]),
    ],
)
def test_a_number_of_its_own_shares_none(text: str, values: list[object]) -> None:
    assert [q.value for q in quantities(text)[1]] == [Decimal(str(v)) for v in values]


@given(st.text(alphabet="0123456789.一二三四五六七八九两十百千万亿零〇点", min_size=1, max_size=12))
@settings(max_examples=3000, deadline=None)
def test_what_the_fast_reader_reads_the_slow_one_reads(text: str) -> None:
    try:
        found = read_numeral(text)
    except NumberError:
        return
    if found.high is None:
        assert found.low in readings(text), text


JUNK = "�□?|*'’^•·\ue000`~-—、，。/()%"


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_random_strings_give_no_certain_value_that_the_slow_reader_denies(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = (
        "0123456789" * 4 + ".,," + "一二三五八两" + "十百千万亿零" * 2 + "元户人亩个公里%" * 2 + "约近共投入" + JUNK
    )
    for _ in range(60):
        text = "全县共" + "".join(chance.choice(alphabet) for _ in range(chance.randint(2, 16))) + "。"
        spelled, found = quantities(text)
        for quantity in found:
            if quantity.certain:
                check(spelled, quantity)


def check(text: str, quantity: Quantity) -> None:
    """Hold a certain quantity against the slow reader: its numeral, and that the numeral is whole."""
    surface = text[quantity.start : quantity.end].lstrip("-负")
    if quantity.rule not in ("number", "shared_unit", "range") or quantity.value_max is not None:
        return
    numeral = surface.rstrip(
        "".join(c for c in surface if c not in DIGITS and c not in MAGNITUDES and c not in "0123456789")
    )
    while numeral and units().match(f"{numeral}。", len(numeral)) is not None:
        numeral = numeral[:-1]
    plain = "".join("点" if c in "·•‧・" else c for c in numeral if c not in "多余几")
    allowed = {v * 10**power for v in readings(plain) for power in (0, 1, 2, 3, 4, 5, 6, 7, 8, 12)}
    value = abs(quantity.value) if quantity.value is not None else None
    assert value in (allowed if quantity.rule == "shared_unit" else readings(plain)) or _pair(plain), (text, surface)
    left, before = text[quantity.start - 1], text[quantity.start - 2 : quantity.start - 1]
    if surface[0].isdecimal():
        assert not left.isdecimal(), (text, surface)
        assert not (before.isdecimal() and left in "�□?|*'’^•·\ue000`.,"), (text, surface)
        assert left not in "�□\ue000", (text, surface)


def _pair(numeral: str) -> bool:
    """Whether the numeral is a range in itself."""
    try:
        return read_numeral(numeral).high is not None
    except NumberError:
        return False


@pytest.mark.parametrize(
    "surface", ["五十万五十万", "二十三十", "1.2万3千", "3万50000", "1万2万", "9" * 30, "千百万", "1.2.3"]
)
def test_what_has_several_readings_has_no_value(surface: str) -> None:
    with pytest.raises(DoubtfulNumberError):
        read_numeral(surface)
    _, found = quantities(f"全县共投入{surface}元。")
    assert [q.certain for q in found] in ([False], [])
