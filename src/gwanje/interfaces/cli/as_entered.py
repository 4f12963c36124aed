"""The two times of a question about what people entered: without --known, everything entered by then counts."""

from datetime import datetime, timedelta

from gwanje.assembly import clock
from gwanje.foundation.instants import AsOf, day_start
from gwanje.interfaces.cli.options import Asked


def as_entered(asked: Asked) -> AsOf:
    """The whole day asked about; without --known, acts count that were entered by the end of that day."""
    as_of = asked.as_of_day
    if asked.known is not None:
        return as_of
    zone = asked.tower.zone
    end = day_start(as_of.valid.astimezone(zone).date() + timedelta(days=1), zone)
    return AsOf(as_of.valid, max(as_of.known, min(clock(), end)))


def present(asked: Asked, as_of: AsOf) -> datetime:
    """The instant by which something is late: the clock, or the instant asked about."""
    return clock() if asked.on is None else as_of.valid
