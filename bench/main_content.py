"""Main content of web pages, character by character, beside trafilatura: ``python bench/main_content.py``.

The pages are those of tests/support/pages.py; the peer is not installed with the project:
pip install trafilatura lxml_html_clean.
Kept is the share of the report's characters that are in the body, clean the share of the body's characters (letters
and digits) that are the report's.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from tests.support import pages  # noqa: E402

from fupin_nlp.clean import clean  # noqa: E402
from fupin_nlp.model import RawText  # noqa: E402


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def ours(html: str) -> str:
    cleaned = clean(RawText(html, "a.html", format="html"))
    return "".join(cleaned.text[s.start : s.end] for s in cleaned.body)


def peer(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_tables=True, favor_recall=True) or ""


def main() -> None:
    parts = [*pages.PARAGRAPHS, *(cell for row in pages.ROWS for cell in row)]
    report = letters("".join(part.replace("<a href='/x'>", "").replace("</a>", "") for part in parts))
    print(f"{'layout':<18}{'kept':>8}{'clean':>8}   trafilatura: kept, clean")
    for layout in pages.LAYOUTS:
        html = pages.page(layout).html
        row = []
        for extract in (ours, peer):
            found = letters(extract(html).replace(pages.TITLE, ""))
            common = (found & report).total()
            row += [common / report.total(), common / max(found.total(), 1)]
        print(f"{layout.__name__:<18}{row[0]:>8.1%}{row[1]:>8.1%}   {row[2]:>8.1%}{row[3]:>8.1%}")


if __name__ == "__main__":
    main()
