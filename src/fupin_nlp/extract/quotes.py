"""Short quotations and titles: the numbers in them belong to a name (“两不愁三保障”, 《…三年行动计划》)."""

from __future__ import annotations

from functools import lru_cache

from fupin_nlp.lexicon.patterns import QuickPattern, compile_quick

__all__ = ["quotations"]


@lru_cache(maxsize=1)
def _quoted() -> QuickPattern:
    # Direct speech has commas and stops and is longer than a name; 16 is the longest quoted name with a number
    # in 31 reports, punctuation left out.
    word = r"[^“”‘’「」《》\"\n。，,；;：:！!？?]"
    pairs = (("“", "”"), ("‘", "’"), ("「", "」"), ('"', '"'))
    # A motto has commas but no digits: “就业一人，脱贫一家”.
    motto = r"[^“”‘’「」《》\"\n。；;：:！!？?0-9０-９]"
    quoted = [rf"{left}{motto}{{1,16}}+{right}" for left, right in pairs]
    quoted += [rf"{left}{word}{{1,20}}+{right}" for left, right in pairs]
    return compile_quick("quotation", "|".join([*quoted, r"《[^《》\n]{1,100}+》"]))


def quotations(text: str) -> list[tuple[int, int]]:
    """Return start and end of short quotations and of titles, in order.

    Examples
    --------
    >>> quotations("落实“三保障”，他说：“去年我家收入3万元，比前年多。”")
    [(2, 7)]
    """
    return [match.span() for match in _quoted().finditer(text)]
