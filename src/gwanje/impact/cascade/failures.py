"""What given failures do to every other firm: one or several firms at once, wholly or in part."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.cascade.arrays import Shocks
from gwanje.impact.cascade.network import FirmNetwork, Floats
from gwanje.impact.cascade.risk import Kind, Weights, shares_of
from gwanje.impact.cascade.spreading import Progress, run

Scenario = Mapping[Hashable, float]
"""What is left of the capacity of the firms that are hit, from 0 (failed) to 1 (untouched)."""


@dataclass(frozen=True, slots=True, eq=False)
class Failures:
    """What scenarios do, one row or number each: the loss of all firms, and what is left of each firm."""

    firms: pd.Index
    risk: Floats
    downstream: Floats
    upstream: Floats
    left_downstream: Floats
    left_upstream: Floats
    rounds: npt.NDArray[np.int64]
    last_fall: Floats
    tolerance: float
    kind: Kind = "simulation"

    @property
    def left(self) -> Floats:
        """What is left of each firm in the worse of the two directions; one scenario a row."""
        return np.minimum(self.left_downstream, self.left_upstream)


def failed(*firms: Hashable) -> Scenario:
    """The scenario in which these firms stop altogether.

    Shapes and units:
        firms: labels. Result: the remaining capacity 0 for each, dimensionless.

    Source:
        As in `systemic_risk`.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> failed("a", "b")
        {'a': 0.0, 'b': 0.0}
    """
    return dict.fromkeys(firms, 0.0)


def failures(
    network: FirmNetwork,
    scenarios: Sequence[Scenario],
    tolerance: float = 1e-2,
    *,
    weights: Weights | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Failures:
    """The share of all output that is lost in each scenario, and what is left of every firm.

    Shapes and units:
        scenarios: for each the remaining capacity of the firms that are hit, from 0 to 1, dimensionless; the others
        stay at 1. Others as in `systemic_risk`. Result: one number per scenario, from 0 to 1; `left`, `left_downstream`
        and `left_upstream` are scenarios x firms, relative production from 0 to 1.

    Source:
        As in `systemic_risk`; the remaining capacities are psi of the paper.

    Differs:
        As in `systemic_risk`.

    Raises:
        UnknownKeyError: a firm is not in the network.
        WrongUseError: there is no scenario, a remaining capacity is not from 0 to 1, or as in `systemic_risk`.
        UnavailableError: a cascade does not settle at the tolerance.

    Example:
        >>> network = FirmNetwork.from_frames([("a", "b", 1.0), ("b", "c", 3.0)], {"a": 1, "b": 2, "c": 3}, "essential")
        >>> found = failures(network, [failed("a"), {"a": 0.5}])
        >>> found.risk.tolist(), found.left.tolist()
        ([1.0, 0.5], [[0.0, 0.0, 0.0], [0.5, 0.5, 0.5]])
    """
    found = run(
        network,
        _shocks(network, scenarios),
        shares_of(network, weights),
        tolerance,
        keep_firms=True,
        workers=workers,
        progress=progress,
    )
    return Failures(
        firms=network.firms,
        risk=found.risk,
        downstream=found.downstream,
        upstream=found.upstream,
        left_downstream=found.left_downstream,
        left_upstream=found.left_upstream,
        rounds=found.rounds,
        last_fall=found.last_fall,
        tolerance=tolerance,
    )


def _shocks(network: FirmNetwork, scenarios: Sequence[Scenario]) -> Shocks:
    if not scenarios:
        raise WrongUseError(
            "There is no scenario", expected="one or more", found="none", remedy="Name the firms that fail"
        )
    firms = [firm for scenario in scenarios for firm in scenario]
    left = [_capacity(value, firm) for scenario in scenarios for firm, value in scenario.items()]
    return Shocks(
        start=np.concatenate([[0], np.cumsum([len(scenario) for scenario in scenarios])]).astype(np.int64),
        firm=network.positions(firms).astype(np.uint32),
        left=np.array(left, dtype=np.float64),
    )


def _capacity(value: float, firm: Hashable) -> float:
    if not 0 <= value <= 1:
        raise WrongUseError(
            f"The remaining capacity of {firm!r} cannot be used",
            expected="a fraction from 0 (failed) to 1 (untouched)",
            found=str(value),
            remedy="Write 0.25 for a firm that keeps a quarter of its capacity",
        )
    return float(value)
