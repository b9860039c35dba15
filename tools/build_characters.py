"""Rebuild the data about single characters: readings, script, frequency.

Run: ``python tools/build_characters.py`` with ``pypinyin``, ``opencc-python-reimplemented`` and ``jieba`` installed.
None of the three is needed for it at run time; the files in ``src/fupin_nlp/data`` carry what is used.

- ``readings.tsv.xz``: every reading of a character, toned (pypinyin).
- ``script.tsv``: characters that only traditional or only simplified text has, and the simplified form (OpenCC's
  dictionaries; "only traditional" = mapped to another character and not in GB 2312, "only simplified" = mapped to
  another character and not in Big5).
- ``frequencies.tsv``: occurrences of a simplified character in a million characters (word counts of jieba's
  dictionary, spread over the characters of each word).
"""

from __future__ import annotations

import hashlib
import lzma
from collections import Counter
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "fupin_nlp" / "data"
DATE = "2026-11-22"


def write(name: str, source: str, lines: list[str], description: str) -> None:
    body = "\n".join(lines)
    digest = hashlib.sha256(body.encode()).hexdigest()
    head = f"# description: {description}\n# source: {source}\n# date: {DATE}\n# sha256: {digest}\n"
    data = (head + body + "\n").encode()
    (DATA / name).write_bytes(lzma.compress(data, preset=9 | lzma.PRESET_EXTREME) if name.endswith(".xz") else data)
    print(f"{name}: {len(lines) - 1} rows, {(DATA / name).stat().st_size} bytes")


def package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    return Path(spec.origin).parent


def readings() -> None:
    from pypinyin.pinyin_dict import pinyin_dict

    rows = [
        f"{chr(code)}\t{text}"
        for code, text in sorted(pinyin_dict.items())
        if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code == 0x3007
    ]
    write(
        "readings.tsv.xz",
        f"pypinyin {version('pypinyin')} (MIT), pinyin_dict",
        ["char\treadings", *rows],
        "all readings of a character",
    )


def pairs(file: Path) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        source, _, targets = line.partition("\t")
        if len(source) == 1:
            table[source] = targets.split()
    return table


def encodable(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def script() -> None:
    folder = package_folder("opencc") / "dictionary"
    to_simplified, to_traditional = pairs(folder / "TSCharacters.txt"), pairs(folder / "STCharacters.txt")
    rows = []
    for char, targets in to_simplified.items():
        if char not in targets and not encodable(char, "gb2312") and len(targets[0]) == 1:
            rows.append((char, "traditional", targets[0]))
    for char, targets in to_traditional.items():
        if char not in targets and not encodable(char, "big5") and encodable(char, "gbk"):
            rows.append((char, "simplified", char))
    both = Counter(r[0] for r in rows)  # a few rare characters are mapped in both directions: they tell nothing
    rows = [r for r in rows if both[r[0]] == 1 and ord(r[0]) <= 0xFFFF and ord(r[2]) <= 0xFFFF]
    write(
        "script.tsv",
        f"opencc-python-reimplemented {version('opencc-python-reimplemented')} (Apache-2.0), TS- and STCharacters",
        ["char\tscript\tsimplified", *("\t".join(r) for r in sorted(rows))],
        "characters of one script only",
    )


def frequencies() -> None:
    counts: Counter[str] = Counter()
    for line in (package_folder("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, _ = line.split(" ")
        for char in word:
            if "\u4e00" <= char <= "\u9fff":
                counts[char] += int(count)
    total = sum(counts.values())
    rows = [(char, round(n * 1_000_000 / total)) for char, n in counts.items()]
    rows = sorted(((c, n) for c, n in rows if n >= 1), key=lambda r: (-r[1], r[0]))
    write(
        "frequencies.tsv",
        f"jieba {version('jieba')} (MIT), dict.txt",
        ["char\tper_million", *(f"{c}\t{n}" for c, n in rows)],
        "frequency of simplified characters",
    )


if __name__ == "__main__":
    readings()
    script()
    frequencies()
