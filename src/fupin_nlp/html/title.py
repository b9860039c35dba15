"""What a page is of: its title, made of the reports on it."""

from __future__ import annotations

from collections.abc import Sequence

from fupin_nlp.html.view import ReportView
from fupin_nlp.lexicon.patterns import compile_pattern
from fupin_nlp.plot.provinces import province_code

__all__ = ["summary_of", "title_of", "years_of"]

_NAMED = 3  # regions that the title names
_SHORTEST = 4  # characters of what titles have in common


def title_of(views: Sequence[ReportView]) -> str:
    """Return the title of a page: whose reports of which years these are.

    Examples
    --------
    >>> def view(doc, title, region, date):
    ...     return ReportView(doc=doc, raw="", clean="", title=title, region=region, date=date)
    >>> title_of([view("a", "洋县2015年政府工作报告", "洋县", "2015-01-20")])
    '洋县2015年政府工作报告'
    >>> title_of([view("a", "洋县政府工作报告（摘要）", "洋县", "2015"), view("b", "政府工作报告", "洋县", "2017")])
    '洋县2015—2017年政府工作报告'
    >>> title_of([view(str(i), "脱贫总结", f"{i}县", "2019") for i in "甲乙丙丁"])
    '甲县等4个地区2019年脱贫总结'
    >>> title_of([view(name, "政府工作报告", name, "2026") for name in ("陕西省", "山东省", "北京市", "西藏自治区")])
    '4个省份2026年政府工作报告'
    """
    if len(views) == 1 and views[0].title not in ("", views[0].doc):
        return views[0].title
    if not views:
        return "没有报告"
    regions = list(dict.fromkeys(view.region for view in views if view.region))
    return f"{_who(regions)}{years_of(views)}{_kind(views)}"


def _who(regions: Sequence[str]) -> str:
    if len(regions) <= _NAMED:
        return "、".join(regions)
    if all(province_code(region) for region in regions):
        return f"{len(regions)}个省份"
    return f"{regions[0]}等{len(regions)}个地区"


def years_of(views: Sequence[ReportView]) -> str:
    """Return the first and last year of the reports, empty where no report has one."""
    years = sorted({view.date[:4] for view in views if view.date[:4].isdecimal() and len(view.date) >= 4})
    if not years:
        return ""
    return f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"


def summary_of(views: Sequence[ReportView], records: int) -> str:
    """Return how much there is on the page, in one line."""
    regions = len({view.region for view in views if view.region})
    parts = [f"{len(views):,} 份报告", f"{regions:,} 个地区" if regions > 1 else "", years_of(views)]
    return " · ".join(part for part in [*parts, f"{records:,} 条数字记录"] if part)


def _kind(views: Sequence[ReportView]) -> str:
    """Return what all titles end with, else the general word."""
    bracket = compile_pattern("bracket at the end of a title", r"\s*+ [（(] [^（()）]*+ [)）] \s*+ $")
    bare = [bracket.sub("", view.title if view.title != view.doc else "") for view in views]
    first = min(bare, key=len)
    starts = (first[i:] for i in range(len(first)))
    common = next((end for end in starts if all(title.endswith(end) for title in bare)), "")
    common = compile_pattern("no word before a title", r"^ [^\u4e00-\u9fff]++ | ^ 年 ").sub("", common)
    return common if len(common) >= _SHORTEST else "报告"
