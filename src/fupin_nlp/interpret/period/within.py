"""Which period words in the clause of a quantity date it, say per what it is, or what it is compared with."""

from __future__ import annotations

from fupin_nlp.interpret.period.grammar import PeriodMention
from fupin_nlp.interpret.period.mentions import CARRY, Mentions
from fupin_nlp.interpret.period.patterns import SHORTEST_STATEMENT, announced, arrival, new_statement, same_rate

__all__ = ["Within"]


class Within:
    """The words of clauses, as they stand to the quantities there.

    Parameters
    ----------
    text : str
        The clean text.
    mentions : Mentions
        Its period words.
    """

    def __init__(self, text: str, mentions: Mentions) -> None:
        self._text = text
        self._mentions = mentions

    def dates(self, mention: PeriodMention, within: list[PeriodMention], quantity: tuple[int, int]) -> bool:
        """Return whether words of its clause date a quantity, and not what it started from or is compared with."""
        start, end = quantity
        if mention.kind == "distributive":
            # 每人每年5000元 says per what; 每年5000元 says when as well.
            touches = any(m.kind == "per" and m.end == mention.start for m in within)
            return not (touches and (mention.end == start or same_rate().fullmatch(self._text, mention.end, start)))
        if mention.kind not in CARRY:
            return False
        if self._text.startswith("的", mention.end) and mention.end + 1 == start and "倍" in self._text[start:end]:
            return False  # 是2014年的1.9倍
        departs = self._text[max(0, mention.start - 1) : mention.start] in ("由", "从")
        return not (departs and arrival().search(self._text, mention.end, start))

    def is_rate(self, within: list[PeriodMention], quantity: tuple[int, int]) -> bool:
        """Return whether a quantity is an amount of money for each (每亩补助500元)."""
        last = self.last(within, "per", quantity[0])
        return last is not None and last.text.startswith("每") and "元" in self._text[slice(*quantity)]

    def noted(self, end: int) -> list[PeriodMention]:
        """Return the words in brackets directly behind a quantity: 5.2万元（2020年）, but not 7%（可比价）."""
        if not self._text.startswith(("（", "("), end):
            return []
        noted = self._mentions.between(end + 1, end + 2)
        return [m for m in noted if m.kind in CARRY and self._text.startswith(("）", ")"), m.end)]

    def announced(self, end: int) -> list[PeriodMention]:
        """Return the words of a verb behind a quantity: 2万个单位将在未来三年内落成."""
        hit = announced().match(self._text, end)
        return [m for m in self._mentions.between(hit.end(), hit.end() + 1) if m.kind in CARRY] if hit else []

    def reaches(self, mention: PeriodMention, quantity: int) -> bool:
        """Return whether no other statement stands between 年均 and the quantity."""
        return quantity - mention.end < SHORTEST_STATEMENT or not new_statement().search(
            self._text, mention.end, quantity
        )

    def per(self, within: list[PeriodMention], quantity: int) -> str | None:
        """Return 年均, 户均, 每人每月 …: the last such words, with those that touch them."""
        words = [m for m in within if m.kind in ("per", "distributive")]
        if not words or not self.reaches(words[-1], quantity):
            return None
        text, start = words[-1].text, words[-1].start
        for mention in reversed(words[:-1]):
            if mention.end != start:
                break
            text, start = mention.text + text, mention.start
        return text

    def last(self, within: list[PeriodMention], kind: str, quantity: int) -> PeriodMention | None:
        """Return the last words of a kind that no other statement divides from the quantity."""
        for mention in reversed(within):
            if mention.kind == kind and self.reaches(mention, quantity):
                return mention
        return None
