"""Draw the pictures of the documentation into docs/pictures/, from the sample reports of the project.

usage: write_pictures.py [--charts | --page]

Charts need the extra ``plot``; the pictures of the page need playwright and a Chromium. Same library, same charts.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import fupin_nlp as fp
from fupin_nlp.cli.pages import write_page
from fupin_nlp.report.samples import sample_folder

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LARGEST = 300_000  # bytes of a picture
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LANKAO = "兰考县"
# name of the file -> width, height, dark
SCREENS: Mapping[str, tuple[int, int, bool]] = {
    "page.png": (1366, 900, False),
    "page-dark.png": (1366, 900, True),
    "page-phone.png": (390, 844, False),
}


def charts(corpus: fp.Corpus) -> Mapping[str, Callable[[], Any]]:
    """Return what draws each chart."""
    growth = fp.panel(corpus.filter(region=LANKAO), "地区生产总值增速")
    reports = corpus.filter(region=LANKAO)
    return {
        "panel.png": lambda: fp.plot.panel(growth),
        "change.png": lambda: fp.plot.change(reports, "一般公共预算收入"),
        "provinces.png": lambda: fp.plot.province_map(corpus),
        "clusters.png": lambda: fp.plot.cluster_map(fp.cluster(corpus)),
        "clusters-over-time.png": lambda: fp.plot.clusters_over_time(fp.cluster(corpus)),
        "similarity.png": lambda: fp.plot.similarity(corpus, order="alike"),
        "heat.png": lambda: fp.plot.heat_map(fp.compare(corpus, by=["region", "measure"], level="county"), limit=16),
        "profile.png": lambda: fp.plot.measure_profile(reports, by="doc"),
    }


def write_charts(corpus: fp.Corpus) -> Iterator[Path]:
    for name, draw in charts(corpus).items():
        path = fp.plot.save(draw(), FOLDER / name, scale=1.5)
        yield path if path.stat().st_size <= LARGEST else fp.plot.save(draw(), path, scale=1)


def write_screens(corpus: fp.Corpus) -> Iterator[Path]:
    """Photograph the page of the sample reports at several widths."""
    from playwright.sync_api import sync_playwright

    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "report.html"
        write_page(corpus, page)
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for name, (width, height, dark) in SCREENS.items():
            context = browser.new_context(
                offline=True,
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                device_scale_factor=1,
            )
            tab = context.new_page()
            tab.goto(page.as_uri())
            tab.screenshot(path=FOLDER / name)
            context.close()
            yield FOLDER / name
        browser.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--charts", action="store_true", help="only the charts")
    which.add_argument("--page", action="store_true", help="only the pictures of the page")
    chosen = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    corpus = fp.Corpus.from_folder(sample_folder())
    written = [] if chosen.page else list(write_charts(corpus))
    written += [] if chosen.charts else list(write_screens(corpus))
    for path in written:
        size = path.stat().st_size
        print(f"{path.name:24} {size:8,} bytes")
        if size > LARGEST:
            raise SystemExit(f"{path} has {size:,} bytes; at most {LARGEST:,} are meant to be in the repository")


if __name__ == "__main__":
    main()
