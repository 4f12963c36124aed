"""Compiled loops of the dynamic model: one pass over the table for a day, block of supplying sector by block.

In a block the table is read from memory once: deliveries and order denominators are summed by column, stocks and order
multipliers settled, and orders summed by row while the block is still in the cache.
Sums are in a fixed order, so an undisturbed day repeats itself exactly.
"""

import numpy as np
from numba import njit

UNBOUND = 1e30  # a cover that never binds
FUSED = {"contract"}  # a product and a sum may be one instruction
SUMS = {"reassoc", "contract"}  # sums over a row may be regrouped; NaN and infinity keep their meaning


PROPORTIONAL, INDUSTRIES_FIRST, FINAL_DEMAND_FIRST = 0, 1, 2
NO_SCARCITY = 1e-12  # relative rounding guard: a smaller gap between demand and output is none


@njit(cache=True, nogil=True, error_model="numpy")
def begin_day(
    loss,
    output,
    demand,
    rebuild,
    most,
    pace,
    alternative,
    rule,
    material,
    least,
    half,
    halves,
    total,
    alpha,
    capacity,
    wants,
    production,
    unmet,
    rho,
    u,
    phi,
    phi_final,
    x,
    wanted,
):
    """Steps 1 to 3 of a day: overproduction, production, shares delivered; all arrays scenarios x industries."""
    for b in range(total.shape[0]):
        for j in range(total.shape[1]):
            asked = total[b, j]
            scarce = (asked - production[b, j]) / asked if asked > 0.0 else 0.0
            change = 1.0 - alpha[b, j] if abs(scarce) < NO_SCARCITY else (most[b] - alpha[b, j]) * scarce
            factor = max(alpha[b, j] + pace[b] * change, 1.0)
            can = output[j] * (1.0 - loss[b, j]) * factor
            will = min(asked, can, output[j] * material[b, j])
            made = min(will, output[j] * least[b, j])
            if halves:
                made = min(made, (will + min(will, output[j] * half[b, j])) / 2.0)
            served = made / asked if asked > 0.0 else 0.0
            final_served = served
            if rule[b] != PROPORTIONAL:
                final = demand[j] + rebuild[b, j]
                others = asked - final
                if rule[b] == INDUSTRIES_FIRST:
                    served = min(made / others, 1.0) if others > 0.0 else 1.0
                    final_served = min(max(made - others, 0.0) / final, 1.0) if final > 0.0 else 1.0
                else:
                    final_served = min(made / final, 1.0) if final > 0.0 else 1.0
                    served = min(max(made - final, 0.0) / others, 1.0) if others > 0.0 else 1.0
            alpha[b, j] = factor
            capacity[b, j] = can
            wants[b, j] = will
            production[b, j] = made
            unmet[b, j] = demand[j] * (1.0 - final_served)
            phi[b, j] = served
            phi_final[b, j] = final_served
            u[b, j] = rho[b, j] * served
            rho[b, j] = can / output[j] if alternative[b] and output[j] > 0.0 else 1.0
            x[b, j] = made / output[j] if output[j] > 0.0 else 0.0
            wanted[b, j] = will / output[j] if output[j] > 0.0 else 0.0


@njit(cache=True, nogil=True, error_model="numpy")
def settle(
    add_from, orders_from, q, stock, inputs, one_over_inputs, x, wanted, target, per_tau, per_need, binds, least
):
    """One supplying sector: stocks take deliveries and give use, order multipliers are set, cover is compared.

    Rows are scenarios, columns buyers; x and wanted are output and wanted output relative to normal. Three short loops:
    in one, the compiler would meet too many arrays to see that they lie apart, and would not use vector instructions.
    """
    for b in range(q.shape[0]):
        _move_stocks(add_from[b], q[b], stock[b], inputs, x[b])
        _set_multipliers(orders_from[b], q[b], stock[b], inputs, x[b], wanted[b], target[b], per_tau[b])
        if binds[b]:
            held, lowest, need = stock[b], least[b], per_need[b]
            for j in range(q.shape[1]):
                cover = held[j] * one_over_inputs[j] * need
                bound = cover if one_over_inputs[j] > 0.0 else UNBOUND
                lowest[j] = bound if bound < lowest[j] else lowest[j]


@njit(cache=True, nogil=True, error_model="numpy")
def settle_classes(
    add_from,
    orders_from,
    q,
    stock,
    inputs,
    one_over_inputs,
    x,
    wanted,
    target,
    per_tau,
    per_need,
    binds,
    least,
    half,
    classes,
):
    """As `settle`, with a class for every buyer: 2 critical, 1 important, 0 not critical."""
    for b in range(q.shape[0]):
        _move_stocks(add_from[b], q[b], stock[b], inputs, x[b])
        _set_multipliers(orders_from[b], q[b], stock[b], inputs, x[b], wanted[b], target[b], per_tau[b])
        if binds[b]:
            need = per_need[b]
            for j in range(q.shape[1]):
                cover = stock[b, j] * one_over_inputs[j] * need
                bound = cover if one_over_inputs[j] > 0.0 else UNBOUND
                if classes[b, j] == 2:
                    least[b, j] = min(least[b, j], bound)
                elif classes[b, j] == 1:
                    half[b, j] = min(half[b, j], bound)


@njit(cache=True, nogil=True, error_model="numpy")
def _move_stocks(add_from, q, stock, inputs, x):
    """Deliveries come in, use goes out; what is not there is not used, so that no stock falls below zero."""
    for j in range(q.shape[0]):
        use = x[j] * inputs[j]
        there = stock[j] + q[j] * add_from[j]
        stock[j] = there - (use if use < there else there)


@njit(cache=True, nogil=True, error_model="numpy")
def _set_multipliers(orders_from, q, stock, inputs, x, wanted, goal, pace):
    """What is used is ordered again, and a part of what stocks miss."""
    for j in range(q.shape[0]):
        short = wanted[j] * inputs[j] * goal - stock[j]
        gap = (short if short > 0.0 else 0.0) * pace + x[j] * inputs[j]
        total = orders_from[j]
        q[j] = gap / total if total > 0.0 else 0.0


@njit(cache=True, nogil=True, fastmath=FUSED)
def dense_columns(z, first, last, u, rho, add, orders):
    """Column sums of some rows, weighted twice; four rows at a time, so that the sums stay in registers longer."""
    n = z.shape[1]
    for j in range(n):
        add[j] = 0.0
        orders[j] = 0.0
    i = first
    while i + 4 <= last:
        a0, a1, a2, a3 = u[i], u[i + 1], u[i + 2], u[i + 3]
        r0, r1, r2, r3 = rho[i], rho[i + 1], rho[i + 2], rho[i + 3]
        for j in range(n):
            z0, z1, z2, z3 = z[i, j], z[i + 1, j], z[i + 2, j], z[i + 3, j]
            add[j] += a0 * z0 + a1 * z1 + a2 * z2 + a3 * z3
            orders[j] += r0 * z0 + r1 * z1 + r2 * z2 + r3 * z3
        i += 4
    while i < last:
        a0, r0 = u[i], rho[i]
        for j in range(n):
            add[j] += a0 * z[i, j]
            orders[j] += r0 * z[i, j]
        i += 1


@njit(cache=True, nogil=True, fastmath=SUMS)
def dense_rows(z, first, last, q, out):
    """Row sums of some rows weighted by the order multipliers of their sector."""
    n = z.shape[1]
    i = first
    while i + 4 <= last:
        s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            w = q[j]
            s0 += z[i, j] * w
            s1 += z[i + 1, j] * w
            s2 += z[i + 2, j] * w
            s3 += z[i + 3, j] * w
        out[i], out[i + 1], out[i + 2], out[i + 3] = s0, s1, s2, s3
        i += 4
    while i < last:
        s0 = 0.0
        for j in range(n):
            s0 += z[i, j] * q[j]
        out[i] = s0
        i += 1


@njit(cache=True, nogil=True, fastmath=FUSED)
def sparse_columns(data, where, start, first, last, u, rho, add, orders):
    """As `dense_columns`, for rows held as lists of their cells."""
    for j in range(add.shape[0]):
        add[j] = 0.0
        orders[j] = 0.0
    for i in range(first, last):
        a, r = u[i], rho[i]
        for at in range(start[i], start[i + 1]):
            j = where[at]
            add[j] += a * data[at]
            orders[j] += r * data[at]


@njit(cache=True, nogil=True, fastmath=SUMS)
def sparse_rows(data, where, start, first, last, q, out):
    """As `dense_rows`, for rows held as lists of their cells."""
    for i in range(first, last):
        total = 0.0
        for at in range(start[i], start[i + 1]):
            total += data[at] * q[where[at]]
        out[i] = total


@njit(cache=True, nogil=True)
def dense_day(
    z, starts, inputs, one_over_inputs, u, rho, q, stock, x, wanted, target, per_tau, per_need, binds, least, out
):
    """One day of one scenario on a dense table; q and stock have one row for every supplying sector."""
    add, orders = np.empty((1, z.shape[1])), np.empty((1, z.shape[1]))
    for s in range(starts.shape[0] - 1):
        dense_columns(z, starts[s], starts[s + 1], u[0], rho[0], add[0], orders[0])
        settle(
            add,
            orders,
            q[s],
            stock[s],
            inputs[s],
            one_over_inputs[s],
            x,
            wanted,
            target[s],
            per_tau[s],
            per_need[s],
            binds[s],
            least,
        )
        dense_rows(z, starts[s], starts[s + 1], q[s, 0], out[0])


@njit(cache=True, nogil=True)
def sparse_day(
    data,
    where,
    start,
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
):
    """One day of one scenario on a sparse table."""
    n = inputs.shape[1]
    add, orders = np.empty((1, n)), np.empty((1, n))
    for s in range(starts.shape[0] - 1):
        sparse_columns(data, where, start, starts[s], starts[s + 1], u[0], rho[0], add[0], orders[0])
        settle(
            add,
            orders,
            q[s],
            stock[s],
            inputs[s],
            one_over_inputs[s],
            x,
            wanted,
            target[s],
            per_tau[s],
            per_need[s],
            binds[s],
            least,
        )
        sparse_rows(data, where, start, starts[s], starts[s + 1], q[s, 0], out[0])


@njit(cache=True, nogil=True)
def lowest_cover(stock, one_over_inputs, binds, days):
    """The smallest stock in days of normal use over all inputs that may bind; UNBOUND where none may."""
    days[:] = UNBOUND
    for s in range(stock.shape[0]):
        for b in range(stock.shape[1]):
            if binds[s, b]:
                for j in range(stock.shape[2]):
                    held = stock[s, b, j] * one_over_inputs[s, j]
                    bound = held if one_over_inputs[s, j] > 0.0 else UNBOUND
                    days[b, j] = bound if bound < days[b, j] else days[b, j]


@njit(cache=True, nogil=True)
def name_short(stock, one_over_inputs, per_need, binds, classes, has_classes, short, least, which):
    """The number of the input that binds, counted from 1, for every industry whose stocks hold it back."""
    which[:] = 0
    least[:] = UNBOUND
    for s in range(stock.shape[0]):
        for b in range(stock.shape[1]):
            if binds[s, b]:
                for j in range(stock.shape[2]):
                    if short[b, j] and one_over_inputs[s, j] > 0.0:
                        cover = stock[s, b, j] * one_over_inputs[s, j] * per_need[s, b]
                        if has_classes:
                            if classes[s, b, j] == 0:
                                continue
                            if classes[s, b, j] == 1:
                                cover = (1.0 + cover) / 2.0
                        if cover < least[b, j]:
                            least[b, j] = cover
                            which[b, j] = s + 1


@njit(cache=True, nogil=True)
def put_back(values, place, kept):
    """What stands at some places of every scenario's row, written where it is kept."""
    for b in range(kept.shape[0]):
        for j in range(kept.shape[1]):
            kept[b, j] = values[b, place[j]]
