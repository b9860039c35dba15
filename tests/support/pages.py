"""Web pages made for tests: one report in the layouts of sites, among menus, headlines, links and notices.

The words of the furniture hold figures, as those of real pages do: none of them may become a record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

TITLE = "青山县2020年脱贫攻坚工作总结"
PARAGRAPHS = (
    "今年以来，全县新建村级光伏电站36座，带动1250户脱贫户户均增收3000元左右，发放小额贷款2600万元。",
    "一、压实责任",
    "选派驻村干部420名，组建帮扶对子3100对，全年走访慰问困难群众1.6万人次，做到户户有干部、村村有队伍。",
    "二、补齐短板",
    "新修通村公路87公里，解决了6300名群众的出行难问题；改造危房960户。详见<a href='/x'>实施方案</a>。",
    "培训实用技术人员4.2万人次，转移就业1.1万人，人均务工收入达到2.3万元，群众满意度明显提高。",
)
ROWS = (("项目", "中央（万元）", "省级（万元）"), ("道路", "120", "80"), ("饮水", "45", "30"))
HEADLINES = (
    "全省固定资产投资突破600亿元",
    "新一批扶贫项目开工，总投资35亿元",
    "市领导到基层调研走访慰问困难群众200户",
    "贷款余额超过900亿元，同比增长12%",
    "旅游收入增长30%，创历史新高",
    "十件民生实事全部完成，惠及百姓80万人",
)
MENU = ("首页", "政务公开", "走进青山", "办事服务", "互动交流", "专题专栏")
NOTICE = "版权所有：青山县人民政府办公室 备案号00000001号 累计访问量8800000人次"


class Page(NamedTuple):
    """A page, the text that is its report, and that which is not."""

    html: str
    body: tuple[str, ...]
    furniture: tuple[str, ...]


def links(words: Sequence[str], element: str = "li") -> str:
    """Return links, each in an element of its own."""
    return "".join(f'<{element}><a href="/{i}.html">{word}</a></{element}>' for i, word in enumerate(words))


def dated(words: Sequence[str]) -> str:
    """Return links with their dates."""
    return "".join(f'<li><a href="/{i}.html">{w}</a><span>2020-12-{i + 10}</span></li>' for i, w in enumerate(words))


def paragraphs(words: Sequence[str] = PARAGRAPHS) -> str:
    """Return paragraphs."""
    return "".join(f"<p>　　{word}</p>\n" for word in words)


def table() -> str:
    """Return a table of the report."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<table border=1>{rows}</table>"


def semantic() -> str:
    """Return a page with the elements of HTML 5."""
    return (
        f"<body><header><h2>青山县人民政府</h2><nav><ul>{links(MENU)}</ul></nav></header><main><article><h1>{TITLE}</h1>"
        f"{paragraphs()}{table()}</article><aside><h3>热点</h3><ul>{links(HEADLINES)}</ul></aside></main>"
        f"<footer><p>{NOTICE}</p></footer></body>"
    )


def named() -> str:
    """Return a page whose elements have telling names."""
    return (
        f'<body><div id="header" class="w1200"><div class="main-nav">{links(MENU, "span")}</div></div>'
        f'<div class="crumbs">当前位置：<a>首页</a> &gt; <a>要闻</a></div><div class="left-content"><h1>{TITLE}</h1>'
        f'<div class="share">分享到 <a>微信</a> <a>微博</a></div><div class="TRS_Editor">{paragraphs()}{table()}</div>'
        f'<div class="xgwz related-news"><h3>大家还在看</h3><p>{HEADLINES[1]}。</p><p>{HEADLINES[3]}。</p></div></div>'
        f'<div class="side_bar"><ul>{dated(HEADLINES)}</ul></div><div id="footer">{NOTICE}</div></body>'
    )


def tables_of_2005() -> str:
    """Return a page that is laid out in tables, in capitals, with tags that are not closed."""
    return (
        f"<BODY><TABLE width=960><TR><TD>{''.join(f'<A href=#>{w}</A> ' for w in MENU)}</TD></TR></TABLE>"
        "<TABLE><TR><TD width=200 valign=top><TABLE>"
        f"{''.join(f'<TR><TD><A href=#>{w}</A>' for w in HEADLINES)}</TABLE></TD>"
        f"<TD valign=top><CENTER><B>{TITLE}</B></CENTER><BR>"
        f"{'<BR>'.join('　　' + p for p in PARAGRAPHS)}<BR>{table()}</TD>"
        f"</TR></TABLE><CENTER>{NOTICE}</CENTER></BODY>"
    )


def nameless() -> str:
    """Return a page of elements without names."""
    return (
        f"<body><div><div>{links(MENU, 'div')}</div></div><div><div><h1>{TITLE}</h1><div>{paragraphs()}{table()}</div>"
        f"</div><div><div>{links(HEADLINES, 'p')}</div></div></div><div><div>{NOTICE}</div></div></body>"
    )


def misnamed() -> str:
    """Return a page whose report stands in elements with the names of furniture."""
    return (
        f'<body class="nav-open"><div class="header-wrap side-main"><div id="content-links"><h1>{TITLE}</h1>'
        f'<div class="recommend">{paragraphs()}{table()}</div></div></div><ul class="list">{links(HEADLINES)}</ul>'
        f"<div class='bottom'>{NOTICE}</div></body>"
    )


def hidden() -> str:
    """Return a page with parts that are not shown, scripts, and text for other devices."""
    return (
        f"<body><script>var n = '{HEADLINES[0]}';</script><noscript>{HEADLINES[1]}</noscript>"
        f"<div style='display: none'><p>{HEADLINES[2]}，详情请见本站报道，欢迎关注。</p></div><h1>{TITLE}</h1>"
        f"{paragraphs()}{table()}<div hidden><p>{HEADLINES[3]}，详情请见本站报道，欢迎关注。</p></div>"
        f"<!-- {HEADLINES[4]} --><template>{HEADLINES[5]}</template><p>{NOTICE}</p></body>"
    )


def comments() -> str:
    """Return a page with comments of readers and links to the pages before and behind."""
    return (
        f'<body><ol class="breadcrumb">{links(MENU)}</ol><section><h1>{TITLE}</h1>{paragraphs()}{table()}</section>'
        f'<div class="prevnext">上一篇：<a>{HEADLINES[0]}</a><br>下一篇：<a>{HEADLINES[1]}</a></div>'
        '<div id="comments"><div><p>网友：我们村去年就修了3公里路，大家都很高兴，希望越来越好。</p></div></div>'
        f'<div role="contentinfo">{NOTICE}</div></body>'
    )


def in_lines() -> str:
    """Return a page of lines that end with br, the headlines among them."""
    return (
        f"<body>{' | '.join(f'<a>{w}</a>' for w in MENU)}<hr><h2>{TITLE}</h2>"
        f"{'<br><br>'.join(PARAGRAPHS)}<br>{table()}<hr>"
        f"<div>{'<br>'.join(f'·<a>{w}</a>' for w in HEADLINES)}</div><hr>{NOTICE}</body>"
    )


LAYOUTS: tuple[Callable[[], str], ...] = (
    semantic,
    named,
    tables_of_2005,
    nameless,
    misnamed,
    hidden,
    comments,
    in_lines,
)


def page(layout: Callable[[], str]) -> Page:
    """Return a page of a layout with what is to be found in it."""
    html = f"<!DOCTYPE html>\n<html><head><title>{TITLE}_青山县人民政府</title></head>\n{layout()}</html>"
    body = tuple(p.split("<")[0] for p in PARAGRAPHS) + tuple(cell for row in ROWS for cell in row if len(cell) > 3)
    furniture = (*HEADLINES, "累计访问量8800000人次", "修了3公里路")
    return Page(html, body, tuple(words for words in furniture if words in html))
