from datetime import UTC, datetime

from gwanje.foundation.instants import AsOf
from gwanje.watch import LevelStep, level_at


def day(number, month=5):
    return datetime(2030, month, number, tzinfo=UTC)


FIRST = LevelStep("NVT-1", "alerts", "lagoon", "none", "attention", day(1), day(1))
UNKNOWN = LevelStep("NVT-2", "alerts", "lagoon", "attention", "caution", day(2), day(20), latest=day(10))
DOWN = LevelStep("NVT-3", "alerts", "lagoon", "caution", "attention", day(15), day(15))
STEPS = (DOWN, UNKNOWN, FIRST)


def levels(valid, known):
    state = level_at(STEPS, "alerts", "lagoon", AsOf(valid, known))
    return None if state is None else state.levels


def test_no_level_is_not_the_lowest_level():
    assert levels(day(30, month=4), day(30)) is None
    assert level_at(STEPS, "alerts", "forest", AsOf(day(5), day(30))) is None
    assert level_at(STEPS, "tides", "lagoon", AsOf(day(5), day(30))) is None


def test_an_unknown_day_shows_both_levels():
    state = level_at(STEPS, "alerts", "lagoon", AsOf(day(5), day(30)))
    assert state.levels == ("attention", "caution")
    assert not state.is_certain
    assert state.steps == ("NVT-1", "NVT-2")


def test_after_the_interval_the_step_is_certain_and_steps_down_use_the_same_path():
    assert levels(day(10), day(30)) == ("caution",)
    assert levels(day(15), day(30)) == ("attention",)


def test_what_was_not_known_then_is_not_seen_then():
    assert levels(day(5), day(5)) == ("attention",)
    assert levels(day(1), day(1)) == ("attention",)
