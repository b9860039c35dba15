"""The patterns of numbers, built from the numeral characters and the unit table."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from fupin_nlp.extract.numerals import POINTS, numeral_words
from fupin_nlp.lexicon.additions import by_lexicon
from fupin_nlp.lexicon.patterns import QuickPattern, alternatives, compile_quick
from fupin_nlp.lexicon.units import units

__all__ = ["DIGIT", "candidate_pattern", "fraction_pattern", "number_pattern", "second_share_pattern"]

DIGIT: Final = "[0-9０-９]"
_GROUPS: Final = rf"(?:(?:,{DIGIT}{{3}})++|(?:[\x20\u00a0\u2009\u202f]{DIGIT}{{3}})++)(?!{DIGIT})"
_BEHIND_DIGIT: Final = rf"(?:{DIGIT}{{0,2}}{_GROUPS}|{DIGIT}*+)(?:[.．]{DIGIT}++)?+"
"""What follows the first digit of an Arabic numeral: thousands in groups, or digits; decimals."""
_ARABIC: Final = DIGIT + _BEHIND_DIGIT
_MORE: Final = rf"{_ARABIC}(?![0-9０-９年月日号:：/])"
"""Arabic digits behind a magnitude or 零: 3万4000, 1亿零500万; a year there is a date."""
_NOT_PLAIN: Final = r"[0-9０-９,．\x20\u00a0\u2009\u202f]"
"""What goes on with an Arabic numeral, or divides its thousands or its unit from it, beside ASCII digits."""


def _class(characters: str) -> str:
    return "[" + "".join(sorted(set(characters))) + "]"


def _guarded(characters: str) -> str:
    """Match one of the characters where it does not begin another word (千 in 千瓦, 余 in 余额)."""
    guards = numeral_words().not_before
    free = "".join(c for c in characters if c not in guards)
    bound = [f"{c}(?!{alternatives(guards[c])})" for c in characters if c in guards]
    return "(?:" + "|".join([_class(free), *bound] if free else bound) + ")"


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    words = numeral_words()
    magnitude = _guarded("".join(words.magnitudes))
    return {
        "digit": _class("".join(words.digits) + "".join(words.ligatures)),
        "magnitude": magnitude,
        "any_magnitude": _class("".join(words.magnitudes)),
        "inner": _guarded("".join(words.inner)),
        "unknown": _class("".join(words.unknown)),
        "not_unknown_after": _class("".join(words.not_unknown_after)),
    }


def _tail() -> str:
    """Return the grammar of what follows the first character, or the Arabic digits, of a numeral."""
    p = _parts()
    inside = _class("".join(numeral_words().inner))
    return rf"""
        (?P<tail>
          (?: {p["magnitude"]} | (?<![0-9０-９\x20]){p["digit"]} | {inside}(?={p["magnitude"]})
            | (?<={p["any_magnitude"]})(?<!{inside}{p["any_magnitude"]}){_MORE}
            | (?<={p["any_magnitude"]}[零〇]){_MORE} )*+
          (?: [{POINTS}](?<![0-9０-９].){p["digit"]}++{p["magnitude"]}*+ )?+
          {p["inner"]}?+
        )"""


def _number() -> str:
    """Return the grammar of a numeral; the groups are `arabic` and `tail` (what follows the digits)."""
    p = _parts()
    unknown = rf"(?<!{p['not_unknown_after']}){p['unknown']}(?={p['any_magnitude']})"
    return rf"""
        (?: (?P<arabic>{_ARABIC}) \x20?+ | {unknown} | {p["digit"]} | {p["magnitude"]} )
        {_tail()}"""


@lru_cache(maxsize=1)
def number_pattern() -> QuickPattern:
    """Return the pattern of one numeral: 4万多, 1亿2千万, 数百, 五六百, 2,000, 二点五亿.

    This one is compiled by `re`, where that is sound: matched at a given place it takes 0.4 µs instead of the 1.4 µs
    of `regex` (6,447 numbers of 19 reports; `python bench/number_pattern.py FOLDER` measures it again), and it is
    asked at every candidate. All its repetitions are possessive and their alternatives begin with different
    characters, so it cannot backtrack.
    """
    return compile_quick("number", _number())


@lru_cache(maxsize=1)
def _share() -> tuple[str, str]:
    """Return the grammar of what stands before 分之, and of what stands behind it."""
    p = _parts()
    guarded = rf"(?:{p['digit']}|{p['magnitude']})++"
    return rf"(?:{p['digit']}|{p['any_magnitude']})++", rf"(?:{_ARABIC}|{guarded}(?:[{POINTS}]{p['digit']}++)?+)"


@lru_cache(maxsize=1)
def second_share_pattern() -> QuickPattern:
    """Return the pattern of the second end behind 百分之一: 至二, 到百分之五 (groups `again`, `other`)."""
    whole, part = _share()
    return compile_quick("second share", rf"(?:[至到~～－-]|[—–]{{1,2}})(?:(?P<again>{whole})分之)?+(?P<other>{part})")


@lru_cache(maxsize=1)
def fraction_pattern() -> QuickPattern:
    """Return the pattern of 三分之二, 百分之五十, 千分之三 (groups `whole`, `part`), of 1/4 and of 15.1/10万."""
    whole, part = _share()
    return compile_quick(
        "fraction",
        rf"""(?P<whole>{whole})分之(?P<part>{part})
           | (?P<rate>{_ARABIC})/(?P<people>(?:10{{1,2}})?[万萬]|1000)(?![0-9人户名个件例元吨])
           | (?P<over>{DIGIT}{{1,4}})/(?P<under>{DIGIT}{{1,4}})(?![0-9/年月日A-Za-z万亿千百萬億.])""",
    )


@by_lexicon()
def candidate_pattern() -> QuickPattern:
    """Return the pattern of the places where some rule may begin.

    A match that begins with an Arabic digit is the whole numeral, with the groups `plain` or `rest` (what follows the
    first digit; plain are ASCII digits with a decimal point or none) and `tail`; any other is the character at which
    `number_pattern` or a special rule is to be asked. It begins with one class of characters, so that `re` runs over
    the text to the next of them.

    A Chinese numeral is a candidate only where the next character can go on: most of 一 十 百 in running text are
    parts of words, and this look-ahead leaves nine of ten out (counted on 26 reports).
    """
    words = numeral_words()
    chinese = "".join(words.digits) + "".join(words.magnitudes) + "".join(words.ligatures)
    follow = _class(chinese + "".join(words.inner) + POINTS + "分半数到至~～—–-0123456789" + units().first_characters)
    after_rank = _class(chinese + "隔几0123456789０１２３４５６７８９")
    first = _class(f"0123456789０１２３４５６７８９第每前翻半过{chinese}{''.join(words.unknown)}")
    return compile_quick(
        "candidate",
        rf"""{first}
        (?: (?: (?<=[0-9]) (?P<plain>[0-9]*+(?:[.][0-9]++)?+)(?!{_NOT_PLAIN})
              | (?<={DIGIT}) (?P<rest>{_BEHIND_DIGIT}) \x20?+ ) {_tail()}
          | (?<={_class(chinese)})(?={follow})
          | (?<={_class("".join(words.unknown))})(?={_class("".join(words.magnitudes))})
          | (?<=[第每前])(?={after_rank})
          | (?<=翻) | (?<=半)(?=数) | (?<=过)(?=半) )""",
    )
