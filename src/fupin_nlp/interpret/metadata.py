"""What a report says about itself: title, whose report it is, when it was given, who issued it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from fupin_nlp.clean.characters import simplified_of
from fupin_nlp.clean.page import WINDOW
from fupin_nlp.interpret.head import Head, congress_of, masthead_of, publisher_of, read_head
from fupin_nlp.interpret.head_issuer import government_spoken_for, issuer_of
from fupin_nlp.interpret.head_line import without_marks
from fupin_nlp.interpret.head_title import title_of
from fupin_nlp.interpret.metadata_clues import BodyClues, Choice
from fupin_nlp.interpret.metadata_date import Dated, date_of
from fupin_nlp.interpret.metadata_region import Clues, choose_region
from fupin_nlp.interpret.report_meta import HeadPart, ReportMeta
from fupin_nlp.model.text import CleanText

__all__ = ["HeadPart", "ReportMeta", "read_metadata"]

_WINDOW_CHARS: Final = 4000  # of the page, in which its heading stands
_SITE_BEHIND: Final = "-_|—–｜"


def read_metadata(clean: CleanText) -> ReportMeta:
    """Read title, region, date and issuer of a report.

    The order in which clues of the region count is the table in `fupin_nlp.interpret.metadata_region`, that of the
    date is told in `fupin_nlp.interpret.metadata_date.date_of`. A clue that names several places which do not lie in
    one another decides nothing.

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
    head = read_head(clean)
    title = title_of(head, clean.meta.get("title") or _window_title(clean), clean.text)
    issuer = issuer_of(head, title, clean.meta.get("issuer"))
    name = clean.raw.name.translate(_simplified())
    dated = date_of(name, head, title, body)
    year = dated.date.year if dated else None
    choice = choose_region(_clues(name, head, title, issuer, body, year))
    issuer = issuer or government_spoken_for(head, choice.place.name if choice.place else None)
    evidence = {"region": choice.evidence, "date": dated.evidence if dated else "", "issuer": issuer or ""}
    return _assemble(title, issuer, dated, choice, head, {k: v for k, v in evidence.items() if v})


def _window_title(clean: CleanText) -> str | None:
    """Return the title of a page's window less the name of the site, where another line of the page has just that."""
    window = next((left for left in clean.left_out if left.reason == WINDOW), None)
    if window is None:
        return None
    written = clean.text[window.start : window.end].strip()
    lines = {line.strip() for line in clean.text[window.end : window.end + _WINDOW_CHARS].splitlines()}
    ends = (i for i, c in enumerate(written) if c in _SITE_BEHIND)
    return next((t for t in (written[:i].strip() for i in (*ends, len(written))) if t and t in lines), None)


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    return {ord(traditional): simple for traditional, simple in simplified_of().items()}


def _clues(name: str, head: Head, title: str | None, issuer: str | None, body: str, year: int | None) -> Clues:
    return Clues(
        names=_name_parts(name),
        speeches=tuple(words for _, words, _ in head.speeches) or congress_of(head),
        issuer=issuer or "",
        title=title or "",
        body=BodyClues(body, head.opening, title or "", year),
        masthead=masthead_of(head),
        publisher=publisher_of(head),
    )


def _assemble(
    title: str | None, issuer: str | None, dated: Dated | None, choice: Choice, head: Head, evidence: dict[str, str]
) -> ReportMeta:
    place = choice.place
    return ReportMeta(
        title=title,
        region=place.name if place else None,
        region_code=(place.code or None) if place else None,
        region_candidates=choice.candidates,
        date=dated.date if dated else None,
        issuer=issuer,
        evidence=MappingProxyType(evidence),
        head=head.parts,
    )


def _name_parts(name: str) -> tuple[str, ...]:
    """Return the file name without its ending, then the folders from the nearest outwards."""
    path = PurePosixPath(name.replace("!", "/").replace("\\", "/"))
    return tuple(without_marks(part.replace("_", " ")) for part in (path.stem, *reversed(path.parts[:-1])))
