"""Names of files as text: bytes that are no text are escaped in one way, which can be undone."""

from __future__ import annotations

import os
import re

__all__ = ["escape_name", "legible", "unescape_name"]

# Python keeps a byte of a name that is no text as one of these characters, which no file of text can hold.
_BYTE = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"\\(?=x[0-9a-f]{2})")
_ESCAPED = re.compile(r"\\x([0-9a-f]{2})")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def escape_name(name: str) -> str:
    r"""Return a name or path that every format can hold, from which `unescape_name` makes the same bytes again.

    A byte that is no UTF-8 is written ``\xHH``; so that this can be told from a name that has these characters, a
    backslash before them is ``\x5c``. All other names are left as they are.

    Examples
    --------
    >>> import os
    >>> escape_name(os.fsdecode("报告".encode("gbk")) + ".txt")
    '\\xb1\\xa8\\xb8\\xe6.txt'
    >>> escape_name("报告.txt"), escape_name(r"a\b"), escape_name(r"a\x41")
    ('报告.txt', 'a\\b', 'a\\x5cx41')
    """
    escaped = _BYTE.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", _LOOKS_ESCAPED.sub(r"\\x5c", name))
    return _HALF.sub("\ufffd", escaped)


def unescape_name(name: str) -> str:
    r"""Return the name that `escape_name` was given, as Python opens it.

    Examples
    --------
    >>> import os
    >>> os.fsencode(unescape_name(r"\xb1\xa8\xb8\xe6.txt")).decode("gbk")
    '报告.txt'
    >>> unescape_name(escape_name(r"a\x41"))
    'a\\x41'
    """
    return _ESCAPED.sub(lambda found: _byte(int(found[1], 16)), name)


def legible(name: str) -> str:
    r"""Return a file name as people read it: of UTF-8 or GB18030, whatever the locale of the system says.

    Archives that were packed on Chinese systems leave names in GBK. What is neither is escaped as by `escape_name`;
    control characters (line breaks) become visible ones (␊).

    Examples
    --------
    >>> import os
    >>> legible(os.fsdecode("报告".encode("gbk")) + ".txt"), legible("a\nb"), legible(os.fsdecode(b"a\xff.txt"))
    ('报告.txt', 'a␊b', 'a\\xff.txt')
    """
    decoded = name if name.isascii() else _decoded(name)
    return _CONTROL.sub(lambda found: chr(0x2400 + ord(found[0])) if ord(found[0]) < 0x20 else "\ufffd", decoded)


def _decoded(name: str) -> str:
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # halves of characters that are no bytes of a name
        return escape_name(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return escape_name(data.decode("utf-8", "surrogateescape"))


def _byte(value: int) -> str:
    return chr(value) if value < 0x80 else chr(0xDC00 + value)
