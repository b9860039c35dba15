"""Errors of the library: one root, messages that say what was wrong, where, and what to do."""

from __future__ import annotations

__all__ = [
    "ArgumentError",
    "DataFileError",
    "DependencyError",
    "FailureWarning",
    "FupinError",
    "FupinWarning",
    "InterpretError",
    "MissingDataFileError",
    "MissingInputError",
    "OptionError",
    "ReadError",
    "StoreError",
    "named",
    "unreadable",
]


def named(value: object) -> str:
    """Return how a message names something that was passed: one line, not too long, with its type.

    Examples
    --------
    >>> named("a text"), named(None), named(["x" * 100])
    ("'a text' (str)", 'None', "['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx… (list)")
    """
    if value is None:
        return "None"
    shown = " ".join(repr(value).split())
    return f"{shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'} ({type(value).__name__})"


_SHOWN = 60  # characters
_LONGEST = 400  # characters of a reason that nobody wrote


class FupinError(Exception):
    """Root of every error that the library raises on purpose.

    Examples
    --------
    >>> issubclass(ReadError, FupinError) and issubclass(OptionError, (FupinError, ValueError))
    True
    """


class FupinWarning(UserWarning):
    """Something was done, but perhaps not what was meant; the message says what to look at."""


class FailureWarning(FupinWarning):
    """Documents could not be read, and what follows is without them; the message names the first and why."""


class ArgumentError(FupinError, TypeError):
    """An argument is of a kind that is not taken; the message says what is wanted and what was given."""


class ReadError(FupinError, OSError):
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
    >>> issubclass(ReadError, OSError)
    True
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[ReadError], tuple[str, str]]:
        # Errors cross process borders in batch runs; the default would call __init__ with one argument.
        return (type(self), (self.name, self.reason))


class MissingInputError(ReadError, FileNotFoundError):
    """There is no file or folder of a name that was given."""


def unreadable(name: str, error: Exception, kind: str = "") -> ReadError:
    """Return the error of a file that could not be opened, or is not of a kind (``UTF-8 JSON Lines``).

    Examples
    --------
    >>> unreadable("a.jsonl", FileNotFoundError(2, "No such file or directory"))
    MissingInputError('a.jsonl: there is no such file')
    """
    if isinstance(error, FileNotFoundError):
        return MissingInputError(name, "there is no such file")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReadError(name, f"cannot be read{f' as {kind}' if kind else ''}: {reason}")


class InterpretError(FupinError):
    """A mistake of the library in one document; the message says where, so that it can be reported.

    Parameters
    ----------
    name : str
        The document.
    reason : str
        What went wrong and where.

    Examples
    --------
    >>> str(InterpretError("a.txt", "mistake in the library"))
    'a.txt: mistake in the library'
    """

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason

    def __reduce__(self) -> tuple[type[InterpretError], tuple[str, str]]:
        return (type(self), (self.name, self.reason))

    @classmethod
    def of(cls, name: str, error: Exception) -> InterpretError:
        """Return the error of a document for one that nobody foresaw.

        Examples
        --------
        >>> InterpretError.of("a.txt", MemoryError()).reason
        'there is not enough memory for it; split the document'
        """
        if isinstance(error, MemoryError):
            return cls(name, "there is not enough memory for it; split the document")
        import traceback
        from pathlib import PurePath

        frames = traceback.extract_tb(error.__traceback__)
        place = f" ({PurePath(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
        told = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
        return cls(name, f"mistake in the library, please report it: {told}{place}")


class DataFileError(FupinError):
    """A data file (units, measures, word lists, regions …) breaks its schema."""


class MissingDataFileError(DataFileError, FileNotFoundError):
    """There is no data file of a name that was given (a taxonomy, a lexicon)."""


class OptionError(FupinError, ValueError):
    """An option has a value that is not among its choices; the message lists them."""


class DependencyError(FupinError, ImportError):
    """An optional package is needed for what was asked; the message says which one to install."""


class StoreError(FupinError):
    """A store of results cannot be opened or written; the message names it and says what to do."""
