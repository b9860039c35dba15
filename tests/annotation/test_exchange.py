"""Records go out for correction and come back as gold."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import openpyxl
import pytest

import fupin_nlp as fp
from fupin_nlp.annotation.rows import FIELDS, choices_of, gold_rows
from fupin_nlp.annotation.sheet import COLUMNS
from fupin_nlp.errors import OptionError, ReadError
from fupin_nlp.model.record import ROLES
from fupin_nlp.report import ReportOptions
from fupin_nlp.report.evaluate import compare_rows, read_rows
from fupin_nlp.report.samples import sample_folder

HERE = Path(__file__).parent
SUFFIXES = (".xlsx", ".json", ".jsonl")
TEXT = "2019年，全县培训2301人，其中电工213人、焊工88人。投入资金2036.2万元。\r\n𠀀镇力争新增就业3~5万人。"
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def corpus() -> fp.Corpus:
    return fp.Corpus.from_folder(sample_folder(), progress=False)


@pytest.fixture
def report() -> fp.Report:
    # As the grammar reads it: nothing is less sure than the rest, so that the rows stand in text order.
    return fp.parse(TEXT, name="略阳县_2019.txt", options=ReportOptions(models="off"))


def sheet_edit(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book["records"])
    mark(book["records"], "yes")
    book.save(path)
    return path


def mark(sheet: Any, word: str) -> None:
    """Do what a person does who has looked at all rows."""
    column = [cell.value for cell in sheet[1]].index("reviewed") + 1
    for line in range(3, sheet.max_row + 1):
        sheet.cell(line, column).value = word


def test_the_rows_that_the_models_are_least_sure_of_come_first(tmp_path: Path) -> None:
    report = fp.parse(TEXT, name="略阳县_2019.txt")
    fp.annotation.export([report], tmp_path / "sheet.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    lines = range(3, book["records"].max_row + 1)
    told = [cell(book["records"], line, "confidence").value for line in lines]
    assert told == sorted(r.confidence for r in report.records)
    doubts = {cell(book["records"], line, "row").value: cell(book["records"], line, "doubts").value for line in lines}
    assert doubts == {n: " | ".join(r.doubts) or None for n, r in enumerate(report.records)}
    mark(book["records"], "yes")
    book.save(tmp_path / "sheet.xlsx")
    starts = [row["start"] for row in fp.annotation.load(tmp_path / "sheet.xlsx").rows]
    assert starts == [r.start for r in report.records]
    fp.annotation.export([report], tmp_path / "tasks.json")
    score = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))[0]["predictions"][0]["score"]
    assert score == round(sum(told) / len(told), 3)


def test_what_nobody_has_looked_at_is_no_gold(tmp_path: Path) -> None:
    reports = [fp.parse(TEXT, name="略阳县_2019.txt"), fp.parse("2019年，脱贫3户。", name="洋县_2019.txt")]
    path = tmp_path / "sheet.xlsx"
    fp.annotation.export(reports, path)
    assert fp.annotation.load(path).rows == ()
    assert fp.annotation.load(path).unreviewed == ("略阳县_2019.txt", "洋县_2019.txt")
    assert len(fp.annotation.load(path, unreviewed=True).rows) == 6
    book = openpyxl.load_workbook(path)
    column = [cell.value for cell in book["records"][1]].index("reviewed") + 1
    for line, marks, docs in (
        (3, "yes", ()),  # one row of five
        (8, "yes", ("洋县_2019.txt",)),  # the only row
        (4, "all", ("略阳县_2019.txt", "洋县_2019.txt")),
    ):
        book["records"].cell(line, column).value = marks
        book.save(path)
        assert fp.annotation.load(path).docs == docs
    book["records"].cell(3, column).value = "ja"
    book.save(path)
    with pytest.raises(ReadError, match="column reviewed: 'ja' is neither empty nor 'yes' nor 'all'"):
        fp.annotation.load(path)


def json_edit(path: Path, edit: Edit) -> Path:
    lines = [json.loads(path.read_text(encoding="utf-8"))] if path.suffix == ".json" else read_rows_raw(path)
    edit(lines[0])
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return path


def read_rows_raw(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def submitted(tasks: list[dict[str, Any]]) -> None:
    """Do what Label Studio does when the annotator submits: the predictions become an annotation."""
    for task in tasks:
        result = [item | {"origin": "prediction"} for item in task["predictions"][0]["result"]]
        task["annotations"] = [{"id": 1, "was_cancelled": False, "result": result}]


def exported(report: fp.Report, folder: Path, suffix: str) -> Path:
    path = folder / f"out{suffix}"
    assert fp.annotation.export([report], path) == len(report.records)
    return path


def cell(sheet: Any, line: int, column: str) -> Any:
    return sheet.cell(line, COLUMNS.index(column) + 1)


def texts(gold: fp.annotation.Gold) -> list[str]:
    return [row["text"] for row in gold.rows]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_goes_out_unchanged_comes_back_the_same(corpus: fp.Corpus, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"all{suffix}"
    fp.annotation.export(corpus, path)
    gold = fp.annotation.load(path, unreviewed=True)
    assert list(gold.rows) == [row for report in corpus for row in gold_rows(report.records)]
    assert fp.evaluate(corpus, gold.rows).record_f1 == 1.0


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_gold_with_several_answers_survives_a_second_round(corpus: fp.Corpus, suffix: str, tmp_path: Path) -> None:
    gold = [row for path in sorted((sample_folder() / "gold").glob("*.jsonl")) for row in read_rows(path)]
    path = tmp_path / f"all{suffix}"
    fp.annotation.export(corpus, path, gold=gold)
    back = fp.annotation.load(path, unreviewed=True).rows
    assert compare_rows(back, gold).found_f1 == 1.0
    kept = [{name: row[name] for name in FIELDS} for row in back]
    assert sorted(kept, key=lambda r: (r["doc"], r["start"])) == [
        {name: row[name] for name in FIELDS} for row in sorted(gold, key=lambda r: (r["doc"], r["start"]))
    ]


def test_the_same_records_give_the_same_bytes(report: fp.Report, tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        first = exported(report, tmp_path, suffix).read_bytes()
        assert exported(report, tmp_path, suffix).read_bytes() == first


def test_the_tasks_are_what_label_studio_documents(report: fp.Report, tmp_path: Path) -> None:
    path = exported(report, tmp_path, ".json")
    tasks = json.loads(path.read_text(encoding="utf-8"))
    schema = json.loads((HERE / "labelstudio.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(tasks)
    interface = ElementTree.fromstring(path.with_suffix(".config.xml").read_text(encoding="utf-8"))
    controls = {tag.get("name"): tag.tag for tag in interface.iter() if tag.get("toName")}
    assert [tag.get("value") for tag in interface.iter("Text")] == ["$text"]
    for item in tasks[0]["predictions"][0]["result"]:
        if item["type"] != "relation":
            assert controls[item["from_name"]].lower() == item["type"]
    offered = {tag.get("value") for tag in interface.iter("Label")}
    assert offered == set(ROLES)


def test_positions_in_the_browser_count_utf_16(report: fp.Report, tmp_path: Path) -> None:
    tasks = json.loads(exported(report, tmp_path, ".json").read_text(encoding="utf-8"))
    last = next(i for i in reversed(tasks[0]["predictions"][0]["result"]) if i["type"] == "labels")["value"]
    units = TEXT.encode("utf-16-le")[2 * last["start"] : 2 * last["end"]].decode("utf-16-le")
    assert units == last["text"] == "3~5万人"


def test_the_lines_are_what_doccano_documents(report: fp.Report, tmp_path: Path) -> None:
    schema = json.loads((HERE / "doccano.schema.json").read_text(encoding="utf-8"))
    for line in read_rows_raw(exported(report, tmp_path, ".jsonl")):
        jsonschema.Draft202012Validator(schema).validate(line)
        spans = [line["text"][e["start_offset"] : e["end_offset"]] for e in line["entities"]]
        assert spans == [record.text for record in report.records]
        assert {(r["from_id"], r["to_id"], r["type"]) for r in line["relations"]} == {
            (1, 0, "part_of"),
            (2, 0, "part_of"),
        }


def test_the_workbook_has_sentences_dropdowns_and_no_formula(tmp_path: Path) -> None:
    text = "=1+1投入资金5万元。\n@SUM培训'3人。\n'=x新增就业8人。"
    hostile = fp.parse(text, name="=cmd.txt", options=ReportOptions(models="off"))
    path = exported(hostile, tmp_path, ".xlsx")
    book = openpyxl.load_workbook(path)
    assert {c.data_type for sheet in book for row in sheet.iter_rows() for c in row} <= {"s", "n"}
    begins = {
        c.value[0] for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str) and c.value
    }
    assert not begins & set("=+-@")
    lists = {next(iter(rule.sqref.ranges)).min_col: rule for rule in book["records"].data_validations.dataValidation}
    for field in ("role", "measure", "bound", "kind"):
        rule = lists[COLUMNS.index(field) + 1]
        sheet, _, cells = rule.formula1.lstrip("=").partition("!")
        offered = [row[0].value.split(" ")[0] for row in book[sheet][cells.replace("$", "")]]
        assert offered == list(choices_of(dict.fromkeys(offered, ""))[field])
    assert cell(book["records"], 3, "sentence").value.startswith("'=1+1")
    assert fp.annotation.load(path, unreviewed=True).rows == gold_rows(hostile.records)


def test_rows_are_corrected_deleted_and_added_in_the_workbook(report: fp.Report, tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        cell(sheet, 3, "role").value = "target 目标 | 已完成"
        cell(sheet, 3, "entity").value = "学员 | null"
        cell(sheet, 6, "text").value = "36.2万元"  # the number is read again from the new span
        sheet.delete_rows(5)
        added = {
            "doc": report.doc,
            "text": "2019年",
            "value": 2019,
            "unit": "年",
            "optional": "yes",
            "comment": "a year",
        }
        added |= {"bound": "exact", "role": "background", "measure": "other", "kind": "level"}
        sheet.append([added.get(name) for name in COLUMNS])

    rows = fp.annotation.load(sheet_edit(exported(report, tmp_path, ".xlsx"), edit)).rows
    assert [row["text"] for row in rows] == ["2019年", "2301人", "213人", "36.2万元", "3~5万人"]
    assert rows[0] | {"optional": True, "comment": "a year", "start": 0} == rows[0]
    assert (rows[1]["role"], rows[1]["entity"]) == (["target", "achieved"], ["学员", None])
    assert rows[3]["value"] == 362_000


def test_a_changed_span_takes_the_number_with_it_and_links_follow(report: fp.Report, tmp_path: Path) -> None:
    at = TEXT.index("2301人")

    def widen(sheet: Any) -> None:
        for column, value in (("start", at + 1), ("end", at + 5), ("text", "301人")):
            cell(sheet, 3, column).value = value

    rows = fp.annotation.load(sheet_edit(exported(report, tmp_path, ".xlsx"), widen)).rows
    assert (rows[0]["text"], rows[0]["value"], rows[0]["start"]) == ("301人", 301, at + 1)
    assert [row["part_of"] for row in rows[1:3]] == [at + 1, at + 1]

    def move(line: Any) -> None:
        line["entities"][0]["start_offset"] += 1
        line["entities"][3]["label"] = "target"
        del line["entities"][4]

    rows = fp.annotation.load(json_edit(exported(report, tmp_path, ".jsonl"), move)).rows
    assert [(row["text"], row["value"]) for row in rows[:1]] == [("301人", 301)]
    assert [row["part_of"] for row in rows[1:3]] == [at + 1, at + 1]
    assert (len(rows), rows[3]["role"]) == (4, ["target"])


def test_what_nobody_submitted_in_label_studio_is_no_gold(report: fp.Report, tmp_path: Path) -> None:
    path = exported(report, tmp_path, ".json")
    gold = fp.annotation.load(path)
    assert (gold.rows, gold.docs, gold.unreviewed) == ((), (), (report.doc,))
    gold = fp.annotation.load(json_edit(path, submitted))
    assert (list(gold.rows), gold.unreviewed) == (list(gold_rows(report.records)), ())


def test_regions_are_corrected_deleted_and_added_in_label_studio(report: fp.Report, tmp_path: Path) -> None:
    def edit(tasks: Any) -> None:
        submitted(tasks)
        result = tasks[0]["annotations"][0]["result"]
        result[:] = [i for i in result if i.get("id") != "r2" and i.get("from_id") != "r2"]
        for item in result:
            if item.get("id") == "r0" and item["from_name"] == "entity":
                item["value"]["text"] = ["学员", "null"]
        span = {"start": 0, "end": 5, "text": "2019年"}
        told = {"id": "Zx1", "to_name": "text", "origin": "manual"}
        result.append(told | {"from_name": "role", "type": "labels", "value": span | {"labels": ["background"]}})
        for name, choice in (("bound", "exact"), ("measure", "other"), ("kind", "level"), ("flags", "optional")):
            result.append(told | {"from_name": name, "type": "choices", "value": span | {"choices": [choice]}})
        result.append(told | {"from_name": "value", "type": "number", "value": span | {"number": 2019}})
        result.append(told | {"from_name": "unit", "type": "textarea", "value": span | {"text": ["年"]}})

    rows = fp.annotation.load(json_edit(exported(report, tmp_path, ".json"), edit)).rows
    assert [row["text"] for row in rows] == ["2019年", "2301人", "213人", "2036.2万元", "3~5万人"]
    assert (rows[0]["value"], rows[0]["optional"], rows[0]["role"]) == (2019, True, ["background"])
    assert rows[1]["entity"] == ["学员", None]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("role", "done", "sheet records, row 4, role: 'done' is not known; choose of achieved, target"),
        ("role", None, "sheet records, row 4, role: is empty"),
        ("start", "abc", "sheet records, row 4, column start: 'abc' is no number"),
        ("start", 1.5, "sheet records, row 4, column start: 1.5 is no whole number"),
        ("value", None, "sheet records, row 4: value is empty"),
        ("value_max", 1, "sheet records, row 4: value_max 1 lies below value 213"),
        ("unit", None, "sheet records, row 4: unit is empty"),
        ("part_of", 3, "sheet records, row 4, part_of: no row of 略阳县_2019.txt starts at 3"),
        ("text", "999人", "sheet records, row 4, column text: '999人' does not stand there"),
        ("doc", "b.txt", "sheet records, row 4, column doc: 'b.txt' is none of the exported documents"),
        ("row", 99, "sheet records, row 4, column row: 略阳县_2019.txt had 5 rows"),
        ("optional", "no", "sheet records, row 4, column optional: 'no' is neither empty nor 'yes'"),
    ],
)
def test_an_error_names_sheet_row_and_column(
    report: fp.Report, tmp_path: Path, column: str, value: Any, message: str
) -> None:
    def edit(sheet: Any) -> None:
        cell(sheet, 4, column).value = value

    path = sheet_edit(exported(report, tmp_path, ".xlsx"), edit)
    with pytest.raises(ReadError) as told:
        fp.annotation.load(path)
    assert str(told.value).startswith(f"{path}: ")
    assert message in str(told.value)


def test_a_copied_row_is_a_new_one(report: fp.Report, tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet.append([c.value for c in sheet[3]])
        for column, value in (("text", "2019年"), ("start", 0), ("end", 5), ("value", 2019), ("unit", "年")):
            cell(sheet, 8, column).value = value

    rows = fp.annotation.load(sheet_edit(exported(report, tmp_path, ".xlsx"), edit)).rows
    assert (rows[0]["text"], rows[0]["value"], rows[1]["text"], len(rows)) == ("2019年", 2019, "2301人", 6)


def test_one_span_cannot_stand_twice(report: fp.Report, tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet.append([c.value for c in sheet[3]])

    with pytest.raises(ReadError, match=r"row 8: the span .* stands already in sheet records, row 3"):
        fp.annotation.load(sheet_edit(exported(report, tmp_path, ".xlsx"), edit))


def test_files_that_are_none(report: fp.Report, tmp_path: Path) -> None:
    for suffix, content in (
        (".xlsx", b"no"),
        (".json", b"{}"),
        (".json", b"[{}]"),
        (".jsonl", b"{}\n"),
        (".json", b"{"),
    ):
        path = tmp_path / f"broken{suffix}"
        path.write_bytes(content)
        with pytest.raises(ReadError, match="broken"):
            fp.annotation.load(path)
    with pytest.raises(OptionError, match=r"xlsx \(\.xlsx\), labelstudio \(\.json\)"):
        fp.annotation.export([report], tmp_path / "a.pdf")
    path = exported(report, tmp_path, ".xlsx")
    book = openpyxl.load_workbook(path)
    del book["source"]
    book.save(path)
    with pytest.raises(ReadError, match="lacks the sheet 'source'"):
        fp.annotation.load(path)


def test_gold_goes_to_one_file_or_to_one_a_document(corpus: fp.Corpus, tmp_path: Path) -> None:
    rows = [row for report in corpus for row in gold_rows(report.records)]
    (folder := tmp_path / "gold").mkdir()
    assert fp.annotation.save(rows, folder) == 16
    assert fp.annotation.save(rows, tmp_path / "all.jsonl") == 1
    assert fp.evaluate(corpus, folder).record_f1 == fp.evaluate(corpus, tmp_path / "all.jsonl").record_f1 == 1.0


def test_a_project_of_doccano_without_relations(report: fp.Report, tmp_path: Path) -> None:
    def edit(line: Any) -> None:
        line["label"] = [[e["start_offset"], e["end_offset"], e["label"]] for e in line.pop("entities")]
        del line["relations"]

    rows = fp.annotation.load(json_edit(exported(report, tmp_path, ".jsonl"), edit)).rows
    assert [row | {"part_of": None} for row in gold_rows(report.records)] == list(rows)


def test_a_taxonomy_of_the_users_own_offers_its_measures(tmp_path: Path) -> None:
    shipped = Path(fp.__file__).parent / "data" / "measures.toml"
    own = tmp_path / "own.toml"
    own.write_text(shipped.read_text(encoding="utf-8").replace('"finance"', '"loans"'), encoding="utf-8")
    (tmp_path / "甲.txt").write_text("发放小额贷款5万元。", encoding="utf-8")
    corpus = fp.Corpus.from_folder(tmp_path / "甲.txt", options=fp.ReportOptions(measures=own), progress=False)
    for suffix in SUFFIXES:
        path = tmp_path / f"out{suffix}"
        fp.annotation.export(corpus, path)
        rows = fp.annotation.load(path, unreviewed=True).rows
        assert [row["measure"] for row in rows] == [["loans"]]
