"""What the indicators said, month after month, each time with what was public by then and nothing later."""

from dataclasses import dataclass

import numpy as np

from gwanje.watch.distress.features import Levels, measures, points_of, settled, words_reached
from gwanje.watch.distress.panel import Days, Floats, MonthlyPanel, SeriesKey
from gwanje.watch.distress.records import DistressLimits, MeasureName, Weighting
from gwanje.watch.distress.vintages import History, Lag


@dataclass(frozen=True, slots=True)
class Said:
    """For every series and month what was said of it on the day it could be said; later vintages change nothing.

    `found` are the numbers of the signs as they were then, `knowable` the day at whose beginning they could be known.
    """

    keys: tuple[SeriesKey, ...]
    months: Days
    knowable: Days
    points: Floats
    reached: Levels
    stands: Levels
    found: dict[MeasureName, Floats]

    def row(self, key: SeriesKey) -> int:
        """Which row a series is."""
        return self.keys.index(key)

    def begins(self, level: int) -> "Levels":
        """1 where the word that stands comes to a level from below it: an alarm; 0 elsewhere."""
        high = self.stands >= level
        before = np.zeros_like(high)
        before[:, 1:] = high[:, :-1]
        return (high & ~before).astype(np.int64)


def said(history: History, weighting: Weighting, limits: DistressLimits, lag: Lag) -> Said:
    """Every signal of a weighting over a history, each made from the rows public on its day.

    Shapes and units:
        history: rows with their publication days; weighting, limits: content; lag: where rows carry no day.
        Result: grids of series by month: points, words reached and standing, the numbers of the signs, and the day at
        whose beginning each could be known (NaT where the month has no row).

    Source:
        Rolling origin: at each release only rows published by then are used, for the scores, their baselines, the floor
        and the shares alike; docs/methods-watch.md.

    Differs:
        A month is judged once, when its first vintage is public. A revision changes later months' baselines, never what
        was said (Convention T8). Where each month has one vintage, published together, one pass gives the same.

    Raises:
        WrongUseError: an amount is negative or infinite.

    Example:
        >>> from gwanje.watch.distress.examples import example_history, example_limits
        >>> limits = example_limits()
        >>> spoken = said(example_history(), limits.weighting("falls"), limits, Lag(20))
        >>> (str(spoken.knowable[0, -1]), float(spoken.points[0, -1]))
        ('2035-01-21', 2.0)
    """
    knowable = history.knowable(lag)
    first = history.first_known(knowable)
    names = [feature.measure for feature in weighting.features]
    baseline = limits.baseline_for(weighting)
    shape = (len(history.keys), len(history.months))
    found: dict[MeasureName, Floats] = {name: np.full(shape, np.nan) for name in names}
    days = np.unique(knowable)
    if days.size and history.is_one_vintage_in_order(knowable):
        days = days[-1:]
        fresh = iter([~np.isnat(first)])
    else:
        fresh = (first == day for day in days)
    for day, new in zip(days, fresh, strict=True):
        panel = history.as_known(day, knowable)
        seen = new[:, : len(panel.months)]
        for name, grid in measures(panel, names, limits, baseline).items():
            found[name][:, : len(panel.months)][seen] = grid[seen]
    points = points_of(found, weighting)
    reached = words_reached(points, limits.cutoffs.points)
    up = weighting.months_up or int(limits.months_up.value)
    stands = settled(reached, months_up=up, months_down=int(limits.months_down.value))
    return Said(history.keys, history.months, _running_latest(first), points, reached, stands, found)


def newest(panel: MonthlyPanel) -> int:
    """The last month in which any series has a row."""
    there = np.isfinite(panel.value_usd).any(axis=0) | np.isfinite(panel.mass_t).any(axis=0)
    return int(np.flatnonzero(there)[-1])


def _running_latest(first: Days) -> Days:
    """A month cannot be told before those it stands on: the latest day up to it; NaT where it has no row itself."""
    numbers = np.where(np.isnat(first), np.iinfo(np.int64).min + 1, first.astype(np.int64))
    latest = np.maximum.accumulate(numbers, axis=1).astype("datetime64[D]")
    return np.where(np.isnat(first), np.datetime64("NaT"), latest)
