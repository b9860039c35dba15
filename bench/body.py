"""How much of the body is kept and how much of the furniture is dropped, in characters.

usage: body.py [EVAL_DIR]

The layouts of tests/cases/body (synthetic and known failures), and, where the folder of real reports is given
(FUPIN_EVAL_DIR otherwise), the reports of wild.jsonl, whose bodies were marked by hand. Digits in kept
furniture are counted too: they could become records.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fupin_nlp.clean import clean
from fupin_nlp.ingest import read_file
from fupin_nlp.model import CleanText, RawText

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "body"


def rows(origin: str) -> Iterator[dict[str, Any]]:
    for line in (CASES / f"{origin}.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            yield json.loads(line)


def compare(
    cleaned: CleanText, body: Iterable[tuple[int, int]], either: Iterable[tuple[int, int]] = ()
) -> Counter[str]:
    """Count the characters that are body or furniture, and how many are kept; blanks and `either` do not count."""
    length = len(cleaned.raw.text)
    expected, found = bytearray(length), bytearray(length)
    judged = bytearray(b"\1" * length)
    for start, end in either:
        judged[start:end] = bytes(end - start)
    for start, end in body:
        expected[start:end] = b"\1" * (end - start)
    for span in cleaned.body:
        start, end = cleaned.raw_span(span.start, span.end)
        found[start:end] = b"\1" * (end - start)
    counts: Counter[str] = Counter()
    for char, is_judged, is_body, is_kept in zip(cleaned.raw.text, judged, expected, found, strict=True):
        if is_judged and not char.isspace():
            kind = "body" if is_body else "furniture"
            counts[kind] += 1
            counts[f"{kind} kept"] += is_kept
            counts["digits in kept furniture"] += bool(not is_body and is_kept and char.isdigit())
    return counts


def of_layout(case: dict[str, Any]) -> Counter[str]:
    position = 0
    spans: dict[str, list[tuple[int, int]]] = {"body": [], "out": [], "any": []}
    texts = []
    for fate, text in case["lines"]:
        spans[fate].append((position, position + len(text)))
        texts.append(text)
        position += len(text) + 1
    return compare(clean(RawText("\n".join(texts))), spans["body"], spans["any"])


def report(name: str, each: list[Counter[str]]) -> None:
    n = sum(each, Counter())
    worst = min((c["body kept"] / c["body"] for c in each), default=1.0)
    print(
        f"{name:14} {len(each):4} {n['body']:8} {n['body kept'] / n['body']:9.3%} {worst:9.3%} {n['furniture']:9} "
        f"{1 - n['furniture kept'] / max(1, n['furniture']):9.3%} {n['digits in kept furniture']:6}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Body kept and furniture dropped, in characters.")
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("FUPIN_EVAL_DIR"))
    folder = parser.parse_args().folder
    print("pages          number    body      kept     worst furniture   dropped digits")
    report("layouts", [of_layout(case) for case in rows("synthetic")])
    report("known failures", [of_layout(case) for case in rows("known_failures")])
    if folder is None:
        sys.exit("no folder of real reports given")
    for part in ("fupin", "provincial_2026", "district_gb18030"):
        cases = [case for case in rows("wild") if f"/{part}/" in case["document"]]
        found = [
            compare(clean(read_file(Path(folder) / case["document"])), [(case["start"], case["end"])]) for case in cases
        ]
        report(part, found)


if __name__ == "__main__":
    main()
