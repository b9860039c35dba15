"""Errors of the library: one root, messages that say what was wrong, where, and what to do."""

from __future__ import annotations

__all__ = ["DataFileError", "DependencyError", "FupinError", "OptionError", "ReadError", "StoreError"]


class FupinError(Exception):
    """Root of every error that the library raises on purpose.

    Examples
    --------
    >>> issubclass(ReadError, FupinError) and issubclass(OptionError, (FupinError, ValueError))
    True
    """


class ReadError(FupinError):
    """A document could not be read.

    Parameters
    ----------
    name : str
        The document, as the user knows it (path or ``stdin``).
    reason : str
        What was wrong and what can be done about it.

    Examples
    --------
    >>> str(ReadError("a.txt", "the file is empty"))
    'a.txt: the file is empty'
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        # Errors cross process borders in batch runs; the default would call __init__ with one argument.
        return (type(self), (self.name, self.reason))


class DataFileError(FupinError):
    """A data file (units, measures, word lists, regions …) breaks its schema."""


class OptionError(FupinError, ValueError):
    """An option has a value that is not among its choices; the message lists them."""


class DependencyError(FupinError, ImportError):
    """An optional package is needed for what was asked; the message says which one to install."""


class StoreError(FupinError):
    """A store of results cannot be opened or written; the message names it and says what to do."""
