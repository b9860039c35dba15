"""Text read in the wrong encoding, whole and in part, is read again; other writing is left alone."""

from __future__ import annotations

import json

import pytest
from tests.clean.test_round_trip import TRADITIONAL, truth_of

from fupin_nlp.clean import clean
from fupin_nlp.ingest import find_sources, read_file
from fupin_nlp.ingest.likeness import chinese_share
from fupin_nlp.model import RawText

SIMPLIFIED = truth_of(TRADITIONAL)
KINDS = {
    "utf8-as-gbk": ("utf-8", "gbk", SIMPLIFIED),
    "utf8-as-gb18030": ("utf-8", "gb18030", SIMPLIFIED),
    "gbk-as-latin1": ("gbk", "latin-1", SIMPLIFIED),
    "gbk-as-cp1252": ("gbk", "cp1252", SIMPLIFIED),
    "utf8-as-latin1": ("utf-8", "latin-1", SIMPLIFIED),
    "big5-as-gbk": ("big5", "gbk", TRADITIONAL),
    "gbk-as-big5": ("gbk", "big5", SIMPLIFIED),
}


def spoil(text: str, written: str, read: str) -> str:
    return text.encode(written, "ignore").decode(read, "replace")


def lost(text: str) -> float:
    return text.count("\ufffd") / len(text)


@pytest.mark.parametrize("kind", KINDS)
def test_whole_document(kind):
    written, read, text = KINDS[kind]
    spoilt = "\n".join(spoil(line, written, read) for line in text.split("\n"))
    cleaned = clean(RawText(spoilt))
    expected = SIMPLIFIED
    wrong = sum(
        a != b for a, b in zip(cleaned.text.split("\n"), expected.split("\n"), strict=True) if "\ufffd" not in a
    )
    assert wrong == 0
    if "\ufffd" not in spoilt:
        assert cleaned.text == expected
    # what the wrong decoder threw away is reported, place by place
    assert cleaned.text.count("\ufffd") == sum(
        d.end - d.start for d in cleaned.damage if d.kind == "replacement_character"
    )


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "big5-as-gbk"])
def test_one_line_of_a_document(kind):
    written, read, text = KINDS[kind]
    lines = text.split("\n")
    spoilt = [*lines[:2], spoil(lines[2], written, read), *lines[3:]]
    cleaned = clean(RawText("\n".join(spoilt)))
    assert cleaned.text.split("\n")[3:] == lines[3:]
    assert cleaned.text.split("\n")[:2] == lines[:2]
    if "\ufffd" not in spoilt[2]:
        assert cleaned.text == text


def test_double_utf8():
    line = SIMPLIFIED.split("\n")[1]
    once = line.encode("utf-8").decode("latin-1")
    assert clean(RawText(once.encode("utf-8").decode("latin-1"))).text == line


def test_numbers_keep_their_exact_place():
    raw = RawText(spoil(SIMPLIFIED.split("\n")[1], "gbk", "latin-1"))
    cleaned = clean(raw)
    at = cleaned.text.index("2600")
    start, end = cleaned.raw_span(at, at + 4)
    assert raw.text[start:end] == "2600"


@pytest.mark.parametrize(
    "text",
    [
        "Le conseil régional a versé 300 000 € à l'école élémentaire où s'étaient inscrits 120 élèves — très bien.",
        "Größe, Übermaß, Änderung, Straße: 5,6 % mehr; ÄÖÜäöüß",
        "Ñandú, pingüino, ¿qué?, ¡olé!, año, señor, corazón",
        "Часть населения вышла из бедности в 2014 году.",
        "日本の経済は過去十年間で大きく変化した。",
        "한국의 경제는 지난 10년간 크게 변화하였다.",
        "魑魅魍魎、饕餮、齟齬、鱷魚、麒麟、鸚鵡、髑髏、齷齪、鷦鷯、鳳凰、囹圄、耄耋",
        "饕餮纹、貔貅、獬豸、魍魉、螭吻、狴犴、睚眦、嘲风",
    ],
)
def test_other_writing_is_left_alone(text):
    cleaned = clean(RawText(text))
    assert [e for e in cleaned.edits if e.step == "mojibake"] == []


def test_the_threshold_lies_between_right_and_wrong_lines(eval_dir):
    right: list[float] = []
    wrong: list[float] = []
    for source in find_sources([eval_dir / "reports" / "provincial_2026"]):
        lines = [line for line in read_file(source.path).text.split("\n") if len(line) >= 15 and line[0] > "\u3000"]
        right += map(chinese_share, lines)
        for written, read, _ in KINDS.values():
            wrong += (chinese_share(spoil(line, written, read)) for line in lines[:20] if written != "big5")
    assert min(right) > 0.8
    assert sorted(wrong)[int(len(wrong) * 0.999)] < 0.5


def test_no_mojibake_is_found_in_the_suite_of_ftfy(eval_dir):
    text = (eval_dir / "suites" / "ftfy.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in text.split("\n") if line]
    whole = [row["input"] for row in rows if row["input"] == row["expected"]["fixed"]]
    assert len(whole) > 20
    for text in whole:
        assert [e.step for e in clean(RawText(text)).edits if e.step not in ("width", "script")] == []


def test_a_line_with_lost_bytes_is_read_between_them():
    line = SIMPLIFIED.split("\n")[1]
    spoilt = spoil(line, "utf-8", "gbk")
    assert "\ufffd" in spoilt
    cleaned = clean(RawText(spoilt))
    assert {e.step for e in cleaned.edits} == {"mojibake"}
    kept = set(cleaned.text) - {"\ufffd"}
    assert kept <= set(line)
    assert len(cleaned.text.replace("\ufffd", "")) > 0.6 * len(line)
    places = [at for at, char in enumerate(cleaned.text) if char == "\ufffd"]
    assert all(any(d.start <= at < d.end for d in cleaned.damage) for at in places)


def test_a_line_that_cannot_be_read_again_is_named_and_left_as_it_is():
    line = spoil(TRADITIONAL.split("\n")[1], "big5", "gbk")
    cleaned = clean(RawText(f"今年以来，全县发展产业。\n{line}\n新修公路87公里。"))
    start = cleaned.text.index(line)
    assert any((d.kind, d.start, d.end) == ("mojibake", start, start + len(line)) for d in cleaned.damage)
    assert cleaned.edits == ()


def test_notes_are_no_mojibake():
    """Letters with accents between characters that nobody touched are not evidence for another encoding."""
    text = "新(xīn)增(zēng)產(chǎn)業(yè)項(xiàng)目(mù)，擴(kuò)大(dà)規(guī)模(mó)，發(fā)展(zhǎn)經(jīng)濟(jì)。"
    assert "mojibake" not in {e.step for e in clean(RawText(text)).edits}
