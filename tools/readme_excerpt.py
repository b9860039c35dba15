"""Put what `fupin demo` prints into the READMEs, between the two marks; the same library gives the same bytes.

usage: readme_excerpt.py
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", "README.zh.md")
BEGIN, END = "<!-- excerpt of fupin demo, written by tools/readme_excerpt.py -->", "<!-- end of the excerpt -->"
ROWS = 10  # of each table; the demonstration shows all


def demonstration() -> str:
    """Return what the demonstration prints on a terminal of 100 columns."""
    source = os.pathsep.join(p for p in (str(ROOT / "src"), os.environ.get("PYTHONPATH")) if p)
    environment = {**os.environ, "COLUMNS": "100", "PYTHONPATH": source}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "fupin_nlp", "demo", "-o", folder]
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    return done.stdout.decode("utf-8")


def excerpt(shown: str) -> str:
    """Return the comparison and the achievements, the first rows of each."""
    tables = [table.splitlines() for table in shown.strip("\n").split("\n\n")]
    chosen = [lines for lines in tables if lines[0].startswith(("比较", "成果"))]
    # Title, rule and heading stand above the rows.
    return "\n\n".join("\n".join([*lines[: ROWS + 4], *(["…"] if len(lines) > ROWS + 4 else [])]) for lines in chosen)


def main() -> None:
    text = excerpt(demonstration())
    for name in PAGES:
        path = ROOT / name
        page = path.read_text(encoding="utf-8")
        head, _, rest = page.partition(BEGIN)
        _, mark, tail = rest.partition(END)
        if not mark:
            sys.exit(f"{name}: the marks are missing:\n{BEGIN}\n{END}")
        path.write_text(f"{head}{BEGIN}\n```\n{text}\n```\n{END}{tail}", encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
