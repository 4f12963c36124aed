"""Every public calculation of the static models carries its card: five headings in order and an example that runs."""

import doctest
import inspect

import pytest

from gwanje import impact

HEADINGS = ("Shapes and units:", "Source:", "Differs:", "Raises:", "Example:")
CALCULATIONS = [
    impact.Economy.from_frames,
    impact.Economy.from_pymrio,
    impact.aggregate,
    impact.consumer_price_effect,
    impact.extract_flow,
    impact.extract_industries,
    impact.extract_part,
    impact.footprint,
    impact.forward_exposure,
    impact.ghosh_inverse,
    impact.import_price_response,
    impact.leontief_inverse,
    impact.output_multipliers,
    impact.price_response,
    impact.quantity_response,
]


@pytest.mark.parametrize("function", CALCULATIONS, ids=lambda function: function.__name__)
def test_a_card_has_its_five_headings_and_its_example_runs(function) -> None:
    card = inspect.getdoc(function)
    assert card is not None
    assert card.splitlines()[0].endswith(".")
    places = [card.find("\n" + heading) for heading in HEADINGS]
    assert -1 not in places
    assert places == sorted(places)
    module = inspect.getmodule(function)
    found = doctest.DocTestFinder(recurse=False).find(function, function.__name__, globs=dict(vars(module)))
    assert sum(len(test.examples) for test in found) > 0
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.failures == 0
