"""Damage reports as note programs do, clean them, and count what is not as it was.

usage: round_trip.py FOLDER... [--seed N] [--script traditional|simplified|both] [--kind KIND]

Every text of the folders that is not damaged itself is converted, damaged by kind and grade (tests/support/damage.py)
and cleaned. Told are, for each kind and grade: the share of characters that differ from the clean text, and of the
numbers (digits, and Chinese numerals of two characters or before a unit) those that are right, those that are flagged
as damaged, those that are lost, and those that are wrong without a flag. The last must be none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import regex

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.damage import GRADES, damage_with_notes  # noqa: E402

from fupin_nlp.clean import clean  # noqa: E402  # the damage generator is imported from the checkout
from fupin_nlp.ingest import find_sources, read_file  # noqa: E402
from fupin_nlp.model import CleanText, RawText  # noqa: E402

NUMBER = regex.compile(
    r"\d[\d,.]*+\d|\d|[一二两三四五六七八九十百千万亿]{2,}+|[一二两三四五六七八九十](?=[个户人名项次家所条座年月日届批级类期])"
)
KINDS = {"notes": (False, False), "toneless": (False, True), "byte shift": (True, False)}


def texts(folders: list[Path], script: str) -> Iterator[str]:
    """Yield the undamaged texts in a script, as GBK can write them."""
    from opencc_pyo3 import OpenCC

    convert = OpenCC("s2t").convert if script == "traditional" else OpenCC("t2s").convert
    for folder in folders:
        for source in find_sources([folder]):
            if source.path is None or source.path.suffix not in (".txt", ".xml"):
                continue
            cleaned = clean(read_file(source.path))
            if not any(edit.step in ("notes", "byteshift") for edit in cleaned.edits):
                yield convert(cleaned.text).encode("gbk", "ignore").decode("gbk")


def differing(expected: str, found: str) -> int:
    """Return how many characters differ, line by line where the lines correspond."""
    a, b = expected.split("\n"), found.split("\n")
    pairs = zip(a, b, strict=True) if len(a) == len(b) else [(expected, found)]
    total = 0
    for x, y in pairs:
        if x != y:
            blocks = SequenceMatcher(None, x, y, autojunk=False).get_matching_blocks()
            total += max(len(x), len(y)) - sum(block.size for block in blocks)
    return total


def numbers(expected: str, cleaned: CleanText) -> Counter[str]:
    """Count the numbers that are right, flagged, lost and wrong."""
    true = Counter(NUMBER.findall(expected))
    found: Counter[str] = Counter()
    flagged = 0
    for match in NUMBER.finditer(cleaned.text):
        if any(d.start < match.end() and match.start() < d.end for d in cleaned.damage):
            flagged += 1
        else:
            found[match[0]] += 1
    wrong = found - true
    lost = (true - found).total() - wrong.total() - flagged
    return Counter(right=(found & true).total(), flagged=flagged, wrong=wrong.total(), lost=max(0, lost))


def measure(documents: list[str], kind: str, grade: str, seed: int) -> Counter[str]:
    """Return the counts of one kind and grade over all documents."""
    counts: Counter[str] = Counter()
    shift, toneless = KINDS[kind]
    for text in documents:
        expected = clean(RawText(text)).text
        cleaned = clean(RawText(damage_with_notes(text, grade, seed, shift=shift, toneless=toneless)))
        counts += Counter(documents=1, characters=len(expected), errors=differing(expected, cleaned.text))
        counts += numbers(expected, cleaned)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description="Damage reports, clean them, count what is not as it was.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--script", choices=("traditional", "simplified", "both"), default="both")
    parser.add_argument("--kind", choices=tuple(KINDS), action="append", help="may be given several times")
    options = parser.parse_args()
    scripts = ("traditional", "simplified") if options.script == "both" else (options.script,)
    print(
        f"{'script':12} {'kind':11} {'grade':7} {'texts':>5} {'characters':>10} {'errors':>8} "
        f"{'right':>7} {'flagged':>7} {'lost':>5} {'wrong':>5}"
    )
    for script in scripts:
        documents = list(texts(options.folders, script))
        for kind in options.kind or KINDS:
            for grade in GRADES:
                n = measure(documents, kind, grade, options.seed)
                share = n["errors"] / max(1, n["characters"])
                print(
                    f"{script:12} {kind:11} {grade:7} {n['documents']:5} {n['characters']:10} {share:8.4%} "
                    f"{n['right']:7} {n['flagged']:7} {n['lost']:5} {n['wrong']:5}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
