"""The daily exchange between suppliers and buyers: deliveries, stocks, orders; several ways, one result."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.kernels import UNBOUND, dense_day, settle, settle_classes, sparse_day
from gwanje.impact.ario.many_kernels import dense_day_of_many, scenarios_a_product
from gwanje.impact.statements import Floats

Patch = Callable[[int, Floats, Floats], None]


@dataclass(eq=False)
class Stocks:
    """What the exchange remembers by supplying sector, scenario and buyer; `least` is the cover that binds.

    target, per_tau, per_need, binds: (sectors, scenarios); days of stock wanted, 1/days of restoration, 1/(psi days).
    least is the smallest stock relative to what unhampered normal production needs; half the same for important inputs.
    """

    q: Floats
    stock: Floats
    target: Floats
    per_tau: Floats
    per_need: Floats
    binds: NDArray[np.bool_]
    least: Floats
    half: Floats
    classes: NDArray[np.int8] | None


class Exchange(Protocol):
    """One day: takes delivered shares u, attractiveness rho, output and wanted output; returns orders' row sums."""

    def __call__(self, u: Floats, rho: Floats, x: Floats, wanted: Floats, stocks: Stocks) -> Floats:
        """Change the stocks in place and return sum_j Z q by supplier, (scenarios, industries)."""
        ...


@dataclass(eq=False)
class OneAtATime:
    """One scenario, compiled, the table read once; dense or sparse."""

    economy: DailyEconomy
    one_over: Floats

    def __call__(self, u: Floats, rho: Floats, x: Floats, wanted: Floats, stocks: Stocks) -> Floats:
        """See Exchange."""
        stocks.least.fill(UNBOUND)
        out = np.empty_like(u)
        tail = (self.economy.starts, self.economy.inputs, self.one_over, u, rho, stocks.q, stocks.stock, x, wanted)
        more = (stocks.target, stocks.per_tau, stocks.per_need, stocks.binds, stocks.least, out)
        table = self.economy.table
        if self.economy.is_sparse:
            sparse_day(table.data, table.indices, table.indptr, *tail, *more)
        else:
            dense_day(table, *tail, *more)
        return out


@dataclass(eq=False)
class ManyAtOnce:
    """Many scenarios: two matrix products for each supplying sector, the rest compiled.

    A dense table without restrictions or classes is one compiled loop; else the sectors are walked here, and `before`
    lets restrictions take part: they see the sector, the order denominators and the stocks.
    """

    economy: DailyEconomy
    one_over: Floats
    precision: Any = np.float64
    before: list[Patch] = field(default_factory=list)
    table: Any = field(init=False)
    blocks: list[tuple[Any, Any]] = field(init=False)
    inputs: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.table = self.economy.table.astype(self.precision, copy=False)
        blocks = [self.table[a:b] for a, b in zip(self.economy.starts[:-1], self.economy.starts[1:], strict=True)]
        self.blocks = [(block, block.T.tocsr() if self.economy.is_sparse else block.T) for block in blocks]
        self.inputs = self.economy.inputs.astype(self.precision)
        self.one_over = self.one_over.astype(self.precision)

    def __call__(self, u: Floats, rho: Floats, x: Floats, wanted: Floats, stocks: Stocks) -> Floats:
        """See Exchange."""
        stocks.least.fill(UNBOUND)
        stocks.half.fill(UNBOUND)
        if self.economy.is_sparse or self.before or stocks.classes is not None:
            return self._sector_by_sector(u, rho, x, wanted, stocks)
        out, starts = np.empty_like(u), self.economy.starts
        together = scenarios_a_product(int(np.diff(starts).max()), len(self.economy))
        tail = (starts, self.inputs, self.one_over, u, rho, stocks.q, stocks.stock, x, wanted, stocks.target)
        more = (stocks.per_tau, stocks.per_need, stocks.binds, stocks.least, out, together)
        dense_day_of_many(self.table, *tail, *more)
        return out

    def _sector_by_sector(self, u: Floats, rho: Floats, x: Floats, wanted: Floats, stocks: Stocks) -> Floats:
        many, size = u.shape
        both = np.concatenate([u, rho])
        sums = np.empty((2 * many, size), dtype=self.precision)
        out = np.empty_like(u)
        for s, (block, turned) in enumerate(self.blocks):
            first, last = self.economy.starts[s], self.economy.starts[s + 1]
            if self.economy.is_sparse:
                sums[:] = (turned @ np.ascontiguousarray(both[:, first:last].T)).T
            else:
                np.matmul(np.ascontiguousarray(both[:, first:last]), block, out=sums)
            add, orders = sums[:many], sums[many:]
            for patch in self.before:
                patch(s, orders, stocks.stock[s])
            self._settle(s, add, orders, x, wanted, stocks)
            if self.economy.is_sparse:
                out[:, first:last] = (block @ stocks.q[s].T).T
            else:
                out[:, first:last] = stocks.q[s] @ turned
        return out

    def _settle(self, s: int, add: Floats, orders: Floats, x: Floats, wanted: Floats, stocks: Stocks) -> None:
        given = (add, orders, stocks.q[s], stocks.stock[s], self.inputs[s], self.one_over[s], x, wanted)
        scale = (stocks.target[s], stocks.per_tau[s], stocks.per_need[s], stocks.binds[s], stocks.least)
        if stocks.classes is None:
            settle(*given, *scale)
        else:
            settle_classes(*given, *scale, stocks.half, stocks.classes[s])
