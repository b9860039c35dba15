"""Charts written to files that show Chinese text on any machine."""

from __future__ import annotations

import html
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Any

from fupin_nlp.display.safe import script_json
from fupin_nlp.errors import ArgumentError, OptionError, named
from fupin_nlp.lexicon.patterns import compile_pattern
from fupin_nlp.plot.font import font_face, font_path, load

__all__ = ["save", "to_html", "to_png", "to_svg"]

# The latin characters of axes and tooltips beside those of the data.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "…−，。（）：～"


def save(chart: Any, path: str | Path, *, scale: float = 2.0) -> Path:
    """Write a chart to a ``.png``, ``.svg`` or ``.html`` file.

    The picture carries its font: drawn into the PNG, embedded with the used characters in SVG and HTML. No browser,
    no installed font and no network is needed, neither to write nor to look at it.

    Parameters
    ----------
    chart : altair.TopLevelMixin or PIL.Image.Image
        Any chart of altair; those of `fupin_nlp.plot` name the right font already. A word cloud is a picture, ``.png``.
    path : str or Path
        The ending decides the format. The folder must exist; a file of that name is overwritten.
    scale : float
        Pixels of the PNG for each point of the chart.

    Returns
    -------
    Path
        The path that was written.

    Raises
    ------
    OptionError
        If the ending is none of the three, or not that of a picture.
    ArgumentError
        If `chart` is neither a chart nor a picture.
    DependencyError
        If the extra ``plot`` is not installed.

    Examples
    --------
    >>> import tempfile
    >>> import altair as alt
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(alt.Chart(alt.Data(values=[{"n": 3}])).mark_bar().encode(x="n:Q"), f"{folder}/a.svg").name
    'a.svg'
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if not hasattr(chart, "to_json"):
        _save_picture(chart, target, suffix)
    elif suffix == ".png":
        target.write_bytes(to_png(chart, scale=scale))
    elif suffix == ".svg":
        target.write_text(to_svg(chart), encoding="utf-8", newline="\n")
    elif suffix == ".html":
        target.write_text(to_html(chart), encoding="utf-8", newline="\n")
    else:
        raise OptionError(f"{target}: a chart is written as one of .png, .svg, .html, not {suffix or 'without ending'}")
    return target


def _save_picture(picture: Any, target: Path, suffix: str) -> None:
    if not hasattr(picture, "getbbox"):
        raise ArgumentError(f"save writes a chart or the picture of a word cloud, not {named(picture)}")
    if suffix != ".png":
        raise OptionError(f"{target}: a word cloud is a picture of points; write it as .png")
    picture.save(target)


@lru_cache(maxsize=1)
def _converter() -> Any:
    converter = load("vl_convert", "vl-convert-python")
    # The converter's list of fonts is its own and lasts as long as the process; nothing is installed.
    converter.register_font_directory(str(font_path().parent))
    return converter


def to_png(chart: Any, *, scale: float = 2.0) -> bytes:
    """Return the chart as PNG.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"n": 3}])).mark_bar().encode(x="n:Q")
    >>> to_png(chart)[1:4]
    b'PNG'
    """
    data: bytes = _converter().vegalite_to_png(chart.to_json(indent=None), scale=scale, allowed_base_urls=[])
    return data


def to_svg(chart: Any) -> str:
    """Return the chart as SVG with its font inside.

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"n": 3}])).mark_bar().encode(x="n:Q")
    >>> to_svg(chart)[:4]
    '<svg'
    """
    svg = _numbered(_converter().vegalite_to_svg(chart.to_json(indent=None), allowed_base_urls=[]))
    shown = html.unescape("".join(compile_pattern("svg text", r"(?<=>)[^<]++").findall(svg)))
    head, mark, rest = svg.partition(">")
    return f"{head}{mark}<style>{font_face(_ALWAYS + shown)}</style>{rest}"


def _numbered(svg: str) -> str:
    """Return the picture with gradients and clips numbered from 0.

    The converter counts on over all pictures of a process, so the second file would differ from the first.
    """
    numbers: dict[str, str] = {}
    reference = compile_pattern(
        "svg reference", r'(?<=\bid="|url\(\#|\bhref="\#)(?:gradient|clip)_?[0-9]++', verbose=False
    )
    return reference.sub(lambda m: numbers.setdefault(m[0], f"{m[0].rstrip('0123456789')}{len(numbers)}"), svg)


def to_html(chart: Any) -> str:
    """Return the chart as a page of its own, with tooltips; scripts and font are inside (about 1 MB).

    Examples
    --------
    >>> import altair as alt
    >>> chart = alt.Chart(alt.Data(values=[{"n": 3}])).mark_bar().encode(x="n:Q")
    >>> to_html(chart)[:15]
    '<!DOCTYPE html>'
    """
    spec = chart.to_dict()
    text = script_json(spec)
    bundle = _converter().javascript_bundle().replace("</script", "<\\/script")
    return Template(_PAGE).substitute(font=font_face(_ALWAYS + chart.to_json(ensure_ascii=False)), spec=text, js=bundle)


# vega compiles its expressions with the Function constructor, hence unsafe-eval; the policy still forbids the network.
_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
style-src 'unsafe-inline'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>fupin-nlp</title>
<style>$font body{margin:1em;font-family:"Noto Sans SC",sans-serif}</style></head>
<body><div id="chart"></div>
<script>$js</script>
<script type="application/json" id="spec">$spec</script>
<script>document.fonts.load('12px "Noto Sans SC"', '\\u6276').then(() => vegaEmbed("#chart",
JSON.parse(document.getElementById("spec").textContent), {actions: false, renderer: "svg"}));</script>
</body></html>
"""
