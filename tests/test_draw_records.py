"""The draw of records for reading, and the count of what was found wrong."""

from pathlib import Path

import pytest
from tools.draw_records import COLUMNS, JUDGED, aid_of, draw, errors, interval, main, read_sheet, sheet_of, summary

from fupin_nlp import parse

LONG = parse("，".join(f"发放贷款{n}万元" for n in range(10, 60)) + "。", name="甲.txt")
SHORT = parse("新增就业300人。", name="乙.txt")


def filled(path: Path, judgements: list[dict[str, str]]) -> Path:
    rows = ["\t".join(COLUMNS)]
    rows += [
        "\t".join({"document": "甲.txt", **judgement}.get(name, "") for name in COLUMNS) for judgement in judgements
    ]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_draw_depends_on_the_seed_and_not_on_the_other_reports():
    alone, beside = draw([LONG], 5, seed=1), draw([SHORT, LONG], 5, seed=1)
    assert alone[0][1] == beside[1][1]
    assert len(alone[0][1]) == 5
    assert len(beside[0][1]) == 1
    assert draw([LONG], 5, seed=2)[0][1] != alone[0][1]


def test_the_sheet_holds_places_and_quantities_but_no_sentence(tmp_path):
    drawn = draw([LONG], 3, seed=1)
    (path := tmp_path / "sheet.tsv").write_text(sheet_of(drawn), encoding="utf-8")
    rows = read_sheet(path)
    assert [(r["document"], int(r["start"]), r["text"]) for r in rows] == [
        ("甲.txt", r.start, r.text) for r in drawn[0][1]
    ]
    assert not any(row[name] for row in rows for name in ("read", *JUDGED, "comment"))
    assert "发放" not in sheet_of(drawn)
    assert "发放贷款【" in aid_of(drawn)


def test_errors_are_counted_by_kind_over_the_rows_that_were_read(tmp_path):
    judged = [{"read": "y"}, {"value": "3"}, {"read": "y", "entity": "x", "role": "target"}, {"comment": "later"}]
    path = filled(tmp_path / "after.tsv", judged)
    counted = errors(read_sheet(path))
    assert {kind: n for kind, n in counted.items() if n} == {
        "found": 1,
        "record": 2,
        "value": 1,
        "entity": 1,
        "role": 1,
    }
    table = summary([("after", read_sheet(path))])
    assert "| records | 3 of 4 read |" in table
    assert "| record | 2 | 0.333 (" in table


def test_the_interval_is_that_of_wilson():
    low, high = interval(45, 50)
    # Wilson's interval of 45 of 50, worked out by hand: (0.9 + 0.0384146) / 1.0768292 -+ 0.0849945
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    assert interval(50, 50)[1] == 1.0


def test_a_sheet_with_other_columns_is_refused(tmp_path):
    (path := tmp_path / "sheet.tsv").write_text("document\tstart\n", encoding="utf-8")
    with pytest.raises(SystemExit, match="comment"):
        read_sheet(path)


def test_the_command_writes_a_sheet_once_and_no_aid_into_the_checkout(tmp_path, capsys):
    (tmp_path / "甲.txt").write_text("新增就业300人，发放贷款20万元。", encoding="utf-8")
    sheet, aid = tmp_path / "sheet.tsv", tmp_path / "aid.txt"
    command = ["draw", str(tmp_path / "甲.txt"), "--per-report", "1", "-o", str(sheet)]
    assert main([*command, "--aid", str(aid)]) == 0
    assert "1 records of 1 reports" in capsys.readouterr().err
    assert "【" in aid.read_text(encoding="utf-8")
    with pytest.raises(SystemExit, match="exists already"):
        main(command)
    with pytest.raises(SystemExit, match="outside"):
        main([*command[:-1], str(tmp_path / "b.tsv"), "--aid", str(Path(__file__).with_name("aid.txt"))])
