"""The factorised loops give what the model gives when every order is written out (METHODS 3.3, 3.6 to 3.8)."""

import numpy as np
import pytest
from explicit_model import ExplicitMaterial, explicit

from gwanje.foundation.errors import WrongUseError
from gwanje.impact import Economy
from gwanje.impact.ario import DailyEconomy, FinalDemandCap, FlowCap, Material, Scenario, Settings, simulate

STEPS = 150
SETTINGS = [
    Settings(),
    Settings(inventory_days=10, inventory_restoration_tau=5),
    Settings(order_rule="noalt", inventory_days=6, psi=0.9),
    Settings(inventory_days={"s0": 5, "s1": 20, "s2": float("inf"), "s3": 1, "s4": 90}, overproduction_tau=30),
]


def losses(world: Economy) -> np.ndarray:
    loss = np.zeros((STEPS, len(world)))
    loss[1:56, 3] = 0.9
    loss[10:30, 11] = 0.5
    loss[40:60, 7] = 1.0
    return loss


def far(found: np.ndarray, true: np.ndarray) -> float:
    return float(np.abs(found - true).max() / np.abs(true).max())


@pytest.mark.parametrize("settings", SETTINGS)
def test_alone_together_dense_and_sparse(world: Economy, settings: Settings) -> None:
    loss = losses(world)
    true = explicit(world, loss, settings)
    assert true["production"].min() < 0.5 * true["production"][0].min()  # the shock is felt
    alone = simulate(world, loss, settings, STEPS)
    assert far(alone.production, true["production"]) < 1e-12
    assert far(alone.unmet_final_demand, true["unmet"]) < 1e-12
    together = simulate(world, [loss, loss * 0.5, loss * 0.0], settings, STEPS)
    assert far(together.production[0], true["production"]) < 1e-12
    thin = DailyEconomy.of(world, as_sparse=True)
    assert far(simulate(world, loss, settings, STEPS, daily=thin).production, true["production"]) < 1e-12
    assert far(simulate(world, [loss, loss], settings, STEPS, daily=thin).production[1], true["production"]) < 1e-12


@pytest.mark.parametrize("settings", SETTINGS[:2])
def test_single_precision_stays_close(world: Economy, settings: Settings) -> None:
    loss = losses(world)
    true = simulate(world, [loss, loss * 0.5], settings, STEPS).production
    assert far(simulate(world, [loss, loss * 0.5], settings, STEPS, precision="float32").production, true) < 1e-4


@pytest.mark.parametrize("theta", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("rule", ["alt", "noalt"])
def test_flow_caps(world: Economy, theta: float, rule: str) -> None:
    kappa = np.ones(STEPS)
    kappa[5:80] = 0.2
    buyers = tuple(label for label in world.nodes.labels if label[0] == "r1")
    suppliers = (("r0", "s2"), ("r2", "s2"))
    cap = FlowCap(suppliers, buyers, kappa, covered=0.9, switching=theta)
    settings = Settings(inventory_days=8, inventory_restoration_tau=5, order_rule=rule)  # type: ignore[arg-type]
    loss = losses(world) * 0.5
    true = explicit(world, loss, settings, caps=[cap])
    found = simulate(
        world, [Scenario(capacity_loss=loss, flow_caps=(cap,)), Scenario(capacity_loss=loss)], settings, STEPS
    )
    assert far(found.production[0], true["production"]) < 1e-12
    assert far(found.production[1], explicit(world, loss, settings)["production"]) < 1e-12
    assert far(true["delivered"], true["production"]) < 1e-12  # deliveries sum to output
    rows = [world.nodes.at(*one) for one in suppliers]
    columns = [world.nodes.at(*one) for one in buyers]
    block = true["orders"][10:70][:, rows][:, :, columns]
    assert (block <= cap.kappa(STEPS)[10] * (world.dense / 365)[np.ix_(rows, columns)] * (1 + 1e-12)).all()


def test_an_open_cap_is_no_cap(world: Economy) -> None:
    cap = FlowCap((("r0", "s2"),), tuple(world.nodes.labels), 1.0)
    loss = losses(world)
    free = simulate(world, [loss], Settings(inventory_days=10), STEPS).production
    open_cap = simulate(world, [Scenario(capacity_loss=loss, flow_caps=(cap,))], Settings(inventory_days=10), STEPS)
    assert far(open_cap.production, free) < 1e-13


def test_a_capped_supplier_loses_its_own_sales(world: Economy) -> None:
    cap = FlowCap(
        (("r0", "s2"),),
        tuple(label for label in world.nodes.labels if label[0] == "r1"),
        np.r_[1.0, np.zeros(STEPS - 1)],
    )
    found = simulate(world, Scenario(flow_caps=(cap,)), Settings(), STEPS)
    at = world.nodes.at("r0", "s2")
    blocked = (world.dense / 365)[at, [world.nodes.at(*one) for one in cap.buyers]].sum()
    assert found.production[0, at] - found.production[3, at] == pytest.approx(blocked, rel=0.05)


@pytest.mark.parametrize("essential", [1.0, 0.4])
def test_materials(world: Economy, essential: float) -> None:
    supply = np.ones(STEPS)
    supply[4:90] = 0.3
    users = (("r1", "s0"), ("r1", "s3"))
    a, e, cover = np.array([1.0, 0.25]), np.array([essential, 1.0]), np.array([12.0, 3.0])
    material = Material("magnet", users, a, e, cover, supply)
    at = [world.nodes.at(*one) for one in users]
    loss = losses(world) * 0.2
    true = explicit(world, loss, Settings(), materials=[ExplicitMaterial(at, a * e, supply, cover)])
    alone = simulate(world, Scenario(capacity_loss=loss, materials=(material,)), Settings(), STEPS)
    assert far(alone.production, true["production"]) < 1e-12
    both = simulate(
        world, [Scenario(capacity_loss=loss), Scenario(capacity_loss=loss, materials=(material,))], Settings(), STEPS
    )
    assert far(both.production[1], true["production"]) < 1e-12
    assert "magnet" in set(alone.binding_material[60, at])
    assert set(alone.binding_material[:, world.nodes.at("r2", "s0")]) == {""}


@pytest.mark.parametrize("kind", ["mixed", "all", "none"])
def test_classes_of_inputs(world: Economy, kind: str) -> None:
    rng = np.random.default_rng(3)
    shape = (len(world.nodes.sectors), len(world))
    classes = {"mixed": rng.choice([0.0, 0.5, 1.0], shape), "all": np.ones(shape), "none": np.zeros(shape)}[kind]
    settings = Settings(inventory_days=5, inventory_restoration_tau=4)
    loss = losses(world)
    true = explicit(world, loss, settings, classes=classes)
    found = simulate(world, Scenario(capacity_loss=loss, essentiality=classes), settings, STEPS)
    assert far(found.production, true["production"]) < 1e-12
    assert true["stock"].min() >= -1e-12 * true["stock"].max()
    if kind == "all":
        plain = simulate(world, [loss, loss], settings, STEPS).production
        twice = [Scenario(capacity_loss=loss, essentiality=classes)] * 2
        assert np.array_equal(simulate(world, twice, settings, STEPS).production, plain)  # bit for bit
    if kind == "none":
        bracket = simulate(world, Scenario(capacity_loss=loss, essentiality="none_critical"), settings, STEPS)
        assert np.array_equal(found.production, bracket.production)


@pytest.mark.parametrize("theta", [0.0, 0.5, 1.0])
def test_caps_on_final_users(world: Economy, theta: float) -> None:
    """Two capped suppliers of one product; the others take over by the form of a flow cap on the final demand of r1."""
    open_share = np.ones(STEPS)
    open_share[5:80] = 0.2
    cap = FinalDemandCap((("r0", "s2"), ("r2", "s2")), "r1", open_share, covered=0.9, switching=theta)
    sellers = [world.nodes.at(region, "s2") for region in world.nodes.regions]
    capped = [world.nodes.at(region, "s2") for region in ("r0", "r2")]
    bought = world.final_demand[:, 1] / 365
    kappa = 1 - 0.9 * (1 - open_share)

    def change(day: int) -> np.ndarray:
        whole, lost = bought[sellers].sum(), (1 - kappa[day]) * bought[capped].sum()
        factor = whole / (whole - theta * lost)
        found = np.zeros(len(world))
        found[sellers] = bought[sellers] * (factor - 1)
        found[capped] = bought[capped] * (kappa[day] - 1)
        return found if lost > 0 else 0 * found

    loss = losses(world)
    true = explicit(world, loss, SETTINGS[1], final_change=change)
    found = simulate(world, Scenario(capacity_loss=loss, final_caps=(cap,)), SETTINGS[1], STEPS)
    assert far(found.production, true["production"]) < 1e-12
    calm = simulate(world, loss, SETTINGS[1], STEPS).production
    assert np.array_equal(found.production[:6], calm[:6])
    assert far(found.production, calm) > 1e-3
    always = FinalDemandCap(cap.suppliers, "r1", 1.0, switching=theta)
    assert np.array_equal(simulate(world, Scenario(final_caps=(always,)), SETTINGS[1], 50).production[-1], calm[0])


def test_a_cap_on_final_users_needs_their_destination_and_stands_once(world: Economy) -> None:
    cap = FinalDemandCap((("r0", "s2"),), "r1", 0.5)
    with pytest.raises(WrongUseError, match="name the same supplier and destination"):
        simulate(world, Scenario(final_caps=(cap, cap)), SETTINGS[0], 9)
    with pytest.raises(WrongUseError, match="no final users of this country"):
        simulate(world, Scenario(final_caps=(FinalDemandCap((("r0", "s2"),), "r9", 0.5),)), SETTINGS[0], 9)
    one_column = Economy.from_arrays(
        world.nodes,
        world.dense,
        world.demand[:, None],
        final_columns=(("", "all"),),
        limits=frozenset({"final_demand_without_destination"}),
    )
    with pytest.raises(WrongUseError, match="Load the OECD file"):
        simulate(one_column, Scenario(final_caps=(cap,)), SETTINGS[0], 9)
