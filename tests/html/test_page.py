from __future__ import annotations

import base64
import hashlib
import json
import re
from decimal import Decimal
from html.parser import HTMLParser

import made
import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp.errors import OptionError
from fupin_nlp.html import ClusterView, PageOptions, ReportView, page
from fupin_nlp.html.findings import findings
from fupin_nlp.html.payload import payload, record_rows
from fupin_nlp.model import Alignment, CleanText, LeftOut, RawText
from fupin_nlp.model.alignment import Change


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    loaded: dict[str, object] = json.loads(found[1])
    return loaded


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_policy_forbids_the_network_and_names_the_only_script_and_style() -> None:
    text = page([made.north()])
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    assert policy
    assert policy[1].startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert "http" not in policy[1]


def test_nothing_in_the_page_refers_outside() -> None:
    for tag, attributes in Elements(page([made.north(), made.evil()])).seen:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form" if "action" in attributes else ""}
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")


def test_hostile_report_adds_no_element_or_attribute() -> None:
    mild = Elements(page([made.north()])).seen
    evil = Elements(page([made.evil()], clusters=[ClusterView(label=made.evil().doc, docs=(made.evil().doc,))])).seen
    new = {tag for tag, _ in evil} - {tag for tag, _ in mild}
    assert new <= {"article", "small", "ul", "li"}
    assert not [name for _, attributes in evil for name in attributes if name.startswith("on")]
    assert [tag for tag, _ in evil].count("script") == 2


def test_page_can_be_written_and_keeps_the_data() -> None:
    view = made.evil()
    text = page([view])
    text.encode("utf-8")
    report = data_of(text)["reports"][0]  # type: ignore[index]
    assert report["raw"] == view.raw
    assert report["doc"] == view.doc


def test_positions_count_utf16_units_in_both_versions() -> None:
    view = made.north()
    data, misplaced = payload([view], record_rows([view], None))
    assert misplaced == 0
    report = data["reports"][0]
    raw, clean = view.raw.encode("utf-16-le"), view.clean.encode("utf-16-le")
    for row, a, b, c, d in report["marks"]:
        assert raw[2 * a : 2 * b].decode("utf-16-le") == view.records[row]["text"]
        assert clean[2 * c : 2 * d].decode("utf-16-le") == view.records[row]["clean"]


def test_changes_lead_from_raw_to_clean() -> None:
    view = made.north()
    data, _ = payload([view], [])
    report, parts, at = data["reports"][0], [], 0
    raw = view.raw.encode("utf-16-le")
    for start, end, replacement in report["changes"]:
        parts += [raw[2 * at : 2 * start].decode("utf-16-le"), replacement]
        at = end
    assert "".join(parts) + raw[2 * at :].decode("utf-16-le") == view.clean


def test_records_that_fit_no_report_are_counted_and_kept() -> None:
    view = made.south()
    rows = [dict(view.records[0], doc="nowhere.txt"), dict(view.records[1], start=1, end=3), view.records[2]]
    text = page([view], pd.DataFrame(rows))
    assert "有 2 条记录与报告原文对不上" in text
    assert data_of(text)["count"] == 3


def test_frame_and_views_give_the_same_page() -> None:
    views = [made.north(), made.south()]
    assert page(views, made.frame(*views)) == page(views)
    assert page(views) == page(views)


def test_cells_of_frames_become_plain_values() -> None:
    row = made.record("共5户", "5户", value=Decimal("2.50"), modality=["力争", "以上"])
    rows = record_rows([ReportView(doc="a.txt", raw="共5户", clean="共5户", records=[row])], None)
    assert (rows[0]["value"], rows[0]["modality"], rows[0]["period"]) == (2.5, "力争、以上", None)
    frame = pd.DataFrame([row]).assign(value=4.0, value_max=float("nan"))
    assert (record_rows([], frame)[0]["value"], record_rows([], frame)[0]["value_max"]) == (4, None)
    assert record_rows([], frame)[0]["certain"] is True


def test_overview_counts() -> None:
    text = page([made.north(), made.south()])
    assert "金融扶贫：2 条记录，其中已完成 2 条，目标 0 条" in text
    assert "技能培训：1 条记录，其中已完成 0 条，目标 1 条" in text
    assert "查看数字残缺的 1 条记录" in text
    assert 'aria-label="南乡，基础设施：2 条记录"' in text


def test_regions_beyond_the_limit_stand_in_one_row() -> None:
    raw = "甲1户乙2户丙3户"
    rows = [made.record(raw, f"{i}户", value=i, region=name) for i, name in ((1, "甲"), (2, "乙"), (3, "丙"))]
    text = page([ReportView(doc="a.txt", raw=raw, clean=raw, records=rows)], options=PageOptions(limit=1))
    assert "其余 2 个地区" in text


def test_comparison_cells_lead_to_their_records() -> None:
    view = made.south()
    ids = [view.records[0]["id"], view.records[2]["id"]]
    frame = pd.DataFrame(
        {"region": ["南乡"], "region_code": ["130000"], "year": [2019], "kind": ["flow"], "sum": [1234.5],
         "records": [ids], "largest_id": [ids[1]], "left_out": [{"repeat": 2}], "terms": [["x", "<b>"]], "gap": [None]}
    )  # fmt: skip
    text = page([view], comparison=frame, options=PageOptions(words={"repeat": "重复出现"}))
    table = text[text.index("<h3>比较</h3>") : text.index("</table></div>", text.index("<h3>比较</h3>"))]
    heads = re.findall(r"<th scope=\"col\"(?: class=\"n\")?>(.*?)</th>", table)
    assert heads == ["地区", "年份", "数量类别", "合计", "记录", "最大值的记录", "未计原因", "terms"]
    assert 'data-rows="&quot;0 2&quot;"' in table
    assert 'data-rows="&quot;2&quot;"' in table
    cells = re.findall(r'<td data-name="([^"]+)"[^>]*>([^<]+)</td>', table)
    assert {("terms", "x、&lt;b&gt;"), ("合计", "1,234.5"), ("年份", "2019"), ("数量类别", "流量"),
            ("未计原因", "重复出现 2")} <= set(cells)  # fmt: skip


def test_clusters_of_a_frame_are_shown() -> None:
    frame = pd.DataFrame(
        {"label": ["交通"], "docs": [["南.txt", "别处.txt"]], "terms": [["桥"]], "sentences": [["新修<桥>3座。"]],
         "stability": [0.814]}
    )  # fmt: skip
    text = page([made.south()], clusters=ClusterView.from_frame(frame))
    assert "稳定度 0.81</p>" in text
    assert text.count("重现的程度") == 1, "what it means is told once"
    assert "<blockquote>新修&lt;桥&gt;3座。</blockquote>" in text
    assert re.search(r'data-report="0">南乡年度小结</button> <small>南乡 · 2021</small></li><li>别处.txt</li>', text)
    with pytest.raises(OptionError, match="docs"):
        ClusterView.from_frame(frame.drop(columns="docs"))


def test_long_comparison_says_what_is_left_off() -> None:
    text = page([made.south()], comparison=pd.DataFrame({"n": range(10)}), options=PageOptions(limit=4))
    assert "另有 6 行没有列出" in text


def test_failures_are_listed() -> None:
    text = page([made.south()], options=PageOptions(failures=(("坏<i>.txt", "文件是空的"),)))
    assert "1 个文件没有读成" in text
    assert "<b>坏&lt;i&gt;.txt</b>：文件是空的" in text


def test_empty_corpus_gives_a_page() -> None:
    assert data_of(page([]))["count"] == 0


def test_frame_with_other_column_names_is_refused() -> None:
    with pytest.raises(OptionError, match="to_frame"):
        page([made.south()], made.frame(made.south()).rename(columns={"doc": "文件"}))


def test_two_reports_of_one_name_are_refused() -> None:
    with pytest.raises(OptionError, match=r"南\.txt"):
        page([made.south(), made.south()])


def test_wrong_alignment_is_refused() -> None:
    with pytest.raises(OptionError, match="alignment"):
        ReportView(doc="a", raw="投入 5万元", clean="投入5万元")
    with pytest.raises(OptionError, match="limit"):
        PageOptions(limit=0)


def test_view_of_a_cleaned_text() -> None:
    raw = "首页\n投入5万元"
    clean = CleanText(
        RawText(raw, name="a.txt"), raw.replace("\n", ""), Alignment.from_changes([Change(2, 3, 0)]),
        left_out=(LeftOut(0, 2, "navigation"),),
    )  # fmt: skip
    view = ReportView.from_clean(clean, [made.record(raw, "5万元")], title=None, date="2020")
    assert (view.doc, view.title, view.date, view.left_out[0]) == ("a.txt", "", "2020", (0, 2, "navigation"))


def test_font_is_embedded_on_request_only() -> None:
    pytest.importorskip("fontTools", reason="the extra plot is not installed")
    pytest.importorskip("pylopdf_fonts_zh_cn", reason="the extra plot is not installed")
    assert "@font-face" not in page([made.south()])
    with_font = page([made.south()], options=PageOptions(embed_font=True))
    assert "@font-face" in with_font
    assert with_font == page([made.south()], options=PageOptions(embed_font=True))


def point(region: str, year: int, side: str, value: float, row: int = 0, **more: object) -> dict[str, object]:
    base = {"region": region, "place": region, "year": year, "side": side, "value": value, "upper": None, "tone": ""}
    return base | {"bound": "exact", "unit": "%", "text": f"{value:g}%", "row": row, "check": ""} | more


ROW = {"role": "achieved", "measure": "economy", "measure_label": "经济运行", "certain": True, "confidence": 0.9}
FIRM = [ROW] * 20


def said(*points: dict[str, object], rows: object = FIRM) -> list[str]:
    found = findings({"地区生产总值增速": points}, rows, {"甲省", "乙省", "丙省"})  # type: ignore[arg-type]
    return [finding.text for finding in found]


def test_figures_of_several_regions_are_told_by_ends_and_middle() -> None:
    values = {"甲省": 5, "乙省": 6, "丙省": 4.5}
    points = [point(name, 2026, "target", value, i) for i, (name, value) in enumerate(values.items())]
    assert said(*points)[0] == "2026年地区生产总值增速目标：3个地区，丙省最低，4.5%，乙省最高，6%，中位数5%。"
    points[2]["upper"] = 5.0
    assert said(*points)[0].endswith("；其中1个是区间，按下限比较。")


def test_a_place_that_no_report_is_of_is_no_extreme() -> None:
    points = [point(f"{name}省", 2025, "result", value) for name, value in zip("甲乙丙", (5, 6, 4.5), strict=True)]
    assert "兰州新区" not in said(*points, point("兰州新区", 2025, "result", 0.1))[0]


def test_targets_are_compared_with_results_of_their_year_and_the_year_before() -> None:
    points = [point(name, 2025, "result", 5) for name in ("甲省", "乙省", "丙省")]
    points += [
        point("甲省", 2026, "target", 4.5, upper=5.0),
        point("乙省", 2026, "target", 4.5, upper=4.8),
        point("丙省", 2026, "target", 6),
        point("甲省", 2025, "target", 5),
        point("乙省", 2025, "target", 5.5),
    ]
    told = said(*points)
    both = "甲省2025年目标5%、实绩5%，乙省2025年目标5.5%、实绩5%"
    assert f"地区生产总值增速有2对同年的目标与实绩，其中1对达到目标：{both}。" in told
    assert (
        "2026年地区生产总值增速目标与上年实绩相比：3个地区中，1个低于上年实绩，1个高于上年实绩，1个是区间，上年实绩在区间内。"
        in told
    )


def test_all_regions_of_a_comparison_with_the_year_before_are_accounted_for() -> None:
    targets = {"甲省": (5.0, None), "乙省": (5.0, 6.0), "丙省": (4.0, 5.0)}
    points = [point(name, 2025, "result", 5) for name in targets]
    points += [point(name, 2026, "target", value, upper=upper) for name, (value, upper) in targets.items()]
    assert said(*points)[2].endswith("：3个地区中，1个与上年实绩持平，2个是区间，上年实绩在区间内。")


def test_many_pairs_are_counted_and_not_named() -> None:
    points = [point("甲省", year, side, 5) for year in range(2020, 2024) for side in ("target", "result")]
    assert "地区生产总值增速有4对同年的目标与实绩，都达到目标。" in said(*points)


def test_less_is_better_for_some_indicators() -> None:
    points = (point("甲市", 2025, "target", 5.5, upper=6.0), point("甲市", 2025, "result", 5.8))
    names = ("城镇调查失业率", "地区生产总值增速")
    rate, growth = (findings({name: points}, FIRM, {"甲市"})[2].text for name in names)
    assert rate == "甲市2025年城镇调查失业率目标5.5%，实绩5.8%，达到目标。"
    assert growth == "甲市2025年地区生产总值增速目标5.5%，实绩5.8%，达到目标。"
    over = (point("甲市", 2025, "target", 5.5), point("甲市", 2025, "result", 5.8))
    assert findings({"城镇调查失业率": over}, FIRM, {"甲市"})[2].text.endswith("没有达到目标。")


def test_doubtful_figures_are_counted_and_not_headlines() -> None:
    rows = [ROW | {"confidence": 0.3}, ROW | {"certain": False}, *FIRM]
    points = [point("甲省", 2025, "result", 5, 0), point("甲省", 2026, "target", 5, 1)]
    points += [point("甲省", 2024, "result", 5, 2, check="相差过大，请核对"), point("甲省", 2023, "result", 5, -1)]
    told = said(*points, rows=rows)
    assert told == ["1条记录的数字因原文残缺而不可引用。", "1条记录的置信度低于50%，引用前请看原句。"]


def test_title_and_summary_are_of_the_reports() -> None:
    text = page([made.north(), made.south()])
    assert "<h1>𠮷县、南乡2020—2021年报告</h1>" in text
    assert "2 份报告 · 2 个地区 · 2020—2021年 · 7 条数字记录" in text
    assert "<title>自己的标题</title>" in page([made.north()], options=PageOptions(title="自己的标题"))


def test_columns_are_packed_and_lose_nothing() -> None:
    view = made.north()
    columns = data_of(page([view]))["columns"]
    assert columns["sentence"]["cut"][0] == view.records[0]["sentence"]  # type: ignore[index]
    assert columns["value_max"] == {"few": [[], []]}  # type: ignore[index]
    raw = "脱贫5户。建房6间。"
    plain = ReportView(doc="a.txt", raw=raw, clean=raw, records=[made.record(raw, "5户") | {"sentence": "脱贫5户。"}])
    packed = data_of(page([plain]))["columns"]
    assert packed["sentence"] == {"cut": [[0, 0, 5]]}  # type: ignore[index]
    assert packed["id"] == {"behind": "doc", "values": ["2"]}  # type: ignore[index]


def test_page_of_a_corpus_in_python_and_on_the_command_line() -> None:
    corpus = fp.Corpus([fp.parse("2019年脱贫3户。", name="洋县_2019.txt")])
    assert fp.html.corpus_page(corpus, title="我的页").count("我的页") == 2
    with pytest.raises(OptionError, match="no document could be read"):
        fp.html.corpus_page(fp.Corpus())


def test_words_and_attention_are_shown_when_asked_for() -> None:
    texts = {"云南省_2019": "治理污染。发展<b>经济。", "云南省_2021": "污染防治攻坚。"}
    corpus = fp.Corpus([fp.parse(text, name=name) for name, text in texts.items()])
    assert 'id="words"' not in fp.html.corpus_page(corpus)
    attention = fp.attention(corpus, {"环<保>": ["污染"]})
    text = fp.html.corpus_page(corpus, words=fp.frequencies(corpus), attention=attention)
    section = text[text.index('<section id="words"') : text.index('<section id="reading"')]
    assert "<h3>词频</h3>" in section
    assert re.search(r'<td data-name="词"[^>]*>污染</td>', section)
    assert "<h3>关注度</h3>" in section
    assert '<td data-name="概念">环&lt;保&gt;</td>' in section
    assert '<td data-name="年份" class="n">2021</td>' in section
