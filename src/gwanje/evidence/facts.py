"""Dated, cited facts: what a source says happened, holds or is scheduled, and from when that was known."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, model_validator

from gwanje.evidence.references import KnownBasis, References
from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_records, unique_records
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import ContentError, WrongUseError, unknown_key
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import ValidInstant, day_start, parse_instant

FACT_FOLDERS = ("instruments/", "tariffs/", "timelines/", "calendar/")
TARIFF_STACKS = "tariffs/stacks/"
"""Rows of duties, which stand beside the facts they put into numbers; the room of impact reads them."""
Precision = Literal["instant", "day", "month", "year", "approximate", "between", "ongoing", "not recorded"]
Bound = Literal["exact", "about", "above", "at most", "at least"]
Every = Literal["day", "two weeks", "half month", "month", "quarter", "half year", "year"]

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_YEAR = re.compile(r"^(\d{4})$")


class Statement(Record):
    """One sentence in both languages; neither may be missing."""

    en: str = Field(min_length=1)
    ko: str = Field(min_length=1)


class When(Record):
    """The day or period a fact is about, as exactly as its source says it and no more exactly.

    In content a plain day, instant, month ("2024-06") or year ("2024") is enough; anything else is written out with
    its text, its precision and, where they are known, the bounds `start` (included) and `end` (excluded).
    """

    text: str
    precision: Precision
    start: ValidInstant | None = None
    end: ValidInstant | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, date | str):
            return value
        zone = (info.context or {}).get("zone")
        if not isinstance(zone, ZoneInfo):
            raise ValueError("content with instants needs the country's zone to be read")  # noqa: TRY004 - pydantic
        try:
            return _read_when(value, zone)
        except WrongUseError as fault:
            raise ValueError(str(fault)) from fault

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start is not None and self.end is not None and self.start >= self.end and self.precision != "instant":
            raise ValueError(f"'{self.text}' ends before it starts")
        return self


class FactFigure(Record):
    """One number of a fact, with its unit and what it is about."""

    value: float
    unit: str
    about: Statement
    bound: Bound = "exact"
    key: str = Field(default="", description="name by which settings refer to it, for example single-country-target")


class Schedule(Record):
    """How often something is due."""

    every: Every
    day: int | None = Field(default=None, ge=1, le=31, description="day of the month, where the source names one")
    condition: Statement | None = Field(default=None, description="while what it is due; always, if absent")


class LevelChange(Record):
    """A warning level as a source reports it moving; people decide levels, content only records them."""

    scheme: Key
    resource: Key
    before: str
    after: str
    override_reason: Statement | None = Field(default=None, description="needed where a criterion was not met")
    criterion_met: bool | None = None

    @model_validator(mode="after")
    def _override_has_a_reason(self) -> Self:
        if self.criterion_met is False and self.override_reason is None:
            raise ValueError("a level adopted against its criterion needs override_reason")
        return self


class TariffTerms(Record):
    """Legal form of a tariff step: headings, the schedule revision that first shows it, the rate in words."""

    basis: Key
    headings: tuple[str, ...] = ()
    revision: str = ""
    rate: Statement | None = None


class Fact(CitedRecord):
    """A statement with its day, its sources and its status; `unverified` is never shown as fact."""

    id: OpaqueId
    when: When
    statement: Statement
    kind: Key = "event"
    figures: tuple[FactFigure, ...] = ()
    subjects: tuple[Key, ...] = Field(default=(), description="keys of items and mandates it concerns")
    actors: tuple[str, ...] = Field(default=(), description="unit ids, or words where no unit is named")
    ends: Ending | None = None
    ended_by: OpaqueId | None = Field(default=None, description="the fact that says it ended")
    term: Statement | None = Field(default=None, description="a term whose end cannot be computed")
    schedule: Schedule | None = None
    levels: tuple[LevelChange, ...] = ()
    tariff: TariffTerms | None = None

    @model_validator(mode="after")
    def _claims_go_with_conflicts(self) -> Self:
        if self.status == "conflicting" and not self.claims:
            raise ValueError("a conflicting fact names its disagreement in claims")
        return self


@dataclass(frozen=True, slots=True)
class Facts:
    """Every dated fact of the loaded content; every question says what was known."""

    by_id: Mapping[str, Fact]
    references: References

    @classmethod
    def read(
        cls,
        files: Mapping[str, str],
        zone: ZoneInfo,
        references: References,
        *,
        claims: Iterable[str] | None = None,
    ) -> Self:
        """Read the facts of every fact folder; unknown sources and claims, and repeated ids, are refused."""
        known_claims = None if claims is None else set(claims)
        paths = [
            path
            for path in sorted(files)
            if path.startswith(FACT_FOLDERS) and path.endswith(".yaml") and not path.startswith(TARIFF_STACKS)
        ]
        every = [fact for path in paths for fact in parse_records(files[path], path, Fact, zone=zone)]
        for fact in every:
            references.check(fact)
            _refuse_unknown_claims(fact, known_claims)
        found = unique_records("fact", ((fact.id, fact) for fact in every))
        _refuse_unknown_enders(found)
        return cls(found, references)

    def get(self, fact_id: str) -> Fact:
        """One fact; an unknown id is refused."""
        if fact_id not in self.by_id:
            raise unknown_key("fact", fact_id, self.by_id)
        return self.by_id[fact_id]

    def known_of(self, fact: Fact) -> datetime:
        """The instant from which the fact was known."""
        return self.references.known_of(fact)

    def known_basis(self, fact: Fact) -> KnownBasis:
        """What that instant rests on."""
        return self.references.known_basis(fact)

    def known_by(self, known: datetime) -> tuple[Fact, ...]:
        """The facts for which there is evidence that they were public at an instant."""
        return self._chosen(lambda instant: instant <= known)

    def new_between(self, start: datetime, end: datetime) -> tuple[Fact, ...]:
        """Facts that became known after `start` and not later than `end`, earliest first.

        Facts without any recorded day count as known when the content was compiled; they are old knowledge newly
        typed in, so they are not news: `undated_between` lists them.
        """
        fresh = self._chosen(lambda instant: start < instant <= end)
        return tuple(fact for fact in fresh if self.known_basis(fact) != "compiled")

    def undated_between(self, start: datetime, end: datetime) -> tuple[Fact, ...]:
        """Facts whose only known instant is the compilation of the content, where that falls in the period."""
        fresh = self._chosen(lambda instant: start < instant <= end)
        return tuple(fact for fact in fresh if self.known_basis(fact) == "compiled")

    def about(self, subjects: Iterable[str], known: datetime) -> tuple[Fact, ...]:
        """Facts known by then that concern any of these items or mandates."""
        wanted = set(subjects)
        return tuple(fact for fact in self.known_by(known) if wanted.intersection(fact.subjects))

    def ending(self, known: datetime) -> tuple[Fact, ...]:
        """Facts known by then that carry an end."""
        return tuple(fact for fact in self.known_by(known) if fact.ends is not None)

    def scheduled(self, known: datetime) -> tuple[Fact, ...]:
        """Facts known by then that carry a cadence."""
        return tuple(fact for fact in self.known_by(known) if fact.schedule is not None)

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """Every fact of one kind, known or not: for counting content, not for answering."""
        return tuple(fact for fact in self.by_id.values() if fact.kind == kind)

    def latest_known(self) -> datetime:
        """The latest instant at which any fact became known: the default of `--known`."""
        return max((self.known_of(fact) for fact in self.by_id.values()), default=self.references.compiled)

    def _chosen(self, holds: Callable[[datetime], bool]) -> tuple[Fact, ...]:
        dated = [(self.known_of(fact), fact.id, fact) for fact in self.by_id.values()]
        return tuple(fact for instant, _, fact in sorted(dated, key=lambda row: row[:2]) if holds(instant))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)


def _read_when(value: str | date, zone: ZoneInfo) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"text": value.isoformat(), "precision": "instant", "start": value, "end": None}
    text = value.isoformat() if isinstance(value, date) else value.strip()
    if month := _MONTH.match(text):
        first = date(int(month[1]), int(month[2]), 1)
        return _bounded(text, "month", first, (first + timedelta(days=31)).replace(day=1), zone)
    if year := _YEAR.match(text):
        first = date(int(year[1]), 1, 1)
        return _bounded(text, "year", first, first.replace(year=first.year + 1), zone)
    start = parse_instant(text, zone)
    if "T" in text:
        return {"text": text, "precision": "instant", "start": start}
    return {"text": text, "precision": "day", "start": start, "end": start + timedelta(days=1)}


def _bounded(text: str, precision: Precision, first: date, after: date, zone: ZoneInfo) -> dict[str, Any]:
    return {"text": text, "precision": precision, "start": day_start(first, zone), "end": day_start(after, zone)}


def _refuse_unknown_claims(fact: Fact, known: set[str] | None) -> None:
    for claim in fact.claims:
        if known is not None and claim not in known:
            raise ContentError(
                f"Fact '{fact.id}' cites a disagreement that is not in claims.yaml",
                place=fact.place,
                expected="the id of a claim",
                found=claim,
                remedy="Correct the id, or add the claim with both sides",
            )


def _refuse_unknown_enders(found: Mapping[str, Fact]) -> None:
    for fact in found.values():
        if fact.ended_by is not None and fact.ended_by not in found:
            raise ContentError(
                f"Fact '{fact.id}' is ended by a fact nobody recorded",
                place=fact.place,
                expected="the id of a fact",
                found=fact.ended_by,
                remedy="Correct ended_by, or add that fact",
            )
