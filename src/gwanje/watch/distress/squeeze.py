"""A squeeze: less comes, and what comes is dearer, in the same month."""

import numpy as np

from gwanje.watch.distress.panel import Floats


def squeeze_margin(unit_value_score: Floats, mass_score: Floats, *, dearer: float, less: float) -> Floats:
    """By how much a month is past both limits at once: unit value up and mass down.

    Shapes and units:
        unit_value_score, mass_score: series by month, seasonal scores; dearer, less: dimensionless limits a and b.
        Result: min(z_U - a, -z_Q - b), dimensionless; 0 or more where both are met; NaN where either score is missing.

    Source:
        z_U >= a and z_Q <= -b in the same month: a project choice after the idea of SCAN (Amaral et al. 2022), not
        confirmed against the text; docs/methods-watch.md.

    Differs:
        The margin is the nearer of the two, so that one strong sign alone is no squeeze.

    Raises:
        Nothing.

    Example:
        >>> squeeze_margin(np.array([[2.0, 2.0]]), np.array([[-1.5, 0.0]]), dearer=1.0, less=1.0).tolist()
        [[0.5, -1.0]]
    """
    margin: Floats = np.minimum(unit_value_score - dearer, -mass_score - less)
    return margin


def own_percentile(levels: Floats) -> Floats:
    """The share of a series' own earlier months that lie below a month.

    Shapes and units:
        levels: series by month, any unit, NaN where missing.
        Result: the same shape, from 0 to 1; NaN where the month is missing or nothing came before it.

    Source:
        The empirical distribution function of the past; docs/methods-watch.md.

    Differs:
        Only earlier months count; equals do not lie below.

    Raises:
        Nothing.

    Example:
        >>> own_percentile(np.array([[1.0, 3.0, 2.0, 9.0]])).tolist()
        [[nan, 1.0, 0.5, 1.0]]
    """
    found = np.full_like(levels, np.nan)
    for month in range(1, levels.shape[1]):
        now, before = levels[:, month], levels[:, :month]
        known = np.isfinite(before).sum(axis=1)
        below = (before < now[:, None]).sum(axis=1)
        at = np.isfinite(now) & (known > 0)
        found[at, month] = below[at] / known[at]
    return found
