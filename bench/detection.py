"""Encoding detection on slices of real and own texts: ``python bench/detection.py [FOLDER …] [--peers]``.

Every text is written in each encoding, cut to slices at random places, and damaged: whole (as cut between
characters), cut (at both ends, anywhere), wrong (one byte replaced, and cut), mixed (a tenth of it, or 40 bytes, in
another encoding, as pages that are put together have it). A slice counts as right if the codec is the one it was
written in, or decodes it to the same text. Without folders the texts are those of corpus/. The peers are not
installed with the project: pip install chardet charset-normalizer.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from fupin_nlp.ingest import find_sources, read_source
from fupin_nlp.ingest.encoding import decode

ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
LENGTHS = (20, 40, 80, 200, 1000, 5000)
DAMAGE = ("whole", "cut", "wrong", "mixed")
Detector = Callable[[bytes], str]


def texts(folders: list[str]) -> list[str]:
    """Return the texts, simplified ones in traditional characters too."""
    from fupin_nlp.clean import clean

    found = [clean(read_source(s)).text for s in find_sources(folders) if s.skipped is None]
    return [text for text in found if len(text) > 200]


def traditional(text: str) -> str:
    import opencc_pyo3

    return str(opencc_pyo3.OpenCC("s2t").convert(text))


def slices(text: str, encoding: str, length: int, damage: str, chance: random.Random) -> bytes:
    """Return one slice of about so many bytes."""
    width = {"utf-8": 3, "gb18030": 2, "big5": 2}.get(encoding, 2)
    start = chance.randrange(max(len(text) - length // width, 1))
    data = text[start : start + length // width + 2].encode(encoding, "ignore")
    if damage == "whole":
        return text[start : start + length // width].encode(encoding, "ignore")
    odd = 0 if encoding.startswith("utf-16") else chance.randrange(width)  # UTF-16 is never cut at an odd byte before
    data = data[odd : odd + length - chance.randrange(2)]
    if damage == "wrong" and data:
        at = chance.randrange(len(data))
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
    if damage == "mixed":
        other = "gb18030" if encoding == "utf-8" else "utf-8"
        at = 2 * chance.randrange(len(data) // 2 + 1)
        size = max(length // 10, min(40, length // 4)) // 2
        part = text[start : start + size].encode(other, "ignore")
        data = data[:at] + part[: len(part) & ~1] + data[at:]
    return data


def cases(all_texts: list[str], encoding: str, damage: str) -> Iterator[tuple[int, bytes]]:
    chance = random.Random(f"{encoding} {damage}")  # the same slices for every detector
    for text in all_texts:
        own = traditional(text) if encoding == "big5" else text
        for length in LENGTHS:
            data = slices(own, encoding, length, damage, chance)
            if len(data) >= length // 2:
                yield length, data


def is_right(codec: str, encoding: str, data: bytes) -> bool:
    try:
        return codec == encoding or data.decode(codec, "replace") == data.decode(encoding, "replace")
    except LookupError:
        return False


def ours(data: bytes) -> str:
    return decode(data).encoding


def chardet_codec(data: bytes) -> str:
    import chardet

    found = (chardet.detect(data)["encoding"] or "none").lower()
    return "gb18030" if found in ("gb2312", "gbk", "gb18030") else found


def normalizer_codec(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    found = best.encoding.replace("_", "-") if best else "none"
    return "gb18030" if found in ("gb2312", "gbk", "gb18030") else found


def main() -> None:
    folders = [a for a in sys.argv[1:] if not a.startswith("--")] or [str(Path(__file__).parents[1] / "corpus")]
    all_texts = texts(folders)
    detectors: dict[str, Detector] = {"fupin-nlp": ours}
    if "--peers" in sys.argv:
        detectors |= {"chardet": chardet_codec, "charset-normalizer": normalizer_codec}
    print(f"{len(all_texts)} texts; right of all, by damage and by bytes of the slice")
    print(f"{'':<20}{'':<8}{'all':>12}" + "".join(f"{length:>10}" for length in LENGTHS))
    for name, detect in detectors.items():
        for damage in DAMAGE:
            counts = {length: [0, 0] for length in LENGTHS}
            for encoding in ENCODINGS:
                for length, data in cases(all_texts, encoding, damage):
                    right = is_right(detect(data), encoding, data)
                    counts[length][0] += right
                    counts[length][1] += 1
                    if not right and "--errors" in sys.argv:
                        print("   ", name, damage, length, encoding, detect(data), data[:24])
            right, total = (sum(c[i] for c in counts.values()) for i in (0, 1))
            row = "".join(f"{c[0]:>5}/{c[1]:<4}" for c in counts.values())
            print(f"{name:<20}{damage:<8}{right:>6}/{total:<5}{row}", flush=True)


if __name__ == "__main__":
    main()
