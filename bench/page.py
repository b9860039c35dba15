"""Size and load time of the page of thirty reports, in a browser without a network.

The thirty are those of ``$FUPIN_EVAL_DIR/reports``: fupin, district_gb18030, provincial_2026. Run::

    FUPIN_EVAL_DIR=../shared python bench/page.py [--keep report.html]

Told are the size of the file, its packed size, and the median of some loads: until the first paint, until the records
are shown, and how long a search, a sort and the opening of a report take.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from fupin_nlp.cli.pages import write_page
from fupin_nlp.ingest import find_sources
from fupin_nlp.report import Corpus

FOLDERS = ("fupin", "district_gb18030", "provincial_2026")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A change is over when the browser has drawn it: two frames later.
TIMED = """(act) => new Promise((done) => { const from = performance.now(); act();
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from))); })"""
ACTS = {
    "search": "() => { find('search').value = '就业'; find('filters').requestSubmit(); }",
    "sort": "() => document.querySelector('#head button').click()",
    "open a report": "() => document.querySelectorAll('button.read')[7].click()",
    "all rows": "() => { find('size').value = '0'; find('size').dispatchEvent(new Event('change')); }",
}


def load(browser: Any, address: str) -> dict[str, float]:
    """Return milliseconds of one load and of what is done on the page."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    from_start = time.perf_counter()
    tab.goto(address)
    tab.wait_for_function("document.querySelectorAll('#rows tr').length > 1")
    times = {"load": 1000 * (time.perf_counter() - from_start)}
    paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"
    times["first paint"] = float(tab.evaluate(paint))
    for name, act in ACTS.items():
        times[name] = float(
            tab.evaluate(f"(() => {{ const find = (id) => document.getElementById(id); return ({TIMED})({act}); }})()")
        )
    context.close()
    if complaints:
        sys.exit(f"the page complains: {complaints}")
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="write the page here")
    parser.add_argument("--loads", type=int, default=5)
    options = parser.parse_args()
    base = Path(os.environ.get("FUPIN_EVAL_DIR", "../shared")) / "reports"
    folders = [base / name for name in FOLDERS if (base / name).is_dir()]
    if not folders:
        sys.exit(f"{base} holds none of {FOLDERS}: set FUPIN_EVAL_DIR to the folder that holds reports/")
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    corpus = Corpus(find_sources([str(folder) for folder in folders]))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = (options.keep or Path(folder) / "report.html").resolve()
        begun = time.perf_counter()
        write_page(corpus, path)
        made = time.perf_counter() - begun
        data = path.read_bytes()
        records = sum(len(report.records) for report in corpus.reports)
        print(f"{len(corpus.reports)} reports, {records} records; read and written in {made:.1f} s")
        print(f"{len(data) / 1e6:.2f} MB, {len(gzip.compress(data)) / 1e6:.2f} MB packed")
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        runs = [load(browser, path.as_uri()) for _ in range(options.loads)]
        browser.close()
    for name in runs[0]:
        times = [run[name] for run in runs]
        print(f"{name:14s} {statistics.median(times):6.0f} ms   ({min(times):.0f} to {max(times):.0f})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
