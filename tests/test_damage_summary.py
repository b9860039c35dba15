"""What `report.damage` and `fupin clean --explain` say: what, how many, where."""

from __future__ import annotations

import pytest

from fupin_nlp.clean import explain
from fupin_nlp.report.report import parse

RIDDLED = (
    "全縣產(chǎn)業(yè)發(fā)展，帶動(dòng)農(nóng)戶(hù)1250戶。\n"
    "該縣總?cè)丝?640人，增長3。5%。\n投入2 000萬元<b>\u200b。"
)


@pytest.fixture(scope="module")
def damage():
    return parse(RIDDLED, name="a.txt").damage


def test_it_is_the_sequence_of_what_could_not_be_repaired(damage):
    assert [d.kind for d in damage] == ["swallowed_digit", "broken_number"]
    assert damage[0] == damage[:1][0]
    assert damage == tuple(damage)
    assert parse("全县投入300万元。").damage == ()


def test_it_counts_what_was_repaired(damage):
    assert damage.edits["notes"] == 6
    assert damage.edits["numbers"] == 1
    assert damage.edits["invisible"] == 1
    assert dict(damage.kinds) == {"broken_number": 1, "swallowed_digit": 1}


def test_places_are_line_and_column_of_the_raw_text(damage):
    lines = RIDDLED.split("\n")
    line, column = map(int, damage.place(damage[1]).split(":"))
    assert lines[line - 1][column - 1 :].startswith("3。5%")


def test_printed_it_tells_what_how_many_and_where(damage):
    told = repr(damage)
    for part in ("notes           6 edits", "swallowed_digit 1", "2:", "3。5", "a.txt: "):
        assert part in told, part


def test_in_a_notebook_it_is_a_table_with_everything_escaped(damage):
    page = damage._repr_html_()
    assert "<td>notes</td><td>6</td>" in page
    html = parse("增长<script>alert(1)</script>3。5%", name="<img>").damage._repr_html_()
    assert "<script>" not in html
    assert "<img>" not in html
    assert page.count("<tr>") == 1 + len(damage.edits) + len(damage)


def test_many_places_are_cut_with_a_word_about_the_rest():
    damage = parse("，".join(["增长3。5%"] * 30)).damage
    assert len(damage) == 30
    assert "… and 10 places more" in repr(damage)
    assert "places more" in damage._repr_html_()


def test_equal_edits_share_a_line_with_all_their_places():
    lines = explain(parse("\n".join(["產(chǎn)業(yè)"] * 12)).clean)
    assert sum("chǎn is a reading of 產; 12 times, at" in line for line in lines) == 1
    places = "\n".join(lines)
    assert all(f"{line}:2" in places for line in range(1, 13))
    assert max(map(len, lines)) <= 130


def test_every_report_is_explained_in_lines_that_can_be_read(eval_dir):
    from fupin_nlp.clean import clean
    from fupin_nlp.ingest import find_sources, read_file

    sources = find_sources([eval_dir / "reports" / "fupin"])
    assert len(sources) == 5
    for source in sources:
        lines = explain(clean(read_file(source.path)))
        assert max(map(len, lines)) <= 220, source.doc
        assert all(line == "" or line[0] != " " or line.isprintable() for line in lines)


def test_figures_in_what_is_left_out_are_told():
    text = "今年以来，全县脱贫7800户，投入资金300万元，各项工作取得明显成效。\n相关阅读\n某县贷款超600亿元，惠及3万户\n"
    damage = parse(text).damage
    assert dict(damage.figures_left_out) == {"list of other documents": 2}
    assert "2 figures" in repr(damage)
    assert dict(parse("今年以来，全县脱贫7800户，投入资金300万元。").damage.figures_left_out) == {}
