"""One event meeting the state it changes: what it may ask, what it enters, and how it is refused."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from gwanje.foundation.errors import ContentError
from gwanje.foundation.instants import AsOf
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.registry import refusals
from gwanje.registry.content.events import Change
from gwanje.registry.content.records import Holding, Parent
from gwanje.registry.entering.building import LogBuilder
from gwanje.registry.entering.versions import DatedEvent
from gwanje.registry.entries import Entry

ChangeType = TypeVar("ChangeType")


@dataclass(frozen=True, slots=True)
class Step:
    """An event with the log it is entered in; questions are asked as known while the event stood."""

    builder: LogBuilder
    dated: DatedEvent
    at: datetime

    @property
    def change(self) -> Change:
        """The event's values."""
        return self.dated.event.change

    @property
    def place(self) -> str:
        """File and line of the event, or of its reform."""
        return self.change.place or self.dated.reform.place

    @property
    def now(self) -> AsOf:
        """The instant of the event, as known while it stood."""
        return AsOf(self.at, self.dated.world)

    def typed(self, kind: type[ChangeType]) -> ChangeType:
        """The event's values, as the type its verb carries."""
        if not isinstance(self.change, kind):
            raise TypeError(f"{self.dated.event.verb} does not carry a {kind.__name__}")
        return self.change

    def state(self, subject: str, aspect: str) -> Entry | None:
        """What holds when the event takes effect."""
        return self.builder.log.at(subject, aspect, self.now)

    def entry(self, subject: str, aspect: str, value: object) -> Entry:
        """An entry with the event's days, facts and sources."""
        change = self.change
        return Entry(
            subject=subject,
            aspect=aspect,
            value=value,
            start=self.at,
            known=self.dated.known,
            order=0,
            verb=self.dated.event.verb,
            fact=change.fact,
            also=change.also,
            start_is_exact=self.dated.day_is_exact,
            not_later_than=not self.dated.day_is_exact,
            sources=self.dated.sources,
            status=change.status,
            claims=change.claims,
            note=change.note,
            note_ko=change.note_ko,
            place=self.place,
            reform=self.dated.belongs_to,
            until_known=self.dated.until_known,
        )

    def put(self, subject: str, aspect: str, value: object, *, after: Entry | None = None) -> None:
        """Enter a value; one that follows from an entry known later than the event is known no earlier than that."""
        entry = self.entry(subject, aspect, value)
        if after is not None and after.known > entry.known:
            entry = replace(entry, known=after.known)
        self.builder.put(entry)

    def put_names(self, unit: str, names: object) -> None:
        """Enter the names that are given; a language left out stays as it was."""
        for lang in NAME_LANGUAGES:
            name = getattr(names, lang, None)
            if name is not None:
                self.put(unit, f"name:{lang}", name)

    def refuse(self, need: str, found: str, met: Entry | None = None) -> ContentError:
        """The refusal of an event that finds another state than the one it changes."""
        return refusals.precondition(
            self.dated.event.verb, self.change.fact, need, found, met, self.at, self.place, self.builder.zone
        )

    def declared(self, kind: str, *identities: str) -> None:
        """Refuse an id or key that nobody declared."""
        for identity in identities:
            self.builder.declared(kind, identity, self.change.fact, self.place)

    def must_exist(self, *units: str) -> None:
        """Refuse a unit that does not exist when the event takes effect."""
        for unit in units:
            self.declared("unit", unit)
            met = self.builder.log.standing(unit, "exists", self.now)
            if met is None:
                raise self.refuse(f"unit {unit} to exist", self._not_there_yet(unit))
            if not met.has_value:
                raise self.refuse(f"unit {unit} to exist", "it has ended", met)

    def _not_there_yet(self, unit: str) -> str:
        """Why a unit is not there when the event takes effect, with what brings it in later."""
        zone = self.builder.zone
        told = [one for one in self.builder.log.of(unit, "exists") if one.has_value and one.until_known is None]
        if told:
            day, whence = refusals.day_of(told[0].start, zone), ", ".join(told[0].sources) or told[0].fact
            word = "begins" if told[0].start_is_exact else "is attested only from"
            return f"it {word} {day} ({whence}, {told[0].place})"
        birth = self.builder.coming.get(unit)
        if birth is None:
            return "no statement or event brings it into being"
        if birth.at == self.at:
            return f"{birth.fact} ({birth.place}) brings it into being that day, in a later line: write it before this"
        if birth.at is None:
            return f"{birth.fact} ({birth.place}) brings it into being on a day that is not known"
        return f"{birth.fact} ({birth.place}) brings it into being only on {refusals.day_of(birth.at, zone)}"

    def parent_must_exist(self, parent: Parent) -> None:
        """Refuse a parent that is not declared, or not there."""
        self.builder.parent_declared(parent, self.change.fact, self.place)
        if parent.upward is not None:
            self.must_exist(parent.upward)

    def holdings_of(self, unit: str) -> list[tuple[Entry, Holding]]:
        """The holdings in which a unit has a part."""
        found = self.builder.log.naming(unit, self.now)
        return [
            (entry, entry.value)
            for entry in found
            if isinstance(entry.value, Holding) and unit in entry.value.named_units
        ]

    def children_of(self, unit: str) -> list[tuple[Entry, Parent]]:
        """The units that hang under a unit, directly or somewhere within it, and exist."""
        found = self.builder.log.naming(unit, self.now)
        return [
            (entry, entry.value)
            for entry in found
            if isinstance(entry.value, Parent)
            and entry.value.upward == unit
            and self.state(entry.subject, "exists") is not None
        ]

    def put_holding(self, mandate: str, holding: Holding, *, derived: str = "", after: Entry | None = None) -> None:
        """Enter who holds a mandate, and refuse a second lead where scopes meet."""
        entry = replace(self.entry(mandate, holding.about.aspect, holding), derived=derived)
        if after is not None and after.known > entry.known:
            entry = replace(entry, known=after.known)
        self.builder.put_holding(entry, holding)


def replaced(units: Iterable[str], old: frozenset[str], new: str) -> tuple[str, ...]:
    """A list of units in which some have become another one; each stands once."""
    return tuple(dict.fromkeys(new if unit in old else unit for unit in units))
