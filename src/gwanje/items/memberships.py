"""Codes and items, both ways, for any day: an item is never reduced to one code, nor a code to one item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gwanje.foundation.codes import Code
from gwanje.foundation.instants import Period
from gwanje.items.records import COVERAGE_ORDER, Coverage, ItemRecord, Membership


@dataclass(frozen=True, slots=True)
class CodeMembership:
    """One code in one vintage that belongs to an item, and how much of the code the item is."""

    item: str
    code: Code
    coverage: Coverage
    period: Period
    note: str

    @property
    def is_whole(self) -> bool:
        """Whether the code is nothing but the item."""
        return self.coverage == "all"

    def as_answer(self) -> dict[str, Any]:
        """The membership as every answer prints it."""
        start, end = self.period.start, self.period.end
        return {
            "code": str(self.code),
            "coverage": self.coverage,
            "from": start.isoformat() if start else None,
            "until": end.isoformat() if end else None,
            "note": self.note,
        }


def memberships_of(record: ItemRecord) -> list[CodeMembership]:
    """Every membership of an item, one for each vintage."""
    return [one for membership in record.codes for one in _spread(record.key, membership)]


def _spread(item: str, membership: Membership) -> list[CodeMembership]:
    period = Period(membership.start, membership.until)
    return [CodeMembership(item, code, membership.coverage, period, membership.note) for code in membership.as_codes()]


def select(
    memberships: Iterable[CodeMembership], on: datetime | None, vintage: int | None, scheme: str | None
) -> tuple[CodeMembership, ...]:
    """Those that hold on a day, in a vintage and scheme; whole codes first, then by code."""
    chosen = [
        one
        for one in memberships
        if (on is None or on in one.period)
        and (vintage is None or one.code.vintage == vintage)
        and (scheme is None or one.code.scheme == scheme)
    ]
    return tuple(sorted(chosen, key=lambda one: (COVERAGE_ORDER[one.coverage], one.code)))
