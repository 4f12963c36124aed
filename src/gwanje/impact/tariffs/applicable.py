"""Which rows speak of a line on a day, as known on a day: surely, perhaps or only announced; and which ends which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from gwanje.foundation.instants import AsOf
from gwanje.impact.tariffs.records import EVERY, TariffRow
from gwanje.impact.tariffs.stack import TariffStack, digits_of

Coverage = Literal["yes", "perhaps", "no"]
OpenKind = Literal["scope", "share", "preference", "content", "rate"]
OpenKey = tuple[OpenKind, str]
"""Something that is not settled: what kind it is, and its name (the words of a question, a row, a content)."""
PREFERENCE: OpenKey = ("preference", "claimed")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that has begun; it covers the line where all it needs is so, and not where all a later row needs is so."""

    row: TariffRow
    until: datetime | None
    needs: tuple[OpenKey, ...]
    replaced_where: tuple[tuple[OpenKey, ...], ...]

    def applies(self, settled: Mapping[OpenKey, float]) -> bool:
        """Whether the row counts once everything open is settled one way."""
        wanted = (*self.needs, PREFERENCE) if self.row.stage == "preference" else self.needs
        return all(settled[key] == 1 for key in wanted) and not any(
            all(settled[key] == 1 for key in needs) for needs in self.replaced_where
        )


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows that may count on the day, the announced ones, and every instant at which that changes."""

    levied: tuple[Candidate, ...]
    announced: tuple[Candidate, ...]
    changes: tuple[datetime, ...]

    def applying(self, settled: Mapping[OpenKey, float]) -> Iterator[TariffRow]:
        """The rows that count once everything open is settled one way."""
        return (one.row for one in self.levied if one.applies(settled))

    def next_change(self, at: datetime) -> datetime | None:
        """The first instant after the one asked about at which a row begins or ends, as known."""
        return min((instant for instant in self.changes if instant > at), default=None)


def candidates(stack: TariffStack, digits: str, partner: str, at: AsOf) -> Candidates:
    """The rows of a stack that may cover a line from a partner, as known then."""
    known = [
        row
        for row in stack.rows
        if stack.known_of(row) <= at.known
        and (EVERY in row.partners or partner in row.partners)
        and coverage(row, digits) != "no"
    ]
    enacted = [row for row in known if row.standing == "enacted"]
    held = [row for row in known if row.start <= at.valid and (row.until is None or at.valid < row.until)]
    found = [one for row in held if (one := _candidate(row, enacted, digits, at.valid)) is not None]
    return Candidates(
        levied=tuple(one for one in found if one.row.standing == "enacted"),
        announced=tuple(one for one in found if one.row.standing == "announced"),
        changes=tuple(sorted({end for row in enacted for end in (row.start, row.until) if end is not None})),
    )


def coverage(row: TariffRow, digits: str) -> Coverage:
    """Whether a row covers a line: surely, perhaps (nobody recorded it, or it covers a part only), or not."""
    prefixes = [digits_of(code) for code in row.products]
    if any(prefix == EVERY or digits.startswith(prefix) for prefix in prefixes):
        return "perhaps" if row.scope_share == "unknown" else "yes"
    perhaps = [digits_of(code) for code in row.perhaps]
    if any(prefix == EVERY or digits.startswith(prefix) or prefix.startswith(digits) for prefix in perhaps):
        return "perhaps"
    return "perhaps" if any(prefix.startswith(digits) for prefix in prefixes) else "no"


def _candidate(row: TariffRow, enacted: Sequence[TariffRow], digits: str, valid: datetime) -> Candidate | None:
    """A row with what it needs and what ends it; None where a later row ended it wherever it could count."""
    replacing = [other for other in enacted if row.id in other.replaces]
    begun = tuple(_needs(other, digits) for other in replacing if other.start <= valid)
    own = _needs(row, digits)
    if any(set(needs) <= set(own) for needs in begun):
        return None
    ends = [other.start for other in replacing if other.start > valid]
    until = min((end for end in (row.until, *ends) if end is not None), default=None)
    return Candidate(row, until, own, begun)


def _needs(row: TariffRow, digits: str) -> tuple[OpenKey, ...]:
    """What must be so for the row to cover the line; rows that ask the same question are answered together."""
    needs: list[OpenKey] = []
    if coverage(row, digits) == "perhaps":
        needs.append(("scope", row.question.en if row.question else row.id))
    if row.scope_share != "unknown" and row.scope_share < 1:
        needs.append(("share", row.id))
    return tuple(needs)
