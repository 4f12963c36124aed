"""What people entered in this tower, in the order they entered it: reforms, new versions, reversals, posts and people.

These are plain values. The journal that keeps them is the business of `store`; nothing here is ever removed from it, so
"what did this tower say on day K" stays answerable after an amendment, a withdrawal or a reversal.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecordedReform:
    """A reform, or a new version of one, as somebody entered it; `number` is its place in the journal."""

    number: int
    at: datetime
    by: str
    text: str
    name: str = ""

    @property
    def place(self) -> str:
        """What messages call it: the file it is read from, or its place in the journal."""
        return self.name or f"journal/{self.number}.yaml"


@dataclass(frozen=True, slots=True)
class RecordedReversal:
    """A reform taken back: withdrawn before its day (`on` is None), or undone from a day on."""

    number: int
    at: datetime
    by: str
    reform: str
    reason: str
    on: datetime | None

    @property
    def place(self) -> str:
        """What messages call it."""
        return f"journal/{self.number}.yaml"


@dataclass(frozen=True, slots=True)
class RecordedPeople:
    """Posts and who sits on them, as somebody entered them."""

    number: int
    at: datetime
    by: str
    text: str
    name: str = ""

    @property
    def place(self) -> str:
        """What messages call it: the file it is read from, or its place in the journal."""
        return self.name or f"journal/{self.number}.yaml"


Act = RecordedReform | RecordedReversal | RecordedPeople
