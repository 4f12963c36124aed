"""The calculations of draws and ensembles carry their cards, with examples that run."""

import doctest
import inspect
from collections.abc import Callable

import pytest

from gwanje.flows.run_ensemble import run_ensemble
from gwanje.impact.scenarios import draws, put_together, run_batch, spread

HEADINGS = ("Shapes and units:", "Source:", "Differs:", "Raises:", "Example:")
CALCULATIONS = pytest.mark.parametrize("function", [draws, put_together, run_batch, spread, run_ensemble])


@CALCULATIONS
def test_a_card_has_its_five_headings_in_order(function: Callable[..., object]) -> None:
    card = inspect.getdoc(function)
    assert card is not None
    places = [card.find("\n" + heading) for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)


@CALCULATIONS
def test_the_example_of_a_card_runs(function: Callable[..., object]) -> None:
    module = inspect.getmodule(function)
    found = doctest.DocTestFinder(recurse=False).find(function, function.__name__, globs=dict(vars(module)))
    assert sum(len(test.examples) for test in found) > 2
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.failures == 0
