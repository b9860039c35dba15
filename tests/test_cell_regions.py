"""Places that head the columns of a table: each cell belongs to the one above it, unless its row names another."""

from __future__ import annotations

from pathlib import Path

import pytest

import fupin_nlp as fp

HEADS = ["指标", "略阳县", "宁强县（万元）", "勉县"]
ROWS = [["脱贫户数（户）", "320", "410", "275"], ["投入资金（万元）", "1200", "1530", "980"]]


def as_csv(table: list[list[str]]) -> str:
    return "\n".join(",".join(row) for row in table) + "\n"


def as_tabs(table: list[list[str]]) -> str:
    return "各县完成情况如下。\n\n" + "\n".join("\t".join(row) for row in table) + "\n"


def as_markdown(table: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join(["# 完成情况", "", lines[0], "|" + "---|" * len(table[0]), *lines[1:]]) + "\n"


def as_html(table: list[list[str]]) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    return f"<html><body><p>各县完成情况如下。</p><table>{rows}</table></body></html>"


FORMS = {"csv": as_csv, "txt": as_tabs, "md": as_markdown, "html": as_html}


def places(folder: Path, table: list[list[str]], form: str = "csv") -> dict[str, str | None]:
    path = folder / f"2020年完成情况.{form}"
    path.write_text(FORMS[form](table), encoding="utf-8")
    return {record.text: record.region for record in fp.read(path).records}


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_belongs_to_the_place_that_heads_its_column(tmp_path, form):
    expected = {"320": "略阳县", "410": "宁强县", "275": "勉县", "1200": "略阳县", "1530": "宁强县", "980": "勉县"}
    assert places(tmp_path, [HEADS, *ROWS], form) == expected


def test_the_place_of_the_row_comes_first(tmp_path):
    table = [["县名", "勉县帮扶资金（万元）", "脱贫户数（户）"], ["略阳县", "320", "1200"], ["宁强县", "410", "1530"]]
    found = places(tmp_path, table)
    assert [found[number] for number in ("1200", "1530")] == ["略阳县", "宁强县"]


def test_a_head_that_is_no_place_gives_none(tmp_path):
    table = [["指标", "本年", "上年"], ["脱贫户数（户）", "320", "410"]]
    assert set(places(tmp_path, table).values()) == {None}


def test_the_reason_is_told(tmp_path):
    path = tmp_path / "完成情况.csv"
    path.write_text(as_csv([HEADS, *ROWS]), encoding="utf-8")
    first = fp.read(path).records[0]
    assert first.region_code == "610727"
    assert first.evidence["region"] == "the head of the column: 略阳县"
