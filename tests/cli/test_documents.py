"""extract, clean, text: what comes out, what is told, and the exit status."""

from __future__ import annotations

import json

import openpyxl
import pandas as pd
import pytest
from tests.cli.conftest import HEALTH, LOANS, ROADS, SCHOOLS
from tests.support import office

from fupin_nlp.ingest import process as process_module
from fupin_nlp.model.columns import COLUMN_LABELS_ZH, COLUMNS
from fupin_nlp.model.record import FIELDS


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def test_extract_writes_json_lines_in_the_order_of_the_documents(fupin, reports):
    done = fupin("extract", reports)
    assert (done.exit_code, done.stderr) == (0, "")
    found = rows(done.stdout)
    assert list(dict.fromkeys(row["doc"] for row in found)) == [
        "2019/略阳县_2019.txt", "2019/西乡县_2019.txt", "勉县_2019.txt", "洋县_2019.txt",
    ]  # fmt: skip
    assert all(tuple(row) == FIELDS for row in found)
    texts = {"2019/略阳县_2019.txt": ROADS, "2019/西乡县_2019.txt": SCHOOLS, "勉县_2019.txt": HEALTH}
    texts["洋县_2019.txt"] = LOANS
    assert all(texts[row["doc"]][row["start"] : row["end"]] == row["text"] for row in found)
    loan = next(row for row in found if row["text"] == "2036.2万元")
    assert (loan["value"], loan["unit"], loan["role"], loan["region"]) == (20362000, "元", "achieved", "洋县")
    assert {row["role"] for row in found} == {"achieved", "target"}


def test_extract_reads_standard_input(fupin):
    done = fupin("extract", "-", stdin=LOANS.encode("gb18030"))
    assert [row["id"] for row in rows(done.stdout)] == ["stdin#0", "stdin#1", "stdin#2"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "xlsx", "dta"])
def test_extract_writes_the_format_of_the_suffix(fupin, reports, tmp_path, form):
    out = tmp_path / f"records.{form}"
    done = fupin("extract", reports, "-o", out)
    count = len(rows(fupin("extract", reports).stdout))
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"{count} records of 4 documents in {out}\n"
    if form == "jsonl":
        assert out.read_text(encoding="utf-8") == fupin("extract", reports).stdout
    elif form == "csv":
        assert out.read_bytes().startswith(b"\xef\xbb\xbfid,doc,")
        assert len(pd.read_csv(out)) == count
    elif form == "xlsx":
        sheet = openpyxl.load_workbook(out).active
        assert ([c.value for c in sheet[1]], sheet.max_row) == ([COLUMN_LABELS_ZH[name] for name in COLUMNS], count + 1)
    else:
        assert pd.read_stata(out)["text"].str.contains("2036.2万元").sum() == 1


def test_format_overrules_the_suffix(fupin, reports, tmp_path):
    out = tmp_path / "records.txt"
    assert fupin("extract", reports, "-o", out, "--format", "csv").exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")


def test_failures_are_named_and_the_rest_is_delivered(fupin, reports, tmp_path):
    (reports / "empty.txt").write_bytes(b"")
    (reports / "scan.pdf").write_bytes(b"%PDF-1.4")
    done = fupin("extract", reports, tmp_path / "nowhere.txt")
    assert done.exit_code == 1
    assert len({row["doc"] for row in rows(done.stdout)}) == 4
    failed = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert [line.split(": ")[1:3] for line in failed] == [
        ["empty.txt", "read"], ["nowhere.txt", "read"], ["scan.pdf", "read"],
    ]  # fmt: skip
    assert "the file is empty" in failed[0]
    assert "there is no file or folder" in failed[1]


def test_what_is_passed_over_is_told_once_for_each_reason(fupin, reports):
    for number in range(5):
        (reports / f".hidden{number}").write_text("1户", encoding="utf-8")
    (reports / "data.bin").write_bytes(b"\x00")
    done = fupin("extract", reports)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        "passed over (hidden file): .hidden0, .hidden1, .hidden2 and 2 more",
        "passed over (unknown suffix '.bin'): data.bin",
    ]


def test_an_empty_folder_is_told(fupin, tmp_path):
    done = fupin("extract", tmp_path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"Error: {tmp_path}: there is no document in it\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract"], "Missing argument 'PATH...'"),
        (["extract", "a.txt", "--format", "pdf"], "'pdf' is not one of 'jsonl', 'csv', 'xlsx', 'dta'"),
        (["extract", "a.txt", "--format", "csv"], "csv goes into a file: name it with -o"),
        (["extract", "a.txt", "-o", "out.pdf"], "format 'pdf' cannot be written; choose one of jsonl, csv, xlsx, dta"),
        (["extract", "a.txt", "--tokenizer", "hanlp"], "'hanlp' is not one of"),
        (["extract", "a.txt", "--opencc", "other"], "'other' is not one of"),
        (["extract", "a.txt", "--measures", "no.toml"], "'no.toml' does not exist"),
        (["clean", "a.txt", "--explain", "--body"], "choose one of them"),
        (["harvest"], "No such command 'harvest'"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(fupin, tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("发放3万元。", encoding="utf-8")
    done = fupin(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_broken_taxonomy_is_told_before_anything_is_read(fupin, reports, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text("[meta]\n", encoding="utf-8")
    done = fupin("extract", reports, "--measures", own)
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(own) in done.stderr


def test_the_engines_can_be_chosen(fupin, reports):
    fast = fupin("extract", reports)
    portable = fupin("extract", reports, "--tokenizer", "jieba", "--opencc", "opencc-python-reimplemented")
    assert portable.stdout == fast.stdout


def test_text_gives_the_file(fupin, reports):
    assert fupin("text", reports / "洋县_2019.txt").stdout_bytes == LOANS.encode()
    assert fupin("text", reports / "2019" / "西乡县_2019.txt").stdout == SCHOOLS
    assert fupin("text", "-", stdin=ROADS.encode("gb18030")).stdout == ROADS


def test_text_of_many_or_none(fupin, reports, tmp_path):
    many, none = fupin("text", reports), fupin("text", tmp_path / "nowhere.txt")
    assert (many.exit_code, many.stdout) == (2, "")
    assert "holds 4 documents: name one of them" in many.stderr
    assert (none.exit_code, none.stdout) == (2, "")
    assert none.stderr.startswith("Error: nowhere.txt: there is no file")


def test_clean_leaves_line_ends_and_undoes_damage(fupin, reports):
    assert fupin("clean", reports / "洋县_2019.txt").stdout_bytes == LOANS.encode()
    assert "硬化村组道路12公里" in fupin("clean", reports / "2019" / "略阳县_2019.txt").stdout


def test_clean_tells_documents_apart(fupin, reports):
    done = fupin("clean", reports / "2019")
    heads = [line for line in done.stdout.splitlines() if line.startswith("==>")]
    assert heads == ["==> 略阳县_2019.txt <==", "==> 西乡县_2019.txt <=="]
    assert SCHOOLS in done.stdout


def test_clean_explains_each_edit_of_several_documents(fupin, reports):
    done = fupin("clean", reports, "--explain")
    lines = done.stdout.splitlines()
    start, end = lines.index("==> 2019/略阳县_2019.txt <=="), lines.index("==> 2019/西乡县_2019.txt <==")
    assert any(line.startswith("width, ") for line in lines[start + 1 : end])
    assert any("⟦" in line and line.split()[0].count(":") == 1 for line in lines[start + 1 : end])
    assert lines[lines.index("==> 洋县_2019.txt <==") + 2] == "  nothing was changed"


def test_clean_body_leaves_out_what_is_no_report(fupin, tmp_path):
    page = "首页 > 新闻 > 正文\n" + SCHOOLS * 6 + "版权所有 某某网\n"
    path = tmp_path / "page.txt"
    path.write_text(page, encoding="utf-8")
    assert "版权所有" in fupin("clean", path).stdout
    body = fupin("clean", path, "--body").stdout
    assert "新建学校3所" in body
    assert "版权所有" not in body


def test_clean_reads_all_containers_with_one_process(fupin, tmp_path, monkeypatch):
    started = []

    def start(child, options, real=process_module._Child.__init__):
        started.append(options)
        real(child, options)

    monkeypatch.setattr(process_module._Child, "__init__", start)
    for number in range(3):
        (tmp_path / f"{number}.docx").write_bytes(office.docx([f"第{number}份"]))
    done = fupin("clean", tmp_path)
    assert [f"第{number}份" in done.stdout for number in range(3)] == [True] * 3
    assert len(started) == 1


def test_clean_goes_on_after_a_failure(fupin, reports):
    (reports / "empty.txt").write_bytes(b"")
    done = fupin("clean", reports)
    assert done.exit_code == 1
    assert done.stderr == "failed: empty.txt: read: the file is empty\n"
    assert SCHOOLS in done.stdout
