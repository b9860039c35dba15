"""Tables in files: they open again with the same content, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from fupin_nlp.errors import DependencyError, OptionError
from fupin_nlp.model.columns import COLUMN_LABELS_ZH, COLUMNS
from fupin_nlp.report import parse
from fupin_nlp.report.binary import misfits
from fupin_nlp.report.export import FORMATS, defuse, write_frame, write_records
from fupin_nlp.report.frame import records_frame
from fupin_nlp.store.files import replacing

TEXT = "2019年，力争发放小额贷款2036.2万元，覆盖3～5个村，惠及农户1200多户。"
HOSTILE = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠1", "=cmd|' /C calc'!A0"]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def records():
    return parse(TEXT, name="洋县_2019.txt").records


def hostile_frame():
    return pd.DataFrame({"doc": [*HOSTILE, "小额贷款", None], "value": [-1.5] * len(HOSTILE) + [3.0, float("nan")]})


def test_records_come_back_from_json_lines(records, tmp_path):
    path = tmp_path / "a.jsonl"
    assert write_records(iter(records), path, "jsonl") == 3
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows == [record.to_dict() for record in records]
    assert "小额贷款" in path.read_text(encoding="utf-8")


def test_csv_has_the_mark_that_excel_needs_and_no_formula(records, tmp_path):
    path = tmp_path / "a.csv"
    write_records(records, path, "csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["text"], row["value"], row["modality"]) for row in rows][:1] == [("2036.2万元", "20362000.0", "力争")]
    write_frame(hostile_frame(), path, "csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row["doc"] for row in csv.DictReader(file)]
    assert cells == [f"'{text}" for text in HOSTILE] + ["小额贷款", ""]


def test_defused_numbers_stay_numbers():
    assert [defuse(value) for value in (-3, 2.5, None, "近30万元")] == [-3, 2.5, None, "近30万元"]


def test_excel_opens_with_chinese_headings_and_without_formulas(records, tmp_path):
    path = tmp_path / "a.xlsx"
    write_records(records, path, "xlsx")
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[1]] == [COLUMN_LABELS_ZH[name] for name in COLUMNS]
    row = dict(zip(COLUMNS, (cell.value for cell in sheet[2]), strict=True))
    assert (row["text"], row["value"], row["certain"], row["modality"]) == ("2036.2万元", 20362000, True, "力争")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{sheet.cell(1, len(COLUMNS)).column_letter}4")
    write_frame(hostile_frame(), path, "xlsx", labels={"doc": "文件"})
    cells = [sheet[0] for sheet in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells[:-1]} == {"s"}
    # Excel reads \r in a cell as the start of a line.
    assert [cell.value.replace("\r", "\n") for cell in cells[: len(HOSTILE)]] == [
        t.replace("\r", "\n") for t in HOSTILE
    ]


def test_excel_shows_what_the_format_forbids_as_replaced(tmp_path):
    path = tmp_path / "a.xlsx"
    frame = pd.DataFrame({"a": ["x\x00\x0by", "长" * 40_000], "b\uffff": ["\ufffe", "z"]})
    write_frame(frame, path, "xlsx")
    assert misfits(frame, "xlsx") == (
        "4 characters that .xlsx cannot hold are shown as \ufffd",
        "1 cells are cut at 32,767 characters, the most that a cell of Excel holds",
    )
    sheet = openpyxl.load_workbook(path).active
    assert [row[1].value for row in sheet.iter_rows()] == ["b\ufffd", "\ufffd", "z"]
    cells = [row[0].value for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert cells == ["x\ufffd\ufffdy", "长" * 32_767]


def test_excel_refuses_more_rows_than_a_sheet_holds(tmp_path):
    frame = pd.DataFrame({"a": range(1_048_576)})
    with pytest.raises(OptionError, match=r"holds 1,048,575; write \.csv or \.dta"):
        write_frame(frame, tmp_path / "a.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_excel_without_its_package_says_what_to_install(records, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(DependencyError, match=r"pip install 'fupin-nlp\[excel\]'"):
        write_records(records, tmp_path / "a.xlsx", "xlsx")
    assert list(tmp_path.iterdir()) == []


def test_stata_opens_with_chinese_variable_labels(records, tmp_path):
    path = tmp_path / "a.dta"
    write_records(records, path, "dta")
    with pd.io.stata.StataReader(path) as reader:
        labels = reader.variable_labels()
        frame = reader.read()
    assert [labels[name] for name in ("value", "end_", "measure_label")] == ["数值", "终点", "措施"]
    assert len(frame.columns) == len(COLUMNS)
    assert frame["text"].tolist() == ["2036.2万元", "3～5个", "1200多户"]
    assert frame["value"].tolist() == [20362000.0, 3.0, 1200.0]
    assert frame["value_max"].isna().tolist() == [True, False, True]
    assert frame["sentence"].tolist() == [TEXT] * 3
    assert frame["locator"].tolist() == [""] * 3


def test_stata_keeps_long_texts_chinese_names_and_missing_years(tmp_path):
    path = tmp_path / "a.dta"
    long = "文" * 5_000
    frame = pd.DataFrame({"sentence": [long, None], "地区": ["甲县", "乙县"], "year": pd.array([2019, None], "Int64")})
    write_frame(frame, path, "dta", labels={"year": "年份"})
    with pd.io.stata.StataReader(path) as reader:
        labels, found = reader.variable_labels(), reader.read()
    assert labels == {"sentence": "sentence", "v2": "地区", "year": "年份"}
    assert found["sentence"].tolist() == [long, ""]
    assert (found["year"][0], found["year"].isna().tolist()) == (2019, [False, True])


@pytest.mark.parametrize("form", FORMATS)
def test_no_records_make_a_file_with_columns(tmp_path, form):
    path = tmp_path / f"a.{form}"
    assert write_records([], path, form) == 0
    if form == "csv":
        assert list(pd.read_csv(path).columns) == list(COLUMNS)
    elif form == "xlsx":
        assert list(pd.read_excel(path, engine="openpyxl").columns) == [COLUMN_LABELS_ZH[name] for name in COLUMNS]
    elif form == "dta":
        assert len(pd.read_stata(path).columns) == len(COLUMNS)
    else:
        assert path.read_bytes() == b""


def test_lists_and_mappings_become_text(tmp_path):
    frame = pd.DataFrame({"records": [["a#1", "a#2"], []], "left_out": [{"part": 2}, {}], "n": [2, 0]})
    write_frame(frame, tmp_path / "a.csv", "csv")
    text = (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")
    assert text == 'records,left_out,n\r\na#1; a#2,"{""part"": 2}",2\r\n,,0\r\n'
    write_frame(frame, tmp_path / "a.jsonl", "jsonl")
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == [
        {"records": ["a#1", "a#2"], "left_out": {"part": 2}, "n": 2}, {"records": [], "left_out": {}, "n": 0},
    ]  # fmt: skip


def test_the_frame_is_not_changed(records, tmp_path):
    frame = records_frame(records)
    before = frame.copy(deep=True)
    for form in FORMATS:
        write_frame(frame, tmp_path / f"a.{form}", form, labels=COLUMN_LABELS_ZH)
    pd.testing.assert_frame_equal(frame, before)


def test_an_excel_file_holds_no_time_of_writing(records, tmp_path):
    write_records(records, tmp_path / "a.xlsx", "xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert {info.date_time for info in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert b"2000-01-01T00:00:00Z</dcterms:modified>" in file.read("docProps/core.xml")


def test_a_file_is_replaced_only_when_all_went_well(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="base 10"), replacing(path) as file:
        file.write(int("half"))
    assert (path.read_text(encoding="utf-8"), names(tmp_path)) == ("old", ["a.txt"])
    with replacing(path) as file:
        file.write(b"new")
    assert (path.read_text(encoding="utf-8"), names(tmp_path)) == ("new", ["a.txt"])


def test_a_written_file_has_the_rights_of_any_file(tmp_path):
    (tmp_path / "other").write_text("", encoding="utf-8")
    with replacing(tmp_path / "a") as file:
        file.write(b"1")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_name_as_long_as_the_system_allows(tmp_path):
    path = tmp_path / ("长" * 83 + ".csv")
    write_frame(pd.DataFrame({"a": [1]}), path, "csv")
    assert path.is_file()


@pytest.mark.parametrize("place", ["no/such/folder/a.csv", "file/a.csv", "folder"])
def test_a_place_that_cannot_be_written_to(tmp_path, place):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OptionError, match=r"cannot be written: .+; choose another place"):
        write_frame(pd.DataFrame({"a": [1]}), tmp_path / place, "csv")
    assert names(tmp_path) == ["file", "folder"]


def test_a_read_only_folder_is_told(tmp_path, monkeypatch):
    def refuse(self, *arguments, **options):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)  # whoever may do everything is refused by no folder
    with pytest.raises(
        OptionError, match=r"a\.csv: cannot be written: Permission denied; choose another place with -o"
    ):
        write_frame(pd.DataFrame({"a": [1]}), tmp_path / "a.csv", "csv")


def test_a_device_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_frame(pd.DataFrame({"a": [1]}), pipe, "csv")
    assert os.read(reader, 100) == b"\xef\xbb\xbfa\r\n1\r\n"
    os.close(reader)
    assert pipe.is_fifo()


def test_unknown_formats_name_the_choices(tmp_path):
    with pytest.raises(OptionError, match="choose one of jsonl, csv, xlsx, dta"):
        write_frame(pd.DataFrame({"a": [1]}), tmp_path / "a", "ods")
