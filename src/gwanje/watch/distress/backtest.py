"""What an indicator would have said around known events: hits, misses, false alarms, lead times; no look-ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from gwanje.watch.distress.panel import Days, Floats, SeriesKey
from gwanje.watch.distress.records import DistressLimits, Weighting
from gwanje.watch.distress.signals import Said

EventDay = Literal["announced", "in_force", "first_shortfall"]
Span = tuple[date, date]
EVENT_DAYS: tuple[EventDay, ...] = ("announced", "in_force", "first_shortfall")


@dataclass(frozen=True, slots=True)
class Event:
    """One sourced supply event and the series it concerns; a day that no source gives is None."""

    id: str
    item: str
    days: Mapping[EventDay, date | None]
    series: tuple[SeriesKey, ...]

    @property
    def first(self) -> date | None:
        """Its earliest day that is known."""
        return min((day for day in self.days.values() if day is not None), default=None)

    @property
    def last(self) -> date | None:
        """Its latest day that is known."""
        return max((day for day in self.days.values() if day is not None), default=None)


@dataclass(frozen=True, slots=True)
class Sighting:
    """When something could first be known, and how long before each day of the event; negative is after it."""

    month: date
    knowable: date
    found: float
    lead_days: Mapping[EventDay, int | None]


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What was said around one event on one series; `alarm` is None for a miss, `covered` is false without data."""

    event: str
    series: SeriesKey
    covered: bool
    alarm: Sighting | None
    by_sign: tuple[tuple[str, Sighting | None], ...]
    window_months: int
    random_chance: float
    stood_already: bool


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """The record of one weighting at one lag; rates stand only where there are events enough.

    Hits and misses count pairs of event and series; an event counts as hit with its first pair. Where nobody kept a
    list of events an alarm is not judged: it is counted apart, and so are the years.
    """

    weighting: str
    lag_days: int
    outcomes: tuple[EventOutcome, ...]
    events_without_series: tuple[str, ...]
    hits: int
    misses: int
    false_alarms: int
    series_years: float
    alarms_not_judged: int
    series_years_not_judged: float
    random_hits_expected: float
    listed: int
    listed_in_windows: int
    hit_rate: float | None
    hit_rate_interval: tuple[float, float] | None

    @property
    def events_covered(self) -> int:
        """How many different events have scored months on any series."""
        return len({one.event for one in self.outcomes if one.covered})

    @property
    def events_hit(self) -> int:
        """How many of them have an alarm on any series."""
        return len({one.event for one in self.outcomes if one.alarm is not None})

    @property
    def false_alarms_per_series_year(self) -> float | None:
        """Alarms outside every window over the judged years outside; None where there are none of these."""
        return self.false_alarms / self.series_years if self.series_years > 0 else None


def back_test(
    spoken: Said, weighting: Weighting, events: Sequence[Event], limits: DistressLimits, *, lag_days: int,
    watched: Mapping[SeriesKey, Sequence[Span]], only: Iterable[SeriesKey] | None = None,
) -> TrackRecord:  # fmt: skip
    """The record of what was said against sourced events.

    Shapes and units:
        spoken: from `said`, with the same weighting; events: days and series; watched: first and last day of every list
        of sourced events that was kept for a series; only: the series that are judged (default: all); limits: content
        (windows in days, the level of an alarm, the budget, events for a rate).
        Result: per event and series the first alarm in its window and the first month of each sign, with lead times in
        calendar days; counts of hits, misses and false alarms; a rate with an interval from `events_for_rates` events.

    Source:
        Project choices after common practice of early-warning evaluation; docs/methods-watch.md.

    Differs:
        Lead time runs from the day a signal could be known, not from the month it speaks of; zero and negative leads
        count. An event without a series, or without scored months in its window, is reported, not dropped. Random
        alarms are not drawn: their expected hits at the same rate are computed. An alarm is false only where a list
        covers every day on which an event would have made it a hit; elsewhere it is not judged.

    Raises:
        WrongUseError: a series that is to be judged is not among those spoken of.

    Example:
        >>> from gwanje.watch.distress import said
        >>> from gwanje.watch.distress.examples import GRAPHITE, example_history, example_limits
        >>> from gwanje.watch.distress.vintages import Lag
        >>> limits = example_limits()
        >>> falls = limits.weighting("falls").model_copy(update={"months_up": 1})
        >>> days = {"announced": date(2035, 1, 10), "in_force": date(2035, 2, 1), "first_shortfall": None}
        >>> spoken = said(example_history(), falls, limits, Lag(20))
        >>> record = back_test(spoken, falls, [Event("OZ-1", "graphite", days, (GRAPHITE,))], limits, lag_days=20,
        ...     watched={})
        >>> (record.hits, sorted(record.outcomes[0].alarm.lead_days.items())[:2])
        (1, [('announced', -11), ('first_shortfall', None)])
    """
    judged = sorted(set(spoken.keys if only is None else only))
    places = spoken.rows(judged)
    rows = np.array([places[key] for key in judged], dtype=np.int64)
    at_of = {key: at for at, key in enumerate(judged)}
    scored = np.isfinite(spoken.points[rows]) & ~np.isnat(spoken.knowable[rows])
    alarms = spoken.begins(_level(limits))[rows] * scored
    inside = np.zeros(scored.shape, dtype=bool)
    rate = float(alarms.sum() / scored.sum()) if scored.sum() else 0.0
    outcomes, uncovered = [], []
    for event in events:
        concerned = [key for key in event.series if key in at_of]
        if not concerned or event.first is None:
            uncovered.append(event.id)
        for key in concerned if event.first else ():
            at = at_of[key]
            window = _window(event, spoken.knowable[rows[at]], limits)
            inside[at] |= window
            outcomes.append(
                _outcome(event, spoken, weighting, key, window, alarms[at], scored[at], rate, _level(limits))
            )
    hits = sum(one.alarm is not None for one in outcomes)
    judgeable = np.zeros(scored.shape, dtype=bool)
    for at, key in enumerate(judged):
        if spans := watched.get(key, ()):
            judgeable[at] = _judgeable(spoken.knowable[rows[at]], spans, limits)
    outside, unjudged = scored & ~inside & judgeable, scored & ~inside & ~judgeable
    listed, within = _listed(spoken.points[rows], inside, inside | judgeable, int(limits.budget.value))
    covered = [one for one in outcomes if one.covered]
    enough = len({one.event for one in covered}) >= limits.events_for_rates.value
    return TrackRecord(
        weighting=weighting.key,
        lag_days=lag_days,
        outcomes=tuple(outcomes),
        events_without_series=tuple(uncovered),
        hits=hits,
        misses=len(covered) - hits,
        false_alarms=int((alarms * outside).sum()),
        series_years=float(outside.sum() / 12),
        alarms_not_judged=int((alarms * unjudged).sum()),
        series_years_not_judged=float(unjudged.sum() / 12),
        random_hits_expected=sum(one.random_chance for one in covered),
        listed=listed,
        listed_in_windows=within,
        hit_rate=hits / len(covered) if enough else None,
        hit_rate_interval=_interval(covered) if enough else None,
    )


def _level(limits: DistressLimits) -> int:
    return {"attention": 1, "caution": 2, "alert": 3, "serious": 4}[limits.alarm_level]


def _window(event: Event, knowable: Days, limits: DistressLimits) -> np.ndarray:
    """The months whose signals could be known around the event."""
    if event.first is None or event.last is None:
        return np.zeros(knowable.shape, dtype=bool)
    start = np.datetime64(event.first - timedelta(days=int(limits.window_before_days.value)))
    end = np.datetime64(event.last + timedelta(days=int(limits.window_after_days.value)))
    return (knowable >= start) & (knowable < end)


def _judgeable(knowable: Days, spans: Sequence[Span], limits: DistressLimits) -> np.ndarray:
    """The months of which a list says enough: every day is covered on which an event would make an alarm a hit."""
    before, after = int(limits.window_before_days.value), int(limits.window_after_days.value)
    found = np.zeros(knowable.shape, dtype=bool)
    for first, last in spans:
        found |= (knowable >= np.datetime64(first) + after) & (knowable <= np.datetime64(last) - before)
    return found


def _outcome(
    event: Event, spoken: Said, weighting: Weighting, key: SeriesKey, window: np.ndarray, alarms: np.ndarray,
    scored: np.ndarray, rate: float, level: int,
) -> EventOutcome:  # fmt: skip
    row = spoken.row(key)
    at = np.flatnonzero(window & (alarms > 0))
    signs = []
    for feature in weighting.features:
        grid = spoken.found[feature.measure][row]
        met = np.flatnonzero(window & scored & (np.nan_to_num(grid, nan=-np.inf) >= feature.at))
        signs.append((feature.measure, _sighting(event, spoken, row, met, grid)))
    months = int((window & scored).sum())
    return EventOutcome(
        event=event.id,
        series=key,
        covered=months > 0,
        alarm=_sighting(event, spoken, row, at, spoken.points[row]),
        by_sign=tuple(signs),
        window_months=months,
        random_chance=1 - (1 - rate) ** months,
        stood_already=_stood(spoken, row, window & scored, level),
    )


def _stood(spoken: Said, row: int, window: np.ndarray, level: int) -> bool:
    """Whether an alarm stood before the window: it can begin no other in it until it has ended."""
    columns = np.flatnonzero(window)
    return bool(columns.size and spoken.stood[row, columns[0]] >= level)


def _sighting(event: Event, spoken: Said, row: int, columns: np.ndarray, found: Floats) -> Sighting | None:
    if not columns.size:
        return None
    column = int(columns[0])
    knowable: date = spoken.knowable[row, column].astype(object)
    leads = {name: None if (day := event.days.get(name)) is None else (day - knowable).days for name in EVENT_DAYS}
    month = date.fromisoformat(f"{spoken.months[column]}-01")
    return Sighting(month, knowable, float(found[column]), leads)


def _listed(points: Floats, inside: np.ndarray, judged: np.ndarray, budget: int) -> tuple[int, int]:
    """How many judged series the short lists of all months would have held, and how many of these were in a window."""
    total, within = 0, 0
    for month in range(points.shape[1]):
        column = np.nan_to_num(points[:, month], nan=0.0)
        first = np.argsort(-column, kind="stable")[:budget]
        first = first[column[first] > 0]
        first = first[judged[first, month]]
        total += first.size
        within += int(inside[first, month].sum())
    return total, within


def _interval(outcomes: Sequence[EventOutcome]) -> tuple[float, float]:
    """The middle 90 % of hit rates when items are drawn again with replacement; the draws are fixed."""
    by_item: dict[str, list[bool]] = {}
    for one in outcomes:
        by_item.setdefault(one.series.item, []).append(one.alarm is not None)
    groups = list(by_item.values())
    draws = np.random.default_rng(0).integers(0, len(groups), size=(2000, len(groups)))
    hits = np.array([sum(group) for group in groups])[draws].sum(axis=1)
    tries = np.array([len(group) for group in groups])[draws].sum(axis=1)
    low, high = np.quantile(hits / tries, [0.05, 0.95])
    return float(low), float(high)
