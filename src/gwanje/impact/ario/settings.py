"""The parameters of the dynamic model: the plain published one unless something is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gwanje.foundation.errors import WrongUseError, unknown_key
from gwanje.impact.statements import Floats

PerSector = float | Mapping[str, float]
OrderRule = Literal["alt", "noalt"]
Rationing = Literal["proportional", "industries_first", "final_demand_first"]
Compat = Literal["boario-0.7.2"]

LEAST_INPUT_SHARE = (
    1e-5 / 365
)  # an input below this share of output never binds (the reference: a year's against a day's)
SHORTEST_STOCK_DAYS = 2.0  # a target of a day or less becomes two days, in the reference and here


@dataclass(frozen=True, slots=True)
class Settings:
    """ARIO with inventories (Hallegatte 2014), defaults as published.

    psi: stock fraction below which production is constrained; overproduction_max: factor on capacity; no unit.
    inventory_days: target of each input's stock in days of use, a number or days by sector; inf: never binding.
    inventory_restoration_tau: days; overproduction_tau: days. order_rule: alt orders go to who has capacity left,
    noalt keeps the shares. rationing: who is served first when production falls short.
    compat restores the behaviour of a reference implementation; it exists for tests.
    """

    psi: float = 0.8
    inventory_days: PerSector = 90.0
    inventory_restoration_tau: PerSector = 60.0
    overproduction_max: float = 1.25
    overproduction_tau: float = 365.0
    order_rule: OrderRule = "alt"
    compat: Compat | None = None
    rationing: Rationing = "proportional"

    def __post_init__(self) -> None:
        _within("psi", self.psi, 0.0, 1.0)
        _within("overproduction_max", self.overproduction_max, 1.0, 10.0)
        if not 0 < self.overproduction_tau < np.inf:
            raise _refused("overproduction_tau", "days, above 0", self.overproduction_tau)
        if self.order_rule not in ("alt", "noalt"):
            raise unknown_key("order rule", self.order_rule, ("alt", "noalt"))
        if self.rationing not in ("proportional", "industries_first", "final_demand_first"):
            raise unknown_key(
                "rationing rule", self.rationing, ("proportional", "industries_first", "final_demand_first")
            )
        if self.compat not in (None, "boario-0.7.2"):
            raise unknown_key("reference implementation", str(self.compat), ("boario-0.7.2",))

    def stock_days(self, sectors: tuple[str, ...]) -> Floats:
        """Target of the stock of each input in days; inf where it never binds."""
        days = per_sector("inventory_days", self.inventory_days, sectors, least=0.0)
        return np.where(days <= 1.0, SHORTEST_STOCK_DAYS, days)

    def restoration_days(self, sectors: tuple[str, ...]) -> Floats:
        """Days over which a missing stock of each input is restored."""
        return per_sector("inventory_restoration_tau", self.inventory_restoration_tau, sectors, least=1.0)


def per_sector(name: str, given: PerSector, sectors: tuple[str, ...], *, least: float) -> Floats:
    """One number for every sector, from one number or from a mapping that names every sector."""
    if isinstance(given, Mapping):
        for one in given:
            if one not in sectors:
                raise unknown_key("sector of the table", one, sectors)
        missing = [one for one in sectors if one not in given]
        if missing:
            raise _refused(name, "a number for every sector", f"none for {', '.join(missing[:5])}")
        values = np.array([float(given[one]) for one in sectors])
    else:
        values = np.full(len(sectors), float(given))
    if np.isnan(values).any() or (values < least).any():
        raise _refused(name, f"days, {least:g} or more (inf: never binding)", given)
    return values


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise _refused(name, f"from {low:g} to {high:g}", value)


def _refused(name: str, expected: str, found: object) -> WrongUseError:
    return WrongUseError(
        f"The setting {name} cannot be used",
        expected=expected,
        found=str(found),
        remedy="Leave it out for the published value, or give a number within the range",
    )
