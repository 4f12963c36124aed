"""One sourced event on one series: the months around it with every sign, and what moved ahead of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from gwanje.answers.backtesting_answer import EventTold, MonthTold, RunUp
from gwanje.watch import SupplyEvent
from gwanje.watch.distress import (
    LEVELS,
    NO_LAG,
    NOT_AN_EARLY_WARNING,
    DistressLimits,
    Event,
    FrontLoading,
    History,
    Lag,
    MonthlyPanel,
    Said,
    SeriesKey,
    front_loading,
    knowable_from,
)

_BEFORE, _AFTER = 2, 4


def event_told(
    event: Event, what: Mapping[str, str], key: SeriesKey, history: History, limits: DistressLimits, lag: Lag,
    at_once: Said, late: Said,
) -> EventTold:  # fmt: skip
    """The months around an event as they stand in the last vintage, and the run-up to it as it could be told then."""
    panel = history.as_known(np.datetime64("9999-12-31"), history.knowable(lag))
    run_up = _run_up(history, key, event, limits, lag)
    return EventTold(
        event=event.id,
        what=dict(what),
        item=key.item,
        partner=key.partner,
        announced=event.days["announced"],
        in_force=event.days["in_force"],
        first_shortfall=event.days["first_shortfall"],
        months=_months(panel, key, event, at_once, late),
        run_up=tuple(run_up),
        run_up_label=NOT_AN_EARLY_WARNING,
        after_ratio_mass=_after(panel, key, event, limits),
    )


def event_without_series(event: SupplyEvent, item: str, days: Mapping[str, date | None]) -> EventTold:
    """An event as its sources tell it, with no series to hold against it."""
    return EventTold(
        event=event.id,
        what={"en": event.what.en, "ko": event.what.ko},
        item=item,
        partner=event.suppliers[0],
        announced=days["announced"],
        in_force=days["in_force"],
        first_shortfall=days["first_shortfall"],
        months=(),
        run_up=(),
        run_up_label=NOT_AN_EARLY_WARNING,
        after_ratio_mass=None,
        sources=event.sources,
    )


def _months(panel: MonthlyPanel, key: SeriesKey, event: Event, at_once: Said, late: Said) -> tuple[MonthTold, ...]:
    first, last = event.first, event.last
    if first is None or last is None:
        return ()
    row, start = panel.row(key), np.datetime64(panel.months[0])
    begin = max(0, int(np.datetime64(first, "M") - start) - _BEFORE)
    end = min(len(panel.months), int(np.datetime64(last, "M") - start) + _AFTER + 1)
    unit = panel.unit_value
    return tuple(
        MonthTold(
            month=date.fromisoformat(f"{panel.months[at]}-01"),
            value_usd=_known(panel.value_usd[row, at]),
            mass_t=_known(panel.mass_t[row, at]),
            unit_value_usd_t=_known(unit[row, at]),
            signs={name: _known(grid[row, at]) for name, grid in late.found.items()},
            points=_known(late.points[row, at]),
            word=("", *LEVELS)[int(late.stands[row, at])],
            knowable_at_lag_0=_day(at_once.knowable[row, at]),
            knowable=_day(late.knowable[row, at]),
        )
        for at in range(begin, end)
    )


def _run_up(history: History, key: SeriesKey, event: Event, limits: DistressLimits, lag: Lag) -> list[RunUp]:
    """The front-loading as it could be told with each further month; empty where a day is not known."""
    announced, in_force = event.days["announced"], event.days["in_force"]
    if announced is None or in_force is None or not announced < in_force:
        return []
    if np.datetime64(announced, "M") not in history.months:
        return []
    at_once, late = (_Vintages(history, key, one) for one in (NO_LAG, lag))
    years = int(limits.front_loading_years.value)
    found = []
    for stop in _month_ends(announced, in_force):
        day, day_at_once = late.first_day(announced, stop), at_once.first_day(announced, stop)
        panel = late.on(day)
        if np.datetime64(announced, "M") not in panel.months:
            continue
        mass, value = (
            front_loading(panel, key, announced, max(stop, _next_day(announced)), by=by, years=years)
            for by in ("mass_t", "value_usd")
        )
        found.append(_told(mass, value, in_force, limits.front_loading_at.value, day_at_once, day))
    return found


def _after(panel: MonthlyPanel, key: SeriesKey, event: Event, limits: DistressLimits) -> float | None:
    """The three months from entry into force over what the season expects, as they stand in the last vintage."""
    announced, in_force = event.days["announced"], event.days["in_force"]
    if announced is None or in_force is None or not announced < in_force:
        return None
    if np.datetime64(announced, "M") not in panel.months:
        return None
    return front_loading(panel, key, announced, in_force, years=int(limits.front_loading_years.value)).after_ratio


class _Vintages:
    """What one series showed on a day, at one lag."""

    def __init__(self, history: History, key: SeriesKey, lag: Lag) -> None:
        self._history, self._knowable, self._lag = history, history.knowable(lag), lag
        self._first = history.first_known(self._knowable)[history.keys.index(key)]

    def first_day(self, announced: date, stop: date) -> np.datetime64:
        """The day at whose beginning every month of a run-up was public; a month without a row counts by the lag."""
        months = np.arange(np.datetime64(announced, "M"), np.datetime64(stop, "M"))
        places = (months - self._history.months[0]).astype(int)
        stated = knowable_from(months, self._lag)
        there = [self._first[at] if at < self._first.size else np.datetime64("NaT") for at in places]
        days = np.where(np.isnat(there), stated, there)
        latest: np.datetime64 = days.max()
        return latest

    def on(self, day: np.datetime64) -> MonthlyPanel:
        """The panel that could be seen at the beginning of a day."""
        return self._history.as_known(day, self._knowable)


def _told(
    mass: FrontLoading, value: FrontLoading, in_force: date, at: float, day_at_once: np.datetime64, day: np.datetime64
) -> RunUp:
    at_once, late = _day(day_at_once) or mass.last, _day(day) or mass.last
    judged = value.ratio if mass.ratio is None else mass.ratio
    return RunUp(
        through=mass.last,
        amount_t=mass.amount,
        amount_usd=value.amount,
        ratio_mass=mass.ratio,
        ratio_value=value.ratio,
        half_year_ratio_mass=mass.half_year_ratio,
        is_met=None if judged is None else judged >= at,
        knowable_at_lag_0=at_once,
        knowable=late,
        days_to_entry_at_lag_0=(in_force - at_once).days,
        days_to_entry=(in_force - late).days,
    )


def _month_ends(announced: date, in_force: date) -> list[date]:
    """The first days of the months that follow each month of the run-up."""
    found, month = [], announced.replace(day=1)
    while month < in_force:
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        found.append(month)
    return found


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _known(number: np.float64) -> float | None:
    return float(number) if np.isfinite(number) else None


def _day(moment: np.datetime64) -> date | None:
    return None if np.isnat(moment) else date.fromisoformat(str(moment))
