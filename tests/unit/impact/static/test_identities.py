"""The identities of input-output analysis on random tables: each must hold to rounding, at every size and seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_economies import random_economy

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact import (
    Economy,
    Group,
    Nodes,
    PriceRise,
    consumer_price_effect,
    footprint,
    forward_exposure,
    ghosh_inverse,
    import_price_response,
    leontief_inverse,
    output_multipliers,
    price_response,
    quantity_response,
)

SEEDS = st.integers(min_value=0, max_value=10_000)
few = settings(max_examples=20, deadline=None)


def close(left: object, right: object) -> None:
    np.testing.assert_allclose(np.asarray(left), np.asarray(right), rtol=1e-10, atol=1e-12 * np.abs(right).max())


@given(SEEDS)
@few
def test_inverse_and_its_identities(seed: int) -> None:
    economy = random_economy(seed, sparse=bool(seed % 2))
    inverse = leontief_inverse(economy).values
    x = economy.output
    close(inverse @ economy.demand, x)
    close((economy.value_added / x) @ inverse, np.ones(len(economy)))
    ghosh = ghosh_inverse(economy).values
    close(economy.value_added @ ghosh, x)
    close(ghosh, np.linalg.inv(np.eye(len(economy)) - economy.dense / x[:, None]))
    close(output_multipliers(economy).values, inverse.sum(axis=0))


@given(SEEDS)
@few
def test_quantity_response_is_the_difference_of_two_economies(seed: int) -> None:
    economy = random_economy(seed)
    change = np.random.default_rng(seed + 1).normal(size=len(economy)) * economy.demand / 10
    asked = dict(zip(economy.nodes.labels, change.tolist(), strict=True))
    after = np.linalg.solve(np.eye(len(economy)) - economy.coefficients(), economy.demand + change)
    close(economy.output + quantity_response(economy, asked).values, after)


@given(SEEDS)
@few
def test_footprint_adds_up_to_what_industries_used(seed: int) -> None:
    economy = random_economy(seed)
    row = np.random.default_rng(seed).random(len(economy))
    found = footprint(economy, dict(zip(economy.nodes.labels, row.tolist(), strict=True)), unit="t")
    assert found.attrs["unit"] == "t"
    assert float(found.sum()) == pytest.approx(float(row @ economy.output), rel=1e-10)


@given(SEEDS)
@few
def test_dearer_value_added_moves_prices_as_ghosh_moves_output(seed: int) -> None:
    economy = random_economy(seed)
    per_unit = np.random.default_rng(seed).random(len(economy)) / 10
    costs = dict(zip(economy.nodes.labels, per_unit.tolist(), strict=True))
    response = price_response(economy, [], cost_change=costs)
    ghosh = ghosh_inverse(economy).values
    close(response.exact.values, ((per_unit * economy.output) @ ghosh) / economy.output)
    amounts = dict(zip(economy.nodes.labels, (per_unit * economy.output).tolist(), strict=True))
    close(forward_exposure(economy, amounts).content.values, response.exact.values)


@given(SEEDS, st.floats(min_value=0.0, max_value=0.3), st.floats(min_value=0.0, max_value=1.0))
@few
def test_prices_solve_their_own_equation(seed: int, rise: float, pass_through: float) -> None:
    economy = random_economy(seed, sparse=bool(seed % 2))
    one = PriceRise(Group(("R1",), ("s0", "s2")), Group(("R0", "R2")), rise, pass_through)
    response = price_response(economy, [one])
    wedge = np.zeros((len(economy), len(economy)))
    rows, columns = one.suppliers.positions(economy.nodes), one.users.positions(economy.nodes)
    wedge[np.ix_(rows, columns)] = rise * pass_through
    shares = economy.coefficients()
    primary = economy.value_added / economy.output
    price = np.linalg.solve((np.eye(len(economy)) - shares * (1 + wedge)).T, primary)
    np.testing.assert_allclose(1 + response.exact.values, price, rtol=1e-10)
    first = np.linalg.inv(np.eye(len(economy)) - shares).T @ (shares * wedge).sum(axis=0)
    np.testing.assert_allclose(response.first_order.values, first, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(
        response.gap.values, response.exact.values - response.first_order.values, rtol=0, atol=1e-16
    )
    assert (response.gap.values >= -1e-14).all()


@given(SEEDS)
@few
def test_split_imports_give_a_base_price_of_one_and_a_linear_response(seed: int) -> None:
    economy = random_economy(seed)
    at = economy.nodes.where(regions=("R0",))
    shares = economy.coefficients()
    imports = np.delete(shares, at, axis=0)[:, at]
    primary = (economy.value_added / economy.output)[at]
    base = np.linalg.solve((np.eye(len(at)) - shares[np.ix_(at, at)]).T, imports.sum(axis=0) + primary)
    np.testing.assert_allclose(base, 1.0, rtol=1e-12)
    one = PriceRise(Group(("R1", "R2")), Group(("R0",)), 0.2)
    response = import_price_response(economy, "R0", [one])
    direct = np.linalg.solve((np.eye(len(at)) - shares[np.ix_(at, at)]).T, 0.2 * imports.sum(axis=0))
    np.testing.assert_allclose(response.values, direct, rtol=1e-10)
    assert list(response["sector"].values) == ["s0", "s1", "s2", "s3"]


@given(SEEDS)
@few
def test_units_and_order_do_not_matter(seed: int) -> None:
    economy = random_economy(seed)
    order = np.random.default_rng(seed).permutation(len(economy))
    other = Economy.from_arrays(
        Nodes(tuple(economy.nodes.labels[at] for at in order)),
        economy.dense[np.ix_(order, order)] * 1e6,
        economy.final_demand[order] * 1e6,
        final_columns=economy.final_columns,
    )
    rise = [PriceRise(Group(("R1",), ("s0",)), Group(("R0", "R2")), 0.3)]
    close(output_multipliers(other).values, output_multipliers(economy).values[order])
    one, two = price_response(economy, rise), price_response(other, rise)
    close(two.exact.values, one.exact.values[order])
    close(two.first_order.values, one.first_order.values[order])
    assert consumer_price_effect(other, two, "R2").rise == pytest.approx(
        consumer_price_effect(economy, one, "R2").rise, rel=1e-10
    )
    asked = {("R1", "s1"): 1.0}
    close(forward_exposure(other, asked).share.values, forward_exposure(economy, asked).share.values[order])


def test_prices_of_few_or_all_suppliers_are_one_formula() -> None:
    economy = random_economy(5, regions=4, sectors=3)
    everywhere = price_response(economy, [PriceRise(Group(), Group(), 0.1)])
    shares = economy.coefficients()
    primary = economy.value_added / economy.output
    price = np.linalg.solve((np.eye(len(economy)) - 1.1 * shares).T, primary)
    np.testing.assert_allclose(1 + everywhere.exact.values, price, rtol=1e-11)
    parts = [PriceRise(Group((name,)), Group(), 0.1) for name in economy.nodes.regions]
    np.testing.assert_allclose(price_response(economy, parts).exact.values, everywhere.exact.values, rtol=1e-11)


def test_a_duty_is_a_rise_of_the_price_paid_with_the_old_duty() -> None:
    rise = PriceRise.from_duty(Group(), Group(), before=0.08, after=0.35, pass_through=0.5)
    assert rise.rise == pytest.approx(1.35 / 1.08 - 1)
    assert rise.wedge == pytest.approx(rise.rise / 2)
    with pytest.raises(WrongUseError, match="not a fraction of the value"):
        PriceRise.from_duty(Group(), Group(), before=float("nan"), after=0.35)


def test_a_rise_that_no_price_covers_is_refused() -> None:
    economy = random_economy(3)
    with pytest.raises(RefusedInputError, match="No finite price"):
        price_response(economy, [PriceRise(Group(), Group(), 50.0)])


def test_zero_shocks_change_nothing() -> None:
    economy = random_economy(8)
    assert not quantity_response(economy, {}).values.any()
    response = price_response(economy, [PriceRise(Group(("R1",)), Group(("R0",)), 0.0)])
    assert not response.exact.values.any()
    assert not response.gap.values.any()
    none = price_response(economy, [PriceRise(Group(("R1",)), Group(("R0",)), 0.4, pass_through=0.0)])
    assert not none.exact.values.any()


def test_idle_industries_are_missing_not_zero() -> None:
    economy = random_economy(4, idle=2)
    rise = price_response(economy, [PriceRise(Group(("R1",)), Group(("R0",)), 0.5)])
    exposure = forward_exposure(economy, {("R0", "s0"): 1.0})
    one = {label: 1.0 for label, active in zip(economy.nodes.labels, economy.active, strict=True) if active}
    found = [
        output_multipliers(economy),
        rise.exact,
        rise.first_order,
        exposure.share,
        exposure.rank,
        exposure.content,
        quantity_response(economy, {("R0", "s0"): 1.0}),
        footprint(economy, one, unit="t"),
    ]
    for result in found:
        assert np.isnan(result.values[-2:]).all()
        assert np.isfinite(result.values[:-2]).all()
    inverse = leontief_inverse(economy).values
    assert np.isnan(inverse[:, -2:]).all()
    assert np.isfinite(inverse[:, :-2]).all()
    assert np.isnan(ghosh_inverse(economy).values[-2:]).all()


def test_forward_exposure_says_ranks_and_shares_only() -> None:
    economy = random_economy(11)
    found = forward_exposure(economy, {("R1", "s1"): -economy.value_added[economy.nodes.at("R1", "s1")]})
    assert float(found.share.sum()) == pytest.approx(1.0)
    assert ((found.content.values >= 0) & (found.content.values <= 1)).all()
    assert sorted(found.rank.values) == list(range(1, 13))
    assert int(np.argmax(found.share.values)) == int(np.argmin(found.rank.values))
    for result in (found.share, found.rank, found.content, found.rank_by_content):
        assert result.attrs["kind"] == "exposure"
        assert result.attrs["unit"] == "1"
        assert any("no bound" in note for note in result.attrs["notes"])
        assert "loss" not in result.name
        assert "loss" not in result.attrs["about"]


def test_consumer_prices_are_weighted_by_what_the_region_bought() -> None:
    economy = random_economy(6)
    rise = PriceRise(Group(("R1",), ("s0",)), Group(("R0",)), 0.5)
    response = price_response(economy, [rise])
    found = consumer_price_effect(economy, response, "R0")
    bought = economy.final_demand[:, 0]
    own = np.zeros(len(economy))
    own[economy.nodes.at("R1", "s0")] = 0.5
    assert found.rise == pytest.approx(float((bought / bought.sum()) @ (response.exact.values + own)), rel=1e-12)
    elsewhere = consumer_price_effect(economy, response, "R2")
    assert elsewhere.direct == 0.0
    assert 0 < elsewhere.rise < found.rise
    with pytest.raises(WrongUseError, match="destination"):
        consumer_price_effect(economy, response, "R9")
    with pytest.raises(WrongUseError, match="Did you mean household"):
        consumer_price_effect(economy, response, "R0", categories=("houshold",))


def test_consumer_prices_refuse_a_table_without_destination() -> None:
    nodes = Nodes((("R0", "s0"), ("R1", "s0")))
    economy = Economy.from_long(nodes, [0], [1], [1.0], [3.0, 4.0])
    response = price_response(economy, [PriceRise(Group(("R0",)), Group(("R1",)), 0.5)])
    with pytest.raises(WrongUseError, match="cannot answer consumer prices"):
        consumer_price_effect(economy, response, "R1")


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda e: quantity_response(e, {("R9", "s0"): 1.0}), WrongUseError, "No region of the table is called 'R9'"),
        (lambda e: quantity_response(e, {("R0", "s9"): 1.0}), WrongUseError, "Did you mean"),
        (lambda e: quantity_response(e, {("R0", "s0"): float("nan")}), WrongUseError, "no finite number"),
        (lambda e: quantity_response(e, [1.0, 2.0]), WrongUseError, "no labels"),
        (lambda e: footprint(e, {("R0", "s0"): 1.0}, unit="t"), WrongUseError, "not given for every industry"),
        (lambda e: forward_exposure(e, {("R0", "s0"): 1.0, ("R0", "s1"): -1.0}), WrongUseError, "both signs"),
        (lambda e: forward_exposure(e, {}), WrongUseError, "none but zeros"),
        (lambda e: PriceRise(Group(), Group(), 0.1, pass_through=1.2), WrongUseError, "from 0 to 1"),
        (lambda e: PriceRise(Group(), Group(), float("inf")), WrongUseError, "above -1"),
        (lambda e: Group("R0"), WrongUseError, "with the comma"),
        (lambda e: price_response(e, []), WrongUseError, "Nothing costs more"),
        (
            lambda e: price_response(e, [PriceRise(Group(("R0",)), Group(), 0.1)] * 2),
            WrongUseError,
            "one rise on every",
        ),
        (
            lambda e: import_price_response(e, "R0", [PriceRise(Group(("R0",)), Group(("R0",)), 0.1)]),
            WrongUseError,
            "own products",
        ),
    ],
)
def test_wrong_questions_are_refused(ask, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words.replace("(", r"\(")):
        ask(random_economy(1))


def test_demand_for_an_industry_without_output_is_refused() -> None:
    economy = random_economy(4, idle=1)
    with pytest.raises(WrongUseError, match="without output"):
        quantity_response(economy, {("R2", "s3"): 1.0})
    with pytest.raises(WrongUseError, match="without output"):
        forward_exposure(economy, {("R2", "s3"): 1.0})


def test_an_economy_that_only_feeds_itself_is_refused() -> None:
    nodes = Nodes((("R0", "s0"), ("R0", "s1")))
    circle = np.array([[0.0, 5.0], [5.0, 0.0]])
    economy = Economy.from_arrays(nodes, circle, np.zeros((2, 1)), final_columns=(("R0", "household"),))
    with pytest.raises(RefusedInputError, match="no answer that can be relied on"):
        output_multipliers(economy)
