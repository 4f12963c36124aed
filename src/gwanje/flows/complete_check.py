"""Enter that an inspection, a meeting or a round took place: from then on its next one is counted."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import CheckCompleted
from gwanje.watch.store import WatchStore


def complete_check(
    store: WatchStore,
    subject: str,
    day: date,
    zone: ZoneInfo,
    *,
    by: str,
    at: datetime,
    grade: str = "",
    grades: Collection[str] = (),
    note: str = "",
) -> CheckCompleted:
    """Keep that a check took place on a day.

    Args:
        store: The watch room's part of the journal.
        subject: The key of an item, or the id of a cadence.
        day: The day on which it took place.
        zone: The country's zone, in which days are counted.
        by: Who enters it.
        at: When it is entered.
        grade: The grade under which an item was inspected, where the list is not public.
        grades: The grades for which content gives an interval.
        note: What was found, in a line.

    Raises:
        RefusedInputError: the day has not come, or the grade has no interval in the content.
    """
    today = at.astimezone(zone).date()
    if day > today:
        raise RefusedInputError(
            "A check that has not taken place is not completed",
            place=subject,
            expected=f"a day up to {today}",
            found=str(day),
            remedy="Enter it when it is done",
        )
    if grade and grade not in grades:
        raise RefusedInputError(
            f"No interval is known for grade {grade}",
            place=subject,
            expected=", ".join(grades) or "content with intervals (intake/attention.yaml)",
            found=grade,
            remedy="Give a grade of the content, or leave it out",
        )
    act = CheckCompleted(by, at, subject=subject, day=day.isoformat(), grade=grade, note=note)
    recorded = store.attention.record(act)
    assert isinstance(recorded, CheckCompleted)
    return recorded
