"""What many draws say: bands in order, the quantity that matters found, the worst kept, collapse never a loss."""

from dataclasses import replace

import numpy as np
import pytest

from gwanje.foundation.errors import WrongUseError
from gwanje.impact import Economy
from gwanje.impact.ario import DailyEconomy
from gwanje.impact.scenarios import Case, Drawn, EnsemblePlan, put_together, run_batch, spread
from oz_ensemble import flood, plan, world


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    economy = world()
    return run_batch(plan(64), economy, DailyEconomy.of(economy), range(64))


def told(plan: EnsemblePlan, lost: np.ndarray, collapsed: np.ndarray | None = None) -> Drawn:
    """Members that lose what they are told to, on their only day, in their only sector."""
    none = np.full(len(lost), np.nan)
    by_day = np.column_stack([np.zeros(len(lost)), lost])
    stops = none if collapsed is None else collapsed
    return Drawn(tuple(range(len(lost))), ("ore",), np.array([100.0]), by_day, lost[:, None], stops)


def test_batches_of_any_size_say_the_same(drawn: Drawn) -> None:
    economy = world()
    small = replace(plan(64), batch=16)
    daily = DailyEconomy.of(economy)
    parts = [run_batch(small, economy, daily, one) for one in small.batches()]
    again = put_together(parts[::-1])
    assert again.members == drawn.members
    np.testing.assert_allclose(again.by_day, drawn.by_day, rtol=0, atol=1e-12 * drawn.normal.sum())


def test_batches_hold_every_member_once() -> None:
    batches = plan(10, sampler="lhs").batches()
    assert [list(one) for one in batches] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_percentiles_are_in_order_everywhere(drawn: Drawn) -> None:
    found = spread(plan(64), drawn)
    for path in (found.lost, found.lost_by_day, found.lost_by_sector):
        low, middle, high = (np.asarray(path[p]) for p in (5.0, 50.0, 95.0))
        assert (low <= middle).all()
        assert (middle <= high).all()
    assert found.lost[5.0] < found.lost[95.0]


def test_the_worst_member_keeps_its_inputs(drawn: Drawn) -> None:
    found = spread(plan(64), drawn)
    total = drawn.by_sector.sum(axis=1)
    assert total[found.worst] == total.max()
    assert found.worst_values == plan(64).values()[found.worst]
    assert total.max() >= found.lost[95.0]


def test_depth_and_length_drive_the_loss_of_a_flood(drawn: Drawn) -> None:
    drivers = spread(plan(64), drawn).drivers
    assert set(drivers) == {"shocks.0.days", "shocks.0.share", "model.psi"}
    assert drivers["shocks.0.days"] > 0.5
    assert drivers["shocks.0.share"] > 0.5
    assert abs(drivers["model.psi"]) < 0.3


def test_a_loss_made_from_one_quantity_points_at_it() -> None:
    asked = plan(64)
    share = np.array([one["shocks.0.share"] for one in asked.values()])
    assert spread(asked, told(asked, share**3)).drivers["shocks.0.share"] == pytest.approx(1.0)
    assert spread(asked, told(asked, 1 - share)).drivers["shocks.0.share"] == pytest.approx(-1.0)


def test_a_loss_that_never_changes_has_no_driver() -> None:
    asked = plan(64)
    flat = spread(asked, told(asked, np.full(64, 7.0)))
    assert set(flat.drivers.values()) == {None}
    rounding = spread(asked, told(asked, 7.0 + 1e-12 * np.random.default_rng(1).random(64)))
    assert set(rounding.drivers.values()) == {None}


def test_single_precision_has_a_wider_rounding() -> None:
    noise = 7.0 + 1e-6 * np.random.default_rng(1).random(64)
    assert None not in spread(plan(64), told(plan(64), noise)).drivers.values()
    asked = plan(64, precision="float32")
    assert set(spread(asked, told(asked, noise)).drivers.values()) == {None}


def test_half_of_the_members_says_how_settled_it_is() -> None:
    asked = plan(4)
    found = spread(asked, told(asked, np.array([1.0, 3.0, 10.0, 20.0])))
    assert (found.half[50.0], found.lost[50.0]) == (2.0, 6.5)


def test_a_collapse_is_counted_and_is_no_loss() -> None:
    asked = plan(8)
    lost = np.array([1.0, 2, 3, 4, 5, 6, 7, 1000])
    stops = np.full(8, np.nan)
    stops[7] = 30
    found = spread(asked, told(asked, lost, stops))
    assert found.collapsed == 1
    assert found.worst == 6
    assert found.lost[95.0] < 7
    assert found.worst_values == asked.values()[6]


def test_nothing_is_told_where_every_member_collapses() -> None:
    asked = plan(8)
    found = spread(asked, told(asked, np.ones(8), np.full(8, 30.0)))
    assert (found.lost, found.worst, found.half, found.collapsed) == ({}, None, {}, 8)
    assert set(found.drivers.values()) == {None}


def test_the_fingerprint_is_of_the_table_too() -> None:
    one, other = world(), world()
    assert plan().fingerprint(one) == plan().fingerprint(other)
    flows = one.intermediate.copy()
    flows[0, 1], flows[1, 0] = flows[1, 0], flows[0, 1]
    swapped = Economy.from_arrays(one.nodes, flows, one.final_demand, final_columns=one.final_columns, output=None)
    assert plan().fingerprint(swapped) != plan().fingerprint(one)


def test_classes_of_inputs_are_in_the_fingerprint() -> None:
    size = (4, 12)
    classes = [np.zeros(size), np.zeros(size)]
    classes[1][3, 7] = 1.0
    plans = [replace(plan(), case=Case(flood(), {}, {}, ordinary_inputs=one)) for one in classes]
    assert plans[0].fingerprint(world()) != plans[1].fingerprint(world())


@pytest.mark.parametrize(
    "changed", [{"batch": 0}, {"batch": -1}, {"precision": "float16"}, {"members": 3}, {"seed": -1}]
)
def test_a_plan_that_cannot_be_carried_out_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(WrongUseError):
        replace(plan(), **changed)  # type: ignore[arg-type]
