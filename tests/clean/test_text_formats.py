"""Markup of CSV and Markdown is taken out by edits; positions still lead to the file."""

from __future__ import annotations

import pytest
from tests.support.timing import grows_in_proportion

from fupin_nlp.clean import CleanOptions, clean, replay
from fupin_nlp.model import RawText
from fupin_nlp.report import parse

PROSE = "今年以来，全县新建村级光伏电站36座，带动1250户脱贫户增收，发放小额贷款2600万元。"


def cleaned(text: str, form: str, **options) -> str:
    result = clean(RawText(text, format=form), CleanOptions(**options))
    assert replay(text, result.edits) == result.text
    return result.text


@pytest.mark.parametrize(
    ("text", "clean_text"),
    [
        ("项目,资金\n道路,120\n", "项目\t资金\n道路\t120\n"),
        ('项目,资金\r\n"道路, 桥梁","1,200"\r\n', "项目\t资金\r\n道路, 桥梁\t1,200\r\n"),
        ('a;b\n"他说""好""";"两\n行"\n', 'a\tb\n他说"好"\t两 行\n'),
        ("a\tb\n1\t2\n", "a\tb\n1\t2\n"),
        ("a,b\n1,\n", "a\tb\n1\t\n"),
        (f"{PROSE}\n另一行没有逗号\n", f"{PROSE}\n另一行没有逗号\n"),  # no table
        ("a,b\n1,2,3\n", "a,b\n1,2,3\n"),  # rows of different length
        ('a,b\n"1,2\n', 'a,b\n"1,2\n'),  # a quote that is never closed
        ("", ""),
    ],
)
def test_cells_of_csv(text, clean_text):
    assert cleaned(text, "csv") == clean_text


TABLE = (
    f'id,标题,正文,字数\n1,"投资600亿元的新闻","{PROSE}\n新修通村公路87公里，惠及6300名群众。",320\n2,另一条300户,,99\n'
)


def test_the_column_of_text_is_body_and_the_others_are_not():
    report = parse(RawText(TABLE, "a.csv", format="csv"))
    values = [int(r.value) for r in report.records]
    assert values == [36, 1250, 26000000, 87, 6300]
    assert all(report.raw.text[r.start : r.end] == r.text for r in report.records)
    assert {part.reason for part in report.clean.left_out} == {"heads of the columns", "another column"}


def test_the_column_of_text_can_be_named():
    text = TABLE.replace("正文", "报告")
    named = clean(RawText(text, format="csv"), CleanOptions(text_column="报告"))
    assert "".join(named.text[s.start : s.end] for s in named.body).count(PROSE) == 1
    assert "600亿元" not in "".join(named.text[s.start : s.end] for s in named.body)
    whole = clean(RawText(text, format="csv"))
    assert whole.left_out == ()


def test_the_head_of_a_column_of_csv_reaches_its_cells():
    records = parse(RawText("项目,资金（万元）\n道路,120\n", format="csv")).records
    assert [(int(r.value), r.unit) for r in records] == [(1200000, "元")]


@pytest.mark.parametrize(
    ("text", "clean_text"),
    [
        ("# 总结\n\n## 一、产业", "总结\n\n一、产业"),
        ("投入**120**万元，`重点`用于", "投入120万元，重点用于"),
        ("详见[方案](http://a.cn/x?1)。![图](a.png)", "详见方案。"),
        ("> 引用\n- 条目\n* 条目\n1. 条目", "引用\n条目\n条目\n1. 条目"),
        ("| 项目 | 资金（万元） |\n|:--|--:|\n| 道路 | 120 |\n", "项目\t资金（万元）\n道路\t120\n"),
        ("上\n\n---\n\n下", "上\n\n\n下"),
        ("3*4*5 与 a_b_c 与 甲|乙 与 #1 与 2018-2020", "3*4*5 与 a_b_c 与 甲|乙 与 #1 与 2018-2020"),
        ("[注] （见[表]）", "[注] （见[表]）"),
    ],
)
def test_marks_of_markdown(text, clean_text):
    assert cleaned(text, "md") == clean_text


PIECES = ["[", "](", "![", "**", "| ", "|-", "# ", ",", '"', '""', 'a,"b\n', ">", "- ", "`", "a,b\n"]


@pytest.mark.parametrize("form", ["csv", "md"])
@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_of_the_text(form, piece):
    def work(length: int) -> None:
        clean(RawText(piece * (length // len(piece)), format=form))

    work(1000)
    assert grows_in_proportion(work, 20_000)


def test_radicals_that_pdf_programs_put_for_characters():
    """Chromium writes ⼾ for 户; its compatibility form is 戶, which is no unit of simplified text."""
    records = parse("今年以来，全县带动1250⼾脱贫⼾⼾均增收3000元。").records
    assert [(int(r.value), r.unit) for r in records] == [(1250, "户"), (3000, "元")]
