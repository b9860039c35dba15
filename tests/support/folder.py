"""A folder as real ones are: documents of all formats and encodings, some of them broken, made from the samples."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tests.support import office

CLEAN = Path(__file__).resolve().parents[2] / "corpus" / "clean"
BROKEN_SHARE = 0.05
_PARAGRAPHS = (3, 9)  # of a document
_MEMBERS = 5  # documents in an archive


@dataclass(frozen=True)
class Made:
    """What a folder holds: documents that can be read, and those that cannot, by name."""

    good: tuple[str, ...]
    broken: tuple[str, ...]


def _texts() -> list[str]:
    files = sorted(CLEAN.glob("*.clean"))
    lines = [line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if len(line) > 30]


def _html(paragraphs: Sequence[str]) -> str:
    body = "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs[1:])
    return (
        '<!DOCTYPE html><html><head><meta charset="gb18030"><title>公开</title></head><body>'
        '<nav><a href="/">首页</a> | <a href="/a">新闻</a></nav>\n'
        f"<h1>{escape(paragraphs[0])}</h1>\n{body}<footer>版权所有 访问量 123456</footer></body></html>"
    )


def _csv(paragraphs: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["text"], *([text] for text in paragraphs)])
    return out.getvalue()


def _xml(paragraphs: Sequence[str]) -> str:
    return "<?xml version='1.0'?><doc>" + "".join(f"<p>{escape(text)}</p>\n" for text in paragraphs) + "</doc>"


# suffix → how a document of these paragraphs is written
WRITERS: tuple[tuple[str, Callable[[Sequence[str]], bytes]], ...] = (
    ("txt", lambda texts: "\n".join(texts).encode()),
    ("txt", lambda texts: "\r\n".join(texts).encode("gb18030")),
    ("txt", lambda texts: "\n".join(texts).encode("utf-16")),
    ("txt", lambda texts: "\n".join(texts).encode("utf-8-sig")),
    ("html", lambda texts: _html(texts).encode("gb18030")),
    ("xml", lambda texts: _xml(texts).encode()),
    ("md", lambda texts: "\n\n".join(["# " + texts[0], *texts[1:]]).encode()),
    ("csv", lambda texts: _csv(texts).encode("utf-8-sig")),
    ("docx", lambda texts: office.docx([*texts, office.CAPTION, office.TABLE])),
    ("xlsx", lambda texts: office.xlsx({"概况": [[text] for text in texts], "资金": office.TABLE})),
    ("pdf", lambda texts: office.pdf([list(texts)])),
    ("doc", lambda _: office.old_word()),
)
BROKEN: tuple[tuple[str, bytes], ...] = (
    ("txt", b""),
    ("txt", b"\x89PNG\r\n\x1a\n" + bytes(500)),
    ("html", b" \n\n"),
    ("docx", office.docx(["一段"])[:400]),
    ("pdf", b"%PDF-1.7\n" + bytes(range(256)) * 4),
    ("xlsx", b"PK\x03\x04 and no more"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ("zip", b"PK\x05\x06"),
)


def make_folder(folder: Path, count: int, *, seed: int = 1) -> Made:
    """Write so many documents, one in twenty of them broken; the members of archives are documents too."""
    draw = random.Random(seed)
    texts = _texts()
    broken = round(count * BROKEN_SHARE)
    good: list[str] = []
    failing: list[str] = []
    while len(good) < count - broken:
        number = len(good)
        place = folder / f"{number % 20:02d}"
        place.mkdir(parents=True, exist_ok=True)
        if number % 100 == 99 and count - broken - number >= _MEMBERS:
            members = {f"报告{i}.txt": "\n".join(_paragraphs(draw, texts, number + i)) for i in range(_MEMBERS)}
            (place / f"{number}.zip").write_bytes(office.zipped(members))
            good += [f"{place.name}/{number}.zip!{name}" for name in members]
            continue
        suffix, write = WRITERS[number % len(WRITERS)]
        (place / f"{number}.{suffix}").write_bytes(write(_paragraphs(draw, texts, number)))
        good.append(f"{place.name}/{number}.{suffix}")
    for number in range(broken):
        suffix, content = BROKEN[number % len(BROKEN)]
        name = f"{number % 20:02d}/broken_{number}.{suffix}"
        (folder / f"{number % 20:02d}").mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
        failing.append(name)
    return Made(tuple(sorted(good)), tuple(sorted(failing)))


def _paragraphs(draw: random.Random, texts: Sequence[str], number: int) -> list[str]:
    return [f"第{number}县2019年工作总结", *draw.sample(texts, draw.randint(*_PARAGRAPHS))]
