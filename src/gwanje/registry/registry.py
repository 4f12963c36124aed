"""The registry of one country: every question about units and mandates, for any `AsOf`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Self
from zoneinfo import ZoneInfo

from gwanje.foundation.citations import Reference
from gwanje.foundation.errors import UnknownKeyError
from gwanje.foundation.instants import AsOf
from gwanje.registry.cautions import cautions_of, part_left
from gwanje.registry.checking import Checking
from gwanje.registry.comparing import Comparison
from gwanje.registry.content.events import ReformRecord, Transfer
from gwanje.registry.content.recorded import Act
from gwanje.registry.content.records import KindRecord, MandateRecord
from gwanje.registry.delegations import DelegationView
from gwanje.registry.diffs import Diff, Handover
from gwanje.registry.entering.ledger import PostLine, ledger_of
from gwanje.registry.entering.making import Made, RegistryInputs, Unapplied
from gwanje.registry.entering.posts import stock_of
from gwanje.registry.entering.versions import Version
from gwanje.registry.entries import Entry
from gwanje.registry.event_words import EventWords
from gwanje.registry.finding import Finder, Found
from gwanje.registry.handover import Access, Handovers, Overlap
from gwanje.registry.holders import Holder, Holders, MandateView, PartView
from gwanje.registry.people import People
from gwanje.registry.previewing import Preview, sides_of
from gwanje.registry.reforms import Reforms, ReformView
from gwanje.registry.routing import Route, Router
from gwanje.registry.scopes import WHOLE, Scope
from gwanje.registry.units import ChainLink, Chains, DatedName, Units, UnitView, Words


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with the chain above it."""

    unit: UnitView
    chain: tuple[ChainLink, ...]

    def as_answer(self) -> dict[str, Any]:
        """The unit and its chain as every answer prints them."""
        return {**self.unit.as_answer(), "chain": [link.as_answer() for link in self.chain]}


@dataclass(frozen=True, slots=True)
class UnitCard:
    """The answer to `org show` for one unit: itself, its chain, children, names, and the mandates it leads."""

    placed: PlacedUnit
    children: tuple[UnitView, ...]
    names: tuple[DatedName, ...]
    leads: tuple[Holder, ...]
    parts: tuple[tuple[Holder, PartView], ...]
    cooperates: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Structure:
    """Every unit that exists at an `AsOf`, and how many are not known to exist then."""

    asof: AsOf
    units: tuple[PlacedUnit, ...]
    not_known: tuple[str, ...]

    def unit(self, identity: str) -> PlacedUnit | None:
        """One unit of the structure."""
        return next((placed for placed in self.units if placed.unit.id == identity), None)


class Registry:
    """Units, mandates, holders and reforms of one country, read once, asked for any `AsOf`."""

    def __init__(self, made: Made, unapplied: tuple[Unapplied, ...] = ()) -> None:
        self._made = made
        self._content = made.content
        self._log = made.log
        self.zone = made.zone
        self.unapplied = unapplied
        self._units = Units(made.log, made.content.units, made.content.kinds)
        self.people = People(made.log, made.content)
        self._holders = Holders(made.log, self._units, made.zone, self.people, made.content.delegations)
        words = EventWords(self._units, made.content.kinds, made.content.mandates, made.content.delegations)
        self._reforms = Reforms(made.versions, made.events, made.reversals, words)
        self._checking = Checking(made.log, self._units, made.content, self._reforms)
        self._handovers = Handovers(made.log, made.content, made.zone)
        self._router = Router(made.content.routes, made.content.mandates)
        self._by_key = {record.key: record for record in made.content.mandates.values()}
        self._unit_finder = Finder("unit", {unit: self._unit_texts(unit) for unit in made.content.units})
        self._mandate_finder = Finder(
            "mandate", {m.id: (m.id, m.key, *m.names.texts()) for m in made.content.mandates.values()}
        )

    @classmethod
    def read(
        cls,
        files: Mapping[str, str],
        zone: ZoneInfo,
        *,
        compiled: datetime,
        references_known: Mapping[str, datetime | None] | None = None,
        acts: Iterable[Act] = (),
    ) -> Self:
        """Read the registry's content and refuse what contradicts itself.

        Args:
            files: Content text by relative path; only `registry/` is read.
            zone: The country's zone.
            compiled: Known instant of records whose sources carry no date.
            references_known: When each source was published, None where nobody recorded it.
            acts: What people entered in this tower, in order.
        """
        return cls(RegistryInputs(files, zone, compiled, references_known or {}, tuple(acts)).make())

    @classmethod
    def read_what_fits(cls, inputs: RegistryInputs) -> Self:
        """The same, but what people entered and no longer fits the content is left out and told in `unapplied`."""
        made, unapplied = inputs.make_what_fits()
        return cls(made, unapplied)

    @property
    def acts(self) -> tuple[Act, ...]:
        """What people entered in this tower, as far as it is part of the answers."""
        return self._made.acts

    @property
    def references(self) -> tuple[Reference, ...]:
        """The publications that reforms brought with them."""
        return self._made.references

    def _unit_texts(self, unit: str) -> tuple[str, ...]:
        return (unit, *self._units.every_name(unit))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every dated entry, in no order of meaning."""
        return tuple(self._log)

    def mandates(self, known: datetime | None = None) -> tuple[MandateView, ...]:
        """Every mandate, in the order content declares them; one that a reform brings only once that is public."""
        brought = {
            mandate.id: min(one.known for one in self._reforms.versions(version.reform.id))
            for version in self._made.versions
            for mandate in version.reform.mandates
        }
        told = (m for m in self._content.mandates.values() if known is None or brought.get(m.id, known) <= known)
        return tuple(MandateView(m.id, m.key, m.names) for m in told)

    def kinds(self) -> tuple[KindRecord, ...]:
        """Every kind of unit content declares."""
        return tuple(self._content.kinds.values())

    def latest_known(self) -> datetime | None:
        """The latest known instant in the room's content."""
        return max([*(entry.known for entry in self._log), *(one.known for one in self._made.versions)], default=None)

    def structure(self, asof: AsOf) -> Structure:
        """Every unit that exists at an `AsOf`, each with the chain above it."""
        chains = Chains(self._units, asof)
        views = [chains.view(unit) for unit in self._units.ids()]
        placed = (PlacedUnit(view, chains.above(view.id)) for view in views if view.state == "exists")
        unknown = tuple(view.id for view in views if view.state == "not_known")
        return Structure(asof, tuple(placed), unknown)

    def who(self, mandate: str, asof: AsOf, *, scope: str = WHOLE, scheme: str = "", item: str = "") -> Holder:
        """Who holds a mandate, or a part of it, under a scheme, for an item; the mandate by id, key or name."""
        return self._holders.who(self._mandate(mandate), asof, Scope(scope, scheme, item))

    def show(self, unit: str, asof: AsOf) -> UnitCard:
        """One unit with its chain, children, names of all times, and the mandates it has a part in."""
        identity = self.find_unit(unit)
        view = self._units.view(identity, asof)
        chains = Chains(self._units, asof)
        holders = [self._who_any(mandate, asof, chains) for mandate in self._content.mandates.values()]
        return UnitCard(
            placed=PlacedUnit(view, self._units.chain(identity, asof) if view.state == "exists" else ()),
            children=self._children(identity, asof),
            names=self._units.history_of_names(identity, asof.known),
            leads=tuple(h for h in holders if identity in {unit.id for unit in (h.lead, h.inner) if unit is not None}),
            parts=tuple(
                (h, part) for h in holders for part in h.parts if part.lead is not None and part.lead.id == identity
            ),
            cooperates=tuple(h for h in holders if identity in {u.id for u in (*(h.cooperating or ()), *h.units)}),
        )

    def _children(self, parent: str, asof: AsOf) -> tuple[UnitView, ...]:
        views = (self._units.view(unit, asof) for unit in self._units.ids())
        return tuple(view for view in views if view.state == "exists" and view.parent and view.parent.unit == parent)

    def diff(self, start: AsOf, end: AsOf) -> Diff:
        """Every change of units and mandates between two `AsOf`."""
        before, after = Chains(self._units, start), Chains(self._units, end)
        pairs = [
            (self._who_any(record, start, before), self._who_any(record, end, after))
            for record in self._content.mandates.values()
        ]
        return Comparison(self._log, self._units, self._reforms, start, end).diff(pairs)

    def delegations(self, mandate: str, asof: AsOf) -> list[DelegationView]:
        """The delegations of an affair and of its parts that run."""
        return self._holders.delegations(self._mandate(mandate), asof)

    def held_by(self, mandate: str, asof: AsOf) -> Holder:
        """Who holds a mandate; of one that is held in parts only, who holds its first part."""
        return self._who_any(self._mandate(mandate), asof, Chains(self._units, asof))

    def _who_any(self, record: MandateRecord, asof: AsOf, chains: Chains) -> Holder:
        """The holder of the whole; of an affair that is held in parts only, of its first part."""
        scopes = [Scope.of_aspect(aspect) for aspect in self._log.aspects(record.id, "holding:")]
        if Scope() in scopes or not scopes:
            return self._holders.who(record, asof, Scope(), chains)
        return self._holders.who(record, asof, scopes[0], chains, every_part=True)

    def handover(self, mandate: str, start: AsOf, end: AsOf) -> Handover | None:
        """What was handed over between two `AsOf`: a change of the lead or of any link above it; None if nothing."""
        record = self._mandate(mandate)
        before, after = (self._who_any(record, asof, Chains(self._units, asof)) for asof in (start, end))
        return Handover(before, after) if before.path() != after.path() else None

    def preview(self, reform: str, known: datetime) -> Preview:
        """Everything a planner looks at before a reform takes effect; the reform by its id.

        Raises:
            UnknownKeyError: no reform with this id is public by the known time.
            WrongUseError: nobody knows its day.
        """
        view = self.reform(reform, known)
        eve, day = sides_of(view, known)
        diff = self._own(reform, self.diff(eve, day))
        moved = {change.subject for change in diff.changes if change.kind in {"mandate_moved", "chain_changed"}}
        pairs = (self.handover(mandate, eve, day) for mandate in self._content.mandates if mandate in moved)
        return Preview(
            reform=view,
            eve=eve,
            day=day,
            diff=diff,
            checks=self._checking.of(self._version_told(view), eve, day),
            cautions=(
                *cautions_of(view, self._version_told(view).reform, self._units.view, day, self.zone),
                *self._parts_left(self._version_told(view).reform, day),
            ),
            ledger=tuple(line for line in self.ledger(day) if reform in line.reforms),
            handovers=tuple(handover for handover in pairs if handover is not None),
            overlaps=tuple(one for one in self._handovers.overlaps(day) if one.reform == reform),
        )

    def _parts_left(self, reform: ReformRecord, day: AsOf) -> Iterator[Words]:
        """Parts with a holder of their own that stay with the unit from which the whole affair goes."""
        wholes = (change for event in reform.events if isinstance(change := event.change, Transfer))
        for change in (one for one in wholes if one.about == Scope() and one.origin != one.to):
            for holder in (self.held_by(self._mandate(mandate).id, day) for mandate in change.mandates):
                for part in holder.parts:
                    if part.lead is not None and part.lead.id == change.origin:
                        yield part_left(holder, part, part.lead)

    def _own(self, reform: str, diff: Diff) -> Diff:
        """Only what a reform changes itself; between its first and its last day others may change something too."""
        own = {fact for entry in self._log if entry.reform == reform for fact in entry.facts}
        return replace(diff, changes=tuple(change for change in diff.changes if own.intersection(change.facts)))

    def _version_told(self, view: ReformView) -> Version:
        """The version of a reform that a view tells of."""
        return next(one for one in self._reforms.versions(view.id) if one.number == view.version)

    def sides(self, reform: str, known: datetime) -> tuple[AsOf, AsOf]:
        """The day before the first event of a reform, and the day of its last one.

        Raises:
            UnknownKeyError: no reform with this id is public by the known time.
            WrongUseError: nobody knows its day.
        """
        return sides_of(self.reform(reform, known), known)

    def reform(self, reform: str, known: datetime) -> ReformView:
        """One reform, as known; "did you mean" for another id."""
        view = self._reforms.one(reform, AsOf(known, known)) if reform in self._reforms.ids() else None
        if view is None:
            public = [one.id for one in self._reforms.at(AsOf(known, known))]
            raise _no_reform(reform, public, known, self.zone)
        return view

    def versions(self, reform: str) -> tuple[Version, ...]:
        """Every version of a reform, the oldest first."""
        return self._reforms.versions(reform)

    def ledger(self, asof: AsOf, unit: str | None = None) -> list[PostLine]:
        """The post ledger of one unit, or of every unit that has one, the earliest line first."""
        units = self._content.units if unit is None else (self.find_unit(unit),)
        return sorted(
            (line for one in units for line in ledger_of(self._log, one, asof)), key=lambda line: (line.on, line.unit)
        )

    def posts_of(self, unit: str, asof: AsOf) -> int | None:
        """How many posts a unit has; None where no source lists them."""
        return stock_of(self._log, unit, asof)

    def overlaps(self, asof: AsOf, *, mandate: str | None = None, unit: str | None = None) -> list[Overlap]:
        """Former leads that may still look in, or will."""
        return self._handovers.overlaps(asof, mandate=mandate, unit=unit)

    def access(self, unit: str, mandate: str, asof: AsOf) -> Access:
        """Whether a unit may work on an affair at an instant, and why."""
        return self._handovers.access(self.find_unit(unit), self._mandate(mandate).id, asof)

    def access_of_person(self, person: str, mandate: str, asof: AsOf) -> list[Access]:
        """The same for everybody's units: one answer for each post the person sits on."""
        return [self.access(post.unit, mandate, asof) for post in self.people.posts_of_person(person, asof)]

    def routes_to(self, mandate: str) -> tuple[str, ...]:
        """The facts and items that a rule sends to an affair."""
        return self._router.routed_to(self._mandate(mandate).key)

    def reforms(self, asof: AsOf) -> list[ReformView]:
        """Every reform that is public by the known time: planned, in force, or with a day nobody knows."""
        return self._reforms.at(asof)

    def route(self, fact_or_item: str) -> Route:
        """The mandate a fact or an item goes to, or None with the reason."""
        return self._router.route(fact_or_item)

    def find_unit(self, asked: str) -> str:
        """The id of the unit called so in any language and period; else "did you mean"."""
        return asked if asked in self._content.units else self._unit_finder.find(asked)

    def find_mandate(self, asked: str) -> MandateView:
        """The mandate with this id, key or name; else "did you mean"."""
        record = self._mandate(asked)
        return MandateView(record.id, record.key, record.names)

    def _mandate(self, asked: str) -> MandateRecord:
        known = self._content.mandates
        found = known.get(asked) or self._by_key.get(asked)
        return found if found is not None else known[self._mandate_finder.find(asked)]

    def search_units(self, asked: str, limit: int = 5) -> list[Found]:
        """The units whose names come nearest, typing mistakes allowed."""
        return self._unit_finder.search(asked, limit)

    def search_mandates(self, asked: str, limit: int = 5) -> list[Found]:
        """The mandates whose keys or names come nearest, typing mistakes allowed."""
        return self._mandate_finder.search(asked, limit)


def _no_reform(asked: str, public: list[str], known: datetime, zone: ZoneInfo) -> UnknownKeyError:
    near = get_close_matches(asked, public, n=1, cutoff=0.8)
    listed = f"Public by then: {', '.join(public)}" if public else "No reform was public by then; give a later --known"
    return UnknownKeyError(
        f"No reform with the id '{asked}' was public by {known.astimezone(zone):%Y-%m-%d %H:%M %Z}",
        expected="the id of a reform that was public by then",
        found=asked,
        remedy=f"Did you mean {near[0]}?" if near else listed,
    )
