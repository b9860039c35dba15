"""Mail and web archives (.eml, .mht): the part that holds the text, whatever the file is called."""

from __future__ import annotations

from email import policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.parser import BytesParser
from typing import Final, NamedTuple

import regex

__all__ = ["Part", "is_mail", "text_part"]

_HEAD: Final = 4096
_FIELD: Final = regex.compile(
    rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]*+[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]*+)*+\r?\n", regex.VERSION1
)
_TELLING: Final = regex.compile(
    rb"^(?:MIME-Version:|Content-Type:\s*+(?:text|multipart)/|Content-Transfer-Encoding:)",
    regex.VERSION1 | regex.IGNORECASE | regex.MULTILINE,
)
_FORMS: Final = {"text/html": "html", "text/plain": "txt"}
_MOST_PARTS: Final = 1000


class Part(NamedTuple):
    """The text of a mail: its bytes, the encoding that it declares, its format."""

    data: bytes
    charset: str | None
    form: str


def is_mail(data: bytes) -> bool:
    r"""Whether a file begins with the fields of a mail, one of which tells its type.

    Examples
    --------
    >>> is_mail(b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>"), is_mail("标题: 总结".encode())
    (True, False)
    """
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n \t")
    if head.startswith((b"From ", b">From ")):
        head = head[head.find(b"\n") + 1 :]
    end = 0
    while found := _FIELD.match(head, end):
        end = found.end()
    return end > 0 and _TELLING.search(head, 0, end) is not None


def text_part(data: bytes) -> Part | None:
    """Return the text of a mail or web archive, the page where there is one; None if it has no text."""
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(data.lstrip(b"\xef\xbb\xbf\r\n \t"))
        parts = [part for part, _ in zip(mail.walk(), range(_MOST_PARTS), strict=False) if _form(part)]
    except (MessageError, ValueError, LookupError, RecursionError):
        return None
    for wanted in ("html", "txt"):
        own = [part for part in parts if _form(part) == wanted]
        if own:
            longest = max(own, key=lambda part: len(_content(part)))
            return Part(_content(longest), longest.get_content_charset(), wanted)
    return None


def _form(part: Message | EmailMessage) -> str | None:
    return None if part.is_multipart() else _FORMS.get(part.get_content_type())


def _content(part: Message | EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
