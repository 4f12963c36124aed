"""Instants as exchange files write them: a bare day where it is 00:00 in the country's zone, else day, time and offset."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def written(instant: datetime | None, zone: ZoneInfo) -> str:
    """The instant as text; nothing for one that is not known."""
    value = day_or_instant(instant, zone)
    return "" if value is None else value.isoformat()


def day_or_instant(instant: datetime | None, zone: ZoneInfo) -> date | datetime | None:
    """A day where the instant is its beginning in the zone, else the instant itself."""
    if instant is None:
        return None
    local = instant.astimezone(zone)
    return local.date() if local.time() == time() else local


def day_of(instant: datetime, zone: ZoneInfo) -> str:
    """The calendar day an instant falls on in the zone."""
    return instant.astimezone(zone).date().isoformat()
