"""What a reader sees: entries, erasures, the head; and what a verification found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gwanje.foundation.errors import IntegrityError, RefusedInputError


class ConflictError(RefusedInputError):
    """Somebody else wrote to the stream since the writer last read it; nothing was recorded."""

    http_status = 409


@dataclass(frozen=True, slots=True)
class Erasure:
    """Why, by whom and when a payload was erased; `position` is the entry that records it."""

    reason: str
    by: str
    at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded entry. `payload` is None exactly when `erasure` says why; the chain stands either way."""

    position: int
    stream: str
    kind: str
    at: datetime
    payload: Mapping[str, Any] | None = field(hash=False)
    erasure: Erasure | None
    commitment: str
    link: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a journal: how many entries it has and the last link, which stands for all of them."""

    journal_id: str
    length: int
    link: str


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """One thing that is not as it was recorded: which entry, and both sides."""

    kind: str
    position: int | None
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.what}. Expected: {self.expected}. Found: {self.found}."


NO_CHECKPOINT = "no-checkpoint"
"""The finding of a verification without a checkpoint: the chain is examined, its completeness is not known."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was examined and every finding; `sound` only when there is none.

    `head` is the end of the examined chain, `erased` counts entries that are rightly erased, and `covered` is how many
    entries the checkpoint vouches for: those after it form an unbroken chain, but no signature stands for them yet.
    """

    head: Head
    erased: int
    covered: int
    findings: tuple[ChainFinding, ...]

    @property
    def sound(self) -> bool:
        """True when nothing was found."""
        return not self.findings

    def require_sound(self) -> None:
        """Refuse to go on with a journal that is not as it was recorded.

        Raises:
            IntegrityError: there is at least one finding; the message names the first and counts the rest.
        """
        if self.findings:
            raise integrity_error(self.findings[0], others=len(self.findings) - 1)


def integrity_error(finding: ChainFinding, *, others: int = 0) -> IntegrityError:
    """The refusal that a finding becomes where an answer would otherwise rest on it."""
    more = f"; {others} more findings" if others else ""
    return IntegrityError(
        finding.what + more,
        place="journal" if finding.position is None else f"journal entry {finding.position}",
        expected=finding.expected,
        found=finding.found,
        remedy="Keep this store as evidence, restore the last copy that verifies against the newest checkpoint",
    )
