"""What a text is that nothing has told the format of: a page, marks of a forum or of Markdown, JSON, or plain text."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import regex

from fupin_nlp.lexicon.loader import load_toml, word_list

__all__ = ["MARKUP_KEYS", "nature_of"]

MARKUP_KEYS: Final = ("dropped", "block", "cell", "inline", "phrasing", "bbcode")
_BREAKS: Final = regex.compile(r"<(?:br|hr)\b[^<>]{0,80}+>", regex.VERSION1 | regex.IGNORECASE)
_LEAST_BREAKS: Final = 2
_XML: Final = regex.compile(r"\s*+<\?xml[^<>]{0,200}+\?>", regex.VERSION1)
_DOCTYPE: Final = regex.compile(r"\s*+<(?:!doctype\s++html|html)\b", regex.VERSION1 | regex.IGNORECASE)
_CLOSING: Final = regex.compile(r"</([A-Za-z][A-Za-z0-9]{0,15})\s*+>", regex.VERSION1)
_OF_FORUM: Final = regex.compile(r"\[/([A-Za-z][A-Za-z0-9]{0,11})\]", regex.VERSION1)
# What opens and closes stands beside words: 李**说 and 138**12 mask something.
_STRONG: Final = regex.compile(
    r"(?<![\d*])\*\*(?=[^\s*，。；、：！？])[^*\n]{1,300}+(?<![\s*])\*\*(?!\*)|(?<=\d)\*\*(?=[^\s*\d，。；、：！？])[^*\n]{1,300}+(?<![\s*])\*\*(?![*\d])",
    regex.VERSION1,
)
_DIVIDERS: Final = regex.compile(
    r"^[ \t]*+\|[^\n]++\n[ \t]*+\|?+[ \t]*+:?+-{2,}+:?+[ \t]*+\|[ \t:|-]*+$", regex.VERSION1 | regex.MULTILINE
)
_HEADS: Final = regex.compile(r"^\#{1,6}[ \t]++\S", regex.VERSION1 | regex.MULTILINE)
_LINKS: Final = regex.compile(r"\[[^\[\]\n]{1,300}+\]\(https?://[^()\s]{1,500}+\)", regex.VERSION1)
_LEAST_HEADS: Final = 2
_LEAST_LINKS: Final = 2
_JSON: Final = regex.compile(r'\s*+(?:\{\s*+"(?:[^"\\\n]|\\.){1,200}+"\s*+:|\[\s*+(?:\{|"))', regex.VERSION1)


@lru_cache(maxsize=1)
def _elements() -> tuple[frozenset[str], frozenset[str]]:
    data = load_toml("markup.toml", dict.fromkeys(MARKUP_KEYS, word_list))
    return (
        frozenset(name for key in ("dropped", "block", "cell", "phrasing") for name in data[key]),
        frozenset(data["bbcode"]),
    )


def nature_of(text: str) -> str:
    """Return what a text is by what stands in it: ``html``, ``xml``, ``json``, ``bbcode``, ``md`` or ``txt``.

    A tag counts only where one of its name opens and another closes; a mark of Markdown where it is one beyond doubt.

    Examples
    --------
    >>> [nature_of(t) for t in ("<p>脱贫<b>345</b>人。</p>", "投入[b]12[/b]万元", "投入**12**万元", "2<3，a>b")]
    ['html', 'bbcode', 'md', 'txt']
    """
    if "<" in text:
        if _XML.match(text) and "<html" not in text[:1024].lower():
            return "xml"
        if _DOCTYPE.match(text) or _has_pair(text, _CLOSING, "<", _elements()[0]):
            return "html"
        if sum(1 for _ in zip(_BREAKS.finditer(text), range(_LEAST_BREAKS), strict=False)) >= _LEAST_BREAKS:
            return "html"
    if _JSON.match(text):
        return "json" if _is_json(text) else "txt"
    if "[/" in text and _has_pair(text, _OF_FORUM, "[", _elements()[1]):
        return "bbcode"
    return "md" if _is_markdown(text) else "txt"


def _has_pair(text: str, closing: regex.Pattern[str], bracket: str, names: frozenset[str]) -> bool:
    """Whether an element of one of these names is opened and closed."""
    tried = set()
    for found in closing.finditer(text):
        name = found[1].lower()
        if name not in names or name in tried:
            continue
        tried.add(name)
        head = text.lower() if found[1] != name else text
        at = head.find(bracket + name, 0, found.start())
        if at >= 0 and head[at + 1 + len(name) : at + 2 + len(name)] in set("> \t\r\n/]="):
            return True
    return False


def _is_json(text: str) -> bool:
    """Whether a text is JSON, or JSON Lines, and no report that begins with a brace."""
    import json

    for part in (text, *text.lstrip().splitlines()[:1]):
        try:
            return isinstance(json.loads(part), (dict, list))
        except (ValueError, RecursionError):
            continue
    return False


def _is_markdown(text: str) -> bool:
    if "**" in text and _STRONG.search(text):
        return True
    if "|" in text and "--" in text and _DIVIDERS.search(text):
        return True
    if "](http" in text and sum(1 for _ in _LINKS.finditer(text)) >= _LEAST_LINKS:
        return True
    return "# " in text and sum(1 for _ in _HEADS.finditer(text)) >= _LEAST_HEADS
