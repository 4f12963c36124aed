"""Production, capacity and overproduction beside BoARIO 0.7.2, industry by industry and step by step.

BoARIO runs as its users run it, in a process of its own; the loss of capacity is the same array on both sides. Under
`compat` our slow reference form runs; what users get, the factorised form, is held to the same bound in every case here,
because BoARIO's dead zones do not act where the disturbance is large (test_boario_differences.py shows where they do).
"""

import numpy as np
import pytest
from ario_cases import CASES, RULES, Case, settings, small_world
from ask_peers import Answer, ask_boario
from tables import Table

from gwanje.impact import Economy, ario

CLOSE = 1e-9  # relative to the normal output of the industry
RUNS = [(name, rule) for name in CASES for rule in RULES]
Found = tuple[Table, Economy, dict[tuple[str, str], Answer]]


def every_run(table: Table) -> Found:
    answers = ask_boario(table, [CASES[name].run(table, rule) for name, rule in RUNS])
    return table, Economy.from_frames(*table.frames()), dict(zip(RUNS, answers, strict=True))


@pytest.fixture(scope="module")
def on_test_table(peer, test_table) -> Found:
    return every_run(Table.read(test_table.arrays))


@pytest.fixture(scope="module")
def on_small_world(peer) -> Found:
    return every_run(small_world())


def apart(values: np.ndarray, theirs: np.ndarray, table: Table) -> float:
    return float((np.abs(values - theirs) / (table.output / 365)).max())


def told_as_it_is(theirs: Answer, case: Case) -> None:
    assert theirs.facts["stopped"] is None, theirs.facts["stopped"]
    assert theirs.facts["completed"] == case.steps
    assert bool(theirs.facts["in_shortage_steps"]) == case.short, "the case does not test what it says"


def compared(found: Found, name: str, rule: str, *, compat: bool) -> None:
    table, economy, answers = found
    case, theirs = CASES[name], answers[name, rule]
    told_as_it_is(theirs, case)
    chosen = settings(case.parameters(table, rule), compat=compat)
    ours = ario.simulate(economy, case.loss(table, case.steps), chosen, case.steps)
    assert apart(ours.production, theirs.arrays["production"], table) <= CLOSE
    assert apart(ours.capacity, theirs.arrays["capacity"], table) <= CLOSE
    np.testing.assert_allclose(ours.overproduction, theirs.arrays["overproduction"], rtol=CLOSE)


@pytest.mark.parametrize("compat", [True, False], ids=["reference form", "factorised form"])
@pytest.mark.parametrize(("name", "rule"), RUNS)
def test_on_the_test_table(on_test_table, name, rule, compat) -> None:
    compared(on_test_table, name, rule, compat=compat)


@pytest.mark.korea
@pytest.mark.parametrize("compat", [True, False], ids=["reference form", "factorised form"])
@pytest.mark.parametrize(("name", "rule"), RUNS)
def test_on_the_packaged_table(on_small_world, name, rule, compat) -> None:
    compared(on_small_world, name, rule, compat=compat)


@pytest.mark.korea
@pytest.mark.parametrize(("precision", "close"), [("float64", CLOSE), ("float32", 1e-4)])
def test_many_scenarios_at_once(on_small_world, precision, close) -> None:
    """Every case that shares its steps, with its own parameters, in one batch; each scenario equals its own BoARIO run."""
    table, economy, answers = on_small_world
    chosen = [(name, rule) for name, rule in RUNS if CASES[name].steps == 150]
    assert len(chosen) == 6
    batch = [
        ario.Scenario(
            name=f"{name}, {rule}",
            capacity_loss=CASES[name].loss(table, 150),
            settings=settings(CASES[name].parameters(table, rule), compat=False),
        )
        for name, rule in chosen
    ]
    ours = ario.simulate(economy, batch, steps=150, precision=precision)
    for at, key in enumerate(chosen):
        assert apart(ours.production[at], answers[key].arrays["production"], table) <= close, key
