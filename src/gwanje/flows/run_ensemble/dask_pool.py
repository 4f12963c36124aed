"""Batches by Dask workers: of a scheduler that runs somewhere, or of a small cluster on this machine alone."""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import dask
from distributed import CancelledError, Client, KilledWorker, LocalCluster, Worker, WorkerPlugin, wait

from gwanje.flows.run_ensemble.batches import Job, Made, Refusal, Results, WorkersLostError
from gwanje.foundation.errors import UnavailableError

LOOPBACK = "127.0.0.1"
LOOK_AROUND_S = 10
WITHOUT_WORKERS = 6  # looks around that find no worker before the batches are given up
ANSWER_S = 20
_held: dict[str, Job] = {}


class HoldsJob(WorkerPlugin):
    """Gives every worker the job once, also those that replace a lost one."""

    def __init__(self, run: str, job: Job) -> None:
        self.name = f"gwanje-ensemble-{run}"
        self.run, self.job = run, job

    def setup(self, worker: Worker) -> None:
        """A worker begins."""
        del worker
        _held[self.run] = self.job

    def teardown(self, worker: Worker) -> None:
        """A worker ends, or the ensemble does."""
        del worker
        _held.pop(self.run, None)


def from_dask(job: Job, workers: int, batches: Sequence[int], address: str | None) -> Results:
    """Each batch when it is done, in any order."""
    run, lost = uuid4().hex, False
    with ExitStack() as opened:
        client = opened.enter_context(_client(opened, workers, address))
        plugin = HoldsJob(run, job)
        client.register_plugin(plugin)
        opened.callback(client.unregister_worker_plugin, plugin.name)
        waiting = {client.submit(_make, run, at, key=f"{plugin.name}-{at}", pure=False): at for at in batches}
        opened.callback(client.cancel, list(waiting), force=True)
        while waiting:
            for future in _finished(client, list(waiting)):
                at = waiting.pop(future)
                try:
                    made = future.result()
                except (KilledWorker, CancelledError):
                    lost = True
                    continue
                yield at, made
    if lost:
        raise WorkersLostError


def _make(run: str, batch: int) -> Made | Refusal:
    return _held[run].make(batch)


def _client(opened: ExitStack, workers: int, address: str | None) -> Any:
    where: Any = opened.enter_context(_cluster(workers)) if address is None else address
    try:
        return Client(where, timeout=ANSWER_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as fault:
        raise UnavailableError(
            "The Dask scheduler does not answer",
            place=str(address),
            expected="the address of a running scheduler, e.g. tcp://127.0.0.1:8786",
            found=str(fault),
            remedy="Check the address, or leave it out for workers on this machine",
        ) from fault


def _cluster(workers: int) -> Any:
    """Workers on this machine: reached only with a certificate of the moment; no pages are served."""
    with dask.config.set({"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}):
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            scheduler_kwargs={"dashboard": False, "dashboard_address": f"{LOOPBACK}:0"},
            security=True,
            silence_logs=logging.CRITICAL,
        )


def _finished(client: Any, waiting: list[Any]) -> set[Any]:
    """Those that are done; a cluster that is found without a worker again and again is given up."""
    alone = 0
    while alone < WITHOUT_WORKERS:
        try:
            with client.as_current():
                return set(wait(waiting, timeout=LOOK_AROUND_S, return_when="FIRST_COMPLETED").done)  # type: ignore[no-untyped-call]
        except TimeoutError:
            alone = 0 if _has_workers(client) else alone + 1
        except CancelledError:
            break
    raise WorkersLostError


def _has_workers(client: Any) -> bool:
    try:
        return bool(client.status == "running" and client.nthreads())
    except OSError:
        return False
