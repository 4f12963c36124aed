"""A day of many scenarios on a dense table, compiled as a whole: products by sector, settled in the cache.

The same sums as `exchange.ManyAtOnce` makes sector by sector in Python, without its calls: on a table of 1,000
industries these take a tenth of the day (docs/performance.md).
"""

import numpy as np
from numba import njit

from gwanje.impact.ario.kernels import settle

SMALL_PRODUCT = 1_000_000  # multiplications up to which the library does not copy its operands first
FEW, SOME = 16, 32  # scenarios a product: what it gives stays in the second-level cache until it is settled


def scenarios_a_product(suppliers: int, industries: int) -> int:
    """How many scenarios go into one product, for the largest sector of so many suppliers."""
    return FEW if 2 * FEW * suppliers * industries <= SMALL_PRODUCT else SOME


@njit(cache=True, nogil=True)
def dense_day_of_many(
    table,
    starts,
    inputs,
    one_over_inputs,
    u,
    rho,
    q,
    stock,
    x,
    wanted,
    target,
    per_tau,
    per_need,
    binds,
    least,
    out,
    together,
):
    """Every sector: deliveries and order denominators in one product, stocks and multipliers, row sums of orders."""
    for s in range(starts.shape[0] - 1):
        first, last = starts[s], starts[s + 1]
        block = table[first:last]
        for a in range(0, u.shape[0], together):
            b = min(a + together, u.shape[0])
            weights = np.empty((2 * (b - a), last - first), table.dtype)
            weights[: b - a] = u[a:b, first:last]
            weights[b - a :] = rho[a:b, first:last]
            sums = np.dot(weights, block)
            settle(
                sums[: b - a],
                sums[b - a :],
                q[s, a:b],
                stock[s, a:b],
                inputs[s],
                one_over_inputs[s],
                x[a:b],
                wanted[a:b],
                target[s, a:b],
                per_tau[s, a:b],
                per_need[s, a:b],
                binds[s, a:b],
                least[a:b],
            )
            out[a:b, first:last] = np.dot(q[s, a:b], block.T)
