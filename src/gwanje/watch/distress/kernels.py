"""Loops for the compiler: the running median and spread of every series, from what came before each month."""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True)
def centre_and_spread(steps: Any, window: int, least: int) -> Any:
    """Median and median absolute deviation of the last `window` numbers before each column; NaN under `least` of them.

    A sorted buffer follows the window. Seen from the median its two halves are sorted distances, so that the middle
    distance is found by halving, not by sorting again.
    """
    series, months = steps.shape
    centre = np.full((series, months), np.nan)
    spread = np.full((series, months), np.nan)
    held = np.empty(window + 1)
    for row in range(series):
        n = 0
        for month in range(months):
            if n >= least and n > 0:
                middle = 0.5 * (held[(n - 1) // 2] + held[n // 2])
                centre[row, month] = middle
                spread[row, month] = _middle_distance(held, n, middle)
            gone = month - window
            if gone >= 0 and not np.isnan(steps[row, gone]):
                n = _take_out(held, n, steps[row, gone])
            if not np.isnan(steps[row, month]):
                n = _put_in(held, n, steps[row, month])
    return centre, spread


@njit(cache=True, inline="always")
def _middle_distance(held: Any, n: int, middle: float) -> Any:
    """The median of the distances from `middle` of a sorted buffer."""
    split = (n + 1) // 2  # held[:split] do not lie above the median, the others not below
    wanted = (n - 1) // 2 + 1
    low, high = max(0, wanted - (n - split)), min(wanted, split)
    while low < high:
        left = (low + high) // 2
        right = wanted - left
        if right > 0 and left < split and held[split + right - 1] - middle > middle - held[split - 1 - left]:
            low = left + 1
        else:
            high = left
    left, right = low, wanted - low
    first = 0.0
    if left > 0:
        first = middle - held[split - left]
    if right > 0:
        first = max(first, held[split + right - 1] - middle)
    if n % 2 == 1:
        return first
    second = np.inf
    if left < split:
        second = middle - held[split - 1 - left]
    if right < n - split:
        second = min(second, held[split + right] - middle)
    return 0.5 * (first + second)


@njit(cache=True, inline="always")
def _place(held: Any, n: int, number: float) -> Any:
    low, high = 0, n
    while low < high:
        at = (low + high) // 2
        if held[at] < number:
            low = at + 1
        else:
            high = at
    return low


@njit(cache=True, inline="always")
def _take_out(held: Any, n: int, number: float) -> Any:
    for at in range(_place(held, n, number), n - 1):
        held[at] = held[at + 1]
    return n - 1


@njit(cache=True, inline="always")
def _put_in(held: Any, n: int, number: float) -> Any:
    place = _place(held, n, number)
    for at in range(n, place, -1):
        held[at] = held[at - 1]
    held[place] = number
    return n + 1
