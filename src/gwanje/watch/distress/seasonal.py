"""How far a month stands from the same month a year before, measured by the series' own past."""

import warnings
from dataclasses import dataclass

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress.kernels import centre_and_spread
from gwanje.watch.distress.panel import Floats

YEAR = 12
LEAST_SPREAD = 1e-12  # of yearly steps, without unit: below it a series has not moved, what differs is rounding
TO_SIGMA = 1.4826


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a score is measured by: months looked back on, fewest of them, and the floor of the spread.

    `spread_floor` is a part of the median spread of all series of the panel in that month; 0 is no floor.
    """

    window_months: int = 60
    least_points: int = 24
    spread_floor: float = 0.25

    def __post_init__(self) -> None:
        if not (2 <= self.least_points <= self.window_months and 0 <= self.spread_floor < np.inf):
            raise WrongUseError(
                "A baseline cannot be used",
                expected="2 points or more, no more than its window has months, and a floor of 0 or more",
                found=f"{self.least_points} points of {self.window_months} months, floor {self.spread_floor}",
                remedy="Correct indicators/distress.yaml",
            )


def seasonal_step(amounts: Floats) -> Floats:
    """The logarithm of a month over the same month a year before.

    Shapes and units:
        amounts: series by month, any one unit, 0 or more, NaN where missing.
        Result: the same shape, dimensionless; NaN in the first twelve months, and where either month is missing or 0.

    Source:
        d_t = ln y_t - ln y_(t-12), the seasonal difference of logarithms; docs/methods-watch.md.

    Differs:
        A month of zero gives no step: its logarithm does not exist, and absent is not zero.

    Raises:
        WrongUseError: an amount is negative or infinite.

    Example:
        >>> grid = np.array([[1.0] * 12 + [2.0]])
        >>> round(float(seasonal_step(grid)[0, 12]), 4)
        0.6931
    """
    if np.isinf(amounts).any() or (np.nan_to_num(amounts, nan=0.0) < 0).any():
        raise WrongUseError(
            "An amount cannot be used", expected="finite numbers, 0 or more", found="others", remedy="Check the table"
        )
    known = np.nan_to_num(amounts, nan=0.0) > 0
    logs = np.log(amounts, out=np.full_like(amounts, np.nan), where=known)
    return lagged(logs)


def lagged(levels: Floats) -> Floats:
    """Each column less the one twelve before; NaN in the first twelve."""
    steps = np.full_like(levels, np.nan)
    steps[:, YEAR:] = levels[:, YEAR:] - levels[:, :-YEAR]
    return steps


def seasonal_score(steps: Floats, baseline: Baseline) -> Floats:
    """How unusual each step is, against the median and spread of the series' own steps before it.

    Shapes and units:
        steps: series by month, from `seasonal_step`, NaN where missing; baseline: content.
        Result: the same shape, dimensionless; NaN where fewer than `least_points` steps came before, and where the
        spread is zero after the floor.

    Source:
        z_t = (d_t - med) / (1.4826 MAD), med and MAD over the months before t; robust scores after Iglewicz and Hoaglin
        1993, not confirmed against the text; docs/methods-watch.md.

    Differs:
        The spread has a floor, a part of the panel's median spread of the same month, so that a series that hardly
        moved does not shout; the floor uses nothing later than the month before.

    Raises:
        WrongUseError: the baseline has fewer than two points or more points than months.

    Example:
        >>> steps = np.array([[np.nan] * 12 + [-0.1, 0.0, 0.1] * 8 + [0.5]])
        >>> z = seasonal_score(steps, Baseline(window_months=60, least_points=24, spread_floor=0.0))
        >>> (int(np.isfinite(z).sum()), round(float(z[0, -1]), 2))
        (1, 3.37)
    """
    numbers = np.ascontiguousarray(steps, dtype=np.float64)
    centre, spread = centre_and_spread(numbers, baseline.window_months, baseline.least_points)
    floored = np.fmax(spread, baseline.spread_floor * _typical(spread)) if baseline.spread_floor else spread
    floored = np.where(np.isnan(spread), np.nan, floored)
    usable = np.nan_to_num(floored, nan=0.0) > LEAST_SPREAD
    score: Floats = np.divide(steps - centre, TO_SIGMA * floored, out=np.full_like(centre, np.nan), where=usable)
    return score


def _typical(spread: Floats) -> Floats:
    """The median over series of each month; NaN where no series has one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a month in which no series has a spread
        found: Floats = np.nanmedian(spread, axis=0, keepdims=True)
    return found
