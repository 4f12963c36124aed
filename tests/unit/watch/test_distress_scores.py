"""Scores of a month against the series' own past: against plain numpy, and what cannot be scored."""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.watch.distress import (
    Baseline,
    MonthlyPanel,
    MonthlyRow,
    SeriesKey,
    own_percentile,
    running_excess,
    seasonal_score,
    seasonal_step,
    share_step,
    squeeze_margin,
)
from gwanje.watch.distress.seasonal import LEAST_SPREAD

KEY = SeriesKey("a", "OZZ")
STEPS = arrays(
    np.float64,
    (3, 40),
    elements=st.one_of(st.just(math.nan), st.sampled_from([-1.0, 0.0, 0.25, 0.5, 3.0]), st.floats(-5, 5)),
)


def plain_score(row, month, window, least):
    past = row[max(0, month - window) : month]
    past = past[~np.isnan(past)]
    if len(past) < least:
        return math.nan, math.nan
    middle = np.median(past)
    return middle, np.median(np.abs(past - middle))


@settings(max_examples=60, deadline=None)
@given(STEPS, st.integers(4, 20), st.integers(2, 4))
def test_scores_are_those_of_plain_numpy(steps, window, least):
    found = seasonal_score(steps, Baseline(window, least, 0.0))
    for row in range(steps.shape[0]):
        for month in range(steps.shape[1]):
            middle, spread = plain_score(steps[row], month, window, least)
            expected = (steps[row, month] - middle) / (1.4826 * spread) if spread > LEAST_SPREAD else math.nan
            assert found[row, month] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@settings(max_examples=30, deadline=None)
@given(STEPS, st.integers(10, 38))
def test_no_score_looks_ahead(steps, cut):
    baseline = Baseline(20, 3, 0.25)
    later = steps.copy()
    later[:, cut:] = 99.0
    assert np.array_equal(
        seasonal_score(steps, baseline)[:, :cut], seasonal_score(later, baseline)[:, :cut], equal_nan=True
    )


def test_the_floor_is_a_part_of_the_panels_median_spread():
    noisy = np.tile([-1.0, 0.0, 1.0], 10)
    calm = noisy / 100
    steps = np.vstack([noisy, noisy, calm])
    steps[2, -1] = 0.5
    free = seasonal_score(steps, Baseline(30, 24, 0.0))[2, -1]
    floored = seasonal_score(steps, Baseline(30, 24, 0.5))[2, -1]
    assert free == pytest.approx(0.5 / (1.4826 * 0.01), rel=0.05)
    assert floored == pytest.approx(0.5 / (1.4826 * 0.5), rel=0.05)


def test_a_series_that_never_moved_and_short_ones_have_no_score():
    still = np.zeros((1, 60))
    assert np.isnan(seasonal_score(still, Baseline(60, 24, 0.25))).all()
    short = np.random.default_rng(1).normal(size=(1, 24))
    assert np.isnan(seasonal_score(short, Baseline(60, 24, 0.0))).all()
    assert np.isfinite(seasonal_score(np.append(short, [[1.0]], axis=1), Baseline(60, 24, 0.0))).sum() == 1


def test_zero_and_missing_give_no_step_and_negatives_are_refused():
    amounts = np.array([[1.0] * 12 + [0.0, math.nan, 2.0] + [1.0] * 9 + [1.0, 1.0, 1.0]])
    steps = seasonal_step(amounts)
    assert np.isnan(steps[0, [0, 11, 12, 13, 24, 25]]).all()
    assert steps[0, 14] == pytest.approx(math.log(2))
    for bad in (-1.0, math.inf):
        with pytest.raises(WrongUseError):
            seasonal_step(np.array([[bad] * 13]))


def test_a_squeeze_needs_both_signs():
    up, down = np.array([[2.0, 2.0, -1.0, math.nan]]), np.array([[-3.0, 1.0, -3.0, -3.0]])
    assert squeeze_margin(up, down, dearer=1, less=2).tolist()[0][:3] == [1.0, -3.0, -2.0]
    assert math.isnan(squeeze_margin(up, down, dearer=1, less=2)[0, 3])


@settings(max_examples=30, deadline=None)
@given(arrays(np.float64, (2, 12), elements=st.one_of(st.just(math.nan), st.integers(0, 5).map(float))))
def test_own_percentile_counts_the_past_only(levels):
    found = own_percentile(levels)
    for row in range(2):
        for month in range(12):
            past = levels[row, :month][~np.isnan(levels[row, :month])]
            if np.isnan(levels[row, month]) or not len(past):
                assert np.isnan(found[row, month])
            else:
                assert found[row, month] == pytest.approx((past < levels[row, month]).mean())


def test_running_excess_carries_over_gaps_and_begins_anew():
    found = running_excess(np.array([[3.0, math.nan, 3.0, 0.0, 9.0]]), slack=0.5, limit=5.0)
    assert found[0].tolist()[0] == 2.5
    assert math.isnan(found[0, 1])
    assert found[0].tolist()[2:] == [5.0, 0.0, 8.5]
    with pytest.raises(WrongUseError, match="a slack of 0 or more"):
        running_excess(np.zeros((1, 1)), slack=-1, limit=5)


def test_a_share_of_all_or_nothing_has_no_jump():
    found = share_step(np.array([[0.5] * 12 + [1.0, 0.0, math.nan, 0.5]]))
    assert np.isnan(found[0, 12:15]).all()
    assert found[0, 15] == 0.0


def rows(**changed):
    base = {"key": KEY, "month": date(2030, 1, 1), "value_usd": 10.0, "mass_t": 2.0}
    return [MonthlyRow(**(base | changed))]


def test_a_panel_keeps_gaps_missing_and_zero_masses_unreported():
    every = [
        *rows(),
        *rows(month=date(2030, 3, 1), mass_t=0.0),
        *rows(month=date(2030, 4, 1), value_usd=0.0, mass_t=0.0),
    ]
    panel = MonthlyPanel.from_rows(every)
    assert np.isnan(panel.value_usd[0, 1])
    assert np.isnan(panel.mass_t[0, 2])
    assert panel.masses_not_reported == 1
    assert panel.mass_t[0, 3] == 0.0
    assert panel.unit_value[0].tolist()[0] == 5.0
    assert np.isnan(panel.unit_value[0, 1:]).all()


def test_shares_are_of_the_item_in_the_month():
    other, elsewhere = SeriesKey("a", "WDL"), SeriesKey("b", "OZZ")
    panel = MonthlyPanel.from_rows([*rows(), *rows(key=other, value_usd=30.0), *rows(key=elsewhere, value_usd=7.0)])
    assert panel.shares(panel.value_usd)[:, 0].tolist() == [0.25, 0.75, 1.0]


@pytest.mark.parametrize(
    "bad", [{"value_usd": -1.0}, {"value_usd": math.nan}, {"mass_t": math.inf}, {"price_usd_t": -0.1}]
)
def test_a_number_that_is_none_is_refused(bad):
    with pytest.raises(RefusedInputError, match="a, OZZ, 2030-01"):
        MonthlyPanel.from_rows(rows(**bad))


def test_a_month_that_stands_twice_is_refused():
    with pytest.raises(RefusedInputError, match="stands twice"):
        MonthlyPanel.from_rows([*rows(), *rows(value_usd=11.0)])
    with pytest.raises(WrongUseError, match="needs rows"):
        MonthlyPanel.from_rows([])
    panel = MonthlyPanel.from_rows(rows())
    with pytest.raises(WrongUseError, match="2031-01 is not in the table"):
        panel.column(date(2031, 1, 1))
    with pytest.raises(WrongUseError, match="No series of b"):
        panel.row(SeriesKey("b", "OZZ"))


def test_a_baseline_that_cannot_be_is_refused():
    for window, least, floor in ((20, 24, 0), (60, 1, 0), (60, 24, -1)):
        with pytest.raises(WrongUseError, match="baseline cannot be used"):
            Baseline(window, least, floor)
