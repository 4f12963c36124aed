"""What a run gives: paths by day and industry with their units, and what kind of statement they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr

from gwanje.impact.economy import Economy
from gwanje.impact.nodes import Positions, in_words
from gwanje.impact.statements import Floats

Recorded = Literal[
    "production", "capacity", "overproduction", "unmet_final_demand", "cover_days", "binding_input", "binding_material"
]
EVERYTHING: tuple[Recorded, ...] = (
    "production",
    "capacity",
    "overproduction",
    "unmet_final_demand",
    "cover_days",
    "binding_input",
    "binding_material",
)
UNITS = {
    "production": "M USD/day",
    "capacity": "M USD/day",
    "overproduction": "1",
    "unmet_final_demand": "M USD/day",
    "cover_days": "days",
    "binding_input": "sector",
    "binding_material": "material",
}
ABOUT = {
    "production": "output that is realised",
    "capacity": "output that capacity allows",
    "overproduction": "factor on capacity",
    "unmet_final_demand": "final demand for the industry's product that is not met",
    "cover_days": "smallest stock of an input, in days of normal use",
    "binding_input": "the input whose stock limits output; empty where none does",
    "binding_material": "the material that limits output; empty where none does",
}


@dataclass(frozen=True, eq=False)
class Result:
    """Paths of one run, or of many with a leading scenario axis; days x industries in the order of the table."""

    paths: dict[str, np.ndarray]
    economy: Economy
    scenarios: tuple[str, ...] | None
    notes: tuple[str, ...]
    world_output: Floats
    only: Positions | None = None

    def __getattr__(self, name: str) -> np.ndarray:
        paths: dict[str, np.ndarray] = object.__getattribute__(self, "paths")
        if name in paths:
            return paths[name]
        raise AttributeError(f"this run did not record '{name}'; it recorded {', '.join(paths)}")

    @property
    def undisturbed(self) -> Floats:
        """Output of every industry on day 0, M USD/day."""
        day_zero: Floats = self.paths["production"][..., 0, :]
        return day_zero[0] if self.scenarios is not None else day_zero

    def dataset(self) -> xr.Dataset:
        """The same as an xarray Dataset, with units and notes."""
        axes: list[tuple[str, Sequence[object]]] = []
        if self.scenarios is not None:
            axes.append(("scenario", [name or f"{at}" for at, name in enumerate(self.scenarios)]))
        first = next(iter(self.paths.values()))
        kept = range(len(self.economy)) if self.only is None else [int(at) for at in self.only]
        labels = [self.economy.nodes.labels[at] for at in kept]
        axes += [("day", range(first.shape[-2])), ("industry", [in_words(label) for label in labels])]
        names = [axis for axis, _ in axes]
        variables = {
            name: (names, values, {"unit": UNITS[name], "about": ABOUT[name], "kind": "simulation"})
            for name, values in self.paths.items()
        }
        region = ("industry", [one for one, _ in labels])
        sector = ("industry", [one for _, one in labels])
        return xr.Dataset(
            variables,
            coords={**{axis: list(values) for axis, values in axes}, "region": region, "sector": sector},
            attrs={
                "kind": "simulation",
                "notes": self.notes,
                "sources": self.economy.sources,
                "year": self.economy.year,
            },
        )


def collapse_day(world: Floats, shocked_share: float, *, output_below: float, shocked_below: float) -> int | None:
    """The first day on which the model world collapses by the given rule; None where it does not.

    Shapes and units:
        world: output of all industries by day, as `world_output` of one scenario; shocked_share: share of the world's
        output that the scenario touches directly; output_below, shocked_below: shares, content decides them.
        Result: a day, counted from 0, or None.

    Source:
        Horizon rule of docs/methods-impact.md: with every input critical the model world stops by itself.

    Differs:
        Project choice: no published equation.

    Raises:
        Nothing.

    Example:
        >>> from gwanje.impact import Economy, Nodes
        >>> two = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> demand = np.array([[6.0], [9.0]])
        >>> economy = Economy.from_arrays(
        ...     two, np.array([[0.0, 4.0], [1.0, 0.0]]), demand, final_columns=(("OZZ", "all uses"),)
        ... )
        >>> from gwanje.impact import ario
        >>> calm = ario.simulate(economy, np.zeros((5, 2)), ario.Settings(), 5)
        >>> collapse_day(calm.world_output, 0.01, output_below=0.5, shocked_below=0.05) is None
        True
    """
    if shocked_share >= shocked_below:
        return None
    days = np.flatnonzero(world < output_below * world[0])
    return int(days[0]) if days.size else None
