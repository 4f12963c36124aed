"""Floor 3: what breaks if it is cut. Economies in, shocks in, effects out: pure calculation, no clock, no file.

::

    economy = Economy.from_frames(intermediate, final_demand)
    result = ario.simulate(economy, capacity_loss, ario.Settings(), steps=180)
    result.production

Models with compiled loops stand in doors of their own and are imported when they are first named (docs/adr/0013):
`ario` (the dynamic model), `cascade` (firms), `scenarios`, `tariffs`.
"""

from types import ModuleType

from gwanje.impact.aggregation import aggregate
from gwanje.impact.consumer_prices import ConsumerPriceEffect, consumer_price_effect
from gwanje.impact.economy import Economy, Limit
from gwanje.impact.economy_checks import BalanceCheck
from gwanje.impact.extraction import extract_flow, extract_industries, extract_part
from gwanje.impact.extraction_results import LostSales
from gwanje.impact.ghosh import ForwardExposure, forward_exposure, ghosh_inverse
from gwanje.impact.groups import Group
from gwanje.impact.leontief import footprint, leontief_inverse, output_multipliers, quantity_response
from gwanje.impact.nodes import Nodes
from gwanje.impact.prices import PriceResponse, import_price_response, price_response
from gwanje.impact.wedges import PriceRise

__all__ = [
    "BalanceCheck",
    "ConsumerPriceEffect",
    "Economy",
    "ForwardExposure",
    "Group",
    "Limit",
    "LostSales",
    "Nodes",
    "PriceResponse",
    "PriceRise",
    "aggregate",
    "consumer_price_effect",
    "extract_flow",
    "extract_industries",
    "extract_part",
    "footprint",
    "forward_exposure",
    "ghosh_inverse",
    "import_price_response",
    "leontief_inverse",
    "output_multipliers",
    "price_response",
    "quantity_response",
]


def __getattr__(name: str) -> ModuleType:
    """A door of the room by its name, imported now."""
    if name == "ario":
        import gwanje.impact.ario as ario  # noqa: PLC0415, PLR0402 - see docs/adr/0013

        return ario
    if name == "cascade":
        import gwanje.impact.cascade as cascade  # noqa: PLC0415, PLR0402 - see docs/adr/0013

        return cascade
    if name == "scenarios":
        import gwanje.impact.scenarios as scenarios  # noqa: PLC0415, PLR0402 - see docs/adr/0013

        return scenarios
    if name == "tariffs":
        import gwanje.impact.tariffs as tariffs  # noqa: PLC0415, PLR0402 - see docs/adr/0013

        return tariffs
    raise AttributeError(f"module 'gwanje.impact' has no attribute '{name}'")
