"""The two times of a question at the edge: what --on and --known mean, given or not (Convention T6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from gwanje.answers.tower import Tower
from gwanje.foundation.instants import AsOf, day_start, known_day, parse_instant


def ask(tower: Tower, on: str | None, known: str | None) -> AsOf:
    """Without --known: the latest known instant loaded. Without --on: the day that the known instant belongs to."""
    known_at = parse_instant(known, tower.zone) if known else tower.latest_known()
    day = day_start(known_day(known_at, tower.zone), tower.zone)
    return AsOf(valid=parse_instant(on, tower.zone) if on else day, known=known_at)


def ask_for_day(tower: Tower, on: str | None, known: str | None, *, clock: Callable[[], datetime]) -> AsOf:
    """For the morning page: --on is a whole day, by default the clock's; known at most by the end of that day."""
    moment = parse_instant(on, tower.zone) if on else clock()
    day = moment.astimezone(tower.zone).date()
    end_of_day = day_start(day + timedelta(days=1), tower.zone)
    known_at = parse_instant(known, tower.zone) if known else min(tower.latest_known(), end_of_day)
    return AsOf(valid=moment if on else day_start(day, tower.zone), known=known_at)
