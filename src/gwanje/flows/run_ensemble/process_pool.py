"""Batches by fresh processes of this machine, which hold the economy and end with the process that began them."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection

from gwanje.flows.run_ensemble.batches import Job, Made, Refusal, Results, WorkersLostError


def from_processes(job: Job, workers: int, batches: Sequence[int]) -> Results:
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
