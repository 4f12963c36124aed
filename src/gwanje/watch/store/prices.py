"""The door of `watch` to loaded world prices: one series by month, as it was known at an instant, no calculation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gwanje.evidence.warehouse import Warehouse

PRICES = "commodity_prices"


@dataclass(frozen=True, slots=True)
class PriceStore:
    """World prices by month; a table nobody has loaded, or that was not public then, is None and never empty rows."""

    warehouse: Warehouse

    def known_since(self, known: datetime) -> datetime | None:
        """When the newest vintage that was known by then became known; None where none was."""
        if PRICES not in self.warehouse.table_names:
            return None
        return max((one.known for one in self.warehouse.vintages_known(PRICES, known)), default=None)

    def sources(self, known: datetime) -> tuple[str, ...]:
        """The data sources behind it."""
        return tuple(dict.fromkeys(one.source for one in self.warehouse.vintages_known(PRICES, known)))

    def months(self, series: str, known: datetime) -> dict[date, float] | None:
        """The price of every month that has one, by its first day; None where nothing was known yet."""
        table = self.warehouse.as_known(PRICES, known) if PRICES in self.warehouse.table_names else None
        if table is None:
            return None
        rows = table.filter(table.series == series).select("month", "price").to_pyarrow().to_pylist()
        return {_month(row["month"]): float(row["price"]) for row in rows if _is_number(row["price"])}


def _is_number(price: float | None) -> bool:
    return price is not None and math.isfinite(price)


def _month(text: str) -> date:
    """The first day of a month as its publisher writes it: 2026M03."""
    year, _, month = text.partition("M")
    return date(int(year), int(month), 1)
