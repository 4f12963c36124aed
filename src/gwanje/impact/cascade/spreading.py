"""Scenarios handed to the compiled spread, on one thread or several; the numbers are the same on any number of them."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np

from gwanje.foundation.errors import UnavailableError, WrongUseError
from gwanje.impact.cascade.arrays import Counts, Outcome, Shocks
from gwanje.impact.cascade.front_kernels import MOST_ROUNDS, WIDE, spread_from_front
from gwanje.impact.cascade.lanes_kernels import spread_in_lanes
from gwanje.impact.cascade.network import FirmNetwork, Floats

Progress = Callable[[int, int], None]
"""Told how many scenarios are done, and of how many."""
_LARGEST_PART = 256
"""Long enough that the last lanes of a part are seldom alone, short enough to say how far it is."""


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
        UnavailableError: a cascade does not settle at the tolerance.
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
    given = (network.links, shocks, weights, float(tolerance))
    say = progress or (lambda _done, _total: None)

    def narrow(part: Counts) -> int:
        first, last = int(part[0]), int(part[-1]) + 1
        spread_from_front(*given, first, last, outcome)
        return int((outcome.rounds[first:last] != WIDE).sum())

    def wide(part: Counts) -> int:
        spread_in_lanes(*given, part, outcome)
        return len(part)

    done = 0
    for spread in (narrow, wide):
        for finished in _done(spread, np.flatnonzero(outcome.rounds == WIDE), workers):
            done += finished
            if finished:
                say(done, scenarios)
    _refuse_unsettled(outcome, float(tolerance))
    for found in (outcome.risk, outcome.downstream, outcome.upstream):
        np.minimum(found, 1.0, out=found)  # shares that sum to 1 may miss it in the last digit
    return outcome


def _refuse_unsettled(outcome: Outcome, tolerance: float) -> None:
    """A cascade that was still falling when it was stopped has no result."""
    falling = outcome.last_fall[outcome.last_fall > tolerance]
    if falling.size:
        raise UnavailableError(
            f"{falling.size} cascade(s) of {len(outcome.last_fall)} do not settle at this tolerance",
            expected=f"no firm falls by more than {tolerance:g} in a round within {MOST_ROUNDS:,} rounds",
            found=f"a fall of {falling.max():.2g} in the last round",
            remedy="Give a coarser tolerance, for example 0.01; such falls shrink with one over the rounds",
        )


def refuse_bad_tolerance(tolerance: float) -> None:
    """A tolerance is a fall of production: above 0 and below 1."""
    if not (math.isfinite(tolerance) and 0 < tolerance < 1):
        raise WrongUseError(
            "The tolerance cannot be used",
            expected="a fall of relative production, above 0 and below 1",
            found=str(tolerance),
            remedy="Write 0.01 to stop once no firm falls by more than one percentage point in a round",
        )


def _done(spread: Callable[[Counts], int], scenarios: Counts, workers: int) -> Iterator[int]:
    """How many scenarios each part has finished, part by part."""
    parts = _parts(scenarios, workers)
    if workers == 1:
        yield from map(spread, parts)
        return
    pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="cascade")
    try:
        for waiting in as_completed([pool.submit(spread, part) for part in parts]):
            yield waiting.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _parts(scenarios: Counts, workers: int) -> Iterator[Counts]:
    size = max(1, min(_LARGEST_PART, math.ceil(len(scenarios) / workers)))
    return (scenarios[first : first + size] for first in range(0, len(scenarios), size))


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
