from __future__ import annotations

import json
import re
import shutil
import struct
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import made
import pandas as pd
import pytest

import fupin_nlp as fp
from fupin_nlp import plot
from fupin_nlp.comparison import PANEL_LABELS_ZH
from fupin_nlp.errors import ArgumentError, DependencyError, OptionError
from fupin_nlp.plot.clusters import place_labels
from fupin_nlp.plot.font import font_face, font_path

for module in ("altair", "vl_convert", "pylopdf_fonts_zh_cn", "fontTools"):
    pytest.importorskip(module, reason=f"{module} of the extra plot is not installed")

RECORDS = made.frame(made.north(), made.south())


def growth(*values: tuple[str, str, int, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"region": region, "role": role, "value": value, "unit": "%", "certain": True, "period": f"{year}年",
             "period_start": f"{year}-01-01", "period_end": f"{year + 1}-01-01", "indicator": "地区生产总值增速"}
            for region, role, year, value in values
        ]
    )  # fmt: skip


GROWTH = growth(
    ("海拉尔区", "achieved", 2014, 8.2),
    ("海拉尔区", "achieved", 2015, 7.7),
    ("海拉尔区", "achieved", 2015, 7.6),
    ("海拉尔区", "achieved", 2017, 4.0),
    ("海拉尔区", "target", 2015, 8.0),
    ("青冈县", "achieved", 2015, 8.3),
)


PLAIN = fp.ReportOptions(models="off")
TEXTS = {
    "洋县_2015.txt": "发放小额贷款两千万元，惠及农户三百户。",
    "洋县_2016.txt": "发放小额贷款三千万元，惠及农户四百户。",
    "洋县_2017.txt": "新建村组道路十二公里，硬化道路五公里。",
    "略阳县_2017.txt": "新建村组道路八公里，硬化桥梁三座。",
}


@cache
def corpus() -> fp.Corpus:
    return fp.Corpus([fp.parse(text, name=name, options=PLAIN) for name, text in TEXTS.items()])


@cache
def clustering() -> Any:
    return fp.cluster(corpus(), k=2)


@cache
def likeness() -> Any:
    return fp.similarity(corpus())


def panel_rows(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of a panel: region, year and what differs from an empty row of growth."""
    empty = dict.fromkeys(PANEL_LABELS_ZH) | {"indicator": "地区生产总值增速", "unit": "%", "kind": "change"}
    frame = pd.DataFrame([empty | row for row in rows], columns=list(PANEL_LABELS_ZH))
    numbers = ("target", "target_max", "result", "result_max", "difference")
    return frame.astype({**dict.fromkeys(numbers, "float64"), "year": "Int64"})


def of_year(region: str, year: int, **cells: Any) -> dict[str, Any]:
    period = {"target_from": f"{year}-01-01", "target_to": f"{year + 1}-01-01"}
    return {"region": region, "year": year} | period | cells


PANEL = panel_rows(
    of_year("陕西省", 2025, result=5.1, result_bound="exact", region_code="610000"),
    of_year("陕西省", 2026, target=5, target_bound="about", target_modality="力争、左右", region_code="610000"),
    of_year("安徽省", 2026, target=5, target_max=5.5, target_bound="exact", region_code="340000"),
    of_year("山东省", 2026, target=5, target_bound="over", target_modality="以上", region_code="370000"),
)


CHARTS: dict[str, Callable[[], Any]] = {
    "profile": lambda: plot.measure_profile(RECORDS),
    "one": lambda: plot.measure_profile(RECORDS[RECORDS["doc"] == "南.txt"]),
    "heat": lambda: plot.heat_map(RECORDS),
    "change": lambda: plot.change(GROWTH),
    "provinces": lambda: plot.province_map(RECORDS.assign(region_code="610727")),
    "clusters": lambda: plot.cluster_map(clustering()),
    "over time": lambda: plot.clusters_over_time(clustering()),
    "similarity": lambda: plot.similarity(likeness()),
    "panel": lambda: plot.panel(PANEL),
    "heat of a comparison": lambda: plot.heat_map(fp.compare(RECORDS, by=["region", "measure"])),
}


def rows_of(chart: Any) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_png_is_drawn_without_an_installed_font(name: str, tmp_path: Path) -> None:
    path = plot.save(CHARTS[name](), tmp_path / f"{name}.png")
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", data[16:24])
    assert width > 300
    assert height > 150


def test_chinese_labels_are_drawn_with_glyphs_not_with_boxes() -> None:
    # The missing-glyph box is the same for every character; real glyphs differ.
    pictures = set()
    for word in ("教育", "住房", "产业"):
        frame = pd.DataFrame({"region": [word], "measure_label": [word]})
        pictures.add(plot.to_png(plot.heat_map(frame), scale=1.0))
    assert len(pictures) == 3


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_svg_carries_its_font_and_labels(name: str, tmp_path: Path) -> None:
    text = plot.save(CHARTS[name](), tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert text.count("@font-face") == 1
    assert "url(data:font/woff;base64," in text
    assert not re.findall(r"(?:href|src)=\"http", text)
    assert re.search(r"[\u4e00-\u9fff]", re.sub(r"<style>.*?</style>", "", text))


def test_files_are_the_same_each_time() -> None:
    for make in (plot.to_svg, plot.to_png, plot.to_html):
        assert make(plot.heat_map(RECORDS)) == make(plot.heat_map(RECORDS))


def test_page_of_a_chart_loads_nothing_from_outside(tmp_path: Path) -> None:
    frame = RECORDS.assign(region='</script><script>window.hacked=1</script>"')
    text = plot.save(plot.heat_map(frame), tmp_path / "heat.html").read_text(encoding="utf-8")
    head = text[: text.index("<script>")]
    assert "default-src 'none'" in head
    assert "<script>window.hacked" not in text
    spec = re.search(r'id="spec">(.*?)</script>', text, re.DOTALL)
    assert spec
    assert json.loads(spec[1])["config"]["font"] == "Noto Sans SC"


def test_page_of_a_chart_in_a_browser(tmp_path: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    executable = next((path for name in names if (path := shutil.which(name))), None)
    if executable is None:
        pytest.skip(f"no browser found among {names}")
    path = plot.save(plot.heat_map(RECORDS.assign(region="<img src=x onerror=window.hacked=1>")), tmp_path / "h.html")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        tab = browser.new_context(offline=True).new_page()
        seen: list[str] = []
        tab.on("request", lambda request: seen.append(request.url))
        tab.on("console", lambda message: seen.append(message.text))
        tab.on("pageerror", lambda error: seen.append(str(error)))
        tab.goto(path.as_uri())
        tab.wait_for_selector("svg text")
        assert "金融扶贫" in tab.locator("svg").text_content()
        assert tab.evaluate("document.fonts.check('12px \"Noto Sans SC\"', '扶')")
        assert tab.evaluate("window.hacked") is None
        browser.close()
    assert seen == [path.as_uri()]


def test_profile_counts_records_by_role() -> None:
    rows = rows_of(plot.measure_profile(RECORDS))
    counted = {(r["doc"], r["measure_label"], r["role_label"]): r["records"] for r in rows}
    assert counted["北.txt", "金融扶贫", "已完成"] == 2
    assert counted["北.txt", "技能培训", "目标"] == 1
    assert sum(counted.values()) == len(RECORDS)


def test_what_is_left_off_is_said() -> None:
    assert plot.measure_profile(RECORDS, limit=1).to_dict()["title"]["subtitle"] == ["北.txt；另有 1 个没有画出"]
    assert plot.heat_map(RECORDS, limit=1).to_dict()["title"]["subtitle"] == ["另有 1 行没有画出"]


def test_heat_map_counts() -> None:
    cells = {(r["region"], r["measure_label"]): r["records"] for r in rows_of(plot.heat_map(RECORDS))}
    assert cells["南乡", "基础设施"] == 2
    assert sum(cells.values()) == len(RECORDS)


def test_small_charts_of_reports_stand_in_the_order_of_their_names() -> None:
    docs = ["2022_甲.txt", "2022_甲.txt", "2021_甲.txt", "2023_甲.txt", "2023_甲.txt", "2023_甲.txt"]
    rows = pd.DataFrame({"doc": docs, "role": "achieved", "measure_label": "产业扶贫"})
    assert plot.measure_profile(rows).to_dict()["facet"]["sort"] == ["2021_甲.txt", "2022_甲.txt", "2023_甲.txt"]
    assert plot.measure_profile(rows, limit=2).to_dict()["facet"]["sort"] == ["2022_甲.txt", "2023_甲.txt"]


def test_the_dashes_of_lines_do_not_dash_the_symbols_of_the_legend() -> None:
    dashes = [layer["encoding"]["strokeDash"] for layer in layers_of(plot.change(GROWTH)) if "strokeDash" in str(layer)]
    assert [dash["legend"] for dash in dashes] == [None] * len(dashes)
    assert dashes


def layers_of(chart: Any) -> Any:
    """The layers that are drawn, of a chart or of the small charts that it is made of."""
    found = chart.to_dict()
    return [layer for part in found.get("spec", found)["layer"] for layer in part.get("layer", [part])]


def test_change_draws_no_line_through_gaps_or_contradictions() -> None:
    rows = rows_of(plot.change(GROWTH))
    joined = {(r["series"], r["side"], r["year"]): r["joined"] for r in rows}
    assert joined["海拉尔区", "已完成", 2014] == 8.2
    assert joined["海拉尔区", "已完成", 2015] is None
    assert joined["海拉尔区", "已完成", 2016] is None
    assert sorted(r["value"] for r in rows if r["year"] == 2015) == [7.6, 7.7, 8.0, 8.3]


def test_change_gives_resolved_periods_and_figures_in_words() -> None:
    rows = rows_of(plot.change(GROWTH.assign(period="今年", bound="about")))
    assert {(r["period"], r["text"]) for r in rows if r["year"] == 2017} == {("2017年", "约4%")}


PROVINCES = [f"{name}省" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申"]


@pytest.mark.parametrize("years", [(2025,), (2025, 2026)])
def test_nineteen_regions_of_one_or_two_years_get_a_row_each(years: tuple[int, ...]) -> None:
    rows = [(region, role, year, 5.0) for region in PROVINCES for role in ("achieved", "target") for year in years]
    chart = plot.change(growth(*rows))
    found = chart.to_dict()
    assert {layer.get("encoding", {}).get("y", {}).get("field") for layer in layers_of(chart)} == {"series"}
    assert found["height"] == {"step": 22}
    # Targets are hollow and lie below the results, so that equal values are both seen.
    marks = [layer["mark"] for layer in layers_of(chart) if layer["mark"]["type"] == "point"]
    assert [mark["filled"] for mark in marks[:2]] == [False, True]


def test_nineteen_regions_of_many_years_get_a_chart_each() -> None:
    rows = [(region, "achieved", year, 5.0) for region in PROVINCES for year in range(2015, 2020)]
    chart = plot.change(growth(*rows), limit=19).to_dict()
    assert chart["facet"]["field"] == "series"
    assert len(chart["facet"]["sort"]) == 19
    assert plot.change(growth(*rows)).to_dict()["title"]["subtitle"] == ["另有 7 个系列未画出"]


def test_change_of_a_corpus_is_of_one_thing() -> None:
    texts = {
        year: f"{year}年地区生产总值增长{rate}%，城镇新增就业300人。"
        for year, rate in ((2015, 7), (2016, 8), (2017, 6))
    }
    reports = fp.Corpus([fp.parse(text, name=f"洋县_{year + 1}.txt", options=PLAIN) for year, text in texts.items()])
    chart = plot.change(reports, "地区生产总值增速").to_dict()
    assert (chart["title"]["text"], chart["title"]["subtitle"]) == ("地区生产总值增速", ["洋县"])
    with pytest.raises(OptionError, match="no row has '旅游人次' as indicator"):
        plot.change(reports, "旅游人次")
    with pytest.raises(OptionError, match="one unit"):
        plot.change(reports)


def test_change_takes_a_comparison_by_year() -> None:
    frame = RECORDS.assign(period_start="2015-01-01", period_end="2016-01-01")
    counted = plot.change(fp.compare(frame, by=["region", "year"], role=None))
    assert {(row["series"], row["value"]) for row in rows_of(counted)} >= {("𠮷县", 4.0)}
    assert "单位：条" in counted.to_json(ensure_ascii=False)
    with pytest.raises(OptionError, match="year"):
        plot.change(fp.compare(frame, by=["region", "measure"]))


def test_large_values_are_drawn_in_the_unit_that_stands_at_the_axis() -> None:
    rows = growth(*(("甲县", "achieved", year, 2.5e9) for year in (2015, 2016, 2017))).assign(unit="元")
    chart = plot.change(rows)
    assert {row["text"] for row in rows_of(chart) if row["text"]} == {"25亿元"}
    assert "单位：亿元" in chart.to_json(ensure_ascii=False)


def test_panel_shows_targets_beside_results_with_range_bound_and_tone() -> None:
    chart = plot.panel(PANEL)
    rows = {(row["series"], row["mark"]): row for row in rows_of(chart)}
    assert rows["陕西省", "2025年实绩"]["value"] == 5.1
    assert rows["陕西省", "2026年目标"]["words"] == "约5%，力争"
    assert (rows["安徽省", "2026年目标"]["upper"], rows["安徽省", "2026年目标"]["words"]) == (5.5, "5～5.5%")
    assert (rows["山东省", "2026年目标"]["bound"], rows["山东省", "2026年目标"]["words"]) == ("over", "5%以上")
    assert chart.to_dict()["title"]["subtitle"] == ["粗线为区间；小三角为“以上”或“以下”"]
    assert "单位：%" in chart.to_json(ensure_ascii=False)


def test_panel_counts_what_it_does_not_draw() -> None:
    plan = {"region": "陕西省", "target": 5, "per": "年均", "target_from": "2026-01-01", "target_to": "2031-01-01"}
    other = of_year("陕西省", 2026, target=300, indicator="粮食产量", unit="吨")
    said = plot.panel(pd.concat([PANEL, panel_rows(plan, other)])).to_dict()["title"]["subtitle"][0]
    assert "1 行为多年或年均数字或其他单位，未画出；另有 1 个指标" in said
    with pytest.raises(OptionError, match="the panel has no 旅游人次; it has 地区生产总值增速"):
        plot.panel(PANEL, "旅游人次")
    with pytest.raises(OptionError, match="belongs to a year"):
        plot.panel(panel_rows(plan))


def test_panel_of_reports_is_made_first() -> None:
    texts = ["2015年，地区生产总值增长7%。2016年，力争地区生产总值增长7.5%左右。"]
    reports = fp.Corpus([fp.parse(text, name="洋县_2016.txt", options=PLAIN) for text in texts])
    found = plot.panel(reports, "地区生产总值增速").to_dict()
    assert found == plot.panel(fp.panel(reports, "地区生产总值增速"), "地区生产总值增速").to_dict()


def test_change_counts_what_has_no_place() -> None:
    frame = GROWTH.assign(certain=[True, False, True, True, True, True])
    frame.loc[0, "period_end"] = None
    frame.loc[3, "period_start"] = "2011-01-01"
    chart = plot.change(frame).to_dict()
    assert chart["title"]["subtitle"] == ["3 条没有数值、不可靠或没有单独的年份，未画出"]
    assert chart["title"]["text"] == "地区生产总值增速"


def test_change_refuses_what_cannot_stand_on_one_axis() -> None:
    with pytest.raises(OptionError, match="one unit"):
        plot.change(GROWTH.assign(unit=["%", "元"] * 3))
    with pytest.raises(OptionError, match="nothing can be drawn"):
        plot.change(GROWTH.assign(value=None))


def test_province_map_counts_and_says_what_it_leaves_out() -> None:
    codes = pd.DataFrame({"region_code": ["610727", "610000", "460000", "000000", None]})
    chart = plot.province_map(codes).to_dict()
    rows = {row["name"]: row["value"] for row in chart["data"]["values"]}
    assert (rows["陕西"], rows["海南"], rows["台湾"], len(rows)) == (2.0, 1.0, None, 34)
    assert len({(row["x"], row["y"]) for row in chart["data"]["values"]}) == 34
    assert chart["title"]["subtitle"][0].endswith("2 行不属于任何省份，未画出")


def test_province_map_takes_one_figure_for_each_province() -> None:
    targets = pd.DataFrame({"region_code": ["610000", "460000", "450000", "610100"], "target": [5.0, 6.0, None, 9.0]})
    chart = plot.province_map(targets, value="target", what="目标（%）").to_dict()
    rows = {row["name"]: row["shown"] for row in chart["data"]["values"]}
    assert (rows["陕西"], rows["海南"], rows["广西"]) == ("5", "6", "")
    assert chart["title"]["text"] == "各省目标（%）"
    # The figure of a city is none of its province.
    assert chart["title"]["subtitle"][0] == "1 行不属于任何省份，未画出"
    with pytest.raises(OptionError, match="several values"):
        plot.province_map(pd.concat([targets, targets.assign(target=7.0)]), value="target")
    with pytest.raises(OptionError, match="no row is of a province"):
        plot.province_map(targets.assign(region_code="000000"))


def test_province_map_of_a_panel_shows_range_and_bound() -> None:
    chart = plot.province_map(PANEL, "target", where={"indicator": "地区生产总值增速", "year": 2026}).to_dict()
    rows = {row["name"]: row["shown"] for row in chart["data"]["values"] if row["shown"]}
    assert rows == {"陕西": "约5", "安徽": "5～5.5", "山东": "5以上"}
    assert chart["title"]["text"] == "各省地区生产总值增速目标值（%）"
    assert chart["title"]["subtitle"][0] == "2026年"
    with pytest.raises(OptionError, match="no row has year = 1999"):
        plot.province_map(PANEL, "target", where={"year": 1999})


def test_province_map_of_words_has_a_colour_for_each() -> None:
    frame = pd.DataFrame({"province": ["陕西省", "内蒙古自治区", "北京市", "洋县"], "kind": ["甲", "乙", "甲", "乙"]})
    chart = plot.province_map(frame, "kind").to_dict()
    assert {row["name"]: row["value"] for row in chart["data"]["values"] if row["value"]} == {
        "陕西": "甲",
        "内蒙古": "乙",
        "北京": "甲",
    }
    with pytest.raises(OptionError, match="region_code, province, region"):
        plot.province_map(frame[["kind"]], "kind")


def test_province_map_of_the_objects() -> None:
    frame = RECORDS.assign(region_code="610000", region="陕西省")
    compared = fp.compare(frame, by=["region"])
    assert {row["value"] for row in plot.province_map(compared).to_dict()["data"]["values"]} == {None, 4.0}
    with pytest.raises(OptionError, match="choose the column of the panel"):
        plot.province_map(fp.panel(corpus()))
    with pytest.raises(OptionError, match="no row is of a province"):
        plot.province_map(clustering())


def test_differences_have_two_colours_from_zero_on() -> None:
    both = panel_rows(
        of_year("陕西省", 2025, difference=0.5, region_code="610000"),
        of_year("山东省", 2025, difference=-1.5, region_code="370000"),
    )
    chart = plot.province_map(both, "difference")
    assert chart.to_dict()["layer"][1]["encoding"]["color"]["scale"]["domain"] == [-1.5, 1.5]
    assert "百分点" in chart.to_dict()["title"]["text"]


def test_map_has_the_clusters_with_their_size_and_stability() -> None:
    chart = plot.cluster_map(clustering())
    assert {row["name"] for row in rows_of(chart)} == {"洋县 2015", "洋县 2016", "洋县 2017", "略阳县 2017"}
    assert sorted(row["cluster"].rpartition("，2 份")[1] for row in rows_of(chart)) == ["，2 份"] * 4
    with pytest.raises(ArgumentError, match="cluster_map draws what"):
        plot.cluster_map(RECORDS)


def test_clusters_over_time_are_shares_of_the_year() -> None:
    rows = rows_of(plot.clusters_over_time(clustering()))
    shares: dict[int, float] = {}
    for row in rows:
        shares[row["year"]] = shares.get(row["year"], 0) + row["percent"]
    assert {year: round(share, 9) for year, share in shares.items()} == {2015: 100.0, 2016: 100.0, 2017: 100.0}
    assert sum(row["size"] for row in rows) == 4
    undated = [fp.parse(text, name=f"{i}.txt", options=PLAIN) for i, text in enumerate(TEXTS.values())]
    with pytest.raises(OptionError, match="no report of the clustering has a year"):
        plot.clusters_over_time(fp.cluster(undated, k=2))


def test_similarity_is_symmetric_and_puts_alike_reports_together() -> None:
    rows = {(row["name"], row["other"]): row["similarity"] for row in rows_of(plot.similarity(likeness()))}
    assert len(rows) == 12
    assert all(rows[one, other] == rows[other, one] for one, other in rows)
    order = plot.similarity(likeness(), order="alike").to_dict()["layer"][0]["encoding"]["y"]["sort"]
    assert {
        order.index("洋县 2015") - order.index("洋县 2016"),
        order.index("洋县 2017") - order.index("略阳县 2017"),
    } <= {1, -1}
    assert plot.similarity(likeness(), limit=2).to_dict()["title"]["subtitle"][0].endswith("另有 2 份报告未画出")
    assert plot.similarity(corpus()).to_dict() == plot.similarity(likeness()).to_dict()
    with pytest.raises(OptionError, match="choose among region, alike"):
        plot.similarity(likeness(), order="size")
    with pytest.raises(ArgumentError, match="a Similarity or a Corpus"):
        plot.similarity(RECORDS)


def test_heat_map_of_a_comparison_has_its_counts() -> None:
    compared = fp.compare(RECORDS, by=["region", "measure"])
    cells = {(r["region"], r["measure_label"]): r["records"] for r in rows_of(plot.heat_map(compared))}
    assert cells["南乡", "基础设施"] == 2
    assert sum(cells.values()) == compared.frame["n"].sum()
    with pytest.raises(OptionError, match="comparison by two keys; this one is by region"):
        plot.heat_map(fp.compare(RECORDS, by=["region"]))


def test_labels_of_the_map_do_not_overlap() -> None:
    crowd = pd.DataFrame({"x": [0.0, 0.0, 0.01, 5.0], "y": [0.0, 0.0, 0.01, 5.0], "name": ["海拉尔区 2014"] * 4})
    at = place_labels(crowd)
    boxes = list(zip(at["label_x"], at["label_y"], strict=True))
    close = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if abs(a[0] - b[0]) < 70 and abs(a[1] - b[1]) < 12]
    assert close == []
    assert all(0 <= x <= 600 and 0 <= y <= 420 for x, y in boxes)


@pytest.mark.parametrize("draw", [plot.measure_profile, plot.heat_map, plot.change, plot.panel])
def test_missing_columns_and_empty_frames_are_named(draw: Any) -> None:
    with pytest.raises(OptionError, match="missing:"):
        draw(pd.DataFrame({"x": [1]}))
    with pytest.raises(OptionError, match="empty"):
        draw(pd.concat([RECORDS, GROWTH, PANEL]).iloc[:0])


def test_province_map_without_a_place_is_refused() -> None:
    with pytest.raises(OptionError, match="one of the columns region_code, province, region"):
        plot.province_map(pd.DataFrame({"x": [1]}))
    with pytest.raises(OptionError, match="missing: "):
        plot.province_map(PANEL, "no such column")


def test_hostile_names_are_drawn_as_text() -> None:
    evil = made.frame(made.evil())
    svg = plot.to_svg(plot.heat_map(evil))
    assert "<script" not in svg
    assert "<img" not in svg
    assert not set("\u202e\u202c\u2066\x00\x07\x1b") & set(svg)
    assert plot.to_png(plot.measure_profile(evil, by="region")).startswith(b"\x89PNG")


def test_unknown_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"\.png, \.svg, \.html, not \.gif"):
        plot.save(plot.heat_map(RECORDS), tmp_path / "a.gif")


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(call: Any, package: str) -> None:
        with pytest.raises(DependencyError, match=rf'{package} is not installed; pip install "fupin-nlp\[plot\]"'):
            call()

    monkeypatch.setitem(sys.modules, "altair", None)
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    monkeypatch.setitem(sys.modules, "fontTools.subset", None)
    fails(lambda: plot.heat_map(RECORDS), "altair")
    fails(font_path, "pylopdf-fonts-zh-cn")
    fails(lambda: font_face("这几个字别处不用"), "fonttools")
