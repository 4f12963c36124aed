"""Weighted concentration, the term of the supply risk, and the factor that is implied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.watch.criticality import (
    DIMENSIONS,
    Bounds,
    SupplyShare,
    factor_reading,
    implied_factor,
    scaled_governance,
    supply_risk_term,
    weighted_concentration,
)

FRACTION = st.floats(0, 1)
WEIGHT = st.floats(0, 10)


def exact(value):
    return Bounds(value, value)


def test_scale_of_governance():
    assert scaled_governance(dict.fromkeys(DIMENSIONS, 2.5)) == 0
    assert scaled_governance(dict.fromkeys(DIMENSIONS, -2.5)) == 10
    assert scaled_governance(dict.fromkeys(DIMENSIONS[:5], 0.0) | {"CC": None}) is None


@pytest.mark.parametrize("estimates", [{"XX": 1.0}, {"PV": float("nan")}, {"PV": float("inf")}])
def test_governance_refuses_what_it_does_not_know(estimates):
    with pytest.raises(WrongUseError):
        scaled_governance(estimates)


def test_concentration_by_hand():
    rows = [SupplyShare("CHN", exact(0.6), 6.0, 1.1), SupplyShare("RUS", exact(0.3), 7.0, 1.0)]
    found = weighted_concentration(rows, worst_trade=1.5)
    assert found.value.low == found.value.high == pytest.approx(0.36 * 6 * 1.1 + 0.09 * 7)
    assert found.missing_share.low == pytest.approx(0.1)


def test_what_is_not_told_widens_and_is_named():
    rows = [SupplyShare("CHN", exact(0.6), 6.0, 1.0), SupplyShare("Atlantis", exact(0.2), None, 1.0),
            SupplyShare("Oz", None, 5.0, 1.0), SupplyShare("Ev", exact(0.1), 5.0, None)]  # fmt: skip
    found = weighted_concentration(rows, worst_trade=1.5)
    assert found.value.low == pytest.approx(0.36 * 6)
    assert found.value.high == pytest.approx(0.36 * 6 + 0.04 * 10 + 0.1**2 * 5 + 0.01 * 5 * 1.5)
    assert (found.without_governance, found.unread, found.without_trade) == (("Atlantis",), ("Oz",), ("Ev",))


def test_no_rows_are_no_concentration_and_a_country_stands_once():
    assert weighted_concentration([], worst_trade=1.5) is None
    with pytest.raises(WrongUseError, match="stands twice"):
        weighted_concentration([SupplyShare("A", exact(0.5), 1.0, 1.0)] * 2, worst_trade=1.5)


@given(FRACTION, FRACTION, WEIGHT, WEIGHT)
def test_bounded_shares_contain_every_share_inside(low, inside, governance, trade):
    width = Bounds(low * 0.5, low)
    middle = width.low + inside * (width.high - width.low)
    wide = weighted_concentration([SupplyShare("A", width, governance, trade)], worst_trade=10)
    one = weighted_concentration([SupplyShare("A", exact(middle), governance, trade)], worst_trade=10)
    assert wide.value.low <= one.value.low * (1 + 1e-12)
    assert one.value.high <= wide.value.high * (1 + 1e-12)


@given(WEIGHT, WEIGHT, FRACTION)
def test_the_term_holds_every_import_reliance(world, own, reliance):
    term = supply_risk_term(exact(world), exact(own))
    value = world * reliance / 2 + own * (1 - reliance / 2)
    scale = max(world, own)
    assert term.low - 1e-12 * scale <= value <= term.high + 1e-12 * scale


def test_one_scope_stands_alone():
    assert supply_risk_term(None, exact(2.0)) == exact(2.0)
    assert supply_risk_term(exact(3.0), None) == exact(3.0)
    assert supply_risk_term(None, None) is None


def test_implied_factor_and_its_reading():
    assert implied_factor(None, [exact(1.0)]) is None
    assert implied_factor(1.0, []) is None
    assert implied_factor(1.0, [Bounds(0.0, 1.0)]) is None
    assert implied_factor(2.0, [exact(1.0), exact(4.0)]) == exact(0.5)
    assert [factor_reading(one) for one in (exact(1.0), Bounds(0.9, 1.1), Bounds(1.01, 2), None)] == [
        "inside", "perhaps outside", "outside", "not computable"]  # fmt: skip
    with pytest.raises(WrongUseError):
        implied_factor(float("nan"), [exact(1.0)])
