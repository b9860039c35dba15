"""Options of the reading stage."""

from __future__ import annotations

from dataclasses import dataclass

from fupin_nlp.errors import OptionError

__all__ = ["ReadOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How files are read.

    Parameters
    ----------
    max_bytes : int
        Larger files are refused before they are read; 64 MB by default.
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
    encoding: str | None = None
    max_seconds: float = 60.0
    max_memory: int = 1024 * 1024 * 1024
    max_members: int = 20_000

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_seconds", "max_memory", "max_members"):
            if not getattr(self, name) > 0:
                raise OptionError(f"{name} must be positive, not {getattr(self, name)}")
        if self.encoding is not None:
            from fupin_nlp.ingest.encoding import codec_name

            if codec_name(self.encoding) is None:
                raise OptionError(
                    f"encoding {self.encoding!r} is no text codec of Python; try 'gb18030', 'big5', 'utf-8'"
                )
