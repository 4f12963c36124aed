"""Draws: within their ranges, the same from the same seed, evenly spread, refused where they cannot be made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from gwanje.foundation.errors import WrongUseError
from gwanje.impact.scenarios import assumptions, draws, uncertain
from gwanje.impact.scenarios.sampling import unit_points
from oz_ensemble import flood

SAMPLERS = pytest.mark.parametrize("sampler", ["sobol", "lhs"])


@SAMPLERS
@given(seed=some.integers(0, 2**32), power=some.integers(0, 6))
@settings(max_examples=25, deadline=None)
def test_every_quantity_is_drawn_within_its_range_and_the_same_again(sampler, seed, power):
    record = flood()
    made = draws(record, 2**power, seed, sampler)
    assert len(made) == 2**power
    for one in assumptions(record):
        assert all(one.low <= member[one.name] <= one.high for member in made)
    assert draws(record, 2**power, seed, sampler) == made


@SAMPLERS
def test_another_seed_draws_otherwise(sampler):
    assert draws(flood(), 8, 1, sampler) != draws(flood(), 8, 2, sampler)


@SAMPLERS
def test_every_range_is_covered_evenly(sampler):
    """One point in each of as many slices as there are members: both samplers promise that."""
    points = unit_points(3, 64, 7, sampler)
    for column in points.T:
        assert sorted(np.floor(column * 64).astype(int)) == list(range(64))


def test_sobol_halves_are_spread_too():
    """The first half of the points is a net of its own: it may be compared with the whole."""
    half = unit_points(3, 64, 7, "sobol")[:32]
    for column in half.T:
        assert sorted(np.floor(column * 32).astype(int)) == list(range(32))


def test_one_number_is_the_same_in_every_member():
    record = flood(share=0.3)
    made = draws(record, 8, 1)
    assert {member["shocks.0.share"] for member in made} == {0.3}
    assert {one.name for one in uncertain(record)} == {"shocks.0.days", "model.psi"}


def test_a_scenario_without_a_range_is_drawn_as_it_stands():
    record = flood(share=0.3, days=10).model_copy(update={"model": type(flood().model)()})
    assert draws(record, 2, 1) == [{"shocks.0.days": 10.0, "shocks.0.share": 0.3}] * 2


@pytest.mark.parametrize("members", [0, -4, 3, 100, 1000])
def test_sobol_needs_a_power_of_two(members):
    with pytest.raises(WrongUseError, match="power of two") as refusal:
        draws(flood(), members, 1, "sobol")
    assert "--sampler lhs" in refusal.value.remedy


def test_latin_hypercubes_take_any_count_but_none():
    assert len(draws(flood(), 100, 1, "lhs")) == 100
    with pytest.raises(WrongUseError):
        draws(flood(), 0, 1, "lhs")


def test_a_seed_below_zero_is_refused():
    with pytest.raises(WrongUseError, match="seed"):
        draws(flood(), 8, -1)
