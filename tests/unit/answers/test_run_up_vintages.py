"""The run-up before a measure is told with what was public on its day: a later revision changes nothing."""

from dataclasses import replace
from datetime import date

import numpy as np

from gwanje.answers.backtesting_events import event_told
from gwanje.watch.distress import NO_LAG, Event, History, Lag, MonthlyRow, SeriesKey, said
from gwanje.watch.distress.examples import example_limits

KEY = SeriesKey("graphite", "OZZ")
LAG = Lag(20)
EVENT = Event("OZ-1", "graphite", {"announced": date(2034, 10, 20), "in_force": date(2034, 12, 1), "first_shortfall": None}, (KEY,))  # fmt: skip


def rows(late=()):
    found = []
    for at in range(60):
        month = date(2030 + at // 12, at % 12 + 1, 1)
        out = np.datetime64(month, "M") + 1
        found.append(
            MonthlyRow(
                KEY, month, 1000.0, 30.0 if at == 58 else 10.0, published=(out.astype("datetime64[D]") + 9).item()
            )
        )
    return [*found, *late]


def told(found):
    limits = example_limits()
    history = History.from_rows(found)
    spoken = [said(history, limits.weighting("falls"), limits, lag) for lag in (NO_LAG, LAG)]
    return event_told(EVENT, {"en": "", "ko": ""}, KEY, history, limits, LAG, *spoken)


def test_the_run_up_is_told_from_the_day_its_rows_were_public_and_never_changes():
    first = told(rows())
    assert [one.ratio_mass for one in first.run_up] == [1.0, 2.0]
    assert [str(one.knowable) for one in first.run_up] == ["2034-11-11", "2034-12-11"]
    assert [str(one.knowable_at_lag_0) for one in first.run_up] == ["2034-11-01", "2034-12-01"]
    november = rows()[58]
    revised = replace(november, mass_t=900.0, published=date(2035, 3, 1))
    for late in ([*rows(), revised], [revised, *rows()]):
        assert told(late).run_up == first.run_up
    known = replace(november, mass_t=900.0, published=date(2034, 12, 10))
    assert told([*rows()[:58], known, rows()[59]]).run_up[1].ratio_mass > 20


def test_a_run_up_with_a_month_that_was_never_published_is_not_computable():
    found = [row for row in rows() if row.month != date(2034, 11, 1)]
    assert [one.ratio_mass for one in told(found).run_up] == [1.0, None]
