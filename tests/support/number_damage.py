"""Passages with many quantities, and damage of every kind to their numbers; all seeded.

A kind of damage takes a number as it is written (digits, perhaps a point) and gives what is put for it. None of them
may leave a certain value that the passage did not have.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

SENTENCES = (
    ("全县实施项目{}个", "个", 1), ("投入扶贫资金{}万元", "元", 10**4), ("建档立卡贫困户{}户", "户", 1),
    ("脱贫{}人", "人", 1), ("新建农村公路{}公里", "公里", 1), ("贫困发生率降至{}%", "%", 1),
    ("培训学员{}人次", "人次", 1), ("造林{}亩", "亩", 1), ("发放小额贷款{}亿元", "元", 10**8),
    ("改造危房{}套", "套", 1), ("发电{}千瓦时", "千瓦时", 1), ("收购农产品{}吨", "吨", 1),
)  # fmt: skip
Damage = Callable[[str, random.Random], str]


@dataclass(frozen=True)
class Passage:
    """Lines of text, where their numbers stand in them, and the quantities that they hold."""

    lines: tuple[str, ...]
    numbers: tuple[tuple[str, ...], ...]
    values: frozenset[tuple[Decimal, str]]

    @property
    def text(self) -> str:
        return "\n".join(line.format(*numbers) for line, numbers in zip(self.lines, self.numbers, strict=True))


def passages(count: int, seed: int) -> list[Passage]:
    """Return passages of ten lines with three quantities each; numbers have three to six digits, some a point."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        lines, numbers, values = [], [], set()
        for _ in range(10):
            chosen = chance.sample(SENTENCES, 3)
            written = tuple(_number(chance) for _ in chosen)
            lines.append("2019年，" + "，".join(words for words, _, _ in chosen) + "。")
            numbers.append(written)
            values |= {(Decimal(n) * power, unit) for n, (_, unit, power) in zip(written, chosen, strict=True)}
        found.append(Passage(tuple(lines), tuple(numbers), frozenset(values)))
    return found


def _number(chance: random.Random) -> str:
    whole = str(chance.choice((chance.randint(101, 999), chance.randint(1000, 999999))))
    return f"{whole}.{chance.randint(1, 99)}".rstrip("0") if chance.random() < 0.3 else whole


def damaged(passage: Passage, damage: Damage, seed: int) -> str:
    """Return the text of a passage with one number of each line damaged."""
    chance = random.Random(seed)
    out = []
    for line, numbers in zip(passage.lines, passage.numbers, strict=True):
        at = chance.randrange(len(numbers))
        out.append(line.format(*(damage(n, chance) if i == at else n for i, n in enumerate(numbers))))
    return "\n".join(out)


def _instead(sign: str) -> Damage:
    """Put a sign for one of the digits."""

    def change(number: str, chance: random.Random) -> str:
        at = chance.choice([i for i, char in enumerate(number) if char.isdigit()])
        return number[:at] + sign + number[at + 1 :]

    return change


def _between(sign: str) -> Damage:
    """Put a sign between two characters of the number."""

    def change(number: str, chance: random.Random) -> str:
        at = chance.randint(1, len(number) - 1)
        return number[:at] + sign + number[at:]

    return change


def _before(sign: str) -> Damage:
    return lambda number, chance: sign + number


def _first(sign: str) -> Damage:
    """Put a sign for the first digit."""
    return lambda number, chance: sign + number[1:]


def _point(sign: str) -> Damage:
    """Put a sign for the decimal point, where there is one."""
    return lambda number, chance: number.replace(".", sign)


def _groups(sign: str) -> Damage:
    """Divide the thousands."""

    def change(number: str, chance: random.Random) -> str:
        whole, point, rest = number.partition(".")
        return f"{int(whole):,}".replace(",", sign) + point + rest

    return change


def _apart(blank: str) -> Damage:
    return lambda number, chance: blank.join(number)


def _entity(number: str, chance: random.Random) -> str:
    at = chance.choice([i for i, char in enumerate(number) if char.isdigit()])
    return f"{number[:at]}&#{ord(number[at])};{number[at + 1 :]}"


DAMAGES: Mapping[str, Damage] = {
    "a replacement character for a digit": _instead("\ufffd"),
    "a replacement character for the first digit": _first("\ufffd"),
    "a box for a digit": _instead("□"),
    "a box for the first digit": _first("□"),
    "a private character for a digit": _instead("\ue0a3"),
    "an unassigned code for a digit": _instead("\u0378"),
    "a glyph number for a digit": _instead("(cid:19)"),
    "a question mark for a digit": _instead("?"),
    "a star for a digit": _instead("*"),
    "a bar inside": _between("|"),
    "the letter l for a digit": _instead("l"),
    "the letter O for a digit": _instead("O"),
    "a circle for a digit": _instead("○"),
    "〇 for a digit": _instead("〇"),
    "a tilde inside": _between("`"),
    "a caret inside": _between("^"),
    "a backslash inside": _between("\\"),
    "a currency sign inside": _between("¤"),
    "a zero-width space inside": _between("\u200b"),
    "a variation selector inside": _between("\ufe0f"),
    "an ideographic variation selector inside": _between("\U000e0100"),
    "a direction mark inside": _between("\u2068"),
    "a code that is no character inside": _between("\ufffe"),
    "a Hangul filler inside": _between("\u3164"),
    "a combining accent inside": _between("\u0301"),
    "a combining stroke inside": _between("\u0336"),
    "a soft hyphen inside": _between("\u00ad"),
    "a control character inside": _between("\x1b"),
    "a space inside": _between(" "),
    "a no-break space inside": _between("\u00a0"),
    "an ideographic space inside": _between("\u3000"),
    "an em space inside": _between("\u2003"),
    "a thin space inside": _between("\u2009"),
    "two spaces inside": _between("  "),
    "a line break inside": _between("\n"),
    "a page number inside": _between("\n— 3 —\n"),
    "a comma of half width for the point": _point(","),
    "a comma of full width for the point": _point("，"),
    "a full stop for the point": _point("。"),
    "a dot for the point": _point("·"),
    "a bullet for the point": _point("•"),
    "a space behind the point": _point(". "),
    "a space before the point": _point(" ."),
    "two points": _point(".."),
    "an apostrophe for thousands": _groups("'"),
    "a comma of full width for thousands": _groups("，"),
    "a dot for thousands": _groups("·"),
    "each character apart": _apart(" "),
    "each character apart by a wide space": _apart("\u3000"),
    "a raised mark before": _before("²"),
    "a circled mark before": _before("③"),
    "a mark in brackets before": _before("[3]"),
    "a digit written as an entity": _entity,
}
"""What each kind puts for a number."""
LINE_DAMAGES: Mapping[str, Callable[[str], str]] = {
    "each character drawn twice": lambda text: "".join(char * (1 + (char != "\n")) for char in text),
    "each character drawn three times": lambda text: "".join(char * (1 + 2 * (char != "\n")) for char in text),
    "all characters apart": lambda text: "\n".join(" ".join(line) for line in text.split("\n")),
    "all characters apart by wide spaces": lambda text: "\n".join("\u3000".join(line) for line in text.split("\n")),
    "full width": lambda text: text.translate(str.maketrans("0123456789.%", "０１２３４５６７８９．％")),
}
"""What each kind makes of a text."""
