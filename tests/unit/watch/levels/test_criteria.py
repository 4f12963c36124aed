"""Conditions and criteria: what a value meets, what it does not, and what nobody can check."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import Condition, Criterion, Measured, Reading, check_condition, check_criterion, propose_level
from gwanje.watch.measures import Phrase

NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
WORDS = Phrase(en="something", ko="무엇")
VALUES = {"met": True, "not_met": False, "not_checkable": None}


def condition(**more):
    return Condition(**{"key": "stock", "about": WORDS, "kind": "stock-share"} | more)


def reading(value, key="stock", **more):
    return Reading(key, value, NOON, ("NV1",), **more)


def criterion(combine="not known", number=2, level="attention", **more):
    parts = tuple(condition(key=f"c-{one}", kind="reported") for one in range(number))
    return Criterion(id="NVC-1", level=level, combine=combine, conditions=parts, sources=("NV1",), **more)


def said(*outcomes):
    """Readings of reported facts that give these outcomes; a fact nobody reports has no reading."""
    told = {f"c-{number}": VALUES[outcome] for number, outcome in enumerate(outcomes)}
    return {key: reading(value, key) for key, value in told.items() if value is not None}


@pytest.mark.parametrize(
    ("value", "edges", "outcome"),
    [
        (0.9, "not known", "met"),
        (0.79, "not known", "not_met"),
        (1.01, "not known", "not_met"),
        (0.8, "not known", "not_checkable"),
        (1.0, "not known", "not_checkable"),
        (1.0, "included", "met"),
        (0.8, "included", "met"),
        (1.0, "excluded", "not_met"),
        (0.8, "excluded", "not_met"),
    ],
)
def test_a_value_on_a_bound_counts_only_where_a_source_says_so(value, edges, outcome):
    found = check_condition(condition(low=0.8, high=1.0, edges=edges), reading(value))
    assert found.outcome == outcome
    assert found.reading is not None


def test_no_reading_is_not_a_reading_of_nothing():
    found = check_condition(condition(low=0.8), None)
    assert (found.outcome, found.why.en) == ("not_checkable", "no reading was given")


def test_a_condition_without_a_public_bound_is_not_checkable_whatever_the_value():
    found = check_condition(condition(), reading(5.0))
    assert (found.outcome, found.why.en) == ("not_checkable", "how much is asked for is not public")


@pytest.mark.parametrize(("days", "outcome"), [(None, "not_checkable"), (4, "not_met"), (5, "met"), (9, "met")])
def test_a_value_that_must_have_held(days, outcome):
    price = condition(kind="price-level", unit="pearls", low=100.0, edges="excluded", days=5)
    assert check_condition(price, reading(105.0, days=days)).outcome == outcome
    assert check_condition(price, reading(100.0, days=9)).outcome == "not_met"


def test_what_an_office_states_without_a_value_is_taken_as_stated():
    stated = reading(None, stated="not_met")
    found = check_condition(condition(low=0.8, high=1.0), stated)
    assert (found.outcome, found.why.en) == ("not_met", "stated without a value")
    assert found.as_answer()["reading"]["value"] is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, None])
def test_a_measured_condition_refuses_what_is_no_number(value):
    with pytest.raises(RefusedInputError, match="no reading for 'stock'"):
        check_condition(condition(low=0.8), reading(value))


def test_a_reported_fact_refuses_a_number():
    with pytest.raises(RefusedInputError, match="Expected: yes or no"):
        check_condition(condition(kind="reported"), reading(1.0))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"kind": "reported", "low": 1.0}, "no bounds"),
        ({"low": 2.0, "high": 1.0}, "low lies above high"),
        ({"kind": "price-level", "low": 1.0}, "names its unit"),
    ],
)
def test_bounds_that_contradict_themselves_are_refused(more, words):
    with pytest.raises(ValidationError, match=words):
        condition(**more)


ALL = {"met", "not_met", "not_checkable"}


@pytest.mark.parametrize("outcomes", list(product(sorted(ALL), repeat=2)))
def test_an_unknown_combination_says_only_what_every_combination_says(outcomes):
    results = {way: check_criterion(criterion(way), said(*outcomes)).outcome for way in ("all", "any", "not known")}
    if results["all"] == results["any"] and len(set(outcomes)) == 1:
        assert results["not known"] == results["all"]
    else:
        assert results["not known"] == "not_checkable"


@given(st.lists(st.sampled_from(sorted(ALL)), min_size=1, max_size=5), st.sampled_from(["all", "any", "not known"]))
def test_filling_in_what_was_missing_never_turns_a_verdict_around(outcomes, way):
    before = check_criterion(criterion(way, len(outcomes)), said(*outcomes)).outcome
    for guess in ("met", "not_met"):
        filled = [guess if one == "not_checkable" else one for one in outcomes]
        after = check_criterion(criterion(way, len(outcomes)), said(*filled)).outcome
        assert before in ("not_checkable", after)


def test_a_mixed_answer_names_the_reason():
    found = check_criterion(criterion(), said("met", "not_met"))
    assert found.why.en == "not checkable: how the conditions combine is not public"
    assert check_criterion(criterion("any", public="whole"), said("met", "not_met")).why.en == "met"
    assert check_criterion(criterion("any"), said("met", "not_met")).why.en == "met, as far as it is public"


LEVELS = ("none", "attention", "caution", "alert")


def ladder(*levels):
    made = []
    for number, level in enumerate(levels):
        part = condition(key=f"c-{number}", kind="reported")
        made.append(Criterion(id=f"NVC-{number}", level=level, conditions=(part,), sources=("NV1",)))
    return made


def test_the_highest_level_that_is_met_is_proposed():
    found = propose_level(LEVELS, ladder("attention", "caution", "alert"), "lagoon", said("met", "met", "not_met"))
    assert (found.outcome, found.level, found.at_least, found.silent) == ("proposed", "caution", False, ())


def test_a_level_above_that_cannot_be_checked_makes_it_at_least():
    found = propose_level(LEVELS, ladder("attention", "caution"), "lagoon", said("met", "not_checkable"))
    assert (found.level, found.at_least, found.silent) == ("attention", True, ("alert",))
    silent = propose_level(LEVELS, ladder("attention"), "lagoon", said("not_met"))
    assert (silent.outcome, silent.level, silent.at_least) == ("none_met", "", True)


def test_nothing_is_proposed_where_nothing_could_be_checked():
    assert propose_level(LEVELS, ladder("attention"), "lagoon", {}).outcome == "not_checkable"
    assert propose_level(LEVELS, [], "lagoon", {}).outcome == "not_checkable"
    nowhere = Criterion(id="NVC-9", conditions=(condition(key="c-0", kind="reported"),), sources=("NV1",))
    assert propose_level(LEVELS, [nowhere], "lagoon", said("met")).outcome == "not_checkable"


def test_criteria_of_other_resources_do_not_count():
    other = criterion("any", 1, resources=("forest",))
    assert propose_level(LEVELS, [other], "lagoon", said("met")).results == ()
    assert propose_level(LEVELS, [other], "forest", said("met")).level == "attention"


def measured(*figures, kind="price-change", **more):
    found = tuple(Measured(WORDS, "2030-04", value, against) for value, against in figures)
    told = Reading("stock", None, NOON, ("data",), measured=found)
    return check_condition(condition(kind=kind, low=0.1, **more), told).outcome


def test_figures_of_data_decide_only_where_every_comparison_says_the_same():
    assert measured((0.2, "2030-03"), (0.3, "2029-04")) == "met"
    assert measured((0.02, "2030-03"), (0.03, "2029-04")) == "not_met"
    assert measured((0.02, "2030-03"), (0.3, "2029-04")) == "not_checkable"
    assert measured((0.2, "2030-03")) == "not_checkable", "one comparison is a choice nobody made"
    assert measured((0.2, "2030-03"), (0.1, "2029-04")) == "not_checkable", "a bound of unknown edge"
    assert measured((0.2, "2030-03"), (0.3, "2029-04"), days=5) == "not_checkable"
    assert measured((0.2, ""), kind="stock-share") == "met", "a level is compared with nothing"


def test_figures_without_a_public_number_are_shown_and_decide_nothing():
    told = Reading("stock", None, NOON, ("data",), measured=(Measured(WORDS, "2030", 0.2, "2029"),))
    found = check_condition(condition(kind="volume-change"), told)
    assert (found.outcome, found.as_answer()["reading"]["measured"][0]["value"]) == ("not_checkable", 0.2)
    absent = check_condition(condition(low=0.8), Reading("stock", None, NOON, (), absent=WORDS))
    assert (absent.outcome, absent.why) == ("not_checkable", WORDS)
