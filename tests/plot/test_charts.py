from __future__ import annotations

import json
import re
import shutil
import struct
import sys
from pathlib import Path
from typing import Any

import made
import pandas as pd
import pytest

from fupin_nlp import plot
from fupin_nlp.errors import DependencyError, OptionError
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


def charts() -> dict[str, Any]:
    return {
        "profile": plot.measure_profile(RECORDS),
        "one": plot.measure_profile(RECORDS[RECORDS["doc"] == "南.txt"]),
        "heat": plot.heat_map(RECORDS),
        "change": plot.change(GROWTH),
        "provinces": plot.province_map(RECORDS.assign(region_code="610727")),
        "map": plot.cluster_map(plot.measure_shares(RECORDS), {"北.txt": "金融扶贫"}, names={"南.txt": "南乡"}),
    }


def rows_of(chart: Any) -> list[dict[str, Any]]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@pytest.mark.parametrize("name", sorted(charts()))
def test_png_is_drawn_without_an_installed_font(name: str, tmp_path: Path) -> None:
    path = plot.save(charts()[name], tmp_path / f"{name}.png")
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


@pytest.mark.parametrize("name", sorted(charts()))
def test_svg_carries_its_font_and_labels(name: str, tmp_path: Path) -> None:
    text = plot.save(charts()[name], tmp_path / f"{name}.svg").read_text(encoding="utf-8")
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


def test_change_draws_no_line_through_gaps_or_contradictions() -> None:
    data = plot.change(GROWTH).to_dict()
    lines, points = (data["datasets"][layer["data"]["name"]] for layer in data["layer"])
    joined = {(r["region"], r["role_label"], r["year"]): r["value"] for r in lines}
    assert joined["海拉尔区", "已完成", 2014] == 8.2
    assert joined["海拉尔区", "已完成", 2015] is None
    assert joined["海拉尔区", "已完成", 2016] is None
    assert sorted(r["value"] for r in points if r["year"] == 2015) == [7.6, 7.7, 8.0, 8.3]


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
    targets = pd.DataFrame({"region_code": ["610000", "460000", "450000"], "target": [5.0, 6.0, None]})
    chart = plot.province_map(targets, value="target", what="目标（%）").to_dict()
    rows = {row["name"]: row["shown"] for row in chart["data"]["values"]}
    assert (rows["陕西"], rows["海南"], rows["广西"]) == ("5", "6", "")
    assert chart["title"]["text"] == "各省目标（%）"
    with pytest.raises(OptionError, match="several values"):
        plot.province_map(pd.concat([targets, targets.assign(target=7.0)]), value="target")
    with pytest.raises(OptionError, match="no row lies in a province"):
        plot.province_map(targets.assign(region_code="000000"))


def test_map_does_not_hang_on_the_order_of_records() -> None:
    one, axes = plot.profile_positions(plot.measure_shares(RECORDS))
    other, other_axes = plot.profile_positions(plot.measure_shares(RECORDS.iloc[::-1]))
    assert one.equals(other)
    assert axes == other_axes
    alone = plot.measure_shares(RECORDS[RECORDS["doc"] == "南.txt"])
    assert plot.profile_positions(alone)[0][["x", "y"]].to_numpy().tolist() == [[0, 0]]


def test_labels_of_the_map_do_not_overlap() -> None:
    crowd = pd.DataFrame({"x": [0.0, 0.0, 0.01, 5.0], "y": [0.0, 0.0, 0.01, 5.0], "name": ["海拉尔区 2014"] * 4})
    at = place_labels(crowd)
    boxes = list(zip(at["label_x"], at["label_y"], strict=True))
    close = [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if abs(a[0] - b[0]) < 70 and abs(a[1] - b[1]) < 12]
    assert close == []
    assert all(0 <= x <= 600 and 0 <= y <= 420 for x, y in boxes)


def test_map_refuses_what_is_no_profile() -> None:
    for wrong in (RECORDS, pd.DataFrame({"教育扶贫": [1.5]}), pd.DataFrame()):
        with pytest.raises(OptionError, match="profile"):
            plot.profile_positions(wrong)


def test_map_refuses_foreign_clusters() -> None:
    with pytest.raises(OptionError, match="none of the clustered documents"):
        plot.cluster_map(plot.measure_shares(RECORDS), {"x": "y"})


@pytest.mark.parametrize(
    "draw", [plot.measure_profile, plot.heat_map, plot.change, plot.measure_shares, plot.province_map]
)
def test_missing_columns_and_empty_frames_are_named(draw: Any) -> None:
    with pytest.raises(OptionError, match="missing:"):
        draw(pd.DataFrame({"x": [1]}))
    with pytest.raises(OptionError, match="empty"):
        draw(pd.concat([RECORDS, GROWTH]).iloc[:0])


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
