"""The title of a document, from the lines of its head."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from fupin_nlp.clean.lines import bigrams
from fupin_nlp.interpret.head import Head
from fupin_nlp.interpret.head_line import (
    TITLE_CHARS,
    has_date,
    is_byline,
    is_possible,
    is_speech,
    is_unfinished,
    tidy,
    title_patterns,
    without_marks,
)
from fupin_nlp.interpret.head_words import DASHES, head_words
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["title_of"]

_LONGEST_LINE: Final = 200  # characters, with what stands around a title
_TITLE_LINES: Final = 16
_MOST_LINES: Final = 3  # over which one title goes
_LEAST: Final = 2  # points of a line that is taken for the title
_TOLD: Final = 2  # points of what cleaning took for the title
_SEAM: Final = 3  # characters on both sides of a line break that the text has elsewhere without it
# A line of this many pairs of characters, of which the text below has no more than this share, is not of this text.
_MANY_PAIRS: Final = 8
_STRANGE: Final = 0.1
_BODY, _ENOUGH = 4000, 150  # characters that are looked at, and the fewest that tell something
_SENTENCE: Final = 30  # characters
_CRUMB: Final = 4  # characters of the last place of a page on its site that is its title
_ABOUT: Final = "关于"
_FIGURES_AND_BLANKS: Final = frozenset("0123456789 \u3000")
_CONTROL: Final = 10  # characters of a line with words of the site that is one of its controls
_ENTRY, _ENTRIES = 10, 3  # characters of an entry of a menu, and how many of them above a line make it one


@lru_cache(maxsize=1)
def _year_behind_place() -> Pattern:
    return compile_pattern("year behind a place", r"(?:19|20)\d\d年度?(?=[\u4e00-\u9fff]{4,24}\Z)")


@lru_cache(maxsize=1)
def _own_place() -> Pattern:
    return compile_pattern("own place in a title", r"[我全本][省市县区州旗镇乡村](?!民)|自治[区州县旗]")


def title_of(head: Head, told: str | None, text: str) -> str | None:
    """Return the line of the head that looks most like a title; lines from the first paragraph on do not count.

    Parameters
    ----------
    head : Head
        The head of the document.
    told : str or None
        What cleaning took for the title; it stands where no line is like one.
    text : str
        The clean text, whose words a title shares.
    """
    lines = _Lines(head, text, tidy(told) if told else "")
    found = [(-lines.score(i, line), i, line) for i in lines.range() if (line := lines.candidate(i)) is not None]
    for points, i, line in sorted(found):
        if -points >= _LEAST and (lines.stands_as_title(i) or not lines.is_strange(line)):
            return lines.whole(_with_headline(line, lines.texts[i - 1] if i else ""))
    *path, last = title_patterns().crumbs.split(told or "")
    if path and len(last) >= _CRUMB and last in lines.texts and not head_words().furniture.search(last):
        return last
    last = tidy(told) if told else ""
    if not last or not is_possible(last) or lines.is_strange(last) or lines.is_below_text(last):
        return None
    is_control = len(last) < _CONTROL and head_words().furniture.search(last) is not None
    return None if is_control and not title_patterns().ending.search(last) else last


class _Lines:
    """The first lines of a document and which of them can be its title.

    Parameters
    ----------
    head : Head
        The head of the document.
    text : str
        The clean text.
    told : str
        What cleaning took for the title, empty where it took nothing.
    """

    def __init__(self, head: Head, text: str, told: str) -> None:
        self.texts = [line.text for line in head.lines]
        self._head = head
        self._told = told
        start = head.lines[0].start if head.lines else 0
        end = head.lines[-1].start + len(head.lines[-1].text) if head.lines else 0
        self._near = "\n".join([*self.texts, text[end : max(end, start + _BODY)]])

    def range(self) -> Iterator[int]:
        """Yield the lines to look at: those before the first paragraph, and those above the line of the page."""
        patterns, stop = title_patterns(), len(self.texts)
        seen = 0
        for i, line in enumerate(self.texts):
            if patterns.salutation.match(line):
                return  # what stands behind 各位代表： are headings
            if seen == _TITLE_LINES or (len(line) > TITLE_CHARS and "。" in line) or _is_sentence(line):
                stop = i
                break
            seen += not patterns.form.search(line)
            yield i
        posted = next((i for i, line in enumerate(self.texts) if patterns.posted.search(line)), 0)
        if posted > stop:  # what stands above are notes of the site
            yield from chain(range(max(stop, posted - 2), posted))

    def is_below_text(self, line: str) -> bool:
        """Return whether a line stands behind the first paragraph, and nowhere before it."""
        first = next((i for i, other in enumerate(self.texts) if line in other), 0)
        return any(map(_is_sentence, self.texts[:first]))

    def candidate(self, i: int) -> str | None:
        """Return what is the title if a line is one; None where it cannot be."""
        if len(self.texts[i]) > _LONGEST_LINE:
            return None
        line = self._without_site(tidy(self._crumb(i) or self.joined(i)))
        if head_words().furniture.search(line) or not is_possible(line):
            return None
        if self._is_entry(i) or self._is_told_above(i):
            return None
        return line

    def _without_site(self, line: str) -> str:
        """Return a title without the site behind it, where another line is the title alone (山乡通路 – 某人的网页)."""
        behind = title_patterns().behind.search(line)
        return line[: behind.start()] if behind and line[: behind.start()] in self.texts else line

    def _crumb(self, i: int) -> str | None:
        """Return the last part of a line that tells the place of the page on its site, where another line has it."""
        *path, last = title_patterns().crumbs.split(self.texts[i])
        last = last.strip()
        known = len(path) > 1 and title_patterns().long_enough.match(last) is not None
        return last if known and any(line.endswith(last) for line in self.texts[i + 1 :]) else None

    def _is_told_above(self, i: int) -> bool:
        """Return whether this is a part of a line above: the caption of a picture (… 县长作报告 …, 县长作报告)."""
        line, furniture = self.texts[i], head_words().furniture
        return any(line in above.split() and above != line and not furniture.search(above) for above in self.texts[:i])

    def _is_entry(self, i: int) -> bool:
        """Return whether this is one of the many short lines of a menu."""
        line, following = self.texts[i], self._next(i)
        if len(line) > _ENTRY or title_patterns().ending.search(line) or len(following) > TITLE_CHARS:
            return False
        above = self.texts[max(0, i - _ENTRIES) : i]
        short = len(above) == _ENTRIES and all(len(entry) <= _ENTRY and not is_unfinished(entry) for entry in above)
        return short and not self._is_dated(i) and not any(map(has_date, above))

    def is_strange(self, line: str) -> bool:
        """Return whether the text below has next to none of the words of a line."""
        own = bigrams(line)
        rest = self._near.replace(line, "")
        if len(own) < _MANY_PAIRS or len(rest) < _ENOUGH or title_patterns().ending.search(line):
            return False
        return sum(pair in rest for pair in own) < _STRANGE * len(own)

    def score(self, i: int, line: str) -> int:
        """Return how much a line is like a title, in points."""
        words, written = head_words(), self.texts[i]
        told_by = (
            bool(words.topic.search(line))
            + bool(words.national.match(line))
            + (without_marks(written) != written or self._is_named(i))
            + self._opens_behind(i)
        )
        again = any(line in other for other in self.texts[i + 1 :])
        return (
            2 * bool(gazetteer().scan(line) or words.macro.search(line) or _own_place().search(line))
            + 2 * told_by
            + (self._is_dated(i) or again)
            + (self._is_above_page_line(i) or self._has_stamp(i))
            + bool(title_patterns().ending.search(line))
            + (title_patterns().halves.fullmatch(line) is not None)
            + self._heads_the_text(i)
            + self._ends_a_path(i, line)
            + _TOLD * self._is_told(i, line)
        )

    def _is_told(self, i: int, line: str) -> bool:
        """Return whether cleaning took a line, or the headline above it, for the title."""
        headline = self.texts[i - 1] if i and line[:1] in DASHES else ""
        return bool(self._told) and (self._told in line or self._told == headline)

    def _heads_the_text(self, i: int) -> int:
        """Return 1 for the line above the first paragraph, 1 more for the first line of all."""
        following = self._next(i)
        return (len(following) > TITLE_CHARS and "。" in following) + (i == 0)

    def _ends_a_path(self, i: int, line: str) -> bool:
        """Return whether a line above, the place of the page on its site, ends with this one (首页 >> 工作总结)."""
        crumbs = title_patterns().crumbs
        paths = (crumbs.split(above) for above in self.texts[:i] if len(above) <= _LONGEST_LINE)
        return any(len(path) > 1 and path[-1].strip() == line for path in paths)

    def _is_named(self, i: int) -> bool:
        """Return whether a label, or the place of the page on its site, tells that this is the title."""
        return title_patterns().label.match(self.texts[i]) is not None or self._crumb(i) is not None

    def stands_as_title(self, i: int) -> bool:
        """Return whether a day or the opening of a news report follows, or a mark or label tells it."""
        written = self.texts[i]
        return self._is_dated(i) or self._opens_behind(i) or without_marks(written) != written or self._is_named(i)

    def _is_dated(self, i: int) -> bool:
        """Return whether a day stands in one of the two lines behind, or at the end of the line."""
        return self._has_stamp(i) or any(map(has_date, self.texts[i + 1 : i + 3])) or self._is_above_page_line(i)

    def _is_above_page_line(self, i: int) -> bool:
        """Return whether the next line tells when the page was posted, and where it is from."""
        following = self._next(i)
        return (
            title_patterns().page_line.match(following) is not None
            or title_patterns().posted.search(following) is not None
        )

    def _has_stamp(self, i: int) -> bool:
        return title_patterns().stamp.search(self.texts[i]) is not None

    def _opens_behind(self, i: int) -> bool:
        """Return whether a news report opens in one of the two lines behind (本报讯 …)."""
        opening = self._head.opening
        return opening is not None and any(
            without_marks(line).startswith(opening.text.strip()) for line in self.texts[i + 1 : i + 3]
        )

    def joined(self, i: int) -> str:
        """Return a line with the next ones where a title goes over them (…关于 / 促进就业的意见)."""
        patterns = title_patterns()
        line = patterns.cells.sub("", self.texts[i])
        if len(line) > TITLE_CHARS or is_unfinished(line) or patterns.form.search(line) or patterns.window.search(line):
            return self.texts[i]
        whole = line
        for n in range(1, _MOST_LINES + 1):
            if i + n >= len(self.texts):
                break
            following = _closed(patterns.cells.sub("", self.texts[i + n]))
            if not self._goes_on(whole, following):
                break
            whole += following
            if patterns.ending.search(whole) and not self._goes_on_seam(whole, self._next(i + n)):
                return whole
        return whole if whole != line and patterns.ending.search(whole) else self.texts[i]

    def _next(self, i: int) -> str:
        return self.texts[i + 1] if i + 1 < len(self.texts) else ""

    def _goes_on(self, line: str, following: str) -> bool:
        """Return whether the next line belongs to a title that is not at its end."""
        patterns = title_patterns()
        if not following or patterns.numbered.match(following) or patterns.rest.fullmatch(following) is None:
            return False
        if has_date(following) and is_speech(following):
            return False
        if self._goes_on_seam(line, following):
            return True
        if following.startswith(_ABOUT) and patterns.congress.match(line):
            return True
        if patterns.ending.search(line):
            return False
        if patterns.opens.match(line) is not None or patterns.goes_on.fullmatch(following) is not None:
            return True
        return _names_place_and_year(line) and _is_rest_of_name(following)

    def _goes_on_seam(self, line: str, following: str) -> bool:
        """Return whether the text has elsewhere, in one line, what stands on both sides of the break."""
        seam = line[-_SEAM:] + following[:_SEAM]
        return len(seam) == 2 * _SEAM and seam in self._near

    def whole(self, title: str) -> str:
        """Return the longer line of the head that has the title in it, with who issued it; else the title."""
        for line in self.texts[:_TITLE_LINES]:
            if title not in line or len(line) > _LONGEST_LINE:
                continue
            longer = tidy(line)
            before = longer.removesuffix(title)
            if before != longer and before and is_possible(longer) and title_patterns().body.search(before):
                return longer
        return title


def _is_sentence(line: str) -> bool:
    """Return whether a line is a paragraph of one sentence or two (…会议，54名代表出席。)."""
    return len(line) >= _SENTENCE and line.endswith("。") and "，" in line


def _names_place_and_year(line: str) -> bool:
    """Return whether a line begins as the name of a yearly document of a place does (略阳县2017年涉农资金)."""
    places = gazetteer().scan(line)
    return bool(places) and places[0].start == 0 and _year_behind_place().match(line, places[0].end) is not None


def _is_rest_of_name(line: str) -> bool:
    """Return whether a line is the end of the name of a document: no place, no figure and no blank in it."""
    ends = title_patterns().ending.search(line)
    whole = ends is not None and ends.start() > 1 and not _FIGURES_AND_BLANKS.intersection(line)
    return whole and not line.startswith(_ABOUT) and not gazetteer().scan(line)


def _closed(line: str) -> str:
    """Return the end of a title without the blanks between its characters (报 告)."""
    parts = line.split()
    return "".join(parts) if all(len(part) == 1 for part in parts) else line


def _with_headline(line: str, before: str) -> str:
    """Put the headline before a subtitle that begins with a dash; take off the dash where there is none."""
    subtitle = line.lstrip(DASHES + " \u3000")
    if subtitle == line:
        return line
    fits = 1 < len(before) <= TITLE_CHARS - len(subtitle) and not head_words().furniture.search(before)
    headline = fits and not is_unfinished(before) and not has_date(before) and not is_byline(before)
    return f"{without_marks(before)}——{subtitle}" if headline else subtitle
