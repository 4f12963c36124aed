"""Extraction against direct solutions: the update formulas may be clever, the numbers may not differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_economies import random_economy

from gwanje.foundation.errors import WrongUseError
from gwanje.impact import Economy, Group, Nodes, extract_flow, extract_industries, extract_part, leontief_inverse

SEEDS = st.integers(min_value=0, max_value=10_000)
SHARES = st.floats(min_value=0.0, max_value=1.0)
few = settings(max_examples=20, deadline=None)


def direct_output(coefficients, demand) -> np.ndarray:
    return np.linalg.solve(np.eye(len(demand)) - coefficients, demand)


def close(found, expected, scale: float) -> None:
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-9, atol=1e-12 * scale)


@given(SEEDS)
@few
def test_full_extraction_is_the_smaller_economy_and_the_schur_form(seed: int) -> None:
    economy = random_economy(seed, sparse=bool(seed % 2))
    group = Group(("R1",), ("s0", "s3"))
    gone = group.positions(economy.nodes)
    stays = np.setdiff1d(np.arange(len(economy)), gone)
    shares, x = economy.coefficients(), economy.output
    expected = x.copy()
    expected[stays] -= direct_output(shares[np.ix_(stays, stays)], economy.demand[stays])
    found = extract_industries(economy, group)
    close(found.loss, expected, x.max())
    inverse = leontief_inverse(economy).values
    through = inverse[np.ix_(stays, gone)] @ np.linalg.solve(inverse[np.ix_(gone, gone)], inverse[np.ix_(gone, stays)])
    schur = (inverse[np.ix_(stays, stays)] - through) @ economy.demand[stays]
    close(x[stays] - found.loss.values[stays], schur, x.max())


@given(SEEDS, SHARES, SHARES, SHARES)
@few
def test_partial_extraction_is_a_direct_solution(seed: int, forward: float, backward: float, final: float) -> None:
    economy = random_economy(seed, sparse=bool(seed % 2))
    group = Group(sectors=("s2",))
    where = group.positions(economy.nodes)
    shares, demand = economy.coefficients(), economy.demand.copy()
    shares[where] *= 1 - forward
    shares[:, where] *= 1 - backward
    demand[where] *= 1 - final
    found = extract_part(economy, group, forward=forward, backward=backward, final=final)
    close(found.loss, economy.output - direct_output(shares, demand), economy.output.max())


@given(SEEDS, SHARES)
@few
def test_one_flow_is_sherman_and_morrison(seed: int, share: float) -> None:
    economy = random_economy(seed)
    shares, x = economy.coefficients(), economy.output
    i, j = (int(at) for at in np.argwhere(shares > 0)[seed % np.count_nonzero(shares)])
    (region, sector), (to, user) = economy.nodes.labels[i], economy.nodes.labels[j]
    found = extract_flow(economy, Group((region,), (sector,)), Group((to,), (user,)), share=share)
    inverse = leontief_inverse(economy).values
    d = -share * shares[i, j]
    close(-found.loss, d * x[j] * inverse[:, i] / (1 - d * inverse[j, i]), x.max())
    shares[i, j] *= 1 - share
    close(found.loss, x - direct_output(shares, economy.demand), x.max())
    assert found.cut == pytest.approx(share * economy.dense[i, j], rel=1e-12)


@given(SEEDS, SHARES, st.booleans())
@few
def test_a_block_of_flows_is_a_direct_solution(seed: int, share: float, few_users: bool) -> None:
    economy = random_economy(seed, regions=4, sparse=bool(seed % 2))
    suppliers, users = Group(("R1",), ("s1",)), Group(("R0", "R2"))
    if few_users:
        suppliers, users = users, suppliers
    rows, columns = suppliers.positions(economy.nodes), users.positions(economy.nodes)
    shares = economy.coefficients()
    shares[np.ix_(rows, columns)] *= 1 - share
    found = extract_flow(economy, suppliers, users, share=share)
    close(found.loss, economy.output - direct_output(shares, economy.demand), economy.output.max())


@given(SEEDS)
@few
def test_loss_grows_with_the_share_and_never_falls_below_zero(seed: int) -> None:
    economy = random_economy(seed)
    before = np.zeros(len(economy))
    for share in (0.0, 0.1, 0.5, 0.9, 1.0):
        loss = extract_flow(economy, Group(("R1",)), Group(("R0",)), share=share).loss.values
        assert (loss >= before - 1e-9 * economy.output.max()).all()
        before = loss
    assert not extract_flow(economy, Group(("R1",)), Group(("R0",)), share=0.0).loss.values.any()


@given(SEEDS)
@few
def test_units_and_order_do_not_matter(seed: int) -> None:
    economy = random_economy(seed)
    shuffled = np.random.default_rng(seed).permutation(len(economy))
    other = Economy.from_arrays(
        Nodes(tuple(economy.nodes.labels[at] for at in shuffled)),
        economy.dense[np.ix_(shuffled, shuffled)] * 1e6,
        economy.final_demand[shuffled] * 1e6,
        final_columns=economy.final_columns,
        unit="USD/yr",
    )
    suppliers, users = Group(("R1",), ("s1", "s2")), Group(("R0",))
    one, two = extract_flow(economy, suppliers, users), extract_flow(other, suppliers, users)
    assert two.unit == "USD/yr"
    close(two.loss.values / 1e6, one.loss.values[shuffled], economy.output.max())
    for region in economy.nodes.regions:
        assert float(two.region_share.sel(region=region)) == pytest.approx(
            float(one.region_share.sel(region=region)), rel=1e-9
        )


def test_split_by_region_adds_up_and_carries_its_reading() -> None:
    economy = random_economy(2, idle=1)
    found = extract_flow(economy, Group(("R1",), ("s1",)), Group(("R0",)))
    assert float(found.by_region.sum()) == pytest.approx(found.total, rel=1e-12)
    assert float(found.region_share.sum()) == pytest.approx(1.0, rel=1e-12)
    assert np.isnan(found.loss.values[-1])
    assert np.isnan(found.share_of_output.values[-1])
    for result in (found.loss, found.by_region):
        assert result.name == "suppliers_lost_sales"
        assert result.attrs["kind"] == "exposure"
        assert any("not what hangs on the import" in note for note in result.attrs["notes"])
    everything = extract_industries(economy, Group())
    np.testing.assert_allclose(everything.loss.values[:-1], economy.output[:-1], rtol=1e-12)
    assert everything.total == pytest.approx(float(economy.output.sum()))


def test_given_output_that_closes_roughly_is_the_base() -> None:
    economy = random_economy(7)
    given = economy.output * (1 + 2e-5)
    rough = Economy.from_arrays(
        economy.nodes, economy.dense, economy.final_demand, final_columns=economy.final_columns, output=given
    )
    found = extract_industries(rough, Group(("R2",)))
    assert float(found.loss.sel(region="R2").sum()) == pytest.approx(given[-4:].sum(), rel=1e-12)


def test_group_cut_both_ways_keeps_the_product_of_what_stays() -> None:
    economy = random_economy(9)
    both = extract_part(economy, Group(("R0",)), forward=0.5, backward=0.5)
    shares = economy.coefficients()
    shares[:4] *= 0.5
    shares[:, :4] *= 0.5
    close(both.loss, economy.output - direct_output(shares, economy.demand), economy.output.max())


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda e: extract_flow(e, Group(("R7",)), Group(("R0",))), "No region of the table is called 'R7'"),
        (lambda e: extract_flow(e, Group(("R1",), ("s1x",)), Group(("R0",))), "Did you mean"),
        (lambda e: extract_flow(e, Group(("R1",)), Group(("R0",)), share=1.5), "from 0 to 1"),
        (lambda e: extract_flow(e, Group(("R1",)), Group(("R0",)), share=float("nan")), "from 0 to 1"),
        (lambda e: extract_part(e, Group(("R1",)), forward=-0.1), "from 0 to 1"),
    ],
)
def test_wrong_questions_are_refused(ask, words: str) -> None:
    with pytest.raises(WrongUseError, match=words):
        ask(random_economy(1))


def test_a_flow_that_is_not_there_is_refused_not_zero() -> None:
    nodes = Nodes((("R0", "s0"), ("R1", "s0")))
    economy = Economy.from_arrays(
        nodes, np.array([[0.0, 1.0], [0.0, 0.0]]), np.array([[3.0], [4.0]]), final_columns=(("R1", "household"),)
    )
    with pytest.raises(WrongUseError, match="no flow to cut"):
        extract_flow(economy, Group(("R1",)), Group(("R0",)))
