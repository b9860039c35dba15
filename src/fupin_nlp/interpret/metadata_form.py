"""Whose report a text is, where no table has the place: names known by their form in title, speech and first lines.

Also villages of which a text is the profile, and the place that the paper or site has in its name.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from fupin_nlp.interpret.form_names import name_at_head, name_of_congress, names_by_form
from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.interpret.metadata_clues import (
    LEAD,
    MARGIN,
    NOTHING,
    VILLAGE,
    Body,
    BodyClues,
    Choice,
    chosen,
    is_kind,
    own_kinds,
)
from fupin_nlp.interpret.region_scan import PlaceScanner
from fupin_nlp.interpret.report_meta import ReportMeta
from fupin_nlp.lexicon.gazetteer import Division, gazetteer
from fupin_nlp.lexicon.institutions import institution_in
from fupin_nlp.lexicon.patterns import Pattern, compile_pattern

__all__ = [
    "region_by_form",
    "region_of_bureau",
    "region_of_first_name",
    "region_of_line_by_form",
    "region_of_masthead",
    "region_of_profile",
    "region_of_publisher",
    "region_of_seat",
]

_AT_ONCE: Final = 60  # characters of a text that is about the village which it names there
_TWICE: Final = 2
_DEFINED: Final = 1500  # characters in which a text defines its place
_COUNTIES: Final = ("县", "管理区")
# Kinds of names, and the words 全县, 我村 … of a text that one of them can be the subject of.
_FROM_LARGE: Final = (
    (("县", "旗"), ("县", "旗", "")),
    (("管理区",), ("区", "")),
    (("镇", "乡", "苏木"), ("镇", "乡", "")),
    (("村", "社区", "嘎查", "林场", "牧场", "农场", "种羊场", "良种场"), ("村", "")),
)


def region_by_form(clues: BodyClues) -> Choice | None:
    """Return the place that no table has but the title names, or that the text means by 全县 or 我村."""
    names = names_by_form(f"{clues.title}\n{clues.body}")
    titled = [found for found in names if found.name in clues.title]
    titled = [found for found in titled if not any(found != other and found.name in other.name for other in titled)]
    own = own_kinds(clues.body)[0] if names else ""
    fitting = titled
    if len(titled) != 1:
        fitting = [found for found in titled or names if found.kind == own and (found.sure or found in titled)]
        fitting.sort(key=lambda found: -found.times)
    if not fitting or (len(fitting) > 1 and fitting[0].times < MARGIN * fitting[1].times):
        return None
    return _of_text(fitting[0].name)


def _of_text(name: str) -> Choice:
    return chosen(Division("", name, VILLAGE, ""), f"text: {name}, a place that no table has")


def region_of_first_name(body: Body, own: bool) -> Choice:
    """Return the place that no table has with which a text begins, where it names no other one of its kind there.

    A county comes before a village; nothing is said of a text that names known places in its first lines, or that
    speaks of a larger place than the one it names (全县; 县里 where that is a village).

    Parameters
    ----------
    body : Body
        What the text says of its own place.
    own : bool
        Whether the text has to speak of its own place at that level (全县, and 眉阳县).
    """
    if own and not body.kind:
        return NOTHING
    clues = body.clues
    body.search()
    if any(at < LEAD for at in body.first.values()):
        return NOTHING
    names = body.lead_names()
    for kinds, speaks in _FROM_LARGE:
        fitting = [found for found in names if found.kind in kinds]
        if not fitting:
            continue
        name = fitting[0].name
        if any(found.kind in kinds and found.name not in name for found in body.names() if own or found.sure):
            return NOTHING
        if len(fitting) > 1 or body.kind not in (kinds if own else speaks) or _names_another(body, name):
            return NOTHING
        if kinds[0] not in _COUNTIES and (_county_office().search(body.lead) or clues.body.find(name) >= _AT_ONCE):
            return NOTHING
        return _of_text(name)
    return NOTHING


def _names_another(body: Body, name: str) -> bool:
    """Return whether title or first lines name another township, of which tables know."""
    known = (m.name for m in body.g.scan(body.lead) if not m.short and not body.g.is_full(m.name))
    return any(other != name and other not in name and name.endswith(("镇", "乡")) for other in known)


@lru_cache(maxsize=1)
def _county_office() -> Pattern:
    """Return the pattern of the county and its offices, in a text that does not name it (县里, 县妇联)."""
    return compile_pattern(
        "a county without name",
        r"(?<![\u4e00-\u9fff])[县市区旗](?:里|委|政府|[\u4e00-\u9fff]{1,6}[局办联委院会])|[全我该]县",
    )


def region_of_line_by_form(source: str, text: str, choice: Choice, body: str) -> Choice | None:
    """Return the place that no table has whose congress meets, or with which a title begins.

    A known place of a part of that name (雁北 of 雁北市) is not meant.
    """
    if source == "dateline":
        name = None if choice.place else name_of_congress(text)
    elif source == "title":
        name = name_at_head(text, own_kinds(body)[0])
    else:
        name = None
    open_name = any(place.name != name for place in choice.candidates[1:])
    if name is None or open_name or (choice.place and choice.place.code and not _is_part(choice.place, name)):
        return None
    return Choice(Division("", name, VILLAGE, ""), (), f"{source}: {text[:80].strip()}, a place that no table has")


def _is_part(place: Division, name: str) -> bool:
    """Return whether the short name of a place is the beginning of another name."""
    return len(place.name) > 1 and name.startswith(place.name[:2]) and name != place.name


def region_of_seat(lines: Iterable[str]) -> Choice | None:
    """Return the institution with a known seat that the issuer or the title names, with the code of its seat."""
    for line in lines:
        found = institution_in(line)
        if found is not None:
            return chosen(Division(found.code, found.name, VILLAGE, found.code), f"institution: {line[:80].strip()}")
    return None


@lru_cache(maxsize=1)
def _profile() -> Pattern:
    """Return the pattern of a village that is told of where it lies, at the beginning of a line."""
    return compile_pattern(
        "profile of a village",
        r"(?m)^[ \t\u3000]{0,8}(?P<name>(?![该本全我这])[\u4e00-\u9fff]{1,6}?(?:(?:自然|行政)?村|社区|嘎查))\s{0,4}"
        r"(?:[，,]?(?:位于|地处|坐落[于在]|隶属于?|属于|是)|[（(])(?P<where>[^。）)\n]{3,60})",
    )


def region_of_profile(clues: BodyClues) -> Choice:
    """Return the village of which a text is the profile (云坪村位于…县…镇): it is told at once where that lies."""
    for found in _profile().finditer(f"{clues.title}\n{clues.body[:LEAD]}"):
        name = found["name"]
        if name_at_head(name, "村") is None and not names_by_form(name + "，" + name):
            continue
        places = PlaceScanner(found["where"], ReportMeta()).scan([(0, len(found["where"]))])
        codes = [place.codes[0] for place in places if len(place.codes) == 1 and place.kind != "nation"]
        if codes and clues.body.count(name) >= _TWICE:
            return chosen(Division(codes[-1], name, VILLAGE, codes[-1]), f"text: {found[0][:60].strip()}")
    return _of_definition(clues)


def _of_definition(clues: BodyClues) -> Choice:
    """Return the place that a text defines, as an encyclopaedia does.

    Its name stands alone in a line above, or the text opens with whose part it is (云坪县，是某省某市下辖县).
    """
    for found in _definition().finditer(clues.body[:_DEFINED]):
        bearers = gazetteer().find(found["name"], clues.year)
        above = {line.strip() for line in clues.body[: found.start()].splitlines()}
        opens = not any(above) and "辖" in found[0]
        if len(bearers) == 1 and (opens or found["name"] in {clues.title, *above}):
            return chosen(bearers[0], f"text: {found[0][:60].strip()}")
    return NOTHING


@lru_cache(maxsize=1)
def _definition() -> Pattern:
    """Return the pattern of a place that is defined at the beginning of a text (云坪县，是某省某市下辖县)."""
    return compile_pattern(
        "definition of a place",
        r"(?m)^[ \t\u3000]{0,8}(?P<name>[\u4e00-\u9fff]{1,12}[县市区旗])(?:[（(][^（）()\n]{0,40}[）)])?[，,]?"
        r"是(?:中国|中华人民共和国)?(?=[\u4e00-\u9fff]{1,14}[省市州区盟])"
        r"[\u4e00-\u9fff]{2,16}(?:(?:下?辖|管辖|代管)的?(?:一个)?|的一个?)(?:[县市区旗]|县级市|市辖区)",
    )


@lru_cache(maxsize=1)
def _office_behind_place() -> Pattern:
    return compile_pattern(
        "office behind its place", rf"[\u4e00-\u9fff]{{1,10}}?(?:{head_words().office.pattern})(?![托任派员书主局])"
    )


@lru_cache(maxsize=1)
def _own_office() -> Pattern:
    return compile_pattern("own office", r"我[局委办厅]|(?<![\u4e00-\u9fff])[局委厅]党[委组]")


def region_of_bureau(body: Body) -> Choice:
    """Return the place of the bureau which a text names first, where it is the bureau's own report.

    The text says 我局, or names the bureau by its level alone as well (区卫生健康委 beside 云坪区卫生健康委).
    """
    text, before = body.clues.body, None
    for mention in body.g.scan(text[:LEAD]):
        if mention.short or not body.g.is_full(mention.name):
            continue
        if before is not None and mention.start != before.end:
            break
        before = mention
    office = _office_behind_place().match(text, before.end) if before is not None else None
    if before is None or office is None:
        return NOTHING
    rest = text.replace(before.name + office[0], "")
    bearers = body.g.find(before.name, body.year)
    own = _own_office().search(rest) is not None or before.name[-1] + office[0] in rest
    return chosen(bearers[0], f"text: {before.name}{office[0]}") if own and len(bearers) == 1 else NOTHING


def region_of_publisher(body: Body, publisher: str) -> Choice:
    """Return the place that a page names alone as the one that published it (发布机构：略阳), where only one has it."""
    whole = [m for m in body.g.scan(publisher) if m.start == 0 and m.end == len(publisher)]
    found = body.g.find(whole[0].name, body.year) if whole else ()
    if len(found) != 1 or (body.kind and not is_kind(found[0], body.kind)):
        return NOTHING
    return chosen(found[0], f"publisher: {publisher}")


def region_of_masthead(body: Body, masthead: str) -> Choice:
    """Return the place in the name of the paper or site, where a text of 我市 names no place that it can mean."""
    body.search()
    if not masthead or not body.speaks or body.fitting():
        return NOTHING
    for mention in body.g.scan(masthead):
        found = [place for place in body.g.find(mention.name, body.year) if is_kind(place, body.kind)]
        if len(found) == 1:
            return chosen(found[0], f"source: {masthead}, 我{body.kind}")
    return NOTHING
