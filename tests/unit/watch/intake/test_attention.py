"""The budget of attention: nothing is dropped, what was put away comes back when it has become another matter."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gwanje.watch import (
    AttentionSignal,
    CheckCompleted,
    Phrase,
    SignalAcknowledged,
    SignalMerged,
    SignalSnoozed,
    attention_list,
)
from gwanje.watch.attention import attention_act, attention_payload, completed

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
ON = date(2026, 11, 26)


def signal(name: str, *items: str, stage: str = "near", due: int | None = None) -> AttentionSignal:
    when = None if due is None else NOON + timedelta(days=due)
    return AttentionSignal(name, "end", stage, Phrase(en=name, ko=name), NOON, when, items)


def keys(groups):
    return [group.key for group in groups]


def test_what_falls_due_first_comes_first_and_the_rest_is_counted():
    seen = attention_list([signal("A", due=9), signal("B", due=2), signal("C")], [], ON, 2)
    assert (keys(seen.above), keys(seen.below), seen.below_the_line) == (["B", "A"], ["C"], 1)


def test_signals_of_one_item_are_one_matter():
    seen = attention_list([signal("A", "urea", due=1), signal("B", "urea", "lng", due=2)], [], ON, 1)
    assert [one.signal.id for one in seen.above[0].signals] == ["A", "B"]
    assert seen.below_the_line == 0


def test_without_a_budget_there_is_no_line():
    assert attention_list([signal("A"), signal("B")], [], ON, None).below == ()


def test_an_acknowledged_signal_comes_back_at_another_stage():
    act = SignalAcknowledged("desk", NOON, 1, signal="A", stage="near")
    assert [one.state for one in attention_list([signal("A")], [act], ON, 9).put_away] == ["acknowledged"]
    assert keys(attention_list([signal("A", stage="over")], [act], ON, 9).above) == ["A"]


def test_a_snooze_ends_on_its_day_and_says_so():
    act = SignalSnoozed("desk", NOON, 1, signal="A", stage="near", until="2026-11-28", reason="later")
    assert attention_list([signal("A")], [act], date(2026, 11, 27), 9).put_away[0].until == date(2026, 11, 28)
    back = attention_list([signal("A")], [act], date(2026, 11, 28), 9).above[0].signals[0]
    assert back.back_from_snooze


def test_a_merged_signal_stands_with_the_other_and_comes_back_without_it():
    act = SignalMerged("desk", NOON, 1, signal="A", into="B")
    seen = attention_list([signal("A"), signal("B")], [act], ON, 9)
    assert (keys(seen.above), seen.above[0].signals[0].merged) == (["B"], ("A",))
    assert keys(attention_list([signal("A")], [act], ON, 9).above) == ["A"]


def test_the_last_act_counts():
    acts = [
        SignalAcknowledged("desk", NOON, 1, signal="A", stage="near"),
        SignalSnoozed("desk", NOON, 2, signal="A", stage="near", until="2026-12-01", reason="later"),
    ]
    assert attention_list([signal("A")], acts, ON, 9).put_away[0].state == "snoozed"


NAMES = st.lists(st.sampled_from("ABCDEFGH"), unique=True)


@given(
    NAMES,
    st.lists(st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("asm"), st.sampled_from("ABCDEFGH"))),
    st.integers(1, 5),
)
def test_every_signal_stands_once_whatever_people_did(names, deeds, budget):
    made = {"a": SignalAcknowledged, "s": SignalSnoozed, "m": SignalMerged}
    acts = []
    for number, (name, deed, other) in enumerate(deeds, 1):
        more = {
            "a": {"stage": "near"},
            "s": {"stage": "near", "until": "2026-12-01", "reason": "x"},
            "m": {"into": other},
        }
        acts.append(made[deed]("desk", NOON, number, signal=name, **more[deed]))
    seen = attention_list([signal(name) for name in names], acts, ON, budget)
    shown = [one.signal.id for group in (*seen.above, *seen.below) for one in group.signals]
    assert sorted([*shown, *(one.signal.id for one in seen.put_away)]) == sorted(names)
    assert len(seen.above) <= budget


def test_the_last_completed_check_is_that_of_the_latest_day():
    acts = [
        CheckCompleted("desk", NOON, n, subject="urea", day=day)
        for n, day in enumerate(("2026-05-01", "2026-03-01", "2026-12-01"))
    ]
    assert completed(acts, ON)["urea"].day == "2026-05-01"


def test_an_act_comes_back_from_the_journal_as_it_was():
    act = CheckCompleted("desk", NOON, 5, subject="urea", day="2026-05-01", grade="1")
    assert attention_act(act.kind, 5, NOON, attention_payload(act)) == act


def test_a_merged_signal_comes_back_when_it_becomes_another_matter():
    act = SignalMerged("desk", NOON, 1, signal="A", stage="near", into="B")
    assert keys(attention_list([signal("A"), signal("B")], [act], ON, 9).above) == ["B"]
    assert keys(attention_list([signal("A", stage="over"), signal("B")], [act], ON, 9).above) == ["A", "B"]
