"""Where batches are made: here, by processes of this machine, or by Dask workers; the numbers are the same."""

import os
from collections.abc import Sequence
from typing import Literal

from gwanje.flows.run_ensemble.batches import Job, Results
from gwanje.flows.run_ensemble.process_pool import from_processes
from gwanje.foundation.errors import UnavailableError

Pool = Literal["process", "dask", "here"]


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
        return from_processes(job, min(workers, len(batches)), batches)
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
