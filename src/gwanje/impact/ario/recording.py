"""Keeping what was asked for, day by day, in the order of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from gwanje.foundation.errors import UnavailableError
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.kernels import UNBOUND, lowest_cover, put_back
from gwanje.impact.ario.result import Recorded
from gwanje.impact.economy import Economy
from gwanje.impact.nodes import Positions
from gwanje.impact.statements import Floats

if TYPE_CHECKING:
    from gwanje.impact.ario.stepping import Model

MOST_CELLS = 4e8
BINDING = ("binding_input", "binding_material")


@dataclass(eq=False)
class Recorder:
    """Arrays of scenarios x days x industries; names of inputs are kept as numbers until the end."""

    economy: Economy
    daily: DailyEconomy
    arrays: dict[str, np.ndarray]
    world: Floats
    only: Positions | None
    materials: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        economy: Economy,
        daily: DailyEconomy,
        many: int,
        steps: int,
        record: Sequence[Recorded],
        only: Positions | None = None,
    ) -> "Recorder":
        """Room for what is to be kept; more than fits is refused before the run."""
        width = len(daily) if only is None else len(only)
        cells = float(many) * steps * width * len(record)
        if cells > MOST_CELLS:
            raise UnavailableError(
                "The run would keep more than this machine should hold",
                expected=f"at most {MOST_CELLS:.0g} cells",
                found=f"{many} scenarios x {steps} days x {width} industries x {len(record)} quantities",
                remedy="Record fewer quantities, or run it as an ensemble, which keeps what is asked of it",
            )
        shape = (many, steps, width)
        arrays: dict[str, np.ndarray] = {}
        for name in record:
            arrays[name] = np.zeros(shape, dtype=np.int16) if name in BINDING else np.zeros(shape)
        return cls(economy, daily, arrays, np.zeros((many, steps)), only)

    def keep(self, day: int, model: "Model") -> None:
        """Keep one day."""
        self.materials = model.material_names
        for name, array in self.arrays.items():
            put_back(self._values(name, model), self._kept, array[:, day])
        self.world[:, day] = model.production.sum(axis=1)

    @cached_property
    def _kept(self) -> Positions:
        """Where the industries to keep, or all of them, stand in the sorted order."""
        place = np.empty(len(self.daily), dtype=np.int64)
        place[self.daily.order] = np.arange(len(self.daily))
        return place[self.only] if self.only is not None else place

    def _values(self, name: str, model: "Model") -> np.ndarray:
        if name == "unmet_final_demand":
            return model.unmet
        if name == "cover_days":
            return self._cover(model)
        known: dict[str, np.ndarray] = {
            "production": model.production,
            "capacity": model.capacity,
            "overproduction": model.alpha,
            "binding_input": model.short_input,
            "binding_material": model.short_material,
        }
        return known[name]

    def _cover(self, model: "Model") -> Floats:
        days = np.empty_like(model.production)
        lowest_cover(model.stocks.stock, model.one_over_inputs, model.stocks.binds, days)
        return np.where(days < UNBOUND, days, np.nan)

    def paths(self, *, listed: bool) -> dict[str, np.ndarray]:
        """What was kept, with names for numbers; without the scenario axis for a single run."""
        found = {}
        for name, array in self.arrays.items():
            values = array
            if name == "binding_input":
                values = np.array(["", *self.economy.nodes.sectors])[array]
            elif name == "binding_material":
                values = np.array(["", *self.materials])[array]
            found[name] = values if listed else values[0]
        return found
