"""The compiled day of many scenarios and the walk sector by sector are the same sums."""

import numpy as np
import pytest

from gwanje.impact import ario
from gwanje.impact.ario.exchange import ManyAtOnce
from gwanje.impact.ario.many_kernels import FEW, SOME, scenarios_a_product

CLOSE = {"float64": 1e-13, "float32": 1e-5}


def paths(world, many, steps=40):
    drawn = np.random.default_rng(11).uniform(0, 0.9, (many, len(world)))
    found = []
    for at in range(many):
        loss = np.zeros((steps, len(world)))
        loss[1:25] = np.where(drawn[at] > 0.6, drawn[at], 0.0)
        found.append(loss)
    return found


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("many", [2, FEW, FEW + 1, 2 * FEW + 3])
def test_compiled_and_walked_are_the_same(world, monkeypatch, many, precision):
    loss = paths(world, many)
    compiled = ario.simulate(world, loss, None, 40, precision=precision).production
    monkeypatch.setattr(
        ManyAtOnce,
        "__call__",
        lambda self, u, rho, x, wanted, stocks: (
            stocks.least.fill(1e30) or self._sector_by_sector(u, rho, x, wanted, stocks)
        ),
    )
    walked = ario.simulate(world, loss, None, 40, precision=precision).production
    assert np.abs(compiled - walked).max() / walked.max() < CLOSE[precision]
    assert compiled.min() < 0.9 * compiled[:, 0].min()


def test_what_is_kept_stands_in_the_order_of_the_table(world):
    loss = paths(world, 3)
    every = ario.simulate(world, loss, None, 40).production
    some = ario.simulate(world, loss, None, 40, only=np.array([7, 2])).production
    assert np.array_equal(some, every[:, :, [7, 2]])


@pytest.mark.parametrize(("suppliers", "industries", "together"), [(20, 1000, FEW), (80, 4000, SOME)])
def test_products_are_small_where_that_is_quicker(suppliers, industries, together):
    assert scenarios_a_product(suppliers, industries) == together
