"""What content says about taking in reports and notices, and about attention: names, numbers and dates."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from gwanje.foundation.content import Record, parse_record, parse_records, unique_records
from gwanje.foundation.errors import ContentError, UnavailableError, unknown_key
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.names import Names
from gwanje.watch.measures import Phrase
from gwanje.watch.notice_reading import GOODS_FILE, ISSUERS_FILE, GoodsWords, NoticeIssuer

INTAKE = "intake/"
GRADES_FILE = "intake/grades.yaml"
SOURCES_FILE = "intake/sources.yaml"
CLOCK_FILE = "intake/clock.yaml"
ATTENTION_FILE = "intake/attention.yaml"


class ReliabilityGrade(Record):
    """How far a report is trusted before anybody has checked it, and by when it is looked at."""

    key: Key
    names: Names
    working_days: int | None = Field(default=None, ge=0, description="triage is due at the end of this working day")
    hours: int | None = Field(default=None, ge=1, description="triage is due after these hours, day and night")

    @model_validator(mode="after")
    def _one_clock(self) -> Self:
        if (self.working_days is None) == (self.hours is None):
            raise ValueError("a grade has exactly one of: working_days, hours")
        return self


class ReportSource(Record):
    """A kind of reporter: missions, associations, firms."""

    key: Key
    names: Names


class TriageClock(Record):
    """How working days are counted, and when two reports are one."""

    basis: Phrase
    weekend: tuple[int, ...] = Field(default=(5, 6), description="days off: Monday is 0")
    holidays: tuple[date, ...] = Field(
        default=(), description="public holidays; without them only weekends are days off"
    )
    holidays_until: date | None = Field(default=None, description="the last day for which the list is complete")
    duplicate_days: int = Field(ge=0)
    duplicate_likeness: float = Field(gt=0, le=1)

    @field_validator("holidays", mode="before")
    @classmethod
    def _days(cls, value: object) -> object:
        return [_day(one) for one in value] if isinstance(value, list | tuple) else value

    @field_validator("holidays_until", mode="before")
    @classmethod
    def _one_day(cls, value: object) -> object:
        return _day(value)


class InspectionInterval(Record):
    """How often an item of a grade is inspected."""

    grade: str
    months: int = Field(ge=1, le=120)
    fact: OpaqueId | None = Field(default=None, description="the cadence this rests on")


class AttentionRules(Record):
    """How many new signals a release may bring above the line, and how long before an end a signal is raised."""

    basis: Phrase
    budget: int = Field(ge=1, description="signals above the line for each release of data")
    lead_days: dict[Literal["suspension", "expiry", "term"], int] = Field(description="days before the earlier reading")
    inspection_scheme: Key | None = None
    inspections: tuple[InspectionInterval, ...] = ()
    pulled_to_days: int = Field(
        default=0, ge=0, description="a relapse or an alert makes the next check due within so many days"
    )
    half_month_days: tuple[int, int] = Field(default=(1, 16), description="first days of the two halves of a month")


@dataclass(frozen=True, slots=True)
class IntakeRules:
    """Everything under intake/; what is not there is not known, and commands that need it say so."""

    grades: Mapping[str, ReliabilityGrade] = field(default_factory=dict)
    sources: Mapping[str, ReportSource] = field(default_factory=dict)
    given_clock: TriageClock | None = None
    attention: AttentionRules | None = None
    issuers: tuple[NoticeIssuer, ...] = ()
    goods: tuple[GoodsWords, ...] = ()

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Self:
        """Read intake/*.yaml."""
        grades = parse_records(files.get(GRADES_FILE, ""), GRADES_FILE, ReliabilityGrade)
        kinds = parse_records(files.get(SOURCES_FILE, ""), SOURCES_FILE, ReportSource)
        attention, clock = files.get(ATTENTION_FILE), files.get(CLOCK_FILE)
        return cls(
            unique_records("reliability grade", ((one.key, one) for one in grades)),
            unique_records("kind of reporter", ((one.key, one) for one in kinds)),
            parse_record(clock, CLOCK_FILE, TriageClock) if clock else None,
            parse_record(attention, ATTENTION_FILE, AttentionRules) if attention else None,
            tuple(parse_records(files.get(ISSUERS_FILE, ""), ISSUERS_FILE, NoticeIssuer)),
            tuple(parse_records(files.get(GOODS_FILE, ""), GOODS_FILE, GoodsWords)),
        )

    def checked(self, items: Container[str], facts: Container[str]) -> Self:
        """The same rules; one that names an item or a cadence which content does not hold is refused."""
        intervals = self.attention.inspections if self.attention is not None else ()
        named: list[tuple[Record, str, Container[str], str]] = [(one, one.item, items, "item") for one in self.goods]
        named += [(one, one.fact, facts, "cadence") for one in intervals if one.fact is not None]
        for record, key, known, kind in named:
            if key not in known:
                raise ContentError(
                    f"There is no {kind} '{key}'",
                    place=record.place,
                    expected=f"a {kind} of the content",
                    found=key,
                    remedy="Correct the key, or add what it names",
                )
        return self

    @property
    def clock(self) -> TriageClock:
        """How days are counted; content without it takes in no reports."""
        if self.given_clock is None:
            raise UnavailableError(
                "This content says nothing about taking in reports",
                place=CLOCK_FILE,
                expected=f"{GRADES_FILE}, {SOURCES_FILE} and {CLOCK_FILE}",
                found="no such file",
                remedy="Add them to a folder of content; docs/content.md has an example",
            )
        return self.given_clock

    def grade(self, key: str) -> ReliabilityGrade:
        """One reliability grade; an unknown one is refused."""
        _ = self.clock
        if key not in self.grades:
            raise unknown_key("reliability grade", key, self.grades, remedy=f"The grades are {', '.join(self.grades)}.")
        return self.grades[key]

    def source(self, key: str) -> ReportSource:
        """One kind of reporter; an unknown one is refused."""
        _ = self.clock
        if key not in self.sources:
            raise unknown_key("kind of reporter", key, self.sources, remedy=f"The kinds are {', '.join(self.sources)}.")
        return self.sources[key]


def _day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value
