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
        Codec to use instead of finding out (``"gb18030"``); undecodable bytes become U+FFFD.

    Raises
    ------
    OptionError
        If `max_bytes` is not positive or Python has no such text codec.

    Examples
    --------
    >>> ReadOptions(max_bytes=1_000_000).max_bytes
    1000000
    """

    max_bytes: int = 64 * 1024 * 1024
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.max_bytes <= 0:
            raise OptionError(f"max_bytes must be positive, not {self.max_bytes}")
        if self.encoding is not None:
            from fupin_nlp.ingest.encoding import codec_name

            if codec_name(self.encoding) is None:
                raise OptionError(
                    f"encoding {self.encoding!r} is no text codec of Python; try 'gb18030', 'big5', 'utf-8'"
                )
