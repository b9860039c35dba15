"""Text of documents made safe to stand in a picture, in HTML and in a script element.

Everything that comes from a document passes through one of these functions. A report may hold script tags, quotes or
direction marks that turn the text around them; none of it may act in the reader's browser.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = ["HIDDEN", "escape", "script_json", "visible"]

_DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# Tab, line feed and carriage return lay out the text and stay.
_CONTROL = tuple(c for c in range(0x20) if c not in (0x09, 0x0A, 0x0D))

# One character becomes one character: positions in the shown text stay positions in the text.
HIDDEN: Mapping[int, str] = MappingProxyType(
    dict.fromkeys((*_DIRECTION, 0xFEFF, 0x2028, 0x2029, *range(0x80, 0xA0)), "□")
    | {c: chr(0x2400 + c) for c in _CONTROL}
    | {0x7F: "␡"}
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
)


@lru_cache(maxsize=1)
def _unsafe_in_script() -> Pattern:
    hidden = "".join(chr(c) for c in (*_DIRECTION, 0xFEFF, 0x2028, 0x2029))
    return compile_pattern("unsafe in script", rf"[<>&{hidden}\u007f-\u009f\ud800-\udfff]", verbose=False)


def visible(text: str) -> str:
    r"""Return the text with direction marks, control characters and lone surrogates made visible.

    Tabs and line breaks are left alone; the length does not change.

    Examples
    --------
    >>> visible("投入\u202e12万元\x00")
    '投入□12万元␀'
    """
    return text.translate(HIDDEN)


def escape(text: object) -> str:
    """Return the text safe for an element's content and for a quoted attribute; None gives an empty text.

    Examples
    --------
    >>> escape('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return "" if text is None else html.escape(visible(str(text)), quote=True)


def script_json(data: Any) -> str:
    r"""Return JSON that may stand inside a script element.

    ``<``, ``>`` and ``&`` are written as escapes, so neither ``</script`` nor ``<!--`` can end the element, and so
    are line separators, direction marks, control characters and lone surrogates. Read back, the data is unchanged.

    Raises
    ------
    ValueError
        If the data holds NaN or an infinity, which JSON does not know.

    Examples
    --------
    >>> script_json({"doc": "</script>"})
    '{"doc":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _unsafe_in_script().sub(lambda m: f"\\u{ord(m[0]):04x}", text)
