"""What holds for every network, whoever drew it."""

import numpy as np
import pandas as pd
import pytest
from drawn import Drawn, drawn
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import UnavailableError
from gwanje.impact import cascade

SEEDS = st.integers(0, 10_000)
FEW = settings(max_examples=25, deadline=None)


def settled(ask):
    """What is found; another network is drawn where falls shrink with one over the rounds and never settle."""
    try:
        return ask()
    except UnavailableError:
        reject()


@FEW
@given(SEEDS)
def test_nobody_loses_less_than_the_failed_firm_itself(seed):
    net = drawn(seed, firms=15, links=40)
    found = cascade.systemic_risk(*net.tables)
    own = net.sales.sum(axis=1) / net.sales.sum()
    assert (np.asarray(found) >= own * (1 - 1e-15)).all()
    assert (np.asarray(found) >= np.maximum(found.downstream, found.upstream) - 1e-15).all()
    assert (np.asarray(found) <= found.downstream + found.upstream + 1e-15).all()
    assert np.asarray(found).max() <= 1
    assert (found.last_fall <= found.tolerance).all()


@FEW
@given(SEEDS, st.floats(0, 1), st.floats(0, 1))
def test_more_capacity_left_is_never_worse_in_the_end(seed, one, other):
    """At a fine tolerance; at a coarse one the two may stop in different rounds."""
    net = drawn(seed, firms=15, links=40)
    network = cascade.FirmNetwork.from_frames(*net.tables)
    less, more = sorted((one, other))
    firms = net.firms[seed % 10 : seed % 10 + 3]
    shocks = [dict.fromkeys(firms, less), dict.fromkeys(firms, more)]
    found = settled(lambda: cascade.failures(network, shocks, 1e-12))
    assert (found.left[0] <= found.left[1] + 1e-9).all()
    assert found.risk[0] >= found.risk[1] - 1e-9


@FEW
@given(SEEDS)
def test_one_more_failed_firm_is_never_better_in_the_end(seed):
    net = drawn(seed, firms=15, links=40)
    network = cascade.FirmNetwork.from_frames(*net.tables)
    shocks = [cascade.failed(*net.firms[:k]) for k in (1, 2, 5)]
    found = settled(lambda: cascade.failures(network, shocks, 1e-12))
    assert (np.diff(found.risk) >= -1e-9).all()


@FEW
@given(SEEDS)
def test_with_negligible_inputs_only_customers_count(seed):
    net = drawn(seed, firms=15, links=40, levels=(1, 0, 0))
    found = cascade.systemic_risk(*net.tables)
    own = net.sales.sum(axis=1) / net.sales.sum()
    np.testing.assert_array_equal(np.asarray(found), found.upstream)
    np.testing.assert_allclose(found.downstream, own, atol=1e-15)


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_new_names_in_a_new_order_change_nothing(seed, shuffler):
    net = drawn(seed, firms=20, links=60)
    order = list(range(20))
    shuffler.shuffle(order)
    renamed = {firm: ("firm", order[number]) for number, firm in enumerate(net.firms)}
    edges = net.edges.sample(frac=1, random_state=seed)
    edges = [(renamed[row.supplier], renamed[row.buyer], row.weight) for row in edges.itertuples()]
    sectors = [(renamed[net.firms[number]], f"sector {net.p[number]}") for number in np.argsort(order)]
    before = cascade.systemic_risk(*net.tables).as_frame()
    after = cascade.systemic_risk(edges, sectors, net.essential.iloc[::-1, ::-1]).as_frame()
    again = pd.DataFrame({c: dict(zip(after.index, after[c], strict=True)) for c in after.columns})
    for firm, row in before.iterrows():
        np.testing.assert_allclose(again.loc[[renamed[firm]]].to_numpy()[0], row.to_numpy(dtype=float), atol=1e-13)


@pytest.mark.parametrize("factor", [1e6, 1e-6, 3.0])
def test_another_currency_changes_nothing(factor):
    net = drawn(5)
    other = Drawn(net.sales * factor, net.p, net.need)
    before, after = cascade.systemic_risk(*net.tables), cascade.systemic_risk(*other.tables)
    np.testing.assert_allclose(np.asarray(after), np.asarray(before), rtol=0, atol=1e-13)
    np.testing.assert_array_equal(after.rounds, before.rounds)


@FEW
@given(SEEDS)
def test_no_matrix_gives_more_than_all_essential_or_less_than_lost_customers(seed):
    net = drawn(seed, firms=15, links=40)
    both = settled(lambda: cascade.bracket(net.edges, net.sectors, 1e-12))
    found = np.asarray(settled(lambda: cascade.systemic_risk(*net.tables, 1e-12)))
    assert (both.floor <= found + 1e-9).all()
    assert (found <= np.asarray(both.all_essential) + 1e-9).all()
    assert (np.asarray(both.all_non_essential) <= np.asarray(both.all_essential) + 1e-9).all()


def test_a_cascade_that_never_settles_is_refused_and_not_waited_for():
    net = drawn(405, firms=15, links=40)
    with pytest.raises(UnavailableError, match=r"do not settle at this tolerance.*Give a coarser tolerance"):
        cascade.systemic_risk(net.edges, net.sectors, "non_essential", 1e-12)
    found = cascade.systemic_risk(net.edges, net.sectors, "non_essential", 1e-4)
    assert (found.last_fall <= 1e-4).all()
    assert found.rounds.max() > 1000


def test_ones_and_twos_can_lie_below_all_ones():
    """d buys equally of a, half of whose output is left, and of b, which has failed: 0.25 + 0.5 against the larger of 0.5 and 0.5."""
    sectors, edges = {"a": "A", "b": "B", "d": "D"}, [("a", "d", 1.0), ("b", "d", 1.0)]
    need = pd.DataFrame(1, index=list("ABD"), columns=list("ABD"))
    need.loc["A", "D"] = 2
    left = [
        cascade.failures(cascade.FirmNetwork.from_frames(edges, sectors, one), [{"a": 0.5, "b": 0.0}])
        for one in (need, "non_essential", "essential")
    ]
    assert [one.left_downstream[0, 2] for one in left] == [0.5, 0.25, 0]
