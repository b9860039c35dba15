"""A table of reports is no report: it is refused with advice, whatever it is saved as; a table of figures is read."""

from __future__ import annotations

import json

import pytest
from tests.support.office import docx, xlsx

from fupin_nlp.errors import ReadError
from fupin_nlp.model import RawText
from fupin_nlp.report import parse
from fupin_nlp.report.report import read_report

TEXTS = (
    "今年以来，全县新建村级光伏电站36座，带动1250户脱贫户增收。发放小额贷款2600万元，新修通村公路87公里。",
    "全县脱贫3200户，投入资金1.2亿元；改造危房580户，贫困发生率降至0.8%。",
    "培训5600人次，新增就业1200人。建成饮水工程45处，解决了6300名群众的饮水困难。",
)
HEADS = (
    ("省份", "年份", "正文"),
    ("title", "content", "date"),
    ("编号", "城市", "报告内容"),
    ("地区", "年度", "报告全文", "字数"),
)


def rows_of(heads):
    """Return the rows of a table with these heads; text stands where the head names text."""
    rows = []
    for i, text in enumerate(TEXTS):
        rows.append([text if "文" in h or "内容" in h or h == "content" else f"{h}{2018 + i}" for h in heads])
    return rows


def quoted(rows, delimiter=","):
    return "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows)


@pytest.mark.parametrize("heads", HEADS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_tables_of_text_are_refused_with_advice(heads, delimiter, name):
    data = quoted([heads, *rows_of(heads)], delimiter).encode("gb18030")
    with pytest.raises(ReadError, match=r"a table of 3 reports.*read_table"):
        read_report(data, name=name)


def test_a_broken_row_changes_nothing():
    with pytest.raises(ReadError, match="a table of 3 reports"):
        read_report(("多余的一行\n" + quoted([HEADS[0], *rows_of(HEADS[0])]) + "另一行\n").encode(), name="a.csv")


def test_a_column_of_long_texts_needs_no_name():
    rows = [(str(2018 + i), text * 3) for i, text in enumerate(TEXTS)]
    with pytest.raises(ReadError, match="'c2' beside 年份"):
        read_report(quoted([("年份", "c2"), *rows]).encode(), name="a.csv")


def test_workbooks_and_word_tables():
    rows = [HEADS[0], *rows_of(HEADS[0])]
    for data, name in ((xlsx({"Sheet1": rows}), "a.xlsx"), (docx([rows]), "a.docx")):
        with pytest.raises(ReadError, match="a table of 3 reports"):
            read_report(data, name=name)


@pytest.mark.parametrize("lines", [True, False])
def test_json(lines):
    objects = [{"省份": f"省{i}", "content": text} for i, text in enumerate(TEXTS)]
    text = "\n".join(map(json.dumps, objects)) if lines else json.dumps(objects)
    with pytest.raises(ReadError, match="a table of 3 reports"):
        parse(text)


def test_the_column_that_the_user_names():
    from fupin_nlp.clean import CleanOptions
    from fupin_nlp.report.options import ReportOptions

    text = quoted([("年份", "报告"), *((str(2018 + i), t) for i, t in enumerate(TEXTS))])
    with pytest.raises(ReadError, match="'报告'"):
        parse(RawText(text, format="csv"), options=ReportOptions(clean=CleanOptions(text_column="报告")))


@pytest.mark.parametrize(
    "text",
    [
        quoted([HEADS[0], rows_of(HEADS[0])[0]]),  # one report
        quoted([("年份", "投资（万元）"), ("2019", "120"), ("2020", "130")]),
        quoted([("年份", "内容", "金额（万元）"), ("2019", "道路", "120"), ("2020", "饮水", "130")]),
        quoted([("项目", "内容"), ("甲", "道路12公里"), ("乙", "饮水3处")]),
    ],
)
def test_other_tables_are_read(text):
    assert parse(RawText(text, format="csv")).records


def test_a_report_with_a_table_of_measures_is_read():
    rows = [("年份", "内容"), ("2019", TEXTS[0]), ("2020", TEXTS[1])]
    report = read_report(docx([*TEXTS * 3, rows]), name="a.docx")
    assert len(report.records) == 20
