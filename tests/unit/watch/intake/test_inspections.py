"""Next due = last completed check + interval; a pull brings it forward; what was never entered is not overdue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwanje.watch import months_later, next_inspection, next_meeting

ON = date(2026, 11, 26)


@pytest.mark.parametrize(("months", "due"), [(3, date(2026, 11, 20)), (6, date(2027, 2, 20)), (12, date(2027, 8, 20))])
def test_the_interval_of_each_grade(months, due):
    found = next_inspection(ON, months, date(2026, 8, 20))
    assert (found.due, found.days_left) == (due, (due - ON).days)
    assert found.state == ("overdue" if due < ON else "running")


def test_due_today_is_not_overdue():
    assert next_inspection(date(2026, 11, 20), 3, date(2026, 8, 20)).state == "due_today"


def test_without_a_completed_check_nothing_is_overdue():
    assert next_inspection(ON, 3, None).state == "never_completed"
    assert next_inspection(ON, None, None).state == "grade_not_known"


def test_an_alert_pulls_it_forward_and_a_check_after_it_answers_it():
    alert = ("HMZ-10", date(2026, 11, 10))
    pulled = next_inspection(ON, 6, date(2026, 9, 1), pulls=[alert], pulled_to_days=7)
    assert (pulled.due, pulled.state, pulled.pulled_by) == (date(2026, 11, 17), "overdue", "HMZ-10")
    answered = next_inspection(ON, 6, date(2026, 11, 10), pulls=[alert], pulled_to_days=7)
    assert (answered.due, answered.pulled_by) == (date(2027, 5, 10), "")


def test_a_pull_never_puts_a_check_off():
    late = ("HMZ-16", date(2026, 11, 25))
    assert next_inspection(ON, 3, date(2026, 8, 1), pulls=[late], pulled_to_days=7).due == date(2026, 11, 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_keeps_the_day_or_takes_the_last_of_the_month(day, months):
    found = months_later(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("rhythm", "last", "due"),
    [
        ("day", date(2026, 11, 25), date(2026, 11, 26)),
        ("two weeks", date(2026, 11, 13), date(2026, 11, 27)),
        ("half month", date(2026, 11, 3), date(2026, 11, 30)),
        ("half month", date(2026, 11, 20), date(2026, 12, 15)),
        ("half month", date(2026, 12, 31), date(2027, 1, 15)),
        ("quarter", date(2026, 8, 31), date(2026, 11, 30)),
        ("year", date(2025, 11, 26), date(2026, 11, 26)),
    ],
)
def test_rhythms_count_from_the_last_one(rhythm, last, due):
    assert next_meeting(ON, rhythm, last).due == due


def test_a_day_of_the_month_is_the_next_one():
    assert next_meeting(ON, "month", date(2026, 11, 15), day=15).due == date(2026, 12, 15)
    assert next_meeting(ON, "month", date(2027, 1, 30), day=31).due == date(2027, 1, 31)
    assert next_meeting(ON, "month", date(2027, 1, 31), day=31).due == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("rhythm", "due"),
    [("day", ON), ("half month", date(2026, 11, 30)), ("quarter", date(2026, 12, 31)), ("two weeks", None)],
)
def test_without_a_completed_one_the_present_period_ends_it(rhythm, due):
    found = next_meeting(ON, rhythm, None)
    assert (found.state, found.due) == ("never_completed", due)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_council_twice_a_month_is_due_within_31_days(last):
    due = next_meeting(last, "half month", last).due
    assert due is not None
    assert 13 <= (due - last).days <= 31
