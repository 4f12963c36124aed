"""Instants with a zone, half-open periods, and the two times of every fact (Convention T1, T2)."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ValidationInfo

from gwanje.foundation.errors import WrongUseError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_REMEDY = "Write 2026-11-10, '2026-11-10 Asia/Shanghai', 2026-11-10T15:00+09:00 or '2026-11-10T00:01 America/New_York'"


def parse_instant(text: str | date | datetime, zone: ZoneInfo, *, day_counts_from_its_end: bool = False) -> datetime:
    """One instant with a zone; a bare day means 00:00 in `zone`, or 24:00 where a day counts from its end."""
    if isinstance(text, datetime):
        return _aware(text, str(text))
    words = text.isoformat() if isinstance(text, date) else text.strip()
    stamp, _, zone_name = words.partition(" ")
    own_zone = _zone(zone_name, words) if zone_name else None
    try:
        if _DAY.match(stamp):
            day = date.fromisoformat(stamp)
            return day_start(day + timedelta(days=1) if day_counts_from_its_end else day, own_zone or zone)
        moment = datetime.fromisoformat(stamp)
    except ValueError as fault:
        raise WrongUseError(f"'{words}' is not an instant", found=str(fault), remedy=_REMEDY) from fault
    if own_zone is not None and moment.tzinfo is None:
        return moment.replace(tzinfo=own_zone)
    return _aware(moment, words)


def _aware(moment: datetime, words: str) -> datetime:
    if moment.tzinfo is None:
        raise WrongUseError(f"'{words}' has a time but no zone", expected="an instant with a zone", remedy=_REMEDY)
    return moment


def _zone(name: str, words: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        raise WrongUseError(f"'{words}' names no known zone", found=name, remedy=_REMEDY) from fault


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day in a zone."""
    return datetime.combine(day, time(), tzinfo=zone)


def days_between(earlier: datetime, later: datetime, zone: ZoneInfo) -> int:
    """Calendar-day difference as the country counts it."""
    return (later.astimezone(zone).date() - earlier.astimezone(zone).date()).days


def known_day(known: datetime, zone: ZoneInfo) -> date:
    """The day to print for a known instant: one that counts from a day's end prints that day."""
    local = known.astimezone(zone)
    return local.date() - timedelta(days=1) if local.time() == time() else local.date()


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open period `[start, end)`; None means not bounded, or bound not known."""

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and not self.start < self.end:
            raise WrongUseError(
                "A period must end after it starts",
                expected=f"an end after {self.start.isoformat()}",
                found=self.end.isoformat(),
                remedy="Exchange the two, or leave the end open",
            )

    def __contains__(self, instant: datetime) -> bool:
        return (self.start is None or self.start <= instant) and (self.end is None or instant < self.end)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two times of a question: valid (when it is true in the world) and known (when we could know it)."""

    valid: datetime
    known: datetime

    def __post_init__(self) -> None:
        _aware(self.valid, str(self.valid))
        _aware(self.known, str(self.known))


BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
"""Earlier than every instant of a source; used where a state has no known start."""


def _context_zone(info: ValidationInfo) -> ZoneInfo:
    zone = (info.context or {}).get("zone")
    if not isinstance(zone, ZoneInfo):
        raise ValueError("content with instants needs the country's zone to be read")  # noqa: TRY004 - pydantic wants it
    return zone


def _valid_instant(value: Any, info: ValidationInfo) -> datetime:
    return _read_instant(value, info, at_end=False)


def _known_instant(value: Any, info: ValidationInfo) -> datetime:
    return _read_instant(value, info, at_end=True)


def _read_instant(value: Any, info: ValidationInfo, *, at_end: bool) -> datetime:
    if not isinstance(value, str | date | datetime):
        raise ValueError(f"an instant is a day or a day with time and zone, not {value!r}")  # noqa: TRY004
    try:
        return parse_instant(value, _context_zone(info), day_counts_from_its_end=at_end)
    except WrongUseError as fault:
        raise ValueError(str(fault)) from fault


ValidInstant = Annotated[datetime, BeforeValidator(_valid_instant)]
"""In content: a bare day means 00:00 in the country's zone."""

KnownInstant = Annotated[datetime, BeforeValidator(_known_instant)]
"""In content: a bare day counts from its end (24:00), because that is the earliest certain instant."""
