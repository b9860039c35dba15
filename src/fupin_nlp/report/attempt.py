"""One document of many: what goes wrong with it comes back and does not stop the others; the bar that shows them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TypeVar

from fupin_nlp.errors import FupinError, InterpretError, ReadError
from fupin_nlp.ingest import ReaderProcess, ReadOptions, Source, read_source
from fupin_nlp.model import RawText

__all__ = ["Failure", "attempt", "bar", "somebody_looks"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that gave no records because something went wrong.

    Attributes
    ----------
    doc : str
        The document.
    stage : str
        ``read`` or ``interpret``.
    reason : str
        What was wrong and what to do.

    Examples
    --------
    >>> print(Failure("a.txt", "read", "the file is empty"))
    a.txt: read: the file is empty
    """

    doc: str
    stage: str
    reason: str

    def __str__(self) -> str:
        return f"{self.doc}: {self.stage}: {self.reason}"


def attempt(
    source: Source, work: Callable[[RawText], T], *, options: ReadOptions, process: ReaderProcess | None = None
) -> T | Failure:
    """Read one document and do some work on it; what goes wrong with it comes back and does not stop the others.

    Containers are read by `process`, which serves many documents; without one each of them starts its own. Errors
    that are about the options or the data of the library, which would befall every document, are raised.

    Examples
    --------
    >>> from pathlib import Path
    >>> attempt(Source("b.txt", Path("no such folder/b.txt")), len, options=ReadOptions()).stage
    'read'
    """
    try:
        return work(read_source(source, options=options, process=process))
    except ReadError as error:
        return Failure(source.doc, "read", error.reason)
    except InterpretError as error:
        return Failure(source.doc, "interpret", error.reason)
    except FupinError:
        raise
    except Exception as error:  # one document of thousands must not end the run
        return Failure(source.doc, "interpret", InterpretError.of(source.doc, error).reason)


def bar(items: Iterable[T], *, show: bool | None, total: int | None) -> Iterable[T]:
    """Return the items behind a progress bar; with None where somebody is looking."""
    if not (somebody_looks() if show is None else show):
        return items
    from tqdm.auto import tqdm

    shown: Iterable[T] = tqdm(items, total=total, desc="reports", unit="report", leave=False)
    return shown


def somebody_looks() -> bool:
    """Whether a progress bar would be seen: on a terminal, or in a notebook that has ipywidgets."""
    # Without ipywidgets tqdm warns and writes to standard error, cell by cell.
    if _in_notebook():
        return find_spec("ipywidgets") is not None
    return sys.stderr is not None and sys.stderr.isatty()


def _in_notebook() -> bool:
    """Whether this code runs in a kernel; that a kernel's packages are imported says nothing."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")
