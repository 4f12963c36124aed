"""When something is next due: inspections of items by grade, meetings and rounds by their rhythm.

Next due is the last completed one and its interval; a relapse or an alert pulls it forward; what is late is listed.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

DueState = Literal["overdue", "due_today", "running", "never_completed", "grade_not_known", "not_now"]
Rhythm = Literal["day", "two weeks", "half month", "month", "quarter", "half year", "year"]
_MONTHS: Mapping[str, int] = {"month": 1, "quarter": 3, "half year": 6, "year": 12}
_YEAR = 12


@dataclass(frozen=True, slots=True)
class NextDue:
    """When something is next due: the day, where there is one, what it follows from, and what pulled it forward."""

    state: DueState
    due: date | None = None
    last: date | None = None
    days_left: int | None = None
    pulled_by: str = ""


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months on; where that month is shorter, its last day.

    Shapes and units:
        day: a day of the calendar; months: calendar months, not negative. Result: a day.

    Source:
        Calendar arithmetic as in Korean civil law, article 160: a period in months ends on the day that corresponds,
        or on the last day of a month that has none.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> str(months_later(date(2026, 11, 30), 3))
        '2027-02-28'
    """
    years, month = divmod(day.month - 1 + months, _YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_inspection(
    on: date,
    months: int | None,
    last: date | None,
    *,
    pulls: Iterable[tuple[str, date]] = (),
    pulled_to_days: int = 0,
) -> NextDue:
    """When an item is next inspected: its last completed inspection and the interval of its grade.

    Shapes and units:
        on: the day asked about. months: the interval of the grade; None: the grade is not known. last: the day of the
        last completed inspection; None: none was entered. pulls: what pulls it forward, with the day it began, for
        example an alert; one that the last inspection answers already, on its day or later, pulls no more.
        pulled_to_days: within so many days of that. Result: the day, the days left (negative: overdue), and why.

    Source:
        Korean supply-chain plan of June 2024: grade 1 every 3 months, grade 2 every 6, grade 3 every 12 (METHODS 5.3).

    Differs:
        What was never inspected here is not counted as overdue: that no inspection was entered is all that is known.

    Raises:
        Nothing.

    Example:
        >>> next_inspection(date(2026, 11, 26), 3, date(2026, 8, 20)).days_left
        -6
        >>> next_inspection(date(2026, 11, 26), 3, None).state
        'never_completed'
    """
    planned = months_later(last, months) if last is not None and months is not None else None
    open_pulls = [(day + timedelta(days=pulled_to_days), name) for name, day in pulls if last is None or last < day]
    pulled = min(open_pulls, default=None)
    if last is None and pulled is not None:
        return NextDue("never_completed", pulled[0], pulled_by=pulled[1])
    if pulled is not None and (planned is None or pulled[0] < planned):
        return _at(on, pulled[0], last, pulled[1])
    if planned is None:
        return NextDue("grade_not_known" if months is None else "never_completed", last=last)
    return _at(on, planned, last, "")


def next_meeting(
    on: date, rhythm: Rhythm, last: date | None, *, day: int | None = None, halves: tuple[int, int] = (1, 16)
) -> NextDue:
    """When a meeting or a round is next due, by its rhythm and the last one that was completed.

    Shapes and units:
        on: the day asked about. rhythm: as content says it. last: the day of the last completed one; None: none was
        entered, then the present period ends it, and nothing is overdue. day: day of the month, where a source names
        one. halves: first days of the two halves of a month. Result: the day by which it is due, and the days left.

    Source:
        INS-16 (rhythms); METHODS 5.3 (next due = last completed + interval).

    Differs:
        "Twice a month" is once in each half: it is due by the last day of the half after that of the last one.

    Raises:
        Nothing.

    Example:
        >>> str(next_meeting(date(2026, 11, 26), "half month", date(2026, 11, 5)).due)
        '2026-11-30'
        >>> next_meeting(date(2026, 11, 26), "half month", date(2026, 10, 20)).state
        'overdue'
    """
    if last is None:
        return NextDue("never_completed", due=_period_end(on, rhythm, day, halves))
    if rhythm == "day":
        due = last + timedelta(days=1)
    elif rhythm == "two weeks":
        due = last + timedelta(days=14)
    elif rhythm == "half month":
        due = _half_end(_half_end(last, halves) + timedelta(days=1), halves)
    elif day is not None:
        due = _day_after(last, day)
    else:
        due = months_later(last, _MONTHS[rhythm])
    return _at(on, due, last, "")


def _at(on: date, due: date, last: date | None, pulled_by: str) -> NextDue:
    left = (due - on).days
    state: DueState = "overdue" if left < 0 else "due_today" if left == 0 else "running"
    return NextDue(state, due, last, left, pulled_by)


def _period_end(on: date, rhythm: Rhythm, day: int | None, halves: tuple[int, int]) -> date | None:
    """The last day of the period that runs; None for a rhythm without a start in the calendar."""
    if rhythm == "day":
        return on
    if rhythm == "two weeks":
        return None
    if rhythm == "half month":
        return _half_end(on, halves)
    if day is not None:
        return _day_after(on - timedelta(days=1), day)
    months = _MONTHS[rhythm]
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    return months_later(first, months) - timedelta(days=1)


def _half_end(day: date, halves: tuple[int, int]) -> date:
    """The last day of the half of the month that a day lies in."""
    first, second = halves
    if day.day < first:
        return day.replace(day=first) - timedelta(days=1)
    if day.day < second:
        return day.replace(day=second) - timedelta(days=1)
    return months_later(day.replace(day=first), 1) - timedelta(days=1)


def _day_after(after: date, day: int) -> date:
    """The first such day of a month that comes after a day."""
    length = calendar.monthrange(after.year, after.month)[1]
    here = after.replace(day=min(day, length))
    if here > after:
        return here
    following = months_later(after.replace(day=1), 1)
    return following.replace(day=min(day, calendar.monthrange(following.year, following.month)[1]))
