"""Acts of people in one stream of the journal: appended on top of what was read, or refused; never written over.

A kind of act has a class of its own beside this file, which says what a payload means; this one knows only streams.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

from gwanje.foundation.errors import UnknownKeyError
from gwanje.journal import ConflictError, Entry, Journal

LEVELS = "watch-levels"
INTAKE = "watch-intake"
NOTICES = "watch-notices"
ATTENTION = "watch-attention"


class ActStream:
    """One stream of acts. Whoever decides on what he has read gives `base`, the number of the last entry he knew."""

    stream: ClassVar[str] = ""

    def __init__(self, journal: Journal, stream: str = "") -> None:
        self._journal = journal
        self._stream = stream or self.stream

    def entries(self) -> Iterator[Entry]:
        """Everything entered here, in order; what was erased since is left out.

        Raises:
            IntegrityError: an entry is not as it was recorded; no answer may rest on what follows it.
        """
        return (entry for entry in self._journal.read(self._stream) if entry.payload is not None)

    def erased(self) -> Iterator[Entry]:
        """Entries whose payload was erased since: their place, their kind, and why they were erased stay."""
        return (entry for entry in self._journal.read(self._stream) if entry.payload is None)

    def entry(self, number: int) -> Entry:
        """One entry by its number; a number that is not of this stream is refused."""
        found = next((entry for entry in self.entries() if entry.position == number), None)
        if found is None:
            raise UnknownKeyError(
                f"There is no entry {number} of this kind",
                place=f"stream {self._stream}",
                expected="the number that was printed when it was entered",
                found=str(number),
                remedy="Look at what was entered, and give the number that stands there",
            )
        return found

    def base(self) -> int:
        """The number of the last entry: what somebody has seen who has seen everything."""
        return max((entry.position for entry in self._journal.read(self._stream)), default=0)

    def append(self, kind: str, payload: Mapping[str, Any], *, at: datetime, base: int | None = None) -> Entry:
        """Record one act; without `base` it rests on nothing that was read.

        Raises:
            ConflictError: somebody else entered something after `base`; nothing was recorded.
        """
        try:
            return self._journal.append(self._stream, kind, payload, at=at, expected_position=base)
        except ConflictError as conflict:
            last = self.base()
            raise ConflictError(
                "Somebody else entered something since you looked; nothing was recorded",
                place=f"entries {(base or 0) + 1} to {last}" if last > (base or 0) else f"entry {base}",
                expected=f"entry {base} to be the last",
                found=f"entry {last} is the last",
                remedy="Look again at what is new, then enter it again",
            ) from conflict
