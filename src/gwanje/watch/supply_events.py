"""Content that relapses and signals are held against: numbers of the rule, shares that sources cite, sourced events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError, WrongUseError
from gwanje.foundation.identifiers import Iso3, Key, OpaqueId
from gwanje.watch.indicators import Threshold, Thresholds
from gwanje.watch.measures import DayRead, Phrase
from gwanje.watch.relapse import RelapseLimits, Share
from gwanje.watch.restrictions import KnownOf

RELAPSE_FILE = "indicators/relapse.yaml"
CITED_SHARES_FILE = "indicators/cited-shares.yaml"
SUPPLY_EVENTS_FILE = "indicators/supply-events.yaml"
Verdict = Literal["supply event", "false alarm", "not judged"]


class RelapseNumbers(Record):
    """The numbers of the relapse rule; target and floor are those of dependence."""

    fall: Threshold
    rebound: Threshold
    months: Threshold
    judging_months: Threshold

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read indicators/relapse.yaml."""
        if RELAPSE_FILE not in files:
            raise ContentError(
                "The content has no numbers for relapses",
                place=RELAPSE_FILE,
                expected="one mapping with fall, rebound, months and judging_months",
                found="no such file",
                remedy="Add it; docs/content.md shows the format",
            )
        return parse_record(files[RELAPSE_FILE], RELAPSE_FILE, cls)

    def limits(self, thresholds: Thresholds) -> RelapseLimits:
        """The limits of the rule, with the target and the floor of dependence."""
        return RelapseLimits(
            fall=self.fall.value,
            rebound=self.rebound.value,
            months=int(self.months.value),
            target=thresholds.single_country_target.value,
            floor_usd=thresholds.value_floor_usd.value,
        )


class CitedShare(Record):
    """A supplier's share in one year as a source gives it: a number, or a bound."""

    year: int
    share: float = Field(ge=0, le=1)
    bound: Literal["exact", "above", "at least", "at most"] = "exact"

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most it can be."""
        low = 0.0 if self.bound == "at most" else self.share
        return low, 1.0 if self.bound in ("above", "at least") else self.share


class CitedShares(CitedRecord):
    """Shares of the leading supplier of an item that a source tells, where there is no table of trade."""

    item: Key
    importer: Iso3
    supplier: Iso3
    basis: Literal["value", "mass", "not reported"]
    shares: tuple[CitedShare, ...] = Field(min_length=2)
    fact: OpaqueId | None = None

    def as_shares(self) -> tuple[Share, ...]:
        """The same for the rule, in the order of years."""
        return tuple(
            Share(str(one.year), self.supplier, *one.bounds) for one in sorted(self.shares, key=lambda one: one.year)
        )


class SupplyEvent(CitedRecord):
    """Something that happened to a supply; a measure of the register brings its own days."""

    id: OpaqueId
    what: Phrase
    suppliers: tuple[Iso3, ...] = Field(min_length=1)
    measure: OpaqueId | None = None
    announced: DayRead | None = None
    in_force: DayRead | None = None
    first_shortfall: DayRead
    facts: tuple[OpaqueId, ...] = ()

    @model_validator(mode="after")
    def _days_from_one_place(self) -> Self:
        if self.measure is not None and (self.announced or self.in_force):
            raise ValueError("the register has the days of a measure: leave announced and in_force out")
        return self


class SupplyEventList(Record):
    """The sourced events of one item, and the days between which the list was looked after; outside: not judged."""

    item: Key
    covers_from: date
    covers_to: date
    basis: str
    events: tuple[SupplyEvent, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _days(cls, value: object) -> object:
        if isinstance(value, dict):
            return {k: date.fromisoformat(v) if k.startswith("covers_") and isinstance(v, str) else v
                    for k, v in value.items()}  # fmt: skip
        return value


@dataclass(frozen=True, slots=True)
class SupplyEvents:
    """Every list of sourced events, and every cited series of shares, of the content."""

    lists: Mapping[str, SupplyEventList]
    cited: tuple[CitedShares, ...]
    known_of: KnownOf

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo, known_of: KnownOf) -> Self:
        """Read indicators/supply-events.yaml and indicators/cited-shares.yaml; a missing file is empty."""
        lists = parse_records(files.get(p := SUPPLY_EVENTS_FILE, ""), p, SupplyEventList, zone=zone)
        cited = parse_records(files.get(p := CITED_SHARES_FILE, ""), p, CitedShares, zone=zone)
        by_item = unique_records("list of supply events", ((one.item, one) for one in lists))
        unique_records("supply event", ((event.id, event) for one in lists for event in one.events))
        for record in (*cited, *(event for one in lists for event in one.events)):
            known_of(record)
        return cls(by_item, tuple(cited), known_of)


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether a relapse met a sourced event of its item; where nobody keeps a list, or not for that day: not judged."""

    verdict: Verdict
    events: tuple[str, ...] = ()
    reason: str = ""


def judged(
    met: date, event_days: Mapping[str, Iterable[date]], covered: tuple[date, date] | None, *, months: int
) -> Judged:
    """A relapse beside the sourced supply events of its item.

    Shapes and units:
        met: first day of the period in which the rule was met; event_days: the known days of each event; covered: the
        days between which the list was looked after, None where there is no list; months: how far an event may lie.
        Result: "supply event" with the events within `months` months before or after, "false alarm" where the list
        covers all that time and has none, else "not judged" with the reason.

    Source:
        A false alarm is an event with no sourced supply event of that item within 24 months: a project choice;
        docs/methods-watch.md.

    Differs:
        A list that does not reach over the whole span can confirm, but not refute.

    Raises:
        WrongUseError: the months are fewer than one.

    Example:
        >>> judged(date(2023, 1, 1), {"SUP-2": [date(2023, 11, 30)]}, None, months=24).verdict
        'not judged'
        >>> judged(date(2023, 1, 1), {"SUP-2": [date(2023, 11, 30)]}, (date(2021, 1, 1), date(2025, 1, 1)), months=24)
        Judged(verdict='supply event', events=('SUP-2',), reason='')
    """
    if months < 1:
        raise WrongUseError(
            "A span needs months", expected="1 or more", found=str(months), remedy="Write for example 24"
        )
    if covered is None:
        return Judged("not judged", reason="no list of sourced supply events")
    first, last = _months_from(met, -months), _months_from(met, months)
    near = tuple(sorted(one for one, days in event_days.items() if any(first <= day <= last for day in days)))
    if near:
        return Judged("supply event", near)
    if covered[0] <= first and last <= covered[1]:
        return Judged("false alarm", reason=f"no sourced event from {first} to {last}")
    return Judged("not judged", reason=f"the list covers {covered[0]} to {covered[1]} only")


def _months_from(day: date, months: int) -> date:
    whole = 12 * day.year + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)
