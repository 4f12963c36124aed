"""Statutory warning schemes as dated, cited content: levels, criteria, mandated action, approval line, terms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, parse_record, unique_records
from gwanje.foundation.endings import Ending
from gwanje.foundation.errors import ContentError, unknown_key
from gwanje.foundation.identifiers import Key, OpaqueId
from gwanje.foundation.instants import AsOf, KnownInstant, ValidInstant
from gwanje.foundation.names import Names, search_form
from gwanje.watch.criteria import Condition, Criterion, Reading, Stated
from gwanje.watch.measures import Phrase
from gwanje.watch.own_measures import MeasureKind

FOLDER = "levels/"
StationKind = Literal["draft", "consult", "sign"]
KnownOf = Callable[[CitedRecord], datetime]


class SchemeLevel(Record):
    """One level of a scheme; `key` is the word by which reported steps name it."""

    key: str = Field(min_length=1)
    names: Names
    action: Phrase | None = Field(default=None, description="what the scheme asks for at this level")
    sources: tuple[OpaqueId, ...] = ()


class SchemeResource(Record):
    """What a scheme has levels for, and the items it covers."""

    key: Key
    names: Names
    items: tuple[Key, ...] = ()


class Station(CitedRecord):
    """One station of the approval line; who stands there is a unit or the lead of an affair on that day."""

    station: StationKind
    mandate: Key | None = None
    unit: OpaqueId | None = None
    post: OpaqueId | None = None
    needed: bool = Field(default=True, description="whether nothing is adopted without it")
    words: Phrase | None = Field(default=None, description="who, where no unit of the content is meant")

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.mandate is None and self.unit is None and self.words is None:
            raise ValueError("a station says who stands there: mandate, unit, or words")
        return self


class SchemeTerm(CitedRecord):
    """For how long a level holds and how it is prolonged; where no source says so, `words` say that."""

    words: Phrase
    days: int | None = Field(default=None, ge=1)


class ReadingRecord(CitedRecord):
    """A reading of a condition that a source reports for a day, with who said so."""

    condition: Key
    resource: Key
    value: float | bool | None = None
    stated: Stated | None = Field(default=None, description="met or not met, where the source gives no value")
    at: ValidInstant
    days: int | None = None
    fact: OpaqueId | None = None
    said_by: Phrase | None = Field(default=None, description="who says so, where it is not the source itself")

    @model_validator(mode="after")
    def _value_or_statement(self) -> Self:
        if (self.value is None) == (self.stated is None):
            raise ValueError("a reading has either a value or stated: met or not_met")
        return self


class Silence(Record):
    """From when on no source tells the level of a resource, and which gap of the content says so."""

    resource: Key
    after: ValidInstant
    unknown: OpaqueId
    known: KnownInstant


class Follow(Record):
    """Items that a case of this scheme looks at beside its resources; what has no data says so."""

    item: Key
    order: Literal["first", "second"]
    fact: OpaqueId | None = None


class Scheme(CitedRecord):
    """One warning scheme of one country."""

    key: Key
    names: Names
    act: Phrase | None = Field(default=None, description="the act and article it rests on, or the words of its source")
    mandate: Key | None = Field(default=None, description="the affair it belongs to")
    owner: Phrase | None = Field(default=None, description="who runs it, where no affair of the content does")
    start: ValidInstant | None = Field(default=None, alias="from")
    ends: Ending | None = None
    ended: Phrase | None = Field(default=None, description="that it has ended, where its day was not read")
    facts: tuple[OpaqueId, ...] = ()
    unknowns: tuple[OpaqueId, ...] = Field(default=(), description="gaps that a reader of its levels must know")
    levels: tuple[SchemeLevel, ...] = Field(default=(), description="the first one means that nothing is raised")
    levels_note: Phrase | None = Field(default=None, description="why levels or their criteria are not listed")
    resources: tuple[SchemeResource, ...] = ()
    any_item: bool = Field(default=False, description="whether it has levels for every item that is watched")
    criteria: tuple[Criterion, ...] = ()
    criteria_public: Literal["whole", "part", "none"] = "part"
    readings: tuple[ReadingRecord, ...] = ()
    line: tuple[Station, ...] = ()
    notice: Phrase | None = Field(default=None, description="the form in which a level is made known")
    term: SchemeTerm | None = None
    measures: tuple[MeasureKind, ...] = Field(default=(), description="kinds of measure that go with its levels")
    silences: tuple[Silence, ...] = ()
    follows: tuple[Follow, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """The keys of its levels, the lowest first."""
        return tuple(level.key for level in self.levels)

    @property
    def rest(self) -> str:
        """The level at which nothing is raised."""
        return self.levels[0].key if self.levels else "none"

    def in_force(self, at: datetime) -> bool:
        """Whether levels are raised under it on a day: begun, and not ended by any reading."""
        begun = self.start is None or self.start <= at
        return begun and self.ended is None and (self.ends is None or self.ends.state(at) == "running")

    def level(self, asked: str) -> SchemeLevel:
        """A level by its key or any of its names."""
        form = search_form(asked)
        for level in self.levels:
            if form in {search_form(level.key), *(search_form(text) for text in level.names.texts())}:
                return level
        names = [text for level in self.levels for text in (level.key, *level.names.texts())]
        raise unknown_key(f"level of {self.key}", asked, names, remedy=f"Its levels: {', '.join(self.order) or 'none'}")

    def conditions(self, resource: str) -> dict[str, Condition]:
        """Every condition of a criterion for a resource, by key."""
        mine = (one for one in self.criteria if not one.resources or resource in one.resources)
        return {condition.key: condition for one in mine for condition in one.conditions}

    def resource_of(self, item: str) -> str | None:
        """The key under which an item has levels here; None where it has none."""
        found = next((one.key for one in self.resources if item == one.key or item in one.items), None)
        return found or (item if self.any_item else None)

    def silent_since(self, resource: str, asof: AsOf) -> Silence | None:
        """The latest gap that covers this day, as known then."""
        found = [
            one
            for one in self.silences
            if one.resource == resource and one.after <= asof.valid and one.known <= asof.known
        ]
        return max(found, key=lambda one: one.after, default=None)


@dataclass(frozen=True, slots=True)
class Schemes:
    """Every scheme of the loaded content, side by side."""

    by_key: Mapping[str, Scheme]
    known_of: KnownOf

    @classmethod
    def read(cls, files: Mapping[str, str], zone: ZoneInfo, known_of: KnownOf) -> Self:
        """Read every file under `levels/`; what contradicts itself is refused with its place."""
        paths = [path for path in sorted(files) if path.startswith(FOLDER) and path.endswith(".yaml")]
        every = [parse_record(files[path], path, Scheme, zone=zone) for path in paths]
        found = unique_records("scheme", ((scheme.key, scheme) for scheme in every))
        for scheme in every:
            _check(scheme)
            for record in _cited(scheme):
                known_of(record)
        return cls(found, known_of)

    def get(self, key: str) -> Scheme:
        """A scheme by its key or one of its names."""
        if key in self.by_key:
            return self.by_key[key]
        form = search_form(key)
        named = [one for one in self.by_key.values() if form in {search_form(text) for text in one.names.texts()}]
        if len(named) == 1:
            return named[0]
        raise unknown_key("scheme", key, self.by_key, remedy=f"There are: {', '.join(self.by_key) or 'none'}")

    def known_by(self, known: datetime) -> tuple[Scheme, ...]:
        """The schemes that were public by then."""
        return tuple(scheme for scheme in self if self.known_of(scheme) <= known)

    def readings(self, scheme: Scheme, resource: str, start: datetime, end: datetime, known: datetime) -> list[Reading]:
        """What sources report of a resource's conditions for `[start, end)`, as known then."""
        return [
            Reading(
                one.condition, one.value, one.at, one.sources, one.days, self.known_of(one), one.said_by, one.stated
            )
            for one in scheme.readings
            if one.resource == resource and start <= one.at < end and self.known_of(one) <= known
        ]

    def criteria(self, scheme: Scheme, known: datetime) -> tuple[Criterion, ...]:
        """The criteria of a scheme that were public by then."""
        return tuple(one for one in scheme.criteria if self.known_of(one) <= known)

    def latest_known(self) -> datetime | None:
        """The latest instant at which a scheme became known."""
        return max((self.known_of(one) for one in self), default=None)

    def check_step(self, scheme: str, resource: str, levels: Iterable[str], place: str) -> None:
        """A step of a scheme that is loaded names a resource and levels that the scheme has."""
        if scheme not in self.by_key:
            return
        known = self.by_key[scheme]
        if known.resource_of(resource) is None:
            raise _refused(known, "resource", resource, [one.key for one in known.resources], place)
        for level in levels:
            if level not in known.order:
                raise _refused(known, "level", level, known.order, place)

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)


def _cited(scheme: Scheme) -> Iterator[CitedRecord]:
    yield scheme
    yield from (*scheme.criteria, *scheme.readings, *scheme.line, *scheme.measures)
    if scheme.term is not None:
        yield scheme.term


def _check(scheme: Scheme) -> None:
    unique_records("level", ((level.key, level) for level in scheme.levels))
    unique_records("resource", ((one.key, one) for one in scheme.resources))
    unique_records("criterion", ((one.id, one) for one in scheme.criteria))
    resources = [one.key for one in scheme.resources]
    for criterion in scheme.criteria:
        if criterion.level and criterion.level not in scheme.order[1:]:
            raise _refused(scheme, "level", criterion.level, scheme.order[1:], criterion.place)
        for resource in criterion.resources:
            if resource not in resources and not scheme.any_item:
                raise _refused(scheme, "resource", resource, resources, criterion.place)
    for reading in scheme.readings:
        if reading.condition not in scheme.conditions(reading.resource):
            known = scheme.conditions(reading.resource)
            raise _refused(scheme, "condition", reading.condition, known, reading.place)
    for silence in scheme.silences:
        if silence.resource not in resources:
            raise _refused(scheme, "resource", silence.resource, resources, silence.place)


def _refused(scheme: Scheme, kind: str, found: str, known: Iterable[str], place: str) -> ContentError:
    return ContentError(
        f"Scheme '{scheme.key}' has no {kind} '{found}'",
        place=place,
        expected=f"one of {', '.join(known) or 'none'}",
        found=found,
        remedy=f"Correct the {kind}, or add it to the scheme",
    )
