"""Documents that nobody would write, drawn by hypothesis.

Lines of the sample reports and pieces that some step looks for are put together and changed, written as one of the
formats that are read, in one of the encodings, and the bytes are changed once more.
"""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from hypothesis import strategies as st

from fupin_nlp.report.binary import same_bytes
from tests.support import office
from tests.support.damage import mojibake
from tests.support.hostile import HOSTILE
from tests.support.places import ROOT

__all__ = ["Document", "documents"]

_FOLDER = ROOT / "corpus"
_CODECS = ("utf-8", "gb18030", "gbk", "big5", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "iso2022_jp_2", "hz")
_MISREAD = (("utf-8", "gbk"), ("gbk", "latin-1"), ("gbk", "cp1252"), ("big5", "gbk"), ("utf-8", "latin-1"))
_PIECES = (
    "3户", "１２．５％", "4万多元", "三百二十", "-5%", "1/3", "3～5亩", "1,234,567.8万元", "0.00", "10^6", "二〇二〇年",
    "1e9户", "2019年12月31日", "第3期", "（一）", "1.2.3", "其中：", "分别为3、5、8户", "增长3.2个百分点", "占全省的5‰",
    "№5", "½", "㎡", "9" * 30 + "亿元", "0户", "001户", "3.户", ".5万", "1..5", "零", "〇", "两百", "廿三",
    "一千零一夜", "万元", "?640人", "經(jīng)濟", "總?cè)丝诘谋壤^", "锟斤拷", "\ufffd", "\u0000", "\u200b",
    "\u202e", "\ufeff", "\ufffe", "\U0001f600", "e\u0301", "<p>", "</td><td>", "<!--", "<script>", "&nbsp;", "&#x4e00;",
    "&#0;", "]]>", "\t", "\r", "\x0b", "\x85", "\u2028", "|---|", '"', "'", "=1+1", "@x", "\\n", "\\u4e00", "{", "[",
    "3\n5户", "青山县", "鼓楼区", "合计", "单位：万元", "目录", "附件：", "全县脱贫7800户。"
)  # fmt: skip


class Document(NamedTuple):
    """A document: its name, which tells the format, its bytes, and the format that its records are written in."""

    name: str
    data: bytes
    form: str = "jsonl"


@lru_cache(maxsize=1)
def _lines() -> tuple[str, ...]:
    """Return the lines of the sample reports that are UTF-8, each once, the shortest first."""
    found: set[str] = set()
    for path in sorted(_FOLDER.glob("*.txt")) + sorted(_FOLDER.glob("*.html")):
        try:
            found |= {line for line in path.read_bytes().decode("utf-8-sig").split("\n") if line.strip()}
        except UnicodeDecodeError:
            continue
    return tuple(sorted(found, key=lambda line: (len(line), line)))


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Draw a text: lines, pieces and characters in any order, then cut, doubled and moved."""
    piece = st.one_of(
        st.sampled_from(_lines()),
        st.sampled_from(_PIECES),
        st.sampled_from(sorted(piece for piece, _ in HOSTILE.values())),
        st.text(max_size=6),
        st.builds("{}{}".format, st.integers(0, 10**9), st.sampled_from(("万元", "户", "%", "人次", "亩"))),
    )
    ends = st.sampled_from(("", "", "\n", "\n", "，", "。", "、", " ", "\u3000", "\r\n", "\t"))
    text = "".join(a + b for a, b in draw(st.lists(st.tuples(piece, ends), max_size=24)))
    for change, first, length, own in draw(st.lists(_CHANGES, max_size=6)):
        text = change(text, first % (len(text) + 1), length, own)
    return text


def _without(text: str, at: int, length: int, _: str) -> str:
    return text[:at] + text[at + length :]


def _with(text: str, at: int, _: int, piece: str) -> str:
    return text[:at] + piece + text[at:]


def _doubled(text: str, at: int, length: int, _: str) -> str:
    return text[: at + length] + text[at:]


def _moved(text: str, at: int, length: int, _: str) -> str:
    return text[:at] + text[at + length :] + text[at : at + length]


def _repeated(text: str, at: int, length: int, piece: str) -> str:
    return text[:at] + piece * length + text[at:]


def _wrapped(text: str, _: int, length: int, __: str) -> str:
    return "\n".join(text[i : i + length + 1] for i in range(0, len(text), length + 1))


_CHANGES = st.tuples(
    st.sampled_from((_without, _with, _doubled, _moved, _repeated, _wrapped)),
    st.integers(0, 5000),
    st.integers(0, 60),
    st.sampled_from(_PIECES),
)


def _page(text: str) -> str:
    paragraphs = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n"))
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>工作报告</title></head>"
    return f"{head}<body>{paragraphs}</body></html>"


def _rows(text: str) -> list[list[str]]:
    return [line.replace("，", "\t").split("\t") for line in text.split("\n")]


def _csv(text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(_rows(text))
    return out.getvalue()


def _json(text: str) -> str:
    return json.dumps({"title": "报告", "正文": text, "pages": text.split("\n")}, ensure_ascii=False)


def _mail(text: str) -> str:
    return f"Subject: 报告\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{_page(text)}"


_DRESSES: dict[str, Callable[[str], str]] = {
    ".txt": str,
    ".html": _page,
    ".md": str,
    ".csv": _csv,
    ".xml": lambda text: f"<?xml version='1.0' encoding='utf-8'?><a><b>{html.escape(text)}</b></a>",
    ".json": _json,
    ".mht": _mail,
    "": str,
}


def _for_xml(text: str) -> str:
    """Return the text with what no office document can hold left out."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))


def _docx(text: str) -> bytes:
    return office.docx_with("".join(office.paragraph(html.escape(line)) for line in _for_xml(text).split("\n")))


def _xlsx(text: str) -> bytes:
    rows = [[cell[:100].lstrip("=") for cell in row] for row in _rows(_for_xml(text))]
    return same_bytes(io.BytesIO(office.xlsx({"表": rows})))


def _zip(text: str) -> bytes:
    half = len(text) // 2
    files = {
        "a.txt": text[:half].encode("utf-8", "replace"),
        "资料/b.html": _page(text[half:]).encode("utf-8", "replace"),
    }
    return office.zipped(files)


_PACKAGES: dict[str, Callable[[str], bytes]] = {
    ".docx": _docx,
    ".xlsx": _xlsx,
    ".zip": _zip,
    ".pdf": lambda text: office.pdf([[line for line in text.split("\n")[:12] if line.strip()]]),
    ".doc": lambda _: office.old_word(),
}


@st.composite
def documents(draw: st.DrawFn, *, packages: bool = True) -> Document:
    """Draw a document; packages (.docx, .xlsx, .zip, .pdf, .doc) only where they are wanted."""
    text = draw(_texts())
    name = draw(st.sampled_from(("a", "2019年青山县工作总结", "1")))
    if packages and draw(st.integers(0, 11)) == 0:
        suffix = draw(st.sampled_from(sorted(_PACKAGES)))
        data = _PACKAGES[suffix](text)
    else:
        suffix = draw(st.sampled_from(tuple(_DRESSES)))
        text = _DRESSES[suffix](text)
        for written, read in draw(st.lists(st.sampled_from(_MISREAD), max_size=1)):
            text = mojibake(text, written, read)
        data = text.encode(draw(st.sampled_from(_CODECS)), "ignore")
    for place, length, new in draw(st.lists(_BYTES, max_size=4)):
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    return Document(name + suffix, data, draw(st.sampled_from(_FORMS)))


# What takes most of the time is not drawn more often than it must.
_FORMS = ("jsonl",) * 9 + ("csv",) * 3 + ("xlsx", "dta")
_BYTES = st.tuples(st.integers(0, 50_000), st.integers(0, 40), st.binary(max_size=4))
