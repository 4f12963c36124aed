"""Every public calculation carries its card: one sentence, five headings in order, an example that runs."""

import doctest
import inspect
from types import ModuleType

import pytest

from gwanje import impact, watch
from gwanje.impact import ario, cascade, exposure, regions, scenarios, tariffs
from gwanje.watch import criticality, distress

HEADINGS = ("Shapes and units:", "Source:", "Differs:", "Raises:", "Example:")
ROOMS: tuple[ModuleType, ...] = (
    watch,
    impact,
    ario,
    cascade,
    exposure,
    regions,
    scenarios,
    tariffs,
    distress,
    criticality,
)
LEAST = {
    watch: 17,
    distress: 16,
    criticality: 20,
    impact: 12,
    ario: 5,
    cascade: 4,
    exposure: 1,
    regions: 1,
    scenarios: 5,
    tariffs: 6,
}
METHODS = {"Economy.from_frames": impact.Economy.from_frames}
FUNCTIONS = {
    f"{room.__name__}.{name}": getattr(room, name)
    for room in ROOMS
    for name in room.__all__
    if inspect.isfunction(getattr(room, name))
} | METHODS


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_all_is_without_repetition_and_complete(room):
    assert sorted(room.__all__) == sorted(set(room.__all__))
    assert sum(inspect.isfunction(getattr(room, name)) for name in room.__all__) >= LEAST[room]


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
    found = doctest.DocTestFinder(recurse=False).find(function, name, module, globs=dict(vars(module)))
    assert sum(len(test.examples) for test in found) > 0
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.failures == 0


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_the_example_calls_what_it_shows(name):
    called = name.rsplit(".", 1)[1]
    example = inspect.getdoc(FUNCTIONS[name]).split("\nExample:", 1)[1]
    assert f"{called}(" in example
