"""The head and the tail of a document as a grammar: which lines and openings are what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from fupin_nlp.clean.page import furniture_reasons
from fupin_nlp.interpret.head_line import title_patterns, without_hashes
from fupin_nlp.interpret.head_run_in import parted, signature_of
from fupin_nlp.interpret.head_words import DASHES, head_words
from fupin_nlp.interpret.period.dates import PartialDate, find_dates
from fupin_nlp.interpret.report_meta import HeadPart
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import Pattern
from fupin_nlp.model.text import CleanText

__all__ = [
    "EPOCH",
    "Head",
    "HeadLine",
    "Opening",
    "congress_of",
    "masthead_of",
    "name_behind",
    "only_date",
    "publisher_of",
    "read_head",
    "solid",
]

_HEAD_LINES, _TAIL_LINES, _BEHIND_LINES = 40, 6, 12
_HEAD_CHARS, _TAIL_CHARS = 2500, 2000
_BEFORE_APPENDIX = 30_000  # characters in which a signature before the appendices is looked for
_LONGEST_PAGE_LINE = 80
_LONGEST_OPENING = 40
_MONTHS = 12
_TWO_DIGITS = 2
_LINK_MARKS = " \u3000[【<《·•-"
EPOCH = PartialDate(1970, 1, 1)  # of a page whose program knew no date
_LABEL_ENDS = "：: |　"
_BRACKETS = "[［【"
_WEEKDAY = "星期"
_UNREAD = "?？\ufffd"  # what stands for blanks that could not be decoded
_BEFORE_SPEECH = frozenset({"", " ", "（", "(", "于", "："} | set(DASHES))
_YEAR_BEGINS = "12一二"


class HeadLine(NamedTuple):
    """A line of the head or tail that is not blank, without outer space."""

    start: int
    text: str


class Opening(NamedTuple):
    """How a news report opens: 新华社西安11月1日电（记者…）."""

    place: str
    month_and_day: str
    text: str


class Head(NamedTuple):
    """The lines around a document's body and what was read in them.

    Attributes
    ----------
    lines, tail : tuple of HeadLine
        The first lines, from before the body into it, and the last ones.
    parts : tuple of HeadPart
        What is no running text, in text order.
    opening : Opening or None
        That of a news report.
    speeches : tuple
        Dates and places of speech: (date, words behind it).
    page_date, signature_date : tuple or None
        Date of the line of a page, of a line at the end: (date, the line).
    number : tuple or None
        Year and text of the document's number.
    """

    lines: tuple[HeadLine, ...]
    tail: tuple[HeadLine, ...]
    parts: tuple[HeadPart, ...]
    opening: Opening | None
    speeches: tuple[tuple[PartialDate, str, str], ...]
    page_date: tuple[PartialDate, str] | None
    signature_date: tuple[PartialDate, str] | None
    number: tuple[int, str] | None


def solid(line: str) -> str:
    """Return a title without the blanks that space its characters out (政 府 工 作 报 告)."""
    parts = line.split()
    return "".join(parts) if len(parts) > 3 and all(len(p) == 1 for p in parts) else line


def read_head(clean: CleanText) -> Head:
    r"""Read the head and the tail of a document.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, RawText, Span
    >>> text = "山乡新貌\n新华社西安11月1日电（记者某某）陕西省新建公路12公里。"
    >>> clean = CleanText(RawText(text), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> head = read_head(clean)
    >>> head.opening.place, [text[p.start : p.end] for p in head.parts]
    ('西安', ['新华社西安11月1日电（记者某某）'])
    """
    lines = _above_links(_head_lines(clean))
    tail = _above_links(_tail_lines(clean), in_text=True)
    if tail and (signed_in := signature_of(tail[-1].text)) is not None:
        end = tail[-1].start + len(tail[-1].text)
        tail = (*tail, *(HeadLine(end, part) for part in signed_in))
    if all(only_date(line.text) is None for line in tail):
        tail = (*tail, *_signature_before_appendix(clean))
    parts: list[HeadPart] = []
    opening: Opening | None = None
    for line in lines:
        column = head_words().column.match(line.text) if line.text[0] in _BRACKETS else None
        at = column.end() if column else 0
        if at:
            parts.append(HeadPart(line.start, line.start + at, "column"))
        opened = _match_opening(line.text, at)
        if opened is not None:
            parts.append(HeadPart(line.start + at, line.start + opened[1], "newspaper"))
            opening = opening or opened[0]
        if len(line.text) <= _LONGEST_PAGE_LINE and "。" not in line.text:
            parts += _part_of(line)
    signed = next(((d, line) for line in reversed(tail) if (d := only_date(line.text)) is not None), None)
    if signed:
        parts.append(HeadPart(signed[1].start, signed[1].start + len(signed[1].text), "signature"))
    lines = tuple(part for line in lines for part in _parts_of(line))
    page = _page_date(clean, lines)
    return Head(
        lines,
        tail,
        tuple(sorted(dict.fromkeys(parts))),
        opening,
        tuple(_speeches(lines)),
        page,
        (signed[0], signed[1].text) if signed else None,
        _number(lines),
    )


def _above_links(lines: list[HeadLine], in_text: bool = False) -> tuple[HeadLine, ...]:
    """Return the lines above the links to other pages below the text (相关文章, 上一篇：…)."""
    for i, line in enumerate(lines):
        in_text = in_text or (len(line.text) > _LONGEST_OPENING and "。" in line.text)
        if in_text and line.text.lstrip(_LINK_MARKS).startswith(head_words().links):
            return tuple(lines[:i])
    return tuple(lines)


def _parts_of(line: HeadLine) -> Iterator[HeadLine]:
    """Yield the lines of a page that was run together, without the blanks that space characters out."""
    text, at = solid(line.text), 0
    for part in parted(text):
        at = max(at, text.find(part, at))
        yield HeadLine(line.start + at, part)
        at += len(part)


def congress_of(head: Head) -> tuple[str, ...]:
    """Return the line that tells before whose congress somebody speaks, where no day stands in front of it."""
    found = (head_words().congress.match(line.text) for line in head.lines if len(line.text) <= _LONGEST_PAGE_LINE)
    return tuple(match[0] for match in found if match)[:1]


def masthead_of(head: Head) -> str:
    """Return the paper or site from which a page says to be (来源：今日云坪); empty where it says nothing."""
    return name_behind(head_words().source, (line.text for line in (*head.lines, *head.tail)))


def publisher_of(head: Head) -> str:
    """Return the name behind the label of who published a page (发布机构：略阳); empty where there is none."""
    lines = (line.text for line in head.lines if len(line.text) <= _LONGEST_PAGE_LINE)
    return name_behind(head_words().publisher, lines)


def name_behind(label: Pattern, lines: Iterable[str]) -> str:
    """Return the name behind the first label that a line has; empty where none has it."""
    return next((match["name"] for line in lines if (match := label.search(line))), "")


def _lines_of(text: str, start: int) -> Iterator[HeadLine]:
    for line in text.splitlines(keepends=True):
        stripped = line.strip().lstrip(_UNREAD).lstrip()
        if stripped.startswith("#"):
            stripped = without_hashes(stripped)
        if stripped:
            yield HeadLine(start + line.find(stripped), stripped)
        start += len(line)


def _head_lines(clean: CleanText) -> list[HeadLine]:
    """Return the first lines: what stands before the body, and the beginning of the body."""
    start = clean.body[0].start if clean.body else 0
    before = [
        line
        for s, e in _outside_furniture(clean, max(0, start - _HEAD_CHARS), start)
        for line in _lines_of(clean.text[s:e], s)
    ]
    after = [
        line
        for s, e in _outside_furniture(clean, start, min(len(clean.text), start + _HEAD_CHARS))
        for line in _lines_of(clean.text[s:e], s)
    ]
    return [*before[-_HEAD_LINES:], *after[:_HEAD_LINES]]


def _outside_furniture(clean: CleanText, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a stretch without what the markup of a page tells to be menus, side bars and lists of links."""
    if clean.raw.format == "html":
        reasons = furniture_reasons()
        for left in clean.left_out:
            if left.reason in reasons and left.start < end and left.end > start:
                if left.start > start:
                    yield start, left.start
                start = max(start, left.end)
    if start < end:
        yield start, end


def _tail_lines(clean: CleanText) -> list[HeadLine]:
    """Return the last lines of the body that are not blank, and the signature behind it."""
    first = clean.body[0].start if clean.body else 0
    last = clean.body[-1].end if clean.body else len(clean.text)
    signature = _signature_behind(clean, last)
    chars = _TAIL_CHARS
    while True:
        start = max(first, last - chars)
        lines = list(_lines_of(clean.text[start:last], start))
        whole = lines if start == first else lines[1:]
        if len(whole) >= _TAIL_LINES or start == first:
            return [*whole[-_TAIL_LINES:], *signature]
        chars *= 4


def _signature_behind(clean: CleanText, end: int) -> list[HeadLine]:
    """Return the lines of a body and a day below it that cleaning took from the end of the text."""
    lines = list(_lines_of(clean.text[end : end + _TAIL_CHARS], end))[:_BEHIND_LINES]
    for above, line in pairwise(lines):
        if only_date(line.text) is not None and head_words().signature.fullmatch(above.text):
            return [above, line]
    return []


def _signature_before_appendix(clean: CleanText) -> tuple[HeadLine, ...]:
    """Return the lines of a body and a day that stand before the appendices of a document (附件)."""
    if "附" not in clean.text and "此件" not in clean.text:
        return ()
    for found in head_words().appended.finditer(clean.text, 0, _BEFORE_APPENDIX):
        if only_date(found["day"]) is not None:
            body = HeadLine(found.start("body"), found["body"].strip())
            return (body, HeadLine(found.start("day"), found["day"].strip()))
    return ()


def _part_of(line: HeadLine) -> list[HeadPart]:
    """Return what a short line is, if it is no running text."""
    words, start, text = head_words(), line.start, line.text
    kind = ""
    if words.number.fullmatch(text):
        kind = "number"
    elif only_date(text) is not None:
        kind = "date"
    elif text[0] in DASHES + "（" or text[0].isdecimal():
        date = next(find_dates(text), None)
        if date is not None and date.start <= 4 and words.session.match(text, date.end):
            kind = "speech"
    return [HeadPart(start, start + len(text), kind)] if kind else []


def _match_opening(text: str, at: int) -> tuple[Opening, int] | None:
    """Return how a news report opens at a position, and where that ends."""
    start = text[at : at + _LONGEST_OPENING]
    if "报导" in text[:_LONGEST_OPENING]:
        reported = head_words().reported.search(text[:_LONGEST_OPENING])
        return (Opening(_taiwanese(reported["place"]), "", reported[0]), max(at, reported.end())) if reported else None
    if "电" not in start and "讯" not in start and "消息" not in start:
        return None
    match = head_words().opening.match(text, at)
    if match is None or not (match["paper"] or match["date"]):
        return None
    place = match["place"] or ""
    if place and not any(m.start == 0 and m.end == len(place) for m in gazetteer().scan(place)):
        return None  # 本报告期内用电…
    return Opening(match["place"] or "", match["date"] or "", match[0]), match.end()


def _taiwanese(place: str) -> str:
    """Return the full name of a county or city of Taiwan (云林: 云林县); the name as written if it is none."""
    return next((place + kind for kind in ("", "县", "市") if gazetteer().find(place + kind)), place)


def only_date(text: str) -> PartialDate | None:
    """Return the day that a line tells and nothing else, in brackets or not, with or without the time of day."""
    inner = text.strip("（()） 　")
    if not inner[:1] or inner[0] not in _YEAR_BEGINS:
        return None
    found = next(find_dates(inner), None)
    if found is None or found.start or found.date.precision != "day":
        return None
    rest = inner[found.end :].strip()
    return found.date if not rest.strip("0123456789:： ") else None


def _page_date(clean: CleanText, lines: tuple[HeadLine, ...]) -> tuple[PartialDate, str] | None:
    """Return the day of the first short line that has one, else that of the line that cleaning took for the date."""
    told_elsewhere = any(title_patterns().posted.search(line.text) for line in lines)
    for line in lines:
        text = line.text
        if told_elsewhere and _WEEKDAY in text:
            continue  # the day of the visit
        if (len(text) <= _LONGEST_PAGE_LINE or text.startswith("http")) and "。" not in text:
            if any(word in text for word in head_words().banners):
                continue
            days = (d for d in find_dates(text) if d.date.precision == "day" and d.date != EPOCH)
            day = next((d for d in days if not text[: d.start].rstrip(_LABEL_ENDS).endswith(head_words().terms)), None)
            if day is not None and not head_words().session.match(text, day.end):
                return day.date, text[:_LONGEST_PAGE_LINE]
        apart = head_words().yearless.fullmatch(text)
        if apart is not None and (date := _day_of(int(apart["y"]), int(apart["m"]), int(apart["d"]))) is not None:
            return date, text
        numeric = head_words().day_first.fullmatch(text)
        if (
            numeric is not None
            and (date := _day_first(numeric["a"], numeric["b"], numeric["y"], dotted=numeric["mark"] == "."))
            is not None
        ):
            return date, text
    told = clean.meta.get("date_line", "")
    of_visit = any(word in told for word in head_words().banners)
    day = next((d for d in find_dates("" if of_visit else told) if d.date.precision == "day"), None)
    return (day.date, told[:_LONGEST_PAGE_LINE]) if day is not None else None


def _day_first(first: str, second: str, year: str, dotted: bool) -> PartialDate | None:
    """Return the day of 17/11/2021 or 05.06.2021; only the year where day and month cannot be told apart (5/6/2021).

    Sites that write dots and two digits each, and the year last, write the day first.
    """
    a, b = int(first), int(second)
    if min(a, b) > _MONTHS:
        return None
    if b > _MONTHS:
        return _day_of(int(year), a, b)
    if a > _MONTHS or (dotted and len(first) == len(second) == _TWO_DIGITS):
        return _day_of(int(year), b, a)
    return PartialDate(int(year))


def _day_of(year: int, month: int, day: int) -> PartialDate | None:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def _speeches(lines: tuple[HeadLine, ...]) -> Iterator[tuple[PartialDate, str, str]]:
    """Yield the days and places of speech: a day, and what stands between it and 会议 in one line."""
    if not any("会" in line.text for line in lines):
        return
    session, flat = head_words().session, " ".join([line.text for line in lines])
    for found in find_dates(flat):
        if found.date.precision == "day":
            match = session.match(flat, found.end)
            if match and _is_head_of_speech(flat, found.start) and next(find_dates(match[0]), None) is None:
                yield found.date, match[0], flat[found.start : found.end]


def _is_head_of_speech(text: str, start: int) -> bool:
    """Return whether a date opens a line or a clause (not: 2013年3月9日，总书记在参加…会议…时)."""
    before = text[:start].rstrip(_UNREAD)
    if len(before) < start:
        return before[-1:] in ("", " ")
    return text[max(0, start - 1) : start] in _BEFORE_SPEECH


def _number(lines: tuple[HeadLine, ...]) -> tuple[int, str] | None:
    for line in lines:
        match = head_words().number.fullmatch(line.text)
        if match:
            return int(match["y"]), line.text
    return None
