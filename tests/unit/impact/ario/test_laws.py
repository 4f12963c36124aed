"""What the dynamic model must obey whatever the numbers (METHODS 3.2, 3.7, 3.8)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_world import made_up

from gwanje.foundation.errors import RefusedInputError, WrongUseError
from gwanje.impact import Economy, Nodes
from gwanje.impact.ario import (
    CapacityShock,
    DailyEconomy,
    FlowCap,
    Material,
    Rebuild,
    Scenario,
    Settings,
    collapse_day,
    ramp,
    simulate,
    supply_path,
)

STEPS = 60


def shocked(world: Economy, share: float, at: int = 3) -> np.ndarray:
    loss = np.zeros((STEPS, len(world)))
    loss[1:30, at] = share
    return loss


@pytest.mark.parametrize(("regions", "sectors"), [(1, 3), (4, 5), (3, 7), (9, 11)])
@pytest.mark.parametrize("thin", [False, True])
def test_an_undisturbed_world_stands_still(regions: int, sectors: int, thin: bool) -> None:
    world = made_up(7, regions, sectors)
    daily = DailyEconomy.of(world, as_sparse=thin)
    calm = simulate(world, np.zeros((400, len(world))), Settings(), 400, daily=daily)
    assert np.array_equal(calm.production, np.tile(calm.production[0], (400, 1)))
    assert calm.unmet_final_demand.max() == 0
    assert set(calm.binding_input.ravel()) == {""}
    many = simulate(world, [np.zeros((400, len(world)))] * 3, Settings(), 400).production
    assert np.abs(many / many[:, :1] - 1).max() < 1e-14


def test_the_unit_of_money_changes_nothing() -> None:
    one, million = made_up(5), made_up(5, scale=1e6)
    cases = Settings(inventory_days=8)
    small = simulate(one, shocked(one, 0.9), cases, STEPS).production
    large = simulate(million, shocked(million, 0.9), cases, STEPS).production
    assert np.abs(large / small / 1e6 - 1).max() < 1e-12


def test_the_order_of_the_table_changes_nothing(world: Economy) -> None:
    turn = np.random.default_rng(1).permutation(len(world))
    nodes = Nodes(tuple(world.nodes.labels[at] for at in turn))
    other = Economy.from_arrays(
        nodes, world.dense[np.ix_(turn, turn)], world.final_demand[turn], final_columns=world.final_columns
    )
    loss = shocked(world, 0.9)
    found = simulate(other, loss[:, turn], Settings(inventory_days=8), STEPS).production
    assert np.allclose(
        found, simulate(world, loss, Settings(inventory_days=8), STEPS).production[:, turn], rtol=1e-12, atol=0
    )


def test_the_effect_begins_with_the_shock(world: Economy) -> None:
    found = simulate(world, shocked(world, 0.5), Settings(), STEPS)
    assert found.production[1, 3] == pytest.approx(0.5 * found.production[0, 3], rel=1e-12)
    assert found.capacity[1, 3] == pytest.approx(0.5 * found.production[0, 3], rel=1e-12)
    assert found.overproduction.min() == 1.0
    assert found.overproduction[2:, 3].max() > 1.0


def test_a_scenario_in_a_crowd_is_what_it_is_alone(world: Economy) -> None:
    crowd = simulate(world, [shocked(world, share) for share in (0.1, 0.5, 0.9)], Settings(inventory_days=6), STEPS)
    alone = simulate(world, shocked(world, 0.9), Settings(inventory_days=6), STEPS)
    assert np.allclose(crowd.production[2], alone.production, rtol=1e-11, atol=0)
    assert crowd.production.shape == (3, STEPS, len(world))
    assert crowd.dataset().production.dims == ("scenario", "day", "industry")
    assert alone.dataset().production.attrs["unit"] == "M USD/day"


def test_settings_may_differ_within_a_crowd(world: Economy) -> None:
    ways = [
        Settings(inventory_days=5, psi=0.9),
        Settings(order_rule="noalt", overproduction_max=1.0),
        Settings(inventory_days=float("inf")),
    ]
    crowd = simulate(world, [Scenario(capacity_loss=shocked(world, 0.9), settings=one) for one in ways], steps=STEPS)
    for at, one in enumerate(ways):
        alone = simulate(world, shocked(world, 0.9), one, STEPS)
        assert np.allclose(crowd.production[at], alone.production, rtol=1e-11, atol=0)


@settings(max_examples=15, deadline=None)
@given(share=st.floats(0.05, 0.95), cover=st.floats(0.0, 20.0), a=st.floats(0.0, 1.0), e=st.floats(0.0, 1.0))
def test_more_cover_never_loses_more_and_more_dependence_never_loses_less(
    share: float, cover: float, a: float, e: float
) -> None:
    world = made_up(7)
    supply = np.r_[1.0, np.full(STEPS - 1, share)]

    def lost(cover: float, a: float, e: float) -> float:
        users = (("r1", "s0"),)
        given_ = Material("m", users, np.array([a]), np.array([e]), np.array([cover]), supply)
        path = simulate(
            world, Scenario(materials=(given_,)), Settings(inventory_days=float("inf")), STEPS, record=("production",)
        ).production
        return float((path[0] - path)[:, world.nodes.at("r1", "s0")].sum())

    base = lost(cover, a, e)
    assert lost(cover + 5, a, e) <= base + 1e-9
    assert lost(cover, min(1.0, a + 0.1), e) >= base - 1e-9
    assert lost(cover, a, min(1.0, e + 0.1)) >= base - 1e-9
    assert lost(cover, 0.0, e) == pytest.approx(0.0, abs=1e-12)
    assert lost(cover, a, 0.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("a", "e"), [(1.0, 1.0), (1.0, 0.4), (0.25, 1.0)])
def test_a_material_runs_out_when_its_cover_says(a: float, e: float) -> None:
    world = made_up(7)
    users, cover, share = (("r1", "s0"),), 12.0, 0.4
    material = Material("m", users, np.array([a]), np.array([e]), np.array([cover]), np.r_[1.0, np.full(59, share)])
    found = simulate(world, Scenario(materials=(material,)), Settings(inventory_days=float("inf")), 60)
    own = found.production[:, world.nodes.at("r1", "s0")] / found.production[0, world.nodes.at("r1", "s0")]
    end = int(cover / (1 - share))
    assert own[1:end] == pytest.approx(np.ones(end - 1), abs=1e-6)
    assert own[-1] == pytest.approx(1 - a * e * (1 - share), abs=1e-9) or a < 1
    assert own.min() >= 1 - a * e - 1e-12


def test_one_user_split_in_halves_changes_nothing() -> None:
    world = made_up(7)
    supply = np.r_[1.0, np.full(STEPS - 1, 0.3)]
    both = (("r1", "s0"), ("r2", "s0"))
    together = Material("m", both, np.ones(2), np.ones(2), np.full(2, 5.0), supply)
    apart = tuple(
        Material(name, (user,), np.ones(1), np.ones(1), np.full(1, 5.0), supply)
        for name, user in zip("mn", both, strict=True)
    )
    first = simulate(world, Scenario(materials=(together,)), Settings(), STEPS).production
    second = simulate(world, Scenario(materials=apart), Settings(), STEPS).production
    assert np.array_equal(first, second)


def test_inputs_that_are_not_critical_leave_only_capacity_and_demand(world: Economy) -> None:
    calm = simulate(world, Scenario(essentiality="none_critical"), Settings(inventory_days=2), STEPS)
    assert np.allclose(calm.production, calm.production[0], rtol=1e-13, atol=0)
    ends = [
        simulate(
            world, Scenario(capacity_loss=shocked(world, 0.9), essentiality=kind), Settings(inventory_days=3), STEPS
        )
        for kind in ("all_critical", "none_critical")
    ]
    lost = [float((one.production[0] - one.production).sum()) for one in ends]
    assert lost[0] > lost[1] > 0


def test_who_is_served_first(world: Economy) -> None:
    found = {
        rule: simulate(world, shocked(world, 0.6), Settings(rationing=rule), STEPS)  # type: ignore[arg-type]
        for rule in ("proportional", "industries_first", "final_demand_first")
    }
    unmet = {rule: float(one.unmet_final_demand[1:20].sum()) for rule, one in found.items()}
    assert unmet["industries_first"] > unmet["proportional"] > unmet["final_demand_first"]
    for one in found.values():
        assert (one.production[0] >= 0).all()


def test_rebuilding_is_demand_in_money_and_ends(world: Economy) -> None:
    amount = 0.2
    rebuild = Rebuild((("r0", "s1"),), np.array([amount]), start=2, days=10.0)
    found = simulate(world, Scenario(rebuild=(rebuild,)), Settings(overproduction_tau=1.0), 200)
    more = (found.production - found.production[0])[:, world.nodes.at("r0", "s1")]
    assert found.production.sum(axis=1)[3:].max() > found.production[0].sum()
    assert more.sum() >= 0.95 * amount
    assert abs(more[-1]) < 0.02 * amount
    million = Economy.from_arrays(
        world.nodes, world.dense * 1e6, world.final_demand * 1e6, final_columns=world.final_columns
    )
    scaled = Rebuild(rebuild.suppliers, rebuild.amounts * 1e6, start=2, days=10.0)
    again = simulate(million, Scenario(rebuild=(scaled,)), Settings(overproduction_tau=1.0), 200)
    assert np.allclose(again.production / 1e6, found.production, rtol=1e-11)


def test_recovery_paths() -> None:
    shock = CapacityShock((("r0", "s0"),), 0.8, start=2, duration=3, recovery="linear", recovery_days=4)
    assert shock.path(11) == pytest.approx([0, 0, 0.8, 0.8, 0.8, 0.6, 0.4, 0.2, 0, 0, 0])
    slow = CapacityShock((("r0", "s0"),), 0.8, start=1, duration=1, recovery="exponential", recovery_days=2).path(4)
    assert slow == pytest.approx([0, 0.8, 0.8 * np.exp(-0.5), 0.8 * np.exp(-1)])
    gone = CapacityShock((("r0", "s0"),), 0.8, start=1, duration=2).path(5)
    assert gone == pytest.approx([0, 0.8, 0.8, 0, 0])


def test_supply_and_ramps() -> None:
    path = supply_path(
        4,
        open_shares=[(0.6, np.array([1, 0, 0, 0.0])), (0.4, np.ones(4))],
        switching=ramp(4, most=0.2, start=1, lead_days=1, days=1.0),
    )
    assert path == pytest.approx([1.0, 0.4, 0.4, 0.4 + 0.2 * (1 - np.exp(-1))])
    with pytest.raises(WrongUseError, match="more than the whole"):
        supply_path(4, open_shares=[(0.6, np.ones(4)), (0.6, np.ones(4))])


def test_collapse_is_told(world: Economy) -> None:
    loss = np.zeros((300, len(world)))
    loss[1:, 3] = 1.0
    found = simulate(world, loss, Settings(inventory_days=3), 300)
    day = collapse_day(found.world_output, 0.01, output_below=0.5, shocked_below=0.05)
    assert day is not None
    assert found.production[day].sum() < 0.5 * found.production[0].sum()
    assert collapse_day(found.world_output, 0.2, output_below=0.5, shocked_below=0.05) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda loss: loss[:-1], "does not fit"),
        (lambda loss: loss + 1.5 * (loss > 0), "is a share"),
        (lambda loss: loss - 0.1, "is a share"),
        (lambda loss: np.where(loss > 0, np.nan, loss), "is a share"),
        (lambda loss: loss[::-1], "Day 0 is the undisturbed state"),
    ],
)
def test_bad_paths_are_refused(world: Economy, change: object, said: str) -> None:
    loss = np.zeros((STEPS, len(world)))
    loss[5:, 3] = 0.5
    with pytest.raises(RefusedInputError, match=said):
        simulate(world, change(loss), Settings(), STEPS)  # type: ignore[operator]


def test_unknown_names_and_numbers_are_refused(world: Economy) -> None:
    with pytest.raises(WrongUseError, match="Did you mean s3"):
        simulate(world, Scenario(shocks=(CapacityShock((("r0", "s33"),), 0.5, 1, 5),)), Settings(), STEPS)
    with pytest.raises(WrongUseError, match="nothing can lose more than everything"):
        CapacityShock((("r0", "s0"),), 1.2, 1, 5)
    with pytest.raises(WrongUseError, match="psi"):
        Settings(psi=1.5)
    with pytest.raises(WrongUseError, match="a number for every sector"):
        simulate(world, np.zeros((5, len(world))), Settings(inventory_days={"s0": 3.0}), 5)
    with pytest.raises(WrongUseError, match="open share"):
        simulate(world, Scenario(flow_caps=(FlowCap((("r0", "s0"),), (("r1", "s0"),), 1.4),)), Settings(), 5)
    cap = FlowCap((("r0", "s0"),), (("r1", "s0"),), 0.5)
    with pytest.raises(WrongUseError, match="Two flow caps"):
        simulate(world, Scenario(flow_caps=(cap, cap)), Settings(), 5)
    with pytest.raises(WrongUseError, match="affected share"):
        Material("m", (("r0", "s0"),), np.array([1.5]), np.ones(1), np.ones(1), np.ones(5))
    with pytest.raises(WrongUseError, match="There is no scenario"):
        simulate(world, [], Settings(), 5)


def test_only_some_industries_are_kept(world: Economy) -> None:
    every = simulate(world, [shocked(world, 0.9)] * 2, Settings(inventory_days=5), STEPS)
    some = simulate(world, [shocked(world, 0.9)] * 2, Settings(inventory_days=5), STEPS, only=np.array([7, 3]))
    for name in ("production", "cover_days", "binding_input"):
        assert np.array_equal(getattr(some, name), getattr(every, name)[:, :, [7, 3]])
    assert np.allclose(some.world_output, every.production.sum(axis=2), rtol=1e-12)
    assert list(some.dataset().industry.values) == [world.nodes.words[7], world.nodes.words[3]]


def test_the_largest_of_several_losses_acts(world: Economy) -> None:
    path = np.zeros((STEPS, len(world)))
    path[3:6, 2] = 0.4
    shocks = (CapacityShock((("r0", "s2"), ("r1", "s0")), 0.3, 1, 4), CapacityShock((("r0", "s2"),), 0.6, 4, 1))
    given = Scenario(capacity_loss=path, shocks=shocks)
    losses = given.losses(world.nodes, STEPS)
    assert losses[:7, 2] == pytest.approx([0, 0.3, 0.3, 0.4, 0.6, 0.4, 0])
    assert losses[1:5, world.nodes.at("r1", "s0")] == pytest.approx([0.3] * 4)
    found = simulate(world, given, Settings(), STEPS)
    as_path = simulate(world, losses, Settings(), STEPS)
    assert np.array_equal(found.production, as_path.production)
