"""Steps with terms, acts as steps, own measures and their renewals."""

from datetime import UTC, datetime

import pytest

from gwanje.foundation.errors import UnavailableError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import Names
from gwanje.watch import (
    LevelAdopted,
    LevelConsulted,
    LevelDeclined,
    LevelExtended,
    LevelProposed,
    LevelStep,
    MeasureKind,
    OwnMeasure,
    StationPassed,
    adopted_steps,
    level_at,
    own_measure_state,
    renewal_gaps,
    waiting,
)
from gwanje.watch.adoptions import act_from, payload_of
from gwanje.watch.measures import Phrase


def day(number, month=5):
    return datetime(2030, month, number, tzinfo=UTC)


def at(number, month=5):
    return AsOf(day(number, month), day(30, 12))


def adopted(number, before, level, effective, until=None, entered=1):
    return LevelAdopted(
        "alerts", "lagoon", "nv-u01", day(entered), number, before=before, level=level, effective=effective, until=until
    )


def state(acts, asof):
    return level_at(adopted_steps(acts), "alerts", "lagoon", asof)


def test_a_term_that_is_over_is_seen():
    acts = [adopted(1, "none", "attention", day(2), day(10))]
    running, over = state(acts, at(9)), state(acts, at(10))
    assert (running.levels, running.term, running.is_certain) == (("attention",), "running", True)
    assert (over.levels, over.term, over.is_certain) == (("attention",), "over", False)


def test_an_extension_closes_the_gap_and_the_gap_stays_in_the_past():
    extended = LevelExtended(
        "alerts", "lagoon", "nv-u01", day(12), 2, level="attention", effective=day(12), until=day(20)
    )
    acts = [adopted(1, "none", "attention", day(2), day(10)), extended]
    assert [state(acts, at(number)).term for number in (5, 11, 12, 19, 20)] == [
        "running",
        "over",
        "running",
        "running",
        "over",
    ]
    assert state(acts, at(15)).run == ("entry-1", "entry-2")
    assert state(acts, AsOf(day(15), day(11))).term == "over"


def test_two_acts_of_one_instant_stand_in_their_order():
    acts = [adopted(9, "none", "attention", day(2)), adopted(10, "attention", "caution", day(2))]
    assert state(acts, at(3)).levels == ("caution",)


def test_a_step_to_come_is_planned_and_changes_nothing_before():
    acts = [adopted(1, "none", "attention", day(2)), adopted(2, "attention", "none", day(20))]
    before = state(acts, at(19))
    assert (before.levels, before.planned) == (("attention",), ("entry-2",))
    assert state(acts, at(20)).levels == ("none",)


def test_a_level_that_is_kept_counts_from_when_it_was_raised():
    steps = [
        LevelStep("NVT-1", "alerts", "lagoon", "none", "attention", day(1), day(1)),
        LevelStep("NVT-2", "alerts", "lagoon", "attention", "attention", day(8), day(8)),
    ]
    assert level_at(steps, "alerts", "lagoon", at(9)).run == ("NVT-1", "NVT-2")


ACTS = [
    LevelProposed(
        "alerts", "lagoon", "crew", day(1), 3, level="attention", outcome="proposed", at_least=True,
        current=("none",), readings=({"condition": "ticking", "value": True},), results=({"criterion": "NVC-1"},), note="loud",
    ),
    LevelConsulted("alerts", "lagoon", "mermaids", day(1), 4, proposal=3, says="agreed", unit="nv-u02"),
    LevelAdopted(
        "alerts", "lagoon", "boss", day(1), 5, before="none", level="attention", effective=day(1), until=day(9), proposal=3,
        override_reason="why", line=(StationPassed("sign", "boss", day(1), 3, "nv-u01"),), seen=4,
    ),
    LevelDeclined("alerts", "lagoon", "boss", day(1), 6, level="caution", reason="quiet", seen=5),
    LevelExtended("alerts", "lagoon", "boss", day(1), 7, level="attention", effective=day(9), until=day(20), reason="loud"),
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.kind)
def test_an_act_comes_back_from_the_journal_as_it_was(act):
    assert act_from(act.kind, act.number, act.at, payload_of(act)) == act


def test_an_act_of_a_later_version_is_not_read_over():
    with pytest.raises(UnavailableError, match="entry 9"):
        act_from("level-dreamt", 9, day(1), {"scheme": "alerts"})


def test_a_proposal_waits_until_it_is_answered():
    assert [act.number for act in waiting(ACTS[:2])] == [3]
    assert waiting(ACTS[:3]) == ()
    assert waiting([ACTS[0], LevelDeclined("alerts", "lagoon", "boss", day(2), 8, proposal=3, reason="no")]) == ()


WORDS = Phrase(en="a ceiling", ko="상한")
CEILING = MeasureKind(kind="ceiling", names=Names(), renewed=WORDS, sources=("NV1",))
ONCE = MeasureKind(kind="release", names=Names(), sources=("NV1",))


def measure(identity, begins, *ends, kind="ceiling", known=None, **more):
    return OwnMeasure(identity, kind, WORDS, begins, known or begins, ends=ends, **more)


FIRST, SECOND = measure("NVT-8", day(1), day(15)), measure("NVT-9", day(15), day(29), known=day(14))


def gaps(measures, asof, kinds=(CEILING, ONCE)):
    return [(gap.last, gap.since, gap.until) for gap in renewal_gaps(measures, kinds, asof)]


def test_a_renewal_in_time_leaves_no_gap():
    assert own_measure_state(FIRST, at(15)) == "lapsed"
    assert own_measure_state(SECOND, at(15)) == "in_force"
    assert gaps([SECOND, FIRST], at(15)) == []
    assert gaps([SECOND, FIRST], AsOf(day(15), day(13))) == [("NVT-8", day(15), None)]


def test_a_missing_renewal_is_a_gap_and_a_late_one_closes_it():
    assert gaps([FIRST, SECOND], AsOf(day(29), day(29))) == [("NVT-9", day(29), None)]
    late = measure("NVT-10", day(3, 6), day(17, 6))
    assert gaps([FIRST, SECOND, late], at(4, 6)) == [("NVT-9", day(29), day(3, 6))]


def test_a_measure_that_is_not_renewed_lapses_without_a_gap():
    assert gaps([measure("NVT-7", day(1), day(15), kind="release")], at(20)) == []


def test_two_readings_of_an_end_are_two_states_and_the_gap_counts_from_the_earlier():
    twice = measure("NVT-6", day(1), day(15), day(16))
    assert [own_measure_state(twice, at(number)) for number in (14, 15, 16)] == [
        "in_force",
        "over_by_one_reading",
        "lapsed",
    ]
    assert gaps([twice], at(15)) == [("NVT-6", day(15), None)]


def test_an_end_that_was_told_later_was_not_known_before():
    ended = measure("NVT-5", day(1), day(15), end_known=day(12), kind="release")
    assert own_measure_state(ended, AsOf(day(5), day(5))) == "in_force_end_not_read"
    assert own_measure_state(ended, AsOf(day(5), day(12))) == "in_force"
    assert own_measure_state(ended, AsOf(day(5), datetime(2030, 4, 30, tzinfo=UTC))) is None
    assert own_measure_state(measure("NVT-4", day(9)), AsOf(day(5), day(10))) == "planned"
    vague = measure("NVT-3", day(1), begins_latest=day(5))
    assert [own_measure_state(vague, at(number)) for number in (2, 5)] == ["perhaps_begun", "in_force_end_not_read"]
