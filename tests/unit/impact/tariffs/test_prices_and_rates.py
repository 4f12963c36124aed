"""What a tariff does to a price at the border, and one rate for many lines."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.tariffs import effective_rate, tariff_price_change

BASE = "imports of 2024, million USD"


@given(before=st.floats(0, 2), after=st.floats(0, 2), passed=st.floats(0, 1))
def test_full_pass_through_moves_the_price_with_the_power_of_the_tariff(before, after, passed):
    full = tariff_price_change(before, after, 1.0)
    assert 1 + full == pytest.approx((1 + after) / (1 + before))
    assert tariff_price_change(before, after, passed) == pytest.approx(passed * full)
    assert tariff_price_change(before, before, passed) == 0


def test_flows_are_aligned_by_label():
    before = pd.DataFrame([[0.0, 0.1], [0.2, 0.0]], index=["a", "b"], columns=["x", "y"])
    after = pd.DataFrame([[0.5, 0.2], [0.1, 0.0]], index=["b", "a"], columns=["y", "x"])
    found = tariff_price_change(before, after, 0.5)
    assert found.loc["a", "x"] == pytest.approx(0.0)
    assert found.loc["b", "y"] == pytest.approx(0.25)
    assert found.loc["b", "x"] == pytest.approx(0.0)
    assert found.loc["a", "y"] == pytest.approx(0.0)
    series = tariff_price_change(pd.Series({"a": 0.0, "b": 0.25}), pd.Series({"b": 0.5, "a": 0.1}), 1)
    assert series.to_dict() == pytest.approx({"a": 0.1, "b": 0.2})


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((np.nan, 0.1, 1), "rate_before cannot be used"),
        ((0.1, np.array([0.1, np.nan]), 1), "rate_after cannot be used"),
        ((0.1, -1, 1), "a rate above -1"),
        ((0.1, 0.2, 1.2), "a share from 0 to 1"),
        ((0.1, 0.2, "all"), "not made of numbers"),
        ((np.zeros(2), np.zeros(3), 1), "another shape"),
        ((pd.Series({"a": 0.0}), pd.Series({"b": 0.0}), 1), "labels of rate_after"),
        ((pd.Series({"a": 0.0}), pd.DataFrame({"b": [0.0]}), 1), "labels of rate_after"),
        ((0.1, pd.Series({"b": 0.0}), 1), "labels of rate_after"),
    ],
)
def test_rates_that_cannot_be_used_are_refused(arguments, says):
    with pytest.raises(RefusedInputError, match=says):
        tariff_price_change(*arguments)


def test_the_effective_rate_states_its_base_and_what_it_covers():
    found = effective_rate(
        {"car": 60.0, "steel": 20.0, "chip": 20.0, "ship": None},
        {"car": 0.15, "steel": 0.5, "chip": None, "ship": 0.0},
        base=BASE,
    )
    assert found.rate == pytest.approx((60 * 0.15 + 20 * 0.5) / 80)
    assert (found.base, found.coverage, found.value) == (BASE, 0.8, 100.0)
    assert (found.without_rate, found.without_value) == (("chip",), ("ship",))


def test_nothing_covered_is_no_rate():
    found = effective_rate({"car": 60.0, "chip": 0.0}, {"car": None, "chip": 0.1}, base=BASE)
    assert (found.rate, found.coverage) == (None, 0.0)
    assert found.reason
    assert effective_rate({"car": None}, {"car": 0.1}, base=BASE).coverage is None


@pytest.mark.parametrize(
    ("values", "rates", "base", "error"),
    [
        ({"car": 1.0}, {"car": 0.1}, " ", WrongUseError),
        ({"car": 1.0}, {"ship": 0.1}, BASE, WrongUseError),
        ({"car": -1.0}, {"car": 0.1}, BASE, RefusedInputError),
        ({"car": float("nan")}, {"car": 0.1}, BASE, RefusedInputError),
        ({"car": 1.0}, {"car": float("nan")}, BASE, RefusedInputError),
        ({"car": 1.0}, {"car": -1.0}, BASE, RefusedInputError),
    ],
)
def test_an_effective_rate_of_what_does_not_fit_is_refused(values, rates, base, error):
    with pytest.raises(error):
        effective_rate(values, rates, base=base)
