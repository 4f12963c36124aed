"""Every public calculation carries its card: one sentence, five headings in order, an example that runs."""

import doctest
import inspect

import pytest

from gwanje.impact import tariffs

HEADINGS = ("Shapes and units:", "Source:", "Differs:", "Raises:", "Example:")
FUNCTIONS = {name: getattr(tariffs, name) for name in tariffs.__all__ if inspect.isfunction(getattr(tariffs, name))}


def test_all_is_sorted_and_complete():
    assert sorted(tariffs.__all__) == sorted(set(tariffs.__all__))
    assert len(FUNCTIONS) >= 6


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_card_has_its_five_headings_in_order(name):
    card = inspect.getdoc(FUNCTIONS[name])
    assert card is not None
    first = card.splitlines()[0]
    assert first.endswith("."), "one sentence first"
    places = [card.find("\n" + heading) for heading in HEADINGS]
    assert -1 not in places, f"{name} lacks {[h for h, at in zip(HEADINGS, places, strict=True) if at == -1]}"
    assert places == sorted(places)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_example_of_the_card_runs(name):
    function = FUNCTIONS[name]
    module = inspect.getmodule(function)
    found = doctest.DocTestFinder(recurse=False).find(function, name, globs=dict(vars(module)))
    assert sum(len(test.examples) for test in found) > 0
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.failures == 0
