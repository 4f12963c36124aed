"""Small networks whose numbers can be said by hand, and the result as an array."""

import pickle

import numpy as np
import pandas as pd
import pytest

from gwanje.foundation.errors import UnknownKeyError, WrongUseError
from gwanje.impact import cascade

SECTORS = {"a": "ore", "b": "ore", "c": "metal", "d": "goods"}
EDGES = [("a", "c", 1.0), ("b", "c", 3.0), ("c", "d", 4.0)]
NAMES = ["ore", "metal", "goods"]


def needs(level):
    return pd.DataFrame(level, index=NAMES, columns=NAMES)


@pytest.mark.parametrize("level", [1, 2])
def test_a_quarter_of_the_ore_stops_a_quarter_of_the_metal(level):
    found = cascade.systemic_risk(EDGES, SECTORS, needs(level))
    assert found.downstream.tolist() == pytest.approx([(1 + 0.25 * 4) / 8, (3 + 0.75 * 4) / 8, 0.5, 0])
    assert found.upstream.tolist() == pytest.approx([1 / 8, 3 / 8, 1, 1])
    assert found.tolist() == pytest.approx([2 / 8, 6 / 8, 1, 1])
    assert found.rounds.tolist() == [3, 3, 2, 3]


def test_an_essential_input_stops_all_and_a_non_essential_one_its_share():
    edges, sectors = [("a", "d", 1.0), ("c", "d", 9.0), ("d", "a", 10.0)], {"a": "ore", "c": "metal", "d": "goods"}
    network = {level: cascade.FirmNetwork.from_frames(edges, sectors, needs(level)) for level in (1, 2)}
    left = {level: cascade.failures(one, [cascade.failed("a")]).left_downstream[0] for level, one in network.items()}
    assert left[1].tolist() == pytest.approx([0, 1, 0.9])
    assert left[2].tolist() == [0, 1, 0]


def test_negligible_purchases_count_among_all_purchases():
    """One tenth of all purchases is non-essential and gone: a tenth is lost, though nothing else is needed at all."""
    edges, sectors = [("a", "d", 1.0), ("c", "d", 9.0)], {"a": "ore", "c": "metal", "d": "goods"}
    need = needs(0)
    need.loc["ore", "goods"] = 1
    network = cascade.FirmNetwork.from_frames(edges, sectors, need)
    assert cascade.failures(network, [cascade.failed("a")]).left_downstream[0].tolist() == [0, 1, 0.9]


def test_a_firm_that_sells_to_itself_keeps_falling():
    """Half of what it makes goes back into it: psi 0.5 leaves min(0.5, 1 - 0.5 x 0.5) and no more than psi."""
    network = cascade.FirmNetwork.from_frames([("a", "a", 1.0), ("a", "c", 1.0)], SECTORS, needs(2))
    assert network.noted.self_links == 1
    found = cascade.failures(network, [{"c": 0.5}])
    assert found.left_upstream[0].tolist()[0] == pytest.approx(0.5, abs=0.02)


def test_links_named_twice_are_one_link_and_links_without_money_none():
    split = [("a", "c", 0.25), ("a", "c", 0.75), ("b", "c", 3.0), ("c", "d", 4.0), ("d", "a", 0.0)]
    network = cascade.FirmNetwork.from_frames(split, SECTORS, needs(2))
    assert network.noted.as_dict() == {
        "firms": 4, "links": 3, "duplicate_links": 1, "self_links": 0, "zero_links": 1, "firms_without_links": 0, "firms_without_sales": 1,
    }  # fmt: skip
    assert cascade.systemic_risk_of(network).tolist() == cascade.systemic_risk(EDGES, SECTORS, needs(2)).tolist()


def test_a_firm_without_links_loses_only_itself():
    found = cascade.systemic_risk(EDGES, SECTORS | {"hermit": "goods"}, needs(2))
    assert (found[4], found.rounds[4], found.last_fall[4]) == (0, 1, 0)
    assert found.noted.firms_without_links == 1


def test_other_weights_count_other_losses():
    people = {"a": 0, "b": 0, "c": 0, "d": 5}
    found = cascade.systemic_risk(EDGES, SECTORS, needs(2), weights=people)
    assert found.tolist() == pytest.approx([0.25, 0.75, 1, 1])


def test_order_of_the_firms_is_that_of_the_sectors():
    table = pd.DataFrame({"note": "x", "sector": ["goods", "metal", "ore", "ore"], "firm": list("dcba")})
    found = cascade.systemic_risk(pd.DataFrame(EDGES, columns=["supplier", "buyer", "weight"]), table, needs(2))
    assert list(found.firms) == list("dcba")
    assert found.tolist() == pytest.approx([1, 1, 6 / 8, 2 / 8])


def test_labels_may_be_anything_that_hashes():
    edges = [((1, "x"), 7, 1.0), (7, "ж", 2.0)]
    found = cascade.systemic_risk(edges, {(1, "x"): 1, 7: (2, 2), "ж": 1}, pd.DataFrame(2, index=[1, 3], columns=[1, 3]).set_axis(
        pd.Index([1, (2, 2)], tupleize_cols=False)).set_axis(pd.Index([1, (2, 2)], tupleize_cols=False), axis=1))  # fmt: skip
    assert list(found.firms) == [(1, "x"), 7, "ж"]
    assert found.tolist() == [1, 1, 1]


def test_the_result_is_an_array_and_its_parts_are_plain():
    found = cascade.systemic_risk(EDGES, SECTORS, needs(2))
    assert isinstance(found, np.ndarray)
    assert found.dtype == np.float64
    assert found.kind == "simulation"
    assert found.tolerance == 1e-2
    assert found.argmax() == 2
    for part in (found[:2], found * 2, found.copy(), pickle.loads(pickle.dumps(found)), np.sort(found)):
        with pytest.raises(WrongUseError, match="lost what belongs to the whole"):
            _ = part.downstream
    frame = found.as_frame()
    assert list(frame.columns) == ["systemic_risk", "downstream", "upstream", "rounds", "last_fall"]
    assert frame.loc["b", "systemic_risk"] == pytest.approx(0.75)


def test_tolerance_says_when_it_stops_and_is_part_of_the_result():
    """A chain that loses 5 % in each step: at 10 % it stops after the first round, at 1 % it goes to the end."""
    firms = {f"f{k}": k for k in range(5)} | {"other": 9}
    edges = [(f"f{k}", f"f{k + 1}", 0.05 if k == 0 else 1.0) for k in range(4)] + [("other", "f1", 0.95)]
    coarse, fine = (cascade.systemic_risk(edges, firms, all_one(firms), eps) for eps in (0.1, 0.01))
    assert (coarse.rounds[0], fine.rounds[0]) == (1, 5)
    assert coarse.downstream[0] < fine.downstream[0]
    assert coarse.last_fall[0] == pytest.approx(0.05)


def all_one(firms):
    kinds = list(firms.values())
    return pd.DataFrame(1, index=kinds, columns=kinds)


@pytest.mark.parametrize("tolerance", [0, -0.1, 1, 2, float("nan"), float("inf")])
def test_a_tolerance_that_stops_nothing_or_never_is_refused(tolerance):
    with pytest.raises(WrongUseError, match="tolerance"):
        cascade.systemic_risk(EDGES, SECTORS, needs(2), tolerance)


def test_an_unknown_firm_in_a_scenario_is_refused_with_the_nearest():
    network = cascade.FirmNetwork.from_frames([("steelworks", "b", 1.0)], {"steelworks": 1, "b": 1}, "essential")
    with pytest.raises(UnknownKeyError, match="Did you mean steelworks"):
        cascade.failures(network, [cascade.failed("stelworks")])
    with pytest.raises(WrongUseError, match="remaining capacity"):
        cascade.failures(network, [{"b": 1.5}])
    with pytest.raises(WrongUseError, match="remaining capacity"):
        cascade.failures(network, [{"b": float("nan")}])
    with pytest.raises(WrongUseError, match="no scenario"):
        cascade.failures(network, [])
    with pytest.raises(WrongUseError, match="worker"):
        cascade.systemic_risk_of(network, workers=0)


def test_a_scenario_that_hits_nobody_loses_nothing():
    network = cascade.FirmNetwork.from_frames(EDGES, SECTORS, "essential")
    found = cascade.failures(network, [{}, {"a": 1.0}])
    assert (found.risk.tolist(), found.rounds.tolist(), found.last_fall.tolist()) == ([0, 0], [1, 1], [0, 0])


def test_the_made_up_network_is_the_same_for_the_same_seed_and_has_its_counts():
    one, same, other = (cascade.scale_free(200, 800, 12, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one.edges, same.edges)
    assert not one.edges.equals(other.edges)
    assert not one.edges.duplicated(["supplier", "buyer"]).any()
    assert (one.edges["supplier"] != one.edges["buyer"]).all()
    network = cascade.FirmNetwork.from_frames(one.edges, one.sectors, one.essential)
    assert (network.noted.firms, network.noted.links) == (200, 800)
    links_of_a_firm = one.edges["supplier"].value_counts()
    assert links_of_a_firm.iloc[0] > 5 * links_of_a_firm.median()
    with pytest.raises(WrongUseError, match="cannot be drawn"):
        cascade.scale_free(10, 50, 3, seed=1)
