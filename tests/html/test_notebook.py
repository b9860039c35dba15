from __future__ import annotations

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_nlp.display import highlight
from fupin_nlp.model.safe import visible


class Reader(HTMLParser):
    """Collects the elements, the text of the body and its marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.titles: list[str] = []
        self.marks: list[str] = []
        self.body = ""
        self._in_body = self._in_mark = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given_)
        self._in_body = self._in_body or given_.get("class") == "fupin-body"
        if tag == "mark" and self._in_body:
            self._in_mark = True
            self.titles.append(str(given_["title"]))
            self.marks.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = self._in_mark and tag != "mark"
        self._in_body = self._in_body and tag != "div"

    def handle_data(self, data: str) -> None:
        if self._in_body:
            self.body += data
        if self._in_mark:
            self.marks[-1] += data


def read(fragment: str) -> Reader:
    reader = Reader()
    reader.feed(fragment)
    reader.close()
    return reader


def test_each_record_is_marked_in_the_whole_text() -> None:
    view = made.north()
    page = read(highlight(view.raw, view.records, title=view.title))
    assert page.body == view.raw
    assert page.marks == [row["text"] for row in view.records]


def test_hover_says_what_the_record_means() -> None:
    view = made.north()
    titles = read(highlight(view.raw, view.records)).titles
    assert titles[0] == (
        "数值：300,000元\n对象：小额贷款\n动作：发放\n性质：已完成\n措施：金融扶贫\n时期：2019年\n地区：𠮷县"
    )
    assert titles[3].startswith("数值：不到800元")


def test_uncertain_numbers_warn() -> None:
    view = made.south()
    fragment = highlight(view.raw, view.records)
    assert 'class="background uncertain"' in fragment
    assert "数值：不明（人）" in read(fragment).titles[1]
    assert "不可引用" in read(fragment).titles[1]


def test_legend_counts_roles() -> None:
    view = made.north()
    fragment = highlight(view.raw, view.records)
    assert "4 条记录" in fragment
    assert '<mark class="achieved">已完成</mark> 2' in fragment
    assert "个案" not in fragment


def test_hostile_report_stays_text() -> None:
    view = made.evil()
    page = read(highlight(view.raw, view.records, title=view.title))
    assert set(page.tags) == {"div", "style", "p", "mark"}
    assert page.attributes == {"class", "lang", "tabindex", "role", "aria-label", "dir", "title"}
    assert page.body == visible(view.raw)


def test_records_that_do_not_fit_are_counted_not_marked() -> None:
    raw = "修路3公里，架桥2座"
    good, bad = made.record(raw, "3公里", value=3), made.record(raw, "2座", value=2)
    twice, far = {**good, "id": "b"}, {**bad, "start": 900, "end": 902}
    page = highlight(raw, [good, {**bad, "text": "9座"}, twice, far])
    assert read(page).marks == ["3公里"]
    assert "有 3 条记录的位置与原文不符或相互重叠" in page


def test_long_texts_are_cut_and_say_so() -> None:
    raw = "修路3公里" + "。" * 100 + "架桥2座"
    page = highlight(raw, [made.record(raw, "3公里", value=3), made.record(raw, "2座", value=2)], limit=50)
    assert read(page).body == raw[:50]
    assert f"后面还有 {len(raw) - 50} 个字符、1 条记录没有显示" in page


def test_same_input_same_text_in_any_order_of_records() -> None:
    view = made.north()
    assert highlight(view.raw, view.records) == highlight(view.raw, list(reversed(view.records)))


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40),
    st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=6),
)
def test_no_position_loses_or_doubles_text(raw: str, spans: list[tuple[int, int]]) -> None:
    rows = [made.record("x", "x") | {"start": a, "end": b, "text": raw[max(a, 0) : max(b, 0)]} for a, b in spans]
    assert read(highlight(raw, rows)).body == visible(raw)


@pytest.mark.parametrize("records", [[], ()])
def test_text_without_records(records: list[dict[str, object]]) -> None:
    assert read(highlight("无数字", records)).body == "无数字"


EVALUATION = Path(os.environ.get("FUPIN_EVAL_DIR", Path(__file__).parents[2].parent / "shared"))
GOLD = sorted((EVALUATION / "gold").glob("*.jsonl"))


@pytest.mark.skipif(not GOLD, reason=f"no gold records in {EVALUATION / 'gold'}; set FUPIN_EVAL_DIR")
def test_every_gold_record_is_marked_in_its_report() -> None:
    for path in GOLD:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found = [EVALUATION / folder / rows[0]["doc"] for folder in ("gold/texts", "reports/fupin")]
        source = next(place for place in found if place.exists())
        raw = source.read_bytes().decode("utf-8").removeprefix("\ufeff")
        records = [
            row | {"role": row["role"][0], "bound": row["bound"][0], "entity": row["entity"][0], "action": None,
                   "period": None, "region": row["region"][0]}
            for row in rows
        ]  # fmt: skip
        shown = read(highlight(raw, records))
        assert shown.marks == [row["text"] for row in sorted(rows, key=lambda row: (row["start"], row["end"]))]
        assert shown.body == visible(raw)
