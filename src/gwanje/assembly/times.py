"""The two times of a question at the edge: what --on and --known mean, given or not (Convention T6)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from gwanje.answers.tower import Tower
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf, day_start, known_day, parse_instant

_FIRST_YEAR, _LAST_YEAR = 1900, 2199


def instant_asked(tower: Tower, text: str, *, day_counts_from_its_end: bool = False) -> datetime:
    """An instant as a person wrote it; one far outside every source and plan is a slip of the pen and is refused."""
    moment = parse_instant(text, tower.zone, day_counts_from_its_end=day_counts_from_its_end)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise WrongUseError(
            f"The year of '{text}' is out of reach",
            expected=f"a year from {_FIRST_YEAR} to {_LAST_YEAR}",
            found=str(moment.year),
            remedy="Correct the year",
        )
    return moment


def ask(tower: Tower, on: str | None, known: str | None) -> AsOf:
    """Without --known: the latest known instant loaded. Without --on: the day that the known instant belongs to."""
    known_at = instant_asked(tower, known) if known is not None else tower.latest_known()
    day = day_start(known_day(known_at, tower.zone), tower.zone)
    return AsOf(valid=instant_asked(tower, on) if on is not None else day, known=known_at)


def ask_latest(tower: Tower, on: str | None, known: str | None) -> AsOf:
    """For what people decide by the hour: without --known also what was entered; without --on that same instant."""
    known_at = instant_asked(tower, known) if known is not None else tower.latest_entered()
    return AsOf(valid=instant_asked(tower, on) if on is not None else known_at, known=known_at)


def ask_for_day(tower: Tower, on: str | None, known: str | None, *, clock: Callable[[], datetime]) -> AsOf:
    """For the morning page: --on is a whole day, by default the clock's; known at most by the end of that day."""
    moment = instant_asked(tower, on) if on is not None else clock()
    day = moment.astimezone(tower.zone).date()
    end_of_day = day_start(day + timedelta(days=1), tower.zone)
    known_at = instant_asked(tower, known) if known is not None else min(tower.latest_entered(), end_of_day)
    return AsOf(valid=moment if on is not None else day_start(day, tower.zone), known=known_at)
