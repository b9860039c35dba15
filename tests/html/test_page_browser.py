"""The page in a real browser, without a network."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import made
import pytest
from tests.support.timing import HANGS

import fupin_nlp as fp
from fupin_nlp.display.labels import amount
from fupin_nlp.html import ClusterView, PageOptions, RawSpan, ReportView, page
from fupin_nlp.model.safe import visible

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
EXECUTABLE = next((path for name in BROWSERS if (path := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason=f"no browser found among {BROWSERS}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        # The machine may be busy: what is waited for takes as long as it takes; only what never comes is given up.
        sync_api.expect.set_options(timeout=HANGS * 1000)
        yield running
        running.close()


class Visit:
    """A page opened offline; what it asked for and complained about is collected."""

    def __init__(self, browser: Any, path: Path, **viewport: int) -> None:
        size = {"width": 1280, "height": 900} | viewport
        self.context = browser.new_context(offline=True, viewport=size, accept_downloads=True)
        self.context.set_default_timeout(HANGS * 1000)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(path.as_uri())

    def texts(self, selector: str) -> list[str]:
        return [text.strip() for text in self.page.locator(selector).all_inner_texts()]

    def await_status(self, text: str) -> None:
        sync_api.expect(self.page.locator("#status")).to_have_text(text)

    def await_text(self, selector: str, text: str) -> None:
        """Wait for the text of what is marked or has the focus; the driver's own waiting for a script is evaluated
        in the page, whose security policy allows no such thing."""
        sync_api.expect(self.page.locator(selector)).to_have_text(text)

    def status(self) -> str:
        return str(self.page.inner_text("#status"))


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    opened: list[tuple[Visit, Path]] = []

    def open_page(text: str, **viewport: int) -> Visit:
        path = tmp_path / "report.html"
        path.write_text(text, encoding="utf-8", newline="\n")
        one = Visit(browser, path, **viewport)
        opened.append((one, path))
        return one

    yield open_page
    for one, path in opened:
        # A download made from the page's own data is a blob; everything else would have left the page.
        foreign = [url for url in one.requests if url.split("#")[0] != path.as_uri() and not url.startswith("blob:")]
        complaints = list(one.complaints)
        one.context.close()
        assert foreign == []
        assert complaints == []


def two_reports(**options: Any) -> str:
    clusters = [ClusterView(label="金融扶贫", docs=("北.txt", "不在.txt"), terms=("贷款",), note="轮廓系数 0.4")]
    return page([made.north(), made.south()], clusters=clusters, options=PageOptions(**options))


def test_opens_with_every_record(visit: Any) -> None:
    opened = visit(two_reports(title="两县报告"))
    assert opened.page.title() == "两县报告"
    assert opened.status() == "共 7 条记录"
    assert len(opened.texts("#rows tr")) == 7
    assert opened.texts(".text a.mark") == ["３０万元", "120户", "500人次", "800元"]


def test_bar_to_records_to_sentence_and_back(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.get_by_role("button", name="金融扶贫：2 条记录，其中").click()
    assert opened.status() == "2 条符合条件，共 7 条"
    assert opened.texts("#rows th") == ["300,000元", "120户"]
    opened.page.click("#rows a >> text=120户")
    opened.await_text(":focus", "120户")
    assert opened.page.url.endswith("#r1")
    assert opened.page.locator("a.mark[aria-current]").count() == 1
    assert "农户" in opened.page.inner_text("#detail")
    box = opened.page.locator("a.mark[aria-current]").bounding_box()
    assert 0 <= box["y"] <= 900
    opened.page.click("#detail button")
    assert opened.status() == "1 条符合条件，共 7 条"
    opened.page.click("#unpick")
    assert opened.status() == "共 7 条记录"


def test_click_on_the_bar_itself_and_on_a_cell(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.locator("tr", has_text="基础设施").locator("td.bar").first.click()
    assert opened.texts("#rows th") == ["12公里", "3座"]
    opened.page.get_by_role("button", name="南乡，其他：1 条记录").click()
    assert opened.texts("#rows th") == ["不明（人）"]


def test_search_filter_and_clear(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.fill("#search", "力争 培训")
    opened.await_status("4 条符合条件，共 7 条")
    opened.page.select_option("#f-role", "target")
    assert opened.texts("#rows th") == ["500人次"]
    opened.page.fill("#search", "无此词")
    opened.await_status("0 条符合条件，共 7 条")
    assert opened.texts("#rows tr") == ["没有符合条件的记录"]
    opened.page.click("text=清除筛选")
    opened.await_status("共 7 条记录")


def growth(*figures: tuple[str, str, int, float], **fields: Any) -> ReportView:
    raw = "。".join(f"{region}{year}年{value}%" for region, _, year, value in figures)
    rows = [
        made.record(raw, f"{value}%", "增.txt", id=f"增#{i}", value=value, unit="%", role=role, region=region,
                    kind="change", entity="地区生产总值", action="增长", indicator="地区生产总值增速",
                    period=f"{year}年",
                    measure="economy", measure_label="经济运行",
                    period_start=f"{year}-01-01", period_end=f"{year + 1}-01-01") | fields
        for i, (region, role, year, value) in enumerate(figures)
    ]  # fmt: skip
    return ReportView(doc="增.txt", raw=raw, clean=raw, records=rows)


GROWTH = (
    ("甲县", "achieved", 2014, 9.1),
    ("甲县", "achieved", 2015, 8.9),
    ("甲县", "target", 2015, 8.0),
    ("甲县", "achieved", 2018, 6.5),
    ("乙县", "achieved", 2015, 7.25),
)


def test_filter_by_year(visit: Any) -> None:
    opened = visit(page([growth(*GROWTH), made.north()]))
    assert [text.split("（")[0] for text in opened.texts("#f-year option")] == [
        "全部",
        "2019",
        "2018",
        "2015",
        "2014",
        "未注明",
    ]
    opened.page.select_option("#f-year", "2015")
    assert opened.status() == "3 条符合条件，共 9 条"
    assert opened.texts("#rows th") == ["8.9%", "8%", "7.25%"]
    opened.page.select_option("#f-year", "未注明")
    assert opened.status() == "3 条符合条件，共 9 条"


def targets_page(*views: ReportView, **options: Any) -> str:
    frame = made.frame(*views)
    return page(list(views), frame, panel=fp.panel(frame).frame, options=PageOptions(**options))


def test_targets_beside_results_over_the_years(visit: Any) -> None:
    opened = visit(targets_page(growth(*GROWTH), made.north()))
    assert opened.texts("#indicator option") == ["地区生产总值增速（%） 5 个数字"]
    assert opened.texts("#targets-chart figcaption") == ["乙县", "甲县"]
    assert opened.page.locator("#targets-chart circle").count() == 4
    assert opened.page.locator("#targets-chart rect").count() == 1
    # Only 2014 and 2015 are neighbours with a figure each; nothing is drawn through 2016 and 2017.
    assert opened.page.locator("#targets-chart line.line").count() == 1
    assert opened.texts(".unit") == ["单位：%"]
    opened.page.locator("#targets-chart").get_by_label("甲县 2018年 实绩 6.5%").click()
    opened.page.wait_for_url("**#r3")
    opened.await_text("a.mark[aria-current]", "6.5%")
    opened.page.click("#targets summary")
    assert opened.texts("#targets-table tbody tr:nth-child(3) td.n") == ["9.1%", "8.9%", "6.5%"]
    opened.page.click("#targets-table a >> text=7.25%")
    opened.await_text("a.mark[aria-current]", "7.25%")


def two_years(*regions: str) -> ReportView:
    figures = [(region, "achieved", 2025, 5.0 + i / 10) for i, region in enumerate(regions)]
    return growth(*figures, *((region, "target", 2026, 5.0) for region in regions), bound="over", modality=["力争"])


def test_many_regions_of_two_years_get_a_row_each(visit: Any) -> None:
    names = [f"{name}县" for name in "甲乙丙丁戊己庚辛壬癸"]
    opened = visit(targets_page(two_years(*names)))
    assert opened.page.locator("#targets-chart .rows li").count() == len(names) + 1
    boxes = [mark.bounding_box() for mark in opened.page.locator("#targets-chart a").all()]
    assert len(boxes) == 2 * len(names)
    # Marks of two regions never lie over each other.
    assert len({round(box["y"]) for box in boxes}) == len(names)
    assert opened.texts(".rows li:first-child small span") == ["2025年实绩5.2%以上", "2026年目标5%以上，力争"]
    assert opened.page.is_visible("#key-open")
    assert not opened.page.is_visible("#key-range")
    assert opened.texts(".scale-line small") == ["单位：%"]


@pytest.mark.parametrize("highest", [6.4, 14.4, 1234.5])
def test_each_figure_of_an_axis_stands_in_one_line(visit: Any, highest: float) -> None:
    names = [f"{name}县" for name in "甲乙丙丁戊己庚辛壬癸"]
    figures = [(name, role, year, 4.0) for name in names for role, year in (("achieved", 2025), ("target", 2026))]
    opened = visit(targets_page(growth(*figures, ("子县", "achieved", 2025, highest), ("子县", "target", 2026, 5.0))))
    labels = opened.page.locator(".scale .number").all()
    assert len(labels) > 2
    assert len({round(label.bounding_box()["height"]) for label in labels}) == 1, opened.texts(".scale .number")


def test_findings_name_region_year_and_records(visit: Any) -> None:
    opened = visit(targets_page(two_years("甲县"), title="两年"))
    said = opened.texts("#findings li")
    assert said[0].startswith("2026年地区生产总值增速目标：甲县5%以上（力争）。")
    opened.page.click("#findings .go >> nth=0")
    opened.await_status("1 条符合条件，共 2 条")
    assert opened.texts("#rows th") == ["5%以上"]


def test_a_fall_is_drawn_below_and_years_with_two_values_are_not_joined(visit: Any) -> None:
    falling = growth(
        *(("甲县", "achieved", year, rate) for year, rate in ((2013, 9.1), (2014, 2.5), (2015, 3))), action="下降"
    )
    opened = visit(targets_page(falling))
    assert opened.page.locator("#targets-chart line.line").count() == 2
    opened.page.click("#targets summary")
    assert opened.texts("#targets-table tbody td.n") == ["-9.1%", "-2.5%", "-3%"]


def test_without_indicators_there_is_no_chart(visit: Any) -> None:
    opened = visit(two_reports())
    assert opened.page.locator("#targets").count() == 0
    assert not opened.page.is_visible("nav a >> text=目标与实绩")


@pytest.mark.parametrize("years", [1, 4])
def test_hostile_names_are_inert_in_the_chart(visit: Any, years: int) -> None:
    names = [case["text"] for case in made.hostile()]
    evil = growth(*[(name, "achieved", 2014 + i % years, 1.5 + i) for i, name in enumerate(names)])
    opened = visit(targets_page(evil))
    assert opened.page.locator("#targets-chart a").count() == len(names)
    assert opened.page.locator("#targets-table tbody tr").count() == len(names)
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("main img, main script:not(#data), main iframe").count() == 0
    shown = opened.page.inner_text("#targets") + opened.page.inner_text("#findings")
    assert not set("\u202e\u202c\u2066\u2069\u200f\x00\x07\x1b") & set(shown)


def doubtful() -> ReportView:
    raw = "今年发放贷款3万元，惠及5户。"
    rows = [
        made.record(raw, "3万元", id="a#0", value=30000, unit="元", confidence=0.31, doubts=["role", "entity"],
                    period="今年", period_start="2019-01-01", period_end="2020-01-01"),
        made.record(raw, "5户", id="a#1", value=5, confidence=0.92, doubts=[]),
    ]  # fmt: skip
    return ReportView(doc="a.txt", raw=raw, clean=raw, records=rows)


def test_confidence_doubts_and_resolved_periods_are_seen(visit: Any) -> None:
    opened = visit(page([doubtful()]))
    assert opened.texts("#rows td.confidence") == ["31%\n存疑：性质、对象", "92%"]
    assert opened.texts("#rows td.period")[0] == "2019年（今年）"
    assert opened.page.locator(".text a.doubtful").all_inner_texts() == ["3万元"]
    assert "置信度：31%，存疑：性质、对象" in opened.page.locator(".text a.doubtful").get_attribute("title")
    opened.page.click("text=看 1 条记录")
    opened.await_status("1 条符合条件，共 2 条")
    opened.page.click("text=清除筛选")
    opened.page.select_option("#f-confidence", "high")
    opened.await_status("1 条符合条件，共 2 条")
    assert opened.texts("#rows th") == ["5户"]


def test_a_text_opens_at_the_body(visit: Any) -> None:
    head = "".join(f"首页 > 新闻 {i}\n" for i in range(200))
    raw = head + "全县脱贫5户。\n" + "其他文字。\n" * 200
    view = ReportView(doc="a.txt", raw=raw, clean=raw, records=[made.record(raw, "5户")],
                      left_out=[RawSpan(0, len(head), "navigation")])  # fmt: skip
    opened = visit(page([view]))
    box, mark = opened.page.locator(".text").bounding_box(), opened.page.locator(".text a.mark").bounding_box()
    assert box["y"] <= mark["y"] <= box["y"] + 80


def luminance(opened: Any, what: str) -> float:
    script = f"getComputedStyle(document.body).{what}"
    return sum(int(part) for part in re.findall(r"\d+", opened.page.evaluate(script))[:3]) / 3


def test_dark_where_the_reader_wants_it(visit: Any) -> None:
    opened = visit(two_reports())
    assert luminance(opened, "backgroundColor") > 200 > luminance(opened, "color")
    opened.page.emulate_media(color_scheme="dark")
    assert luminance(opened, "backgroundColor") < 60 < luminance(opened, "color")


# Texts whose contrast to what lies behind them is below the 4.5 of WCAG AA.
CONTRAST = """() => {
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const value = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => linear(Number(part) / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.textContent.trim());
  const ratio = (e) => {
    const [light, dark] = [value(getComputedStyle(e).color), value(behind(e))].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  return [...document.querySelectorAll("h1, p, th, td, small, a, button, .role, mark, label")]
    .filter((e) => e.offsetParent && !e.disabled && hasText(e) && ratio(e) < 4.5)
    .map((e) => e.outerHTML.slice(0, 90));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(visit: Any, scheme: str) -> None:
    opened = visit(two_reports())
    opened.page.emulate_media(color_scheme=scheme)
    assert opened.page.evaluate(CONTRAST) == []


def test_large_figures_are_read_easily_and_nothing_is_lost(visit: Any) -> None:
    values = {3e12: "3万亿元", 3375793000000: "33,757.93亿元", 123456789: "12,345.6789万元", 20362000: "2,036.2万元",
              300000: "300,000元", 123456789.5: "123,456,789.5元"}  # fmt: skip
    raw = "投入5元"
    rows = [made.record(raw, "5元", id=f"a#{i}", value=value, unit="元") for i, value in enumerate(values)]
    opened = visit(page([ReportView(doc="a.txt", raw=raw, clean=raw, records=rows)]))
    assert opened.texts("#rows th") == list(values.values())
    assert [amount(row) for row in rows] == list(values.values())


def test_sort_both_ways_with_missing_values_last(visit: Any) -> None:
    opened = visit(two_reports())
    heading = opened.page.locator("#head th", has_text="数值")
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    rising = opened.texts("#rows th")
    assert (rising[:2], rising[-1]) == (["3座", "12公里"], "不明（人）")
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    falling = opened.texts("#rows th")
    assert (falling[0], falling[-1]) == ("300,000元", "不明（人）")
    heading.locator("button").click()
    assert heading.get_attribute("aria-sort") == "none"
    assert opened.texts("#rows th")[0] == "300,000元"


def test_raw_cleaned_and_both(visit: Any) -> None:
    opened = visit(two_reports())
    read = "e => e.textContent"
    assert opened.page.locator(".text").evaluate(read) == made.north().raw
    opened.page.check("input[value=clean]")
    assert opened.page.locator(".text").evaluate(read) == made.north().clean
    assert opened.texts(".text a.mark")[0] == "30万元"
    opened.page.check("input[value=both]")
    assert opened.page.locator(".text").count() == 2
    opened.page.check("#edits")
    titles = [mark.get_attribute("title") for mark in opened.page.locator(".text .edit").all()]
    assert titles == ["清洗：「縣(xiàn)」→「县」", "清洗：「３０」→「30」"] * 2
    left = opened.page.locator(".text .left").first
    assert left.inner_text() == "𠮷县首页 > 新闻"
    assert left.get_attribute("title") == "不属于报告正文：navigation"


def test_steps_and_links_to_reports(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.click("#next")
    opened.await_text(":focus", "３０万元")
    opened.page.click("#previous")
    opened.await_text(":focus", "800元")
    opened.page.click("button.read >> text=南乡年度小结")
    assert opened.texts(".text a.mark") == ["12公里", "?640人", "3座"]
    assert "残缺" in opened.page.locator("a.mark.uncertain").get_attribute("title")


def test_address_of_a_record_opens_it(visit: Any) -> None:
    opened = visit(two_reports())
    address = opened.page.url + "#r6"
    opened.page.goto("about:blank")
    opened.requests.clear()
    opened.page.goto(address)
    opened.await_text("a.mark[aria-current]", "3座")


def download(opened: Any, selector: str) -> tuple[str, list[list[str]]]:
    with opened.page.expect_download() as started:
        opened.page.click(selector)
    data = Path(started.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return started.value.suggested_filename, list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_downloads(visit: Any) -> None:
    opened = visit(two_reports())
    name, rows = download(opened, "#csv-all")
    assert name == "fupin_records.csv"
    assert len(rows) == 8
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["数值"], first["单位"], first["性质"], first["界限"], first["可靠"]) == (
        "300000", "元", "已完成", "确切", "是",
    )  # fmt: skip
    opened.page.select_option("#f-role", "target")
    assert [row[4] for row in download(opened, "#csv-some")[1][1:]] == ["500人次"]


def test_hostile_report_is_inert(visit: Any) -> None:
    opened = visit(page([made.evil(), made.south()], clusters=[ClusterView(label="<b>", docs=(made.evil().doc,))]))
    cases = made.hostile()
    assert opened.status() == f"共 {len(cases) + 3} 条记录"
    for button in opened.page.locator("#overview .bars .go").all()[:4]:
        button.click()
    opened.page.check("input[value=both]")
    opened.page.click("text=清除筛选")
    opened.page.click("#next")
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("img, main script:not(#data), iframe").count() == 0
    assert opened.page.evaluate("({}).polluted") is None
    shown = opened.page.evaluate("document.body.innerText")
    assert not set("\u202e\u202c\u2066\u2069\u200f\x00\x07\x1b") & set(shown)


@pytest.mark.parametrize("case", made.hostile(), ids=lambda case: case["id"])
def test_figures_lead_to_the_records_of_hostile_names(visit: Any, case: dict[str, str]) -> None:
    opened = visit(page([made.evil()]))
    # Bars of equal length stand in order of their names.
    names = sorted(each["text"] for each in made.hostile())
    opened.page.locator(".bars .go").nth(names.index(case["text"])).click()
    assert opened.status().startswith("1 条符合条件")
    assert opened.texts("#rows td.measure_label") == [" ".join(visible(case["text"]).split())]


def test_csv_defuses_formulas(visit: Any) -> None:
    opened = visit(page([made.evil()]))
    _, rows = download(opened, "#csv-all")
    cells = [cell for row in rows[1:] for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+@\t\r＝＋＠")] == []
    assert [cell for cell in cells if cell.startswith("'=HYPERLINK")] != []


def test_large_tables_are_drawn_in_pages(visit: Any) -> None:
    raw = "".join(f"第{i}村{i + 1}户。" for i in range(3000))
    rows, at = [], 0
    for i in range(3000):
        at = raw.index(f"村{i + 1}户", at) + 1
        rows.append(made.record("0户", "0户", id=f"a#{i}", value=i + 1) | {"start": at, "end": raw.index("户", at) + 1,
                    "text": f"{i + 1}户", "clean": f"{i + 1}户", "sentence": f"第{i}村{i + 1}户。"})  # fmt: skip
    opened = visit(page([ReportView(doc="a.txt", raw=raw, clean=raw, records=rows)]))
    assert opened.page.locator("#rows tr").count() == 50
    opened.page.click("#last")
    assert opened.texts("#rows th")[-1] == "3,000户"
    assert opened.page.inner_text("#where") == "第 2951–3000 条，第 60 / 60 页"
    assert opened.page.is_disabled("#forth")
    opened.page.select_option("#size", "200")
    assert opened.page.locator("#rows tr").count() == 200
    opened.page.click("#rows a >> nth=199")
    opened.await_text("a.mark[aria-current]", "200户")


def test_keyboard_reaches_the_records(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "records"
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "search"
    opened.page.focus("#head button")
    opened.page.keyboard.press("Enter")
    assert opened.texts("#rows th")[0] == "3座"
    opened.page.focus("#rows a")
    opened.page.keyboard.press("Enter")
    opened.await_text(":focus", "3座")
    outline = opened.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_everything_that_acts_has_a_name(visit: Any) -> None:
    opened = visit(two_reports())
    nameless = opened.page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, a, section, [role=region]")].filter((e) =>
        !(e.ariaLabel || e.textContent.trim() && !e.matches("select, input") || e.labels && e.labels.length
        || e.getAttribute("aria-labelledby"))).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    assert opened.page.evaluate("[...document.querySelectorAll('[id]')].length") == opened.page.evaluate(
        "new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size"
    )


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(visit: Any, width: int) -> None:
    opened = visit(
        targets_page(made.evil(), made.north(), two_years("甲县", "乙县", "一个名称很长的民族自治县")), width=width
    )
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    for summary in opened.page.locator("summary").all():
        summary.click()
    if width <= 390:  # no table has to be moved sideways on a phone
        wide = "(e) => e.scrollWidth > e.clientWidth + 1 ? e.outerHTML.slice(0, 120) : ''"
        assert {box.evaluate(wide) for box in opened.page.locator(".scroll, nav ul").all()} == {""}


def test_print_shows_texts_whole_and_hides_controls(visit: Any) -> None:
    opened = visit(two_reports())
    opened.page.emulate_media(media="print")
    assert not opened.page.is_visible("nav")
    assert not opened.page.is_visible("#filters")
    assert opened.page.evaluate("(e => e.scrollHeight <= e.clientHeight + 1)(document.querySelector('.text'))")
    assert opened.page.pdf().startswith(b"%PDF")


def test_overview_works_without_scripts(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(two_reports(), encoding="utf-8")
    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(path.as_uri())
    assert "需要启用脚本" in tab.inner_text("header")
    assert tab.locator(".bars tbody tr").count() == 5
    context.close()


def test_cells_are_shaded_by_their_count(visit: Any) -> None:
    opened = visit(two_reports())
    shade = "e => getComputedStyle(e).backgroundColor"
    dark = opened.page.locator("td", has=opened.page.get_by_role("button", name="南乡，基础设施：2 条记录"))
    light = opened.page.locator("td", has=opened.page.get_by_role("button", name="南乡，其他：1 条记录"))
    shades = {dark.evaluate(shade), light.evaluate(shade), opened.page.locator("h1").evaluate(shade)}
    assert len(shades) == 3
