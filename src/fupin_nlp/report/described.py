"""What a report is of and what it says: title, region, date, body, words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fupin_nlp.interpret.metadata import ReportMeta
from fupin_nlp.lexicon.levels import levels_of
from fupin_nlp.model import CleanText, Document, RawText
from fupin_nlp.model.reporttext import ReportText
from fupin_nlp.model.token import Token
from fupin_nlp.report.damage import DamageSummary
from fupin_nlp.report.options import ReportOptions
from fupin_nlp.report.own import Lexicon
from fupin_nlp.segment import tag_of, tokenizer

__all__ = ["Described", "Reading"]


class Described:
    """What is known of a report before its figures are interpreted; `Report` and `Reading` have it."""

    raw: RawText
    clean: CleanText
    document: Document
    meta: ReportMeta
    options: ReportOptions

    @property
    def doc(self) -> str:
        """The document's name in every table."""
        return self.raw.name

    @property
    def lexicon(self) -> Lexicon:
        """What it was read with beside the knowledge of the library."""
        return self.options.lexicon

    @property
    def title(self) -> str | None:
        """The title, where one was found."""
        return self.meta.title

    @property
    def region(self) -> str | None:
        """The place whose report it is; None where nothing tells or several places fit."""
        return self.meta.region

    @property
    def region_code(self) -> str | None:
        """Six-digit code of the region, as valid in the year of the report."""
        return self.meta.region_code

    @property
    def province(self) -> str | None:
        """The province that the region is or lies in; None of the nation, and where the region is not known."""
        with self.lexicon.at_work():
            return levels_of(self.region, self.region_code, self.year).province

    @property
    def city(self) -> str | None:
        """The city (or prefecture) that the region is or lies in, where there is one."""
        with self.lexicon.at_work():
            return levels_of(self.region, self.region_code, self.year).city

    @property
    def date(self) -> str | None:
        """Date of the report, ISO, as exact as it is known (``2018-05-17``, ``2020-12``, ``2014``)."""
        return str(self.meta.date) if self.meta.date else None

    @property
    def year(self) -> int | None:
        """Year of the report's date."""
        return self.meta.date.year if self.meta.date else None

    @property
    def issuer(self) -> str | None:
        """Who speaks (中共绥化市委员会), where the head or the signature tells."""
        return self.meta.issuer

    @property
    def author(self) -> str | None:
        """Who wrote or gave it (a person, with the office where it stands there), where the page tells."""
        return self.clean.meta.get("author")

    @property
    def source(self) -> str | None:
        """Where the page says that it took the text from."""
        return self.clean.meta.get("source")

    @property
    def damage(self) -> DamageSummary:
        """What was repaired, how often and where, and the places that could not be repaired."""
        return DamageSummary(self.clean)

    def about(self) -> dict[str, Any]:
        """Return what each row of a table says of the document.

        Examples
        --------
        >>> from fupin_nlp.report import parse
        >>> parse("全县脱贫7800户。", name="略阳县_2019.txt").about()
        {'title': None, 'date': '2019', 'year': 2019, 'report_region': '略阳县'}
        """
        return {"title": self.title, "date": self.date, "year": self.year, "report_region": self.region}

    def body_text(self) -> str:
        """Return the cleaned text of the body, without what was left out."""
        return "\n".join(self.clean.text[s.start : s.end].strip("\n") for s in self.clean.body)

    def to_text(self) -> ReportText:
        """Return what clustering and comparison need of the report."""
        sentences = self.document.sentences
        return ReportText(
            doc=self.doc,
            text=self.body_text(),
            title=self.title or "",
            region=self.region,
            region_code=self.region_code,
            year=self.year,
            date=self.date,
            headings=tuple(self.document.text_of(s).strip() for s in sentences if s.heading),
            sentences=tuple(self.document.text_of(s).strip() for s in sentences if not s.heading),
        )

    def lines(self) -> Iterator[tuple[int, str]]:
        r"""Yield the sentences of the body, headings among them, without the blanks around, and where each begins.

        Positions are those of ``document.clean.text``. Nothing is yielded of what was left out.

        Examples
        --------
        >>> from fupin_nlp.report import parse
        >>> list(parse("一、成效\n脱贫3户。建成2个基地。").lines())
        [(0, '一、成效'), (5, '脱贫3户。'), (10, '建成2个基地。')]
        """
        text = self.document.clean.text
        for start, end, *_ in self.document.sentences:
            line = text[start:end]
            yield start + len(line) - len(line.lstrip()), line.strip()

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words, figures and marks of the body in text order; cut anew each time it is asked for.

        Examples
        --------
        >>> from fupin_nlp.report import parse
        >>> report = parse("2019年，全縣脫貧攻堅成效顯著。")
        >>> [(token.word, token.pos) for token in report.tokens if token.is_word]
        [('年', 'm'), ('全县', 'n'), ('脱贫攻坚', 'n'), ('成效显著', 'n')]
        >>> token = report.tokens[4]
        >>> report.raw.text[token.start:token.end]
        '脫貧攻堅'
        """
        to_raw = self.document.clean.raw_span
        found: list[Token] = []
        with self.lexicon.at_work():
            cut = tokenizer(self.options.tokenizer).cut
            for sentence, (start, line) in enumerate(self.lines()):
                at = start
                for word in cut(line):
                    if not word.isspace():
                        found.append(Token(word, tag_of(word), *to_raw(at, at + len(word)), sentence))
                    at += len(word)
        return tuple(found)


@dataclass(frozen=True)
class Reading(Described):
    """A report that was read and cleaned, and whose figures were not interpreted: what analyses of words need.

    Examples
    --------
    >>> from fupin_nlp.report import Corpus
    >>> corpus = Corpus.from_texts({"略阳县_2019": "2019年，全县脱贫7800户。"})
    >>> [(type(found).__name__, found.region, found.year) for found in corpus.readings()]
    [('Reading', '略阳县', 2019)]
    """

    raw: RawText
    clean: CleanText
    document: Document
    meta: ReportMeta
    options: ReportOptions

    def __repr__(self) -> str:
        return f"<Reading {self.doc!r}: {self.region or '?'}, {self.date or '?'}>"
