"""Where the chunks are done: in this process, in several of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fupin_nlp.batch.chunk import Chunk, Counts, do_chunk
from fupin_nlp.batch.options import BatchOptions
from fupin_nlp.errors import DependencyError, FupinError, OptionError

__all__ = ["WorkerLostError", "do_chunks"]


class WorkerLostError(Exception):
    """A process of the pool ended before its chunk did: it was killed, or it ran out of memory."""


def do_chunks(chunks: Sequence[Chunk], options: BatchOptions, told: Callable[[Counts], None]) -> None:
    """Do all chunks; `told` is called with what was done meanwhile.

    Raises
    ------
    WorkerLostError
        If a process was lost; the chunks that were complete by then are in the work folder.
    FupinError
        What befalls every document: options, data files, a work folder that cannot be written.
    DependencyError
        If the engine is Dask and it is not installed.
    """
    if options.engine == "local" and options.jobs == 1:
        for chunk in chunks:
            do_chunk(chunk, told)
        return
    from joblib import Parallel, delayed

    with _engine(options):
        # Not in order: what is done is written by the worker, and only its number comes back.
        parallel = Parallel(n_jobs=_jobs(options), return_as="generator_unordered", pre_dispatch="2*n_jobs")
        try:
            for counts in parallel(delayed(do_chunk)(chunk) for chunk in chunks):
                told(counts)
        except FupinError:
            raise
        except Exception as error:  # each engine has its own error for a lost worker
            raise WorkerLostError(f"{type(error).__name__}: {error}") from error


def _jobs(options: BatchOptions) -> int:
    # The workers of a cluster are its own affair: -1 takes all of them.
    return -1 if options.engine == "dask" else options.jobs


@contextmanager
def _engine(options: BatchOptions) -> Iterator[None]:
    from joblib import parallel_config

    if options.engine == "local":
        with parallel_config(backend="loky"):
            yield
        return
    with _cluster(options), parallel_config(backend="dask", wait_for_workers_timeout=60):
        yield


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
