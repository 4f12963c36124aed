"""The door of `watch` to ships through straits: daily counts as they were known, no calculation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gwanje.evidence.warehouse import Warehouse

TRANSITS = "chokepoint_transits"
_DAY = 10


@dataclass(frozen=True, slots=True)
class TransitStore:
    """Ships by day; a table nobody has loaded, or that was not public then, is None and never empty rows."""

    warehouse: Warehouse

    def daily(self, names: Sequence[str], known: datetime) -> list[tuple[date, float | None]] | None:
        """All ships through a strait on each day, by the names it has in the table, in order of days."""
        if TRANSITS not in self.warehouse.table_names:
            return None
        table = self.warehouse.as_known(TRANSITS, known)
        if table is None:
            return None
        rows = table.filter(table.chokepoint.isin(list(names))).select("day", "all_ships").order_by("day")
        return [(_day(row["day"]), row["all_ships"]) for row in rows.to_pyarrow().to_pylist()]


def _day(text: str) -> date:
    """The publisher writes 2026/03/01, with or without an hour."""
    return date.fromisoformat(text[:_DAY].replace("/", "-"))
