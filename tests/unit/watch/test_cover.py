"""Days of cover: the three quotients, and what is not computable."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch import days_of_cover, months_of_cover, stress_cover

AMOUNT = st.floats(0, 1e12)
USE = st.floats(1e-3, 1e9)
QUOTIENTS = (days_of_cover, stress_cover, months_of_cover)


def test_the_three_forms_by_hand():
    assert days_of_cover(90e6, 5e6, 2.5e6) == 38
    assert stress_cover(90e6, 2.5e6, 1e6) == 60
    assert months_of_cover(90e6, 30e6, 80e6) == 1.5


def test_an_empty_store_covers_no_day_and_that_is_an_answer():
    assert (days_of_cover(0, 0, 2), stress_cover(0, 2, 1), months_of_cover(0, 0, 2)) == (0, 0, 0)


@pytest.mark.parametrize("quotient", QUOTIENTS)
@pytest.mark.parametrize("place", range(3))
def test_a_part_that_is_missing_gives_no_answer(quotient, place):
    parts = [3.0, 2.0, 4.0]
    assert quotient(*parts) is not None
    parts[place] = None
    assert quotient(*parts) is None


@pytest.mark.parametrize("quotient", QUOTIENTS)
@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf])
def test_an_amount_that_is_none_is_refused(quotient, place, bad):
    parts = [3.0, 2.0, 4.0]
    parts[place] = bad
    with pytest.raises(WrongUseError, match="0 or more"):
        quotient(*parts)


def test_without_use_nothing_is_computable_not_even_when_the_alternative_covers_it():
    assert (days_of_cover(3, 2, 0), stress_cover(3, 0, 5), months_of_cover(3, 2, 0)) == (None, None, None)


def test_infinity_is_said_only_of_an_alternative_that_covers_the_use():
    assert stress_cover(0, 2, 2) == math.inf
    assert days_of_cover(1e308, 1e308, 1) is None
    assert stress_cover(1e308, 1e-3, 0) is None


@given(AMOUNT, AMOUNT, USE)
def test_days_are_what_the_use_takes_to_empty_the_store(stock, in_transit, use):
    assert days_of_cover(stock, in_transit, use) * use == pytest.approx(stock + in_transit)


@given(AMOUNT, USE, AMOUNT)
def test_another_supply_never_shortens_what_lasts(stock, use, alternative):
    alone = stress_cover(stock, use, 0)
    assert alone == days_of_cover(stock, 0, use)
    assert stress_cover(stock, use, alternative) >= alone
