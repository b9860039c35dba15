"""Who issued a document or signed it, from the lines of its head and tail, and bodies that speak for the nation."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from fupin_nlp.interpret.head import Head, HeadLine, name_behind, only_date
from fupin_nlp.interpret.head_line import above_salutation, title_patterns
from fupin_nlp.interpret.head_words import head_words
from fupin_nlp.lexicon.gazetteer import gazetteer
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["STATE_COUNCIL", "government_spoken_for", "issuer_of", "national_bodies"]

_LINE_CHARS: Final = 60
_BEFORE: Final = "：: 　年度】》|｜"
_PARTY: Final = ("中国共产党", "中共", "中国人民政治协商会议", "政协")
_GOVERNMENT: Final = "政府"
_PEOPLES_GOVERNMENT: Final = "人民政府"
_OFFICES: Final = ("办公室", "办公厅")
STATE_COUNCIL: Final = "国务院"
_FIRST_ENTRY: Final = "首页"
_FEW: Final = 2
_ACTING: Final = ("代县长", "代市长", "代区长")
_SITE_MARKS: Final = frozenset(">»›")
_NEAR: Final = 3  # lines above the salutation
_LABEL_ENDS: Final = "：: |｜　]】"


class _Patterns(NamedTuple):
    body: Pattern
    speaks_for: Pattern
    speaks_for_own: Pattern
    office: Pattern
    for_the_state: Pattern
    national: Pattern
    parts: Pattern
    term: Pattern
    person: Pattern
    subject: Pattern


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    body, office = head_words().body.pattern, head_words().office.pattern
    return _Patterns(
        body=compile_pattern(
            "body behind its place",
            rf"(?:[\u4e00-\u9fff]{{0,14}}?{body}|[\u4e00-\u9fff--[在的对将]]{{2,14}}?{office})(?![托办任派])"
            r"(?=\s|[（(\d|｜]|\]|】|\Z|关于|年度|部门[预决]算|[预决]算|(?:政府)?工作报告|工作(?:总结|规则|要点|计划|安排|情况|汇报|制度)|议事规则|文件|印发|公告|通告|通知|令|副?[省市县区旗州盟]长|副?主席)",
        ),
        speaks_for=compile_pattern(
            "speaks for a government",
            r"我[，,]?(?:受|代表)(?P<body>[\u4e00-\u9fff]{2,12}?(?:第[\d*×]{1,4}届)?人民政府)",
        ),
        speaks_for_own=compile_pattern(
            "speaks for the government of the place",
            r"我[，,]?(?:受|代表)(?P<tier>自治区|[省市区州盟县旗乡镇])(?:人民)?政府",
        ),
        office=compile_pattern(
            "office without a place",
            rf"(?P<body>{alternatives(head_words().national_bodies)}(?:办公厅|办公室)?|[省市县区州旗](?:人民政府|委|政府)(?:办公厅|办公室)?)"
            r"(?:关于|印发|批转|转发)",
        ),
        for_the_state=compile_pattern(
            "speaks for the State", r"我[，,]?(?:现在)?[，,]?(?:受国务院委托|代表国务院)|\A受国务院委托"
        ),
        national=compile_pattern(
            "body of the nation in a line of its own or behind a label",
            rf"[•·\s]{{0,3}}(?:(?:[\u4e00-\u9fff]{{0,4}}来源|发[布文](?:机构|机关|单位))\s{{0,3}}[:：]\s{{0,3}})?"
            rf"(?:中华人民共和国)?{head_words().national.pattern}",
        ),
        term=compile_pattern("term of a government", r"第[一二三四五六七八九十\d*×]{0,4}届"),
        person=compile_pattern(
            "holder of an office and what he does",
            rf"(?:{head_words().head_of_place.pattern}|{head_words().post.pattern}|书记|主席)\s?(?:{head_words().surname.pattern})"
            r"[\u4e00-\u9fff×*]{1,2}(?:同志)?(?:[作做在向代受主讲到率宣致]|所作)",
        ),
        subject=compile_pattern(
            "body that reports, at the beginning of a text",
            r"(?:(?:19|20)\d\d年(?:度|上半年|下半年|以来)?[，,]|(?:今年|一年|近年)(?:以?来)?[，,])?(?P<body>[\u4e00-\u9fff]{4,24}?"
            rf"{head_words().office.pattern})(?=[，,]?(?:在|按照|根据|认真|坚持|深入|以|全面|紧紧|严格|积极|高度|切实|始终|围绕|贯彻|落实|把|紧扣|结合|对照|立足|聚焦))"
            r"[^\n]{0,400}?现[将把就][^\n]{0,60}?如下",
        ),
        parts=compile_pattern("marks between a title and its site", r"[-_|｜—–]+"),
    )


def issuer_of(head: Head, title: str | None, told: str | None) -> str | None:
    """Return the body that signs or speaks: a party committee, a government, an office.

    Looked at, in this order: what stands above the day of the signature; lines that are nothing but the name of a body,
    or label it as who issued the page, or tell above the salutation whose head speaks; what cleaning took for it; the
    title (某县人民政府关于…); the place of the page on its site; who speaks for a government. In running text
    nobody signs.
    """
    lines = [line.text for line in (*head.lines, *head.tail)]
    if any(_for_the_state(line) for line in lines):
        return STATE_COUNCIL
    signed = _above_signature(head.tail)
    if signed:
        return signed
    named = _named_in(title) if title else None
    office = _patterns().office.match(title) if title else None
    if office and office["body"].startswith(head_words().national_bodies):
        return office["body"]
    speaker = _speaker(lines)
    if speaker:
        return named if named and named.endswith(speaker) else speaker
    site = None
    for line, following in zip(lines, (*lines, "")[1:], strict=True):
        if _is_menu(following):
            continue  # whose site it is
        if len(line) <= _LINE_CHARS and not any(mark in line for mark in "。；，"):
            found = _signed(line)
            if found and not _SITE_MARKS.isdisjoint(line):
                site = site or found
            elif found:
                return next(
                    (whole for whole in (named, _with_office(found, following)) if whole and whole.startswith(found)),
                    found,
                )
    told = _behind_title(told) if told else None
    if told and told.endswith(head_words().site_offices):
        told = None
    return told or named or site or (office["body"] if office else None) or _spoken_for(lines) or _subject(lines, title)


def _subject(lines: list[str], title: str | None) -> str | None:
    """Return the body that reports on itself at the beginning of a text, or is named by a label without its place."""
    body = next((line for line in lines if len(line) > _LINE_CHARS or line == lines[0]), "")
    reports = _patterns().subject.match(body)
    if reports is not None and title is None and _names_place_first(reports["body"]):
        return reports["body"]
    found = name_behind(head_words().publisher, (line for line in lines if len(line) <= _LINE_CHARS))
    is_body = title_patterns().body.search(found) is not None
    return found if is_body and not found.endswith(head_words().site_offices) else None


def _names_place_first(body: str) -> bool:
    return any(place.start == 0 and place.end < len(body) for place in gazetteer().scan(body))


def _with_office(body: str, following: str) -> str | None:
    """Return the office of a body that stands in the line below it (略阳县人民政府 / 办公室文件)."""
    office = next((name for name in _OFFICES if following.startswith(name)), "")
    return body + office if office and body.endswith(_GOVERNMENT) else None


def _speaker(lines: list[str]) -> str | None:
    """Return the body for which the one speaks who is named just above the salutation (…财政局局长 张某, 各位代表)."""
    above = map(head_words().speaker.fullmatch, above_salutation(lines, _NEAR))
    found = [match["body"] for match in above if match]
    return found[0] if len(found) == 1 else None


def _behind_title(told: str) -> str:
    """Return the body behind the title of a page (山乡工作报告-略阳县人民政府); what was told where there is none."""
    parts = _patterns().parts.split(told)
    return next((body for part in reversed(parts) if (body := _signed(part.strip()))), told) if len(parts) > 1 else told


def _is_menu(line: str) -> bool:
    """Return whether a line is the menu of a site (首页 机构概况 要闻)."""
    entries = line.replace("|", " ").replace("｜", " ").split()
    return len(entries) > _FEW and entries[0].endswith(_FIRST_ENTRY)


def _for_the_state(line: str) -> bool:
    """Return whether somebody speaks for the State Council; not what the news tell of him."""
    return _patterns().for_the_state.search(line) is not None


def _above_signature(tail: tuple[HeadLine, ...]) -> str | None:
    """Return the body in the line above the last one, or in the two above, where that is a day and nothing else."""
    for i in range(len(tail) - 1, 0, -1):
        above = tail[i - 1].text
        if only_date(tail[i].text) is not None and len(above) <= _LINE_CHARS:
            before = tail[i - 2].text if i > 1 else ""
            return _signed(above) or (_signed_over_lines(before, above) if len(before) <= _LINE_CHARS else None)
    return None


def _signed_over_lines(before: str, above: str) -> str | None:
    """Return the body whose name goes over two lines (中共某县委员会农村 / 工作领导小组办公室)."""
    first = _signed(before)
    if first == before.strip():
        return first  # two bodies sign
    whole = f"{before.strip()}{above.strip()}"
    named = _named_in(whole) if head_words().office.search(above) and "的" not in whole else None
    return named if named and len(named) > len(before.strip()) and whole.startswith(named) else None


def _spoken_for(lines: list[str]) -> str | None:
    """Return the government for which a speech is given (我代表石崖县人民政府; 我代表县人民政府 names none)."""
    for line in lines:
        found = _patterns().speaks_for.search(line)
        body = _patterns().term.sub("", found["body"]) if found else ""
        if len(body.removesuffix(_PEOPLES_GOVERNMENT)) > 1:
            return body
    return None


def _signed(line: str) -> str | None:
    """Return the body that a line of its own, or its label, names."""
    signed = head_words().signature.fullmatch(line)
    if signed and any(m.start == 0 and m.end == signed.end("place") for m in gazetteer().scan(line.strip())):
        return line.strip()
    national = _patterns().national.fullmatch(line)
    return national["body"] if national else _named_in(line)


def _named_in(line: str) -> str | None:
    """Return the first body that a line names by its place, where nothing else goes before and behind."""
    places = gazetteer().scan(line)
    for i, place in enumerate(places):
        start, end = place.start, place.end
        for following in places[i + 1 :]:
            if line.startswith(_ACTING, following.start):
                break  # 略阳县代县长: no 代县
            end = following.end if following.start == end else end
        start -= next((len(party) for party in _PARTY if line.endswith(party, 0, start)), 0)
        before = line[:start].rstrip(_LABEL_ENDS)
        if start and (line[start - 1] not in _BEFORE or before.endswith(head_words().not_issuers)):
            continue
        match = _patterns().body.match(line, end)
        if match is None:
            continue
        name = line[start : match.end()]
        person = _patterns().person.search(name)
        told_short = line.startswith("工作报告", match.end()) and (match[0] == _GOVERNMENT or person is not None)
        if person is not None and not told_short:
            continue  # 略阳县县长张某在县政府…
        return line[start:end] + _PEOPLES_GOVERNMENT if told_short else name  # 某省政府工作报告
    return None


def national_bodies(lines: Iterable[str]) -> str | None:
    """Return the first body that speaks for the whole country at the beginning of a line (国家统计局)."""
    for line in lines:
        match = head_words().national.match(line)
        if match:
            return match["body"]
    return None


def government_spoken_for(head: Head, region: str | None) -> str | None:
    r"""Return the government of the report's own place, where somebody speaks for 县人民政府 of a county.

    Examples
    --------
    >>> from fupin_nlp.interpret.head import read_head
    >>> from fupin_nlp.model import Alignment, CleanText, RawText, Span
    >>> text = "各位代表：\n现在，我代表县人民政府，向大会报告工作，请予审议。\n"
    >>> head = read_head(CleanText(RawText(text, "a.txt"), text, Alignment.identity(), body=(Span(0, len(text)),)))
    >>> government_spoken_for(head, "略阳县"), government_spoken_for(head, "汉中市"), government_spoken_for(head, None)
    ('略阳县人民政府', None, None)
    """
    if region is None:
        return None
    spoken = (_patterns().speaks_for_own.search(line.text) for line in head.lines)
    own = any(found is not None and region.endswith(found["tier"]) for found in spoken)
    return region + _PEOPLES_GOVERNMENT if own else None
