"""The body is kept, furniture is left out: page layouts in tests/cases/body, and the real reports."""

from __future__ import annotations

import pytest
import regex
from tests.support.cases import case_parameters

from fupin_nlp.clean import clean
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.model import RawText
from fupin_nlp.report.report import parse


def kept(cleaned) -> str:
    return "".join(cleaned.text[span.start : span.end] for span in cleaned.body)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n　　"], ids=["lf", "crlf", "indented"])
@pytest.mark.parametrize("case", case_parameters("body", ["synthetic", "known_failures"]))
def test_layout(case, ending):
    cleaned = clean(RawText(ending.join(text for _, text in case["lines"])))
    body = [line.strip() for line in kept(cleaned).splitlines()]
    lost = [text for fate, text in case["lines"] if fate == "body" and text not in body]
    assert not lost
    expected = [text for fate, text in case["lines"] if fate == "body"]
    junk = [text for fate, text in case["lines"] if fate == "out" and body.count(text) > expected.count(text)]
    assert not junk


@pytest.mark.parametrize("case", case_parameters("body", ["synthetic"]))
def test_records_come_from_the_body_and_all_of_it(case):
    """No digit of the furniture is a record, and every quantity of the body is one."""
    page = parse("\n".join(text for _, text in case["lines"]))
    body = parse("\n".join(text for fate, text in case["lines"] if fate != "out"))
    assert [r.clean for r in page.records] == [r.clean for r in body.records]
    lines = [text for fate, text in case["lines"] if fate == "out"]
    inside = [t for r in page.records for t in lines if r.sentence == t and t not in body.raw.text]
    assert inside == []


@pytest.mark.parametrize("case", case_parameters("body", ["wild"]))
def test_body_of_a_real_report(case, eval_dir):
    cleaned = clean(read_file(eval_dir / case["document"]))
    start, end = cleaned.raw_span(cleaned.body[0].start, cleaned.body[-1].end)
    assert (start, end) == (case["start"], case["end"])
    assert len(cleaned.body) == 1


def test_the_second_printing_is_left_out(eval_dir):
    cleaned = clean(read_file(eval_dir / "reports/fupin/002_17511d932450716b.txt"))
    assert [part.reason for part in cleaned.left_out].count("second printing of the same text") == 1
    numbers = regex.findall(r"4467", kept(cleaned))
    assert len(numbers) == 1


def test_provincial_reports_keep_every_paragraph(eval_dir):
    """What is left out of the 19 pages is short: no paragraph, and under 2 % of the characters."""
    sources = find_sources([eval_dir / "reports" / "provincial_2026", eval_dir / "reports" / "district_gb18030"])
    assert len(sources) == 25
    for source in sources:
        cleaned = clean(read_file(source.path))
        left = [cleaned.text[part.start : part.end] for part in cleaned.left_out]
        lines = [line.strip() for part in left for line in part.splitlines()]
        assert not [line for line in lines if line.endswith("。")], source.doc
        assert sum(map(len, left)) < 0.04 * len(cleaned.text), source.doc
        assert "打印" not in kept(cleaned)[:300]
        assert "http" not in kept(cleaned)
        assert not kept(cleaned).rstrip().endswith(("报道：", "文档：", "】"))


def test_the_head_becomes_metadata():
    text = (
        "当前位置：首页 > 要闻\n2020年某县政府工作报告\nhttps://www.example.gov.cn/a.html\n来源：某县日报\n"
        "——2021年1月20日在某县第十七届人民代表大会第五次会议上\n县长　张某某\n"
        "今年以来，全县扶持合作社18家，发放小额贷款2600万元，带动1250户增收。\n"
    )
    meta = clean(RawText(text)).meta
    assert dict(meta) == {
        "title": "2020年某县政府工作报告",
        "date_line": "——2021年1月20日在某县第十七届人民代表大会第五次会议上",
        "source": "某县日报",
        "author": "县长　张某某",
        "url": "https://www.example.gov.cn/a.html",
    }


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            ["标题：某县脱贫攻坚工作情况", "发布机构：某县人民政府办公室", "发布时间：2020-06-12 10:21"],
            {"title": "某县脱贫攻坚工作情况", "issuer": "某县人民政府办公室", "author": None, "source": None},
        ),
        (
            ["某县脱贫攻坚工作情况", "中共某县委员会", "2020年6月12日", "作者：    来源：某县日报"],
            {"title": "某县脱贫攻坚工作情况", "issuer": "中共某县委员会", "author": None, "source": "某县日报"},
        ),
        (
            ["政府工作报告", "——2020年6月12日在某县第十七届人民代表大会第五次会议上", "县长　张某某"],
            {"title": "政府工作报告", "issuer": None, "author": "县长　张某某", "source": None},
        ),
        (
            ["某县脱贫攻坚工作情况", "2020-06-12 10:21 来源：某县融媒体中心 作者：李某某"],
            {"title": "某县脱贫攻坚工作情况", "issuer": None, "author": "李某某", "source": "某县融媒体中心"},
        ),
    ],
)
def test_title_date_issuer_and_author_are_given_by_the_report(head, expected):
    text = "今年以来，全县扶持合作社18家，发放小额贷款2600万元，带动1250户增收，户均增收3200元。"
    report = parse("\n".join([*head, text, text.replace("合作社", "扶贫车间").replace("小额", "产业")]))
    found = {name: getattr(report, name) for name in expected}
    assert found == expected
    assert report.date == "2020-06-12"
    assert report.records[0].clean == "18家"
