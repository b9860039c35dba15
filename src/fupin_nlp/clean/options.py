"""Options of the cleaning stage: one switch per step."""

from __future__ import annotations

from dataclasses import dataclass

from fupin_nlp.errors import OptionError

__all__ = ["OPENCC_ENGINES", "CleanOptions"]

OPENCC_ENGINES = ("auto", "opencc-pyo3", "opencc-python-reimplemented")


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanOptions:
    r"""Which steps run, in this order, and with what.

    Every switch has the name of its step, which is also the name in the edit log.

    Parameters
    ----------
    escapes : bool
        Put the characters that a program wrote out in ASCII (``&#25237;``, ``\u6295``, ``%E6%8A%95``, ``=E6=8A=95``).
    markup : bool
        Take tags, comments, scripts and styles out and resolve entities (HTML and XML); take the marks of Markdown
        and of forums out; divide the cells of a CSV table by tabs and the members of JSON by lines. A text whose name
        tells no format is read as what it is.
    mojibake : bool
        Read lines again that were decoded with the wrong encoding (鍏ㄥ競 → 全市).
    invisible : bool
        Remove zero-width and control characters; what a scraper wrote out (``<U+00A0>``, ``&nbsp;``, ``&ldquo;``,
        ``\u3000``) becomes what it names.
    doubled : bool
        Leave one of the characters that stand two or three times throughout (贫贫困困人人口口 → 贫困人口).
    twins : bool
        Put the usual character for one that looks like it (〝 ﹐ ｡ ∼ and the radical ⼈ for 人).
    indents : bool
        Put the line ends back before the indents (two wide blanks) of paragraphs that stand in one line.
    pages : bool
        Take page numbers out of lines whose breaks are lost (投资— 5 —96亿元).
    wraps : bool
        Join lines that are broken at a fixed width, words and numbers that a line break cuts, and sentences that a
        page number or running head divides.
    byteshift : bool
        Undo the byte shift that pinyin notes cause in GBK text (總?cè)丝诘 → 總人口的).
    notes : bool
        Remove pinyin notes (經(jīng)濟 → 經濟) where a document is riddled with them.
    punctuation : bool
        Remove the comma that was inserted before , 。 、 ; where a document is riddled with such pairs.
    width : bool
        Full-width digits, letters and ％ ． ＋ to half width. Chinese punctuation stays.
    numbers : bool
        Close up digits that spaces break (2 000万元).
    script : bool
        Traditional characters to simplified in documents and paragraphs that are traditional.
    body : bool
        Find out which parts are the report; without it all of the text is body.
    opencc : {"auto", "opencc-pyo3", "opencc-python-reimplemented"}
        Engine of the script conversion; ``auto`` takes the fast one where it is installed.
    text_column : str or None
        Head of the column of a CSV file that holds the text of reports. Without it, and in files that have no such
        column, one that is called text, content, 正文, 内容 or so; where there is none, the table is all body.

    Raises
    ------
    OptionError
        If `opencc` is none of the choices, or `text_column` no text.

    Examples
    --------
    >>> CleanOptions(script=False).script
    False
    """

    escapes: bool = True
    markup: bool = True
    mojibake: bool = True
    invisible: bool = True
    doubled: bool = True
    twins: bool = True
    indents: bool = True
    pages: bool = True
    wraps: bool = True
    byteshift: bool = True
    notes: bool = True
    punctuation: bool = True
    width: bool = True
    numbers: bool = True
    script: bool = True
    body: bool = True
    opencc: str = "auto"
    text_column: str | None = None

    def __post_init__(self) -> None:
        if self.opencc not in OPENCC_ENGINES:
            raise OptionError(f"opencc must be one of {', '.join(OPENCC_ENGINES)}; not {self.opencc!r}")
        if not isinstance(self.text_column, str | None):
            raise OptionError(f"text_column must be the head of a column, or None; not {self.text_column!r}")
