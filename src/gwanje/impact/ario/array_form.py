"""The model for many scenarios in any array library that follows the array API standard, on whatever device it has.

Same recurrence as `simulate`, written with the standard's functions only: losses of capacity and settings by scenario;
flow caps, materials and classes of inputs are not in it. Nothing here imports such a library: the caller hands it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.kernels import NO_SCARCITY, UNBOUND
from gwanje.impact.ario.scenarios import Scenario
from gwanje.impact.ario.settings import Settings
from gwanje.impact.economy import Economy


def simulate_on(
    xp: Any,
    economy: Economy,
    scenarios: Sequence[Scenario],
    steps: int,
    *,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    """Production of every scenario by day, as an array of the given library on the given device.

    Shapes and units:
        xp: an array API namespace; scenarios: B, with capacity losses and settings; steps: days; dtype: of the library,
        default its float64. Result: B x steps x N, M USD/day, industries in the order of the table.

    Source:
        As gwanje.impact.ario.simulate; the array API standard of the Consortium for Python Data API Standards, 2024.12.

    Differs:
        Losses of capacity only; rationing is proportional.

    Raises:
        WrongUseError: a scenario with flow caps, materials, rebuilding or classes of inputs.

    Example:
        >>> from gwanje.impact import Nodes
        >>> two = Nodes((("OZZ", "ore"), ("OZZ", "metal")))
        >>> demand = np.array([[6.0], [9.0]])
        >>> economy = Economy.from_arrays(
        ...     two, np.array([[0.0, 4.0], [1.0, 0.0]]), demand, final_columns=(("OZZ", "all uses"),)
        ... )
        >>> simulate_on(np, economy, [Scenario()], 3).shape
        (1, 3, 2)
    """
    _refuse_more_than_losses(scenarios)
    daily = DailyEconomy.of(economy, as_sparse=False)
    kind = xp.float64 if dtype is None else dtype
    run = _Run.of(xp, economy, daily, scenarios, steps, device, kind)
    days = [run.production]
    for day in range(1, steps):
        run.advance(day)
        days.append(run.production)
    back = np.empty_like(daily.order)
    back[daily.order] = np.arange(len(back))
    path = xp.stack(days, axis=1)
    return xp.take(path, xp.asarray(back, device=device), axis=2)


def _refuse_more_than_losses(scenarios: Sequence[Scenario]) -> None:
    for one in scenarios:
        settings = one.settings or Settings()
        more = one.flow_caps or one.materials or one.rebuild or one.final_caps or settings.rationing != "proportional"
        if more or not isinstance(one.essentiality, str) or one.essentiality != "all_critical":
            raise WrongUseError(
                "This form of the model knows losses of capacity only",
                expected="scenarios with losses of capacity and proportional rationing",
                found=one.name or "a scenario with more",
                remedy="Use gwanje.impact.ario.simulate for flow caps, materials, rebuilding and classes of inputs",
            )


@dataclass(eq=False)
class _Run:
    """The state on the device; arrays are scenarios x industries, stocks by supplying sector beside it."""

    xp: Any
    starts: tuple[int, ...]
    table: list[Any]
    inputs: Any
    one_over: Any
    output: Any
    divisor: Any
    demand: Any
    losses: Any
    target: Any
    per_tau: Any
    per_need: Any
    binds: Any
    most: Any
    pace: Any
    alternative: Any
    stock: list[Any]
    q: list[Any]
    production: Any
    total: Any
    alpha: Any
    rho: Any
    least: Any

    @classmethod
    def of(
        cls,
        xp: Any,
        economy: Economy,
        daily: DailyEconomy,
        scenarios: Sequence[Scenario],
        steps: int,
        device: Any,
        kind: Any,
    ) -> "_Run":
        """The undisturbed state."""

        def put(values: Any) -> Any:
            return xp.astype(xp.asarray(np.ascontiguousarray(values), device=device), kind)

        settings = [one.settings or Settings() for one in scenarios]
        many, sectors = len(scenarios), economy.nodes.sectors
        days = np.stack([one.stock_days(sectors) for one in settings])
        tau = np.stack([one.restoration_days(sectors) for one in settings])
        psi = np.array([one.psi for one in settings])[:, None]
        finite = np.isfinite(days)
        target = np.where(finite, days, 0.0)
        need = np.where(finite & (psi > 0), target * psi, 1.0)
        starts = tuple(int(at) for at in daily.starts)
        wide = np.ones((many, 1))
        output = put(wide * daily.output)
        return cls(
            xp=xp,
            starts=starts,
            table=[put(daily.table[a:b]) for a, b in pairwise(starts)],
            inputs=put(daily.inputs),
            one_over=put(daily.one_over_inputs()),
            output=output,
            divisor=put(wide * np.where(daily.output > 0, daily.output, 1.0)),
            demand=put(wide * daily.demand),
            losses=put(np.stack([one.losses(economy.nodes, steps)[:, daily.order] for one in scenarios], axis=1)),
            target=put(target),
            per_tau=put(np.where(finite, 1.0 / tau, 0.0)),
            per_need=put(1.0 / need),
            binds=xp.asarray(np.ascontiguousarray(finite & (psi > 0)), device=device),
            most=put([[one.overproduction_max] for one in settings]),
            pace=put([[1.0 / one.overproduction_tau] for one in settings]),
            alternative=put([[float(one.order_rule == "alt")] for one in settings]),
            stock=[put(target[:, s, None] * daily.inputs[s]) for s in range(len(sectors))],
            q=[put(wide * np.ones_like(daily.output)) for _ in sectors],
            production=output,
            total=output,
            alpha=put(np.ones((many, len(daily)))),
            rho=put(np.ones((many, len(daily)))),
            least=put(np.full((many, len(daily)), UNBOUND)),
        )

    def advance(self, day: int) -> None:
        """One day: overproduction, production, deliveries, orders."""
        xp = self.xp
        asked = xp.where(self.total > 0, self.total, xp.ones_like(self.total))
        scarce = xp.where(self.total > 0, (self.total - self.production) / asked, xp.zeros_like(asked))
        calm = xp.abs(scarce) < NO_SCARCITY
        change = xp.where(calm, 1.0 - self.alpha, (self.most - self.alpha) * scarce)
        self.alpha = xp.maximum(self.alpha + self.pace * change, xp.ones_like(self.alpha))
        capacity = self.output * (1.0 - self.losses[day, :, :]) * self.alpha
        wanted = xp.minimum(self.total, capacity)
        self.production = xp.minimum(wanted, self.output * self.least)
        served = xp.where(self.total > 0, self.production / asked, xp.zeros_like(asked))
        u = self.rho * served
        changed = self.alternative * (capacity / self.divisor) + (1.0 - self.alternative)
        self.rho = xp.where(self.output > 0, changed, xp.ones_like(changed))
        self._exchange(u, self.production / self.divisor, wanted / self.divisor)

    def _exchange(self, u: Any, x: Any, wanted: Any) -> None:
        xp = self.xp
        many = u.shape[0]
        least = xp.full_like(self.least, UNBOUND)
        rows = []
        for s, (a, b) in enumerate(pairwise(self.starts)):
            sums = xp.concat([u[:, a:b], self.rho[:, a:b]], axis=0) @ self.table[s]
            use = x * self.inputs[s, :]
            there = self.stock[s] + self.q[s] * sums[:many, :]
            held = there - xp.minimum(use, there)
            goal = wanted * self.inputs[s, :] * self.target[:, s : s + 1]
            gap = xp.maximum(goal - held, xp.zeros_like(held)) * self.per_tau[:, s : s + 1] + use
            offered = sums[many:, :]
            safe = xp.where(offered > 0, offered, xp.ones_like(offered))
            self.q[s] = xp.where(offered > 0, gap / safe, xp.zeros_like(gap))
            self.stock[s] = held
            cover = held * self.one_over[s, :] * self.per_need[:, s : s + 1]
            counts = xp.logical_and(self.binds[:, s : s + 1], xp.expand_dims(self.one_over[s, :] > 0, axis=0))
            least = xp.minimum(least, xp.where(counts, cover, xp.full_like(cover, UNBOUND)))
            rows.append(self.q[s] @ xp.matrix_transpose(self.table[s]))
        self.least = least
        self.total = self.rho * xp.concat(rows, axis=1) + self.demand
