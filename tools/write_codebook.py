"""Write docs/codebook.md from the codebook of the library: python tools/write_codebook.py."""

from __future__ import annotations

from pathlib import Path

import fupin_nlp as fp

PAGE = Path(__file__).parents[1] / "docs" / "codebook.md"
HEAD = """# Codebook

The columns of the table of records, as `to_frame()`, `fp.save` and `fupin extract -o` give them (.csv, .xlsx, .dta).
`fp.codebook()` gives this table in Python, `fp.codebook("zh")` in Chinese. The rules behind the fields are told in
[the record](record.md). Written by `tools/write_codebook.py`.

| column | label | type | meaning | 含义 | values |
|---|---|---|---|---|---|
"""


def text() -> str:
    """Return the page."""
    english, chinese = fp.codebook(), fp.codebook("zh")
    rows = zip(english.itertuples(index=False, name=None), chinese["含义"], strict=True)
    lines = [
        f"| `{c}` | {label} | {kind} | {meaning} | {zh} | {values} |" for (c, label, kind, meaning, values), zh in rows
    ]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
