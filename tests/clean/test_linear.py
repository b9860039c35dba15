"""Time grows with the length of the text, whatever the text is."""

from __future__ import annotations

import time

import pytest

from fupin_nlp.clean import clean
from fupin_nlp.model import RawText

HOSTILE = {
    "parens": ("(", "txt"),
    "notes": ("經(jīng)", "txt"),
    "shifted notes": ("人?cè)", "txt"),
    "shifted run": ("總?cè)丝诘谋壤貧", "txt"),
    "digits and spaces": ("1 ", "txt"),
    "commas": (",,。", "txt"),
    "list heads": ("其他文献\n", "txt"),
    "list heads and cut lines": ("其他文献\n" + "甲" * 45 + "\n" + "乙" * 45 + "。\n", "txt"),
    "open tags": ("<a ", "html"),
    "open comments": ("<!--", "html"),
    "open scripts": ("<script>", "html"),
    "open character data": ("<![CDATA[", "xml"),
    "quotes in tags": ("<a b='", "html"),
    "doctypes": ("<!DOCTYPE [", "xml"),
    "entities": ("&amp;", "html"),
    "carriage returns": ("\r", "txt"),
    "menus": ("首页 新闻 ", "txt"),
    "repeated line": ("今年以来，全县扶持合作社，发放贷款，带动农户稳定增收，取得了明显成效。\n", "txt"),
    "mojibake": ("鍏ㄥ競鑴辫传", "txt"),
    "traditional": ("經濟著乾", "txt"),
}


def seconds(piece: str, form: str, length: int) -> float:
    text = piece * (length // len(piece))
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        clean(RawText(text, format=form))
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_takes_about_four_times_as_long(name):
    piece, form = HOSTILE[name]
    seconds(piece, form, 2_000)  # tables are loaded on first use
    short, long = seconds(piece, form, 10_000), seconds(piece, form, 40_000)
    # Quadratic time would be 16 times as long; what takes no time at all is not judged by its ratio.
    assert long < max(9 * short, 0.05)
