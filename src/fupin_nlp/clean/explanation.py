"""What was done to a document, for a reader: a summary line for each step, then every edit with its place."""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import regex

from fupin_nlp.clean.unread import figures_left_out
from fupin_nlp.model import CleanText, Edit

__all__ = ["STEP_NOTES", "Places", "explain", "summarise"]

STEP_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "escapes": "characters written out in ASCII put back",
        "markup": "tags taken out, entities resolved",
        "mojibake": "text read again in the right encoding",
        "invisible": "invisible and written-out characters",
        "doubled": "characters drawn two or three times",
        "twins": "look-alikes to the usual character",
        "indents": "paragraphs in one line parted",
        "pages": "page numbers taken out of lines",
        "wraps": "broken lines joined",
        "byteshift": "shifted bytes put back",
        "notes": "pinyin notes taken out",
        "punctuation": "inserted commas taken out",
        "width": "full width to half width",
        "numbers": "spaces inside numbers closed",
        "script": "traditional to simplified",
    }
)
_AROUND = 8  # characters shown before and behind an edit
_LONGEST = 40  # characters of a piece that are shown, half of them from either end
_MANY = 3  # equal edits, from this number on, share one line with all their places
_WIDTH = 110
_LINE_END = regex.compile(r"\r\n|[\n\r\f\v\u2028\u2029\x85]", regex.VERSION1)
_SIGNS = {"\n": "⏎", "\r": "␍", "\t": "⇥", "\f": "␌", "\u00a0": "⍽", "\u3000": "␣␣"}
_UNSEEN = regex.compile(r"[\p{C}\p{Zl}\p{Zp}\u00a0\u3000]", regex.VERSION1)


class Places:
    r"""Line and column of positions in a text, both counted from 1; columns count code points.

    Examples
    --------
    >>> Places("甲\n乙丙").of(3)
    '2:2'
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]

    def of(self, position: int) -> str:
        """Return ``line:column`` of a position."""
        line = bisect_right(self._starts, position)
        return f"{line}:{position - self._starts[line - 1] + 1}"


def explain(cleaned: CleanText) -> list[str]:
    r"""Return what was done to a document, line by line.

    First a summary: one line for each step that changed something, one for what is damaged still, one for the body.
    Then every edit, damaged place and left-out part: ``line:column`` in the raw text, the raw characters with some
    before and behind, between ⟦ and ⟧ what was changed → what it became, and the reason. Edits that do the same, three
    and more, share one line, which gives all their places.

    Parameters
    ----------
    cleaned : CleanText
        What `clean` gave.

    Returns
    -------
    list of str
        Lines without line ends; control characters are shown by signs (⏎ ⇥ ␍) or code points.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.model import RawText
    >>> print(*explain(clean(RawText("產(chǎn)業(yè)投入2 000萬元", "a.txt"))), sep="\n")
    a.txt: 21 characters, 10 when cleaned
      notes           2 edits    pinyin notes taken out
      numbers         1 edit     spaces inside numbers closed
      script          2 edits    traditional to simplified
      body            10 of 10 characters
    <BLANKLINE>
    notes, 2 edits: pinyin notes taken out
      1:2      產⟦(chǎn) → ⟧業(yè)投入2   chǎn is a reading of 產
      1:9      產(chǎn)業⟦(yè) → ⟧投入2 000萬   yè is a reading of 業
    <BLANKLINE>
    numbers, 1 edit: spaces inside numbers closed
      1:16     業(yè)投入2⟦␣ → ⟧000萬元   space inside the number '2 000'
    <BLANKLINE>
    script, 2 edits: traditional to simplified
      1:1      ⟦產(chǎn)業 → 产业⟧(yè)投入2    traditional
      1:20     )投入2 000⟦萬 → 万⟧元   traditional
    """
    lines = summarise(cleaned)
    places = Places(cleaned.raw.text)
    steps: dict[str, list[Edit]] = defaultdict(list)
    for edit in cleaned.edits:
        steps[edit.step].append(edit)
    for step, edits in steps.items():
        lines += ["", f"{step}, {_count(len(edits), 'edit')}: {STEP_NOTES[step]}"]
        lines += _edits(cleaned.raw.text, edits, places)
    if cleaned.damage:
        lines += ["", f"damage, {_count(len(cleaned.damage), 'place')}: what could not be repaired"]
        lines += _damage(cleaned, places)
    if cleaned.left_out:
        lines += ["", f"left out, {_count(len(cleaned.left_out), 'part')}: what is not the report"]
        lines += _left_out(cleaned, places)
    return lines


def summarise(cleaned: CleanText) -> list[str]:
    r"""Return the summary that `explain` begins with: what was done, how often; what is damaged, kept and left out.

    Examples
    --------
    >>> from fupin_nlp.clean import clean
    >>> from fupin_nlp.model import RawText
    >>> print(*summarise(clean(RawText("增长3。5%", "a.txt"))), sep="\n")
    a.txt: 6 characters, 6 when cleaned
      nothing was changed
      damage          1 place    broken_number 1
      body            6 of 6 characters
    """
    counts: dict[str, int] = defaultdict(int)
    for edit in cleaned.edits:
        counts[edit.step] += 1
    lines = [f"{cleaned.raw.name}: {len(cleaned.raw.text):,} characters, {len(cleaned.text):,} when cleaned"]
    lines += [f"  {step:<12}{_count(count, 'edit', 5)}  {STEP_NOTES[step]}" for step, count in counts.items()]
    if not counts:
        lines.append("  nothing was changed")
    if cleaned.damage:
        kinds: dict[str, int] = defaultdict(int)
        for damage in cleaned.damage:
            kinds[damage.kind] += 1
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        lines.append(f"  {'damage':<12}{_count(len(cleaned.damage), 'place', 5)}  {told}")
    kept = sum(span.end - span.start for span in cleaned.body)
    out = f"; {_count(len(cleaned.left_out), 'part')} left out" if cleaned.left_out else ""
    lines.append(f"  {'body':<16}{kept:,} of {len(cleaned.text):,} characters{out}")
    unread = figures_left_out(cleaned)
    if unread:
        told = ", ".join(f"{reason} {count}" for reason, count in sorted(unread.items()))
        lines.append(f"  {'not read':<12}{_count(sum(unread.values()), 'figure', 5)}  {told}")
    return lines


def _count(number: int, noun: str, width: int = 0) -> str:
    """Return a number with its noun, in a column where a width is given."""
    text = f"{number:>{width},} {noun}" + ("" if number == 1 else "s")
    return f"{text:<{width + 8}}" if width else text


def _edits(text: str, edits: Sequence[Edit], places: Places) -> Iterator[str]:
    same: dict[tuple[str, str, str], list[Edit]] = defaultdict(list)
    for edit in edits:
        same[edit.before, edit.after, edit.reason].append(edit)
    for edit in edits:
        group = same[edit.before, edit.after, edit.reason]
        if len(group) < _MANY:
            yield f"  {places.of(edit.start):<8} {_in_context(text, edit)}   {edit.reason}"
        elif group[0] is edit:
            yield f"  {places.of(edit.start):<8} {_in_context(text, edit)}   {edit.reason}; {len(group)} times, at"
            at = " ".join(places.of(e.start) for e in group)
            yield from textwrap.wrap(at, _WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 11)


def _in_context(text: str, edit: Edit) -> str:
    before = _visible(text[max(0, edit.start - _AROUND) : edit.start])
    behind = _visible(text[edit.end : edit.end + _AROUND])
    return f"{before}⟦{_short(text[edit.start : edit.end])} → {_short(edit.after)}⟧{behind}"


def _damage(cleaned: CleanText, places: Places) -> Iterator[str]:
    text = cleaned.raw.text
    for damage in cleaned.damage:
        start, end = cleaned.raw_span(damage.start, damage.end)
        around = f"{_visible(text[max(0, start - _AROUND) : start])}⟦{_short(text[start:end])}⟧"
        around += _visible(text[end : end + _AROUND])
        options = f"; possible: {' '.join(damage.candidates)}" if damage.candidates else ""
        yield f"  {places.of(start):<8} {around}   {damage.kind}: {damage.note}{options}"


def _left_out(cleaned: CleanText, places: Places) -> Iterator[str]:
    for part in cleaned.left_out:
        start = cleaned.raw_span(part.start, part.end).start
        content = " ".join(cleaned.text[part.start : part.end].split())
        size = _count(part.end - part.start, "character")
        yield f"  {places.of(start):<8} {part.reason}, {size}: {_short(content)}"


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return _visible(text) if text.strip(" ") else "␣" * len(text)
    half = _LONGEST // 2
    return f"{_visible(text[:half])} … {_visible(text[-half:])}"


def _visible(text: str) -> str:
    """Return a text with signs for what cannot be seen."""
    return _UNSEEN.sub(lambda found: _SIGNS.get(found[0]) or f"<{ord(found[0]):04X}>", text)
