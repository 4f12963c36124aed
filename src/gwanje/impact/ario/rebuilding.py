"""Final demand that is not of a normal day: lost capital that is rebuilt, and what caps on final users shift; M USD."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.final_users import DemandShift
from gwanje.impact.ario.scenarios import Rebuild
from gwanje.impact.nodes import Nodes
from gwanje.impact.statements import Floats


@dataclass(eq=False)
class _Order:
    scenario: int
    positions: NDArray[np.int64]
    left: Floats
    start: int
    days: float


@dataclass(eq=False)
class RebuildDemand:
    """What is still to be rebuilt, what caps shift, and what of both is asked for today (scenarios x industries)."""

    orders: list[_Order]
    daily: Floats
    shifts: Sequence[DemandShift] = ()

    @classmethod
    def of(
        cls,
        nodes: Nodes,
        order: NDArray[np.int64],
        given: Sequence[Sequence[Rebuild]],
        precision: Any,
        shifts: Sequence[DemandShift] = (),
    ) -> "RebuildDemand":
        """Nothing is asked for before its first day."""
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        orders = []
        for scenario, some in enumerate(given):
            for one in some:
                if one.amounts.shape != (len(one.suppliers),) or not np.all(one.amounts >= 0) or not one.days > 0:
                    raise WrongUseError(
                        "A rebuilding cannot be used",
                        expected=f"{len(one.suppliers)} amounts of 0 M USD or more, and days above 0",
                        found=f"{one.amounts}, {one.days} days",
                        remedy="Give the capital to be rebuilt by supplier, in M USD",
                    )
                at = np.array([place[nodes.at(region, sector)] for region, sector in one.suppliers], dtype=np.int64)
                orders.append(_Order(scenario, at, one.amounts.astype(np.float64), one.start, one.days))
        return cls(orders, np.zeros((len(given), len(order)), dtype=precision), shifts)

    @property
    def any(self) -> bool:
        """Whether final demand is ever other than on a normal day, in any scenario."""
        return bool(self.orders or self.shifts)

    def deliver(self, day: int, phi: Floats) -> None:
        """Take off what was delivered today, and ask for tomorrow's share of the rest."""
        if not self.any:
            return
        asked = np.zeros_like(self.daily)
        for one in self.orders:
            if day > one.start:
                one.left = one.left - np.minimum(one.left, phi[one.scenario, one.positions] * (one.left / one.days))
            if day >= one.start:
                asked[one.scenario, one.positions] += one.left / one.days
        for shift in self.shifts:
            asked[shift.scenario, shift.positions] += shift.path[day]
        self.daily = asked

    def daily_at(self, at: tuple[int, NDArray[np.int64]]) -> Floats:
        """What is asked for today of some suppliers."""
        found: Floats = self.daily[at]
        return found
