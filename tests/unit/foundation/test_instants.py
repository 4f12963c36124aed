from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf, Period, day_start, days_between, known_day, parse_instant

SEOUL = ZoneInfo("Asia/Seoul")
AZORES = ZoneInfo("Atlantic/Azores")


def test_a_bare_day_is_midnight_in_the_countrys_zone_convention_t1() -> None:
    assert parse_instant("2025-12-30", SEOUL) == datetime(2025, 12, 29, 15, tzinfo=UTC)


def test_a_known_day_counts_from_its_end_convention_t2() -> None:
    assert parse_instant("2025-12-23", SEOUL, day_counts_from_its_end=True) == parse_instant("2025-12-24", SEOUL)


@pytest.mark.parametrize(
    "text",
    ["2026-02-24T00:01 America/New_York", "2026-02-24T05:01Z", "2026-02-24T14:01+09:00", "2026-02-24T14:01 Asia/Seoul"],
)
def test_four_ways_to_say_one_instant(text: str) -> None:
    assert parse_instant(text, AZORES) == datetime(2026, 2, 24, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-02-24T14:01", "yesterday", "2026-13-01", "2026-02-24 Mars/Olympus", ""])
def test_what_is_no_instant_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(WrongUseError, match="Write 2026-11-10"):
        parse_instant(text, SEOUL)


def test_a_period_is_half_open() -> None:
    period = Period(day_start(date(2030, 1, 1), SEOUL), day_start(date(2030, 1, 2), SEOUL))
    assert day_start(date(2030, 1, 1), SEOUL) in period
    assert day_start(date(2030, 1, 2), SEOUL) not in period
    assert datetime(1900, 1, 1, tzinfo=UTC) in Period(None, day_start(date(2030, 1, 1), SEOUL))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(WrongUseError, match="must end after it starts"):
        Period(day_start(date(2030, 1, 2), SEOUL), day_start(date(2030, 1, 2), SEOUL))


def test_a_question_without_a_zone_is_refused() -> None:
    with pytest.raises(WrongUseError, match="no zone"):
        AsOf(datetime(2030, 1, 1), datetime(2030, 1, 1, tzinfo=UTC))


@settings(max_examples=60, deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.integers(0, 400))
def test_calendar_days_do_not_depend_on_the_hour(moment: datetime, days: int) -> None:
    start = moment.replace(tzinfo=AZORES)
    later = day_start(date.fromordinal(moment.date().toordinal() + days), AZORES)
    assert days_between(start, later, AZORES) == days


def test_a_known_instant_at_midnight_prints_the_day_before() -> None:
    assert known_day(parse_instant("2026-07-15", SEOUL), SEOUL) == date(2026, 7, 14)
    assert known_day(parse_instant("2026-07-15T00:01+09:00", SEOUL), SEOUL) == date(2026, 7, 15)
