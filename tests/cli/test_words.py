"""words, attention, kwic on the command line."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tests.support.places import ROOT

from fupin_nlp.cli.commands import cli

TABLE = ROOT / "notebooks" / "work_reports.csv"
COLUMNS = ("--text-column", "正文", "--region-column", "省份", "--date-column", "年份")


def test_words_counts_and_writes(fupin, reports, tmp_path):
    done = fupin("words", reports, "--by", "region", "--top", "2")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].split() == ["地区", "词", "次数", "每千词", "文件数"]
    assert len(done.stdout.splitlines()) == 9
    out, cloud = tmp_path / "words.csv", tmp_path / "cloud.png"
    done = fupin("words", reports, "--stop", "none", "-o", out, "--cloud", cloud)
    assert (done.exit_code, done.stdout) == (0, "")
    frame = pd.read_csv(out)
    assert frame.set_index("word").loc["全县", "n"] == 3
    assert done.stderr == f"{len(frame)} rows in {out}\nword cloud in {cloud}\n"
    assert cloud.read_bytes()[1:4] == b"PNG"
    own = tmp_path / "stop.txt"
    own.write_text("全县 小额贷款\n", "utf-8")
    fupin("words", reports, "--stop", own, "-o", out)
    assert not {"全县", "小额贷款"} & set(pd.read_csv(out)["word"])


def test_attention_of_a_table_as_a_panel(fupin, tmp_path):
    out, gaps, words = tmp_path / "a.dta", tmp_path / "gaps.csv", tmp_path / "words.xlsx"
    concepts = tmp_path / "concepts.toml"
    concepts.write_text('"环保" = ["*污染*", "生态*"]\n"创新" = ["创新"]\n', "utf-8")
    done = fupin("attention", TABLE, *COLUMNS, "--dictionary", concepts, "-o", out, "--gaps", gaps, "--words", words)
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[0] == f"32 rows in {out}"
    assert done.stderr.splitlines()[-1] == "gaps: no_report 1"
    frame = pd.read_stata(out)
    assert (
        frame.groupby("region")["year"].apply(list).tolist() == [[y for y in range(2019, 2023) for _ in range(2)]] * 4
    )
    assert frame[(frame["region"] == "贵州省") & (frame["year"] == 2021)]["n"].isna().all()
    assert pd.read_csv(gaps)[["region", "year", "reason"]].values.tolist() == [["贵州省", 2021, "no_report"]]
    assert pd.read_excel(words)["词"].tolist() == ["*污染*", "生态*", "创新"]


def test_attention_takes_concepts_as_they_are_typed(fupin):
    done = fupin(
        "attention", TABLE, *COLUMNS, "--concept", "环保=*污染*，减排、生态*", "--concept", "创新", "--by", "region"
    )
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split()[:3] == ["地区", "概念", "文件数"]
    assert len(done.stdout.splitlines()) == 9


def test_kwic_puts_the_words_below_one_another(fupin, reports, tmp_path):
    done = fupin("kwic", "贷款,小额贷款", reports, "--width", "6")
    assert done.exit_code == 0
    assert "发放 小额贷款 2036.2" in done.stdout
    out = tmp_path / "k.jsonl"
    fupin("kwic", "*路*", reports, "-o", out)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert rows
    assert all("路" in row["keyword"] for row in rows)
    none = fupin("kwic", "元宇宙", reports)
    assert (none.exit_code, none.stdout) == (0, "没有找到 / found nowhere\n")
    assert "note: 元宇宙 is no word of these reports" in none.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["words", "--by", "planet"], "by='planet' is not known"),
        (["words", "--stop", "nowhere.txt"], "no such file"),
        (["words", "--top", "0"], "x>=1"),
        (["words", "--cloud", "a.gif"], "written as .png or .jpg"),
        (["attention"], "name the concepts by --dictionary FILE or by --concept"),
        (["attention", "--concept", "环保=污 染"], "looks like several words"),
        (["attention", "--concept", "环保="], "there is no word"),
        (["attention", "--dictionary", "gone.toml"], "does not exist"),
        (["attention", "--concept", "a", "--by", "measure"], "by='measure' is not known"),
    ],
)
def test_wrong_choices_end_with_2(fupin, reports, arguments, message):
    done = fupin(arguments[0], reports, *arguments[1:])
    assert (done.exit_code, done.stdout.strip()) == (2, "")
    assert message in " ".join(done.stderr.split())


def test_failures_are_named_and_the_rest_is_counted(fupin, reports, tmp_path):
    (reports / "empty.txt").write_bytes(b"")
    for arguments in (["words", reports], ["attention", reports, "--concept", "贷款"], ["kwic", "全县", reports]):
        done = fupin(*arguments)
        assert done.exit_code == 1
        assert "failed: empty.txt: read: the file is empty\n" in done.stderr
        assert "全县" in done.stdout or "洋县" in done.stdout
    missing = fupin("words", tmp_path / "nowhere")
    assert (missing.exit_code, missing.stdout) == (2, "")


@pytest.mark.parametrize("name", ["words", "attention", "kwic"])
def test_help_has_examples(fupin, name):
    shown = fupin(name, "--help").stdout
    assert f"fupin {name} " in shown.partition("Examples:")[2]
    assert name in cli.commands
