import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch import (
    distance_to_target,
    herfindahl,
    leading_supplier,
    mass_coverage,
    normalised_herfindahl,
    supplier_shares,
    unit_value_outliers,
)

AMOUNT = st.floats(min_value=1e-3, max_value=1e9)
AMOUNTS = st.dictionaries(st.text("ABCDEFGH", min_size=3, max_size=3), AMOUNT, min_size=1, max_size=12)


@settings(max_examples=80, derandomize=True)
@given(AMOUNTS)
def test_concentration_lies_between_equal_shares_and_one(amounts):
    shares = supplier_shares(amounts)
    index = herfindahl(shares)
    assert math.isclose(sum(shares.values()), 1, abs_tol=1e-9)
    assert 1 / len(amounts) - 1e-9 <= index <= 1


@settings(max_examples=80, derandomize=True)
@given(AMOUNTS, st.randoms(use_true_random=False))
def test_order_of_suppliers_does_not_matter(amounts, random):
    shuffled = list(amounts.items())
    random.shuffle(shuffled)
    assert math.isclose(herfindahl(supplier_shares(dict(shuffled))), herfindahl(supplier_shares(amounts)))


@settings(max_examples=80, derandomize=True)
@given(AMOUNTS, st.sampled_from([1e-6, 1e-3, 1e3, 1e6]))
def test_another_unit_changes_nothing(amounts, factor):
    scaled = {supplier: amount * factor for supplier, amount in amounts.items()}
    before, after = supplier_shares(amounts), supplier_shares(scaled)
    assert all(math.isclose(before[s], after[s], rel_tol=1e-9) for s in amounts)
    assert math.isclose(herfindahl(before), herfindahl(after), rel_tol=1e-9)


@settings(max_examples=50, derandomize=True)
@given(AMOUNTS)
def test_merging_two_suppliers_never_lowers_concentration(amounts):
    if len(amounts) < 2:
        return
    first, second, *rest = amounts
    merged = {s: amounts[s] for s in rest} | {"merged": amounts[first] + amounts[second]}
    assert herfindahl(supplier_shares(merged)) >= herfindahl(supplier_shares(amounts)) - 1e-9


def test_equal_suppliers_and_a_single_one():
    assert herfindahl(supplier_shares(dict.fromkeys("ABCD", 5.0))) == pytest.approx(0.25)
    assert herfindahl(supplier_shares({"A": 7.0})) == 1
    assert normalised_herfindahl(0.25, 4) == pytest.approx(0)
    assert normalised_herfindahl(1.0, 1) is None
    assert normalised_herfindahl(None, 4) is None


def test_published_example_of_the_index():
    """Shares of 30, 25, 20, 15 and 10 % give 2,250 points: worked by hand, sum of squares."""
    amounts = {"A": 30.0, "B": 25.0, "C": 20.0, "D": 15.0, "E": 10.0}
    assert herfindahl(supplier_shares(amounts)) * 10_000 == pytest.approx(2250)


def test_absent_is_not_zero():
    shares = supplier_shares({"A": 1.0, "B": 1.0, "C": None})
    assert shares == {"A": 0.5, "B": 0.5, "C": None}
    assert herfindahl({"A": None}) is None
    assert supplier_shares({"A": 0.0, "B": None}) == {"A": None, "B": None}
    assert herfindahl(supplier_shares({})) is None
    assert leading_supplier({"A": None}) is None
    assert distance_to_target(None, 0.5) is None
    assert mass_coverage({"A": 0.0}, {"A": 1.0}) is None


def test_equal_leaders_are_named_in_order():
    assert leading_supplier({"B": 0.5, "A": 0.5}) == "A"


@pytest.mark.parametrize("bad", [-1.0, float("nan"), float("inf")])
def test_bad_amounts_are_refused(bad):
    with pytest.raises(WrongUseError, match="'B' cannot be used"):
        supplier_shares({"A": 1.0, "B": bad})


def test_refusals_name_both_sides():
    with pytest.raises(WrongUseError, match="sum to 1"):
        herfindahl({"A": 0.7})
    with pytest.raises(WrongUseError, match="A target is a share"):
        distance_to_target(0.5, 50)
    with pytest.raises(WrongUseError, match="same suppliers"):
        mass_coverage({"A": 1.0}, {"B": 1.0})
    with pytest.raises(WrongUseError, match="above 1"):
        unit_value_outliers({"A": 1.0}, {"A": 1.0}, factor=1)
    with pytest.raises(WrongUseError, match="needs suppliers"):
        normalised_herfindahl(0.5, 0)


def test_outliers_on_both_sides_and_without_a_mass():
    values = {"A": 1000.0, "B": 60.0, "C": 0.05, "D": 5.0, "E": 3.0}
    masses = {"A": 1000.0, "B": 1.0, "C": 1.0, "D": None, "E": 0.0}
    found = {one.supplier: one for one in unit_value_outliers(values, masses, factor=10)}
    assert set(found) == {"B", "C"}
    assert (found["B"].side, found["C"].side) == ("high", "low")
    assert found["B"].times_mean == pytest.approx(60 / (1060.05 / 1002))
    assert unit_value_outliers({"A": 1.0}, {"A": None}, factor=10) == ()


@settings(max_examples=50, derandomize=True)
@given(AMOUNTS, st.floats(min_value=1e-3, max_value=1e3))
def test_one_unit_value_for_all_has_no_outlier(masses, price):
    values = {supplier: mass * price for supplier, mass in masses.items()}
    assert unit_value_outliers(values, masses, factor=1.01) == ()
