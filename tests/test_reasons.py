"""The page that counts how often each reason decided, and how often it was right."""

from __future__ import annotations

import json
import re

import pytest
from tools.reasons import PAGE, count, page, reason_of

from fupin_nlp.report.goldset import read_gold

TEXT = "已培训120人，计划明年脱贫30户。资金50万元。"


@pytest.mark.parametrize(
    ("name", "told", "answer", "reason"),
    [
        ("role", "the clause says 已经", "achieved", "the clause says …"),
        ("role", "the year 2020 is to come", "target", "the year … is to come"),
        ("role", "a rule: 每亩一次性补助", "standard", "a rule: …"),
        ("role", "a list of duties: （牵头单位", "target", "a list of duties: …"),
        ("role", "told of one person: 李某, aged", "case", "told of one person: …"),
        ("role", "the paragraph speaks of work done", "achieved", "the paragraph speaks of work done"),
        ("period", "截至2014年12月 at 30 (until)", "截至2014年12月", "words of the text: until"),
        ("period", "heading: “十三五”期间", "“十三五”期间", "heading: …"),
        ("region", "青冈县 at 4", "青冈县", "a name in the text"),
        ("region", "全市 at 4", "绥化市", "a word for the whole place"),
        ("measure", "finance 贷款 12 (entity); economy 资金 0.3 (sentence)", "finance", "entity"),
        ("measure", "economy 资金 0.3 (sentence)", "finance", "no cue of its own"),
        ("measure", "other.culture 图书 6 (front); other 书 1 (unit)", "other", "front + unit"),
        ("measure", "", "other", "nothing told"),
    ],
)
def test_the_words_of_the_text_are_no_part_of_a_reason(name, told, answer, reason):
    assert reason_of(name, told, answer) == reason


def gold_folder(folder, role):
    answers = {"bound": ["exact"], "measure": ["other"], "entity": ["人"], "action": [None], "period": [None]}
    (folder / "texts").mkdir(parents=True)
    (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    rows = []
    for text, value, unit, optional in (
        ("120人", 120, "人", False),
        ("30户", 30, "户", False),
        ("50万元", 500000, "元", True),
    ):
        start = TEXT.index(text)
        place = {"doc": "a.txt", "start": start, "end": start + len(text), "text": text, "value": value, "unit": unit}
        rows.append(place | answers | {"value_max": None, "role": [role], "region": [None], "optional": optional})
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_every_found_record_that_is_not_optional_is_counted_once_a_field(tmp_path):
    gold_folder(tmp_path / "one", "achieved")
    gold_folder(tmp_path / "two", "case")
    counts = count(read_gold(tmp_path))
    assert {name: sum(found.total for found in reasons.values()) for name, reasons in counts.items()} == dict.fromkeys(
        ("entity", "role", "measure", "period", "region"), 4
    )
    roles = [found for reason, found in counts["role"].items() if reason.endswith("→ achieved")]
    assert sum(found.rows["one"] for found in roles) == sum(found.right["one"] for found in roles) == 1
    assert sum(found.right["two"] for found in roles) == 0
    assert page(count(read_gold(tmp_path)), {}) == page(counts, {})


def test_what_is_only_scored_stands_in_a_column_of_its_own(tmp_path):
    gold_folder(tmp_path / "one", "achieved")
    gold_folder(tmp_path / "check" / "one", "case")
    counts, checked = count(read_gold(tmp_path / "one")), count(read_gold(tmp_path / "check"))
    alone, beside = page(counts, {}), page(counts, checked)
    assert ["→ achieved" in line for line in alone.split("\n")] == ["→ achieved" in line for line in beside.split("\n")]
    for found in counts["role"].values():
        found.rows["one"] *= 10
        found.right["one"] *= 10
    role = next(line for line in page(counts, checked).split("\n") if "→ achieved" in line)
    assert role.split(" | ")[3:5] == ["1.000", "0.00 of 1"]


def test_the_page_is_there_marks_the_weak_and_quotes_nothing():
    text = PAGE.read_text(encoding="utf-8")
    assert "python -m tools.reasons" in text
    assert [
        section for section in ("entity", "role", "measure", "period", "region") if f"## {section}" not in text
    ] == []
    assert re.findall("[\u4e00-\u9fff]+", text) == []
    for line in text.split("\n"):
        found = re.match(r"\| [^|]+ \| (\d+) \| (\d+) \| ([\d.]+)( \*\*weak\*\*)? \|", line)
        if found and "reasons of fewer" not in line:
            rows, right = int(found[1]), int(found[2])
            assert float(found[3]) == round(right / rows, 3)
            assert bool(found[4]) == (rows >= 10 and right / rows < 0.7)
