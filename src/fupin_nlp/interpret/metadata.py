"""What a report says about itself: title, whose report it is, when it was given, who issued it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from fupin_nlp.clean.page import furniture_reasons
from fupin_nlp.interpret.metadata_region import Choice, Clues, choose_region
from fupin_nlp.interpret.period.dates import DateMention, PartialDate, find_dates
from fupin_nlp.lexicon.gazetteer import Division, gazetteer
from fupin_nlp.lexicon.loader import load_toml, word_list
from fupin_nlp.lexicon.patterns import Pattern, QuickPattern, alternatives, compile_pattern, compile_quick
from fupin_nlp.model.portable import Portable
from fupin_nlp.model.text import CleanText

__all__ = ["ReportMeta", "read_metadata"]

_HEAD_LINES, _TITLE_LINES, _TAIL_LINES = 40, 16, 6
_HEAD_CHARS, _TITLE_CHARS, _TAIL_CHARS = 2500, 60, 2000
_DAY_DIGITS = 8
_ENDS = ("。", "；", ";", "，", ",", "：", ":")  # of a sentence or of a form, not of a title


@dataclass(frozen=True, slots=True)
class ReportMeta(Portable):
    """What is known of a report as a whole.

    Attributes
    ----------
    title : str or None
    region, region_code : str or None
        Whose report it is, with the code valid in the year of its date; None where nothing tells or where
        several places fit.
    region_candidates : tuple of Division
        The places among which the report could not decide; one place where it could.
    date : PartialDate or None
        When it was given or published.
    issuer : str or None
        Who speaks (中共绥化市委员会).
    evidence : mapping
        Field → the words that decided.
    """

    title: str | None = None
    region: str | None = None
    region_code: str | None = None
    region_candidates: tuple[Division, ...] = ()
    date: PartialDate | None = None
    issuer: str | None = None
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), compare=False)


class _Dated(NamedTuple):
    date: PartialDate
    evidence: str


class _Words(NamedTuple):
    """Patterns made of ``metadata.toml``."""

    furniture: Pattern
    topic: Pattern
    body: Pattern
    issuer: Pattern
    signature: Pattern
    session: Pattern
    planned: Pattern
    this_year: Pattern
    review: Pattern
    numbered: Pattern
    ranged: Pattern
    label: Pattern
    long_enough: QuickPattern


@lru_cache(maxsize=1)
def _words() -> _Words:
    names = {"furniture", "topic", "body", "planned"}
    tables = load_toml("metadata.toml", {"words": lambda t: set(t) == names and all(map(word_list, t.values()))})
    lists = tables["words"]
    body = alternatives(lists["body"])
    return _Words(
        compile_pattern("furniture", alternatives(lists["furniture"])),
        compile_pattern("topic", alternatives(lists["topic"])),
        compile_pattern("body", body),
        compile_pattern("issuer", rf"(?:中共|中国共产党)?(?P<place>[\u4e00-\u9fff]{{2,15}}?){body}(?![托办任派])"),
        compile_pattern(
            "signature",
            r"\s*(?P<place>[\u4e00-\u9fff]{2,12}?[省市县区州盟旗])[\u4e00-\u9fff]{2,14}(?:局|厅|委|办|办公室|中心|委员会)\s*",
        ),
        compile_pattern("session", r"\s?在?[^\n]{0,30}?(?:人民代表大会|大会|会议|全会)"),
        compile_pattern(
            "planned",
            r"(?<!截)(?<!截止)(?<!(?:增加|提高|下降|上升|降低|减少|增长|提升|扩大|发展)(?=[到至]))"
            + alternatives(lists["planned"])
            + r"\Z",
        ),
        compile_pattern("this year", r"(?<y>(?:19|20)\d{2})年，?是[^，。\n]{0,24}(?:之年|一年|年份)"),
        compile_pattern("review", r"(?<y>(?:19|20)\d{2})年(?:度)?(?:主要)?(?:政府)?工作(?:的)?(?:回顾|总结)"),
        compile_pattern("numbered heading", r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]"),
        compile_pattern("end of a range", r"\d年?\s?[-—–~～至到]{1,2}\Z"),
        compile_pattern("label of a title", r"\A(?:标题|题目|名[ \u3000]*称|信息名称|文件名称)[ \u3000]*[:：]"),
        compile_quick("five characters", r"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){5}"),
    )


def read_metadata(clean: CleanText) -> ReportMeta:
    """Read title, region, date and issuer of a report.

    The region comes from the file name, then from the dateline, the issuer, the title and at last from the text
    (place names with 全市 or 我县, townships that lie in one county). A source that names several places which do
    not lie in one another decides nothing. The date is that of the speech, else that of the page, else that of the
    file name, else the last one in the text.

    Parameters
    ----------
    clean : CleanText
        The report in simplified characters; ``clean.raw.name`` is the path in the output.

    Examples
    --------
    >>> from fupin_nlp.model import Alignment, RawText, Span
    >>> text = "——2013年3月1日在扎兰屯市第四届人民代表大会第二次会议上"
    >>> clean = CleanText(RawText(text, "a.txt"), text, Alignment.identity(), body=(Span(0, len(text)),))
    >>> meta = read_metadata(clean)
    >>> meta.region, meta.region_code, str(meta.date)
    ('扎兰屯市', '150783', '2013-03-01')
    """
    body = clean.text[clean.body[0].start : clean.body[-1].end] if clean.body else clean.text
    head = _head(clean)
    tail = _last_lines(body)
    dates = list(find_dates("\n".join(head)))
    dated = _date(clean.raw.name, head, dates, body)
    title = _title(head) or clean.meta.get("title")
    issuer = _issuer([*head, *tail]) or clean.meta.get("issuer")
    clues = Clues(
        names=_name_parts(clean.raw.name),
        dateline=tuple(_datelines(head, dates)),
        issuer=issuer or "",
        title=title or "",
        body=body,
        year=dated.date.year if dated else None,
    )
    choice = choose_region(clues)
    evidence = {"region": choice.evidence, "date": dated.evidence if dated else "", "issuer": issuer or ""}
    return _assemble(title, issuer, dated, choice, {k: v for k, v in evidence.items() if v})


def _assemble(
    title: str | None, issuer: str | None, dated: _Dated | None, choice: Choice, evidence: dict[str, str]
) -> ReportMeta:
    place = choice.place
    return ReportMeta(
        title=title,
        region=place.name if place else None,
        region_code=place.code if place else None,
        region_candidates=choice.candidates,
        date=dated.date if dated else None,
        issuer=issuer,
        evidence=MappingProxyType(evidence),
    )


def _head(clean: CleanText) -> list[str]:
    """Return the first lines: what stands before the body, and the beginning of the body."""
    start = clean.body[0].start if clean.body else 0
    before = [line.strip() for line in _outside_furniture(clean, max(0, start - _HEAD_CHARS), start).splitlines()]
    after = [line.strip() for line in _outside_furniture(clean, start, start + _HEAD_CHARS).splitlines()]
    lines = [line for line in before if line][-_HEAD_LINES:]
    return [*lines, *[line for line in after if line][:_HEAD_LINES]]


def _last_lines(body: str) -> list[str]:
    """Return the last lines that are not blank."""
    chars = _TAIL_CHARS
    while True:
        lines = body[-chars:].splitlines()
        lines = [line for line in (lines if chars >= len(body) else lines[1:]) if line.strip()]
        if len(lines) >= _TAIL_LINES or chars >= len(body):
            return lines[-_TAIL_LINES:]
        chars *= 4


def _outside_furniture(clean: CleanText, start: int, end: int) -> str:
    """Return a stretch without what the markup of a page tells to be menus, side bars and lists of links."""
    if clean.raw.format != "html":
        return clean.text[start:end]
    reasons = furniture_reasons()
    parts = []
    for left in clean.left_out:
        if left.reason in reasons and left.start < end and left.end > start:
            parts.append(clean.text[start : max(start, left.start)])
            start = max(start, left.end)
    return "".join([*parts, clean.text[start:end]])


def _solid(line: str) -> str:
    """Return a title without the blanks that space its characters out (政 府 工 作 报 告)."""
    parts = line.split()
    return "".join(parts) if len(parts) > 3 and all(len(p) == 1 for p in parts) else line


def _title(head: list[str]) -> str | None:
    """Return the line of the head that looks most like a title; lines from the first paragraph on do not count."""
    words, places = _words(), gazetteer()
    best: tuple[int, str] | None = None
    dated = [_has_date(line) for line in head[: _TITLE_LINES + 2]]
    for i, written in enumerate(map(_solid, head[:_TITLE_LINES])):
        line = words.label.sub("", written)
        if len(line) > _TITLE_CHARS or line.endswith(_ENDS):
            if len(line) > _TITLE_CHARS and "。" in line:
                break
            continue
        if words.furniture.search(line) or words.numbered.match(line) or not words.long_enough.match(line):
            continue
        if _has_date(line) and words.session.search(line):
            continue
        follows_date = any(dated[i + 1 : i + 3])
        score = 2 * bool(places.scan(line)) + 2 * bool(words.topic.search(line)) + follows_date
        if best is None or score > best[0]:
            best = (score, _with_headline(line, head[i - 1] if i else ""))
    return best[1] if best and best[0] >= 2 else None


def _has_date(line: str) -> bool:
    return next(find_dates(line), None) is not None


def _with_headline(line: str, before: str) -> str:
    """Put the headline before a subtitle that begins with a dash; take off the dash where there is none."""
    subtitle = line.lstrip("—－-– \u3000")
    if subtitle == line:
        return line
    fits = 1 < len(before) <= _TITLE_CHARS - len(subtitle) and not _words().furniture.search(before)
    headline = fits and before[-1] not in _ENDS and not _has_date(before)
    return f"{before}——{subtitle}" if headline else subtitle


def _issuer(lines: list[str]) -> str | None:
    """Return the first body that signs or speaks: a party committee, a government, an office."""
    words, places = _words(), gazetteer()
    for line in lines:
        if "国务院" in line and "代表国务院" in line:
            return "国务院"
        if len(line) > _TITLE_CHARS:
            continue
        signed = words.signature.fullmatch(line)
        if signed and any(m.start == 0 and m.end == signed.end("place") for m in places.scan(line.strip())):
            return line.strip()
        for match in words.issuer.finditer(line) if words.body.search(line) else ():
            found = places.scan(match["place"])
            if found and found[-1].end == len(match["place"]):
                return match[0][found[0].start + match.start("place") - match.start() :] if found[0].start else match[0]
    return None


def _name_parts(name: str) -> tuple[str, ...]:
    """Return the file name without its ending, then the folders from the nearest outwards."""
    path = PurePosixPath(name.replace("!", "/").replace("\\", "/"))
    return tuple(part.replace("_", " ") for part in (path.stem, *reversed(path.parts[:-1])))


def _datelines(head: list[str], dates: list[DateMention]) -> Iterator[str]:
    """Yield the places of speech: what stands between a full date and 会议 in one line."""
    session, flat = _words().session, " ".join(head)
    for found in dates:
        if found.date.precision == "day":
            match = session.match(flat, found.end)
            if match:
                yield match[0]


def _date(name: str, head: list[str], dates: list[DateMention], body: str) -> _Dated | None:
    """Return the date from the strongest source that has one."""
    session, text, flat = _words().session, "\n".join(head), " ".join(head)
    for found in dates:
        if found.date.precision == "day" and session.match(flat, found.end):
            return _Dated(found.date, f"dateline: {text[found.start : found.end]}")
    for line in head:
        if (len(line) <= 80 or line.startswith("http")) and "。" not in line:
            day = next((d.date for d in find_dates(line) if d.date.precision == "day"), None)
            if day is not None:
                return _Dated(day, f"line of the head: {line[:80]}")
    return _date_of_name(name) or _date_of_text(body)


def _date_of_name(name: str) -> _Dated | None:
    """Return a year in the file name; long hexadecimal ids are not looked at."""
    path = PurePosixPath(name)
    for part in (path.stem, *reversed(path.parts[:-1])):
        for token in part.replace("-", "_").split("_"):
            if len(token) >= 12 and all(c in "0123456789abcdefABCDEF" for c in token):
                continue
            digits = "".join(c if c.isdecimal() and c.isascii() else " " for c in token).split()
            day = next((d for word in digits if (d := _day_of(word)) is not None), None)
            if day is not None:
                return _Dated(day, f"file name: {part}")
            years = [d for d in digits if len(d) == 4 and d[:2] in ("19", "20")]
            if years:
                return _Dated(PartialDate(int(years[0])), f"file name: {part}")
    return None


def _day_of(digits: str) -> PartialDate | None:
    """Return the day that eight digits write (20061115); None where they are no day of these two centuries."""
    if len(digits) != _DAY_DIGITS or digits[:2] not in ("19", "20"):
        return None
    try:
        return PartialDate(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _date_of_text(body: str) -> _Dated | None:
    """Return the year that the text calls its own, else the latest date that is not planned."""
    words = _words()
    latest: _Dated | None = None
    for found in find_dates(body):
        planned = words.planned.search(body[max(0, found.start - 8) : found.start]) or body[
            found.end : found.end + 2
        ].startswith(("前", "底前", "末前", "规划"))
        ranged = words.ranged.search(body[max(0, found.start - 8) : found.start])
        if not planned and not ranged and (latest is None or found.date > latest.date):
            latest = _Dated(found.date, f"text: {body[found.start : found.end]}")
    own = [int(m["y"]) for m in words.this_year.finditer(body)]
    if own and (latest is None or max(own) >= latest.date.year):
        precise = latest if latest and latest.date.year == max(own) and latest.date.month else None
        return precise or _Dated(PartialDate(max(own)), f"text: {max(own)}年是…")
    review = words.review.search(body)
    if review and (latest is None or int(review["y"]) + 1 >= latest.date.year):
        return _Dated(PartialDate(int(review["y"]) + 1), f"text: {review[0]}")
    return latest
