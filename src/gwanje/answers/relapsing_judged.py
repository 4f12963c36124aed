"""The sourced supply events of items, with the days of the register's measures, as known then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gwanje.answers.national_codes import international
from gwanje.answers.tower import Tower
from gwanje.foundation.codes import Code, looks_like_code
from gwanje.foundation.instants import AsOf
from gwanje.watch import Judged, RelapseNumbers, SupplyEvent, SupplyEventList, SupplyEvents, judged


class EventBook:
    """Every list of supply events as it was known, and what it says about a relapse."""

    def __init__(self, tower: Tower, events: SupplyEvents, as_of: AsOf, months: int) -> None:
        self._tower, self.events, self._as_of, self._months = tower, events, as_of, months

    def items_of(self, name: str) -> tuple[str, ...]:
        """The items a series is about: those that have its code, or the item itself."""
        if looks_like_code(name):
            code = international(Code.parse(name))
            return tuple(record.key for record, _ in self._tower.items.items_of_code(code))
        return (name,)

    def lists_of(self, items: Iterable[str]) -> list[SupplyEventList]:
        """The lists that are kept for any of the items."""
        return [self.events.lists[item] for item in items if item in self.events.lists]

    def known_events(self, kept: SupplyEventList) -> list[SupplyEvent]:
        """The events of a list that were public by then."""
        return [event for event in kept.events if self.events.known_of(event) <= self._as_of.known]

    def days_of(self, event: SupplyEvent) -> dict[str, date | None]:
        """Announcement, entry into force and first shortfall; None where no source gives a day."""
        announced = event.announced.first if event.announced else None
        in_force = event.in_force.first if event.in_force else None
        if event.measure is not None:
            measure = self._tower.restrictions.get(event.measure)
            announced = measure.announced.first
            in_force = min((phase.from_day for phase in measure.in_force if phase.from_day), default=None)
        return {"announced": announced, "in_force": in_force, "first_shortfall": event.first_shortfall.first}

    def judge(self, items: Iterable[str], met: date) -> Judged:
        """A relapse beside the events of its items; of several lists the one that says most."""
        every = []
        for kept in self.lists_of(items):
            days = {
                event.id: [day for day in self.days_of(event).values() if day is not None]
                for event in self.known_events(kept)
            }
            every.append(judged(met, days, (kept.covers_from, kept.covers_to), months=self._months))
        order = ("supply event", "false alarm", "not judged")
        return min(every, key=lambda one: order.index(one.verdict), default=judged(met, {}, None, months=self._months))

    def cited(self, ids: Iterable[str]) -> list[str]:
        """The sources of events that were named."""
        wanted = set(ids)
        return [
            source
            for kept in self.events.lists.values()
            for event in kept.events
            if event.id in wanted
            for source in event.sources
        ]


def event_book(tower: Tower, as_of: AsOf) -> EventBook:
    """The lists of the content, as they were known."""
    events = SupplyEvents.read(tower.indicator_texts, tower.zone, tower.references.known_of)
    return EventBook(tower, events, as_of, int(RelapseNumbers.read(tower.indicator_texts).judging_months.value))
