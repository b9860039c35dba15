"""The article of a web page is body, its menus, headlines and notices are not."""

from __future__ import annotations

import pytest
from tests.support import pages
from tests.support.timing import grows_in_proportion

from fupin_nlp.clean import clean
from fupin_nlp.clean.page import page_furniture
from fupin_nlp.model import RawText
from fupin_nlp.report import parse


def body_of(html: str) -> str:
    cleaned = clean(RawText(html, "a.html", format="html"))
    return "\n".join(cleaned.text[s.start : s.end] for s in cleaned.body)


@pytest.mark.parametrize("layout", pages.LAYOUTS, ids=lambda layout: layout.__name__)
def test_layouts(layout):
    page = pages.page(layout)
    body = body_of(page.html)
    assert [words for words in page.body if words not in body] == []
    assert [words for words in page.furniture if words in body] == []


def test_records_of_a_page_are_those_of_its_article():
    report = parse(RawText(pages.page(pages.named).html, "青山县.html", format="html"))
    values = [int(r.value) for r in report.records]
    prose = [36, 1250, 3000, 26000000, 420, 3100, 16000, 87, 6300, 960, 42000, 11000, 23000]
    assert values == [*prose, 1200000, 800000, 450000, 300000]
    assert (report.title, report.region) == (pages.TITLE, "青山县")
    assert all(report.raw.text[r.start : r.end] == r.text for r in report.records)


PROSE = "<p>今年以来，全县新建村级光伏电站36座，带动1250户脱贫户户均增收3000元左右。</p>" * 4


@pytest.mark.parametrize(
    ("html", "reasons"),
    [
        (f"{PROSE}<div class='SideBar'>甲</div>", ["side bar"]),
        (f"{PROSE}<div id='rightAd2'>甲</div>", ["advertisement"]),
        (f"{PROSE}<div class='heading reading padding adopt'>甲</div>", []),  # no word of these is furniture
        (f"<div class='footer'>{PROSE}</div>", []),  # the name lies: all prose is in it
        (f"{PROSE}<ul><li><a>一一</a><li><a>二二</a><li><a>三三</a></ul>", ["list of links"]),
        (f"{PROSE}<ul><li><a>一一</a>之外还有很多字的说明<li><a>二二</a><li><a>三三</a></ul>", []),
        (f"{PROSE}<p>详见<a>甲</a>和<a>乙</a>。</p>", []),
        (f"<article><header><h1>标题</h1></header>{PROSE}</article>", []),
        (f"<header><h1>标题</h1></header>{PROSE}", ["head of the page"]),
        (f"{PROSE}</div></nav></ul><nav>甲", ["navigation"]),
        (f"<!-- <nav> -->{PROSE}<script><nav></script>", []),
        ("", []),
    ],
)
def test_elements(html, reasons):
    assert [part.reason for part in page_furniture(html)] == reasons


@pytest.mark.parametrize(
    "piece", ["<div>", "</div>", "<li>甲", "<p class='nav'>甲<a>乙", "<td><tr>", "<table>", "<!--", "<a b='"]
)
def test_time_grows_with_the_length_of_the_page(piece):
    page_furniture(piece * 100)
    assert grows_in_proportion(lambda length: page_furniture(piece * (length // len(piece))), 40_000)


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("<tr><td>道路</td><td></td><td>80</td></tr>", "道路\t\t80"),
        ("<tr><td></td><td>中央</td><td>省级</td></tr>", "\t中央\t省级"),
        ("<tr><td>道路<td>120<td></tr>", "道路\t120\t"),
        ("<tr><td colspan=2>道路</td><td>80</td></tr>", "道路\t\t80"),
        ("<tr><td colspan=2>道路<td>80</tr>", "道路\t\t80"),
        ('<tr><td>道路</td>\n <td COLSPAN="3">80</td></tr>', "道路\t80\t\t"),
        ("<tr><td colspan=0>道路</td><td colspan=9999>80</td><td>1</td></tr>", "道路\t80" + 50 * "\t" + "1"),
    ],
)
def test_empty_and_wide_cells_keep_the_columns_of_a_table(row, text):
    html = f"<p>上</p><table>{row}</table><p>下</p>"
    cleaned = clean(RawText(html, "a.html", format="html"))
    assert cleaned.text == f"上\n{text}\n下"
