"""Words that say nothing of the subject of a policy text."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from fupin_nlp.errors import OptionError
from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["STOP_LISTS", "stop_list"]

STOP_LISTS: Final = ("function", "report")
_CLOSED: Final = ("function", "units")
_GROUPS: Final = (*_CLOSED, "report", "vague")


def _is_group(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"words"} and word_list(value["words"])


@lru_cache(maxsize=len(STOP_LISTS))
def stop_list(name: str) -> frozenset[str]:
    """Return a shipped list of stop words.

    Parameters
    ----------
    name : {"function", "report"}
        ``function``: words of closed classes (的, 以及, 我们, 万元); ``report``: these, and what all policy reports say
        whatever they are about (推进, 加快, 重要).

    Raises
    ------
    OptionError
        If there is no list of the name.

    Examples
    --------
    >>> "的" in stop_list("function"), "推进" in stop_list("function"), "推进" in stop_list("report")
    (True, False, True)
    """
    if name not in STOP_LISTS:
        raise OptionError(f"there is no list of stop words {name!r}; choose among {', '.join(STOP_LISTS)}")
    data = load_toml("stopwords.toml", dict.fromkeys(_GROUPS, _is_group))
    groups = _GROUPS if name == "report" else _CLOSED
    return frozenset(word for group in groups for word in data[group]["words"])
