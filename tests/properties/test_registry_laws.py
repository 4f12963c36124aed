"""Laws of a registry under random reforms: it says what an independent record says, and nothing is ever lost."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_ministry import FIRST, RandomMinistry, at, seen

from gwanje.registry import RecordedReversal
from gwanje.testing import assert_one_lead_each, assert_same_organisation

SEEDS = st.integers(min_value=0, max_value=10**6)


LAW = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def test_two_hundred_events_keep_every_invariant(soak):
    for seed in range(40 if soak else 4):
        ministry = RandomMinistry(seed, units=14, mandates=12)
        ministry.change(200, a_day=3)
        registry = ministry.registry()
        for day, record in ministry.days.items():
            answer = seen(registry, at(day))
            assert answer == record, (seed, day)
            assert all(lead in answer.kind for lead in answer.lead.values())
            assert set(answer.lead) == set(record.lead), "one lead for every affair and scope, on every day"


@LAW
@given(seed=SEEDS, events=st.integers(min_value=1, max_value=25))
def test_replay_equals_state(seed, events):
    ministry = RandomMinistry(seed)
    ministry.change(events)
    registry = ministry.registry()
    for day, record in ministry.days.items():
        assert seen(registry, at(day)) == record


@LAW
@given(seed=SEEDS, before=st.integers(min_value=0, max_value=10), within=st.integers(min_value=1, max_value=12))
def test_enact_then_reverse_is_identity(seed, before, within):
    ministry = RandomMinistry(seed)
    ministry.change(before)
    untouched, first = ministry.registry(), len(ministry.reforms)
    ministry.change(within, a_day=within)
    added = ministry.reforms[first:]
    if not added:
        return
    back = ministry.day + timedelta(days=5)
    reversal = RecordedReversal(1, at(ministry.day).valid, "planner", added[0]["id"], "a mistake", at(back).valid)
    undone = ministry.registry(acts=(reversal,))
    assert seen(undone, at(back)) == seen(untouched, at(back))
    assert_same_organisation(undone, untouched, at(back))
    assert_one_lead_each(undone, at(back))
    assert seen(undone, at(back - timedelta(days=1))) == ministry.days[ministry.day], "past days stay as they were"
    assert undone.reform(added[0]["id"], at(back).known).status in {"reversed", "in_force"}


@LAW
@given(seed=SEEDS)
def test_merge_then_split_conserves_affairs_and_posts(seed):
    ministry = RandomMinistry(seed, units=12)
    before = ministry.days[FIRST]
    ministry.day += timedelta(days=1)
    merged = ministry._merge()
    ministry.reforms.append(ministry.reform([merged]))
    into = merged["merge_units"]["into"]["unit"]
    ministry.day += timedelta(days=1)
    ministry._not_root = lambda: [into]
    ministry.reforms.append(ministry.reform([ministry._split()]))
    registry = ministry.registry()
    days = [seen(registry, at(FIRST + timedelta(days=number))) for number in range(3)]
    assert days[0] == before
    assert len({frozenset(day.lead) for day in days}) == 1, "every scope of every affair is led on every day"
    assert len({day.total_posts() for day in days}) == 1
    assert days[2] == ministry.now
    assert into not in days[2].kind


@LAW
@given(seed=SEEDS, first=st.integers(0, 900), second=st.integers(0, 900), valid=st.integers(0, 40))
def test_known_time_is_monotone(seed, first, second, valid):
    ministry = RandomMinistry(seed)
    ministry.change(12, a_day=3)
    for number, reform in enumerate(ministry.reforms):
        reform["known"] = (FIRST + timedelta(days=60 * number)).isoformat()
    acts = (
        RecordedReversal(1, at(FIRST + timedelta(days=450)).valid, "planner", ministry.reforms[-1]["id"], "no", None),
    )
    registry = ministry.registry(acts=acts)
    early, late = (
        at(FIRST + timedelta(days=valid), (FIRST + timedelta(days=number)).isoformat())
        for number in sorted((first, second))
    )
    for entry in registry.entries:
        if entry.is_visible(early):
            taken_back = entry.until_known is not None and entry.until_known <= late.known
            assert entry.is_visible(late) or taken_back
        if entry.is_visible(late):
            assert entry.known <= late.known


@pytest.mark.parametrize("seed", range(4))
def test_a_plan_changes_nothing_before_its_day(seed):
    ministry = RandomMinistry(seed)
    untouched = ministry.registry()
    ministry.change(8, a_day=8)
    planned = ministry.registry()
    eve = ministry.day - timedelta(days=1)
    assert seen(planned, at(eve)) == seen(untouched, at(eve)) == ministry.days[FIRST]


def test_the_shipped_assertions_can_fail():
    ministry = RandomMinistry(7)
    before = ministry.registry()
    ministry.change(6, a_day=6)
    after = ministry.registry()
    with pytest.raises(AssertionError, match=r"rm-"):
        assert_same_organisation(before, after, at(ministry.day))
