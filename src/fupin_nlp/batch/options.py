"""How a run over many documents is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from fupin_nlp.errors import OptionError
from fupin_nlp.report import ReportOptions

__all__ = ["ENGINES", "BatchOptions"]

ENGINES = ("local", "dask")


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How a run over many documents is done; the rows do not depend on it.

    Parameters
    ----------
    jobs : int
        Processes that work at once; -1 takes one for each core. With ``engine="dask"`` it is the number of workers
        that are started where no scheduler is named.
    engine : {"local", "dask"}
        Processes of this machine, or a Dask cluster.
    scheduler : str or None
        Address of a Dask scheduler that runs already (``tcp://host:8786``). Its workers must see the same files
        under the same paths.
    seconds : float
        A document that takes longer is given up and reported.
    resume : bool
        Keep what an earlier run of the same output has done, where document, version and options are unchanged.
    report : ReportOptions
        How each document is read.

    Raises
    ------
    OptionError
        If a value is not among its choices.

    Examples
    --------
    >>> BatchOptions(jobs=2).engine
    'local'
    >>> BatchOptions(engine="spark")
    Traceback (most recent call last):
        ...
    fupin_nlp.errors.OptionError: engine 'spark' is not known; choose one of local, dask
    """

    jobs: int = 1
    engine: str = "local"
    scheduler: str | None = None
    seconds: float = 300.0
    resume: bool = False
    report: ReportOptions = field(default_factory=ReportOptions)

    def __post_init__(self) -> None:
        if self.engine not in ENGINES:
            raise OptionError(f"engine {self.engine!r} is not known; choose one of {', '.join(ENGINES)}")
        if self.scheduler is not None and self.engine != "dask":
            raise OptionError("a scheduler is for the engine dask: add --engine dask")
        if self.jobs < 1 and self.jobs != -1:
            raise OptionError(f"jobs must be 1 or more, or -1 for one a core, not {self.jobs}")
        if not self.seconds > 0:
            raise OptionError(f"seconds must be positive, not {self.seconds}")
