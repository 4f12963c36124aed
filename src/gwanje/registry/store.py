"""What people entered, kept in the journal: reforms, new versions, reversals, posts and people, and granted overlaps.

Only this module of the room touches the journal. Who decides on what he has read says so with `base`, the number of the
last entry he knew; somebody faster gives a clear conflict, never a lost edit.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from gwanje.journal import ConflictError, Entry, Journal
from gwanje.registry.content.recorded import Act, RecordedPeople, RecordedReform, RecordedReversal
from gwanje.registry.handover import Overlap

STREAM = "registry"
ACCESS = "registry-access"
_REFORM, _REVERSAL, _PEOPLE, _OVERLAP = "reform-entered", "reform-taken-back", "people-entered", "overlap-granted"


class RegistryStore:
    """The registry's part of one journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def acts(self) -> tuple[Act, ...]:
        """Everything entered, in order; what was erased since (people's names) is left out."""
        return tuple(_act(entry) for entry in self._journal.read(STREAM) if entry.payload is not None)

    def base(self) -> int:
        """The number of the last entry: what a planner has seen when he has seen everything."""
        return max((entry.position for entry in self._journal.read(STREAM)), default=0)

    def enter_reform(self, text: str, *, reform: str, by: str, at: datetime, base: int) -> RecordedReform:
        """Keep a reform, or a new version of one, as it was written.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        payload = {"reform": reform, "by": by, "text": text}
        return _reform(self._append(_REFORM, payload, at, base))

    def take_back(
        self, reform: str, *, on: datetime | None, reason: str, by: str, at: datetime, base: int
    ) -> RecordedReversal:
        """Keep that a reform was withdrawn (`on` None) or is undone from a day on.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        payload = {"reform": reform, "by": by, "reason": reason, "on": on.isoformat() if on else None}
        return _reversal(self._append(_REVERSAL, payload, at, base))

    def enter_people(self, text: str, *, by: str, at: datetime, base: int) -> RecordedPeople:
        """Keep posts and assignments; names of people stand in the payload, which can be erased.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        return _people(self._append(_PEOPLE, {"by": by, "text": text}, at, base))

    def _append(self, kind: str, payload: dict[str, Any], at: datetime, base: int) -> Entry:
        try:
            return self._journal.append(STREAM, kind, payload, at=at, expected_position=base)
        except ConflictError as conflict:
            last = self.base()
            raise ConflictError(
                "Somebody else entered something since you looked; nothing was recorded",
                place=f"entries {base + 1} to {last}" if last > base else f"entry {base}",
                expected=f"entry {base} to be the last",
                found=f"entry {last} is the last",
                remedy=f"Look at your change again, on top of what is new, then give --base {last}",
            ) from conflict

    def log_overlap(self, overlap: Overlap, *, by: str, at: datetime) -> None:
        """Keep that the former lead of an affair was given time to hand over."""
        self._journal.append(ACCESS, _OVERLAP, {"by": by, **overlap.as_answer()}, at=at)

    def overlaps_logged(self) -> Iterator[dict[str, Any]]:
        """Every overlap that was granted here, in order, with the instant it was logged."""
        for entry in self._journal.read(ACCESS):
            if entry.payload is not None:
                yield {"number": entry.position, "at": entry.at.isoformat(), **entry.payload}


def _act(entry: Entry) -> Act:
    return _KINDS[entry.kind](entry)


def _payload(entry: Entry) -> dict[str, Any]:
    return dict(entry.payload or {})


def _reform(entry: Entry) -> RecordedReform:
    kept = _payload(entry)
    return RecordedReform(entry.position, entry.at, kept["by"], kept["text"])


def _reversal(entry: Entry) -> RecordedReversal:
    kept = _payload(entry)
    on = datetime.fromisoformat(kept["on"]) if kept["on"] else None
    return RecordedReversal(entry.position, entry.at, kept["by"], kept["reform"], kept["reason"], on)


def _people(entry: Entry) -> RecordedPeople:
    kept = _payload(entry)
    return RecordedPeople(entry.position, entry.at, kept["by"], kept["text"])


_KINDS: dict[str, Callable[[Entry], Act]] = {_REFORM: _reform, _REVERSAL: _reversal, _PEOPLE: _people}
