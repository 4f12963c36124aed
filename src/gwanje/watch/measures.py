"""Records of the restrictions register as content writes them: measures, their phases and codes, pauses, notes."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.codes import Code
from gwanje.foundation.content import Record
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import WrongUseError
from gwanje.foundation.identifiers import Iso3, Key, OpaqueId
from gwanje.foundation.instants import ValidInstant, day_start

Coverage = Literal["full", "part", "unknown"]
SliceMatch = Literal["full", "part", "old", "none", "no-goods"]
Expiry = Literal["none known", "not known"]


class Phrase(Record):
    """One wording in both languages."""

    en: str = Field(min_length=1)
    ko: str = Field(min_length=1)


def _as_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


class DayRead(Record):
    """A day as the source gives it: a day, two candidate days, or words where no day is known."""

    text: str
    day: date | None = None
    latest: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"text": value.isoformat(), "day": value}
        return {"text": value} if isinstance(value, str) else value

    @field_validator("day", "latest", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return _as_day(value)

    @property
    def first(self) -> date | None:
        """The earliest day it may have been."""
        return self.day or self.latest


class Phase(Record):
    """When a measure, or one part of it, takes effect."""

    part: str = ""
    from_day: date | None = Field(default=None, alias="from")
    planned: date | None = None
    held_by: OpaqueId | None = Field(default=None, description="the pause that came before the planned day")
    ongoing: bool = False
    text: str = ""

    @field_validator("from_day", "planned", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return _as_day(value)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [self.from_day is not None, self.planned is not None, self.ongoing, bool(self.text)]
        if sum(forms) != 1:
            raise ValueError("a phase has exactly one of: from, planned (with held_by), ongoing, text")
        if (self.planned is None) != (self.held_by is None):
            raise ValueError("planned and held_by go together: a planned day that came is written as from")
        return self


class MappedCode(Record):
    """The same digits in one or more vintages, and how much of the code the measure covers."""

    digits: str
    vintages: tuple[int, ...] = Field(min_length=1)
    coverage: Coverage

    @property
    def codes(self) -> tuple[Code, ...]:
        """One code per vintage: the digits alone are not a code."""
        return tuple(Code.parse(f"hs{vintage}:{self.digits}") for vintage in self.vintages)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        try:
            _ = self.codes
        except WrongUseError as fault:
            raise ValueError(str(fault)) from fault
        return self


class Slice(Record):
    """Whether the goods of a measure meet the packaged trade data of the country."""

    match: SliceMatch
    codes: tuple[str, ...] = ()
    note: Phrase | None = None
    sources: tuple[OpaqueId, ...] = ()


class Measure(CitedRecord):
    """One foreign measure; its days are days in the zone of its issuer."""

    id: OpaqueId
    issuers: tuple[Iso3, ...] = Field(min_length=1)
    zone: str
    number: Phrase
    materials: Phrase
    kind: Key
    items: tuple[Key, ...] = ()
    printed: tuple[str, ...] = ()
    printed_note: Phrase | None = None
    control_numbers: tuple[str, ...] = ()
    mapped: tuple[MappedCode, ...] = ()
    mapped_as: tuple[OpaqueId, ...] = ()
    targets: Phrase | None = None
    announced: DayRead
    in_force: tuple[Phase, ...] = Field(min_length=1)
    expiry: Expiry | Ending = "none known"
    revoked: DayRead | None = None
    slice: Slice
    mandate: Key | None = Field(default=None, description="derived routing; None: lead not known")

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError) as fault:
            raise ValueError(f"'{value}' is not a known zone; write for example Asia/Shanghai") from fault
        return value

    @property
    def has_goods_map(self) -> bool:
        """Whether the measure is tied to goods codes at all."""
        return bool(self.mapped or self.mapped_as)

    def begins(self, day: date) -> datetime:
        """The first instant of a day in the issuer's zone."""
        return day_start(day, ZoneInfo(self.zone))


class Pause(CitedRecord):
    """The suspension of one or more measures, with every instant at which it may be over."""

    id: OpaqueId
    of: tuple[OpaqueId, ...] = Field(min_length=1)
    what: Phrase
    issuer: Iso3
    number: str = ""
    begins: ValidInstant
    ending: Ending
    mandate: Key | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ending.earliest <= self.begins:
            raise ValueError("a pause ends after it begins")
        return self


class RegisterNote(CitedRecord):
    """What to keep in mind when several measures are read together."""

    id: OpaqueId
    concerns: tuple[OpaqueId, ...] = ()
    statement: Phrase


def covered_codes(measure: Measure, others: Iterable[Measure]) -> dict[Code, Coverage]:
    """Every code a measure is mapped to, with its coverage; maps taken over from other measures included."""
    by_id = {other.id: other for other in others}
    found: dict[Code, Coverage] = {}
    for source in (measure, *(by_id[other] for other in measure.mapped_as)):
        for entry in source.mapped:
            for code in entry.codes:
                found.setdefault(code, entry.coverage)
    return found
