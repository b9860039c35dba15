"""Characters that nobody sees, and literal names of the no-break space."""

from __future__ import annotations

import re

import regex

from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

# Literal names are text (a scraper wrote them out); U+00A0 itself is a space like any other and stays.
_LITERAL = r"<U\+(?:00A0|3000)>|&nbsp;?+|&#160;|&#xA0;|<U\+(?:200B|FEFF)>"
# Zero-width characters, direction marks, soft hyphen, byte order mark inside, C0 and C1 controls but tab and line ends.
# The joiners U+200C/U+200D carry meaning in Indic scripts and in emoji, so they go only beside Chinese characters.
_UNSEEN = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]"
    r"|(?<=[0-9\u2E80-\u9FFF\uFF00-\uFFEF])[\u200c\u200d](?=[0-9\u2E80-\u9FFF\uFF00-\uFFEF])"
)
# A doubled carriage return is what text-mode writing makes of CR LF.
_DOUBLED_CR = r"(?<!\r)\r+(?=\r\n)"
# A form feed ends the last line of a page where nothing else does.
_FEED = r"(?<![\n\r])\f(?![\n\r])"
_PATTERN = regex.compile(
    f"(?P<literal>{_LITERAL})|(?P<cr>{_DOUBLED_CR})|(?P<feed>{_FEED})|(?:{_UNSEEN})+", regex.VERSION1
)
# The first characters of all of these; a carriage return matters only before another.
_FIRST = re.compile(
    r"[<&\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]|\r\r"
)


def find(text: str, _context: Context) -> list[Patch]:
    """Return the patches that take invisible characters out."""
    if not _FIRST.search(text):
        return []
    patches: list[Patch] = []
    for found in _PATTERN.finditer(text):
        if found["literal"]:
            zero = found["literal"] in ("<U+200B>", "<U+FEFF>")
            patches.append(Patch(*found.span(), "" if zero else " ", f"{found['literal']} is a space written out"))
        elif found["cr"]:
            patches.append(Patch(*found.span(), "", "carriage return doubled"))
        elif found["feed"]:
            patches.append(Patch(*found.span(), "\n", "form feed"))
        else:
            names = " ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in found[0]))
            patches.append(Patch(*found.span(), "", f"invisible: {names}"))
    return patches
