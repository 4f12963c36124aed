"""What ends soon: every known end, counted by its earlier reading, and what has passed by one reading or by all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gwanje.foundation.endings import Ending, EndState
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.instants import AsOf, days_between
from gwanje.foundation.markings import Marking
from gwanje.watch.measures import Phrase

Window = Literal["0-7", "8-30", "31-90", "passed"]
_LAST_DAY = 90
"""The last window ends here; what ends later belongs to none."""
WINDOWS: tuple[Window, ...] = ("0-7", "8-30", "31-90", "passed")


@dataclass(frozen=True, slots=True)
class EndingFact:
    """Something that ends, as a plain value: a pause, an expiry, a tariff, a price ceiling."""

    id: str
    what: Phrase
    ending: Ending
    known: datetime
    begins: datetime | None = None
    sources: tuple[str, ...] = ()
    mandate: str | None = None
    subjects: tuple[str, ...] = ()
    taken_back: datetime | None = None
    marking: Marking = Marking.PUBLIC

    def is_known(self, known: datetime) -> bool:
        """Whether it was known by then, and nobody had taken it back."""
        return self.known <= known and (self.taken_back is None or known < self.taken_back)


@dataclass(frozen=True, slots=True)
class Sunset:
    """One end as seen on a day; `days_left` counts calendar days of the country to the earlier reading."""

    fact: EndingFact
    ends: tuple[datetime, ...]
    days_left: int
    state: EndState
    window: Window

    def as_answer(self) -> dict[str, Any]:
        """The JSON form: candidate instants with their zone, the wording and its reading."""
        return {
            "id": self.fact.id,
            "what": {"en": self.fact.what.en, "ko": self.fact.what.ko},
            "ends": [{"instant": end.isoformat(), "zone": zone_name(end)} for end in self.ends],
            "days_left": self.days_left,
            "state": self.state,
            "wording": self.fact.ending.wording,
            "reading": reading_of(self.fact.ending),
            "mandate": self.fact.mandate,
            "sources": list(self.fact.sources),
        }


def sunsets(
    facts: Iterable[EndingFact], asof: AsOf, zone: ZoneInfo, *, horizon_days: int = 90, look_back_days: int = 30
) -> dict[Window, tuple[Sunset, ...]]:
    """Every end known by then, grouped by days to its earlier reading; what has passed stays visible for a while.

    Shapes and units:
        facts: any number of endings as plain values; asof: instants with zone; zone: the country's.
        horizon_days, look_back_days: calendar days of the country, not negative.
        Result: for each of "0-7", "8-30", "31-90" and "passed" the ends in order of their earliest instant.
        An end beyond the horizon, or passed by every reading for longer than the look-back, is left out.

    Source:
        Convention T3 (countdowns are calendar-day differences in the country's zone, by the earlier reading) and
        T4 (an end that has passed is a visible state); windows and look-back are a project choice.

    Differs:
        Nothing.

    Raises:
        WrongUseError: a horizon that is negative or beyond the last window, a negative look-back.

    Example:
        >>> from datetime import date, datetime
        >>> from zoneinfo import ZoneInfo
        >>> seoul = ZoneInfo("Asia/Seoul")
        >>> end = Ending(wording="until 10 November", named=date(2026, 11, 10), zone="Asia/Shanghai")
        >>> morning = datetime(2026, 11, 5, tzinfo=seoul)
        >>> fact = EndingFact("PAU-9", Phrase(en="a pause", ko="중단"), end, morning)
        >>> [s.days_left for s in sunsets([fact], AsOf(morning, morning), seoul)["0-7"]]
        [5]
    """
    if not 0 <= horizon_days <= _LAST_DAY or look_back_days < 0:
        raise WrongUseError(
            "A horizon cannot be negative, nor reach beyond the last window",
            expected=f"0 to {_LAST_DAY} days ahead, 0 or more days back",
            found=f"horizon {horizon_days}, look back {look_back_days}",
            remedy="Give the number of days to look ahead and to look back",
        )
    found: dict[Window, list[Sunset]] = {window: [] for window in WINDOWS}
    for fact in facts:
        if not fact.is_known(asof.known):
            continue
        seen = _seen(fact, asof.valid, zone, horizon_days, look_back_days)
        if seen is not None:
            found[seen.window].append(seen)
    return {window: tuple(sorted(found[window], key=lambda s: (s.ends[0], s.fact.id))) for window in WINDOWS}


def reading_of(ending: Ending) -> str:
    """The reading of an end in one word, as it stands beside its wording.

    Shapes and units:
        ending: one ending. Result: inclusive, exclusive, unknown, instant (an exact end) or derived (from a term).

    Source:
        Convention T3: an end keeps its wording and its reading.

    Differs:
        Nothing.

    Raises:
        Nothing.

    Example:
        >>> from datetime import date
        >>> reading_of(Ending(wording="until 10 November", named=date(2026, 11, 10), zone="Asia/Shanghai"))
        'unknown'
    """
    if ending.instant is not None:
        return "instant"
    return "derived" if ending.candidates else ending.reading


def zone_name(instant: datetime) -> str:
    """The name of the zone an instant is written in."""
    return str(getattr(instant.tzinfo, "key", None) or instant.tzname())


def _seen(fact: EndingFact, valid: datetime, zone: ZoneInfo, horizon: int, look_back: int) -> Sunset | None:
    ends = fact.ending.ends
    days_left = days_between(valid, ends[0], zone)
    state = fact.ending.state(valid)
    if state == "running":
        window = _window(days_left, horizon)
        return None if window is None else Sunset(fact, ends, days_left, state, window)
    if state == "over" and ends[-1] < valid - timedelta(days=look_back):
        return None
    return Sunset(fact, ends, days_left, state, "passed")


def _window(days_left: int, horizon: int) -> Window | None:
    if days_left > horizon:
        return None
    if days_left <= 7:
        return "0-7"
    return "8-30" if days_left <= 30 else "31-90"
