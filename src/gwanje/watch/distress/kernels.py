"""Loops for the compiler: the running median and spread of every series, from what came before each month."""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True)
def centre_and_spread(steps: Any, window: int, least: int) -> Any:
    """Median and median absolute deviation of the last `window` numbers before each column; NaN under `least` of them.

    A sorted buffer follows the window; the deviations are met in order by walking outward from the median.
    """
    series, months = steps.shape
    centre = np.full((series, months), np.nan)
    spread = np.full((series, months), np.nan)
    counts = np.zeros((series, months), np.int64)
    held = np.empty(window)
    for row in range(series):
        n = 0
        for month in range(months):
            counts[row, month] = n
            if n >= least and n > 0:
                low, high = (n - 1) // 2, n // 2
                middle = 0.5 * (held[low] + held[high])
                left, right = high, high + 1
                while left >= 0 and held[left] > middle:
                    left -= 1
                right = left + 1
                first, second = 0.0, 0.0
                for step in range(high + 1):
                    if left >= 0 and (right >= n or middle - held[left] <= held[right] - middle):
                        second = middle - held[left]
                        left -= 1
                    else:
                        second = held[right] - middle
                        right += 1
                    if step == low:
                        first = second
                centre[row, month] = middle
                spread[row, month] = 0.5 * (first + second)
            gone = month - window
            if gone >= 0 and not np.isnan(steps[row, gone]):
                at = np.searchsorted(held[:n], steps[row, gone])
                for place in range(at, n - 1):
                    held[place] = held[place + 1]
                n -= 1
            new = steps[row, month]
            if not np.isnan(new):
                place = n
                while place > 0 and held[place - 1] > new:
                    held[place] = held[place - 1]
                    place -= 1
                held[place] = new
                n += 1
    return centre, spread, counts
