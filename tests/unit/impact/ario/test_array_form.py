"""The array API form gives what the compiled form gives, in a library that allows nothing outside the standard."""

import array_api_strict
import numpy as np
import pytest

from gwanje.foundation.errors import WrongUseError
from gwanje.impact import Economy
from gwanje.impact.ario import FlowCap, Scenario, Settings, simulate, simulate_on

STEPS = 60


@pytest.mark.parametrize("library", [np, array_api_strict])
def test_the_same_numbers_in_another_library(world: Economy, library: object) -> None:
    loss = np.zeros((STEPS, len(world)))
    loss[1:30, 3] = 0.9
    ways = [
        Scenario(capacity_loss=loss, settings=Settings(inventory_days=6)),
        Scenario(capacity_loss=loss * 0.5, settings=Settings(order_rule="noalt", psi=0.9, inventory_days=4)),
        Scenario(capacity_loss=loss, settings=Settings(inventory_days=float("inf"), overproduction_max=1.0)),
    ]
    true = simulate(world, ways, steps=STEPS).production
    found = np.asarray(simulate_on(library, world, ways, STEPS))
    assert found.shape == true.shape
    assert np.abs(found / true - 1).max() < 1e-11
    assert true[0].min() < 0.9 * true[0][0].min()


def test_what_it_does_not_know_is_refused(world: Economy) -> None:
    cap = FlowCap((("r0", "s0"),), (("r1", "s0"),), 0.5)
    with pytest.raises(WrongUseError, match="losses of capacity only"):
        simulate_on(np, world, [Scenario(flow_caps=(cap,))], 5)
