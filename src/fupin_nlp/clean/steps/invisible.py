r"""Characters that nobody sees, and names of characters that a scraper wrote out: <U+00A0>, &nbsp;, \u3000."""

from __future__ import annotations

import html
import re
from typing import Final

import regex

from fupin_nlp.clean.facts import UNSEEN, Facts
from fupin_nlp.clean.patch import Context, Patch

__all__ = ["find"]

# Literal names are text (a scraper wrote them out); U+00A0 itself is a space like any other and stays.
_LITERAL: Final = (
    r"<U\+(?:00A0|3000)>|&(?:nbsp;?+|ensp;|emsp;|thinsp;|#160;|#xA0;|#12288;|#x3000;)|<U\+(?:200B|FEFF)>"
    r"|\\(?:u3000|xa0|u00a0|u200b|ufeff)"
)
_NOTHING: Final = ("<U+200B>", "<U+FEFF>", "\\u200b", "\\ufeff")
# Entities of signs, in text whose neighbours are Chinese: in a text about markup they stand between Latin letters.
_ENTITY: Final = (
    r"&(?:(?:[lr][ds]quo|[mn]dash|hellip|middot|bull|times|divide|permil|deg|plusmn|amp|lt|gt|quot|apos|yen"
    r"|sup[123]|frac(?:12|14|34)|euro|pound|sect|reg|copy|trade|le|ge|ne|micro|minus|[lr]s?aquo|zwn?j|shy|lrm|rlm)"
    r"|#\d{2,5}|#x[0-9A-Fa-f]{2,4});"
)
_BESIDE_CHINESE: Final = r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff65“”0-9]"
# Line ends and tabs as programs print them, directly between Chinese characters (paths go on with Latin letters).
_PRINTED: Final = rf"(?<={_BESIDE_CHINESE})(?:\\r)?(?:\\n|\\t)++(?=[ \\]|{_BESIDE_CHINESE}|\Z)"
# Zero-width characters, direction marks, soft hyphen, byte order mark inside, C0 and C1 controls but tab and line ends.
# The joiners U+200C/U+200D carry meaning in Indic scripts and in emoji, so they go only beside Chinese characters; so
# do variation selectors (of emoji, but for the digits of keycaps), fillers of Hangul and selectors of Mongolian.
# Combining marks go behind a digit, but for those that strike it out: whether it counts nobody can know.
_BESIDE: Final = r"[0-9.,\u2E80-\u3163\u3165-\u9FFF\uFF00-\uFF9F]"
_UNSEEN: Final = (
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad"
    r"\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
    rf"|(?<={_BESIDE})[\u200c\u200d\u034f\u061c\u115f\u1160\u180b-\u180f\u3164\uffa0](?={_BESIDE})"
    rf"|(?<=[0-9.,０-９\u3400-\u9fff，。、；：％])[\ufe00-\ufe0f\U000e0100-\U000e01ef\U000e0000-\U000e007f](?!\u20e3)"
    r"|(?<=[0-9.,０-９])[\u0300-\u0334\u0339-\u034e](?!\u20e3)"
)
_NOT_SHOWN: Final = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")
# A doubled carriage return is what text-mode writing makes of CR LF.
_DOUBLED_CR: Final = r"(?<!\r)\r+(?=\r\n)"
# A form feed ends the last line of a page where nothing else does.
_FEED: Final = r"(?<![\n\r])\f(?![\n\r])"
# Tags and variation selectors beyond U+FFFF.
_BEYOND: Final = re.compile("[\U000e0000-\U000e01ef]")
_PATTERN: Final = regex.compile(
    f"(?P<literal>{_LITERAL})|(?P<entity>(?<={_BESIDE_CHINESE}){_ENTITY}|{_ENTITY}(?={_BESIDE_CHINESE}))"
    f"|(?P<printed>{_PRINTED})|(?P<cr>{_DOUBLED_CR})|(?P<feed>{_FEED})|(?:{_UNSEEN})+",
    regex.VERSION1,
)


def find(facts: Facts, _context: Context) -> list[Patch]:
    """Return the patches that take invisible characters out."""
    unseen = facts.has(UNSEEN) or (facts.has("\r") and "\r\r" in facts.text)
    if not unseen and not _BEYOND.search(facts.text):
        return []
    patches: list[Patch] = []
    for found in _PATTERN.finditer(facts.text):
        if found["literal"]:
            after = "" if found["literal"] in _NOTHING else " "
            patches.append(Patch(*found.span(), after, f"{found['literal']} is a space written out"))
        elif found["entity"]:
            sign = html.unescape(found["entity"])
            patches.append(Patch(*found.span(), "" if _NOT_SHOWN.match(sign) else sign, "entity written out"))
        elif found["printed"]:
            after = "\n" if "n" in found["printed"] else "\t"
            patches.append(Patch(*found.span(), after, "line end written out"))
        elif found["cr"]:
            patches.append(Patch(*found.span(), "", "carriage return doubled"))
        elif found["feed"]:
            patches.append(Patch(*found.span(), "\n", "form feed"))
        else:
            names = " ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in found[0]))
            patches.append(Patch(*found.span(), "", f"invisible: {names}"))
    return patches
