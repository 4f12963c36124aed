"""Floor 3: what breaks if it is cut. Economies in, shocks in, effects out: pure calculation, no clock, no file.

::

    economy = Economy.from_frames(intermediate, final_demand)
    result = ario.simulate(economy, capacity_loss, ario.Settings(), steps=180)
    result.production
"""

from gwanje.impact.aggregation import aggregate
from gwanje.impact.economy import Economy, Limit
from gwanje.impact.economy_checks import BalanceCheck
from gwanje.impact.nodes import Nodes

__all__ = ["BalanceCheck", "Economy", "Limit", "Nodes", "aggregate"]
