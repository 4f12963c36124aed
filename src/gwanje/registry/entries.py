"""Everything the registry knows, as dated entries: one subject, one field, from one instant, known since one.

A unit or mandate has no state of its own. Its state at an `AsOf` is, field by field, the visible entry that starts
last; so a planned change is invisible before its day, and nothing known later leaks into an earlier answer.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value and where it comes from."""

    subject: str
    aspect: str
    value: object
    start: datetime
    known: datetime
    order: int
    verb: str = "before"
    fact: str = ""
    also: tuple[str, ...] = ()
    start_is_exact: bool = True
    not_later_than: bool = False
    sources: tuple[str, ...] = ()
    status: FactStatus = "reported"
    claims: tuple[str, ...] = ()
    note: str = ""
    derived: str = ""
    place: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The fact ids of the event; none for what was so before every reform."""
        return (self.fact, *self.also) if self.fact else ()

    def is_visible(self, asof: AsOf) -> bool:
        """Whether it is true by the valid time and public by the known time."""
        return self.start <= asof.valid and self.known <= asof.known


def _sort_key(entry: Entry) -> tuple[datetime, int]:
    return entry.start, entry.order


@dataclass(slots=True)
class Log:
    """Entries by subject and field, in the order of their start."""

    _by_field: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take one more entry in; entries of one start keep the order they were told in."""
        insort(self._by_field.setdefault((entry.subject, entry.aspect), []), entry, key=_sort_key)

    def at(self, subject: str, aspect: str, asof: AsOf) -> Entry | None:
        """The entry that holds at an `AsOf`, or None: not known."""
        entries = self._by_field.get((subject, aspect), [])
        return next((entry for entry in reversed(entries) if entry.is_visible(asof)), None)

    def later(self, subject: str, aspect: str, asof: AsOf) -> Entry | None:
        """The first entry that is already public but starts after the valid time."""
        entries = self._by_field.get((subject, aspect), [])
        return next((entry for entry in entries if entry.known <= asof.known and entry.start > asof.valid), None)

    def of(self, subject: str, aspect: str) -> tuple[Entry, ...]:
        """Every entry of a subject's field, whatever the time."""
        return tuple(self._by_field.get((subject, aspect), ()))

    def aspects(self, subject: str, prefix: str) -> list[str]:
        """The fields of a subject that begin with a prefix."""
        return sorted(aspect for owner, aspect in self._by_field if owner == subject and aspect.startswith(prefix))

    def __iter__(self) -> Iterator[Entry]:
        for entries in self._by_field.values():
            yield from entries
