"""The compiled spread of narrow cascades: only nodes whose production has just fallen pass something on.

Slots only grow, so the largest of a node can be kept as they grow, and what fell in the last round is all that has to
be added. A cascade that gets wide is given up here and done in lanes; which ones are depends on themselves alone.
The loops avoid branches on purpose: a list is written at its end and its length grows by 0 or 1.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from gwanje.impact.cascade.arrays import Floats, Links, Marks, Outcome, Places, Shocks, Size

WIDE = 0
"""The number of rounds that stands for a cascade that was given up."""
_WIDE_PART = 8
"""Measured: passing on one link costs about as much as eight links of one lane."""
_ANEW = 32
MOST_ROUNDS = 200_000
"""Falls can shrink with one over the rounds: a fine tolerance would then never be met."""


class Work(NamedTuple):
    """The arrays of one thread, given back clean after every scenario."""

    left: Floats
    fell: Floats
    worst: Floats
    slots: Floats
    front: Places
    touched: Places
    reached: Places
    is_touched: Marks
    is_reached: Marks


@njit(cache=True, nogil=True)
def spread_from_front(
    links: Links, shocks: Shocks, weights: Floats, tolerance: float, first: int, last: int, outcome: Outcome
) -> None:
    """Scenarios first to last - 1, each from an untouched network; wide ones get 0 rounds and nothing else."""
    nodes = links.start.size - 1
    work = Work(
        np.ones(nodes),
        np.zeros(nodes),
        np.zeros(nodes),
        np.zeros(links.slot_start[nodes]),
        np.empty(nodes + 1, np.uint32),
        np.empty(nodes + 1, np.uint32),
        np.empty(nodes + 1, np.uint32),
        np.zeros(nodes, np.uint8),
        np.zeros(nodes, np.uint8),
    )
    for scenario in range(first, last):
        reached, rounds, fall = _spread(links, shocks, tolerance, scenario, work)
        outcome.rounds[scenario] = rounds
        outcome.last_fall[scenario] = fall
        if rounds != WIDE:
            _weigh(weights, reached, scenario, work, outcome)
            _keep(scenario, work, outcome)
        _clean(links, reached, work)


@njit(cache=True, nogil=True)
def _spread(links: Links, shocks: Shocks, tolerance: float, scenario: int, work: Work) -> tuple[Size, int, float]:
    """Rounds until no production falls by more than the tolerance: nodes reached, rounds, the last largest fall."""
    firms = work.left.size // 2
    reached = np.uintp(0)
    for entry in range(shocks.start[scenario], shocks.start[scenario + 1]):
        for node in (np.uintp(shocks.firm[entry]), np.uintp(shocks.firm[entry] + firms)):
            work.left[node] = shocks.left[entry]
            work.fell[node] = 1.0 - shocks.left[entry]
            work.is_reached[node] = 1
            work.front[reached] = node
            work.reached[reached] = node
            reached += np.uintp(1)
    front, rounds = reached, 0
    while True:
        if _is_wide(links, front, work):
            return reached, WIDE, 0.0
        rounds += 1
        if rounds % _ANEW == 0:
            front = _anew(links, reached, work)
        touched = _pass_on(links, front, work)
        front, reached, fall = _settle(touched, reached, work)
        if fall <= tolerance or rounds >= MOST_ROUNDS:
            return reached, rounds, fall


@njit(cache=True, nogil=True)
def _is_wide(links: Links, front: Size, work: Work) -> bool:
    """Whether the front would pass something on along more than an eighth of all links."""
    along = 0
    for entry in range(front):
        node = np.uintp(work.front[np.uintp(entry)])
        along += links.start[node + np.uintp(1)] - links.start[node]
    return _WIDE_PART * along > links.node.size


@njit(cache=True, nogil=True)
def _anew(links: Links, reached: Size, work: Work) -> Size:
    """Empty the slots and let every reached node pass on all it has lost: rounding does not pile up in long runs."""
    for entry in range(reached):
        node = np.uintp(work.reached[np.uintp(entry)])
        work.fell[node] = 1.0 - work.left[node]
        work.front[np.uintp(entry)] = node
        work.worst[node] = 0.0
        for place in range(links.slot_start[node], links.slot_start[node + np.uintp(1)]):
            work.slots[place] = 0.0
    return reached


@njit(cache=True, nogil=True)
def _pass_on(links: Links, front: Size, work: Work) -> Size:
    """Add the last fall of every node of the front to the slots it feeds; how many nodes were touched."""
    start, node, slot, share = links.start, links.node, links.slot, links.share
    fell, worst, slots = work.fell, work.worst, work.slots
    touched, is_touched = work.touched, work.is_touched
    count = np.uintp(0)
    for entry in range(front):
        source = np.uintp(work.front[np.uintp(entry)])
        fall = fell[source]
        for link in range(np.uintp(start[source]), np.uintp(start[source + np.uintp(1)])):
            target, place = node[link], slot[link]
            loss = slots[place] + share[link] * fall
            slots[place] = loss
            before = worst[target]
            worst[target] = max(loss, before)
            touched[count] = target
            count += np.uintp(1 - is_touched[target])
            is_touched[target] = 1
    return count


@njit(cache=True, nogil=True)
def _settle(touched: Size, reached: Size, work: Work) -> tuple[Size, Size, float]:
    """What is left of the touched nodes; those that fell make the next front, and the largest fall is told."""
    left, fell, worst = work.left, work.fell, work.worst
    front = np.uintp(0)
    largest = 0.0
    for entry in range(touched):
        node = work.touched[np.uintp(entry)]
        work.is_touched[node] = 0
        before = left[node]
        now = min(before, max(0.0, 1.0 - worst[node]))
        fall = before - now
        left[node] = now
        fell[node] = fall
        largest = max(largest, fall)
        work.front[front] = node
        front += np.uintp(fall > 0.0)
        work.reached[reached] = node
        reached += np.uintp(1 - work.is_reached[node])
        work.is_reached[node] = 1
    return front, reached, largest


@njit(cache=True, nogil=True)
def _weigh(weights: Floats, reached: Size, scenario: int, work: Work, outcome: Outcome) -> None:
    """The weighted losses: in the worse of the two directions for each firm, and in each direction alone."""
    firms = np.uintp(weights.size)
    left, is_reached = work.left, work.is_reached
    both, downstream, upstream = 0.0, 0.0, 0.0
    for entry in range(reached):
        node = np.uintp(work.reached[np.uintp(entry)])
        if node < firms:
            downstream += weights[node] * (1.0 - left[node])
            both += weights[node] * (1.0 - min(left[node], left[node + firms]))
        else:
            firm = node - firms
            upstream += weights[firm] * (1.0 - left[node])
            both += 0.0 if is_reached[firm] else weights[firm] * (1.0 - left[node])
    outcome.risk[scenario] = both
    outcome.downstream[scenario] = downstream
    outcome.upstream[scenario] = upstream


@njit(cache=True, nogil=True)
def _keep(scenario: int, work: Work, outcome: Outcome) -> None:
    """What is left of every firm, where somebody asks for it."""
    if outcome.left_downstream.shape[0] > 0:
        firms = work.left.size // 2
        outcome.left_downstream[scenario] = work.left[:firms]
        outcome.left_upstream[scenario] = work.left[firms:]


@njit(cache=True, nogil=True)
def _clean(links: Links, reached: Size, work: Work) -> None:
    """Undo what a scenario did, node by node, so that the next one pays only for what it touches."""
    for entry in range(reached):
        node = np.uintp(work.reached[np.uintp(entry)])
        work.left[node] = 1.0
        work.worst[node] = 0.0
        work.is_reached[node] = 0
        for place in range(links.slot_start[node], links.slot_start[node + np.uintp(1)]):
            work.slots[place] = 0.0
