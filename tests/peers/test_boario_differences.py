"""Where BoARIO 0.7.2 behaves in its own way: `compat` follows it, and the model without `compat` says how it differs."""

import numpy as np
import pytest
from ario_cases import CASES, RULES, Case, idle, in_units, published, settings, struck, with_tiny_input, without_sector
from ask_peers import BoarioRun, ask_boario
from tables import Table

from gwanje.impact import Economy, ario

CLOSE = 1e-9


@pytest.fixture(scope="module")
def table(test_table) -> Table:
    return Table.read(test_table.arrays)


def ours(table: Table, case: Case, rule: str, *, compat: bool) -> np.ndarray:
    chosen = settings(case.parameters(table, rule), compat=compat)
    economy = Economy.from_frames(*table.frames())
    return ario.simulate(economy, case.loss(table, case.steps), chosen, case.steps).production


def apart(values: np.ndarray, theirs: np.ndarray, table: Table) -> float:
    daily = table.output / 365
    return float((np.abs(values - theirs) / np.where(daily > 0, daily, daily.max())).max())


def test_a_disturbance_within_the_dead_zones(peer, table) -> None:
    """Stocks within 1e-5 of what they should be stand still in the reference; ours move, by less than that."""
    case = Case(60, struck(3e-6, 2, 30))
    for rule, theirs in zip(RULES, ask_boario(table, [case.run(table, rule) for rule in RULES]), strict=True):
        production = theirs.arrays["production"]
        assert apart(production, table.output / 365, table) > 1e-7, "nothing happened"
        differs = apart(ours(table, case, rule, compat=False), production, table)
        assert 1e-8 < differs < 1e-5
        assert apart(ours(table, case, rule, compat=True), production, table) < 1e-3 * differs


def test_the_money_unit_decides_in_the_reference_and_not_here(peer, table) -> None:
    """In a unit so large that a day's flows are below 1e-8 the reference's stocks never move.

    While nothing moves, rounding decides there whether scarcity is exactly zero and overproduction falls back, so even
    the reference form follows it to 1e-4 only.
    """
    case = CASES["short stocks, great loss"]
    large = in_units(table, 1e-18)
    usual, other = (ask_boario(one, [case.run(one, "alt")])[0].arrays["production"] for one in (table, large))
    assert apart(other * 1e18, usual, table) > 0.1
    assert apart(ours(large, case, "alt", compat=True), other, large) < 1e-4
    assert apart(1e18 * ours(large, case, "alt", compat=False), usual, table) <= CLOSE


@pytest.mark.parametrize(("share", "stops"), [(3e-6, True), (1e-8, False)])
def test_the_smallest_input_that_can_stop_an_industry(peer, table, share, stops) -> None:
    """The reference compares a year's flow with a day's output: an input counts from 1e-5 / 365 of output on."""
    place = int(np.flatnonzero((table.regions == "reg2") & (table.sectors == "other"))[0])
    tiny = with_tiny_input(table, place, "mining", share)
    # five steps: after that a stock that does not count falls below zero in BoARIO, and its run ends
    case = Case(5, without_sector("mining"), {"main_inv_dur": 4}, short=True)
    theirs = ask_boario(tiny, [case.run(tiny, "alt")])[0]
    assert theirs.facts["stopped"] is None
    shares = theirs.arrays["production"][:, place] / (tiny.output[place] / 365)
    assert (shares[4] < 0.9) == stops, shares
    for compat in (True, False):
        assert apart(ours(tiny, case, "alt", compat=compat), theirs.arrays["production"], tiny) <= CLOSE


def test_an_industry_that_makes_nothing(peer, table) -> None:
    without = idle(table, 17)
    case = CASES["short stocks, great loss"]
    for rule, theirs in zip(RULES, ask_boario(without, [case.run(without, rule) for rule in RULES]), strict=True):
        for compat in (True, False):
            production = ours(without, case, rule, compat=compat)
            assert apart(production, theirs.arrays["production"], without) <= CLOSE
            assert not production[:, 17].any()


def test_the_order_of_the_rows_is_not_assumed(peer, table) -> None:
    """Labels decide, on both sides: neither order by region nor the alphabet."""
    mixed = table.ordered(np.random.default_rng(3).permutation(len(table.output)))
    case = CASES["another loss each step"]
    theirs = ask_boario(mixed, [case.run(mixed, "alt")])[0]
    for compat in (True, False):
        assert apart(ours(mixed, case, "alt", compat=compat), theirs.arrays["production"], mixed) <= CLOSE


def test_unmet_final_demand_by_supplier(peer, table) -> None:
    case = CASES["short stocks, great loss"]
    theirs = ask_boario(table, [case.run(table, "alt")])[0].arrays["undelivered_final_demand"]
    wanted = table.final_demand.sum(1) / 365
    assert (theirs.max(0) > 0.5 * wanted).any(), "final demand should suffer"
    economy, path = Economy.from_frames(*table.frames()), case.loss(table, case.steps)
    for compat in (True, False):
        chosen = settings(case.parameters(table, "alt"), compat=compat)
        found = ario.simulate(economy, path, chosen, case.steps).unmet_final_demand
        assert (np.abs(found - theirs) / wanted.max()).max() <= CLOSE


def test_an_event_as_its_users_write_it(peer, table) -> None:
    """BoARIO's own event, a step late and two steps long, is reproduced from the loss that acted."""
    shock = {"occurrence": 5, "duration": 10, "recovery_tau": 10, "loss": [["reg1", "manufactoring", 0.6]]}
    model = published("alt") | {"main_inv_dur": 12}
    theirs = ask_boario(None, [BoarioRun(model, 80, shock=shock)])[0]
    acted = theirs.arrays["capacity_loss"]
    assert acted[6:18].max() == 0.6
    assert theirs.facts["in_shortage_steps"]
    for compat in (True, False):
        economy = Economy.from_frames(*table.frames())
        found = ario.simulate(economy, acted, settings(model, compat=compat), 80)
        assert apart(found.production, theirs.arrays["production"], table) <= CLOSE
