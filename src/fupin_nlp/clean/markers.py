"""Characters that wrong decoding makes of the most frequent Chinese ones and that Chinese text hardly has."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from fupin_nlp.clean.characters import frequency, only_traditional, simplified_of

__all__ = ["markers"]

_RARE: Final = 30  # occurrences in a million


@lru_cache(maxsize=1)
def markers() -> frozenset[str]:
    """Return the characters that wrong decoding makes of frequent ones and that are rare themselves.

    Examples
    --------
    >>> "鐨" in markers(), "的" in markers()
    (True, False)
    """
    common = [char for char, _ in zip(frequency(), range(400), strict=False)] + list("，。、；：（）“”")
    frequent = set(common)
    traditional = [t for t, s in sorted(simplified_of().items()) if s in frequent]
    found: set[str] = set()
    for written, read, chars in (
        ("utf-8", "gbk", [a + b for a, b in pairwise(common)]),
        ("big5", "gbk", common + traditional),
        ("gbk", "big5", common),
        ("gbk", "latin-1", common),
        ("utf-8", "cp1252", common),
    ):
        for char in chars:
            found.update(char.encode(written, "ignore").decode(read, "ignore"))
    return frozenset(
        c
        for c in found
        if not c.isascii()
        and (("\u3400" <= c <= "\u9fff" and _rarity(c) < _RARE) or "\x80" <= c <= "\u02ff" or "\ue000" <= c <= "\uf8ff")
        and c not in "·×÷°±§\xa0"
    )


def _rarity(char: str) -> int:
    # A traditional character is as frequent as its simplified form.
    return frequency().get(simplified_of().get(char, char) if char in only_traditional() else char, 0)
