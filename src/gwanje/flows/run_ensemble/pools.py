"""Where batches are made: here, by processes of this machine, or by Dask workers; the numbers are the same."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Literal

from gwanje.flows.run_ensemble.batches import Job, Made, Refusal
from gwanje.foundation.errors import UnavailableError

Pool = Literal["process", "dask", "here"]
Results = Generator[tuple[int, Made | Refusal], None, None]


class WorkersLostError(Exception):
    """Workers ended before their batches were done."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def results(pool: Pool, job: Job, workers: int, batches: Sequence[int], address: str | None) -> Results:
    """Each batch when it is done, in any order.

    Raises:
        WorkersLostError: some workers ended early; what came until then is good.
        UnavailableError: Dask is not installed, or its scheduler does not answer.
    """
    if pool == "here":
        return ((at, job.make(at)) for at in batches)
    if pool == "process":
        return _from_processes(job, min(workers, len(batches)), batches)
    try:
        from gwanje.flows.run_ensemble.dask_pool import from_dask  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as fault:
        raise UnavailableError(
            "Dask is not installed",
            expected="the package distributed",
            found=f"no module {fault.name}",
            remedy="pip install 'gwanje[dask]', or take --pool process",
        ) from fault
    return from_dask(job, min(workers, len(batches)), batches, address)


def _from_processes(job: Job, workers: int, batches: Sequence[int]) -> Results:
    """Fresh processes that hold the job; they end at once when this process does, however it ends."""
    context = multiprocessing.get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(theirs, job))
    lost, finished = False, False
    try:
        futures = {pool.submit(_make, at): at for at in batches}
        for future in as_completed(futures):
            try:
                made = future.result()
            except BrokenProcessPool:
                lost = True
                continue
            yield futures[future], made
        finished = True
    finally:
        if not finished:
            ours.close()
        pool.shutdown(wait=True, cancel_futures=True)
        ours.close()
        theirs.close()
    if lost:
        raise WorkersLostError


_held: list[Job] = []


def _begin(parent: Connection, job: Job) -> None:
    """A worker begins: it holds the job, leaves Ctrl-C to its parent, and ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _held[:] = [job]


def _end_with(parent: Connection) -> None:
    try:
        parent.recv_bytes()
    except (EOFError, OSError):
        os._exit(1)


def _make(batch: int) -> Made | Refusal:
    return _held[0].make(batch)
