"""Damage reports as real tools do, clean them, and count what is not as it was.

usage: round_trip.py FOLDER... [--script traditional|simplified] [--kind KIND] [--slice N] [--every N]

Every text of the folders that is not damaged itself is converted to the script, damaged by kind and grade
(tests/support/damage.py, seeded) and cleaned. Told are, for each kind and grade:

error      characters that differ from the clean text
marked     share of them that lies at places which `damage` names
silent     characters that differ and are not named, as a share of all characters
right      numbers (digits; Chinese numerals of two characters, or before a unit) that are as they were
flagged    numbers that are not, or may not be, and that `damage` names
wrong      numbers that are not as they were, without a flag; must be none

``--slice`` takes so many characters from the middle of each text, cut at line ends.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import regex

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.damage import GRADES, damage_with_notes, mojibake  # noqa: E402

from fupin_nlp.clean import clean  # noqa: E402  # the damage generator is imported from the checkout
from fupin_nlp.ingest import find_sources, read_file  # noqa: E402
from fupin_nlp.model import CleanText, RawText  # noqa: E402

NUMBER = regex.compile(
    r"\d[\d,.]*+\d|\d|[一二两三四五六七八九十百千万亿]{2,}+|[一二两三四五六七八九十](?=[个户人名项次家所条座年月日届批级类期])"
)
SEED = 7
ANCHOR = 8  # equal characters after which two texts are in step again
SHORT_ANCHOR = 3  # where lost characters (U+FFFD) stand close together
FARTHEST = 300
CODECS = {
    "UTF-8 as GBK": ("utf-8", "gbk"),
    "GBK as Latin-1": ("gbk", "latin-1"),
    "GBK as cp1252": ("gbk", "cp1252"),
    "UTF-8 as Latin-1": ("utf-8", "latin-1"),
    "Big5 as GBK": ("big5", "gbk"),
    "GBK as Big5": ("gbk", "big5"),
}
Spoil = Callable[[str], str]


def note_kinds() -> dict[tuple[str, str], Spoil]:
    """Return the damage that notes do, by kind and grade."""
    kinds = {"notes": (False, False), "toneless notes": (False, True), "byte shift": (True, False)}
    return {
        (name, grade): lambda text, g=grade, s=shift, t=toneless: damage_with_notes(text, g, SEED, shift=s, toneless=t)
        for name, (shift, toneless) in kinds.items()
        for grade in GRADES
    }


def mojibake_kinds() -> dict[tuple[str, str], Spoil]:
    """Return wrong decoding of the whole text, line by line, and of every third line."""

    def spoil(text: str, written: str, read: str, every: int) -> str:
        lines = text.split("\n")
        return "\n".join(mojibake(x, written, read) if i % every == 0 else x for i, x in enumerate(lines))

    kinds: dict[tuple[str, str], Spoil] = {
        (name, extent): lambda text, w=written, r=read, e=every: spoil(text, w, r, e)
        for name, (written, read) in CODECS.items()
        for extent, every in (("whole", 1), ("part", 3))
    }
    twice = ("utf-8", "latin-1")
    kinds["UTF-8 twice", "whole"] = lambda text: spoil(spoil(text, *twice, 1), *twice, 1)
    kinds["UTF-8 twice", "part"] = lambda text: spoil(spoil(text, *twice, 3), *twice, 3)
    return kinds


KINDS: Mapping[tuple[str, str], Spoil] = MappingProxyType(note_kinds() | mojibake_kinds())


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


def middle(text: str, length: int) -> str:
    """Return the lines around the middle of a text, about `length` characters."""
    if len(text) <= length:
        return text
    first = text.find("\n", (len(text) - length) // 2) + 1
    last = text.find("\n", first + length)
    return text[first : last if last > 0 else len(text)]


def differences(a: str, b: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches ``a[i:j]``, ``b[k:l]`` that differ; line by line where the lines correspond."""
    if a.count("\n") != b.count("\n"):
        yield from differing_stretches(a, b)
        return
    i = k = 0
    for x, y in zip(a.split("\n"), b.split("\n"), strict=True):
        for start, end, first, last in differing_stretches(x, y) if x != y else ():
            yield i + start, i + end, k + first, k + last
        i, k = i + len(x) + 1, k + len(y) + 1


def differing_stretches(a: str, b: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield what differs up to the nearest common anchor, in linear time."""
    size = SHORT_ANCHOR if "\ufffd" in b else ANCHOR
    i = k = 0
    while i < len(a) and k < len(b):
        if a[i] == b[k]:
            i, k = i + 1, k + 1
            continue
        j, m = anchor(a, b, (i, k), size)
        yield i, j, k, m
        i, k = j, m
    if i < len(a) or k < len(b):
        yield i, len(a), k, len(b)


def anchor(a: str, b: str, at: tuple[int, int], size: int) -> tuple[int, int]:
    """Return the nearest positions from which both texts are equal for some characters."""
    for total in range(1, 2 * FARTHEST):
        for skipped in range(max(0, total - FARTHEST), min(total, FARTHEST) + 1):
            j, m = at[0] + skipped, at[1] + total - skipped
            if a[j : j + size] == b[m : m + size] and (j < len(a) or m >= len(b)):
                return j, m
    return len(a), len(b)


def judged(expected: str, cleaned: CleanText) -> Counter[str]:
    """Count characters and numbers that are right, named as damaged, and neither."""
    found = list(differences(expected, cleaned.text))
    spans = sorted((d.start, d.end) for d in cleaned.damage)
    named = [bool(named_between(spans, k, m)) for _, _, k, m in found]
    errors = [max(j - i, m - k) for i, j, k, m in found]
    counts = Counter(
        characters=len(expected), errors=sum(errors), silent=sum(e for e, n in zip(errors, named, strict=True) if not n)
    )
    starts = [j for _, j, _, _ in found]
    for match in NUMBER.finditer(expected):
        at = bisect_left(starts, match.start())
        if at < len(found) and found[at][0] < match.end() and found[at][0] < starts[at] + 1:
            touched = [n for (i, j, _, _), n in zip(found[at:], named[at:], strict=True) if i < match.end()]
            counts["flagged" if all(touched) else "wrong"] += 1
        else:
            shift = (found[at - 1][3] - found[at - 1][1]) if at else 0
            here = named_between(spans, match.start() + shift + 1, match.end() + shift - 1)
            counts["flagged" if here else "right"] += 1
    return counts


def named_between(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a damaged span touches a stretch."""
    return any(s <= end and start <= e for s, e in spans)


def measure(documents: list[str], spoil: Spoil) -> Counter[str]:
    """Return the counts of one kind and grade over all documents."""
    counts: Counter[str] = Counter()
    for text in documents:
        expected = clean(RawText(text)).text
        counts += judged(expected, clean(RawText(spoil(text)))) + Counter(texts=1)
    return counts


def row(script: str, kind: str, grade: str, n: Counter[str]) -> str:
    """Return a line of the table."""
    characters = max(1, n["characters"])
    marked = (n["errors"] - n["silent"]) / n["errors"] if n["errors"] else 1.0
    return (
        f"| {script} | {kind} | {grade} | {n['texts']} | {characters} | {n['errors'] / characters:.3%} | "
        f"{marked:.0%} | {n['silent'] / characters:.3%} | {n['right']} | {n['flagged']} | {n['wrong']} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Damage reports, clean them, count what is not as it was.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--script", choices=("traditional", "simplified", "both"), default="both")
    parser.add_argument(
        "--kind", choices=sorted({k for k, _ in KINDS}), action="append", help="several times if wished"
    )
    parser.add_argument("--slice", type=int, default=0, help="characters from the middle of each text; 0: all")
    parser.add_argument("--every", type=int, default=1, help="take every so many-th text")
    options = parser.parse_args()
    scripts = ("traditional", "simplified") if options.script == "both" else (options.script,)
    print("| script | kind | grade | texts | characters | error | marked | silent | right | flagged | wrong |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for script in scripts:
        documents = list(texts(options.folders, script))[:: options.every]
        if options.slice:
            documents = [middle(text, options.slice) for text in documents]
        for (kind, grade), spoil in KINDS.items():
            if not options.kind or kind in options.kind:
                print(row(script, kind, grade, measure(documents, spoil)), flush=True)


if __name__ == "__main__":
    main()
