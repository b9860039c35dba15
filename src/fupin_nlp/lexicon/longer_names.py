"""Names of indicators that are a modifier inside the name of another one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.indicators import indicators

__all__ = ["longer_names"]


@by_lexicon()
def longer_names() -> Mapping[str, tuple[str, ...]]:
    """Return name → the longer names that hold it before their head, which is last in Chinese.

    Where the longer one stands in a clause, the shorter one is not what is counted there.

    Examples
    --------
    >>> "单位地区生产总值能耗" in longer_names()["地区生产总值"], "人均地区生产总值" in longer_names()["地区生产总值"]
    (True, False)
    """
    names = {surface for indicator in indicators() for surface in indicator.surfaces}
    longer: dict[str, list[str]] = {}
    for name in sorted(names):
        # What brackets add is another word for the same (地区生产总值(GDP)).
        inside = {name[i:j] for i in range(len(name)) for j in range(i + 1, len(name)) if name[j] not in "(（"}
        for short in inside & names:
            longer.setdefault(short, []).append(name)
    return MappingProxyType({short: tuple(found) for short, found in longer.items()})
