"""ARIO with inventories: a dated path of effects after a disturbance, in seconds, on real tables.

::

    result = ario.simulate(economy, capacity_loss, ario.Settings(), steps=180)
    result.production            # days x industries, M USD a day
    result.dataset()             # xarray, with units and notes
"""

from gwanje.impact.ario.array_form import simulate_on
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.final_users import bought_by
from gwanje.impact.ario.materials import ramp, supply_path
from gwanje.impact.ario.result import Recorded, Result, collapse_day
from gwanje.impact.ario.run import simulate
from gwanje.impact.ario.scenarios import (
    CapacityShock,
    Essentiality,
    FinalDemandCap,
    FlowCap,
    Material,
    Rebuild,
    Scenario,
)
from gwanje.impact.ario.settings import Settings

__all__ = [
    "CapacityShock",
    "DailyEconomy",
    "Essentiality",
    "FinalDemandCap",
    "FlowCap",
    "Material",
    "Rebuild",
    "Recorded",
    "Result",
    "Scenario",
    "Settings",
    "bought_by",
    "collapse_day",
    "ramp",
    "simulate",
    "simulate_on",
    "supply_path",
]
