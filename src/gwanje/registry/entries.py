"""Everything the registry knows, as dated entries: one subject, one field, from one instant, known since one.

A unit or mandate has no state of its own. Its state at an `AsOf` is, field by field, the visible entry that starts
last; so a planned change is invisible before its day, and nothing known later leaks into an earlier answer. An entry
that was corrected, amended or withdrawn is never deleted: it is visible to questions whose known time lies before that.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from gwanje.foundation.citations import FactStatus
from gwanje.foundation.instants import AsOf

_NEVER = float("inf")
_FEW = 8


@dataclass(frozen=True, slots=True)
class Absent:
    """The value of a field that no longer has one: a unit that ended, a term that was lifted."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value and where it comes from; `until_known` is when it was corrected, amended or withdrawn."""

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
    note_ko: str = ""
    derived: str = ""
    place: str = ""
    reform: str = ""
    until_known: datetime | None = None
    starts_at: float = field(init=False, repr=False, compare=False)
    known_at: float = field(init=False, repr=False, compare=False)
    forgotten_at: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts_at", seconds(self.start))
        object.__setattr__(self, "known_at", seconds(self.known))
        object.__setattr__(self, "forgotten_at", _NEVER if self.until_known is None else seconds(self.until_known))

    @property
    def facts(self) -> tuple[str, ...]:
        """The fact ids of the event; none for what was so before every reform."""
        return (self.fact, *self.also) if self.fact else ()

    @property
    def has_value(self) -> bool:
        """Whether the field has a value from here on."""
        return self.value is not ABSENT

    def is_visible(self, asof: AsOf) -> bool:
        """Whether it is true by the valid time, public by the known time, and not withdrawn by then."""
        return self.starts_at <= seconds(asof.valid) and self.known_at <= seconds(asof.known) < self.forgotten_at


@lru_cache(maxsize=4096)
def seconds(instant: datetime) -> float:
    """An instant as a number that compares fast, whatever its zone."""
    return instant.timestamp()


def _sort_key(entry: Entry) -> tuple[float, int]:
    return entry.starts_at, entry.order


@dataclass(slots=True)
class Log:
    """Entries by subject and field, in the order of their start; and which fields ever named a unit."""

    _by_subject: dict[str, dict[str, list[Entry]]] = field(default_factory=dict)
    _naming: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)

    def add(self, entry: Entry, names: Iterable[str] = ()) -> None:
        """Take one more entry in; those of one start keep the order they were told in. `names`: units in its value."""
        insort(self._by_subject.setdefault(entry.subject, {}).setdefault(entry.aspect, []), entry, key=_sort_key)
        for unit in names:
            self._naming.setdefault(unit, {})[entry.subject, entry.aspect] = None

    def standing(self, subject: str, aspect: str, asof: AsOf) -> Entry | None:
        """The entry that holds at an `AsOf`, also one that says the field has ended; None: not known."""
        valid, known = seconds(asof.valid), seconds(asof.known)
        entries = self._by_subject.get(subject, {}).get(aspect, ())
        last = len(entries) if len(entries) <= _FEW else bisect_right(entries, valid, key=lambda one: one.starts_at)
        for index in range(last - 1, -1, -1):
            entry = entries[index]
            if entry.starts_at <= valid and entry.known_at <= known < entry.forgotten_at:
                return entry
        return None

    def at(self, subject: str, aspect: str, asof: AsOf) -> Entry | None:
        """The entry whose value holds at an `AsOf`, or None: not known, or ended."""
        entry = self.standing(subject, aspect, asof)
        return entry if entry is not None and entry.value is not ABSENT else None

    def later(self, subject: str, aspect: str, asof: AsOf) -> Entry | None:
        """The first value that is already public but starts after the valid time."""
        valid, known = seconds(asof.valid), seconds(asof.known)
        entries = self._by_subject.get(subject, {}).get(aspect, ())
        coming = (one for one in entries if one.starts_at > valid and one.known_at <= known < one.forgotten_at)
        return next((one for one in coming if one.has_value), None)

    def of(self, subject: str, aspect: str) -> tuple[Entry, ...]:
        """Every entry of a subject's field, whatever the time."""
        return tuple(self._by_subject.get(subject, {}).get(aspect, ()))

    def aspects(self, subject: str, prefix: str = "") -> list[str]:
        """The fields of a subject that begin with a prefix."""
        return [aspect for aspect in self._by_subject.get(subject, {}) if aspect.startswith(prefix)]

    def naming(self, unit: str, asof: AsOf) -> list[Entry]:
        """The entries that hold at an `AsOf` among those of fields that ever named a unit."""
        fields = self._naming.get(unit, {})
        found = (self.at(subject, aspect, asof) for subject, aspect in fields)
        return [entry for entry in found if entry is not None]

    def subjects(self) -> Iterator[str]:
        """Everything that has an entry."""
        return iter(self._by_subject)

    def __len__(self) -> int:
        return sum(len(entries) for fields in self._by_subject.values() for entries in fields.values())

    def __iter__(self) -> Iterator[Entry]:
        for fields in self._by_subject.values():
            for entries in fields.values():
                yield from entries
