"""Options of the reading stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from fupin_nlp.errors import ArgumentError, OptionError, named

__all__ = ["ReadOptions", "TableColumns"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumns:
    """Which columns of a table hold the texts and what is known of them.

    Parameters
    ----------
    text : str
        The texts.
    name : str or None
        Names of the documents; by default they are made of region and date, else of the number of the row.
    region : str, sequence of str, or None
        Whose report each is: names or codes; several columns (province, city) are read together.
    date : str or None
        Of when it is: years, or dates.
    title : str or None
        Titles.

    Raises
    ------
    ArgumentError
        If the name of a column is no text.

    Examples
    --------
    >>> TableColumns(text="正文", region=["省份", "城市"], date="年份").region
    ('省份', '城市')
    """

    text: str
    name: str | None = None
    region: str | Sequence[str] | None = None
    date: str | None = None
    title: str | None = None

    def __post_init__(self) -> None:
        if self.region is not None and not isinstance(self.region, str):
            object.__setattr__(self, "region", tuple(self.region) or None)
        for field in fields(self):
            value = getattr(self, field.name)
            for column in value if isinstance(value, tuple) else (value,):
                if not isinstance(column, str) and not (column is None and field.name != "text"):
                    raise ArgumentError(f"{field.name}= must name a column, not {named(column)}")

    @classmethod
    def of(cls, text: str, columns: Mapping[str, Any]) -> TableColumns:
        """Return the columns that were named as arguments.

        Raises
        ------
        ArgumentError
            If something else was named.

        Examples
        --------
        >>> TableColumns.of("正文", {"province": "省份"})
        Traceback (most recent call last):
        ...
        fupin_nlp.errors.ArgumentError: there is no argument province=; columns are named by name, region, date, title
        """
        known = [field.name for field in fields(cls) if field.name != "text"]
        for name in columns:
            if name not in known:
                raise ArgumentError(f"there is no argument {name}=; columns are named by {', '.join(known)}")
        return cls(text=text, **columns)

    @property
    def regions(self) -> tuple[str, ...]:
        """The columns that tell the region."""
        if self.region is None:
            return ()
        return (self.region,) if isinstance(self.region, str) else tuple(self.region)

    def check(self, columns: Sequence[str], where: str) -> None:
        """Refuse columns that a table lacks.

        Raises
        ------
        OptionError
            With the columns that there are.
        """
        for column in (self.text, self.name, *self.regions, self.date, self.title):
            if column is not None and column not in columns:
                close = get_close_matches(column, columns, n=1)
                hint = f"; do you mean {close[0]!r}?" if close else ""
                known = ", ".join(map(str, columns[:30])) or "none"
                raise OptionError(f"{where}: there is no column {column!r}{hint}. The columns are: {known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read.

    Parameters
    ----------
    max_bytes : int
        Larger files are refused before they are read; 64 MB by default.
    max_characters : int
        Longer texts, with their markup, are refused after they are decoded, whatever they come from; 4,000,000 by
        default.
    max_figures : int
        Documents with more figures, or ten times as many numbers of any kind, are refused; 50,000 by default. Memory
        grows with both limits.
    encoding : str or None
        Codec to use instead of finding out (``"gb18030"``); undecodable bytes become U+FFFD. It tells nothing about
        containers (.docx, .pdf …), which know their encoding.
    max_seconds : float
        Time that a container may take to be read; 60 by default. Files that are text have no limit of time: what they
        take grows with their size only.
    max_memory : int
        Bytes of address space of the process that reads containers; 1 GB by default. Not enforced on Windows and macOS.
    max_members : int
        Files that an archive may hold, with those of the archives inside it; 20,000 by default.
    table : TableColumns or None
        Where the rows of tables (.csv, .xlsx …) are documents: which columns hold what. None: a table is one document.

    Raises
    ------
    OptionError
        If a limit is not positive or Python has no such text codec.

    Examples
    --------
    >>> ReadOptions(max_bytes=1_000_000).max_bytes
    1000000
    """

    max_bytes: int = 64 * 1024 * 1024
    max_characters: int = 4_000_000
    max_figures: int = 50_000
    encoding: str | None = None
    max_seconds: float = 60.0
    max_memory: int = 1024 * 1024 * 1024
    max_members: int = 20_000
    table: TableColumns | None = None

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_characters", "max_figures", "max_seconds", "max_memory", "max_members"):
            if not getattr(self, name) > 0:
                raise OptionError(f"{name} must be positive, not {getattr(self, name)}")
        if self.encoding is not None:
            from fupin_nlp.ingest.encoding import codec_name

            if codec_name(self.encoding) is None:
                raise OptionError(
                    f"encoding {self.encoding!r} is no text codec of Python; try 'gb18030', 'big5', 'utf-8'"
                )
