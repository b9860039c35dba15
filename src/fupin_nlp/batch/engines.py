"""Where the chunks are done: in this process, in several of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from fupin_nlp.batch.chunk import Chunk, Counts, do_chunk, prepare, reader_of
from fupin_nlp.batch.options import BatchOptions
from fupin_nlp.batch.pool import Pool, WorkerLostError
from fupin_nlp.errors import DependencyError, FupinError, OptionError
from fupin_nlp.ingest.process import ReaderProcess

__all__ = ["Engine", "engine_of"]


class Engine(Protocol):
    """What does chunks.

    Attributes
    ----------
    processes : int
        How many it does at once.
    reader : ReaderProcess or None
        The process that reads containers for this one, if it does chunks itself.
    """

    processes: int
    reader: ReaderProcess | None

    def do(self, chunks: Iterable[Chunk], told: Callable[[Counts], None]) -> None:
        """Do all chunks; `told` is called with what was done meanwhile.

        Raises
        ------
        WorkerLostError
            If a process was lost; the chunks that were complete by then are in the work folder.
        FupinError
            What befalls every document: options, data files, a work folder that cannot be written.
        """


@contextmanager
def engine_of(options: BatchOptions, *, own: bool = False) -> Iterator[Engine]:
    """Start what does the chunks of a run; its processes load what they need while documents are looked for.

    Parameters
    ----------
    options : BatchOptions
        Jobs and engine.
    own : bool
        This process is a program of our own, no host's; see `Pool`.

    Raises
    ------
    OptionError
        If a scheduler cannot be reached.
    DependencyError
        If the engine is Dask and it is not installed.
    """
    if options.engine == "dask":
        with _cluster(options) as client:
            yield _Cluster(client)
    elif options.jobs == 1:
        reader = reader_of(options.report.read)
        try:
            yield _Here(reader)
        finally:
            reader.close()
    else:
        with Pool(_processes(options.jobs), prepare, options.report, own=own) as pool:
            yield _Processes(pool)


def _processes(jobs: int) -> int:
    if jobs != -1:
        return jobs
    from joblib import cpu_count  # knows of the limits of containers

    return int(cpu_count())


class _Here:
    """Chunk after chunk in this process."""

    processes = 1

    def __init__(self, reader: ReaderProcess) -> None:
        self.reader: ReaderProcess | None = reader

    def do(self, chunks: Iterable[Chunk], told: Callable[[Counts], None]) -> None:
        for chunk in chunks:
            do_chunk(chunk, told)


class _Processes:
    """Processes of this machine."""

    reader: ReaderProcess | None = None

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.processes = pool.size

    def do(self, chunks: Iterable[Chunk], told: Callable[[Counts], None]) -> None:
        for counts in self._pool.do(do_chunk, chunks):
            told(counts)


class _Cluster:
    """The workers of a Dask cluster, by the interface of joblib."""

    reader: ReaderProcess | None = None

    def __init__(self, client: Any) -> None:
        self.processes = max(1, len(client.scheduler_info()["workers"]))

    def do(self, chunks: Iterable[Chunk], told: Callable[[Counts], None]) -> None:
        from joblib import Parallel, delayed, parallel_config

        with parallel_config(backend="dask", wait_for_workers_timeout=60):
            # All workers of the cluster. Not in order: what is done is written by the worker, and only its number
            # comes back.
            parallel = Parallel(n_jobs=-1, return_as="generator_unordered", pre_dispatch="2*n_jobs")
            try:
                for counts in parallel(delayed(do_chunk)(chunk) for chunk in chunks):
                    told(counts)
            except FupinError:
                raise
            except Exception as error:  # the cluster has errors of its own for a lost worker
                raise WorkerLostError(f"{type(error).__name__}: {error}") from error


@contextmanager
def _cluster(options: BatchOptions) -> Iterator[Any]:
    try:
        import distributed
    except ImportError as error:
        raise DependencyError("the engine dask needs Dask: pip install 'fupin-nlp[dask]'") from error
    make: Callable[..., Any] = distributed.Client
    workers = {} if options.jobs == -1 else {"n_workers": options.jobs}
    try:
        if options.scheduler is not None:
            client = make(options.scheduler, timeout="10s")
        else:
            client = make(threads_per_worker=1, processes=True, dashboard_address=None, **workers)
    except (OSError, TimeoutError, ValueError) as error:
        where = options.scheduler or "a cluster on this machine"
        raise OptionError(f"scheduler {where}: cannot be reached: {error}; start it with 'dask scheduler'") from error
    try:
        yield client
    finally:
        client.close()
