"""The compiled spread of wide cascades: all nodes in every round, several scenarios side by side.

Each scenario has a lane, a column of the arrays; when it stops, its lane takes the next one. A sum over the links of a
slot is made in the order of the links, whatever the other lanes hold: a scenario has the same digits in any company.
"""

import numpy as np
from numba import njit

from gwanje.impact.cascade.arrays import Counts, Floats, Links, Outcome, Shocks
from gwanje.impact.cascade.front_kernels import MOST_ROUNDS

LANES = 16
"""Measured: 16 numbers are two cache lines; with 8 the links cost more, with 64 the arrays leave the cache."""


@njit(cache=True, nogil=True)
def spread_in_lanes(
    links: Links, shocks: Shocks, weights: Floats, tolerance: float, chosen: Counts, outcome: Outcome
) -> None:
    """The chosen scenarios, each from an untouched network."""
    nodes, lanes = links.start.size - 1, min(LANES, chosen.size)
    before, after = np.zeros((nodes, lanes)), np.zeros((nodes, lanes))
    falls, room = np.zeros(lanes), np.zeros((2, lanes))
    scenario, rounds = np.full(lanes, -1), np.zeros(lanes, np.int64)
    for lane in range(lanes):
        scenario[lane] = chosen[lane]
        _enter(shocks, scenario[lane], lane, before, after)
    following, busy = lanes, lanes
    while busy > 0:
        _round(links, before, after, falls, room)
        before, after = after, before
        rounds += 1
        for lane in range(lanes):
            if scenario[lane] < 0 or (falls[lane] > tolerance and rounds[lane] < MOST_ROUNDS):
                continue
            outcome.rounds[scenario[lane]] = rounds[lane]
            outcome.last_fall[scenario[lane]] = falls[lane]
            _leave(weights, scenario[lane], lane, before, after, outcome)
            rounds[lane] = 0
            if following < chosen.size:
                scenario[lane] = chosen[following]
                _enter(shocks, scenario[lane], lane, before, after)
                following += 1
            else:
                scenario[lane] = -1
                busy -= 1


@njit(cache=True, nogil=True)
def _enter(shocks: Shocks, scenario: int, lane: int, before: Floats, after: Floats) -> None:
    """What is lost at the start: in both arrays, because nodes without links are never written again."""
    firms = before.shape[0] // 2
    for entry in range(shocks.start[scenario], shocks.start[scenario + 1]):
        firm, lost = np.int64(shocks.firm[entry]), 1.0 - shocks.left[entry]
        for node in (firm, firm + firms):
            before[node, lane] = lost
            after[node, lane] = lost


@njit(cache=True, nogil=True)
def _round(links: Links, before: Floats, after: Floats, falls: Floats, room: Floats) -> None:
    """One synchronous round in all lanes; `falls` gets the largest fall of each lane."""
    total, worst = room[0], room[1]
    lanes = falls.size
    falls[:] = 0.0
    for node in range(np.uintp(before.shape[0])):
        first, last = np.uintp(links.slot_start[node]), np.uintp(links.slot_start[node + np.uintp(1)])
        if links.into[first] == links.into[last]:
            continue
        worst[:] = 0.0
        for slot in range(first, last):
            total[:] = 0.0
            for link in range(np.uintp(links.into[slot]), np.uintp(links.into[slot + np.uintp(1)])):
                _add(total, links.taken[link], before[links.source[link]])
            for lane in range(lanes):
                worst[lane] = max(worst[lane], total[lane])
        lost, now = before[node], after[node]
        for lane in range(lanes):
            now[lane] = max(lost[lane], min(1.0, 1.0 - (1.0 - worst[lane])))
            falls[lane] = max(falls[lane], now[lane] - lost[lane])


@njit(cache=True, nogil=True)
def _add(total: Floats, share: float, lost: Floats) -> None:
    for lane in range(total.size):
        total[lane] += share * lost[lane]


@njit(cache=True, nogil=True)
def _leave(weights: Floats, scenario: int, lane: int, lost: Floats, other: Floats, outcome: Outcome) -> None:
    """Write what a scenario lost, and leave its lane empty."""
    firms = weights.size
    both, downstream, upstream = 0.0, 0.0, 0.0
    keep = outcome.left_downstream.shape[0] > 0
    for firm in range(firms):
        as_buyer, as_supplier = lost[firm, lane], lost[firm + firms, lane]
        downstream += weights[firm] * as_buyer
        upstream += weights[firm] * as_supplier
        both += weights[firm] * max(as_buyer, as_supplier)
        if keep:
            outcome.left_downstream[scenario, firm] = 1.0 - as_buyer
            outcome.left_upstream[scenario, firm] = 1.0 - as_supplier
    outcome.risk[scenario] = both
    outcome.downstream[scenario] = downstream
    outcome.upstream[scenario] = upstream
    for node in range(2 * firms):
        lost[node, lane] = 0.0
        other[node, lane] = 0.0
