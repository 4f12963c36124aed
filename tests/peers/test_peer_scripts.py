"""The peer scripts say what the peers do: labels, timing of an event, a path set from outside, an early stop."""

import numpy as np
import pytest
from ask_peers import BoarioRun, ask_boario
from tables import Table

MODEL = {"order_type": "alt", "main_inv_dur": 15, "alpha_max": 1.25, "alpha_tau": 365, "monetary_factor": 10**6}
SHOCK = {"occurrence": 5, "duration": 10, "recovery_tau": 10, "loss": [["reg1", "manufactoring", 0.5]]}


@pytest.fixture(scope="module")
def by_event(peer):
    return ask_boario(None, [BoarioRun(MODEL, 40, shock=SHOCK)])[0]


def test_an_event_acts_a_step_late_and_two_steps_long(by_event) -> None:
    """METHODS of this project for comparing: occurrence o, duration d act in full in rows o+1 .. o+d+2."""
    struck = (by_event.arrays["regions"] == "reg1") & (by_event.arrays["sectors"] == "manufactoring")
    path = by_event.arrays["capacity_loss"]
    expected = np.zeros(40)
    expected[6:18] = 0.5
    expected[18:28] = 0.5 * (1 - np.arange(1, 11) / 10)
    np.testing.assert_allclose(path[:, struck].ravel(), expected, rtol=1e-12, atol=1e-12)
    assert not path[:, ~struck].any()


def test_a_path_set_from_outside_in_another_order_is_the_same_run(peer, by_event, test_table) -> None:
    table = Table.read(test_table.arrays)
    order = np.random.default_rng(7).permutation(len(table.output))
    shuffled = table.ordered(order)
    path = by_event.arrays["capacity_loss"][:, order]
    twice = [BoarioRun(MODEL, 40, path=path, stocks=True), BoarioRun(MODEL, 40, path=path, row_major=True)]
    found, other = ask_boario(shuffled, twice)
    np.testing.assert_allclose(other.arrays["production"], found.arrays["production"], rtol=1e-12)
    assert found.facts["stopped"] is None
    assert found.facts["in_shortage_steps"], "the shock should leave some industry short of an input"
    for name in ("production", "capacity", "overproduction", "capacity_loss"):
        np.testing.assert_array_equal(found.arrays[name], by_event.arrays[name][:, order])
    days = found.arrays["stocks"][0] / (table.output / 365)[order]
    technical = np.stack(
        [shuffled.intermediate[shuffled.sectors == name].sum(0) / shuffled.output for name in found.arrays["inputs"]]
    )
    np.testing.assert_allclose(days, 15 * technical, rtol=1e-12)


def test_the_start_is_the_table_itself(by_event, test_table) -> None:
    np.testing.assert_allclose(by_event.arrays["production"][0], test_table.arrays["output"] / 365, rtol=1e-14)
    assert by_event.facts["peak_bytes"] > 50e6
    assert len(by_event.facts["step_seconds"]) == 40


def test_an_unknown_table_is_refused(peer) -> None:
    with pytest.raises(RuntimeError, match="expected 'pymrio-test' or 'given'"):
        peer("pymrio_run.py", {"table": "exiobase", "wanted": ["A"]})
