"""A partner's share on the scale where one per cent more matters most near the ends."""

import numpy as np

from gwanje.watch.distress.panel import Floats
from gwanje.watch.distress.seasonal import lagged


def share_step(shares: Floats) -> Floats:
    """How a share moved in twelve months, on the log-odds scale.

    Shapes and units:
        shares: series by month, fractions in [0, 1], NaN where missing.
        Result: the same shape, dimensionless; NaN in the first twelve months, and where a share is missing, 0 or 1.

    Source:
        ln(s / (1 - s)), the logit; docs/methods-watch.md.

    Differs:
        A share of 0 or 1 has no log-odds and gives no step: a sole supplier is told by its share, not by a jump.

    Raises:
        Nothing.

    Example:
        >>> round(float(share_step(np.array([[0.5] * 12 + [0.75]]))[0, 12]), 4)
        1.0986
    """
    inside = (np.nan_to_num(shares, nan=0.0) > 0) & (np.nan_to_num(shares, nan=1.0) < 1)
    odds = np.divide(shares, 1 - shares, out=np.full_like(shares, np.nan), where=inside)
    return lagged(np.log(odds, out=np.full_like(shares, np.nan), where=inside))
