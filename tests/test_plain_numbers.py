"""The short ways of extraction: what they answer is what the long way answers."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from fupin_nlp.extract import number_rule
from fupin_nlp.extract.grammar import candidate_pattern, number_pattern
from fupin_nlp.extract.number_rule import read_number
from fupin_nlp.extract.plain import plain_numbers

_WORDS = (
    "0 5 12 300 2026 3.5 1,000 １２ 12345678901234567890 . - — 至 到 万 亿 万亿 千 多 余 半 点 几 数 一 二 两 三 十 百 "
    "十五 三五 元 个 个百分点 % ％ 年 个月 成 人 人次 人民 户 户均 公里 千瓦时 亩 m m3 mm G GB 斤 角 分 期 轮 票否决 "
    "方面 头 件事 次 倍 吨 ， 。 、 和 （ ） ￥ A / 约 超 以上 级 投资"
)
_PIECES = st.sampled_from([*_WORDS.split(), "\n", " ", "\u3000", "\u00a0", "2 000"])
_TEXTS = st.lists(_PIECES, min_size=1, max_size=12).map("".join)


@settings(max_examples=400)
@given(_TEXTS)
@example("增长3.5%。")
@example("投入3.5亿元，")
@example("收入12万多元；")
def test_plain_numbers_are_read_as_the_long_way_reads_them(text: str) -> None:
    for place in candidate_pattern().finditer(text):
        plain, _, tail = place.groups()
        if plain is not None:
            start, stop = place.span()
            found = plain_numbers().read(text, start, stop, tail, len(text))
            if found is not None:
                assert read_number(text, start, stop, text[start] + plain, tail, len(text)) == (found, found.end)


def test_most_numbers_are_read_the_short_way() -> None:
    text = "全县投入3.5亿元，惠及1200户4300人，增长5.5%，建成12个基地，修路87公里。"
    places = [place for place in candidate_pattern().finditer(text) if place[1] is not None]
    found = [plain_numbers().read(text, *place.span(), place[3], len(text)) for place in places]
    assert [text[item.start : item.end] for item in found if item] == [
        *("3.5亿元", "1200户", "4300人", "5.5%", "12个", "87公里"),
    ]


@settings(max_examples=400)
@given(_TEXTS)
@example("一个")
@example("落实一票否决制")
@example("第二期，二期")
def test_numerals_that_are_passed_over_count_nothing(text: str) -> None:
    at = 0
    while match := number_pattern().search(text, at):
        start, end = match.span()
        at = start + 1
        if match["arabic"] is not None or text[end : end + 1] in number_rule.JOINTS:
            continue
        passed = number_rule._passed_over(text, start, end, len(text))
        if passed:
            first = number_rule._single(text, start, end, None, match["tail"], len(text))
            assert first is None or passed == first.end
            assert first is None or first.unit is None or not number_rule._counts(text, first)
