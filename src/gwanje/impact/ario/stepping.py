"""One day of the model for every scenario: overproduction, production, rationing, orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.exchange import Exchange, ManyAtOnce, OneAtATime, Stocks
from gwanje.impact.ario.final_users import final_shifts
from gwanje.impact.ario.kernels import NO_SCARCITY, UNBOUND, begin_day, name_short
from gwanje.impact.ario.materials import MaterialCover, material_covers
from gwanje.impact.ario.rebuilding import RebuildDemand
from gwanje.impact.ario.restrictions import CappedRows, capped_rows
from gwanje.impact.ario.scenarios import Scenario
from gwanje.impact.ario.settings import Settings
from gwanje.impact.economy import Economy
from gwanje.impact.statements import Floats

RULES = ("proportional", "industries_first", "final_demand_first")


@dataclass(eq=False)
class Model:
    """The state of every scenario on a day, industries sorted by sector; arrays are scenarios x industries."""

    daily: DailyEconomy
    exchange: Exchange
    stocks: Stocks
    settings: tuple[Settings, ...]
    output: Floats
    one_over_inputs: Floats
    demand: Floats
    alpha: Floats
    capacity: Floats
    production: Floats
    total: Floats
    rho: Floats
    unmet: Floats
    rebuild: RebuildDemand
    caps: list[CappedRows]
    materials: list[MaterialCover]
    alternative: NDArray[np.bool_]
    most: Floats
    pace: Floats
    material_limit: Floats
    wants: Floats
    rule: NDArray[np.int8]
    u: Floats
    phi: Floats
    phi_final: Floats
    x: Floats
    wanted: Floats
    short_input: NDArray[np.int16]
    short_material: NDArray[np.int16]
    material_names: tuple[str, ...]
    names_shortages: bool
    day: int = 0

    @classmethod
    def of(
        cls,
        economy: Economy,
        daily: DailyEconomy,
        scenarios: Sequence[Scenario],
        steps: int,
        precision: Any,
        *,
        names_shortages: bool,
    ) -> "Model":
        """The undisturbed state of all scenarios."""
        many, size = len(scenarios), len(daily)
        settings = tuple(one.settings or Settings() for one in scenarios)
        caps = capped_rows(daily, economy.nodes, [one.flow_caps for one in scenarios], steps)
        classes = _classes(economy, daily, scenarios)
        alone = many == 1 and not caps and classes is None and precision is np.float64
        one_over = daily.one_over_inputs()
        exchange: Exchange = OneAtATime(daily, one_over) if alone else ManyAtOnce(daily, one_over, precision)
        full: Floats = np.broadcast_to(daily.output, (many, size)).astype(precision)
        ones = np.ones((many, size), dtype=precision)
        zero = np.zeros_like(ones)
        return cls(
            daily=daily,
            exchange=exchange,
            stocks=_stocks(economy, daily, settings, precision, classes),
            settings=settings,
            output=daily.output.astype(precision),
            one_over_inputs=one_over,
            demand=daily.demand.astype(precision),
            alpha=ones.copy(),
            capacity=full.copy(),
            production=full.copy(),
            total=full.copy(),
            rho=ones.copy(),
            unmet=zero.copy(),
            rebuild=RebuildDemand.of(
                economy.nodes,
                daily.order,
                [one.rebuild for one in scenarios],
                precision,
                final_shifts(economy, daily.order, scenarios, steps),
            ),
            caps=caps,
            materials=material_covers(economy.nodes, daily.order, [one.materials for one in scenarios], steps),
            alternative=np.array([one.order_rule == "alt" for one in settings]),
            most=np.array([one.overproduction_max for one in settings], dtype=precision),
            pace=np.array([1.0 / one.overproduction_tau for one in settings], dtype=precision),
            material_limit=np.full_like(ones, UNBOUND),
            wants=full.copy(),
            rule=np.array([RULES.index(one.rationing) for one in settings], dtype=np.int8),
            u=zero.copy(),
            phi=zero.copy(),
            phi_final=zero.copy(),
            x=zero.copy(),
            wanted=zero.copy(),
            short_input=np.zeros((many, size), dtype=np.int16),
            short_material=np.zeros((many, size), dtype=np.int16),
            material_names=tuple(dict.fromkeys(one.name for given in scenarios for one in given.materials)),
            names_shortages=names_shortages,
        )

    def advance(self, day: int, loss: Floats) -> None:
        """One day further; `loss` is the capacity lost on it."""
        self.day = day
        if self.materials:
            self._limit_by_materials()
        self._begin(loss)
        if self.names_shortages:
            self._name_shortages()
        for one in self.materials:
            one.use(self.day, self.x[one.scenario, one.positions])
        self._order()

    def _begin(self, loss: Floats) -> None:
        stocks, halves = self.stocks, self.stocks.classes is not None
        begin_day(
            loss.astype(self.output.dtype, copy=False),
            self.output,
            self.demand,
            self.rebuild.daily,
            self.most,
            self.pace,
            self.alternative,
            self.rule,
            self.material_limit,
            stocks.least,
            stocks.half,
            halves,
            self.total,
            self.alpha,
            self.capacity,
            self.wants,
            self.production,
            self.unmet,
            self.rho,
            self.u,
            self.phi,
            self.phi_final,
            self.x,
            self.wanted,
        )

    def _limit_by_materials(self) -> None:
        """What materials allow, and which of them allows least where it matters."""
        self.material_limit.fill(UNBOUND)
        self.short_material.fill(0)
        free = np.minimum(self.total, self.capacity)
        for one in self.materials:
            allowed, at = one.limit(self.day), (one.scenario, one.positions)
            lower = (allowed < self.material_limit[at]) & (allowed * self.output[one.positions] < free[at])
            name = self.material_names.index(one.name) + 1
            self.short_material[at] = np.where(lower, name, self.short_material[at])
            self.material_limit[at] = np.minimum(self.material_limit[at], allowed)

    def _name_shortages(self) -> None:
        """The input that binds, for every industry whose stocks hold it back; numbers count from 1, 0 is none."""
        short = self.production < self.wants * (1.0 - NO_SCARCITY)
        if not short.any():
            self.short_input.fill(0)
            return
        stocks = self.stocks
        given = stocks.classes is not None
        classes = stocks.classes if stocks.classes is not None else np.zeros((1, 1, 1), dtype=np.int8)
        name_short(
            stocks.stock,
            self.one_over_inputs,
            stocks.per_need,
            stocks.binds,
            classes,
            given,
            short,
            np.empty_like(self.production),
            self.short_input,
        )

    def _order(self) -> None:
        if self.rebuild.any:
            self._replan()
        rho = self._carry_caps()
        rows = self.exchange(self.u, rho, self.x, self.wanted, self.stocks)
        np.multiply(self.rho, rows, out=self.total)
        self.total += self.demand
        if self.rebuild.any:
            self.total += self.rebuild.daily
        for one in self.caps:
            one.take_orders(self.stocks.q[one.sector], self.rho)
            at = (one.scenario, one.positions)
            self.total[at] = one.demand() + self.demand[one.positions] + self.rebuild.daily_at(at)

    def _replan(self) -> None:
        """Wanted output once today's rebuilding is delivered and tomorrow's is asked for."""
        before = self.rebuild.daily
        self.rebuild.deliver(self.day, self.phi_final)
        planned = np.minimum(self.total - before + self.rebuild.daily, self.capacity)
        planned = np.minimum(planned, self.output * self.material_limit)
        self.wanted = np.divide(planned, self.output, out=np.zeros_like(planned), where=self.output > 0)

    def _carry_caps(self) -> Floats:
        """Take the restricted rows out of the products, and let them take part sector by sector."""
        if not self.caps:
            return self.rho
        rho = self.rho.copy()
        for one in self.caps:
            self.u[one.scenario, one.positions] = 0.0
            rho[one.scenario, one.positions] = 0.0

        def patch(sector: int, sums: Floats, stock: Floats) -> None:
            for one in self.caps:
                if one.sector == sector:
                    one.deliver(self.phi, stock)
                    one.reorder(self.day, self.rho, sums)

        if isinstance(self.exchange, ManyAtOnce):
            self.exchange.before = [patch]
        return rho


def _stocks(
    economy: Economy,
    daily: DailyEconomy,
    settings: Sequence[Settings],
    precision: Any,
    classes: NDArray[np.int8] | None,
) -> Stocks:
    sectors = economy.nodes.sectors
    days = np.stack([one.stock_days(sectors) for one in settings], axis=1)
    tau = np.stack([one.restoration_days(sectors) for one in settings], axis=1)
    psi = np.array([one.psi for one in settings])
    binds = np.isfinite(days) & (psi > 0)
    target = np.where(np.isfinite(days), days, 0.0)
    need = np.where(binds, np.where(days > 0, days, 1.0) * np.where(psi > 0, psi, 1.0), 1.0)
    many, size = len(settings), len(daily)
    shape = (len(sectors), many, size)
    stock = np.multiply(target[:, :, None], daily.inputs[:, None, :]).astype(precision)
    return Stocks(
        q=np.ones(shape, dtype=precision),
        stock=stock,
        target=target.astype(precision),
        per_tau=np.where(np.isfinite(days), 1.0 / tau, 0.0).astype(precision),
        per_need=(1.0 / need).astype(precision),
        binds=binds,
        least=np.full((many, size), UNBOUND, dtype=precision),
        half=np.full((many, size), UNBOUND, dtype=precision),
        classes=classes,
    )


def _classes(economy: Economy, daily: DailyEconomy, scenarios: Sequence[Scenario]) -> NDArray[np.int8] | None:
    if all(isinstance(one.essentiality, str) and one.essentiality == "all_critical" for one in scenarios):
        return None
    sectors, size = len(economy.nodes.sectors), len(daily)
    classes = np.full((sectors, len(scenarios), size), 2, dtype=np.int8)
    for at, one in enumerate(scenarios):
        if isinstance(one.essentiality, str):
            classes[:, at] = 2 if one.essentiality == "all_critical" else 0
            continue
        if one.essentiality.shape != (sectors, size) or not np.isin(one.essentiality, (0.0, 0.5, 1.0)).all():
            raise RefusedInputError(
                "The classes of inputs do not fit",
                expected=f"{sectors} sectors x {size} industries of 0, 0.5 or 1",
                found=f"{' x '.join(map(str, one.essentiality.shape))}, values {np.unique(one.essentiality)[:5]}",
                remedy="1 is critical, 0.5 important, 0 not critical",
            )
        classes[:, at] = (one.essentiality[:, daily.order] * 2).astype(np.int8)
    return classes
