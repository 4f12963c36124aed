"""The log while it is filled: declared ids, chains without cycles, one lead per affair and scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA, Levenshtein

from gwanje.foundation.citations import CitedRecord
from gwanje.foundation.content import Record
from gwanje.foundation.instants import AsOf, day_start, known_day
from gwanje.foundation.names import NAME_LANGUAGES
from gwanje.registry import refusals
from gwanje.registry.content.reading import Content
from gwanje.registry.content.records import DelegationRecord, Holding, Parent, UnitRecord, UnitStatement
from gwanje.registry.entering.versions import END_OF_TIME, KnownRule
from gwanje.registry.entries import Entry, Log
from gwanje.registry.scopes import Scope


@dataclass(frozen=True, slots=True)
class Birth:
    """The event that brings a unit into being, for messages about a unit that is not there yet."""

    fact: str
    at: datetime | None
    place: str


class LogBuilder:
    """Turns statements and events into entries, refusing what contradicts the state it meets."""

    def __init__(self, content: Content, zone: ZoneInfo, known: KnownRule) -> None:
        self.content = content
        self.zone = zone
        self.known = known
        self.log = Log()
        self.ended: list[tuple[str, AsOf]] = []
        self.coming: Mapping[str, Birth] = {}
        self._order = 0

    def put(self, entry: Entry) -> None:
        """Add one entry after all that were told before it."""
        self._order += 1
        if entry.aspect == "exists" and not entry.has_value:
            self.ended.append((entry.subject, AsOf(entry.start, _world(entry))))
        self.log.add(replace(entry, order=self._order), _named_units(entry.value))

    def put_holding(self, entry: Entry, holding: Holding) -> None:
        """Add a holding; one that would give two leads where scopes meet is refused."""
        self._refuse_second_lead(entry, holding)
        self.put(entry)

    def _refuse_second_lead(self, entry: Entry, holding: Holding) -> None:
        scope, now = Scope.of_aspect(entry.aspect), AsOf(entry.start, _world(entry))
        for aspect in self.log.aspects(entry.subject, "holding:"):
            both = scope.meets(Scope.of_aspect(aspect))
            other = self.log.at(entry.subject, aspect, now) if both else None
            if both is None or other is None or not isinstance(other.value, Holding):
                continue
            settled = self.log.at(entry.subject, both.aspect, now)
            if settled is None and (other.value.lead, other.value.state) != (holding.lead, holding.state):
                raise refusals.two_leads(entry.subject, both.key, other, entry, self.zone)

    def declared(self, kind: str, identity: str, fact: str, place: str) -> None:
        """Refuse an id or key that content does not declare."""
        known: Mapping[str, Record] = {
            "unit": self.content.units,
            "mandate": self.content.mandates,
            "kind": self.content.kinds,
            "post": self.content.posts,
        }[kind]
        if identity not in known:
            words = {"kind": known, "mandate": [record.key for record in self.content.mandates.values()]}
            near = _same_but_for_a_slip(identity, known) or _nearest_word(identity, words.get(kind, ()))
            raise refusals.unknown_subject(kind, identity, fact, place, near)

    def delegation_declared(self, form: str, fact: str, place: str) -> DelegationRecord:
        """A form of delegation; one that content does not declare is refused."""
        known = {record.key: record for record in self.content.delegations}
        if form not in known:
            raise refusals.unknown_subject("form of delegation", form, fact, place, _nearest_word(form, known))
        return known[form]

    def unit_of(self, identity: str, now: AsOf) -> str:
        """The unit itself, or the unit a post belongs to at an instant."""
        entry = self.log.at(identity, "unit", now)
        return str(entry.value) if entry is not None else identity

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
                self.refuse_cycle(unit.id, AsOf(entry.start, END_OF_TIME), entry.place)

    def _add_unit_statement(self, unit: UnitRecord, said: UnitStatement) -> None:
        base = self.statement_entry(unit.id, said, said.since, said.attested)
        if said.kind is not None:
            self.declared("kind", said.kind, unit.id, said.place)
            self.put(replace(base, aspect="kind", value=said.kind))
        if said.parent is not None:
            self.parent_declared(said.parent, unit.id, said.place)
            self.put(replace(base, aspect="parent", value=said.parent))
        if said.term is not None:
            self.put(replace(base, aspect="term", value=said.term))
        for lang in NAME_LANGUAGES:
            name = getattr(said.names, lang) if said.names else None
            if name is not None:
                self.put(replace(base, aspect=f"name:{lang}", value=name))
        if self.log.at(unit.id, "exists", AsOf(valid=base.start, known=base.known)) is None:
            self.put(replace(base, aspect="exists", value=True))

    def _add_holding(self, mandate: str, held: Holding) -> None:
        for unit in held.named_units:
            self.declared("unit", unit, mandate, held.place)
        base = self.statement_entry(mandate, held, held.since, held.attested)
        entry = replace(base, aspect=held.about.aspect, value=held, derived=held.derived)
        for other in self.log.of(mandate, entry.aspect):
            if other.start == entry.start:
                raise refusals.two_leads(mandate, held.about.key, other, entry, self.zone)
        self.put_holding(entry, held)

    def statement_entry(
        self, subject: str, said: CitedRecord, since: datetime | None, attested: datetime | None
    ) -> Entry:
        """An entry for what a source says was so: from its day, or from the day of its earliest evidence."""
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
            note_ko=said.note_ko,
            place=said.place,
        )

    def refuse_cycle(self, unit: str, now: AsOf, place: str) -> None:
        """Refuse a unit that would stand above itself at an instant."""
        path = [unit]
        while (entry := self.log.at(path[-1], "parent", now)) is not None:
            parent = entry.value
            if not isinstance(parent, Parent) or parent.upward is None:
                return
            path.append(parent.upward)
            if parent.upward in path[:-1]:
                raise refusals.cycle(path, now.valid, place, self.zone)


def _same_but_for_a_slip(asked: str, known: Iterable[str]) -> str:
    """The one id that differs by case, by two characters swapped, or by one too many or too few.

    Ids say nothing: one with another digit is another unit, and no hint.
    """

    def slipped(one: str) -> bool:
        swapped = OSA.distance(asked, one) == 1 < Levenshtein.distance(asked, one)
        return one.lower() == asked.lower() or swapped or (OSA.distance(asked, one) == 1 and len(one) != len(asked))

    found = [one for one in known if slipped(one)]
    return found[0] if len(found) == 1 else ""


def _nearest_word(asked: str, known: Iterable[str]) -> str:
    near = get_close_matches(asked, list(known), n=1, cutoff=0.6)
    return near[0] if near else ""


def _world(entry: Entry) -> datetime:
    """The latest known time at which an entry stood."""
    return END_OF_TIME if entry.until_known is None else entry.until_known - timedelta(microseconds=1)


def _named_units(value: object) -> tuple[str, ...]:
    if isinstance(value, Holding):
        return value.named_units
    return (value.upward,) if isinstance(value, Parent) and value.upward is not None else ()
