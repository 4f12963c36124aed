"""What this room needs of a journal, so that it can record and read without knowing one."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol


class Recorded(Protocol):
    """One entry as it was recorded; an erased one has no payload."""

    @property
    def position(self) -> int:
        """Its place in the journal."""
        ...

    @property
    def at(self) -> datetime:
        """When it was recorded, as the writer said."""
        ...

    @property
    def payload(self) -> Mapping[str, Any] | None:
        """What was recorded."""
        ...


class Ledger(Protocol):
    """Streams of entries that are only added to."""

    def append(self, stream: str, kind: str, payload: Mapping[str, Any], *, at: datetime) -> Recorded:
        """Record one entry."""
        ...

    def read(self, stream: str | None = None, *, after: int = 0) -> Iterator[Recorded]:
        """The entries of a stream."""
        ...
