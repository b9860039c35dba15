"""When a report was given or published: its sources from the strongest to the weakest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from fupin_nlp.interpret.head import EPOCH, Head, only_date
from fupin_nlp.interpret.head_line import ADDRESSED, above_salutation
from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.period.dates import DateMention, PartialDate, find_dates
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["Dated", "date_of"]

_DAY_DIGITS: Final = 8
_HASH_DIGITS: Final = 12
_STATEMENT: Final = 800  # characters in which a text says what it reports on
_YEAR_LINES: Final = 10
_AT_ONCE: Final = 24  # characters of a line before its first day
_COMPARED: Final = ("比", "较", "相当于", "同比")
_SINCE: Final = ("从", "自")
_UNTIL: Final = ("截至", "截止")
_REVIEW_AND_PLAN: Final = 2  # years
_BRACKETS: Final = "（("
_ABOVE: Final = 2  # lines above the salutation
_UNDER: Final = 3  # lines under the title
_GOES_ON: Final = ("，", ",", "起", "前", "以", "至")  # behind a day in running text
_CLAUSE_ENDS: Final = "，。；"
_SUMMARY: Final = "总结"
_LATER: Final = 2  # a page so many years younger than the year of the title is a copy of an old report


class Dated(NamedTuple):
    """A date and what told it."""

    date: PartialDate
    evidence: str


class _Patterns(NamedTuple):
    this_year: Pattern
    review: Pattern
    ranged: Pattern
    title_year: Pattern
    in_force: Pattern
    since: Pattern
    plan: Pattern
    base: Pattern
    year_alone: Pattern
    statement: Pattern
    hour: Pattern
    delivered: Pattern
    own_day: Pattern
    cited: Pattern
    headed_plan: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    return _Patterns(
        this_year=compile_pattern("this year", r"(?<y>(?:19|20)\d{2})年，?是[^，。\n]{0,24}(?:之年|一年|年份)"),
        review=compile_pattern("review", r"(?<y>(?:19|20)\d{2})年(?:度)?(?:主要)?(?:政府)?工作(?:的)?回顾"),
        ranged=compile_pattern("end of a range", r"\d年?\s?[-—–~～至到]{1,2}\Z"),
        title_year=compile_pattern(
            "year of a title",
            r"(?<![\d\-—–~～至到])(?<y>(?:19|20)\d{2})年?(?:度|上半年|下半年|第?[一二三四1-4]季度)?"
            r"(?![\d\-—–~～至到以前底末]|年[以前底末至到\-—–~～])",
        ),
        in_force=compile_pattern("comes into force", r"(?:起|日起)(?:施行|实施|执行|生效|正式|全面)?"),
        since=compile_pattern("since then", r"(?:起|开始)|[^，。；\n]{0,16}?(?:算起|以来|至今|到现在)"),
        base=compile_pattern("since then, or times as much", r"以来|的[\d.]{1,6}倍"),
        plan=compile_pattern(
            "plan in the clause",
            r"(?:将(?![^，。；\n]{0,12}(?:列为|作为|确定为))|拟|计划|力争|预计|确保|目标|争取)[^，。；\n]{0,12}\Z",
        ),
        hour=compile_pattern("hour behind a day", r"\s*\d{1,2}[:：]\d\d"),
        delivered=compile_pattern(
            "day before a salutation in one line",
            rf"(?P<day>(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)\s{{0,3}}(?:[\u4e00-\u9fff×*]{{2,4}}\s{{0,3}})?[）)]?\s{{0,3}}{ADDRESSED}\s?[：:]",
        ),
        own_day=compile_pattern(
            "day under a title",
            r"[（(]?\s?(?P<day>(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)(?:\s?[）)]\s*\Z|\s*\Z|\s+(?=[今按根为在]))",
        ),
        headed_plan=compile_pattern("plan of a year as a thing", r"度?(?:工作)?计划(?=\s|[。，；、：）)]|\Z)"),
        cited=compile_pattern("year of a paper that a text cites", r"[〔［\[](?P<y>20\d\d)[〕］\]]\s?\d{1,4}\s?号"),
        year_alone=compile_pattern("a year alone", r"(?:19|20)\d{2}年?"),
        statement=compile_pattern(
            "what a text reports on",
            r"现[将把就]?(?<![\d\-—–~～至到])(?P<y>(?:19|20)\d{2})年[^。；\n]{0,24}?(?:总结|汇报|报告|通报|情况)如下",
        ),
    )


def date_of(name: str, head: Head, title: str | None, body: str) -> Dated | None:
    """Return the date from the strongest source that has one.

    The order: the line of the speech; a day just above the salutation; the day of the signature; a day under the title
    where that of the page stands above it; the year of a title that names a yearly document, or of a text on a site of
    sample papers, where the page is at least two years younger (a copy); the day of the page, with which a dateline
    without its year agrees; the year in the number of the document; the year of the title; the file name; a line that
    is a year and nothing else; the text.
    """
    if head.speeches:
        date, _, written = head.speeches[0]
        return Dated(date, f"dateline: {written}")
    delivered = _day_of_delivery(head)
    if delivered:
        return delivered
    if head.signature_date and not _is_page_line(head):
        return Dated(head.signature_date[0], f"signature: {head.signature_date[1]}")
    titled = _date_of_title(title or "") or _date_of_statement(body)
    page = head.page_date
    if page:
        own = _day_under_title(head, title, page[1])
        if own:
            return own
        copied = titled or _date_of_sample(head, body)
        if copied and page[0].year - copied.date.year >= _LATER:
            return copied
        return Dated(page[0], f"line of the head: {page[1]}")
    told = _date_of_name(name)
    if head.number and not (titled and titled.date.year > head.number[0]):
        return Dated(PartialDate(head.number[0]), f"number of the document: {head.number[1]}")
    if titled and not (told and told.date.year == titled.date.year and told.date.month):
        return _not_before_cited(titled, body)
    return _with_dateline(told, head) if told else _year_line(head) or _date_of_text(body, head)


def _day_of_delivery(head: Head) -> Dated | None:
    """Return the day in brackets that stands above the salutation, with at most the speaker between them."""
    for above in above_salutation([line.text for line in head.lines], _ABOVE):
        day = only_date(above) if above[0] in _BRACKETS else None
        if day is not None:
            return Dated(day, f"line of the head: {above}")
    for line in head.lines:
        found = _patterns().delivered.search(line.text)
        if found is not None:
            return Dated(next(find_dates(found["day"])).date, f"line of the head: {found[0]}")
    return None


def _day_under_title(head: Head, title: str | None, page_line: str) -> Dated | None:
    """Return the day that stands under the title, where the day of the page is told by another line above it."""
    texts = [line.text for line in head.lines]
    at = next((i for i, text in enumerate(texts) if title and text == title), None)
    if at is None or not any(page_line in text for text in texts[:at]):
        return None
    for text, following in pairwise([*texts[at + 1 : at + 2 + _UNDER], ""]):
        found = _patterns().own_day.match(text)
        if found is not None and not following.startswith(_GOES_ON):
            day = next(find_dates(found["day"]))
            return Dated(day.date, f"line of the head: {found['day']}")
    return None


def _date_of_sample(head: Head, body: str) -> Dated | None:
    """Return the year that a text tells on a site of sample papers, which posts papers of former years."""
    around = (line.text for line in head.lines[:_YEAR_LINES])
    if not any(word in text for text in around for word in head_words().samples):
        return None
    own = body.replace(head.page_date[1], "") if head.page_date else body
    told = _date_of_text(own, head)
    return Dated(PartialDate(told.date.year), told.evidence) if told else None


def _is_page_line(head: Head) -> bool:
    """Return whether the last line with a day is the date of the page, which stands in the head as well."""
    page, signed = head.page_date, head.signature_date
    return page is not None and signed is not None and page[1] == signed[1]


def _year_line(head: Head) -> Dated | None:
    """Return the year that a line of the head tells and nothing else; of a chronicle, which has many, the last."""
    alone = [i for i, line in enumerate(head.lines) if _patterns().year_alone.fullmatch(line.text)]
    if not alone or alone[0] >= _YEAR_LINES:
        return None
    line = max((head.lines[i] for i in alone), key=lambda line: line.text[:4])
    return Dated(PartialDate(int(line.text[:4])), f"line of the head: {line.text}")


def _date_of_title(title: str) -> Dated | None:
    """Return the year of a document that is of a year (2008年政府工作报告, 2023年度统计公报)."""
    if not head_words().dated.search(title):
        return None
    years = sorted({int(m["y"]) for m in _patterns().title_year.finditer(title)})
    if len(years) == _REVIEW_AND_PLAN and years[1] == years[0] + 1:  # 2020年工作总结及2021年工作计划
        years = years[:1] if _SUMMARY in title else years[1:]
    return Dated(PartialDate(years[0]), f"title: {title}") if len(years) == 1 else None


def _date_of_statement(body: str) -> Dated | None:
    """Return the year that a text says it reports on (现将2010年1至6月工作总结如下)."""
    found = _patterns().statement.search(body[:_STATEMENT])
    return Dated(PartialDate(int(found["y"])), f"text: {found[0]}") if found else None


def _with_dateline(told: Dated, head: Head) -> Dated:
    """Add month and day of the dateline to the year that the file name tells (本报太原1月4日讯)."""
    if told.date.month or head.opening is None or not head.opening.month_and_day:
        return told
    day = next(find_dates(f"{told.date.year}年{head.opening.month_and_day.rpartition('年')[2]}"), None)
    return Dated(day.date, f"{told.evidence}, dateline: {head.opening.text}") if day else told


def _date_of_name(name: str) -> Dated | None:
    """Return a day or year in the file name or its folders; long hexadecimal ids are not looked at."""
    path = PurePosixPath(name)
    for part in (path.stem, *reversed(path.parts[:-1])):
        day = next((d.date for d in find_dates(part) if d.date.precision == "day"), None)
        if day is not None:
            return Dated(day, f"file name: {part}")
        for token in part.replace("-", "_").split("_"):
            if len(token) >= _HASH_DIGITS and all(c in "0123456789abcdefABCDEF" for c in token):
                continue
            digits = "".join(c if c.isdecimal() and c.isascii() else " " for c in token).split()
            whole = next((d for word in digits if (d := _day_of(word)) is not None), None)
            if whole is not None:
                return Dated(whole, f"file name: {part}")
            years = [d for d in digits if len(d) == 4 and d[:2] in ("19", "20")]
            if years:
                return Dated(PartialDate(int(years[0])), f"file name: {part}")
    return None


def _day_of(digits: str) -> PartialDate | None:
    """Return the day that eight digits write (20061115); None where they are no day of these two centuries."""
    if len(digits) != _DAY_DIGITS or digits[:2] not in ("19", "20"):
        return None
    try:
        return PartialDate(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _past_dates(body: str) -> Iterator[DateMention]:
    """Yield the dates of a text that neither a plan nor a range nor the coming into force of a rule names.

    Nor one since when something is told (从1998年算起, 2008年以来), nor the base of a comparison (是2007年的2.1倍).
    """
    words, patterns = head_words(), _patterns()
    for found in find_dates(body):
        before = body[max(0, found.start - 16) : found.start]
        behind = body[found.end : found.end + 4]
        planned = words.planned.search(before[-8:]) is not None or behind.startswith(words.ahead)
        if (
            planned
            or patterns.headed_plan.match(body, found.end)
            or patterns.ranged.search(before[-8:])
            or patterns.plan.search(before)
        ):
            continue
        if before.endswith(_SINCE) and patterns.since.match(body, found.end):
            continue
        if before.endswith(_COMPARED) or patterns.base.match(body, found.end):
            continue
        if not patterns.in_force.match(behind) and found.date != EPOCH:
            yield found


def _dates_the_text(body: str, found: DateMention) -> bool:
    """Return whether a date is that of the text, and not only of something that it tells.

    It is behind 截至, as a day at the beginning of a line, in brackets behind its heading or before an hour, and as a
    line of its own.
    """
    line = body.rfind("\n", 0, found.start) + 1
    before = body[line : found.start]
    bracketed = before[-1:] in ("（", "(") and body[found.end : found.end + 1] in ("）", ")")
    headed = bracketed and found.date.precision == "day" and not any(mark in before for mark in _CLAUSE_ENDS)
    at_once = found.date.precision == "day" and found.start - line < _AT_ONCE
    stamp = _patterns().hour.match(body, found.end) is not None
    alone = not body[line : found.start].strip() and body[found.end : found.end + 1] in ("", "\n")
    return at_once or stamp or alone or headed or body.startswith(_UNTIL, max(0, found.start - 2))


def _date_of_text(body: str, head: Head) -> Dated | None:
    """Return the year that the text calls its own, else the latest date that is not planned.

    News tell of the past: in 985 of 2,500 news items whose date was taken away something like a date was found, and
    its year was that of the item in 26 %; of the years that they call their own it was in 83 %. So only those, and a
    day with which they open, date a text that opens as news do.
    """
    patterns = _patterns()
    latest: Dated | None = None
    first_line = _end_of_opening_line(body, head.opening.text) if head.opening is not None else len(body)
    for found in _past_dates(body):
        if head.opening is not None and not (found.start < first_line and _is_of_the_news(body, found)):
            continue
        day = found.date if _dates_the_text(body, found) else PartialDate(found.date.year)
        if latest is None or day > latest.date:
            latest = Dated(day, f"text: {body[found.start : found.end]}")
    latest = _not_before_cited(latest, body) if latest is not None and head.opening is None else latest
    own = [int(m["y"]) for m in patterns.this_year.finditer(body)]
    if own and (latest is None or max(own) >= latest.date.year):
        precise = latest if latest and latest.date.year == max(own) and latest.date.month else None
        return precise or Dated(PartialDate(max(own)), f"text: {max(own)}年是…")
    review = patterns.review.search(body)
    if review and (latest is None or int(review["y"]) + 1 >= latest.date.year):
        return Dated(PartialDate(int(review["y"]) + 1), f"text: {review[0]}")
    return latest


def _not_before_cited(dated: Dated, body: str) -> Dated:
    """Return a date, or the year after it where the text cites a paper of that year (…〔2019〕9号)."""
    cited = max((int(m["y"]) for m in _patterns().cited.finditer(body)), default=0)
    return Dated(PartialDate(cited), f"text: a paper of {cited} is cited") if cited == dated.date.year + 1 else dated


def _is_of_the_news(body: str, found: DateMention) -> bool:
    return _dates_the_text(body, found) and not body.startswith(_UNTIL, max(0, found.start - 2))


def _end_of_opening_line(body: str, opening: str) -> int:
    end = body.find("\n", max(0, body.find(opening)) + len(opening))
    return len(body) if end < 0 else end
