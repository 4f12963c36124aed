"""From content text to dated entries: every statement and event is checked against the state it meets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record, RecordType, parse_record, parse_records, unique_records
from gwanje.foundation.instants import AsOf, day_start, known_day
from gwanje.registry import refusals
from gwanje.registry.entries import Entry, Log
from gwanje.registry.records import (
    Event,
    Holding,
    KindRecord,
    MandateRecord,
    Parent,
    ReformRecord,
    RouteRecord,
    UnitRecord,
    UnitStatement,
)

FOLDER = "registry/"
END_OF_TIME = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Content:
    """The records of the room's files, before they are put in time."""

    kinds: Mapping[str, KindRecord]
    units: Mapping[str, UnitRecord]
    mandates: Mapping[str, MandateRecord]
    reforms: tuple[ReformRecord, ...]
    routes: tuple[RouteRecord, ...]


def read_content(files: Mapping[str, str], zone: ZoneInfo) -> Content:
    """Parse the registry's files; ids and keys are unique."""
    mandates = _list(files, "mandates.yaml", MandateRecord, zone)
    unique_records("mandate", ((record.key, record) for record in mandates))
    reforms = [
        parse_record(text, name, ReformRecord, zone=zone)
        for name, text in sorted(files.items())
        if name.startswith(f"{FOLDER}reforms/") and name.endswith(".yaml")
    ]
    unique_records("reform", ((record.id, record) for record in reforms))
    return Content(
        kinds=unique_records("kind", ((record.key, record) for record in _list(files, "kinds.yaml", KindRecord, zone))),
        units=unique_records("unit", ((record.id, record) for record in _list(files, "units.yaml", UnitRecord, zone))),
        mandates=unique_records("mandate", ((record.id, record) for record in mandates)),
        reforms=tuple(reforms),
        routes=tuple(_list(files, "routing.yaml", RouteRecord, zone)),
    )


def _list(files: Mapping[str, str], name: str, model: type[RecordType], zone: ZoneInfo) -> list[RecordType]:
    path = FOLDER + name
    return parse_records(files[path], path, model, zone=zone) if path in files else []


@dataclass(frozen=True, slots=True)
class KnownRule:
    """Since when a record was public: its own word, else its earliest dated source, else the day of compilation."""

    references: Mapping[str, datetime | None]
    compiled: datetime

    def of(self, record: CitedRecord, fallback: CitedRecord | None = None) -> datetime:
        """The known instant of a record; an event without its own asks its reform."""
        if record.known is not None:
            return record.known
        if fallback is not None:
            return self.of(fallback)
        dated = [known for source in record.sources if (known := self.references.get(source)) is not None]
        return min(dated, default=self.compiled)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event of a reform with its effective and known instants; no effective instant means the day is not known."""

    reform: ReformRecord
    event: Event
    effective: datetime | None
    known: datetime
    day_is_exact: bool

    @property
    def sources(self) -> tuple[str, ...]:
        """The event's own sources, else the reform's."""
        return self.event.change.sources or self.reform.sources


def date_events(reforms: Iterable[ReformRecord], known: KnownRule) -> list[DatedEvent]:
    """Every event in the order it takes effect; events of one instant keep the order they are told in."""
    dated = []
    for reform in reforms:
        for event in reform.events:
            change = event.change
            day = change.effective or change.not_later_than or reform.effective
            dated.append(
                DatedEvent(
                    reform=reform,
                    event=event,
                    effective=day if isinstance(day, datetime) else None,
                    known=known.of(change, reform),
                    day_is_exact=change.not_later_than is None,
                )
            )
    return sorted(dated, key=lambda item: item.effective or END_OF_TIME)


class LogBuilder:
    """Turns statements and events into entries, refusing what contradicts the state it meets."""

    def __init__(self, content: Content, zone: ZoneInfo, known: KnownRule) -> None:
        self.content = content
        self.zone = zone
        self.known = known
        self.log = Log()
        self._order = 0

    def put(self, entry: Entry) -> None:
        """Add one entry after all that were told before it."""
        self._order += 1
        self.log.add(replace(entry, order=self._order))

    def state(self, subject: str, aspect: str, at: datetime) -> Entry | None:
        """What holds just when an event takes effect, with all that is known."""
        return self.log.at(subject, aspect, AsOf(valid=at, known=END_OF_TIME))

    def declared(self, kind: str, identity: str, fact: str, place: str) -> None:
        """Refuse an id or key that content does not declare."""
        known: Mapping[str, Record] = {
            "unit": self.content.units,
            "mandate": self.content.mandates,
            "kind": self.content.kinds,
        }[kind]
        if identity not in known:
            near = get_close_matches(identity, known, n=1, cutoff=0.6)
            raise refusals.unknown_subject(kind, identity, fact, place, near[0] if near else "")

    def parent_declared(self, parent: Parent, fact: str, place: str) -> None:
        """Refuse a parent that content does not declare."""
        for unit in (parent.unit, parent.within):
            if unit is not None:
                self.declared("unit", unit, fact, place)

    def add_before(self) -> None:
        """Enter what was so before every reform."""
        for unit in self.content.units.values():
            for statement in unit.before:
                self._add_unit_statement(unit, statement)
        for mandate in self.content.mandates.values():
            for holding in mandate.before:
                self._add_holding(mandate.id, holding)
        for unit in self.content.units.values():
            for entry in self.log.of(unit.id, "parent"):
                self.refuse_cycle(unit.id, entry.start, entry.place)

    def _add_unit_statement(self, unit: UnitRecord, said: UnitStatement) -> None:
        base = self._statement_entry(unit.id, said, said.since, said.attested)
        if said.kind is not None:
            self.declared("kind", said.kind, unit.id, said.place)
            self.put(replace(base, aspect="kind", value=said.kind))
        if said.parent is not None:
            self.parent_declared(said.parent, unit.id, said.place)
            self.put(replace(base, aspect="parent", value=said.parent))
        for lang in ("ko", "en"):
            name = getattr(said.names, lang) if said.names else None
            if name is not None:
                self.put(replace(base, aspect=f"name:{lang}", value=name))
        if self.log.at(unit.id, "exists", AsOf(valid=base.start, known=base.known)) is None:
            self.put(replace(base, aspect="exists", value=True))

    def _add_holding(self, mandate: str, held: Holding) -> None:
        for unit in (held.lead, held.inner, *held.units, *self._named(held.cooperating)):
            if unit is not None and unit != "not reported":
                self.declared("unit", unit, mandate, held.place)
        base = self._statement_entry(mandate, held, held.since, held.attested)
        entry = replace(base, aspect=f"holding:{held.scope}", value=held, derived=held.derived)
        for other in self.log.of(mandate, entry.aspect):
            if other.start == entry.start:
                raise refusals.two_leads(mandate, held.scope, other, entry, self.zone)
        self.put(entry)

    @staticmethod
    def _named(units: tuple[str, ...] | str) -> tuple[str, ...]:
        return units if isinstance(units, tuple) else ()

    def _statement_entry(
        self, subject: str, said: CitedRecord, since: datetime | None, attested: datetime | None
    ) -> Entry:
        known = self.known.of(said)
        return Entry(
            subject=subject,
            aspect="",
            value=None,
            start=since or attested or day_start(known_day(known, self.zone), self.zone),
            known=known,
            order=0,
            start_is_exact=since is not None,
            sources=said.sources,
            status=said.status,
            claims=said.claims,
            note=said.note,
            place=said.place,
        )

    def refuse_cycle(self, unit: str, at: datetime, place: str) -> None:
        """Refuse a unit that would stand above itself at an instant."""
        path = [unit]
        while (entry := self.state(path[-1], "parent", at)) is not None:
            parent = entry.value
            if not isinstance(parent, Parent) or parent.upward is None:
                return
            path.append(parent.upward)
            if parent.upward in path[:-1]:
                raise refusals.cycle(path, at, place, self.zone)
