"""How characters stand on a page of PDF changes nothing of what is read."""

from __future__ import annotations

import io

import pytest
from tests.support import office

from fupin_nlp.ingest import read_bytes
from fupin_nlp.report.report import read_report

LINES = (
    "2019年，全县投入扶贫资金1.23亿元，脱贫3000户",
    "12500人，贫困发生率降至0.58%，新建公路320公里。",
    "改造危房1580户，培训5600人次，发放贷款4.5亿元。",
)
VALUES = [123000000, 3000, 12500, 0.58, 320, 1580, 5600, 450000000]
LEFT = (
    "2019年，全县累计脱贫三千五百",
    "户，新建农村公路320公里，发",
    "放扶贫小额信贷资金1.25亿元，",
    "改造危房1580户，培训5600人。",
)
RIGHT = (
    "2018年，全县累计脱贫四千六百",
    "户，新建农村公路240公里，发",
    "放扶贫小额信贷资金3.5亿元，",
    "改造危房900户，培训1200人。",
)


VILLAGES = [a + b for a in "青白石大李" for b in "山水门坪"]


def drawn(draw, size=12) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=True)
    office._use_font(canvas)
    canvas.setFont("STSong-Light", size)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def lines_at(canvas, lines, x=60.0, y=760.0, pitch=24.0):
    for i, line in enumerate(lines):
        canvas.drawString(x, y - i * pitch, line)


def values(data: bytes) -> list[float]:
    return [float(r.value) for r in read_report(data, name="2019年青山县.pdf").records if r.value is not None]


@pytest.mark.parametrize(("right", "down"), [(0.3, 0), (0.5, 0.5), (1.0, -1.0), (0, 0), (1.5, 0)])
def test_text_that_is_drawn_twice(right, down):
    def draw(canvas):
        lines_at(canvas, LINES)
        lines_at(canvas, LINES, 60 + right, 760 + down)

    assert values(drawn(draw)) == VALUES


def test_one_line_in_false_bold_and_doubled_digits():
    def draw(canvas):
        lines_at(canvas, LINES)
        lines_at(canvas, LINES[1:2], 60.4, 736)
        lines_at(canvas, ("再投入33.55万元，救助11户、2200人。",), 60, 600)

    assert values(drawn(draw)) == [*VALUES, 335500, 11, 2200]


@pytest.mark.parametrize("gap", [0, 1, 2, 3, 4, 6, 9])
def test_letters_set_apart(gap):
    def by_space(canvas):
        text = canvas.beginText(60, 760)
        text.setCharSpace(gap)
        for line in LINES:
            text.textLine(line)
        canvas.drawText(text)

    assert values(drawn(by_space)) == VALUES

    def one_by_one(canvas):
        for i, line in enumerate(LINES):
            x = 60.0
            for char in line:
                canvas.drawString(x, 760 - 24 * i, char)
                x += canvas.stringWidth(char, "STSong-Light", 12) + gap

    assert values(drawn(one_by_one)) == VALUES


def test_vertical_writing():
    text = ("青山县二〇一九年脱贫三千户", "投入扶贫资金五千万元新建", "公路一百二十公里")

    def draw(canvas):
        for i, line in enumerate(text):
            for k, char in enumerate(line):
                canvas.drawString(500 - 30 * i, 760 - 18 * k, char)

    assert values(drawn(draw)) == [3000, 50000000, 120]


@pytest.mark.parametrize("by_rows", [True, False])
@pytest.mark.parametrize("titled", [True, False])
def test_two_columns(by_rows, titled):
    def draw(canvas):
        if titled:
            canvas.drawString(180, 800, "青山县脱贫攻坚工作情况通报二〇一九年第三期总第二十期")
        if by_rows:
            for i, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
                lines_at(canvas, (left,), 60, 760 - 24 * i)
                lines_at(canvas, (right,), 310, 760 - 24 * i)
        else:
            lines_at(canvas, LEFT)
            lines_at(canvas, RIGHT, 310)

    found = values(drawn(draw))
    assert found == [3500, 320, 125000000, 1580, 5600, 4600, 240, 350000000, 900, 1200]


def test_a_watermark_does_not_stand_between_the_words():
    def draw(canvas):
        lines_at(canvas, LINES)
        canvas.saveState()
        canvas.translate(100, 690)
        canvas.rotate(35)
        canvas.setFont("STSong-Light", 30)
        canvas.drawString(0, 0, "内部资料2020年第3期")
        canvas.restoreState()

    assert values(drawn(draw)) == VALUES
    assert "料" not in read_bytes(drawn(draw), "a.pdf").text


@pytest.mark.parametrize("rules", [0, 3])
def test_tables_without_rules_or_with_three(rules):
    rows = [
        ("县名", "投入资金（万元）", "脱贫户数（户）"),
        ("青山县", "12500", "3000"),
        ("白水县", "9800.5", "2100"),
        ("合计", "22300.5", "5100"),
    ]

    def draw(canvas):
        canvas.drawString(60, 800, "表1 2020年各县脱贫情况")
        for i, row in enumerate(rows):
            for k, cell in enumerate(row):
                canvas.drawString(60 + 150 * k, 760 - 24 * i, cell)
        for y in (775, 752, 670)[:rules]:
            canvas.line(55, y, 500, y)

    report = read_report(drawn(draw), name="2020年百色市.pdf")
    assert [(float(r.value), r.unit, r.entity) for r in report.records] == [
        (125000000, "元", "投入资金"),
        (3000, "户", "脱贫户数"),
        (98005000, "元", "投入资金"),
        (2100, "户", "脱贫户数"),
        (223005000, "元", "投入资金"),
        (5100, "户", "脱贫户数"),
    ]


def test_a_table_goes_on_over_pages():
    head, *rows = [("县名", "脱贫户数（户）"), *((f"{name}村", str(100 + i)) for i, name in enumerate(VILLAGES))]
    data = office.pdf([["表1 各村脱贫户数", [head, *rows[:10]]], [list(rows[10:])]])
    found = read_report(data, name="2020年青山县.pdf").records
    assert [(int(r.value), r.unit, r.entity) for r in found] == [(100 + i, "户", "脱贫户数") for i in range(20)]


def test_justified_and_short_lines_are_no_columns_and_no_tables():
    def draw(canvas):
        lines_at(canvas, ("青山县    扶贫办", "2019年12月31日", *LINES, "附件  1份", "联系人  张某"))

    assert values(drawn(draw))[: len(VALUES)] == VALUES
