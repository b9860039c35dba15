"""Data of documents made safe to stand in a script element; `fupin_nlp.model.safe` does it for HTML."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from fupin_nlp.lexicon.patterns import Pattern, compile_pattern
from fupin_nlp.model.safe import DIRECTION

__all__ = ["script_json"]


@lru_cache(maxsize=1)
def _unsafe_in_script() -> Pattern:
    hidden = "".join(chr(c) for c in (*DIRECTION, 0xFEFF, 0x2028, 0x2029))
    return compile_pattern("unsafe in script", rf"[<>&{hidden}\u007f-\u009f\ud800-\udfff]", verbose=False)


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
