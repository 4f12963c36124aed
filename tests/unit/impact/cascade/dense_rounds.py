"""The published rounds as plain dense matrices, written from the equations alone: what the fast spread must equal.

sales[i, j] is W of i to j; p the sector of each firm; need[k, l] is E of inputs of sector k for firms of sector l; psi
what is left of the capacity of each firm at the start; sigma the share of each supplier's loss that is not replaced.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Ended:
    h_d: np.ndarray
    h_u: np.ndarray
    rounds: int
    last_fall: float


def dense_rounds(sales, p, need, psi, eps, sigma=1.0):
    essential, some, to_customers = shares(sales, p, need)
    h_d, h_u, rounds = psi.copy(), psi.copy(), 0
    while True:
        rounds += 1
        lost_d, lost_u = 1 - h_d, 1 - h_u
        es = np.min([1 - (sigma * lost_d) @ of_sector for of_sector in essential], axis=0)
        ne = 1 - (sigma * lost_d) @ some
        new_d = np.maximum(0, np.minimum(np.minimum(es, ne), psi))
        new_u = np.maximum(0, np.minimum(1 - to_customers @ lost_u, psi))
        fall = max((h_d - new_d).max(), (h_u - new_u).max())
        h_d, h_u = new_d, new_u
        if fall <= eps:
            return Ended(h_d, h_u, rounds, fall)


def shares(sales, p, need):
    """W[j,i]/P[k,i] where k is essential for i, one matrix per k; W[j,i]/in_i where j's sector is non-essential; W[i,j]/out_i."""
    level = need[p][:, p]
    essential = []
    for k in range(len(need)):
        of_sector = np.where((p == k)[:, None], sales, 0)
        essential.append(divided(np.where(level == 2, of_sector, 0), of_sector.sum(axis=0)))
    some = divided(np.where(level == 1, sales, 0), sales.sum(axis=0))
    return essential, some, divided(sales.T, sales.sum(axis=1)).T


def divided(amounts, by):
    """Column by column; a column divided by 0 has no shares."""
    return np.divide(amounts, by, out=np.zeros_like(amounts), where=by > 0)


def dense_index(sales, ended):
    """Lost with both directions, with input shortage alone, with lost customers alone."""
    share = sales.sum(axis=1) / sales.sum()
    return [float((share * (1 - h)).sum()) for h in (np.minimum(ended.h_d, ended.h_u), ended.h_d, ended.h_u)]
