"""Period words, their intervals and what they date, against the cases of tests/cases/period."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.extract import extract
from fupin_nlp.interpret.metadata import read_metadata
from fupin_nlp.interpret.period import (
    Interval,
    PartialDate,
    PeriodDecision,
    PeriodResolver,
    find_dates,
    find_periods,
    resolve,
)
from fupin_nlp.interpret.period.grammar import grammar
from fupin_nlp.model import Document
from tests.support.cases import case_parameters, read_cases
from tests.support.documents import clean_text, decoded, document

REPORT = PartialDate(2014, 12, 20)


def decide(doc: Document, date: PartialDate | None, start: int, end: int) -> PeriodDecision:
    ordinal = max(i for i, s in enumerate(doc.sentences) if s.start <= start)
    return PeriodResolver(doc, date).for_record(ordinal, start, end)


def check(found: PeriodDecision, expected: dict[str, Any]) -> None:
    got = {
        "period": found.period,
        "start": found.period_start,
        "end": found.period_end,
        "per": found.per,
        "base": found.base,
    }
    assert {key: got[key] for key in expected} == expected, found.evidence


def run(case: dict[str, Any]) -> None:
    start = case["text"].index(case["quantity"])
    doc = document(case["text"], headings=case.get("headings", ()))
    date = PartialDate(*map(int, case["date"].split("-")))
    ordinal = max(i for i, s in enumerate(doc.sentences) if s.start <= start)
    resolver = PeriodResolver(doc, date, title=case.get("title", ""), taiwan=case.get("taiwan", False))
    check(resolver.for_record(ordinal, start, start + len(case["quantity"])), case["expect"])


@pytest.mark.parametrize("case", case_parameters("period", ("synthetic", "negative", "known_failures")))
def test_case(case: dict[str, Any]) -> None:
    run(case)


@pytest.mark.parametrize("case", case_parameters("period", ("wild",)))
def test_real_report(case: dict[str, Any], eval_dir: Path) -> None:
    text = decoded(eval_dir / "reports" / case["document"])
    name = case["document"].rsplit("/", 1)[-1]
    headings = [line.strip() for line in text.splitlines() if re.match(r"\s*[一二三四五六七八九十]、.{2,35}$", line)]
    doc = document(text, name, headings)
    date = read_metadata(clean_text(text, name)).date
    check(decide(doc, date, case["start"], case["end"]), case["expect"])


@pytest.mark.parametrize(
    ("words", "kind", "start", "end"),
    [
        ("2004年以来", "since", "2004-01-01", "2014-12-21"),
        ("自2013年起", "since", "2013-01-01", "2014-12-21"),
        ("2012年3月5日至今", "since", "2012-03-05", "2014-12-21"),
        ("截至2014年12月", "until", None, "2015-01-01"),
        ("截止到今年6月底", "until", None, "2014-07-01"),
        ("截至目前", "until", None, "2014-12-21"),
        ("目前", "now", "2014-12-20", "2014-12-21"),
        ("今年以来", "since", "2014-01-01", "2014-12-21"),
        ("去年", "year", "2013-01-01", "2014-01-01"),
        ("去年末", "point", "2013-12-31", "2014-01-01"),
        ("近三年来", "span", "2011-12-21", "2014-12-21"),
        ("近年来", "span", None, "2014-12-21"),
        ("2014-2016年", "span", "2014-01-01", "2017-01-01"),
        ("6月末前", "deadline", None, "2014-07-01"),
        ("2020年前", "deadline", None, "2020-01-01"),
        ("到2030年", "deadline", None, "2031-01-01"),
        ("9月中下旬", "part", "2014-09-11", "2014-10-01"),
        ("6月9日-20日", "span", "2014-06-09", "2014-06-21"),
        ("1-9月", "span", "2014-01-01", "2014-10-01"),
        ("“十三五”期间", "span", "2016-01-01", "2021-01-01"),
        ("“十四五”前三年", "span", "2021-01-01", "2024-01-01"),
        ("“十五五”开局之年", "point", "2026-01-01", "2027-01-01"),
        ("2014年第三季度", "part", "2014-07-01", "2014-10-01"),
        ("2015年初", "point", "2015-01-01", "2015-02-01"),
        ("10月底", "part", "2014-10-31", "2014-11-01"),
        ("今后五年", "span", "2014-12-21", "2019-12-21"),
        ("较2010年", "base", "2011-01-01", "2014-12-21"),
        ("较“十一五”末", "base", "2011-01-01", "2014-12-21"),
        ("比上年", "base", None, None),
        ("每年", "distributive", None, None),
        ("户均", "per", None, None),
        ("2014年2月30日", "part", None, None),
    ],
)
def test_words_are_one_mention_with_their_interval(words: str, kind: str, start: str | None, end: str | None) -> None:
    (mention,) = find_periods(words)
    assert (mention.text, mention.kind) == (words, kind)
    assert resolve(mention, REPORT) == Interval(start, end)


@pytest.mark.parametrize("words", ["去年", "目前", "近三年来", "全年", "上半年", "今后五年", "年内", "6月末前"])
def test_relative_words_stay_open_without_a_date(words: str) -> None:
    (mention,) = find_periods(words)
    assert resolve(mention, None) == Interval(None, None)


@pytest.mark.parametrize("words", ["全年", "五年来", "一年来"])
def test_a_report_of_unknown_month_does_not_tell_which_year_it_reviews(words: str) -> None:
    (mention,) = find_periods(words)
    assert resolve(mention, PartialDate(2026)) == Interval(None, None)


@pytest.mark.parametrize(
    "text",
    ["学前教育三年行动计划", "第一书记", "三位一体", "五个方面", "一年级学生", "2014个村", "每况愈下", "十五个村"],
)
def test_what_dates_nothing_is_not_found(text: str) -> None:
    assert find_periods(text) == []


@lru_cache(maxsize=1)
def union() -> re.Pattern[str]:
    """Return all rules in one pattern, which is tried everywhere."""
    return re.compile(rf"(?<!\d)(?:{'|'.join(f'(?P<{name}>{body})' for name, body in grammar().bodies.items())})", re.X)


def test_the_search_near_anchors_finds_what_a_full_search_finds() -> None:
    texts = [case["text"] for case in read_cases("period", ("synthetic", "negative"))]
    text = "。".join(texts)
    full = {m[0] for m in union().finditer(text)}
    near = {m.text for m in find_periods(text)}
    missing = {words for words in full if not any(words in found for found in near)}
    # Bare durations that name something (三年行动计划) are found by the rule and dropped for what follows them.
    assert {w for w in missing if not re.fullmatch(r"[一二两三四五六七八九十\d]+年", w)} == set()


WORDS = [
    "2014年", "2014", "5", "1", "12", "一", "十", "三年", "五", "两", "几", "多", "年", "月", "日", "每", "均",
    "的", "以来", "来", "期间", "之前", "前", "后", "底", "末", "初", "中", "起", "“", "”", "十三五",
    "十四五", "较", "比", "同比", "与", "相比", "截至", "目前", "到", "力争", "在", "今", "去", "明", "上",
    "全", "当", "本", "半年", "季度", "近", "过去", "未来", "连续", "第", "人", "户", "平均", "逐", "春节",
    "内", "轮", "至", "-", "、", "，", "。", "增长",
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_the_rules_by_first_character_find_what_all_rules_find(parts: list[str]) -> None:
    text = "".join(parts)
    for start, character in enumerate(text):
        tried = grammar().starts.get(character)
        found = tried.match(text, start) if tried else None
        expected = union().match(text, start)
        assert (found and (found[0], found.lastgroup)) == (expected and (expected[0], expected.lastgroup))


def test_every_five_year_plan_lasts_five_years_and_follows_the_one_before() -> None:
    plans = sorted(grammar().plans.values())
    assert all(last - first == 4 for first, last in plans)
    assert plans[0] == (1953, 1957)
    assert plans[-1] == (2031, 2035)


@given(st.integers(1990, 2035), st.integers(1, 12), st.integers(1, 28))
def test_dates_are_read_back(year: int, month: int, day: int) -> None:
    (found,) = find_dates(f"于{year}年{month}月{day}日召开")
    assert found.date == PartialDate(year, month, day)
    assert str(found.date) == f"{year:04}-{month:02}-{day:02}"
    assert found.date.first < found.date.after


@given(
    st.sampled_from(
        ["去年", "近三年来", "2004年以来", "截至目前", "上半年", "9月中下旬", "今后五年", "目前", "一年来"]
    ),
    st.dates(),
)
def test_intervals_have_their_start_before_their_end(words: str, day: Any) -> None:
    (mention,) = find_periods(words)
    start, end = resolve(mention, PartialDate(day.year, day.month, day.day))
    assert start is None or end is None or start < end


@given(
    st.lists(
        st.sampled_from(["2014年", "以来", "“十三五”", "期间", "，", "每", "年", "较", "月", "5", "一", "目前", "来"]),
        max_size=25,
    )
)
def test_mentions_are_slices_in_order_without_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    end = 0
    for mention in find_periods(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end


@pytest.mark.parametrize("bad", [(2014, 13, 1), (2014, 2, 30), (2014, 0, 5)])
def test_impossible_dates_are_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        PartialDate(*bad)


PIECES = [
    "2013年，", "近三年来，", "其中，", "在", "“十二五”时期，", "截至目前，", "（2012年）", "《2011年规划》",
    "将在未来三年内", "第二轮帮扶启动以来，", "这是极不平凡的五年。", "2013年是很不平凡的一年。",
    "一、2013年工作回顾\n", "各位代表！", "我市", "培训500人", "发放贷款36万元", "连续3年", "年均增长5%",
    "较2010年提高2个百分点", "每人每年5000元", "5.2万元", "努力工作", "，", "。", "；", "！", "\n", "一是",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16))
def test_words_outside_the_sentences_with_figures_are_left_out_only_where_they_date_nothing(parts: list[str]) -> None:
    doc = document("".join(parts))
    quantities = extract(doc)
    full = PeriodResolver(doc, REPORT)
    some = PeriodResolver(doc, REPORT, figures=dict.fromkeys(q.sentence for q in quantities))
    expected = [full.for_record(q.sentence, q.outer_start, q.outer_end) for q in quantities]
    assert some.for_each(quantities) == expected


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2018年、2019年、2020年分别投入1.2亿元、3.4亿元、5.6亿元。", [2018, 2019, 2020]),
        ("2018、2019、2020年分别投入1.2亿元、3.4亿元、5.6亿元。", [2018, 2019, 2020]),
        ("全县2019年和2020年贫困发生率分别为3.2%和0.5%。", [2019, 2020]),
        ("2018至2020年分别脱贫300人、400人、500人。", [2018, 2019, 2020]),
        ("2018年和2019年，全县分别脱贫300人、400人，比2017年多。", [2018, 2019]),
        # as many figures as years, or the years are those of all of them
        ("2018年、2019年分别投入1.2亿元、3.4亿元、5.6亿元。", [2019, 2019, 2019]),
        # the list of places is nearer
        ("2018年和2019年，镇巴、宁强分别投入3亿元、2亿元。", [2018, 2018]),
        ("2019年，两个项目分别投入3亿元、2亿元。", [2019, 2019, 2019]),
    ],
)
def test_years_and_figures_are_matched_one_to_one(text: str, years: list[int]) -> None:
    doc = document(text)
    found = PeriodResolver(doc, PartialDate(2021, 1, 20)).for_each(extract(doc))
    money = [d for d in found if d.period_start is not None]
    assert [int(d.period_start[:4]) for d in money if d.period_start] == years
