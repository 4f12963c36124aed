"""What the indicators said, month after month, each time with what was public by then and nothing later."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.distress.features import NO_SCORE, Levels, measures, points_of, settled, words_reached
from gwanje.watch.distress.panel import Days, Floats, SeriesKey
from gwanje.watch.distress.records import DistressLimits, MeasureName, Weighting
from gwanje.watch.distress.vintages import History, Lag


@dataclass(frozen=True, slots=True)
class Said:
    """For every series and month what was said of it on the day it could be said; later vintages change nothing.

    `found` are the numbers of the signs as they were then, `knowable` the day at whose beginning they could be known,
    `stood` the word that stood before that month.
    """

    keys: tuple[SeriesKey, ...]
    months: Days
    knowable: Days
    points: Floats
    reached: Levels
    stands: Levels
    stood: Levels
    found: dict[MeasureName, Floats]

    def row(self, key: SeriesKey) -> int:
        """Which row a series is."""
        if key not in self.keys:
            raise WrongUseError(
                f"No series of {key.item} with {key.partner}",
                expected=f"one of {len(self.keys)} series",
                found=f"{key.item}, {key.partner}",
                remedy="List the series of the table first",
            )
        return self.keys.index(key)

    def rows(self, keys: Iterable[SeriesKey]) -> dict[SeriesKey, int]:
        """Which rows many series are, looked up once."""
        places = {key: at for at, key in enumerate(self.keys)}
        return {key: places[key] if key in places else self.row(key) for key in keys}

    def begins(self, level: int) -> "Levels":
        """1 where the word that stands comes to a level from below it: an alarm; 0 elsewhere."""
        return ((self.stands >= level) & (self.stood < level)).astype(np.int64)


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
    return _told(history.keys, history.months, first, found, weighting, limits)


def reweighted(spoken: Said, weighting: Weighting, limits: DistressLimits) -> Said:
    """What another weighting of signs that were seen already would have said: nothing is measured again.

    Shapes and units:
        spoken: from `said`; weighting: its signs are among those spoken of, its past is theirs; limits: content.
        Result: as from `said`.

    Source:
        The weighted count of `points_of`; docs/methods-watch.md.

    Differs:
        The numbers of the signs are those of the first weighting, so its window of the past holds.

    Raises:
        KeyError: a sign of the weighting was not seen.

    Example:
        >>> from gwanje.watch.distress.examples import example_history, example_limits
        >>> from gwanje.watch.distress.sign_words import alone
        >>> limits = example_limits()
        >>> falls = limits.weighting("falls")
        >>> spoken = said(example_history(), falls, limits, Lag(20))
        >>> float(reweighted(spoken, alone("mass_fall", falls, 1.0), limits).points[0, -1])
        1.0
    """
    found = {one.measure: spoken.found[one.measure] for one in weighting.features}
    return _told(spoken.keys, spoken.months, spoken.knowable, found, weighting, limits)


def _told(
    keys: tuple[SeriesKey, ...], months: Days, first: Days, found: dict[MeasureName, Floats], weighting: Weighting,
    limits: DistressLimits,
) -> Said:  # fmt: skip
    points = points_of(found, weighting)
    reached = words_reached(points, limits.cutoffs.points)
    up = weighting.months_up or int(limits.months_up.value)
    stands, before = _standing(reached, first, months_up=up, months_down=int(limits.months_down.value))
    return Said(keys, months, first, points, reached, stands, before, found)


def _standing(reached: Levels, first: Days, *, months_up: int, months_down: int) -> tuple[Levels, Levels]:
    """The word that stands after each month, and before it, from the months that were public when it was told."""
    stands = settled(reached, months_up=months_up, months_down=months_down)
    stood = _one_month_on(stands)
    late = np.flatnonzero(_is_out_of_order(first))
    for day in np.unique(first[late]):
        by_then = np.where(first[late] <= day, reached[late], NO_SCORE)
        told = settled(by_then, months_up=months_up, months_down=months_down)
        at = first[late] == day
        stands[late] = np.where(at, told, stands[late])
        stood[late] = np.where(at, _one_month_on(told), stood[late])
    return stands, stood


def _is_out_of_order(first: Days) -> npt.NDArray[np.bool_]:
    """Which series had a month that was public before an earlier one."""
    never = np.iinfo(np.int64).min
    days = np.where(np.isnat(first), never, first.astype(np.int64))
    found: npt.NDArray[np.bool_] = ((days != never) & (days < np.maximum.accumulate(days, axis=1))).any(axis=1)
    return found


def _one_month_on(levels: Levels) -> Levels:
    moved = np.zeros_like(levels)
    moved[:, 1:] = levels[:, :-1]
    return moved
