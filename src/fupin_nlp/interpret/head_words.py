"""The words of heads and tails of documents, as patterns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from fupin_nlp.lexicon.loader import load_toml, load_tsv, word_list
from fupin_nlp.lexicon.patterns import Pattern, alternatives, compile_pattern

__all__ = ["DASHES", "HeadWords", "head_words"]

_LISTS = {
    "furniture",
    "topic",
    "body",
    "planned",
    "papers",
    "marks",
    "dated",
    "national",
    "macro",
    "shadows",
    "name_after",
    "terms",
    "title_labels",
    "fields",
    "documents",
    "offices",
    "not_issuers",
    "site_offices",
    "banners",
    "posts",
    "heads_of_places",
    "national_papers",
    "ahead",
    "neighbours",
    "links",
    "controls",
    "grades",
    "speakers",
    "samples",
}
DASHES = "-—―－─━–"
"""Signs that stand for a dash; the hyphen first, so that it divides no range inside brackets of a pattern."""
_HAN = r"\u4e00-\u9fff"


class HeadWords(NamedTuple):
    """Patterns made of ``metadata.toml``.

    `links` are words with which links to other pages begin, `controls` those of the site in front of a title,
    `terms` labels of days that are none of the page, `not_issuers` labels of bodies that did not issue it,
    `ahead` words behind a year that is planned, `neighbours`
    words before a place that is another one, `samples` how sites of sample papers name themselves, `own_names` how
    regions speak of themselves, by code.
    """

    furniture: Pattern
    topic: Pattern
    body: Pattern
    dated: Pattern
    planned: Pattern
    national: Pattern
    macro: Pattern
    nation: Pattern
    shadows: Pattern
    name_after: Pattern
    column: Pattern
    opening: Pattern
    number: Pattern
    session: Pattern
    day_first: Pattern
    reported: Pattern
    title_label: Pattern
    field: Pattern
    document: Pattern
    office: Pattern
    signature: Pattern
    appended: Pattern
    post: Pattern
    head_of_place: Pattern
    source: Pattern
    publisher: Pattern
    congress: Pattern
    speaker: Pattern
    yearless: Pattern
    paper: Pattern
    surname: Pattern
    terms: tuple[str, ...]
    not_issuers: tuple[str, ...]
    site_offices: tuple[str, ...]
    national_bodies: tuple[str, ...]
    national_papers: tuple[str, ...]
    ahead: tuple[str, ...]
    banners: tuple[str, ...]
    links: tuple[str, ...]
    controls: frozenset[str]
    grades: tuple[str, ...]
    own_names: Mapping[str, tuple[str, ...]]
    neighbours: tuple[str, ...]
    samples: tuple[str, ...]


@lru_cache(maxsize=1)
def head_words() -> HeadWords:
    """Return the words of heads and tails."""
    tables = load_toml(
        "metadata.toml",
        {
            "words": lambda t: set(t) == _LISTS and all(map(word_list, t.values())),
            "own_names": lambda t: bool(t) and all(map(word_list, t.values())),
        },
    )
    lists = tables["words"]
    paper = rf"(?:{alternatives(lists['papers'])}|[{_HAN}]{{2,6}}(?:日报|晚报|晨报|时报|在线|网|电视台))"
    byline = r"[（(]\s*(?:本报|本刊|本网)?(?:记者|通讯员|特约|实习)[^（()）\n]{0,40}[）)]"
    body = rf"[{_HAN}]{{2,14}}{alternatives(lists['offices'])}"
    seat = rf"[{_HAN}]{{2,12}}?[省市县区州盟旗镇乡]"
    blank = r"[ \t\u3000]*+"
    return HeadWords(
        furniture=compile_pattern(
            "furniture",
            alternatives(lists["furniture"])
            # of 责任制, 全民阅读, 记者会 and 经验分享会 are titles
            + r"|责任\s*(?:编|校|[:：])|(?<!全民)阅读(?=[量次数:：\d\s]|原文|全文|\Z)|分享(?=[到至按:：\s]|\Z)"
            r"|记者(?!会|招待会|见面会|问|节)",
        ),
        topic=compile_pattern("topic", alternatives(lists["topic"])),
        body=compile_pattern("body", alternatives(lists["body"])),
        dated=compile_pattern("kinds of documents that are of a year", alternatives(lists["dated"])),
        planned=compile_pattern(
            "planned",
            r"(?<!截)(?<!截止)(?<!(?:[增降升减涨跌]|增加|提高|下降|上升|降低|减少|增长|提升|扩大|发展)(?=[到至]))"
            + alternatives(lists["planned"])
            + r"\Z",
        ),
        national=compile_pattern(
            "speaks for the nation",
            rf"(?:[{_HAN}]{{0,4}}(?:今天|昨天|日前|近日|今日|昨日)[，,]?|记者[{_HAN}]{{0,6}}?从|据)?(?P<body>{alternatives(lists['national'])})",
        ),
        macro=compile_pattern("larger areas", alternatives(lists["macro"])),
        nation=compile_pattern(
            "the nation in a title",
            rf"全国(?![“‘]?两会|人大|政协|(?:人口|经济|农业|污染源)普查|国土调查)|我国|(?<![省市县区州旗乡镇])[多各]地(?![区方块位理])|中国(?!共产党|[{_HAN}]{{0,8}}(?:银行|公司|集团|大学|学院|石油|石化|移动|联通|电信|铁塔))",
        ),
        shadows=compile_pattern("words with a place in them", alternatives(lists["shadows"])),
        name_after=compile_pattern("behind a short name", rf"[^{_HAN}]|" + alternatives(lists["name_after"])),
        column=compile_pattern(
            "marks and columns",
            rf"(?:\s*(?:[\[［【](?:{alternatives(lists['marks'])})[\]］】]|【[^】\n]{{1,60}}】))+\s*",
        ),
        opening=compile_pattern(
            "opening of a news report",
            rf"(?:据(?={paper}))?(?P<paper>{paper})?(?:消息)?(?:[（(][{_HAN}]{{2,8}}[）)])?\s?(?P<place>[{_HAN}]{{2,10}}?)?"
            rf"(?P<date>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日)?(?P<wire>电|讯|消息(?:[（(][{_HAN}]{{2,8}}[）)])?(?=[:：]))"
            rf"\s*(?P<byline>{byline})?\s?[:：]?",
        ),
        number=compile_pattern(
            "number of the document",
            rf"(?:文\s?号|发文字号|文件编号)?\s?[:：]?\s?[{_HAN}]{{1,12}}[〔［\[（(](?P<y>(?:19|20)\d\d)[〕］\]）)]第?\d{{1,5}}号",
        ),
        session=compile_pattern("session", r"\s?在?[^\n，,。：:]{0,30}?(?:人民代表大会|大会|会议|全会)"),
        day_first=compile_pattern(
            "numeric date",
            r"(?P<a>\d{1,2})(?P<mark>[/.])(?P<b>\d{1,2})(?P=mark)(?P<y>(?:19|20)\d{2})(?:\s+\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?",
        ),
        reported=compile_pattern(
            "who reports from where, in Taiwan",
            rf"记者\s?[{_HAN}]{{2,4}}\s?[/／]\s?(?P<place>[{_HAN}]{{2,3}})\s?(?:综合)?报导",
        ),
        title_label=compile_pattern("label of a title", _spaced(lists["title_labels"])),
        field=compile_pattern("field of a form", _spaced(lists["fields"])),
        document=compile_pattern("name of a document", alternatives(lists["documents"])),
        office=compile_pattern("office", alternatives(lists["offices"])),
        signature=compile_pattern("signature", rf"\s*(?P<place>{seat})(?:{body}|政府)\s*"),
        appended=compile_pattern(
            "signature before the appendices",
            rf"(?m)^{blank}(?P<body>{seat}{body}(?:[、 \u3000]{seat}{body})?){blank}\n\s{{0,8}}"
            r"(?P<day>[^\s][^\n]{5,15})\n\s{0,8}[（(]?(?:附件|附表|附：|此件)",
        ),
        post=compile_pattern("post of a person", alternatives(lists["posts"])),
        head_of_place=compile_pattern("head of a place", alternatives(lists["heads_of_places"])),
        source=compile_pattern(
            "paper or site of a page", rf"(?:来源|稿源|转自)\s{{0,3}}[:：]\s{{0,3}}(?P<name>[{_HAN}]{{2,14}})"
        ),
        publisher=compile_pattern(
            "who published a page",
            rf"(?:发布|发文|制发|公开)(?:机构|机关|单位)\s{{0,3}}[:：][\s|｜]{{0,6}}(?P<name>[{_HAN}]{{2,20}})(?=\Z|[\s|｜])",
        ),
        congress=compile_pattern(
            "before whose congress somebody speaks",
            rf"[-—―–─━（(]{{0,4}}\s{{0,3}}在[{_HAN}]{{2,30}}人民代表大会[{_HAN}]{{0,20}}上[）)]?\Z",
        ),
        speaker=compile_pattern(
            "who speaks for a body",
            rf"(?:报告人\s?[:：]\s?)?(?P<body>[{_HAN}]{{0,16}}?[省市县区州旗盟][{_HAN}]{{0,12}}?{alternatives(lists['offices'])})"
            rf"(?:党[委组]书记、)?(?:常务)?(?:代理)?副?(?:{alternatives(lists['speakers'])}|(?<=[局厅])长)\s*[{_HAN}×*](?:\s{{0,4}}[{_HAN}×*]){{1,3}}",
        ),
        yearless=compile_pattern(
            "a day whose year stands apart",
            r"(?P<y>(?:19|20)\d\d)[ \u3000]+(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:\s*(?:星期|周)[一二三四五六日天])?",
        ),
        paper=compile_pattern("papers", alternatives(lists["papers"])),
        surname=compile_pattern(
            "surname", alternatives([row[0] for row in load_tsv("surnames.tsv", ("surname",)).rows])
        ),
        terms=tuple(lists["terms"]),
        not_issuers=tuple(lists["not_issuers"]),
        site_offices=tuple(lists["site_offices"]),
        national_bodies=tuple(lists["national"]),
        national_papers=tuple(lists["national_papers"]),
        ahead=tuple(lists["ahead"]),
        banners=tuple(lists["banners"]),
        links=tuple(lists["links"]),
        controls=frozenset(lists["controls"]),
        grades=tuple(lists["grades"]),
        own_names=MappingProxyType({code: tuple(names) for code, names in tables["own_names"].items()}),
        neighbours=tuple(lists["neighbours"]),
        samples=tuple(lists["samples"]),
    )


def _spaced(labels: list[str]) -> str:
    """Return the pattern of labels whose characters may be spaced out (索 引 号)."""
    return "(?:" + "|".join(r"[ \u3000]*".join(label) for label in sorted(labels, key=len, reverse=True)) + ")"
