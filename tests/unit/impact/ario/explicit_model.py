"""The model of METHODS 3 written out with its N x N orders, buyer by buyer: slow, obvious, and nobody's fast path."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from gwanje.impact import Economy
from gwanje.impact.ario import FlowCap, Settings

DAYS = 365.0


@dataclass
class ExplicitMaterial:
    """A critical input: users, a times e, supply by day, cover."""

    users: list[int]
    weight: np.ndarray
    supply: np.ndarray
    target: np.ndarray
    cover: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.cover = self.target.astype(float).copy()


def explicit(  # noqa: PLR0915 - the whole recurrence in one place
    economy: Economy,
    loss: np.ndarray,
    settings: Settings,
    *,
    caps: Sequence[FlowCap] = (),
    materials: Sequence[ExplicitMaterial] = (),
    classes: np.ndarray | None = None,
    final_change: Callable[[int], np.ndarray] | None = None,
) -> dict[str, np.ndarray]:
    """Paths of production, unmet final demand, deliveries and stocks, days x industries."""
    steps, nodes = len(loss), economy.nodes
    z0, y = economy.dense / DAYS, economy.demand / DAYS
    x0 = z0.sum(axis=1) + y
    sector, ns = nodes.sector_of, len(nodes.sectors)
    member = np.array([sector == s for s in range(ns)])
    inputs = np.array([z0[one].sum(axis=0) for one in member])
    tech = np.divide(inputs, x0, out=np.zeros_like(inputs), where=x0 > 0)
    n, tau = settings.stock_days(nodes.sectors), settings.restoration_days(nodes.sectors)
    c = np.full((ns, len(x0)), 1.0) if classes is None else classes
    stock = inputs * np.where(np.isinf(n), 0, n)[:, None]
    alpha, x, d, orders = np.ones_like(x0), x0.copy(), x0.copy(), z0.copy()
    links = np.zeros_like(z0, dtype=bool)
    kappa_of, theta_of = np.ones((steps, *z0.shape)), np.zeros((steps, ns))
    for cap in caps:
        for supplier in cap.suppliers:
            for buyer in cap.buyers:
                i, j = nodes.at(*supplier), nodes.at(*buyer)
                links[i, j] = True
                kappa_of[:, i, j] = cap.kappa(steps)
            theta_of[:, sector[nodes.at(*supplier)]] = cap.theta(steps)
    kept = {name: [value] for name, value in {"production": x0, "unmet": y * 0, "delivered": x0}.items()}
    kept["stock"], kept["orders"] = [stock.copy()], [orders.copy()]
    for t in range(1, steps):
        sc = np.divide(d - x, d, out=np.zeros_like(d), where=d > 0)
        sc[np.abs(sc) < 1e-12] = 0.0
        alpha = (
            alpha + ((settings.overproduction_max - alpha) * sc + (1 - alpha) * (sc == 0)) / settings.overproduction_tau
        )
        alpha = np.maximum(alpha, 1.0)
        cap_now = x0 * (1 - loss[t]) * alpha
        limit = np.full_like(x0, np.inf)
        for one in materials:
            allowed = 1 - one.weight * (1 - np.minimum(1, one.supply[t] + one.cover))
            for at, user in enumerate(one.users):
                if allowed[at] < 1:
                    limit[user] = min(limit[user], x0[user] * allowed[at])
        wanted = np.minimum(np.minimum(d, cap_now), limit)
        cov = np.ones_like(stock)
        for s in range(ns):
            if not np.isinf(n[s]):
                need = wanted * tech[s] * settings.psi * n[s]
                counts = (inputs[s] > x0 * 1e-5 / 365) & (need > 0)
                cov[s] = np.where(counts, np.minimum(1, stock[s] / np.where(counts, need, 1)), 1.0)
        hard = np.where(c == 1, cov, 1.0).min(axis=0)
        soft = np.where(c == 0.5, (1 + cov) / 2, 1.0).min(axis=0)
        x_new = wanted * np.minimum(hard, soft)
        for one in materials:
            running = x_new[one.users] / x0[one.users]
            used = np.minimum(one.supply[t] + one.cover, running)
            one.cover = np.minimum(one.target, one.cover + one.supply[t] - used)
        phi = np.divide(x_new, d, out=np.zeros_like(d), where=d > 0)
        shipped = orders * phi[:, None]
        add = np.array([shipped[one].sum(axis=0) for one in member])
        use = x_new * tech
        stock = stock + add - np.minimum(use, add + stock)
        if final_change is not None:
            asked = d - (final_change(t - 1) if t > 1 else 0.0) + final_change(t)
            wanted = np.minimum(np.minimum(asked, cap_now), limit)
        goal = wanted * tech * np.where(np.isinf(n), 0, n)[:, None]
        gap = np.where(np.isinf(n)[:, None], 0, np.maximum(goal - stock, 0) / tau[:, None]) + use
        rho = (
            np.divide(cap_now, x0, out=np.ones_like(x0), where=x0 > 0)
            if settings.order_rule == "alt"
            else np.ones_like(x0)
        )
        offered = z0 * rho[:, None]
        h = np.array([offered[one].sum(axis=0) for one in member])
        h_open = np.array([(offered * kappa_of[t])[one].sum(axis=0) for one in member])
        h_eff = (1 - theta_of[t][:, None]) * h + theta_of[t][:, None] * h_open
        q = np.divide(gap, h_eff, out=np.zeros_like(gap), where=h_eff > 0)
        orders = q[sector] * offered
        restricted = links & (kappa_of[t] < 1)
        orders = np.where(restricted, np.minimum(orders * kappa_of[t], kappa_of[t] * z0), orders)
        d = orders.sum(axis=1) + y + (0.0 if final_change is None else final_change(t))
        x = x_new
        kept["production"].append(x)
        kept["unmet"].append(y * (1 - phi))
        kept["delivered"].append(shipped.sum(axis=1) + y * phi)
        kept["stock"].append(stock.copy())
        kept["orders"].append(orders.copy())
    return {name: np.array(values) for name, values in kept.items()}
