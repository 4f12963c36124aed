"""The same recurrence with the tolerances of a reference implementation, for tests: plain arrays, one scenario.

Differs from the model in three ways: stocks stand still while deliveries are close to use, missing stock
is not reordered while all stocks are close to their goal, and both tolerances are absolute amounts of money.
"""

from collections.abc import Sequence

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.result import Recorded, Result
from gwanje.impact.ario.scenarios import Scenario
from gwanje.impact.ario.settings import LEAST_INPUT_SHARE, Settings
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats

DAYS = 365.0


def simulate_like_reference(
    economy: Economy,
    scenarios: Sequence[Scenario],
    settings: Settings,
    steps: int,
    *,
    record: Sequence[Recorded],
    listed: bool,
) -> Result:
    """Production, capacity, overproduction and unmet final demand, with the reference's tolerances."""
    for one in scenarios:
        more = one.flow_caps or one.materials or one.rebuild or one.final_caps or one.shocks
        if more or one.essentiality != "all_critical":
            raise WrongUseError(
                "The compatibility switch knows losses of capacity only",
                expected="a scenario with capacity_loss and nothing else",
                found=one.name or "a scenario with more",
                remedy="Leave compat out; it exists for tests",
            )
    runs = [_run(economy, one.losses(economy.nodes, steps), settings, steps) for one in scenarios]
    wanted = [name for name in record if name in runs[0]]
    paths: dict[str, np.ndarray] = {
        name: np.stack([run[name] for run in runs]) if listed else runs[0][name] for name in wanted
    }
    names = tuple(one.name for one in scenarios) if listed else None
    world = np.stack([run["production"].sum(axis=1) for run in runs])
    notes = (*economy.notes, f"with the tolerances of {settings.compat}")
    return Result(paths, economy, names, notes, world if listed else world[0])


def _run(economy: Economy, losses: Floats, settings: Settings, steps: int) -> dict[str, np.ndarray]:
    z, output, final = economy.dense / DAYS, economy.output / DAYS, economy.final_demand.sum(axis=1) / DAYS
    sector, sectors = economy.nodes.sector_of, len(economy.nodes.sectors)
    rows = [np.flatnonzero(sector == s) for s in range(sectors)]
    inputs = np.stack([z[at].sum(axis=0) for at in rows])
    technical = np.divide(inputs, output, out=np.zeros_like(inputs), where=output > 0)
    days = settings.stock_days(economy.nodes.sectors)[:, None]
    tau = settings.restoration_days(economy.nodes.sectors)[:, None]
    finite = np.isfinite(days)
    length = np.where(finite, days, 0.0)
    counts = (inputs > output * LEAST_INPUT_SHARE) & finite
    stock = output * technical * length
    alpha, production, total = np.ones_like(output), output.copy(), output.copy()
    rho, q = np.ones_like(output), np.ones_like(inputs)
    kept = {
        "production": np.tile(output, (steps, 1)),
        "capacity": np.tile(output, (steps, 1)),
        "overproduction": np.ones((steps, len(output))),
        "unmet_final_demand": np.zeros((steps, len(output))),
    }
    for day in range(1, steps):
        scarce = np.divide(total - production, total, out=np.zeros_like(total), where=total > 0)
        alpha = (
            alpha
            + ((settings.overproduction_max - alpha) * scarce + (1.0 - alpha) * (scarce == 0))
            / settings.overproduction_tau
        )
        alpha = np.maximum(alpha, 1.0)
        capacity = output * (1.0 - losses[day]) * alpha
        wanted = np.minimum(total, capacity)
        need = wanted * technical * settings.psi * length
        cover = np.divide(stock, need, out=np.ones_like(stock), where=counts & (need > 0))
        production = wanted * np.minimum(cover, 1.0).min(axis=0)
        phi = np.divide(production, total, out=np.zeros_like(total), where=total > 0)
        delivered = np.stack([(rho * phi)[at] @ z[at] for at in rows])
        add, use = q * delivered, production * technical
        if not np.allclose(add, use):
            stock = stock - use + add
        goal = wanted * technical * length
        gap = np.zeros_like(goal) if np.allclose(stock, goal) else np.maximum(goal - stock, 0.0) / tau * finite
        gap = gap + use
        if settings.order_rule == "alt":
            rho = np.divide(capacity, output, out=np.ones_like(output), where=output > 0)
        offered = np.stack([rho[at] @ z[at] for at in rows])
        q = np.divide(gap, offered, out=np.zeros_like(gap), where=offered > 0)
        orders = np.empty_like(output)
        for s, at in enumerate(rows):
            orders[at] = z[at] @ q[s]
        total = rho * orders + final
        for name, values in (("production", production), ("capacity", capacity), ("overproduction", alpha)):
            kept[name][day] = values
        kept["unmet_final_demand"][day] = final * (1.0 - phi)
    return kept
