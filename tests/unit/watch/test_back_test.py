"""Signals and their record: what was said then stays said, whatever comes later; leads, counts and rates."""

import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.watch.distress import (
    NO_LAG,
    Event,
    History,
    Lag,
    MonthlyRow,
    SeriesKey,
    Weighting,
    back_test,
    said,
    settled,
    words_reached,
)
from gwanje.watch.distress.examples import example_limits
from gwanje.watch.distress.records import WeightedFeature
from gwanje.watch.indicators import Threshold

LAG = Lag(20, january_with_february=True)
MONTHS = 36
ALL = Weighting(
    key="all",
    names={"en": "All", "ko": "전부"},
    features=tuple(
        WeightedFeature(measure=name, at=1, weight=1, basis="test")
        for name in (
            "value_fall",
            "mass_rise",
            "squeeze",
            "mass_share_rise",
            "mass_change_down",
            "value_year_on_year",
            "price_rise",
        )
    ),
)


def limits(**changed):
    base = example_limits()
    few = {"window_months": number(20), "least_points": number(6), "months_up": number(1)}
    return base.model_copy(update=few | changed)


def number(value):
    return Threshold(value=value, unit="1", basis="test")


def month_of(at):
    return date(2030 + at // 12, at % 12 + 1, 1)


def world(seed, *, published):
    """Three partners of two items; some months late, some revised, some missing."""
    draw = random.Random(seed)
    rows = []
    for key in (SeriesKey("a", "OZZ"), SeriesKey("a", "WDL"), SeriesKey("b", "OZZ")):
        for at in range(MONTHS):
            if draw.random() < 0.08:
                continue
            value, mass = 1000 * draw.uniform(0.5, 2), draw.choice([draw.uniform(0.5, 2), draw.uniform(0.1, 5), 0.0])
            row = MonthlyRow(key, month_of(at), value, mass, price_usd_t=draw.uniform(1, 2))
            if not published:
                rows.append(row)
                continue
            out = date.fromordinal(month_of(at + 1).toordinal() + draw.randint(5, 50))
            rows.append(replace(row, published=out))
            if draw.random() < 0.15:
                rows.append(
                    replace(
                        row,
                        value_usd=value * draw.uniform(0.5, 2),
                        published=date.fromordinal(out.toordinal() + draw.randint(1, 400)),
                    )
                )
    return rows


def told(rows, lag, until):
    """Everything that was said of months that could be known by a day, by label."""
    spoken = said(History.from_rows(rows), ALL, limits(), lag)
    found = {}
    for row, key in enumerate(spoken.keys):
        for column, month in enumerate(spoken.months):
            knowable = spoken.knowable[row, column]
            if not np.isnat(knowable) and knowable <= until:
                numbers = [
                    spoken.points[row, column],
                    spoken.stands[row, column],
                    spoken.stood[row, column],
                    spoken.reached[row, column],
                    *(grid[row, column] for grid in spoken.found.values()),
                ]
                found[key, str(month)] = (str(knowable), np.round(np.array(numbers, dtype=float), 9).tolist())
    return found


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**6), st.booleans(), st.integers(20, 34))
def test_deleting_or_shuffling_later_rows_changes_nothing_that_was_said(seed, published, cut):
    rows = world(seed, published=published)
    until = np.datetime64(month_of(cut), "D") + 15
    history = History.from_rows(rows)
    order = sorted(rows, key=lambda row: (row.key, row.month, row.published or date.min))
    late = history.knowable(LAG) > until
    early = [row for row, is_late in zip(order, late, strict=True) if not is_late]
    before = told(rows, LAG, until)
    assert before
    assert str(told(early, LAG, until)) == str(before)
    draw = random.Random(seed)
    values = [row.value_usd for row, is_late in zip(order, late, strict=True) if is_late]
    draw.shuffle(values)
    other = iter(values)
    shuffled = [
        replace(row, value_usd=next(other), mass_t=draw.uniform(0, 9)) if is_late else row
        for row, is_late in zip(order, late, strict=True)
    ]
    assert sum(one != other for one, other in zip(shuffled, order, strict=True)) == late.sum() > 0
    assert str(told(shuffled, LAG, until)) == str(before)
    wild = [
        replace(row, value_usd=1e9, mass_t=None, price_usd_t=1e6, published=row.published and date(2040, 1, 1))
        if is_late else row
        for row, is_late in zip(order, late, strict=True)
        if not (is_late and row.published and history_has_two(order, row))
    ]  # fmt: skip
    stranger = SeriesKey("a", "ZZZ")
    wild += [MonthlyRow(stranger, month_of(at), 7.0, 7.0) for at in range(cut + 1, MONTHS)]
    assert str(told(wild, LAG, until)) == str(before)


def history_has_two(rows, row):
    """Whether a month has a revision: pushed to one day the two would be one."""
    return sum((one.key, one.month) == (row.key, row.month) for one in rows) > 1


def test_one_pass_says_what_release_by_release_says(monkeypatch):
    rows = world(7, published=False)
    far = np.datetime64("2100-01-01")
    quick = told(rows, LAG, far)
    monkeypatch.setattr(History, "is_one_vintage_in_order", lambda self, knowable: False)
    assert str(told(rows, LAG, far)) == str(quick)


def test_a_revision_changes_later_baselines_and_not_what_was_said():
    rows = [row for row in world(3, published=True) if row.key.partner == "OZZ"]
    first = rows[0]
    revised = [*rows, replace(first, value_usd=9e9, published=date(2033, 1, 1))]
    assert str(told(revised, LAG, np.datetime64("2032-12-31"))) == str(told(rows, LAG, np.datetime64("2032-12-31")))


def test_rows_are_public_when_the_file_says_and_else_after_the_lag():
    key = SeriesKey("a", "OZZ")
    rows = [
        MonthlyRow(key, date(2030, m, 1), 1.0, 1.0, published=date(2030, 5, 9) if m == 3 else None)
        for m in (1, 2, 3, 12)
    ]
    history = History.from_rows(rows)
    assert history.knowable(LAG).astype(str).tolist() == ["2030-03-21", "2030-03-21", "2030-05-10", "2031-01-21"]
    assert history.knowable(NO_LAG).astype(str).tolist() == ["2030-02-01", "2030-03-01", "2030-04-01", "2031-01-01"]
    panel = history.as_known(np.datetime64("2030-05-09"), history.knowable(LAG))
    assert len(panel.months) == 2
    with pytest.raises(WrongUseError, match="before it ends"):
        Lag(-1)
    with pytest.raises(RefusedInputError, match="twice in one vintage"):
        History.from_rows([*rows, rows[0]])


def test_words_rise_after_months_in_a_row_and_fall_after_more():
    points = np.array([[0.0, 3.0, 0.0, 3.0, 3.0, 5.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0]])
    reached = words_reached(points, (1, 2, 3, 5))
    assert reached.tolist() == [[0, 3, 0, 3, 3, 4, 0, 0, 1, 0, 0, 0]]
    assert settled(reached, months_up=2, months_down=3).tolist() == [[0, 0, 0, 0, 3, 3, 3, 3, 1, 1, 1, 0]]


def test_a_month_without_a_score_moves_nothing():
    reached = np.array([[2, -1, 2, 2, -1, 0, 0, -1, 0, 0, 0]])
    assert settled(reached, months_up=2, months_down=3).tolist() == [[0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 0]]


def falling(key, months=48, bad=()):
    """A series with a season that falls to a tenth in the months named."""
    usual = [100.0 + 5 * (at % 12) + (at * 7 % 5) for at in range(months)]
    return [MonthlyRow(key, month_of(at), 1e3 * u, u / 10 if at in bad else u) for at, u in enumerate(usual)]


def event(name, keys, announced, in_force, shortfall=None):
    return Event(
        name,
        keys[0].item if keys else "x",
        {"announced": announced, "in_force": in_force, "first_shortfall": shortfall},
        keys,
    )


def falls():
    """One sign that the made-up season itself never meets."""
    only = WeightedFeature(measure="mass_fall", at=20, weight=1, basis="test")
    return Weighting(key="falls", names={"en": "Falls", "ko": "감소"}, months_up=1, features=(only,))


def test_leads_are_counted_from_the_day_a_signal_could_be_known():
    key = SeriesKey("a", "OZZ")
    spoken = {
        lag.days: said(History.from_rows(falling(key, bad=(40,))), falls(), limits(), lag) for lag in (NO_LAG, Lag(20))
    }
    days = event("E-1", (key,), date(2033, 5, 10), date(2033, 6, 1), date(2033, 7, 1))
    at_once = back_test(spoken[0], falls(), [days], limits(), lag_days=0, watched={}).outcomes[0]
    late = back_test(spoken[20], falls(), [days], limits(), lag_days=20, watched={}).outcomes[0]
    assert at_once.alarm.knowable == date(2033, 6, 1)
    assert dict(at_once.alarm.lead_days) == {"announced": -22, "in_force": 0, "first_shortfall": 30}
    assert dict(late.alarm.lead_days) == {"announced": -42, "in_force": -20, "first_shortfall": 10}
    assert late.by_sign[0][1].month == date(2033, 5, 1)


def test_hits_misses_false_alarms_and_events_without_series():
    one, two = SeriesKey("a", "OZZ"), SeriesKey("b", "OZZ")
    history = History.from_rows([*falling(one, bad=(40,)), *falling(two, bad=(46,))])
    spoken = said(history, falls(), limits(), NO_LAG)
    listed = [
        event("E-1", (one,), date(2033, 5, 10), date(2033, 6, 1)),
        event("E-2", (two,), date(2032, 8, 1), date(2032, 9, 1)),
        event("E-3", (), date(2033, 5, 10), None),
        event("E-4", (one,), None, None),
        event("E-5", (two,), date(2060, 5, 10), date(2060, 6, 1)),
    ]
    short = {"window_before_days": number(60), "window_after_days": number(60)}
    watched = {key: [(date(2029, 1, 1), date(2061, 1, 1))] for key in (one, two)}
    record = back_test(spoken, falls(), listed, limits(**short), lag_days=0, watched=watched)
    assert (record.hits, record.misses, record.false_alarms) == (1, 1, 1)
    assert record.events_without_series == ("E-3", "E-4")
    assert [one.covered for one in record.outcomes] == [True, True, False]
    assert record.hit_rate is None
    assert record.hit_rate_interval is None
    scored = int(np.isfinite(spoken.points).sum())
    inside = sum(one.window_months for one in record.outcomes)
    assert record.series_years == pytest.approx((scored - inside) / 12)
    assert record.false_alarms_per_series_year == pytest.approx(1 / record.series_years)
    assert 0 < record.random_hits_expected < 1
    assert (record.listed, record.listed_in_windows) == (2, 1)
    only = back_test(spoken, falls(), listed, limits(**short), lag_days=0, watched=watched, only=[one])
    assert (only.hits, only.misses, only.false_alarms) == (1, 0, 0)
    with pytest.raises(WrongUseError, match="No series of z"):
        back_test(spoken, falls(), listed, limits(), lag_days=0, watched={}, only=[SeriesKey("z", "OZZ")])


def test_rates_stand_from_ten_events_on():
    keys = [SeriesKey(f"i{n}", "OZZ") for n in range(10)]
    rows = [row for n, key in enumerate(keys) for row in falling(key, bad=(40,) if n < 4 else ())]
    spoken = said(History.from_rows(rows), falls(), limits(), NO_LAG)
    listed = [event(f"E-{n}", (key,), date(2033, 5, 10), date(2033, 6, 1)) for n, key in enumerate(keys)]
    record = back_test(spoken, falls(), listed, limits(), lag_days=0, watched={})
    assert record.hit_rate == 0.4
    low, high = record.hit_rate_interval
    assert low < 0.4 < high
    assert back_test(spoken, falls(), listed[:9], limits(), lag_days=0, watched={}).hit_rate is None


@pytest.mark.parametrize(
    ("first", "last", "false", "unjudged"),
    [
        (date(2033, 10, 2), date(2034, 1, 30), 1, 0),
        (date(2033, 10, 3), date(2034, 1, 30), 0, 1),
        (date(2033, 10, 2), date(2034, 1, 29), 0, 1),
    ],
)
def test_an_alarm_is_false_only_where_a_list_of_events_says_enough(first, last, false, unjudged):
    key = SeriesKey("a", "OZZ")
    spoken = said(History.from_rows(falling(key, bad=(46,))), falls(), limits(), NO_LAG)
    short = limits(window_before_days=number(60), window_after_days=number(60))
    record = back_test(spoken, falls(), [], short, lag_days=0, watched={key: [(first, last)]})
    assert (record.false_alarms, record.alarms_not_judged) == (false, unjudged)
    scored = int(np.isfinite(spoken.points).sum())
    assert record.series_years + record.series_years_not_judged == pytest.approx(scored / 12)
    nobody = back_test(spoken, falls(), [], short, lag_days=0, watched={})
    assert (nobody.false_alarms, nobody.alarms_not_judged, nobody.series_years) == (0, 1, 0.0)
    assert nobody.false_alarms_per_series_year is None
    assert (nobody.listed, record.listed) == (0, false)


def test_at_lag_0_the_first_figure_counts_and_a_revision_has_its_own_day():
    key = SeriesKey("a", "OZZ")
    first = MonthlyRow(key, date(2030, 1, 1), 1.0, 1.0, published=date(2030, 2, 20))
    revised = replace(first, value_usd=9.0, published=date(2031, 6, 1))
    for rows in ([first, revised], [revised, first]):
        history = History.from_rows(rows)
        knowable = history.knowable(NO_LAG)
        assert sorted(knowable.astype(str)) == ["2030-02-01", "2031-06-02"]
        assert history.as_known(np.datetime64("2030-02-01"), knowable).value_usd[0, 0] == 1.0
        assert history.as_known(np.datetime64("2031-06-02"), knowable).value_usd[0, 0] == 9.0


def test_a_row_cannot_have_been_public_before_its_month_ended():
    row = MonthlyRow(SeriesKey("a", "OZZ"), date(2030, 1, 1), 1.0, 1.0, published=date(2030, 1, 30))
    with pytest.raises(RefusedInputError, match="before it ended"):
        History.from_rows([row])
    assert History.from_rows([replace(row, published=date(2030, 1, 31))]).knowable(LAG).astype(str) == ["2030-02-01"]


def test_what_was_said_depends_on_the_rows_that_were_public():
    """The property above can fail: an earlier row that moves does move what was said."""
    rows = world(5, published=False)
    until = np.datetime64(month_of(30), "D")
    moved = [replace(row, value_usd=row.value_usd * 3, mass_t=row.mass_t + 9) if row.month == month_of(20) else row
             for row in rows]  # fmt: skip
    assert str(told(moved, LAG, until)) != str(told(rows, LAG, until))
