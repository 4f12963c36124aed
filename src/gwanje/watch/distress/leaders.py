"""The largest share over twelve months, month by month, for the monthly rule of relapses."""

from typing import Literal

import numpy as np

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress.panel import MonthlyPanel
from gwanje.watch.distress.seasonal import YEAR
from gwanje.watch.relapse import Share


def twelve_month_leaders(panel: MonthlyPanel, item: str, *, by: Literal["value_usd", "mass_t"]) -> tuple[Share, ...]:
    """The largest partner's share in the sum of twelve months, for every month that has twelve behind it.

    Shapes and units:
        panel: monthly grids; item: one of its items; by: "value_usd" (USD) or "mass_t" (tonnes).
        Result: one share a month in order of time, with the value of the twelve months (USD) for the floor; a month
        whose twelve include one in which no partner of the item has a row is left out.

    Source:
        The 12-month share of the leading supplier; docs/methods-watch.md.

    Differs:
        A partner without a row in a month in which others have one adds nothing to the sums: no import was recorded.
        By mass only rows with a mass count, and where the leader by value or by mass has a month with a value and no
        mass its share is not known: the month is left out. Of equals the first partner by name leads.

    Raises:
        WrongUseError: the item is not in the panel.

    Example:
        >>> from gwanje.watch.distress.examples import example_panel
        >>> found = twelve_month_leaders(example_panel(), "graphite", by="mass_t")
        >>> (len(found), found[0].period, found[0].holder, found[0].low)
        (49, '2030-12', 'OZZ', 1.0)
    """
    rows = [at for at, key in enumerate(panel.keys) if key.item == item]
    if not rows:
        raise WrongUseError(
            f"The item {item} is not in the table",
            expected=", ".join(sorted({key.item for key in panel.keys})[:10]),
            found=item,
            remedy="Ask for an item that is there",
        )
    grid = (panel.value_usd if by == "value_usd" else panel.mass_t)[rows]
    value = panel.value_usd[rows]
    found = []
    for stop in range(YEAR, grid.shape[1] + 1):
        part = grid[:, stop - YEAR : stop]
        if not np.isfinite(part).any(axis=0).all():
            continue
        sums = np.nan_to_num(part, nan=0.0).sum(axis=1)
        whole = float(sums.sum())
        if whole <= 0:
            continue
        lead = int(np.argmax(sums))
        traded = np.nan_to_num(value[:, stop - YEAR : stop], nan=0.0)
        usd = float(traded.sum())
        leaders = [lead, int(np.argmax(traded.sum(axis=1)))]
        if ((traded > 0) & np.isnan(part))[leaders].any():
            continue
        share = min(1.0, float(sums[lead]) / whole)
        found.append(Share.exactly(str(panel.months[stop - 1]), panel.keys[rows[lead]].partner, share, usd))
    return tuple(found)
