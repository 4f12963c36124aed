"""Every public calculation of the cascade carries its card, and its example runs."""

import doctest
import inspect

import pytest

from gwanje.impact import cascade

HEADINGS = ("Shapes and units:", "Source:", "Differs:", "Raises:", "Example:")
FUNCTIONS = {name: getattr(cascade, name) for name in cascade.__all__ if inspect.isfunction(getattr(cascade, name))}


def test_all_is_sorted():
    assert sorted(cascade.__all__) == cascade.__all__
    assert len(FUNCTIONS) == 6


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_card_has_its_five_headings_and_an_example_that_runs(name):
    card = inspect.getdoc(FUNCTIONS[name])
    places = [card.find("\n" + heading) for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    found = doctest.DocTestFinder(recurse=False).find(
        FUNCTIONS[name], name, globs=dict(vars(inspect.getmodule(FUNCTIONS[name])))
    )
    assert sum(len(test.examples) for test in found) > 0
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.failures == 0
