"""The run: day after day from the undisturbed state, one scenario or many at once, by the published recurrence."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from threadpoolctl import threadpool_limits

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.losses import DailyLosses
from gwanje.impact.ario.recording import Recorder
from gwanje.impact.ario.reference_steps import simulate_like_reference
from gwanje.impact.ario.result import EVERYTHING, Recorded, Result
from gwanje.impact.ario.scenarios import Scenario, as_scenarios
from gwanje.impact.ario.settings import Settings
from gwanje.impact.ario.stepping import Model
from gwanje.impact.economy import Economy
from gwanje.impact.nodes import Positions
from gwanje.impact.statements import Floats

Precision = Literal["float64", "float32"]
ONE_THREAD = 1  # the products are small: more threads wait for each other, and the numbers would depend on how many


def simulate(
    economy: Economy,
    capacity_loss: "Floats | Scenario | Sequence[Scenario | Floats]",
    settings: Settings | None = None,
    steps: int = 180,
    *,
    precision: Precision = "float64",
    record: Sequence[Recorded] = EVERYTHING,
    only: Positions | None = None,
    daily: DailyEconomy | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Result:
    """Daily output after a disturbance, with stocks of inputs, overproduction, rationing and reordering.

    Shapes and units:
        economy: N industries, M USD/yr; capacity_loss: steps x N shares in [0, 1], row t acts on day t and row 0 is 0;
        or a Scenario; or a list of either, and every path of the result then has a leading scenario axis. steps: days;
        only: positions of the industries to keep, all where it is left out; `world_output` is kept in any case.
        Result: production and capacity (M USD/day), overproduction (1), unmet_final_demand (M USD/day), cover_days,
        binding_input, binding_material; each steps x N in the order of the table, row 0 undisturbed.

    Source:
        ARIO with inventories: Hallegatte, Risk Analysis 28(3), 2008; 34(1), 2014; docs/methods-impact.md.

    Differs:
        Orders stay factorised, no N x N matrix of them is made; no unit-dependent dead zones; flow caps, materials and
        classes of inputs are additions. float32 is only for many scenarios at once.

    Raises:
        RefusedInputError: a path that does not fit, a loss that is no share, a disturbance on day 0.
        WrongUseError: no step, a setting out of range, an industry that the table does not have.

    Example:
        >>> from gwanje.impact import Economy, Nodes
        >>> two = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> demand = np.array([[6.0], [9.0]])
        >>> economy = Economy.from_arrays(
        ...     two, np.array([[0.0, 4.0], [1.0, 0.0]]), demand, final_columns=(("OZZ", "all uses"),)
        ... )
        >>> loss = np.zeros((30, 2))
        >>> loss[1:10, 0] = 0.5
        >>> path = simulate(economy, loss, Settings(), 30).production
        >>> bool(path[1, 0] < path[0, 0])
        True
    """
    if steps < 1:
        raise WrongUseError(
            "A run needs days", expected="1 or more", found=str(steps), remedy="Give the number of days"
        )
    chosen = settings or Settings()
    scenarios, listed = as_scenarios(capacity_loss)
    if not scenarios:
        raise WrongUseError(
            "There is no scenario", expected="one or more", found="none", remedy="Give a capacity path or a scenario"
        )
    if chosen.compat is not None:
        return simulate_like_reference(economy, scenarios, chosen, steps, record=record, listed=listed)
    prepared = [one if one.settings is not None else replace(one, settings=chosen) for one in scenarios]
    held = daily or DailyEconomy.of(economy)
    losses = DailyLosses.of(economy.nodes, held.order, prepared, steps)
    kind = np.float64 if precision == "float64" else np.float32
    names_shortages = "binding_input" in record
    model = Model.of(economy, held, prepared, steps, kind, names_shortages=names_shortages)
    recorder = Recorder.of(economy, held, len(prepared), steps, record, only)
    with threadpool_limits(limits=ONE_THREAD, user_api="blas"):
        _walk(model, recorder, losses, steps, progress)
    names = tuple(one.name for one in prepared) if listed else None
    world = recorder.world if listed else recorder.world[0]
    return Result(recorder.paths(listed=listed), economy, names, _notes(economy, prepared, precision), world, only)


def _walk(
    model: Model,
    recorder: Recorder,
    losses: DailyLosses,
    steps: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    recorder.keep(0, model)
    for day in range(1, steps):
        model.advance(day, losses.on(day))
        recorder.keep(day, model)
        if progress is not None:
            progress(day, steps)


def _notes(economy: Economy, scenarios: Sequence[Scenario], precision: Precision) -> tuple[str, ...]:
    said = list(economy.notes)
    if any(isinstance(one.essentiality, str) and one.essentiality == "all_critical" for one in scenarios):
        said.append("every input is critical, the published model: one end of a bracket")
    if precision == "float32":
        said.append("computed in single precision")
    return tuple(said)
