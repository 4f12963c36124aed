"""The door of `watch` to the warehouse: one table expression per question, rows with labels, no calculation.

The warehouse comes in open; its tables build the expressions, so neither Ibis nor pandas is imported here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from gwanje.foundation.codes import Code
from gwanje.watch.dependence import TradeTables

if TYPE_CHECKING:
    import ibis
    import pandas as pd

    from gwanje.evidence.warehouse import Warehouse

TABLE = "trade"


@dataclass(frozen=True, slots=True)
class TradeStore:
    """Bilateral trade as it was known at an instant."""

    warehouse: Warehouse

    def tables(self, codes: Sequence[Code], importer: str, known: datetime) -> TradeTables | None:
        """Imports of one country and the world's exports of the same codes; None where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return None
        rows = trade.filter(self._is_any(trade, codes))
        return TradeTables(_imports(rows, importer), _world_exports(rows), self._covered(trade))

    def first_known(self) -> datetime | None:
        """When the first vintage of the trade table became known."""
        return self.warehouse.first_known(TABLE) if TABLE in self.warehouse.table_names else None

    def codes(self, known: datetime) -> tuple[Code, ...] | None:
        """Every code that has rows at all, as known then; None where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return None
        found = trade.select("hs_vintage", "hs").distinct().to_pandas()
        return tuple(sorted(Code("hs", int(row.hs_vintage), str(row.hs)) for row in found.itertuples()))

    def years(self, known: datetime) -> tuple[int, ...]:
        """The years the trade table covers, as known then; none where nothing was known yet."""
        trade = self._known(known)
        return () if trade is None else self._covered(trade)

    def import_years(self, importer: str, known: datetime) -> dict[Code, tuple[int, ...]]:
        """For every code the years in which the importer has rows, as known then; empty where nothing was known yet."""
        trade = self._known(known)
        if trade is None:
            return {}
        mine = trade.filter(trade.importer == importer)
        found: dict[Code, list[int]] = {}
        for row in mine.select("hs_vintage", "hs", "year").distinct().order_by("year").to_pandas().itertuples():
            found.setdefault(Code("hs", int(row.hs_vintage), str(row.hs)), []).append(int(row.year))
        return {code: tuple(years) for code, years in found.items()}

    def _known(self, known: datetime) -> ibis.Table | None:
        return self.warehouse.as_known(TABLE, known) if TABLE in self.warehouse.table_names else None

    def _covered(self, trade: ibis.Table) -> tuple[int, ...]:
        return tuple(int(year) for year in sorted(trade.select("year").distinct().to_pandas()["year"]))

    def _is_any(self, trade: ibis.Table, codes: Sequence[Code]) -> ibis.expr.types.BooleanValue:
        wanted = [(code.vintage, code.digits) for code in codes if code.scheme == "hs"]
        matches = [(trade.hs_vintage == vintage) & (trade.hs == digits) for vintage, digits in wanted]
        return reduce(or_, matches) if matches else trade.hs.isin([])


def _imports(rows: ibis.Table, importer: str) -> pd.DataFrame:
    mine = rows.filter(rows.importer == importer).select(
        "year",
        "hs",
        "hs_vintage",
        "import_value_usd",
        "import_mass_t",
        supplier=rows.exporter,
    )
    frame: pd.DataFrame = mine.order_by("year", "hs", "supplier").to_pandas()
    return frame


def _world_exports(rows: ibis.Table) -> pd.DataFrame:
    """Summed over importers in the warehouse: a hundred thousand rows become a few thousand."""
    summed = rows.group_by("year", "exporter", "hs_vintage").aggregate(export_value_usd=rows.import_value_usd.sum())
    frame: pd.DataFrame = summed.order_by("year", "exporter").to_pandas()
    return frame
