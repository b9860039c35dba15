"""Damage as real tools made it, from clean text: pinyin notes, byte shift, doubled commas, mojibake.

Everything is seeded: same text, same seed, same damage.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from fupin_nlp.clean.characters import only_simplified, only_traditional, readings, simplified_of, without_tone

GRADES = ("some", "many", "commas")
_SOME = 60


def noted_characters(text: str, grade: str, *, toneless: bool = False) -> dict[str, str]:
    """Return the characters that a note program knows, with their notes.

    ``some``: the 60 traditional characters that a text uses most; ``many`` and ``commas``: all of them. In
    simplified text those that only simplified text has take their part.
    """
    counts = Counter(c for c in text if c in only_traditional())
    if not counts:
        counts = Counter(c for c in text if c in only_simplified())
    chosen = [c for c, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    if grade == "some":
        chosen = chosen[:_SOME]
    table = {c: _readings(c)[0] for c in chosen if _readings(c)}
    return {c: without_tone(r) if toneless else r for c, r in table.items()}


def _readings(char: str) -> list[str]:
    return [r for r in readings().get(char, "").split(",") if r]


def insert_notes(text: str, table: dict[str, str]) -> str:
    """Write the note behind every character of the table, character by character: no byte is shifted."""
    return "".join(f"{c}({table[c]})" if c in table else c for c in text)


def insert_notes_in_bytes(text: str, table: dict[str, str]) -> bytes:
    """Replace byte pairs of GBK text without regard to where characters begin, one character of the table at a time."""
    data = text.encode("gbk", "ignore")
    for char, note in table.items():
        try:
            pair = char.encode("gbk")
        except UnicodeEncodeError:
            continue
        data = data.replace(pair, pair + b"(" + note.encode("gbk") + b")")
    return data


def decode_leniently(data: bytes) -> str:
    """Read GBK as the crawler did: ``?`` for a broken pair and what it took along, nothing for unassigned pairs."""
    out: list[str] = []
    i = 0
    while i < len(data):
        lead = data[i]
        if lead < 0x80:
            out.append(chr(lead))
            i += 1
            continue
        if lead in (0x80, 0xFF):
            out.append("?")  # no lead byte: it takes nothing along
            i += 1
            continue
        pair = data[i : i + 2]
        i += 2
        if len(pair) < 2 or pair[1] < 0x40 or pair[1] in (0x7F, 0xFF):
            out.append("?")
            continue
        try:
            out.append(pair.decode("gbk"))
        except UnicodeDecodeError:
            continue
    return "".join(out)


def double_commas(text: str, seed: int, share: float = 0.5) -> str:
    """Insert a comma before punctuation at random."""
    chance = random.Random(seed)
    return "".join(f",{c}" if c in "，,。、；" and chance.random() < share else c for c in text)


def damage_with_notes(text: str, grade: str, seed: int, *, shift: bool = True, toneless: bool = False) -> str:
    """Damage a text as note programs do, in one of the grades seen in the wild."""
    table = noted_characters(text, grade, toneless=toneless)
    damaged = decode_leniently(insert_notes_in_bytes(text, table)) if shift else insert_notes(text, table)
    return double_commas(damaged, seed) if grade == "commas" else damaged


def mojibake(text: str, written: str, read: str) -> str:
    """Write a text in one encoding and read it in another; what cannot be read is U+FFFD."""
    return text.encode(written, "ignore").decode(read, "replace")


@dataclass(frozen=True)
class Layout:
    """How a program breaks lines: width in characters or columns, indentation, what it keeps whole."""

    width: int
    columns: bool = False
    indent: str = ""
    whole_numbers: bool = False
    hanging: bool = False  # punctuation does not begin a line


def wrap_paragraphs(paragraphs: Iterable[str], layout: Layout) -> tuple[str, dict[int, bool]]:
    """Break paragraphs into lines; return the text, and for each line end whether a paragraph ends there."""
    lines = [
        (line, i == len(lines) - 1)
        for p in paragraphs
        for lines in [_broken(p, layout)]
        for i, line in enumerate(lines)
    ]
    breaks: dict[int, bool] = {}
    at = 0
    for line, is_last in lines:
        at += len(line)
        breaks[at] = is_last
        at += 1
    return "\n".join(line for line, _ in lines), breaks


def _broken(paragraph: str, layout: Layout) -> list[str]:
    def width(text: str) -> int:
        return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text) if layout.columns else len(text)

    lines, line = [], ""
    for token in regex.findall(r"[0-9A-Za-z.%]+|." if layout.whole_numbers else ".", layout.indent + paragraph):
        hangs = layout.hanging and token in "，。、；：？！”）》%"
        if line and width(line) + width(token) > layout.width and not hangs:
            lines.append(line)
            line = ""
        line += token
    return [*lines, line]


def scatter(text: str, pieces: Iterable[str], seed: int, share: float) -> str:
    """Insert one of the pieces behind a character at random."""
    chance = random.Random(seed)
    choices = list(pieces)
    return "".join(c + chance.choice(choices) if chance.random() < share else c for c in text)


def traditional_words(text: str) -> int:
    """Return how many characters of a text are traditional only."""
    return sum(c in simplified_of() for c in text)
