"""Scenarios handed to the compiled spread, on one thread or several; the numbers are the same on any number of them."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.cascade.network import FirmNetwork, Floats
from gwanje.impact.cascade.spreading_kernels import Outcome, Shocks, spread_scenarios

Progress = Callable[[int, int], None]
"""Told how many scenarios are done, and of how many."""
_CHUNKS_PER_WORKER, _LARGEST_CHUNK = 8, 256


def run(
    network: FirmNetwork,
    shocks: Shocks,
    weights: Floats,
    tolerance: float,
    *,
    keep_firms: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> Outcome:
    """Every scenario on its own, from an untouched network.

    Raises:
        WrongUseError: the tolerance is not above 0 and below 1, or there is no worker.
    """
    refuse_bad_tolerance(tolerance)
    if workers < 1:
        raise WrongUseError(
            "A calculation needs a worker",
            expected="1 or more",
            found=str(workers),
            remedy="Give the number of threads",
        )
    scenarios = len(shocks.start) - 1
    outcome = _empty_outcome(scenarios, len(network), keep_firms=keep_firms)
    say = progress or (lambda _done, _total: None)

    def spread(first: int, last: int) -> int:
        spread_scenarios(network.links, shocks, weights, float(tolerance), first, last, outcome)
        return last - first

    done = 0
    for finished in _in_turn(spread, scenarios) if workers == 1 else _side_by_side(spread, scenarios, workers):
        done += finished
        say(done, scenarios)
    for found in (outcome.risk, outcome.downstream, outcome.upstream):
        np.minimum(found, 1.0, out=found)  # shares that sum to 1 may miss it in the last digit
    return outcome


def refuse_bad_tolerance(tolerance: float) -> None:
    """A tolerance is a fall of production: above 0 and below 1."""
    if not (math.isfinite(tolerance) and 0 < tolerance < 1):
        raise WrongUseError(
            "The tolerance cannot be used",
            expected="a fall of relative production, above 0 and below 1",
            found=str(tolerance),
            remedy="Write 0.01 to stop once no firm falls by more than one percentage point in a round",
        )


def _in_turn(spread: Callable[[int, int], int], scenarios: int) -> Iterator[int]:
    for first, last in _chunks(scenarios, 1):
        yield spread(first, last)


def _side_by_side(spread: Callable[[int, int], int], scenarios: int, workers: int) -> Iterator[int]:
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="cascade")
    try:
        waiting: list[Future[int]] = [pool.submit(spread, first, last) for first, last in _chunks(scenarios, workers)]
        for finished in as_completed(waiting):
            yield finished.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _chunks(scenarios: int, workers: int) -> Iterator[tuple[int, int]]:
    size = max(1, min(_LARGEST_CHUNK, math.ceil(scenarios / (workers * _CHUNKS_PER_WORKER))))
    for first in range(0, scenarios, size):
        yield first, min(first + size, scenarios)


def _empty_outcome(scenarios: int, firms: int, *, keep_firms: bool) -> Outcome:
    shape = (scenarios, firms) if keep_firms else (0, firms)
    return Outcome(
        risk=np.zeros(scenarios),
        downstream=np.zeros(scenarios),
        upstream=np.zeros(scenarios),
        rounds=np.zeros(scenarios, dtype=np.int64),
        last_fall=np.zeros(scenarios),
        left_downstream=np.zeros(shape),
        left_upstream=np.zeros(shape),
    )
