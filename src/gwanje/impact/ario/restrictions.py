"""Bilateral flow caps inside the factorised exchange: the restricted rows are carried explicitly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.ario.daily import DailyEconomy
from gwanje.impact.ario.scenarios import FlowCap
from gwanje.impact.nodes import Nodes
from gwanje.impact.statements import Floats


@dataclass(eq=False)
class CappedRows:
    """The restricted suppliers of one scenario within one supplying sector, with the orders they hold."""

    scenario: int
    sector: int
    positions: NDArray[np.int64]
    flows: Floats
    links: Floats
    kappa: Floats
    theta: Floats
    orders: Floats
    open_now: Floats

    def share_open(self, day: int) -> Floats:
        """For every restricted supplier and buyer the share that is open on a day."""
        share: Floats = 1.0 - self.links * (1.0 - self.kappa[:, day][:, None])
        return share

    def deliver(self, served: Floats, stock: Floats) -> None:
        """Add what these suppliers deliver to the stocks of their sector; orders hold the attractiveness already."""
        stock[self.scenario] += served[self.scenario, self.positions] @ self.orders

    def reorder(self, day: int, rho: Floats, sums: Floats) -> None:
        """Let the order denominators see what is still open."""
        self.open_now = self.share_open(day)
        offered = rho[self.scenario, self.positions][:, None] * self.flows
        theta = self.theta[day]
        sums[self.scenario] += ((1.0 - theta) * offered + theta * offered * self.open_now).sum(axis=0)

    def take_orders(self, q: Floats, rho: Floats) -> None:
        """The orders these suppliers get: by multiplier, where restricted at most the open part of the normal flow."""
        asked = q[self.scenario][None, :] * self.flows * rho[self.scenario, self.positions][:, None] * self.open_now
        limit = np.where(self.open_now < 1.0, self.open_now * self.flows, np.inf)
        self.orders = np.minimum(asked, limit)

    def demand(self) -> Floats:
        """What is ordered from each of these suppliers in all."""
        total: Floats = self.orders.sum(axis=1)
        return total


def capped_rows(economy: DailyEconomy, nodes: Nodes, caps: Sequence[Sequence[FlowCap]], steps: int) -> list[CappedRows]:
    """The restricted rows of every scenario, sector by sector; caps of one sector share one switching path."""
    place = np.empty(len(economy), dtype=np.int64)
    place[economy.order] = np.arange(len(economy))
    found: list[CappedRows] = []
    for scenario, given in enumerate(caps):
        by_sector: dict[int, list[tuple[int, FlowCap]]] = {}
        for cap in given:
            for region, sector in cap.suppliers:
                at = int(place[nodes.at(region, sector)])
                block = int(np.searchsorted(economy.starts, at, side="right")) - 1
                by_sector.setdefault(block, []).append((at, cap))
        for block, rows in by_sector.items():
            found.append(_rows(economy, nodes, place, scenario, block, rows, steps))
    return found


def _rows(
    economy: DailyEconomy,
    nodes: Nodes,
    place: NDArray[np.int64],
    scenario: int,
    sector: int,
    rows: list[tuple[int, FlowCap]],
    steps: int,
) -> CappedRows:
    positions = np.array([at for at, _ in rows], dtype=np.int64)
    if len(set(positions.tolist())) != len(positions):
        raise WrongUseError(
            "Two flow caps name the same supplier",
            place=nodes.words[int(economy.order[positions[0]])],
            expected="one cap for each supplier in a scenario",
            found=f"{len(positions)} rows for {len(set(positions.tolist()))} suppliers",
            remedy="Put the buyers of both into one cap, or write two scenarios",
        )
    theta = np.stack([cap.theta(steps) for _, cap in rows])
    if not np.allclose(theta, theta[0], rtol=0, atol=0):
        raise WrongUseError(
            "Flow caps of one supplying sector disagree on how much can move to others",
            place=nodes.sectors[sector],
            expected="one switching share for all caps of the sector",
            found=f"from {theta.min()} to {theta.max()}",
            remedy="Use one switching share; it is a property of the sector's market",
        )
    flows = economy.rows(positions)
    links = np.zeros_like(flows)
    for row, (_, cap) in enumerate(rows):
        for region, using in cap.buyers:
            links[row, place[nodes.at(region, using)]] = 1.0
    kappa = np.stack([cap.kappa(steps) for _, cap in rows])
    return CappedRows(scenario, sector, positions, flows, links, kappa, theta[0], flows.copy(), np.ones_like(flows))
