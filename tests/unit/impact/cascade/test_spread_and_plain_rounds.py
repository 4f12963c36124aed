"""The fast spread against the plain dense rounds: the same rounds, the same numbers."""

from dataclasses import replace

import numpy as np
import pytest
from dense_rounds import dense_index, dense_rounds
from drawn import Drawn, drawn

from gwanje.foundation.errors import RefusedInputError
from gwanje.impact import cascade
from gwanje.impact.cascade.arrays import Outcome, Shocks
from gwanje.impact.cascade.front_kernels import WIDE, spread_from_front

LEVELS = {
    "mixed": (0.3, 0.4, 0.3),
    "all essential": (0, 0, 1),
    "none essential": (0, 1, 0),
    "mostly negligible": (0.9, 0.05, 0.05),
}


@pytest.mark.parametrize("tolerance", [1e-1, 1e-2, 1e-6])
@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("seed", range(3))
def test_every_single_failure_equals_the_plain_rounds(seed, levels, tolerance):
    net = drawn(seed, levels=levels)
    found = cascade.systemic_risk(*net.tables, tolerance)
    assert found.shape == (len(net.sales),)
    for firm in range(len(net.sales)):
        psi = np.ones(len(net.sales))
        psi[firm] = 0
        ended = dense_rounds(net.sales, net.p, net.need, psi, tolerance)
        got = [found[firm], found.downstream[firm], found.upstream[firm]]
        assert found.rounds[firm] == ended.rounds
        assert got == pytest.approx(dense_index(net.sales, ended), abs=1e-13)
        assert found.last_fall[firm] == pytest.approx(ended.last_fall, abs=1e-13)


@pytest.mark.parametrize("seed", range(4))
def test_partial_failures_of_groups_equal_the_plain_rounds_firm_by_firm(seed):
    net = drawn(seed, firms=60, links=200)
    random = np.random.default_rng(100 + seed)
    psi = np.where(random.random((5, 60)) < 0.2, random.random((5, 60)), 1.0)
    scenarios = [{net.firms[i]: row[i] for i in np.flatnonzero(row < 1)} for row in psi]
    found = cascade.failures(cascade.FirmNetwork.from_frames(*net.tables), scenarios)
    assert found.left.shape == (5, 60)
    for row, start in enumerate(psi):
        ended = dense_rounds(net.sales, net.p, net.need, start, 1e-2)
        assert found.rounds[row] == ended.rounds
        np.testing.assert_allclose(found.left_downstream[row], ended.h_d, atol=1e-13, rtol=0)
        np.testing.assert_allclose(found.left_upstream[row], ended.h_u, atol=1e-13, rtol=0)
        assert found.risk[row] == pytest.approx(dense_index(net.sales, ended)[0], abs=1e-13)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_replaced_as_stated_equals_the_plain_rounds_and_loses_no_more(seed):
    net = drawn(seed)
    net = replace(net, sigma=np.random.default_rng(200 + seed).random(len(net.sales)))
    found = cascade.systemic_risk(*net.tables, 1e-6)
    without = cascade.systemic_risk(*replace(net, sigma=None).tables, 1e-6)
    for firm in range(len(net.sales)):
        psi = np.ones(len(net.sales))
        psi[firm] = 0
        ended = dense_rounds(net.sales, net.p, net.need, psi, 1e-6, net.sigma)
        assert found.rounds[firm] == ended.rounds
        got = [found[firm], found.downstream[firm], found.upstream[firm]]
        assert got == pytest.approx(dense_index(net.sales, ended), abs=1e-13)
    assert (found.downstream <= without.downstream + 1e-5).all()
    assert found.downstream.sum() < 0.9 * without.downstream.sum()
    np.testing.assert_allclose(found.upstream, without.upstream, atol=1e-4)  # rounds end together, so not bit by bit


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan, "0.5", True])
def test_a_share_that_is_none_is_refused(share):
    net = drawn(1)
    firms = net.sectors.assign(not_replaced=np.ones(len(net.sales)).astype(object))
    firms.loc[3, "not_replaced"] = share
    with pytest.raises(RefusedInputError, match="1 share of what buyers cannot replace"):
        cascade.FirmNetwork.from_frames(net.edges, firms, net.essential)


def test_a_long_run_stays_exact():
    """A ring in which one failure goes round and round: thousands of pushes into the same slots."""
    net = drawn(7, firms=30, links=90, levels=(0, 0.7, 0.3))
    found = cascade.systemic_risk(*net.tables, 1e-9)
    assert found.rounds.max() > 40
    psi = np.ones(30)
    psi[found.rounds.argmax()] = 0
    ended = dense_rounds(net.sales, net.p, net.need, psi, 1e-9)
    assert found.rounds.max() == ended.rounds
    assert found[found.rounds.argmax()] == pytest.approx(dense_index(net.sales, ended)[0], abs=1e-13)


def test_narrow_and_wide_cascades_in_one_network_both_equal_the_plain_rounds():
    net = drawn(4, firms=150, links=230, sectors=10)
    network = cascade.FirmNetwork.from_frames(*net.tables)
    found = cascade.systemic_risk_of(network, 1e-3)
    wide = given_up(network, 1e-3)
    assert 20 < wide.sum() < 130
    for firm in range(150):
        psi = np.ones(150)
        psi[firm] = 0
        ended = dense_rounds(net.sales, net.p, net.need, psi, 1e-3)
        assert found.rounds[firm] == ended.rounds
        assert found[firm] == pytest.approx(dense_index(net.sales, ended)[0], abs=1e-13)


def test_a_long_narrow_cascade_is_added_up_anew_and_stays_exact():
    """A chain of 150 firms, each buying 97 % from the one before and the rest from a bystander."""
    firms = 151
    sales = np.zeros((firms, firms))
    sales[np.arange(149), np.arange(1, 150)] = 0.97
    sales[150, 1:150] = 0.03
    net = Drawn(sales, np.arange(firms), np.ones((firms, firms), dtype=int))
    network = cascade.FirmNetwork.from_frames(*net.tables)
    assert not given_up(network, 1e-6)[0]
    found = cascade.failures(network, [cascade.failed(net.firms[0])], 1e-6)
    psi = np.ones(firms)
    psi[0] = 0
    ended = dense_rounds(net.sales, net.p, net.need, psi, 1e-6)
    assert found.rounds[0] == ended.rounds > 100
    np.testing.assert_allclose(found.left_downstream[0], ended.h_d, atol=1e-13, rtol=0)


def given_up(network, tolerance):
    """Which single failures are too wide for the front."""
    firms = len(network)
    shocks = Shocks(np.arange(firms + 1), np.arange(firms, dtype=np.uint32), np.zeros(firms))
    none = np.zeros((0, firms))
    outcome = Outcome(*(np.zeros(firms) for _ in range(3)), np.zeros(firms, np.int64), np.zeros(firms), none, none)
    spread_from_front(network.links, shocks, network.output_shares, tolerance, 0, firms, outcome)
    return outcome.rounds == WIDE


def test_a_failure_alone_and_among_others_has_the_same_digits():
    net = drawn(3)
    network = cascade.FirmNetwork.from_frames(*net.tables)
    every = cascade.systemic_risk_of(network)
    alone = cascade.failures(network, [cascade.failed(firm) for firm in net.firms])
    np.testing.assert_array_equal(np.asarray(every), alone.risk)
    np.testing.assert_array_equal(every.upstream, alone.upstream)


@pytest.mark.parametrize("workers", [2, 3, 7])
def test_threads_change_no_digit(workers):
    net = drawn(11, firms=300, links=1200, sectors=20)
    network = cascade.FirmNetwork.from_frames(*net.tables)
    one, many = cascade.systemic_risk_of(network), cascade.systemic_risk_of(network, workers=workers)
    np.testing.assert_array_equal(np.asarray(one), np.asarray(many))
    np.testing.assert_array_equal(one.rounds, many.rounds)
    np.testing.assert_array_equal(one.last_fall, many.last_fall)


def test_progress_counts_every_scenario_once():
    made = cascade.scale_free(600, 1500, 20, seed=3)
    network = cascade.FirmNetwork.from_frames(made.edges, made.sectors, made.essential)
    for workers in (1, 2):
        told: list[tuple[int, int]] = []
        cascade.systemic_risk_of(network, workers=workers, progress=lambda *count, told=told: told.append(count))
        assert told[-1] == (600, 600)
        assert [done for done, _ in told] == sorted({done for done, _ in told})
        assert len(told) > 2
