"""One sourced event on one series: the months around it with every sign, and what moved ahead of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from gwanje.answers.backtesting_answer import EventTold, MonthTold, RunUp
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
    """The months around an event and the run-up to it, as they stand in the last vintage."""
    panel = history.as_known(np.datetime64("9999-12-31"), history.knowable(lag))
    run_up = _run_up(panel, key, event, limits, lag)
    return EventTold(
        event=event.id,
        what=dict(what),
        item=key.item,
        partner=key.partner,
        announced=event.days["announced"],
        in_force=event.days["in_force"],
        first_shortfall=event.days["first_shortfall"],
        months=_months(panel, key, event, at_once, late),
        run_up=tuple(one for one, _ in run_up),
        run_up_label=NOT_AN_EARLY_WARNING,
        after_ratio_mass=run_up[-1][1] if run_up else None,
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


def _run_up(
    panel: MonthlyPanel, key: SeriesKey, event: Event, limits: DistressLimits, lag: Lag
) -> list[tuple[RunUp, float | None]]:
    """The front-loading as it could be told with each further month; empty where a day is not known."""
    announced, in_force = event.days["announced"], event.days["in_force"]
    if announced is None or in_force is None or not announced < in_force:
        return []
    if np.datetime64(announced, "M") not in panel.months:
        return []
    years = int(limits.front_loading_years.value)
    found = []
    for stop in _month_ends(announced, in_force):
        mass, value = (
            front_loading(panel, key, announced, max(stop, _next_day(announced)), by=by, years=years)
            for by in ("mass_t", "value_usd")
        )
        found.append((_told(mass, value, in_force, limits.front_loading_at.value, lag), mass.after_ratio))
    return found


def _told(mass: FrontLoading, value: FrontLoading, in_force: date, at: float, lag: Lag) -> RunUp:
    month = np.array([np.datetime64(mass.last, "M")])
    at_once, late = (_day(knowable_from(month, one)[0]) or mass.last for one in (NO_LAG, lag))
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
