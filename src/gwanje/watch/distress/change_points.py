"""A change that stays: small steps in one direction add up until they are too many for chance."""

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress.panel import Floats


def running_excess(scores: Floats, *, slack: float, limit: float) -> Floats:
    """One-sided cumulative sum of scores above a slack, month by month, from earlier months only.

    Shapes and units:
        scores: series by month, dimensionless, NaN where missing; slack, limit: dimensionless, of the same scale.
        Result: the same shape, 0 or more; a month without a score carries the sum on and shows NaN itself. The month
        after the limit is reached begins anew from 0. For falls give the scores with the sign turned.

    Source:
        S_t = max(0, S_(t-1) + z_t - k), alarm at S_t >= h (Page 1954, not confirmed against the text);
        docs/methods-watch.md.

    Differs:
        The scores come from a window that moves on, so a change that stays becomes normal after some years.

    Raises:
        WrongUseError: the slack is negative, or the limit is not above 0.

    Example:
        >>> running_excess(np.array([[1.0, 1.0, 1.0, 0.0]]), slack=0.5, limit=1.5).tolist()
        [[0.5, 1.0, 1.5, 0.0]]
    """
    if not (0 <= slack < np.inf and 0 < limit < np.inf):
        raise WrongUseError(
            "A cumulative sum needs a slack and a limit",
            expected="a slack of 0 or more and a limit above 0",
            found=f"slack {slack}, limit {limit}",
            remedy="Write for example 0.5 and 5",
        )
    sums = np.full_like(scores, np.nan)
    held = np.zeros(scores.shape[0])
    for month in range(scores.shape[1]):
        now = scores[:, month]
        known = np.isfinite(now)
        held = np.where(held >= limit, 0.0, held)
        held = np.where(known, np.maximum(0.0, held + np.where(known, now, 0.0) - slack), held)
        sums[known, month] = held[known]
    return sums
