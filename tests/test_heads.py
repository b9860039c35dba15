"""Title, region, date and issuer of pages that were read by eye before the program read them.

`first.jsonl` are the 60 pages that the grammar of heads was then made with, `second.jsonl` 30 that it had not seen,
`third.jsonl` 18 of 30 more, `fourth.jsonl`, `fifth.jsonl` and `sixth.jsonl` 24 each of 60 more (the others are pages
of sites). Of titles by others only the beginning and the length are kept.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from fupin_nlp.clean import clean
from fupin_nlp.ingest import read_file
from fupin_nlp.interpret.metadata import read_metadata

CASES = Path(__file__).parent / "cases" / "heads"
FIELDS = ("region", "date", "title", "issuer")
DASHES = str.maketrans({"—": "-", "―": "-"})


def plain(value: str | None) -> str | None:
    """Return a text without white space, width and the length of dashes."""
    if value is None:
        return None
    return "".join(unicodedata.normalize("NFKC", value).split()).replace("——", "-").translate(DASHES)


def is_meant(found: str | None, expected: str | dict[str, Any] | None) -> bool:
    got = plain(found)
    if isinstance(expected, dict):
        same_length = got is not None and len(got) == len(plain("x" * expected["characters"]) or "")
        return same_length and got is not None and got.startswith(plain(expected["begins"]) or "")
    return got == plain(expected)


def wrong_fields(page: dict[str, Any], folder: Path) -> dict[str, str | None]:
    meta = read_metadata(clean(read_file(folder / page["doc"])))
    found = {
        "region": meta.region,
        "date": str(meta.date) if meta.date else None,
        "title": meta.title,
        "issuer": meta.issuer,
    }
    return {name: found[name] for name in FIELDS if not any(is_meant(found[name], value) for value in page[name])}


@pytest.mark.parametrize(
    ("pages", "least"), [("first", 57), ("second", 28), ("third", 17), ("fourth", 23), ("fifth", 24), ("sixth", 24)]
)
def test_heads_that_were_read_by_eye(pages: str, least: int, eval_dir: Path) -> None:
    lines = (CASES / f"{pages}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    wrong = {page["doc"]: fields for page in read if (fields := wrong_fields(page, eval_dir))}
    assert len(read) - len(wrong) >= least, wrong
