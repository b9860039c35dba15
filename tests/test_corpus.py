"""The sample reports in corpus/ and their gold: formats, positions, closed lists, sums, completeness."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
INDEX_COLUMNS = "file encoding region region_code year kind damage body_start body_end clean rows optional"
REQUIRED = [
    *("doc", "start", "end", "text", "value", "value_max", "unit", "bound", "entity", "action", "role", "period"),
    *("region", "measure", "optional", "kind", "part_of", "repeat_of"),
]
LISTS = {
    "bound": {"exact", "about", "over", "under"},
    "role": {"achieved", "target", "standard", "case", "background"},
    "kind": {"level", "change", "flow", "share", "rate"},
    "measure": {
        *("industry", "employment", "training", "education", "health", "housing", "relocation", "infrastructure"),
        *("ecology", "finance", "assistance", "social", "safety_net", "motivation", "governance", "economy"),
        *("outcome", "other"),
    },
}
FREE_LISTS = ("entity", "action", "period", "region")

# What may stand in a body without being a quantity. Every digit and every Chinese numeral of a body is inside a gold
# row or inside one of these: the gold is complete, and what it leaves out was left out on purpose.
NOT_A_QUANTITY = re.compile(
    r"""
    <[^>]*>                                             # markup: <h1>, border="1"
  | (?:19|20)\d{2}(?:年|-\d{2}-\d{2})                   # 2014年, 2024-01-18
  | \d{1,2}月(?:\d{1,2}日|底)?                          # 12月28日, 10月底
  | 今年5月 | 6月的 | PM2\.5
  | ^—\ \d+\ —$                                         # page numbers
  | ^\s*(?:[一二三四五六七八九十]+,*、|（[一二三四五六七八九十]+）|\d、)   # headings
  | (?<=>)[一二三四五六]、 | [一二三四五六]是
  | “[^”]*”                                             # slogans and names: “十三五”, “两癌”, “一村一品”
  | 第一(?:书记|書記|笔|辆) | 一般公共预算 | 统一|統一 | 一次性 | 三级医院 | 五保户 | 两手齐抓 | 双重考验 | 零售 | 清零
  | 十年九旱 | 一方(?:水土|人) | 一村一村 | 一條心 | 一股勁 | 一片葱绿 | 一時 | 一家人 | 一家(?=@)
  | [无無]一(?:名學生|人) | 在一个战场 | 一條“ | 一条“ | 走出了一条 | 一条(?=@) | 有一個 | 一笔账 | 新一轮
  | 捆在一起 | 三宝乡
  | (?:公路)两旁 | 夫妻俩 | 四面漏风 | 下一步 | 多数
  | (?:过去|关键)?(?<!\d)一年(?:來|来)? | 的一年 | [五六]年(?:来|來) | 两年[前间]         # words that date
  | 每千(?:常住)?人口                                   # the base of a rate
  | (?:床位|托位|医师|天|总|项目|起)数                     # 数 as a noun: number of
  | （万元）                                             # head of a table
    """,
    re.VERBOSE | re.MULTILINE,
)
NUMERAL = re.compile("[0-9零〇一二三四五六七八九十百千万萬亿億两兩半几幾数數双雙]")
WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")


@cache
def index() -> tuple[dict[str, str], ...]:
    with (CORPUS / "index.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t"))


@cache
def raw(file: str) -> str:
    encoding = next(entry["encoding"] for entry in index() if entry["file"] == file)
    text = (CORPUS / file).read_bytes().decode(encoding)
    assert not text.startswith("\ufeff"), f"{file}: the encoding in index.tsv leaves the byte order mark in the text"
    return text


@cache
def gold(file: str) -> tuple[dict[str, Any], ...]:
    path = CORPUS / "gold" / (Path(file).stem + ".jsonl")
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


FILES = [entry["file"] for entry in index()]
ENTRIES = {entry["file"]: entry for entry in index()}
ROWS = [row for file in FILES for row in gold(file)]
each_file = pytest.mark.parametrize("file", FILES)


def test_index_and_folder_name_the_same_files() -> None:
    assert " ".join(index()[0]) == INDEX_COLUMNS
    assert sorted(FILES) == sorted(p.name for p in CORPUS.iterdir() if p.suffix in {".txt", ".html"})
    assert sorted(Path(f).stem for f in FILES) == sorted(p.stem for p in (CORPUS / "gold").iterdir())
    clean = sorted(e["clean"] for e in index() if e["clean"] != "-")
    assert clean == sorted(f"clean/{p.name}" for p in (CORPUS / "clean").iterdir())


@each_file
def test_gold_slices_the_raw_text(file: str) -> None:
    text = raw(file)
    for row in gold(file):
        assert row["doc"] == file
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["text"] == row["text"].strip()


@each_file
def test_gold_rows_are_in_text_order_and_do_not_overlap(file: str) -> None:
    spans = [(row["start"], row["end"]) for row in gold(file)]
    assert spans
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@each_file
def test_no_gold_outside_the_body(file: str) -> None:
    start, end = int(ENTRIES[file]["body_start"]), int(ENTRIES[file]["body_end"])
    assert 0 <= start < end <= len(raw(file))
    assert all(start <= row["start"] and row["end"] <= end for row in gold(file))


@each_file
def test_index_counts_the_rows(file: str) -> None:
    assert int(ENTRIES[file]["rows"]) == len(gold(file))
    assert int(ENTRIES[file]["optional"]) == sum(row["optional"] for row in gold(file))


@each_file
def test_fields_and_closed_lists(file: str) -> None:
    for row in gold(file):
        assert list(row)[: len(REQUIRED)] == REQUIRED, row
        assert set(row) - set(REQUIRED) <= {"certain"}
        for name, allowed in LISTS.items():
            assert row[name], (name, row)
            assert set(row[name]) <= allowed, (name, row)
            assert len(set(row[name])) == len(row[name]), (name, row)
        for name in FREE_LISTS:
            assert row[name], (name, row)
            assert all(item is None or (isinstance(item, str) and item == item.strip() != "") for item in row[name])
        assert None not in row["entity"]
        assert None not in row["region"]
        assert isinstance(row["unit"], str)
        assert row["unit"]
        assert row["unit"] in {"百分点", "千瓦"} or not NUMERAL.search(row["unit"]), row
        assert isinstance(row["optional"], bool)


@each_file
def test_values_are_numbers_unless_a_digit_was_swallowed(file: str) -> None:
    for row in gold(file):
        if row.get("certain") is False:
            assert row["value"] is None
            continue
        assert isinstance(row["value"], int | float)
        assert not isinstance(row["value"], bool)
        if row["value_max"] is not None:
            assert row["value_max"] > row["value"]


@each_file
def test_plain_arabic_numbers_have_the_value_they_show(file: str) -> None:
    """An independent reading of the simplest shapes: digits, at most one magnitude, then the unit."""
    magnitude = {"": 1, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "万亿": 10**12}
    seen = 0
    for row in gold(file):
        plain = re.sub(r"\([a-zü-ǜāēīōūǎěǐǒǔáéíóúàèìòù]+\)|[ ,，]", "", row["text"].translate(WIDE))
        match = re.fullmatch(r"(\d+(?:\.\d+)?)(万亿|[万萬亿億千]?)(?:多|余|餘)?([^\d\s万亿萬億~—–-]*)", plain)
        if match is None or row["value"] is None or match[3] == "":
            continue
        seen += 1
        assert Decimal(str(row["value"])) == Decimal(match[1]) * magnitude[match[2]], row
    assert seen


@each_file
def test_links_point_to_rows_of_the_same_unit(file: str) -> None:
    by_start = {row["start"]: row for row in gold(file)}
    for row in gold(file):
        for link in ("part_of", "repeat_of"):
            if row[link] is None:
                continue
            other = by_start[row[link]]
            assert other is not row
            assert other["unit"] == row["unit"], (link, row)
            if link == "repeat_of":
                assert (other["value"], other["start"] < row["start"]) == (row["value"], True)
            else:
                assert row["value"] <= (other["value_max"] or other["value"]), row


@each_file
def test_every_number_of_the_body_is_annotated_or_left_out_on_purpose(file: str) -> None:
    start, end = int(ENTRIES[file]["body_start"]), int(ENTRIES[file]["body_end"])
    body = list(raw(file)[start:end].translate(WIDE).replace("\r\n", "\n\n"))
    for row in gold(file):
        # "@" keeps the positions and the neighbours of a quantity visible to the patterns' look-arounds.
        body[row["start"] - start : row["end"] - start] = "@" * (row["end"] - row["start"])
    unread = "".join(body)
    rest = NOT_A_QUANTITY.sub(lambda m: " " * len(m[0]), unread)
    missed = [unread[max(0, m.start() - 8) : m.end() + 8] for m in NUMERAL.finditer(rest)]
    assert missed == []


def _sums() -> list[dict[str, str]]:
    with (CORPUS / "sums.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("case", _sums(), ids=lambda case: f"{case['file']}:{case['total']}={case['parts']}")
def test_parts_add_up_where_the_text_says_so(case: dict[str, str]) -> None:
    rows = gold(case["file"])
    wanted = case["parts"].split(" + ")
    totals = [r for r in rows if r["text"] == case["total"]]
    found = []
    for total in totals:
        parts = [r for r in rows if r["part_of"] == total["start"] and r["text"] in wanted]
        if len(parts) == len(wanted):
            found.append((total, parts))
    assert len(found) == 1, "the total and its parts must be found once, linked by part_of"
    total, parts = found[0]
    same = sum(Decimal(str(p["value"])) for p in parts) == Decimal(str(total["value"]))
    assert same is {"yes": True, "no": False}[case["adds_up"]]


@each_file
def test_no_part_is_listed_twice(file: str) -> None:
    for row in gold(file):
        assert row["part_of"] is None or row["repeat_of"] is None, row


def test_a_body_that_is_printed_twice_is_annotated_once() -> None:
    twice = [e for e in index() if "printed_twice" in e["damage"]]
    assert twice
    for entry in twice:
        start, end = int(entry["body_start"]), int(entry["body_end"])
        text = raw(entry["file"])
        assert text[end : 2 * end - start] == text[start:end]
        assert max(row["end"] for row in gold(entry["file"])) <= end


def test_clean_reports_have_no_damage_and_damaged_ones_have_their_clean_text() -> None:
    for entry in index():
        body = raw(entry["file"])[int(entry["body_start"]) : int(entry["body_end"])]
        if entry["clean"] == "-":
            assert (entry["damage"], body) == ("none", raw(entry["file"]))
            continue
        clean = (CORPUS / entry["clean"]).read_bytes().decode("utf-8")
        assert "\r" not in clean
        assert not re.search(r"[０-９]|,,|\?", clean)
        if entry["damage"] in {"furniture", "furniture,unrelated_list", "printed_twice", "none"}:
            assert body == clean
        elif entry["damage"] == "crlf":
            assert body.replace("\r\n", "\n") == clean
        elif entry["damage"] == "hard_wraps,page_numbers":
            unpaged = re.sub(r"\n\n— \d+ —\n\n", "", body)
            assert unpaged.replace("\n", "") == clean.replace("\n", "")


def test_corpus_is_as_large_and_varied_as_its_readme_says() -> None:
    required = [row for row in ROWS if not row["optional"]]
    roles = Counter(role for row in required for role in row["role"][:1])
    measures = Counter(row["measure"][0] for row in required)
    assert len(FILES) >= 12
    assert len(required) >= 300
    assert roles["target"] >= 80
    assert min(roles[role] for role in LISTS["role"]) >= 12
    assert set(measures) == LISTS["measure"]
    assert sum(1 for entry in index() if entry["damage"] == "none" and entry["encoding"] == "utf-8") >= 4
    assert {e["encoding"] for e in index()} == {"utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"}
    assert any(row["part_of"] is not None for row in required)
    assert any(row["repeat_of"] is not None for row in required)
    assert any(row.get("certain") is False for row in required)


@each_file
def test_reports_are_of_readable_length(file: str) -> None:
    start, end = int(ENTRIES[file]["body_start"]), int(ENTRIES[file]["body_end"])
    assert 800 <= end - start <= 2500
    assert 12 <= len(gold(file)) <= 70
