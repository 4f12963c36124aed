"""The simulation against the published example, and what must hold for any table."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact.tariffs import gsim, gsim_range

NAMES = ["US", "JP", "EU", "ROW"]
TRADE = np.array([[0, 50, 200, 300], [500, 0, 150, 200], [300, 100, 200, 200], [50, 100, 110, 20.0]])
BEFORE = np.array([[1, 1.21, 1.41, 1.22], [1.37, 1, 1.31, 1.23], [1.32, 1.36, 1, 1.18], [1.57, 1.41, 1.25, 1.15]])
AFTER = BEFORE.copy()
AFTER[0, 2] = AFTER[2, 0] = 1
ELASTICITIES = (-1.25, 1.5, 5.0)


def frame(values, names=NAMES):
    return pd.DataFrame(values, index=names, columns=names)


def example():
    return gsim(TRADE, BEFORE, AFTER, *ELASTICITIES)


def test_published_example_of_free_trade_between_the_us_and_the_eu():
    """Francois and Hall: prices to the four digits that are printed."""
    assert example().world_price_change.round(4).tolist() == [0.0792, -0.0316, 0.0480, -0.0184]


def test_composite_prices_and_welfare_of_our_replica():
    found = example()
    assert found.composite_price_change.round(4).tolist() == [-0.0903, 0.0259, -0.0800, 0.0369]
    assert found.not_for_briefs.welfare_change.round(3).tolist() == [18.214, -34.495, 14.544, -40.802]
    assert found.notes == ("tariffs between members of one area: 3",)
    assert not found.not_computable


def test_what_markets_take_is_what_exporters_supply():
    found, supply = example(), np.array([0.5, 1.0, 1.5, 9.0])
    found = gsim(TRADE, BEFORE, AFTER, [-1, -1.5, -0.5, -2], supply, [3, 4, 5, 6])
    price = found.world_price_change
    supplied = TRADE.sum(axis=1) * (1 + price) * (1 + supply * price)
    assert found.trade_after.sum(axis=1) == pytest.approx(supplied, rel=1e-12)
    assert found.price_change == pytest.approx((1 + price)[:, None] * AFTER / BEFORE - 1)


def test_no_change_of_tariffs_changes_nothing():
    found = gsim(TRADE, BEFORE, BEFORE, *ELASTICITIES)
    assert np.abs(found.world_price_change).max() == 0
    assert found.trade_after == pytest.approx(TRADE)
    assert np.abs(found.composite_price_change).max() == 0
    assert np.abs(found.revenue_change).max() == 0
    assert np.abs(found.not_for_briefs.welfare_change).max() == 0


@settings(max_examples=30, deadline=None)
@given(scale=st.floats(1e-9, 1e12), data=st.data())
def test_another_unit_of_money_changes_values_only(scale, data):
    cells = st.floats(0.1, 100)
    trade = np.array([[data.draw(cells) for _ in range(3)] for _ in range(3)])
    rates = np.array([[0.0 if r == c else data.draw(st.floats(0, 0.3)) for c in range(3)] for r in range(3)])
    after = rates / 2
    one = gsim(trade, 1 + rates, 1 + after, *ELASTICITIES)
    many = gsim(trade * scale, 1 + rates, 1 + after, *ELASTICITIES)
    assert many.world_price_change == pytest.approx(one.world_price_change, rel=1e-8, abs=1e-12)
    assert many.trade_after == pytest.approx(one.trade_after * scale, rel=1e-8, nan_ok=True)
    assert many.revenue_change == pytest.approx(one.revenue_change * scale, rel=1e-7, abs=scale * 1e-9, nan_ok=True)


def test_frames_are_aligned_by_label_and_keep_the_order_of_trade():
    mixed = ["EU", "ROW", "US", "JP"]
    after = frame(AFTER).loc[mixed, NAMES[::-1]]
    found = gsim(frame(TRADE), frame(BEFORE).loc[NAMES[::-1], mixed], after, *ELASTICITIES)
    assert found.world_price_change.index.tolist() == NAMES
    assert found.world_price_change.round(4).to_dict() == {"US": 0.0792, "JP": -0.0316, "EU": 0.0480, "ROW": -0.0184}
    assert found.trade_after.loc["US", "EU"] == pytest.approx(example().trade_after[0, 2])
    turned = gsim(frame(TRADE).loc[mixed, mixed], frame(BEFORE), after, *ELASTICITIES)
    assert turned.world_price_change.index.tolist() == mixed
    assert turned.world_price_change["US"] == pytest.approx(found.world_price_change["US"])


def test_columns_of_the_trade_frame_may_stand_in_another_order_than_its_rows():
    found = gsim(frame(TRADE)[NAMES[::-1]], frame(BEFORE), frame(AFTER), *ELASTICITIES)
    assert found.world_price_change.round(4).tolist() == [0.0792, -0.0316, 0.0480, -0.0184]


def test_elasticities_by_label_are_found_by_label():
    one = {"US": -1.0, "JP": -2.0, "EU": -1.5, "ROW": -0.5}
    by_label = gsim(frame(TRADE), frame(BEFORE), frame(AFTER), pd.Series(one)[NAMES[::-1]], 1.5, 5.0)
    by_place = gsim(TRADE, BEFORE, AFTER, list(one.values()), 1.5, 5.0)
    assert by_label.world_price_change.to_numpy() == pytest.approx(by_place.world_price_change)


def test_a_country_that_exports_nothing_has_no_world_price():
    trade = TRADE.copy()
    trade[1] = 0
    found = gsim(frame(trade), frame(BEFORE), frame(AFTER), *ELASTICITIES)
    assert np.isnan(found.world_price_change["JP"])
    assert found.not_computable == {"world price of JP": "it exports nothing in this table"}
    rest = [0, 2, 3]
    assert np.isfinite(found.world_price_change.iloc[rest]).all()
    assert found.trade_after.loc["JP"].tolist() == [0, 0, 0, 0]


def test_a_country_that_buys_nothing_has_no_composite_price():
    trade = TRADE.copy()
    trade[:, 3] = 0
    found = gsim(frame(trade), frame(put(BEFORE, 3, 3, 1)), frame(put(AFTER, 3, 3, 1)), *ELASTICITIES)
    assert np.isnan(found.composite_price_change["ROW"])
    assert found.not_computable == {"composite price in ROW": "it buys nothing in this table"}


def test_a_flow_that_would_fall_below_nothing_is_missing_not_negative():
    after = BEFORE.copy()
    after[0, 1] = 4.0
    found = gsim(frame(TRADE), frame(BEFORE), frame(after), -1.25, 1.5, 9.0)
    assert np.isnan(found.trade_after.loc["US", "JP"])
    assert "trade from US to JP" in found.not_computable
    assert np.isnan(found.revenue_change["JP"])
    assert np.isfinite(found.revenue_change["US"])


def broken(**changes):
    tables = {"trade": TRADE, "before": BEFORE, "after": AFTER, "demand": -1.25, "supply": 1.5, "substitution": 5.0}
    return list((tables | changes).values())


def put(table, row, column, value):
    copy = table.copy()
    copy[row, column] = value
    return copy


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"trade": put(TRADE, 0, 1, np.nan)}, ["A cell of trade", "exporter 0, market 1", "Found: nan"]),
        ({"trade": put(TRADE, 0, 1, np.inf)}, ["A cell of trade", "Found: inf"]),
        ({"trade": put(TRADE, 2, 1, -3)}, ["0 or more", "Found: -3.0"]),
        ({"before": put(BEFORE, 0, 1, 0)}, ["A cell of tariff_before", "above 0"]),
        ({"after": put(AFTER, 3, 0, -0.2)}, ["A cell of tariff_after", "exporter 3, market 0"]),
        ({"after": put(AFTER, 1, 1, 1.1)}, ["The diagonal of tariff_after is not 1", "exporter and market 1"]),
        ({"demand": 1.25}, ["demand elasticity of 0", "below 0", "Found: 1.25"]),
        ({"demand": [-1, -1, 0, -1]}, ["demand elasticity of 2"]),
        ({"supply": 0}, ["supply elasticity", "above 0"]),
        ({"supply": [1, 2, 3]}, ["another shape", "one number, or 4"]),
        ({"substitution": [1, np.nan, 3, 4]}, ["substitution elasticity of 1"]),
        ({"substitution": "five"}, ["not made of numbers"]),
        ({"trade": TRADE[:, :3]}, ["The table trade is not square"]),
        ({"trade": TRADE[:3, :3]}, ["another shape than the trade table", "3 x 3", "4 x 4"]),
        ({"trade": [["a", "b"], ["c", "d"]]}, ["The table trade is not made of numbers"]),
    ],
)
def test_what_cannot_be_used_is_refused(changes, says):
    with pytest.raises(RefusedInputError) as refused:
        gsim(*broken(**changes))
    for part in says:
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("trade", "before", "says"),
    [
        (frame(TRADE).rename(index={"EU": "US"}), frame(BEFORE), "A country stands twice"),
        (frame(TRADE).rename(index={"EU": "UK"}), frame(BEFORE), "not the same countries"),
        (frame(TRADE), frame(BEFORE).rename(columns={"EU": "UK"}), "The columns of tariff_before"),
        (frame(TRADE), frame(BEFORE).drop(index="JP"), "The rows of tariff_before"),
    ],
)
def test_labels_that_do_not_fit_are_refused(trade, before, says):
    with pytest.raises(RefusedInputError, match=says):
        gsim(trade, before, frame(AFTER), *ELASTICITIES)
    with pytest.raises(RefusedInputError, match="demand elasticity does not speak"):
        gsim(frame(TRADE), frame(BEFORE), frame(AFTER), {"US": -1.0}, 1.5, 5.0)


def test_frames_beside_arrays_are_refused():
    with pytest.raises(WrongUseError, match="with and without"):
        gsim(frame(TRADE), BEFORE, AFTER, *ELASTICITIES)


def test_ranges_span_every_combination():
    found = gsim_range(frame(TRADE), frame(BEFORE), frame(AFTER), [-1.0, -1.25, -1.5], [1.0, 1.5], [3.0, 5.0, 7.0])
    assert len(found.runs) == len(found.settings) == 18
    every = np.array([run.world_price_change.to_numpy() for run in found.runs])
    assert found.world_price_change.low.tolist() == every.min(axis=0).tolist()
    assert found.world_price_change.high.tolist() == every.max(axis=0).tolist()
    assert found.world_price_change.low.index.tolist() == NAMES
    assert (found.trade_after.low <= found.trade_after.high).all().all()
    assert not hasattr(found, "welfare_change")


def test_settings_together_make_one_run_each():
    found = gsim_range(TRADE, BEFORE, AFTER, [-1.0, -1.5], [1.0, 2.0], [3.0, 7.0], together=True)
    assert [(one.demand, one.supply, one.substitution) for one in found.settings] == [
        (-1.0, 1.0, 3.0),
        (-1.5, 2.0, 7.0),
    ]
    with pytest.raises(WrongUseError, match="do not make runs"):
        gsim_range(TRADE, BEFORE, AFTER, [-1.0], [1.0, 2.0], [3.0], together=True)
    with pytest.raises(WrongUseError, match="do not make runs"):
        gsim_range(TRADE, BEFORE, AFTER, [], [1.0], [3.0])
    with pytest.raises(WrongUseError, match="too many runs"):
        gsim_range(TRADE, BEFORE, AFTER, [-1.0] * 101, [1.0] * 10, [3.0])


def test_a_range_is_missing_where_one_run_could_not_compute_it():
    after = put(BEFORE, 0, 1, 1.9)
    found = gsim_range(frame(TRADE), frame(BEFORE), frame(after), [-1.25], [1.5], [1.0, 9.0])
    assert np.isnan(found.trade_after.low.loc["US", "JP"])
    assert np.isnan(found.trade_after.high.loc["US", "JP"])
    assert "trade from US to JP" in found.not_computable


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_published_equation_holds_cell_by_cell(data):
    """Supply meets demand, written out as in the paper, with elasticities of every country its own."""
    n = data.draw(st.integers(2, 4))
    number = lambda low, high: data.draw(st.floats(low, high))  # noqa: E731
    trade = np.array([[number(0.5, 50) for _ in range(n)] for _ in range(n)])
    before = np.array([[1.0 if r == v else 1 + number(0, 0.4) for v in range(n)] for r in range(n)])
    after = np.array([[1.0 if r == v else 1 + number(0, 0.4) for v in range(n)] for r in range(n)])
    demand, supply, substitution = ([sign * number(0.5, 4) for _ in range(n)] for sign in (-1, 1, 1))
    price = gsim(trade, before, after, demand, supply, substitution).world_price_change
    for r in range(n):
        taken = 0.0
        for v in range(n):
            spent = sum(trade[s, v] * before[s, v] for s in range(n))
            share = [trade[s, v] * before[s, v] / spent for s in range(n)]
            moved = [price[s] + after[s, v] / before[s, v] - 1 for s in range(n)]
            own = share[r] * demand[v] - (1 - share[r]) * substitution[v]
            cross = sum(share[s] * (demand[v] + substitution[v]) * moved[s] for s in range(n) if s != r)
            taken += trade[r, v] / trade[r].sum() * (own * moved[r] + cross)
        assert supply[r] * price[r] == pytest.approx(taken, rel=1e-9, abs=1e-9)


@given(order=st.permutations(range(4)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_countries_says_nothing(order):
    names = [NAMES[at] for at in order]
    turned = gsim(*(frame(table).loc[names, names] for table in (TRADE, BEFORE, AFTER)), *ELASTICITIES)
    straight = gsim(frame(TRADE), frame(BEFORE), frame(AFTER), *ELASTICITIES)
    assert turned.countries == tuple(names)
    assert turned.world_price_change.loc[NAMES].to_numpy() == pytest.approx(
        straight.world_price_change.to_numpy(), rel=1e-10
    )
    assert turned.trade_after.loc[NAMES, NAMES].to_numpy() == pytest.approx(straight.trade_after.to_numpy(), rel=1e-10)
