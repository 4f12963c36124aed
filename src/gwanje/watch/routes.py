"""Route exposure: how much of an import comes from where a strait is the way out, and whether ships still pass it."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, model_validator

from gwanje.foundation.content import Record, parse_record
from gwanje.foundation.errors import ContentError, WrongUseError, unknown_key
from gwanje.foundation.identifiers import Key
from gwanje.foundation.names import Names
from gwanje.watch.indicators import Threshold

ROUTES_FILE = "indicators/routes.yaml"
WEEK = 7
LEAST_SPREAD = 1e-9  # of logarithms: below it the weeks were equal, what differs is rounding
TO_SIGMA = 1.4826
Passing = Literal["all", "part"]


class RoutedExporter(Record):
    """An exporter whose way to the open sea is the strait: all of it, or a part that nobody has counted."""

    iso3: str
    passes: Passing
    because: str


class Chokepoint(Record):
    """A strait, what it is called in tables of transits, and the exporters behind it."""

    key: Key
    names: Names
    called: tuple[str, ...] = Field(min_length=1, description="its names in the table of transits")
    exporters: tuple[RoutedExporter, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        every = [one.iso3 for one in self.exporters]
        twice = sorted({one for one in every if every.count(one) > 1})
        if twice:
            raise ValueError(f"an exporter stands twice: {', '.join(twice)}")
        return self


class Routes(Record):
    """What content says about straits, and the numbers a week of transits is read against."""

    week_fall_at: Threshold
    weeks_looked_back: Threshold
    weeks_least: Threshold
    chokepoints: tuple[Chokepoint, ...]

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read indicators/routes.yaml; content without it cannot say what passes a strait."""
        if ROUTES_FILE not in files:
            raise ContentError(
                "The content has no routes, so nothing is said about straits",
                place=ROUTES_FILE,
                expected="one mapping with chokepoints and their exporters",
                found="no such file",
                remedy="Add it; docs/content.md shows the format",
            )
        return parse_record(files[ROUTES_FILE], ROUTES_FILE, cls)

    def get(self, key: str) -> Chokepoint:
        """A strait by key; an unknown one is refused with the nearest."""
        for one in self.chokepoints:
            if one.key == key:
                return one
        raise unknown_key("chokepoint", key, [one.key for one in self.chokepoints])


@dataclass(frozen=True, slots=True)
class RouteExposure:
    """The share of an import whose exporters must pass a strait (low), or may (high)."""

    low: float
    high: float


def route_exposure(shares: Mapping[str, float | None], passing: Mapping[str, Passing]) -> RouteExposure | None:
    """The share of an import that comes from exporters behind a strait, from what must pass it to what may.

    Shapes and units:
        shares: dimensionless, by exporter, None where missing; passing: by exporter, all or part; others pass nothing.
        Result: dimensionless, low counts `all`, high counts `all` and `part`; None where no share is known.

    Source:
        Project choice: shares of suppliers joined with the coast they have; docs/methods-watch.md.

    Differs:
        An exposure, not a loss: pipelines, stocks and other suppliers are not counted.

    Raises:
        WrongUseError: a share is negative or no number, or the known shares add up to more than 1.

    Example:
        >>> route_exposure({"KWT": 0.25, "SAU": 0.5, "USA": 0.25}, {"KWT": "all", "SAU": "part"})
        RouteExposure(low=0.25, high=0.75)
    """
    known = {exporter: share for exporter, share in shares.items() if share is not None}
    total = math.fsum(known.values())
    if any(not (math.isfinite(share) and share >= 0) for share in known.values()) or total > 1 + 1e-9:
        raise WrongUseError(
            "Shares of suppliers cannot be used",
            expected="0 or more each, 1 at most together",
            found=f"{min(known.values()):g} the smallest, {total:g} together",
            remedy="Make them with supplier_shares from amounts of one unit",
        )
    if not known:
        return None
    low = math.fsum(share for exporter, share in known.items() if passing.get(exporter) == "all")
    may = math.fsum(share for exporter, share in known.items() if passing.get(exporter) == "part")
    return RouteExposure(min(1.0, low), min(1.0, low + may))


@dataclass(frozen=True, slots=True)
class WeekOfTransits:
    """Seven days of ships, and how far they stand from the weeks before; `score` is None where these are too few."""

    last_day: date
    ships: float
    usual: float | None
    score: float | None


def week_of_transits(
    daily: Iterable[tuple[date, float | None]], last_day: date, *, looked_back: int, least: int
) -> WeekOfTransits | None:
    """The ships of the seven days that end on a day, against the weeks before it.

    Shapes and units:
        daily: ships by day, None where not told; last_day: the last of the seven; looked_back, least: weeks.
        Result: ships a week; usual is the median of the weeks before; score is dimensionless, negative for fewer.
        None where one of the seven days is not told: a missing day is not a day without ships.

    Source:
        Robust score of logarithms, (ln w - med) / (1.4826 MAD) over the weeks before, as for months; project choice for
        weeks; docs/methods-watch.md.

    Differs:
        Weeks have no season here. A week without any ship has no logarithm: its score is minus infinity.

    Raises:
        WrongUseError: a count is negative or no number, or a day stands twice.

    Example:
        >>> begin = date(2026, 1, 1)
        >>> days = [(begin + timedelta(days=n), 40.0 + n % 3) for n in range(7 * 30)]
        >>> days += [(begin + timedelta(days=210 + n), 2.0) for n in range(7)]
        >>> week = week_of_transits(days, begin + timedelta(days=216), looked_back=52, least=26)
        >>> (week.ships, week.usual, week.score < -50)
        (14.0, 287.0, True)
    """
    told = _told(daily)
    this = _week(told, last_day)
    if this is None:
        return None
    before = [_week(told, last_day - timedelta(days=WEEK * back)) for back in range(1, looked_back + 1)]
    weeks = [one for one in before if one is not None]
    usual = statistics.median(weeks) if len(weeks) >= least else None
    return WeekOfTransits(last_day, this, usual, _score(this, weeks) if usual is not None else None)


def _told(daily: Iterable[tuple[date, float | None]]) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, ships in daily:
        if ships is None:
            continue
        if day in found or not (math.isfinite(ships) and ships >= 0):
            raise WrongUseError(
                "Ships by day cannot be used",
                place=day.isoformat(),
                expected="each day once, 0 ships or more",
                found="the day stands twice" if day in found else str(ships),
                remedy="Check the table of transits",
            )
        found[day] = ships
    return found


def _week(told: Mapping[date, float], last_day: date) -> float | None:
    days = [told.get(last_day - timedelta(days=back)) for back in range(WEEK)]
    return None if any(one is None for one in days) else math.fsum(one for one in days if one is not None)


def _score(this: float, weeks: Sequence[float]) -> float | None:
    logs = [math.log(one) for one in weeks if one > 0]
    if len(logs) < len(weeks):
        return None
    middle = statistics.median(logs)
    spread = TO_SIGMA * statistics.median([abs(one - middle) for one in logs])
    if this == 0:
        return -math.inf
    return (math.log(this) - middle) / spread if spread > LEAST_SPREAD else None
