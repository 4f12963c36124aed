"""Running cases of one scenario together: what the importer loses in each, by day and by sector, within the horizon."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from gwanje.impact.ario import DailyEconomy, Recorded, collapse_day, simulate
from gwanje.impact.ario.scenarios import Scenario
from gwanje.impact.economy import Economy
from gwanje.impact.scenarios.building import Case
from gwanje.impact.scenarios.records import ScenarioRecord
from gwanje.impact.statements import Floats

WORLD_STOPS_BELOW = 0.5
SHOCKED_BELOW = 0.05
Precision = Literal["float64", "float32"]


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What the importer's industries make in each case, cases x days x sectors, M USD/day; day 0 is normal.

    binds: for each case and sector the materials that held it back. collapsed: the first day on which the model world
    stops, None where it does not.
    """

    names: tuple[str, ...]
    sectors: tuple[str, ...]
    output: Floats
    binds: tuple[tuple[tuple[str, ...], ...], ...]
    collapsed: tuple[int | None, ...]

    @property
    def normal(self) -> Floats:
        """Output on an undisturbed day by sector, M USD/day."""
        first: Floats = self.output[0, 0]
        return first

    @property
    def lost_by_day(self) -> Floats:
        """Output that is not made, all sectors together, cases x days, M USD/day."""
        lost: Floats = (self.normal - self.output).sum(axis=2)
        return lost

    @property
    def lost_by_sector(self) -> Floats:
        """Output that is not made within the horizon, cases x sectors, M USD."""
        lost: Floats = (self.normal - self.output).sum(axis=1)
        return lost

    @property
    def lost(self) -> Floats:
        """Output that is not made within the horizon, by case, M USD."""
        total: Floats = self.lost_by_sector.sum(axis=1)
        return total


def horizon(record: ScenarioRecord, cases: Sequence[Case]) -> int:
    """The last day that may be told: the shortest cover of all cases and the days that content allows beyond it.

    Shapes and units:
        record: days asked for, days allowed beyond cover; cases: each with its covers in days. Result: days.

    Source:
        Horizon rule of docs/methods-impact.md: no path beyond cover + 90 days.

    Differs:
        Project choice: no published equation.

    Raises:
        ValueError: there is no case.

    Example:
        >>> from types import SimpleNamespace as Made
        >>> asked = Made(days=180, horizon_beyond_cover=90)
        >>> horizon(asked, [Made(shortest_cover=lambda: 30.0), Made(shortest_cover=lambda: 60.0)])
        120
    """
    shortest = min(case.shortest_cover() for case in cases)
    return int(min(record.days, np.floor(shortest) + record.horizon_beyond_cover))


def run_cases(
    economy: Economy,
    cases: Sequence[Case],
    days: int,
    *,
    daily: DailyEconomy | None = None,
    precision: Precision = "float64",
    names_materials: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Outcomes:
    """All cases in one batch.

    Shapes and units:
        economy: N industries, M USD/yr; cases: of one scenario; days: the horizon, day 0 to day `days` is run.
        Result: the importer's output by case, day and sector, M USD/day.

    Source:
        ARIO with inventories, flow caps and critical inputs: docs/methods-impact.md.

    Differs:
        See gwanje.impact.ario.simulate.

    Raises:
        UnknownKeyError: the table lacks a region or sector that the scenario names.

    Example:
        >>> from gwanje.impact import Nodes
        >>> from gwanje.impact.scenarios import Case, at_middle
        >>> from zoneinfo import ZoneInfo
        >>> from gwanje.impact.scenarios import read_scenario
        >>> text = (
        ...     "{id: SCN-90, key: flood, names: {}, importer: OZZ, days: 5, shocks: [{kind: capacity_loss, "
        ...     "region: WDL, sectors: [ore], share: {low: 0.2, high: 0.6}, days: 20}]}"
        ... )
        >>> flood = read_scenario(text, "flood.yaml", ZoneInfo("UTC"))
        >>> two = Nodes((("OZZ", "ore"), ("WDL", "ore")))
        >>> flows, demand = np.array([[0.0, 1.0], [4.0, 0.0]]), np.array([[9.0], [6.0]])
        >>> economy = Economy.from_arrays(two, flows, demand, final_columns=(("", "all uses"),))
        >>> found = run_cases(economy, [Case(flood, at_middle(flood), {})], 5)
        >>> found.output.shape, bool(found.lost[0] > 0)
        ((1, 6, 1), True)
    """
    record = cases[0].record
    steps = days + 1
    importer = economy.nodes.where(regions=(record.importer,))
    scenarios = [case.scenario(economy.nodes, steps) for case in cases]
    wanted: tuple[Recorded, ...] = ("production", "binding_material") if names_materials else ("production",)
    result = simulate(
        economy,
        scenarios,
        steps=steps,
        precision=precision,
        record=wanted,
        only=importer,
        daily=daily,
        progress=progress,
    )
    output = result.production
    sectors = tuple(economy.nodes.labels[int(at)][1] for at in importer)
    binding = result.binding_material if names_materials else None
    stops = [_stop(economy, result.world_output[at], one) for at, one in enumerate(scenarios)]
    return Outcomes(
        tuple(case.name for case in cases), sectors, output, _binds(binding, len(cases), len(sectors)), tuple(stops)
    )


def _binds(binding: "NDArray[np.str_] | None", cases: int, sectors: int) -> tuple[tuple[tuple[str, ...], ...], ...]:
    if binding is None:
        return ((((),) * sectors),) * cases
    return tuple(
        tuple(tuple(str(name) for name in np.unique(binding[case, :, sector]) if name) for sector in range(sectors))
        for case in range(cases)
    )


def _stop(economy: Economy, world: Floats, scenario: Scenario) -> int | None:
    """The day the model world stops although little of it is touched: the model's doing, not the shock's."""
    touched = {label for shock in scenario.shocks for label in shock.industries}
    touched |= {label for cap in scenario.flow_caps for label in cap.suppliers}
    touched |= {label for material in scenario.materials for label in material.users}
    share = sum(float(economy.output[economy.nodes.at(*label)]) for label in touched) / float(economy.output.sum())
    return collapse_day(world, share, output_below=WORLD_STOPS_BELOW, shocked_below=SHOCKED_BELOW)
