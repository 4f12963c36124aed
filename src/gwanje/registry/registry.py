"""The registry of one country: every question about units and mandates, for any `AsOf`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from gwanje.foundation.instants import AsOf
from gwanje.registry.diffs import Comparison, Diff, Handover
from gwanje.registry.enacting import enact
from gwanje.registry.entries import Entry, Log
from gwanje.registry.finding import Finder, Found
from gwanje.registry.holders import Holder, Holders, MandateView
from gwanje.registry.reading import Content, DatedEvent, KnownRule, LogBuilder, date_events, read_content
from gwanje.registry.records import WHOLE, MandateRecord
from gwanje.registry.reforms import EventView, Reforms, ReformView
from gwanje.registry.routing import Route, Router
from gwanje.registry.units import ChainLink, DatedName, Units, UnitView


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

    def __init__(self, content: Content, log: Log, events: list[DatedEvent], known: KnownRule, zone: ZoneInfo) -> None:
        self._content = content
        self._log = log
        self._known_of = {reform.id: known.of(reform) for reform in content.reforms}
        self._units = Units(log, content.units, content.kinds)
        self._holders = Holders(log, self._units, zone)
        self._reforms = Reforms(events, self._units, content.kinds, content.mandates)
        self._router = Router(content.routes, content.mandates)
        self._unit_finder = Finder("unit", {unit: self._unit_texts(unit) for unit in content.units})
        self._mandate_finder = Finder(
            "mandate", {m.id: (m.id, m.key, *m.names.texts()) for m in content.mandates.values()}
        )

    @classmethod
    def read(
        cls,
        files: Mapping[str, str],
        zone: ZoneInfo,
        *,
        compiled: datetime,
        references_known: Mapping[str, datetime | None] | None = None,
    ) -> Self:
        """Read the registry's content and refuse what contradicts itself.

        Args:
            files: Content text by relative path; only `registry/` is read.
            zone: The country's zone.
            compiled: Known instant of records whose sources carry no date.
            references_known: When each source was published, None where nobody recorded it.
        """
        content = read_content(files, zone)
        known = KnownRule(references_known or {}, compiled)
        events = date_events(content.reforms, known)
        builder = LogBuilder(content, zone, known)
        builder.add_before()
        for dated in events:
            enact(builder, dated)
        return cls(content, builder.log, events, known, zone)

    def _unit_texts(self, unit: str) -> tuple[str, ...]:
        return (unit, *(dated.name.text for dated in self._units.history_of_names(unit)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every dated entry, in no order of meaning."""
        return tuple(self._log)

    def mandates(self) -> tuple[MandateView, ...]:
        """Every mandate, in the order content declares them."""
        return tuple(MandateView(m.id, m.key, m.names) for m in self._content.mandates.values())

    def latest_known(self) -> datetime | None:
        """The latest known instant in the room's content."""
        return max([*(entry.known for entry in self._log), *self._known_of.values()], default=None)

    def structure(self, asof: AsOf) -> Structure:
        """Every unit that exists at an `AsOf`, each with the chain above it."""
        views = [self._units.view(unit, asof) for unit in self._units.ids()]
        placed = (PlacedUnit(view, self._units.chain(view.id, asof)) for view in views if view.state == "exists")
        unknown = tuple(view.id for view in views if view.state == "not_known")
        return Structure(asof, tuple(placed), unknown)

    def who(self, mandate: str, asof: AsOf, *, scope: str = WHOLE) -> Holder:
        """Who holds a mandate; the mandate by id, key or name."""
        return self._holders.who(self._mandate(mandate), asof, scope)

    def show(self, unit: str, asof: AsOf) -> UnitCard:
        """One unit with its chain, children, names of all times, and the mandates it has a part in."""
        identity = self.find_unit(unit)
        view = self._units.view(identity, asof)
        holders = [self._holders.who(mandate, asof) for mandate in self._content.mandates.values()]
        return UnitCard(
            placed=PlacedUnit(view, self._units.chain(identity, asof) if view.state == "exists" else ()),
            children=self._children(identity, asof),
            names=self._units.history_of_names(identity, asof.known),
            leads=tuple(h for h in holders if identity in {unit.id for unit in (h.lead, h.inner) if unit is not None}),
            cooperates=tuple(h for h in holders if identity in {u.id for u in (*(h.cooperating or ()), *h.units)}),
        )

    def _children(self, parent: str, asof: AsOf) -> tuple[UnitView, ...]:
        views = (self._units.view(unit, asof) for unit in self._units.ids())
        return tuple(view for view in views if view.state == "exists" and view.parent and view.parent.unit == parent)

    def diff(self, start: AsOf, end: AsOf) -> Diff:
        """Every change of units and mandates between two `AsOf`."""
        records = self._content.mandates.values()
        pairs = [(self._holders.who(record, start), self._holders.who(record, end)) for record in records]
        return Comparison(self._log, self._units, self._reforms, start, end).diff(pairs)

    def handover(self, mandate: str, start: AsOf, end: AsOf) -> Handover | None:
        """What was handed over between two `AsOf`: a change of the lead or of any link above it; None if nothing."""
        record = self._mandate(mandate)
        before, after = self._holders.who(record, start), self._holders.who(record, end)
        return Handover(before, after) if before.path() != after.path() else None

    def reforms(self, asof: AsOf) -> list[ReformView]:
        """Every reform that is public by the known time: planned, in force, or with a day nobody knows."""
        return self._reforms.at(asof, self._known_of)

    def undated_events(self, asof: AsOf) -> list[EventView]:
        """Public events whose day is not known."""
        return self._reforms.undated(asof)

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
        return known[asked] if asked in known else known[self._mandate_finder.find(asked)]

    def search_units(self, asked: str, limit: int = 5) -> list[Found]:
        """The units whose names come nearest, typing mistakes allowed."""
        return self._unit_finder.search(asked, limit)

    def search_mandates(self, asked: str, limit: int = 5) -> list[Found]:
        """The mandates whose keys or names come nearest, typing mistakes allowed."""
        return self._mandate_finder.search(asked, limit)
