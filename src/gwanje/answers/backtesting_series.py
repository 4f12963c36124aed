"""Which series of a monthly table are judged, which sourced events concern them, and when lists of these were kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gwanje.answers.relapsing_judged import EventBook
from gwanje.answers.tower import Tower
from gwanje.foundation.errors import RefusedInputError
from gwanje.watch import SupplyEvent
from gwanje.watch.distress import Event, SeriesKey


class JudgedSeries:
    """Which series of a table a sourced event concerns, and which are judged."""

    def __init__(
        self, tower: Tower, keys: Sequence[SeriesKey], book: EventBook, *, exports_of: str = "", partner: str = "",
        item: str = "",
    ) -> None:  # fmt: skip
        self._tower, self._keys, self._book = tower, keys, book
        self.exporter = tower.countries.find(exports_of) if exports_of else ""
        asked = tower.countries.find(partner) if partner else ""
        wanted = tower.items.find(item).key if item and ":" not in item else item
        self._items = {item: (*book.items_of(item), item) for item in sorted({key.item for key in keys})}
        self.judged = tuple(
            key
            for key in keys
            if (not asked or key.partner == asked) and (not wanted or wanted in self._items[key.item])
        )
        if not self.judged:
            raise RefusedInputError(
                "No series is left to judge",
                expected="an item and a partner of the table",
                found=f"{item or 'every item'}, {partner or 'every partner'}",
                remedy="Leave --item or --partner out to see what the table holds",
            )

    def items_of(self, key: SeriesKey) -> tuple[str, ...]:
        """The items a series is about, and what the table calls it."""
        return self._items[key.item]

    def events(self) -> list[Event]:
        """Every sourced event known by then, with the series it concerns; those without series stay."""
        found = []
        for kept in self._book.events.lists.values():
            for event in self._book.known_events(kept):
                days = self._book.days_of(event)
                found.append(
                    Event(event.id, kept.item, {"announced": days["announced"], "in_force": days["in_force"],
                          "first_shortfall": days["first_shortfall"]}, self._concerned(event, kept.item))
                )  # fmt: skip
        return found

    def watched(self) -> dict[SeriesKey, list[tuple[date, date]]]:
        """The days between which lists of sourced events were kept, for each series that is judged."""
        return {
            key: [(kept.covers_from, kept.covers_to) for kept in self._book.lists_of(self._items[key.item])]
            for key in self.judged
        }

    def _concerned(self, event: SupplyEvent, item: str) -> tuple[SeriesKey, ...]:
        return tuple(
            key
            for key in self._keys
            if item in self._items[key.item] and (self.exporter or key.partner) in event.suppliers
        )
