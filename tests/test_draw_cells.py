"""The draw of sums and panel cells for reading, and the table of what was read."""

from pathlib import Path

import pytest
from tools.draw_cells import COLUMNS, aid_of, draw, main, panel_of, read_sheet, sheet_of, sums_of, table_of

from fupin_nlp import Corpus, parse

TEXTS = {
    "略阳县_2016.txt": "2015年，发放小额贷款200万元，城镇新增就业500人，地区生产总值增长8%。",
    "略阳县_2017.txt": "2016年，发放小额贷款300万元，城镇新增就业700人，地区生产总值增长7%。",
}
CORPUS = Corpus([parse(text, name=name) for name, text in TEXTS.items()])


def filled(path: Path, *judged: dict[str, str]) -> Path:
    rows = ["\t".join(COLUMNS)]
    base = {"kind": "sum", "folder": "甲", "cell": "略阳县 · 贷款", "shown": "5 元", "records": "甲.txt 1–2 5元"}
    rows += ["\t".join((base | cells).get(name, "") for name in COLUMNS) for cells in judged]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_sum_is_drawn_once_whatever_keys_it_has_and_names_its_records():
    sums = sums_of(CORPUS, "甲")
    ids = [tuple(sorted(record.id for record in records)) for _, records in sums]
    assert len(ids) == len(set(ids))
    loans = next(row for row, _ in sums if "小额贷款" in row["cell"])
    assert loans["shown"].startswith("5000000 元")
    assert [place.rsplit(" ", 1)[1] for place in loans["records"].split("; ")] == ["200万元", "300万元"]


def test_a_panel_cell_is_one_target_or_one_result():
    cells = panel_of(CORPUS, "甲")
    growth = [row["shown"] for row, _ in cells if "地区生产总值增速" in row["cell"]]
    assert growth == ["result 8 %, exact", "result 7 %, exact"]
    assert all(len(records) == 1 for _, records in cells)


def test_the_draw_hangs_on_the_seed_and_keeps_the_order():
    cells = panel_of(CORPUS, "甲")
    assert draw(cells, 2, 1) == draw(cells, 2, 1)
    assert len({tuple(row["cell"] for row, _ in draw(cells, 2, seed)) for seed in range(9)}) > 1
    drawn = draw(cells, 3, 4)
    assert drawn == [cell for cell in cells if cell in drawn]


def test_the_sheet_quotes_no_sentence_and_the_aid_does(tmp_path):
    drawn = draw(sums_of(CORPUS, "甲"), 5, 1)
    (path := tmp_path / "sheet.tsv").write_text(sheet_of(drawn), encoding="utf-8")
    assert all(not row["right"] for row in read_sheet(path))
    assert "发放" not in path.read_text("utf-8")
    assert "发放小额贷款【200万元】" in aid_of(drawn, TEXTS)


def test_the_table_counts_what_was_read(tmp_path):
    path = filled(tmp_path / "a.tsv", {"right": "y"}, {"right": "n", "why": "of another year"}, {"right": ""})
    table = "\n".join(table_of(read_sheet(path)))
    assert "1 of 2 right (0.50, 95 % interval 0.09 to 0.91)" in table
    assert "no: of another year" in table


@pytest.mark.parametrize("judgement", ["yes", "1"])
def test_other_judgements_are_refused(tmp_path, judgement):
    with pytest.raises(SystemExit, match="line 2"):
        read_sheet(filled(tmp_path / "a.tsv", {"right": judgement}))


def test_a_filled_sheet_is_not_written_over_and_the_aid_stays_outside(tmp_path):
    path = filled(tmp_path / "a.tsv", {"right": "y"})
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "甲.txt").write_text(TEXTS["略阳县_2016.txt"], encoding="utf-8")
    with pytest.raises(SystemExit, match="exists already"):
        main(["draw", str(tmp_path / "reports"), "--seed", "1", "-o", str(path)])
    inside = Path(__file__).parent / "aid.txt"
    with pytest.raises(SystemExit, match="outside"):
        main(["draw", str(tmp_path / "reports"), "--seed", "1", "-o", str(tmp_path / "b.tsv"), "--aid", str(inside)])
