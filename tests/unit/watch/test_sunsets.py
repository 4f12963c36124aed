from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf, days_between
from gwanje.watch import WINDOWS, EndingFact, Phrase, sunsets

AZORES = ZoneInfo("Atlantic/Azores")
TOKYO = "Asia/Tokyo"
LATE = datetime(2031, 6, 30, tzinfo=UTC)
START = datetime(2030, 1, 1, tzinfo=UTC)


def fact(name, ending, known=START):
    return EndingFact(name, Phrase(en=name, ko=name), ending, known)


def named(day, reading="unknown", zone=TOKYO):
    return Ending(wording=f"until {day}", named=day, reading=reading, zone=zone)


def at(text):
    return AsOf(datetime.fromisoformat(text), LATE)


def seen(register_facts, text, **options):
    found = sunsets(register_facts, at(text), AZORES, **options)
    return {window: [one.fact.id for one in found[window]] for window in WINDOWS}


def test_windows_count_calendar_days_to_the_earlier_reading():
    facts = [
        fact("today", named(date(2030, 6, 2))),
        fact("week", named(date(2030, 6, 9))),
        fact("month", named(date(2030, 6, 10))),
        fact("late-month", named(date(2030, 7, 2))),
        fact("quarter", named(date(2030, 7, 3))),
        fact("last", named(date(2030, 8, 31))),
        fact("beyond", named(date(2030, 9, 1))),
    ]
    assert seen(facts, "2030-06-01T00:00+00:00") == {
        "0-7": ["today", "week"],
        "8-30": ["month", "late-month"],
        "31-90": ["quarter", "last"],
        "passed": [],
    }


def test_an_end_inside_the_day_ends_today():
    one = fact("a", named(date(2030, 6, 2)))
    found = sunsets([one], at("2030-06-01T00:00+00:00"), AZORES)["0-7"][0]
    assert (found.days_left, found.state) == (0, "running")


def test_passed_by_one_reading_then_by_both_then_out_of_sight():
    facts = [fact("a", named(date(2030, 6, 10)))]
    running = sunsets(facts, at("2030-06-09T14:59+00:00"), AZORES)
    assert [one.fact.id for one in running["0-7"]] == ["a"]
    one_reading = sunsets(facts, at("2030-06-09T15:00+00:00"), AZORES)["passed"][0]
    assert (one_reading.state, one_reading.days_left) == ("over by one reading", 0)
    both = sunsets(facts, at("2030-06-11T00:00+00:00"), AZORES)["passed"][0]
    assert (both.state, both.days_left) == ("over", -2)
    assert seen(facts, "2030-07-10T15:00+00:00")["passed"] == ["a"]
    assert seen(facts, "2030-07-10T15:01+00:00")["passed"] == []
    assert seen(facts, "2030-07-10T15:01+00:00", look_back_days=31)["passed"] == ["a"]


def test_an_end_not_known_yet_is_not_seen():
    later = fact("a", named(date(2030, 6, 10)), known=LATE + timedelta(days=1))
    assert seen([later], "2030-06-01T00:00+00:00")["8-30"] == []


def test_answer_carries_wording_reading_zone_and_every_candidate():
    derived = Ending(wording="two weeks", zone=TOKYO, candidates=(date(2030, 6, 10), date(2030, 6, 11)))
    noon = {"wording": "noon", "instant": datetime(2030, 6, 10, 12, tzinfo=UTC)}
    exact = Ending.model_validate(noon, context={"zone": AZORES})
    found = sunsets([fact("a", derived), fact("b", exact)], at("2030-06-05T00:00+00:00"), AZORES)["0-7"]
    first, second = (one.as_answer() for one in found)
    assert first["ends"] == [
        {"instant": "2030-06-10T00:00:00+09:00", "zone": TOKYO},
        {"instant": "2030-06-11T00:00:00+09:00", "zone": TOKYO},
    ]
    assert (first["wording"], first["reading"], first["days_left"]) == ("two weeks", "derived", 4)
    assert (second["reading"], second["ends"][0]["zone"]) == ("instant", "UTC")
    inclusive = sunsets([fact("c", named(date(2030, 6, 10), "inclusive"))], at("2030-06-05T00:00+00:00"), AZORES)
    assert inclusive["0-7"][0].as_answer()["reading"] == "inclusive"


def test_the_register_of_neverland(register):
    assert seen(register.endings(), "2030-06-03T00:00+00:00") == {
        "0-7": ["NPA-1"],
        "8-30": [],
        "31-90": [],
        "passed": ["NRS-5"],
    }


@pytest.mark.parametrize("horizon", [-1, 91])
def test_a_horizon_without_a_window_is_refused(horizon):
    with pytest.raises(WrongUseError, match="cannot be negative"):
        sunsets([], at("2030-06-01T00:00+00:00"), AZORES, horizon_days=horizon)


DAYS = st.dates(date(2030, 1, 1), date(2031, 1, 1))
READINGS = st.sampled_from(["inclusive", "exclusive", "unknown"])
ZONES = st.sampled_from([TOKYO, "America/New_York", "Atlantic/Azores", "Pacific/Kiritimati"])


@settings(max_examples=120, derandomize=True)
@given(DAYS, READINGS, ZONES, st.datetimes(datetime(2030, 1, 1), datetime(2031, 1, 1)), st.integers(0, 90))
def test_every_end_is_in_at_most_one_window_and_where_it_belongs(day, reading, zone, moment, horizon):
    ending = named(day, reading, zone)
    valid = moment.replace(tzinfo=UTC)
    found = sunsets([fact("a", ending)], AsOf(valid, LATE), AZORES, horizon_days=horizon)
    places = [window for window in WINDOWS if found[window]]
    assert len(places) <= 1
    days = days_between(valid, ending.earliest, AZORES)
    if not places:
        assert days > horizon or ending.ends[-1] < valid - timedelta(days=30)
    elif places == ["passed"]:
        assert ending.earliest <= valid
    else:
        assert ending.earliest > valid
        low, high = (int(part) for part in places[0].split("-"))
        assert low <= days <= high
        assert days <= horizon


@settings(max_examples=60, derandomize=True)
@given(DAYS, READINGS, ZONES, st.integers(0, 60))
def test_days_left_falls_by_one_each_day(day, reading, zone, before):
    ending = named(day, reading, zone)
    local = ending.earliest.astimezone(AZORES)
    morning = datetime(local.year, local.month, local.day, tzinfo=AZORES) - timedelta(days=before)
    counted = days_between(morning, ending.earliest, AZORES)
    assert counted == before
