"""The Chinese font of the pictures: found, registered, or cut down to the characters that are used.

A machine without a Chinese font draws empty boxes. The extra ``plot`` brings one as a package, so nothing has to be
installed or fetched.
"""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from fupin_nlp.errors import DependencyError

__all__ = ["FAMILY", "font_face", "font_path", "has_font", "load", "subset_font"]

FAMILY = "Noto Sans SC"


def load(module: str, package: str) -> ModuleType:
    """Import a package of the extra ``plot``.

    Raises
    ------
    DependencyError
        If it is not installed; the message names the package and the extra.

    Examples
    --------
    >>> load("no_such_module", "no-such-package")
    Traceback (most recent call last):
    ...
    fupin_nlp.errors.DependencyError: no-such-package is not installed; pip install "fupin-nlp[plot]"
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise DependencyError(f'{package} is not installed; pip install "fupin-nlp[plot]"') from error


def font_path() -> Path:
    """Return the path of the Chinese font.

    Raises
    ------
    DependencyError
        If the package that brings it is not installed.
    """
    return Path(load("pylopdf_fonts_zh_cn", "pylopdf-fonts-zh-cn").sans_path())


def has_font() -> bool:
    """Return whether the font and what cuts it down are installed; nothing is loaded.

    Examples
    --------
    >>> isinstance(has_font(), bool)
    True
    """
    return all(find_spec(module) is not None for module in ("pylopdf_fonts_zh_cn", "fontTools"))


def font_face(text: str) -> str:
    """Return a CSS rule ``@font-face`` with the font's glyphs for the characters of the text.

    The font is embedded as a data URI (WOFF), so the rule needs no network. Characters that the font does not have
    are left to the reader's own fonts.

    Raises
    ------
    DependencyError
        If the font or fonttools is not installed.

    Examples
    --------
    >>> font_face("扶贫").startswith('@font-face{font-family:"Noto Sans SC";src:url(data:font/woff;base64,')
    True
    """
    data = base64.b64encode(subset_font(text)).decode("ascii")
    return f'@font-face{{font-family:"{FAMILY}";src:url(data:font/woff;base64,{data}) format("woff")}}'


def subset_font(text: str) -> bytes:
    """Return the font with the glyphs for the characters of the text, as WOFF.

    Raises
    ------
    DependencyError
        If the font or fonttools is not installed.

    Examples
    --------
    >>> subset_font("扶贫")[:4], len(subset_font("扶贫")) < len(subset_font("脱贫攻坚"))
    (b'wOFF', True)
    """
    return _subset("".join(sorted(set(text))))


@lru_cache(maxsize=8)
def _subset(characters: str) -> bytes:
    # fonttools logs to its own loggers; nothing is shown unless the host asks for it.
    subset = load("fontTools.subset", "fonttools")
    options = subset.Options(
        flavor="woff",  # woff2 would need one more package and twice the time, for 13 %
        layout_features=["kern", "locl", "palt"],
        name_IDs=[0, 1, 2, 13, 14],  # the licence asks for its notice to travel with the font
        hinting=False,
        desubroutinize=True,
        notdef_outline=True,
    )
    out = io.BytesIO()
    with subset.load_font(str(font_path()), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=characters)
        cutter.subset(font)
        subset.save_font(font, out, options)
    return out.getvalue()
